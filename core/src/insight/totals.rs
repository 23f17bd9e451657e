//! Sums over attempts: all of them, by question, by day.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::bank::QuestionId;
use crate::history::{Fact, Facts};

/// A compensated sum (Neumaier 1974): the rounding error of each step is kept and added at the end. So 0.1 and 0.2 make
/// 0.3, even after 100,000 other numbers and in whatever order they came.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sum {
    rounded: f64,
    lost: f64,
}

impl Sum {
    fn add(&mut self, value: f64) {
        let sum = self.rounded + value;
        let (large, small) =
            if self.rounded.abs() >= value.abs() { (self.rounded, value) } else { (value, self.rounded) };
        self.lost += (large - sum) + small;
        self.rounded = sum;
    }

    /// The sum, with the rounding errors added.
    pub fn value(self) -> f64 {
        self.rounded + self.lost
    }
}

/// Sums over some attempts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Totals {
    /// Number of attempts.
    pub attempts: u32,
    /// Thinking time in seconds.
    pub think: Sum,
    /// Answering time in seconds, without thinking and pauses.
    pub answer: Sum,
    /// Number of attempts by rating: Again, Hard, Good, Easy.
    pub ratings: [u32; 4],
    /// Number of attempts without a rating.
    pub unrated: u32,
    /// Sum of the scores of attempts that have one; a score below 0 counts as 0.
    pub scores: Sum,
    /// Number of attempts with a score.
    pub scored: u32,
    /// Sum of the bands, 1 to 4, of attempts that have one.
    pub bands: u32,
    /// Number of attempts with a band.
    pub banded: u32,
}

impl Totals {
    /// Mean score of the attempts that have one, 0 to 1; `None` if there are none.
    pub fn mean_score(&self) -> Option<f64> {
        (self.scored > 0).then(|| self.scores.value() / f64::from(self.scored))
    }

    /// Mean band of the attempts that have one, 1 to 4; `None` if there are none.
    pub fn mean_band(&self) -> Option<f64> {
        (self.banded > 0).then(|| f64::from(self.bands) / f64::from(self.banded))
    }

    fn count(&mut self, fact: &Fact) {
        self.attempts += 1;
        self.think.add(fact.think);
        self.answer.add(fact.answer);
        match fact.rating {
            Some(rating) => self.ratings[usize::from(rating.number() - 1)] += 1,
            None => self.unrated += 1,
        }
        if let Some(score) = fact.score {
            // Mistakes can take a recorded score below 0.
            self.scores.add(score.max(0.0));
            self.scored += 1;
        }
        if let Some(band) = fact.band {
            self.bands += u32::from(band);
            self.banded += 1;
        }
    }

    /// Adds the sums of other attempts, for example those of the questions of one topic.
    pub fn add(&mut self, other: &Self) {
        self.attempts += other.attempts;
        self.think.add(other.think.value());
        self.answer.add(other.answer.value());
        for (sum, count) in self.ratings.iter_mut().zip(other.ratings) {
            *sum += count;
        }
        self.unrated += other.unrated;
        self.scores.add(other.scores.value());
        self.scored += other.scored;
        self.bands += other.bands;
        self.banded += other.banded;
    }
}

fn recent(facts: &Facts, since: Option<NaiveDate>) -> impl Iterator<Item = &Fact> {
    facts.rows.iter().filter(move |fact| since.is_none_or(|since| fact.day >= since))
}

/// Sums over all attempts since a practice day; `None` means all.
pub fn totals(facts: &Facts, since: Option<NaiveDate>) -> Totals {
    let mut sums = Totals::default();
    recent(facts, since).for_each(|fact| sums.count(fact));
    sums
}

/// Sums by question, for questions with attempts, in the order of [`Facts::questions`].
pub fn totals_by_question(facts: &Facts, since: Option<NaiveDate>) -> Vec<(&QuestionId, Totals)> {
    let mut sums = vec![Totals::default(); facts.questions.len()];
    recent(facts, since).for_each(|fact| sums[fact.question].count(fact));
    facts.questions.iter().zip(sums).filter(|(_, totals)| totals.attempts > 0).collect()
}

