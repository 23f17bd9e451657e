//! How far each sitting got.

use chrono::{DateTime, FixedOffset, NaiveDate};
use rusqlite::{Connection, OptionalExtension as _};
use serde::Deserialize;

use super::cell::{json, text};
use super::connection::History;
use super::error::HistoryError;
use super::record::{Mode, Sitting};
use super::record_id::RecordId;
use super::undo::COUNTS;

/// The progress of a sitting, with the number of attempts in it.
#[derive(Clone, Debug, PartialEq)]
pub struct SittingRow {
    /// Instant of its first record that counts.
    pub started_at: DateTime<FixedOffset>,
    /// Instant of its last record that counts.
    pub changed_at: DateTime<FixedOffset>,
    /// Practice day of its first record.
    pub day: NaiveDate,
    /// Its last record.
    pub sitting: Sitting,
    /// Number of attempts that count.
    pub attempts: u32,
}

impl History {
    /// One sitting. None if no record of it counts.
    pub fn sitting(&self, id: &RecordId) -> Result<Option<SittingRow>, HistoryError> {
        self.reading(|conn| Ok(sitting_row(conn, id.as_str())?.map(|(_, row)| row)))
    }

    /// All sittings in the order in which they began; if several began at the same instant, the one that changed last
    /// comes last.
    pub fn sittings(&self) -> Result<Vec<SittingRow>, HistoryError> {
        self.reading(|conn| {
            let sql = "SELECT DISTINCT sitting FROM record WHERE type IN ('sitting', 'scorecard')";
            let ids: Vec<String> =
                conn.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            let mut rows = Vec::with_capacity(ids.len());
            for id in &ids {
                rows.extend(sitting_row(conn, id)?);
            }
            rows.sort_by(|(order, row), (other, next)| (row.started_at, order).cmp(&(next.started_at, other)));
            Ok(rows.into_iter().map(|(_, row)| row).collect())
        })
    }

    /// The sitting that began last, of one mode or of any: the last of [`Self::sittings`] with that mode.
    pub fn last_sitting(&self, mode: Option<Mode>) -> Result<Option<SittingRow>, HistoryError> {
        self.reading(|conn| {
            let sql = format!(
                "SELECT sitting FROM record r WHERE type = 'sitting' AND sitting IS NOT NULL AND {COUNTS} \
                 GROUP BY sitting ORDER BY min(at_us) DESC, max(at_us) DESC, max(id) DESC"
            );
            let mut statement = conn.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let found = sitting_row(conn, row.get_ref(0)?.as_str()?)?.map(|(_, row)| row);
                if let Some(found) = found.filter(|found| mode.is_none_or(|mode| found.sitting.mode == mode)) {
                    return Ok(Some(found));
                }
            }
            Ok(None)
        })
    }
}

/// A sitting with the sort key of its last record in the log. Only the first and the last record are read: each record
/// of a mock holds everything up to that point.
fn sitting_row(conn: &Connection, id: &str) -> rusqlite::Result<Option<((i64, String), SittingRow)>> {
    // The type is tested twice because the index covers both types.
    let records = format!(
        "FROM record r WHERE sitting = ?1 AND type IN ('sitting', 'scorecard') AND type = 'sitting' AND {COUNTS}"
    );
    let first = format!("SELECT day, json {records} ORDER BY at_us, id LIMIT 1");
    let read = |row: &rusqlite::Row<'_>| -> rusqlite::Result<(NaiveDate, Head)> {
        Ok((text(row.get_ref(0)?.as_str()?)?, json(row.get_ref(1)?.as_str()?)?))
    };
    let Some((day, Head { at: started_at })) = conn.prepare_cached(&first)?.query_row([id], read).optional()? else {
        return Ok(None);
    };
    let last = format!("SELECT at_us, id, json {records} ORDER BY at_us DESC, id DESC LIMIT 1");
    let attempts = conn
        .prepare_cached("SELECT count(*) FROM outcome WHERE sitting = ?1 AND answered = 1")?
        .query_row([id], |row| row.get(0))?;
    let read = |row: &rusqlite::Row<'_>| {
        let content = row.get_ref(2)?.as_str()?;
        let (Head { at: changed_at }, sitting) = (json(content)?, json(content)?);
        Ok(((row.get(0)?, row.get(1)?), SittingRow { started_at, changed_at, day, sitting, attempts }))
    };
    conn.prepare_cached(&last)?.query_row([id], read).optional()
}

#[derive(Deserialize)]
struct Head {
    at: DateTime<FixedOffset>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Counting, attempt, id, question, record};
    use crate::{AttemptFilter, Body, SittingState};

    #[test]
    fn a_sitting_is_its_last_record() {
        let sitting = |name: &str, of: &str, hours: i64, mode: Mode, state: SittingState| {
            let body = Sitting {
                sitting: id(of),
                mode,
                loop_: None,
                seed: Some(7),
                state,
                questions: vec![question("b/q")],
                progress: serde_json::Value::Null,
                other: serde_json::Map::new(),
            };
            record(name, hours, Body::Sitting(body))
        };
        let mut answer = attempt("a", "b/q", 1);
        if let Body::Attempt(attempt) = &mut answer.body {
            attempt.sitting = Some(id("s1"));
        }
        let records = [
            sitting("s1", "s1", 0, Mode::Drill, SittingState::Started),
            answer,
            sitting("s2", "s2", 2, Mode::Mock, SittingState::Started),
            sitting("s1-end", "s1", 3, Mode::Drill, SittingState::Finished),
        ];
        let mut history = History::in_memory().expect("opened");
        history.append(&records, &Counting).expect("saved");
        let rows = history.sittings().expect("read");
        assert_eq!(
            rows.iter().map(|row| row.sitting.sitting.as_str()).collect::<Vec<_>>(),
            ["s1", "s2"],
            "by the hour at which they were held"
        );
        assert_eq!((rows[0].attempts, rows[0].sitting.state), (1, SittingState::Finished));
        assert!(rows[0].started_at < rows[0].changed_at);
        let mock = history.last_sitting(Some(Mode::Mock)).expect("read").expect("one");
        assert_eq!(mock.sitting.sitting, id("s2"));
        let of_sitting = AttemptFilter { sitting: Some(id("s1")), ..Default::default() };
        assert_eq!(history.attempts(&of_sitting).expect("read").len(), 1);
    }
}
