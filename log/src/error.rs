//! What can go wrong with the history, and what the user can do about it.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use rusqlite::ffi;

use super::record_id::RecordId;

/// Why the history could not be opened, read or written. None of these errors changes anything that was saved.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// A newer version of the program wrote the file.
    #[error(
        "{file} was written by a newer Hotseat (format {found}, this one knows up to {known}); install the newer \
         version again, or open another history with HOTSEAT_HOME",
        file = .file.display()
    )]
    Newer {
        /// The database.
        file: PathBuf,
        /// The format of the file.
        found: i64,
        /// The newest format that this program knows.
        known: i64,
    },
    /// The database is damaged, or the file is not a database at all.
    #[error(
        "{file} is damaged: {problem}\n`hotseat history restore` keeps what can be read of it and takes the rest from the fullest \
         copy; the damaged file is set aside",
        file = .file.display()
    )]
    Corrupt {
        /// The database.
        file: PathBuf,
        /// What is damaged.
        problem: String,
    },
    /// The database belongs to another program.
    #[error("{file} is a database of another program; move it away, or set HOTSEAT_HOME to another folder", file = .0.display())]
    NotOurs(PathBuf),
    /// A folder, a device or the like is where a file should be, or a file where a folder should be.
    #[error("{path} is in the way: it should be {expected}; move it away and start again", path = .path.display())]
    InTheWay {
        /// What is in the way.
        path: PathBuf,
        /// "a file" or "a folder".
        expected: &'static str,
    },
    /// The database is gone or empty, but its write-ahead log is still there and may hold records.
    #[error(
        "{file} is missing or empty, but {file}-wal is there and may hold records; put the file back from where it \
         was moved, or run `hotseat history restore`, which reads what is in it and takes the rest from the fullest copy",
        file = .0.display()
    )]
    Stray(PathBuf),
    /// The history is read-only.
    #[error(
        "nothing can be saved: {reason}; make both writable and start again, or set HOTSEAT_HOME to another folder"
    )]
    ReadOnly {
        /// The database.
        file: PathBuf,
        /// Why; it completes the sentence "nothing can be saved: …".
        reason: String,
    },
    /// There is no space left for this file.
    #[error("no space left for {file} (or in the temporary folder); free some space and try again: nothing that was saved is lost", file = .0.display())]
    Full(PathBuf),
    /// Another program has held the lock of this database for more than five seconds.
    #[error("{file} is locked by another program; close it and try again", file = .0.display())]
    Busy(PathBuf),
    /// The log already has a record with this id and different content.
    #[error("record {0} is already in the log with another content; the log is unchanged")]
    Clash(RecordId),
    /// A record could not be read back from its own JSON, so it was not saved.
    #[error("record {id} cannot be saved: {problem}; please report this")]
    BadRecord {
        /// Id of the record.
        id: RecordId,
        /// What is wrong with it.
        problem: String,
    },
    /// The destination of a backup already exists and is not a backup.
    #[error("{path} exists and is no backup of Hotseat; name another file", path = .0.display())]
    Exists(PathBuf),
    /// The destination of a backup is a history with records that the one to be backed up lacks.
    #[error(
        "{file} holds {holds} records, and this history lacks {lacking} of them; name another file, or --force replaces it \
         and they are lost. `hotseat history restore --from {file}` takes them into this history",
        file = .file.display()
    )]
    WouldLose {
        /// The destination.
        file: PathBuf,
        /// How many records can be read in it.
        holds: u64,
        /// How many of them this history lacks.
        lacking: u64,
    },
    /// The file was deleted or replaced while it was open, so anything written to it would never be found again.
    #[error("{file} was deleted or replaced while Hotseat is open; nothing more counts as saved until it is back", file = .0.display())]
    Moved(PathBuf),
    /// This file contains no readable record.
    #[error(
        "no record can be read in {path}; name another one, see `hotseat history restore --list`; nothing was changed",
        path = .0.display()
    )]
    NothingInIt(PathBuf),
    /// There is no copy, and no record can be read in the history.
    #[error(
        "there is no copy to take it from, and no record can be read in {file}; name a backup with `hotseat history \
         restore --from FILE`, or move {file} away to start anew",
        file = .0.display()
    )]
    NothingToRestore(PathBuf),
    /// A file operation beside the database failed.
    #[error("cannot {doing} {path}: {source}{}", hint(.source), path = .path.display())]
    Io {
        /// The verb of the failed operation, for example "create".
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// Writing the output failed, for example because a pipe was closed.
    #[error("cannot write the output: {0}")]
    Output(#[source] io::Error),
    /// Any other database error.
    #[error("{file}: {source}", file = .file.display())]
    Sql {
        /// The database.
        file: PathBuf,
        /// The error from `SQLite`.
        source: rusqlite::Error,
    },
}

fn hint(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "; mend its permissions",
        io::ErrorKind::ReadOnlyFilesystem => "; choose a place that can be written",
        io::ErrorKind::NotFound => "; create its folder first",
        _ => "",
    }
}

impl HistoryError {
    /// Whether the history's own file is at fault and a restore can mend it: it is damaged, or it is gone while its
    /// write-ahead log is there.
    pub fn is_about_the_file(&self) -> bool {
        matches!(self, Self::Corrupt { .. } | Self::Stray(_))
    }

    /// The error for a damaged file.
    pub(super) fn damaged(file: &Path, problem: String) -> Self {
        Self::Corrupt { file: file.to_owned(), problem }
    }

    /// Translates a database error.
    pub(super) fn of(source: rusqlite::Error, file: &Path) -> Self {
        let damaged = || Self::damaged(file, source.to_string());
        let file = file.to_owned();
        match &source {
            rusqlite::Error::SqliteFailure(code, _) => match code.code {
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => damaged(),
                ErrorCode::DiskFull => Self::Full(file),
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy(file),
                ErrorCode::ReadOnly => Self::ReadOnly { file, reason: source.to_string() },
                // The shared-memory index and the log are extended before they are written: on a full disk, that is
                // what fails first.
                _ if matches!(code.extended_code, ffi::SQLITE_IOERR_SHMSIZE | ffi::SQLITE_IOERR_TRUNCATE) => {
                    Self::Full(file)
                }
                _ => Self::Sql { file, source },
            },
            rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..) => damaged(),
            _ => Self::Sql { file, source },
        }
    }

    /// The error for a failed file operation on one of our paths.
    pub(super) fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full(path.to_owned()),
            io::ErrorKind::NotADirectory => Self::InTheWay {
                path: path.ancestors().skip(1).find(|folder| folder.is_file()).unwrap_or(path).to_owned(),
                expected: "a folder",
            },
            _ => Self::Io { doing, path: path.to_owned(), source },
        }
    }
}
