//! What a desired retention costs: reviews a day.

use chrono::NaiveDate;

use super::fuzz;
use super::model::{Memory, MemoryModel};
use super::schedule::elapsed_days;
use crate::history::{Rating, Remembered};

/// Reviews a day that are to be expected over the next `days` days if every question is answered on the day on which
/// its recall falls to `retention`. An estimate: after each answer one memory stands for success and failure, with the
/// stability that is their geometric mean by probability. Questions that were never asked are not counted.
pub fn reviews_a_day(
    questions: impl Iterator<Item = Remembered>,
    today: NaiveDate,
    days: u32,
    retention: f64,
    model: &impl MemoryModel,
) -> f64 {
    let mut reviews = 0_u32;
    for known in questions {
        let mut memory = Memory::from(&known);
        let since = elapsed_days(known.last_day, today);
        // Days from today; what is overdue is answered today.
        let mut elapsed = fuzz::whole(model.interval(memory, retention)).max(since);
        let mut at = elapsed - since;
        while at < days {
            reviews += 1;
            let pass = model.recall(memory, f64::from(elapsed));
            let good = model.after(Some(memory), elapsed, Rating::Good);
            let again = model.after(Some(memory), elapsed, Rating::Again);
            let mixed = |good: f64, again: f64| pass * good + (1.0 - pass) * again;
            memory = Memory {
                stability: mixed(good.stability.max(1e-3).ln(), again.stability.max(1e-3).ln()).exp(),
                difficulty: mixed(good.difficulty, again.difficulty),
            };
            elapsed = fuzz::whole(model.interval(memory, retention));
            at += elapsed;
        }
    }
    f64::from(reviews) / f64::from(days.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::Fsrs;

    fn known(stability: f64, last: i64) -> Remembered {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid");
        Remembered {
            stability,
            difficulty: 5.0,
            last_day: today + chrono::TimeDelta::days(last),
            due: today,
            interval_days: 1,
            last_rating: Rating::Good,
        }
    }

    #[test]
    fn a_higher_aim_costs_more_reviews() {
        let today = known(1.0, 0).last_day;
        let deck = || (1..=200).map(|n| known(f64::from(n % 40) + 0.5, -i64::from(n % 30)));
        let at = |retention| reviews_a_day(deck(), today, 30, retention, &Fsrs::default());
        let costs = [0.80, 0.85, 0.90, 0.95].map(at);
        assert!(costs.is_sorted() && costs[3] > 1.5 * costs[0], "{costs:?}");
        assert!(costs.iter().all(|cost| (0.5..200.0).contains(cost)), "{costs:?}");
    }

    #[test]
    fn nothing_known_costs_nothing_and_a_clock_set_back_does_no_harm() {
        let today = known(1.0, 0).last_day;
        assert!(reviews_a_day(std::iter::empty(), today, 30, 0.9, &Fsrs::default()).abs() < 1e-9);
        let ahead = reviews_a_day(std::iter::once(known(3.0, 9)), today, 30, 0.9, &Fsrs::default());
        assert!(ahead > 0.0);
        assert!(reviews_a_day(std::iter::once(known(3.0, -9)), today, 0, 0.9, &Fsrs::default()).abs() < 1e-9);
    }
}
