//! The words and numbers by which questions are sorted, filtered and timed.

use std::fmt;

use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// Defines a vocabulary of questions, which is also ordered and used in JSON.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($words:tt)+ }) => {
        crate::vocabulary! {
            $(#[$meta])*
            #[derive(Hash, PartialOrd, Ord, Serialize, Deserialize)]
            #[cfg_attr(test, derive(schemars::JsonSchema))]
            #[serde(rename_all = "lowercase")]
            $name { $($words)+ }
        }
    };
}

words! {
    /// What sort of question it is.
    #[derive(Default)]
    Kind {
        /// Explain how something works or how you would do it.
        #[default]
        Technical = "technical",
        /// Design a system.
        Design = "design",
        /// Something is broken: find out, repair, prevent.
        Incident = "incident",
        /// A snippet to find the faults in.
        Review = "review",
        /// Tell what you did.
        Behavioural = "behavioural",
        /// Tell what you would do.
        Situational = "situational",
        /// Who you are, and what you ask them.
        Intro = "intro",
    }
}

words! {
    /// How senior the role is.
    Level {
        /// First years.
        Junior = "junior",
        /// Works alone on known ground.
        Mid = "mid",
        /// Owns services and their failures.
        Senior = "senior",
        /// Sets direction over several teams.
        Staff = "staff",
    }
}

words! {
    /// How hard the question is for somebody at its lowest level.
    #[derive(Default)]
    Difficulty {
        /// Expected of everybody.
        Easy = "easy",
        /// The ordinary interview question.
        #[default]
        Medium = "medium",
        /// Separates candidates.
        Hard = "hard",
    }
}

words! {
    /// The three shapes of a backend role.
    Archetype {
        /// API and service generalist.
        Api = "api",
        /// Distributed-systems specialist.
        Distributed = "distributed",
        /// Data and storage backend.
        Data = "data",
    }
}

words! {
    /// How much a point matters, and from which level on it is expected.
    #[derive(Default)]
    Tier {
        /// Without it the answer does not impress. Weight 3.
        Must = "must",
        /// Part of a strong answer. Weight 2.
        #[default]
        Strong = "strong",
        /// Lifts the answer to senior. Weight 1.
        Senior = "senior",
        /// Lifts the answer to staff. Weight 1.
        Staff = "staff",
    }
}

words! {
    /// Which kind of part a probe asks about when it asks "and when this fails?".
    Probe {
        /// A database or another place where data rests.
        Store = "store",
        /// A queue, log or broker.
        Queue = "queue",
        /// Another service.
        Dependency = "dependency",
        /// Anything else that can fail.
        Other = "other",
    }
}

crate::vocabulary! {
    /// Something about the shape of an answer that can be seen without knowing its subject.
    #[derive(Hash, PartialOrd, Ord, Serialize, Deserialize)]
    #[cfg_attr(test, derive(schemars::JsonSchema))]
    #[serde(rename_all = "kebab-case")]
    Shape {
        /// A figure before and the same figure after.
        NumberBeforeAfter = "number-before-after",
        /// What the speaker did, apart from what the team did.
        OwnPart = "own-part",
        /// How it ended.
        Result = "result",
        /// What was learned, or done otherwise since.
        Lesson = "lesson",
        /// When it was or how long it took.
        TimeBound = "time-bound",
        /// How somebody else saw it.
        NamesAPersonsView = "names-a-persons-view",
        /// How much or how many, in figures that are no small counts and no lengths of time.
        Figures = "figures",
        /// Whom the speaker told.
        ToldSomebody = "told-somebody",
        /// What the speaker is no good at, or does not know.
        OwnLimit = "own-limit",
    }
}

words! {
    /// Who speaks in a worked session.
    Speaker {
        /// Who is asked.
        Candidate = "candidate",
        /// Who asks.
        Interviewer = "interviewer",
    }
}

/// The lowest and the highest level that a question suits; in JSON `["mid", "staff"]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(try_from = "(Level, Level)"))]
#[serde(into = "(Level, Level)")]
pub struct Levels {
    /// The lowest.
    pub lowest: Level,
    /// The highest, never below the lowest.
    pub highest: Level,
}

impl Levels {
    /// Whether the question suits this level.
    pub fn contain(self, level: Level) -> bool {
        (self.lowest..=self.highest).contains(&level)
    }

    /// All levels in the range, lowest first.
    pub fn all(self) -> impl Iterator<Item = Level> {
        Level::ALL.iter().copied().filter(move |level| self.contain(*level))
    }
}

impl fmt::Display for Levels {
    /// Shows "mid to staff", or "mid" if both are the same.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.lowest == self.highest {
            return write!(f, "{}", self.lowest);
        }
        write!(f, "{} to {}", self.lowest, self.highest)
    }
}

impl Default for Levels {
    fn default() -> Self {
        Self { lowest: Level::Junior, highest: Level::Staff }
    }
}

impl<'de> Deserialize<'de> for Levels {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_tuple(2, ReadLevels)
    }
}

/// Checks the order while the pair is being parsed, when the parser still knows its position.
struct ReadLevels;

impl<'de> Visitor<'de> for ReadLevels {
    type Value = Levels;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the lowest and the highest level")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut pair: A) -> Result<Levels, A::Error> {
        let mut next = |read| pair.next_element::<Level>()?.ok_or_else(|| A::Error::invalid_length(read, &self));
        let (lowest, highest) = (next(0)?, next(1)?);
        if lowest > highest {
            let found = format!("levels go from lowest to highest; found {lowest} before {highest}");
            return Err(A::Error::custom(found));
        }
        Ok(Levels { lowest, highest })
    }
}

impl From<Levels> for (Level, Level) {
    fn from(levels: Levels) -> Self {
        (levels.lowest, levels.highest)
    }
}

/// How relevant a question is to each archetype, 0 (not at all) to 3 (central). Absent means 2 for all: an own
/// question is there to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Relevance {
    /// API and service generalist.
    pub api: u8,
    /// Distributed-systems specialist.
    pub distributed: u8,
    /// Data and storage backend.
    pub data: u8,
}

impl Default for Relevance {
    fn default() -> Self {
        Self { api: 2, distributed: 2, data: 2 }
    }
}

impl Relevance {
    /// The relevance to one archetype, 0 to 3.
    pub fn of(self, archetype: Archetype) -> u8 {
        match archetype {
            Archetype::Api => self.api,
            Archetype::Distributed => self.distributed,
            Archetype::Data => self.data,
        }
    }
}

/// How long to think and to talk, in seconds. `target` and `max` are for a spoken answer, thinking not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Seconds {
    /// Thinking before the first word.
    #[serde(default = "Seconds::default_think")]
    pub think: u32,
    /// A good length.
    pub target: u32,
    /// Where an interviewer would interrupt.
    pub max: u32,
}

impl Seconds {
    const fn default_think() -> u32 {
        20
    }

    /// The usual times for a kind, for questions that specify none.
    pub const fn usual(kind: Kind) -> Self {
        let (think, target, max) = match kind {
            Kind::Technical => (20, 180, 270),
            Kind::Design => (60, 1_500, 2_250),
            Kind::Incident => (30, 600, 900),
            Kind::Review => (60, 300, 450),
            Kind::Behavioural | Kind::Situational => (20, 150, 225),
            Kind::Intro => (10, 120, 180),
        };
        Self { think, target, max }
    }
}
