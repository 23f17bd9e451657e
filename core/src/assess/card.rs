//! The scorecard of a sitting: its data, and its verdict in words.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Band, Expected};
use crate::bank::{Area, Kind, Level, QuestionId};
use crate::history::Tick;

/// Means (1 to 4) from which on a recommendation is lean no, lean yes, strong yes: each mean goes to the nearest of
/// the four.
const CUTS: [f64; 3] = [1.5, 2.5, 3.5];

hotseat_bank::vocabulary! {
    /// What an interviewer would recommend.
    #[derive(PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    Recommendation {
        /// More than half of the answers would fail, or a mean below 1.5.
        StrongNo = "strong no",
        /// A mean below 2.5, or something that rules out a yes whatever the mean.
        LeanNo = "lean no",
        /// A mean below 3.5, or something that rules out a strong yes.
        LeanYes = "lean yes",
        /// A mean of 3.5 or more, and nothing that holds it down.
        StrongYes = "strong yes",
    }
}

impl Recommendation {
    /// The recommendation for a mean on the scale from 1 to 4, before anything holds it down.
    pub fn of(mean: f64) -> Self {
        // Means of halves and thirds have rounding errors: 2.5 has to count as 2.5.
        Self::ALL[CUTS.iter().filter(|least| mean >= **least - 1e-9).count()]
    }
}

/// Signs that an interviewer would write down in red.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RedFlag {
    /// Buzzwords with no shipped example.
    Buzzwords,
    /// Job duties instead of systems.
    JobDuties,
    /// Says "it depends" and then does not choose.
    NoPick,
    /// Defensive under push-back.
    Defensive,
    /// Cannot sketch the candidate's own system.
    CannotSketch,
}

impl RedFlag {
    /// All five red flags.
    pub const ALL: [Self; 5] = [Self::Buzzwords, Self::JobDuties, Self::NoPick, Self::Defensive, Self::CannotSketch];

    /// The text shown to people.
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
    /// The sort of question asked after an answer.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    Asked {
        /// A question that goes further.
        FollowUp = "follow-up",
        /// What happens when a part of the system fails.
        Probe = "and when it fails?",
        /// Doubt about what was said.
        PushBack = "push-back",
        /// What happens at ten times the load.
        TenTimes = "ten times",
    }
}

/// A follow-up, and how the reply held up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Id of the follow-up.
    pub id: String,
    /// The follow-up as it was asked.
    pub prompt: String,
    /// The sort of follow-up it was.
    pub asked: Asked,
    /// How the reply held up: hit if it held, partly, or missed.
    pub tick: Tick,
    /// Whether the follow-up belongs to the question itself rather than being a general prompt.
    #[serde(default)]
    pub own: bool,
    /// Whether the follow-up suits the question. One that does not costs nothing.
    #[serde(default = "suits")]
    pub fits: bool,
}

/// The default of `fits` for cards from before it was recorded: every follow-up counted.
const fn suits() -> bool {
    true
}

hotseat_bank::vocabulary! {
    /// Who ticked the points.
    #[derive(Default, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    JudgedBy {
        /// The candidate, in a debrief.
        #[default]
        Candidate = "yourself",
        /// Whoever held the interview, on a sheet.
        Friend = "a friend",
        /// Both: each ticked a part, or each ticked everything.
        Both = "a friend and yourself",
    }
}

/// The number for one dimension of one answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Number {
    /// Id of the scorecard dimension.
    pub dimension: String,
    /// The number that the evidence suggests, 1 to 4.
    pub suggested: u8,
    /// The number that counts, 1 to 4: that of whoever held the interview, or else the candidate's own or the
    /// suggestion, after the cap.
    pub number: u8,
    /// Whether the cap lowered it: the evidence or the candidate would have given more.
    pub capped: bool,
    /// The highest number that is suggested and that the candidate can give here, 1 to 4. Cards from before there were bands have only one cap,
    /// 2 for a missed must.
    #[serde(default = "missed_must")]
    pub cap: u8,
    /// What the suggestion is based on, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence: String,
}

