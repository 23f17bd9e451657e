//! What an interviewer knows about one question. The JSON shape is documented in `docs/question-format.md`.

use std::fmt;

use chrono::NaiveDate;
use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

pub use super::id::QuestionId;

/// A vocabulary of questions: in JSON too, and in order.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($words:tt)+ }) => {
        crate::vocabulary! {
            $(#[$meta])*
            #[derive(Hash, PartialOrd, Ord, Serialize, Deserialize)]
            #[cfg_attr(test, derive(schemars::JsonSchema))]
            #[serde(rename_all = "lowercase")]
            $name { $($words)+ }
        }
    };
}

words! {
    /// What sort of question it is.
    #[derive(Default)]
    Kind {
        /// Explain how something works or how you would do it.
        #[default]
        Technical = "technical",
        /// Design a system.
        Design = "design",
        /// Something is broken: find out, repair, prevent.
        Incident = "incident",
        /// A snippet to find the faults in.
        Review = "review",
        /// Tell what you did.
        Behavioural = "behavioural",
        /// Tell what you would do.
        Situational = "situational",
        /// Who you are, and what you ask them.
        Intro = "intro",
    }
}

words! {
    /// How senior the role is.
    Level {
        /// First years.
        Junior = "junior",
        /// Works alone on known ground.
        Mid = "mid",
        /// Owns services and their failures.
        Senior = "senior",
        /// Sets direction over several teams.
        Staff = "staff",
    }
}

words! {
    /// How hard the question is for somebody at its lowest level.
    #[derive(Default)]
    Difficulty {
        /// Expected of everybody.
        Easy = "easy",
        /// The ordinary interview question.
        #[default]
        Medium = "medium",
        /// Separates candidates.
        Hard = "hard",
    }
}

words! {
    /// The three shapes of a backend role.
    Archetype {
        /// API and service generalist.
        Api = "api",
        /// Distributed-systems specialist.
        Distributed = "distributed",
        /// Data and storage backend.
        Data = "data",
    }
}

words! {
    /// How much a point matters, and from which level on it is expected.
    #[derive(Default)]
    Tier {
        /// Without it the answer fails. Weight 3.
        Must = "must",
        /// Part of a strong answer. Weight 2.
        #[default]
        Strong = "strong",
        /// Lifts the answer to senior. Weight 1.
        Senior = "senior",
        /// Lifts the answer to staff. Weight 1.
        Staff = "staff",
    }
}

words! {
    /// Which kind of part a probe asks about when it asks "and when this fails?".
    Probe {
        /// A database or another place where data rests.
        Store = "store",
        /// A queue, log or broker.
        Queue = "queue",
        /// Another service.
        Dependency = "dependency",
        /// Anything else that can fail.
        Other = "other",
    }
}

/// The lowest and the highest level that a question suits; in JSON `["mid", "staff"]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(try_from = "(Level, Level)"))]
#[serde(into = "(Level, Level)")]
pub struct Levels {
    /// The lowest.
    pub lowest: Level,
    /// The highest, never below the lowest.
    pub highest: Level,
}

impl Levels {
    /// Whether the question suits this level.
    pub fn contain(self, level: Level) -> bool {
        (self.lowest..=self.highest).contains(&level)
    }
}

impl fmt::Display for Levels {
    /// "mid to staff", or "mid" alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.lowest == self.highest {
            return write!(f, "{}", self.lowest);
        }
        write!(f, "{} to {}", self.lowest, self.highest)
    }
}

impl Default for Levels {
    fn default() -> Self {
        Self { lowest: Level::Junior, highest: Level::Staff }
    }
}

impl<'de> Deserialize<'de> for Levels {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_tuple(2, ReadLevels)
    }
}

/// Checks the order while the pair is being read: the parser still knows where it is.
struct ReadLevels;

impl<'de> Visitor<'de> for ReadLevels {
    type Value = Levels;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the lowest and the highest level")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut pair: A) -> Result<Levels, A::Error> {
        let mut next = |read| pair.next_element::<Level>()?.ok_or_else(|| A::Error::invalid_length(read, &self));
        let (lowest, highest) = (next(0)?, next(1)?);
        if lowest > highest {
            let found = format!("levels go from lowest to highest; found {lowest} before {highest}");
            return Err(A::Error::custom(found));
        }
        Ok(Levels { lowest, highest })
    }
}

impl From<Levels> for (Level, Level) {
    fn from(levels: Levels) -> Self {
        (levels.lowest, levels.highest)
    }
}

/// How relevant a question is to each archetype, 0 (not at all) to 3 (central). Absent means 2 for all: an own
/// question is there to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Relevance {
    /// API and service generalist.
    pub api: u8,
    /// Distributed-systems specialist.
    pub distributed: u8,
    /// Data and storage backend.
    pub data: u8,
}

