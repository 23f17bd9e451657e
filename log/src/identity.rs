//! Which file a path leads to, so that a file deleted or replaced while it is open can be recognised as another one.

use std::fs;
use std::path::Path;

/// Identifies a file on its disk, whatever its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    device: u64,
    number: u64,
}

impl Identity {
    /// The file at a path. None if there is none.
    #[cfg(unix)]
    pub(super) fn at(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        fs::metadata(path).ok().map(|found| Self { device: found.dev(), number: found.ino() })
    }

    /// How the system numbers the file.
    pub(super) fn numbers(self) -> (u64, u64) {
        (self.device, self.number)
    }

    /// On this system an open file cannot be deleted or replaced, so every file at the path counts as the same one.
    #[cfg(not(unix))]
    pub(super) fn at(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().map(|_| Self { device: 0, number: 0 })
    }
}
