//! What an answer is judged by (points, mistakes), and what is asked next.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::sorts::{Kind, Probe, Shape, Tier};
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
    /// What in the shape of an answer makes the point, whatever words it is made in. Any of them will do, as with cues.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub detect: Vec<Shape>,
    /// How long it holds, where it is bound to a version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid: Option<Valid>,
    /// Fields that this version does not know, kept as they were read.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Point {
    /// A point of the default tier with only a text.
    pub fn new(id: String, text: String) -> Self {
        Self {
            id,
            text,
            why: None,
            tier: Tier::default(),
            concept: None,
            cues: Vec::new(),
            detect: Vec::new(),
            valid: None,
            other: Map::new(),
        }
    }
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

/// After which answers a follow-up is asked: each list that is not empty has to have a point that fits. All empty: after
/// any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct When {
    /// Ids of points that it asks for: one of them was neither said nor touched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missed: Vec<String>,
    /// Ids of points that it builds on: one of them was said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hit: Vec<String>,
    /// Ids of points that it builds on loosely: one of them was said or touched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub touched: Vec<String>,
}

/// Which questions a general prompt suits: each list that is not empty has to have something that the question has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Fits {
    /// Kinds of questions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<Kind>,
    /// Topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// Words, matched like cues, of which the prompt of the question or the answer has one: `queue`, `database`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concepts: Vec<String>,
}

/// The placeholder for the claim in [`FollowUp::quoting`].
const CLAIM: &str = "{claim}";

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
    /// What its words take for granted beyond points: phrases, matched like cues, of which the answer has one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assumes: Vec<String>,
    /// Which questions a general prompt suits; absent: any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fits: Option<Fits>,
    /// How a general prompt is said where it can quote the answer, with `{claim}` in the place of what was claimed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quoting: Option<String>,
    /// Set when it asks "and when this fails?".
    #[serde(default)]
    pub probe: Option<Probe>,
}

impl FollowUp {
    /// A follow-up that may be asked after any answer.
    pub fn new(id: String, prompt: String) -> Self {
        Self {
            id,
            prompt,
            look_for: Vec::new(),
            when: None,
            assumes: Vec::new(),
            fits: None,
            quoting: None,
            probe: None,
        }
    }

    /// Its wording when it quotes a claim. None if it never quotes one.
    pub fn quoted(&self, claim: &str) -> Option<String> {
        self.quoting.as_ref().map(|words| words.replace(CLAIM, claim))
    }

    /// Whether `words` is its wording, whatever claim it quotes.
    pub fn is_said_as(&self, words: &str) -> bool {
        let quoted = self.quoting.as_ref().and_then(|quoting| quoting.split_once(CLAIM));
        let around = |(before, after): (&str, &str)| words.starts_with(before) && words.ends_with(after);
        self.prompt == words || quoted.is_some_and(around)
    }

    /// Whether it declares what it takes for granted about the answer.
    pub fn builds_on_something(&self) -> bool {
        let on_points = self.when.as_ref().is_some_and(|when| !when.hit.is_empty() || !when.touched.is_empty());
        on_points || !self.assumes.is_empty()
    }

    /// Whether it may be asked after any answer.
    pub fn follows_anything(&self) -> bool {
        !self.builds_on_something() && self.when.as_ref().is_none_or(|when| when.missed.is_empty())
    }
}
