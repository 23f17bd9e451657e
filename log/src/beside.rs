//! What lies beside the history: the files that `SQLite` keeps there, the folder of backups, and how private they are.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

/// What stands for the file of a history that has none.
pub(super) const IN_MEMORY: &str = ":memory:";

/// The path of a file that `SQLite` keeps beside the database, by its suffix, for example `-wal`.
pub(super) fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Opens a file for writing; one that it creates is readable by its owner alone.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Whether there is a file, and not an empty one.
pub(super) fn has_content(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() > 0)
}

/// The folder of the copies from before a change of format.
pub(super) fn backups(file: &Path) -> PathBuf {
    file.with_file_name("backups")
}
