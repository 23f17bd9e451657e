//! What goes wrong with settings and folders.

use std::io;
use std::path::PathBuf;

/// What goes wrong with settings and folders.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// No home folder, and `HOTSEAT_HOME` is not set.
    #[error("there is no home folder to keep history in; set HOTSEAT_HOME to a folder of your choice")]
    NoHome,
    /// The file is there but cannot be read.
    #[error("cannot read {path}: {source}; mend that, or move it away", path = .path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file cannot be understood.
    #[error("{path}: {problem}\nMend that line, or move the file away to start from the defaults.", path = .path.display())]
    Invalid {
        /// Which file.
        path: PathBuf,
        /// Line, what was found, what was expected.
        problem: String,
    },
    /// A setting cannot have that value; the sentence names both.
    #[error("{0}")]
    Refused(String),
    /// The file cannot be written.
    #[error("cannot write {path}: {source}; the setting holds until you quit", path = .path.display())]
    Unwritable {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}
