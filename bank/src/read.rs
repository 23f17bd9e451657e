//! Parses one question from its JSON, cleans every string in it, and reports where something does not fit.

use serde_json::Value;

use super::clean::{clean, may_be_dirty};
use super::json::{self, Misfit};
use super::limits::{MAX_VALUES, has_more_values};
use super::place::Place;
use super::problem::{Problem, Rule};
use super::question::Question;

/// A question that cannot be parsed.
#[derive(Debug, thiserror::Error)]
pub enum BadQuestion {
    /// Something in it does not fit.
    #[error("{misfit}")]
    Misfit {
        /// What does not fit, and where.
        misfit: Misfit,
        /// Number of lines below the question's first line.
        line: usize,
    },
    /// It has more values than a question may have.
    #[error("it has more than {MAX_VALUES} values")]
    Huge,
}

impl BadQuestion {
    /// Converts to a problem at the location of the question.
    pub(super) fn problem(&self, file: &str, place: Place) -> Problem {
        let (path, found, below) = match self {
            Self::Misfit { misfit, line } => {
                let field = misfit.field().map_or(String::new(), |field| format!(".{field}"));
                (place.path() + &field, misfit.problem(), *line)
            }
            Self::Huge => (place.path(), self.to_string(), 0),
        };
        Problem::error(Rule::Shape, file, found, "mend it; the question was left out")
            .at_line(place.line as usize + below)
            .at_path(path)
    }
}

/// The result of parsing a question.
#[derive(Debug)]
pub struct Parsed {
    /// The question, with every string clean.
    pub question: Question,
    /// The paths of strings from which something was removed.
    pub cleaned: Vec<String>,
    /// The paths of unknown fields.
    pub unknown: Vec<String>,
}

/// Parses a question and cleans every string in it.
pub fn question(raw: &str) -> Result<Parsed, BadQuestion> {
    if has_more_values(raw, MAX_VALUES) {
        return Err(BadQuestion::Huge);
    }
    let mut cleaned = Vec::new();
    let mut safe = None;
    if may_be_dirty(raw)
        && let Ok(mut value) = serde_json::from_str::<Value>(raw)
    {
        clean(&mut value, &mut String::new(), &mut cleaned);
        safe = Some(value.to_string());
    }
    match json::read_noting(safe.as_deref().unwrap_or(raw)) {
        Ok((question, unknown)) => Ok(Parsed { question, cleaned, unknown }),
        Err(misfit) => {
            // The line counts only in the original text; a cleaned one is a single line.
            let line = if safe.is_none() { misfit.line() - 1 } else { 0 };
            Err(BadQuestion::Misfit { misfit, line })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_string_of_a_question_is_cleaned_with_its_path() {
        let raw = r#"{"id":"a","prompt":"A?","say":"s\u001b","expect":{"mid":"e\u001b"},
            "sample":{"passing":"p\u001b","lacks":"l\u001b"},
            "session":[{"from":0,"to":1,"who":"candidate","says":"s\u001b","draws":"d\u001b"}],
            "diagram":{"arrows":["a\u001b"],"lines":["\u2500\u001b"],"cuts":[{"mark":"m\u001b","probe":"p\u001b"}]},
            "schema":{"language":"sql","code":"c\u001b"},"options":[{"name":"n\u001b","when":"w\u001b","price":"p\u001b"}],
            "valid":{"product":"v\u001b","until":"2030-01"}}"#;
        let parsed = question(raw).expect("a question");
        assert_eq!(parsed.cleaned.len(), raw.matches("001b").count(), "{:?}", parsed.cleaned);
        assert!(parsed.cleaned.contains(&"session[0].says".to_owned()), "{:?}", parsed.cleaned);
        assert!(parsed.unknown.is_empty() && parsed.question.other.is_empty(), "{parsed:?}");
        let kept = serde_json::to_string(&parsed.question).expect("JSON");
        assert!(!kept.contains("001b"), "{kept}");
    }
}
