//! What an interviewer knows about a question. The JSON format is documented in `docs/question-format.md`.

mod diagram;
mod notes;
mod shown;
mod sorts;
mod valid;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use super::id::QuestionId;
pub use diagram::*;
pub use notes::*;
pub use shown::*;
pub use sorts::*;
pub use valid::*;

/// A question that the candidate may ask back, and the interviewer's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Clarification {
    /// What the candidate asks.
    pub ask: String,
    /// What the interviewer answers.
    pub answer: String,
}

/// Primary documentation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Reference {
    /// What it is called.
    pub title: String,
    /// Where it stands.
    pub url: String,
}

/// A prompt with everything that an interviewer knows about it. Only `id` and `prompt` are required.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Question {
    /// Permanent slug within the bank.
    pub id: String,
    /// Raised when the meaning changes, not for typing errors.
    #[serde(default = "first_revision")]
    pub revision: u32,
    /// Topic, in a file that names none for all of its questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Subtopic within the topic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtopic: Option<String>,
    /// What is asked, speakable in one breath.
    pub prompt: String,
    /// Other wordings of the same question.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<String>,
    /// Code to review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snippet: Option<Snippet>,
    /// What sort of question it is.
    #[serde(default)]
    pub kind: Kind,
    /// Lowest and highest level.
    #[serde(default)]
    pub levels: Levels,
    /// How hard it is.
    #[serde(default)]
    pub difficulty: Difficulty,
    /// Relevance to each archetype.
    #[serde(default)]
    pub archetypes: Relevance,
    /// Languages and platforms that it belongs to; empty: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tracks: Vec<String>,
    /// Free words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Times; absent: the usual ones of the kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<Seconds>,
    /// The one thing that it measures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent: Option<String>,
    /// What an interviewer at each level wants to have heard, in a sentence.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub expect: BTreeMap<Level, String>,
    /// What the candidate may ask back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clarifications: Vec<Clarification>,
    /// What a strong answer contains.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub look_for: Vec<Point>,
    /// What makes an answer sound thin.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weak: Vec<WeakSignal>,
    /// What would be wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mistakes: Vec<Mistake>,
    /// What the interviewer asks next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub follow_ups: Vec<FollowUp>,
    /// Ordered steps of an answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub framework: Vec<String>,
    /// A ladder of help, each rung giving away more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<String>,
    /// Two sentences that somebody in a hurry should be able to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub say: Option<String>,
    /// Example answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<Sample>,
    /// A session as it may go, minute by minute.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub session: Vec<SessionPart>,
    /// How the parts of an answer hang together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diagram: Option<Diagram>,
    /// The model that an answer arrives at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<Snippet>,
    /// What there is to choose from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<Choice>,
    /// Slugs (same bank) or `bank/id` of questions that should not be asked on the same day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<String>,
    /// Primary documentation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    /// How long it holds, where it is bound to a version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid: Option<Valid>,
    /// When somebody last checked the facts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed_on: Option<NaiveDate>,
    /// Where it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Its licence, where it differs from the bank's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// No longer asked since this day; history is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired: Option<NaiveDate>,
    /// `bank/id` of a question that this one adds to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extends: Option<QuestionId>,
    /// Fields that this version does not know, kept as they were read.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

const fn first_revision() -> u32 {
    1
}

impl Question {
    /// A question with only the given fields.
    pub fn bare(id: String, prompt: String, kind: Kind, seconds: Seconds) -> Self {
        Self {
            id,
            revision: first_revision(),
            topic: None,
            subtopic: None,
            prompt,
            variants: Vec::new(),
            snippet: None,
            kind,
            levels: Levels::default(),
            difficulty: Difficulty::default(),
            archetypes: Relevance::default(),
            tracks: Vec::new(),
            tags: Vec::new(),
            seconds: Some(seconds),
            intent: None,
            expect: BTreeMap::new(),
            clarifications: Vec::new(),
            look_for: Vec::new(),
            weak: Vec::new(),
            mistakes: Vec::new(),
            follow_ups: Vec::new(),
            framework: Vec::new(),
            hints: Vec::new(),
            say: None,
            sample: None,
            session: Vec::new(),
            diagram: None,
            schema: None,
            options: Vec::new(),
            related: Vec::new(),
            references: Vec::new(),
            valid: None,
            reviewed_on: None,
            source: None,
            licence: None,
            retired: None,
            extends: None,
            other: Map::new(),
        }
    }

    /// Its times, or the usual ones for its kind.
    pub fn times(&self) -> Seconds {
        self.seconds.unwrap_or(Seconds::usual(self.kind))
    }

    /// The hint that an interviewer asks as a smaller question if no answer came: the first hint that is a question.
    /// None if there is none, or if the question is about the candidate's own experience: somebody without a story has
    /// no part of one either.
    pub fn smaller_step(&self) -> Option<&str> {
        let hint = self.hints.iter().find(|hint| hint.trim_end().ends_with('?'))?;
        (self.kind != Kind::Behavioural).then_some(hint)
    }

    /// Whether it has points to judge an answer by. Without them the candidate rates the answer unaided.
    pub fn has_notes(&self) -> bool {
        !self.look_for.is_empty()
    }
}
