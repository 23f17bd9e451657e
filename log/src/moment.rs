//! Instants and days. Time is always passed in as an argument: only the edges of the program read a clock.

use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, Local, NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

/// Hours after midnight at which a new practice day begins: an answer given at 01:30 still belongs to the evening.
pub const DAY_TURNS_AT_HOUR: i64 = 4;

/// One instant on two clocks: wall time for people to read, and monotonic time for measuring durations. A difference
/// between the two shows that the machine was asleep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// Wall time, with the local UTC offset at that instant.
    pub wall: DateTime<FixedOffset>,
    /// Monotonic time since the program started; it stands still while the machine sleeps.
    pub monotonic: Duration,
}

impl Moment {
    /// The moment `seconds` later on both clocks.
    pub fn plus(self, seconds: f64) -> Self {
        let step = Duration::from_secs_f64(seconds.max(0.0));
        Self {
            wall: self.wall + TimeDelta::from_std(step).unwrap_or(TimeDelta::zero()),
            monotonic: self.monotonic + step,
        }
    }

    /// The practice day of this moment.
    pub fn day(self) -> NaiveDate {
        practice_day(self.wall)
    }

    /// The calendar day of this moment.
    pub fn calendar_day(self) -> NaiveDate {
        self.wall.date_naive()
    }

    /// "still the evening of Sun 29 Nov, until 04:00", while the calendar is a day ahead of the practice day; otherwise
    /// None.
    pub fn small_hours(self) -> Option<String> {
        let day = self.day();
        let ahead = day != self.calendar_day();
        ahead.then(|| format!("still the evening of {}, until {DAY_TURNS_AT_HOUR:02}:00", day.format("%a %-d %b")))
    }
}

/// Reads both clocks. This is the only place where the program asks for the time.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    start: Instant,
}

impl Clock {
    /// Starts a clock; its monotonic side is zero now.
    pub fn start() -> Self {
        Self { start: Instant::now() }
    }

    /// The current moment.
    pub fn now(&self) -> Moment {
        Moment { wall: Local::now().fixed_offset(), monotonic: self.start.elapsed() }
    }
}

/// The practice day of an instant: local wall time minus four hours, using the UTC offset of that instant.
///
/// Subtracting from wall time, rather than shifting the instant, keeps the day from going backwards or being skipped
/// when daylight saving begins or ends.
pub fn practice_day(at: DateTime<FixedOffset>) -> NaiveDate {
    (at.naive_local() - TimeDelta::hours(DAY_TURNS_AT_HOUR)).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).expect("a valid instant")
    }

    #[test]
    fn the_small_hours_say_which_evening_they_belong_to() {
        let moment = |text| Moment { wall: at(text), monotonic: Duration::ZERO };
        assert_eq!(moment("2026-11-22T04:00:00+01:00").small_hours(), None);
        let words = moment("2026-11-23T01:30:00+01:00").small_hours();
        assert_eq!(words.as_deref(), Some("still the evening of Sun 22 Nov, until 04:00"));
    }

    #[test]
    fn the_day_turns_at_four_local_time() {
        let eve = NaiveDate::from_ymd_opt(2026, 11, 21).expect("valid");
        assert_eq!(practice_day(at("2026-11-22T03:59:59+01:00")), eve);
        assert_eq!(practice_day(at("2026-11-22T04:00:00+01:00")), eve.succ_opt().expect("valid"));
        assert_eq!(practice_day(at("2026-11-22T03:59:59-08:00")), eve);
    }
}
