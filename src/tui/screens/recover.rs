//! What the last run left: an interrupted answer, or an attempt that was never rated.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::engine::Kept;
use crate::practice::words::{DRILL_WAITS, drill_left, ticked};
use crate::session::discard;
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Look, Route, Screen};
use crate::tui::widgets::{MEASURE, Prose, Scroll, clock, column, count};

/// Asks whether to resume a kept answer.
#[derive(Debug)]
pub struct RecoverScreen {
    kept: Kept,
    scroll: Scroll,
    sure: bool,
}

impl RecoverScreen {
    /// The offer of this one.
    pub fn new(kept: Kept) -> Self {
        Self { kept, scroll: Scroll::default(), sure: false }
    }
}

impl Screen for RecoverScreen {
    fn context(&self) -> Context {
        Context::Recover
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        let sure = std::mem::take(&mut self.sure);
        match action {
            Action::Accept => return Route::Resume(Box::new(self.kept.clone())),
            Action::Skip => return Route::Home,
            Action::Discard if !sure => {
                self.sure = true;
                cx.say(match self.kept {
                    Kept::Draft { .. } => "Press d once more: the answer is thrown away for good.",
                    Kept::Unjudged { .. } => "Press d once more: the answer stays in the history, unrated.",
                    Kept::Drill { .. } => "Press d once more: the drill ends here. What was answered stays.",
                });
            }
            Action::Discard => {
                cx.effects.extend(discard(&self.kept, cx.engine, cx.now).into_iter().map(Into::into));
                return Route::Home;
            }
            _ => self.scroll.act(action),
        }
        Route::Stay
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        let body = column(area, 1, MEASURE);
        let (title, facts, text) = match &self.kept {
            Kept::Draft { progress, saved_at } => (
                if progress.done { "An answer without a prediction" } else { "An answer was interrupted" },
                format!(
                    "{}, {} in, kept {}",
                    if progress.text.is_empty() { "spoken".into() } else { words(&progress.text) },
                    clock(progress.spent.answer),
                    saved_at.format("%a %-d %b at %H:%M")
                ),
                progress.text.as_str(),
            ),
            Kept::Unjudged { attempt, sheet, .. } => (
                "An answer that was never judged",
                format!("{}, {}{}", words(&attempt.text), clock(attempt.seconds.answer), ticked(sheet.ticks.as_ref())),
                attempt.text.as_str(),
            ),
            Kept::Drill { drill, saved_at, .. } => (
                DRILL_WAITS,
                format!("{}, kept {}", drill_left(drill.behind()), saved_at.format("%a %-d %b at %H:%M")),
                "",
            ),
        };
        let prose = Prose::new(body.width)
            .paragraph(title, theme.strong)
            .paragraph(facts, theme.dim)
            .gap()
            .paragraph(look.engine.questions().prompt(self.kept.question()), theme.accent)
            .gap()
            .paragraph(text, theme.text);
        prose.draw(frame, body, &self.scroll, theme.dim);
    }
}

fn words(text: &str) -> String {
    count(text.split_whitespace().count(), "word")
}
