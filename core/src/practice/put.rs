//! Something that the interviewer asked after an answer, with the reply to it.

use serde::{Deserialize, Serialize};

use crate::assess::Asked;
use crate::bank::{FollowUp, Probe};

/// Something that was asked after an answer, and the reply.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Put {
    /// Id of the follow-up within the question, or of a general prompt.
    pub id: String,
    /// What was asked.
    pub prompt: String,
    /// What sort of follow-up it is.
    pub asked: Asked,
    /// Which part's failure it asks about.
    pub probe: Option<Probe>,
    /// The reply, verbatim.
    #[serde(default)]
    pub text: String,
    /// Seconds of the reply.
    #[serde(default)]
    pub seconds: f64,
    /// Whether the candidate's own model asked it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_coach: bool,
}

impl Put {
    /// It was asked a moment ago; nothing is replied yet.
    pub(super) fn of(next: &FollowUp, asked: Asked) -> Self {
        let (id, prompt) = (next.id.clone(), next.prompt.clone());
        Self { id, prompt, asked, probe: next.probe, text: String::new(), seconds: 0.0, by_coach: false }
    }

    /// What was asked, in words that say who did, where that was not the interviewer of the bank.
    pub fn asked_words(&self) -> String {
        if self.by_coach { format!("{} (asked by your coach)", self.prompt) } else { self.prompt.clone() }
    }
}
