//! What was last known about the history: a small file outside its folder, so that a history which is gone or has lost
//! records is noticed at the next start without reading it.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::carve::cut_off;
use super::connection::History;
use super::error::HistoryError;

/// A larger file cannot be one of ours.
const MAX_LEN: u64 = 16 * 1024;

/// How far a history had got.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Path of the history.
    pub file: PathBuf,
    /// How many records it had.
    pub records: u64,
    /// The id of the record that was added last. None if it had no records.
    #[serde(default)]
    pub last: Option<String>,
}

/// What was at the path of a history before it was opened; opening creates a file if there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// No file.
    Missing,
    /// An empty file.
    Empty,
    /// A file that is this many bytes shorter than its header says.
    Short(u64),
    /// Any other file.
    There,
}

/// What has been lost from a history, compared with what was known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// How many records it had.
    pub had: u64,
    /// How many records it has now.
    pub has: u64,
    /// What happened to it.
    pub how: How,
}

/// The ways in which a history can lose records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// The file is gone.
    Gone,
    /// The file is empty.
    Emptied,
    /// It has fewer records than before.
    Shrunk,
    /// It lacks the record that was newest: it is another history, or an older state of this one.
    Replaced,
}

impl Before {
    /// Looks at the file without opening it as a database. No connection of this process may have it open.
    pub fn look(file: &Path) -> Self {
        use std::io::Read as _;
        let Ok(found) = fs::metadata(file) else { return Self::Missing };
        if found.len() == 0 {
            return Self::Empty;
        }
        // Content of the write-ahead log may not have reached the file yet.
        let whole_alone = !super::beside::has_content(&super::beside::beside(file, "-wal"));
        let mut header = [0; 100];
        let read = found.is_file() && fs::File::open(file).and_then(|mut file| file.read_exact(&mut header)).is_ok();
        match cut_off(&header, found.len()).filter(|_| read && whole_alone) {
            Some(short) => Self::Short(short),
            None => Self::There,
        }
    }
}

impl Known {
    /// Reads the file. None if there is none, or it cannot be read.
    pub fn read(path: &Path) -> Option<Self> {
        if fs::metadata(path).ok()?.len() > MAX_LEN {
            return None;
        }
        serde_json::from_slice(&fs::read(path).ok()?).ok()
    }

    /// Writes the file without waiting for the disk: a power cut leaves the previous state, which only notices less.
    pub fn write(&self, path: &Path) -> std::io::Result<()> {
        use hotseat_bank::files;
        files::create_private_dir(path.parent().unwrap_or(Path::new(".")))?;
        let json = serde_json::to_value(self).unwrap_or(Value::Null);
        files::replace_unsynced(path, json.to_string().as_bytes())
    }

    /// What has been lost, given what was at the history's path before it was opened and the number of records that it
    /// `has` now. `has_last` says whether the newest known record is still there.
    pub fn missing(&self, before: Before, has: u64, has_last: bool) -> Option<Loss> {
        let how = match before {
            _ if self.records == 0 || has >= self.records && has_last => return None,
            Before::Missing => How::Gone,
            Before::Empty => How::Emptied,
            Before::Short(_) | Before::There if has < self.records => How::Shrunk,
            Before::Short(_) | Before::There => How::Replaced,
        };
        Some(Loss { had: self.records, has, how })
    }
}

impl Loss {
    /// What happened, as a sentence without its full stop.
    pub fn words(&self) -> String {
        let Self { had, has, .. } = self;
        let had = if *had == 1 { "1 record".to_owned() } else { format!("{had} records") };
        let left = match has {
            0 => String::new(),
            1 => "; 1 is there now".to_owned(),
            has => format!("; {has} are there now"),
        };
        match self.how {
            How::Gone => format!("the history with {had} is gone{left}"),
            How::Emptied => format!("the history with {had} was emptied{left}"),
            How::Shrunk => format!("the history had {had}, and has only {has} now"),
            How::Replaced => format!("the history with {had} was replaced by another or an older one, which has {has}"),
        }
    }
}

impl History {
    /// How far the history has got: its number of records, and the id of the one that was added last. Takes no time
    /// however large the history is, because records are only ever added, so the rowid of the last one is their number.
    pub fn extent(&self) -> Result<Known, HistoryError> {
        use rusqlite::OptionalExtension as _;
        let last: Option<(u64, String)> = self.reading(|conn| {
            let mut newest = conn.prepare_cached("SELECT rowid, id FROM record ORDER BY rowid DESC LIMIT 1")?;
            newest.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()
        })?;
        let (records, last) = last.map_or((0, None), |(records, last)| (records, Some(last)));
        Ok(Known { file: self.file().to_owned(), records, last })
    }

