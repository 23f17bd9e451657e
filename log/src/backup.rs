//! Verified copies of the history: on request, before a migration, and one a day.
//!
//! `integrity_check` misses some flipped bits, so a copy from before the damage is the second safety net.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{Datelike as _, IsoWeek, NaiveDate};
use hotseat_bank::files;
use rusqlite::Connection;

use super::beside::{backups, newest_in};
use super::connection::History;
use super::copy::open_immutable;
use super::error::HistoryError;
use super::pragma::damage;
use super::schema::APPLICATION_ID;

/// Daily copies that are kept.
const DAILY: usize = 7;

/// Of older copies, the last of each of this many weeks is kept.
const WEEKLY: usize = 4;

const PREFIX: &str = "history-";
const SUFFIX: &str = ".sqlite";

/// A backup that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupInfo {
    /// The file.
    pub path: PathBuf,
    /// How many records it holds.
    pub records: u64,
}

impl History {
    /// Writes a verified copy to `dest`, readable by the owner alone: the whole file or nothing. An older backup there
    /// is replaced; anything else is left alone.
    pub fn backup(&self, dest: &Path) -> Result<BackupInfo, HistoryError> {
        let same =
            |a: &Path, b: &Path| a == b || fs::canonicalize(a).is_ok_and(|a| fs::canonicalize(b).is_ok_and(|b| a == b));
        if same(dest, self.file()) || fs::symlink_metadata(dest).is_ok() && !is_backup(dest) {
            return Err(HistoryError::Exists(dest.to_owned()));
        }
        let records = copy(self.conn(), self.file(), dest)?;
        Ok(BackupInfo { path: dest.to_owned(), records })
    }

    /// Makes the backup of the day in `folder`, if there is none yet, and removes those that are no longer wanted: the
    /// last 7 days with a backup stay, and the last backup of each of 4 weeks before them.
    ///
    /// None: nothing to do (there is one of today, the log is empty, or nothing can be written). Slow for a large log:
    /// call it where nobody waits for it.
    pub fn backup_daily(&self, folder: &Path, today: NaiveDate) -> Result<Option<BackupInfo>, HistoryError> {
        let dest = folder.join(format!("{PREFIX}{today}{SUFFIX}"));
        let empty = self.reading(|conn| Ok(count(conn)? == 0))?;
        if self.is_read_only() || empty || dest.exists() {
            return Ok(None);
        }
        let before = newest_in(folder);
        files::create_private_dir(folder).map_err(|error| HistoryError::io("create", folder, error))?;
        let records = copy(self.conn(), self.file(), &dest)?;
        // A log only grows. One that shrank has lost something, and the old copies are all that is left of it.
        let grown = before
            .is_none_or(|before| open_immutable(&before).and_then(|old| count(&old)).is_ok_and(|old| old <= records));
        if grown {
            prune(folder).map_err(|error| HistoryError::io("tidy", folder, error))?;
        }
        Ok(Some(BackupInfo { path: dest, records }))
    }
}

/// The copy from before a migration, in the folder `backups` beside the file.
pub(super) fn before_migration(conn: &Connection, file: &Path, version: i64) -> Result<PathBuf, HistoryError> {
    let folder = backups(file);
    files::create_private_dir(&folder).map_err(|error| HistoryError::io("create", &folder, error))?;
    let dest = folder.join(format!("{PREFIX}format-{version}{SUFFIX}"));
    copy(conn, file, &dest)?;
    Ok(dest)
}

fn count(conn: &Connection) -> rusqlite::Result<u64> {
    conn.query_row("SELECT count(*) FROM record", [], |row| row.get(0))
}

/// Makes a copy under a temporary name, verifies it, makes it durable, and only then gives it its name. Returns how many
/// records it holds.
fn copy(conn: &Connection, file: &Path, dest: &Path) -> Result<u64, HistoryError> {
    let fail = |error| HistoryError::of(error, file);
    let io = |doing| move |error| HistoryError::io(doing, dest, error);
    let folder = dest.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    // tempfile creates its files with mode 0600, and SQLite copies into an empty file.
    let temporary = builder.prefix(".hotseat-").tempfile_in(folder).map_err(io("write"))?;
    let Some(name) = temporary.path().to_str() else {
        let problem = std::io::Error::new(std::io::ErrorKind::InvalidInput, "the path is not valid text");
        return Err(HistoryError::io("write", dest, problem));
    };
    conn.execute("VACUUM INTO ?1", [name]).map_err(|error| match fail(error) {
        HistoryError::Full(_) => HistoryError::Full(dest.to_owned()),
        other => other,
    })?;
    let copied = open_immutable(temporary.path()).map_err(fail)?;
    if let Some(problem) = damage(&copied, "quick_check").map_err(fail)? {
        return Err(HistoryError::damaged(file, problem));
    }
    let records = count(&copied).map_err(fail)?;
    drop(copied);
    temporary.as_file().sync_all().map_err(io("write"))?;
    temporary.persist(dest).map_err(|error| HistoryError::io("write", dest, error.error))?;
    files::sync_dir(folder).map_err(io("write"))?;
    Ok(records)
}