/// The default of `cap`: the only one that old cards had.
const fn missed_must() -> u8 {
    2
}

/// One answer on the card: the evidence, then the numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnswerCard {
    /// `bank/id`.
    pub question: QuestionId,
    /// The kind of question.
    pub kind: Kind,
    /// Index of its round, from 0.
    pub round: usize,
    /// Points hit, of those that count at the level; a partial one counts as one half.
    pub points: f64,
    /// How many points count at the level.
    pub of: usize,
    /// How many musts were hit.
    pub musts: usize,
    /// How many musts there are.
    pub musts_of: usize,
    /// What was asked after it, and how the replies held up.
    pub follow_ups: Vec<Held>,
    /// The numbers of the dimensions scored on it.
    pub numbers: Vec<Number>,
    /// The mean of the numbers. None if no dimension is scored on this kind of question.
    pub mean: Option<f64>,
    /// The band of the answer. None if there was nothing to go by, or the card is from before there were bands.
    #[serde(default)]
    pub band: Option<Band>,
    /// The weighted share of its points, 0 to 1. None if no point counts, or the card is from before this was kept.
    #[serde(default)]
    pub share: Option<f64>,
    /// What decided the band, in words. None under the same conditions as `band`.
    #[serde(default)]
    pub reason: Option<String>,
    /// Whether every point that counts was judged.
    #[serde(default)]
    pub judged: bool,
}

/// One round on the card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoundCard {
    /// The name of the round, as shown to people.
    pub name: String,
    /// The mean of its answers. None if nothing in it was answered.
    pub mean: Option<f64>,
}

/// The sort of a gap, the worst first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapSort {
    /// A mistake at which an interviewer would stop.
    CriticalMistake,
    /// A must about which nothing was said.
    MissedMust,
    /// Anything else.
    #[default]
    Other,
}

/// Something to work on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// What was missing, as something one could say or do; for a mistake, what was said or done.
    pub what: String,
    /// How serious the gap is.
    #[serde(default)]
    pub sort: GapSort,
    /// The concept shared by points of several questions, if there is one.
    pub concept: Option<String>,
    /// The questions whose answers had this gap, worst first.
    pub questions: Vec<QuestionId>,
    /// How much the gap weighs: the tiers of the points that were missing, added up.
    pub weight: f64,
}

impl Gap {
    /// What to work on, as both faces and the report say it. `title` turns a concept into words for people; the
    /// concept's name is used when several answers share the gap, unless a mistake or a must has to be named.
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
    /// The question in whose answer it was made.
    pub question: QuestionId,
    /// The mistake, as worded in the question's notes.
    pub text: String,
}

/// How many ticks of a whole sitting have no words in the answers that bear them out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubted {
    /// Ticks without words.
    pub ticks: usize,
    /// All ticks of the sitting.
    pub of: usize,
}

impl Doubted {
    /// "41 of 41 ticks".
    fn words(self) -> String {
        let Self { ticks, of } = self;
        format!("{ticks} of {of} {}", if of == 1 { "tick" } else { "ticks" })
    }

