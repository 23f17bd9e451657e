//! What the candidate practises for, and how keys step through its values.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::values::date;
use super::{MOST_ANSWERS, MOST_MINUTES};
use crate::bank::{Archetype, Level};

/// How many days ahead the date is when it is first set with a key.
const FIRST_DATE: u64 = 21;

/// Minutes a day step by a quarter of an hour.
pub(super) const QUARTER: u32 = 15;

/// What the candidate practises for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Target {
    /// The level aimed at.
    pub level: Level,
    /// The shape of the role. None: any.
    pub archetype: Option<Archetype>,
    /// Languages and platforms that the candidate knows. Questions about any other are not drawn.
    pub tracks: Vec<String>,
    /// The day of the interview. None if no date is set.
    #[serde(deserialize_with = "date")]
    pub date: Option<NaiveDate>,
    /// The practice day on which `date` was set; the plan starts there.
    #[serde(deserialize_with = "date")]
    pub date_set: Option<NaiveDate>,
    /// Answers a day, 0 to 1000.
    pub per_day: u32,
    /// Minutes a day, 1 to 600, in the medium used. If set, they count instead of `per_day`.
    pub minutes_per_day: Option<u32>,
    /// Topics that the job gives most weight, the heaviest first: their new questions come sooner and count more
    /// often.
    pub topics: Vec<String>,
    /// The id of the record of the job that the target was taken from. None if it was set by hand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job: Option<String>,
}

impl Default for Target {
    fn default() -> Self {
        Self {
            level: Level::Senior,
            archetype: None,
            tracks: Vec::new(),
            date: None,
            date_set: None,
            per_day: 8,
            minutes_per_day: None,
            topics: Vec::new(),
            job: None,
        }
    }
}

impl Target {
    /// The daily amount in words: "8 a day", "30 min a day".
    pub fn pace_words(&self) -> String {
        match self.minutes_per_day {
            Some(minutes) => format!("{minutes} min a day"),
            None => format!("{} a day", self.per_day),
        }
    }
}

/// The next multiple of `step`, or the previous one if not `forward`. None comes before the first.
pub(super) fn next_whole(now: Option<u32>, most: u32, step: u32, forward: bool) -> Option<u32> {
    let now = now.unwrap_or(0);
    let steps = if forward { now / step + 1 } else { now.div_ceil(step).saturating_sub(1) };
    Some(steps.saturating_mul(step).min(most)).filter(|next| *next > 0)
}

/// The next minutes a day, or the previous ones if not `forward`. None comes before the first.
pub fn next_minutes(now: Option<u32>, forward: bool) -> Option<u32> {
    next_whole(now, MOST_MINUTES, QUARTER, forward)
}

/// The next number of answers a day, or the previous one if not `forward`.
pub fn next_per_day(now: u32, forward: bool) -> u32 {
    next_whole(Some(now), MOST_ANSWERS, 1, forward).unwrap_or(0)
}

/// The next date of the interview, or the previous one if not `forward`. The first is three weeks ahead; None comes
/// before today.
pub fn next_date(now: Option<NaiveDate>, forward: bool, today: NaiveDate) -> Option<NaiveDate> {
    match (now, forward) {
        (None, true) => today.checked_add_days(Days::new(FIRST_DATE)),
        (None, false) => None,
        (Some(date), true) => date.max(today).checked_add_days(Days::new(1)),
        (Some(date), false) => date.checked_sub_days(Days::new(1)).filter(|date| *date >= today),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_go_in_quarters_of_an_hour_from_none() {
        let next = |now, forward| next_minutes(now, forward);
        assert_eq!((next(None, true), next(Some(15), true), next(Some(20), true)), (Some(15), Some(30), Some(30)));
        assert_eq!((next(Some(20), false), next(Some(15), false), next(None, false)), (Some(15), None, None));
        assert_eq!(next(Some(600), true), Some(600));
    }

    #[test]
    fn a_date_goes_by_days_and_never_before_today() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid");
        let on = |days: u64| Some(today + Days::new(days));
        assert_eq!((next_date(None, true, today), next_date(None, false, today)), (on(21), None));
        assert_eq!((next_date(on(21), true, today), next_date(on(21), false, today)), (on(22), on(20)));
        assert_eq!((next_date(on(1), false, today), next_date(on(0), false, today)), (on(0), None));
        let past = today.checked_sub_days(Days::new(9));
        assert_eq!((next_date(past, true, today), next_date(past, false, today)), (on(1), None));
        assert_eq!((next_per_day(8, true), next_per_day(1, false), next_per_day(1000, true)), (9, 0, 1000));
    }
}
