//! Figures by day: streak, heatmap, forecast, weeks, and whether questions come back when they should.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Days, NaiveDate};
use serde::Serialize;

use super::{FEW, small};
use crate::history::{Facts, Rating, Standing};
use crate::memory::comes_back;

/// With fewer reviews than this, a drift may be chance and is not shown: at fifty, two standard errors at 90 % are
/// eight points.
const DRIFT_FROM: u32 = 50;

/// Desired and true retention have drifted apart if they differ by more than this.
const DRIFT: f64 = 0.05;

/// A number of answers or questions on one day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct DayCount {
    /// The practice day.
    pub day: NaiveDate,
    /// How many answers or questions it has.
    pub count: u32,
}

/// Days in a row with an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Streak {
    /// Length of the streak that reaches up to today, or up to yesterday while today has no answer yet.
    pub current: u32,
    /// Length of the longest streak.
    pub longest: u32,
    /// Number of days with an answer.
    pub days: u32,
}

/// The figures of one week, Monday to Sunday.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Week {
    /// Its Monday.
    pub monday: NaiveDate,
    /// Number of answers in the week.
    pub answers: u32,
    /// Number of answers with a band.
    pub scored: u32,
    /// The mean of these bands, 1 to 4; `None` if there are too few to tell.
    pub evidence: Option<f64>,
    /// Reviews of questions that had been answered on an earlier day; only the first review of each day counts.
    pub reviews: u32,
    /// The share of them that was recalled, 0 to 1; `None` if there are too few to tell.
    pub recalled: Option<f64>,
}

/// Whether questions come back when they should.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Retention {
    /// The retention aimed at, 0 to 1.
    pub desired: f64,
    /// Reviews of questions that had been answered on an earlier day; only the first review of each day counts.
    pub reviews: u32,
    /// Those that were not rated Again.
    pub passed: u32,
    /// Their share of the reviews, 0 to 1; `None` if there are too few to tell.
    pub retention: Option<f64>,
    /// True minus desired retention, if they differ by more than five points over fifty reviews or more.
    pub drift: Option<f64>,
}

/// Answers by day; days without one are left out.
pub fn heatmap(facts: &Facts) -> Vec<DayCount> {
    let mut days: BTreeMap<NaiveDate, u32> = BTreeMap::new();
    // Facts are in order of time, so the answers of one day are mostly next to each other.
    for run in facts.rows.chunk_by(|a, b| a.day == b.day) {
        *days.entry(run[0].day).or_default() += small(run.len());
    }
    days.into_iter().map(|(day, count)| DayCount { day, count }).collect()
}

/// Computes the streak of days, which must be in order. Days after today, left by a clock that was set back, do not
/// count.
pub fn streak(days: &[DayCount], today: NaiveDate) -> Streak {
    let mut found = Streak::default();
    let mut run = 0;
    let mut last: Option<NaiveDate> = None;
    for day in days.iter().map(|day| day.day).filter(|day| *day <= today) {
        run = if last.and_then(|last| last.succ_opt()) == Some(day) { run + 1 } else { 1 };
        found.longest = found.longest.max(run);
        found.days += 1;
        last = Some(day);
    }
    if last.is_some_and(|last| (today - last).num_days() <= 1) {
        found.current = run;
    }
    found
}

/// Number of questions due on each of the next `days` days. Overdue questions count as due today; suspended ones do not
/// count.
pub fn forecast<'a>(standings: impl Iterator<Item = &'a Standing>, today: NaiveDate, days: usize) -> Vec<DayCount> {
    let mut found: Vec<DayCount> = today.iter_days().take(days).map(|day| DayCount { day, count: 0 }).collect();
    for standing in standings.filter(|standing| !standing.suspended) {
        let Some(due) = comes_back(standing, today) else { continue };
        let ahead = usize::try_from((due.max(today) - today).num_days()).unwrap_or(usize::MAX);
        if let Some(day) = found.get_mut(ahead) {
            day.count += 1;
        }
    }
    found
}

/// The first review per day of each question that was answered on an earlier day: the day, and whether it was passed.
fn reviews(facts: &Facts) -> impl Iterator<Item = (NaiveDate, bool)> {
    let questions = facts.rows.iter().map(|fact| fact.question + 1).max().unwrap_or(0);
    let mut last: Vec<Option<NaiveDate>> = vec![None; questions];
    facts.rows.iter().filter_map(move |fact| {
        let rating = fact.rating.filter(|_| fact.scheduled)?;
        let before = last[fact.question].replace(fact.day);
        // A clock that was set back must not make a later record look like a review of an earlier day.
        before.is_some_and(|before| before < fact.day).then_some((fact.day, rating != Rating::Again))
    })
}

/// Compares true retention with the desired one. `facts` must reach back to the first answer of each question; what is
/// before `since` only tells which questions were known.
pub fn retention(facts: &Facts, since: Option<NaiveDate>, desired: f64) -> Retention {
    let (mut count, mut passed) = (0_u32, 0_u32);
    for (_, pass) in reviews(facts).filter(|(day, _)| since.is_none_or(|since| *day >= since)) {
        count += 1;
        passed += u32::from(pass);
    }
    let share = (count as usize >= FEW).then(|| f64::from(passed) / f64::from(count));
    let drift = share.map(|share| share - desired).filter(|drift| count >= DRIFT_FROM && drift.abs() > DRIFT);
    Retention { desired, reviews: count, passed, retention: share, drift }
}

