//! What a plan is made for: the questions, the days, and what there is room for on each of them.

use chrono::NaiveDate;

use crate::history::Remembered;
use crate::memory::chances::Chances;
use crate::memory::room::Room;

/// Outside the window at most this share of a day's questions is new, unless there is nothing else to do.
const NEW_SHARE: (u32, u32) = (2, 3);

/// How many days ahead a plan reaches. For a later date, readiness is that of the last day it reaches.
pub const HORIZON: i64 = 366;

/// One question, reduced to what a plan needs to know of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Card {
    /// What is remembered of it. None if it was never asked.
    pub remembered: Option<Remembered>,
    /// How many answers to it moved the schedule.
    pub answers: u32,
    /// The first day on which it may be asked: today, or later if it is held back. None if it is suspended.
    pub from: Option<NaiveDate>,
    /// Seconds that an answer is expected to take, including thinking time.
    pub seconds: u32,
    /// Whether it is one of the long questions, which come once a week; see [`crate::memory::is_long`].
    pub long: bool,
    /// How often it counts in readiness: 1, or more if its topic is one that the interview is about.
    pub weight: u8,
}

/// Mean seconds of the cards that may be asked, at least 1; used to convert minutes into answers. Long ones, which
/// come once a week, are left out unless there are no others.
pub fn mean_seconds(cards: &[Card]) -> u32 {
    let of = |long: bool| {
        let open = || cards.iter().filter(move |card| card.from.is_some() && card.long == long);
        let sum: u64 = open().map(|card| u64::from(card.seconds)).sum();
        u32::try_from(sum / open().count().max(1) as u64).unwrap_or(u32::MAX)
    };
    [of(false), of(true)].into_iter().find(|mean| *mean > 0).unwrap_or(1)
}

/// How many of the cards may be asked, and how many of those were never asked.
pub(super) fn open(cards: &[Card]) -> (usize, usize) {
    let open = || cards.iter().filter(|card| card.from.is_some());
    (open().count(), open().filter(|card| card.remembered.is_none()).count())
}

/// How many answers to the cards so far moved the schedule.
pub fn answers(cards: &[Card]) -> u32 {
    cards.iter().fold(0, |sum, card| sum.saturating_add(card.answers))
}

/// What a plan is made for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Terms {
    /// The day on which the date was set, which determines how long the window is. Not later than today.
    pub start: NaiveDate,
    /// Today's practice day.
    pub today: NaiveDate,
    /// The day of the interview. Nothing is planned for that day itself.
    pub date: NaiveDate,
    /// Answers a day; if minutes are what counts, as many as fit into them on average.
    pub per_day: u32,
    /// Minutes a day. None if answers are what counts.
    pub minutes: Option<u32>,
    /// Answers already given today.
    pub done_today: u32,
    /// Seconds that those answers were expected to take.
    pub done_seconds: u32,
    /// The first day on which another long question may be asked.
    pub long_from: NaiveDate,
    /// How many of today's answers were to questions never asked before.
    pub introduced_today: u32,
    /// Recall at which a question comes back, 0.80 to 0.95.
    pub retention: f64,
    /// The recall that a question never asked is assumed to have, 0 to 1.
    pub unseen_prior: f64,
    /// How the candidate's answers are likely to turn out.
    pub chances: Chances,
}

/// What a day is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PlanStage {
    /// No day is left: the date is today or past.
    Over,
    /// New questions at an even pace, then due ones.
    Paced {
        /// New questions still to be asked on this day.
        new: u32,
    },
    /// Whatever gains most recall by the date.
    Window {
        /// The day of the interview.
        date: NaiveDate,
        /// The recall that a question never asked is assumed to have, 0 to 1.
        prior: f64,
    },
}

/// Length of the window in days: enough to ask every question once, but at most half of the days between `start` and
/// the date, or the only day if there is just one. 0 if nothing can be asked.
fn window_days(start: NaiveDate, date: NaiveDate, questions: usize, per_day: u32) -> i64 {
    if per_day == 0 {
        return 0;
    }
    let all = i64::try_from(questions.div_ceil(per_day as usize)).unwrap_or(HORIZON);
    all.min(((date - start).num_days().min(HORIZON) / 2).max(1))
}

impl Terms {
    /// What a day has room for, given how many answers were `done` on it already and in how many seconds.
    pub(super) fn room(&self, done: u32, done_seconds: u32, long: bool) -> Room {
        Room {
            answers: if self.minutes.is_some() { u32::MAX } else { self.per_day.saturating_sub(done) },
            seconds: self.minutes.map(|minutes| minutes.saturating_mul(60).saturating_sub(done_seconds)),
            long: u32::from(long),
        }
    }

    /// What today still has room for.
    pub(super) fn room_today(&self) -> Room {
        self.room(self.done_today, self.done_seconds, self.long_from <= self.today)
    }

    /// The same terms with another number of answers a day, or of minutes if they are what counts.
    pub(super) fn with_pace(&self, number: u32, cards: &[Card]) -> Self {
        match self.minutes {
            None => Self { per_day: number, ..*self },
            Some(_) => {
                Self { minutes: Some(number), per_day: number.saturating_mul(60) / mean_seconds(cards), ..*self }
            }
        }
    }

    /// What a day is for. Of the target, `questions` may be asked and `unseen` of those were never asked;
    /// `introduced` ones were asked for the first time earlier on that day.
    pub fn stage(&self, day: NaiveDate, questions: usize, unseen: usize, introduced: u32) -> PlanStage {
        let left = (self.date - day).num_days();
        if left <= 0 {
            return PlanStage::Over;
        }
        let window = window_days(self.start.min(self.today), self.date, questions, self.per_day);
        if left <= window {
            return PlanStage::Window { date: self.date, prior: self.unseen_prior };
        }
        // Questions introduced today count as still to do, so that the pace does not start over after each answer.
        let to_do = u32::try_from(unseen).unwrap_or(u32::MAX).saturating_add(introduced);
        let days = u32::try_from((left - window).min(HORIZON)).unwrap_or(1);
        let most = (self.per_day * NEW_SHARE.0 / NEW_SHARE.1).max(self.per_day.min(1));
        PlanStage::Paced { new: to_do.div_ceil(days).min(most).saturating_sub(introduced) }
    }

    /// How many due questions each day from tomorrow to the one before the date has room for if new ones keep their
    /// pace, where a whole day has `places`. In the window due ones may take every place.
    pub fn places_for_due(&self, cards: &[Card], places: usize) -> Vec<usize> {
        let (questions, mut unseen) = open(cards);
        let mut left = Vec::new();
        for day in self.today.iter_days().take_while(|day| *day < self.date) {
            let first = day == self.today;
            let introduced = if first { self.introduced_today } else { 0 };
            let new = match self.stage(day, questions, unseen, introduced) {
                PlanStage::Paced { new } => new as usize,
                PlanStage::Window { .. } | PlanStage::Over => 0,
            };
            unseen = unseen.saturating_sub(new);
            if !first {
                left.push(places.saturating_sub(new));
            }
        }
        left
    }

    /// What today is for, given the questions of the target.
    pub fn stage_today(&self, cards: &[Card]) -> PlanStage {
        let (questions, unseen) = open(cards);
        self.stage(self.today, questions, unseen, self.introduced_today)
    }
}
