//! Merging another log into this one: by id, all or nothing, as often as one likes.
//!
//! Two records with one id and different contents cannot both be right, and records are never changed, so such an
//! import is refused as a whole: both places are named, and the user decides which one to drop or rename. Lines are
//! first gathered in a temporary table (no lock is held while a slow pipe is read), then merged in one transaction.

use std::io::{self, BufRead, Read as _};
use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};
use serde_json::Value;

use super::connection::History;
use super::derive;
use super::derived::Projection;
use super::error::HistoryError;
use super::foreign;
use super::record::{Body, Record};
use super::row::{KINDS, Row, excerpt, kind_of};
use super::store;

/// Longest line in bytes.
const MAX_LINE: u64 = 16 * 1024 * 1024;

/// From this many new records on, everything derived is made anew instead of question by question.
const MANY: usize = 2_000;

/// What an import did. A line of another tool counts as two records, attempt and judgement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Records that were not in the log yet.
    pub new: u64,
    /// Records that were there already.
    pub same: u64,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A line cannot be used.
    #[error("{source_name}, line {line}: {problem}; nothing was imported")]
    Line {
        /// The file, or "standard input".
        source_name: String,
        /// Counted from 1.
        line: u64,
        /// What was found and what to do.
        problem: String,
    },
    /// The source cannot be read.
    #[error("cannot read {source_name}: {error}; nothing was imported")]
    Unreadable {
        /// The file, or "standard input".
        source_name: String,
        /// Why.
        error: io::Error,
    },
    /// The history cannot be written.
    #[error(transparent)]
    History(#[from] HistoryError),
}

/// A row with the line it came from.
struct Incoming {
    line: u64,
    row: Row,
}

impl History {
    /// Merges a log in the form that [`History::export`] writes, or lines of other tools. `source_name` stands in
    /// errors.
    pub fn import(
        &mut self,
        source: impl BufRead,
        source_name: &str,
        projection: &dyn Projection,
    ) -> Result<Imported, ImportError> {
        self.must_be_writable()?;
        let fail = |file: &Path, error| HistoryError::of(error, file, || None);
        let file = self.file().to_owned();
        let bad_line = |line, problem| ImportError::Line { source_name: source_name.to_owned(), line, problem };
        prepare(self.conn()).map_err(|error| fail(&file, error))?;
        let mut lines = Lines { source, number: 0, buffer: Vec::new() };
        loop {
            let incoming = match lines.next() {
                Ok(None) => break,
                Ok(Some(incoming)) => incoming,
                Err(LineError::Io(error)) => {
                    return Err(ImportError::Unreadable { source_name: source_name.to_owned(), error });
                }
                Err(LineError::Problem(problem)) => return Err(bad_line(lines.number, problem)),
            };
            for incoming in incoming {
                if let Some(first) = gather(self.conn(), &incoming).map_err(|error| fail(&file, error))? {
                    let problem = format!(
                        "record {} stands in line {first} too, with another content; remove one of the two lines, or \
                         give one another id",
                        incoming.row.id
                    );
                    return Err(bad_line(incoming.line, problem));
                }
            }
        }
        let merged = self.within_if(TransactionBehavior::Immediate, |conn| {
            if let Some((line, id, at)) = clash(conn)? {
                let problem = format!(
                    "record {id} is in the history already, with another content (it is from {at}; see `hotseat \
                     history export`); remove the line, or give it another id"
                );
                return Ok(Err(bad_line(line, problem)));
            }
            merge(conn, projection).map(Ok)
        });
        // Memory only; a failure here changes nothing.
        let _ = self.conn().execute_batch("DELETE FROM temp.incoming");
        merged?
    }
}

fn prepare(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(
        "CREATE TEMP TABLE IF NOT EXISTS incoming (
           id TEXT NOT NULL PRIMARY KEY, line INTEGER NOT NULL, at_us INTEGER NOT NULL, type TEXT NOT NULL,
           day TEXT NOT NULL, question TEXT, target TEXT, sitting TEXT, json TEXT NOT NULL
         ) STRICT;
         DELETE FROM temp.incoming;",
    )
}

