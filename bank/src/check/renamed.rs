//! Whether the renames in a manifest lead from ids that are gone to ids that exist.

use super::material::{Item, Material};
use crate::manifest::Manifest;
use crate::problem::{Problem, Rule};

pub(super) fn check(material: &Material, problems: &mut Vec<Problem>) {
    let Some(manifest) = &material.manifest else { return };
    for (old, new) in &manifest.renamed {
        if let Some((found, remedy)) = fault(material, manifest, old, new) {
            let problem = Problem::error(Rule::Identity, &material.manifest_file, found, remedy);
            problems.push(problem.at_path(format!("renamed.{old}")));
        }
    }
}

/// What is wrong with a rename, and what to do about it. None if it is right.
fn fault(material: &Material, manifest: &Manifest, old: &str, new: &str) -> Option<(String, &'static str)> {
    if there(material, manifest, old) {
        return Some((format!("{old:?} is there still"), "remove one of them: an id that is in use was not renamed"));
    }
    if !there(material, manifest, new) {
        return Some((format!("{new:?} leads nowhere"), "write the id that it has now"));
    }
    match (old.split_once('/'), new.split_once('/')) {
        (None, None) => None,
        (Some((before, _)), Some((now, _))) => {
            let same = before == now || manifest.renamed.get(before).is_some_and(|name| name == now);
            let found = format!("moves a point from {before} to {now}");
            (!same).then_some((found, "a point keeps its question: write an id of a point of that one"))
        }
        _ => Some((
            format!("{new:?} for {old:?}"),
            "a question becomes a question (\"old\": \"new\"), a point a point (\"question/old\": \"question/new\")",
        )),
    }
}

/// Whether the bank has this question, or this point of a question.
fn there(material: &Material, manifest: &Manifest, name: &str) -> bool {
    let (slug, point) = name.split_once('/').map_or((name, None), |(slug, point)| (slug, Some(point)));
    let its_own = |item: &&Item| item.id.bank() == manifest.bank && item.id.slug() == slug;
    let has = |item: &Item, point: &str| item.question.look_for.iter().any(|known| known.id == point);
    material.items.iter().find(its_own).is_some_and(|item| point.is_none_or(|point| has(item, point)))
}
