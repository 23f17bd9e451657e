//! Merges what several files say about a bank, or about a question that another bank extends.

use std::collections::HashSet;

use super::manifest::BankInfo;
use super::question::Question;

/// Adds what another file says about the same bank. If both say something, the first file counts.
pub(super) fn info(into: &mut BankInfo, from: BankInfo) {
    into.version = into.version.take().or(from.version);
    into.licence = into.licence.take().or(from.licence);
    add(&mut into.topics, from.topics, |topic| &topic.id);
    add(&mut into.concepts, from.concepts, |concept| &concept.id);
}

/// Adds the items whose id is not there yet.
fn add<T>(into: &mut Vec<T>, from: Vec<T>, id: fn(&T) -> &String) {
    if from.is_empty() {
        return;
    }
    let mut known: HashSet<String> = into.iter().map(|one| id(one).clone()).collect();
    into.extend(from.into_iter().filter(|one| known.insert(id(one).clone())));
}

/// Adds what `bank` says to a question. No word of the question changes: lists are appended to; whole items (framework,
/// hints, samples, diagrams) are filled in only if missing; and ids that are already used get the bank's name as a
/// suffix. Times are a matter of preference, so the last bank's count; and a question that any bank retires is retired.
pub(super) fn question(into: &mut Question, mut from: Question, bank: &str) {
    let mut taken: HashSet<String> = ids(into).cloned().collect();
    let renamed: Vec<(String, String)> =
        ids(&from).filter(|id| taken.contains(*id)).map(|id| (id.clone(), format!("{id}-{bank}"))).collect();
    let mut rename = |id: &mut String| {
        if taken.contains(id.as_str()) {
            *id = format!("{id}-{bank}");
        }
        taken.insert(id.clone());
    };
    from.look_for.iter_mut().for_each(|point| rename(&mut point.id));
    from.weak.iter_mut().for_each(|signal| rename(&mut signal.id));
    from.mistakes.iter_mut().for_each(|mistake| rename(&mut mistake.id));
    from.follow_ups.iter_mut().for_each(|follow_up| rename(&mut follow_up.id));
    let own_points: HashSet<&String> = from.look_for.iter().map(|point| &point.id).collect();
    for when in from.follow_ups.iter_mut().filter_map(|follow_up| follow_up.when.as_mut()) {
        for id in when.missed.iter_mut().chain(&mut when.hit).chain(&mut when.touched) {
            // It refers to the addition's own point if there is one, otherwise to that of the extended question.
            if let Some((_, new)) = renamed.iter().find(|(old, new)| old == id && own_points.contains(new)) {
                id.clone_from(new);
            }
        }
    }
    let own_follow_ups: HashSet<&String> = from.follow_ups.iter().map(|follow_up| &follow_up.id).collect();
    for cut in from.diagram.iter_mut().flat_map(|diagram| &mut diagram.cuts) {
        if let Some((_, new)) = renamed.iter().find(|(old, new)| *old == cut.probe && own_follow_ups.contains(new)) {
            cut.probe.clone_from(new);
        }
    }
    into.variants.append(&mut from.variants);
    into.tags.append(&mut from.tags);
    into.clarifications.append(&mut from.clarifications);
    into.look_for.append(&mut from.look_for);
    into.weak.append(&mut from.weak);
    into.mistakes.append(&mut from.mistakes);
    into.follow_ups.append(&mut from.follow_ups);
    into.references.append(&mut from.references);
    into.seconds = from.seconds.or(into.seconds);
    into.retired = into.retired.or(from.retired);
    fill(&mut into.intent, from.intent);
    if into.framework.is_empty() {
        into.framework = from.framework;
    }
    if into.hints.is_empty() {
        into.hints = from.hints;
    }
    fill(&mut into.say, from.say);
    fill(&mut into.sample, from.sample);
    fill(&mut into.diagram, from.diagram);
    fill(&mut into.schema, from.schema);
    fill(&mut into.valid, from.valid);
    if into.expect.is_empty() {
        into.expect = from.expect;
    }
    if into.session.is_empty() {
        into.session = from.session;
    }
    if into.options.is_empty() {
        into.options = from.options;
    }
}

fn fill<T>(into: &mut Option<T>, from: Option<T>) {
    if into.is_none() {
        *into = from;
    }
}