/// Whether the header of a file says that it is a history.
fn is_backup(path: &Path) -> bool {
    use std::io::Read as _;
    let mut header = [0_u8; 72];
    let read = fs::symlink_metadata(path).is_ok_and(|found| found.is_file())
        && fs::File::open(path).and_then(|mut file| file.read_exact(&mut header)).is_ok();
    read && header.starts_with(b"SQLite format 3\0")
        && header[68..].try_into().map(u32::from_be_bytes).is_ok_and(|id| i64::from(id) == APPLICATION_ID)
}

fn day_of(path: &Path) -> Option<NaiveDate> {
    path.file_name()?.to_str()?.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?.parse().ok()
}

fn prune(folder: &Path) -> std::io::Result<()> {
    let paths: Vec<PathBuf> = fs::read_dir(folder)?.filter_map(Result::ok).map(|entry| entry.path()).collect();
    let wanted = wanted(paths.iter().filter_map(|path| day_of(path)).collect());
    for path in paths {
        if day_of(&path).is_some_and(|day| !wanted.contains(&day)) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

/// Which of these days keep their backup.
fn wanted(days: BTreeSet<NaiveDate>) -> BTreeSet<NaiveDate> {
    let mut wanted = BTreeSet::new();
    let mut weeks: BTreeSet<IsoWeek> = BTreeSet::new();
    for (index, day) in days.into_iter().rev().enumerate() {
        if index < DAILY || weeks.len() < WEEKLY && weeks.insert(day.iso_week()) {
            wanted.insert(day);
        }
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::beside::newest_backup;
    use crate::testing::{Counting, attempt, judgement};

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn seven_days_and_four_weeks_stay() {
        let start = day("2026-01-01");
        let mut kept = BTreeSet::new();
        for offset in 0..100 {
            kept.insert(start + chrono::TimeDelta::days(offset));
            kept = wanted(kept);
            assert!(kept.len() <= DAILY + WEEKLY);
        }
        let last = start + chrono::TimeDelta::days(99);
        assert_eq!(last, day("2026-04-10"));
        let kept: Vec<String> = kept.iter().map(ToString::to_string).collect();
        let expected = [
            "2026-03-15",
            "2026-03-22",
            "2026-03-29",
            "2026-04-03",
            "2026-04-04",
            "2026-04-05",
            "2026-04-06",
            "2026-04-07",
            "2026-04-08",
            "2026-04-09",
            "2026-04-10",
        ];
        assert_eq!(kept, expected);
    }

    #[test]
    fn a_backup_is_a_whole_private_history() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("history.sqlite");
        let mut history = History::open(&file).expect("opened");
        history.append(&[attempt("a", "b/q", 0), judgement("j", "a", "b/q", 1, 3)], &Counting).expect("saved");
        let dest = folder.path().join("copy.sqlite");
        assert_eq!(history.backup(&dest).expect("copied"), BackupInfo { path: dest.clone(), records: 2 });
        history.backup(&dest).expect("an older backup is replaced");
        let copy = History::open(&dest).expect("a history");
        assert_eq!(copy.standings().expect("read"), history.standings().expect("read"));
        assert!(copy.check_rebuild(&Counting).expect("checked").is_empty());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&dest).expect("there").permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn nothing_else_is_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("history.sqlite");
        let history = History::open(&file).expect("opened");
        let notes = folder.path().join("notes.txt");
        fs::write(&notes, "mine").expect("written");
        assert!(matches!(history.backup(&notes), Err(HistoryError::Exists(_))));
        assert!(matches!(history.backup(&file), Err(HistoryError::Exists(_))));
        assert!(matches!(history.backup(folder.path()), Err(HistoryError::Exists(_))));
        assert!(history.backup(&folder.path().join("none/copy")).is_err());
        assert_eq!(fs::read_to_string(&notes).expect("read"), "mine");
    }

    #[test]
    fn one_backup_a_day_and_none_of_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut history = History::open(&folder.path().join("history.sqlite")).expect("opened");
        let backups = folder.path().join("backups");
        assert_eq!(history.backup_daily(&backups, day("2026-11-22")).expect("asked"), None);
        history.append(&[attempt("a", "b/q", 0)], &Counting).expect("saved");
        for offset in 0..30 {
            let today = day("2026-11-01") + chrono::TimeDelta::days(offset);
            assert!(history.backup_daily(&backups, today).expect("made").is_some());
            assert_eq!(history.backup_daily(&backups, today).expect("asked"), None);
        }
        assert_eq!(fs::read_dir(&backups).expect("listed").count(), DAILY + WEEKLY);
        assert_eq!(newest_backup(history.file()), Some(backups.join("history-2026-11-30.sqlite")));
    }

    #[test]
    fn a_log_that_shrank_keeps_all_old_copies() {
        let folder = tempfile::tempdir().expect("a folder");
        let backups = folder.path().join("backups");
        let mut full = History::open(&folder.path().join("full.sqlite")).expect("opened");
        full.append(&[attempt("a", "b/q", 0), attempt("b", "b/q", 1)], &Counting).expect("saved");
        for offset in 0..7 {
            full.backup_daily(&backups, day("2026-11-01") + chrono::TimeDelta::days(offset)).expect("made");
        }
        let mut less = History::open(&folder.path().join("less.sqlite")).expect("opened");
        less.append(&[attempt("a", "b/q", 0)], &Counting).expect("saved");
        less.backup_daily(&backups, day("2026-11-08")).expect("made");
        assert_eq!(fs::read_dir(&backups).expect("listed").count(), 8);
    }
}
