//! Examples: sample answers, a worked session, code, data models and options.

use serde::{Deserialize, Serialize};

use super::sorts::Speaker;

/// Code: to review, or the model that an answer arrives at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Snippet {
    /// The language's common name in lower case, for the highlighter.
    pub language: String,
    /// The code.
    pub code: String,
}

/// Example answers: a weak one, one that is enough, a strong one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Sample {
    /// As people really give it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub weak: String,
    /// Flawed, but enough.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub passing: String,
    /// What is missing in the passing one, in a sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lacks: String,
    /// One possible strong answer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub strong: String,
    /// Which points make it strong.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why_it_works: String,
}

/// A part of a session as it may go, from one minute to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SessionPart {
    /// The minute in which it begins, from 0 on.
    pub from: u32,
    /// The minute in which it ends.
    pub to: u32,
    /// Who speaks.
    pub who: Speaker,
    /// What is said: word for word at the beginning, later the sentences that matter.
    pub says: String,
    /// What is drawn or written down meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draws: Option<String>,
}

/// One of the answers to a question that asks for a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Choice {
    /// What is chosen.
    pub name: String,
    /// When it is the right one.
    pub when: String,
    /// What it costs.
    pub price: String,
}
