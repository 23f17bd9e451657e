//! What a question must have to be admitted to the built-in bank.

use std::collections::HashSet;

use super::findings::{Findings, words};
use super::material::{Item, Material};
use super::{answers, diagram, presumes, session};
use crate::cues::Matcher;
use crate::problem::Problem;
use crate::question::{Kind, Level, Tier};

/// Languages and platforms to which questions may belong.
const TRACKS: &[&str] = &["java", "python", "node", "go", "rust", "dotnet", "kotlin", "php", "ruby", "cpp", "cloud"];

/// How many cues a point must have: wordings of its author, and of candidates.
const CUES: std::ops::RangeInclusive<usize> = 3..=20;

/// Most points without which an answer fails.
const MOST_MUSTS: usize = 4;

/// Most columns of a snippet, which stands beside its question, in a terminal of 80: more would wrap.
const SNIPPET_COLUMNS: usize = 70;

/// Most columns of a data model, which has a page of its own.
const SCHEMA_COLUMNS: usize = 74;

/// Words by which somebody names what a choice costs.
const TRADE_OFF: &[&str] = &["trade", "cost", "price", "in exchange", "downside", "in return"];

fn is_slug(id: &str) -> bool {
    let part =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    id.split('-').all(part)
}

pub(super) fn check(item: &Item, material: &Material, matcher: &mut Matcher, problems: &mut Vec<Problem>) {
    let mut findings = Findings::new(item, problems);
    slugs(&mut findings);
    head(&mut findings, material);
    points(&mut findings, material, matcher);
    wrongs(&mut findings);
    follow_ups(&mut findings);
    presumes::check(&mut findings, matcher);
    help(&mut findings);
    shown(&mut findings);
    answers::check(&mut findings);
    session::check(&mut findings);
    diagram::check(&mut findings);
}

fn slugs(findings: &mut Findings<'_>) {
    let question = &findings.item.question;
    let mut ids = vec![("id".to_owned(), &question.id)];
    ids.extend(question.look_for.iter().enumerate().map(|(i, x)| (format!("look_for[{i}].id"), &x.id)));
    ids.extend(question.weak.iter().enumerate().map(|(i, x)| (format!("weak[{i}].id"), &x.id)));
    ids.extend(question.mistakes.iter().enumerate().map(|(i, x)| (format!("mistakes[{i}].id"), &x.id)));
    for (i, follow_up) in question.follow_ups.iter().enumerate() {
        ids.push((format!("follow_ups[{i}].id"), &follow_up.id));
        let points = follow_up.look_for.iter().enumerate();
        ids.extend(points.map(|(j, x)| (format!("follow_ups[{i}].look_for[{j}].id"), &x.id)));
    }
    for (path, id) in ids.iter().filter(|(_, id)| !is_slug(id)) {
        findings.error(path, format!("{id:?} is no slug"), "use small letters, digits and single hyphens");
    }
}

