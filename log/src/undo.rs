//! Which records are taken back. A pure function of the set of undo records, so the order of merging cannot matter.

use std::collections::{BTreeSet, HashMap};

/// SQL condition: the record `r` is not taken back.
pub(super) const COUNTS: &str = "NOT EXISTS (SELECT 1 FROM undone u WHERE u.id = r.id)";

/// The same for a record about an attempt, where the attempt must not be taken back either.
pub(super) const COUNTS_WITH_ATTEMPT: &str = "NOT EXISTS (SELECT 1 FROM undone u WHERE u.id IN (r.id, r.target))";

/// The ids that are taken back, given all undo records as pairs (own id, id of the record taken back).
///
/// A record is taken back if an undo of it counts; an undo counts unless it is taken back itself. Undos that take each
/// other back in a circle (which no genuine log contains) have no effect, unless an undo from outside breaks the
/// circle.
pub(super) fn taken_back<'a>(undos: impl IntoIterator<Item = (&'a str, &'a str)>) -> BTreeSet<String> {
    let target_of: HashMap<&str, &str> = undos.into_iter().collect();
    // For each undo, how many undos of it are still undecided.
    let mut open: HashMap<&str, usize> = target_of.keys().map(|id| (*id, 0)).collect();
    for target in target_of.values() {
        if let Some(count) = open.get_mut(target) {
            *count += 1;
        }
    }
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut decided: Vec<&str> = open.iter().filter(|(_, count)| **count == 0).map(|(id, _)| *id).collect();
    while let Some(id) = decided.pop() {
        let target = target_of[id];
        let counts = !taken.contains(id);
        let first = counts && taken.insert(target.to_owned());
        if let Some(count) = open.get_mut(target).filter(|count| **count > 0) {
            *count -= 1;
            // One undo that counts is enough; otherwise all undos of it must be decided first.
            if first {
                *count = 0;
            }
            if *count == 0 {
                decided.push(target);
            }
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn taken(undos: &[(&str, &str)]) -> Vec<String> {
        taken_back(undos.iter().copied()).into_iter().collect()
    }

    #[test]
    fn an_undo_can_be_undone() {
        assert_eq!(taken(&[("u1", "a")]), ["a"]);
        assert_eq!(taken(&[("u1", "a"), ("u2", "u1")]), ["u1"]);
        assert_eq!(taken(&[("u1", "a"), ("u2", "u1"), ("u3", "u2")]), ["a", "u2"]);
    }

    #[test]
    fn two_undos_of_one_record_must_both_go() {
        assert_eq!(taken(&[("u1", "a"), ("u2", "a"), ("u3", "u1")]), ["a", "u1"]);
        assert_eq!(taken(&[("u1", "a"), ("u2", "a"), ("u3", "u1"), ("u4", "u2")]), ["u1", "u2"]);
    }

    #[test]
    fn circles_have_no_effect_until_they_are_broken() {
        assert!(taken(&[("u1", "u1")]).is_empty());
        assert!(taken(&[("u1", "u2"), ("u2", "u1")]).is_empty());
        assert_eq!(taken(&[("u1", "u2"), ("u2", "u1"), ("x", "u1")]), ["u1"]);
    }

    proptest! {
        /// Outside circles the rule holds for every record: it is taken back exactly if an undo that counts names it.
        #[test]
        fn the_rule_holds_everywhere(targets in prop::collection::vec(0_usize..40, 0..40)) {
            // Undo i takes back a record with a smaller number, so there are no circles; 0 is an ordinary record.
            let undos: Vec<(String, String)> = targets
                .iter()
                .enumerate()
                .map(|(index, target)| ((index + 1).to_string(), (target % (index + 1)).to_string()))
                .collect();
            let taken = taken_back(undos.iter().map(|(id, target)| (id.as_str(), target.as_str())));
            let shuffled = taken_back(undos.iter().rev().map(|(id, target)| (id.as_str(), target.as_str())));
            prop_assert_eq!(&taken, &shuffled);
            for id in (0..=targets.len()).map(|id| id.to_string()) {
                let expected = undos.iter().any(|(undo, target)| *target == id && !taken.contains(undo));
                prop_assert_eq!(taken.contains(&id), expected, "record {}", id);
            }
        }
    }
}
