//! The answer in progress: one small file, replaced as a whole, behind a lock that says that somebody still writes it.
//!
//! `<id>.json` is the draft, `<id>.lock` the lock; `id` is that of the attempt which the draft will become. The lock is
//! the operating system's: it goes away with the process, so a draft without one is an orphan of a crash.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset};
use hotseat_bank::QuestionId;
use hotseat_bank::{files, json};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::record::{Medium, Mode, RecordId, Spent};

/// Largest draft that is read, in bytes.
const MAX_LEN: u64 = 16 * 1024 * 1024;

/// What goes wrong with drafts.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// A file operation failed.
    #[error("the answer in progress is not saved: cannot {doing} {path}: {source}{}", hint(.source), path = .path.display())]
    Io {
        /// For example "write".
        doing: &'static str,
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Another running program writes this draft.
    #[error("the draft {id} is open in another Hotseat")]
    Taken {
        /// Its name.
        id: RecordId,
    },
    /// The name cannot be a file name.
    #[error("{id} cannot be the name of a draft")]
    BadName {
        /// The name.
        id: RecordId,
    },
    /// The draft cannot be read.
    #[error("the draft {path} cannot be read: {problem}", path = .path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What was found.
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

/// How far the answer is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Before the first key or word.
    Thinking,
    /// Answering.
    #[default]
    Answering,
    /// Done, the prediction is asked for.
    Predicting,
    /// Answering a follow-up.
    FollowUp,
}

/// Where the cursor stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// Line of the text, from 0.
    pub line: usize,
    /// Graphemes before the cursor in its line.
    pub column: usize,
}

/// One time that an answer was spoken.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Take {
    /// Name of its recording, below the recordings folder; none where no microphone listened.
    #[serde(default)]
    pub recording: Option<String>,
    /// Where the time went.
    #[serde(default)]
    pub seconds: Spent,
}

/// An answer in progress.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The id of the attempt that it will become; of a mock, which is kept whole, that of the sitting.
    pub id: RecordId,
    /// Which question.
    pub question: QuestionId,
    /// Its revision.
    pub revision: u32,
    /// The sitting it belongs to.
    #[serde(default)]
    pub sitting: Option<RecordId>,
    /// In which setting.
    pub mode: Mode,
    /// How it is given.
    pub medium: Medium,
    /// What stands there so far.
    #[serde(default)]
    pub text: String,
    /// Where the cursor stands.
    #[serde(default)]
    pub cursor: Cursor,
    /// Where the time went so far.
    #[serde(default)]
    pub seconds: Spent,
    /// Hints that were shown.
    #[serde(default)]
    pub hints: u32,
    /// Index of the wording that was asked: 0 the prompt, 1 the first variant.
    #[serde(default)]
    pub wording: u32,
    /// The target in force, in seconds; 0: not known.
    #[serde(default)]
    pub target_seconds: u32,
    /// What the candidate thinks it was worth, if that was said already.
    #[serde(default)]
    pub prediction: Option<u8>,
    /// When the question was shown.
    pub started_at: DateTime<FixedOffset>,
    /// When this state was reached.
    pub saved_at: DateTime<FixedOffset>,
    /// How far it is.
    #[serde(default)]
    pub stage: Stage,
    /// How often it was spoken so far.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub takes: Vec<Take>,
    /// Which of the takes counts, from 0.
    #[serde(default)]
    pub take: usize,
    /// Everything else, kept as it came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// The folder with the drafts.
#[derive(Clone, Debug)]
pub struct DraftStore {
    folder: PathBuf,
}

/// Drafts that nobody writes any more.
#[derive(Debug, Default)]
pub struct Orphans {
    /// Oldest first.
    pub drafts: Vec<Draft>,
    /// Files that could not be read, and where they are now.
    pub warnings: Vec<String>,
}

impl DraftStore {
    /// Drafts in this folder; it is created when the first one is claimed.
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Takes the right to write the draft of this name. It lasts until the slot is dropped or the process ends.
    pub fn claim(&self, id: &RecordId) -> Result<DraftSlot, DraftError> {
        let name = file_name(id)?;
        files::create_private_dir(&self.folder).map_err(|error| DraftError::io("create", &self.folder, error))?;
        let lock_path = self.folder.join(format!("{name}.lock"));
        let path = self.folder.join(format!("{name}.json"));
        match lock(&lock_path, Hold::Writing).map_err(|error| DraftError::io("lock", &lock_path, error))? {
            Some(lock) => Ok(DraftSlot { id: id.clone(), path, lock_path, lock }),
            None => Err(DraftError::Taken { id: id.clone() }),
        }
    }

