//! Ids of questions.

use std::fmt;
use std::str::FromStr;

use compact_str::{CompactString, format_compact};
use serde::{Deserialize, Deserializer, Serialize};

/// The name of a question over all banks: `bank/id`. History hangs on it, so it never changes.
// Ten thousand of them are made at every start and stored in several tables, so short ones need no allocation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QuestionId(#[cfg_attr(test, schemars(with = "String"))] CompactString);

impl QuestionId {
    /// Joins a bank's name and a question's slug.
    pub fn new(bank: &str, id: &str) -> Self {
        Self(format_compact!("{bank}/{id}"))
    }

    /// The bank's name.
    pub fn bank(&self) -> &str {
        self.0.split_once('/').map_or("", |(bank, _)| bank)
    }

    /// The slug within the bank.
    pub fn slug(&self) -> &str {
        self.0.split_once('/').map_or(self.0.as_str(), |(_, slug)| slug)
    }

    /// The whole id, `bank/id`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for QuestionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a text contains neither spaces nor characters that could harm a terminal. Nearly all ids are ASCII.
fn is_one_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic()) || crate::text::is_one_word(text)
}

/// An id that is not of the form `bank/id`.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is not a question name; write bank/id, for example backend/index-ignored")]
pub struct BadQuestionId(String);

impl FromStr for QuestionId {
    type Err = BadQuestionId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('/') {
            Some((bank, id)) if !bank.is_empty() && !id.is_empty() && is_one_word(text) => Ok(Self(text.into())),
            _ => Err(BadQuestionId(text.to_owned())),
        }
    }
}

impl<'de> Deserialize<'de> for QuestionId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::json::checked_text(deserializer)
    }
}

impl From<QuestionId> for String {
    fn from(id: QuestionId) -> Self {
        id.0.into()
    }
}
