//! An answer beside the one before it: points gained and lost, times, ratings, and the words in which they differ.

use std::ops::Range;

use chrono::NaiveDate;
use ratatui::text::{Line, Span};

use super::super::asked::ticked;
use super::super::browse::day_words;
use super::super::difference::{as_one, painted, shown};
use crate::answers::{Change, ComparedPoint, Difference, Marked, compared_points, moved_words};
use crate::bank::Question;
use crate::history::{AttemptRow, Medium, Mode, Tick};
use crate::practice::words::came_to;
use crate::tui::theme::Theme;
use crate::tui::widgets::{Prose, clock, count, you_said};

/// Columns between the two sides.
const GAP: u16 = 3;

/// How two answers are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// Only the later one.
    Alone,
    /// Side by side.
    Beside,
    /// Merged into one text, with what is gone and what was added.
    AsOne,
}

/// An answer, and the one before it if there is one.
#[derive(Debug)]
pub(super) struct Compared {
    before: Option<Side>,
    after: Side,
    points: Vec<ComparedPoint>,
    /// The words in which they differ. None if one of them has no words, or if they say the same.
    marked: Option<Marked>,
}

/// One of the answers as text.
#[derive(Debug)]
struct Side {
    title: String,
    facts: Vec<String>,
    text: String,
    /// The places that the other one does not say.
    own: Vec<Range<usize>>,
    change: Change,
    /// The candidate's note beside it.
    remark: Option<String>,
}

/// What belongs to an answer but is not in its row.
pub(super) struct Told {
    /// Its words, typed or transcribed.
    pub(super) words: String,
    /// The candidate's note beside it.
    pub(super) remark: Option<String>,
}

impl Compared {
    /// Compares an answer with the one before it.
    pub(super) fn of(
        before: Option<&AttemptRow>,
        after: &AttemptRow,
        question: Option<&Question>,
        today: NaiveDate,
        told: impl Fn(&AttemptRow) -> Told,
    ) -> Self {
        let mut earlier = before.map(|row| side(row, today, told(row), Change::Gone));
        let mut later = side(after, today, told(after), Change::Added);
        let mut marked = None;
        if let Some(earlier) = earlier.as_mut().filter(|earlier| !earlier.text.is_empty() && !later.text.is_empty()) {
            let difference = Difference::between(&earlier.text, &later.text);
            (earlier.own, later.own) = (difference.gone(), difference.added());
            marked = (!difference.is_none()).then(|| difference.marked(&earlier.text, &later.text));
        }
        Self { before: earlier, after: later, points: compared_points(before, after, question), marked }
    }

    /// Whether there are two answers, and they differ.
    pub(super) fn differ(&self) -> bool {
        self.marked.is_some()
    }

    /// Adds the comparison below what is there already.
    pub(super) fn write<'a>(&self, prose: Prose<'a>, theme: &Theme, layout: Layout) -> Prose<'a> {
        let width = prose.width();
        let prose = self.write_points(prose, theme).gap();
        match (&self.before, &self.marked) {
            (Some(before), _) if layout == Layout::Beside => {
                let room = width.saturating_sub(GAP) / 2;
                let (left, right) = (before.rows(theme, room), self.after.rows(theme, room));
                pairs(prose, left, right, room)
            }
            (Some(before), Some(marked)) if layout == Layout::AsOne => {
                let prose = self.after.write_head(prose, theme);
                let legend = format!("[-gone-] and {{+new+}} since {}", before.title);
                let prose = prose.paragraph(legend, theme.dim).gap();
                self.after.write_remark(as_one(prose, Span::default(), marked, theme), theme)
            }
            _ => self.after.write(prose, &[], theme),
        }
    }

    fn write_points<'a>(&self, mut prose: Prose<'a>, theme: &Theme) -> Prose<'a> {
        if let Some(words) = moved_words(&self.points) {
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

/// The mark of a judged point: missed is not the same as not judged.
fn judged(tick: Tick, theme: &Theme) -> &'static str {
    if tick == Tick::Missed { "[-] " } else { ticked(tick, theme).0 }
}

fn side(row: &AttemptRow, today: NaiveDate, told: Told, change: Change) -> Side {
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
    let title = format!("{}  {rating} · {how}{mode}", day_words(row.day, today));
    Side { title, facts, text: shown(&told.words), own: Vec::new(), change, remark: told.remark }
}

impl Side {
    fn write_head<'a>(&self, prose: Prose<'a>, theme: &Theme) -> Prose<'a> {
        let prose = prose.paragraph(&self.title, theme.strong);
        self.facts.iter().fold(prose, |prose, fact| prose.paragraph(fact, theme.dim))
    }

    fn write_remark<'a>(&self, prose: Prose<'a>, theme: &Theme) -> Prose<'a> {
        match &self.remark {
            Some(remark) => prose.gap().paragraph(format!("Your note: {}", shown(remark)), theme.accent),
            None => prose,
        }
    }

    /// Adds all of it, with these places in the style of its change.
    fn write<'a>(&self, prose: Prose<'a>, places: &[Range<usize>], theme: &Theme) -> Prose<'a> {
        let prose = self.write_head(prose, theme).gap();
        let prose = if self.text.is_empty() {
            prose.paragraph("Nothing was written down.", theme.text)
        } else {
            prose.painted_item(Span::default(), &self.text, &painted(places, self.change, theme), theme.text)
        };
        self.write_remark(prose, theme)
    }

    /// All of it wrapped to a width, with the places that the other side does not say.
    fn rows(&self, theme: &Theme, width: u16) -> Vec<Line<'static>> {
        self.write(Prose::new(width), &self.own, theme).into_lines()
    }
}

/// Adds two columns of rows, side by side.
fn pairs<'a>(mut prose: Prose<'a>, left: Vec<Line<'a>>, right: Vec<Line<'a>>, room: u16) -> Prose<'a> {
    let (room, gap) = (usize::from(room), " ".repeat(usize::from(GAP)));
    let rows = left.len().max(right.len());
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    for _ in 0..rows {
        let (before, after) = (left.next().unwrap_or_default(), right.next().unwrap_or_default());
        let pad = " ".repeat(room.saturating_sub(before.width()));
        let middle = Span::raw(format!("{pad}{gap}"));
        prose = prose.line(flat(before).chain([middle]).chain(flat(after)).collect::<Line<'_>>());
    }
    prose
}

/// The spans of a row, each with the style of the row beneath its own.
fn flat(line: Line<'_>) -> impl Iterator<Item = Span<'_>> {
    let style = line.style;
    line.spans.into_iter().map(move |span| Span { style: style.patch(span.style), ..span })
}
