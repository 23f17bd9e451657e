//! What is recorded of a take for one habit of speaking.

use hotseat_bank::QuestionId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::heard::{Delivery, Segment};

/// A `habit` record: something said to practise one habit, how it was said, and whether the habit was kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HabitTake {
    /// The question that was spoken about.
    pub question: QuestionId,
    /// The key of the habit.
    pub habit: String,
    /// File name of the recording, relative to the recordings folder. None if nothing was recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording: Option<String>,
    /// How it was said, in figures.
    pub delivery: Delivery,
    /// The transcript; empty if there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<Segment>,
    /// The figure that measures the habit, in the habit's own unit; lower is better. None if it could not be measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<f64>,
    /// Whether the habit was kept. None if that could not be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<bool>,
    /// Fields of a newer version, kept as they were read.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}
