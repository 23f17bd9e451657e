//! The level that the points of a sitting read as, whatever level was aimed at.

use super::number::halves;
use super::rating::worth;
use crate::bank::{Level, Point, Tier};
use crate::history::Tick;

/// The fewest points from which a tier says anything.
const FEWEST: usize = 3;

/// What each level takes in addition to everything that the level below takes: shares of the points of a tier.
const TAKES: [(Level, &[(Tier, f64)]); 3] = [
    (Level::Mid, &[(Tier::Must, 2.0 / 3.0), (Tier::Strong, 1.0 / 3.0)]),
    (Level::Senior, &[(Tier::Strong, 0.5), (Tier::Senior, 0.5)]),
    (Level::Staff, &[(Tier::Staff, 0.5)]),
];

/// How the points of one tier went: how many were got, halves included, and how many there are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct OfTier {
    got: f64,
    of: usize,
}

/// The level that the points read as.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Read {
    /// The highest level whose requirements are met. None if below mid, or if there are too few points to tell.
    pub(super) level: Option<Level>,
    /// The tier that keeps the sitting from the next level, and what was there of it. None if nothing does.
    short: Option<Short>,
}

/// A tier that keeps a sitting from `level`: the share that it `needs`, and what was there.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Short {
    level: Level,
    tier: Tier,
    needs: f64,
    there: OfTier,
}

impl Short {
    /// Whether the tier has too few points to say anything.
    fn is_untold(self) -> bool {
        self.there.of < FEWEST
    }

    /// The reason in words: "2 of 8 senior points were there, senior takes half".
    fn words(self) -> String {
        let OfTier { got, of } = self.there;
        let plural = if of == 1 { "" } else { "s" };
        let what = match self.tier {
            Tier::Must => format!("must{plural}"),
            tier => format!("{tier} point{plural}"),
        };
        match (of, self.needs) {
            (0, _) => format!("no {what} to read {} from", self.level),
            _ if self.is_untold() => format!("only {of} {what} to read {} from", self.level),
            (_, needs) => {
                let part = match needs {
                    needs if needs > 0.6 => "two thirds",
                    needs if needs > 0.4 => "half",
                    _ => "a third",
                };
                format!("{} of {of} {what} were there, {} takes {part}", halves(got), self.level)
            }
        }
    }
}

/// Reads the level from all points of a sitting, each with its tick. None for a tick means that the point was not
/// judged; it counts as missed.
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
        // A tier that is known to fall short is a better reason than one with too few points.
        read.short = found.iter().find(|short| !short.is_untold()).or(found.first()).copied();
        if read.short.is_some() {
            break;
        }
        read.level = Some(level);
    }
    read
}

/// The position of a level; below mid counts as junior.
fn rank(level: Option<Level>) -> usize {
    level.map_or(Level::Junior as usize, |level| level as usize)
}

impl Read {
    /// Whether there are too few points to tell even whether it is mid.
    pub(super) fn is_untold(self) -> bool {
        self.level.is_none() && self.short.is_some_and(Short::is_untold)
    }

    /// The next level, the tier that keeps the sitting from it, and the share of that tier that the level takes. None
    /// if there is no next level, or if there are too few points to know.
    pub(super) fn lacks(self) -> Option<(Level, Tier, f64)> {
        let Short { level, tier, needs, .. } = self.short.filter(|short| !short.is_untold())?;
        Some((level, tier, needs))
    }

    /// Whether it reads as this level at least.
    pub(super) fn reaches(self, target: Level) -> bool {
        rank(self.level) >= target as usize
    }

    /// Whether it reads as two levels below this one or more, or as no level at all. Too few points to tell is not
    /// held against anybody.
    pub(super) fn is_far_below(self, target: Level) -> bool {
        let untold = self.short.is_some_and(Short::is_untold);
        let none = self.level.is_none() && target > Level::Junior;
        !untold && (none || rank(self.level) + 2 <= target as usize)
    }