/// Answers by week since a day, oldest first; weeks without answers are left out. `facts` must reach back to the first
/// answer of each question; what is before `since` only tells which questions were known.
pub fn weeks(facts: &Facts, since: Option<NaiveDate>) -> Vec<Week> {
    #[derive(Default)]
    struct Sums {
        answers: u32,
        scored: u32,
        evidence: f64,
        reviews: u32,
        passed: u32,
    }
    let monday = |day: NaiveDate| {
        day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))).unwrap_or(day)
    };
    let mut sums: BTreeMap<NaiveDate, Sums> = BTreeMap::new();
    let counts = |day: NaiveDate| since.is_none_or(|since| day >= since);
    for run in facts.rows.chunk_by(|a, b| a.day == b.day).filter(|run| counts(run[0].day)) {
        let week = sums.entry(monday(run[0].day)).or_default();
        week.answers += small(run.len());
        for band in run.iter().filter_map(|fact| fact.band) {
            week.scored += 1;
            week.evidence += f64::from(band);
        }
    }
    for (day, passed) in reviews(facts).filter(|(day, _)| counts(*day)) {
        let week = sums.entry(monday(day)).or_default();
        week.reviews += 1;
        week.passed += u32::from(passed);
    }
    let mean = |sum: f64, count: u32| (count as usize >= FEW).then(|| sum / f64::from(count));
    sums.into_iter()
        .map(|(monday, week)| Week {
            monday,
            answers: week.answers,
            scored: week.scored,
            evidence: mean(week.evidence, week.scored),
            reviews: week.reviews,
            recalled: mean(f64::from(week.passed), week.reviews),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::QuestionId;
    use crate::history::{Fact, Remembered};
    use crate::insight::testing::{day, fact};

    fn facts(rows: Vec<Fact>) -> Facts {
        Facts { questions: Vec::new(), rows }
    }

    #[test]
    fn a_streak_lasts_until_a_day_is_missed() {
        let on = |days: &[i64], today| {
            let days = heatmap(&facts(days.iter().map(|n| fact(*n)).collect()));
            streak(&days, day(today))
        };
        assert_eq!(on(&[0, 1, 1, 2], 2), Streak { current: 3, longest: 3, days: 3 });
        assert_eq!(on(&[0, 1, 2], 3).current, 3, "today is not over yet");
        assert_eq!(on(&[0, 1, 2, 9], 11), Streak { current: 0, longest: 3, days: 4 });
        assert_eq!(on(&[], 0), Streak::default());
        assert_eq!(on(&[0, 5], 1).current, 1, "a day to come does not count");
    }

    #[test]
    fn what_is_overdue_is_due_today_and_what_is_held_back_later() {
        let standing = |due: i64, suspended, until: Option<i64>| Standing {
            question: QuestionId::new("b", "q"),
            remembered: Some(Remembered {
                stability: 3.0,
                difficulty: 5.0,
                last_day: day(-9),
                due: day(due),
                interval_days: 3,
                last_rating: Rating::Good,
            }),
            attempts: 1,
            lapses: 0,
            passed: true,
            suspended,
            buried_until: until.map(day),
        };
        let all = [
            standing(-3, false, None),
            standing(0, false, None),
            standing(1, true, None),
            standing(-1, false, Some(2)),
            standing(99, false, None),
        ];
        let counts: Vec<u32> = forecast(all.iter(), day(0), 4).iter().map(|day| day.count).collect();
        assert_eq!(counts, [2, 0, 1, 0]);
    }

    #[test]
    fn retention_counts_the_first_review_of_a_day_at_known_questions() {
        let rated = |n: i64, rating| Fact { rating: Some(rating), scheduled: true, ..fact(n) };
        let rows = vec![
            rated(0, Rating::Again),
            rated(0, Rating::Good),
            rated(3, Rating::Good),
            rated(3, Rating::Again),
            rated(9, Rating::Again),
            Fact { scheduled: false, ..rated(12, Rating::Good) },
            rated(8, Rating::Good),
        ];
        let found = retention(&facts(rows.clone()), None, 0.9);
        assert_eq!((found.reviews, found.passed, found.retention), (2, 1, None));
        assert_eq!(retention(&facts(rows), Some(day(5)), 0.9).reviews, 1);
        let long = |passes: i64| {
            let rows = (0..61).map(|n| rated(n, if n <= passes { Rating::Good } else { Rating::Again })).collect();
            retention(&facts(rows), None, 0.9)
        };
        assert_eq!(long(55).drift, None);
        assert!(long(45).drift.is_some_and(|drift| (drift + 0.15).abs() < 1e-9));
    }

    #[test]
    fn weeks_begin_on_monday_and_tell_nothing_from_few() {
        let rows = (0..8).map(|n| Fact { band: Some(4), ..fact(n) }).collect();
        let found = weeks(&facts(rows), None);
        let counts: Vec<_> = found.iter().map(|week| (week.monday.weekday(), week.answers)).collect();
        assert_eq!(counts, [(chrono::Weekday::Mon, 1), (chrono::Weekday::Mon, 7)]);
        assert_eq!((found[0].evidence, found[1].evidence), (None, Some(4.0)));
    }
}
