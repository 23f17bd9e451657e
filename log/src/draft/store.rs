//! The folder of drafts: which ones a program is writing, and which a crash left behind.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use hotseat_bank::files;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::lock::{Hold, lock, remove_stale, sign, signature};
use super::state::Draft;
use super::unfinished::Unfinished;
use crate::record_id::RecordId;

/// Size limit for reading a draft, in bytes.
const MAX_LEN: u64 = 16 * 1024 * 1024;

/// Extension of the file beside the draft that holds a newer state, written there because the disk was too slow.
const NEXT: &str = "next";

fn next(path: &Path) -> PathBuf {
    path.with_extension(NEXT)
}

fn has_extension(path: &Path, wanted: &str) -> bool {
    path.extension().is_some_and(|extension| extension == wanted)
}

/// What can go wrong with a draft.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// A file operation failed.
    #[error("the answer in progress is not saved: cannot {doing} {path}: {source}{}", hint(.source), path = .path.display())]
    Io {
        /// The verb of the failed operation, for example "write".
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// Another running program is writing this draft.
    #[error("the draft {id} is open in another Hotseat")]
    Taken {
        /// Id of the attempt that it would become.
        id: RecordId,
    },
    /// The id is not usable as a file name.
    #[error("{id} cannot be the name of a draft")]
    BadName {
        /// The id that was refused.
        id: RecordId,
    },
    /// The draft cannot be read.
    #[error("the draft {path} cannot be read: {problem}", path = .path.display())]
    Unreadable {
        /// The draft file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
}

fn hint(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "; free some space, it is tried again",
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => "; make the folder writable",
        _ => "",
    }
}

impl DraftError {
    fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io { doing, path: path.to_owned(), source }
    }
}

/// What a file in such a folder holds.
pub trait Content: Serialize + DeserializeOwned {
    /// The id that names its file.
    fn id(&self) -> &RecordId;

    /// The time by which several of them are sorted.
    fn time(&self) -> DateTime<FixedOffset>;

    /// When this state was reached.
    fn saved_at(&self) -> DateTime<FixedOffset>;
}

impl Content for Draft {
    fn id(&self) -> &RecordId {
        &self.id
    }

    fn time(&self) -> DateTime<FixedOffset> {
        self.started_at
    }

    fn saved_at(&self) -> DateTime<FixedOffset> {
        self.saved_at
    }
}

impl Content for Unfinished {
    fn id(&self) -> &RecordId {
        &self.id
    }

    fn time(&self) -> DateTime<FixedOffset> {
        self.saved_at
    }

    fn saved_at(&self) -> DateTime<FixedOffset> {
        self.saved_at
    }
}

/// The folder that holds the drafts of all running programs.
#[derive(Clone, Debug)]
pub struct DraftStore {
    folder: PathBuf,
}

/// Drafts that a crash left behind.
#[derive(Debug)]
pub struct Orphans<T = Draft> {
    /// The readable ones, oldest first.
    pub drafts: Vec<T>,
    /// A sentence for each file that could not be read, saying where it is now and why.
    pub warnings: Vec<String>,
}

impl<T> Default for Orphans<T> {
    fn default() -> Self {
        Self { drafts: Vec::new(), warnings: Vec::new() }
    }
}

impl DraftStore {
    /// Uses this folder for drafts; it is created when the first draft is claimed.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Claims the right to write the draft with this id. The claim lasts until the slot is dropped or the process ends.
    pub fn claim(&self, id: &RecordId) -> Result<DraftSlot, DraftError> {
        let name = file_name(id)?;
        files::create_private_dir(&self.folder).map_err(|error| DraftError::io("create", &self.folder, error))?;
        let lock_path = self.folder.join(format!("{name}.lock"));
        let path = self.folder.join(format!("{name}.json"));
        match lock(&lock_path, Hold::Writing).map_err(|error| DraftError::io("lock", &lock_path, error))? {
            Some(lock) => {
                sign(&lock);
                Ok(DraftSlot { id: id.clone(), path, lock_path, lock })
            }
            None => Err(DraftError::Taken { id: id.clone() }),
        }
    }

