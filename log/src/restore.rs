//! Restores a lost history from what is readable of the present file, and from copies.
//!
//! A new file is built beside the present one, checked, and put in its place; the present one is set aside, never
//! deleted. A Hotseat that still has the present one open notices at its next save and merges its records
//! (`rejoin.rs`).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use hotseat_bank::files;

use super::beside::beside;
use super::connection::History;
use super::error::HistoryError;
use super::life::Projection;
use super::record_row::RecordRow;
use super::salvage::{Salvaged, salvage};
use super::store::insert;
use super::update::rebuild;

/// What a restore did.
#[derive(Debug)]
pub struct Restored {
    /// How many records the history has now.
    pub records: u64,
    /// How many of them came from the copies only.
    pub from_copy: u64,
    /// Where the present file was set aside. None if there was none, or if it stayed because nothing was missing from
    /// it.
    pub aside: Option<PathBuf>,
    /// How many of the records that the history was known to have are in neither, as far as their numbers tell.
    pub missing: u64,
    /// What could not be read from the copies, one sentence each.
    pub problems: Vec<String>,
}

/// Builds a history from what is readable of the present `file` and of these copies, and puts it in place. If several
/// have the same record, the present file wins, then the first copy. The previous file goes into a new folder `aside`.
/// `had` is how many records it was known to have.
///
/// No connection of this process may have `file` open.
pub fn restore(
    file: &Path,
    copies: &[PathBuf],
    aside: &Path,
    had: u64,
    projection: &dyn Projection,
) -> Result<Restored, HistoryError> {
    let there = file.exists() || beside(file, "-wal").exists();
    let present = if there { salvage(file)? } else { Salvaged::default() };
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for copy in copies {
        let mut salvaged = salvage(copy)?;
        if salvaged.rows.is_empty() {
            return Err(HistoryError::NothingInIt(copy.clone()));
        }
        rows.append(&mut salvaged.rows);
        problems.append(&mut salvaged.problems);
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    files::create_private_dir(folder).map_err(|error| HistoryError::io("create", folder, error))?;
    let workshop = tempfile::Builder::new()
        .prefix(".hotseat-")
        .tempdir_in(folder)
        .and_then(|workshop| files::step().map(|()| workshop))
        .map_err(|error| HistoryError::io("write", folder, error))?;
    let built = workshop.path().join("history.sqlite");
    let (kept, from_copy) = build(&built, &present.rows, &rows, projection)?;
    if kept == 0 && from_copy == 0 {
        return Err(HistoryError::NothingToRestore(file.to_owned()));
    }
    if there && from_copy == 0 && present.problems.is_empty() {
        return Ok(Restored { records: kept, from_copy, aside: None, missing: had.saturating_sub(kept), problems });
    }
    let aside = if there { set_aside(file, aside)? } else { None };
    files::step().and_then(|()| fs::rename(&built, file)).map_err(|error| HistoryError::io("write", file, error))?;
    files::sync_dir(folder).map_err(|error| HistoryError::io("write", folder, error))?;
    let records = kept + from_copy;
    Ok(Restored { records, from_copy, aside, missing: had.saturating_sub(records), problems })
}

/// Checks that a copy can be restored, by rebuilding it in memory as a restore would. Returns the number of records.
pub fn rehearse(copy: &Path, projection: &dyn Projection) -> Result<u64, HistoryError> {
    let salvaged = salvage(copy)?;
    if let Some(problem) = salvaged.problems().first() {
        return Err(HistoryError::damaged(copy, problem.clone()));
    }
    let mut history = History::in_memory()?;
    fill(&mut history, &salvaged.rows, &[], projection).map(|(records, _)| records)
}

/// Builds, checks and closes the new file. Returns the number of records, and how many of them came from copies only.
fn build(
    file: &Path,
    present: &[RecordRow],
    copied: &[RecordRow],
    projection: &dyn Projection,
) -> Result<(u64, u64), HistoryError> {
    let mut history = History::open(file)?;
    let counts = fill(&mut history, present, copied, projection)?;
    history.check_file()?;
    // Closing the last connection removes the write-ahead log: everything is in the file.
    drop(history);
    if beside(file, "-wal").exists() {
        return Err(HistoryError::Busy(file.to_owned()));
    }
    files::step()
        .and_then(|()| fs::File::open(file))
        .and_then(|file| file.sync_all())
        .map_err(|error| HistoryError::io("write", file, error))?;
    Ok(counts)
}

fn fill(
    history: &mut History,
    present: &[RecordRow],
    copied: &[RecordRow],
    projection: &dyn Projection,
) -> Result<(u64, u64), HistoryError> {
    history.within(|conn| {
        let (mut kept, mut from_copy) = (0, 0);
        for row in present {
            kept += u64::from(insert(conn, row)?.is_ok());
        }
        for row in copied {
            from_copy += u64::from(insert(conn, row)?.is_ok());
        }
        rebuild(conn, projection)?;
        Ok(Ok((kept, from_copy)))
    })?
}

/// Moves the present file away, along with what `SQLite` keeps beside it: a write-ahead log left behind would be taken
/// for that of the new file. Returns the new path, or None if there was only an empty file.
fn set_aside(file: &Path, aside: &Path) -> Result<Option<PathBuf>, HistoryError> {
    files::create_private_dir(aside).map_err(|error| HistoryError::io("create", aside, error))?;
    let mut moved = None;
    for suffix in ["-wal", "-shm", ""] {
        let from = beside(file, suffix);
        let to = aside.join(from.file_name().unwrap_or_default());
        match files::step().and_then(|()| fs::rename(&from, &to)) {
            Ok(()) => moved = Some(to),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(HistoryError::io("move", &from, error)),
        }
    }
    files::sync_dir(aside).map_err(|error| HistoryError::io("write", aside, error))?;
    Ok(moved)
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;
    use crate::AttemptFilter;
    use crate::testing::{Counting, attempt, judgement};

    struct Place(tempfile::TempDir);

    impl Place {
        fn new() -> Self {
            Self(tempfile::tempdir().expect("a folder"))
        }

        fn file(&self) -> PathBuf {
            self.0.path().join("data/history.sqlite")
        }

        fn copy(&self) -> PathBuf {
            self.0.path().join("copy.sqlite")
        }

        fn aside(&self) -> PathBuf {
            self.0.path().join("data/aside/1")
        }

        /// A history of two answers, and a copy made after the first.
        fn lived(&self) {
            let mut history = History::open(&self.file()).expect("opened");
            history.append(&[attempt("a", "b/q", 0), judgement("j", "a", "b/q", 1, 3)], &Counting).expect("saved");
            history.backup(&self.copy(), false).expect("copied");
            history.append(&[attempt("b", "b/r", 2)], &Counting).expect("saved");
        }

        fn restore(&self) -> Restored {
            restore(&self.file(), &[self.copy()], &self.aside(), 0, &Counting).expect("restored")
        }

        fn attempts(&self) -> usize {
            let history = History::open(&self.file()).expect("opened");
            assert!(history.check_rebuild(&Counting).expect("checked").is_empty());
            history.attempts(&AttemptFilter::default()).expect("read").len()
        }
    }

    #[test]
    fn a_deleted_history_comes_back_from_its_copy() {
        let place = Place::new();
        place.lived();
        fs::remove_dir_all(place.0.path().join("data")).expect("removed");
        let restored = place.restore();
        assert_eq!((restored.records, restored.from_copy, restored.aside), (2, 2, None));
        assert_eq!(place.attempts(), 1);
    }

    #[test]
    fn what_is_there_stays_and_is_set_aside_when_more_comes() {
        let place = Place::new();
        place.lived();
        let before = fs::read(place.file()).expect("read");
        let restored = place.restore();
        assert_eq!((restored.records, restored.from_copy, restored.aside), (3, 0, None), "nothing is missing");
        assert_eq!(fs::read(place.file()).expect("read"), before);
        let other = place.0.path().join("other.sqlite");
        History::open(&other).expect("made").append(&[attempt("c", "b/q", 9)], &Counting).expect("saved");
        let restored = restore(&place.file(), &[other], &place.aside(), 0, &Counting).expect("restored");
        assert_eq!((restored.records, restored.from_copy), (4, 1));
        let aside = restored.aside.expect("set aside");
        assert_eq!(History::open(&aside).expect("whole").attempts(&AttemptFilter::default()).expect("read").len(), 2);
        assert_eq!(place.attempts(), 3);
    }

    #[test]
    fn a_damaged_history_gives_what_it_can_and_the_copy_the_rest() {
        for damage in ["truncated", "zeroed", "dropped", "text"] {
            let place = Place::new();
            place.lived();
            let file = place.file();
            let bytes = fs::read(&file).expect("read");
            match damage {
                "truncated" => fs::write(&file, &bytes[..8192]).expect("cut"),
                "zeroed" => fs::write(&file, vec![0; bytes.len()]).expect("zeroed"),
                "text" => fs::write(&file, "just some text").expect("replaced"),
                _ => Connection::open(&file)
                    .and_then(|conn| conn.execute_batch("DROP TABLE record; DROP TABLE outcome; DROP TABLE meta"))
                    .expect("dropped"),
            }
            let restored = place.restore();
            assert!(restored.records >= 2, "{damage}: {restored:?}");
            assert!(place.attempts() >= 1, "{damage}");
            assert!(restored.aside.is_some_and(|aside| aside.exists()), "{damage}");
        }
    }

    #[test]
    fn a_log_without_its_file_is_read_too() {
        let place = Place::new();
        let mut history = History::open(&place.file()).expect("opened");
        history.append(&[attempt("a", "b/q", 0)], &Counting).expect("saved");
        // As after a crash: the write-ahead log is there, the file is not.
        let wal = fs::read(beside(&place.file(), "-wal")).expect("open");
        drop(history);
        fs::remove_file(place.file()).expect("removed");
        fs::write(beside(&place.file(), "-wal"), wal).expect("written");
        let restored = restore(&place.file(), &[], &place.aside(), 0, &Counting).expect("restored");
        assert_eq!(restored.records, 1);
        assert_eq!(place.attempts(), 1);
    }

    #[test]
    fn without_a_copy_and_without_records_there_is_nothing_to_do() {
        let place = Place::new();
        let nothing = || restore(&place.file(), &[], &place.aside(), 0, &Counting).expect_err("nothing");
        assert!(matches!(nothing(), HistoryError::NothingToRestore(_)));
        fs::write(place.file(), [0; 5000]).expect("zeroed");
        assert!(matches!(nothing(), HistoryError::NothingToRestore(_)));
        assert_eq!(fs::read(place.file()).expect("there").len(), 5000);
    }

    #[test]
    fn a_copy_with_nothing_in_it_changes_nothing() {
        let place = Place::new();
        place.lived();
        fs::write(place.copy(), "no history").expect("written");
        let before = fs::read(place.file()).expect("read");
        let error = restore(&place.file(), &[place.copy()], &place.aside(), 0, &Counting).expect_err("nothing there");
        assert!(error.to_string().contains("copy.sqlite"), "{error}");
        assert_eq!(fs::read(place.file()).expect("read"), before);
        assert!(rehearse(&place.copy(), &Counting).is_err());
        assert_eq!(rehearse(&place.file(), &Counting).expect("whole"), 3);
    }
}
