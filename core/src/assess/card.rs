//! What a scorecard says.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Band, Expected};
use crate::bank::{Area, Kind, Level, QuestionId};
use crate::history::Tick;

/// Means from which a recommendation is lean no, lean yes, strong yes: the nearest of the four.
const CUTS: [f64; 3] = [1.5, 2.5, 3.5];

hotseat_bank::vocabulary! {
    /// What an interviewer would recommend.
    #[derive(PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    Recommendation {
        /// More than half of the answers would fail, or a mean below 1.5.
        StrongNo = "strong no",
        /// A mean below 2.5, or something that an interviewer does not get over.
        LeanNo = "lean no",
        /// A mean below 3.5, or something short of a strong yes.
        LeanYes = "lean yes",
        /// Everything that it takes.
        StrongYes = "strong yes",
    }
}

impl Recommendation {
    /// The recommendation of a mean on the scale from 1 to 4, before anything holds it down.
    pub fn of(mean: f64) -> Self {
        // Means of halves and thirds come with rounding errors: 2.5 has to be 2.5.
        Self::ALL[CUTS.iter().filter(|least| mean >= **least - 1e-9).count()]
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
    /// Whether it is the question's own, and not a general prompt.
    #[serde(default)]
    pub own: bool,
    /// Whether it suits the question: what does not costs nothing.
    #[serde(default = "suits")]
    pub fits: bool,
}

/// Cards from before this was known: whatever was asked counted.
const fn suits() -> bool {
    true
}

hotseat_bank::vocabulary! {
    /// Who ticked.
    #[derive(Default, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    JudgedBy {
        /// The candidate, in a debrief.
        #[default]
        Candidate = "yourself",
        /// Whoever held the interview, in a sheet.
        Friend = "a friend",
        /// Some of it the one, some the other, or each for himself.
        Both = "a friend and yourself",
    }
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
    /// Whether it would be higher by what was seen or given.
    pub capped: bool,
    /// The most that the answer can get here: 1 to 4. Cards from before there were bands know no other than 2, for a
    /// missed must.
    #[serde(default = "missed_must")]
    pub cap: u8,
    /// What the suggestion comes from, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence: String,
}

/// Where the cap of old cards was.
const fn missed_must() -> u8 {
    2
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
    /// What it would have been worth, 1 to 4; none: nothing to go by, or a card from before there were bands.
    #[serde(default)]
    pub band: Option<Band>,
    /// The weighted share of its points, 0 to 1.
    #[serde(default)]
    pub share: Option<f64>,
    /// What decided the band, in words.
    #[serde(default)]
    pub reason: Option<String>,
    /// Whether every point that counts was judged.
    #[serde(default)]
    pub judged: bool,
}

/// One round on the card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoundCard {
    /// What people read.
    pub name: String,
    /// Mean of its answers; none: nothing was answered.
    pub mean: Option<f64>,
}

/// What sort of gap it is, the worst first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapSort {
    /// A mistake at which an interviewer would stop.
    CriticalMistake,
    /// A must of which not a word was said.
    MissedMust,
    /// Anything else.
    #[default]
    Other,
}

/// Something to work on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// What lacks, as something one could say or do; of a mistake, what was said or done.
    pub what: String,
    /// How bad it is.
    #[serde(default)]
    pub sort: GapSort,
    /// The concept, where points of several questions share one.
    pub concept: Option<String>,
    /// The questions in whose answers it lacked, worst first.
    pub questions: Vec<QuestionId>,
    /// How much it weighs: tiers of the points that lacked, added up.
    pub weight: f64,
}

impl Gap {
    /// What to work on, as both faces and the report say it. `title` gives people's words for a concept: what several
    /// answers lacked goes by the name that they share, unless a mistake or a must has to be named.
    pub fn words(&self, title: impl FnOnce(&str) -> String) -> String {
        let what = match &self.concept {
            Some(concept) if self.sort == GapSort::Other && self.questions.len() > 1 => title(concept),
            _ => self.what.clone(),
        };
        match self.sort {
            GapSort::CriticalMistake => format!("Critical mistake: {what}"),
            GapSort::MissedMust => format!("Missed must: {what}"),
            GapSort::Other => what,
        }
    }
}

/// A critical mistake that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriticalMistake {
    /// In the answer to which question.
    pub question: QuestionId,
    /// The mistake, as the notes have it.
    pub text: String,
}

/// Ticks of a whole sitting that no words bear out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubted {
    /// How many there are.
    pub ticks: usize,
    /// Of how many in all.
    pub of: usize,
}

impl Doubted {
    /// "41 of 41 ticks".
    fn words(self) -> String {
        let Self { ticks, of } = self;
        format!("{ticks} of {of} {}", if of == 1 { "tick" } else { "ticks" })
    }

