//! The stored state of work in progress other than an answer: a drill and its order, a debrief, a form.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::record_id::RecordId;

/// The kind of work in progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Work {
    /// A drill: its questions in their order, and what became of them.
    Drill,
    /// The debrief of a mock: the ticks that are not in the log yet.
    Debrief,
    /// The target, while it is being changed.
    Target,
    /// The date and pace, while they are being tried out.
    Plan,
    /// The desired recall, while it is being tried out.
    Memory,
    /// A selection of what to drill.
    Filters,
    /// A list of questions: the search text and what the list shows.
    List,
    /// An import of questions: where from and where to.
    Import,
    /// The value of a setting, while it is being typed.
    Settings,
    /// A private remark beside an answer, while it is being written.
    Remark,
    /// The answer to keep, while it is being written.
    MyAnswer,
    /// The options of a mock: how long it is and how it is answered.
    Mocks,
    /// The questions of a real interview, while they are being written down.
    Asked,
    /// A kind that only a newer version knows.
    #[serde(other)]
    Other,
}

/// Work in progress.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unfinished {
    /// Id that names its file: that of the sitting, or a fresh one.
    pub id: RecordId,
    /// The kind of work.
    pub work: Work,
    /// When this state was reached.
    pub saved_at: DateTime<FixedOffset>,
    /// The state itself, in a form that only the owner of that work understands.
    pub state: Value,
}
