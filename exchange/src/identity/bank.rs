//! The questions of a bank, prepared for comparison with incoming ones.

use std::borrow::Cow;

use hotseat_bank::Snippet;

use super::mark_of_source;
use crate::asked::asked;
use crate::fields::{Fields, fingerprint};
use crate::marks::{FROM, Marks, ROW};
use crate::sink::Item;
use crate::store::{OwnBank, id_of};

/// A question of the bank.
#[derive(Debug)]
pub(super) struct There<'a> {
    pub(super) id: String,
    pub(super) place: (usize, usize),
    asked: String,
    /// What it asked when it was last imported.
    came_as: Option<String>,
    pub(super) prompt: String,
    pub(super) topic: String,
    /// The source that it came from; `None` if it was written here.
    pub(super) scope: Option<String>,
    pub(super) row: Option<String>,
    fields: &'a Fields,
    /// The hash of each field when it was last imported; `None` if it never was.
    brought: Option<&'a Marks>,
}

impl<'a> There<'a> {
    /// All questions of a bank, in the order of its files, except those that only add to others and ask nothing
    /// themselves.
    pub(super) fn all(bank: &'a OwnBank) -> Vec<Self> {
        let mut all = Vec::with_capacity(bank.places.len());
        for (number, file) in bank.files.iter().enumerate() {
            for (i, fields) in file.questions.iter().enumerate() {
                // If two questions have the same id, only the first is asked.
                let id = id_of(fields).filter(|id| bank.places.get(id) == Some(&(number, i)));
                if let Some(id) = id {
                    let brought = bank.brought.get(&id);
                    all.push(Self::of(id, (number, i), fields, brought));
                }
            }
        }
        all
    }

    fn of(id: String, place: (usize, usize), fields: &'a Fields, brought: Option<&'a Marks>) -> Self {
        let prompt = fields.text("prompt").unwrap_or_default();
        let remembered = brought.and_then(|marks| marks.get(FROM)).map(str::to_owned);
        let came_as = brought.filter(|marks| marks.get("prompt").is_some()).map(|marks| {
            format!("{} {}", marks.get("prompt").unwrap_or_default(), marks.get("snippet").unwrap_or_default())
        });
        let adds = fields.get("extends").is_some();
        Self {
            asked: if adds { String::new() } else { asked(&prompt, code(fields).as_deref()) },
            came_as: came_as.filter(|_| !adds),
            topic: fields.text("topic").unwrap_or_default(),
            scope: remembered.or_else(|| fields.text("source").map(|source| mark_of_source(&source))),
            row: brought.and_then(|marks| marks.get(ROW)).map(str::to_owned),
            id,
            place,
            prompt,
            fields,
            brought,
        }
    }

    pub(super) fn is_retired(&self) -> bool {
        self.fields.get("retired").is_some()
    }

    /// What it can be recognised by within its source: what it asks now, and what it asked when it was last imported.
    pub(super) fn keys(&self) -> Vec<String> {
        let asked = Some(&self.asked).filter(|asked| !asked.is_empty()).cloned();
        asked.into_iter().chain(self.came_as.clone()).collect()
    }

    /// Whether an incoming question says what this one said, whatever source it names.
    pub(super) fn says_the_same(&self, fields: &Fields) -> bool {
        let said = |name: &str| !matches!(name, "id" | "source" | "licence" | "topic") && !name.starts_with('@');
        let mut theirs = fields.iter().filter(|(name, _)| said(name));
        let says = self.says();
        let count = says.names().filter(|name| said(name)).count();
        count == fields.iter().filter(|(name, _)| said(name)).count()
            && theirs.all(|(name, raw)| says.get(name) == Some(fingerprint(raw).as_str()))
    }
}

impl There<'_> {
    /// The hash of each field when it was last imported, or as it is now.
    fn says(&self) -> Cow<'_, Marks> {
        self.brought.map_or_else(|| Cow::Owned(self.fields.marks()), Cow::Borrowed)
    }

    /// Whether an incoming question has an answer, and the same one.
    pub(super) fn answers_the_same(&self, fields: &Fields) -> bool {
        let says = self.says();
        let same = |name: &str| fields.get(name).map(fingerprint).as_deref() == says.get(name);
        same("look_for") && same("sample") && (fields.get("look_for").is_some() || fields.get("sample").is_some())
    }
}

impl Item {
    /// The prompt; empty if it has none.
    pub(crate) fn prompt(&self) -> String {
        self.fields.text("prompt").unwrap_or_default()
    }

    /// The topic that the question itself names; empty if it names none.
    pub(crate) fn topic(&self) -> String {
        self.fields.text("topic").unwrap_or_default()
    }
}

fn code(fields: &Fields) -> Option<String> {
    let snippet: Snippet = serde_json::from_str(fields.get("snippet")?.get()).ok()?;
    Some(snippet.code)
}

/// The hashes of prompt and snippet, which are what a question asks with.
pub(super) fn prompt_marks(fields: &Fields) -> String {
    let mark = |name: &str| fields.get(name).map(fingerprint).unwrap_or_default();
    format!("{} {}", mark("prompt"), mark("snippet"))
}
