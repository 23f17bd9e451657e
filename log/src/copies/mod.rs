//! Verified copies of the history, in a folder outside the one that holds the history, so that they survive if that one
//! is deleted by mistake.
//!
//! The number of records is part of each copy's name, so listing the copies opens no file. Which ones are kept is
//! decided in `rotation.rs`.

mod name;
mod rotation;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use hotseat_bank::files;
use rusqlite::{Connection, OptionalExtension as _};

use super::backup::{copy, count};
use super::copy::{open_for_reading, open_immutable};
use super::error::HistoryError;
pub use name::Mark;
use name::{Name, is_of_a_format};
use rotation::{Kept, staying};

/// Age at which a half-written file is removed: the program that was writing it must have been killed.
const LEFTOVER: Duration = Duration::from_hours(1);

/// A copy of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// Path of the copy.
    pub path: PathBuf,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// How many records it holds. None if it cannot be opened.
    pub records: Option<u64>,
    /// Whether, and why, it is kept regardless of age.
    pub mark: Mark,
}

/// The folder of the copies, and folders in which earlier versions of the program kept theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copies {
    folder: PathBuf,
    earlier: Vec<PathBuf>,
}

impl Copies {
    /// Copies go into `folder`; those in `earlier` are listed and rotated with them.
    pub fn new(folder: &Path, earlier: Vec<PathBuf>) -> Self {
        Self { folder: folder.to_owned(), earlier }
    }

    /// The folder that new copies go into.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// All copies, newest first. Folders that cannot be read are skipped.
    pub fn list(&self) -> Vec<Copy> {
        let folders = std::iter::once(&self.folder).chain(&self.earlier);
        let entries = folders.filter_map(|folder| fs::read_dir(folder).ok()).flatten().filter_map(Result::ok);
        let paths = entries.map(|entry| entry.path());
        let mut copies: Vec<Copy> = paths
            .filter(|path| path.extension().is_some_and(|extension| extension == "sqlite"))
            .filter_map(|path| {
                if let Some(Name { at, records, mark }) = Name::of(&path) {
                    return path.is_file().then_some(Copy { path, at, records: Some(records), mark });
                }
                let found = fs::metadata(&path).ok().filter(fs::Metadata::is_file)?;
                let records = open_immutable(&path).and_then(|conn| count(&conn)).ok();
                Some(Copy { at: found.modified().ok()?.into(), records, mark: Mark::None, path })
            })
            .collect();
        copies.sort_by(|a, b| (b.at, b.records, &b.path).cmp(&(a.at, a.records, &a.path)));
        copies
    }

    /// The copies to restore a history from, in order of use: those that hold lost records, fullest first, then the
    /// fullest of the others (the newest if several are equal). Copies marked as forgotten are left out.
    pub fn to_restore(&self) -> Vec<Copy> {
        let readable = |copy: &Copy| copy.records.is_some_and(|records| records > 0) && copy.mark != Mark::Forgotten;
        let (mut held, others): (Vec<Copy>, Vec<Copy>) =
            self.list().into_iter().filter(readable).partition(|copy| copy.mark == Mark::Held);
        held.sort_by_key(|copy| std::cmp::Reverse(copy.records));
        held.extend(others.into_iter().reduce(|best, next| if next.records > best.records { next } else { best }));
        held
    }

    /// How many records a restore from these copies would add to a history.
    pub fn beyond(&self, history: &Path) -> Result<u64, HistoryError> {
        let conn = open_for_reading(history).map_err(|error| HistoryError::of(error, history))?;
        let mut beyond = HashSet::new();
        for copy in self.to_restore() {
            // A copy that cannot be read adds nothing.
            if let Ok(lacking) = open_immutable(&copy.path).and_then(|copy| lacking(&copy, &conn)) {
                beyond.extend(lacking);
            }
        }
        Ok(beyond.len() as u64)
    }

    /// Marks every copy that holds records the history lacks as forgotten: those records were given up on purpose, and
    /// a restore brings them back only if the copy is named.
    pub fn forget(&self, history: &Path) -> Result<(), HistoryError> {
        let conn = open_for_reading(history).map_err(|error| HistoryError::of(error, history))?;
        for copy in self.list() {
            let more = open_immutable(&copy.path).and_then(|copy| holds_more(&copy, &conn));
            if let (Some(name), Ok(true)) = (Name::of(&copy.path), more) {
                mark(&copy, name, Mark::Forgotten);
            }
        }
        Ok(())
    }

