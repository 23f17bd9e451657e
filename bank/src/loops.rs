//! Loops: the shapes of interview processes, as data. What a round asks is specified by kinds, topics and shares of its
//! time; the questions themselves are chosen when a mock is drawn.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::question::{Archetype, Kind, Level, Levels};

/// Which of the three parts of an interview something belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// Core technical knowledge.
    Core,
    /// Design and incident scenarios.
    Scenario,
    /// Behavioural and situational questions, and the introduction.
    Behavioural,
}

impl Part {
    /// All three, in the order in which weights are written.
    pub const ALL: [Self; 3] = [Self::Core, Self::Scenario, Self::Behavioural];

    /// The word that files and screens use.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Scenario => "scenario",
            Self::Behavioural => "behavioural",
        }
    }

    /// The part to which a kind of question belongs.
    pub const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Technical | Kind::Review => Self::Core,
            Kind::Design | Kind::Incident => Self::Scenario,
            Kind::Behavioural | Kind::Situational | Kind::Intro => Self::Behavioural,
        }
    }
}

/// Whether a mock is held to its time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Pressure {
    /// The interviewer moves on, and rounds end in time.
    Real,
    /// The clock runs and says so, and nothing follows from that.
    #[default]
    Gentle,
}

/// How much each part counts, in percent; together 100.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Weights {
    /// Core technical knowledge.
    pub core: u32,
    /// Design and incident scenarios.
    pub scenario: u32,
    /// Behavioural, situational, introduction.
    pub behavioural: u32,
}

impl Weights {
    /// The weight of one part, in percent.
    pub const fn of(self, part: Part) -> u32 {
        match part {
            Part::Core => self.core,
            Part::Scenario => self.scenario,
            Part::Behavioural => self.behavioural,
        }
    }
}

/// A share of a round's time and what it is spent on. Empty lists do not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Slot {
    /// Percent of the round's time that slots with a `count` leave; the shares of a round come to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<u32>,
    /// Exactly so many questions, however long they are. A slot has either a share or a count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// Any of these kinds.
    pub kinds: Vec<Kind>,
    /// Any of these topics.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<String>,
    /// Slugs (same bank) or `bank/id` of questions of which the first that there is opens the slot, whatever level and
    /// archetype it is for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opens: Vec<String>,
    /// How many follow-ups each answer is reckoned with. Absent: one to three, by its length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_ups: Option<u32>,
    /// Draws from the candidate's weakest topics.
    #[serde(default, skip_serializing_if = "is_false")]
    pub weakest: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_false(value: &bool) -> bool {
    !value
}

/// One sitting of a loop, with one interviewer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LoopRound {
    /// What people read.
    pub name: String,
    /// How long it takes.
    pub minutes: u32,
    /// Whose weight the round's result gets. Absent: it is a mixture, and its parts are weighed each for itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
    /// Only for candidates of these levels, lowest and highest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub levels: Option<Levels>,
    /// Seconds at the beginning of the round in which the candidate is not interrupted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uninterrupted: Option<u32>,
    /// What is asked, in this order.
    pub slots: Vec<Slot>,
    /// Fields that this version does not know, kept as they were read.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// The shape of an interview process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Loop {
    /// Slug; what the command line calls it.
    pub id: String,
    /// What people read.
    pub title: String,
    /// What it is good for, in a sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// The shape of role that it is for. Absent: the candidate's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archetype: Option<Archetype>,
    /// How much each part counts.
    pub weights: Weights,
    /// Whether the time is held to. Absent: it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pressure: Option<Pressure>,
    /// The rounds in order.
    pub rounds: Vec<LoopRound>,
    /// Fields that this version does not know, kept as they were read.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl Loop {
    /// The rounds for a candidate of this level.
    pub fn rounds_at(&self, level: Level) -> impl Iterator<Item = &LoopRound> {
        self.rounds.iter().filter(move |round| round.levels.is_none_or(|levels| levels.contain(level)))
    }

    /// The total minutes of those rounds.
    pub fn minutes_at(&self, level: Level) -> u32 {
        self.rounds_at(level).map(|round| round.minutes).sum()
    }

    /// What is wrong with the loop. Empty if it can be drawn from a bank that has the questions.
    pub fn faults(&self) -> Vec<LoopFault> {
        let mut faults = Vec::new();
        let mut fault = |path: String, found: String, remedy: &'static str| {
            faults.push(LoopFault { path, found, remedy });
        };
        if self.id.is_empty() || !self.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            let found = format!("{:?} cannot be the id of a loop", self.id);
            fault("id".into(), found, "use small letters, digits and hyphens");
        } else if COMMANDS.contains(&self.id.as_str()) {
            let found = format!("{:?} is a command of `hotseat mock`", self.id);
            fault("id".into(), found, "call the loop otherwise");
        }
        let weights: u64 = Part::ALL.iter().map(|part| u64::from(self.weights.of(*part))).sum();
        if weights != 100 {
            fault(
                "weights".into(),
                format!("weights that come to {weights}"),
                "weights are percents; let them come to 100",
            );
        }
        if self.rounds.is_empty() {
            fault("rounds".into(), "no rounds".into(), "a loop has one round at the least");
        }
        for level in
            Level::ALL.iter().filter(|level| !self.rounds.is_empty() && self.rounds_at(**level).next().is_none())
        {
            fault("rounds".into(), format!("no round for {level}"), "leave \"levels\" out of one of the rounds");
        }
        for (i, round) in self.rounds.iter().enumerate() {
            let at = |field: &str| format!("rounds[{i}].{field}");
            if round.name.trim().is_empty() {
                fault(at("name"), "an empty name".into(), "say what people read for the round");
            }
            if !(MINUTES.0..=MINUTES.1).contains(&round.minutes) {
                fault(at("minutes"), format!("{} minutes", round.minutes), "a round takes 5 to 240 minutes");
            }
            if round.slots.is_empty() {
                fault(at("slots"), "no slots".into(), "say which kinds of questions the round asks");
                continue;
            }
            let shares: u64 = round.slots.iter().filter_map(|slot| slot.share).map(u64::from).sum();
            let any = round.slots.iter().any(|slot| slot.share.is_some());
            if any && shares != 100 {
                fault(
                    at("slots"),
                    format!("shares that come to {shares}"),
                    "shares are percents; let them come to 100",
                );
            }
            for (j, slot) in round.slots.iter().enumerate() {
                let remedy = "give it either a share of the time or a count of questions, above 0";
                match (slot.share, slot.count) {
                    (Some(1..), None) | (None, Some(1..)) => {}
                    (Some(_), Some(_)) => fault(at(&format!("slots[{j}]")), "both share and count".into(), remedy),
                    _ => fault(at(&format!("slots[{j}]")), "neither share nor count".into(), remedy),
                }
                if slot.kinds.is_empty() {
                    fault(
                        at(&format!("slots[{j}].kinds")),
                        "no kinds".into(),
                        "name one kind of question at the least",
                    );
                }
            }
        }
        faults
    }
}

/// Subcommands, which would hide a loop with the same id on the command line.
const COMMANDS: [&str; 5] = ["list", "plan", "sheet", "score", "help"];

/// Shortest and longest round, in minutes.
const MINUTES: (u32, u32) = (5, 240);

/// A fault in a loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoopFault {
    /// Path within the loop, for example `rounds[0].slots[1].kinds`.
    pub path: String,
    /// What is wrong.
    pub found: String,
    /// What to do about it.
    pub remedy: &'static str,
}

// Tests of the loops are beside the library, which has the questions: this file is also part of the build script.
