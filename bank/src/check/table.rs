//! Whether there are as many questions of each sort as the manifest promises.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::material::{Item, Material};
use crate::problem::{Problem, Rule};
use crate::question::Archetype;

pub(super) fn check(material: &Material, problems: &mut Vec<Problem>) {
    let Some(manifest) = &material.manifest else { return };
    let mut report = |path: String, found: String, remedy: String| {
        problems.push(Problem::error(Rule::Table, &material.manifest_file, found, remedy).at_path(path));
    };
    // Retired questions are no longer asked and do not count.
    let items: Vec<&Item> = material.items.iter().filter(|item| item.question.retired.is_none()).collect();
    let count = |wanted: &dyn Fn(&Item) -> bool| items.iter().filter(|item| wanted(item)).count();
    for (i, topic) in manifest.topics.iter().enumerate() {
        let there = count(&|item| item.topic == topic.id);
        if there < topic.questions as usize {
            let found = format!("{there} questions on {}", topic.id);
            report(
                format!("topics[{i}].questions"),
                found,
                format!("there should be {} at the least", topic.questions),
            );
        }
    }
    let Some(targets) = &manifest.targets else { return };
    if items.len() < targets.questions as usize {
        let remedy = format!("there should be {} at the least", targets.questions);
        report("targets.questions".to_owned(), format!("{} questions", items.len()), remedy);
    }
    for archetype in Archetype::ALL {
        let there = count(&|item| item.question.archetypes.of(*archetype) >= 2);
        if there < targets.archetype as usize {
            let remedy = format!("there should be {} at the least", targets.archetype);
            report(
                "targets.archetype".to_owned(),
                format!("{there} questions of relevance 2 or 3 to {archetype}"),
                remedy,
            );
        }
    }
    let levels = off(&targets.levels, targets.tolerance, |level| count(&|item| item.question.levels.lowest == level));
    for (level, there, from, to) in levels {
        let found = format!("{there} questions from level {level} on");
        report(format!("targets.levels.{level}"), found, format!("there should be {from} to {to}"));
    }
    let difficulties = off(&targets.difficulties, targets.tolerance, |difficulty| {
        count(&|item| item.question.difficulty == difficulty)
    });
    for (difficulty, there, from, to) in difficulties {
        let found = format!("{there} {difficulty} questions");
        report(format!("targets.difficulties.{difficulty}"), found, format!("there should be {from} to {to}"));
    }
}

/// The targets that are missed, each with the actual number and the range that it should be in.
fn off<T: Copy + Ord + Display>(
    targets: &BTreeMap<T, u32>,
    tolerance: u32,
    count: impl Fn(T) -> usize,
) -> Vec<(T, usize, usize, usize)> {
    let range = |target: u32| {
        let (target, tolerance) = (target as usize, tolerance as usize);
        (target * 100usize.saturating_sub(tolerance)).div_ceil(100)..=target * (100 + tolerance) / 100
    };
    let rows = targets.iter().map(|(sort, target)| (*sort, count(*sort), range(*target)));
    let missed = rows.filter(|(_, there, range)| !range.contains(there));
    missed.map(|(sort, there, range)| (sort, there, *range.start(), *range.end())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_have_a_tolerance_on_both_sides() {
        let targets = BTreeMap::from([(1, 45), (2, 95)]);
        let off = |first, second| off(&targets, 10, |sort| if sort == 1 { first } else { second });
        assert!(off(41, 104).is_empty() && off(49, 86).is_empty());
        assert_eq!(off(40, 105), [(1, 40, 41, 49), (2, 105, 86, 104)]);
    }
}
