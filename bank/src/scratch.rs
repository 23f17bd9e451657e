//! Folders for files that are needed for a moment: private, and gone at the latest with the next start.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;

use crate::files::{create_private, create_private_dir};

/// The file in each of them that its owner keeps locked.
const LOCK: &str = "lock";

/// A folder that only the owner can read. It is removed when this is dropped, or by [`sweep`] where the program was lost.
#[derive(Debug)]
pub struct Scratch {
    folder: TempDir,
    /// Closing it unlocks it, and so does the end of the process.
    _lock: File,
}

impl Scratch {
    /// A new folder in this one, which is made where it is not there.
    pub fn new(parent: &Path) -> io::Result<Self> {
        create_private_dir(parent)?;
        let folder = private_temp_dir("hotseat-", Some(parent))?;
        let lock = create_private(&folder.path().join(LOCK))?;
        // On a disk without locks it stays for an hour at least.
        let _ = lock.try_lock();
        Ok(Self { folder, _lock: lock })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// A new folder that only the owner can read, where temporary files lie or in a folder of ours.
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

/// A folder that a lost program left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// Bytes of the files in it.
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

/// Removes the folders of programs that are gone. What cannot be removed is tried again the next time.
pub fn sweep(parent: &Path) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for folder in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if is_left(&folder) {
            let _ = fs::remove_dir_all(&folder);
        }
    }
}

/// Whether nobody uses it: its lock is free. One without a lock is just being made, unless it is old.
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
