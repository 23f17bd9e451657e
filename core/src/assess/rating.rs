//! What was ticked, what each tick is worth, and the score that they add up to.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::bank::{Level, Point, Question, Tier};
use crate::history::{Spent, Tick};

/// What was ticked about one answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ticks {
    /// Ticks by point id. A point that is absent was not judged.
    pub points: BTreeMap<String, Tick>,
    /// Ids of the mistakes that were made.
    pub mistakes: Vec<String>,
    /// Ids of the weak signals that were recognised.
    pub weak: Vec<String>,
}

impl Ticks {
    /// Whether nothing is ticked.
    pub fn is_empty(&self) -> bool {
        self.points.is_empty() && self.mistakes.is_empty() && self.weak.is_empty()
    }

    /// The tick of a point. One that was not judged counts as missed.
    pub fn of(&self, point: &str) -> Tick {
        self.points.get(point).copied().unwrap_or(Tick::Missed)
    }
}

/// The weight of a tier in the score.
pub const fn weight(tier: Tier) -> f64 {
    match tier {
        Tier::Must => 3.0,
        Tier::Strong => 2.0,
        Tier::Senior | Tier::Staff => 1.0,
    }
}

/// The share of a point, or of a reply, that a tick stands for: 0 to 1.
pub const fn worth(tick: Tick) -> f64 {
    match tick {
        Tick::Hit => 1.0,
        Tick::Partial => 0.5,
        Tick::Missed => 0.0,
    }
}

/// The mean of some numbers. None if there are no numbers.
pub fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_usize), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / count as f64)
}

/// Whether points of a tier count for a candidate who aims at this level.
pub const fn counts(tier: Tier, level: Level) -> bool {
    match tier {
        Tier::Must | Tier::Strong => true,
        Tier::Senior => matches!(level, Level::Senior | Level::Staff),
        Tier::Staff => matches!(level, Level::Staff),
    }
}

/// How much of what counts was there.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Weighted share of the points that count, 0 to 1. None if no point counts.
    pub share: Option<f64>,
    /// Points that were hit, a partial one counting as one half.
    pub points: f64,
    /// How many points count at the level.
    pub of: usize,
    /// How many of those are not judged.
    pub untouched: usize,
    /// How many musts there are.
    pub musts: usize,
    /// How many musts were missed.
    pub musts_missed: usize,
    /// How many musts are partly there.
    pub musts_partly: usize,
    /// How many mistakes were made.
    pub mistakes: usize,
    /// Whether one of them was critical.
    pub critical: bool,
}

/// How much a mistake takes off the score that records keep.
const MISTAKE_COST: f64 = 0.10;

impl Score {
    /// The score as records keep it: the share less 0.10 for each mistake, rounded to four decimals. It may be
    /// negative. None if no point counts.
    pub fn recorded(self) -> Option<f64> {
        self.share.map(|share| ((share - MISTAKE_COST * self.mistakes as f64) * 1e4).round() / 1e4)
    }
}

/// The share of the points behind a score that was recorded with this many mistakes.
pub fn share_of(recorded: f64, mistakes: u32) -> f64 {
    (recorded + MISTAKE_COST * f64::from(mistakes)).clamp(0.0, 1.0)
}

/// Adds up the ticks of the points that count at `level`. None if the question has neither such points nor mistakes.
pub fn score(question: &Question, ticks: &Ticks, level: Level) -> Option<Score> {
    let counted: Vec<&Point> = question.look_for.iter().filter(|point| counts(point.tier, level)).collect();
    if counted.is_empty() && question.mistakes.is_empty() {
        return None;
    }
    let total: f64 = counted.iter().map(|point| weight(point.tier)).sum();
    let worth = |point: &Point| worth(ticks.of(&point.id));
    let got: f64 = counted.iter().map(|point| weight(point.tier) * worth(point)).sum();
    let musts = || counted.iter().filter(|point| point.tier == Tier::Must);
    let made = || question.mistakes.iter().filter(|mistake| ticks.mistakes.contains(&mistake.id));
    Some(Score {
        share: (!counted.is_empty()).then(|| got / total),
        // An empty sum is -0; adding 0 makes it 0.
        points: counted.iter().map(|point| worth(point)).sum::<f64>() + 0.0,
        of: counted.len(),
        untouched: counted.iter().filter(|point| !ticks.points.contains_key(&point.id)).count(),
        musts: musts().count(),
        musts_missed: musts().filter(|point| ticks.of(&point.id) == Tick::Missed).count(),
        musts_partly: musts().filter(|point| ticks.of(&point.id) == Tick::Partial).count(),
        mistakes: made().count(),
        critical: made().any(|mistake| mistake.critical),
    })
}

