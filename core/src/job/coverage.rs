//! Compares what a job asks for with what the bank has: covered, thin, missing.

use serde::Serialize;

use super::reading::Reading;
use super::wanted::JobTarget;
use crate::bank::{Filter, Library, QuestionId};

/// A topic with at least this many fitting questions is covered.
const COVERED: usize = 5;

crate::bank::vocabulary! {
    /// How well the bank covers something.
    #[derive(Serialize)]
    #[serde(rename_all = "lowercase")]
    Covered {
        /// At least five questions.
        Well = "well",
        /// One to four questions.
        Thin = "thin",
        /// No question.
        Missing = "missing",
    }
}

impl Covered {
    fn by(questions: usize) -> Self {
        match questions {
            0 => Self::Missing,
            COVERED.. => Self::Well,
            _ => Self::Thin,
        }
    }
}

/// A topic that a job asks for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TopicCoverage {
    /// Name of the topic.
    pub topic: String,
    /// Title of the topic, as people read it.
    pub title: String,
    /// Weight of the topic in the job, 1 to 3.
    pub weight: u8,
    /// Number of questions that fit the level and the tracks of the job.
    pub questions: usize,
    /// How many of them were answered.
    pub seen: usize,
    /// Number of questions of the topic that are only for other levels.
    pub of_other_levels: usize,
    /// How well the bank covers the topic.
    pub covered: Covered,
}

/// How well the bank covers a job.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coverage {
    /// Its topics, the heaviest first.
    pub topics: Vec<TopicCoverage>,
    /// Skills that the job asks for and that no question is about: other languages, front ends.
    pub missing: Vec<String>,
}

impl Coverage {
    /// Counts the questions of a library that fit a job. `is_seen` says whether a question was answered.
    pub fn of(target: &JobTarget, reading: &Reading, library: &Library, is_seen: impl Fn(&QuestionId) -> bool) -> Self {
        let any_level = |filter: &Filter| {
            let filter = Filter { level: None, ..filter.clone() };
            library.entries().iter().filter(|entry| filter.admits(entry)).count()
        };
        let topics = target.by_weight().into_iter().map(|(topic, weight)| {
            let filter = Filter {
                topics: vec![topic.to_owned()],
                level: Some(target.level),
                tracks: target.tracks.clone(),
                ..Filter::default()
            };
            let fitting: Vec<&QuestionId> =
                library.entries().iter().filter(|entry| filter.admits(entry)).map(|entry| &entry.id).collect();
            TopicCoverage {
                topic: topic.to_owned(),
                title: library.topic_title(topic).to_owned(),
                weight,
                questions: fitting.len(),
                of_other_levels: any_level(&filter).saturating_sub(fitting.len()),
                seen: fitting.iter().filter(|id| is_seen(id)).count(),
                covered: Covered::by(fitting.len()),
            }
        });
        let nothing = |skill: &&super::Skill| skill.topics.is_empty() && skill.tracks.is_empty();
        Self {
            topics: topics.collect(),
            missing: reading.skills.iter().filter(nothing).map(|skill| skill.name.clone()).collect(),
        }
    }
}
