//! The sheet that a friend fills in while holding a mock, for the machine to read: everything that was drawn, and a blank
//! for everything that can be heard. `docs/partner.md` tells people how to fill it in.

mod against;
mod fault;
mod held;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use against::Against;
pub use fault::SheetError;
pub use held::{Before, HeldMock};

use super::plan::{Plan, Planned};
use crate::assess::RedFlag;
use crate::bank::{Archetype, Dimension, FollowUp, Level, Part, Prompts, Question, Tier, Weights};
use crate::history::{RecordId, Tick};
use crate::json;

/// What stands at the top of the file.
const ABOUT: &str = "The scorecard of a mock that a friend holds. Ask from the printed sheet, fill in what you heard: \
                     \"tick\" is hit, partial or missed, \"numbers\" are 1 to 4, \"took_minutes\" is the length of the \
                     answer. What stays null or empty is not known and counts nowhere; a question of which nothing is \
                     filled in was not asked. Then: hotseat mock score FILE";

/// The version of the sheet that is written, and the newest one that is read. The first one had none.
const VERSION: u32 = 2;

/// How many gaps a friend is asked for.
const GAPS: usize = 3;

/// The sheet as a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilledSheet {
    /// For whoever opens it.
    #[serde(default)]
    pub about: String,
    /// Which version of the sheet it is.
    #[serde(default = "first")]
    pub version: u32,
    /// The name that the sitting gets: reading the same sheet again adds nothing. None: made from the content.
    #[serde(default)]
    pub sitting: Option<RecordId>,
    /// The loop's id.
    #[serde(rename = "loop")]
    pub loop_: String,
    /// What people read.
    pub title: String,
    /// The level aimed at: which points count.
    pub level: Level,
    /// The shape of role; none: all.
    #[serde(default)]
    pub archetype: Option<Archetype>,
    /// Seed of the draw.
    #[serde(default)]
    pub seed: u64,
    /// How much each part counts.
    pub weights: Weights,
    /// When it was held: `2026-11-22` or `2026-11-22T18:30:00+01:00`. None: when it is read for the first time.
    #[serde(default)]
    pub held_on: Option<String>,
    /// Who held it and judged, as they sign. Empty: a friend.
    #[serde(default)]
    pub judge: String,
    /// What the numbers mean, to be read.
    #[serde(default)]
    pub dimensions: Vec<Dimension>,
    /// The rounds in order.
    pub rounds: Vec<FilledRound>,
    /// What an interviewer would write down in red.
    #[serde(default)]
    pub red_flags: Vec<FilledFlag>,
    /// What to work on, in the friend's own words.
    #[serde(default)]
    pub gaps: Vec<String>,
    /// Whatever else there is to say.
    #[serde(default)]
    pub notes: String,
}

const fn first() -> u32 {
    1
}

/// A round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilledRound {
    /// What people read.
    pub name: String,
    /// How long it should take.
    pub minutes: u32,
    /// Whose weight its result gets.
    #[serde(default)]
    pub part: Option<Part>,
    /// Seconds in which the candidate is not interrupted.
    #[serde(default)]
    pub uninterrupted: Option<u32>,
    /// What the candidate thinks it was worth, 1 to 4, asked before anything is told.
    #[serde(default)]
    pub predicted: Option<u8>,
    /// The questions in order.
    pub questions: Vec<FilledAnswer>,
}

/// A question with what was heard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilledAnswer {
    /// What was drawn.
    pub ask: Planned,
    /// Length of the answer without follow-ups.
    #[serde(default)]
    pub took_minutes: Option<f64>,
    /// "Don't know".
    #[serde(default)]
    pub gave_up: bool,
    /// How often the candidate asked for clarification.
    #[serde(default)]
    pub asked_back: usize,
    /// Whether the candidate settled what was asked before answering; none: nobody listened for it.
    #[serde(default)]
    pub clarified: Option<bool>,
    /// Notes of what was said; kept as the answer.
    #[serde(default)]
    pub answer: String,
    /// What to listen for.
    #[serde(default)]
    pub points: Vec<FilledPoint>,
    /// What is wrong to say.
    #[serde(default)]
    pub mistakes: Vec<FilledMistake>,
    /// What may be asked next.
    #[serde(default)]
    pub follow_ups: Vec<FilledFollowUp>,
    /// The interviewer's numbers, by dimension.
    #[serde(default)]
    pub numbers: BTreeMap<String, Option<u8>>,
}

impl FilledAnswer {
    /// Whether anything of it is filled in.
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

/// A point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilledPoint {
    /// Its id within the question.
    pub id: String,
    /// How much it matters, to be read.
    #[serde(default)]
    pub tier: Tier,
    /// The point, to be read.
    #[serde(default)]
    pub text: String,
    /// What was heard; none: not a word of it.
    #[serde(default)]
    pub tick: Option<Tick>,
}

/// A mistake.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilledMistake {
    /// Its id within the question.
    pub id: String,
    /// The mistake, to be read.
    #[serde(default)]
    pub text: String,
    /// Whether it was made.
    #[serde(default)]
    pub made: bool,
}

/// A follow-up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilledFollowUp {
    /// Its id within the question, or that of a general prompt.
    pub id: String,
    /// What to ask, to be read.
    #[serde(default)]
    pub prompt: String,
    /// How the reply held; none: not asked.
    #[serde(default)]
    pub tick: Option<Tick>,
    /// Notes of what was replied.
    #[serde(default)]
    pub reply: String,
}

impl FilledFollowUp {
    fn is_filled(&self) -> bool {
        self.tick.is_some() || !self.reply.trim().is_empty()
    }
}

/// A red flag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FilledFlag {
    /// Which.
    pub id: RedFlag,
    /// What people read for it.
    #[serde(default)]
    pub text: String,
    /// Whether it was seen.
    #[serde(default)]
    pub seen: bool,
}

impl FilledSheet {
    /// A blank sheet for a plan. `questions` are those of the plan, in its order.
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

    /// The sheet with a blank for each of these general prompts after every question of a kind that it suits.
    #[must_use]
    pub fn with_prompts(mut self, prompts: &Prompts) -> Self {
        for filled in self.rounds.iter_mut().flat_map(|round| &mut round.questions) {
            let suits = |prompt: &&FollowUp| is_for(prompt, &filled.ask);
            filled.follow_ups.extend(prompts.all().filter(suits).map(blank_follow_up));
        }
        self
    }

    /// Reads a sheet. What it says is not held against any bank yet.
    pub fn read(text: &str) -> Result<Self, SheetError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let read = json::read_noting(text);
        let read = read.map_err(|misfit| SheetError::of_misfit(&misfit, text));
        // What a newer version says cannot be judged by what this one knows.
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

/// Whether a general prompt can be asked after a question of this kind and topic. Which parts an answer speaks of, nobody
/// knows before it is given.
pub fn is_for(prompt: &FollowUp, planned: &Planned) -> bool {
    prompt.fits.as_ref().is_none_or(|fits| {
        (fits.kinds.is_empty() || fits.kinds.contains(&planned.kind))
            && (fits.topics.is_empty() || fits.topics.contains(&planned.topic))
    })
}

#[cfg(test)]
mod tests;
