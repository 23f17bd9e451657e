//! A question that is being asked or was answered, as several screens draw it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use crate::history::{Mode, Tick};
use crate::practice::Answer;
use crate::tui::highlight::Code;
use crate::tui::keymap::Action;
use crate::tui::screen::{Cx, Look};
use crate::tui::theme::Theme;
use crate::tui::widgets::{MEASURE, Prose, at_right, below, clock, column, first_row, head};

/// Asks once more before a question is skipped or its notes are opened, because the letters for that also begin words.
/// False: the action needs no asking.
pub(super) fn asks_first(action: Action, cx: &mut Cx<'_>) -> bool {
    let words = match action {
        Action::Skip => "Skip it until tomorrow? n once more. Type on, and n begins your answer.",
        Action::GiveUp => "Don't know? x once more says so. Type on, and x begins your answer.",
        _ => return false,
    };
    cx.say(words);
    true
}

/// Draws topic, kind, difficulty and levels on the left, and `right` on the right.
pub(super) fn header(answer: &Answer, look: &Look<'_>, right: &str, frame: &mut Frame<'_>, area: Rect) {
    let topic = look.engine.questions().topic_title(answer.name());
    let practice = if answer.mode() == Mode::Practice { "practice · " } else { "" };
    let left = format!("{practice}{topic} · {} · {} · {}", answer.kind(), answer.difficulty(), answer.levels());
    head(frame, area, (&left, look.theme.dim), (right, look.theme.dim));
}

/// Draws the second line: how long the candidate has been thinking, or what they are doing instead.
pub(super) fn clock_row(answer: &Answer, doing: Option<&str>, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
    let spent = answer.watch().spent();
    let words = match doing {
        _ if answer.watch().is_paused() => format!("paused {}", clock(spent.paused)),
        Some(doing) => doing.to_owned(),
        None => format!("thinking {}", clock(spent.think)),
    };
    if area.height > 1 {
        at_right(frame, first_row(below(area, 1)), &words, theme.dim);
    }
}

/// Adds the lines of a snippet with their numbers. Code that is too long for a row continues in the next one after a
/// mark; a table keeps its columns.
pub(super) fn with_code<'a>(mut prose: Prose<'a>, code: &Code, theme: &Theme) -> Prose<'a> {
    let digits = code.lines.len().max(1).ilog10() as usize + 1;
    for (number, line) in (1..).zip(&code.lines) {
        let lead = Span::styled(format!("{number:>digits$}  "), theme.dim);
        let goes_on = Span::styled(format!("{:>digits$}  ", "\u{21aa}"), theme.dim);
        let spans = line.iter().map(|(class, text)| (class.style(theme), text.as_str()));
        prose = if code.is_table { prose.unbroken(lead, spans) } else { prose.broken(lead, &goes_on, spans) };
    }
    prose
}

/// Adds what was typed before the answer is spoken: the outline to speak from.
pub(super) fn with_outline<'a>(prose: Prose<'a>, answer: &Answer, theme: &Theme) -> Prose<'a> {
    match answer.text().trim() {
        "" => prose,
        outline => prose.gap().paragraph("Your outline", theme.dim).paragraph(outline, theme.text),
    }
}

/// Adds what was asked back so far, with the interviewer's answers.
pub(super) fn with_clarifications<'a>(mut prose: Prose<'a>, answer: &Answer, theme: &Theme) -> Prose<'a> {
    for given in answer.clarifications() {
        prose = prose.gap().item(Span::styled("You  ", theme.dim), &given.ask, theme.dim).item(
            Span::styled("They ", theme.dim),
            &given.answer,
            theme.text,
        );
    }
    prose
}

/// The area for running text: below the header, with a margin, and not too wide.
pub(super) fn inset(area: Rect) -> Rect {
    column(area, if area.height >= 16 { 3 } else { 2 }, MEASURE)
}

/// The box that shows a tick.
pub(super) fn ticked(tick: Tick, theme: &Theme) -> (&'static str, Style) {
    match tick {
        Tick::Hit => ("[x] ", theme.good),
        Tick::Partial => ("[~] ", theme.warn),
        Tick::Missed => ("[ ] ", theme.dim),
    }
}
