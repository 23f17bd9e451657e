//! The data that the report of a sitting is made from.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::voice::Heard;
use crate::assess::{Card, KeptCard};
use crate::bank::{self, Level, QuestionId};
use crate::history::{AttemptRow, FollowUpAnswer, SittingRow, Tick};
use crate::practice::mock::AnswerDifferences;

/// What banks say about the questions of a sitting.
pub trait NoteSource {
    /// A question with its notes; `None` if it is no longer in any bank.
    fn question(&self, id: &QuestionId) -> Option<bank::Question>;
    /// Title of the topic of a question.
    fn topic(&self, id: &QuestionId) -> String;
    /// Title of a concept.
    fn concept(&self, concept: &str) -> String;
    /// The dimensions on the scorecard of a loop.
    fn dimensions(&self, loop_: &str) -> Vec<bank::Dimension>;
}

/// An attempt, with details that only its own record has.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The attempt and its newest judgement that was made without the coach.
    pub row: AttemptRow,
    /// Ticks that were later taken over from the coach, by the id of the point.
    pub after_coach: BTreeMap<String, Tick>,
    /// The wording that was asked: 0 is the prompt, from 1 on the variants.
    pub wording: u32,
    /// Replies to follow-ups.
    pub follow_ups: Vec<FollowUpAnswer>,
    /// The candidate's note to themselves about the answer; empty if there is none.
    pub remark: String,
    /// The answer that the candidate keeps for the question ("my answer"); empty if there is none or it was not to be
    /// included.
    pub my_answer: String,
    /// What is known of the recording of the answer.
    pub heard: Heard,
    /// What is known of the recordings of the replies, in the order of the follow-ups.
    pub heard_replies: Vec<Heard>,
}

/// An earlier mock of the same loop.
#[derive(Clone, Debug)]
pub struct Past {
    /// The mock as it was last recorded.
    pub row: SittingRow,
    /// Its scorecard.
    pub card: Card,
}

/// The data that a report is made from.
pub struct Materials<'a> {
    /// The sitting as it was last recorded.
    pub row: &'a SittingRow,
    /// Its answers, oldest first.
    pub answers: Vec<Answered>,
    /// Its scorecard, and the day on which that was filled in.
    pub card: Option<(KeptCard, NaiveDate)>,
    /// The scorecard of the other judge, if friend and candidate both have one.
    pub other: Option<KeptCard>,
    /// Where the two judges of its answers differ.
    pub differences: Vec<AnswerDifferences>,
    /// Earlier mocks of the same loop with a scorecard, oldest first.
    pub past: Vec<Past>,
    /// What the banks say about its questions.
    pub notes: &'a dyn NoteSource,
    /// The level of the target, used if the sitting has none of its own.
    pub level: Level,
    /// The day on which the report is written.
    pub today: NaiveDate,
}

impl Materials<'_> {
    /// The scorecard that counts.
    pub(super) fn kept(&self) -> Option<&KeptCard> {
        self.card.as_ref().map(|(kept, _)| kept)
    }

    /// Title of the topic of a question.
    pub(super) fn topic(&self, question: &QuestionId) -> String {
        self.notes.topic(question)
    }
}
