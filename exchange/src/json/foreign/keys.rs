//! Which keys of an object stand for which part of a question.

use serde_json::value::RawValue;

use crate::column::{Column, columns as columns_of};
use crate::markdown::{asks, leads};

/// Keys that ask in an object that also answers, if no key is called a question.
const ASKING: [&str; 16] = [
    "title",
    "name",
    "text",
    "heading",
    "question_text",
    "word",
    "stem",
    "instruction",
    "input",
    "concept",
    "phrase",
    "statement",
    "exercise",
    "task",
    "query",
    "user",
];

/// Keys that answer in an object that also asks, if no key is called an answer; the first one that is there.
const ANSWERING: [&str; 13] = [
    "completion",
    "output",
    "body",
    "content",
    "reply",
    "text",
    "description",
    "details",
    "rationale",
    "assistant",
    "meaning",
    "value",
    "result",
];

/// Keys that may name the answer in any object, not only beside one that is called a question.
const ALWAYS: [&str; 6] = ["body", "content", "completion", "output", "rationale", "meaning"];

/// The keys of a question with the part that each stands for.
#[derive(Debug)]
pub(super) struct Keys {
    pub(super) columns: Vec<Option<Column>>,
    /// What was taken for what, if the names of the keys do not say it.
    pub(super) guessed: Option<String>,
}

impl Keys {
    pub(super) fn of(pairs: &[(String, &RawValue)]) -> Self {
        let names: Vec<&str> = pairs.iter().map(|(key, _)| key.as_str()).collect();
        let mut columns = columns_of(&names);
        let place = |of: &[&str], columns: &[Option<Column>]| {
            of.iter().find_map(|name| {
                (0..names.len())
                    .find(|&i| columns[i].is_none() && names[i].eq_ignore_ascii_case(name) && says(pairs[i].1))
            })
        };
        let has = |columns: &[Option<Column>], column| columns.contains(&Some(column));
        let answers = |columns: &[Option<Column>]| {
            columns.iter().zip(pairs).any(|(column, (_, raw))| *column == Some(Column::Answer) && says(raw))
        };
        if !has(&columns, Column::Question)
            && (answers(&columns) || has(&columns, Column::Choice) || place(&ALWAYS, &columns).is_some())
            && let Some(at) = place(&ASKING, &columns)
        {
            columns[at] = Some(Column::Question);
        }
        if has(&columns, Column::Question)
            && !has(&columns, Column::Answer)
            && let Some(at) = place(&ANSWERING, &columns)
        {
            columns[at] = Some(Column::Answer);
        }
        let guessed = if has(&columns, Column::Question) { None } else { guess(pairs, &mut columns) };
        Self { columns, guessed }
    }

    /// Whether an object with these keys is a single question rather than a group of them.
    pub(super) fn ask(&self, pairs: &[(String, &RawValue)]) -> bool {
        self.columns.iter().zip(pairs).any(|(column, (_, value))| {
            let value = value.get();
            // A text, or an object with the text in several forms or languages.
            let is_text = value.starts_with('"')
                || value.starts_with('{')
                    && ["\"text\"", "\"value\"", "\"content\"", "\"html\""].iter().any(|key| value.contains(key));
            *column == Some(Column::Question) && is_text
        })
    }
}

/// Whether a value is a text or a list of texts.
fn says(value: &RawValue) -> bool {
    let raw = value.get();
    raw.starts_with('"') && raw.len() > 2 || raw.starts_with('[') && !raw.contains('{')
}

/// Takes the only text that asks for the question, and the longest other one for the answer.
fn guess(pairs: &[(String, &RawValue)], columns: &mut [Option<Column>]) -> Option<String> {
    let texts: Vec<(usize, String)> =
        pairs.iter().enumerate().filter_map(|(i, (_, raw))| Some((i, serde_json::from_str(raw.get()).ok()?))).collect();
    let mut asking = texts.iter().filter(|(_, text)| asks(text) || leads(text) && text.contains(' '));
    let (Some((question, _)), None) = (asking.next(), asking.next()) else { return None };
    let (answer, _) = texts
        .iter()
        .filter(|(i, text)| i != question && columns[*i].is_none() && text.chars().any(char::is_alphabetic))
        .max_by_key(|(_, text)| text.len())?;
    columns[*question] = Some(Column::Question);
    columns[*answer] = Some(Column::Answer);
    let (question, answer) = (&pairs[*question].0, &pairs[*answer].0);
    Some(format!("no key is called \"question\"; {question:?} was taken for it, {answer:?} for the answer"))
}
