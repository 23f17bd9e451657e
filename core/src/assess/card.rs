//! What a scorecard says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::bank::{Area, Kind, Level, QuestionId};
use crate::history::Tick;

/// Below these means the band is strong no, lean no, lean yes.
const BANDS: [f64; 3] = [1.75, 2.5, 3.25];

hotseat_bank::vocabulary! {
    /// The four bands.
    #[derive(PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    Recommendation {
        /// Mean below 1.75.
        StrongNo = "strong no",
        /// Mean below 2.5.
        LeanNo = "lean no",
        /// Mean below 3.25.
        LeanYes = "lean yes",
        /// Mean of 3.25 and more.
        StrongYes = "strong yes",
    }
}

impl Recommendation {
    /// The band of a mean on the scale from 1 to 4.
    pub fn of(mean: f64) -> Self {
        // Means of halves and thirds come with rounding errors: 2.5 has to be 2.5.
        Self::ALL[BANDS.iter().filter(|least| mean >= **least - 1e-9).count()]
    }
}

/// What an interviewer would write down in red.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RedFlag {
    /// Buzzwords with no shipped example.
    Buzzwords,
    /// Job duties in place of systems.
    JobDuties,
    /// No pick after "it depends".
    NoPick,
    /// Defensive under push-back.
    Defensive,
    /// Cannot sketch the system.
    CannotSketch,
}

impl RedFlag {
    /// All five.
    pub const ALL: [Self; 5] = [Self::Buzzwords, Self::JobDuties, Self::NoPick, Self::Defensive, Self::CannotSketch];

    /// What people read.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Buzzwords => "Buzzwords with no shipped example",
            Self::JobDuties => "Job duties in place of systems",
            Self::NoPick => "No pick after \"it depends\"",
            Self::Defensive => "Defensive under push-back",
            Self::CannotSketch => "Cannot sketch the own system",
        }
    }
}

hotseat_bank::vocabulary! {
    /// What was asked after an answer.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    Asked {
        /// A next question.
        FollowUp = "follow-up",
        /// What happens when a part fails.
        Probe = "and when it fails?",
        /// Doubt.
        PushBack = "push-back",
        /// Ten times the load.
        TenTimes = "ten times",
    }
}

/// A follow-up with how the reply held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Id of the follow-up.
    pub id: String,
    /// What was asked, in words.
    pub prompt: String,
    /// What sort of follow-up it was.
    pub asked: Asked,
    /// Held, partly, or not.
    pub tick: Tick,
}

/// One dimension of one answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Number {
    /// Id of the dimension.
    pub dimension: String,
    /// What the evidence suggests, 1 to 4.
    pub suggested: u8,
    /// What counts, 1 to 4: the candidate's, or the suggestion, after the cap.
    pub number: u8,
    /// Whether a missed must holds it at 2.
    pub capped: bool,
}

/// One answer on the card: the evidence, then the numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnswerCard {
    /// `bank/id`.
    pub question: QuestionId,
    /// What sort of question it is.
    pub kind: Kind,
    /// Index of its round.
    pub round: usize,
    /// Points hit, a partial one counting one half, of those that count at the level.
    pub points: f64,
    /// How many count.
    pub of: usize,
    /// Musts hit.
    pub musts: usize,
    /// How many musts there are.
    pub musts_of: usize,
    /// What was asked after it, and how the replies held.
    pub follow_ups: Vec<Held>,
    /// Its dimensions.
    pub numbers: Vec<Number>,
    /// Their mean; none: no dimension is scored on this kind.
    pub mean: Option<f64>,
}

/// One round on the card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoundCard {
    /// What people read.
    pub name: String,
    /// Mean of its answers; none: nothing was answered.
    pub mean: Option<f64>,
}

/// Something to work on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// What lacks, as something one could say or do.
    pub what: String,
    /// The concept, where points of several questions share one.
    pub concept: Option<String>,
    /// The questions in whose answers it lacked, worst first.
    pub questions: Vec<QuestionId>,
    /// How much it weighs: tiers of the points that lacked, added up.
    pub weight: f64,
}

/// A scorecard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// The level aimed at: which tiers count.
    pub level: Level,
    /// The answers in order.
    pub answers: Vec<AnswerCard>,
    /// The rounds in order.
    pub rounds: Vec<RoundCard>,
    /// Mean of each dimension over the answers that it is scored on.
    pub dimensions: BTreeMap<String, f64>,
    /// Mean of the numbers that belong to each thing that hiring managers judge.
    pub areas: BTreeMap<Area, f64>,
    /// Rounds weighted by the loop; none: nothing was scored.
    pub overall: Option<f64>,
    /// The band of that.
    pub band: Option<Recommendation>,
    /// The level that the answers read as; none: not yet mid.
    pub level_read: Option<Level>,
    /// The design criteria at 1 that lowered it.
    pub lowered_by: Vec<String>,
    /// Mean prediction, over the answers that have one and points.
    pub predicted: Option<f64>,
    /// Mean evidence of the same answers, on the same scale.
    pub evidence: Option<f64>,
    /// What to work on, worst first; three at the most.
    pub gaps: Vec<Gap>,
    /// What the candidate ticked.
    pub red_flags: Vec<RedFlag>,
}

impl Card {
    /// The questions to drill for the gaps: worst gap first, none twice.
    pub fn drill_queue(&self) -> Vec<QuestionId> {
        let mut queue: Vec<QuestionId> = Vec::new();
        for question in self.gaps.iter().flat_map(|gap| &gap.questions) {
            if !queue.contains(question) {
                queue.push(question.clone());
            }
        }
        queue
    }
}
