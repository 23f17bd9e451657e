//! A bank's description of itself in `bank.json`: its topics, the vocabulary of its points, and what an interviewer can
//! ask whatever the question is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::loops::Loop;
use super::question::{Difficulty, FollowUp, Kind, Level};

/// A topic; its questions stand in the file of that name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Topic {
    /// Slug.
    pub id: String,
    /// What people read.
    pub title: String,
    /// Slugs of its parts.
    #[serde(default)]
    pub subtopics: Vec<String>,
    /// How many questions it must have at the least; 0: no rule.
    #[serde(default)]
    pub questions: u32,
}

/// A name that points of several questions share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Concept {
    /// Slug.
    pub id: String,
    /// What somebody does who makes the point.
    pub title: String,
}

/// What a scorecard dimension tells about the candidate, over all kinds of questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Area {
    /// Knows how things work.
    Fundamentals,
    /// Gets from a vague problem to an answer.
    ProblemSolving,
    /// Chooses well and says what the choice costs.
    EngineeringJudgement,
    /// Can be followed.
    Communication,
    /// Builds what survives its first night.
    ProductionReadiness,
}

impl Area {
    /// The title to show to people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Fundamentals => "Fundamentals",
            Self::ProblemSolving => "Problem solving",
            Self::EngineeringJudgement => "Engineering judgement",
            Self::Communication => "Communication",
            Self::ProductionReadiness => "Production readiness",
        }
    }
}

/// Something about an answer that is evidence for a dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Sign {
    /// The score of all points, mistakes deducted.
    Points,
    /// How replies to "and when this fails?" held.
    Probes,
    /// How replies to push-back held.
    PushBack,
    /// How replies to "ten times the load" held.
    TenTimes,
    /// Whether clarification was asked for.
    Clarifications,
    /// Whether the answer kept to its time.
    Time,
}

/// One line of a scorecard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Dimension {
    /// Slug.
    pub id: String,
    /// What people read.
    pub title: String,
    /// The kinds of questions that it is scored on.
    pub kinds: Vec<Kind>,
    /// What it tells about the candidate.
    pub area: Area,
    /// What a number is suggested from, besides the points of `concepts`. With neither: all points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signs: Vec<Sign>,
    /// The concepts whose points are evidence for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concepts: Vec<String>,
    /// What an interviewer observes at 1, 2, 3 and 4.
    pub anchors: [String; 4],
}

/// What an interviewer can ask after any answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Prompts {
    /// Doubt, to see whether a choice is defended with reasons.
    pub push_back: Vec<FollowUp>,
    /// Ten times the load.
    pub ten_times: Vec<FollowUp>,
    /// "And when this fails?", by the kind of part.
    pub when_it_fails: Vec<FollowUp>,
}

impl Prompts {
    /// The prompts of all three lists.
    pub fn all(&self) -> impl Iterator<Item = &FollowUp> {
        self.push_back.iter().chain(&self.ten_times).chain(&self.when_it_fails)
    }
}

/// How many questions a bank means to have of each sort.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Targets {
    /// In all, at the least.
    pub questions: u32,
    /// By the lowest level.
    pub levels: BTreeMap<Level, u32>,
    /// By difficulty.
    pub difficulties: BTreeMap<Difficulty, u32>,
    /// How far levels and difficulties may be off, in percent.
    pub tolerance: u32,
    /// How many questions of relevance 2 or 3 each archetype needs.
    pub archetype: u32,
}

/// The content of a `bank.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Manifest {
    /// The name with which the ids of its questions begin. It never changes.
    pub bank: String,
    /// The name to show to people; absent: `bank`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The edition.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The licence, as an SPDX expression.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Topics, in the order in which they are shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Topic>,
    /// The concepts that points of several questions share.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub concepts: Vec<Concept>,
    /// Loops: shapes of interview processes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub loops: Vec<Loop>,
    /// The dimensions of its scorecards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dimensions: Vec<Dimension>,
    /// What an interviewer can ask after any answer.
    #[serde(default)]
    pub prompts: Prompts,
    /// How many questions it aims to have, if it has a target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub targets: Option<Targets>,
    /// Renamed ids, old to new: `"old": "new"` for a question, `"question/old": "question/new"` for a point. History
    /// under the old id continues under the new one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub renamed: BTreeMap<String, String>,
    /// Fields that this version does not know, kept as they were read.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// What is known about a bank without reading its questions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankInfo {
    /// The name with which its question ids begin.
    pub bank: String,
    /// The name to show to people; the bank's short name if it gives none.
    pub name: String,
    /// Its edition, if given.
    pub version: Option<String>,
    /// Its licence, if given, as an SPDX expression.
    pub licence: Option<String>,
    /// Topics, in the order in which they are shown.
    pub topics: Vec<Topic>,
    /// The shared vocabulary of points.
    pub concepts: Vec<Concept>,
    /// Loops from a `bank.json` of the user's. Stored neither in the index of the built-in bank, whose manifest is
    /// available anyway, nor in the cache, because `bank.json` is read at every start.
    #[serde(skip)]
    pub loops: Vec<Loop>,
    /// Its own scorecard dimensions; not stored, like the loops.
    #[serde(skip)]
    pub dimensions: Vec<Dimension>,
    /// Its own general prompts; not stored, like the loops.
    #[serde(skip)]
    pub prompts: Prompts,
    /// Its renamed ids, old to new; needed at every start to read the history.
    pub renamed: BTreeMap<String, String>,
}

impl From<&Manifest> for BankInfo {
    fn from(manifest: &Manifest) -> Self {
        Self {
            bank: manifest.bank.clone(),
            name: manifest.name.clone().unwrap_or_else(|| manifest.bank.clone()),
            version: manifest.version.clone(),
            licence: manifest.licence.clone(),
            topics: manifest.topics.clone(),
            concepts: manifest.concepts.clone(),
            loops: manifest.loops.clone(),
            dimensions: manifest.dimensions.clone(),
            prompts: manifest.prompts.clone(),
            renamed: manifest.renamed.clone(),
        }
    }
}
