//! What is wrong with a bank, described so that its author can fix it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text;

/// How serious a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Everything loads, but somebody should take a look.
    Warning,
    /// Something was left out, or the bank fails the check.
    Error,
}

impl Severity {
    /// The word in messages and in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// The category of the rule that was broken, so that reports can be grouped and filtered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rule {
    /// The file cannot be read at all.
    Unreadable,
    /// The file is not UTF-8.
    Encoding,
    /// The file is not JSON.
    Syntax,
    /// It is JSON, but not of the expected structure.
    Shape,
    /// A field that this version does not know.
    Unknown,
    /// It contains characters that must not reach a terminal.
    Control,
    /// An id or name that is taken, reserved or malformed.
    Identity,
    /// An id that refers to nothing, or an invalid address.
    Reference,
    /// Requirements for the built-in bank that a question does not meet.
    Gate,
    /// Samples that do not mention what they should, or mention what they should not.
    Coverage,
    /// Too few or too many questions of some sort.
    Table,
    /// Two questions or points that look alike.
    Likeness,
    /// Out of date: a version out of support, or a standard that was replaced.
    Dated,
}

/// A single problem: where it is, what was found, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// How serious it is.
    pub severity: Severity,
    /// The category of the broken rule.
    pub rule: Rule,
    /// The file, as a path or, for the built-in bank, as `backend/caching.json`.
    pub file: String,
    /// The line in the file, from 1, if known.
    pub line: Option<usize>,
    /// Path in the JSON, for example `questions[3].look_for[0].cues`, if known.
    pub path: Option<String>,
    /// The id of the question, `bank/id`, if the problem is about one.
    pub question: Option<String>,
    /// What is wrong.
    pub found: String,
    /// What to do about it.
    pub remedy: String,
}

impl Problem {
    /// An error about a file. The texts are made safe to print.
    pub fn error(rule: Rule, file: &str, found: impl AsRef<str>, remedy: impl AsRef<str>) -> Self {
        Self::new(Severity::Error, rule, file, found.as_ref(), remedy.as_ref())
    }

    /// A warning about a file. The texts are made safe to print.
    pub fn warning(rule: Rule, file: &str, found: impl AsRef<str>, remedy: impl AsRef<str>) -> Self {
        Self::new(Severity::Warning, rule, file, found.as_ref(), remedy.as_ref())
    }

    fn new(severity: Severity, rule: Rule, file: &str, found: &str, remedy: &str) -> Self {
        Self {
            severity,
            rule,
            file: text::clean(file).into_owned(),
            line: None,
            path: None,
            question: None,
            found: text::one_line(found),
            remedy: text::one_line(remedy),
        }
    }

    /// Adds the line, counted from 1.
    #[must_use]
    pub fn at_line(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    /// Adds the path in the JSON.
    #[must_use]
    pub fn at_path(mut self, path: impl AsRef<str>) -> Self {
        self.path = Some(text::one_line(path.as_ref()));
        self
    }

    /// Adds the question that the problem is about.
    #[must_use]
    pub fn about(mut self, question: impl fmt::Display) -> Self {
        self.question = Some(text::one_line(&question.to_string()));
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(path) = &self.path {
            write!(f, " {path}")?;
        }
        if let Some(question) = &self.question {
            write!(f, " ({question})")?;
        }
        write!(f, ": {}; {}", self.found, self.remedy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_says_where_what_and_what_to_do() {
        let problem = Problem::error(Rule::Shape, "own.json", "no \"prompt\"", "add one")
            .at_line(7)
            .at_path("questions[2]")
            .about("own/q2");
        assert_eq!(problem.to_string(), "own.json:7 questions[2] (own/q2): no \"prompt\"; add one");
    }

    #[test]
    fn what_a_bank_smuggles_into_a_message_is_removed() {
        let problem = Problem::warning(Rule::Control, "a\u{1b}[31m.json", "\u{202e}found\n", "x").at_path("\u{7}p");
        assert_eq!(problem.to_string(), "a.json p: found; x");
    }
}