/// Adds a row to the temporary table. Some: another line has the same id and another content.
fn gather(conn: &Connection, incoming: &Incoming) -> rusqlite::Result<Option<u64>> {
    let row = &incoming.row;
    let added = conn
        .prepare_cached(
            "INSERT INTO temp.incoming VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO NOTHING",
        )?
        .execute(params![
            row.id,
            incoming.line,
            row.at_us,
            row.kind,
            row.day,
            row.question,
            row.target,
            row.sitting,
            row.json
        ])?;
    if added == 1 {
        return Ok(None);
    }
    conn.prepare_cached("SELECT line FROM temp.incoming WHERE id = ?1 AND json <> ?2")?
        .query_row(params![row.id, row.json], |row| row.get(0))
        .optional()
}

fn clash(conn: &Connection) -> rusqlite::Result<Option<(u64, String, String)>> {
    let sql = "SELECT i.line, i.id, json_extract(r.json, '$.at') FROM temp.incoming i JOIN main.record r ON r.id = i.id \
               WHERE i.json <> r.json ORDER BY i.line LIMIT 1";
    conn.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()
}

fn merge(conn: &Connection, projection: &dyn Projection) -> rusqlite::Result<Imported> {
    let sql = "SELECT id, at_us, type, day, question, target, sitting, json FROM temp.incoming i \
               WHERE NOT EXISTS (SELECT 1 FROM main.record r WHERE r.id = i.id) ORDER BY at_us, id";
    let total: u64 = conn.query_row("SELECT count(*) FROM temp.incoming", [], |row| row.get(0))?;
    let mut added: Vec<Row> = Vec::new();
    let mut new = 0;
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let kind = row.get_ref(2)?.as_str()?;
        let row = Row {
            id: row.get(0)?,
            at_us: row.get(1)?,
            kind: KINDS.into_iter().find(|known| *known == kind).unwrap_or_default(),
            day: row.get(3)?,
            question: row.get(4)?,
            target: row.get(5)?,
            sitting: row.get(6)?,
            json: row.get(7)?,
        };
        if store::insert(conn, &row)?.is_ok() {
            new += 1;
            // What is derived needs the keys only.
            if added.len() < MANY {
                added.push(Row { json: String::new(), ..row });
            }
        }
    }
    if added.len() < MANY {
        derive::update(conn, &added, projection)?;
    } else {
        derive::rebuild(conn, projection)?;
    }
    Ok(Imported { new, same: total - new })
}

/// Why a line gave nothing.
enum LineError {
    Io(io::Error),
    Problem(String),
}

impl From<String> for LineError {
    fn from(problem: String) -> Self {
        Self::Problem(problem)
    }
}

/// Reads line by line, with a limit on each.
struct Lines<R> {
    source: R,
    number: u64,
    buffer: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    /// The records of the next line that is not blank: one of ours, or the two that a line of another tool stands for.
    fn next(&mut self) -> Result<Option<Vec<Incoming>>, LineError> {
        loop {
            self.buffer.clear();
            self.number += 1;
            let read =
                self.source.by_ref().take(MAX_LINE + 1).read_until(b'\n', &mut self.buffer).map_err(LineError::Io)?;
            if read == 0 {
                return Ok(None);
            }
            if self.buffer.len() as u64 > MAX_LINE {
                return Err(LineError::Problem(
                    "the line is longer than 16 MiB; is this a file that `hotseat history export` wrote?".to_owned(),
                ));
            }
            let complete = self.buffer.last() == Some(&b'\n');
            let bytes = self.buffer.strip_prefix(b"\xEF\xBB\xBF").filter(|_| self.number == 1);
            let bytes = bytes.unwrap_or(&self.buffer);
            let text = std::str::from_utf8(bytes)
                .map_err(|error| format!("byte {} is not UTF-8; save the file as UTF-8", error.valid_up_to() + 1))?;
            let text = text.trim();
            if !text.is_empty() {
                let line = self.number;
                let rows = read_line(text, complete)?;
                return Ok(Some(rows.into_iter().map(|row| Incoming { line, row }).collect()));
            }
        }
    }
}

