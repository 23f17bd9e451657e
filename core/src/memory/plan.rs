//! The plan to a date: what to practise each day, and how ready that makes the candidate on the date.
//!
//! New questions come first, at an even pace; then those that are due; and in a window before the date whatever gains
//! most recall on the date. The desired retention is never raised: repeats would crowd out new questions
//! (`cargo bench --bench plan` compares). Readiness is the chance to pass: the mean over the questions of what
//! [`Chances`] predicts for an answer on the day.

mod ahead;
mod search;
mod take;
mod terms;

use chrono::{Days, NaiveDate};
use serde::Serialize;

use super::chances::{Chances, Outcomes};
use super::model::MemoryModel;
use super::room::LONG_EVERY;
use ahead::{Ahead, recall, weighted};
pub use ahead::{gain, readiness};
use search::{fewest_a_day, first_date};
use take::{sorted, take};
use terms::open;
pub use terms::{Card, HORIZON, PlanStage, Terms, answers, mean_seconds};

/// What readiness means, as a sentence for the user.
pub const READINESS: &str = "Readiness is the chance that an answer would pass, over all questions.";

/// One day of a plan. The three counts together do not exceed the answers of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PlanDay {
    /// The practice day.
    pub date: NaiveDate,
    /// How many questions never asked before.
    pub new: u32,
    /// How many questions that are due.
    pub review: u32,
    /// How many questions chosen for what they gain by the date.
    pub window: u32,
    /// Seconds that all of them are expected to take.
    pub seconds: u32,
}

/// A plan to a date.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Plan {
    /// The day of the interview. None if no date is set: questions then simply come back when they are due.
    pub date: Option<NaiveDate>,
    /// Answers a day; if minutes are what counts, as many as fit into them on average.
    pub per_day: u32,
    /// Minutes a day. None if answers are what counts.
    pub minutes_per_day: Option<u32>,
    /// Chance to pass on the date if the plan is kept, the mean over the questions. Without a date: today's.
    pub readiness: f64,
    /// Chance to pass today, the mean over the questions.
    pub readiness_now: f64,
    /// Chance to pass on the date if nothing more is done, the mean over the questions. Without a date: today's.
    pub readiness_if_stopped: f64,
    /// Mean probability of recall on the date if the plan is kept, that is, of an answer that is at least shaky.
    /// Without a date: today's.
    pub recall: f64,
    /// How many answers to the questions of the target so far moved the schedule.
    pub answers: u32,
    /// The chance to pass that is assumed for a question never asked.
    pub unseen_pass: f64,
    /// How many questions count more than once in readiness because the job weighs their topics.
    pub weighed: usize,
    /// How many questions the target has.
    pub questions: usize,
    /// How many of those were never asked.
    pub unseen: usize,
    /// How many the plan does not get to by the date.
    pub unseen_on_date: usize,
    /// Whether every question except the long ones is asked at least once by the date.
    pub enough: bool,
    /// How many long questions, which come once a week, the plan does not get to.
    pub long_unseen_on_date: usize,
    /// The fewest answers a day with which every question except the long ones is asked. None if no number would do.
    pub enough_per_day: Option<u32>,
    /// The same in minutes. None if answers are what counts, or no number would do.
    pub enough_minutes: Option<u32>,
    /// The first day of the window. None if there is no date, or no day of the window is left.
    pub window_from: Option<NaiveDate>,
    /// For each day: the chance to pass on the date, the mean over the questions, if the plan is kept up to that day
    /// and no longer.
    pub curve: Vec<f64>,
    /// The days from today to the one before the date. Empty without a date.
    pub days: Vec<PlanDay>,
}

/// The cards to practise today, by position, those that matter most first.
pub fn choose(cards: &[Card], terms: &Terms, model: &impl MemoryModel) -> Vec<usize> {
    take(cards, terms.today, terms.stage_today(cards), terms.room_today(), model).concat()
}

/// The first date after that of the terms, and not after `last`, by which every question is asked at least once. None
/// if there is no such date.
pub fn first_date_enough(
    cards: &[Card],
    terms: &Terms,
    last: NaiveDate,
    model: &impl MemoryModel,
) -> Option<NaiveDate> {
    first_date(cards, terms, last, |terms| Plan::kept(cards, terms, None, model).enough)
}

impl Plan {
    /// The plan over the questions of the target. Success and failure are expected values, not drawn at random, so
    /// the same arguments give the same plan.
    pub fn of(cards: &[Card], terms: &Terms, model: &impl MemoryModel) -> Self {
        Self::beginning(None, cards, terms, model)
    }

    /// The same, where the questions for today are already chosen: `tonight` holds the positions of their cards.
    pub fn beginning(tonight: Option<&[usize]>, cards: &[Card], terms: &Terms, model: &impl MemoryModel) -> Self {
        let last = terms.today.checked_add_days(Days::new(HORIZON.unsigned_abs())).unwrap_or(NaiveDate::MAX);
        let within = Terms { date: terms.date.min(last), ..*terms };
        let mut plan = Self::kept(cards, &within, tonight, model);
        plan.date = Some(terms.date);
        let is_enough = |terms: &Terms| Self::kept(cards, terms, None, model).enough;
        let fewest = |now| if plan.enough { Some(now) } else { fewest_a_day(cards, &within, is_enough) };
        match terms.minutes {
            None => plan.enough_per_day = fewest(terms.per_day),
            Some(minutes) => {
                plan.enough_minutes = fewest(minutes);
                let answers = |minutes: u32| within.with_pace(minutes, cards).per_day;
                plan.enough_per_day = plan.enough_minutes.map(answers);
            }
        }
        plan
    }

