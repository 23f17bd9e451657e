//! Whether candidates know how good they are: the band that they predict against the one that the points come to.

use chrono::NaiveDate;
use serde::Serialize;

use super::{FEW, small};
use crate::history::Facts;

/// Answers of one step over time.
const STEP: usize = 20;

/// Smaller differences than this are no direction.
const STEADY: f64 = 0.1;

/// Predictions of some answers against their evidence. Both are on the scale 1 to 4.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Said {
    /// The prediction that the answers share; none: any.
    pub prediction: Option<u8>,
    /// Practice day of the last answer.
    pub until: NaiveDate,
    /// Answers with a prediction and a band.
    pub answers: u32,
    /// Mean prediction.
    pub said: f64,
    /// Mean band that the points came to.
    pub evidence: f64,
}

/// Which way the difference goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// It gets smaller.
    Closing,
    /// It stays.
    Steady,
    /// It gets larger.
    Widening,
}

/// Prediction against evidence.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Calibration {
    /// Answers with a prediction and a band.
    pub answers: u32,
    /// Over all of them; none: too few to tell.
    pub all: Option<Said>,
    /// By prediction, 1 to 4; without those that were never made.
    pub by_prediction: Vec<Said>,
    /// Over time, twenty answers a step, oldest first.
    pub over_time: Vec<Said>,
    /// From the first step to the last; none: fewer than two steps.
    pub direction: Option<Direction>,
}

/// Reads predictions and scores, oldest first.
pub fn calibration(facts: &Facts) -> Calibration {
    let told: Vec<(NaiveDate, u8, f64)> = facts
        .rows
        .iter()
        // A retry comes after the notes were open; what is said of it is no prediction.
        .filter(|fact| !fact.practice)
        .filter_map(|fact| Some((fact.day, fact.prediction?, f64::from(fact.band?))))
        .collect();
    let by = |number: u8| {
        let those: Vec<_> = told.iter().filter(|(_, prediction, _)| *prediction == number).copied().collect();
        Some(Said { prediction: Some(number), ..mean(&those)? })
    };
    // What is left over belongs to the oldest step, so that the newest is always a whole one.
    let rest = told.len() % STEP;
    let (first, whole) = told.split_at(rest);
    let mut steps: Vec<&[_]> = whole.chunks(STEP).collect();
    if rest >= FEW {
        steps.insert(0, first);
    }
    let over_time: Vec<Said> = steps.into_iter().filter_map(mean).collect();
    let off = |said: &Said| (said.said - said.evidence).abs();
    let direction = match &over_time[..] {
        [first, .., last] => Some(match off(last) - off(first) {
            change if change < -STEADY => Direction::Closing,
            change if change > STEADY => Direction::Widening,
            _ => Direction::Steady,
        }),
        _ => None,
    };
    Calibration {
        answers: small(told.len()),
        all: mean(&told).filter(|_| told.len() >= FEW),
        by_prediction: (1..=4).filter_map(by).collect(),
        over_time,
        direction,
    }
}

fn mean(told: &[(NaiveDate, u8, f64)]) -> Option<Said> {
    let until = told.iter().map(|(day, ..)| *day).max()?;
    let count = told.len() as f64;
    Some(Said {
        prediction: None,
        until,
        answers: small(told.len()),
        said: told.iter().map(|(_, said, _)| f64::from(*said)).sum::<f64>() / count,
        evidence: told.iter().map(|(.., evidence)| evidence).sum::<f64>() / count,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Fact;
    use crate::insight::testing::fact;

    #[test]
    fn rating_high_shows_and_closing_shows() {
        let rows = (0..47)
            .map(|n| Fact {
                prediction: Some(if n < 27 { 4 } else { 3 }),
                band: Some(if n < 27 { 2 } else { 3 }),
                ..fact(n)
            })
            .chain([
                fact(50),
                Fact { prediction: Some(1), ..fact(51) },
                Fact { prediction: Some(1), band: Some(4), practice: true, ..fact(52) },
            ])
            .collect();
        let found = calibration(&Facts { questions: Vec::new(), rows });
        assert_eq!(found.answers, 47, "answers without a band or a prediction, and retries, do not count");
        let steps: Vec<u32> = found.over_time.iter().map(|step| step.answers).collect();
        assert_eq!(steps, [7, 20, 20]);
        assert_eq!(found.direction, Some(Direction::Closing));
        let by: Vec<_> = found.by_prediction.iter().map(|said| (said.prediction, said.answers)).collect();
        assert_eq!(by, [(Some(3), 20), (Some(4), 27)]);
        let all = found.all.expect("enough");
        assert!((all.said - all.evidence - (27.0 * 2.0) / 47.0).abs() < 1e-9);
    }

    #[test]
    fn four_are_too_few_to_tell() {
        let rows = (0..4).map(|n| Fact { prediction: Some(2), band: Some(2), ..fact(n) }).collect();
        let found = calibration(&Facts { questions: Vec::new(), rows });
        assert_eq!((found.answers, found.all, found.direction), (4, None, None));
    }
}
