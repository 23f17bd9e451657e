//! Whether candidates know how good they are: compares the band that they predict with the band that their ticks come
//! to, and that one with what the words of their answers support.

use chrono::NaiveDate;
use serde::Serialize;

use super::{FEW, small};
use crate::assess::mean_words;
use crate::history::Facts;
use crate::practice::words::count;

/// Number of answers in one step over time.
const STEP: usize = 20;

/// Changes smaller than this, in bands, count as steady.
const STEADY: f64 = 0.1;

/// Ticks that are kinder by less than this, in bands, are fine: it would be shown as 0.0.
const KIND: f64 = 0.05;

/// Compares the predictions of some answers with the bands they came to. Both are on the scale from 1 to 4.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Said {
    /// The prediction that these answers share; `None` if they are not grouped by prediction.
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

impl Said {
    /// Both means in the words of the bands, and how far they lie apart: "you say would pass, the answers come to
    /// shaky, 0.8 of a band lower".
    pub fn words(&self) -> String {
        let apart = self.evidence - self.said;
        let way = if apart > 0.0 { "higher" } else { "lower" };
        let apart = match apart.abs() {
            apart if apart < KIND => String::new(),
            apart if apart < 0.95 => format!(", {apart:.1} of a band {way}"),
            apart => format!(", {apart:.1} bands {way}"),
        };
        format!("you say {}, the answers come to {}{apart}", mean_words(self.said), mean_words(self.evidence))
    }
}

/// How the gap between prediction and evidence develops.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// The gap gets smaller.
    Closing,
    /// The gap stays about the same.
    Steady,
    /// The gap gets larger.
    Widening,
}

/// How generously candidates tick their own points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Kindness {
    /// Answers with a band, without "don't know" answers, in which nothing is ticked.
    pub answers: u32,
    /// How many bands higher these answers are, on average, than with only the ticks that the words support. `None` if
    /// there are too few answers to tell.
    pub bands: Option<f64>,
}

impl Kindness {
    fn of(facts: &Facts) -> Self {
        let rows = facts.rows.iter().filter(|fact| !fact.gave_up);
        let off = rows.filter_map(|fact| fact.band.map(|band| band.saturating_sub(fact.words_band.unwrap_or(band))));
        let (answers, sum) = off.fold((0_usize, 0_u64), |(answers, sum), off| (answers + 1, sum + u64::from(off)));
        let mean = sum as f64 / answers.max(1) as f64;
        Self { answers: small(answers), bands: (answers >= FEW).then_some(mean) }
    }

    /// "You tick kindly: 0.3 of a band (12 answers)", without a full stop. `None` if there are too few answers to tell.
    pub fn words(self) -> Option<String> {
        let answers = count(self.answers as usize, "answer");
        Some(match self.bands? {
            bands if bands < KIND => format!("Your words bear out what you tick ({answers})"),
            bands if bands < 0.95 => format!("You tick kindly: {bands:.1} of a band ({answers})"),
            bands => format!("You tick kindly: {bands:.1} bands ({answers})"),
        })
    }
}

/// Compares predictions with evidence.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Calibration {
    /// Answers with a prediction and a band.
    pub answers: u32,
    /// Over all answers; `None` if there are too few to tell.
    pub all: Option<Said>,
    /// By prediction, 1 to 4; predictions that were never made are left out.
    pub by_prediction: Vec<Said>,
    /// Over time, twenty answers per step, oldest first.
    pub over_time: Vec<Said>,
    /// The change from the first step to the last; `None` if there are fewer than two steps.
    pub direction: Option<Direction>,
    /// Compares ticks with words.
    pub kindness: Kindness,
}

/// Computes the calibration from predictions and bands. `facts` must be in order of time.
pub fn calibration(facts: &Facts) -> Calibration {
    let told: Vec<(NaiveDate, u8, u8)> = facts
        .rows
        .iter()
        // A retry happens after the notes were shown, so its prediction says nothing.
        .filter(|fact| !fact.practice)
        .filter_map(|fact| Some((fact.day, fact.prediction?, fact.band?)))
        .collect();
    let by = |number: u8| {
        let those: Vec<_> = told.iter().filter(|(_, prediction, _)| *prediction == number).copied().collect();
        Some(Said { prediction: Some(number), ..mean(&those)? })
    };
    // The remainder goes to the oldest step, so that the newest is always a full one.
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
        kindness: Kindness::of(facts),
    }
}

fn mean(told: &[(NaiveDate, u8, u8)]) -> Option<Said> {
    let until = told.iter().map(|(day, ..)| *day).max()?;
    let count = told.len() as f64;
    Some(Said {
        prediction: None,
        until,
        answers: small(told.len()),
        said: told.iter().map(|(_, said, _)| f64::from(*said)).sum::<f64>() / count,
        evidence: told.iter().map(|(.., evidence)| f64::from(*evidence)).sum::<f64>() / count,
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
        let words = "you say between would pass and would impress, the answers come to between shaky and would pass, 1.1 bands \
                     lower";
        assert_eq!(all.words(), words);
        assert_eq!(
            Said { said: 3.0, evidence: 3.0, ..all }.words(),
            "you say would pass, the answers come to would pass"
        );
    }

    #[test]
    fn ticks_that_no_words_bear_out_are_kind() {
        let found = |doubtful: i64, by: u8| {
            let rows = (0..20).map(|n| Fact { band: Some(4), words_band: (n < doubtful).then_some(4 - by), ..fact(n) });
            let gave_up = Fact { band: Some(1), gave_up: true, ..fact(30) };
            let rows = rows.chain([fact(20), gave_up]).collect();
            calibration(&Facts { questions: Vec::new(), rows }).kindness
        };
        let words = |kindness: Kindness| kindness.words().expect("enough");
        assert_eq!(found(6, 1), Kindness { answers: 20, bands: Some(0.3) });
        assert_eq!(words(found(6, 1)), "You tick kindly: 0.3 of a band (20 answers)");
        assert_eq!(words(found(20, 2)), "You tick kindly: 2.0 bands (20 answers)");
        assert_eq!(words(found(0, 1)), "Your words bear out what you tick (20 answers)");
        let few = (0..4).map(|n| Fact { band: Some(4), words_band: Some(1), ..fact(n) }).collect();
        let few = calibration(&Facts { questions: Vec::new(), rows: few }).kindness;
        assert_eq!((few.answers, few.bands, few.words()), (4, None, None));
    }

    #[test]
    fn four_are_too_few_to_tell() {
        let rows = (0..4).map(|n| Fact { prediction: Some(2), band: Some(2), ..fact(n) }).collect();
        let found = calibration(&Facts { questions: Vec::new(), rows });
        assert_eq!((found.answers, found.all, found.direction), (4, None, None));
    }
}
