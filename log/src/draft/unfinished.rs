//! What is kept of work in progress that is no answer: a drill with its order, a debrief, a form.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::record_id::RecordId;

/// What is in progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Work {
    /// A drill: its questions in their order, and what became of them.
    Drill,
    /// The debrief of a mock: what is ticked and not in the log yet.
    Debrief,
    /// The target, being changed.
    Target,
    /// Date and pace, being tried.
    Plan,
    /// The recall to aim at, being tried.
    Memory,
    /// A choice of what to drill.
    Filters,
    /// A list of questions: what is sought in it, and what it shows.
    List,
    /// Questions to be brought in: where from and where to.
    Import,
    /// The value of a setting, being typed.
    Settings,
    /// A note to oneself beside an answer, being written.
    Remark,
    /// The answer to keep, being written.
    MyAnswer,
    /// How long a mock is to be, and how it is to be answered.
    Mocks,
    /// What was asked in a real interview, being written down.
    Asked,
    /// Something that a newer version knows.
    #[serde(other)]
    Other,
}

/// Work in progress.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unfinished {
    /// Its name: that of the sitting, or one of its own.
    pub id: RecordId,
    /// What it is.
    pub work: Work,
    /// When this state was reached.
    pub saved_at: DateTime<FixedOffset>,
    /// How far it is, as whoever does that work understands it.
    pub state: Value,
}