    /// Copies a history over a separate connection, unless the newest copy holds as many records, and removes copies
    /// that are no longer wanted. None if there was nothing to do. Slow for a large history, so call it where nobody
    /// waits for it.
    pub fn make(&self, history: &Path, now: DateTime<Utc>) -> Result<Option<Copy>, HistoryError> {
        let fail = |error| HistoryError::of(error, history);
        // SQLite would not create the file either, but its error says less.
        fs::metadata(history).map_err(|error| HistoryError::io("read", history, error))?;
        let conn = open_for_reading(history).map_err(fail)?;
        let records = count(&conn).map_err(fail)?;
        hold(&self.list(), &conn);
        let as_full = |newest: &Copy| newest.records == Some(records) && newest.mark == Mark::None;
        if records == 0 || self.list().first().is_some_and(as_full) {
            return Ok(None);
        }
        files::create_private_dir(&self.folder).map_err(|error| HistoryError::io("create", &self.folder, error))?;
        self.sweep();
        let staged = self.folder.join(Name::new(now, records).text());
        let records = copy(&conn, history, &staged)?;
        // More records may have been saved since they were counted.
        let name = Name::new(now, records);
        let path = self.folder.join(name.text());
        if path != staged {
            files::step()
                .and_then(|()| fs::rename(&staged, &path))
                .map_err(|error| HistoryError::io("write", &path, error))?;
        }
        self.tidy(now).map_err(|error| HistoryError::io("tidy", &self.folder, error))?;
        Ok(Some(Copy { path, at: name.at, records: Some(records), mark: Mark::None }))
    }

