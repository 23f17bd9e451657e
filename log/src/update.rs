//! Maintains what is derived from the log: for the few records touched by an append, or for the whole log.
//!
//! Both ways go through the same functions of `derive.rs`, so they cannot drift apart; a property test compares them.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension as _};

use super::cell::text;
use super::connection::History;
use super::derive::{NEVER, derive, life_of, outcome_of, stand, undone_by, weights_in_force};
use super::error::HistoryError;
use super::life::Projection;
use super::record_row::RecordRow;
use super::schema::DERIVED_VERSION;
use super::standing::{Standing, kept_standings};

/// The attempts and questions to update after an append.
#[derive(Default)]
struct Touched {
    attempts: BTreeSet<String>,
    questions: BTreeSet<String>,
    all: bool,
}

impl Touched {
    fn record(&mut self, kind: &str, id: &str, question: Option<&str>, target: Option<&str>) {
        match kind {
            "attempt" => self.attempts.extend([id.to_owned()]),
            "judgement" => self.attempts.extend(target.map(str::to_owned)),
            "bury" | "suspend" => self.questions.extend(question.map(str::to_owned)),
            "weights" => self.all = true,
            _ => {}
        }
    }
}

fn fingerprint(projection: &dyn Projection) -> String {
    format!("{DERIVED_VERSION}:{}", projection.fingerprint())
}

/// Whether the stored standings were made by this projection.
fn is_settled(conn: &Connection, projection: &dyn Projection) -> rusqlite::Result<bool> {
    let sql = "SELECT 1 FROM meta WHERE key = 'fingerprint' AND value = ?1";
    conn.prepare_cached(sql)?.exists([fingerprint(projection)])
}

/// Whether it was made by this projection, and no record is of a practice day after `day`.
fn is_settled_as_of(conn: &Connection, day: &str, projection: &dyn Projection) -> rusqlite::Result<bool> {
    let last: Option<String> = conn.query_row("SELECT max(day) FROM record", [], |row| row.get(0))?;
    Ok(last.is_none_or(|last| last.as_str() <= day) && is_settled(conn, projection)?)
}

/// Updates the derived tables after these rows were added. Runs inside the transaction of the append.
pub(super) fn update(conn: &Connection, added: &[RecordRow], projection: &dyn Projection) -> rusqlite::Result<()> {
    if !is_settled(conn, projection)? {
        return rebuild(conn, projection);
    }
    let mut touched = Touched::default();
    for row in added {
        touched.record(&row.kind, &row.id, row.question.as_deref(), row.target.as_deref());
    }
    let mut undone = kept_undone(conn)?;
    if added.iter().any(|row| row.kind == "undo") {
        undone = update_undone(conn, &undone, &mut touched)?;
    }
    for attempt in &touched.attempts {
        let before: Option<String> = conn
            .prepare_cached("SELECT question FROM outcome WHERE attempt = ?1")?
            .query_row([attempt], |row| row.get(0))
            .optional()?;
        touched.questions.extend(before);
        match outcome_of(conn, attempt, &undone, NEVER, projection)? {
            Some(outcome) => {
                outcome.store(conn)?;
                touched.questions.insert(outcome.question.into());
            }
            None => {
                conn.prepare_cached("DELETE FROM outcome WHERE attempt = ?1")?.execute([attempt])?;
            }
        }
    }
    if touched.all {
        let sql = "SELECT question FROM outcome UNION SELECT question FROM standing \
                   UNION SELECT question FROM record WHERE type IN ('bury', 'suspend')";
        let mut statement = conn.prepare(sql)?;
        for question in statement.query_map([], |row| row.get::<_, String>(0))? {
            touched.questions.insert(question?);
        }
    }
    if touched.questions.is_empty() {
        return Ok(());
    }
    let weights = weights_in_force(conn, &undone, NEVER)?;
    for question in touched.questions {
        let question = projection.renames().question(text(&question)?);
        let life = life_of(conn, &question, &undone, projection.renames())?;
        match stand(projection, &question, &life, weights.as_deref()) {
            Some(standing) => standing.store(conn)?,
            None => {
                conn.prepare_cached("DELETE FROM standing WHERE question = ?1")?.execute([question.as_str()])?;
            }
        }
    }
    Ok(())
}

