//! The settings of the coach.

use serde::{Deserialize, Deserializer, Serialize};

hotseat_bank::vocabulary! {
    /// When a second opinion is asked for.
    #[derive(Default, Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    AskWhen {
        /// As soon as an answer of a drill is saved; it is shown when the candidate has judged it and asks.
        Answer = "answer",
        /// When the candidate asks for it.
        #[default]
        Ask = "ask",
    }
}

/// Who gives a second opinion on answers: a server or a program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CoachSettings {
    /// The address of a server that speaks as `OpenAI`'s chat service does; on this machine, unless `remote` names its host.
    /// Empty: a program is asked.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub server: String,
    /// A program that reads a prompt and writes a reply, and its arguments. Empty: a server is asked.
    #[serde(deserialize_with = "super::values::words", skip_serializing_if = "Vec::is_empty")]
    pub command: Vec<String>,
    /// The model, as the server calls it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub model: String,
    /// When it is asked.
    #[serde(skip_serializing_if = "is_ask")]
    pub when: AskWhen,
    /// Whether it asks follow-ups in mocks.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub follow_ups: bool,
    /// The host of `server`, where that is another machine.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub remote: String,
    /// The variable of the environment that has the key to it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub key_env: String,
    /// The program that prints the key to it, and its arguments.
    #[serde(deserialize_with = "super::values::words", skip_serializing_if = "Vec::is_empty")]
    pub key_command: Vec<String>,
}

impl CoachSettings {
    /// Whether something is sent without being asked for each time.
    pub fn sends_unasked(&self) -> bool {
        self.follow_ups || self.when == AskWhen::Answer
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_ask(when: &AskWhen) -> bool {
    *when == AskWhen::Ask
}

/// A table in which nothing is set is no coach.
pub(super) fn if_any<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<CoachSettings>, D::Error> {
    let found = Option::<CoachSettings>::deserialize(deserializer)?;
    Ok(found.filter(|settings| *settings != CoachSettings::default()))
}