    /// Takes over the draft of a program that is gone. None if the draft no longer exists, or another program was
    /// faster.
    pub fn adopt<T: Content>(&self, id: &RecordId) -> Result<Option<(DraftSlot, T)>, DraftError> {
        let slot = match self.claim(id) {
            Ok(slot) => slot,
            Err(DraftError::Taken { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        if let Some((draft, from)) = read_newest(&slot.path)? {
            // Best effort: the newest state can be found where it is.
            let _ = if from == slot.path { fs::remove_file(next(&from)) } else { fs::rename(&from, &slot.path) };
            Ok(Some((slot, draft)))
        } else {
            slot.discard()?;
            Ok(None)
        }
    }

    /// Whether a running program holds this id, with the answer or its judgement on the screen.
    pub fn is_live(&self, id: &RecordId) -> bool {
        let Ok(name) = file_name(id) else { return false };
        if files::refuse_special(&self.folder.join(format!("{name}.lock"))).is_err() {
            return false;
        }
        let Ok(file) = OpenOptions::new().write(true).open(self.folder.join(format!("{name}.lock"))) else {
            return false;
        };
        matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
    }

    /// The id of the process that holds this draft. None if nobody does, or it cannot be determined.
    pub fn owner(&self, id: &RecordId) -> Option<u32> {
        let name = file_name(id).ok().filter(|_| self.is_live(id))?;
        signature(&self.folder.join(format!("{name}.lock")))
    }

    /// The drafts that nobody is writing any more. A file that cannot be read is moved aside and named in a warning,
    /// never deleted.
    pub fn orphans<T: Content>(&self) -> Result<Orphans<T>, DraftError> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Orphans::default()),
            Err(error) => return Err(DraftError::io("read", &self.folder, error)),
        };
        let mut found = Orphans::default();
        let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
        // A `.next` file without its `.json` counts as a draft too.
        let beside: Vec<PathBuf> = paths.iter().filter(|path| has_extension(path, NEXT)).cloned().collect();
        paths.extend(beside.into_iter().map(|path| path.with_extension("json")).filter(|path| !path.exists()));
        paths.sort();
        for path in paths {
            if !has_extension(&path, "json") {
                remove_leftover(&path);
                if has_extension(&path, "lock") && ["json", NEXT].iter().all(|kept| !path.with_extension(kept).exists())
                {
                    remove_stale(&path);
                }
                continue;
            }
            let lock_path = path.with_extension("lock");
            let known = lock_path.exists();
            // Held until the draft has been read. On a read-only disk nobody can write it, so no lock is needed.
            let lock = match lock(&lock_path, Hold::Looking) {
                Ok(Some(lock)) => Some(lock),
                Ok(None) => continue,
                Err(_) => None,
            };
            match read_newest::<T>(&path) {
                Ok(Some((draft, _))) if path.file_stem().is_some_and(|stem| stem == draft.id().as_str()) => {
                    found.drafts.push(draft);
                }
                Ok(None) => {}
                Ok(Some(_)) => found.warnings.push(set_aside(&path, "it names another attempt than its file")),
                Err(DraftError::Unreadable { path, problem }) => found.warnings.push(set_aside(&path, &problem)),
                Err(other) => found.warnings.push(other.to_string()),
            }
            if !known && lock.is_some() {
                // Best effort: an empty lock file left behind does no harm.
                let _ = fs::remove_file(&lock_path);
            }
        }
        found.drafts.sort_by(|a, b| (a.time(), a.id()).cmp(&(b.time(), b.id())));
        Ok(found)
    }
}

/// The right to write one draft.
#[derive(Debug)]
pub struct DraftSlot {
    id: RecordId,
    path: PathBuf,
    lock_path: PathBuf,
    /// Unlocked when the file is closed, which happens at the end of the process at the latest.
    lock: File,
}

