//! Verified copies of the history: to any path on request, and before a migration. Automatic copies are in `copies/`.
//!
//! `integrity_check` misses some flipped bits, so a copy from before the damage is the second safety net.

use std::fs;
use std::path::{Path, PathBuf};

use hotseat_bank::files;
use rusqlite::Connection;

use super::beside::{backups, beside, has_content};
use super::connection::History;
use super::copy::open_immutable;
use super::error::HistoryError;
use super::pragma::damage;
use super::salvage::salvage;
use super::schema::APPLICATION_ID;

/// A backup that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupInfo {
    /// Path of the copy.
    pub path: PathBuf,
    /// How many records it holds.
    pub records: u64,
}

impl History {
    /// Writes a verified copy to `dest`, readable by its owner only: either the whole file or nothing. An older backup
    /// there is replaced, but one that holds records which this history lacks only with `force`; any other file is left
    /// alone and is an error.
    pub fn backup(&self, dest: &Path, force: bool) -> Result<BackupInfo, HistoryError> {
        let same =
            |a: &Path, b: &Path| a == b || fs::canonicalize(a).is_ok_and(|a| fs::canonicalize(b).is_ok_and(|b| a == b));
        if same(dest, self.file()) || fs::symlink_metadata(dest).is_ok() && !is_backup(dest) {
            return Err(HistoryError::Exists(dest.to_owned()));
        }
        // A log left beside the new file would be taken for its own.
        if has_content(&beside(dest, "-wal")) {
            return Err(HistoryError::Busy(dest.to_owned()));
        }
        if !force && dest.exists() {
            self.must_hold_all_of(dest)?;
        }
        let records = copy(self.conn(), self.file(), dest)?;
        Ok(BackupInfo { path: dest.to_owned(), records })
    }

    /// An error if records can be read in another history that this one lacks.
    fn must_hold_all_of(&self, other: &Path) -> Result<(), HistoryError> {
        let there = salvage(other)?.rows;
        let lacking = self.reading(|conn| {
            let mut known = conn.prepare("SELECT 1 FROM record WHERE id = ?1")?;
            there.iter().try_fold(0_u64, |lacking, row| Ok(lacking + u64::from(!known.exists([&row.id])?)))
        })?;
        if lacking > 0 {
            return Err(HistoryError::WouldLose { file: other.to_owned(), holds: there.len() as u64, lacking });
        }
        Ok(())
    }
}

/// Makes the copy that precedes a migration, in the folder `backups` beside the file.
pub(super) fn before_migration(conn: &Connection, file: &Path, version: i64) -> Result<PathBuf, HistoryError> {
    let folder = backups(file);
    files::create_private_dir(&folder).map_err(|error| HistoryError::io("create", &folder, error))?;
    let dest = folder.join(format!("history-format-{version}.sqlite"));
    copy(conn, file, &dest)?;
    Ok(dest)
}

/// The number of records.
pub(super) fn count(conn: &Connection) -> rusqlite::Result<u64> {
    conn.query_row("SELECT count(*) FROM record", [], |row| row.get(0))
}

/// Makes a copy under a temporary name, verifies it, syncs it to disk, and only then renames it. Returns the number of
/// records in it.
pub(super) fn copy(conn: &Connection, file: &Path, dest: &Path) -> Result<u64, HistoryError> {
    let fail = |error| HistoryError::of(error, file);
    let io = |doing| move |error| HistoryError::io(doing, dest, error);
    let folder = dest.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    // tempfile creates its files with mode 0600, and SQLite can copy into an existing empty file.
    let temporary =
        files::step().and_then(|()| builder.prefix(".hotseat-").tempfile_in(folder)).map_err(io("write"))?;
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
    files::step().and_then(|()| temporary.as_file().sync_all()).map_err(io("write"))?;
    files::step().map_err(io("write"))?;
    temporary.persist(dest).map_err(|error| HistoryError::io("write", dest, error.error))?;
    files::sync_dir(folder).map_err(io("write"))?;
    Ok(records)
}

/// Whether a file's header identifies it as a history.
fn is_backup(path: &Path) -> bool {
    use std::io::Read as _;
    let mut header = [0_u8; 72];
    let read = fs::symlink_metadata(path).is_ok_and(|found| found.is_file())
        && fs::File::open(path).and_then(|mut file| file.read_exact(&mut header)).is_ok();
    read && header.starts_with(b"SQLite format 3\0")
        && header[68..].try_into().map(u32::from_be_bytes).is_ok_and(|id| i64::from(id) == APPLICATION_ID)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Counting, attempt, judgement};

    #[test]
    fn a_backup_is_a_whole_private_history() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("history.sqlite");
        let mut history = History::open(&file).expect("opened");
        history.append(&[attempt("a", "b/q", 0), judgement("j", "a", "b/q", 1, 3)], &Counting).expect("saved");
        let dest = folder.path().join("copy.sqlite");
        assert_eq!(history.backup(&dest, false).expect("copied"), BackupInfo { path: dest.clone(), records: 2 });
        history.append(&[attempt("b", "b/q", 2)], &Counting).expect("saved");
        history.backup(&dest, false).expect("an older backup is replaced");
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
    fn a_backup_that_holds_more_is_not_replaced_by_one_that_holds_less() {
        let folder = tempfile::tempdir().expect("a folder");
        let dest = folder.path().join("copy.sqlite");
        let mut full = History::open(&folder.path().join("full.sqlite")).expect("opened");
        full.append(&[attempt("a", "b/q", 0), attempt("b", "b/q", 1)], &Counting).expect("saved");
        full.backup(&dest, false).expect("copied");
        let before = fs::read(&dest).expect("read");
        let mut other = History::open(&folder.path().join("other.sqlite")).expect("opened");
        for has in 0..3_u64 {
            let refused = other.backup(&dest, false).expect_err("records would be lost");
            let lacking = 2 - u64::from(has > 0);
            let as_told =
                matches!(&refused, HistoryError::WouldLose { holds: 2, lacking: told, .. } if *told == lacking);
            assert!(as_told, "{refused}");
            assert_eq!(fs::read(&dest).expect("read"), before);
            // More records than there, and still one too few.
            let name = ["a", "c", "d"][usize::try_from(has).expect("small")];
            other.append(&[attempt(name, "b/q", 0)], &Counting).expect("saved");
        }
        assert_eq!(other.backup(&dest, true).expect("as told").records, 3);
        // Nor one that is open, whatever is said: its newest records stand beside it.
        let live = folder.path().join("full.sqlite");
        assert!(other.backup(&live, true).is_err());
        drop(full);
        fs::write(beside(&live, "-wal"), "records").expect("written");
        assert!(matches!(other.backup(&live, true), Err(HistoryError::Busy(_))));
    }

    #[test]
    fn nothing_else_is_overwritten() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("history.sqlite");
        let history = History::open(&file).expect("opened");
        let notes = folder.path().join("notes.txt");
        fs::write(&notes, "mine").expect("written");
        assert!(matches!(history.backup(&notes, false), Err(HistoryError::Exists(_))));
        assert!(matches!(history.backup(&file, false), Err(HistoryError::Exists(_))));
        assert!(matches!(history.backup(folder.path(), false), Err(HistoryError::Exists(_))));
        assert!(history.backup(&folder.path().join("none/copy"), false).is_err());
        assert_eq!(fs::read_to_string(&notes).expect("read"), "mine");
    }
}
