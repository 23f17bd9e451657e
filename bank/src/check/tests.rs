use std::fs;

use serde_json::{Value, json};

use super::*;
use crate::problem::Rule;

fn words(count: usize) -> String {
    vec!["plainly"; count].join(" ")
}

/// A question that passes the gate.
fn passing(id: &str) -> Value {
    let point = |id: &str, tier: &str, cue: &str| {
        json!({"id": id, "text": format!("Says {cue} early and means it"), "why": "Without it nights become short.", "tier": tier,
               "cues": [cue, format!("{cue} early"), format!("{cue} always")]})
    };
    json!({
        "id": id, "subtopic": "patterns", "prompt": format!("How would you deal with the matter of {id} tonight?"),
        "variants": ["And otherwise, what then?"], "levels": ["mid", "senior"],
        "seconds": {"think": 20, "target": 180, "max": 270},
        "intent": "Whether the candidate knows what to do.",
        "look_for": [point("a", "must", "alpacas"), point("b", "strong", "beavers"), point("c", "strong", "camels"),
                     point("d", "senior", "dromedaries")],
        "weak": [{"id": "w1", "text": "\"Hm.\""}, {"id": "w2", "text": "\"Well.\""}],
        "mistakes": [{"id": "m1", "text": "Runs.", "why": "It never helped anybody at all."},
                     {"id": "m2", "text": "Hides.", "why": "They will find you in time."}],
        "follow_ups": [
            {"id": "f1", "prompt": "And when it fails?", "probe": "store", "when": {"missed": ["a"]},
             "look_for": [{"id": "x", "text": "Has a plan."}, {"id": "y", "text": "Knows the cost."}]},
            {"id": "f2", "prompt": "And then?", "look_for": [{"id": "x", "text": "Goes on walking."}, {"id": "y", "text": "Stops and rests."}]}],
        "framework": ["one", "two", "three", "four"], "hints": ["cold", "warm", "hot"],
        "sample": {"weak": words(50), "strong": format!("Three alpacas, beavers and camels. {}", words(130)), "why_it_works": words(12)},
        "references": [{"title": "A page", "url": "https://example.org/page"}], "reviewed_on": "2026-11-22"
    })
}

struct Bank {
    folder: tempfile::TempDir,
}

impl Bank {
    fn new(questions: &[Value]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let manifest = json!({"bank": "own", "topics": [{"id": "caching", "title": "Caching", "subtopics": ["patterns"]}],
                              "concepts": [{"id": "shared", "title": "Shared"}]});
        let topic = json!({"bank": "own", "topic": "caching", "questions": questions});
        fs::write(folder.path().join("bank.json"), manifest.to_string()).expect("written");
        fs::write(folder.path().join("caching.json"), topic.to_string()).expect("written");
        Self { folder }
    }

    fn report(&self, gate: bool) -> Report {
        path(self.folder.path(), Rules { gate, full: false })
    }
}

/// What the gate says to one question, without the note that nobody uses the concept.
fn told(question: &Value) -> Vec<String> {
    let report = Bank::new(std::slice::from_ref(question)).report(true);
    let problems = report.problems.iter().filter(|problem| !problem.found.contains("concept shared"));
    problems.map(ToString::to_string).collect()
}

#[test]
fn a_good_question_passes() {
    assert_eq!(told(&passing("one")), Vec::<String>::new());
}