/// How many of the points that count at `level` are ticked as there, fully or partly.
pub fn ticked(question: &Question, ticks: &Ticks, level: Level) -> usize {
    let counted = question.look_for.iter().filter(|point| counts(point.tier, level));
    counted.filter(|point| ticks.of(&point.id) != Tick::Missed).count()
}

/// Everything about an attempt that bears on its band besides the points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Circumstances {
    /// Where the time went; only the time spent answering counts.
    pub seconds: Spent,
    /// The target time in force, in seconds. 0 if it is unknown: then no time counts against the answer.
    pub target_seconds: u32,
    /// How many hints were shown.
    pub hints: u32,
    /// Whether the answer was "don't know".
    pub gave_up: bool,
}

impl Circumstances {
    /// Answering time as a multiple of the target; 0 without a target.
    pub(super) fn pace(self) -> f64 {
        if self.target_seconds == 0 { 0.0 } else { self.seconds.answer / f64::from(self.target_seconds) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::testing::{question, ticks};

    #[test]
    fn tiers_count_up_to_the_level_aimed_at() {
        let all_but_top = ticks(&["must", "strong", "strong-2"], &[], &[]);
        let share = |level| score(&question(), &all_but_top, level).and_then(|score| score.share).expect("points");
        assert!((share(Level::Mid) - 1.0).abs() < 1e-9);
        assert!((share(Level::Senior) - 7.0 / 8.0).abs() < 1e-9);
        assert!((share(Level::Staff) - 7.0 / 9.0).abs() < 1e-9);
    }

    #[test]
    fn half_points_count_half_and_mistakes_stand_apart() {
        let found = score(&question(), &ticks(&["must"], &["strong"], &["slip"]), Level::Senior).expect("points");
        assert_eq!((found.share, found.recorded()), (Some(4.0 / 8.0), Some(0.4)));
        assert!((found.points - 1.5).abs() < 1e-9);
        assert_eq!((found.of, found.musts, found.musts_missed), (4, 1, 0));
        assert_eq!((found.mistakes, found.critical, found.untouched), (1, false, 2));
        assert!((share_of(0.4, 1) - 0.5).abs() < 1e-9, "the share comes back from what is recorded");
    }

    #[test]
    fn without_notes_there_is_no_score_and_with_mistakes_alone_no_share() {
        let nothing: Question = serde_json::from_str(r#"{"id": "q", "prompt": "?"}"#).expect("a question");
        assert_eq!(score(&nothing, &Ticks::default(), Level::Senior), None);
        let text = r#"{"id": "q", "prompt": "?", "mistakes": [{"id": "slip", "text": "x"}]}"#;
        let mistakes: Question = serde_json::from_str(text).expect("a question");
        let found = score(&mistakes, &ticks(&[], &[], &["slip"]), Level::Senior).expect("a mistake");
        assert_eq!((found.share, found.recorded(), found.mistakes), (None, None, 1));
    }

    #[test]
    fn ticks_of_points_that_are_gone_count_nowhere() {
        let before = score(&question(), &ticks(&["must"], &[], &[]), Level::Senior);
        assert_eq!(score(&question(), &ticks(&["must", "gone"], &[], &["never-was"]), Level::Senior), before);
    }
}