    /// Takes over the draft of a program that is gone. None: there is no such draft any more, or another program was
    /// faster.
    pub fn adopt(&self, id: &RecordId) -> Result<Option<(DraftSlot, Draft)>, DraftError> {
        let slot = match self.claim(id) {
            Ok(slot) => slot,
            Err(DraftError::Taken { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        if let Some(draft) = read(&slot.path)? {
            Ok(Some((slot, draft)))
        } else {
            slot.discard()?;
            Ok(None)
        }
    }

    /// Whether somebody holds this name now: a running program has the answer, or its judgement, on the screen.
    pub fn is_live(&self, id: &RecordId) -> bool {
        let Ok(name) = file_name(id) else { return false };
        let Ok(file) = OpenOptions::new().write(true).open(self.folder.join(format!("{name}.lock"))) else {
            return false;
        };
        matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
    }

    /// The drafts that nobody writes any more. One that cannot be read is moved aside and named, never deleted.
    pub fn orphans(&self) -> Result<Orphans, DraftError> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Orphans::default()),
            Err(error) => return Err(DraftError::io("read", &self.folder, error)),
        };
        let mut found = Orphans::default();
        let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            if path.extension().is_none_or(|extension| extension != "json") {
                remove_leftover(&path);
                continue;
            }
            let lock_path = path.with_extension("lock");
            let known = lock_path.exists();
            // Held until the draft is read. On a read-only disk nobody can write it, so no lock is needed.
            let lock = match lock(&lock_path, Hold::Looking) {
                Ok(Some(lock)) => Some(lock),
                Ok(None) => continue,
                Err(_) => None,
            };
            match read(&path) {
                Ok(Some(draft)) if path.file_stem().is_some_and(|stem| stem == draft.id.as_str()) => {
                    found.drafts.push(draft);
                }
                Ok(None) => {}
                Ok(Some(_)) => found.warnings.push(set_aside(&path, "it names another attempt than its file")),
                Err(DraftError::Unreadable { problem, .. }) => found.warnings.push(set_aside(&path, &problem)),
                Err(other) => found.warnings.push(other.to_string()),
            }
            if !known && lock.is_some() {
                // Best effort: an empty lock file that stays does no harm.
                let _ = fs::remove_file(&lock_path);
            }
        }
        found.drafts.sort_by(|a, b| (a.started_at, &a.id).cmp(&(b.started_at, &b.id)));
        Ok(found)
    }
}

/// The right to write one draft.
#[derive(Debug)]
pub struct DraftSlot {
    id: RecordId,
    path: PathBuf,
    lock_path: PathBuf,
    /// Unlocked when it is closed, by us or by the end of the process.
    lock: File,
}

impl DraftSlot {
    /// The id of the attempt that the draft will become.
    pub fn id(&self) -> &RecordId {
        &self.id
    }

    /// Replaces the draft as a whole; on return it is on the disk.
    pub fn save(&self, draft: &Draft) -> Result<(), DraftError> {
        let content = serde_json::to_vec(draft).map_err(|error| DraftError::io("write", &self.path, error.into()))?;
        files::replace(&self.path, &content).map_err(|error| DraftError::io("write", &self.path, error))
    }

    /// Removes the draft: the attempt is saved, or not wanted.
    pub fn discard(self) -> Result<(), DraftError> {
        for path in [&self.path, &self.lock_path] {
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

/// Names come from our own UUIDs; anything that a folder could misunderstand is refused.
fn file_name(id: &RecordId) -> Result<&str, DraftError> {
    let name = id.as_str();
    let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if plain { Ok(name) } else { Err(DraftError::BadName { id: id.clone() }) }
}

/// What a lock is held for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hold {
    /// Reading a draft that nobody writes. Several programs may look at once: none hides a draft from another.
    Looking,
    /// Writing it.
    Writing,
}

/// How long a writer waits for programs that look at the draft: each only reads one small file.
const PATIENCE: Duration = Duration::from_millis(500);

/// None: somebody else writes it.
fn lock(path: &Path, hold: Hold) -> io::Result<Option<File>> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let begun = Instant::now();
    loop {
        let file = options.open(path)?;
        let locked = match hold {
            Hold::Looking => file.try_lock_shared(),
            Hold::Writing => file.try_lock(),
        };
        match locked {
            Ok(()) => {}
            // Whoever only looks lets others look, and is done in a moment.
            Err(TryLockError::WouldBlock)
                if hold == Hold::Writing && file.try_lock_shared().is_ok() && begun.elapsed() < PATIENCE =>
            {
                drop(file);
                thread::sleep(Duration::from_millis(2));
                continue;
            }
            Err(TryLockError::WouldBlock) => return Ok(None),
            // A disk without locks: rather offer a live draft twice than none at all.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => return Ok(Some(file)),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        // Its owner may have removed the file between our opening and our locking it.
        if is_at(&file, path) {
            return Ok(Some(file));
        }
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

/// None: there is no such file.
fn read(path: &Path) -> Result<Option<Draft>, DraftError> {
    use io::Read as _;
    let unreadable = |problem: String| DraftError::Unreadable { path: path.to_owned(), problem };
    let mut content = Vec::new();
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(DraftError::io("read", path, error)),
    };
    match file.take(MAX_LEN + 1).read_to_end(&mut content) {
        Err(error) if error.kind() == io::ErrorKind::IsADirectory => return Err(unreadable("it is a folder".into())),
        Err(error) => return Err(DraftError::io("read", path, error)),
        Ok(_) if content.len() as u64 > MAX_LEN => return Err(unreadable("it is larger than 16 MiB".into())),
        Ok(_) => {}
    }
    let text = str::from_utf8(&content).map_err(|error| unreadable(error.to_string()))?;
    json::read(text).map(Some).map_err(|misfit| unreadable(misfit.found()))
}

/// A process that is killed while it writes leaves its temporary file behind. After an hour nobody writes it any more.
fn remove_leftover(path: &Path) {
    let temporary = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".hotseat-"));
    let age = |path: &Path| fs::metadata(path).ok()?.modified().ok()?.elapsed().ok();
    if temporary && age(path).is_some_and(|age| age > Duration::from_hours(1)) {
        // Best effort: it holds a part of an answer, readable by its owner alone.
        let _ = fs::remove_file(path);
    }
}

/// Moves a file out of the way without overwriting another one, and says so.
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
pub(super) mod tests {
    use super::*;
    use crate::testing::{at, id, question};

