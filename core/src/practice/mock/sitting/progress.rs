//! Everything that it takes to go on with a mock on another day.

use serde::{Deserialize, Serialize};

use super::press::LeftOut;
use crate::bank::{Pressure, QuestionId};
use crate::history::{Medium, RecordId, Spent};
use crate::practice::answer::{Current, Phase};
use crate::practice::mock::plan::{Plan, Planned};
use crate::practice::put::Put;
use crate::practice::words::count;

/// Where a mock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MockStage {
    /// Before a round: nothing runs.
    Break,
    /// The question alone; the candidate thinks.
    Asking,
    /// The answer is being given.
    Answering,
    /// The reply to a follow-up is being given.
    Replying,
    /// Everything was asked.
    Over,
}

impl MockStage {
    /// Where the answer stands, while one is given.
    pub(super) fn phase(self) -> Option<Phase> {
        match self {
            Self::Asking => Some(Phase::Thinking),
            Self::Answering => Some(Phase::Answering),
            Self::Replying => Some(Phase::Replying),
            Self::Break | Self::Over => None,
        }
    }

    /// `replied`: whether a follow-up was asked already. What is said and waits for what comes of it goes on where it was,
    /// should the program end there.
    pub(super) fn of(phase: Phase, replied: bool) -> Self {
        match phase {
            Phase::Thinking => Self::Asking,
            Phase::Answering => Self::Answering,
            Phase::Given if !replied => Self::Answering,
            Phase::Replying | Phase::Given => Self::Replying,
        }
    }
}

/// What is said about so many questions that were left out.
pub fn left_out(questions: usize) -> String {
    format!("Left out: {}, the time was over.", count(questions, "question"))
}

/// An answer that is in the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Given {
    /// Its attempt.
    pub attempt: RecordId,
    /// Which question.
    pub question: QuestionId,
    /// Index of its round.
    pub round: usize,
    /// How many clarifications were asked for.
    pub clarified: usize,
    /// What was asked after it, with the replies.
    pub follow_ups: Vec<Put>,
}

/// Everything that it takes to go on with a mock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MockProgress {
    /// What was drawn.
    pub plan: Plan,
    /// Where it stands.
    pub stage: MockStage,
    /// Index of the round.
    pub round: usize,
    /// Index of the question in it.
    pub question: usize,
    /// The answers so far.
    pub given: Vec<Given>,
    /// Seconds of thinking, answering and replying by round, finished answers only.
    pub spent: Vec<f64>,
    /// Seconds that typing adds to each round.
    pub grace: Vec<f64>,
    /// What the candidate thinks each round was worth, 1 to 4.
    pub predictions: Vec<Option<u8>>,
    /// Whether the time is held to. Mocks of earlier versions were gentle.
    #[serde(default)]
    pub pressure: Pressure,
    /// Questions that were not asked because the time was over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
    pub(super) current: Option<Current>,
}

impl MockProgress {
    /// A mock that somebody else held: everything was asked. `spent`: seconds by round.
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

    /// "Left out: 2 questions, the time was over."; none: nothing was.
    pub fn left_out_words(&self) -> Option<String> {
        let questions = self.left_out.len();
        (questions > 0).then(|| left_out(questions))
    }

    /// The attempt that the answer in progress is going to be; none: nothing is being answered.
    pub fn attempt(&self) -> Option<&RecordId> {
        self.current.as_ref().map(|current| &current.id)
    }

    /// The question that is asked or comes next.
    pub fn next(&self) -> Option<&Planned> {
        self.plan.rounds.get(self.round)?.questions.get(self.question)
    }

    /// What is typed so far of the answer in progress or of its last reply.
    pub fn text(&self) -> &str {
        let Some(current) = &self.current else { return "" };
        let reply = current.follow_ups.last().filter(|_| self.stage == MockStage::Replying);
        reply.map_or(&current.text, |put| &put.text)
    }

    /// How the answer in progress is given.
    pub fn medium(&self) -> Medium {
        self.current.as_ref().map_or(Medium::None, |current| current.medium)
    }

    /// Seconds of the answer in progress.
    pub fn spent(&self) -> Spent {
        self.current.as_ref().map_or(Spent::default(), |current| current.spent)
    }
}
