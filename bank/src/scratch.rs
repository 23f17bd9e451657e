//! Folders for temporary files: private, and removed at the next start at the latest.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;

use crate::files::{create_private, create_private_dir};

/// The file in each folder that its owner keeps locked.
const LOCK: &str = "lock";

/// A temporary folder that only the owner can read. Removed on drop, or by [`sweep`] after the program was killed.
#[derive(Debug)]
pub struct Scratch {
    folder: TempDir,
    /// Unlocked when the file is closed, which happens at the end of the process at the latest.
    _lock: File,
}

impl Scratch {
    /// A new folder in `parent`, which is created if necessary.
    pub fn new(parent: &Path) -> io::Result<Self> {
        create_private_dir(parent)?;
        let folder = private_temp_dir("hotseat-", Some(parent))?;
        let lock = create_private(&folder.path().join(LOCK))?;
        // On a file system without locks, the folder stays for at least an hour after a crash.
        let _ = lock.try_lock();
        Ok(Self { folder, _lock: lock })
    }

    /// The path of the folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// A new folder that only the owner can read, in `parent` or else in the system's temporary folder.
pub fn private_temp_dir(prefix: &str, parent: Option<&Path>) -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    match parent {
        Some(parent) => builder.tempdir_in(parent),
        None => builder.tempdir(),
    }
}

/// A folder left behind by a program that was killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// Total size of its files, in bytes.
    pub bytes: u64,
}

/// The folders of programs that are gone, which the next [`sweep`] removes.
pub fn left(parent: &Path) -> Vec<Left> {
    let Ok(entries) = fs::read_dir(parent) else { return Vec::new() };
    let folders = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|folder| is_left(folder));
    let bytes = |folder: &Path| {
        let files = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        files.filter_map(|file| Some(file.metadata().ok()?.len())).sum()
    };
    folders.map(|folder| Left { bytes: bytes(&folder) }).collect()
}

/// Removes the folders of programs that are gone. A folder that cannot be removed is tried again next time.
pub fn sweep(parent: &Path) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for folder in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if is_left(&folder) {
            let _ = fs::remove_dir_all(&folder);
        }
    }
}

/// Whether nobody is using the folder: its lock is free. One without a lock is only just being created, unless it is
/// old.
fn is_left(folder: &Path) -> bool {
    match File::open(folder.join(LOCK)) {
        Ok(lock) => match lock.try_lock() {
            Ok(()) => true,
            Err(fs::TryLockError::WouldBlock) => false,
            Err(fs::TryLockError::Error(_)) => is_old(folder),
        },
        Err(_) => is_old(folder),
    }
}

fn is_old(path: &Path) -> bool {
    let modified = fs::symlink_metadata(path).and_then(|found| found.modified()).ok();
    modified.and_then(|at| at.elapsed().ok()).is_some_and(|age| age > Duration::from_hours(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_lost_program_left_is_swept() {
        let home = tempfile::tempdir().expect("a folder");
        let parent = home.path().join("temporary");
        let used = Scratch::new(&parent).expect("made");
        let lost = parent.join("hotseat-lost");
        fs::create_dir(&lost).expect("made");
        fs::write(lost.join(LOCK), "").expect("written");
        fs::write(lost.join("answer.wav"), "sound").expect("written");
        let beginning = parent.join("hotseat-new");
        fs::create_dir(&beginning).expect("made");
        assert_eq!(left(&parent), [Left { bytes: 5 }]);
        sweep(&parent);
        assert_eq!(left(&parent), []);
        assert!(used.path().exists() && beginning.exists() && !lost.exists());
        let path = used.path().to_owned();
        drop(used);
        assert!(!path.exists());
    }

    #[cfg(unix)]
    #[test]
    fn they_are_private() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().expect("a folder");
        let parent = home.path().join("temporary");
        let scratch = Scratch::new(&parent).expect("made");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode(&parent), mode(scratch.path())), (0o700, 0o700));
        assert_eq!(mode(&scratch.path().join(LOCK)), 0o600);
    }
}
