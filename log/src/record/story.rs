//! What is recorded of a story, and of each time that it is told.

use hotseat_bank::QuestionId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::record_id::RecordId;

/// A `story` record: something that the candidate did and can tell, in its latest wording. The newest record of a story
/// counts, so an edit is a new record. An empty field has not been written yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Story {
    /// Id of the story, which is that of its first record.
    pub story: RecordId,
    /// A short name for the story.
    pub title: String,
    /// When it happened, in the candidate's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub when: String,
    /// The candidate's role in it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// The situation at the beginning.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub situation: String,
    /// What had to be done.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub task: String,
    /// What the candidate did.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub action: String,
    /// How it ended.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub result: String,
    /// The figure that proves it, before and after.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// What the candidate learned.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lesson: String,
    /// How others saw it, in the candidate's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub view: String,
    /// What it is about, as words of a vocabulary. Words of a newer version are kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<String>,
    /// How far its effect reached, as a word of a vocabulary: team, teams, company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// Whether it should no longer be told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
    /// Fields of a newer version, kept as they were read.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Story {
    /// A story that has only a title so far.
    pub fn named(story: RecordId, title: &str) -> Self {
        Self {
            story,
            title: title.to_owned(),
            when: String::new(),
            role: String::new(),
            situation: String::new(),
            task: String::new(),
            action: String::new(),
            result: String::new(),
            number: String::new(),
            lesson: String::new(),
            view: String::new(),
            themes: Vec::new(),
            level: None,
            retired: false,
            other: Map::new(),
        }
    }
}

/// A `telling` record: the story that was told in an attempt. The newest one about an attempt counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Telling {
    /// The story. None to say that it was none of them after all.
    pub story: Option<RecordId>,
    /// The attempt in which it was told.
    pub attempt: RecordId,
    /// The attempt's question, repeated so that the record stands alone.
    pub question: QuestionId,
    /// Fields of a newer version, kept as they were read.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}
