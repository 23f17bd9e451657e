//! The chance to pass: how the next answer to a question is likely to turn out.
//!
//! To the memory model a shaky answer is a pass, so recall alone means "at least shaky". What an answer is worth also
//! depends on how well the question had been learned before. So the outcome (would fail, shaky, would pass) is
//! predicted by a logistic regression over ordered outcomes with common slopes (proportional odds; "Regression Models
//! for Ordinal Data", Journal of the Royal Statistical Society B 42, 1980):
//!
//! ```text
//! P(at least shaky) = σ(shaky + x)        P(would pass) = σ(pass + x)
//! x = recall · (logit R − logit 0.9) + last · (0 failed, 1 shaky, 2 passed, less 1) + answers · ln(answers so far)
//! ```
//!
//! R is the memory model's recall on the day. The five weights are learned from the candidate's own newest answers.
//! They start from `START` and are pulled towards it as if by a normal prior, so that a few answers move them little
//! and none of them can run away. A question that was never asked gets the share of the candidate's first answers
//! that would pass, averaged with `FIRST_ANSWERS` imaginary answers that turn out as the settings expect.
//! `cargo bench --bench plan` measures how far these predictions are from the truth; the constants below were found
//! there too.

use super::model::{Memory, MemoryModel};
use super::schedule::cap;
use crate::assess::Band;
use crate::history::Rating;

/// Shares of answers, or chances of one: would fail, shaky, would pass. They add up to 1.
pub type Outcomes = [f64; 3];

/// The rating that goes with each outcome.
pub const RATINGS: [Rating; 3] = [Rating::Again, Rating::Hard, Rating::Good];

/// How many features describe an answer: one for each of the two levels it may reach, the odds of recall, the
/// previous answer and the number of answers so far.
const FEATURES: usize = 5;

/// The weights before anything is learned: shaky, pass, recall, last, answers.
const START: [f64; FEATURES] = [2.0, -0.15, 0.75, 0.75, 0.85];

/// How firmly each weight is pulled towards `START`: one over the variance of its prior.
const HELD: [f64; FEATURES] = [0.5, 0.5, 20.0, 14.0, 8.0];

/// How many first answers the expectation of the settings counts as.
const FIRST_ANSWERS: f64 = 4.0;

/// Recall is clamped to this range: the odds of something certain would drown out everything else.
const RECALL: (f64, f64) = (0.02, 0.99);

/// The most steps of Newton's method; it converges long before.
const STEPS: usize = 25;

/// The most that one step may change a weight, to prevent overshooting.
const STRIDE: f64 = 2.0;

/// What is known of a question before it is answered again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Before {
    /// The rating that counted last.
    pub last: Rating,
    /// How often it had been answered so far, at least 1.
    pub answers: u32,
    /// The memory model's recall on the day of the answer.
    pub recall: f64,
}

/// An answer that chances are learned from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// What was known before it. None if it was the first answer to its question.
    pub before: Option<Before>,
    /// How good the answer was.
    pub band: Band,
}

/// How a candidate's answers are likely to turn out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chances {
    first: Outcomes,
    /// None for [`Chances::of_recall`]: whatever is remembered passes.
    weights: Option<[f64; FEATURES]>,
}

/// The index into [`Outcomes`] for a band.
fn of_band(band: Band) -> usize {
    usize::from(band.number() - 1).min(RATINGS.len() - 1)
}

fn of_rating(rating: Rating) -> usize {
    of_band(Band::of_rating(rating))
}

fn logit(share: f64) -> f64 {
    (share / (1.0 - share)).ln()
}

