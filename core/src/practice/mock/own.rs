//! A loop for a bank that brings none: one round of its questions, in the bank's own proportions.

use std::collections::BTreeMap;

use super::plan::{follow_ups, length};
use crate::bank::{Entry, Kind, Loop, LoopRound, Part, Slot, Weights};

/// The shortest and the longest such round, in minutes.
const MINUTES: (u32, u32) = (5, 45);

/// What a bank has for one part of an interview.
#[derive(Default)]
struct Share {
    kinds: Vec<Kind>,
    seconds: u64,
}

/// A loop made from the questions of a bank: as long as they take together, within 5 to 45 minutes. `None` if there are
/// no questions, or the name of the bank cannot be that of a loop.
pub fn loop_of(bank: &str, entries: &[Entry]) -> Option<Loop> {
    let mut shares: BTreeMap<Part, Share> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.id.bank() == bank && entry.retired.is_none()) {
        let share = shares.entry(Part::of(entry.kind)).or_default();
        if !share.kinds.contains(&entry.kind) {
            share.kinds.push(entry.kind);
        }
        share.seconds += u64::from(length(entry, follow_ups(entry.seconds.target)));
    }
    let total: u64 = shares.values().map(|share| share.seconds).sum();
    if total == 0 {
        return None;
    }
    let minutes = u32::try_from(total.div_ceil(60)).unwrap_or(u32::MAX).clamp(MINUTES.0, MINUTES.1);
    // Each part gets at least one percent, and the largest takes what rounding leaves.
    let percent = |share: &Share| u32::try_from(share.seconds * 100 / total).unwrap_or(100).max(1);
    let mut percents: BTreeMap<Part, u32> = shares.iter().map(|(part, share)| (*part, percent(share))).collect();
    let largest = shares.iter().max_by_key(|(_, share)| share.seconds).map(|(part, _)| *part)?;
    let others: u32 = percents.iter().filter(|(part, _)| **part != largest).map(|(_, percent)| percent).sum();
    percents.insert(largest, 100 - others);
    let of = |part: Part| percents.get(&part).copied().unwrap_or(0);
    let slots =
        shares.into_iter().map(|(part, share)| Slot { share: Some(of(part)), kinds: share.kinds, ..Slot::default() });
    let made = Loop {
        id: bank.to_owned(),
        title: format!("Mixed mock: {bank}"),
        about: "What this bank asks, in its own proportions; its bank.json can bring other loops.".into(),
        archetype: None,
        weights: Weights { core: of(Part::Core), scenario: of(Part::Scenario), behavioural: of(Part::Behavioural) },
        pressure: None,
        rounds: vec![LoopRound {
            name: "Mixed interview".into(),
            minutes,
            part: None,
            levels: None,
            uninterrupted: None,
            slots: slots.collect(),
            other: serde_json::Map::new(),
        }],
        other: serde_json::Map::new(),
    };
    made.faults().is_empty().then_some(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::{BUILTIN, Library, QuestionId};

    #[test]
    fn a_bank_is_asked_in_its_own_proportions() {
        let library = Library::builtin();
        let one = loop_of(BUILTIN, library.entries()).expect("there are questions");
        assert_eq!((one.rounds[0].minutes, one.rounds[0].slots.len()), (45, 3));
        assert!(one.faults().is_empty() && one.weights.core > one.weights.behavioural);
        let few = library.entries().iter().filter(|entry| entry.kind == Kind::Intro).take(2);
        let few: Vec<Entry> = few.cloned().collect();
        let one = loop_of(BUILTIN, &few).expect("there are questions");
        let seconds: u32 = few.iter().map(|entry| length(entry, follow_ups(entry.seconds.target))).sum();
        assert_eq!((one.rounds[0].minutes, one.weights.behavioural), (seconds.div_ceil(60).max(5), 100));
        assert_eq!(loop_of("elsewhere", library.entries()), None);
    }

    #[test]
    fn a_bank_with_the_name_of_a_command_has_none() {
        let named = |entry: &Entry| Entry { id: QuestionId::new("score", entry.id.slug()), ..entry.clone() };
        let entries: Vec<Entry> = Library::builtin().entries().iter().take(3).map(named).collect();
        assert_eq!(loop_of("score", &entries), None);
    }
}
