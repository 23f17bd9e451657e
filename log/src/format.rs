//! The format of the file: one written by a newer version or another program is refused, an older one is migrated.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};
use rusqlite_migration::Migrations;

use super::error::HistoryError;
use super::pragma::user_version;
use super::schema::{APPLICATION_ID, DERIVED_TABLES};

/// Why a file was not opened.
pub(super) enum Refusal {
    /// An error that retrying or opening read-only cannot avoid.
    Final(HistoryError),
    /// A database error.
    Sql(rusqlite::Error),
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

/// An empty database in memory, in the newest format.
pub(super) fn empty_in_memory(steps: &Migrations<'_>) -> rusqlite::Result<Connection> {
    let mut conn = Connection::open_in_memory()?;
    to_latest(&mut conn, steps)?;
    Ok(conn)
}

/// Refuses a file that a newer version or another program wrote.
pub(super) fn check_format(conn: &Connection, file: &Path, known: i64) -> Result<(), Refusal> {
    let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let version = user_version(conn)?;
    let application: i64 = conn.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    if application != APPLICATION_ID && (tables > 0 || version != 0) {
        return Err(Refusal::Final(HistoryError::NotOurs(file.to_owned())));
    }
    if version > known {
        return Err(Refusal::Final(HistoryError::Newer { file: file.to_owned(), found: version, known }));
    }
    Ok(())
}

/// Runs the missing migration steps. If another program runs them at the same time, its result is used.
pub(super) fn migrate(conn: &mut Connection, steps: &Migrations<'_>, known: i64) -> rusqlite::Result<()> {
    if user_version(conn)? >= known {
        return Ok(());
    }
    conn.set_transaction_behavior(TransactionBehavior::Immediate);
    match to_latest(conn, steps) {
        Err(_) if user_version(conn)? == known => Ok(()),
        result => result,
    }
}

/// Recreates derived tables that somebody dropped; they are filled when the history settles. A history without its
/// `record` table is damaged.
pub(super) fn mend(conn: &Connection, file: &Path, steps: &Migrations<'_>) -> Result<(), Refusal> {
    let mut there = conn.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1")?;
    if !there.exists(["record"])? {
        return Err(Refusal::Final(HistoryError::damaged(file, "its table of records is gone".to_owned())));
    }
    let mut whole = true;
    for table in DERIVED_TABLES {
        whole &= there.exists([table])?;
    }
    if whole {
        return Ok(());
    }
    let model = empty_in_memory(steps)?;
    let mut wanted = model.prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")?;
    let mut known = conn.prepare("SELECT 1 FROM sqlite_schema WHERE name = ?1")?;
    let transaction = conn.unchecked_transaction()?;
    let mut rows = wanted.query([])?;
    while let Some(row) = rows.next()? {
        let (name, sql): (String, String) = (row.get(0)?, row.get(1)?);
        if !known.exists([name])? {
            transaction.execute_batch(&sql)?;
        }
    }
    transaction.execute("DELETE FROM meta WHERE key = 'fingerprint'", [])?;
    transaction.commit()?;
    Ok(())
}

fn to_latest(conn: &mut Connection, steps: &Migrations<'_>) -> rusqlite::Result<()> {
    steps.to_latest(conn).map_err(|error| match error {
        rusqlite_migration::Error::RusqliteError { err, .. } => err,
        other => rusqlite::Error::ToSqlConversionFailure(other.to_string().into()),
    })
}
