//! The history in use: one connection, whole transactions, and errors that name the file.

use std::path::{Path, PathBuf};

use hotseat_bank::Renames;
use rusqlite::{Connection, TransactionBehavior};

use super::beside::IN_MEMORY;
use super::error::HistoryError;
use super::identity::Identity;
use super::pragma::damage;

/// The history: a connection to one `SQLite` file, or to a copy of it in memory if it cannot be written.
#[derive(Debug)]
pub struct History {
    pub(super) conn: Connection,
    pub(super) file: PathBuf,
    pub(super) read_only: Option<String>,
    /// The file that is open; its path may lead to another one by now.
    pub(super) identity: Option<Identity>,
    /// The current names of questions and points.
    pub(super) renames: Renames,
}

impl History {
    /// Path of the database, or `:memory:`.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Whether this is a read-only view that refuses every write.
    pub fn is_read_only(&self) -> bool {
        self.read_only.is_some()
    }

    /// Why writes are refused, if they are.
    pub fn read_only_reason(&self) -> Option<&str> {
        self.read_only.as_deref()
    }

    /// Checks the whole file for damage. Takes about a second for 100,000 attempts.
    pub fn check_file(&self) -> Result<(), HistoryError> {
        let problem = self.reading(|conn| damage(conn, "integrity_check"))?;
        problem.map_or(Ok(()), |problem| Err(HistoryError::damaged(&self.file, problem)))
    }

    /// Whether it has no file, or is a copy of one in memory.
    pub(super) fn is_in_memory(&self) -> bool {
        self.is_read_only() || self.file == Path::new(IN_MEMORY)
    }

    pub(super) fn conn(&self) -> &Connection {
        &self.conn
    }

    pub(super) fn fail(&self, error: rusqlite::Error) -> HistoryError {
        HistoryError::of(error, &self.file)
    }

    /// Fails if the open file is no longer the one at its path: then nothing written to it counts as saved.
    pub(super) fn must_be_in_place(&self) -> Result<(), HistoryError> {
        if self.is_in_place() { Ok(()) } else { Err(HistoryError::Moved(self.file.clone())) }
    }

    pub(super) fn must_be_writable(&self) -> Result<(), HistoryError> {
        match &self.read_only {
            Some(reason) => Err(HistoryError::ReadOnly { file: self.file.clone(), reason: reason.clone() }),
            None => Ok(()),
        }
    }

    /// Rolls back a transaction that was left open because beginning it or rolling it back failed. Nothing in it was
    /// acknowledged, and it would block every later one.
    fn none_open(&self) -> rusqlite::Result<()> {
        if self.conn.is_autocommit() { Ok(()) } else { self.conn.execute_batch("ROLLBACK") }
    }

    /// Runs several reads against one state of the file.
    pub(super) fn reading<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, HistoryError> {
        let result = self.none_open().and_then(|()| self.conn.unchecked_transaction()).and_then(|state| {
            let found = read(&state)?;
            state.finish()?;
            Ok(found)
        });
        result.map_err(|error| self.fail(error))
    }

    /// Writes all or nothing; an inner error rolls everything back.
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
