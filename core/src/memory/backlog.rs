//! What to ask first when more is due than a day has room for, and over which days to spread the rest.
//!
//! The rule: the questions come first whose answer today adds most to the recall expected [`AHEAD`] days later. That
//! is what an answer is worth; how long a question has been overdue does not count.

use chrono::{Days, NaiveDate};

use super::model::MemoryModel;
use super::plan::gain;
use crate::history::Remembered;

/// How many days after an answer its worth is measured.
pub const AHEAD: u64 = 30;

/// How many days ahead a backlog is followed.
const HORIZON: usize = 366;

/// How much an answer on `day` adds to the recall expected [`AHEAD`] days later: about −1 to 1.
pub fn worth(remembered: &Remembered, day: NaiveDate, model: &impl MemoryModel) -> f64 {
    let later = day.checked_add_days(Days::new(AHEAD)).unwrap_or(NaiveDate::MAX);
    // The prior only matters for questions that were never asked, and this one was.
    gain(Some(remembered), day, later, 0.0, model)
}

/// One question of a backlog.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waiting {
    /// The day on which it comes back.
    pub due: NaiveDate,
    /// The [`worth`] of an answer today.
    pub worth: f64,
}

/// Which questions each day takes, by position, from `today` to the first day with nothing left over. Each day takes at
/// most `room(day)` questions. None if no such day comes within a year.
///
/// Questions that come due on the way are spread with the rest. Whatever a day asked counts as known afterwards: a
/// failed question that comes back the next day is not counted twice.
pub fn spread(questions: &[Waiting], today: NaiveDate, room: impl Fn(NaiveDate) -> usize) -> Option<Vec<Vec<usize>>> {
    let mut order: Vec<usize> = (0..questions.len()).collect();
    order.sort_by(|&a, &b| questions[b].worth.total_cmp(&questions[a].worth).then(a.cmp(&b)));
    let mut days = Vec::new();
    for day in today.iter_days().take(HORIZON) {
        let taken: Vec<usize> = order.iter().copied().filter(|&n| questions[n].due <= day).take(room(day)).collect();
        order.retain(|n| !taken.contains(n));
        days.push(taken);
        if order.iter().all(|&n| questions[n].due > day) {
            return Some(days);
        }
    }
    None
}

/// The questions due before `date` that the days up to then have no room for, by position, those worth least first.
/// Each day takes at most `room(day)` questions.
pub fn left_over(
    questions: &[Waiting],
    today: NaiveDate,
    date: NaiveDate,
    room: impl Fn(NaiveDate) -> usize,
) -> Vec<usize> {
    let mut order: Vec<usize> = (0..questions.len()).filter(|&n| questions[n].due < date).collect();
    order.sort_by(|&a, &b| questions[b].worth.total_cmp(&questions[a].worth).then(a.cmp(&b)));
    for day in today.iter_days().take(HORIZON).take_while(|day| *day < date) {
        let mut places = room(day);
        order.retain(|&n| {
            let takes = places > 0 && questions[n].due <= day;
            places -= usize::from(takes);
            !takes
        });
    }
    order.reverse();
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Rating;
    use crate::memory::Fsrs;
    use proptest::prelude::*;

    fn day(offset: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid") + chrono::TimeDelta::days(offset)
    }

    #[test]
    fn eighty_four_at_twenty_a_day_take_five_days() {
        let due: Vec<_> = (0..84).map(|n| Waiting { due: day(-n % 12), worth: n as f64 }).collect();
        let days = spread(&due, day(0), |_| 20).expect("an end");
        assert_eq!(days.iter().map(Vec::len).collect::<Vec<_>>(), [20, 20, 20, 20, 4]);
        assert_eq!(days[0][..3], [83, 82, 81], "most worth first");
    }

    #[test]
    fn no_room_never_ends() {
        let due = [Waiting { due: day(0), worth: 1.0 }];
        assert_eq!(spread(&due, day(0), |_| 0), None);
        assert_eq!(spread(&due, day(0), |on| usize::from(on > day(0))), Some(vec![vec![], vec![0]]), "today is full");
        assert_eq!(spread(&[], day(0), |_| 0), Some(vec![vec![]]));
    }

    #[test]
    fn what_sits_firmly_is_worth_less_than_what_is_fading() {
        let memory = |stability: f64, last: i64| Remembered {
            stability,
            difficulty: 5.0,
            last_day: day(last),
            due: day(0),
            interval_days: 3,
            last_rating: Rating::Good,
        };
        let model = Fsrs::default();
        assert!(worth(&memory(4.0, -8), day(0), &model) > worth(&memory(400.0, -400), day(0), &model));
        assert!(worth(&memory(4.0, -8), NaiveDate::MAX, &model).is_finite());
    }

    #[test]
    fn what_the_days_before_the_date_do_not_get_to_is_worth_least() {
        let due: Vec<_> = (0..10).map(|n| Waiting { due: day(0), worth: f64::from(n) }).collect();
        let room = |on| if on == day(0) { 1 } else { 3 };
        assert_eq!(left_over(&due, day(0), day(3), room), [0, 1, 2]);
        assert_eq!(left_over(&due, day(0), day(4), room), [0; 0]);
        let late = [Waiting { due: day(2), worth: 1.0 }, Waiting { due: day(3), worth: 9.0 }];
        assert_eq!(left_over(&late, day(0), day(3), |_| 0), [0], "what comes back later is not waited for");
    }

    proptest! {
        #[test]
        fn a_spread_that_ends_before_the_date_leaves_nothing_over(
            lives in proptest::collection::vec((-9_i64..20, 0.0..1.0_f64), 0..60), a_day in 0_usize..9, date in 0_i64..30,
        ) {
            let questions: Vec<_> = lives.iter().map(|&(due, worth)| Waiting { due: day(due), worth }).collect();
            let left = left_over(&questions, day(0), day(date), |_| a_day);
            let ends = spread(&questions, day(0), |_| a_day).is_some_and(|days| days.concat().len() == questions.len()
                && i64::try_from(days.len()).expect("small") <= date);
            prop_assert!(!ends || left.is_empty(), "{left:?}");
        }

        #[test]
        fn nothing_is_lost_nothing_is_twice_and_no_day_is_overfull(
            lives in proptest::collection::vec((-60_i64..20, 0.0..1.0_f64), 0..120),
            today in 0_usize..12, later in 1_usize..12,
        ) {
            let questions: Vec<_> = lives.iter().map(|&(due, worth)| Waiting { due: day(due), worth }).collect();
            let room = |on| if on == day(0) { today } else { later };
            let days = spread(&questions, day(0), room).expect("a year is enough for 120");
            prop_assert_eq!(&days, &spread(&questions, day(0), room).expect("the same again"));
            let mut all: Vec<usize> = days.concat();
            all.sort_unstable();
            let last = day(i64::try_from(days.len()).expect("small") - 1);
            let due: Vec<usize> = (0..questions.len()).filter(|&n| questions[n].due <= last).collect();
            prop_assert_eq!(all, due, "all that is due by the last day, each once");
            for (n, taken) in days.iter().enumerate() {
                let room = if n == 0 { today } else { later };
                prop_assert!(taken.len() <= room);
                let on = day(i64::try_from(n).expect("small"));
                prop_assert!(taken.iter().all(|&q| questions[q].due <= on), "never ahead of its day");
            }
        }
    }
}
