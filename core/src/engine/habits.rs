//! Takes of the delivery habits: what the candidate reached before.

use super::Engine;
use crate::history::{HabitRow, HistoryError, Transcript};
use crate::practice::Habit;
use crate::speech::diction::{Diction, Sort};

/// The most takes that are read, of all habits together.
const MOST: u32 = 200;

/// The earlier takes of one habit, and what is known about how they were transcribed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HabitTakes {
    /// The takes, newest first.
    pub rows: Vec<HabitRow>,
    /// Whether any take ever had a filler in its transcript. If none had, "none" may only mean that the transcriber
    /// leaves them out.
    pub writes_fillers: bool,
}

impl HabitTakes {
    /// The best take: of those with a figure the one with the lowest, and of equals the newest.
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
