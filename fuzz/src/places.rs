//! Files for readers that want one. They lie in memory where the system has a place for that.

use std::fs;
use std::path::{Path, PathBuf};

use hotseat::bank::Sources;

fn memory() -> tempfile::Builder<'static, 'static> {
    tempfile::Builder::new()
}

fn place() -> PathBuf {
    let shared = Path::new("/dev/shm");
    if shared.is_dir() { shared.to_owned() } else { std::env::temp_dir() }
}

/// A folder for one run.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(memory().prefix("hotseat-fuzz-").tempdir_in(place()).expect("a folder"))
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    pub(crate) fn write(&self, below: &str, content: &[u8]) -> PathBuf {
        let path = self.path(below);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).expect("a folder");
        }
        fs::write(&path, content).expect("written");
        path
    }

    /// Own banks and their index in this folder.
    pub(crate) fn sources(&self) -> Sources {
        Sources { data_banks: self.path("banks"), extra: Vec::new(), cache: self.path("cache") }
    }
}

/// Hands over a file with these bytes.
pub(crate) fn in_a_file(data: &[u8], act: impl FnOnce(&Path)) {
    let folder = Folder::new();
    act(&folder.write("file", data));
}
