//! The sheet that a friend fills in while holding a mock, to be read by the program: everything that was drawn, and a
//! blank for everything that can be heard. `docs/partner.md` explains how to fill it in.

mod against;
mod before;
mod fault;
mod held;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use against::Against;
pub use before::Before;
pub use fault::SheetError;
pub use held::HeldMock;

use super::plan::{Plan, Planned};
use crate::assess::RedFlag;
use crate::bank::{Archetype, Dimension, FollowUp, Level, Part, Prompts, Question, Tier, Weights};
use crate::history::{RecordId, Tick};
use crate::json;

/// The explanation at the top of the file.
const ABOUT: &str = "The scorecard of a mock that a friend holds. Ask from the printed sheet, fill in what you heard: \
                     \"tick\" is hit, partial or missed, \"numbers\" are 1 to 4, \"took_minutes\" is the length of the \
                     answer. What stays null or empty is not known and counts nowhere; a question of which nothing is \
                     filled in was not asked. Then: hotseat mock score FILE";

/// The version that is written, and the newest that can be read. Version 1 had no version field.
const VERSION: u32 = 2;

/// How many gaps the friend is asked to name.
const GAPS: usize = 3;

/// The sheet, as it is stored in a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilledSheet {
    /// An explanation for whoever opens the file.
    #[serde(default)]
    pub about: String,
    /// The version of the format.
    #[serde(default = "first")]
    pub version: u32,
    /// The id that the sitting will have, so that reading the same sheet again adds nothing. If `None`, it is made from
    /// the content.
    #[serde(default)]
    pub sitting: Option<RecordId>,
    /// The id of the loop.
    #[serde(rename = "loop")]
    pub loop_: String,
    /// The title of the loop, for people.
    pub title: String,
    /// The level aimed at, which decides which points count.
    pub level: Level,
    /// The shape of the role; `None` for any.
    #[serde(default)]
    pub archetype: Option<Archetype>,
    /// The seed that the questions were drawn with.
    #[serde(default)]
    pub seed: u64,
    /// How much each part counts.
    pub weights: Weights,
    /// When the mock was held: `2026-11-22` or `2026-11-22T18:30:00+01:00`. If `None`, when the sheet is first read.
    #[serde(default)]
    pub held_on: Option<String>,
    /// Who held it and judged, as they sign. If empty, "a friend".
    #[serde(default)]
    pub judge: String,
    /// What the numbers mean, for the friend to read.
    #[serde(default)]
    pub dimensions: Vec<Dimension>,
    /// The rounds, in order.
    pub rounds: Vec<FilledRound>,
    /// The red flags, each with a blank.
    #[serde(default)]
    pub red_flags: Vec<FilledFlag>,
    /// What to work on, in the friend's own words.
    #[serde(default)]
    pub gaps: Vec<String>,
    /// Anything else the friend wants to say.
    #[serde(default)]
    pub notes: String,
}

const fn first() -> u32 {
    1
}

/// A round of the sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilledRound {
    /// The name of the round, for people.
    pub name: String,
    /// Its planned length in minutes.
    pub minutes: u32,
    /// The part of the interview whose weight its result gets; `None` if each answer counts for its own part.
    #[serde(default)]
    pub part: Option<Part>,
    /// Seconds for which the candidate is not interrupted, if the round has such a time.
    #[serde(default)]
    pub uninterrupted: Option<u32>,
    /// The band the candidate predicts for the round, 1 to 4, asked for before any feedback.
    #[serde(default)]
    pub predicted: Option<u8>,
    /// The questions, in order.
    pub questions: Vec<FilledAnswer>,
}

/// A question, with what the friend heard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilledAnswer {
    /// The question as it was drawn.
    pub ask: Planned,
    /// Length of the answer in minutes, without follow-ups.
    #[serde(default)]
    pub took_minutes: Option<f64>,
    /// Whether the candidate said "don't know".
    #[serde(default)]
    pub gave_up: bool,
    /// How often the candidate asked for clarification.
    #[serde(default)]
    pub asked_back: usize,
    /// Whether the candidate settled what was being asked before answering; `None` if nobody paid attention to it.
    #[serde(default)]
    pub clarified: Option<bool>,
    /// The friend's notes of what was said, kept as the text of the answer.
    #[serde(default)]
    pub answer: String,
    /// The points to listen for.
    #[serde(default)]
    pub points: Vec<FilledPoint>,
    /// Mistakes that the candidate might make.
    #[serde(default)]
    pub mistakes: Vec<FilledMistake>,
    /// Follow-ups that may be asked.
    #[serde(default)]
    pub follow_ups: Vec<FilledFollowUp>,
    /// The friend's numbers, 1 to 4, by id of the dimension.
    #[serde(default)]
    pub numbers: BTreeMap<String, Option<u8>>,
}

impl FilledAnswer {
    /// Whether the friend filled in anything for this question.
    pub fn is_filled(&self) -> bool {
        self.gave_up
            || self.took_minutes.is_some()
            || self.asked_back > 0
            || self.clarified.is_some()
            || !self.answer.trim().is_empty()
            || self.points.iter().any(|point| point.tick.is_some())
            || self.mistakes.iter().any(|mistake| mistake.made)
            || self.follow_ups.iter().any(FilledFollowUp::is_filled)
            || self.numbers.values().any(Option::is_some)
    }
}

