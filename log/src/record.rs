//! The immutable records of the log. Everything else about the past is derived from them.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate};
use hotseat_bank::QuestionId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::habit::HabitTake;
use super::heard::{DeliveryNote, TranscriptNote};
use super::jobs::{Interview, JobNote};
use super::moment::Moment;
use super::my_answer::MyAnswer;
use super::record_id::RecordId;
use super::story::{Story, Telling};

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
    /// What the candidate wrote down beside an attempt, for themselves.
    Remark(Remark),
    /// The answer to a question that the candidate keeps.
    #[serde(rename = "my-answer")]
    MyAnswer(MyAnswer),
    /// What is new about a job.
    Job(JobNote),
    /// What was asked in a real interview.
    Interview(Interview),
    /// A story of the candidate, as it is from now on.
    Story(Story),
    /// Which story was told in an attempt.
    Telling(Telling),
    /// Something that was said to practise one habit of speaking.
    Habit(HabitTake),
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
            Self::Remark(_) => "remark",
            Self::MyAnswer(_) => "my-answer",
            Self::Job(_) => "job",
            Self::Interview(_) => "interview",
            Self::Story(_) => "story",
            Self::Telling(_) => "telling",
            Self::Habit(_) => "habit",
        }
    }
}

/// A `remark` record: what the candidate wrote down beside an attempt, for themselves. The newest one about an attempt counts;
/// an empty one takes it away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Remark {
    /// Which attempt.
    pub attempt: RecordId,
    /// Which question; the attempt's.
    pub question: QuestionId,
    /// The text.
    pub text: String,
    /// Fields of a newer version, kept as they came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
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
    /// Drill, mock or practice.
    pub mode: Mode,
    /// Typed, spoken or not at all.
    pub medium: Medium,
    /// The answer, verbatim. Empty for spoken answers without a transcript.
    pub text: String,
    /// File name of the recording, below the recordings folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording: Option<String>,
    /// Seconds spent thinking, answering and paused.
    pub seconds: Spent,
    /// The target in force, in seconds: the question's, times the typed factor for typed answers.
    pub target_seconds: u32,
    /// What the candidate thought it was worth before the notes opened, 1 to 4.
    #[serde(default)]
    pub prediction: Option<u8>,
    /// Rungs of the hint ladder that were shown.
    pub hints: u32,
    /// Whether the answer was "don't know".
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
    /// File name of the recording, below the recordings folder; none: it was typed, or no microphone listened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording: Option<String>,
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

/// Ticks that the words of an answer do not bear out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// Ids of points ticked, hit or partly, that no words touch.
    pub points: Vec<String>,
    /// How many points were ticked, hit or partly.
    pub of: u32,
    /// The band without them, 1 to 4.
    pub band: u8,
}

/// What the candidate thought of an attempt. A later one for the same attempt replaces an earlier one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// Which attempt.
    pub attempt: RecordId,
    /// Which question; the attempt's, repeated so that the record stands alone.
    pub question: QuestionId,
    /// The rating. None: looked at and left unrated; such a judgement moves nothing.
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
    /// Share of the points that count, less 0.10 for each mistake; may be negative. None: no notes.
    #[serde(default)]
    pub score: Option<f64>,
    /// What the answer would have been worth, 1 (would fail) to 4 (would impress), by the ticks. None: nothing to go by,
    /// or judged by a version that knew no bands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band: Option<u8>,
    /// Points that were ticked though the answer has no words for them. None: there were none, or no text to look at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubt: Option<Doubt>,
    /// Ids of points whose ticks were changed after a second opinion, all of them so far. Ratings, bands and dates of such a
    /// judgement are those of the one before it: what the candidate thought alone is what calibration and schedule go by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after_coach: Vec<String>,
    /// It comes back within so many days, whatever the model of memory says: a shaky answer is no knowledge for a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_days: Option<u32>,
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

impl Judgement {
    /// An attempt that was looked at: without ticks, unrated, moving nothing.
    pub fn unrated(attempt: RecordId, question: QuestionId) -> Self {
        Self {
            attempt,
            question,
            rating: None,
            suggested: None,
            points: BTreeMap::new(),
            mistakes: Vec::new(),
            weak: Vec::new(),
            score: None,
            band: None,
            doubt: None,
            after_coach: Vec::new(),
            within_days: None,
            scheduled: false,
            due: None,
            other: Map::new(),
        }
    }
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
    /// Started, paused, finished or abandoned.
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
    /// It has begun and goes on.
    Started,
    /// It was left and can be resumed.
    Paused,
    /// It came to its end.
    Finished,
    /// It was given up.
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
