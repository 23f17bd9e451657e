//! All figures that are computed from the log, in one place.

use serde::Serialize;

use super::{Calibration, DayCount, Misses, Retention, Streak, TimeUse, TopicMastery, Week};

/// How well groups of questions are known, each weakest first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mastery {
    /// By topic.
    pub topics: Vec<TopicMastery>,
    /// By subtopic, named `topic/subtopic`.
    pub subtopics: Vec<TopicMastery>,
    /// By kind of question.
    pub kinds: Vec<TopicMastery>,
    /// By the lowest level of the question.
    pub levels: Vec<TopicMastery>,
}

/// All figures of the Progress page and of `stats`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Insight {
    /// How well groups of questions are known today; over all time.
    pub mastery: Mastery,
    /// What is missed again and again.
    pub misses: Misses,
    /// How time is spent: all answers together, then by kind of question.
    pub time: Vec<TimeUse>,
    /// How predictions compare with evidence.
    pub calibration: Calibration,
    /// Whether questions come back when they should.
    pub retention: Retention,
    /// Days in a row with an answer; over all time.
    pub streak: Streak,
    /// Number of answers by practice day.
    pub heatmap: Vec<DayCount>,
    /// Figures by week, oldest first.
    pub weeks: Vec<Week>,
    /// Number of questions due on each of the next days, today first.
    pub forecast: Vec<DayCount>,
}
