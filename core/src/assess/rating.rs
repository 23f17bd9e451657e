//! From ticks to a rating: the score, what it suggests, and the reason in words.

use std::collections::BTreeMap;

use crate::bank::{Level, Point, Question, Tier};
use crate::history::{Rating, Spent, Tick};

/// A mistake costs this much of the score.
const MISTAKE_COST: f64 = 0.10;
/// Below this score an answer failed.
const PASS: f64 = 0.60;
/// From this score on an answer was good.
const GOOD: f64 = 0.80;
/// From this score on an answer may have been easy.
const EASY: f64 = 0.95;
/// Over this share of the target time an answer was hard, and not in time.
pub const SLOW: f64 = 1.25;
/// Up to this share of the target time an answer may have been easy.
const QUICK: f64 = 0.75;

/// What the candidate ticked about one answer. Every box starts empty, which means missed and not made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ticks {
    /// By point id; absent: missed.
    pub points: BTreeMap<String, Tick>,
    /// Ids of mistakes made.
    pub mistakes: Vec<String>,
    /// Ids of weak signals recognised.
    pub weak: Vec<String>,
}

impl Ticks {
    /// What was ticked for a point.
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

/// How much of a point, or of a reply, was there.
pub const fn worth(tick: Tick) -> f64 {
    match tick {
        Tick::Hit => 1.0,
        Tick::Partial => 0.5,
        Tick::Missed => 0.0,
    }
}

/// The mean of some numbers. None: there are none.
pub fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_usize), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / count as f64)
}

/// Whether a tier counts for somebody who aims at this level.
pub const fn counts(tier: Tier, level: Level) -> bool {
    match tier {
        Tier::Must | Tier::Strong => true,
        Tier::Senior => matches!(level, Level::Senior | Level::Staff),
        Tier::Staff => matches!(level, Level::Staff),
    }
}

/// How much of what counts was there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// Weighted share of the points, less 0.10 for each mistake. 1 at most; below 0 with many mistakes.
    pub value: f64,
    /// Points hit, a partial one counting one half.
    pub points: f64,
    /// Points that count at the target's level.
    pub of: usize,
    /// Musts missed.
    pub musts_missed: usize,
    /// Mistakes made.
    pub mistakes: usize,
    /// Whether one of them was critical.
    pub critical: bool,
}

/// Scores the ticks against the points that count at `level`. None when the question has no such points.
pub fn score(question: &Question, ticks: &Ticks, level: Level) -> Option<Score> {
    let counted: Vec<&Point> = question.look_for.iter().filter(|point| counts(point.tier, level)).collect();
    let total: f64 = counted.iter().map(|point| weight(point.tier)).sum();
    if counted.is_empty() {
        return None;
    }
    let worth = |point: &Point| worth(ticks.of(&point.id));
    let got: f64 = counted.iter().map(|point| weight(point.tier) * worth(point)).sum();
    let made: Vec<_> = question.mistakes.iter().filter(|mistake| ticks.mistakes.contains(&mistake.id)).collect();
    Some(Score {
        value: got / total - MISTAKE_COST * made.len() as f64,
        points: counted.iter().map(|point| worth(point)).sum(),
        of: counted.len(),
        musts_missed: counted
            .iter()
            .filter(|point| point.tier == Tier::Must && ticks.of(&point.id) == Tick::Missed)
            .count(),
        mistakes: made.len(),
        critical: made.iter().any(|mistake| mistake.critical),
    })
}

/// The score on the scale of the prediction, 1 to 4. Time and hints do not count.
pub fn evidence(score: f64) -> f64 {
    1.0 + 3.0 * score.clamp(0.0, 1.0)
}

/// Everything about an attempt that bears on its rating.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Circumstances {
    /// Where the time went; only answering counts.
    pub seconds: Spent,
    /// The target in force.
    pub target_seconds: u32,
    /// Hints shown.
    pub hints: u32,
    /// "Don't know".
    pub gave_up: bool,
}

impl Circumstances {
    /// Answering time as a share of the target.
    fn pace(self) -> f64 {
        if self.target_seconds == 0 { 0.0 } else { self.seconds.answer / f64::from(self.target_seconds) }
    }
}

/// Why a rating is suggested: the first rule that decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// "Don't know".
    GaveUp,
    /// Two hints or more.
    Hints,
    /// This many musts were missed.
    MustMissed(usize),
    /// A mistake at which an interviewer would stop.
    CriticalMistake,
    /// Fewer than 60 % of the points.
    FewPoints,
    /// Fewer than 80 % of the points.
    SomePoints,
    /// A mistake.
    Mistake,
    /// One hint.
    OneHint,
    /// Over 125 % of the time.
    Slow,
    /// Nothing speaks against it.
    Solid,
}

