//! Earlier answers, opened beside the notes: the kept one, and what is new since the last one.

use ratatui::text::{Line, Span};

use crate::answers::Difference;
use crate::engine::{Earlier, Engine};
use crate::practice::Answer;
use crate::tui::screens::difference::{as_one, shown};
use crate::tui::theme::Theme;
use crate::tui::widgets::Prose;

/// What was answered to this question before.
#[derive(Clone, Debug, Default)]
pub(super) struct Before(Earlier);

impl Before {
    /// Reads earlier answers from the log. What cannot be read is left out here; the page of the question says why.
    pub(super) fn load(engine: &Engine, answer: &Answer) -> Self {
        Self(engine.earlier(answer.name(), answer.id()).unwrap_or_default())
    }

    /// Whether there is an earlier answer at all.
    pub(super) fn is_something(&self) -> bool {
        self.0.mine.is_some() || self.0.last.is_some()
    }

    /// The kept answer, then the last one with its differences from `now`.
    pub(super) fn panel(&self, now: &str, theme: &Theme, width: u16) -> Prose<'static> {
        let mut prose = Prose::new(width);
        if let Some(kept) = &self.0.mine {
            prose = prose.line(Line::styled("My answer", theme.strong));
            prose = prose.paragraph(shown(&kept.answer.text), theme.text).gap();
        }
        let Some((row, words)) = &self.0.last else { return prose };
        let day = row.day.format("%a %-d %b %Y");
        let (before, after) = (shown(words), shown(now));
        if after.is_empty() {
            prose = prose.line(Line::styled(format!("The answer of {day}"), theme.strong));
            return prose.paragraph(before, theme.text);
        }
        let difference = Difference::between(&before, &after);
        let title = if difference.is_none() { "The same words as on" } else { "[-Gone-] and {+new+} since" };
        prose = prose.line(Line::styled(format!("{title} {day}"), theme.strong));
        as_one(prose, Span::default(), &difference.marked(&before, &after), theme)
    }
}
