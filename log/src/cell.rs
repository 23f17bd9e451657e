//! Reading columns of a row. A value that this program cannot have written means that the file is damaged.

use chrono::NaiveDate;
use rusqlite::types::Type;
use serde::de::DeserializeOwned;

use super::record::Rating;

/// Parses a value from its text.
pub(super) fn text<T>(found: &str) -> rusqlite::Result<T>
where
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    found.parse().map_err(|error: T::Err| unreadable(&format!("{error} (found {found:?})")))
}

/// Parses a day.
pub(super) fn day(found: &str) -> rusqlite::Result<NaiveDate> {
    plain_day(found).map_or_else(|| text(found), Ok)
}

/// Parses a day of the form in which this program writes all of them, such as 2026-11-30: a start reads tens of
/// thousands, and the parser for every form of date takes ten times as long.
fn plain_day(found: &str) -> Option<NaiveDate> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = found.as_bytes() else { return None };
    let number = |digits: &[u8]| {
        digits
            .iter()
            .try_fold(0_u16, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u16::from(digit - b'0')))
    };
    NaiveDate::from_ymd_opt(number(&[y1, y2, y3, y4])?.into(), number(&[m1, m2])?.into(), number(&[d1, d2])?.into())
}

/// Deserialises a record, or the part of it that `T` reads.
pub(super) fn json<T: DeserializeOwned>(found: &str) -> rusqlite::Result<T> {
    serde_json::from_str(found).map_err(|error| unreadable(&format!("a record cannot be read: {error}")))
}

/// Converts a number to a rating.
pub(super) fn rating(found: Option<u8>) -> rusqlite::Result<Option<Rating>> {
    found.map(Rating::try_from).transpose().map_err(|error| unreadable(&error))
}

/// The error for a value that cannot be read.
pub(super) fn unreadable(problem: &str) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, problem.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_it_is_by_the_parser_for_every_form() {
        for found in ["2026-11-30", "0001-01-01", "9999-12-31", "2024-02-29"] {
            assert_eq!(day(found).expect("a day").to_string(), found);
            assert!(plain_day(found).is_some(), "{found}");
        }
        for odd in ["2026-11-31", "2025-02-29", "2026-13-01", "2026-1-1", "+2026-11-30", "", "2026-11-3x", "26-11-2030"]
        {
            assert_eq!(day(odd).ok(), odd.parse().ok(), "{odd}");
        }
    }
}
