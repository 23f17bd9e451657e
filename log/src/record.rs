//! The immutable records of the log. Everything else about the past is derived from them.

mod habit;
mod job;
mod my_answer;
mod story;

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate};
use hotseat_bank::QuestionId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::heard::{DeliveryNote, TranscriptNote};
use super::moment::Moment;
use super::record_id::RecordId;
pub use habit::HabitTake;
pub use job::{Archetypes, Interview, JobFacts, JobNote, RealQuestion, Wanted, Went};
pub use my_answer::MyAnswer;
pub use story::{Story, Telling};

/// One line of the log. Normal use never changes or deletes it; an `undo` record takes another record back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Its id, unique across all logs.
    pub id: RecordId,
    /// When it happened, with the local UTC offset at that instant.
    pub at: DateTime<FixedOffset>,
    /// The practice day that it belongs to: local wall time minus four hours.
    pub day: NaiveDate,
    /// What happened. In JSON its fields stand beside `id`, `at` and `day`, and `type` holds its kind.
    #[serde(flatten)]
    pub body: Body,
}

impl Record {
    /// A record of something that happens now, with a fresh id.
    pub fn new(now: Moment, body: Body) -> Self {
        Self { id: RecordId::fresh(now), at: now.wall, day: now.day(), body }
    }
}

/// The content of a record, by kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Body {
    /// One answer to one question.
    Attempt(Attempt),
    /// The candidate's assessment of an attempt.
    Judgement(Judgement),
    /// Takes another record back.
    Undo(Undo),
    /// Holds a question back until a day.
    Bury(Bury),
    /// Takes a question out of the schedule, or puts it back.
    Suspend(Suspend),
    /// The progress of a drill or mock: begun, continued or ended.
    Sitting(Sitting),
    /// The scorecard of a mock.
    Scorecard(Scorecard),
    /// New weights of the memory model.
    Weights(Weights),
    /// How an answer or reply was said, in figures.
    Delivery(DeliveryNote),
    /// The words of an answer or reply.
    Transcript(TranscriptNote),
    /// The candidate's private remark on an attempt.
    Remark(Remark),
    /// The answer to a question that the candidate keeps.
    #[serde(rename = "my-answer")]
    MyAnswer(MyAnswer),
    /// A change to a job.
    Job(JobNote),
    /// The questions of a real interview.
    Interview(Interview),
    /// A story of the candidate in its latest wording.
    Story(Story),
    /// The story that was told in an attempt.
    Telling(Telling),
    /// Something said to practise one habit of speaking.
    Habit(HabitTake),
}

impl Body {
    /// The word in the JSON field `type`.
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

/// A `remark` record: the candidate's private note on an attempt. The newest one about an attempt counts; one with an
/// empty text removes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Remark {
    /// The attempt.
    pub attempt: RecordId,
    /// The attempt's question, repeated so that the record stands alone.
    pub question: QuestionId,
    /// The note; empty to remove it.
    pub text: String,
    /// Fields of a newer version, kept as they were read.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// The setting in which an answer was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// One question at a time, with the notes shown after each.
    Drill,
    /// A timed interview.
    Mock,
    /// A retry or an extra, which moves no schedule.
    Practice,
}

/// How an answer was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Medium {
    /// Typed into the editor.
    Typed,
    /// Spoken, against the clock.
    Spoken,
    /// Not given: "don't know".
    None,
}

/// How the seconds of an attempt were spent, with a precision of a tenth of a second or better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spent {
    /// Thinking, before the first key or word.
    pub think: f64,
    /// Answering, including time in an external editor.
    pub answer: f64,
    /// Paused by the candidate, by Ctrl-Z or because the machine slept.
    pub paused: f64,
}

/// One answer to one question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// The question that was asked.
    pub question: QuestionId,
    /// Revision of the question when it was answered.
    pub revision: u32,
    /// The sitting it belongs to, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sitting: Option<RecordId>,
    /// Drill, mock or practice.
    pub mode: Mode,
    /// Typed, spoken, or none (gave up).
    pub medium: Medium,
    /// The answer, verbatim. Empty for spoken answers without a transcript.
    pub text: String,
    /// File name of the recording, relative to the recordings folder. None if nothing was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording: Option<String>,
    /// Seconds spent thinking, answering and paused.
    pub seconds: Spent,
    /// The target length in force, in seconds: that of the question, multiplied by the typed factor for typed answers.
    pub target_seconds: u32,
    /// The band that the candidate predicted before seeing the notes, 1 to 4.
    #[serde(default)]
    pub prediction: Option<u8>,
    /// How many rungs of the hint ladder were shown.
    pub hints: u32,
    /// Whether the answer was "don't know".
    pub gave_up: bool,
    /// Index of the wording that was asked: 0 is the prompt, 1 the first variant.
    #[serde(default)]
    pub wording: u32,
    /// The replies to follow-ups, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub follow_ups: Vec<FollowUpAnswer>,
    /// Fields of a newer version, kept as they were read.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// The reply to a follow-up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FollowUpAnswer {
    /// Id of the follow-up within the question, or of a general prompt of the bank.
    pub id: String,
    /// The reply, verbatim.
    pub text: String,
    /// Seconds spent answering.
    pub seconds: f64,
    /// File name of the recording, relative to the recordings folder. None if it was typed, or there was no microphone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording: Option<String>,
}