    /// Whether nobody should read what follows from the ticks without this: half of them or more have no words.
    const fn is_loud(self) -> bool {
        2 * self.ticks >= self.of
    }
}

/// "3 of 9 ticks have no words".
pub fn ticks_without_words(ticks: usize, of: usize) -> String {
    let have = if ticks == 1 { "has" } else { "have" };
    let noun = if of == 1 { "tick" } else { "ticks" };
    format!("{ticks} of {of} {noun} {have} no words")
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
    /// The recommendation: that mean, held down by what no mean makes up for.
    pub band: Option<Recommendation>,
    /// The level that the answers read as; none: not yet mid, or nothing to read it from.
    pub level_read: Option<Level>,
    /// Whether there are too few points to read any level from.
    #[serde(default)]
    pub level_untold: bool,
    /// The rules that decided the recommendation and the level, in words.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// The design criteria at 1 that lowered it, on cards from before the level was read by tiers alone.
    pub lowered_by: Vec<String>,
    /// Mean prediction, over the answers that have one and points.
    pub predicted: Option<f64>,
    /// Mean evidence of the same answers, on the same scale.
    pub evidence: Option<f64>,
    /// What an interviewer one level above the level read wants to have heard in answers that fell short; three at the most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expected: Vec<Expected>,
    /// Critical mistakes that were made.
    #[serde(default)]
    pub critical: Vec<CriticalMistake>,
    /// What to work on: critical mistakes, missed musts, then the rest by weight; three at the most.
    pub gaps: Vec<Gap>,
    /// What was ticked.
    pub red_flags: Vec<RedFlag>,
    /// Who judged; none: a card from before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged_by: Option<JudgedBy>,
    /// Ticks that no words bear out; none: there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubted: Option<Doubted>,
    /// The recommendation without the ticks that no words bear out, where it is a lower one; none: it is not, or a card from
    /// before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band_without_doubted: Option<Recommendation>,
    /// How many questions the sitting had, where not all were answered; none: all were, or a card from before this was
    /// kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<usize>,
}

impl Card {
    /// Tells how many questions the sitting had.
    #[must_use]
    pub fn of_planned(mut self, planned: usize) -> Self {
        self.planned = Some(planned).filter(|planned| *planned > self.answers.len());
        self
    }

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

    /// "by own ticks alone", to follow a recommendation that hangs on ticks that no words bear out. None: it does not.
    pub fn condition(&self) -> Option<&'static str> {
        self.band_without_doubted.filter(|_| self.doubted.is_some_and(Doubted::is_loud)).map(|_| "by own ticks alone")
    }

    /// The recommendation, visibly conditional where it hangs on ticks without words: "strong yes, by own ticks alone". None:
    /// nothing was scored.
    pub fn verdict(&self) -> Option<String> {
        let condition = self.condition().map_or(String::new(), |condition| format!(", {condition}"));
        self.band.map(|band| format!("{band}{condition}"))
    }

    /// "self-judged: for 41 of 41 ticks no words were found; without them strong no", to be said as loudly as the
    /// recommendation, which follows from these ticks. None: there are few of them.
    pub fn doubt_words(&self) -> Option<String> {
        let doubted = self.doubted.filter(|doubted| doubted.is_loud())?;
        let without = self.band_without_doubted.map_or(String::new(), |band| format!("; without them {band}"));
        Some(format!("self-judged: for {} no words were found{without}", doubted.words()))
    }

    /// Who judged, by how much of the sitting, and how far the words bear it out: "self-judged; by 1 of 4 questions; 3 of 9
    /// ticks have no words". None: nobody knows.
    pub fn judged_words(&self) -> Option<String> {
        self.judged_words_of(JudgedBy::Friend.word())
    }

    /// The same with the name by which the friend signed.
    pub fn judged_words_of(&self, friend: &str) -> Option<String> {
        let part =
            self.planned.map_or(String::new(), |planned| format!("; by {} of {planned} questions", self.answers.len()));
        // What is said loudly is not said once more.
        let doubt = self
            .doubted
            .filter(|doubted| !doubted.is_loud())
            .map_or(String::new(), |doubted| format!("; {}", ticks_without_words(doubted.ticks, doubted.of)));
        Some(match self.judged_by? {
            JudgedBy::Candidate if !doubt.is_empty() => format!("self-judged{part}{doubt}"),
            JudgedBy::Candidate => format!("judged by {}{part}", JudgedBy::Candidate),
            JudgedBy::Friend => format!("judged by {friend}{part}{doubt}"),
            JudgedBy::Both => format!("judged by {friend} and {}{part}{doubt}", JudgedBy::Candidate),
        })
    }
}