    /// How many records are later than an instant, and when the newest of them was made. None if there are none.
    pub fn later_than(&self, at: DateTime<FixedOffset>) -> Result<Option<(u64, DateTime<FixedOffset>)>, HistoryError> {
        let (number, newest): (u64, Option<i64>) = self.reading(|conn| {
            let sql = "SELECT count(*), max(at_us) FROM record WHERE at_us > ?1";
            conn.query_row(sql, [at.timestamp_micros()], |row| Ok((row.get(0)?, row.get(1)?)))
        })?;
        let newest = newest.and_then(DateTime::from_timestamp_micros).map(|newest| newest.with_timezone(at.offset()));
        Ok(newest.map(|newest| (number, newest)))
    }

    /// What has been lost compared with what was known, given what was at the path before the history was opened.
    pub fn loss(&self, known: &Known, before: Before) -> Result<Option<Loss>, HistoryError> {
        let has = self.extent()?.records;
        let has_last = match known.last.as_ref().and_then(|last| last.parse().ok()) {
            Some(last) => self.contains(&last)?,
            None => true,
        };
        Ok(known.missing(before, has, has_last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at, attempt, history};

    fn known(records: u64) -> Known {
        Known { file: "history.sqlite".into(), records, last: (records > 0).then(|| "last".to_owned()) }
    }

    #[test]
    fn what_is_missing_follows_from_what_was_known() {
        let how = |known: &Known, before, has, last| known.missing(before, has, last).map(|loss| loss.how);
        for before in [Before::Missing, Before::Empty, Before::There] {
            assert_eq!(how(&known(0), before, 0, true), None, "a new user has lost nothing");
        }
        assert_eq!(how(&known(6), Before::There, 6, true), None);
        assert_eq!(how(&known(6), Before::There, 9, true), None);
        assert_eq!(how(&known(6), Before::Missing, 0, false), Some(How::Gone));
        assert_eq!(how(&known(6), Before::Empty, 0, false), Some(How::Emptied));
        assert_eq!(how(&known(6), Before::There, 5, false), Some(How::Shrunk));
        assert_eq!(how(&known(6), Before::There, 5, true), Some(How::Shrunk));
        assert_eq!(how(&known(6), Before::There, 9, false), Some(How::Replaced));
    }

    #[test]
    fn it_is_kept_and_read_back_and_rubbish_is_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("state/known.json");
        assert_eq!(Known::read(&path), None);
        known(3).write(&path).expect("written");
        assert_eq!(Known::read(&path), Some(known(3)));
        for rubbish in ["", "{", "[]", "{\"records\":-1}"] {
            fs::write(&path, rubbish).expect("written");
            assert_eq!(Known::read(&path), None, "{rubbish}");
        }
    }

    #[test]
    fn the_extent_is_the_count_and_the_newest() {
        assert_eq!(history(&[]).extent().expect("read").records, 0);
        let history = history(&[attempt("b", "b/q", 5), attempt("a", "b/q", 1)]);
        assert_eq!(history.later_than(at(1)).expect("read"), Some((1, at(5))));
        assert_eq!(history.later_than(at(5)).expect("read"), None);
        let extent = history.extent().expect("read");
        assert_eq!((extent.records, extent.last.as_deref()), (2, Some("a")));
        assert_eq!(history.loss(&extent, Before::There).expect("read"), None);
        assert_eq!(history.loss(&known(2), Before::There).expect("read").map(|loss| loss.how), Some(How::Replaced));
    }

    #[test]
    fn a_file_that_ends_too_early_is_seen_before_it_is_opened() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("history.sqlite");
        assert_eq!(Before::look(&file), Before::Missing);
        drop(History::open(&file).expect("created"));
        assert_eq!(Before::look(&file), Before::There);
        let bytes = fs::read(&file).expect("read");
        fs::write(&file, &bytes[..8192]).expect("cut");
        assert_eq!(Before::look(&file), Before::Short(bytes.len() as u64 - 8192));
        fs::write(&file, "").expect("emptied");
        assert_eq!(Before::look(&file), Before::Empty);
    }
}
