//! What Home shows: tonight's questions, the weak topics, the last seven days.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use crate::engine::Backlog;
use crate::engine::Figures;
use crate::insight;
use crate::memory::plan::readiness;
use crate::moment::Moment;
use crate::practice::{Pick, Wish};

pub use crate::insight::TopicMastery;

/// Answers of one day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DayTotal {
    /// The day.
    pub day: NaiveDate,
    /// Answers.
    pub answers: usize,
    /// Answering time in seconds.
    pub seconds: f64,
}

/// What there is to do, and what was done.
#[derive(Clone, Debug, PartialEq)]
pub struct Tonight {
    /// The questions that Start asks.
    pub picks: Vec<Pick>,
    /// Their thinking and target time in seconds.
    pub seconds: f64,
    /// Questions of the target.
    pub questions: usize,
    /// Those of them that were asked.
    pub seen: usize,
    /// Topics with enough answers to tell, weakest first.
    pub weakest: Vec<TopicMastery>,
    /// Chance to pass on the interview day, the mean over the questions, when a date is set.
    pub readiness: Option<f64>,
    /// The last seven days, today last.
    pub week: Vec<DayTotal>,
    /// Due questions that do not fit into today.
    pub backlog: Option<Backlog>,
    /// Whether there are enough answers to fit the memory model to them.
    pub offers_fit: bool,
    /// Whether there is a judgement to take back.
    pub can_undo: bool,
}

impl Figures<'_> {
    /// What there is to do at this moment.
    pub fn tonight(self, now: Moment) -> Tonight {
        let day = now.day();
        let filter = self.engine.target_filter();
        let target: Vec<_> = self.engine.library.entries().iter().filter(|entry| filter.admits(entry)).collect();
        let seen = |entry: &&&crate::bank::Entry| self.engine.remembered(&entry.id).is_some();
        let wish = self.engine.wish(now);
        let left = wish.count.saturating_sub(self.engine.asked.1.len());
        let picks = if left == 0 { Vec::new() } else { self.engine.draw(&Wish { count: left, ..wish }, now) };
        let seconds = picks
            .iter()
            .filter_map(|pick| self.engine.library.entry(&pick.question))
            .map(|entry| f64::from(entry.seconds.think + entry.seconds.target));
        let date = self.engine.config.target.date.filter(|date| *date >= day);
        let readiness = date.map(|date| readiness(&self.cards(now), date, &self.chances(), &self.engine.model));
        Tonight {
            seconds: seconds.sum(),
            questions: target.len(),
            seen: target.iter().filter(seen).count(),
            weakest: self.mastery(now).into_iter().filter(|topic| topic.enough).collect(),
            readiness,
            week: self.week(day),
            backlog: self.backlog(now),
            offers_fit: self.offers_fit().unwrap_or(false),
            can_undo: self.engine.history.last_undoable().is_ok_and(|record| record.is_some()),
            picks,
        }
    }

    fn week(self, today: NaiveDate) -> Vec<DayTotal> {
        let first = today.checked_sub_days(Days::new(6)).unwrap_or(today);
        // A week that cannot be read is an empty one; the log says so itself wherever it matters.
        let facts = self.engine.history.facts(Some(first)).unwrap_or_default();
        let by_day = insight::totals_by_day(&facts, None);
        first
            .iter_days()
            .take(7)
            .map(|day| {
                let totals = by_day.get(&day);
                DayTotal {
                    day,
                    answers: totals.map_or(0, |totals| totals.attempts as usize),
                    seconds: totals.map_or(0.0, |totals| totals.answer.value()),
                }
            })
            .collect()
    }

    /// How well each topic is known, weakest first.
    pub fn mastery(self, now: Moment) -> Vec<TopicMastery> {
        let samples = self.known(now).0.into_iter().map(|(_, sample)| sample);
        insight::by_topic(samples, |topic| self.engine.library.topic_title(topic).to_owned())
    }

    /// Weakness by topic, 0 to 1.
    pub(in crate::engine) fn weakness(self, now: Moment) -> HashMap<String, f64> {
        self.mastery(now).into_iter().map(|topic| (topic.topic, 1.0 - topic.mastery)).collect()
    }
}