    pub(crate) fn draft(name: &str, text: &str) -> Draft {
        Draft {
            id: id(name),
            question: question("b/q"),
            revision: 1,
            sitting: None,
            mode: Mode::Drill,
            medium: Medium::Typed,
            text: text.to_owned(),
            cursor: Cursor { line: 0, column: text.chars().count() },
            seconds: Spent { think: 1.0, answer: 0.1 + 0.2, paused: 0.0 },
            hints: 1,
            wording: 0,
            target_seconds: 180,
            prediction: None,
            started_at: at(0),
            saved_at: at(1),
            stage: Stage::Answering,
            takes: Vec::new(),
            take: 0,
            other: Map::from_iter([("later".to_owned(), Value::from(1))]),
        }
    }

    #[test]
    fn a_live_draft_is_nobody_elses() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = DraftStore::new(&folder.path().join("drafts"));
        assert!(store.orphans().expect("none yet").drafts.is_empty());
        let slot = store.claim(&id("one")).expect("claimed");
        slot.save(&draft("one", "nul \0 and naïve")).expect("saved");
        assert!(store.orphans().expect("read").drafts.is_empty());
        assert!(matches!(store.claim(&id("one")), Err(DraftError::Taken { .. })));
        assert!(store.adopt(&id("one")).expect("asked").is_none());
        assert!(store.is_live(&id("one")) && !store.is_live(&id("two")));
        drop(slot);
        assert!(!store.is_live(&id("one")));
        let orphans = store.orphans().expect("read");
        assert_eq!(orphans.drafts, [draft("one", "nul \0 and naïve")]);
        let (slot, adopted) = store.adopt(&id("one")).expect("asked").expect("free");
        assert_eq!(adopted, orphans.drafts[0]);
        assert!(store.orphans().expect("read").drafts.is_empty(), "it has an owner again");
        slot.discard().expect("removed");
        assert!(store.adopt(&id("one")).expect("asked").is_none());
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
        assert_eq!(store.orphans().expect("read").drafts.len(), 1);
        assert!(!store.is_live(&id("one")), "looking is not writing");
        let taking = std::thread::spawn({
            let store = store.clone();
            move || store.adopt(&id("one")).expect("asked").is_some()
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
        let orphans = store.orphans().expect("read");
        assert!(orphans.drafts.is_empty());
        assert_eq!(orphans.warnings.len(), 2);
        assert!(orphans.warnings[1].contains("torn.unreadable-1"), "{:?}", orphans.warnings);
        assert_eq!(fs::read(folder.path().join("torn.unreadable-1")).expect("kept"), b"{\"id\":\"torn\",");
        assert_eq!(fs::read(folder.path().join("torn.unreadable")).expect("kept"), b"older");
        assert!(store.orphans().expect("read").warnings.is_empty(), "told once");
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
        DraftStore::new(folder.path()).orphans().expect("read");
        let left = [old, new, other].map(|name| folder.path().join(name).exists());
        assert_eq!(left, [false, true, true]);
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
    fn every_cut_of_a_draft_is_survived() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = DraftStore::new(folder.path());
        let whole = serde_json::to_vec(&draft("one", "text")).expect("JSON");
        for length in 0..whole.len() {
            fs::write(folder.path().join("one.json"), &whole[..length]).expect("written");
            let orphans = store.orphans().expect("read");
            assert_eq!((orphans.drafts.len(), orphans.warnings.len()), (0, 1), "cut at {length}");
            fs::remove_file(folder.path().join("one.unreadable")).expect("kept aside");
        }
    }
}
