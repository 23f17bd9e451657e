//! What is practised for a job: what was read from the posting, with the candidate's corrections.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::archetype::leading;
use super::reading::Reading;
use crate::bank::{Archetype, Level};
use crate::config::Target;
use crate::history::{Archetypes, Wanted};

/// What is practised for a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JobTarget {
    /// The level that the job is for.
    pub level: Level,
    /// Shares of the three shapes of role, in percent.
    pub archetypes: Archetypes,
    /// The leading shape of role. `None` if the role is mixed; then questions of all shapes are asked.
    pub archetype: Option<Archetype>,
    /// Tracks: languages and platforms.
    pub tracks: Vec<String>,
    /// Topics with their weights, 1 to 3.
    pub topics: BTreeMap<String, u8>,
}

impl JobTarget {
    /// Applies the candidate's corrections to what was read.
    pub fn of(reading: &Reading, wanted: &Wanted) -> Self {
        let archetypes = wanted.archetypes.unwrap_or(reading.archetype.shares);
        Self {
            level: wanted.level.unwrap_or(reading.level.level),
            archetypes,
            archetype: leading(archetypes),
            tracks: wanted.tracks.clone().unwrap_or_else(|| reading.tracks.clone()),
            topics: wanted.topics.clone().unwrap_or_else(|| reading.topics.clone()),
        }
    }

    /// The topics with their weights, the heaviest first.
    pub fn by_weight(&self) -> Vec<(&str, u8)> {
        let mut topics: Vec<(&str, u8)> = self.topics.iter().map(|(topic, weight)| (topic.as_str(), *weight)).collect();
        topics.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        topics
    }

    /// The target, changed to what the job asks for; topics of weight 1 are left out. Pace and everything else stay. A
    /// past date is dropped.
    pub fn put_into(&self, target: &Target, job: &str, date: Option<NaiveDate>, today: NaiveDate) -> Target {
        Target {
            level: self.level,
            archetype: self.archetype,
            tracks: self.tracks.clone(),
            date: date.filter(|date| *date >= today),
            topics: self
                .by_weight()
                .into_iter()
                .filter(|(_, weight)| *weight > 1)
                .map(|(topic, _)| topic.to_owned())
                .collect(),
            job: Some(job.to_owned()),
            ..target.clone()
        }
    }
}
