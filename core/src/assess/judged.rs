//! Which band an answer gets, and what decided it.
//!
//! The rule and its cut-offs were measured: 280 answers to 40 questions got a blind verdict in these bands from the
//! answer alone, then their points were labelled; of 113,400 rules none did better out of fold (quadratic kappa .86).
//! How hints, time and giving up count is a matter of judgement: there were no data for them.

use super::band::Band;
use super::rating::{Circumstances, Score, share_of};
use super::reason::{MOST_ALSO, Musts, Reason, by_points};
use crate::history::Outcome;

/// An answer that takes more than this multiple of its target time is slow: it would not impress, and does not count
/// as in time.
pub const SLOW: f64 = 1.25;

/// A band, and what decided it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// The band of the answer, after all caps and mistakes.
    pub band: Band,
    /// Weighted share of the points, 0 to 1. None if no point counts.
    pub share: Option<f64>,
    /// What decided the band.
    pub reason: Reason,
    /// How many musts there are, and how many were missed or partly hit.
    pub musts: Musts,
    /// What else held the band down; None only after the last entry.
    also: [Option<Reason>; MOST_ALSO],
}

impl Judged {
    /// What else held the band down, besides what decided it. A missing must is listed even if it changes nothing.
    pub fn also(&self) -> impl Iterator<Item = Reason> {
        self.also.iter().flatten().copied()
    }

    /// What decided the band, in words: "a must is missing: at most would pass".
    pub fn lead(&self) -> String {
        if self.reason == Reason::Points { by_points(self.band, self.musts) } else { self.reason.words() }
    }

    /// The same, followed by what else held the band down: "a must is missing: at most would pass; also a hint".
    pub fn words(&self) -> String {
        let also: Vec<String> = self.also().map(Reason::in_short).collect();
        match also.as_slice() {
            [] => self.lead(),
            [more @ .., last] => {
                let and = if more.is_empty() { "" } else { " and " };
                format!("{}; also {}{and}{last}", self.lead(), more.join(", "))
            }
        }
    }
}

/// The best band that an answer can get after this many hints.
pub const fn after_hints(hints: usize) -> Band {
    match hints {
        0 => Band::Impress,
        1 => Band::Pass,
        _ => Band::Shaky,
    }
}

/// What the next hint costs after this many, in words: "then at most would pass". None if it costs nothing more.
pub fn hint_price(hints: usize) -> Option<String> {
    let after = after_hints(hints + 1);
    (after < after_hints(hints)).then(|| format!("then at most {after}"))
}

/// Judges an answer. None if there is nothing to go by: no point counts, no critical mistake was made, and the
/// candidate did not give up.
pub fn judge(score: Option<Score>, circumstances: Circumstances) -> Option<Judged> {
    let share = score.and_then(|score| score.share);
    let musts = score.map_or_else(Musts::default, |score| Musts {
        of: score.musts,
        missed: score.musts_missed,
        partly: score.musts_partly,
    });
    let fails = |reason, also| {
        let also = [also, None, None];
        Some(Judged { band: Band::Fail, share, reason, musts, also })
    };
    if circumstances.gave_up {
        return fails(Reason::GaveUp, None);
    }
    let score = score?;
    if score.critical {
        return fails(Reason::CriticalMistake, musts.missing());
    }
    let share = score.share?;
    let caps = [
        (musts.all_missed(), Band::Shaky, Reason::AllMustsMissed(score.musts)),
        (circumstances.hints >= 2, after_hints(2), Reason::Hints),
        (score.musts_missed > 0, Band::Pass, Reason::MustMissed(score.musts_missed)),
        (circumstances.hints == 1, after_hints(1), Reason::OneHint),
        (circumstances.pace() > SLOW, Band::Pass, Reason::Slow),
    ];
    let by_points = Band::of(share);
    // A cap that holds nothing down is no reason. The lowest cap decides, and of equal ones the first.
    let mut holding: Vec<(Band, Reason)> =
        caps.into_iter().filter(|cap| cap.0 && cap.1 < by_points).map(|(_, cap, why)| (cap, why)).collect();
    holding.sort_by_key(|(cap, _)| *cap);
    let capped = holding.first().map_or(by_points, |(cap, _)| *cap);
    let costly = score.mistakes > 0 && capped > Band::Fail;
    let band = if costly { capped.less(score.mistakes) } else { capped };
    let mistakes = costly.then_some(Reason::Mistakes(score.mistakes));
    let mut reasons: Vec<Reason> = mistakes.into_iter().chain(holding.into_iter().map(|(_, why)| why)).collect();
    // A missing must is always named. If the points alone decided, their words name it.
    let named = |why: &Reason| matches!(why, Reason::AllMustsMissed(_) | Reason::MustMissed(_));
    if !reasons.is_empty() && !reasons.iter().any(named) {
        reasons.extend(musts.missing());
    }
    let mut reasons = reasons.into_iter();
    let reason = reasons.next().unwrap_or(Reason::Points);
    Some(Judged { band, share: Some(share), reason, musts, also: std::array::from_fn(|_| reasons.next()) })
}

