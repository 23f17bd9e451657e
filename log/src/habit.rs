//! Takes recorded while drilling one speaking habit. They are not answers: they are not judged, and they move no
//! schedule.

use chrono::NaiveDate;

use super::cell::json;
use super::connection::History;
use super::error::HistoryError;
use super::record::{Body, HabitTake, Record};
use super::record_id::RecordId;
use super::undo::COUNTS;

/// A take as stored in the log.
#[derive(Clone, Debug, PartialEq)]
pub struct HabitRow {
    /// Id of the record.
    pub id: RecordId,
    /// The practice day on which it was recorded.
    pub day: NaiveDate,
    /// The content of the record.
    pub take: HabitTake,
}

impl History {
    /// The newest `most` takes that count, of all habits, newest first.
    pub fn habit_takes(&self, most: u32) -> Result<Vec<HabitRow>, HistoryError> {
        let sql = format!(
            "SELECT json FROM record r WHERE type = 'habit' AND {COUNTS} ORDER BY at_us DESC, id DESC LIMIT {most}"
        );
        self.reading(|conn| {
            let mut statement = conn.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let record: Record = json(row.get_ref(0)?.as_str()?)?;
                if let Body::Habit(take) = record.body {
                    found.push(HabitRow { id: record.id, day: record.day, take });
                }
            }
            Ok(found)
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;
    use crate::Delivery;
    use crate::testing::{Counting, attempt, history, question, record, undo};

    #[test]
    fn the_newest_take_comes_first_and_none_is_an_attempt() {
        let mut history = history(&[attempt("a", "b/q", 0)]);
        let take = |figure| HabitTake {
            question: question("b/q"),
            habit: "start".into(),
            recording: None,
            delivery: Delivery::default(),
            segments: Vec::new(),
            figure: Some(figure),
            kept: Some(figure < 5.0),
            other: Map::new(),
        };
        let records = [record("h1", 1, Body::Habit(take(7.0))), record("h2", 2, Body::Habit(take(3.0)))];
        history.append(&records, &Counting).expect("saved");
        let figures = |history: &History| -> Vec<Option<f64>> {
            history.habit_takes(9).expect("read").into_iter().map(|row| row.take.figure).collect()
        };
        assert_eq!(figures(&history), [Some(3.0), Some(7.0)]);
        assert_eq!(history.attempts(&crate::AttemptFilter::default()).expect("read").len(), 1);
        history.append(&[undo("u", "h2", 3)], &Counting).expect("saved");
        assert_eq!(figures(&history), [Some(7.0)]);
    }
}
