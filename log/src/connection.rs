//! The history in use: one connection, whole transactions, errors that name the file.

use std::path::{Path, PathBuf};

use hotseat_bank::Renames;
use rusqlite::{Connection, TransactionBehavior};

use super::beside::IN_MEMORY;
use super::error::HistoryError;
use super::identity::Identity;
use super::pragma::damage;

/// The history: a connection to one `SQLite` file, or to a copy of it in memory where nothing can be written.
#[derive(Debug)]
pub struct History {
    pub(super) conn: Connection,
    pub(super) file: PathBuf,
    pub(super) read_only: Option<String>,
    /// The file that is open, which its path may not lead to any more.
    pub(super) identity: Option<Identity>,
    /// What questions and points are called now.
    pub(super) renames: Renames,
}

impl History {
    /// Path of the database, or `:memory:`.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Whether it is a view that refuses every write.
    pub fn is_read_only(&self) -> bool {
        self.read_only.is_some()
    }

    /// Why writes are refused, if they are.
    pub fn read_only_reason(&self) -> Option<&str> {
        self.read_only.as_deref()
    }

    /// Looks for damage in the whole file. Takes about a second for 100,000 attempts.
    pub fn check_file(&self) -> Result<(), HistoryError> {
        let problem = self.reading(|conn| damage(conn, "integrity_check"))?;
        problem.map_or(Ok(()), |problem| Err(HistoryError::damaged(&self.file, problem)))
    }

    /// Whether it has no file, or is a copy of one.
    pub(super) fn is_in_memory(&self) -> bool {
        self.is_read_only() || self.file == Path::new(IN_MEMORY)
    }

    pub(super) fn conn(&self) -> &Connection {
        &self.conn
    }

    pub(super) fn fail(&self, error: rusqlite::Error) -> HistoryError {
        HistoryError::of(error, &self.file)
    }

    /// Fails when the file that is open is not the one at its path any more: then nothing in it counts as saved.
    pub(super) fn must_be_in_place(&self) -> Result<(), HistoryError> {
        if self.is_in_place() { Ok(()) } else { Err(HistoryError::Moved(self.file.clone())) }
    }

    pub(super) fn must_be_writable(&self) -> Result<(), HistoryError> {
        match &self.read_only {
            Some(reason) => Err(HistoryError::ReadOnly { file: self.file.clone(), reason: reason.clone() }),
            None => Ok(()),
        }
    }

    /// Takes back a transaction that a failure left open while it was being begun or taken back: nothing of it was acknowledged,
    /// and it would be in the way of every later one.
    fn none_open(&self) -> rusqlite::Result<()> {
        if self.conn.is_autocommit() { Ok(()) } else { self.conn.execute_batch("ROLLBACK") }
    }

    /// Reads several things from one state of the file.
    pub(super) fn reading<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, HistoryError> {
        let result = self.none_open().and_then(|()| self.conn.unchecked_transaction()).and_then(|state| {
            let found = read(&state)?;
            state.finish()?;
            Ok(found)
        });
        result.map_err(|error| self.fail(error))
    }

    /// Writes all or nothing; an error inside means nothing.
    pub(super) fn within<T, E>(
        &mut self,
        write: impl FnOnce(&Connection) -> rusqlite::Result<Result<T, E>>,
    ) -> Result<Result<T, E>, HistoryError> {
        self.none_open().map_err(|error| self.fail(error))?;
        let result = self.conn.transaction_with_behavior(TransactionBehavior::Immediate).and_then(|transaction| {
            let result = write(&transaction)?;
            if result.is_ok() {
                transaction.commit()?;
            } else {
                transaction.rollback()?;
            }
            Ok(result)
        });
        result.map_err(|error| self.fail(error))
    }
}