impl DraftSlot {
    /// The id of the attempt that the draft will become.
    pub fn id(&self) -> &RecordId {
        &self.id
    }

    /// Replaces the draft as a whole; when this returns, it is on the disk.
    pub fn save(&self, draft: &impl Content) -> Result<(), DraftError> {
        let content = serde_json::to_vec(draft).map_err(|error| DraftError::io("write", &self.path, error.into()))?;
        let written = match files::replace(&self.path, &content) {
            // The folder may have been deleted meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => self
                .path
                .parent()
                .map_or(Ok(()), files::create_private_dir)
                .and_then(|()| files::replace(&self.path, &content)),
            written => written,
        };
        written.map_err(|error| DraftError::io("write", &self.path, error))
    }

    /// Where to write a state that cannot wait for the disk.
    pub(super) fn beside(&self) -> Beside {
        Beside { path: next(&self.path) }
    }

    /// Removes the draft, because the attempt is saved or is not wanted.
    pub fn discard(self) -> Result<(), DraftError> {
        for path in [&next(&self.path), &self.path, &self.lock_path] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(DraftError::io("remove", path, error));
                }
                _ => {}
            }
        }
        drop(self.lock);
        Ok(())
    }
}

/// Where a newer state is written while the disk is still busy with an older one, in case the program is killed
/// meanwhile.
#[derive(Debug)]
pub(super) struct Beside {
    path: PathBuf,
}

impl Beside {
    /// Writes the state as a whole, without waiting for the disk.
    pub(super) fn save(&self, draft: &impl Content) -> io::Result<()> {
        files::replace_unsynced(&self.path, &serde_json::to_vec(draft)?)
    }

    /// Removes the state, once the draft on the disk is at least as new.
    pub(super) fn remove(&self) {
        // Best effort: of two states the older one is never used.
        let _ = fs::remove_file(&self.path);
    }
}

/// The file name for an id. Our own ids are UUIDs; an id that could lead out of the folder is refused.
fn file_name(id: &RecordId) -> Result<&str, DraftError> {
    let name = id.as_str();
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if plain { Ok(name) } else { Err(DraftError::BadName { id: id.clone() }) }
}

/// Reads the newest state of a draft, with the path of the file it came from. None if there is neither file.
fn read_newest<T: Content>(path: &Path) -> Result<Option<(T, PathBuf)>, DraftError> {
    let next = next(path);
    let settled = read::<T>(path);
    // A power cut may have torn it: then the older state is used.
    let newer = match read::<T>(&next) {
        Err(error) if matches!(settled, Ok(None)) => return Err(error),
        newer => newer.unwrap_or_default(),
    };
    Ok(match (settled, newer) {
        (Ok(Some(settled)), Some(newer)) if newer.saved_at() < settled.saved_at() => Some((settled, path.to_owned())),
        (_, Some(newer)) => Some((newer, next)),
        (settled, None) => settled?.map(|settled| (settled, path.to_owned())),
    })
}

/// Reads one draft file. None if it does not exist.
fn read<T: Content>(path: &Path) -> Result<Option<T>, DraftError> {
    let unreadable = |problem: String| DraftError::Unreadable { path: path.to_owned(), problem };
    let content = match files::read(path, MAX_LEN) {
        Ok(content) => content,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(match error.kind() {
                io::ErrorKind::FileTooLarge => unreadable("it is larger than 16 MiB".into()),
                io::ErrorKind::IsADirectory | io::ErrorKind::InvalidInput => unreadable(error.to_string()),
                _ => DraftError::io("read", path, error),
            });
        }
    };
    let text = str::from_utf8(&content).map_err(|error| unreadable(error.to_string()))?;
    serde_json::from_str(text).map(Some).map_err(|error| unreadable(error.to_string()))
}

