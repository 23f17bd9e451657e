//! The state of a mock that has to be stored to continue it on another day.

use serde::{Deserialize, Serialize};

use super::press::LeftOut;
use crate::bank::{Pressure, QuestionId};
use crate::history::{Medium, RecordId, Spent};
use crate::practice::answer::{Current, Phase};
use crate::practice::mock::plan::{Plan, Planned};
use crate::practice::put::Put;
use crate::practice::words::count;

/// How far a mock has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MockStage {
    /// Before a round; no clock is running.
    Break,
    /// Only the question has been shown; the candidate is thinking.
    Asking,
    /// The answer is being given.
    Answering,
    /// The reply to a follow-up is being given.
    Replying,
    /// Everything was asked, or left out.
    Over,
}

impl MockStage {
    /// The phase of the answer in progress; `None` between answers.
    pub(super) fn phase(self) -> Option<Phase> {
        match self {
            Self::Asking => Some(Phase::Thinking),
            Self::Answering => Some(Phase::Answering),
            Self::Replying => Some(Phase::Replying),
            Self::Break | Self::Over => None,
        }
    }

    /// The stage for a phase of the answer; `replied` says whether a follow-up was asked. Something that was said and
    /// is waiting for what follows counts as still in progress, which is where it continues should the program end
    /// there.
    pub(super) fn of(phase: Phase, replied: bool) -> Self {
        match phase {
            Phase::Thinking => Self::Asking,
            Phase::Answering => Self::Answering,
            Phase::Given if !replied => Self::Answering,
            Phase::Replying | Phase::Given => Self::Replying,
        }
    }
}

/// The sentence about this many questions that were left out.
pub fn left_out(questions: usize) -> String {
    format!("Left out: {}, the time was over.", count(questions, "question"))
}

/// An answer that is already in the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Given {
    /// The id of its attempt.
    pub attempt: RecordId,
    /// The question.
    pub question: QuestionId,
    /// Index of its round in the plan.
    pub round: usize,
    /// Number of clarifications that were asked for.
    pub clarified: usize,
    /// The follow-ups asked after it, with the replies.
    pub follow_ups: Vec<Put>,
}

/// The state of a mock that has to be stored to continue it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MockProgress {
    /// Everything that was drawn.
    pub plan: Plan,
    /// How far the mock has got.
    pub stage: MockStage,
    /// Index of the current round.
    pub round: usize,
    /// Index of the current question within the round.
    pub question: usize,
    /// The answers so far, oldest first.
    pub given: Vec<Given>,
    /// Seconds of thinking, answering and replying in each round; finished answers only.
    pub spent: Vec<f64>,
    /// Seconds that typing adds to each round; finished answers only.
    pub grace: Vec<f64>,
    /// The candidate's prediction for each round, 1 to 4.
    pub predictions: Vec<Option<u8>>,
    /// Whether the time limits are enforced. They were not in earlier versions, whose mocks lack this field.
    #[serde(default)]
    pub pressure: Pressure,
    /// Questions that were not asked because time ran out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
    pub(super) current: Option<Current>,
}

impl MockProgress {
    /// The progress of a mock that somebody else held, which is over. `spent` holds the seconds of each round.
    pub(in crate::practice::mock) fn held(
        plan: Plan,
        given: Vec<Given>,
        predictions: Vec<Option<u8>>,
        spent: Vec<f64>,
    ) -> Self {
        let rounds = plan.rounds.len();
        let grace = vec![0.0; rounds];
        Self {
            stage: MockStage::Over,
            round: rounds,
            question: 0,
            given,
            spent,
            grace,
            predictions,
            plan,
            pressure: Pressure::default(),
            left_out: Vec::new(),
            current: None,
        }
    }

    /// A sentence such as "Left out: 2 questions, the time was over."; `None` if none were.
    pub fn left_out_words(&self) -> Option<String> {
        let questions = self.left_out.len();
        (questions > 0).then(|| left_out(questions))
    }

    /// The id that the attempt in progress will have; `None` if nothing is being answered.
    pub fn attempt(&self) -> Option<&RecordId> {
        self.current.as_ref().map(|current| &current.id)
    }

    /// The question that is being asked or comes next; `None` at the end.
    pub fn next(&self) -> Option<&Planned> {
        self.plan.rounds.get(self.round)?.questions.get(self.question)
    }

    /// The text typed so far, of the answer in progress or of the reply to its last follow-up.
    pub fn text(&self) -> &str {
        let Some(current) = &self.current else { return "" };
        let reply = current.follow_ups.last().filter(|_| self.stage == MockStage::Replying);
        reply.map_or(&current.text, |put| &put.text)
    }

    /// The medium of the answer in progress.
    pub fn medium(&self) -> Medium {
        self.current.as_ref().map_or(Medium::None, |current| current.medium)
    }

    /// Time spent on the answer in progress.
    pub fn spent(&self) -> Spent {
        self.current.as_ref().map_or(Spent::default(), |current| current.spent)
    }
}