    fn tidy(&self, now: DateTime<Utc>) -> std::io::Result<()> {
        let rotated: Vec<Copy> = self.list().into_iter().filter(|copy| !is_of_a_format(&copy.path)).collect();
        let kept: Vec<Kept> = rotated
            .iter()
            .map(|copy| Kept { at: copy.at, records: copy.records.unwrap_or(0), held: copy.mark != Mark::None })
            .collect();
        let staying = staying(&kept, now);
        for (index, copy) in rotated.iter().enumerate() {
            if !staying.contains(&index) {
                match fs::remove_file(&copy.path) {
                    // Another program may be tidying at the same time.
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Removes files left half-written by programs that were killed.
    fn sweep(&self) {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().filter_map(Result::ok);
        for entry in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(".hotseat-")) {
            let written = entry.metadata().and_then(|found| found.modified());
            let old = written.is_ok_and(|at| SystemTime::now().duration_since(at).is_ok_and(|age| age > LEFTOVER));
            if old {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Marks the newest copy as held if it has records that the history lacks, because the history was lost or replaced
/// since; removes the mark from copies whose records are all back. Best effort: a copy that cannot be read or renamed
/// stays as it is.
fn hold(copies: &[Copy], history: &Connection) {
    for copy in copies.iter().take(1).chain(copies.iter().skip(1).filter(|copy| copy.mark != Mark::None)) {
        let Some(name) = Name::of(&copy.path) else { continue };
        let Ok(held) = open_immutable(&copy.path).and_then(|copy| holds_more(&copy, history)) else { continue };
        match (held, name.mark) {
            (true, Mark::None) => mark(copy, name, Mark::Held),
            (false, Mark::Held | Mark::Forgotten) => mark(copy, name, Mark::None),
            _ => {}
        }
    }
}

fn mark(copy: &Copy, name: Name, mark: Mark) {
    // Best effort: another program may have done it already.
    let _ = fs::rename(&copy.path, copy.path.with_file_name(Name { mark, ..name }.text()));
}

/// Whether a copy holds records that a history lacks. Records are only ever added, so a history that has the copy's
/// first and last record, and at least as many records, has them all.
fn holds_more(copy: &Connection, history: &Connection) -> rusqlite::Result<bool> {
    let mut known = history.prepare("SELECT 1 FROM record WHERE id = ?1")?;
    for end in ["ASC", "DESC"] {
        let sql = format!("SELECT id FROM record ORDER BY rowid {end} LIMIT 1");
        let id: Option<String> = copy.query_row(&sql, [], |row| row.get(0)).optional()?;
        if let Some(id) = id
            && !known.exists([id])?
        {
            return Ok(true);
        }
    }
    Ok(count(copy)? > count(history)?)
}

/// The ids of the records of a copy that a history lacks.
fn lacking(copy: &Connection, history: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut known = history.prepare("SELECT 1 FROM record WHERE id = ?1")?;
    let mut ids = copy.prepare("SELECT id FROM record")?;
    let mut rows = ids.query([])?;
    let mut lacking = Vec::new();
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        if !known.exists([&id])? {
            lacking.push(id);
        }
    }
    Ok(lacking)
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::History;
    use crate::testing::{Counting, attempt};

    fn at(minutes: i64) -> DateTime<Utc> {
        "2026-11-01T12:00:00Z".parse::<DateTime<Utc>>().expect("an instant") + TimeDelta::minutes(minutes)
    }

    fn add(file: &Path, names: &[&str]) {
        let mut history = History::open(file).expect("opened");
        let records: Vec<_> = names.iter().map(|name| attempt(name, "b/q", 0)).collect();
        history.append(&records, &Counting).expect("saved");
    }

    #[test]
    fn a_copy_is_made_when_something_changed_and_of_nothing_never() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("data/history.sqlite");
        let copies = Copies::new(&folder.path().join("state/backups"), Vec::new());
        assert!(copies.make(&file, at(0)).is_err(), "there is no history");
        History::open(&file).expect("created");
        assert_eq!(copies.make(&file, at(0)).expect("asked"), None);
        add(&file, &["a"]);
        let first = copies.make(&file, at(1)).expect("made").expect("changed");
        assert_eq!((first.records, first.at), (Some(1), at(1)));
        assert_eq!(copies.make(&file, at(2)).expect("asked"), None);
        add(&file, &["b"]);
        let second = copies.make(&file, at(2)).expect("made").expect("changed");
        assert_eq!(copies.list(), [second.clone(), first]);
        assert_eq!(copies.to_restore(), [second]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
            assert_eq!(mode(copies.folder()), 0o700);
            assert_eq!(mode(&copies.list()[0].path), 0o600);
        }
    }

    /// A history of two records that was copied and then lost, and a new history with one record in its place.
    struct FreshStart {
        _folder: tempfile::TempDir,
        copies: Copies,
        file: PathBuf,
    }

    impl FreshStart {
        fn new() -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            let (old, file) = (folder.path().join("old.sqlite"), folder.path().join("new.sqlite"));
            let copies = Copies::new(&folder.path().join("backups"), Vec::new());
            add(&old, &["a", "b"]);
            copies.make(&old, at(0)).expect("made");
            add(&file, &["c"]);
            Self { _folder: folder, copies, file }
        }

        /// Adds one record on this day, and makes a copy.
        fn practise(&self, day: i64) {
            add(&self.file, &[&format!("d{day}")]);
            self.copies.make(&self.file, at(day * 60 * 24)).expect("made").expect("changed");
        }

        fn marked(&self, mark: Mark) -> Vec<Copy> {
            self.copies.list().into_iter().filter(|copy| copy.mark == mark).collect()
        }
    }

    #[test]
    fn what_a_lost_history_held_is_held_until_it_is_back() {
        let fresh = FreshStart::new();
        // The new history soon has as many records, and more than a year goes by.
        for day in 1..400 {
            fresh.practise(day);
            let held = fresh.marked(Mark::Held);
            assert_eq!(held.len(), 1);
            assert_eq!((held[0].records, held[0].at), (Some(2), at(0)));
            assert_eq!(fresh.copies.to_restore()[0], held[0], "whatever is fuller by now");
        }
        assert!(fresh.copies.list().len() < 45, "{}", fresh.copies.list().len());
        // The lost records come back, and from then on the copy is rotated like the others.
        add(&fresh.file, &["a", "b"]);
        fresh.practise(400);
        assert!(fresh.copies.list().iter().all(|copy| copy.mark == Mark::None && copy.at > at(0)));
    }

    #[test]
    fn what_was_given_up_stays_and_comes_back_only_by_name() {
        let fresh = FreshStart::new();
        fresh.copies.forget(&fresh.file).expect("marked");
        (1..200).for_each(|day| fresh.practise(day));
        let forgotten = fresh.marked(Mark::Forgotten);
        assert_eq!((forgotten.len(), forgotten[0].at), (1, at(0)));
        let restored = fresh.copies.to_restore();
        assert_eq!((restored.len(), restored[0].records), (1, Some(200)));
    }

    #[test]
    fn copies_of_earlier_versions_are_listed_and_rotated_and_formats_stay() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("history.sqlite");
        let earlier = folder.path().join("backups");
        let copies = Copies::new(&folder.path().join("state"), vec![earlier.clone()]);
        fs::create_dir(&earlier).expect("made");
        add(&file, &["a", "b", "c"]);
        let dated = |name: &str| {
            let path = earlier.join(name);
            History::open(&file).expect("opened").backup(&path, false).expect("copied");
            let long_ago: SystemTime = at(-60 * 24 * 365).into();
            fs::File::options().write(true).open(&path).expect("there").set_modified(long_ago).expect("aged");
        };
        dated("history-2025-11-01.sqlite");
        dated("history-format-1.sqlite");
        fs::write(earlier.join("torn.sqlite"), "no database").expect("written");
        assert_eq!(copies.to_restore()[0].records, Some(3));
        for number in 0..20 {
            add(&file, &[&format!("n{number}")]);
            copies.make(&file, at(number)).expect("made").expect("changed");
        }
        let names: Vec<String> = copies
            .list()
            .iter()
            .map(|copy| copy.path.file_name().expect("named").to_string_lossy().into_owned())
            .collect();
        assert!(names.contains(&"history-format-1.sqlite".to_owned()), "{names:?}");
        assert!(!names.contains(&"history-2025-11-01.sqlite".to_owned()), "{names:?}");
    }

    #[test]
    fn what_was_left_half_written_goes_after_an_hour() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("history.sqlite");
        let copies = Copies::new(&folder.path().join("backups"), Vec::new());
        add(&file, &["a"]);
        fs::create_dir(copies.folder()).expect("made");
        for (name, old) in [(".hotseat-old", true), (".hotseat-new", false)] {
            let left = fs::File::create(copies.folder().join(name)).expect("made");
            let past = SystemTime::now() - Duration::from_hours(2);
            if old {
                left.set_modified(past).expect("aged");
            }
        }
        copies.make(&file, at(0)).expect("made");
        let left = [".hotseat-old", ".hotseat-new"].map(|name| copies.folder().join(name).exists());
        assert_eq!(left, [false, true]);
    }
}
