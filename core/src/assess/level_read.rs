//! The level that the points of a sitting read as, whatever level was aimed at.

use super::number::halves;
use super::rating::worth;
use crate::bank::{Level, Point, Tier};
use crate::history::Tick;

/// A tier says something from so many points on.
const FEWEST: usize = 3;

/// What each level takes besides everything that the one below it takes: shares of tiers.
const TAKES: [(Level, &[(Tier, f64)]); 3] = [
    (Level::Mid, &[(Tier::Must, 2.0 / 3.0), (Tier::Strong, 1.0 / 3.0)]),
    (Level::Senior, &[(Tier::Strong, 0.5), (Tier::Senior, 0.5)]),
    (Level::Staff, &[(Tier::Staff, 0.5)]),
];

/// How the points of a tier went.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct OfTier {
    got: f64,
    of: usize,
}

/// What the points read as.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Read {
    /// The highest level of which there is enough. None: not yet mid, or too little to tell.
    pub(super) level: Option<Level>,
    /// The tier that keeps it from the level above, with what was there of it. None: nothing does.
    short: Option<Short>,
}

/// A tier that keeps a sitting from a level.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Short {
    level: Level,
    tier: Tier,
    needs: f64,
    there: OfTier,
}

impl Short {
    /// Whether there are too few points of the tier to say anything.
    fn is_untold(self) -> bool {
        self.there.of < FEWEST
    }

    /// "2 of 8 senior points, senior takes half of them".
    fn words(self) -> String {
        let OfTier { got, of } = self.there;
        if self.is_untold() {
            let points = if of == 1 { "point" } else { "points" };
            return format!("{of} {} {points} are too few to read {} from", self.tier, self.level);
        }
        let part = match self.needs {
            needs if needs > 0.6 => "two thirds",
            needs if needs > 0.4 => "half",
            _ => "a third",
        };
        format!("{} of {of} {} points were there, {} takes {part}", halves(got), self.tier, self.level)
    }
}

/// Reads the level from all points of a sitting with what was ticked for them; none ticked: not judged, and not there.
pub(super) fn read<'a>(points: impl Iterator<Item = (&'a Point, Option<Tick>)>) -> Read {
    let mut tiers = [OfTier::default(); 4];
    for (point, tick) in points {
        let tier = &mut tiers[point.tier as usize];
        tier.got += tick.map_or(0.0, worth);
        tier.of += 1;
    }
    let mut read = Read::default();
    for (level, takes) in TAKES {
        let short = |(tier, needs): &(Tier, f64)| {
            let there = tiers[*tier as usize];
            let enough = there.of >= FEWEST && there.got >= needs * there.of as f64 - 1e-9;
            (!enough).then_some(Short { level, tier: *tier, needs: *needs, there })
        };
        let found: Vec<Short> = takes.iter().filter_map(short).collect();
        // What is known to lack weighs more than what is not known.
        read.short = found.iter().find(|short| !short.is_untold()).or(found.first()).copied();
        if read.short.is_some() {
            break;
        }
        read.level = Some(level);
    }
    read
}

/// A level with nothing below it: who is not yet mid is junior.
fn rank(level: Option<Level>) -> usize {
    level.map_or(Level::Junior as usize, |level| level as usize)
}

impl Read {
    /// The reading, one level lower.
    pub(super) fn lowered(self) -> Self {
        Self { level: one_below(self.level), ..self }
    }

    /// Whether there are too few points to tell whether it is mid.
    pub(super) fn is_untold(self) -> bool {
        self.level.is_none() && self.short.is_some_and(Short::is_untold)
    }

    /// Whether it reads as this level at least.
    pub(super) fn reaches(self, target: Level) -> bool {
        rank(self.level) >= target as usize
    }

    /// Whether it reads two levels below this one, or as none at all. What cannot be told is held against nobody.
    pub(super) fn is_far_below(self, target: Level) -> bool {
        let untold = self.short.is_some_and(Short::is_untold);
        let none = self.level.is_none() && target > Level::Junior;
        !untold && (none || rank(self.level) + 2 <= target as usize)
    }

    /// Why it does not read as the level aimed at.
    pub(super) fn against(self, target: Level) -> String {
        let why = self.short.map_or(String::new(), |short| format!(" ({})", short.words()));
        match self.level {
            _ if self.is_untold() => format!("the level cannot be told{why}"),
            None => format!("the answers do not read as {} yet{why}", target.min(Level::Mid)),
            Some(level) => format!("the answers read as {level}, not as {target}{why}"),
        }
    }

    /// What keeps it from the level above.
    pub(super) fn words(self) -> String {
        let why = self.short.map_or(String::new(), |short| format!(": {}", short.words()));
        match self.level {
            Some(level) => format!("reads as {level}{why}"),
            None if self.is_untold() => format!("the level cannot be told{why}"),
            None => format!("not yet mid{why}"),
        }
    }
}

/// The level below; who reads as mid falls out of what can be read.
fn one_below(level: Option<Level>) -> Option<Level> {
    let level = level.filter(|level| *level > Level::Mid)?;
    Level::ALL.iter().copied().rev().find(|below| *below < level)
}
