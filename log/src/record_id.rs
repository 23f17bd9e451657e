//! The ids of records.

use std::fmt;

use hotseat_bank::json;
use serde::{Deserialize, Deserializer, Serialize};

use super::moment::Moment;

/// The id of a record. Our own are version 7 UUIDs; other tools may use any short text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(into = "String")]
pub struct RecordId(String);

impl RecordId {
    /// Longest accepted id, in bytes.
    pub const MAX_LEN: usize = 200;

    /// A fresh id that starts with the time, so that ids made later sort later.
    pub fn fresh(now: Moment) -> Self {
        let seconds = u64::try_from(now.wall.timestamp()).unwrap_or(0);
        let nanos = now.wall.timestamp_subsec_nanos() % 1_000_000_000;
        Self(uuid::Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanos)).to_string())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for RecordId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.is_empty() || text.len() > Self::MAX_LEN || text.chars().any(char::is_control) {
            return Err(format!(
                "{text:?} is not a record id; it has 1 to {} bytes and no control characters",
                Self::MAX_LEN
            ));
        }
        Ok(Self(text.to_owned()))
    }
}

impl<'de> Deserialize<'de> for RecordId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json::checked_text(deserializer)
    }
}

impl From<RecordId> for String {
    fn from(id: RecordId) -> Self {
        id.0
    }
}
