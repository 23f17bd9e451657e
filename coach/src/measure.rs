//! How well a judge agrees with the labels: precision, recall and kappa of "hit" against the rest, each with an
//! interval.

use hotseat_log::Tick;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde::{Deserialize, Serialize};

/// The number of resamples for an interval, and their seed: the same measurement always gives the same interval.
const DRAWS: usize = 1000;
const SEED: u64 = 7;

/// The lowest bounds of the intervals at which a judge counts as a second opinion. They are policy, not measured.
const PRECISION: f64 = 0.80;
const KAPPA: f64 = 0.40;

/// The labels of one answer, each beside the judge's tick for the same point.
pub type Pairs = Vec<(Tick, Tick)>;

/// A share, with its 95 % interval over sets of answers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// The share, from 0 to 1; kappa may be negative.
    pub value: f64,
    /// The lower bound of the interval.
    pub low: f64,
    /// The upper bound of the interval.
    pub high: f64,
}

/// How a judge did. A measure is `None` if there was nothing to divide by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// How many answers were judged.
    pub answers: usize,
    /// Of the points it called hit, the share that are.
    pub precision: Option<Estimate>,
    /// Of the points that are hit, the share it called so.
    pub recall: Option<Estimate>,
    /// Cohen's kappa: agreement beyond chance.
    pub kappa: Option<Estimate>,
    /// Counts by label (rows) and verdict (columns): hit, partial, missed.
    pub table: [[usize; 3]; 3],
}

impl Measure {
    /// Measures a judge. Intervals come from resampling whole answers, because the points of one answer are not
    /// independent.
    pub fn of(answers: &[Pairs]) -> Self {
        let mut table = [[0; 3]; 3];
        for (label, said) in answers.iter().flatten() {
            table[column(*label)][column(*said)] += 1;
        }
        let counts: Vec<Counts> = answers.iter().map(|answer| Counts::of(answer)).collect();
        let sum =
            |drawn: &mut dyn Iterator<Item = usize>| drawn.fold(Counts::default(), |sum, at| sum.plus(counts[at]));
        let mut random = StdRng::seed_from_u64(SEED);
        let draws: Vec<Counts> = (0..if counts.is_empty() { 0 } else { DRAWS })
            .map(|_| sum(&mut (0..counts.len()).map(|_| random.random_range(0..counts.len()))))
            .collect();
        let all = sum(&mut (0..counts.len()));
        let estimate = |measure: fn(&Counts) -> Option<f64>| {
            let value = measure(&all)?;
            let mut found: Vec<f64> = draws.iter().filter_map(measure).collect();
            found.sort_by(f64::total_cmp);
            let at = |share: usize| found.get(found.len() * share / 1000).copied().unwrap_or(value);
            Some(Estimate { value, low: at(25), high: at(975) })
        };
        Self {
            answers: answers.len(),
            precision: estimate(Counts::precision),
            recall: estimate(Counts::recall),
            kappa: estimate(Counts::kappa),
            table,
        }
    }

    /// What the judge is good for, in a few words.
    pub fn trust_words(&self) -> &'static str {
        if self.is_trusted() { "second opinion" } else { "read its quotes, ignore its verdicts" }
    }

    /// Whether its verdicts are worth reading, rather than its quotes alone.
    pub fn is_trusted(&self) -> bool {
        let over = |estimate: Option<Estimate>, bound| estimate.is_some_and(|estimate| estimate.low >= bound);
        over(self.precision, PRECISION) && over(self.kappa, KAPPA)
    }
}

fn column(tick: Tick) -> usize {
    match tick {
        Tick::Hit => 0,
        Tick::Partial => 1,
        Tick::Missed => 2,
    }
}

/// Counts of "hit" against the rest.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    both: f64,
    label_only: f64,
    said_only: f64,
    neither: f64,
}

impl Counts {
    fn of(answer: &[(Tick, Tick)]) -> Self {
        let mut counts = Self::default();
        for (label, said) in answer {
            match (*label == Tick::Hit, *said == Tick::Hit) {
                (true, true) => counts.both += 1.0,
                (true, false) => counts.label_only += 1.0,
                (false, true) => counts.said_only += 1.0,
                (false, false) => counts.neither += 1.0,
            }
        }
        counts
    }

    fn plus(self, other: Self) -> Self {
        Self {
            both: self.both + other.both,
            label_only: self.label_only + other.label_only,
            said_only: self.said_only + other.said_only,
            neither: self.neither + other.neither,
        }
    }

    fn precision(&self) -> Option<f64> {
        share(self.both, self.both + self.said_only)
    }

    fn recall(&self) -> Option<f64> {
        share(self.both, self.both + self.label_only)
    }

    fn kappa(&self) -> Option<f64> {
        let all = self.both + self.label_only + self.said_only + self.neither;
        let agreed = share(self.both + self.neither, all)?;
        let labelled = (self.both + self.label_only) / all;
        let said = (self.both + self.said_only) / all;
        let chance = labelled * said + (1.0 - labelled) * (1.0 - said);
        share(agreed - chance, 1.0 - chance)
    }
}

fn share(part: f64, of: f64) -> Option<f64> {
    (of > 0.0).then(|| part / of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Tick::{Hit, Missed, Partial};

    #[test]
    fn figures_are_those_of_the_book() {
        // The layout of Cohen's own example: 20 where both say hit, 5 + 10 where they differ, 15 where neither does.
        let pairs = [(20, (Hit, Hit)), (5, (Hit, Missed)), (10, (Partial, Hit)), (15, (Missed, Missed))];
        let answers: Vec<Pairs> = pairs.iter().flat_map(|(n, pair)| vec![vec![*pair]; *n]).collect();
        let measure = Measure::of(&answers);
        let value = |estimate: Option<Estimate>| (estimate.expect("measured").value * 1000.0).round() / 1000.0;
        assert_eq!((value(measure.precision), value(measure.recall), value(measure.kappa)), (0.667, 0.8, 0.4));
        assert_eq!(measure.table, [[20, 0, 5], [10, 0, 0], [0, 0, 15]]);
        let precision = measure.precision.expect("measured");
        assert!(precision.low < precision.value && precision.value < precision.high, "{precision:?}");
        assert_eq!(Measure::of(&answers), measure, "the same answers, the same intervals");
        assert!(!measure.is_trusted());
    }

    #[test]
    fn a_judge_that_is_always_right_is_trusted_and_one_that_calls_all_hit_is_not() {
        let labels = [Hit, Missed, Hit, Missed, Missed, Hit, Partial];
        let right: Vec<Pairs> = vec![labels.iter().map(|label| (*label, *label)).collect(); 30];
        assert!(Measure::of(&right).is_trusted());
        let flatterer: Vec<Pairs> = vec![labels.iter().map(|label| (*label, Hit)).collect(); 30];
        assert!(!Measure::of(&flatterer).is_trusted());
        let nothing = Measure::of(&[]);
        assert_eq!((nothing.precision, nothing.is_trusted()), (None, false));
        let silent: Vec<Pairs> = vec![labels.iter().map(|label| (*label, Missed)).collect(); 30];
        assert_eq!(Measure::of(&silent).precision, None);
    }
}
