//! The takes of habits: what was reached before.

use super::Engine;
use crate::history::{HabitRow, HistoryError, Transcript};
use crate::practice::Habit;
use crate::speech::diction::{Diction, Sort};

/// Takes that are read.
const MOST: u32 = 200;

/// The takes of one habit, newest first, and what is known of whoever writes them down.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HabitTakes {
    /// The takes.
    pub rows: Vec<HabitRow>,
    /// Whether a filler was ever written down in a take: where none was, "none" may mean that they are left out.
    pub writes_fillers: bool,
}

impl HabitTakes {
    /// The best take: one that kept the habit, with the lowest figure; of equal ones the newest.
    pub fn best(&self) -> Option<&HabitRow> {
        let known = self.rows.iter().filter(|row| row.take.figure.is_some());
        known.min_by(|a, b| {
            let figure = |row: &HabitRow| row.take.figure.unwrap_or(f64::MAX);
            figure(a).total_cmp(&figure(b))
        })
    }
}

impl Engine {
    /// The takes of a habit so far.
    pub fn habit_takes(&self, habit: Habit) -> Result<HabitTakes, HistoryError> {
        let all = self.history.habit_takes(MOST)?;
        let fillers = |row: &HabitRow| {
            let text = Transcript { segments: row.take.segments.clone() }.text();
            Diction::of(&text).count_of(Sort::Filler) > 0
        };
        let writes_fillers = all.iter().any(fillers);
        let rows = all.into_iter().filter(|row| row.take.habit == habit.word()).collect();
        Ok(HabitTakes { rows, writes_fillers })
    }
}
