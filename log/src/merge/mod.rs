//! Merging another log into this one: by id, all or nothing, and repeatable.
//!
//! Two records with the same id and different contents cannot both be right, and records are never changed, so such an
//! import is refused as a whole: both places are named, and the user decides which one to drop or rename. Lines are
//! first gathered in a temporary table (so that no lock is held while a slow pipe is read), then merged in one
//! transaction.

mod foreign;
mod lines;
pub(crate) mod plausible;
#[cfg(test)]
mod tests;

use std::io::{self, BufRead};

use rusqlite::{Connection, OptionalExtension as _, ToSql, params, params_from_iter};

use crate::connection::History;
use crate::error::HistoryError;
use crate::life::Projection;
use crate::record_row::{COLUMNS, RecordRow};
use crate::store::{Appended, insert};
use crate::update::{rebuild, update};
use lines::{Incoming, LineError, Lines};

/// From this many new records on, all derived tables are rebuilt instead of being updated question by question.
pub(crate) const MANY: usize = 2_000;

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// A line cannot be used.
    #[error("{source_name}, line {line}: {problem}; nothing was imported")]
    Line {
        /// The file, or "standard input".
        source_name: String,
        /// The number of the line, from 1.
        line: u64,
        /// What is wrong, and what to do about it.
        problem: String,
    },
    /// The source cannot be read.
    #[error("cannot read {source_name}: {error}; nothing was imported")]
    Unreadable {
        /// The file, or "standard input".
        source_name: String,
        /// The system's error.
        error: io::Error,
    },
    /// The history cannot be written.
    #[error(transparent)]
    History(#[from] HistoryError),
}

impl History {
    /// Merges a log in the form that [`History::export`] writes, or lines of other tools. `source_name` appears in
    /// error messages.
    pub fn import(
        &mut self,
        source: impl BufRead,
        source_name: &str,
        projection: &dyn Projection,
    ) -> Result<Appended, MergeError> {
        self.must_be_writable()?;
        let bad_line = |line, problem| MergeError::Line { source_name: source_name.to_owned(), line, problem };
        prepare(self.conn()).map_err(|error| self.fail(error))?;
        let mut lines = Lines::new(source);
        loop {
            let incoming = match lines.next() {
                Ok(None) => break,
                Ok(Some(incoming)) => incoming,
                Err(LineError::Io(error)) => {
                    return Err(MergeError::Unreadable { source_name: source_name.to_owned(), error });
                }
                Err(LineError::Problem(problem)) => return Err(bad_line(lines.number, problem)),
            };
            for incoming in incoming {
                if let Some(first) = gather(self.conn(), &incoming).map_err(|error| self.fail(error))? {
                    let problem = format!(
                        "record {} stands in line {first} too, with another content; remove one of the two lines, or \
                         give one another id",
                        incoming.row.id
                    );
                    return Err(bad_line(incoming.line, problem));
                }
            }
        }
        let merged = self.within(|conn| {
            if let Some((line, id, at)) = clash(conn)? {
                let problem = format!(
                    "record {id} is in the history already, with another content (it is from {at}; see `hotseat \
                     history export`); remove the line, or give it another id"
                );
                return Ok(Err(bad_line(line, problem)));
            }
            merge(conn, projection).map(Ok)
        });
        // The table is temporary and is emptied before its next use, so a failure does no harm.
        let _ = self.conn().execute_batch("DELETE FROM temp.incoming");
        let merged = merged??;
        self.must_be_in_place()?;
        Ok(merged)
    }
}

fn prepare(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(
        "CREATE TEMP TABLE IF NOT EXISTS incoming (
           id TEXT NOT NULL PRIMARY KEY, line INTEGER NOT NULL, at_us INTEGER NOT NULL, type TEXT NOT NULL,
           day TEXT NOT NULL, question TEXT, target TEXT, sitting TEXT, json TEXT NOT NULL
         ) STRICT;
         DELETE FROM temp.incoming;",
    )
}

/// Adds a row to the temporary table. Returns the number of an earlier line with the same id and different content, if
/// there is one.
fn gather(conn: &Connection, incoming: &Incoming) -> rusqlite::Result<Option<u64>> {
    let row = &incoming.row;
    let sql = format!(
        "INSERT INTO temp.incoming ({COLUMNS}, line) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
         ON CONFLICT (id) DO NOTHING"
    );
    let values = params_from_iter(row.values().into_iter().chain([&incoming.line as &dyn ToSql]));
    if conn.prepare_cached(&sql)?.execute(values)? == 1 {
        return Ok(None);
    }
    conn.prepare_cached("SELECT line FROM temp.incoming WHERE id = ?1 AND json <> ?2")?
        .query_row(params![row.id, row.json], |row| row.get(0))
        .optional()
}

fn clash(conn: &Connection) -> rusqlite::Result<Option<(u64, String, String)>> {
    let sql = "SELECT i.line, i.id, json_extract(r.json, '$.at') FROM temp.incoming i JOIN main.record r ON r.id = i.id \
               WHERE i.json <> r.json ORDER BY i.line LIMIT 1";
    conn.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()
}

fn merge(conn: &Connection, projection: &dyn Projection) -> rusqlite::Result<Appended> {
    let sql = format!(
        "SELECT {COLUMNS} FROM temp.incoming i WHERE NOT EXISTS (SELECT 1 FROM main.record r WHERE r.id = i.id) \
         ORDER BY at_us, id"
    );
    let total: u64 = conn.query_row("SELECT count(*) FROM temp.incoming", [], |row| row.get(0))?;
    let mut added: Vec<RecordRow> = Vec::new();
    let mut new = 0;
    let mut statement = conn.prepare(&sql)?;
    for row in statement.query_map([], RecordRow::kept)? {
        let row = row?;
        if insert(conn, &row)?.is_ok() {
            new += 1;
            // Only the keys are needed to update the derived tables.
            if added.len() < MANY {
                added.push(RecordRow { json: String::new(), ..row });
            }
        }
    }
    if added.len() < MANY {
        update(conn, &added, projection)?;
    } else {
        rebuild(conn, projection)?;
    }
    Ok(Appended { new, same: total - new })
}
