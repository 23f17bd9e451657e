//! How many questions come back on each day, kept up to date so that balancing the load need not count them each
//! time.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::NaiveDate;

use crate::history::Standing;

/// Number of questions by due day.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Dues(HashMap<NaiveDate, usize>);

impl Dues {
    /// Counts all standings from scratch.
    #[cfg(test)]
    fn of(standings: &[Standing]) -> Self {
        let mut dues = Self::default();
        for standing in standings {
            dues.moved(None, Some(standing));
        }
        dues
    }

    /// How many questions are due on a day.
    pub(super) fn on(&self, day: NaiveDate) -> usize {
        self.0.get(&day).copied().unwrap_or(0)
    }

    /// To be called when the standing of a question has changed.
    pub(super) fn moved(&mut self, before: Option<&Standing>, after: Option<&Standing>) {
        let due = |standing: &Standing| standing.remembered.map(|memory| memory.due);
        if let Some(Entry::Occupied(mut left)) = before.and_then(due).map(|day| self.0.entry(day)) {
            *left.get_mut() -= 1;
            if *left.get() == 0 {
                left.remove();
            }
        }
        if let Some(day) = after.and_then(due) {
            *self.0.entry(day).or_default() += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::QuestionId;
    use crate::history::{Rating, Remembered};
    use proptest::prelude::*;

    fn standing(question: usize, due: i64) -> Standing {
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid");
        Standing {
            question: QuestionId::new("b", &format!("q{question}")),
            remembered: Some(Remembered {
                stability: 3.0,
                difficulty: 5.0,
                last_day: day,
                due: day + chrono::TimeDelta::days(due),
                interval_days: 1,
                last_rating: Rating::Good,
            }),
            attempts: 1,
            lapses: 0,
            passed: true,
            suspended: false,
            buried_until: None,
        }
    }

    proptest! {
        #[test]
        fn moving_one_by_one_is_counting_anew(moves in proptest::collection::vec((0_usize..6, proptest::option::of(0_i64..5)), 0..60)) {
            let mut all: HashMap<usize, Standing> = HashMap::new();
            let mut dues = Dues::default();
            for (question, due) in moves {
                let after = due.map(|due| standing(question, due));
                dues.moved(all.get(&question), after.as_ref());
                match after {
                    Some(after) => all.insert(question, after),
                    None => all.remove(&question),
                };
                let standings: Vec<_> = all.values().cloned().collect();
                prop_assert_eq!(&dues, &Dues::of(&standings));
            }
        }
    }
}
