//! What Home shows: tonight's questions, the weak topics, the last seven days.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use crate::browse::Scores;
use crate::engine::{Backlog, Figures, Readiness, Undoable};
use crate::insight::{self, Account};
use crate::memory::plan::PlanStage;
use crate::moment::Moment;
use crate::practice::{Pick, Wish};

pub use crate::insight::TopicMastery;

/// The answers of one day, added up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DayTotal {
    /// The practice day.
    pub day: NaiveDate,
    /// How many answers.
    pub answers: usize,
    /// Answering time in seconds.
    pub seconds: f64,
}

/// What Home shows: what there is to do, and what was done.
#[derive(Clone, Debug, PartialEq)]
pub struct Tonight {
    /// The questions that Start asks.
    pub picks: Vec<Pick>,
    /// Seconds that they are expected to take in the medium used.
    pub seconds: u32,
    /// The minutes of the evening. None if answers are what counts.
    pub minutes: Option<u32>,
    /// Whether the window before the interview has begun, in which those questions come first that gain most by it.
    pub window: bool,
    /// The account of the target's questions.
    pub account: Account,
    /// Topics with enough answers to judge by, weakest first.
    pub weakest: Vec<TopicMastery>,
    /// How ready the candidate is.
    pub readiness: Readiness,
    /// The answers of the last seven days, today last.
    pub week: Vec<DayTotal>,
    /// Due questions that do not fit into today. None if they all do.
    pub backlog: Option<Backlog>,
    /// Whether there are enough answers to fit the memory model to them.
    pub offers_fit: bool,
    /// What an undo would take back. None if there is nothing.
    pub undoable: Option<Undoable>,
}

impl Figures<'_> {
    /// The questions of tonight that are left to ask.
    pub(in crate::engine) fn picks(self, now: Moment) -> Vec<Pick> {
        let wish = self.engine.wish(now);
        let stage = self.stage(&wish, now);
        self.left_of(wish, stage, now)
    }

    /// What is left to ask of an evening, given what was already asked today.
    pub(in crate::engine) fn left_of(self, mut wish: Wish, stage: Option<PlanStage>, now: Moment) -> Vec<Pick> {
        match &mut wish.seconds {
            Some(seconds) => *seconds = seconds.saturating_sub(self.done_seconds()),
            None => wish.count = wish.count.saturating_sub(self.engine.asked.1.len()),
        }
        let done = wish.count == 0 || wish.seconds == Some(0);
        if done { Vec::new() } else { self.engine.draw_for(&wish, stage, now) }
    }

    /// Everything that Home shows at this moment.
    pub fn tonight(self, now: Moment) -> Tonight {
        let day = now.day();
        let wish = self.engine.wish(now);
        let picks = self.picks(now);
        Tonight {
            seconds: self.seconds_of(&picks),
            minutes: self.engine.minutes(day),
            window: matches!(self.stage(&wish, now), Some(PlanStage::Window { .. })),
            account: self.account(now),
            weakest: self.mastery(now).into_iter().filter(|topic| topic.enough).collect(),
            readiness: self.readiness_at_once(now),
            week: self.week(day),
            backlog: self.backlog_beside(&picks, now),
            offers_fit: self.offers_fit().unwrap_or(false),
            undoable: self.engine.undoable(),
            picks,
        }
    }

    fn week(self, today: NaiveDate) -> Vec<DayTotal> {
        let first = today.checked_sub_days(Days::new(6)).unwrap_or(today);
        // If the week cannot be read, it is shown empty; the error is reported elsewhere, wherever it matters.
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
        // If the log cannot be read, this is as if nothing were known.
        let (scores, _) = Scores::read(&self.engine.history, &self.engine.library);
        let samples = self.known(&scores, now).into_iter().map(|(_, sample)| sample);
        insight::by_topic(samples, |topic| self.engine.library.topic_title(topic).to_owned())
    }

    /// Weakness by topic, 0 to 1: one minus mastery.
    pub(in crate::engine) fn weakness(self, now: Moment) -> HashMap<String, f64> {
        self.mastery(now).into_iter().map(|topic| (topic.topic, 1.0 - topic.mastery)).collect()
    }
}