fn head(findings: &mut Findings<'_>, material: &Material) {
    let item = findings.item;
    let question = &item.question;
    if let Some(manifest) = &material.manifest {
        match manifest.topics.iter().find(|topic| topic.id == item.topic) {
            None => findings.error("", format!("bank.json has no topic {:?}", item.topic), "name one of its topics"),
            Some(topic) => match &question.subtopic {
                Some(subtopic) if topic.subtopics.contains(subtopic) => {}
                other => {
                    let found = other.as_ref().map_or("no subtopic".to_owned(), |other| format!("{other:?}"));
                    findings.error("subtopic", found, &format!("write one of {}", topic.subtopics.join(", ")));
                }
            },
        }
    }
    findings.count("prompt", "words in the prompt, which should be one breath", words(&question.prompt), &(5..=60));
    findings.count("variants", "variants", question.variants.len(), &(1..=9));
    for (i, track) in question.tracks.iter().enumerate().filter(|(_, track)| !TRACKS.contains(&track.as_str())) {
        findings.error(
            &format!("tracks[{i}]"),
            format!("the track {track:?}"),
            &format!("write one of {}", TRACKS.join(", ")),
        );
    }
    match question.seconds {
        None => findings.error("seconds", "no times", "write think, target and max"),
        Some(times) if times.think == 0 || times.think > 180 || times.target < 60 || times.target >= times.max => {
            let found = format!("think {}, target {}, max {}", times.think, times.target, times.max);
            findings.error("seconds", found, "think lies in 1 to 180, target at 60 or above, max above the target");
        }
        Some(_) => {}
    }
    let intent = question.intent.as_deref().unwrap_or_default();
    findings.count("intent", "words in the intent, which should be a sentence", words(intent), &(5..=45));
    if question.references.is_empty() {
        findings.error("references", "no reference", "name at least one primary documentation");
    }
    for (i, reference) in question.references.iter().enumerate() {
        if reference.url.starts_with("http://") || reference.title.trim().is_empty() {
            findings.error(&format!("references[{i}]"), "no title, or no https", "write a title and an https address");
        }
    }
    if question.reviewed_on.is_none() {
        findings.error("reviewed_on", "never reviewed", "write the day on which the facts were checked");
    }
    let lines = question.snippet.as_ref().map_or(0, |snippet| snippet.code.lines().count());
    if question.kind == Kind::Review {
        findings.count("snippet", "lines of code to review", lines, &(15..=40));
    }
}

fn points(findings: &mut Findings<'_>, material: &Material, matcher: &mut Matcher) {
    let question = &findings.item.question;
    findings.count("look_for", "points", question.look_for.len(), &(4..=8));
    let tier = |wanted: &[Tier]| question.look_for.iter().any(|point| wanted.contains(&point.tier));
    match question.look_for.iter().filter(|point| point.tier == Tier::Must).count() {
        0 => findings.error("look_for", "no point of tier must", "say what an answer fails without"),
        1..=MOST_MUSTS => {}
        musts => {
            let found = format!("{musts} points of tier must");
            let remedy = format!("an answer fails without {MOST_MUSTS} of them at the most; the others are strong");
            findings.error("look_for", found, &remedy);
        }
    }
    if question.levels.highest >= Level::Senior && !tier(&[Tier::Senior, Tier::Staff]) {
        findings.error("look_for", "no point lifts the answer to senior", "add one of tier senior or staff");
    }
    for (i, point) in question.look_for.iter().enumerate() {
        let path = |field: &str| format!("look_for[{i}].{field}");
        if words(&point.text) < 4 {
            findings.error(
                &path("text"),
                format!("{:?}", point.text),
                "a point is something one can say, not a bare word",
            );
        }
        if words(point.why.as_deref().unwrap_or_default()) < 5 {
            findings.error(&path("why"), "no reason, or a thin one", "say what goes wrong without it");
        }
        findings.count(&path("cues"), "cues", point.cues.len(), &CUES);
        let mut seen = HashSet::new();
        for (j, cue) in point.cues.iter().enumerate() {
            let path = format!("look_for[{i}].cues[{j}]");
            if !seen.insert(cue.to_lowercase()) {
                findings.error(&path, format!("{cue:?} stands here twice"), "remove one");
            }
            if matcher.cue(cue).is_empty() {
                findings.error(&path, format!("{cue:?} has no word to look for"), "write a term or phrase");
            }
        }
        if let (Some(concept), Some(manifest)) = (&point.concept, &material.manifest)
            && !manifest.concepts.iter().any(|known| known.id == *concept)
        {
            findings.error(
                &path("concept"),
                format!("bank.json has no concept {concept:?}"),
                "use one of its concepts",
            );
        }
    }
}

fn wrongs(findings: &mut Findings<'_>) {
    let question = &findings.item.question;
    findings.count("mistakes", "mistakes", question.mistakes.len(), &(2..=4));
    for (i, mistake) in question.mistakes.iter().enumerate() {
        if words(mistake.why.as_deref().unwrap_or_default()) < 5 {
            findings.error(&format!("mistakes[{i}].why"), "no reason, or a thin one", "say why it hurts");
        }
    }
    findings.count("weak", "weak signals", question.weak.len(), &(2..=4));
}

