//! The rows around the cursor, ready to be drawn.

use std::collections::HashMap;
use std::ops::Range;

use chrono::NaiveDate;

use crate::browse::{Catalogue, State, Via};
use crate::text::one_line;

/// How many rows before and after the cursor are prepared: more than any screen has.
const AROUND: usize = 128;

/// The prepared rows, found by their place in the list.
#[derive(Debug, Default)]
pub(super) struct Rows {
    first: usize,
    rows: Vec<Shown>,
}

/// One row as text.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) state: State,
    pub(super) prompt: String,
    /// Byte ranges of the prompt that match the search.
    pub(super) marks: Vec<Range<usize>>,
    pub(super) topic: String,
    pub(super) levels: String,
    pub(super) difficulty: &'static str,
    pub(super) due: String,
    pub(super) last: &'static str,
    pub(super) attempts: String,
    /// Where it was found other than in the prompt: as a phrase, and in one word.
    pub(super) found: Option<(String, &'static str)>,
}

impl Rows {
    /// Prepares the rows around a place in the list. `marks` finds the matches in a prompt.
    pub(super) fn around(
        cursor: usize,
        list: &[usize],
        all: &Catalogue,
        hits: &HashMap<usize, Via>,
        mut marks: impl FnMut(&str) -> Vec<Range<usize>>,
        today: NaiveDate,
    ) -> Self {
        let first = cursor.saturating_sub(AROUND);
        let end = (cursor + AROUND).min(list.len());
        let rows = list.get(first..end).unwrap_or_default();
        Self {
            first,
            rows: rows.iter().map(|row| shown(*row, all, hits.get(row).copied(), &mut marks, today)).collect(),
        }
    }

    /// A row by its place in the list. None: it is not prepared.
    pub(super) fn get(&self, at: usize) -> Option<&Shown> {
        self.rows.get(at.checked_sub(self.first)?)
    }
}

fn shown(
    row: usize,
    all: &Catalogue,
    via: Option<Via>,
    marks: &mut impl FnMut(&str) -> Vec<Range<usize>>,
    today: NaiveDate,
) -> Shown {
    let (known, entry) = (&all.rows()[row], all.entry(row));
    let prompt = entry.map_or_else(
        || format!("{} (no longer in a bank)", one_line(all.id(row).as_str())),
        |entry| one_line(&entry.prompt),
    );
    let levels = entry.map_or(String::new(), |entry| match entry.levels {
        levels if levels.lowest == levels.highest => levels.lowest.to_string(),
        levels => format!("{}–{}", levels.lowest, levels.highest),
    });
    Shown {
        state: known.state,
        marks: marks(&prompt),
        prompt,
        topic: one_line(all.topic(row)),
        levels,
        difficulty: entry.map_or("", |entry| entry.difficulty.word()),
        due: known.due.map_or(String::new(), |due| in_short(due, today)),
        last: known.last.map_or("", |last| last.word()),
        attempts: if known.attempts == 0 { String::new() } else { known.attempts.to_string() },
        found: via.map(|via| match via {
            Via::Point => ("in its notes".to_owned(), "notes"),
            Via::Answer(day) => (format!("your answer {}", day.format("%-d %b")), "answer"),
        }),
    }
}

/// How far off a day is, in at most six columns: `today`, `3 d`, `2 mo`, `1 y`, `-5 d`.
fn in_short(due: NaiveDate, today: NaiveDate) -> String {
    match (due - today).num_days() {
        0 => "today".into(),
        days @ -999..=59 => format!("{days} d"),
        ..-999 => "long".into(),
        days @ 60..=729 => format!("{} mo", (days + 15) / 30),
        days => format!("{} y", ((days + 182) / 365).min(999)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_stay_short() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid");
        let short = |days: i64| in_short(today + chrono::TimeDelta::days(days), today);
        assert_eq!([0, 1, 59, 90, 800, -300].map(short), ["today", "1 d", "59 d", "3 mo", "2 y", "-300 d"]);
        assert_eq!(in_short(NaiveDate::MAX, today), "999 y");
        assert_eq!(in_short(NaiveDate::MIN, today), "long");
    }
}
