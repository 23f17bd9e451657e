//! The queue: what is due on a day, what comes back later, and what was never asked.

use chrono::NaiveDate;
use serde::Serialize;

use super::held::{comes_back, held_until, is_due};
use super::model::{Memory, MemoryModel};
use super::schedule::elapsed_days;
use crate::bank::QuestionId;
use crate::history::{Rating, Remembered, Standing};

/// Where a question stands in the schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Not passed since it was first asked or last failed.
    Learning,
    /// Passed at least once since then.
    Review,
    /// Suspended: out of the schedule.
    Suspended,
    /// Held back until a later day.
    Buried,
}

/// One row of the queue.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QueueRow {
    /// `bank/id`.
    pub question: QuestionId,
    /// The day on which it comes back.
    pub due: NaiveDate,
    /// Days from the last answer to the due day.
    pub interval_days: u32,
    /// Days after which recall has fallen to 90 %.
    pub stability: f64,
    /// FSRS's difficulty, 1 to 10.
    pub difficulty: f64,
    /// Probability of recall on the day of the queue, 0 to 1.
    pub retrievability: f64,
    /// How many answers to it moved the schedule.
    pub attempts: u32,
    /// How often it was forgotten after it had been known.
    pub lapses: u32,
    /// Where it stands in the schedule.
    pub state: State,
    /// The rating that counted last.
    #[serde(skip)]
    pub last_rating: Rating,
}

/// The queue as of a day. Every question with a scheduled judgement is in one of the two lists.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Queue {
    /// The practice day that the queue is of.
    pub at: NaiveDate,
    /// Due on that day or before, lowest recall first.
    pub due: Vec<QueueRow>,
    /// Due later, suspended or held back; the one that comes back first stands first.
    pub later: Vec<QueueRow>,
    /// How many questions were never asked in a way that moved the schedule.
    pub unseen: usize,
}

impl Queue {
    /// The queue of a day. `asked` are the questions among which unseen ones are counted.
    pub fn of<'a>(
        standings: impl Iterator<Item = &'a Standing>,
        at: NaiveDate,
        model: &impl MemoryModel,
        asked: impl Iterator<Item = &'a QuestionId>,
    ) -> Self {
        let mut queue = Self { at, due: Vec::new(), later: Vec::new(), unseen: 0 };
        let mut seen = std::collections::HashSet::new();
        for standing in standings {
            let Some(remembered) = &standing.remembered else { continue };
            seen.insert(&standing.question);
            let row = row(standing, remembered, at, model);
            if is_due(standing, at) { queue.due.push(row) } else { queue.later.push(row) }
        }
        queue
            .due
            .sort_by(|a, b| a.retrievability.total_cmp(&b.retrievability).then_with(|| a.question.cmp(&b.question)));
        queue.later.sort_by(|a, b| a.due.cmp(&b.due).then_with(|| a.question.cmp(&b.question)));
        queue.unseen = asked.filter(|question| !seen.contains(question)).count();
        queue
    }
}

/// Probability of recall on a day, 0 to 1.
pub fn recall_on(remembered: &Remembered, day: NaiveDate, model: &impl MemoryModel) -> f64 {
    model.recall(Memory::from(remembered), f64::from(elapsed_days(remembered.last_day, day)))
}

fn row(standing: &Standing, remembered: &Remembered, at: NaiveDate, model: &impl MemoryModel) -> QueueRow {
    let state = if standing.suspended {
        State::Suspended
    } else if held_until(standing, at).is_some() {
        State::Buried
    } else if standing.passed {
        State::Review
    } else {
        State::Learning
    };
    QueueRow {
        question: standing.question.clone(),
        due: comes_back(standing, at).unwrap_or(remembered.due),
        interval_days: remembered.interval_days,
        stability: remembered.stability,
        difficulty: remembered.difficulty,
        retrievability: recall_on(remembered, at, model),
        attempts: standing.attempts,
        lapses: standing.lapses,
        state,
        last_rating: remembered.last_rating,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::Fsrs;
    use proptest::prelude::*;

    fn day(offset: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid") + chrono::TimeDelta::days(offset)
    }

    fn standing(slug: &str, last: i64, interval: u32) -> Standing {
        Standing {
            question: QuestionId::new("backend", slug),
            remembered: Some(Remembered {
                stability: f64::from(interval),
                difficulty: 5.0,
                last_day: day(last),
                due: day(last + i64::from(interval)),
                interval_days: interval,
                last_rating: Rating::Good,
            }),
            attempts: 1,
            lapses: 0,
            passed: true,
            suspended: false,
            buried_until: None,
        }
    }

    #[test]
    fn due_by_recall_later_by_day() {
        let mut held = standing("held", -5, 2);
        held.buried_until = Some(day(1));
        let mut out = standing("out", -5, 2);
        out.suspended = true;
        let all = [standing("weak", -9, 3), standing("strong", -9, 9), standing("later", 0, 4), held, out];
        let asked: Vec<_> = all.iter().map(|s| s.question.clone()).chain([QuestionId::new("backend", "new")]).collect();
        let queue = Queue::of(all.iter(), day(0), &Fsrs::default(), asked.iter());
        let slugs = |rows: &[QueueRow]| rows.iter().map(|row| row.question.slug().to_owned()).collect::<Vec<_>>();
        assert_eq!(slugs(&queue.due), ["weak", "strong"]);
        assert_eq!(slugs(&queue.later), ["out", "held", "later"]);
        assert_eq!(queue.later[1].due, day(1));
        assert_eq!((queue.later[0].state, queue.later[1].state), (State::Suspended, State::Buried));
        assert_eq!(queue.unseen, 1);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_twice(
            lives in proptest::collection::vec((-400_i64..0, 1_u32..400, any::<bool>(), -10_i64..10), 0..60),
            at in -20_i64..400,
        ) {
            let all: Vec<_> = lives.iter().enumerate().map(|(n, &(last, interval, suspended, until))| Standing {
                suspended, buried_until: Some(day(until)), ..standing(&format!("q{n}"), last, interval)
            }).collect();
            let queue = Queue::of(all.iter(), day(at), &Fsrs::default(), std::iter::empty());
            let mut found: Vec<_> = queue.due.iter().chain(&queue.later).map(|row| row.question.clone()).collect();
            found.sort();
            let mut expected: Vec<_> = all.iter().map(|s| s.question.clone()).collect();
            expected.sort();
            prop_assert_eq!(found, expected);
            prop_assert!(queue.due.iter().all(|row| row.due <= day(at)));
        }
    }
}
