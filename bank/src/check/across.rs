//! What has to hold among the questions of a bank: shared names are shared, and no two ask the same thing.

use std::collections::BTreeMap;

use super::material::{Item, Material};
use crate::cues::Matcher;
use crate::problem::{Problem, Rule, Severity};
use crate::question::Point;

/// Share of common words from which on two prompts look like the same question.
const LIKE_PROMPTS: f64 = 0.55;

/// Share of common words from which on two points look like the same point.
const LIKE_POINTS: f64 = 0.5;

/// Points of fewer words than this are alike by chance.
const LEAST_WORDS: usize = 4;

pub(super) fn check(material: &Material, matcher: &mut Matcher, problems: &mut Vec<Problem>) {
    concepts(material, problems);
    prompts(material, matcher, problems);
    points(material, matcher, problems);
}

fn concepts(material: &Material, problems: &mut Vec<Problem>) {
    let mut users: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
    for item in &material.items {
        for concept in item.question.look_for.iter().filter_map(|point| point.concept.as_deref()) {
            let users = users.entry(concept).or_default();
            if !users.iter().any(|user| user.id == item.id) {
                users.push(item);
            }
        }
    }
    for (i, concept) in material.manifest.iter().flat_map(|manifest| manifest.concepts.iter().enumerate()) {
        let users = users.get(concept.id.as_str()).map_or(&[][..], Vec::as_slice);
        let found = match users {
            [] => format!("no question uses the concept {}", concept.id),
            [only] => format!("only {} uses the concept {}", only.id, concept.id),
            _ => continue,
        };
        let remedy = "a concept ties points of several questions together: use it elsewhere, or remove it";
        let problem = Problem::warning(Rule::Likeness, &material.manifest_file, found, remedy);
        problems.push(problem.at_path(format!("concepts[{i}]")));
    }
}

fn prompts(material: &Material, matcher: &mut Matcher, problems: &mut Vec<Problem>) {
    let stems: Vec<_> = material.items.iter().map(|item| matcher.stems(&item.question.prompt)).collect();
    for (i, item) in material.items.iter().enumerate() {
        for (j, earlier) in material.items[..i].iter().enumerate() {
            let alike = likeness(&stems[i], &stems[j]);
            if alike > LIKE_PROMPTS {
                let severity = if alike >= 1.0 { Severity::Error } else { Severity::Warning };
                let found = format!("asks nearly the same as {}: {:.0} % of the words", earlier.id, alike * 100.0);
                let remedy = "make it another question, or a variant of that one";
                problems.push(item.problem(severity, Rule::Likeness, "prompt", &found, remedy));
            }
        }
    }
}

fn points(material: &Material, matcher: &mut Matcher, problems: &mut Vec<Problem>) {
    let mut all: Vec<(&Item, usize, &Point, Vec<u32>)> = Vec::new();
    for item in &material.items {
        for (i, point) in item.question.look_for.iter().enumerate() {
            let stems = matcher.stems(&point.text);
            if stems.len() >= LEAST_WORDS {
                all.push((item, i, point, stems));
            }
        }
    }
    for (i, (item, at, point, stems)) in all.iter().enumerate() {
        for (earlier, _, other, others) in &all[..i] {
            if item.id == earlier.id || point.concept.is_some() && point.concept == other.concept {
                continue;
            }
            if may_be_alike(stems, others, LIKE_POINTS) && likeness(stems, others) >= LIKE_POINTS {
                let found =
                    format!("says nearly the same as {} of {}, but they share no concept", other.id, earlier.id);
                let path = format!("look_for[{at}]");
                let remedy = "give both the same concept, so that misses add up";
                problems.push(item.problem(Severity::Warning, Rule::Likeness, &path, &found, remedy));
            }
        }
    }
}

/// Whether two sets are near enough in size to be that much alike: of millions of pairs most are not.
fn may_be_alike(a: &[u32], b: &[u32], like: f64) -> bool {
    let (fewer, more) = (a.len().min(b.len()), a.len().max(b.len()));
    fewer as f64 >= more as f64 * like
}

/// Jaccard's index of two sorted sets, 0 to 1.
fn likeness(a: &[u32], b: &[u32]) -> f64 {
    let (mut i, mut j, mut common) = (0, 0, 0_usize);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
        }
    }
    let all = a.len() + b.len() - common;
    if all == 0 { 0.0 } else { common as f64 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_other_sizes_are_never_alike() {
        let like = |a: &[u32], b: &[u32]| (may_be_alike(a, b, 0.5), likeness(a, b) >= 0.5);
        assert_eq!(like(&[1, 2], &[1, 2, 3, 4]), (true, true));
        assert_eq!(like(&[1, 2], &[1, 2, 3, 4, 5]), (false, false));
    }

    #[test]
    fn likeness_is_the_share_of_what_is_common() {
        let close = |a: &[u32], b: &[u32], wanted: f64| (likeness(a, b) - wanted).abs() < 1e-9;
        assert!(close(&[1, 2, 3], &[2, 3, 4], 0.5));
        assert!(close(&[1, 2], &[1, 2], 1.0));
        assert!(close(&[], &[1], 0.0) && close(&[], &[], 0.0));
    }
}