impl Reason {
    /// The reason as half a sentence, to follow "Again, because".
    pub fn words(self) -> String {
        match self {
            Self::GaveUp => "you did not know".into(),
            Self::Hints => "it took more than one hint".into(),
            Self::MustMissed(1) => "a must was missing".into(),
            Self::MustMissed(n) => format!("{n} musts were missing"),
            Self::CriticalMistake => "an interviewer would stop at that mistake".into(),
            Self::FewPoints => "fewer than 60 % of the points were there".into(),
            Self::SomePoints => "fewer than 80 % of the points were there".into(),
            Self::Mistake => "there was a mistake in it".into(),
            Self::OneHint => "it took a hint".into(),
            Self::Slow => "it took more than 125 % of the time".into(),
            Self::Solid => "the points were there, in time and without a mistake".into(),
        }
    }
}

/// What the rules suggest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Again, Hard or Good. Easy is never suggested outright: it has to be confirmed.
    pub rating: Rating,
    /// Why.
    pub reason: Reason,
    /// Whether Easy may be confirmed: nearly all points, no mistake, at most 75 % of the time.
    pub easy_open: bool,
}

/// Suggests a rating. None when there is nothing to go by: no points, no hints, not given up.
pub fn suggest(score: Option<Score>, circumstances: Circumstances) -> Option<Suggestion> {
    let decided = |rating, reason| Some(Suggestion { rating, reason, easy_open: false });
    if circumstances.gave_up {
        return decided(Rating::Again, Reason::GaveUp);
    }
    if circumstances.hints >= 2 {
        return decided(Rating::Again, Reason::Hints);
    }
    let score = score?;
    let pace = circumstances.pace();
    // Scores are sums of binary fractions less multiples of a tenth: compare with a whisker of tolerance, so that
    // exactly 60 % passes.
    let reaches = |bar: f64| score.value >= bar - 1e-9;
    if score.critical {
        decided(Rating::Again, Reason::CriticalMistake)
    } else if score.musts_missed > 0 {
        decided(Rating::Again, Reason::MustMissed(score.musts_missed))
    } else if !reaches(PASS) {
        decided(Rating::Again, Reason::FewPoints)
    } else if !reaches(GOOD) {
        decided(Rating::Hard, Reason::SomePoints)
    } else if score.mistakes > 0 {
        decided(Rating::Hard, Reason::Mistake)
    } else if circumstances.hints == 1 {
        decided(Rating::Hard, Reason::OneHint)
    } else if pace > SLOW {
        decided(Rating::Hard, Reason::Slow)
    } else {
        Some(Suggestion { rating: Rating::Good, reason: Reason::Solid, easy_open: reaches(EASY) && pace <= QUICK })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn question() -> Question {
        let question = json!({
            "id": "q", "prompt": "Why?",
            "look_for": [
                {"id": "must", "text": "m", "tier": "must"},
                {"id": "strong", "text": "s", "tier": "strong"},
                {"id": "strong-2", "text": "s", "tier": "strong"},
                {"id": "senior", "text": "n", "tier": "senior"},
                {"id": "staff", "text": "f", "tier": "staff"}
            ],
            "mistakes": [{"id": "slip", "text": "x"}, {"id": "fatal", "text": "y", "critical": true}]
        });
        serde_json::from_value(question).expect("a question")
    }

    fn ticks(hit: &[&str], partial: &[&str], mistakes: &[&str]) -> Ticks {
        let hits = hit.iter().map(|id| ((*id).to_owned(), Tick::Hit));
        let partials = partial.iter().map(|id| ((*id).to_owned(), Tick::Partial));
        Ticks {
            points: hits.chain(partials).collect(),
            mistakes: mistakes.iter().map(|id| (*id).to_owned()).collect(),
            weak: Vec::new(),
        }
    }

    fn in_seconds(answer: f64) -> Circumstances {
        let seconds = Spent { think: 300.0, answer, paused: 900.0 };
        Circumstances { seconds, target_seconds: 100, hints: 0, gave_up: false }
    }

    fn rated(
        hit: &[&str],
        partial: &[&str],
        mistakes: &[&str],
        circumstances: Circumstances,
    ) -> (Rating, Reason, bool) {
        let score = score(&question(), &ticks(hit, partial, mistakes), Level::Senior);
        let suggestion = suggest(score, circumstances).expect("there are points");
        (suggestion.rating, suggestion.reason, suggestion.easy_open)
    }

    #[test]
    fn tiers_count_up_to_the_level_aimed_at() {
        let all_but_top = ticks(&["must", "strong", "strong-2"], &[], &[]);
        let value = |level| score(&question(), &all_but_top, level).expect("points").value;
        assert!((value(Level::Mid) - 1.0).abs() < 1e-9);
        assert!((value(Level::Senior) - 7.0 / 8.0).abs() < 1e-9);
        assert!((value(Level::Staff) - 7.0 / 9.0).abs() < 1e-9);
    }

    #[test]
    fn half_points_and_mistakes_move_the_score() {
        let found = score(&question(), &ticks(&["must"], &["strong"], &["slip"]), Level::Senior).expect("points");
        assert!((found.value - (4.0 / 8.0 - 0.10)).abs() < 1e-9);
        assert!((found.points - 1.5).abs() < 1e-9);
        assert_eq!((found.of, found.musts_missed, found.mistakes, found.critical), (4, 0, 1, false));
    }

    #[test]
    fn each_rule_decides_in_its_turn() {
        let all = ["must", "strong", "strong-2", "senior"];
        let most = ["must", "strong", "strong-2"];
        assert_eq!(rated(&all, &[], &[], in_seconds(75.0)), (Rating::Good, Reason::Solid, true));
        assert_eq!(rated(&all, &[], &[], in_seconds(76.0)), (Rating::Good, Reason::Solid, false));
        assert_eq!(rated(&most, &[], &[], in_seconds(50.0)), (Rating::Good, Reason::Solid, false));
        assert_eq!(rated(&all, &[], &[], in_seconds(125.0)).0, Rating::Good);
        assert_eq!(rated(&all, &[], &[], in_seconds(126.0)), (Rating::Hard, Reason::Slow, false));
        assert_eq!(rated(&all, &[], &["slip"], in_seconds(50.0)), (Rating::Hard, Reason::Mistake, false));
        assert_eq!(rated(&["must", "strong"], &[], &[], in_seconds(50.0)), (Rating::Hard, Reason::SomePoints, false));
        assert_eq!(rated(&["must"], &["strong"], &[], in_seconds(50.0)), (Rating::Again, Reason::FewPoints, false));
        assert_eq!(rated(&all[1..], &[], &[], in_seconds(50.0)), (Rating::Again, Reason::MustMissed(1), false));
        assert_eq!(rated(&all, &[], &["fatal"], in_seconds(50.0)), (Rating::Again, Reason::CriticalMistake, false));
        let hinted = |hints| Circumstances { hints, ..in_seconds(50.0) };
        assert_eq!(rated(&all, &[], &[], hinted(1)), (Rating::Hard, Reason::OneHint, false));
        assert_eq!(rated(&all, &[], &[], hinted(2)), (Rating::Again, Reason::Hints, false));
        let blank = Circumstances { gave_up: true, ..in_seconds(0.0) };
        assert_eq!(rated(&all, &[], &[], blank), (Rating::Again, Reason::GaveUp, false));
    }

    #[test]
    fn sixty_per_cent_exactly_passes() {
        let question = serde_json::from_value(json!({"id": "q", "prompt": "?", "look_for": [
            {"id": "a", "text": "a"}, {"id": "b", "text": "b"}, {"id": "c", "text": "c"}, {"id": "d", "text": "d"},
            {"id": "e", "text": "e"}]}))
        .expect("a question");
        let score = score(&question, &ticks(&["a", "b", "c"], &[], &[]), Level::Mid);
        assert_eq!(suggest(score, in_seconds(50.0)).map(|s| s.rating), Some(Rating::Hard));
    }

    #[test]
    fn without_notes_the_candidate_rates_alone() {
        let question = serde_json::from_value(json!({"id": "q", "prompt": "?"})).expect("a question");
        assert_eq!(score(&question, &Ticks::default(), Level::Senior), None);
        assert_eq!(suggest(None, in_seconds(50.0)), None);
    }

    proptest! {
        #[test]
        fn more_ticks_never_lower_the_rating(
            states in proptest::collection::vec(0_u8..3, 5),
            better in 0_usize..5,
            seconds in 0.0..400.0_f64,
            slip in any::<bool>(),
        ) {
            let question = question();
            let tick = |state: u8| match state { 0 => Tick::Missed, 1 => Tick::Partial, _ => Tick::Hit };
            let build = |states: &[u8]| Ticks {
                points: question.look_for.iter().zip(states).map(|(p, &s)| (p.id.clone(), tick(s))).collect(),
                mistakes: if slip { vec!["slip".into()] } else { vec![] },
                weak: vec![],
            };
            let rate = |ticks: &Ticks| suggest(score(&question, ticks, Level::Staff), in_seconds(seconds))
                .expect("points").rating;
            let mut raised = states.clone();
            raised[better] = 2;
            prop_assert!(rate(&build(&raised)) >= rate(&build(&states)));
        }

        #[test]
        fn evidence_stays_on_its_scale(score in -5.0..5.0_f64) {
            prop_assert!((1.0..=4.0).contains(&evidence(score)));
        }
    }
}
