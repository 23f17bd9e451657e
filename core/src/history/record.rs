//! What happened: the immutable records of the log. Everything else about the past is derived from them.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use super::heard::{DeliveryNote, TranscriptNote};
use crate::bank::QuestionId;
use crate::json;
use crate::moment::Moment;

/// One line of the log. Never changed or deleted by normal use; an `undo` record takes another one back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Its name, unique over all logs.
    pub id: RecordId,
    /// When it happened, with the local offset of that instant.
    pub at: DateTime<FixedOffset>,
    /// The practice day that it belongs to: local wall time minus four hours.
    pub day: NaiveDate,
    /// What happened. In JSON its fields stand beside `id`, `at` and `day`, with the kind in `type`.
    #[serde(flatten)]
    pub body: Body,
}

impl Record {
    /// A record of something that happens now.
    pub fn new(now: Moment, body: Body) -> Self {
        Self { id: RecordId::fresh(now), at: now.wall, day: now.day(), body }
    }
}

/// The name of a record. Our own are version 7 UUIDs; other tools may bring any short text of their own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(into = "String")]
pub struct RecordId(String);

impl RecordId {
    /// Longest accepted name in bytes.
    pub const MAX_LEN: usize = 200;

    /// A fresh name whose first digits are the time, so that names made later sort later.
    pub fn fresh(now: Moment) -> Self {
        let seconds = u64::try_from(now.wall.timestamp()).unwrap_or(0);
        let nanos = now.wall.timestamp_subsec_nanos() % 1_000_000_000;
        Self(uuid::Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanos)).to_string())
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for RecordId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.is_empty() || text.len() > Self::MAX_LEN || text.chars().any(char::is_control) {
            return Err(format!(
                "{text:?} is not a record id; it has 1 to {} bytes and no control characters",
                Self::MAX_LEN
            ));
        }
        Ok(Self(text.to_owned()))
    }
}

impl<'de> Deserialize<'de> for RecordId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json::checked_text(deserializer)
    }
}

impl From<RecordId> for String {
    fn from(id: RecordId) -> Self {
        id.0
    }
}

/// What a record says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Body {
    /// One answer to one question.
    Attempt(Attempt),
    /// What the candidate thought of an attempt.
    Judgement(Judgement),
    /// Another record is taken back.
    Undo(Undo),
    /// A question is held back until a day.
    Bury(Bury),
    /// A question is taken out of the schedule, or put back.
    Suspend(Suspend),
    /// A drill or mock began, went on or ended.
    Sitting(Sitting),
    /// The scorecard of a mock.
    Scorecard(Scorecard),
    /// Weights of the memory model came into force.
    Weights(Weights),
    /// How an attempt was said.
    Delivery(DeliveryNote),
    /// What was said in an attempt.
    Transcript(TranscriptNote),
}

impl Body {
    /// The word in `type`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Attempt(_) => "attempt",
            Self::Judgement(_) => "judgement",
            Self::Undo(_) => "undo",
            Self::Bury(_) => "bury",
            Self::Suspend(_) => "suspend",
            Self::Sitting(_) => "sitting",
            Self::Scorecard(_) => "scorecard",
            Self::Weights(_) => "weights",
            Self::Delivery(_) => "delivery",
            Self::Transcript(_) => "transcript",
        }
    }
}

/// In which setting an answer was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// One question at a time, notes after each.
    Drill,
    /// A timed interview.
    Mock,
    /// A retry or an extra: moves no schedule.
    Practice,
}

/// How an answer was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Medium {
    /// Into the editor.
    Typed,
    /// Aloud, against the clock.
    Spoken,
    /// Not at all: "don't know".
    None,
}

/// Seconds of an attempt, to the tenth or finer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spent {
    /// Before the first key or word.
    pub think: f64,
    /// Answering, editor included.
    pub answer: f64,
    /// Stopped by the candidate, by Ctrl-Z or by sleep.
    pub paused: f64,
}

/// One answer to one question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// Which question.
    pub question: QuestionId,
    /// Revision of the question at that time.
    pub revision: u32,
    /// The sitting it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sitting: Option<RecordId>,
    /// In which setting.
    pub mode: Mode,
    /// How it was given.
    pub medium: Medium,
    /// The answer, verbatim. Empty for spoken answers without a transcript.
    pub text: String,
    /// File name of the recording, below the recordings folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording: Option<String>,
    /// Where the time went.
    pub seconds: Spent,
    /// The target in force, in seconds: the question's, times the typed factor for typed answers.
    pub target_seconds: u32,
    /// What the candidate thought it was worth before the notes opened, 1 to 4.
    #[serde(default)]
    pub prediction: Option<u8>,
    /// Rungs of the hint ladder that were shown.
    pub hints: u32,
    /// "Don't know".
    pub gave_up: bool,
    /// Index of the wording that was asked: 0 the prompt, 1 the first variant.
    #[serde(default)]
    pub wording: u32,
    /// What was said to follow-ups, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub follow_ups: Vec<FollowUpAnswer>,
    /// Fields of a newer version, kept as they came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// The answer to a follow-up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FollowUpAnswer {
    /// Id of the follow-up within the question, or of a general prompt of the bank.
    pub id: String,
    /// The answer, verbatim.
    pub text: String,
    /// Answering time in seconds.
    pub seconds: f64,
}