#[test]
fn each_rule_of_the_gate_is_told() {
    let table: &[(&str, Value, &str)] = &[
        ("/id", json!("Not_a_slug"), "is no slug"),
        ("/subtopic", json!("other"), "write one of patterns"),
        ("/prompt", json!("Why?"), "1 words in the prompt"),
        ("/variants", json!([]), "0 variants"),
        ("/tracks", json!(["cobol"]), "the track \"cobol\""),
        ("/seconds", Value::Null, "no times"),
        ("/seconds/target", json!(300), "a target of 300 and a maximum of 270"),
        ("/intent", json!("Depth."), "1 words in the intent"),
        ("/references", json!([]), "no reference"),
        ("/references/0/url", json!("example"), "is no web address"),
        ("/references/0/url", json!("http://example.org"), "no https"),
        ("/reviewed_on", Value::Null, "never reviewed"),
        ("/kind", json!("review"), "0 lines of code"),
        ("/look_for", json!([]), "0 points"),
        ("/look_for/0/tier", json!("strong"), "no point of tier must"),
        ("/look_for/3/tier", json!("strong"), "lifts the answer to senior"),
        ("/look_for/1/text", json!("Locking"), "not a bare word"),
        ("/look_for/1/why", json!("Bad."), "say what goes wrong"),
        ("/look_for/1/cues", json!(["beavers"]), "1 cues"),
        ("/look_for/1/cues/0", json!("it is"), "has no word to look for"),
        ("/look_for/1/cues/0", json!("Beavers early"), "stands here twice"),
        ("/look_for/1/concept", json!("unheard-of"), "no concept \"unheard-of\""),
        ("/look_for/1/id", json!("a"), "used twice in this question"),
        ("/look_for/1/colour", json!("red"), "look_for[1].colour (own/one): a field that this version does not know"),
        ("/colour", json!("red"), "questions[0].colour"),
        ("/mistakes/0/colour", json!("red"), "mistakes[0].colour"),
        ("/mistakes", json!([]), "0 mistakes"),
        ("/mistakes/0/why", Value::Null, "say why it hurts"),
        ("/weak", json!([]), "0 weak signals"),
        ("/follow_ups", json!([]), "0 follow-ups"),
        ("/follow_ups/0/probe", Value::Null, "none of them probes"),
        ("/follow_ups/0/look_for", json!([]), "0 points to look for"),
        ("/follow_ups/0/when/missed", json!(["zz"]), "follow_ups[0].when.missed[0] (own/one): \"zz\" leads nowhere"),
        ("/follow_ups/1/look_for/1/id", json!("x"), "used twice in this follow-up"),
        ("/follow_ups/0/look_for/1/text", json!("Knows the rest."), "no trade-off is named"),
        ("/related", json!(["nowhere"]), "\"nowhere\" leads nowhere"),
        ("/related", json!(["one"]), "\"one\" leads nowhere"),
        ("/framework", json!(["one"]), "1 steps"),
        ("/hints", json!(["one"]), "1 hints; there should be 3"),
        ("/archetypes", json!({"api": 4}), "a relevance of 4"),
        ("/sample", Value::Null, "no sample answers"),
        ("/sample/weak", json!("Hm."), "1 words; there should be 40 to 80"),
        (
            "/sample/weak",
            json!(format!("alpacas and camels {}", words(50))),
            "2 of 3 must and strong points mentioned; mention at most 30 %",
        ),
        ("/sample/strong", json!(words(140)), "0 of 3 must and strong points mentioned; mention 70 %"),
        ("/sample/strong", json!(format!("Alpacas, beavers, camels. {}", words(140))), "no number"),
        ("/sample/why_it_works", json!("Good."), "missing or thin"),
    ];
    for (pointer, value, expected) in table {
        let mut question = passing("one");
        let (parent, field) = pointer.rsplit_once('/').expect("a pointer");
        let parent = question.pointer_mut(parent).expect("a place");
        match field.parse::<usize>() {
            Ok(i) => parent[i] = value.clone(),
            Err(_) => parent[field] = value.clone(),
        }
        let told = told(&question);
        assert!(told.iter().any(|problem| problem.contains(expected)), "{pointer} = {value}: {told:#?}");
    }
}

#[test]
fn an_own_bank_is_told_of_shape_and_unknown_fields_only() {
    let bank = Bank::new(&[json!({"id": "least", "prompt": "Why?", "colour": "red"})]);
    let report = bank.report(false);
    assert_eq!((report.questions, report.errors(), report.warnings()), (1, 0, 1), "{:?}", report.problems);
    assert_eq!(report.problems[0].rule, Rule::Unknown);
    assert!(bank.report(true).errors() > 5);
}

#[test]
fn questions_that_ask_the_same_are_told() {
    let mut second = passing("two");
    second["prompt"] = json!("How would you deal with the matter of one, tonight?");
    let report = Bank::new(&[passing("one"), second]).report(true);
    let found: Vec<_> = report.problems.iter().filter(|p| p.rule == Rule::Likeness).map(ToString::to_string).collect();
    assert!(found.iter().any(|p| p.contains("(own/two): asks nearly the same as own/one: 100 %")), "{found:#?}");
    assert!(
        found.iter().any(|p| p.contains("look_for[0] (own/two): says nearly the same as a of own/one")),
        "{found:#?}"
    );
    let twice = Bank::new(&[passing("one"), passing("one")]).report(true);
    assert!(twice.problems.iter().any(|p| p.found.contains("the id is taken by")), "{:?}", twice.problems);
}

#[test]
fn a_missing_or_broken_bank_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = path(&folder.path().join("none.json"), Rules::default());
    assert!(missing.errors() == 1 && missing.problems[0].found.contains("cannot be read"), "{missing:?}");
    fs::write(folder.path().join("own.json"), "{\"bank\": \"own\", \"colour\": 1, \"questions\": [}").expect("written");
    let broken = path(&folder.path().join("own.json"), Rules::default());
    assert!(broken.problems[0].line == Some(1) && broken.errors() == 1, "{broken:?}");
}

#[test]
fn a_report_is_json_with_its_counts() {
    let report = Bank::new(&[json!({"id": "least", "prompt": "Why?", "colour": "red"})]).report(false);
    let json = serde_json::to_value(&report).expect("JSON");
    assert_eq!((&json["questions"], &json["errors"], &json["warnings"]), (&json!(1), &json!(0), &json!(1)));
    let problem = &json["problems"][0];
    assert_eq!((&problem["severity"], &problem["path"]), (&json!("warning"), &json!("questions[0].colour")));
    assert!(["file", "line", "question", "found", "remedy", "rule"].iter().all(|field| !problem[field].is_null()));
}

#[test]
fn the_built_in_bank_passes_the_gate() {
    let report = builtin(true);
    let errors = report.problems.iter().filter(|problem| problem.severity == Severity::Error);
    let errors: Vec<_> = errors.map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert!(report.chance_mentions.is_some_and(|share| share <= 0.05), "{:?}", report.chance_mentions);
}