/// How an answer went, in FSRS's terms.
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

    /// The number that FSRS uses, 1 to 4.
    pub const fn number(self) -> u8 {
        self as u8
    }

    /// The name: Again, Hard, Good or Easy.
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
    /// It was in the answer.
    Hit,
    /// It was half there.
    Partial,
    /// It was not in the answer.
    Missed,
}

/// Points ticked although nothing in the answer's words supports them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// Ids of the points, ticked as hit or partial, that no words of the answer touch.
    pub points: Vec<String>,
    /// How many points were ticked as hit or partial altogether.
    pub of: u32,
    /// The band without the doubtful ticks, 1 to 4.
    pub band: u8,
}

/// The candidate's assessment of an attempt. A later one for the same attempt replaces an earlier one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    /// The attempt that is judged.
    pub attempt: RecordId,
    /// The attempt's question, repeated so that the record stands alone.
    pub question: QuestionId,
    /// The rating. None if the attempt was looked at and left unrated; such a judgement moves nothing.
    pub rating: Option<Rating>,
    /// The rating that the rules suggested, if any.
    pub suggested: Option<Rating>,
    /// Ticks by point id.
    #[serde(default)]
    pub points: BTreeMap<String, Tick>,
    /// Ids of mistakes made.
    #[serde(default)]
    pub mistakes: Vec<String>,
    /// Ids of weak signals recognised.
    #[serde(default)]
    pub weak: Vec<String>,
    /// How well each reply to a follow-up of a drill held, in the order in which these were asked; None where nobody
    /// judged it. It moves nothing. In a mock it stands among the notes of the debrief.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<Option<Tick>>,
    /// Share of the points that count, less 0.10 for each mistake; may be negative. None if there are no notes.
    #[serde(default)]
    pub score: Option<f64>,
    /// What the answer would have been worth according to the ticks, 1 (would fail) to 4 (would impress). None if there
    /// was nothing to base it on, or if the judgement was made by a version without bands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band: Option<u8>,
    /// Points that were ticked although nothing in the answer supports them. None if there were none, or no text to
    /// check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubt: Option<Doubt>,
    /// Ids of all points whose ticks have been changed so far after a second opinion. Rating, band and dates of such a
    /// judgement are those of the one before it: calibration and schedule go by what the candidate thought alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after_coach: Vec<String>,
    /// The longest interval allowed until the next time, in days, whatever the memory model says: a shaky answer does
    /// not show knowledge that lasts a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_days: Option<u32>,
    /// Whether it moves the schedule.
    pub scheduled: bool,
    /// The day that load balancing chose for the next time. Because it is part of the record, the schedule of a
    /// question depends only on the question's own records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
    /// Fields of a newer version, kept as they were read.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Judgement {
    /// A judgement of an attempt that was looked at: no ticks, no rating, no effect.
    pub fn unrated(attempt: RecordId, question: QuestionId) -> Self {
        Self {
            attempt,
            question,
            rating: None,
            suggested: None,
            points: BTreeMap::new(),
            mistakes: Vec::new(),
            weak: Vec::new(),
            held: Vec::new(),
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

/// Takes a record back, as if it had not happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Undo {
    /// The record to take back, which may itself be an undo.
    pub record: RecordId,
}

/// Holds a question back until a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bury {
    /// The question to hold back.
    pub question: QuestionId,
    /// The first day on which it may be asked again.
    pub until: NaiveDate,
}

/// Takes a question out of the schedule or puts it back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suspend {
    /// The question.
    pub question: QuestionId,
    /// True to take it out, false to put it back.
    pub suspended: bool,
}

/// The progress of a sitting. A later record of the same sitting replaces an earlier one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sitting {
    /// Id of the sitting, which is that of its first record.
    pub sitting: RecordId,
    /// Drill or mock.
    pub mode: Mode,
    /// For a mock, the name of its loop.
    #[serde(default, rename = "loop", skip_serializing_if = "Option::is_none")]
    pub loop_: Option<String>,
    /// Seed of the random draw of questions, if one was used.
    #[serde(default)]
    pub seed: Option<u64>,
    /// Started, paused, finished or abandoned.
    pub state: SittingState,
    /// The questions in the order in which they are asked.
    #[serde(default)]
    pub questions: Vec<QuestionId>,
    /// Everything else needed to resume a mock: rounds, clocks, position.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub progress: Value,
    /// Fields of a newer version, kept as they were read.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// Where a sitting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SittingState {
    /// It has begun and is in progress.
    Started,
    /// It was interrupted and can be resumed.
    Paused,
    /// It was completed.
    Finished,
    /// It was given up.
    Abandoned,
}

/// The scorecard of a mock: scores from 1 to 4 on anchored dimensions, with the evidence for them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Scorecard {
    /// The sitting that it is for.
    pub sitting: RecordId,
    /// The card; its content is defined by the scorecard module.
    pub card: Value,
}

/// Weights of the memory model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// FSRS weights in force from this record on; empty for the defaults.
    pub weights: Vec<f32>,
    /// Log loss before and after fitting, on the log to which the weights were fitted. None if they were not fitted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_loss: Option<(f64, f64)>,
}