/// FSRS's words for how an answer went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Rating {
    /// Failed.
    Again = 1,
    /// Passed with effort.
    Hard = 2,
    /// Passed.
    Good = 3,
    /// Passed with ease.
    Easy = 4,
}

impl Rating {
    /// All four, worst first.
    pub const ALL: [Self; 4] = [Self::Again, Self::Hard, Self::Good, Self::Easy];

    /// 1 to 4.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// Again, Hard, Good or Easy.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Again => "Again",
            Self::Hard => "Hard",
            Self::Good => "Good",
            Self::Easy => "Easy",
        }
    }
}

impl fmt::Display for Rating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl TryFrom<u8> for Rating {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|rating| rating.number() == number)
            .ok_or_else(|| format!("a rating is 1 (Again) to 4 (Easy); found {number}"))
    }
}

impl From<Rating> for u8 {
    fn from(rating: Rating) -> Self {
        rating.number()
    }
}

/// Whether a point was in the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tick {
    /// It was there.
    Hit,
    /// Half of it was.
    Partial,
    /// It was not.
    Missed,
}

/// What the candidate thought of an attempt. A later one for the same attempt replaces an earlier one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// Which attempt.
    pub attempt: RecordId,
    /// Which question; the attempt's, repeated so that the record stands alone.
    pub question: QuestionId,
    /// What counts. None: looked at and left unrated; it moves nothing.
    pub rating: Option<Rating>,
    /// What the rules suggested.
    pub suggested: Option<Rating>,
    /// By point id.
    #[serde(default)]
    pub points: BTreeMap<String, Tick>,
    /// Ids of mistakes made.
    #[serde(default)]
    pub mistakes: Vec<String>,
    /// Ids of weak signals recognised.
    #[serde(default)]
    pub weak: Vec<String>,
    /// Score of the ticks, mistakes deducted; may be negative. None: no notes.
    #[serde(default)]
    pub score: Option<f64>,
    /// Whether it moves the schedule.
    pub scheduled: bool,
    /// The day that load balance chose for the next time. Being part of the record, it makes the schedule of a question
    /// depend on nothing but the question's own records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// Fields of a newer version, kept as they came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// Takes a record back: its effect is as if it had not happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Undo {
    /// The record taken back. An undo can itself be undone.
    pub record: RecordId,
}

/// Holds a question back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bury {
    /// Which question.
    pub question: QuestionId,
    /// The first day on which it may be asked again.
    pub until: NaiveDate,
}

/// Takes a question out of the schedule or puts it back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suspend {
    /// Which question.
    pub question: QuestionId,
    /// True: out. False: back.
    pub suspended: bool,
}

/// How far a sitting got. A later record of the same sitting replaces an earlier one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sitting {
    /// Which sitting; its first record has the same id.
    pub sitting: RecordId,
    /// Drill or mock.
    pub mode: Mode,
    /// Name of the loop, for a mock.
    #[serde(default, rename = "loop", skip_serializing_if = "Option::is_none")]
    pub loop_: Option<String>,
    /// Seed of the draw.
    #[serde(default)]
    pub seed: Option<u64>,
    /// Where it stands.
    pub state: SittingState,
    /// The questions in the order they are asked.
    #[serde(default)]
    pub questions: Vec<QuestionId>,
    /// Everything else that a mock needs to go on: rounds, clocks, position.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub progress: Value,
    /// Fields of a newer version, kept as they came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// Where a sitting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SittingState {
    /// Begun.
    Started,
    /// Left, to be resumed.
    Paused,
    /// Done.
    Finished,
    /// Given up.
    Abandoned,
}

/// The scorecard of a mock: numbers 1 to 4 on anchored dimensions with their evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scorecard {
    /// Which sitting.
    pub sitting: RecordId,
    /// The card; its inside belongs to the scorecard's own module.
    pub card: Value,
}

/// Weights of the memory model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// FSRS weights in force from this record on; empty: the defaults.
    pub weights: Vec<f32>,
    /// Log loss before and after on the log they were fitted to, if they were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_loss: Option<(f64, f64)>,
}
