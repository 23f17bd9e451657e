//! An answer beside the one before it: points gained and lost, times, ratings, and what was said.

use chrono::NaiveDate;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use super::super::asked::ticked;
use super::super::browse::day_words;
use crate::bank::Question;
use crate::history::{AttemptRow, Medium, Mode, RecordId, Tick};
use crate::practice::words::came_to;
use crate::tui::theme::Theme;
use crate::tui::widgets::{Prose, clock, count, wrap, you_said};

/// Between the two sides.
const GAP: u16 = 3;

/// Two answers, or one.
#[derive(Debug)]
pub(super) struct Compared {
    before: Option<Side>,
    after: Side,
    points: Vec<Point>,
}

/// One answer in words.
#[derive(Debug)]
struct Side {
    title: String,
    facts: Vec<String>,
    text: String,
    /// What the candidate wrote down beside it.
    remark: Option<String>,
}

/// A point in both answers.
#[derive(Debug)]
struct Point {
    text: String,
    before: Option<Tick>,
    after: Tick,
}

impl Point {
    /// Whether it was gained (true) or lost (false).
    fn moved(&self) -> Option<bool> {
        let hit = |tick| tick == Tick::Hit;
        match self.before {
            Some(before) if hit(before) != hit(self.after) => Some(hit(self.after)),
            _ => None,
        }
    }
}

impl Compared {
    /// Puts an answer beside the one before it.
    pub(super) fn of(
        before: Option<&AttemptRow>,
        after: &AttemptRow,
        question: Option<&Question>,
        today: NaiveDate,
        remark: impl Fn(&RecordId) -> Option<String>,
    ) -> Self {
        // An answer that was never judged has no ticks: nothing was gained or lost then.
        let judged = |row: &&AttemptRow| !row.points.is_empty();
        let points = if judged(&after) { points(before.filter(judged), after, question) } else { Vec::new() };
        Self {
            before: before.map(|row| side(row, today, remark(&row.id))),
            after: side(after, today, remark(&after.id)),
            points,
        }
    }

    /// Writes it below what stands there already.
    pub(super) fn write<'a>(&self, prose: Prose<'a>, theme: &Theme, beside: bool) -> Prose<'a> {
        let width = prose.width();
        let prose = self.write_points(prose, theme).gap();
        match &self.before {
            Some(before) if beside => {
                let room = width.saturating_sub(GAP) / 2;
                let (left, right) = (before.rows(theme, room), self.after.rows(theme, room));
                pairs(prose, left, right, room)
            }
            _ => self
                .after
                .rows(theme, width)
                .into_iter()
                .fold(prose, |prose, (text, style)| prose.line(Line::styled(text, style))),
        }
    }

    fn write_points<'a>(&self, mut prose: Prose<'a>, theme: &Theme) -> Prose<'a> {
        if self.points.is_empty() {
            return prose;
        }
        let gained = self.points.iter().filter(|point| point.moved() == Some(true)).count();
        let lost = self.points.iter().filter(|point| point.moved() == Some(false)).count();
        let words = match (self.points.iter().any(|point| point.before.is_some()), gained, lost) {
            (false, ..) => String::new(),
            (true, 0, 0) => "Nothing gained, nothing lost since the answer before".to_owned(),
            (true, gained, 0) => format!("Gained {} since the answer before", count(gained, "point")),
            (true, 0, lost) => format!("Lost {} since the answer before", count(lost, "point")),
            (true, gained, lost) => {
                format!("Gained {}, lost {} since the answer before", count(gained, "point"), count(lost, "point"))
            }
        };
        if !words.is_empty() {
            prose = prose.paragraph(&words, theme.text);
        }
        for point in &self.points {
            let (sign, style) = match point.moved() {
                Some(true) => ("+ ", theme.good),
                Some(false) => ("− ", theme.bad),
                None => ("  ", theme.text),
            };
            let before = point.before.map_or("", |tick| judged(tick, theme));
            let lead = Span::styled(format!("{sign}{before}{}", judged(point.after, theme)), style);
            prose = prose.item(lead, &point.text, style);
        }
        prose
    }
}