fn read_line(text: &str, complete: bool) -> Result<Vec<Row>, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        if error.is_eof() && !complete {
            return "the file ends in the middle of this line: it was cut off; export it again".to_owned();
        }
        let problem = error.to_string().replace(" at line 1 column ", " at column ");
        let surrogate = if problem.contains("hex escape") || problem.contains("surrogate") {
            " (a \\u escape that is broken or half of a surrogate pair; write \\ufffd in its place)"
        } else {
            ""
        };
        format!("{problem}{surrogate}; each line must be one JSON object (found {})", excerpt(text))
    })?;
    let Value::Object(map) = &value else {
        let hint = if value.is_array() { ", not an array of them" } else { "" };
        return Err(format!("found {}; each line must be one JSON object{hint}", kind_of(&value)));
    };
    let typed = map.get("type").is_some_and(|kind| !kind.is_null());
    let values = if typed {
        vec![value]
    } else if map.contains_key("rating") {
        foreign::records(&value)?.into()
    } else {
        return Err(format!(
            "neither `type` nor `rating` is there (found {}); a record has `type`, a line of another tool has `id`, \
             `question`, `answered_at` and `rating`",
            excerpt(text)
        ));
    };
    values
        .into_iter()
        .map(|value| {
            let (row, record) = Row::read(value)?;
            check(&record)?;
            Ok(row)
        })
        .collect()
}

/// What the types allow and no honest record has.
fn check(record: &Record) -> Result<(), String> {
    match &record.body {
        Body::Attempt(attempt) => {
            if let Some(found) = attempt.prediction.filter(|found| !(1..=4).contains(found)) {
                return Err(format!("prediction: found {found}; it is 1 to 4, or null"));
            }
            let seconds = attempt.seconds;
            for (name, found) in [("think", seconds.think), ("answer", seconds.answer), ("paused", seconds.paused)] {
                if !(0.0..=1e9).contains(&found) {
                    return Err(format!("seconds.{name}: found {found}; it may not be negative or beyond all reason"));
                }
            }
            if let Some(found) = attempt.recording.as_deref().filter(|name| leaves_folder(name)) {
                return Err(format!("recording: found {found:?}; it is the name of a file, without folders"));
            }
        }
        Body::Weights(weights) if weights.weights.iter().any(|weight| !weight.is_finite()) => {
            return Err("weights: not all of them are numbers".to_owned());
        }
        Body::Delivery(note) => {
            let found = &note.delivery;
            let pauses = found.pauses.iter().flat_map(|pause| [pause.start_s, pause.end_s]);
            reasonable("delivery", pauses.chain([found.duration_s, found.talk_s, found.rms]))?;
        }
        Body::Transcript(note) => {
            let segments = note.segments.iter();
            reasonable("segments", segments.flat_map(|segment| [segment.start_s, segment.end_s]))?;
        }
        _ => {}
    }
    Ok(())
}

fn reasonable(name: &str, times: impl IntoIterator<Item = f64>) -> Result<(), String> {
    match times.into_iter().find(|found| !(0.0..=1e9).contains(found)) {
        Some(found) => Err(format!("{name}: found {found}; it may not be negative or beyond all reason")),
        None => Ok(()),
    }
}