    /// Whether there are so many doubted ticks, half or more, that nobody should read the recommendation without
    /// being told.
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

/// A scorecard of a whole sitting.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// The level aimed at, which decides the tiers that count.
    pub level: Level,
    /// The answers in the order in which they were given.
    pub answers: Vec<AnswerCard>,
    /// The rounds in the order in which they were held.
    pub rounds: Vec<RoundCard>,
    /// The mean of each dimension over the answers that it is scored on, by the dimension's id.
    pub dimensions: BTreeMap<String, f64>,
    /// The mean of the numbers for each area that hiring managers judge.
    pub areas: BTreeMap<Area, f64>,
    /// The mean of the rounds, weighted as the loop says. None if nothing was scored.
    pub overall: Option<f64>,
    /// The recommendation: that of the overall mean, held down by whatever no mean makes up for. None if nothing was
    /// scored.
    pub band: Option<Recommendation>,
    /// The level that the answers read as. None if below mid, or if there is nothing to read it from.
    pub level_read: Option<Level>,
    /// Whether there are too few points to read a level from.
    #[serde(default)]
    pub level_untold: bool,
    /// The rules that decided the recommendation and the level, in words.
    #[serde(default)]
    pub reasons: Vec<String>,
    /// The design criteria scored 1 that lowered the level, on cards from before the level was read from tiers alone.
    /// Otherwise empty.
    pub lowered_by: Vec<String>,
    /// The mean prediction over the answers that have both a prediction and points.
    pub predicted: Option<f64>,
    /// The mean evidence of the same answers, on the same scale.
    pub evidence: Option<f64>,
    /// What an interviewer one level above `level_read` would want to have heard in answers that fell short; three at
    /// most.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expected: Vec<Expected>,
    /// The critical mistakes that were made.
    #[serde(default)]
    pub critical: Vec<CriticalMistake>,
    /// What to work on: critical mistakes, then missed musts, then the rest by weight; three at most.
    pub gaps: Vec<Gap>,
    /// The red flags that were ticked.
    pub red_flags: Vec<RedFlag>,
    /// Who judged. None on cards from before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged_by: Option<JudgedBy>,
    /// Ticks that no words bear out. None if there are no such ticks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubted: Option<Doubted>,
    /// The recommendation without the ticks that no words bear out, if that is a lower one. None if it is not, or the
    /// card is from before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band_without_doubted: Option<Recommendation>,
    /// How many questions the sitting had, if not all were answered. None if all were, or the card is from before
    /// this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<usize>,
}

impl Card {
    /// Sets how many questions the sitting had; kept only if that is more than were answered.
    #[must_use]
    pub fn of_planned(mut self, planned: usize) -> Self {
        self.planned = Some(planned).filter(|planned| *planned > self.answers.len());
        self
    }

    /// The questions to drill for the gaps, each once: those of the worst gap first.
    pub fn drill_queue(&self) -> Vec<QuestionId> {
        let mut queue: Vec<QuestionId> = Vec::new();
        for question in self.gaps.iter().flat_map(|gap| &gap.questions) {
            if !queue.contains(question) {
                queue.push(question.clone());
            }
        }
        queue
    }

    /// "by own ticks alone", to be added to a recommendation that depends on ticks that no words bear out. None if it
    /// does not.
    pub fn condition(&self) -> Option<&'static str> {
        self.band_without_doubted.filter(|_| self.doubted.is_some_and(Doubted::is_loud)).map(|_| "by own ticks alone")
    }

    /// The recommendation, with its condition if it depends on ticks without words: "strong yes, by own ticks alone".
    /// None if nothing was scored.
    pub fn verdict(&self) -> Option<String> {
        let condition = self.condition().map_or(String::new(), |condition| format!(", {condition}"));
        self.band.map(|band| format!("{band}{condition}"))
    }

    /// "self-judged: for 41 of 41 ticks no words were found; without them strong no", to be shown as prominently as
    /// the recommendation that follows from these ticks. None if less than half of the ticks are in doubt.
    pub fn doubt_words(&self) -> Option<String> {
        let doubted = self.doubted.filter(|doubted| doubted.is_loud())?;
        let without = self.band_without_doubted.map_or(String::new(), |band| format!("; without them {band}"));
        Some(format!("self-judged: for {} no words were found{without}", doubted.words()))
    }

    /// Who judged, on how many of the sitting's questions, and how far the words bear the ticks out: "self-judged; by
    /// 1 of 4 questions; 3 of 9 ticks have no words". None if who judged was not kept.
    pub fn judged_words(&self) -> Option<String> {
        self.judged_words_of(JudgedBy::Friend.word())
    }

    /// The same, with the name that the friend signed with.
    pub fn judged_words_of(&self, friend: &str) -> Option<String> {
        let part =
            self.planned.map_or(String::new(), |planned| format!("; by {} of {planned} questions", self.answers.len()));
        // What `doubt_words` says already is not repeated.
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
