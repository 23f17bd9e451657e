//! A follow-up that the interviewer asked, with the reply to it.

use serde::{Deserialize, Serialize};

use crate::assess::Asked;
use crate::bank::{FollowUp, Probe};
use crate::history::{FollowUpAnswer, Medium};

/// A follow-up that was asked after an answer, with the reply to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Put {
    /// Id of the follow-up within the question, or of a general prompt.
    pub id: String,
    /// The wording in which it was asked.
    pub prompt: String,
    /// The kind of follow-up.
    pub asked: Asked,
    /// The part whose failure it asks about, if it asks about one.
    pub probe: Option<Probe>,
    /// The reply, verbatim.
    #[serde(default)]
    pub text: String,
    /// Seconds spent on the reply.
    #[serde(default)]
    pub seconds: f64,
    /// Whether the candidate's own model asked it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_coach: bool,
    /// The medium of the reply; [`Medium::None`] means the same as that of the answer.
    #[serde(default = "as_the_answer", skip_serializing_if = "is_as_the_answer")]
    pub medium: Medium,
    /// File name of the recording of the reply, below the recordings folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recording: Option<String>,
}

fn as_the_answer() -> Medium {
    Medium::None
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_as_the_answer(medium: &Medium) -> bool {
    *medium == Medium::None
}

impl Put {
    /// A follow-up that was asked just now, without a reply.
    pub(super) fn of(next: &FollowUp, asked: Asked) -> Self {
        let (id, prompt) = (next.id.clone(), next.prompt.clone());
        let medium = Medium::None;
        Self {
            id,
            prompt,
            asked,
            probe: next.probe,
            text: String::new(),
            seconds: 0.0,
            by_coach: false,
            medium,
            recording: None,
        }
    }

    /// The wording, with a remark if the coach asked it.
    pub fn asked_words(&self) -> String {
        if self.by_coach { format!("{} (asked by your coach)", self.prompt) } else { self.prompt.clone() }
    }

    /// A reply from the log. The wording comes from `follow_ups`; if the id is not among them any more, it has to serve
    /// as the wording.
    pub(super) fn of_reply(reply: &FollowUpAnswer, follow_ups: &[FollowUp]) -> Self {
        let known = follow_ups.iter().find(|next| next.id == reply.id);
        Self {
            id: reply.id.clone(),
            prompt: known.map_or_else(|| reply.id.clone(), |next| next.prompt.clone()),
            asked: Asked::FollowUp,
            probe: known.and_then(|next| next.probe),
            text: reply.text.clone(),
            seconds: reply.seconds,
            by_coach: false,
            medium: Medium::None,
            recording: reply.recording.clone(),
        }
    }

    /// The reply as the log stores it.
    pub(super) fn reply(&self) -> FollowUpAnswer {
        let Self { id, text, seconds, recording, .. } = self.clone();
        FollowUpAnswer { id, text, seconds, recording }
    }
}
