//! What a question will be like on a later day: how an answer is likely to turn out, and what that adds.

use chrono::NaiveDate;

use super::terms::{Card, Terms};
use crate::assess::mean;
use crate::history::{Rating, Remembered};
use crate::memory::chances::{self, Chances, Outcomes, RATINGS, certain};
use crate::memory::fuzz;
use crate::memory::model::{Memory, MemoryModel};
use crate::memory::queue::recall_on;
use crate::memory::schedule::{add_days, elapsed_days};

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
pub(super) struct Ahead {
    pub(super) card: Card,
    pub(super) last: Outcomes,
}

impl Ahead {
    pub(super) fn of(card: Card) -> Self {
        Self { card, last: card.remembered.map(|memory| certain(memory.last_rating)).unwrap_or_default() }
    }

    /// How an answer on a day is likely to turn out.
    pub(super) fn outcomes(&self, day: NaiveDate, chances: &Chances, model: &impl MemoryModel) -> Outcomes {
        match &self.card.remembered {
            None => chances.first(),
            Some(memory) => chances.expected(self.last, self.card.answers, recall_on(memory, day, model)),
        }
    }

    /// The chance that an answer on a day would pass.
    pub(super) fn pass(&self, day: NaiveDate, chances: &Chances, model: &impl MemoryModel) -> f64 {
        self.outcomes(day, chances, model)[2]
    }

    /// The question after an answer on `day`. Its memory is the one whose recall on the date is the mean over the
    /// outcomes.
    pub(super) fn answered(&self, day: NaiveDate, terms: &Terms, model: &impl MemoryModel) -> Self {
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

/// How ready the candidate is on a day: the mean chance to pass over the cards, weighted; 0 without any cards.
pub fn readiness(cards: &[Card], day: NaiveDate, chances: &Chances, model: &impl MemoryModel) -> f64 {
    weighted(cards.iter().map(|card| (Ahead::of(*card).pass(day, chances, model), card.weight))).unwrap_or(0.0)
}

/// The mean probability of recall over the cards on a day; 0 without any cards.
pub(super) fn recall(cards: impl Iterator<Item = Card>, day: NaiveDate, prior: f64, model: &impl MemoryModel) -> f64 {
    mean(cards.map(|card| card.remembered.map_or(prior, |memory| recall_on(&memory, day, model)))).unwrap_or(0.0)
}

/// The weighted mean of (value, weight) pairs. None if there are no pairs, or all weights are 0.
pub(super) fn weighted(values: impl Iterator<Item = (f64, u8)>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), (value, weight)| {
        let weight = f64::from(weight);
        (value.mul_add(weight, sum), count + weight)
    });
    (count > 0.0).then(|| sum / count)
}
