//! Everything that the log adds up to, in one place.

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

/// What it adds up to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Insight {
    /// How well groups of questions are known today, over all time.
    pub mastery: Mastery,
    /// What is missing again and again.
    pub misses: Misses,
    /// How time is spent: all together, then by kind.
    pub time: Vec<TimeUse>,
    /// Prediction against evidence.
    pub calibration: Calibration,
    /// Whether questions come back when they should.
    pub retention: Retention,
    /// Days in a row, over all time.
    pub streak: Streak,
    /// Answers by day.
    pub heatmap: Vec<DayCount>,
    /// Answers by week.
    pub weeks: Vec<Week>,
    /// Questions due on each of the next days, today first.
    pub forecast: Vec<DayCount>,
}
