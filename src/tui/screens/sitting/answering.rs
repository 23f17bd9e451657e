//! The answer, typed or spoken, over the clock; and the prediction, before anything is revealed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::SittingScreen;
use super::asking::question_text;
use crate::assess::Band;
use crate::history::Medium;
use crate::practice::{Answer, Phase};
use crate::tui::screen::Look;
use crate::tui::screens::answer_page::clock_bar;
use crate::tui::screens::asked::{header, inset};
use crate::tui::widgets::{Prose, Scroll, Writing, clock};

pub(super) fn view(screen: &SittingScreen, answer: &Answer, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
    match (answer.phase(), answer.medium()) {
        (Phase::Given, _) => predicting(answer, look, frame, area),
        (_, Medium::Spoken) => speaking(screen, answer, look, frame, area),
        _ => typing(screen, answer, look, frame, area),
    }
}

fn speaking(screen: &SittingScreen, answer: &Answer, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
    let (theme, bar) = (look.theme, clock_bar(answer));
    header(answer, look, if bar.paused { "paused" } else { "speak now" }, frame, area);
    let above = screen.page.speaking.draw(bar, theme, frame, area);
    let body = inset(above);
    let advice = "Say it aloud, as to an interviewer. Enter when you are done.";
    let prose = question_text(answer, &screen.page.code, theme, body.width).gap();
    prose.paragraph(advice, theme.dim).draw(frame, body, &screen.page.scroll, theme.dim);
    let clock_row = Rect { y: area.bottom().saturating_sub(1), height: area.height.min(1), ..area };
    bar.draw(frame, clock_row, theme);
}

fn typing(screen: &SittingScreen, answer: &Answer, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
    let theme = look.theme;
    let text_width = area.width.saturating_sub(2);
    let question = question_text(answer, &screen.page.code, theme, text_width);
    let opened = screen.page.shows_whole(answer);
    let page = Writing { prompt: answer.prompt(), whole: question, opened, short: false, scroll: &screen.page.scroll };
    let clock_row = page.draw(&screen.page.editor, theme, frame, area, area.height);
    clock_bar(answer).draw(frame, clock_row, theme);
}

fn predicting(answer: &Answer, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
    let theme = look.theme;
    let spent = answer.spent();
    let time = format!("{} of {}", clock(spent.answer), clock(f64::from(answer.target())));
    header(answer, look, &time, frame, area);
    let body = inset(area);
    let mut prose = Prose::new(body.width).paragraph("Before the notes open: how good was that?", theme.strong).gap();
    let choices = Band::ALL.iter().map(|band| {
        vec![Span::styled(format!("{}", band.number()), theme.accent), Span::styled(format!(" {band}"), theme.text)]
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
    if let Some(words) = takes_words(answer) {
        prose = prose.gap().paragraph(&words, theme.dim);
    }
    prose.draw(frame, body, &Scroll::default(), theme.dim);
}

/// What can be done about a spoken answer before it counts.
fn takes_words(answer: &Answer) -> Option<String> {
    let recorded = answer.recording().is_some();
    match answer.takes().len() {
        1 if recorded => Some("Recorded: l plays it. a says it once more; then you choose.".into()),
        0 | 1 => None,
        takes => {
            let listen = if recorded { " l plays it." } else { "" };
            Some(format!("Take {} of {takes} counts. Tab takes the other one.{listen}", answer.take() + 1))
        }
    }
}
