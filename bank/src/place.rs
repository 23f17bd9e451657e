//! Where a question is in the files of a library.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// The location of a question's JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Index of the file in the library.
    pub file: u32,
    /// Index of the question in the file.
    pub position: u32,
    /// The line in the file, from 1.
    pub line: u32,
    /// Byte offset of its start in the file.
    pub start: u32,
    /// Byte offset of its end.
    pub end: u32,
}

impl Place {
    /// The byte range in the file.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The JSON path of the question, for example `questions[3]`.
    pub fn path(self) -> String {
        format!("questions[{}]", self.position)
    }
}

/// Finds the lines in which parts of a text begin. Must be asked in the order of the text, so that lines are counted
/// once.
pub struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    /// Starts at the beginning of this text.
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// The line, from 1, in which a part of the text begins.
    pub fn of(&mut self, part: &str) -> usize {
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize).min(self.text.len());
        if start > self.at {
            self.line += self.text[self.at..start].matches('\n').count();
            self.at = start;
        }
        self.line
    }
}
