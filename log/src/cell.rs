//! Reading columns of a row. A value that this program cannot have written means that the file is damaged.

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
