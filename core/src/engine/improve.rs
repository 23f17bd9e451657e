//! Improving "my answer": what the coach is asked about an answer, and what is kept of its edits.

use std::io;

use serde::{Deserialize, Serialize};

use super::Engine;
use super::coach::{Coach, read_kept, request, save};
use crate::bank::{Question, QuestionId};
use crate::coach::edits::{Draft, PROMPT, Proposed, Work};
use crate::history::{MyAnswer, Record, RecordId};
use crate::moment::Moment;

/// The folder for edits, below the coach's folder.
const EDITS: &str = "edits";

/// Everything that a request for edits of an answer needs.
#[derive(Clone, Debug)]
pub struct ImproveBrief {
    /// The attempt that holds the answer.
    pub attempt: RecordId,
    /// The question as it was asked, with its points.
    pub question: Question,
    /// Whether the text is the answer that the candidate keeps, which may have been improved already.
    pub is_kept: bool,
    /// What to send, and to whom.
    pub work: Work,
    asked: QuestionId,
}

/// Edits as they are kept on the disk; they hold for the same answer until the coach is forgotten.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptEdits {
    /// The attempt that they are about.
    pub attempt: RecordId,
    /// Version of the prompt.
    pub prompt: u32,
    /// Hash of the request.
    pub request: String,
    /// What of the reply passed the checks.
    pub proposed: Proposed,
    /// When they were proposed, in RFC 3339.
    pub at: String,
}

impl Coach<'_> {
    /// Everything that a request for edits of this attempt needs. If the answer that the candidate keeps was made
    /// from this attempt, its text is edited. The error says why there can be no edits.
    pub fn improve_brief(self, attempt: &RecordId) -> Result<ImproveBrief, String> {
        let destination = self.destination().map_err(|error| error.to_string())?;
        let judged = self.judged(attempt)?;
        let kept = self.engine.my_answer(&judged.asked).map_err(|error| error.to_string())?;
        let kept = kept.filter(|kept| kept.answer.attempt.as_ref() == Some(attempt));
        let is_kept = kept.is_some();
        let answer = kept.map_or(judged.answer, |kept| kept.answer.text);
        let draft =
            Draft::of(&judged.question, &answer, &judged.judgement.points).map_err(|error| error.to_string())?;
        let work = Work { destination, draft, scratch: self.scratch() };
        Ok(ImproveBrief { attempt: attempt.clone(), question: judged.question, is_kept, work, asked: judged.asked })
    }
}

impl Coach<'_> {
    /// The edits that are kept for exactly this request. None if there are none, or they no longer fit the answer.
    pub fn kept_edits(self, brief: &ImproveBrief) -> Option<Proposed> {
        let kept: KeptEdits = read_kept(&self.file_of(EDITS, &brief.attempt)?)?;
        (kept.request == brief.request() && kept.proposed.fits(brief.answer())).then_some(kept.proposed)
    }
}

impl Engine {
    /// Saves what the coach proposed.
    pub fn keep_edits(&self, edits: &KeptEdits) -> io::Result<()> {
        self.coach().file_of(EDITS, &edits.attempt).map_or(Ok(()), |file| save(&file, edits))
    }
}

impl ImproveBrief {
    /// A hash of the request: it differs if the answer, the points, the model or the address do.
    fn request(&self) -> String {
        request(&self.work.draft.exchange(), &self.work.destination)
    }

    /// The edits to keep.
    pub fn keep_edits(&self, proposed: &Proposed, now: Moment) -> KeptEdits {
        KeptEdits {
            attempt: self.attempt.clone(),
            prompt: PROMPT,
            request: self.request(),
            proposed: proposed.clone(),
            at: now.wall.to_rfc3339(),
        }
    }

    /// The answer before any edit.
    pub fn answer(&self) -> &str {
        self.work.draft.answer()
    }

    /// The text of a point, by its id.
    pub fn point(&self, id: &str) -> Option<&str> {
        self.question.look_for.iter().find(|point| point.id == id).map(|point| point.text.as_str())
    }

    /// The record that keeps the edited answer. None if no text is left of it.
    pub fn keep(&self, text: String, engine: &Engine, now: Moment) -> Option<Record> {
        let answer = MyAnswer::of(self.asked.clone(), Some(self.attempt.clone()), text);
        engine.keep_answer(MyAnswer { coached: true, ..answer }, now)
    }
}
