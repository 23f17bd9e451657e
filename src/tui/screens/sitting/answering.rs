//! The answer, typed or spoken, above the clock; and the prediction, before anything is revealed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::SittingScreen;
use super::asking::question_text;
use crate::assess::Band;
use crate::history::Medium;
use crate::practice::{Answer, Phase};
use crate::speech::track::Track;
use crate::tui::screen::Look;
use crate::tui::screens::answer_page::clock_bar;
use crate::tui::screens::asked::{header, inset, with_outline};
use crate::tui::screens::speaking::glyph;
use crate::tui::theme::Theme;
use crate::tui::widgets::{Prose, Scroll, Writing, clock};

pub(super) fn view(screen: &SittingScreen, answer: &Answer, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
    match (answer.phase(), answer.medium()) {
        (Phase::Given, _) => predicting(screen, answer, look, frame, area),
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
    let prose = with_outline(asked(screen, answer, theme, body.width), answer, theme).gap();
    prose.paragraph(advice, theme.dim).draw(frame, body, &screen.page.scroll, theme.dim);
    let clock_row = Rect { y: area.bottom().saturating_sub(1), height: area.height.min(1), ..area };
    bar.draw(frame, clock_row, theme);
}

/// The question with the help given so far. For a reply, the follow-up, below the question if that is folded out.
fn asked(screen: &SittingScreen, answer: &Answer, theme: &Theme, width: u16) -> Prose<'static> {
    if answer.phase() != Phase::Replying {
        return question_text(answer, &screen.page.code, theme, width);
    }
    let prose = Prose::new(width);
    let whole = screen.page.whole_prompt == Some(true);
    let prose = if whole { prose.paragraph(answer.prompt(), theme.dim).gap() } else { prose };
    prose.paragraph(answer.asked(), theme.strong)
}

fn typing(screen: &SittingScreen, answer: &Answer, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
    let theme = look.theme;
    let text_width = area.width.saturating_sub(2);
    let question = asked(screen, answer, theme, text_width);
    // A follow-up is short and new: it is always shown whole.
    let opened = answer.phase() == Phase::Replying || screen.page.shows_whole(answer);
    let page = Writing { prompt: answer.asked(), whole: question, opened, scroll: &screen.page.scroll };
    let clock_row = page.draw(&screen.page.editor, theme, frame, area, area.height);
    clock_bar(answer).draw(frame, clock_row, theme);
}

fn predicting(screen: &SittingScreen, answer: &Answer, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
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
    prose = takes(screen, answer, prose, theme);
    if let Some(words) = takes_words(answer) {
        prose = prose.gap().paragraph(&words, theme.dim);
    }
    if answer.has_follow_up() {
        let words =
            if answer.replies().is_empty() { "f: they ask a follow-up first." } else { "f: they ask another one." };
        prose = prose.paragraph(words, theme.dim);
    }
    prose.draw(frame, body, &Scroll::default(), theme.dim);
}

/// Adds the takes of an answer, one below the other on one time scale.
fn takes(screen: &SittingScreen, answer: &Answer, mut prose: Prose<'static>, theme: &Theme) -> Prose<'static> {
    let (of, tracks) = &screen.takes;
    if answer.takes().len() < 2 || of.as_ref() != Some(answer.id()) {
        return prose;
    }
    let longest = tracks.iter().map(Track::seconds).fold(0.1, f64::max);
    let width = prose.width();
    let each = longest / f64::from(width.max(1));
    for (at, (take, track)) in answer.takes().iter().zip(tracks).enumerate() {
        let counts = if at == answer.take() { "  counts" } else { "" };
        let first = track.first_word().map_or("nobody spoke".to_owned(), |first| format!("first word {first:.1} s"));
        let pauses = track.pauses().iter().map(|pause| pause.end - pause.start).fold(0.0, f64::max);
        let pauses = if pauses > 0.0 { format!(", longest pause {pauses:.1} s") } else { String::new() };
        let words = format!("Take {}  {}  {first}{pauses}{counts}", at + 1, clock(take.seconds.answer));
        let style = if at == answer.take() { theme.strong } else { theme.dim };
        prose = prose.gap().line(Line::styled(words, style));
        let column = |n: u16| track.column(f64::from(n) * each, f64::from(n + 1) * each);
        let cells = (0..width).map(|n| column(n).map_or((" ", theme.dim), |column| glyph(column, theme)));
        prose = prose.line(Line::from(cells.map(|(glyph, style)| Span::styled(glyph, style)).collect::<Vec<_>>()));
    }
    prose
}

/// What can be done about a spoken answer before it counts. None: nothing.
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
