//! What is wrong with a bank, said so that its author can mend it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Everything loads; somebody should look all the same.
    Warning,
    /// Something was left out, or the bank does not pass.
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

/// Which sort of rule was broken, so that reports can be grouped and filtered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rule {
    /// The file cannot be read at all.
    Unreadable,
    /// The file is not UTF-8.
    Encoding,
    /// The file is not JSON.
    Syntax,
    /// It is JSON of another shape.
    Shape,
    /// A field that this version does not know.
    Unknown,
    /// Characters that must not reach a terminal.
    Control,
    /// Names that are taken, reserved or malformed.
    Identity,
    /// A name that leads nowhere, or an address that is none.
    Reference,
    /// What a question must have to be asked from the built-in bank.
    Gate,
    /// Samples that do not mention what they should, or mention what they should not.
    Coverage,
    /// How many questions there are of each sort.
    Table,
    /// Two things that look alike.
    Likeness,
    /// What was true once: support that is over, standards that were replaced.
    Dated,
}

/// One thing that is wrong: where, what was found, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// Which sort of rule.
    pub rule: Rule,
    /// The file, as a path or, for the built-in bank, `backend/caching.json`.
    pub file: String,
    /// The line in it, from 1.
    pub line: Option<usize>,
    /// Where in the JSON, as `questions[3].look_for[0].cues`.
    pub path: Option<String>,
    /// The question that is concerned, as `bank/id`.
    pub question: Option<String>,
    /// What was found.
    pub found: String,
    /// What to do.
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

    /// The same, at a line (from 1).
    #[must_use]
    pub fn at_line(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    /// The same, at a place in the JSON.
    #[must_use]
    pub fn at_path(mut self, path: impl AsRef<str>) -> Self {
        self.path = Some(text::one_line(path.as_ref()));
        self
    }

    /// The same, about a question.
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
        assert_eq!(problem.to_string(), "a[31m.json p: found; x");
    }
}
