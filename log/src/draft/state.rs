//! The stored state of an answer in progress.

use chrono::{DateTime, FixedOffset};
use hotseat_bank::QuestionId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::record::{Medium, Mode, Spent};
use crate::record_id::RecordId;

/// How far the answer has got.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DraftStage {
    /// Before the first key or word.
    Thinking,
    /// While typing or speaking.
    #[default]
    Answering,
    /// The answer is done; the prediction has still to be made.
    Predicting,
    /// Answering a follow-up.
    FollowUp,
    /// The attempt is in the log, or should be; its points are being ticked.
    Judging,
}

/// A position in the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// Line of the text, from 0.
    pub line: usize,
    /// Graphemes before the cursor in its line.
    pub column: usize,
}

/// One spoken version of an answer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Take {
    /// File name of its recording, relative to the recordings folder. None if there was no microphone.
    #[serde(default)]
    pub recording: Option<String>,
    /// Seconds spent thinking, answering and paused.
    #[serde(default)]
    pub seconds: Spent,
}

/// An answer in progress.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The id of the attempt that it will become; for a mock, which is stored as a whole, that of the sitting.
    pub id: RecordId,
    /// Id of the question.
    pub question: QuestionId,
    /// Revision of the question.
    pub revision: u32,
    /// The sitting it belongs to, if any.
    #[serde(default)]
    pub sitting: Option<RecordId>,
    /// Drill, mock or practice.
    pub mode: Mode,
    /// Typed or spoken.
    pub medium: Medium,
    /// The answer so far.
    #[serde(default)]
    pub text: String,
    /// Where the cursor stands.
    #[serde(default)]
    pub cursor: Cursor,
    /// Seconds spent so far.
    #[serde(default)]
    pub seconds: Spent,
    /// How many hints were shown.
    #[serde(default)]
    pub hints: u32,
    /// Index of the wording that was asked: 0 is the prompt, 1 the first variant.
    #[serde(default)]
    pub wording: u32,
    /// The target length in force, in seconds; 0 if unknown.
    #[serde(default)]
    pub target_seconds: u32,
    /// The band the candidate predicted, 1 to 4. None until it has been predicted.
    #[serde(default)]
    pub prediction: Option<u8>,
    /// When the question was shown.
    pub started_at: DateTime<FixedOffset>,
    /// When this state was reached.
    pub saved_at: DateTime<FixedOffset>,
    /// How far the answer has got.
    #[serde(default)]
    pub stage: DraftStage,
    /// Every spoken version so far, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub takes: Vec<Take>,
    /// Index in `takes` of the one that counts.
    #[serde(default)]
    pub take: usize,
    /// All other fields, kept as they were read.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}
