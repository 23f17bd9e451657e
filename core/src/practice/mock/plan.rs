//! The plan of a mock: what `mock plan --json` prints and a sitting stores.

use serde::{Deserialize, Serialize};

use crate::bank::{Archetype, Entry, Kind, Level, Part, QuestionId, Weights};
use crate::practice::words::count;

/// Seconds allowed for a follow-up: asking it, and a short reply.
pub const FOLLOW_UP_SECONDS: u32 = 60;

/// Answers with a target up to this many seconds are planned with one follow-up, longer ones with two.
const SHORT: u32 = 240;

/// Answers with a target over this many seconds are planned with three follow-ups.
const LONG: u32 = 720;

/// How many follow-ups to plan for after an answer with this target: one to three.
pub const fn follow_ups(target_seconds: u32) -> u32 {
    if target_seconds <= SHORT {
        1
    } else if target_seconds <= LONG {
        2
    } else {
        3
    }
}

/// Seconds that a question takes in all: thinking, the target, and the allowance for this many follow-ups.
pub const fn length(entry: &Entry, follow_ups: u32) -> u32 {
    let answer = entry.seconds.think.saturating_add(entry.seconds.target);
    answer.saturating_add(follow_ups.saturating_mul(FOLLOW_UP_SECONDS))
}

/// A question of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// The question's name, `bank/id`.
    pub question: QuestionId,
    /// The topic of the question.
    pub topic: String,
    /// The kind of the question.
    pub kind: Kind,
    /// Seconds in all: thinking, the target and the allowance for follow-ups.
    pub seconds: u32,
    /// Seconds of these that are for thinking.
    pub think: u32,
    /// Seconds of these that are for the answer, when spoken.
    pub target: u32,
    /// The wording, stored so that a mock can continue even if the bank has changed in between.
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

    /// The number of follow-ups that the plan allows for.
    pub const fn follow_ups(&self) -> u32 {
        self.seconds.saturating_sub(self.think).saturating_sub(self.target) / FOLLOW_UP_SECONDS
    }
}

/// A round of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedRound {
    /// The name of the round, for people.
    pub name: String,
    /// The length of the round in minutes.
    pub minutes: u32,
    /// The part whose weight the result gets; `None` if each answer counts for its own part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
    /// Seconds at the start of the round in which the candidate is not interrupted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uninterrupted: Option<u32>,
    /// The questions, in the order in which they are asked.
    pub questions: Vec<Planned>,
}

impl PlannedRound {
    /// Seconds that all its questions take.
    pub fn seconds(&self) -> u32 {
        self.questions.iter().map(|question| question.seconds).sum()
    }
}

/// Everything drawn for a mock before it begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The id of the loop.
    #[serde(rename = "loop")]
    pub loop_: String,
    /// The title of the loop, for people.
    pub title: String,
    /// The level aimed at.
    pub level: Level,
    /// The shape of the role; `None` for any.
    pub archetype: Option<Archetype>,
    /// Seed of the draw: the same seed draws the same questions from the same bank and past.
    pub seed: u64,
    /// Length of all rounds together, in minutes.
    pub minutes: u32,
    /// The rounds, in order.
    pub rounds: Vec<PlannedRound>,
    /// How much each part counts, in percent.
    pub weights: Weights,
    /// The banks that were to be asked first; empty if all are alike.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub banks: Vec<String>,
}

impl Plan {
    /// What has to be known of the choice before it begins, a sentence each: that it is shorter than was asked for, and
    /// what of it the built-in bank had to give.
    pub fn remarks(&self) -> Vec<String> {
        let seconds: u32 = self.rounds.iter().map(PlannedRound::seconds).sum();
        let short = u64::from(seconds) * 10 < u64::from(self.minutes) * 540;
        let short = short.then(|| {
            format!(
                "The questions take {} of {} min; no choice of them comes nearer.",
                (seconds + 30) / 60,
                self.minutes
            )
        });
        let strange: Vec<&Planned> =
            self.questions().filter(|planned| !self.banks.iter().any(|bank| bank == planned.question.bank())).collect();
        let filled = (!self.banks.is_empty() && !strange.is_empty()).then(|| {
            let mut kinds: Vec<&str> = strange.iter().map(|planned| planned.kind.word()).collect();
            kinds.sort_unstable();
            kinds.dedup();
            let (of, banks) = (count(self.questions().count(), "question"), self.banks.join(", "));
            format!(
                "From the built-in bank: {} of {of} ({}), for lack of more in {banks}.",
                strange.len(),
                kinds.join(", ")
            )
        });
        short.into_iter().chain(filled).collect()
    }

    /// All questions, in the order in which they are asked.
    pub fn questions(&self) -> impl Iterator<Item = &Planned> {
        self.rounds.iter().flat_map(|round| &round.questions)
    }
}
