//! The rules for every bank: what it must get right, and what its author should look at.

use std::collections::HashSet;

use super::material::{Item, Material};
use crate::index::related_id;
use crate::problem::{Problem, Rule, Severity};
use crate::question::Archetype;

pub(super) fn check(item: &Item, material: &Material, gate: bool, problems: &mut Vec<Problem>) {
    // In somebody's own bank it is not an error: another version may know the field.
    let severity = if gate { Severity::Error } else { Severity::Warning };
    let question = &item.question;
    for path in &item.unknown {
        let found = "a field that this version does not know; it is kept and not used";
        problems.push(item.problem(severity, Rule::Unknown, path, found, "check its spelling, or remove it"));
    }
    ids(item, problems);
    for archetype in Archetype::ALL.iter().filter(|archetype| question.archetypes.of(**archetype) > 3) {
        let found = format!("a relevance of {}", question.archetypes.of(*archetype));
        let path = format!("archetypes.{archetype}");
        problems.push(item.problem(Severity::Error, Rule::Shape, &path, &found, "relevance goes from 0 to 3"));
    }
    if let Some(seconds) = question.seconds.filter(|seconds| seconds.target == 0 || seconds.target > seconds.max) {
        let found = format!("a target of {} and a maximum of {} seconds", seconds.target, seconds.max);
        let remedy = "the target lies above 0 and not above the maximum";
        problems.push(item.problem(Severity::Error, Rule::Shape, "seconds", &found, remedy));
    }
    for (i, reference) in question.references.iter().enumerate().filter(|(_, reference)| !is_url(&reference.url)) {
        let found = format!("{:?} is no web address", reference.url);
        let path = format!("references[{i}].url");
        problems.push(item.problem(
            severity,
            Rule::Reference,
            &path,
            &found,
            "write https://host/path, without blanks",
        ));
    }
    references(item, material, severity, problems);
}

fn ids(item: &Item, problems: &mut Vec<Problem>) {
    let question = &item.question;
    let lists = question.look_for.iter().map(|point| &point.id).enumerate().map(|(i, id)| ("look_for", i, id));
    let lists = lists.chain(question.weak.iter().enumerate().map(|(i, signal)| ("weak", i, &signal.id)));
    let lists = lists.chain(question.mistakes.iter().enumerate().map(|(i, mistake)| ("mistakes", i, &mistake.id)));
    let lists = lists.chain(question.follow_ups.iter().enumerate().map(|(i, next)| ("follow_ups", i, &next.id)));
    let mut seen = HashSet::new();
    for (list, i, id) in lists {
        if !seen.insert(id) {
            let path = format!("{list}[{i}].id");
            let found = format!("{id:?} is used twice in this question");
            problems.push(item.problem(Severity::Error, Rule::Identity, &path, &found, "give one of them another id"));
        }
    }
    for (i, follow_up) in question.follow_ups.iter().enumerate() {
        let mut seen = HashSet::new();
        for (j, point) in follow_up.look_for.iter().enumerate().filter(|(_, point)| !seen.insert(&point.id)) {
            let path = format!("follow_ups[{i}].look_for[{j}].id");
            let found = format!("{:?} is used twice in this follow-up", point.id);
            problems.push(item.problem(Severity::Error, Rule::Identity, &path, &found, "give one of them another id"));
        }
    }
}

fn references(item: &Item, material: &Material, severity: Severity, problems: &mut Vec<Problem>) {
    let question = &item.question;
    let mut lost = |path: &str, name: &str, remedy: &str| {
        let found = format!("{name:?} leads nowhere");
        problems.push(item.problem(severity, Rule::Reference, path, &found, remedy));
    };
    for (i, name) in question.related.iter().enumerate() {
        let id = related_id(item.id.bank(), name);
        if id.is_none_or(|id| !material.known.contains(&id) || id == item.id) {
            lost(&format!("related[{i}]"), name, "write the id of another question, as slug or bank/id");
        }
    }
    if let Some(target) = question.extends.as_ref().filter(|target| !material.known.contains(*target)) {
        lost("extends", target.as_str(), "write the bank/id of the question that this one adds to");
    }
    // An addition may refer to points and follow-ups of the question that it extends.
    if question.extends.is_some() {
        return;
    }
    for (i, cut) in question.diagram.iter().flat_map(|diagram| diagram.cuts.iter().enumerate()) {
        if !question.follow_ups.iter().any(|follow_up| follow_up.id == cut.probe) {
            let path = format!("diagram.cuts[{i}].probe");
            lost(&path, &cut.probe, "write the id of a follow-up of this question");
        }
    }
    for (i, follow_up) in question.follow_ups.iter().enumerate() {
        let Some(when) = &follow_up.when else { continue };
        for (list, ids) in [("missed", &when.missed), ("hit", &when.hit), ("touched", &when.touched)] {
            for (j, id) in ids.iter().enumerate() {
                if !question.look_for.iter().any(|point| point.id == *id) {
                    lost(&format!("follow_ups[{i}].when.{list}[{j}]"), id, "write the id of a point of this question");
                }
            }
        }
    }
}

/// Whether a browser could open this address.
fn is_url(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        host.contains('.')
            && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':'))
            && host.split('.').all(|label| !label.is_empty())
            && !rest.chars().any(|c| {
                c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '}')
            })
    })
}
