//! What the tests of this folder share.

use chrono::{NaiveDate, TimeDelta};

use crate::history::Fact;

/// A Sunday plus this many days.
pub(super) fn day(offset: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid") + TimeDelta::days(offset)
}

/// An answer given on a day, unjudged and without a target time.
pub(super) fn fact(offset: i64) -> Fact {
    Fact {
        question: 0,
        day: day(offset),
        at_us: offset * 86_400_000_000,
        practice: false,
        think: 3.0,
        answer: 60.0,
        target: 0,
        prediction: None,
        gave_up: false,
        rating: None,
        scheduled: false,
        score: None,
        band: None,
        words_band: None,
    }
}
