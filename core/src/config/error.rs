//! Errors of settings and folders.

use std::io;
use std::path::PathBuf;

/// Why settings or folders cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// No home folder, and `HOTSEAT_HOME` is not set.
    #[error("there is no home folder to keep history in; set HOTSEAT_HOME to a folder of your choice")]
    NoHome,
    /// The settings file exists but cannot be read.
    #[error("cannot read {path}: {source}; mend that, or move it away", path = .path.display())]
    Unreadable {
        /// The path of the settings file.
        path: PathBuf,
        /// What the system reported.
        source: io::Error,
    },
    /// The settings file cannot be understood.
    #[error("{path}: {problem}\nMend that line, or move the file away to start from the defaults.", path = .path.display())]
    Invalid {
        /// The path of the settings file.
        path: PathBuf,
        /// The line, what was found there and what was expected.
        problem: String,
    },
    /// A setting cannot have that value; the sentence names both.
    #[error("{0}")]
    Refused(String),
    /// The settings file cannot be written.
    #[error("cannot write {path}: {source}; the setting holds until you quit", path = .path.display())]
    Unwritable {
        /// The path of the settings file.
        path: PathBuf,
        /// What the system reported.
        source: io::Error,
    },
}
