//! What is recorded of a job, and of the interviews for it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use hotseat_bank::{Level, QuestionId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::record_id::RecordId;

/// A `job` record: what has changed about a job. Fields that are None stay as they were.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobNote {
    /// Id of the job, which is that of its first record.
    pub job: RecordId,
    /// Title, company and date, replaced together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<JobFacts>,
    /// The text of the posting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posting: Option<String>,
    /// The candidate's corrections to what was read from the posting, replaced as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<Wanted>,
    /// Notes on the company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Whether the job is removed from the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<bool>,
    /// Fields of a newer version, kept as they were read.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl JobNote {
    /// A record about a job that changes nothing yet.
    pub fn about(job: RecordId) -> Self {
        Self { job, facts: None, posting: None, wanted: None, notes: None, removed: None, other: Map::new() }
    }
}

/// What a job is called, and when its interview takes place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobFacts {
    /// The title in the posting. Empty if none was found.
    #[serde(default)]
    pub title: String,
    /// The company. Empty if not given.
    #[serde(default)]
    pub company: String,
    /// The day of the interview, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
}

/// Shares of the three shapes of role, in percent; they add up to 100.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archetypes {
    /// API and service generalist.
    pub api: u8,
    /// Distributed-systems specialist.
    pub distributed: u8,
    /// Data and storage backend.
    pub data: u8,
}

/// The candidate's corrections to what was read from a posting. A field that is None is as read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// The shape of the role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archetypes: Option<Archetypes>,
    /// Languages and platforms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracks: Option<Vec<String>>,
    /// Topics with their weight, 1 to 3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topics: Option<BTreeMap<String, u8>>,
}

/// How an answer went in a real interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Went {
    /// It went well.
    Well,
    /// Neither well nor badly.
    Fair,
    /// It went badly.
    Badly,
}

/// A question of a real interview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RealQuestion {
    /// The question, as the candidate wrote it down.
    pub text: String,
    /// How the answer went. None if not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub went: Option<Went>,
    /// The question in the candidate's own bank that was made from it, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<QuestionId>,
    /// A similar question of a bank, if one was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub like: Option<QuestionId>,
}

/// An `interview` record: what was asked in a real interview.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interview {
    /// The job that it was for. None if that job is not in the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<RecordId>,
    /// The day of the interview.
    pub held_on: NaiveDate,
    /// The questions in the order in which they were asked.
    #[serde(default)]
    pub asked: Vec<RealQuestion>,
    /// Fields of a newer version, kept as they were read.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}