/// The points that either answer was held against, in the order of the question; those that it has no more at the end,
/// by their ids.
fn points(before: Option<&AttemptRow>, after: &AttemptRow, question: Option<&Question>) -> Vec<Point> {
    let tick = |row: &AttemptRow, id: &str| row.points.get(id).copied().unwrap_or(Tick::Missed);
    let known: Vec<(&str, &str)> = question
        .map(|question| question.look_for.iter().map(|point| (point.id.as_str(), point.text.as_str())).collect())
        .unwrap_or_default();
    let ticked = |id: &str| after.points.contains_key(id) || before.is_some_and(|row| row.points.contains_key(id));
    let ids = after.points.keys().chain(before.into_iter().flat_map(|row| row.points.keys()));
    let mut unknown: Vec<&str> =
        ids.map(String::as_str).filter(|id| known.iter().all(|(other, _)| other != id)).collect();
    unknown.sort_unstable();
    unknown.dedup();
    let all = known.iter().copied().filter(|(id, _)| ticked(id)).chain(unknown.into_iter().map(|id| (id, id)));
    all.map(|(id, text)| Point {
        text: crate::text::one_line(text),
        before: before.map(|row| tick(row, id)),
        after: tick(after, id),
    })
    .collect()
}

/// The mark of a point that was judged: missed is not the same as not judged.
fn judged(tick: Tick, theme: &Theme) -> &'static str {
    if tick == Tick::Missed { "[-] " } else { ticked(tick, theme).0 }
}

fn side(row: &AttemptRow, today: NaiveDate, remark: Option<String>) -> Side {
    let how = match (row.gave_up, row.medium) {
        (true, _) => "given up",
        (false, Medium::Typed) => "typed",
        (false, Medium::Spoken) => "spoken",
        (false, Medium::None) => "no answer",
    };
    let rating = row.rating.map_or("not rated", |rating| rating.word());
    let mode = match row.mode {
        Mode::Drill => "",
        Mode::Mock => ", mock",
        Mode::Practice => ", practice",
    };
    let target = f64::from(row.target_seconds);
    let mut time = clock(row.seconds.answer);
    if row.target_seconds > 0 {
        time.push_str(&format!(" of {}", clock(target)));
    }
    if target > 0.0 && row.seconds.answer > target {
        time.push_str(&format!(", {} over", clock(row.seconds.answer - target)));
    }
    let mut facts = vec![format!("{time}, thought {}", clock(row.seconds.think))];
    facts.extend(row.prediction.map(you_said));
    facts.extend(came_to(row));
    if !row.mistakes.is_empty() {
        facts.push(count(row.mistakes.len(), "mistake"));
    }
    if row.hints > 0 {
        facts.push(count(row.hints as usize, "hint"));
    }
    let said = crate::text::clean(row.text.trim());
    let text = if said.is_empty() { "Nothing was written down.".to_owned() } else { said.into_owned() };
    Side { title: format!("{}  {rating} · {how}{mode}", day_words(row.day, today)), facts, text, remark }
}

impl Side {
    /// Wrapped to a width.
    fn rows(&self, theme: &Theme, width: u16) -> Vec<(String, Style)> {
        let mut rows = Vec::new();
        let mut add = |text: &str, style: Style| {
            rows.extend(wrap(text, width).into_iter().map(|row| (text[row].replace('\t', " "), style)));
        };
        add(&self.title, theme.strong);
        self.facts.iter().for_each(|fact| add(fact, theme.dim));
        add("", theme.text);
        add(&self.text, theme.text);
        if let Some(remark) = &self.remark {
            add("", theme.text);
            add(&format!("Your note: {}", crate::text::clean(remark)), theme.accent);
        }
        rows
    }
}

/// Rows beside each other.
fn pairs(mut prose: Prose<'_>, left: Vec<(String, Style)>, right: Vec<(String, Style)>, room: u16) -> Prose<'_> {
    let (room, gap) = (usize::from(room), " ".repeat(usize::from(GAP)));
    let rows = left.len().max(right.len());
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    for _ in 0..rows {
        let (text, style) = left.next().unwrap_or_default();
        let pad = " ".repeat(room.saturating_sub(text.width()));
        let (other, other_style) = right.next().unwrap_or_default();
        prose = prose.line(Line::from(vec![
            Span::styled(text, style),
            Span::raw(format!("{pad}{gap}")),
            Span::styled(other, other_style),
        ]));
    }
    prose
}