    /// In words: that it does not read as the level aimed at.
    pub(super) fn against(self, target: Level) -> String {
        match self.level {
            _ if self.short.is_some_and(Short::is_untold) => format!("there are too few points to read {target} from"),
            None => "the answers do not read as mid yet".to_owned(),
            Some(level) => format!("the answers read as {level}, not as {target}"),
        }
    }

    /// In words: what it reads as, and what keeps it from the level above.
    pub(super) fn words(self) -> String {
        let why = self.short.map_or(String::new(), |short| format!(": {}", short.words()));
        match self.level {
            Some(level) => format!("reads as {level}{why}"),
            None if self.is_untold() => format!("the level cannot be told{why}"),
            None => format!("not yet mid{why}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What points read as if, for each tier, the first number of the second are hit.
    fn of(tiers: [(usize, usize); 4]) -> Read {
        let mut points = Vec::new();
        for (tier, (hit, of)) in Tier::ALL.iter().zip(tiers) {
            for at in 0..of {
                let point = Point { tier: *tier, ..Point::new(format!("{tier}-{at}"), "p".into()) };
                points.push((point, if at < hit { Some(Tick::Hit) } else { None }));
            }
        }
        read(points.iter().map(|(point, tick)| (point, *tick)))
    }

    #[test]
    fn each_level_takes_its_share_of_each_tier() {
        let level = |tiers| of(tiers).level;
        assert_eq!(level([(8, 12), (4, 12), (0, 6), (0, 3)]), Some(Level::Mid));
        assert_eq!(level([(7, 12), (12, 12), (6, 6), (3, 3)]), None, "not two thirds of the musts");
        assert_eq!(level([(12, 12), (3, 12), (6, 6), (3, 3)]), None, "not a third of the strong points");
        assert_eq!(level([(8, 12), (6, 12), (3, 6), (1, 3)]), Some(Level::Senior));
        assert_eq!(level([(12, 12), (5, 12), (6, 6), (3, 3)]), Some(Level::Mid), "senior takes half of the strong");
        assert_eq!(level([(8, 12), (6, 12), (3, 6), (2, 3)]), Some(Level::Staff), "whatever is aimed at");
        assert_eq!(
            of([(8, 12), (6, 12), (2, 6), (0, 3)]).words(),
            "reads as mid: 2 of 6 senior points were there, senior takes half"
        );
    }

    #[test]
    fn a_tier_of_fewer_than_three_points_tells_nothing() {
        let few = of([(2, 2), (3, 3), (3, 3), (0, 0)]);
        assert_eq!((few.level, few.is_untold()), (None, true));
        assert_eq!(few.words(), "the level cannot be told: only 2 musts to read mid from");
        let known = of([(2, 2), (0, 3), (0, 0), (0, 0)]);
        assert!(!known.is_untold() && known.is_far_below(Level::Senior), "what lacks is known to lack");
        let mid = of([(3, 3), (3, 3), (2, 2), (0, 0)]);
        assert_eq!((mid.level, mid.is_untold()), (Some(Level::Mid), false));
        assert!(!mid.is_far_below(Level::Staff), "what cannot be told is held against nobody");
        assert!(!mid.reaches(Level::Senior));
        assert_eq!(mid.against(Level::Senior), "there are too few points to read senior from");
        assert_eq!(
            of([(3, 3), (3, 3), (1, 1), (0, 0)]).words(),
            "reads as mid: only 1 senior point to read senior from"
        );
        let nothing = of([(0, 0); 4]);
        assert!(nothing.is_untold() && !nothing.is_far_below(Level::Staff));
    }

    #[test]
    fn two_levels_below_is_far_below() {
        let mid = of([(12, 12), (12, 12), (0, 6), (0, 6)]);
        assert!(mid.is_far_below(Level::Staff) && !mid.is_far_below(Level::Senior));
        assert_eq!(mid.against(Level::Staff), "the answers read as mid, not as staff");
        let none = of([(0, 12), (0, 12), (0, 6), (0, 6)]);
        assert!(none.is_far_below(Level::Mid) && none.is_far_below(Level::Senior));
        assert!(!none.is_far_below(Level::Junior) && none.reaches(Level::Junior), "who is not yet mid is junior");
    }
}
