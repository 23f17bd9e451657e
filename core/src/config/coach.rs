//! The settings of the coach.

use serde::{Deserialize, Deserializer, Serialize};

/// Who gives a second opinion on answers: a server or a program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CoachSettings {
    /// The address of a server on this machine that speaks as `OpenAI`'s chat service does. Empty: a program is asked.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub server: String,
    /// A program that reads a prompt and writes a reply, and its arguments. Empty: a server is asked.
    #[serde(deserialize_with = "super::values::words", skip_serializing_if = "Vec::is_empty")]
    pub command: Vec<String>,
    /// The model, as the server calls it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub model: String,
}

/// A table in which nothing is set is no coach.
pub(super) fn if_any<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<CoachSettings>, D::Error> {
    let found = Option::<CoachSettings>::deserialize(deserializer)?;
    Ok(found.filter(|settings| *settings != CoachSettings::default()))
}
