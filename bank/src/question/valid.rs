//! How long a statement about a particular version stays valid.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A month of a year; in JSON `"2027-11"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month {
    year: i32,
    /// 1 to 12.
    month: u32,
}

impl Month {
    /// The month of a date.
    pub fn of(day: NaiveDate) -> Self {
        Self { year: day.year(), month: day.month() }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let digits = |part: &str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
        let parts = text.split_once('-').filter(|(year, month)| digits(year, 4) && digits(month, 2));
        let numbers = parts.and_then(|(year, month)| Some((year.parse().ok()?, month.parse().ok()?)));
        match numbers {
            Some((year, month @ 1..=12)) => Ok(Self { year, month }),
            _ => Err(format!("{text:?} is no month; write year and month, for example 2027-11")),
        }
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::json::checked_text(deserializer)
    }
}

#[cfg(test)]
impl schemars::JsonSchema for Month {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Month".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$",
            "description": "Year and month, for example 2027-11."
        })
    }
}

/// What a statement is bound to, and how long that is supported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Valid {
    /// Product and version.
    pub product: String,
    /// The last month of its support.
    pub until: Month,
}

impl Valid {
    /// Whether support has ended by a given day; the last month still counts as supported.
    pub fn is_over(&self, day: NaiveDate) -> bool {
        Month::of(day) > self.until
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_month_comes_out_as_it_went_in() {
        for text in ["2026-11", "0999-01", "2030-12"] {
            assert_eq!(text.parse::<Month>().expect("a month").to_string(), text);
        }
    }

    #[test]
    fn what_is_no_month_is_told() {
        for text in ["", "2026", "2026-13", "2026-00", "26-11", "2026-1", "2026-11-01", "+202-11", "2026-\u{662}1"] {
            assert!(text.parse::<Month>().expect_err("no month").contains("is no month"), "{text}");
        }
    }

    #[test]
    fn the_last_month_still_counts() {
        let valid = Valid { product: ".NET 8".into(), until: "2026-11".parse().expect("a month") };
        assert!(!valid.is_over(day("2026-10-01")) && !valid.is_over(day("2026-11-30")));
        assert!(valid.is_over(day("2026-12-01")) && valid.is_over(day("2027-01-01")));
    }

    #[test]
    fn a_month_that_is_none_is_told_with_its_place() {
        let misfit = crate::json::read::<Valid>(r#"{"product": "x", "until": "soon"}"#).expect_err("no month");
        assert_eq!(misfit.field(), Some("until"));
    }
}
