//! What an answer is held against: points, mistakes, and what is asked next.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::sorts::{Probe, Tier};
use super::valid::Valid;

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
    /// How long it holds, where it is bound to a version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid: Option<Valid>,
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
    /// How long it holds, where it is bound to a version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid: Option<Valid>,
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
