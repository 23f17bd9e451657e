//! The plan to a date: what to practise each day, and how ready that makes the candidate on the date.
//!
//! New questions come first, at an even pace; then those that are due; and in a window before the date whatever gains
//! most recall on the date. The desired retention is never raised: repeats would crowd out new questions
//! (`cargo bench --bench plan` compares). Readiness is the chance to pass: the mean over the questions of what
//! [`Chances`] predicts for an answer on the day.

mod take;

use chrono::{Days, NaiveDate, TimeDelta};
use serde::Serialize;

use super::chances::{self, Chances, Outcomes, RATINGS, certain};
use super::fuzz;
use super::model::{Memory, MemoryModel};
use super::queue::recall_on;
use super::room::{LONG_EVERY, Room};
use super::schedule::{add_days, elapsed_days};
use crate::assess::mean;
use crate::history::{Rating, Remembered};
use take::{sorted, take};

/// Outside the window at most this share of a day's questions is new, unless there is nothing else to do.
const NEW_SHARE: (u32, u32) = (2, 3);

/// How many days ahead a plan reaches. For a later date, readiness is that of the last day it reaches.
pub const HORIZON: i64 = 366;

/// The minutes in a day: the upper limit when searching for how many a day are enough.
const DAY_MINUTES: i64 = 24 * 60;

/// What readiness means, as a sentence for the user.
pub const READINESS: &str = "Readiness is the chance that an answer would pass, over all questions.";

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
    /// Whether it is one of the long questions, which come once a week; see [`super::is_long`].
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
fn open(cards: &[Card]) -> (usize, usize) {
    let open = || cards.iter().filter(|card| card.from.is_some());
    (open().count(), open().filter(|card| card.remembered.is_none()).count())
}

/// The weighted mean of (value, weight) pairs. None if there are no pairs, or all weights are 0.
fn weighted(values: impl Iterator<Item = (f64, u8)>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), (value, weight)| {
        let weight = f64::from(weight);
        (value.mul_add(weight, sum), count + weight)
    });
    (count > 0.0).then(|| sum / count)
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
    fn room(&self, done: u32, done_seconds: u32, long: bool) -> Room {
        Room {
            answers: if self.minutes.is_some() { u32::MAX } else { self.per_day.saturating_sub(done) },
            seconds: self.minutes.map(|minutes| minutes.saturating_mul(60).saturating_sub(done_seconds)),
            long: u32::from(long),
        }
    }

    /// What today still has room for.
    fn room_today(&self) -> Room {
        self.room(self.done_today, self.done_seconds, self.long_from <= self.today)
    }

    /// The same terms with another number of answers a day, or of minutes if they are what counts.
    fn with_pace(&self, number: u32, cards: &[Card]) -> Self {
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

    /// What today is for, given the questions of the target.
    pub fn stage_today(&self, cards: &[Card]) -> PlanStage {
        let (questions, unseen) = open(cards);
        self.stage(self.today, questions, unseen, self.introduced_today)
    }
}

/// How much answering the question on `day` adds to its expected recall on `date`. Below 0 where a failure would cost
/// more than a success brings.
pub fn gain(
    remembered: Option<&Remembered>,
    day: NaiveDate,
    date: NaiveDate,
    prior: f64,
    model: &impl MemoryModel,
) -> f64 {
    let without = remembered.map_or(prior, |remembered| recall_on(remembered, date, model));
    let before = remembered.map(Memory::from);
    let elapsed = remembered.map_or(0, |r| elapsed_days(r.last_day, day));
    let pass = remembered.map_or(prior, |r| recall_on(r, day, model));
    let ahead = f64::from(elapsed_days(day, date));
    let recall_after = |rating| model.recall(model.after(before, elapsed, rating), ahead);
    pass * recall_after(Rating::Good) + (1.0 - pass) * recall_after(Rating::Again) - without
}

/// A question as the plan sees it after simulated answers: one memory in place of those that each outcome would
/// leave, and how the last answer is expected to have turned out.
#[derive(Clone, Copy, Debug)]
struct Ahead {
    card: Card,
    last: Outcomes,
}

impl Ahead {
    fn of(card: Card) -> Self {
        Self { card, last: card.remembered.map(|memory| certain(memory.last_rating)).unwrap_or_default() }
    }

    /// How an answer on a day is likely to turn out.
    fn outcomes(&self, day: NaiveDate, chances: &Chances, model: &impl MemoryModel) -> Outcomes {
        match &self.card.remembered {
            None => chances.first(),
            Some(memory) => chances.expected(self.last, self.card.answers, recall_on(memory, day, model)),
        }
    }

    /// The chance that an answer on a day would pass.
    fn pass(&self, day: NaiveDate, chances: &Chances, model: &impl MemoryModel) -> f64 {
        self.outcomes(day, chances, model)[2]
    }