/// The band of an answer that was judged before there were bands, from what was recorded of it. Which musts were
/// missed was not recorded, so such an answer may get a higher band than it would today. None if it was not judged,
/// or has no notes.
pub fn band_of_old(outcome: &Outcome) -> Option<Band> {
    let verdict = outcome.verdict.as_ref()?;
    let score = Score {
        share: Some(share_of(verdict.score?, verdict.mistakes)),
        mistakes: usize::try_from(verdict.mistakes).unwrap_or(usize::MAX),
        ..Score::default()
    };
    let circumstances = Circumstances {
        seconds: outcome.seconds,
        target_seconds: outcome.target_seconds,
        hints: outcome.hints,
        gave_up: outcome.gave_up,
    };
    Some(judge(Some(score), circumstances)?.band)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::assess::testing::{question, ticks};
    use crate::assess::{Ticks, score};
    use crate::bank::{Level, Question};
    use crate::history::{Spent, Tick};

    /// Circumstances of an answer that took this multiple of its target time.
    fn paced(pace: f64) -> Circumstances {
        let seconds = Spent { think: 300.0, answer: 100.0 * pace, paused: 900.0 };
        Circumstances { seconds, target_seconds: 100, ..Circumstances::default() }
    }

    fn judged(question: &Question, ticks: &Ticks, circumstances: Circumstances) -> Option<(Band, Reason)> {
        judge(score(question, ticks, Level::Senior), circumstances).map(|judged| (judged.band, judged.reason))
    }

    fn of(hit: &[&str], partial: &[&str], mistakes: &[&str], circumstances: Circumstances) -> (Band, Reason) {
        judged(&question(), &ticks(hit, partial, mistakes), circumstances).expect("there are points")
    }

    #[test]
    fn every_cap_in_its_turn() {
        let all = ["must", "strong", "strong-2", "senior"];
        let hints = |hints| Circumstances { hints, ..paced(0.5) };
        assert_eq!(of(&all, &[], &[], paced(1.25)), (Band::Impress, Reason::Points));
        assert_eq!(of(&["must", "strong"], &[], &[], paced(1.0)), (Band::Pass, Reason::Points));
        assert_eq!(of(&["must"], &[], &[], paced(1.0)), (Band::Shaky, Reason::Points));
        assert_eq!(of(&[], &["must"], &[], paced(1.0)), (Band::Fail, Reason::Points));
        assert_eq!(of(&all[1..], &[], &[], paced(1.0)), (Band::Shaky, Reason::AllMustsMissed(1)));
        assert_eq!(of(&all[1..], &["must"], &[], paced(1.0)), (Band::Impress, Reason::Points), "partly is not missed");
        assert_eq!(of(&all, &[], &[], hints(1)), (Band::Pass, Reason::OneHint));
        assert_eq!(of(&all, &[], &[], hints(2)), (Band::Shaky, Reason::Hints));
        assert_eq!(of(&all, &[], &[], paced(1.26)), (Band::Pass, Reason::Slow));
        assert_eq!(of(&all, &[], &["slip"], paced(1.0)), (Band::Pass, Reason::Mistakes(1)));
        assert_eq!(of(&all, &[], &["slip", "lapse"], paced(1.0)), (Band::Shaky, Reason::Mistakes(2)));
        assert_eq!(of(&all, &[], &["slip"], paced(1.26)), (Band::Shaky, Reason::Mistakes(1)), "after the caps");
        assert_eq!(of(&all, &[], &["fatal"], paced(1.0)), (Band::Fail, Reason::CriticalMistake));
        let gave_up = Circumstances { gave_up: true, ..Circumstances::default() };
        assert_eq!(of(&all, &[], &[], gave_up), (Band::Fail, Reason::GaveUp));
        // A cap that changes nothing is not named.
        assert_eq!(of(&["must", "strong"], &[], &[], hints(1)), (Band::Pass, Reason::Points));
    }

    #[test]
    fn the_reason_that_decides_is_named_first_and_then_the_others() {
        let all = ["must", "strong", "strong-2", "senior"];
        let words = |hit: &[&str], mistakes: &[&str], circumstances| {
            let score = score(&question(), &ticks(hit, &[], mistakes), Level::Senior);
            judge(score, circumstances).expect("points").words()
        };
        let hints = |hints| Circumstances { hints, ..paced(1.3) };
        assert_eq!(words(&all, &[], hints(0)), "it took more than 125 % of the time: at most would pass");
        assert_eq!(words(&all, &[], hints(1)), "it took a hint: at most would pass; also more than 125 % of the time");
        assert_eq!(
            words(&all, &["slip"], hints(2)),
            "a mistake costs a band; also more than one hint and more than 125 % of the time"
        );
        assert_eq!(words(&all[1..], &[], hints(2)), "the must is missing: at most shaky; also more than one hint");
        let by_points = words(&["must"], &[], hints(1));
        assert_eq!(
            by_points, "no must is missing, but more than half of what counts is",
            "what changes nothing is no reason"
        );
        assert_eq!(
            words(&all[1..3], &["slip"], hints(0)),
            "a mistake costs a band; also a missing must",
            "a missing must is named though it changes nothing"
        );
        assert_eq!(
            words(&all[1..], &["fatal"], hints(0)),
            "an interviewer would stop at that mistake; also a missing must"
        );
        assert_eq!(
            [hint_price(0), hint_price(1), hint_price(2)].map(Option::unwrap_or_default),
            ["then at most would pass", "then at most shaky", ""]
        );
    }

    #[test]
    fn one_of_two_musts_caps_at_would_pass() {
        let text = r#"{"id": "q", "prompt": "?", "look_for": [
            {"id": "a", "text": "a", "tier": "must"}, {"id": "b", "text": "b", "tier": "must"},
            {"id": "c", "text": "c"}, {"id": "d", "text": "d"}, {"id": "e", "text": "e"}, {"id": "f", "text": "f"},
            {"id": "g", "text": "g"}, {"id": "h", "text": "h"}]}"#;
        let two: Question = serde_json::from_str(text).expect("a question");
        let most = ticks(&["a", "c", "d", "e", "f", "g", "h"], &[], &[]);
        assert_eq!(judged(&two, &most, paced(1.0)), Some((Band::Pass, Reason::MustMissed(1))));
    }

    #[test]
    fn questions_with_few_notes_have_a_band_or_none() {
        let question = |notes: &str| -> Question {
            serde_json::from_str(&format!(r#"{{"id": "q", "prompt": "?"{notes}}}"#)).expect("a question")
        };
        let (hit, none) = (ticks(&["p"], &[], &[]), Ticks::default());
        let one = question(r#", "look_for": [{"id": "p", "text": "p"}]"#);
        assert_eq!(judged(&one, &hit, paced(1.0)), Some((Band::Impress, Reason::Points)));
        assert_eq!(judged(&one, &none, paced(1.0)), Some((Band::Fail, Reason::Points)));
        let hints = question(r#", "hints": ["h", "i"]"#);
        let hinted = Circumstances { hints: 2, ..paced(1.0) };
        assert_eq!(judged(&hints, &none, hinted), None, "the candidate judges alone");
        let gave_up = Circumstances { gave_up: true, ..Circumstances::default() };
        assert_eq!(judged(&hints, &none, gave_up), Some((Band::Fail, Reason::GaveUp)));
        let wrong = question(r#", "mistakes": [{"id": "m", "text": "m"}, {"id": "c", "text": "c", "critical": true}]"#);
        assert_eq!(judged(&wrong, &ticks(&[], &[], &["m"]), paced(1.0)), None);
        assert_eq!(judged(&wrong, &ticks(&[], &[], &["c"]), paced(1.0)), Some((Band::Fail, Reason::CriticalMistake)));
        let above = question(r#", "look_for": [{"id": "p", "text": "p", "tier": "staff"}]"#);
        assert_eq!(judged(&above, &hit, paced(1.0)), None, "nothing counts at this level");
    }

    fn build(question: &Question, states: &[u8], mistakes: &[bool]) -> Ticks {
        let tick = |state: u8| [Tick::Missed, Tick::Partial, Tick::Hit][usize::from(state)];
        let made = question.mistakes.iter().zip(mistakes).filter(|(_, made)| **made);
        Ticks {
            points: question.look_for.iter().zip(states).map(|(p, &s)| (p.id.clone(), tick(s))).collect(),
            mistakes: made.map(|(mistake, _)| mistake.id.clone()).collect(),
            weak: Vec::new(),
        }
    }

    proptest! {
        #[test]
        fn more_ticks_never_lower_a_band_and_mistakes_hints_and_time_never_raise_it(
            states in proptest::collection::vec(0_u8..3, 5), better in 0_usize..5,
            mistakes in proptest::collection::vec(any::<bool>(), 3), worse in 0_usize..3,
            pace in 0.0..2.0_f64, hints in 0_u32..4, gave_up in any::<bool>(),
        ) {
            let question = question();
            let around = Circumstances { hints, gave_up, ..paced(pace) };
            let band = |states: &[u8], mistakes: &[bool], around| {
                judge(score(&question, &build(&question, states, mistakes), Level::Staff), around).expect("points").band
            };
            let now = band(&states, &mistakes, around);
            let mut raised = states.clone();
            raised[better] = (raised[better] + 1).min(2);
            prop_assert!(band(&raised, &mistakes, around) >= now);
            let mut more = mistakes.clone();
            more[worse] = true;
            prop_assert!(band(&states, &more, around) <= now);
            let helped = Circumstances { hints: hints + 1, ..around };
            prop_assert!(band(&states, &mistakes, helped) <= now);
            let slower = Circumstances { seconds: paced(pace + 0.5).seconds, ..around };
            prop_assert!(band(&states, &mistakes, slower) <= now);
            let judged = judge(score(&question, &build(&question, &states, &mistakes), Level::Staff), around);
            let share = judged.and_then(|judged| judged.share).expect("points");
            prop_assert!((0.0..=1.0).contains(&share) && now <= Band::of(share));
        }
    }
}
