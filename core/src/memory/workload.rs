//! What a desired retention costs, in reviews a day.

use chrono::NaiveDate;

use super::chances::{self, Chances, RATINGS, certain};
use super::fuzz;
use super::model::{Memory, MemoryModel};
use super::schedule::{cap, elapsed_days};
use crate::history::Remembered;

/// How many reviews a day to expect over the next `days` days if every question is answered on the day its recall
/// falls to `retention`, and shaky ones within their cap. Each question comes with its number of answers so far. This
/// is an estimate: after each answer a single memory stands for all outcomes, with their geometric mean stability
/// weighted by probability, and likewise a single interval. Questions never asked are not counted.
pub fn reviews_a_day(
    questions: impl Iterator<Item = (Remembered, u32)>,
    today: NaiveDate,
    days: u32,
    retention: f64,
    chances: &Chances,
    model: &impl MemoryModel,
) -> f64 {
    let mut reviews = 0_u32;
    for (known, mut answers) in questions {
        let mut memory = Memory::from(&known);
        let mut last = certain(known.last_rating);
        let since = elapsed_days(known.last_day, today);
        // `at` counts days from today; whatever is overdue is answered today.
        let mut elapsed = first_interval(&known, retention, model).max(since);
        let mut at = elapsed - since;
        while at < days {
            reviews += 1;
            last = chances.expected(last, answers, model.recall(memory, f64::from(elapsed)));
            answers = answers.saturating_add(1);
            let after = RATINGS.map(|rating| model.after(Some(memory), elapsed, rating));
            let mean = |of: fn(Memory) -> f64| -> f64 { last.iter().zip(after).map(|(share, m)| share * of(m)).sum() };
            memory = Memory {
                stability: mean(|memory| memory.stability.max(1e-3).ln()).exp(),
                difficulty: mean(|memory| memory.difficulty),
            };
            elapsed = fuzz::whole(chances::interval(last, after, retention, model));
            at += elapsed;
        }
    }
    f64::from(reviews) / f64::from(days.max(1))
}

/// Days from the last answer to the next one at this retention. A shaky one comes back within its cap, unless it was
/// judged before caps existed.
fn first_interval(known: &Remembered, retention: f64, model: &impl MemoryModel) -> u32 {
    let days = fuzz::whole(model.interval(Memory::from(known), retention));
    cap(known.last_rating).filter(|most| known.interval_days <= *most).map_or(days, |most| days.min(most))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Rating;
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

    fn cost(questions: impl Iterator<Item = Remembered>, today: NaiveDate, days: u32, retention: f64) -> f64 {
        let questions = questions.map(|known| (known, 1));
        reviews_a_day(questions, today, days, retention, &Chances::unknown(0.5), &Fsrs::default())
    }

    #[test]
    fn a_higher_aim_costs_more_reviews() {
        let today = known(1.0, 0).last_day;
        let deck = || (1..=200).map(|n| known(f64::from(n % 40) + 0.5, -i64::from(n % 30)));
        let costs = [0.80, 0.85, 0.90, 0.95].map(|retention| cost(deck(), today, 30, retention));
        assert!(costs.is_sorted() && costs[3] > 1.25 * costs[0], "{costs:?}");
        assert!(costs.iter().all(|cost| (0.5..200.0).contains(cost)), "{costs:?}");
    }

    #[test]
    fn shaky_ones_come_back_within_a_week_and_cost_more() {
        let today = known(1.0, 0).last_day;
        let rated = |last_rating, interval_days| Remembered { last_rating, interval_days, ..known(60.0, 0) };
        let at = |known| cost(std::iter::once(known), today, 8, 0.9) * 8.0;
        assert!((at(rated(Rating::Good, 7))).abs() < 1e-9);
        assert!((at(rated(Rating::Hard, 7)) - 1.0).abs() < 1e-9);
        assert!((at(rated(Rating::Hard, 60))).abs() < 1e-9, "judged before there were caps");
    }

    #[test]
    fn nothing_known_costs_nothing_and_a_clock_set_back_does_no_harm() {
        let today = known(1.0, 0).last_day;
        assert!(cost(std::iter::empty(), today, 30, 0.9).abs() < 1e-9);
        assert!(cost(std::iter::once(known(3.0, 9)), today, 30, 0.9) > 0.0);
        assert!(cost(std::iter::once(known(3.0, -9)), today, 0, 0.9).abs() < 1e-9);
    }
}
