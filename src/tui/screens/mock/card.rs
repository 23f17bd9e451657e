//! A scorecard: a table by round, dimensions, areas, prediction against evidence, gaps.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::body_of;
use crate::assess::{Card, Recommendation};
use crate::bank::Part;
use crate::engine::MockRow;
use crate::history::RecordId;
use crate::practice::mock::{AnswerDifferences, ResultRow, expected_words, level_words, result_rows};
use crate::practice::words::{self, halves};
use crate::session::Keeping;
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Look, Route, Screen, keeping_words};
use crate::tui::theme::Theme;
use crate::tui::widgets::{Prose, Scroll, shorten, title_row};

/// Starts a drill of the gaps on a card. Says so if no bank has their questions any more.
pub(super) fn drill(card: &Card, cx: &mut Cx<'_>) -> Route {
    let known = |question: &crate::bank::QuestionId| cx.engine.library().entry(question).is_some();
    let queue: Vec<_> = card.drill_queue().into_iter().filter(known).collect();
    if queue.is_empty() {
        cx.say("The questions of these gaps are in no bank any more.");
        return Route::Stay;
    }
    Route::Drill(queue.iter().map(|question| cx.engine.questions().pick(question, cx.now)).collect())
}

fn band_style(band: Option<Recommendation>, theme: &Theme) -> ratatui::style::Style {
    match band {
        Some(Recommendation::StrongNo) => theme.bad,
        Some(Recommendation::LeanNo) => theme.warn,
        Some(Recommendation::LeanYes | Recommendation::StrongYes) => theme.good,
        None => theme.dim,
    }
}

/// Everything that a card is drawn from.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    /// Name of the loop, and level.
    pub(super) title: &'a str,
    pub(super) card: &'a Card,
    /// The part of the interview that each round belongs to.
    pub(super) parts: &'a [Option<Part>],
    /// The seconds of each answer; empty: not known.
    pub(super) seconds: &'a [f64],
    /// Where the friend and the candidate judged differently.
    pub(super) differences: &'a [AnswerDifferences],
    /// Whether it is on the disk.
    pub(super) keeping: Keeping,
}

pub(super) fn view(sheet: &Sheet<'_>, scroll: &Scroll, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
    let theme = look.theme;
    let card = sheet.card;
    title_row(
        frame,
        area,
        theme,
        sheet.title,
        &format!("level read: {}", level_words(card.level_read, card.level_untold)),
    );
    let body = body_of(area);
    let width = usize::from(body.width);
    let mut prose = Prose::new(body.width);
    let overall = card.overall.map_or(String::new(), |overall| format!("  {overall:.1} of 4"));
    let band = card.verdict().unwrap_or_else(|| "nothing scored".to_owned());
    prose = prose.line(Line::from(vec![
        Span::styled(band, band_style(card.band, theme)),
        Span::styled(overall, theme.text),
        Span::styled(
            format!("   {}", keeping_words(sheet.keeping)),
            if sheet.keeping == Keeping::Failed { theme.warn } else { theme.dim },
        ),
    ]));
    if let Some(doubt) = card.doubt_words() {
        prose = prose.paragraph(doubt, theme.warn);
    }
    if !card.lowered_by.is_empty() {
        let names: Vec<&str> = card.lowered_by.iter().map(|id| look.engine.mocks().dimension_title(id)).collect();
        prose = prose.paragraph(format!("The level read is one lower for a 1 in: {}.", names.join(", ")), theme.warn);
    }
    for reason in &card.reasons {
        prose = prose.item(Span::styled("· ", theme.dim), reason, theme.text);
    }
    if let Some(judged) = card.judged_words() {
        prose = prose.item(Span::styled("· ", theme.dim), &judged, theme.dim);
    }
    for flag in &card.red_flags {
        prose = prose.item(Span::styled("Red flag  ", theme.bad), flag.words(), theme.text);
    }
    if !card.gaps.is_empty() {
        prose = prose.gap().line(Line::styled("To work on", theme.strong));
        for (number, gap) in (1..).zip(&card.gaps) {
            let words = look.engine.mocks().gap_words(gap);
            prose = prose.item(Span::styled(format!("{number}  "), theme.accent), &words, theme.text);
        }
    }
    if let Some((lead, expected)) = expected_words(card) {
        prose = prose.gap().paragraph(lead, theme.strong);
        for (number, words) in expected {
            prose = prose.item(Span::styled(format!("answer {number}  "), theme.accent), words, theme.text);
        }
    }
    prose = table(prose.gap(), &result_rows(card, sheet.parts, sheet.seconds), theme, width).gap();
    for (area, mean) in &card.areas {
        prose = prose.line(scale(area.title(), *mean, theme, width));
    }
    prose = prose.gap();
    prose = dimensions(prose, card, look);
    if let (Some(predicted), Some(evidence)) = (card.predicted, card.evidence) {
        prose = prose.paragraph(words::predicted(predicted, evidence), theme.text);
    }
    prose = differences(prose, sheet.differences, theme);
    prose.draw(frame, body, scroll, theme.dim);
}

