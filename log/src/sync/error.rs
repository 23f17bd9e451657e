//! What can prevent a round from finishing. None of these errors loses anything that was saved.

use std::io;
use std::path::{Path, PathBuf};

use crate::error::HistoryError;

/// Why histories could not be synchronised.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The folder does not exist. It is never created: if a stick is not plugged in, it would be created in the wrong
    /// place.
    #[error("{path} is not there; plug the disk in, or create the folder if it is to be a new one", path = .0.display())]
    NoFolder(PathBuf),
    /// The path is not a folder.
    #[error("{path} is not a folder; name the folder that your machines share", path = .0.display())]
    NotAFolder(PathBuf),
    /// A file or folder cannot be read or written.
    #[error("cannot {doing} {path}: {source}", path = .path.display())]
    Io {
        /// The verb of the failed operation, for example "write".
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The files there are encrypted, and this machine would write files that anybody can read.
    #[error(
        "what lies in {path} is encrypted, and this machine has no key; set sync_key or sync_passphrase in the settings as on \
         the other machines. Nothing was written there",
        path = .0.display()
    )]
    Locked(PathBuf),
    /// Another program is syncing this home.
    #[error("another Hotseat is syncing; try again in a moment")]
    Busy,
    /// The log could not be read or written.
    #[error(transparent)]
    History(#[from] HistoryError),
}

impl SyncError {
    pub(super) fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io { doing, path: path.to_owned(), source }
    }
}
