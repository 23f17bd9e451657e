//! What must hold between the questions of a bank: shared names are really shared, and no two ask the same thing.

use std::collections::{BTreeMap, HashMap};

use super::material::{Item, Material};
use crate::cues::Matcher;
use crate::problem::{Problem, Rule, Severity};
use crate::question::Point;

/// Share of common words from which two prompts look like the same question.
const LIKE_PROMPTS: f64 = 0.55;

/// Share of common words from which two points look like the same point.
const LIKE_POINTS: f64 = 0.5;

/// Points with fewer words than this may be similar by chance.
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
    for (i, j, alike) in alike(&stems, LIKE_PROMPTS) {
        let (item, earlier) = (&material.items[i], &material.items[j]);
        let severity = if alike >= 1.0 { Severity::Error } else { Severity::Warning };
        let found = format!("asks nearly the same as {}: {:.0} % of the words", earlier.id, alike * 100.0);
        let remedy = "make it another question, or a variant of that one";
        problems.push(item.problem(severity, Rule::Likeness, "prompt", &found, remedy));
    }
}

fn points(material: &Material, matcher: &mut Matcher, problems: &mut Vec<Problem>) {
    let mut all: Vec<(&Item, usize, &Point)> = Vec::new();
    let mut stems = Vec::new();
    for item in &material.items {
        for (i, point) in item.question.look_for.iter().enumerate() {
            let words = matcher.stems(&point.text);
            if words.len() >= LEAST_WORDS {
                all.push((item, i, point));
                stems.push(words);
            }
        }
    }
    for (i, j, _) in alike(&stems, LIKE_POINTS) {
        let ((item, at, point), (earlier, _, other)) = (all[i], all[j]);
        if item.id == earlier.id || point.concept.is_some() && point.concept == other.concept {
            continue;
        }
        let found = format!("says nearly the same as {} of {}, but they share no concept", other.id, earlier.id);
        let path = format!("look_for[{at}]");
        let remedy = "give both the same concept, so that misses add up";
        problems.push(item.problem(Severity::Warning, Rule::Likeness, &path, &found, remedy));
    }
}

/// The pairs of sets whose Jaccard index is at least `least`: their positions, the later one first, and the index.
/// Candidates are found through common elements, because most of the millions of pairs have none.
fn alike(sets: &[Vec<u32>], least: f64) -> Vec<(usize, usize, f64)> {
    let mut pairs = Vec::new();
    let mut having: HashMap<u32, Vec<usize>> = HashMap::new();
    let mut common = vec![0_usize; sets.len()];
    for (i, set) in sets.iter().enumerate() {
        for stem in set {
            let earlier = having.entry(*stem).or_default();
            for j in earlier.iter() {
                common[*j] += 1;
            }
            earlier.push(i);
        }
        for (j, common) in common[..=i].iter_mut().enumerate() {
            let common = std::mem::take(common);
            let likeness = common as f64 / (set.len() + sets[j].len() - common).max(1) as f64;
            if j < i && common > 0 && likeness >= least {
                pairs.push((i, j, likeness));
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_alike_is_found_with_its_share(
            sets in proptest::collection::vec(proptest::collection::btree_set(0_u32..9, 0..7), 0..12),
        ) {
            let sets: Vec<Vec<u32>> = sets.into_iter().map(|set| set.into_iter().collect()).collect();
            let mut expected = Vec::new();
            for i in 0..sets.len() {
                for j in 0..i {
                    let [a, b]: [HashSet<&u32>; 2] = [i, j].map(|k| sets[k].iter().collect());
                    let likeness = a.intersection(&b).count() as f64 / a.union(&b).count().max(1) as f64;
                    if likeness >= 0.5 {
                        expected.push((i, j, likeness));
                    }
                }
            }
            prop_assert_eq!(alike(&sets, 0.5), expected);
        }
    }
}
