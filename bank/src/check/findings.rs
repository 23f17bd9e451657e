//! How the rules of the gate report what they find in a question.

use std::ops::RangeInclusive;

use super::material::Item;
use crate::problem::{Problem, Rule, Severity};

/// The findings in one question.
pub(super) struct Findings<'a> {
    pub(super) item: &'a Item,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Findings<'a> {
    pub(super) fn new(item: &'a Item, problems: &'a mut Vec<Problem>) -> Self {
        Self { item, problems }
    }

    /// Reports an error at a path relative to the question.
    pub(super) fn error(&mut self, path: &str, found: impl AsRef<str>, remedy: &str) {
        self.problems.push(self.item.problem(Severity::Error, Rule::Gate, path, found.as_ref(), remedy));
    }

    /// Reports a warning at a path relative to the question.
    pub(super) fn warning(&mut self, path: &str, found: impl AsRef<str>, remedy: &str) {
        self.problems.push(self.item.problem(Severity::Warning, Rule::Gate, path, found.as_ref(), remedy));
    }

    /// Reports an error if `count` is outside `range`.
    pub(super) fn count(&mut self, path: &str, what: &str, count: usize, range: &RangeInclusive<usize>) {
        if !range.contains(&count) {
            let remedy = if range.start() == range.end() {
                format!("there should be {}", range.start())
            } else {
                format!("there should be {} to {}", range.start(), range.end())
            };
            self.error(path, format!("{count} {what}"), &remedy);
        }
    }
}

/// How many words a text has.
pub(super) fn words(text: &str) -> usize {
    text.split_whitespace().count()
}
