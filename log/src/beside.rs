//! What lies beside the history: the files that `SQLite` keeps there and the folder of backups, with their permissions.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};

/// Stands in for the path of a history that has no file.
pub(super) const IN_MEMORY: &str = ":memory:";

/// The path of a file that `SQLite` keeps beside the database, given its suffix, for example `-wal`.
pub(super) fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Options that open a file for writing; a file they create is readable by its owner only.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Whether the file exists and is not empty.
pub(super) fn has_content(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() > 0)
}

/// The folder for copies made before a change of format.
pub(super) fn backups(file: &Path) -> PathBuf {
    file.with_file_name("backups")
}
