//! How answering time is spent: over target, slow to start, by kind of question.

use serde::Serialize;

use super::FEW;
use crate::assess::SLOW;
use crate::bank::Kind;
use crate::history::{Fact, Facts};

/// What a question says about thinking time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowed {
    /// The kind of question.
    pub kind: Kind,
    /// Usual thinking time in seconds.
    pub think: u32,
}

/// How time was spent on a group of answers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TimeUse {
    /// The kind of question; `None` for all kinds together.
    pub kind: Option<Kind>,
    /// Answers with a target time, without those that were given up.
    pub answers: u32,
    /// Median of answering time as a share of the target (1.0 is on target); `None` if there are too few to tell.
    pub median_of_target: Option<f64>,
    /// Answers over the target.
    pub over: u32,
    /// Answers over 125 % of the target, which lowers the rating.
    pub far_over: u32,
    /// Median thinking time in seconds; `None` if there are too few to tell.
    pub median_think: Option<f64>,
    /// Answers that began later than the question's thinking time allows.
    pub slow_starts: u32,
    /// Answers to questions whose limit for thinking is known.
    pub starts: u32,
}

/// Time use of all answers together, followed by each kind. `allowed` holds what each question allows, by its position
/// in the facts; `None` if the question is in no bank.
// Each group goes through the facts again: putting a hundred thousand of them aside by kind takes megabytes.
pub fn time_use(facts: &Facts, allowed: &[Option<Allowed>]) -> Vec<TimeUse> {
    let timed = facts
        .rows
        .iter()
        .filter(|fact| fact.target > 0 && !fact.gave_up)
        .map(|fact| (fact, allowed.get(fact.question).copied().flatten()));
    let mut kinds: Vec<Kind> = Vec::new();
    for one in allowed.iter().flatten() {
        if !kinds.contains(&one.kind) {
            kinds.push(one.kind);
        }
    }
    let of_kind = |kind| {
        of(Some(kind), timed.clone().filter(move |(_, allowed)| allowed.is_some_and(|allowed| allowed.kind == kind)))
    };
    let mut found: Vec<TimeUse> = kinds.into_iter().map(of_kind).filter(|used| used.answers > 0).collect();
    found.sort_by_key(|used| std::cmp::Reverse(used.answers));
    found.insert(0, of(None, timed.clone()));
    found
}

fn of<'a>(kind: Option<Kind>, timed: impl Iterator<Item = (&'a Fact, Option<Allowed>)> + Clone) -> TimeUse {
    // The answering time as a share of the target.
    let share = |fact: &Fact| fact.answer / f64::from(fact.target);
    let mut used = TimeUse {
        kind,
        answers: 0,
        median_of_target: median(timed.clone().map(|(fact, _)| share(fact)).collect()),
        over: 0,
        far_over: 0,
        median_think: median(timed.clone().map(|(fact, _)| fact.think).collect()),
        slow_starts: 0,
        starts: 0,
    };
    for (fact, allowed) in timed {
        used.answers += 1;
        used.over += u32::from(share(fact) > 1.0);
        used.far_over += u32::from(share(fact) > SLOW);
        if let Some(allowed) = allowed {
            used.starts += 1;
            used.slow_starts += u32::from(fact.think > f64::from(allowed.think));
        }
    }
    used
}

/// The median; `None` below five values.
fn median(mut values: Vec<f64>) -> Option<f64> {
    if values.len() < FEW {
        return None;
    }
    let middle = values.len() / 2;
    let upper = *values.select_nth_unstable_by(middle, f64::total_cmp).1;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = values[..middle].iter().copied().fold(f64::MIN, f64::max);
    Some(lower.midpoint(upper))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insight::testing::fact;

    #[test]
    fn time_is_told_by_kind_and_not_from_too_few() {
        let rows = (0..9)
            .map(|n| Fact {
                question: usize::from(n >= 6),
                target: 100,
                answer: 50.0 + 20.0 * f64::from(n),
                think: if n % 2 == 0 { 5.0 } else { 50.0 },
                gave_up: n == 8,
                ..fact(0)
            })
            .collect();
        let facts = Facts { questions: Vec::new(), rows };
        let allowed =
            [Some(Allowed { kind: Kind::Design, think: 30 }), Some(Allowed { kind: Kind::Incident, think: 30 })];
        let found = time_use(&facts, &allowed);
        assert_eq!((found[0].kind, found[0].answers, found[0].over, found[0].far_over), (None, 8, 5, 4));
        assert_eq!(found[0].median_of_target.map(|share| (share * 100.0).round()), Some(120.0));
        assert_eq!((found[1].kind, found[1].answers), (Some(Kind::Design), 6));
        assert_eq!((found[1].slow_starts, found[1].starts), (3, 6));
        assert_eq!((found[2].answers, found[2].median_of_target), (2, None), "two are too few to tell");
        assert_eq!(time_use(&Facts::default(), &[]).len(), 1);
    }
}
