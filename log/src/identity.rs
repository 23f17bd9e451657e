//! Which file a path leads to: a file that was deleted or replaced while it is open is another one.

use std::fs;
use std::path::Path;

/// A file on its disk, whatever it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    device: u64,
    number: u64,
}

impl Identity {
    /// The file at a path. None: there is none, or this system does not tell files apart.
    #[cfg(unix)]
    pub(super) fn at(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        fs::metadata(path).ok().map(|found| Self { device: found.dev(), number: found.ino() })
    }

    /// An open file cannot be deleted or replaced here, so it is always the same one.
    #[cfg(not(unix))]
    pub(super) fn at(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().map(|_| Self { device: 0, number: 0 })
    }
}