/// Adds what a friend and the candidate judged differently.
fn differences<'a>(mut prose: Prose<'a>, found: &[AnswerDifferences], theme: &Theme) -> Prose<'a> {
    if found.is_empty() {
        return prose;
    }
    prose = prose.gap().paragraph("Where your friend and you differ", theme.strong);
    for answer in found {
        prose = prose.paragraph(answer.prompt.clone(), theme.dim);
        for one in &answer.differences {
            let words = format!("{}: your friend {}, you {}", one.about, one.friend, one.candidate);
            prose = prose.item(Span::styled("· ", theme.accent), &words, theme.text);
        }
    }
    prose
}

/// Adds a row for each round: minutes, points, musts, follow-ups, and the mean on a scale.
fn table<'a>(mut prose: Prose<'a>, rows: &[ResultRow], theme: &Theme, width: usize) -> Prose<'a> {
    let wide = width >= 66;
    let name = if wide { 22 } else { 12 };
    let title = if wide {
        format!("{:<name$} {:>4} {:>8} {:>7} {:>11}   1   2   3   4", "Round", "min", "points", "musts", "follow-ups")
    } else {
        format!("{:<name$} {:>8}  {:>5}", "Round", "points", "mean")
    };
    prose = prose.line(Line::styled(title, theme.dim));
    for row in rows {
        let minutes = row.seconds.map_or("–".to_owned(), |seconds| words::whole_minutes(seconds).to_string());
        let points = format!("{}/{}", halves(row.points), row.of);
        let missed = if row.musts < row.musts_of { "!" } else { "" };
        let musts = format!("{}/{}{missed}", row.musts, row.musts_of);
        let held = if row.asked == 0 { "–".to_owned() } else { format!("{}/{}", halves(row.held), row.asked) };
        let label = shorten(&row.name, name);
        let text = if wide {
            let at = row.mean.map(position);
            let scale: String = (0..13).map(|cell| if at == Some(cell) { '●' } else { ' ' }).collect();
            format!("{label:<name$} {minutes:>4} {points:>8} {musts:>7} {held:>11}   {scale}")
        } else {
            let mean = row.mean.map_or("–".to_owned(), |mean| format!("{mean:.1}"));
            format!("{label:<name$} {points:>8}  {mean:>5}")
        };
        prose = prose.line(Line::styled(text.trim_end().to_owned(), theme.text));
    }
    prose
}

/// The cell of a mean on a scale from 1 to 4 with four cells between numbers.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 12")]
fn position(mean: f64) -> usize {
    ((mean.clamp(1.0, 4.0) - 1.0) * 4.0).round() as usize
}

/// "Fundamentals     ●●◐○  2.5".
fn scale(label: &str, mean: f64, theme: &Theme, width: usize) -> Line<'static> {
    let name = if width >= 66 { 22 } else { 22.min(width.saturating_sub(10)) };
    let dots: String = (1..=4)
        .map(|at| match mean - f64::from(at) {
            over if over >= -0.25 => '●',
            over if over >= -0.75 => '◐',
            _ => '○',
        })
        .collect();
    Line::from(vec![
        Span::styled(format!("{:<name$} ", shorten(label, name)), theme.text),
        Span::styled(dots, theme.accent),
        Span::styled(format!("  {mean:.1}"), theme.dim),
    ])
}

/// Adds the dimensions in one running line: "Trade-offs 2.5 · Structure 3.0".
fn dimensions<'a>(prose: Prose<'a>, card: &Card, look: &Look<'_>) -> Prose<'a> {
    let ids = look.engine.mocks().dimensions_of([card]).into_iter();
    let words: Vec<String> = ids
        .filter_map(|id| {
            let mean = card.dimensions.get(id)?;
            let alarm = if card.lowered_by.iter().any(|lowering| lowering == id) { " !" } else { "" };
            Some(format!("{} {mean:.1}{alarm}", look.engine.mocks().dimension_title(id)))
        })
        .collect();
    if words.is_empty() { prose } else { prose.paragraph(words.join(" · "), look.theme.dim) }
}

/// The scorecard of a mock without kept answers, such as one that a friend conducted.
#[derive(Debug)]
pub struct CardScreen {
    sitting: RecordId,
    title: String,
    card: Card,
    scroll: Scroll,
}

impl CardScreen {
    /// The scorecard screen of a mock. None if the mock has no card.
    pub fn of(row: MockRow) -> Option<Self> {
        let title = row.title().to_owned();
        let card = row.card?.card;
        Some(Self { sitting: row.id, title: format!("{title} · {}", card.level), card, scroll: Scroll::default() })
    }
}

impl Screen for CardScreen {
    fn context(&self) -> Context {
        Context::Card
    }

    fn offers(&self, action: Action) -> bool {
        match action {
            Action::Accept => false,
            Action::Gaps => !self.card.gaps.is_empty(),
            Action::PageDown => self.scroll.has_more(),
            _ => true,
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match action {
            Action::Gaps => return drill(&self.card, cx),
            Action::Report => cx.effects.push(Effect::Report(self.sitting.clone())),
            Action::Back => return Route::Mocks(true),
            Action::Accept => cx.say("No answers were kept of this mock, only its scorecard."),
            _ => self.scroll.act(action),
        }
        Route::Stay
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let sheet = Sheet {
            title: &self.title,
            card: &self.card,
            parts: &[],
            seconds: &[],
            differences: &[],
            keeping: Keeping::Nothing,
        };
        view(&sheet, &self.scroll, look, frame, area);
    }
}
