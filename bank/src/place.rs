//! Where a question stands in the files of a library.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Where a question's JSON stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Which file of the library.
    pub file: u32,
    /// Which question in the file, from 0.
    pub position: u32,
    /// The line in the file, from 1.
    pub line: u32,
    /// First byte in the file.
    pub start: u32,
    /// First byte after it.
    pub end: u32,
}

impl Place {
    /// The bytes in the file.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The JSON path of the question, `questions[3]`.
    pub fn path(self) -> String {
        format!("questions[{}]", self.position)
    }
}

/// The lines that parts of a text begin in. Asked in the order of the text, so that it is counted once.
pub struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    /// The lines of this text.
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// The line of a part of the text, from 1.
    pub fn of(&mut self, part: &str) -> usize {
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize).min(self.text.len());
        if start > self.at {
            self.line += self.text[self.at..start].matches('\n').count();
            self.at = start;
        }
        self.line
    }
}
