//! Compares the derived tables with what a rebuild would make of the log.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::connection::History;
use super::derive::{NEVER, derive};
use super::error::HistoryError;
use super::life::Projection;
use super::outcome::Outcome;
use super::standing::{Standing, kept_standings};
use super::update::kept_undone;

/// A row that a rebuild would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The row, for example `question backend/cap`.
    pub subject: String,
    /// The stored row. None if there is none.
    pub kept: Option<String>,
    /// The row that a rebuild makes of the log. None if it makes none.
    pub rebuilt: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |side: &Option<String>| side.clone().unwrap_or_else(|| "nothing".to_owned());
        write!(f, "{}: kept {}, the log says {}", self.subject, shown(&self.kept), shown(&self.rebuilt))
    }
}

/// Adds a difference for each row in which two sets differ.
fn differences<T: PartialEq + fmt::Debug>(
    kept: &BTreeMap<String, T>,
    rebuilt: &BTreeMap<String, T>,
    out: &mut Vec<Difference>,
) {
    let subjects: BTreeSet<&String> = kept.keys().chain(rebuilt.keys()).collect();
    for subject in subjects {
        let (kept, rebuilt) = (kept.get(subject), rebuilt.get(subject));
        if kept != rebuilt {
            out.push(Difference {
                subject: subject.clone(),
                kept: kept.map(|row| format!("{row:?}")),
                rebuilt: rebuilt.map(|row| format!("{row:?}")),
            });
        }
    }
}

impl History {
    /// The rows that a rebuild would change; writes nothing. Empty if the tables are correct.
    pub fn check_rebuild(&self, projection: &dyn Projection) -> Result<Vec<Difference>, HistoryError> {
        self.reading(|conn| {
            let derived = derive(conn, NEVER, projection)?;
            let mut found = Vec::new();
            let undone = |ids: BTreeSet<String>| ids.into_iter().map(|id| (format!("undone {id}"), true)).collect();
            differences(&undone(kept_undone(conn)?), &undone(derived.undone), &mut found);
            let sql = format!("SELECT {} FROM outcome", Outcome::COLUMNS);
            let kept: Vec<Outcome> =
                conn.prepare(&sql)?.query_map([], Outcome::from_row)?.collect::<rusqlite::Result<_>>()?;
            let by_attempt = |rows: Vec<Outcome>| -> BTreeMap<String, Outcome> {
                rows.into_iter().map(|row| (format!("attempt {}", row.attempt), row)).collect()
            };
            differences(&by_attempt(kept), &by_attempt(derived.outcomes), &mut found);
            let by_question = |rows: Vec<Standing>| -> BTreeMap<String, Standing> {
                rows.into_iter().map(|row| (format!("question {}", row.question), row)).collect()
            };
            differences(&by_question(kept_standings(conn)?), &by_question(derived.standings), &mut found);
            Ok(found)
        })
    }
}
