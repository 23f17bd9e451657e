//! The index of the user's own banks, cached from one start to the next. A file is indexed again whenever there is
//! doubt: its size or times differ, the cache cannot be read, or another version wrote it.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::index::FileIndex;
use crate::files;

const FILE: &str = "banks.index";

/// Changed whenever the cached types change, so that a cache of another version is not misread.
const FORMAT: &str = concat!("hotseat banks ", env!("CARGO_PKG_VERSION"), " 5\n");

/// A larger file cannot be one of ours.
const MAX_BYTES: u64 = 512 << 20;

/// A file written this shortly before the cache may have been written again within the same tick of the file system's
/// clock (two seconds on FAT).
const SETTLED: Duration = Duration::from_secs(2);

/// Detects a change to a file's content without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    size: u64,
    modified: SystemTime,
    /// Inode and change time, where the system has them: they change even if a copy preserves the old times.
    identity: (u64, i64, i64),
}

impl Stamp {
    /// The stamp of a file. None if its metadata cannot be read.
    pub fn of(path: &Path) -> Option<Self> {
        let meta = fs::metadata(path).ok()?;
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt as _;
            (meta.ino(), meta.ctime(), meta.ctime_nsec())
        };
        #[cfg(not(unix))]
        let identity = (0, 0, 0);
        Some(Self { size: meta.len(), modified: meta.modified().ok()?, identity })
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Kept {
    stamp: Stamp,
    /// The bank that the folder determines, on which the index depends.
    bank: Option<String>,
    index: FileIndex,
}

/// Cached indexes by path.
#[derive(Debug, Default)]
pub(super) struct Cache {
    kept: HashMap<String, Kept>,
    written: Option<SystemTime>,
    changed: bool,
    /// Whether the cache holds exactly what will be asked for: then indexes are moved out instead of copied.
    whole: bool,
    /// What has been asked for; the rest is dropped when the cache is written.
    used: HashMap<String, Kept>,
}

impl Cache {
    /// Reads the cache of a folder; empty if there is none or it is unusable.
    pub(super) fn read(folder: &Path) -> Self {
        // Without a folder there is no cache: joined to an empty path, the file would be in the current folder.
        if folder.as_os_str().is_empty() {
            return Self::default();
        }
        let path = folder.join(FILE);
        let Ok(bytes) = files::read(&path, MAX_BYTES) else { return Self::default() };
        let written = fs::metadata(&path).and_then(|meta| meta.modified()).ok();
        let kept = decode(&bytes);
        Self { changed: kept.is_none(), kept: kept.unwrap_or_default(), written, whole: false, used: HashMap::new() }
    }

    /// Announces what will be asked for. On most starts nothing has changed, and nothing need be written.
    pub(super) fn expect<'a>(&mut self, files: impl Iterator<Item = (&'a Path, Option<&'a str>)>) {
        let mut count = 0_usize;
        let known = |(path, bank): (&Path, Option<&str>)| {
            count += 1;
            let kept = path.to_str().and_then(|key| self.kept.get(key));
            kept.is_some_and(|kept| Stamp::of(path).is_some_and(|stamp| self.holds(kept, stamp, bank)))
        };
        let all = { files }.all(known);
        self.whole = all && !self.changed && count == self.kept.len();
    }

    /// How many questions the cache has of the files that were announced; 0 if some of them have to be read.
    pub(super) fn entries(&self) -> usize {
        if self.whole { self.kept.values().map(|kept| kept.index.entries.len()).sum() } else { 0 }
    }

    fn holds(&self, kept: &Kept, stamp: Stamp, bank: Option<&str>) -> bool {
        let settled = self
            .written
            .is_some_and(|written| stamp.modified.checked_add(SETTLED).is_some_and(|settled| settled <= written));
        settled && kept.stamp == stamp && kept.bank.as_deref() == bank
    }

    /// The index of a file: the cached one if it is still valid, otherwise a new one. `make` also returns
    /// whether the file could be read; if it could not, its index is not cached, so that the next start tries again.
    pub(super) fn index(
        &mut self,
        path: &Path,
        bank: Option<&str>,
        make: impl FnOnce() -> (FileIndex, bool),
    ) -> FileIndex {
        let Some(stamp) = Stamp::of(path) else { return make().0 };
        // A name that is not UTF-8 could be mistaken for another one.
        let Some(key) = path.to_str() else { return make().0 };
        let known = self.kept.remove(key);
        let known = known.filter(|kept| self.holds(kept, stamp, bank));
        if self.whole {
            // A file that changed at this very moment is indexed again at the next start too.
            return known.map_or_else(|| make().0, |kept| kept.index);
        }
        let kept = if let Some(kept) = known {
            kept
        } else {
            self.changed = true;
            let (index, readable) = make();
            if !readable {
                return index;
            }
            Kept { stamp, bank: bank.map(str::to_owned), index }
        };
        let index = kept.index.clone();
        self.used.insert(key.to_owned(), kept);
        index
    }