fn logistic(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

/// The features that have slopes. Those of the two levels are 1 or 0, depending on which level is asked about.
fn features(last: usize, answers: u32, recall: f64) -> [f64; 3] {
    let recall = recall.clamp(RECALL.0, RECALL.1);
    [logit(recall) - logit(0.9), last as f64 - 1.0, f64::from(answers.max(1)).ln()]
}

impl Chances {
    /// Before anything is known: `unseen_prior` is the chance that a question never asked would be passed.
    pub fn unknown(unseen_prior: f64) -> Self {
        Self::learned(&[], unseen_prior)
    }

    /// For a candidate who passes whatever is remembered and fails the rest. Used to compare recall alone.
    pub fn of_recall(unseen_prior: f64) -> Self {
        let prior = unseen_prior.clamp(0.0, 1.0);
        Self { first: [1.0 - prior, 0.0, prior], weights: None }
    }

    /// Learns from these answers. Their order does not matter, apart from rounding.
    pub fn learned(answers: &[Outcome], unseen_prior: f64) -> Self {
        let prior = unseen_prior.clamp(0.0, 1.0);
        let mut first = [(1.0 - prior) / 2.0, (1.0 - prior) / 2.0, prior].map(|share| share * FIRST_ANSWERS);
        let mut again = Vec::with_capacity(answers.len());
        for answer in answers {
            match answer.before {
                None => first[of_band(answer.band)] += 1.0,
                Some(Before { last, answers, recall }) => {
                    again.push((features(of_rating(last), answers, recall), of_band(answer.band)));
                }
            }
        }
        let all: f64 = first.iter().sum();
        Self { first: first.map(|count| count / all), weights: Some(fitted(&again)) }
    }

    /// How the first answer to a question is likely to turn out.
    pub fn first(&self) -> Outcomes {
        self.first
    }

    /// How the next answer is likely to turn out, given what came before it and the recall on its day.
    pub fn next(&self, before: Before) -> Outcomes {
        self.after(of_rating(before.last), before.answers, before.recall)
    }

    /// The same where the outcome of the last answer is itself only expected.
    pub(super) fn expected(&self, last: Outcomes, answers: u32, recall: f64) -> Outcomes {
        let mut sums = Outcomes::default();
        for (n, share) in last.into_iter().enumerate().filter(|(_, share)| *share > 0.0) {
            for (sum, chance) in sums.iter_mut().zip(self.after(n, answers, recall)) {
                *sum += share * chance;
            }
        }
        sums
    }

    fn after(&self, last: usize, answers: u32, recall: f64) -> Outcomes {
        let Some([shaky, pass, slopes @ ..]) = self.weights else {
            let recall = recall.clamp(0.0, 1.0);
            return [1.0 - recall, 0.0, recall];
        };
        let x: f64 = slopes.iter().zip(features(last, answers, recall)).map(|(weight, feature)| weight * feature).sum();
        let (mut at_least_shaky, mut passes) = (logistic(shaky + x), logistic(pass + x));
        // A question that was passed is no less likely to be passed than one that was never asked.
        if RATINGS[last] == Rating::Good {
            at_least_shaky = at_least_shaky.max(1.0 - self.first[0]);
            passes = passes.max(self.first[2]);
        }
        let passes = passes.min(at_least_shaky);
        [1.0 - at_least_shaky, at_least_shaky - passes, passes]
    }
}

/// The outcome of a rating that is known for certain: it has the whole share.
pub(super) fn certain(rating: Rating) -> Outcomes {
    let mut shares = Outcomes::default();
    shares[of_rating(rating)] = 1.0;
    shares
}

/// The expected number of days until the next time: the geometric mean over the outcomes, each limited by its cap.
pub(super) fn interval(chances: Outcomes, after: [Memory; 3], retention: f64, model: &impl MemoryModel) -> f64 {
    let days = |(rating, memory): (Rating, Memory)| {
        let most = cap(rating).map_or(f64::INFINITY, f64::from);
        model.interval(memory, retention).clamp(1.0, f64::MAX).min(most)
    };
    let all = RATINGS.into_iter().zip(after).map(days).zip(chances);
    all.map(|(days, chance)| chance * days.ln()).sum::<f64>().exp()
}

/// The weights that fit best, by Newton's method. Each answer counts twice: whether it was at least shaky, and
/// whether it would pass. No slope falls below 0: remembering better, having passed and having answered more often
/// never make passing less likely.
fn fitted(answers: &[([f64; 3], usize)]) -> [f64; FEATURES] {
    let mut weights = START;
    for _ in 0..STEPS {
        let mut slope = [0.0; FEATURES];
        let mut bend = [[0.0; FEATURES]; FEATURES];
        for n in 0..FEATURES {
            slope[n] = HELD[n] * (START[n] - weights[n]);
            bend[n][n] = HELD[n];
        }
        for (features, outcome) in answers {
            for level in 0..2 {
                let mut x = [0.0; FEATURES];
                x[level] = 1.0;
                x[2..].copy_from_slice(features);
                let chance = logistic(x.iter().zip(weights).map(|(feature, weight)| feature * weight).sum());
                let off = f64::from(u8::from(*outcome > level)) - chance;
                let sure = chance * (1.0 - chance);
                for n in 0..FEATURES {
                    slope[n] += off * x[n];
                    for m in 0..FEATURES {
                        bend[n][m] += sure * x[n] * x[m];
                    }
                }
            }
        }
        let steps = solved(bend, slope);
        for (weight, step) in weights.iter_mut().zip(steps) {
            *weight += step.clamp(-STRIDE, STRIDE);
        }
        for slope in &mut weights[2..] {
            *slope = slope.max(0.0);
        }
        if steps.iter().all(|step| step.abs() < 1e-9) {
            break;
        }
    }
    weights
}

/// Solves a system whose matrix is symmetric and positive definite, which the prior guarantees.
fn solved(mut matrix: [[f64; FEATURES]; FEATURES], mut right: [f64; FEATURES]) -> [f64; FEATURES] {
    for n in 0..FEATURES {
        let pivot = matrix[n];
        for m in n + 1..FEATURES {
            let factor = matrix[m][n] / pivot[n];
            for (cell, above) in matrix[m].iter_mut().zip(pivot) {
                *cell -= factor * above;
            }
            right[m] -= factor * right[n];
        }
    }
    for n in (0..FEATURES).rev() {
        let known: f64 = (n + 1..FEATURES).map(|m| matrix[n][m] * right[m]).sum();
        right[n] = (right[n] - known) / matrix[n][n];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn before(last: Rating, answers: u32, recall: f64) -> Before {
        Before { last, answers, recall }
    }

    fn outcome(last: Rating, answers: u32, recall: f64, band: Band) -> Outcome {
        Outcome { before: Some(before(last, answers, recall)), band }
    }

    fn told(chances: Outcomes) -> String {
        chances.map(|chance| format!("{chance:.2}")).join(" ")
    }

    #[test]
    fn nothing_known_is_what_the_settings_expect() {
        let unknown = Chances::unknown(0.4);
        assert_eq!(told(unknown.first()), "0.30 0.30 0.40");
        let [fail, shaky, pass] = unknown.next(before(Rating::Hard, 1, 0.9));
        assert!((pass - logistic(-0.15)).abs() < 1e-9 && (fail + shaky - logistic(0.15)).abs() < 1e-9);
    }

    #[test]
    fn who_remembers_passes_where_recall_alone_counts() {
        let recall = Chances::of_recall(0.65);
        assert_eq!(told(recall.next(before(Rating::Again, 3, 0.75))), "0.25 0.00 0.75");
        assert!((recall.first()[2] - 0.65).abs() < 1e-9);
    }

    #[test]
    fn own_answers_are_learned() {
        let first = |band| Outcome { before: None, band };
        let slow: Vec<_> = (0..200)
            .map(|n| if n % 4 == 0 { Band::Pass } else { Band::Shaky })
            .flat_map(|band| [first(Band::Fail), outcome(Rating::Good, 2, 0.9, band)])
            .collect();
        let learned = Chances::learned(&slow, 0.5);
        assert!((learned.first()[2] - 0.5 * 4.0 / 204.0).abs() < 1e-9);
        let pass = learned.next(before(Rating::Good, 2, 0.9))[2];
        assert!((pass - 0.25).abs() < 0.02, "{pass}");
        // Combinations that never occurred are predicted from those that did.
        let [last, fresh] = [before(Rating::Again, 2, 0.9), before(Rating::Good, 2, 0.6)].map(|b| learned.next(b)[2]);
        assert!(last < pass && fresh < pass);
    }

    #[test]
    fn a_shaky_outcome_comes_back_within_a_week() {
        let model = crate::memory::Fsrs::default();
        let long = [Memory { stability: 100.0, difficulty: 5.0 }; 3];
        let days = |chances| interval(chances, long, 0.9, &model);
        assert!((days([0.0, 1.0, 0.0]) - 7.0).abs() < 1e-9);
        assert!(days([0.0, 0.0, 1.0]) > 90.0);
        let half = days([0.0, 0.5, 0.5]);
        assert!((7.0..90.0).contains(&half), "{half}");
    }

    fn any_outcome() -> impl Strategy<Value = Outcome> {
        let before = (1_u8..=4, 1_u32..12, 0.0..=1.0_f64)
            .prop_map(|(last, answers, recall)| before(Rating::try_from(last).expect("1 to 4"), answers, recall));
        (proptest::option::of(before), 1_u8..=4)
            .prop_map(|(before, band)| Outcome { before, band: Band::try_from(band).expect("1 to 4") })
    }

    #[test]
    fn passing_a_question_never_makes_it_harder_than_one_that_was_never_asked() {
        let good: Vec<Outcome> = (0..8).map(|_| Outcome { before: None, band: Band::Impress }).collect();
        let learned = Chances::learned(&good, 0.5);
        for recall in [0.5, 0.9, 0.99] {
            let next = learned.next(Before { last: Rating::Good, answers: 1, recall });
            assert!(next[2] >= learned.first()[2], "{next:?}");
        }
    }

    proptest! {
        #[test]
        fn chances_are_chances_and_better_never_lowers_them(
            seen in proptest::collection::vec(any_outcome(), 0..80), prior in 0.0..=1.0_f64,
            last in 0_usize..2, answers in 1_u32..40, recall in 0.0..=1.0_f64, more in 0.0..=1.0_f64,
        ) {
            let chances = Chances::learned(&seen, prior);
            let next = |last: usize, answers, recall| chances.next(before(RATINGS[last], answers, recall));
            let now = next(last, answers, recall);
            for all in [now, chances.first()] {
                prop_assert!(all.iter().all(|chance| (-1e-9..=1.0 + 1e-9).contains(chance)), "{all:?}");
                prop_assert!((all.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            }
            for better in [next(last + 1, answers, recall), next(last, answers + 1, recall), next(last, answers, recall.max(more))] {
                prop_assert!(better[2] >= now[2] - 1e-12 && better[0] <= now[0] + 1e-12);
            }
            let passed = next(2, answers + 1, recall.max(more));
            prop_assert!(passed[2] >= now[2] - 1e-12, "one more pass");
        }

        #[test]
        fn one_more_first_answer_that_passes_never_lowers_the_chance_of_the_unseen(
            seen in proptest::collection::vec(any_outcome(), 0..40), prior in 0.0..=1.0_f64,
        ) {
            let before = Chances::learned(&seen, prior).first()[2];
            let more: Vec<_> = seen.into_iter().chain([Outcome { before: None, band: Band::Pass }]).collect();
            prop_assert!(Chances::learned(&more, prior).first()[2] >= before - 1e-12);
        }
    }
}
