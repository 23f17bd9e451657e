//! The answer, typed or spoken, over the clock; and the prediction, before anything is revealed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::asking::{header, inset, question_text};
use super::{SittingScreen, speaking};
use crate::history::Medium;
use crate::practice::words::PREDICTIONS;
use crate::practice::{Stage, Turn};
use crate::tui::screen::Look;
use crate::tui::widgets::{ClockBar, Prose, Scroll, Writing, clock};

pub(super) fn view(screen: &SittingScreen, turn: &Turn, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
    match (turn.stage(), turn.medium()) {
        (Stage::Predicting, _) => predicting(turn, look, frame, area),
        (_, Medium::Spoken) => speaking::view(screen, turn, clock_bar(turn), look, frame, area),
        _ => typing(screen, turn, look, frame, area),
    }
}

fn clock_bar(turn: &Turn) -> ClockBar {
    ClockBar {
        answer: turn.watch().spent().answer,
        target: turn.target(),
        maximum: turn.maximum(),
        paused: turn.watch().is_paused(),
    }
}

fn typing(screen: &SittingScreen, turn: &Turn, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
    let theme = look.theme;
    let text_width = area.width.saturating_sub(2);
    let question = question_text(turn, &screen.code, theme, text_width);
    let help = !turn.hints().is_empty() || turn.clarified() > 0 || turn.question().snippet.is_some();
    let opened = screen.whole_prompt || help;
    let page = Writing { prompt: turn.prompt(), whole: question, opened, short: false, scroll: &screen.scroll };
    let clock_row = page.draw(&screen.editor, theme, frame, area, area.height);
    clock_bar(turn).draw(frame, clock_row, theme);
}

fn predicting(turn: &Turn, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
    let theme = look.theme;
    let spent = turn.watch().spent();
    let time = format!("{} of {}", clock(spent.answer), clock(f64::from(turn.target())));
    header(turn, look, &time, frame, area);
    let body = inset(area);
    let mut prose =
        Prose::new().paragraph("Before the notes open: how good was that?", theme.strong, body.width, 0).gap();
    let choices = PREDICTIONS.iter().zip(1..).map(|(words, number)| {
        vec![Span::styled(format!("{number}"), theme.accent), Span::styled(format!(" {words}"), theme.text)]
    });
    if body.width >= 66 {
        let row = choices.flat_map(|mut choice| {
            choice.push(Span::raw("     "));
            choice
        });
        prose = prose.line(Line::from(row.collect::<Vec<_>>()));
    } else {
        for choice in choices {
            prose = prose.line(Line::from(choice));
        }
    }
    if let Some(words) = takes_words(turn) {
        prose = prose.gap().paragraph(&words, theme.dim, body.width, 0);
    }
    prose.draw(frame, body, &Scroll::default(), theme.dim);
}

/// What can be done about a spoken answer before it counts.
fn takes_words(turn: &Turn) -> Option<String> {
    let recorded = turn.recording().is_some();
    match turn.takes().len() {
        1 if recorded => Some("Recorded: l plays it. a says it once more; then you choose.".into()),
        0 | 1 => None,
        takes => {
            let listen = if recorded { " l plays it." } else { "" };
            Some(format!("Take {} of {takes} counts. Tab takes the other one.{listen}", turn.take() + 1))
        }
    }
}