/// A point to listen for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilledPoint {
    /// Its id within the question.
    pub id: String,
    /// How much it matters, for the friend to read.
    #[serde(default)]
    pub tier: Tier,
    /// The point, for the friend to read.
    #[serde(default)]
    pub text: String,
    /// How well it was made; `None` if it was not judged.
    #[serde(default)]
    pub tick: Option<Tick>,
}

/// A mistake that may be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilledMistake {
    /// Its id within the question.
    pub id: String,
    /// The mistake, for the friend to read.
    #[serde(default)]
    pub text: String,
    /// Whether it was made.
    #[serde(default)]
    pub made: bool,
}

/// A follow-up that may be asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilledFollowUp {
    /// Its id within the question, or the id of a general prompt.
    pub id: String,
    /// What to ask, for the friend to read.
    #[serde(default)]
    pub prompt: String,
    /// How well the reply held; `None` if it was not judged.
    #[serde(default)]
    pub tick: Option<Tick>,
    /// The friend's notes of the reply.
    #[serde(default)]
    pub reply: String,
}

impl FilledFollowUp {
    fn is_filled(&self) -> bool {
        self.tick.is_some() || !self.reply.trim().is_empty()
    }
}

/// A red flag that may be seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilledFlag {
    /// Which red flag it is.
    pub id: RedFlag,
    /// The red flag in words, for the friend to read.
    #[serde(default)]
    pub text: String,
    /// Whether the friend saw it.
    #[serde(default)]
    pub seen: bool,
}

impl FilledSheet {
    /// A blank sheet for a plan. `questions` are those of the plan, in the same order.
    pub fn blank(plan: &Plan, questions: &[Question], dimensions: &[Dimension], sitting: RecordId) -> Self {
        let mut questions = questions.iter();
        let kinds: Vec<_> = plan.questions().map(|planned| planned.kind).collect();
        let rounds = plan.rounds.iter().map(|round| FilledRound {
            name: round.name.clone(),
            minutes: round.minutes,
            part: round.part,
            uninterrupted: round.uninterrupted,
            predicted: None,
            questions: round.questions.iter().zip(questions.by_ref()).map(|(p, q)| blank(p, q, dimensions)).collect(),
        });
        Self {
            about: ABOUT.to_owned(),
            version: VERSION,
            sitting: Some(sitting),
            loop_: plan.loop_.clone(),
            title: plan.title.clone(),
            level: plan.level,
            archetype: plan.archetype,
            seed: plan.seed,
            weights: plan.weights,
            held_on: None,
            judge: String::new(),
            rounds: rounds.collect(),
            dimensions: dimensions
                .iter()
                .filter(|dimension| dimension.kinds.iter().any(|kind| kinds.contains(kind)))
                .cloned()
                .collect(),
            red_flags: RedFlag::ALL
                .iter()
                .map(|flag| FilledFlag { id: *flag, text: flag.words().to_owned(), seen: false })
                .collect(),
            gaps: vec![String::new(); GAPS],
            notes: String::new(),
        }
    }

    /// Adds a blank for each general prompt after every question that it suits.
    #[must_use]
    pub fn with_prompts(mut self, prompts: &Prompts) -> Self {
        for filled in self.rounds.iter_mut().flat_map(|round| &mut round.questions) {
            let suits = |prompt: &&FollowUp| is_for(prompt, &filled.ask);
            filled.follow_ups.extend(prompts.all().filter(suits).map(blank_follow_up));
        }
        self
    }

    /// Reads a sheet. Nothing is compared with a bank yet.
    pub fn read(text: &str) -> Result<Self, SheetError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let read = json::read_noting(text);
        let read = read.map_err(|misfit| SheetError::of_misfit(&misfit, text));
        // A sheet of a newer version gets an error that says so, before any other complaint about its content.
        SheetError::check_version(text, VERSION)?;
        match read? {
            (sheet, unknown) if unknown.is_empty() => Ok(sheet),
            (_, unknown) => Err(SheetError::of_unknown(&unknown[0], text)),
        }
    }
}

fn blank(planned: &Planned, question: &Question, dimensions: &[Dimension]) -> FilledAnswer {
    let points = question.look_for.iter().map(|point| FilledPoint {
        id: point.id.clone(),
        tier: point.tier,
        text: point.text.clone(),
        tick: None,
    });
    let mistakes = question.mistakes.iter().map(|mistake| FilledMistake {
        id: mistake.id.clone(),
        text: mistake.text.clone(),
        made: false,
    });
    let scored = dimensions.iter().filter(|dimension| dimension.kinds.contains(&planned.kind));
    FilledAnswer {
        ask: planned.clone(),
        took_minutes: None,
        gave_up: false,
        asked_back: 0,
        clarified: None,
        answer: String::new(),
        points: points.collect(),
        mistakes: mistakes.collect(),
        follow_ups: question.follow_ups.iter().map(blank_follow_up).collect(),
        numbers: scored.map(|dimension| (dimension.id.clone(), None)).collect(),
    }
}

fn blank_follow_up(next: &FollowUp) -> FilledFollowUp {
    FilledFollowUp { id: next.id.clone(), prompt: next.prompt.clone(), tick: None, reply: String::new() }
}

/// Whether a general prompt can be asked after a question of this kind and topic. Concepts that the answer would have
/// to mention are not checked, because nobody knows them before it is given.
pub fn is_for(prompt: &FollowUp, planned: &Planned) -> bool {
    prompt.fits.as_ref().is_none_or(|fits| {
        (fits.kinds.is_empty() || fits.kinds.contains(&planned.kind))
            && (fits.topics.is_empty() || fits.topics.contains(&planned.topic))
    })
}

#[cfg(test)]
mod tests;