fn follow_ups(findings: &mut Findings<'_>) {
    let question = &findings.item.question;
    findings.count("follow_ups", "follow-ups", question.follow_ups.len(), &(2..=4));
    for (i, follow_up) in question.follow_ups.iter().enumerate() {
        let path = format!("follow_ups[{i}].look_for");
        findings.count(&path, "points to look for", follow_up.look_for.len(), &(2..=4));
        for (j, point) in follow_up.look_for.iter().enumerate().filter(|(_, point)| words(&point.text) < 3) {
            let path = format!("{path}[{j}].text");
            findings.error(&path, format!("{:?}", point.text), "a point is something one can say, not a bare word");
        }
    }
    if question.follow_ups.iter().all(|follow_up| follow_up.probe.is_none()) {
        findings.error(
            "follow_ups",
            "none of them probes for failure",
            "ask what happens when a part fails, with its probe",
        );
    }
}

fn help(findings: &mut Findings<'_>) {
    let question = &findings.item.question;
    findings.count("framework", "steps", question.framework.len(), &(4..=7));
    findings.count("hints", "hints", question.hints.len(), &(3..=3));
    let said = |text: &str| {
        let text = text.to_lowercase();
        TRADE_OFF.iter().any(|word| text.contains(word))
    };
    let points = question.look_for.iter().flat_map(|point| [Some(&point.text), point.why.as_ref()]).flatten();
    let follow_ups =
        question.follow_ups.iter().flat_map(|follow_up| follow_up.look_for.iter().map(|point| &point.text));
    let sample = question.sample.iter().flat_map(|sample| [&sample.strong, &sample.why_it_works]);
    let session = question.session.iter().map(|part| &part.says);
    let texts = points.chain(follow_ups).chain(sample).chain(session).chain(&question.framework).chain(&question.hints);
    // Options name their own prices.
    if question.options.is_empty() && !texts.chain(&question.say).any(|text| said(text)) {
        let remedy = "say what the recommended choice costs, in a point or in the strong sample";
        findings.warning("", "no trade-off is named", remedy);
    }
}

/// Checks snippets, data models and options, where there are any.
fn shown(findings: &mut Findings<'_>) {
    let question = &findings.item.question;
    // Plain text, such as a stack trace, keeps its columns and is scrolled.
    if let Some(snippet) = question.snippet.as_ref().filter(|snippet| snippet.language != "text") {
        columns(findings, "snippet.code", &snippet.code, SNIPPET_COLUMNS);
    }
    if let Some(schema) = &question.schema {
        if schema.code.trim().is_empty() {
            findings.error("schema.code", "nothing", "write the model, or leave the schema out");
        }
        columns(findings, "schema.code", &schema.code, SCHEMA_COLUMNS);
    }
    for (i, choice) in question.options.iter().enumerate() {
        for (field, text) in [("name", &choice.name), ("when", &choice.when), ("price", &choice.price)] {
            if text.trim().is_empty() {
                let remedy = "say what is chosen, when it is right, and what it costs";
                findings.error(&format!("options[{i}].{field}"), "nothing", remedy);
            }
        }
    }
    if question.options.len() == 1 {
        findings.error("options", "one option", "one is no choice: name what else there is");
    }
}

fn columns(findings: &mut Findings<'_>, path: &str, code: &str, most: usize) {
    for (i, line) in code.lines().enumerate() {
        let columns = line.chars().count();
        if columns > most {
            let found = format!("line {} has {columns} columns", i + 1);
            findings.error(path, found, &format!("break it; there should be {most} at the most"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_small_letters_digits_and_single_hyphens() {
        assert!(["a", "cache-hit-rate", "p99"].iter().all(|id| is_slug(id)));
        assert!(!["", "-a", "a-", "a--b", "A", "a_b", "caf\u{e9}"].iter().any(|id| is_slug(id)));
    }
}
