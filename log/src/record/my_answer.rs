//! What is recorded of an answer that is kept.

use hotseat_bank::QuestionId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::record_id::RecordId;

/// A `my-answer` record. The newest one about a question counts; one with an empty text removes the kept answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MyAnswer {
    /// The question that it answers.
    pub question: QuestionId,
    /// The attempt that it was made from. None if it was written from scratch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<RecordId>,
    /// The text of the answer; empty to remove it.
    pub text: String,
    /// Whether it contains edits that the coach proposed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub coached: bool,
    /// Fields of a newer version, kept as they were read.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl MyAnswer {
    /// A record that keeps a text as the answer to a question, without edits by the coach.
    pub fn of(question: QuestionId, attempt: Option<RecordId>, text: String) -> Self {
        Self { question, attempt, text, coached: false, other: Map::new() }
    }
}
