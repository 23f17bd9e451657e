//! The settings of the coach.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, Serialize};

use super::Paths;

hotseat_bank::vocabulary! {
    /// When a second opinion is asked for.
    #[derive(Default, Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    AskWhen {
        /// As soon as an answer in a drill is saved; it is shown once the candidate has judged the answer and asks
        /// for it.
        Answer = "answer",
        /// Only when the candidate asks for it.
        #[default]
        Ask = "ask",
    }
}

/// Who gives a second opinion on answers: a server or a program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CoachSettings {
    /// The address of a server that speaks the protocol of `OpenAI`'s chat service. It has to be on this machine,
    /// unless `remote` names its host. Empty if a program is asked instead.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub server: String,
    /// A program that reads a prompt and writes a reply, followed by its arguments. Empty if a server is asked
    /// instead.
    #[serde(deserialize_with = "super::values::words", skip_serializing_if = "Vec::is_empty")]
    pub command: Vec<String>,
    /// The name of the model, as the server knows it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub model: String,
    /// When a second opinion is asked for.
    #[serde(skip_serializing_if = "is_ask")]
    pub when: AskWhen,
    /// Whether the model asks follow-ups in mocks.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub follow_ups: bool,
    /// The host of `server` if that is another machine. Empty if it is this one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub remote: String,
    /// The environment variable that holds the server's key. Empty if there is none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub key_env: String,
    /// The program that prints the server's key, followed by its arguments. Empty if there is none.
    #[serde(deserialize_with = "super::values::words", skip_serializing_if = "Vec::is_empty")]
    pub key_command: Vec<String>,
    /// The file with the root certificates of one's own network, if the server's certificate is signed there. Empty if
    /// it is signed by one that the public trusts.
    #[serde(skip_serializing_if = "is_none")]
    pub ca: PathBuf,
}

impl CoachSettings {
    /// The file that `ca` names, if it names one.
    pub fn roots(&self, paths: Option<&Paths>) -> Option<PathBuf> {
        let named = Some(&self.ca).filter(|ca| !is_none(ca))?;
        Some(paths.map_or_else(|| named.clone(), |paths| paths.named_by_user(named)))
    }

    /// Whether answers are sent without the candidate asking each time.
    pub fn sends_unasked(&self) -> bool {
        self.follow_ups || self.when == AskWhen::Answer
    }
}

fn is_none(path: &Path) -> bool {
    path.as_os_str().is_empty()
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_ask(when: &AskWhen) -> bool {
    *when == AskWhen::Ask
}

/// Reads the table of the coach; one in which nothing is set counts as no coach.
pub(super) fn if_any<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<CoachSettings>, D::Error> {
    let found = Option::<CoachSettings>::deserialize(deserializer)?;
    Ok(found.filter(|settings| *settings != CoachSettings::default()))
}