/// Removes the temporary file of a process that was killed while writing. After an hour, nobody can still be writing
/// it.
fn remove_leftover(path: &Path) {
    let temporary = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".hotseat-"));
    let age = |path: &Path| fs::metadata(path).ok()?.modified().ok()?.elapsed().ok();
    if temporary && age(path).is_some_and(|age| age > Duration::from_hours(1)) {
        // Best effort: what is left is part of an answer, readable by its owner only.
        let _ = fs::remove_file(path);
    }
}

/// Renames an unreadable file without overwriting another one. Returns the warning that says so.
fn set_aside(path: &Path, problem: &str) -> String {
    for number in 0..1_000 {
        let aside =
            path.with_extension(if number == 0 { "unreadable".to_owned() } else { format!("unreadable-{number}") });
        if fs::symlink_metadata(&aside).is_ok() {
            continue;
        }
        return match fs::rename(path, &aside) {
            Ok(()) => format!("A draft could not be read ({problem}); it is kept as {}.", aside.display()),
            Err(error) => format!("The draft {} could not be read ({problem}) nor moved ({error}).", path.display()),
        };
    }
    format!("The draft {} could not be read ({problem}).", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::beside::private;
    use crate::testing::{draft, id};

    #[test]
    fn a_live_draft_is_nobody_elses() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = DraftStore::new(&folder.path().join("drafts"));
        assert!(store.orphans::<Draft>().expect("none yet").drafts.is_empty());
        let slot = store.claim(&id("one")).expect("claimed");
        slot.save(&draft("one", "nul \0 and naïve")).expect("saved");
        assert!(store.orphans::<Draft>().expect("read").drafts.is_empty());
        assert!(matches!(store.claim(&id("one")), Err(DraftError::Taken { .. })));
        assert!(store.adopt::<Draft>(&id("one")).expect("asked").is_none());
        assert!(store.is_live(&id("one")) && !store.is_live(&id("two")));
        drop(slot);
        assert!(!store.is_live(&id("one")));
        let orphans = store.orphans::<Draft>().expect("read");
        assert_eq!(orphans.drafts, [draft("one", "nul \0 and naïve")]);
        let (slot, adopted) = store.adopt::<Draft>(&id("one")).expect("asked").expect("free");
        assert_eq!(adopted, orphans.drafts[0]);
        assert!(store.orphans::<Draft>().expect("read").drafts.is_empty(), "it has an owner again");
        slot.discard().expect("removed");
        assert!(store.adopt::<Draft>(&id("one")).expect("asked").is_none());
        assert_eq!(fs::read_dir(folder.path().join("drafts")).expect("listed").count(), 0);
    }

    #[test]
    fn programs_that_look_at_once_all_see_a_draft_and_one_takes_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = DraftStore::new(folder.path());
        let slot = store.claim(&id("one")).expect("claimed");
        slot.save(&draft("one", "left")).expect("saved");
        drop(slot);
        let looking = lock(&folder.path().join("one.lock"), Hold::Looking).expect("opened").expect("nobody writes");
        assert_eq!(store.orphans::<Draft>().expect("read").drafts.len(), 1);
        assert!(!store.is_live(&id("one")), "looking is not writing");
        let taking = std::thread::spawn({
            let store = store.clone();
            move || store.adopt::<Draft>(&id("one")).expect("asked").is_some()
        });
        drop(looking);
        assert!(taking.join().expect("ended"), "it waits for those that look");
    }

    #[cfg(unix)]
    #[test]
    fn drafts_are_private() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let drafts = folder.path().join("drafts");
        let slot = DraftStore::new(&drafts).claim(&id("one")).expect("claimed");
        slot.save(&draft("one", "mine")).expect("saved");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode(&drafts), 0o700);
        assert_eq!(mode(&drafts.join("one.json")), 0o600);
        assert_eq!(mode(&drafts.join("one.lock")), 0o600);
    }

    #[test]
    fn what_cannot_be_read_is_kept_aside() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = DraftStore::new(folder.path());
        fs::write(folder.path().join("torn.json"), "{\"id\":\"torn\",").expect("written");
        fs::write(folder.path().join("torn.unreadable"), "older").expect("written");
        fs::write(folder.path().join("other.json"), serde_json::to_vec(&draft("one", "")).expect("JSON"))
            .expect("written");
        let orphans = store.orphans::<Draft>().expect("read");
        assert!(orphans.drafts.is_empty());
        assert_eq!(orphans.warnings.len(), 2);
        assert!(orphans.warnings[1].contains("torn.unreadable-1"), "{:?}", orphans.warnings);
        assert_eq!(fs::read(folder.path().join("torn.unreadable-1")).expect("kept"), b"{\"id\":\"torn\",");
        assert_eq!(fs::read(folder.path().join("torn.unreadable")).expect("kept"), b"older");
        assert!(store.orphans::<Draft>().expect("read").warnings.is_empty(), "told once");
    }

    #[test]
    fn only_old_temporary_files_are_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let (old, new, other) = (".hotseat-old", ".hotseat-new", "notes.txt");
        for name in [old, new, other] {
            let file = File::create(folder.path().join(name)).expect("created");
            if name != new {
                let past = std::time::SystemTime::now() - Duration::from_hours(2);
                file.set_modified(past).expect("aged");
            }
        }
        DraftStore::new(folder.path()).orphans::<Draft>().expect("read");
        let left = [old, new, other].map(|name| folder.path().join(name).exists());
        assert_eq!(left, [false, true, true]);
    }

    #[test]
    fn locks_of_programs_that_are_gone_go_and_no_others() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = DraftStore::new(folder.path());
        let held = store.claim(&id("held")).expect("claimed");
        assert_eq!(store.owner(&id("held")), Some(std::process::id()));
        let waiting = store.claim(&id("waiting")).expect("claimed");
        waiting.save(&draft("waiting", "left")).expect("saved");
        drop(waiting);
        for name in ["old", "new"] {
            drop(store.claim(&id(name)).expect("claimed"));
        }
        for name in ["old", "held", "waiting"] {
            let lock = private().open(folder.path().join(format!("{name}.lock"))).expect("there");
            lock.set_modified(std::time::SystemTime::now() - Duration::from_mins(5)).expect("aged");
        }
        assert_eq!(store.orphans::<Draft>().expect("read").drafts.len(), 1);
        let left = ["old", "new", "held", "waiting"].map(|name| folder.path().join(format!("{name}.lock")).exists());
        assert_eq!(left, [false, true, true, true]);
        assert_eq!(store.owner(&id("old")), None);
        held.discard().expect("removed");
    }

    #[test]
    fn a_draft_is_kept_where_its_folder_was_deleted() {
        let folder = tempfile::tempdir().expect("a folder");
        let drafts = folder.path().join("drafts");
        let slot = DraftStore::new(&drafts).claim(&id("one")).expect("claimed");
        fs::remove_dir_all(&drafts).expect("removed");
        slot.save(&draft("one", "still mine")).expect("saved");
        assert_eq!(DraftStore::new(&drafts).orphans::<Draft>().expect("read").drafts, [draft("one", "still mine")]);
        drop(slot);
    }

    #[test]
    fn a_name_never_leads_out_of_the_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = DraftStore::new(folder.path());
        for name in ["../x", "a/b", ".hidden", "a b"] {
            assert!(matches!(store.claim(&id(name)), Err(DraftError::BadName { .. })), "{name}");
        }
    }

    #[test]
    fn of_two_states_the_newer_one_counts_and_takes_the_place_of_the_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = DraftStore::new(folder.path());
        let at = |text: &str, second: i64| Draft {
            saved_at: crate::testing::noon().wall + chrono::TimeDelta::seconds(second),
            ..draft("one", text)
        };
        let names = || {
            let mut names: Vec<_> = fs::read_dir(folder.path()).expect("listed").filter_map(Result::ok).collect();
            names.retain(|entry| !has_extension(&entry.path(), "lock"));
            names.iter().map(|entry| entry.file_name().into_string().expect("text")).collect::<Vec<_>>()
        };
        for (settled, beside, wanted) in [
            (Some(at("older", 0)), Some(at("newer", 1)), "newer"),
            (Some(at("newer", 1)), Some(at("older", 0)), "newer"),
            (None, Some(at("alone", 0)), "alone"),
        ] {
            let slot = store.claim(&id("one")).expect("claimed");
            if let Some(draft) = settled {
                slot.save(&draft).expect("saved");
            }
            if let Some(draft) = beside {
                slot.beside().save(&draft).expect("saved");
            }
            drop(slot);
            let orphans = store.orphans::<Draft>().expect("read");
            assert_eq!((orphans.drafts.len(), orphans.drafts[0].text.as_str()), (1, wanted));
            let (slot, adopted) = store.adopt::<Draft>(&id("one")).expect("asked").expect("there");
            assert_eq!((adopted.text.as_str(), names()), (wanted, vec!["one.json".to_owned()]));
            slot.discard().expect("removed");
            assert!(names().is_empty());
        }
        // A newer state torn by a power cut does no harm.
        let slot = store.claim(&id("one")).expect("claimed");
        slot.save(&draft("one", "whole")).expect("saved");
        fs::write(folder.path().join("one.next"), "").expect("torn");
        drop(slot);
        assert_eq!(store.orphans::<Draft>().expect("read").drafts, [draft("one", "whole")]);
        fs::remove_file(folder.path().join("one.json")).expect("removed");
        let orphans = store.orphans::<Draft>().expect("read");
        assert_eq!((orphans.drafts.len(), orphans.warnings.len()), (0, 1), "{:?}", orphans.warnings);
        assert_eq!(names(), ["one.unreadable"]);
    }

    #[test]
    fn any_step_of_keeping_a_draft_may_fail() {
        use hotseat_bank::files::faults;
        let folder = tempfile::tempdir().expect("a folder");
        let store = DraftStore::new(&folder.path().join("drafts"));
        let tries = faults::each(|fault| {
            let Some(slot) = fault.during(|| store.claim(&id("one"))).or_else(|_| store.claim(&id("one"))).ok() else {
                panic!("{fault:?}: the next try")
            };
            slot.save(&draft("one", "first")).expect("saved");
            let failed = fault.during(|| slot.save(&draft("one", "second")));
            let kept = read_newest::<Draft>(&slot.path).expect("whole").expect("there").0.text;
            assert!(kept == "second" || failed.is_err() && kept == "first", "{fault:?}: {kept}");
            let failed = fault.during(|| slot.beside().save(&draft("one", "third")));
            let kept = read_newest::<Draft>(&slot.path).expect("whole").expect("there").0.text;
            assert_eq!(kept == "third", failed.is_ok(), "{fault:?}: {kept}");
            slot.save(&draft("one", "fourth")).expect("the next try");
            slot.beside().remove();
            assert_eq!(fs::read_dir(folder.path().join("drafts")).expect("listed").count(), 2, "{fault:?}: left over");
            drop(slot);
            assert_eq!(store.orphans::<Draft>().expect("read").drafts, [draft("one", "fourth")]);
            fs::remove_dir_all(folder.path().join("drafts")).expect("removed");
        });
        assert!(tries > 4, "{tries}");
    }

    #[test]
    fn every_cut_of_a_draft_is_survived() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = DraftStore::new(folder.path());
        let whole = serde_json::to_vec(&draft("one", "text")).expect("JSON");
        for length in 0..whole.len() {
            fs::write(folder.path().join("one.json"), &whole[..length]).expect("written");
            let orphans = store.orphans::<Draft>().expect("read");
            assert_eq!((orphans.drafts.len(), orphans.warnings.len()), (0, 1), "cut at {length}");
            fs::remove_file(folder.path().join("one.unreadable")).expect("kept aside");
        }
    }
}