/// Rebuilds all derived tables from the log. Runs inside a transaction.
pub(super) fn rebuild(conn: &Connection, projection: &dyn Projection) -> rusqlite::Result<()> {
    let derived = derive(conn, NEVER, projection)?;
    conn.execute_batch("DELETE FROM undone; DELETE FROM outcome; DELETE FROM standing;")?;
    for id in &derived.undone {
        conn.prepare_cached("INSERT INTO undone VALUES (?1)")?.execute([id])?;
    }
    for outcome in &derived.outcomes {
        outcome.store(conn)?;
    }
    for standing in &derived.standings {
        standing.store(conn)?;
    }
    conn.execute("INSERT OR REPLACE INTO meta VALUES ('fingerprint', ?1)", [fingerprint(projection)])?;
    Ok(())
}

/// The ids that are taken back, as stored.
pub(super) fn kept_undone(conn: &Connection) -> rusqlite::Result<BTreeSet<String>> {
    conn.prepare_cached("SELECT id FROM undone")?.query_map([], |row| row.get(0))?.collect()
}

/// Recomputes which records are taken back, and notes what the change touches.
fn update_undone(
    conn: &Connection,
    before: &BTreeSet<String>,
    touched: &mut Touched,
) -> rusqlite::Result<BTreeSet<String>> {
    let after = undone_by(conn, NEVER)?;
    for id in before.symmetric_difference(&after) {
        if after.contains(id) {
            conn.prepare_cached("INSERT INTO undone VALUES (?1)")?.execute([id])?;
        } else {
            conn.prepare_cached("DELETE FROM undone WHERE id = ?1")?.execute([id])?;
        }
        // The judgement may be in the log although its attempt, which is taken back, is not.
        touched.attempts.insert(id.clone());
        conn.prepare_cached("SELECT type, question, target FROM record WHERE id = ?1")?
            .query_row([id], |row| {
                let (kind, question, target): (String, Option<String>, Option<String>) =
                    (row.get(0)?, row.get(1)?, row.get(2)?);
                touched.record(&kind, id, question.as_deref(), target.as_deref());
                Ok(())
            })
            .optional()?;
    }
    Ok(after)
}

impl History {
    /// Rebuilds the standings if another projection made them, and returns whether it did; otherwise costs one lookup.
    /// From now on questions and points have the names that the projection gives them.
    pub fn settle(&mut self, projection: &dyn Projection) -> Result<bool, HistoryError> {
        self.renames = projection.renames().clone();
        if is_settled(self.conn(), projection).map_err(|error| self.fail(error))? {
            return Ok(false);
        }
        self.rebuild(projection)?;
        Ok(true)
    }

    /// Rebuilds all derived tables from the log. On a read-only history this happens in memory.
    pub fn rebuild(&mut self, projection: &dyn Projection) -> Result<(), HistoryError> {
        self.within(|conn| rebuild(conn, projection).map(Ok))?
    }

    /// The weights of the memory model in force. None means the defaults.
    pub fn weights(&self) -> Result<Option<Vec<f32>>, HistoryError> {
        self.reading(|conn| weights_in_force(conn, &kept_undone(conn)?, NEVER))
    }

    /// Whether the stored standings are those of the evening of a practice day: no record is of a later day, and this
    /// projection made them.
    pub fn is_settled_as_of(&self, day: NaiveDate, projection: &dyn Projection) -> Result<bool, HistoryError> {
        self.reading(|conn| is_settled_as_of(conn, &day.to_string(), projection))
    }

    /// All standings as they were on the evening of a practice day: records of later days are ignored. As fast as
    /// [`History::standings`] if there are none; otherwise the whole log is read.
    pub fn standings_as_of(&self, day: NaiveDate, projection: &dyn Projection) -> Result<Vec<Standing>, HistoryError> {
        let day = day.to_string();
        self.reading(|conn| {
            if is_settled_as_of(conn, &day, projection)? {
                return kept_standings(conn);
            }
            Ok(derive(conn, &day, projection)?.standings)
        })
    }
}
