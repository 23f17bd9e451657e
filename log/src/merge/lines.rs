//! The lines of another log, each read into the records that it stands for.

use std::io::{self, BufRead, Read as _};

use serde_json::Value;

use super::foreign;
use super::plausible::check;
use crate::record_row::{RecordRow, excerpt, kind_of};

/// Longest line accepted, in bytes.
const MAX_LINE: u64 = 16 * 1024 * 1024;

/// A row with the number of the line it came from.
pub(super) struct Incoming {
    pub(super) line: u64,
    pub(super) row: RecordRow,
}

/// Why a line cannot be used.
pub(super) enum LineError {
    Io(io::Error),
    Problem(String),
}

impl From<String> for LineError {
    fn from(problem: String) -> Self {
        Self::Problem(problem)
    }
}

/// Reads line by line, none of them longer than [`MAX_LINE`].
pub(super) struct Lines<R> {
    source: R,
    /// The number of the line read last, counted from 1.
    pub(super) number: u64,
    buffer: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, number: 0, buffer: Vec::new() }
    }

    /// The records of the next line that is not blank: one record of ours, or the two that another tool's line stands
    /// for. None at the end.
    pub(super) fn next(&mut self) -> Result<Option<Vec<Incoming>>, LineError> {
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

fn read_line(text: &str, complete: bool) -> Result<Vec<RecordRow>, String> {
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
            let (row, record) = RecordRow::read(value)?;
            check(&record)?;
            Ok(row)
        })
        .collect()
}