/// Whether a file name would lead out of the folder it belongs to, on any system.
fn leaves_folder(name: &str) -> bool {
    name.is_empty() || name == "." || name == ".." || name.contains(['/', '\\', ':', '\0'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Counting, attempt, bury, id, judgement, question, suspend, undo, weights as weights_record};
    use crate::{AttemptFilter, Mode, Rating};

    fn import(history: &mut History, text: &[u8]) -> Result<Imported, ImportError> {
        history.import(text, "log.jsonl", &Counting)
    }

    fn export(history: &History) -> Vec<u8> {
        let mut out = Vec::new();
        history.export(&mut out).expect("written");
        out
    }

    fn sample() -> History {
        let mut history = History::in_memory().expect("opened");
        let records = [
            attempt("a", "b/q", 0),
            judgement("j", "a", "b/q", 1, 3),
            attempt("c", "b/r", 2),
            judgement("k", "c", "b/r", 3, 1),
            undo("u", "k", 4),
            bury("bury", "b/q", 5),
            suspend("suspend", "b/r", 6, true),
            weights_record("w", 7, &[0.212, 1.2931]),
        ];
        history.append(&records, &Counting).expect("saved");
        history
    }

    #[test]
    fn what_goes_out_comes_in_again() {
        let source = sample();
        let lines = export(&source);
        assert_eq!(lines.split_inclusive(|byte| *byte == b'\n').count(), 8);
        assert!(!lines.contains(&0x1b) && !lines.contains(&0), "nothing that a terminal must not see");
        let mut copy = History::in_memory().expect("opened");
        assert_eq!(import(&mut copy, &lines).expect("merged"), Imported { new: 8, same: 0 });
        assert_eq!(import(&mut copy, &lines).expect("merged"), Imported { new: 0, same: 8 });
        assert_eq!(export(&copy), lines);
        assert_eq!(copy.standings().expect("read"), source.standings().expect("read"));
        assert!(copy.check_rebuild(&Counting).expect("checked").is_empty());
        let reversed: Vec<u8> = lines.split_inclusive(|byte| *byte == b'\n').rev().flatten().copied().collect();
        let mut copy = History::in_memory().expect("opened");
        import(&mut copy, &reversed).expect("merged");
        assert_eq!(export(&copy), lines);
    }

    #[test]
    fn a_file_cut_anywhere_is_taken_whole_lines_or_not_at_all() {
        let lines = export(&sample());
        for length in 0..=lines.len() {
            let cut = &lines[..length];
            let mut history = History::in_memory().expect("opened");
            let whole = cut.split(|byte| *byte == b'\n').count() as u64 - 1;
            // A last line that lacks nothing but its newline is whole too.
            let tail = cut.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
            let tail_is_whole = lines[length..].first() == Some(&b'\n') && !tail.is_empty();
            match import(&mut history, cut) {
                Ok(imported) => {
                    assert!(tail.is_empty() || tail_is_whole, "cut at {length}");
                    assert_eq!(imported.new, whole + u64::from(!tail.is_empty()));
                }
                Err(error) => {
                    assert!(!tail.is_empty() && !tail_is_whole, "cut at {length}: {error}");
                    let text = error.to_string();
                    assert!(text.contains(&format!("line {}", whole + 1)), "{text}");
                    assert_eq!(export(&history), b"", "cut at {length}: nothing may be half imported");
                }
            }
        }
    }

    #[test]
    fn a_line_of_another_tool_is_an_attempt_and_its_judgement() {
        let mut history = History::in_memory().expect("opened");
        let line = br#"{"id":"x1","question":"b/q","answered_at":"2026-11-22T03:30:00+01:00","rating":3,"mood":"calm","at":"noon"}"#;
        assert_eq!(import(&mut history, line).expect("merged"), Imported { new: 2, same: 0 });
        assert_eq!(import(&mut history, line).expect("merged"), Imported { new: 0, same: 2 });
        let rows = history.attempts(&AttemptFilter::default()).expect("read");
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].rating, rows[0].scheduled, rows[0].mode), (Some(Rating::Good), true, Mode::Drill));
        assert_eq!(rows[0].day.to_string(), "2026-11-21", "before four in the morning it is still the evening");
        assert!(history.contains(&id("x1:judgement")).expect("read"));
        assert!(history.standing(&question("b/q")).expect("read").is_some());
        assert!(String::from_utf8(export(&history)).expect("text").contains(r#""mood":"calm""#));
        // And what was exported is the same log again.
        let lines = export(&history);
        assert_eq!(import(&mut history, &lines).expect("merged"), Imported { new: 0, same: 2 });
    }

    #[test]
    fn all_fields_of_the_list_are_taken() {
        let mut source = History::in_memory().expect("opened");
        source.append(&[attempt("a", "b/q", 0), judgement("j", "a", "b/q", 1, 3)], &Counting).expect("saved");
        let row = source.attempts(&AttemptFilter::default()).expect("read").remove(0);
        let mut copy = History::in_memory().expect("opened");
        import(&mut copy, &serde_json::to_vec(&row).expect("JSON")).expect("merged");
        assert_eq!(copy.attempts(&AttemptFilter::default()).expect("read"), [row]);
        assert_eq!(copy.standings().expect("read"), source.standings().expect("read"));
    }

    #[test]
    fn practice_moves_no_schedule_unless_it_says_so() {
        for (fields, scheduled) in [
            ("\"mode\":\"practice\"", false),
            ("\"mode\":\"practice\",\"scheduled\":true", true),
            ("\"mode\":\"mock\"", true),
            ("\"scheduled\":false", false),
        ] {
            let line =
                format!(r#"{{"id":"x","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":3,{fields}}}"#);
            let mut history = History::in_memory().expect("opened");
            import(&mut history, line.as_bytes()).expect("merged");
            assert_eq!(history.standing(&question("b/q")).expect("read").is_some(), scheduled, "{fields}");
        }
    }

    #[test]
    fn a_bad_line_is_named_and_nothing_is_taken() {
        let good = r#"{"id":"x1","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":3}"#;
        let cases: &[(&str, &str)] = &[
            (r#"{"id":"x2","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":5}"#, "rating: "),
            (r#"{"id":"x2","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":null}"#, "rating"),
            (r#"{"id":"x2","question":"b/q","answered_at":"2026-11-22T13:00:00","rating":3}"#, "answered_at"),
            (r#"{"question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":3}"#, "id"),
            (r#"{"id":"x2","question":"nobank","answered_at":"2026-11-22T13:00:00Z","rating":3}"#, "bank/id"),
            (
                r#"{"id":"x2","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":3,"prediction":9}"#,
                "prediction",
            ),
            (
                r#"{"id":"x2","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":3,"seconds":{"answer":-1}}"#,
                "seconds.answer",
            ),
            (
                r#"{"id":"x2","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":3,"recording":"../../x"}"#,
                "recording",
            ),
            (
                r#"{"id":"x2","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":3,"points":{"p":"perhaps"}}"#,
                "points",
            ),
            (
                r#"{"id":"x2","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":3,"text":"\ud800"}"#,
                "surrogate",
            ),
            (
                r#"{"id":"x2","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":3,"seconds":{"answer":1e999}}"#,
                "column",
            ),
            (r#"{"type":"dream","id":"x2","at":"2026-11-22T13:00:00Z"}"#, "newer"),
            (r#"{"type":"undo","id":"x2","at":"2026-11-22T13:00:00Z"}"#, "record"),
            (r#"{"id":"x2"}"#, "neither"),
            ("[1,2]", "array"),
            ("null", "null"),
            ("{\"id\":\"x2\"", "column"),
            ("nonsense", "JSON object"),
            (r#"{"id":"x1","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":4}"#, "line 1 too"),
        ];
        for (line, expected) in cases {
            let mut history = History::in_memory().expect("opened");
            let error = import(&mut history, format!("{good}\n\r\n{line}\n{good}\n").as_bytes()).expect_err(line);
            let text = error.to_string();
            assert!(text.contains("log.jsonl, line 3: ") && text.contains(expected), "{line}: {text}");
            assert_eq!(export(&history), b"", "{line}");
            assert_eq!(import(&mut history, good.as_bytes()).expect("still works").new, 2);
        }
        let deep = "[".repeat(200_000);
        assert!(import(&mut History::in_memory().expect("opened"), deep.as_bytes()).is_err());
        let broken = b"{\"id\":\"\xff\"}";
        let error = import(&mut History::in_memory().expect("opened"), broken).expect_err("no text").to_string();
        assert!(error.contains("UTF-8"), "{error}");
    }

    #[test]
    fn a_line_without_end_is_refused() {
        let mut history = History::in_memory().expect("opened");
        let endless = io::BufReader::new(io::repeat(b' '));
        let error = history.import(endless, "pipe", &Counting).expect_err("too long").to_string();
        assert!(error.contains("pipe, line 1") && error.contains("16 MiB"), "{error}");
    }

    #[test]
    fn another_content_under_a_known_id_is_refused() {
        let mut history = sample();
        let before = export(&history);
        let other = br#"{"id":"a","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":3}"#;
        let error = import(&mut history, other).expect_err("a clash").to_string();
        assert!(error.contains("line 1") && error.contains("2026-11-01T12:00:00+01:00"), "{error}");
        assert_eq!(export(&history), before);
    }

    #[test]
    fn blank_lines_a_byte_order_mark_and_nul_characters_do_no_harm() {
        let mut history = History::in_memory().expect("opened");
        let text = "\u{feff}\r\n{\"id\":\"x\",\"question\":\"b/q\",\"answered_at\":\"2026-11-22T13:00:00Z\",\"rating\":3,\
                    \"text\":\"a\\u0000b\"}\r\n\r\n";
        import(&mut history, text.as_bytes()).expect("merged");
        let rows = history.attempts(&AttemptFilter::default()).expect("read");
        assert_eq!(rows[0].text, "a\0b");
        let mut empty = History::in_memory().expect("opened");
        assert_eq!(import(&mut empty, b"").expect("nothing"), Imported::default());
    }
}
