//! What is going to be asked in a mock: the shape that `mock plan --json` prints and that a sitting keeps.

use serde::{Deserialize, Serialize};

use crate::bank::{Archetype, Entry, Kind, Level, Part, QuestionId, Weights};

/// What a follow-up is reckoned at, in seconds: the question and a short reply.
pub const FOLLOW_UP_SECONDS: u32 = 60;

/// Answers up to this length in seconds are reckoned with one follow-up, longer ones with two.
const SHORT: u32 = 240;

/// Answers longer than this are reckoned with three follow-ups.
const LONG: u32 = 720;

/// How many follow-ups a question is reckoned with: one to three, by the length of its answer.
pub const fn follow_ups(target_seconds: u32) -> u32 {
    if target_seconds <= SHORT {
        1
    } else if target_seconds <= LONG {
        2
    } else {
        3
    }
}

/// What a question takes in all, in seconds: thinking, the target and the allowance for so many follow-ups.
pub const fn length(entry: &Entry, follow_ups: u32) -> u32 {
    let answer = entry.seconds.think.saturating_add(entry.seconds.target);
    answer.saturating_add(follow_ups.saturating_mul(FOLLOW_UP_SECONDS))
}

/// A question of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// `bank/id`.
    pub question: QuestionId,
    /// Its topic.
    pub topic: String,
    /// What sort of question it is.
    pub kind: Kind,
    /// Thinking, target and the follow-ups' allowance.
    pub seconds: u32,
    /// Of these seconds, those of thinking.
    pub think: u32,
    /// Of these seconds, those of the answer.
    pub target: u32,
    /// What is asked, so that a mock can go on when the bank has changed in between.
    pub prompt: String,
}

impl Planned {
    pub(super) fn of(entry: &Entry, follow_ups: u32) -> Self {
        Self {
            question: entry.id.clone(),
            topic: entry.topic.to_string(),
            kind: entry.kind,
            seconds: length(entry, follow_ups),
            think: entry.seconds.think,
            target: entry.seconds.target,
            prompt: entry.prompt.clone(),
        }
    }

    /// How many follow-ups it is reckoned with.
    pub const fn follow_ups(&self) -> u32 {
        self.seconds.saturating_sub(self.think).saturating_sub(self.target) / FOLLOW_UP_SECONDS
    }
}

/// A round of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedRound {
    /// What people read.
    pub name: String,
    /// How long it takes.
    pub minutes: u32,
    /// Whose weight its result gets. None: each answer counts for its own part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
    /// Seconds at the beginning in which the candidate is not interrupted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uninterrupted: Option<u32>,
    /// The questions in the order in which they are asked.
    pub questions: Vec<Planned>,
}

impl PlannedRound {
    /// Seconds of all its questions.
    pub fn seconds(&self) -> u32 {
        self.questions.iter().map(|question| question.seconds).sum()
    }
}

/// A mock before it begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The loop's id.
    #[serde(rename = "loop")]
    pub loop_: String,
    /// What people read.
    pub title: String,
    /// The level aimed at.
    pub level: Level,
    /// The shape of role; none: all.
    pub archetype: Option<Archetype>,
    /// Seed of the draw: the same one draws the same questions from the same bank and past.
    pub seed: u64,
    /// Minutes of all rounds.
    pub minutes: u32,
    /// The rounds in order.
    pub rounds: Vec<PlannedRound>,
    /// How much each part counts, in percent.
    pub weights: Weights,
}

impl Plan {
    /// All questions in order.
    pub fn questions(&self) -> impl Iterator<Item = &Planned> {
        self.rounds.iter().flat_map(|round| &round.questions)
    }
}
