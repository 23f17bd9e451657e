//! Days as people write them.

use std::str::FromStr;

use chrono::{Days, NaiveDate};

/// A day, by its date or relative to today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// A date.
    On(NaiveDate),
    /// The practice day before this one.
    Yesterday,
    /// This practice day.
    Today,
    /// The one after it.
    Tomorrow,
}

/// A text that does not name a day.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is not a day; write YYYY-MM-DD, for example 2026-12-01, or yesterday, today, tomorrow")]
pub struct BadDay(String);

impl FromStr for Day {
    type Err = BadDay;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.to_ascii_lowercase().as_str() {
            "yesterday" => Ok(Self::Yesterday),
            "today" => Ok(Self::Today),
            "tomorrow" => Ok(Self::Tomorrow),
            // chrono takes 2026-1-2 and +2026-01-02 too; one spelling is enough.
            text => match text.parse::<NaiveDate>() {
                Ok(date) if date.to_string() == text => Ok(Self::On(date)),
                _ => Err(BadDay(text.to_owned())),
            },
        }
    }
}

impl Day {
    /// Its date, given the date of today.
    pub fn date(self, today: NaiveDate) -> NaiveDate {
        match self {
            Self::On(date) => date,
            Self::Yesterday => today.checked_sub_days(Days::new(1)).unwrap_or(today),
            Self::Today => today,
            Self::Tomorrow => today.checked_add_days(Days::new(1)).unwrap_or(today),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates_or_seen_from_today() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid");
        let date = |text: &str| text.parse::<Day>().map(|day| day.date(today).to_string()).ok();
        assert_eq!(date("today").as_deref(), Some("2026-11-22"));
        assert_eq!(date("Tomorrow").as_deref(), Some("2026-11-23"));
        assert_eq!(date("yesterday").as_deref(), Some("2026-11-21"));
        assert_eq!(date("2024-02-29").as_deref(), Some("2024-02-29"));
        for wrong in ["", "2026-1-2", "2026-02-30", "22.11.2026", "+2026-11-2", "soon"] {
            assert_eq!(date(wrong), None, "{wrong}");
        }
    }
}