    /// The question after an answer on `day`. Its memory is the one whose recall on the date is the mean over the
    /// outcomes.
    fn answered(&self, day: NaiveDate, terms: &Terms, model: &impl MemoryModel) -> Self {
        let remembered = self.card.remembered.as_ref();
        let elapsed = remembered.map_or(0, |memory| elapsed_days(memory.last_day, day));
        let outcomes = self.outcomes(day, &terms.chances, model);
        let after = RATINGS.map(|rating| model.after(remembered.map(Memory::from), elapsed, rating));
        let mean =
            |of: &dyn Fn(Memory) -> f64| outcomes.iter().zip(after).map(|(chance, memory)| chance * of(memory)).sum();
        let ahead = f64::from(elapsed_days(day, terms.date).max(1));
        let recall: f64 = mean(&|memory| model.recall(memory, ahead));
        let difficulty = mean(&|memory| memory.difficulty);
        // Recall depends only on time as a multiple of the stability, so this is the stability that gives that recall
        // on the date.
        let one = Memory { stability: 1.0, difficulty };
        let stability = (ahead / model.interval(one, recall.clamp(0.01, 0.9999)).max(1e-6)).clamp(0.01, 36_500.0);
        let interval_days = fuzz::whole(chances::interval(outcomes, after, terms.retention, model));
        let due = add_days(day, interval_days);
        // A placeholder: the last rating is only expected, and `last` beside it holds the chances.
        let last_rating = Rating::Good;
        let remembered = Remembered { stability, difficulty, last_day: day, due, interval_days, last_rating };
        let card = Card { remembered: Some(remembered), answers: self.card.answers.saturating_add(1), ..self.card };
        Self { card, last: outcomes }
    }
}

/// The cards to practise today, by position, those that matter most first.
pub fn choose(cards: &[Card], terms: &Terms, model: &impl MemoryModel) -> Vec<usize> {
    take(cards, terms.today, terms.stage_today(cards), terms.room_today(), model).concat()
}

/// How ready the candidate is on a day: the mean chance to pass over the cards, weighted; 0 without any cards.
pub fn readiness(cards: &[Card], day: NaiveDate, chances: &Chances, model: &impl MemoryModel) -> f64 {
    weighted(cards.iter().map(|card| (Ahead::of(*card).pass(day, chances, model), card.weight))).unwrap_or(0.0)
}

/// The mean probability of recall over the cards on a day; 0 without any cards.
fn recall(cards: impl Iterator<Item = Card>, day: NaiveDate, prior: f64, model: &impl MemoryModel) -> f64 {
    mean(cards.map(|card| card.remembered.map_or(prior, |memory| recall_on(&memory, day, model)))).unwrap_or(0.0)
}

/// The lowest number up to `most` that is enough. `short` is known not to be; the search starts at `first`. None if
/// even `most` is not enough.
fn lowest_enough(short: i64, first: i64, most: i64, enough: impl Fn(i64) -> bool) -> Option<i64> {
    let (mut low, mut high) = (short, first);
    while !enough(high) {
        if high >= most {
            return None;
        }
        (low, high) = (high, high.saturating_mul(2).min(most));
    }
    while high - low > 1 {
        let middle = low.midpoint(high);
        if enough(middle) { high = middle } else { low = middle }
    }
    Some(high)
}

/// The fewest answers a day, or minutes if they are what counts, with which every question is asked at least once;
/// more than those of the terms. None if nothing would do because no day is left.
fn fewest_a_day(cards: &[Card], terms: &Terms, model: &impl MemoryModel) -> Option<u32> {
    let a_day = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    let enough = |number| Plan::kept(cards, &terms.with_pace(a_day(number), cards), None, model).enough;
    let (now, all) = match terms.minutes {
        None => {
            let all = i64::try_from(2 * cards.len()).unwrap_or(i64::MAX);
            (terms.per_day, all.saturating_add(terms.done_today.into()))
        }
        Some(minutes) => (minutes, DAY_MINUTES),
    };
    lowest_enough(i64::from(now), i64::from(now).max(1), all, enough).map(a_day)
}

/// The first date after that of the terms, and not after `last`, by which every question is asked at least once. None
/// if there is no such date.
pub fn first_date_enough(
    cards: &[Card],
    terms: &Terms,
    last: NaiveDate,
    model: &impl MemoryModel,
) -> Option<NaiveDate> {
    let after = |days: i64| terms.date.checked_add_signed(TimeDelta::days(days)).filter(|date| *date <= last);
    let enough =
        |days| after(days).is_some_and(|date| Plan::kept(cards, &Terms { date, ..*terms }, None, model).enough);
    let most = (last - terms.date).num_days();
    // No plan can ask more new questions than there are places until then.
    let (_, unseen) = open(cards);
    let places = i64::try_from(unseen.div_ceil(terms.per_day.max(1) as usize)).unwrap_or(i64::MAX);
    let needed = places.saturating_sub((terms.date - terms.today).num_days()).max(1);
    if terms.per_day == 0 || needed > most {
        return None;
    }
    lowest_enough(needed - 1, needed, most, enough).and_then(after)
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
        let fewest = |now| if plan.enough { Some(now) } else { fewest_a_day(cards, &within, model) };
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
