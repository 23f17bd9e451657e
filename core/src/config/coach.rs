//! The settings of the coach.

use serde::Deserialize;
use toml_edit::{Array, Table, value};

/// Who gives a second opinion on answers: a server or a program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct CoachSettings {
    /// The address of a server on this machine that speaks as `OpenAI`'s chat service does. Empty: a program is asked.
    pub server: String,
    /// A program that reads a prompt and writes a reply, and its arguments. Empty: a server is asked.
    #[serde(deserialize_with = "super::words")]
    pub command: Vec<String>,
    /// The model, as the server calls it.
    pub model: String,
}

impl CoachSettings {
    /// As the settings file has it.
    pub(super) fn to_table(&self) -> Table {
        let mut table = Table::new();
        if !self.server.is_empty() {
            table.insert("server", value(&self.server));
        }
        if !self.command.is_empty() {
            table.insert("command", value(self.command.iter().cloned().collect::<Array>()));
        }
        table.insert("model", value(&self.model));
        table
    }
}
