//! The lock of a draft.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use hotseat_bank::files;

use crate::beside::private;

/// What a lock is held for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hold {
    /// Reading a draft that nobody is writing. Several programs may look at once: none hides a draft from another.
    Looking,
    /// Writing the draft.
    Writing,
}

/// How long a writer waits for programs that are looking at the draft; each of them reads only one small file.
const PATIENCE: Duration = Duration::from_millis(500);

/// Locks a file, creating it if necessary. None if another program is writing the draft.
pub(super) fn lock(path: &Path, hold: Hold) -> io::Result<Option<File>> {
    let mut options = private();
    options.create(true).truncate(false);
    let begun = Instant::now();
    loop {
        // Opening a pipe would block.
        files::refuse_special(path)?;
        let file = options.open(path)?;
        let locked = match hold {
            Hold::Looking => file.try_lock_shared(),
            Hold::Writing => file.try_lock(),
        };
        match locked {
            Ok(()) => {}
            // A shared lock can be had, so the other program is only looking and will be done in a moment.
            Err(TryLockError::WouldBlock)
                if hold == Hold::Writing && file.try_lock_shared().is_ok() && begun.elapsed() < PATIENCE =>
            {
                drop(file);
                thread::sleep(Duration::from_millis(2));
                continue;
            }
            Err(TryLockError::WouldBlock) => return Ok(None),
            // A file system without locks: better to offer a live draft twice than not at all.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => return Ok(Some(file)),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        // The owner may have removed the file after we opened and before we locked it.
        if is_at(&file, path) {
            return Ok(Some(file));
        }
    }
}

/// Writes our process id into a lock. Best effort: a lock without one works, but cannot say who holds it.
pub(super) fn sign(mut lock: &File) {
    use io::Write as _;
    let _ = lock.set_len(0).and_then(|()| write!(lock, "{}", std::process::id()));
}

/// The id of the process that holds a lock, if it is recorded there.
pub(super) fn signature(path: &Path) -> Option<u32> {
    use io::Read as _;
    files::refuse_special(path).ok()?;
    let mut text = String::new();
    File::open(path).ok()?.take(16).read_to_string(&mut text).ok()?;
    text.parse().ok()
}

/// Minimum age of an abandoned lock: a younger one may have been created by a process that is just about to lock it.
const SETTLED: Duration = Duration::from_mins(1);

/// Removes a lock left by a process that is gone, if it no longer guards anything.
pub(super) fn remove_stale(path: &Path) {
    let age = |file: &File| file.metadata().ok()?.modified().ok()?.elapsed().ok();
    let Ok(file) = files::refuse_special(path).and_then(|()| private().open(path)) else { return };
    if age(&file).is_some_and(|age| age > SETTLED) && file.try_lock().is_ok() && is_at(&file, path) {
        // Best effort: an empty file left behind does no harm.
        let _ = fs::remove_file(path);
    }
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    match (file.metadata(), fs::metadata(path)) {
        (Ok(open), Ok(there)) => (open.dev(), open.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}
