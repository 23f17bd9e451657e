//! Handles a history that is deleted or replaced while it is open: anything saved to it would go into a file that
//! nobody finds again.
//!
//! The open file still holds everything. So either it is written out again, or what only it holds is merged into the
//! file that is there now, before anything is reported as saved.

use std::fs;
use std::io;
use std::path::Path;

use hotseat_bank::files;
use rusqlite::Connection;

use super::backup::copy;
use super::beside::beside;
use super::connection::History;
use super::copy::open_immutable;
use super::error::HistoryError;
use super::identity::Identity;
use super::life::Projection;
use super::pragma::keep_log;
use super::record_row::{COLUMNS, RecordRow};
use super::store::insert;
use super::update::rebuild;

/// What was done about a history that was deleted or replaced while it was open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejoined {
    /// It was deleted: it was written out again in full.
    Rewritten,
    /// Another one is in its place: this many records were merged into it.
    Merged(u64),
}

impl History {
    /// Whether its path still leads to the file that is open.
    pub fn is_in_place(&self) -> bool {
        self.is_in_memory() || self.identity == Identity::at(&self.file)
    }

    /// Puts the history back at its path, with every record of the open file. If this fails, nothing has changed and it
    /// can be tried again.
    pub fn rejoin(&mut self, projection: &dyn Projection) -> Result<Rejoined, HistoryError> {
        let folder = self.file.parent().unwrap_or(Path::new(".")).to_owned();
        files::create_private_dir(&folder).map_err(|error| HistoryError::io("create", &folder, error))?;
        let workshop = tempfile::Builder::new()
            .prefix(".hotseat-")
            .tempdir_in(&folder)
            .map_err(|error| HistoryError::io("write", &folder, error))?;
        let whole = workshop.path().join("history.sqlite");
        copy(&self.conn, &self.file, &whole)?;
        if Identity::at(&self.file).is_none() {
            // What SQLite left beside the deleted file would be taken for part of the new one.
            for suffix in ["-wal", "-shm"] {
                match fs::remove_file(beside(&self.file, suffix)) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => {
                        return Err(HistoryError::io("remove", &beside(&self.file, suffix), error));
                    }
                    _ => {}
                }
            }
            // Unlike a rename, a hard link cannot replace a file that another program creates at the same time.
            if fs::hard_link(&whole, &self.file).or_else(|_| rename_to_free(&whole, &self.file)).is_ok() {
                files::sync_dir(&folder).map_err(|error| HistoryError::io("write", &folder, error))?;
                self.exchange(Self::open(&self.file)?);
                return Ok(Rejoined::Rewritten);
            }
        }
        let mut there = Self::open(&self.file)?;
        there.must_be_writable()?;
        let source = open_immutable(&whole).map_err(|error| self.fail(error))?;
        let brought = there.within(|conn| bring(conn, &source, projection).map(Ok::<u64, HistoryError>))??;
        self.exchange(there);
        Ok(Rejoined::Merged(brought))
    }

    /// Replaces the connection to the lost file.
    fn exchange(&mut self, other: Self) {
        keep_log(&self.conn);
        *self = other;
    }
}

impl Drop for History {
    fn drop(&mut self) {
        if !self.is_in_place() {
            keep_log(&self.conn);
        }
    }
}

fn rename_to_free(from: &Path, to: &Path) -> io::Result<()> {
    if to.exists() { Err(io::ErrorKind::AlreadyExists.into()) } else { fs::rename(from, to) }
}

/// Merges the records of another database that are not here yet. A record with the same id and different content stays
/// as it is here. Must run inside a transaction.
fn bring(conn: &Connection, source: &Connection, projection: &dyn Projection) -> rusqlite::Result<u64> {
    let mut brought = 0;
    let mut rows = source.prepare(&format!("SELECT {COLUMNS} FROM record ORDER BY at_us, id"))?;
    for row in rows.query_map([], RecordRow::kept)? {
        brought += u64::from(insert(conn, &row?)?.is_ok());
    }
    if brought > 0 {
        rebuild(conn, projection)?;
    }
    Ok(brought)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::AttemptFilter;
    use crate::testing::{Counting, attempt};

    fn names(file: &Path) -> Vec<String> {
        let history = History::open(file).expect("opened");
        assert!(history.check_rebuild(&Counting).expect("checked").is_empty());
        let rows = history.attempts(&AttemptFilter::default()).expect("read");
        rows.iter().map(|row| row.id.to_string()).collect()
    }

    fn remove(file: &Path) {
        for suffix in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(beside(file, suffix));
        }
    }

    #[test]
    fn nothing_is_called_saved_that_went_into_a_deleted_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("data/history.sqlite");
        let mut history = History::open(&file).expect("opened");
        history.append(&[attempt("a", "b/q", 0)], &Counting).expect("saved");
        remove(&file);
        assert!(!history.is_in_place());
        let error = history.append(&[attempt("b", "b/q", 1)], &Counting).expect_err("gone");
        assert!(matches!(error, HistoryError::Moved(_)), "{error}");
        assert_eq!(history.rejoin(&Counting).expect("rewritten"), Rejoined::Rewritten);
        assert!(history.is_in_place());
        history.append(&[attempt("c", "b/q", 2)], &Counting).expect("saved");
        drop(history);
        assert_eq!(names(&file), ["a", "b", "c"]);
    }

    #[test]
    fn the_folder_may_be_gone_too_and_a_log_may_have_stayed() {
        for only_the_file in [true, false] {
            let folder = tempfile::tempdir().expect("a folder");
            let file = folder.path().join("data/history.sqlite");
            let mut history = History::open(&file).expect("opened");
            history.append(&[attempt("a", "b/q", 0)], &Counting).expect("saved");
            if only_the_file {
                fs::remove_file(&file).expect("removed");
            } else {
                fs::remove_dir_all(folder.path().join("data")).expect("removed");
            }
            assert_eq!(history.rejoin(&Counting).expect("rewritten"), Rejoined::Rewritten);
            drop(history);
            assert_eq!(names(&file), ["a"]);
        }
    }

    #[test]
    fn two_that_are_open_and_one_that_is_new_come_together() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("history.sqlite");
        let (mut one, mut two) = (History::open(&file).expect("opened"), History::open(&file).expect("opened"));
        one.append(&[attempt("a", "b/q", 0)], &Counting).expect("saved");
        remove(&file);
        let mut new = History::open(&file).expect("created");
        new.append(&[attempt("n", "b/q", 5)], &Counting).expect("saved");
        assert!(two.append(&[attempt("b", "b/q", 1)], &Counting).is_err());
        assert_eq!(two.rejoin(&Counting).expect("merged"), Rejoined::Merged(2));
        // Closing the old connection must not remove the log of the new file.
        drop(one);
        assert!(beside(&file, "-wal").exists());
        new.append(&[attempt("o", "b/q", 6)], &Counting).expect("saved");
        two.append(&[attempt("p", "b/q", 7)], &Counting).expect("saved");
        drop((new, two));
        assert_eq!(names(&file), ["a", "b", "n", "o", "p"]);
    }
}