impl Default for Relevance {
    fn default() -> Self {
        Self { api: 2, distributed: 2, data: 2 }
    }
}

impl Relevance {
    /// The relevance to one archetype.
    pub fn of(self, archetype: Archetype) -> u8 {
        match archetype {
            Archetype::Api => self.api,
            Archetype::Distributed => self.distributed,
            Archetype::Data => self.data,
        }
    }
}

/// How long to think and to talk, in seconds. `target` and `max` are for a spoken answer, thinking not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Seconds {
    /// Thinking before the first word.
    #[serde(default = "Seconds::default_think")]
    pub think: u32,
    /// A good length.
    pub target: u32,
    /// Where an interviewer would interrupt.
    pub max: u32,
}

impl Seconds {
    const fn default_think() -> u32 {
        20
    }

    /// The usual times of a kind, for questions that name none.
    pub const fn usual(kind: Kind) -> Self {
        let (think, target, max) = match kind {
            Kind::Technical => (20, 180, 270),
            Kind::Design => (60, 1_500, 2_250),
            Kind::Incident => (30, 600, 900),
            Kind::Review => (60, 300, 450),
            Kind::Behavioural | Kind::Situational => (20, 150, 225),
            Kind::Intro => (10, 120, 180),
        };
        Self { think, target, max }
    }
}

/// Code to review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Snippet {
    /// The language's common name in lower case, for the highlighter.
    pub language: String,
    /// The code.
    pub code: String,
}

/// A question that the candidate may ask back, and the interviewer's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Clarification {
    /// What the candidate asks.
    pub ask: String,
    /// What the interviewer answers.
    pub answer: String,
}

/// One thing that a strong answer contains.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Point {
    /// Slug, unique within the question.
    pub id: String,
    /// The point, as something one can say.
    pub text: String,
    /// What goes wrong without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// How much it matters.
    #[serde(default)]
    pub tier: Tier,
    /// The name that points of several questions share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concept: Option<String>,
    /// Terms and phrasings of somebody who makes the point.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cues: Vec<String>,
    /// Fields that this version does not know, kept as they came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// What makes an answer sound thin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WeakSignal {
    /// Slug, unique within the question.
    pub id: String,
    /// A short quote.
    pub text: String,
}

/// Something wrong in an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Mistake {
    /// Slug, unique within the question.
    pub id: String,
    /// What is said or done.
    pub text: String,
    /// Why it hurts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// An interviewer would stop there.
    #[serde(default)]
    pub critical: bool,
}

/// A point of a follow-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FollowUpPoint {
    /// Slug, unique within the follow-up.
    pub id: String,
    /// The point.
    pub text: String,
}

/// When a follow-up is apt: after any of these points was missed or hit. Both empty: always.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct When {
    /// Ids of points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missed: Vec<String>,
    /// Ids of points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hit: Vec<String>,
}

/// A next question from the interviewer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FollowUp {
    /// Slug, unique within the question.
    pub id: String,
    /// What is asked.
    pub prompt: String,
    /// What a good reply contains.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub look_for: Vec<FollowUpPoint>,
    /// When it is apt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Set when it asks "and when this fails?".
    #[serde(default)]
    pub probe: Option<Probe>,
}

/// A weak and a strong answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Sample {
    /// As people really give it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub weak: String,
    /// One possible strong answer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub strong: String,
    /// Which points make it strong.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why_it_works: String,
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
    /// Example answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<Sample>,
    /// Slugs (same bank) or `bank/id` of questions that should not be asked on the same day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<String>,
    /// Primary documentation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
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
    /// Fields that this version does not know, kept as they came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

const fn first_revision() -> u32 {
    1
}

impl Question {
    /// A question of which nothing else is known.
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
            clarifications: Vec::new(),
            look_for: Vec::new(),
            weak: Vec::new(),
            mistakes: Vec::new(),
            follow_ups: Vec::new(),
            framework: Vec::new(),
            hints: Vec::new(),
            sample: None,
            related: Vec::new(),
            references: Vec::new(),
            reviewed_on: None,
            source: None,
            licence: None,
            retired: None,
            extends: None,
            other: Map::new(),
        }
    }

    /// Its times, or the usual ones of its kind.
    pub fn times(&self) -> Seconds {
        self.seconds.unwrap_or(Seconds::usual(self.kind))
    }

    /// Whether there is anything to hold an answer against. Without notes the candidate rates alone.
    pub fn has_notes(&self) -> bool {
        !self.look_for.is_empty()
    }
}
