//! The question, alone on the screen.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::SittingScreen;
use crate::history::Mode;
use crate::practice::Answer;
use crate::tui::highlight::Code;
use crate::tui::screen::Look;
use crate::tui::screens::answer_page::with_clarifications;
use crate::tui::theme::Theme;
use crate::tui::widgets::{MEASURE, Prose, clock, column, minutes, shorten};

/// Topic, kind, difficulty and levels on the left, `right` on the right.
pub(in crate::tui::screens) fn header(
    answer: &Answer,
    look: &Look<'_>,
    right: &str,
    frame: &mut Frame<'_>,
    area: Rect,
) {
    let row = Rect { height: area.height.min(1), ..area };
    let topic = look.engine.questions().topic_title(answer.name());
    let left = format!("{topic} · {} · {} · {}", answer.kind(), answer.difficulty(), answer.levels());
    let right = Line::from(Span::styled(format!("{right} "), look.theme.dim)).right_aligned();
    let room = usize::from(area.width).saturating_sub(right.width() + 2);
    frame.render_widget(Line::styled(format!(" {}", shorten(&left, room)), look.theme.dim), row);
    frame.render_widget(right, row);
}

pub(super) fn view(screen: &SittingScreen, answer: &Answer, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
    let theme = look.theme;
    let drill = screen.drill_so_far();
    let (at, of) = drill.place();
    let why = drill.current().map_or("", |pick| pick.why.word());
    header(answer, look, &format!("{at} of {of} · {why}"), frame, area);
    let watch = answer.watch();
    let spent = watch.spent();
    let clock_text = if watch.is_paused() {
        format!("paused {}", clock(spent.paused))
    } else {
        format!("thinking {}", clock(spent.think))
    };
    let body = inset(area);
    if area.height > 1 {
        let row = Rect { y: area.y + 1, height: 1, ..area };
        frame.render_widget(Line::from(Span::styled(format!("{clock_text} "), theme.dim)).right_aligned(), row);
    }
    let mut prose = question_text(answer, &screen.page.code, theme, body.width).gap();
    prose = prose.paragraph(&time_advice(answer), theme.dim, body.width, 0);
    if answer.mode() == Mode::Practice {
        prose = prose.paragraph("Practice: the schedule stays as it is.", theme.dim, body.width, 0);
    }
    prose.draw(frame, body, &screen.page.scroll, theme.dim);
}

/// What the times of the question mean for a candidate.
fn time_advice(answer: &Answer) -> String {
    let length = match answer.times().target {
        short @ ..120 => format!("{short} seconds"),
        long => minutes(f64::from(long)),
    };
    let mut advice = format!("About {length} aloud.");
    if answer.has_clarification() {
        advice.push_str(" You may ask for clarification (c).");
    }
    advice
}

/// The question with its snippet, and the help given so far.
pub(super) fn question_text(answer: &Answer, code: &Code, theme: &Theme, width: u16) -> Prose<'static> {
    let mut prose = Prose::new().paragraph(answer.prompt(), theme.strong, width, 0);
    if !code.is_empty() {
        prose = with_code(prose.gap(), code, theme);
    }
    prose = with_clarifications(prose, answer, theme, width);
    for (number, hint) in (1..).zip(answer.hints()) {
        prose = prose.gap().item(Span::styled(format!("Hint {number}  "), theme.warn), hint, theme.text, width);
    }
    prose
}

/// The lines of a snippet with their numbers.
pub(in crate::tui::screens) fn with_code<'a>(mut prose: Prose<'a>, code: &Code, theme: &Theme) -> Prose<'a> {
    for (number, line) in (1..).zip(code) {
        let mut spans = vec![Span::styled(format!("{number:>3}  "), theme.dim)];
        spans.extend(line.iter().map(|(class, text)| Span::styled(text.clone(), class.style(theme))));
        prose = prose.line(Line::from(spans));
    }
    prose
}

/// Where running text stands: below the header, with a margin, and not too wide.
pub(in crate::tui::screens) fn inset(area: Rect) -> Rect {
    column(area, if area.height >= 16 { 3 } else { 2 }, MEASURE)
}