fn ids(question: &Question) -> impl Iterator<Item = &String> {
    let points = question.look_for.iter().map(|point| &point.id);
    let signals = question.weak.iter().map(|signal| &signal.id);
    let mistakes = question.mistakes.iter().map(|mistake| &mistake.id);
    points.chain(signals).chain(mistakes).chain(question.follow_ups.iter().map(|follow_up| &follow_up.id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(json: &str) -> Question {
        serde_json::from_str(json).expect("a question")
    }

    #[test]
    fn an_addition_changes_nothing_that_was_there() {
        let original = parsed(
            r#"{"id":"a","prompt":"A?","look_for":[{"id":"p","text":"first"}],"hints":["one"],
                "mistakes":[{"id":"m","text":"wrong"}]}"#,
        );
        let mut merged = original.clone();
        let addition = parsed(
            r#"{"id":"mine","prompt":"","extends":"b/a","variants":["Else?"],"hints":["mine"],"framework":["step"],
                "look_for":[{"id":"p","text":"second"},{"id":"q","text":"third"}],
                "follow_ups":[{"id":"f","prompt":"And?","when":{"missed":["p"],"hit":["m"],"touched":["p"]}}]}"#,
        );
        question(&mut merged, addition, "own");
        assert_eq!(merged.look_for[0], original.look_for[0]);
        assert_eq!(merged.look_for.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(), ["p", "p-own", "q"]);
        assert_eq!((merged.prompt.as_str(), merged.hints), ("A?", original.hints));
        assert_eq!((merged.variants, merged.framework), (vec!["Else?".to_owned()], vec!["step".to_owned()]));
        let when = merged.follow_ups[0].when.clone().expect("a condition");
        let own = || vec!["p-own".to_owned()];
        assert_eq!((when.missed, when.hit, when.touched), (own(), vec!["m".to_owned()], own()));
    }

    #[test]
    fn what_is_a_whole_is_filled_only_where_it_was_missing() {
        let addition = parsed(
            r#"{"id":"mine","prompt":"","extends":"b/a","say":"Mine.","expect":{"mid":"Mine."},"sample":{"passing":"Mine."},
                "session":[{"from":0,"to":1,"who":"candidate","says":"Mine."}],"diagram":{"lines":["mine"]},
                "schema":{"language":"sql","code":"mine"},"options":[{"name":"mine","when":"now","price":"time"}],
                "valid":{"product":"Mine 1","until":"2030-01"}}"#,
        );
        let mut filled = parsed(r#"{"id":"a","prompt":"A?"}"#);
        question(&mut filled, addition.clone(), "own");
        assert_eq!(filled, Question { id: "a".into(), prompt: "A?".into(), extends: None, ..addition.clone() });
        let full = parsed(
            r#"{"id":"a","prompt":"A?","say":"It.","expect":{"junior":"It."},"sample":{"strong":"It."},
                "session":[{"from":0,"to":9,"who":"interviewer","says":"It."}],"diagram":{"lines":["it"]},
                "schema":{"language":"go","code":"it"},"options":[{"name":"it","when":"then","price":"money"}],
                "valid":{"product":"It 1","until":"2031-01"}}"#,
        );
        let mut kept = full.clone();
        question(&mut kept, addition, "own");
        assert_eq!(kept, full);
    }

    #[test]
    fn a_cut_of_an_added_drawing_leads_to_the_added_follow_up() {
        let mut merged = parsed(r#"{"id":"a","prompt":"A?","follow_ups":[{"id":"f","prompt":"And?"}]}"#);
        let addition = parsed(
            r#"{"id":"mine","prompt":"","extends":"b/a","follow_ups":[{"id":"f","prompt":"When it fails?"}],
                "diagram":{"lines":["(1)"],"cuts":[{"mark":"(1)","probe":"f"}]}}"#,
        );
        question(&mut merged, addition, "own");
        assert_eq!(merged.diagram.expect("a drawing").cuts[0].probe, "f-own");
    }

    #[test]
    fn other_times_and_a_last_day_count() {
        let mut merged = parsed(r#"{"id":"a","prompt":"A?","seconds":{"think":20,"target":180,"max":270}}"#);
        let addition = |more: &str| parsed(&format!(r#"{{"id":"x","prompt":"","extends":"b/a"{more}}}"#));
        question(&mut merged, addition(r#","seconds":{"think":5,"target":60,"max":90}"#), "own");
        question(&mut merged, addition(""), "other");
        assert_eq!(merged.times(), crate::Seconds { think: 5, target: 60, max: 90 });
        assert_eq!(merged.retired, None);
        question(&mut merged, addition(r#","retired":"2026-11-22""#), "own");
        question(&mut merged, addition(""), "other");
        assert_eq!(merged.retired, chrono::NaiveDate::from_ymd_opt(2026, 11, 22));
    }
}