    /// The figures without a date: as things stand today, with no days planned.
    pub fn without_date(
        cards: &[Card],
        today: NaiveDate,
        (per_day, minutes): (u32, Option<u32>),
        prior: f64,
        chances: &Chances,
        model: &impl MemoryModel,
    ) -> Self {
        let now = readiness(cards, today, chances, model);
        let unseen = cards.iter().filter(|card| card.remembered.is_none()).count();
        Self {
            date: None,
            per_day,
            minutes_per_day: minutes,
            readiness: now,
            readiness_now: now,
            readiness_if_stopped: now,
            recall: recall(cards.iter().copied(), today, prior, model),
            answers: answers(cards),
            unseen_pass: chances.first()[2],
            weighed: cards.iter().filter(|card| card.weight > 1).count(),
            questions: cards.len(),
            unseen,
            unseen_on_date: unseen,
            enough: unseen == 0 || per_day > 0,
            long_unseen_on_date: 0,
            enough_per_day: Some(per_day.max(1)),
            enough_minutes: minutes,
            window_from: None,
            curve: Vec::new(),
            days: Vec::new(),
        }
    }

    fn kept(cards: &[Card], terms: &Terms, tonight: Option<&[usize]>, model: &impl MemoryModel) -> Self {
        let chances = &terms.chances;
        let unseen = |cards: &[Card]| cards.iter().filter(|card| card.remembered.is_none()).count();
        // If the date is past, it counts as today: no more has been forgotten by then.
        let date = terms.date.max(terms.today);
        let mut ahead = cards.to_vec();
        let mut last: Vec<Outcomes> = cards.iter().map(|card| Ahead::of(*card).last).collect();
        let mut days = Vec::new();
        let mut window_from = None;
        let mut long_from = terms.long_from;
        let mut passes: Vec<f64> = cards.iter().map(|card| Ahead::of(*card).pass(date, chances, model)).collect();
        let before = passes.clone();
        let ready =
            |passes: &[f64]| weighted(passes.iter().zip(cards).map(|(pass, card)| (*pass, card.weight))).unwrap_or(0.0);
        let mut curve = Vec::new();
        for day in terms.today.iter_days().take_while(|day| *day < terms.date) {
            let first = day == terms.today;
            let (done, introduced) = if first { (terms.done_today, terms.introduced_today) } else { (0, 0) };
            let (questions, new_left) = open(&ahead);
            let stage = terms.stage(day, questions, new_left, introduced);
            if matches!(stage, PlanStage::Window { .. }) {
                window_from = window_from.or(Some(day));
            }
            let done_seconds = if first { terms.done_seconds } else { 0 };
            let taken = match tonight.filter(|_| first) {
                Some(tonight) => sorted(&ahead, stage, tonight),
                None => take(&ahead, day, stage, terms.room(done, done_seconds, long_from <= day), model),
            };
            let [new, review, window] = [0, 1, 2].map(|n: usize| u32::try_from(taken[n].len()).unwrap_or(u32::MAX));
            let taken = taken.concat();
            let seconds = taken.iter().fold(0, |sum: u32, &n| sum.saturating_add(ahead[n].seconds));
            days.push(PlanDay { date: day, new, review, window, seconds });
            if taken.iter().any(|&n| ahead[n].long) {
                long_from = day.checked_add_days(Days::new(LONG_EVERY)).unwrap_or(day);
            }
            for n in taken {
                let after = Ahead { card: ahead[n], last: last[n] }.answered(day, terms, model);
                (ahead[n], last[n]) = (after.card, after.last);
                // Practice never makes a question harder, whatever the mean over its outcomes comes to.
                passes[n] = after.pass(date, chances, model).max(before[n]);
            }
            curve.push(ready(&passes));
        }
        let left: Vec<&Card> = ahead.iter().filter(|card| card.from.is_some() && card.remembered.is_none()).collect();
        Self {
            date: Some(terms.date),
            per_day: terms.per_day,
            minutes_per_day: terms.minutes,
            readiness: ready(&passes),
            readiness_now: readiness(cards, terms.today, chances, model),
            readiness_if_stopped: readiness(cards, date, chances, model),
            recall: recall(ahead.iter().copied(), date, terms.unseen_prior, model),
            answers: answers(cards),
            unseen_pass: chances.first()[2],
            weighed: cards.iter().filter(|card| card.weight > 1).count(),
            questions: cards.len(),
            unseen: unseen(cards),
            unseen_on_date: unseen(&ahead),
            enough: left.iter().all(|card| card.long),
            long_unseen_on_date: left.iter().filter(|card| card.long).count(),
            enough_per_day: None,
            enough_minutes: None,
            window_from,
            curve,
            days,
        }
    }
}

#[cfg(test)]
mod tests;
