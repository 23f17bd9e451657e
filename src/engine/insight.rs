//! What the log adds up to, with what the banks say about its questions.

use std::collections::HashMap;

use super::Engine;
use crate::bank::{Entry, QuestionId};
use crate::history::HistoryError;
use crate::insight::{self, Allowed, Insight, Mastery, Sample};
use crate::memory::recall_on;
use crate::moment::Moment;
use chrono::NaiveDate;

/// Misses are read from the newest so many judged answers: what was missing long ago says little about today,
/// and reading the notes of every question takes its time.
const RECENT: u32 = 500;

/// The forecast reaches so many days.
const AHEAD: usize = 30;

impl Engine {
    /// What the log adds up to, since a day where it is not about today.
    pub fn insight(&self, since: Option<NaiveDate>, now: Moment) -> Result<Insight, HistoryError> {
        let today = now.day();
        let mut facts = self.history.facts(None)?;
        let retention = insight::retention(&facts, since, self.config.desired_retention);
        let all_days = insight::heatmap(&facts);
        let streak = insight::streak(&all_days, today);
        let mastery = self.mastery_by_group(&facts, now);
        if let Some(since) = since {
            facts.rows.retain(|fact| fact.day >= since);
        }
        let allowed: Vec<Option<Allowed>> = facts
            .questions
            .iter()
            .map(|question| {
                let entry = self.library.entry(question)?;
                Some(Allowed { kind: entry.kind, think: entry.seconds.think })
            })
            .collect();
        let ticked = self.history.ticks(since, RECENT)?;
        Ok(Insight {
            mastery,
            misses: insight::misses(
                &ticked,
                |question| self.library.question(question).ok(),
                |concept| self.library.concept_title(concept).to_owned(),
            ),
            time: insight::time_use(&facts, &allowed),
            calibration: insight::calibration(&facts),
            retention,
            streak,
            heatmap: all_days.into_iter().filter(|day| since.is_none_or(|since| day.day >= since)).collect(),
            weeks: insight::weeks(&facts),
            forecast: insight::forecast(self.standings.values(), today, AHEAD),
        })
    }

    fn mastery_by_group(&self, facts: &crate::history::Facts, now: Moment) -> Mastery {
        // Sum of scores, how many, answers.
        let mut sums: Vec<(f64, u32, u32)> = vec![(0.0, 0, 0); facts.questions.len()];
        for fact in &facts.rows {
            let sum = &mut sums[fact.question];
            sum.0 += fact.score.unwrap_or(0.0);
            sum.1 += u32::from(fact.score.is_some());
            sum.2 += 1;
        }
        let by_question: HashMap<&QuestionId, _> = facts.questions.iter().zip(sums).collect();
        let known: Vec<(&Entry, f64, Option<f64>, u32)> = self
            .library
            .entries()
            .iter()
            .filter_map(|entry| {
                let recall = recall_on(self.remembered(&entry.id)?, now.day(), &self.model);
                let (score, scored, answers) = by_question.get(&entry.id).copied().unwrap_or((0.0, 0, 1));
                Some((entry, recall, (scored > 0).then(|| score / f64::from(scored)), answers))
            })
            .collect();
        let group = |name: &dyn Fn(&Entry) -> Option<String>, title: &dyn Fn(&str) -> String| {
            let named: Vec<_> = known.iter().filter_map(|known| Some((name(known.0)?, known))).collect();
            let samples = named.iter().map(|(name, (_, recall, score, answers))| Sample {
                topic: name,
                recall: *recall,
                score: *score,
                answers: *answers,
            });
            insight::by_topic(samples, title)
        };
        let topic_title = |topic: &str| self.library.topic_title(topic).to_owned();
        let subtopic_title = |name: &str| match name.split_once('/') {
            Some((topic, subtopic)) => format!("{}: {}", topic_title(topic), subtopic.replace('-', " ")),
            None => name.to_owned(),
        };
        Mastery {
            topics: group(&|entry| Some(entry.topic.clone()), &topic_title),
            subtopics: group(
                &|entry| entry.subtopic.as_ref().map(|subtopic| format!("{}/{subtopic}", entry.topic)),
                &subtopic_title,
            ),
            kinds: group(&|entry| Some(entry.kind.to_string()), &str::to_owned),
            levels: group(&|entry| Some(entry.levels.lowest.to_string()), &|level| format!("from {level}")),
        }
    }
}
