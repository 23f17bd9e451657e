//! The scorecard in the report of a mock, and the mocks of the same loop before it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use crate::assess::{CriticalMistake, Expected, FriendsWords, GapSort, JudgedBy, Recommendation, RedFlag};
use crate::bank::{Area, Level, QuestionId};
use crate::history::RecordId;

/// The scorecard of a mock.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scorecard {
    /// The day on which it was filled in.
    pub day: NaiveDate,
    /// Mean of the rounds, weighted as the loop says, 1 to 4; `None` if nothing was scored.
    pub overall: Option<f64>,
    /// The recommendation: from `overall`, lowered by what no mean can make up for.
    pub band: Option<Recommendation>,
    /// The level that the answers sound like; `None` if they are below mid or there is nothing to tell it by.
    pub level_read: Option<Level>,
    /// Whether there are too few points to tell any level.
    pub level_untold: bool,
    /// The rules that decided `band` and `level_read`, in words.
    pub reasons: Vec<String>,
    /// What an interviewer one level above `level_read` would have wanted to hear in answers that fell short; omitted
    /// if empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub expected: Vec<Expected>,
    /// Who judged; `None` if that was not recorded.
    pub judged_by: Option<JudgedBy>,
    /// Who judged, in words, with what is doubtful about it.
    pub judged: Option<String>,
    /// Text to put after the recommendation if it depends on ticks that are not supported by words; otherwise `None`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<&'static str>,
    /// The recommendation without those ticks, if it is lower.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub band_without_doubted: Option<Recommendation>,
    /// A warning about the recommendation if most of the ticks behind it are not supported by words; otherwise `None`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubt: Option<String>,
    /// The verdicts of friend and candidate, the one that counts first; empty if only one of them judged.
    pub verdicts: Vec<Verdict>,
    /// What the friend who judged wrote in words.
    pub friend: Option<FriendsWords>,
    /// Titles of the design criteria with a 1 that lowered the recommendation.
    pub lowered_by: Vec<String>,
    /// Mean prediction over the answers that have both a prediction and points.
    pub predicted: Option<f64>,
    /// Mean evidence over the same answers.
    pub evidence: Option<f64>,
    /// The dimensions, in the order of the bank.
    pub dimensions: Vec<Dimension>,
    /// The areas that hiring managers judge, each with the mean of its numbers.
    pub areas: Vec<AreaMean>,
    /// Red flags that were ticked.
    pub red_flags: Vec<Flag>,
    /// Critical mistakes that were made.
    pub critical: Vec<CriticalMistake>,
    /// The gaps to work on, worst first.
    pub gaps: Vec<Gap>,
}

/// The verdict of one of two judges.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Verdict {
    /// Which of the two judged.
    #[serde(rename = "judged_by")]
    pub by: JudgedBy,
    /// The judge, in words.
    pub who: String,
    /// Overall mean, 1 to 4; `None` if nothing was scored.
    pub overall: Option<f64>,
    /// The recommendation of this judge.
    pub band: Option<Recommendation>,
    /// Text to put after the recommendation if it depends on ticks that are not supported by words; otherwise `None`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<&'static str>,
    /// The level that the answers sound like to this judge.
    pub level_read: Option<Level>,
    /// Whether there are too few points to tell any level.
    pub level_untold: bool,
}

/// A dimension over the whole sitting.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Dimension {
    /// Id of the dimension.
    #[serde(rename = "dimension")]
    pub id: String,
    /// Title of the dimension.
    pub title: String,
    /// Mean of the numbers given on it, 1 to 4.
    pub mean: f64,
    /// Number of answers that were scored on it.
    pub answers: usize,
    /// What an interviewer observes at the nearest whole number, halves rounded down; `None` if the dimension is no
    /// longer in any bank.
    pub anchor: Option<String>,
}

/// An area that hiring managers judge.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AreaMean {
    /// The area.
    pub area: Area,
    /// Title of the area.
    pub title: &'static str,
    /// Mean of its numbers, 1 to 4.
    pub mean: f64,
}

/// A red flag that was ticked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Flag {
    /// The red flag.
    pub id: RedFlag,
    /// The red flag in words.
    pub text: &'static str,
}

/// Something to work on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Gap {
    /// What was missing, phrased as something one could say or do.
    pub what: String,
    /// The sort of gap, which says how bad it is.
    pub sort: GapSort,
    /// What to work on, as a text for the reader.
    pub words: String,
    /// The concept that its points share, if they have one.
    pub concept: Option<String>,
    /// The questions in whose answers it was missing, worst first.
    pub questions: Vec<QuestionId>,
}

/// One mock in the course of mocks of the same loop.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Course {
    /// Id of its sitting.
    pub sitting: RecordId,
    /// The practice day on which it began.
    pub day: NaiveDate,
    /// Its overall mean, 1 to 4.
    pub overall: Option<f64>,
    /// Its recommendation.
    pub band: Option<Recommendation>,
    /// Mean of each dimension, by the id of the dimension.
    pub dimensions: BTreeMap<String, f64>,
}
