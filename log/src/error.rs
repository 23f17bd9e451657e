//! What goes wrong with the history, and what the user can do about it.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use rusqlite::ffi;

use super::record_id::RecordId;

/// Why the history could not be opened, read or written. Nothing that was saved is changed by any of these.
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
        /// Its format.
        found: i64,
        /// The newest format this program knows.
        known: i64,
    },
    /// The database is damaged, or no database at all.
    #[error(
        "{file} is damaged: {problem}\n`hotseat history restore` keeps what can be read of it and takes the rest from the fullest \
         copy; the damaged file is set aside",
        file = .file.display()
    )]
    Corrupt {
        /// The database.
        file: PathBuf,
        /// What was found.
        problem: String,
    },
    /// This database belongs to another program.
    #[error("{file} is a database of another program; move it away, or set HOTSEAT_HOME to another folder", file = .0.display())]
    NotOurs(PathBuf),
    /// A folder, a device or the like stands where a file should be, or a file where a folder should be.
    #[error("{path} is in the way: it should be {expected}; move it away and start again", path = .path.display())]
    InTheWay {
        /// What is in the way.
        path: PathBuf,
        /// "a file" or "a folder".
        expected: &'static str,
    },
    /// This database is gone, but its write-ahead log is there and may hold records.
    #[error(
        "{file} is missing or empty, but {file}-wal is there and may hold records; put the file back from where it \
         was moved, or run `hotseat history restore`, which reads what is in it and takes the rest from the fullest copy",
        file = .0.display()
    )]
    Stray(PathBuf),
    /// Nothing can be written.
    #[error(
        "nothing can be saved: {reason}; make both writable and start again, or set HOTSEAT_HOME to another folder"
    )]
    ReadOnly {
        /// The database.
        file: PathBuf,
        /// Why, in words that go on from "nothing can be saved".
        reason: String,
    },
    /// No space is left for this file.
    #[error("no space left for {file} (or in the temporary folder); free some space and try again: nothing that was saved is lost", file = .0.display())]
    Full(PathBuf),
    /// Another program holds the lock of this database for longer than five seconds.
    #[error("{file} is locked by another program; close it and try again", file = .0.display())]
    Busy(PathBuf),
    /// A record with this id and another content is already there.
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
    /// This destination of a backup is taken.
    #[error("{path} exists and is no backup of Hotseat; name another file", path = .0.display())]
    Exists(PathBuf),
    /// This file was deleted or replaced while it was open, so what was written into it would never be found again.
    #[error("{file} was deleted or replaced while Hotseat is open; nothing more counts as saved until it is back", file = .0.display())]
    Moved(PathBuf),
    /// No record can be read in this file.
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
    /// A file operation beside the database.
    #[error("cannot {doing} {path}: {source}{}", hint(.source), path = .path.display())]
    Io {
        /// The verb, for example "create".
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The place that output goes to failed; a closed pipe among others.
    #[error("cannot write the output: {0}")]
    Output(#[source] io::Error),
    /// Anything else that the database says.
    #[error("{file}: {source}", file = .file.display())]
    Sql {
        /// The database.
        file: PathBuf,
        /// What it said.
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
    /// Whether it is a record that cannot be saved, whatever is tried: it has to be set aside, or it is in the way of every
    /// other one. All other errors may be over at the next try.
    pub fn is_about_a_record(&self) -> bool {
        matches!(self, Self::Clash(_) | Self::BadRecord { .. })
    }

    /// Whether it is the history's own file that a restore mends: damaged, or gone while its log is there.
    pub fn is_about_the_file(&self) -> bool {
        matches!(self, Self::Corrupt { .. } | Self::Stray(_))
    }

    /// A damaged file.
    pub(super) fn damaged(file: &Path, problem: String) -> Self {
        Self::Corrupt { file: file.to_owned(), problem }
    }

    /// Translates what the database said.
    pub(super) fn of(source: rusqlite::Error, file: &Path) -> Self {
        let damaged = || Self::damaged(file, source.to_string());
        let file = file.to_owned();
        match &source {
            rusqlite::Error::SqliteFailure(code, _) => match code.code {
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => damaged(),
                ErrorCode::DiskFull => Self::Full(file),
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy(file),
                ErrorCode::ReadOnly => Self::ReadOnly { file, reason: source.to_string() },
                // The shared-memory index and the log are grown before they are written: on a full disk that fails first.
                _ if matches!(code.extended_code, ffi::SQLITE_IOERR_SHMSIZE | ffi::SQLITE_IOERR_TRUNCATE) => {
                    Self::Full(file)
                }
                _ => Self::Sql { file, source },
            },
            rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..) => damaged(),
            _ => Self::Sql { file, source },
        }
    }

    /// An error of the file system about a path of ours.
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