    /// Writes the cache if anything in it changed. Failure only costs time at the next start.
    pub(super) fn write(self, folder: &Path) {
        if folder.as_os_str().is_empty() || self.whole || (!self.changed && self.kept.is_empty()) {
            return;
        }
        let Ok(payload) = postcard::to_stdvec(&self.used) else { return };
        let mut bytes = FORMAT.as_bytes().to_vec();
        bytes.extend(crc32fast::hash(&payload).to_le_bytes());
        bytes.extend(payload);
        let path = folder.join(FILE);
        if files::create_private_dir(folder).and_then(|()| files::refuse_special(&path)).is_ok() {
            let _ = files::replace(&path, &bytes);
        }
    }
}

fn decode(bytes: &[u8]) -> Option<HashMap<String, Kept>> {
    let rest = bytes.strip_prefix(FORMAT.as_bytes())?;
    // Detects bit rot and torn writes, not forgery.
    let (sum, payload) = rest.split_first_chunk::<4>()?;
    if crc32fast::hash(payload) != u32::from_le_bytes(*sum) {
        return None;
    }
    postcard::from_bytes(payload).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn index(name: &str) -> FileIndex {
        FileIndex {
            info: Some(super::super::manifest::BankInfo { bank: name.to_owned(), ..Default::default() }),
            ..FileIndex::default()
        }
    }

    /// A folder with a bank file that was last written an hour ago.
    fn folder() -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("own.json");
        fs::write(&path, "{}").expect("written");
        age(&path);
        (folder, path)
    }

    fn age(path: &Path) {
        let hour_ago = SystemTime::now() - Duration::from_hours(1);
        fs::File::options().write(true).open(path).and_then(|f| f.set_modified(hour_ago)).expect("times set");
    }

    fn kept(folder: &Path, path: &Path, bank: Option<&str>) -> bool {
        let mut cache = Cache::read(folder);
        let mut made = false;
        cache.index(path, bank, || {
            made = true;
            (index("new"), true)
        });
        !made
    }

    fn filled() -> (tempfile::TempDir, std::path::PathBuf) {
        let (folder, path) = folder();
        let mut cache = Cache::read(folder.path());
        cache.index(&path, None, || (index("old"), true));
        cache.write(folder.path());
        (folder, path)
    }

    #[test]
    fn an_unchanged_file_is_not_indexed_again() {
        let (folder, path) = filled();
        assert!(kept(folder.path(), &path, None));
        assert!(!kept(folder.path(), &path, Some("other")), "the folder's bank is part of the key");
    }

    #[test]
    fn a_file_that_could_not_be_read_is_read_again_at_the_next_start() {
        let (folder, path) = folder();
        let mut cache = Cache::read(folder.path());
        cache.index(&path, None, || (FileIndex::default(), false));
        cache.write(folder.path());
        assert!(!kept(folder.path(), &path, None));
    }

    #[test]
    fn what_is_known_as_a_whole_is_handed_out_and_stays_kept() {
        let (folder, path) = filled();
        for _ in 0..2 {
            let mut cache = Cache::read(folder.path());
            cache.expect([(path.as_path(), None)].into_iter());
            assert!(cache.whole);
            assert_eq!(cache.index(&path, None, || (index("new"), true)), index("old"));
            cache.write(folder.path());
        }
        let whole = |files: &[(&Path, Option<&str>)]| {
            let mut cache = Cache::read(folder.path());
            cache.expect(files.iter().copied());
            cache.whole
        };
        assert!(!whole(&[]), "a file that is gone is to be forgotten");
        assert!(!whole(&[(&path, Some("other"))]) && !whole(&[(&path, None), (folder.path(), None)]));
    }

    #[test]
    fn any_doubt_means_again() {
        let (folder, path) = filled();
        fs::write(&path, "[]").expect("same size, new time");
        assert!(!kept(folder.path(), &path, None));
        age(&path);
        // The size and the modification time are as before; only the change time differs.
        assert_eq!(kept(folder.path(), &path, None), cfg!(not(unix)));
    }

    #[test]
    fn a_file_written_a_moment_before_the_cache_is_not_trusted() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("own.json");
        fs::write(&path, "{}").expect("written");
        let mut cache = Cache::read(folder.path());
        cache.index(&path, None, || (index("old"), true));
        cache.write(folder.path());
        assert!(!kept(folder.path(), &path, None));
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_no_error() {
        let (folder, path) = folder();
        let mut cache = Cache::default();
        cache.index(&path, None, || (index("old"), true));
        cache.write(&folder.path().join("own.json").join("no folder"));
    }

    proptest! {
        #[test]
        fn a_damaged_cache_is_ignored(at in 0_usize..4_096, bit in 0_u8..8, cut in any::<bool>()) {
            let (folder, path) = filled();
            let file = folder.path().join(FILE);
            let mut bytes = fs::read(&file).expect("written");
            let at = at % bytes.len();
            if cut { bytes.truncate(at) } else { bytes[at] ^= 1 << bit }
            fs::write(&file, bytes).expect("damaged");
            prop_assert!(!kept(folder.path(), &path, None));
        }
    }
}
