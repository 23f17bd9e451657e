//! Reads everything readable from a history, damaged or whole, and reports what is not. The file is never written.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use hotseat_bank::text::terminal_safe_json;
use rusqlite::Connection;

use super::beside::beside;
use super::carve::{Carved, carve};
use super::copy::open_aside;
use super::error::HistoryError;
use super::pragma::damage;
use super::record_row::{COLUMNS, RecordRow};

/// The records that could be read, and the problems.
#[derive(Debug, Default)]
pub struct Salvaged {
    pub(super) rows: Vec<RecordRow>,
    pub(super) problems: Vec<String>,
}

impl Salvaged {
    /// How many records could be read.
    pub fn records(&self) -> u64 {
        self.rows.len() as u64
    }

    /// What could not be read, one sentence each. Empty if nothing is missing, as far as the file shows.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// Writes the records, one a line, in the form of an export, which an import can read.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for row in &self.rows {
            out.write_all(terminal_safe_json(&row.json).as_bytes())?;
            out.write_all(b"\n")?;
        }
        out.flush()
    }
}

/// Reads a history that no connection of this process has open: first through the database, then what else its pages
/// hold.
pub fn salvage(file: &Path) -> Result<Salvaged, HistoryError> {
    let read = |path: &Path| fs::read(path).map_err(|error| HistoryError::io("read", path, error));
    let main = match read(file) {
        Ok(main) => main,
        Err(HistoryError::Io { source, .. })
            if source.kind() == io::ErrorKind::NotFound && beside(file, "-wal").exists() =>
        {
            Vec::new()
        }
        Err(error) => return Err(error),
    };
    let wal = if beside(file, "-wal").exists() { read(&beside(file, "-wal"))? } else { Vec::new() };
    let mut problems = Vec::new();
    let (mut rows, damaged) = match open_aside(file) {
        Ok((conn, _folder)) => {
            let (rows, error) = told_by(&conn);
            (rows, error.or_else(|| damage(&conn, "integrity_check").unwrap_or_else(|error| Some(error.to_string()))))
        }
        Err(error) => (BTreeMap::new(), Some(error.to_string())),
    };
    let carved = carve(&main, &wal);
    if let Some(problem) = damaged {
        problems.push(format!("as a database it cannot be read whole: {problem}"));
        problems.extend(said_of(&carved, &main));
    }
    for (id, (_, row)) in carved.rows {
        rows.entry(id).or_insert(row);
    }
    let mut rows: Vec<RecordRow> = rows.into_values().collect();
    rows.sort_by(|a, b| (a.at_us, &a.id).cmp(&(b.at_us, &b.id)));
    Ok(Salvaged { rows, problems })
}

/// The records that the database returns, and the error that ended the reading, if any.
fn told_by(conn: &Connection) -> (BTreeMap<String, RecordRow>, Option<String>) {
    let mut rows = BTreeMap::new();
    let read = || -> rusqlite::Result<()> {
        let mut statement = conn.prepare(&format!("SELECT {COLUMNS} FROM record"))?;
        for row in statement.query_map([], RecordRow::kept)? {
            let row = row?;
            rows.insert(row.id.clone(), row);
        }
        Ok(())
    };
    let broken = { read }().err();
    (rows, broken.map(|error| error.to_string()))
}

fn said_of(carved: &Carved, main: &[u8]) -> Vec<String> {
    let mut said = Vec::new();
    if main.is_empty() {
        said.push("the file is empty or missing".to_owned());
    } else if main.iter().all(|byte| *byte == 0) {
        said.push("the file holds nothing but zeros".to_owned());
    }
    if let Some(expected) = carved.expected_pages {
        said.push(format!("it ends after page {} of {expected}", carved.pages));
    }
    if carved.gaps > 0 {
        said.push(format!("{} by the numbers of those that were found", missing(carved.gaps)));
    }
    said
}

fn missing(gaps: u64) -> String {
    if gaps == 1 { "1 record is missing".into() } else { format!("{gaps} records are missing") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::History;
    use crate::testing::{Counting, attempt};

    fn filled(file: &Path, records: i64) {
        let mut history = History::open(file).expect("opened");
        let records: Vec<_> = (0..records).map(|number| attempt(&format!("a{number}"), "b/q", number)).collect();
        history.append(&records, &Counting).expect("saved");
    }

    #[test]
    fn a_whole_history_is_read_whole_and_imports_elsewhere() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("history.sqlite");
        filled(&file, 50);
        let before = fs::read(&file).expect("read");
        let salvaged = salvage(&file).expect("read");
        assert_eq!((salvaged.records(), salvaged.problems()), (50, &[][..]));
        let mut lines = Vec::new();
        salvaged.write(&mut lines).expect("written");
        let mut other = History::in_memory().expect("opened");
        assert_eq!(other.import(lines.as_slice(), "lines", &Counting).expect("merged").new, 50);
        assert_eq!(fs::read(&file).expect("read"), before);
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1, "nothing is written beside it");
    }

    #[test]
    fn damage_in_the_middle_costs_what_stands_there_and_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("history.sqlite");
        filled(&file, 300);
        let mut bytes = fs::read(&file).expect("read");
        let middle = 4096 * (bytes.len() / 4096 / 2);
        bytes[middle..middle + 3 * 4096].fill(0xA5);
        fs::write(&file, bytes).expect("damaged");
        let salvaged = salvage(&file).expect("read");
        assert!((250..=300).contains(&salvaged.records()), "{}", salvaged.records());
        assert!(!salvaged.problems().is_empty());
        let told = salvaged.problems().join("; ");
        assert!(salvaged.records() == 300 || told.contains("missing"), "{told}");
    }

    #[test]
    fn nothing_at_all_is_said() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("history.sqlite");
        assert!(salvage(&file).expect_err("not there").to_string().contains("history.sqlite"));
        fs::write(&file, [0; 9000]).expect("zeroed");
        let salvaged = salvage(&file).expect("read");
        assert_eq!(salvaged.records(), 0);
        assert!(salvaged.problems().join("; ").contains("zeros"), "{:?}", salvaged.problems());
    }
}
