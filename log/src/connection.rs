//! The history in use: one connection, whole transactions, errors that name the file.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use super::backup;
use super::error::HistoryError;

/// How long to wait for another program that writes.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// The history: a connection to one `SQLite` file, or to a copy of it in memory where nothing can be written.
#[derive(Debug)]
pub struct History {
    pub(super) conn: Connection,
    pub(super) file: PathBuf,
    pub(super) read_only: Option<String>,
}

impl History {
    /// Where it is kept.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Whether every write will be refused.
    pub fn is_read_only(&self) -> bool {
        self.read_only.is_some()
    }

    /// Why every write will be refused, if so.
    pub fn read_only_reason(&self) -> Option<&str> {
        self.read_only.as_deref()
    }

    /// Looks for damage in the whole file. Takes about a second for 100,000 attempts. The error names the newest backup.
    pub fn check_file(&self) -> Result<(), HistoryError> {
        let found = self.reading(|conn| backup::problem(conn, "integrity_check"))?;
        match found {
            None => Ok(()),
            Some(problem) => {
                let backup = backup::newest(&self.file);
                Err(HistoryError::Corrupt { file: self.file.clone(), problem, backup })
            }
        }
    }

    /// Whether it has no file, or is a copy of one.
    pub(super) fn is_in_memory(&self) -> bool {
        self.is_read_only() || self.file == Path::new(":memory:")
    }

    pub(super) fn conn(&self) -> &Connection {
        &self.conn
    }

    pub(super) fn fail(&self, error: rusqlite::Error) -> HistoryError {
        HistoryError::of(error, &self.file, || backup::newest(&self.file))
    }

    pub(super) fn must_be_writable(&self) -> Result<(), HistoryError> {
        match &self.read_only {
            Some(reason) => Err(HistoryError::ReadOnly { file: self.file.clone(), reason: reason.clone() }),
            None => Ok(()),
        }
    }

    /// Reads several things from one state of the file.
    pub(super) fn reading<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, HistoryError> {
        let result = self.conn.unchecked_transaction().and_then(|state| {
            let found = read(&state)?;
            state.finish()?;
            Ok(found)
        });
        result.map_err(|error| self.fail(error))
    }

    /// Writes all or nothing.
    pub(super) fn within<T>(
        &mut self,
        behavior: TransactionBehavior,
        write: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, HistoryError> {
        self.within_if(behavior, |conn| write(conn).map(Ok))?
    }

    /// Writes all or nothing; an error inside means nothing.
    pub(super) fn within_if<T, E>(
        &mut self,
        behavior: TransactionBehavior,
        write: impl FnOnce(&Connection) -> rusqlite::Result<Result<T, E>>,
    ) -> Result<Result<T, E>, HistoryError> {
        let result = self.conn.transaction_with_behavior(behavior).and_then(|transaction| {
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

/// The path of a file that `SQLite` keeps beside the database.
pub(super) fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Whether there is a file with something in it.
pub(super) fn has_content(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() > 0)
}

/// The format of the file, as it says itself.
pub(super) fn user_version(conn: &Connection) -> rusqlite::Result<i64> {
    conn.query_row("PRAGMA user_version", [], |row| row.get(0))
}
