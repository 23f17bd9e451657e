//! The ids of machines.

use std::fmt;

use hotseat_bank::json;
use serde::{Deserialize, Deserializer, Serialize};

/// The id of one machine, or rather of one home on it: twelve hexadecimal digits, drawn at random when it first syncs.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(into = "String")]
pub struct MachineId(String);

impl MachineId {
    const LEN: usize = 12;

    /// A random id that no other machine has.
    pub fn fresh() -> Self {
        // The last digits of a version 7 UUID are random.
        let drawn = uuid::Uuid::now_v7().simple().to_string();
        Self(drawn[drawn.len() - Self::LEN..].to_owned())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MachineId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl std::str::FromStr for MachineId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fine = text.len() == Self::LEN && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if fine { Ok(Self(text.to_owned())) } else { Err(format!("{text:?} is no machine; it has 12 digits, 0 to f")) }
    }
}

impl<'de> Deserialize<'de> for MachineId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json::checked_text(deserializer)
    }
}

impl From<MachineId> for String {
    fn from(id: MachineId) -> Self {
        id.0
    }
}
