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
