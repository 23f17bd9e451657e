//! The question, alone on the screen.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::SittingScreen;
use crate::history::Mode;
use crate::practice::Answer;
use crate::practice::words::time_words;
use crate::tui::highlight::Code;
use crate::tui::screen::Look;
use crate::tui::screens::asked::{clock_row, header, inset, with_clarifications, with_code};
use crate::tui::theme::Theme;
use crate::tui::widgets::Prose;

/// Height from which it is said that nothing has to be pressed before an answer is typed.
const ROOMY: u16 = 12;

pub(super) fn view(screen: &SittingScreen, answer: &Answer, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
    let theme = look.theme;
    let drill = screen.drill_so_far();
    let (at, of) = drill.place();
    let why = drill.current().map_or("", |pick| pick.why.word());
    header(answer, look, &format!("{at} of {of} · {why}"), frame, area);
    clock_row(answer, None, theme, frame, area);
    let body = inset(area);
    let mut prose = question_text(answer, &screen.page.code, theme, body.width).gap();
    let mut advice = time_advice(answer);
    // On a low screen the question needs the rows.
    if body.height >= ROOMY {
        advice.push_str(" Begin to type, or choose a key below.");
    }
    prose = prose.paragraph(advice, theme.dim);
    if answer.mode() == Mode::Practice {
        prose = prose.paragraph("Practice: the schedule stays as it is.", theme.dim);
    }
    if let Some(words) = screen.stories.words() {
        prose = prose.paragraph(words, theme.accent);
    }
    prose.draw(frame, body, &screen.page.scroll, theme.dim);
}

/// What the times of the question mean for the candidate.
fn time_advice(answer: &Answer) -> String {
    let mut advice = time_words(answer);
    if answer.has_clarification() {
        advice.push_str(" You may ask for clarification (c).");
    }
    advice
}

/// The question with its snippet and the help given so far.
pub(super) fn question_text(answer: &Answer, code: &Code, theme: &Theme, width: u16) -> Prose<'static> {
    let mut prose = Prose::new(width).paragraph(answer.prompt(), theme.strong);
    if !code.is_empty() {
        prose = with_code(prose.gap(), code, theme);
    }
    prose = with_clarifications(prose, answer, theme);
    for (number, hint) in (1..).zip(answer.hints()) {
        prose = prose.gap().item(Span::styled(format!("Hint {number}  "), theme.warn), hint, theme.text);
    }
    prose
}