/// Sums by practice day, for days with attempts.
pub fn totals_by_day(facts: &Facts, since: Option<NaiveDate>) -> BTreeMap<NaiveDate, Totals> {
    let mut sums: BTreeMap<NaiveDate, Totals> = BTreeMap::new();
    // Facts are in order of time, so the answers of one day are mostly next to each other.
    for run in facts.rows.chunk_by(|a, b| a.day == b.day).filter(|run| since.is_none_or(|since| run[0].day >= since)) {
        let day = sums.entry(run[0].day).or_default();
        for fact in run {
            day.count(fact);
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::history::testing::{Counting, attempt, judgement, undo};
    use crate::history::{History, Rating};
    use crate::insight::testing::{day, fact};

    #[test]
    fn sums_agree_with_each_other() {
        let rows = (0..20_u8)
            .map(|n| Fact {
                question: usize::from(n % 3),
                rating: (n % 5 != 0).then(|| Rating::try_from(n % 4 + 1).expect("1 to 4")),
                score: (n % 5 != 0).then_some(0.75),
                ..fact(i64::from(n / 2))
            })
            .collect();
        let questions = (0..4).map(|n| QuestionId::new("b", &format!("q{n}"))).collect();
        let facts = Facts { questions, rows };
        let all = totals(&facts, None);
        assert_eq!((all.attempts, all.unrated, all.scored, all.ratings), (20, 4, 16, [4; 4]));
        assert_eq!(all.mean_score(), Some(0.75));
        for (since, attempts) in [(None, 20), (Some(day(4)), 12), (Some(day(40)), 0)] {
            let all = totals(&facts, since);
            assert_eq!(all.attempts, attempts);
            let questions = totals_by_question(&facts, since);
            assert_eq!(questions.len(), if attempts == 0 { 0 } else { 3 }, "one was never answered");
            let mut by_question = Totals::default();
            for (_, totals) in &questions {
                by_question.add(totals);
            }
            let mut by_day = Totals::default();
            for totals in totals_by_day(&facts, since).values() {
                by_day.add(totals);
            }
            // Times are whole seconds and quarters, so any order of adding gives the same sums.
            assert_eq!((&by_question, &by_day), (&all, &all));
        }
        assert_eq!(totals(&Facts::default(), None), Totals::default());
    }

    #[test]
    fn sums_by_question_agree_with_the_scores_that_the_log_gives() {
        let mut history = History::in_memory().expect("opened");
        let mut records = Vec::new();
        for n in 0..20 {
            let (name, asked) = (format!("a{n}"), format!("b/q{}", n % 3));
            records.push(attempt(&name, &asked, n * 10));
            if n % 5 != 0 {
                let rating = u8::try_from(n % 4 + 1).expect("small");
                records.push(judgement(&format!("j{n}"), &name, &asked, n * 10, rating));
            }
        }
        records.push(undo("u", "a7", 300));
        history.append(&records, &Counting).expect("saved");
        let mut scores = Vec::new();
        history.each_score(|question, score| scores.push((question, score.attempts, score.band))).expect("summed");
        assert_eq!(scores.iter().map(|(_, attempts, _)| attempts).sum::<u32>(), 19);
        let facts = history.facts(None).expect("read");
        let mut expected: Vec<_> = totals_by_question(&facts, None)
            .into_iter()
            .map(|(question, totals)| (question.clone(), totals.attempts, totals.mean_band()))
            .collect();
        expected.sort_by(|a, b| a.0.cmp(&b.0));
        assert_eq!(scores, expected);
    }

    proptest! {
        #[test]
        fn a_sum_is_the_same_in_any_order(mut tenths in prop::collection::vec(0_i32..100_000, 0..200)) {
            let sum = |tenths: &[i32]| {
                let mut sum = Sum::default();
                for tenth in tenths { sum.add(f64::from(*tenth) / 10.0); }
                sum.value()
            };
            let forwards = sum(&tenths);
            prop_assert!((forwards - f64::from(tenths.iter().sum::<i32>()) / 10.0).abs() < 1e-9);
            tenths.reverse();
            prop_assert!((forwards - sum(&tenths)).abs() <= f64::EPSILON * forwards);
        }
    }
}
