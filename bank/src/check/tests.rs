use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};

use super::*;
use crate::problem::Rule;

/// The date used in these checks.
fn today() -> NaiveDate {
    "2026-11-29".parse().expect("a date")
}

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
        "say": "Mind the alpacas. Then mind the rest.",
        "expect": {"mid": "That alpacas are minded.", "senior": "That camels are, too."},
        "sample": {"weak": words(50), "passing": format!("Alpacas and camels. {}", words(180)), "lacks": "It forgets the beavers.",
                   "strong": format!("Three alpacas, beavers and camels. {}", words(320)), "why_it_works": words(12)},
        "references": [{"title": "A page", "url": "https://example.org/page"}], "reviewed_on": "2026-11-22"
    })
}

/// More musts than the gate allows.
fn five_musts() -> Value {
    (0..5).map(|i| json!({"id": format!("p{i}"), "text": "Says it early.", "tier": "must", "cues": []})).collect()
}

/// A design question that passes the gate.
fn design() -> Value {
    let mut question = passing("one");
    question["kind"] = json!("design");
    question["seconds"] = json!({"think": 60, "target": 900, "max": 1200});
    question["sample"]["strong"] = json!(format!("Alpacas, beavers and camels. {}", words(420)));
    question["sample"]["passing"] = json!(format!("Alpacas and camels. {}", words(220)));
    question["session"] = json!([
        {"from": 0, "to": 2, "who": "interviewer", "says": "Build a place for alpacas.", "draws": "A fence."},
        {"from": 2, "to": 5, "who": "candidate", "says": "How many alpacas are there?"},
        {"from": 6, "to": 7, "who": "interviewer", "says": "Ten times as many now."},
        {"from": 7, "to": 11, "who": "candidate", "says": "Then the fence is too short."},
        {"from": 11, "to": 11, "who": "interviewer", "says": "And when it breaks?"},
        {"from": 12, "to": 15, "who": "candidate", "says": "Then they stay in the stable."}
    ]);
    question["diagram"] = json!({"arrows": ["gate -> fence: alpacas"], "lines": ["gate ─(1)─► fence"],
                                 "cuts": [{"mark": "(1)", "probe": "f1"}]});
    question
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
        path(self.folder.path(), Rules { gate, full: false }, today())
    }
}

/// What the gate reports about one question, except that no other question shares its concept.
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
    let table = [
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
        ("/look_for", five_musts(), "5 points of tier must; an answer fails without 4"),
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
        ("/follow_ups/0/when/touched", json!(["zz"]), "follow_ups[0].when.touched[0] (own/one): \"zz\" leads nowhere"),
        ("/follow_ups/0/prompt", json!("And when your fence fails?"), "\"your fence\" presumes something"),
        ("/follow_ups/1/assumes", json!(["alpacas"]), "none of them can be asked after any answer"),
        ("/follow_ups/1/look_for/1/id", json!("x"), "used twice in this follow-up"),
        ("/follow_ups/0/look_for/1/text", json!("Knows the rest."), "no trade-off is named"),
        ("/related", json!(["nowhere"]), "\"nowhere\" leads nowhere"),
        ("/related", json!(["one"]), "\"one\" leads nowhere"),
        ("/framework", json!(["one"]), "1 steps"),
        ("/hints", json!(["one"]), "1 hints; there should be 3"),
        ("/hints/0", json!("And when your fence fails?"), "\"your fence\" presumes something, and this hint is asked"),
        ("/archetypes", json!({"api": 4}), "a relevance of 4"),
        ("/sample", Value::Null, "no sample answers"),
        ("/sample/weak", json!("Hm."), "1 words; there should be 40 to 80"),
        (
            "/sample/weak",
            json!(format!("alpacas and camels {}", words(50))),
            "2 of 3 must and strong points mentioned; mention at most 30 %",
        ),
        ("/sample/strong", json!(words(330)), "0 of 3 must and strong points mentioned; mention 70 %"),
        ("/sample/strong", json!(words(299)), "299 words; there should be 300 to 450"),
        ("/sample/why_it_works", json!("Good."), "missing or thin"),
        ("/sample/passing", json!(""), "0 % of the words of the strong answer"),
        ("/sample/passing", json!(words(180)), "0 of 3 must and strong points mentioned; mention 40 to 80 %"),
        (
            "/sample/passing",
            json!(format!("alpacas, beavers and camels {}", words(180))),
            "3 of 3 must and strong points mentioned; mention 40 to 80 %",
        ),
        ("/sample/lacks", json!("This. And that."), "2 sentences; there should be 1"),
        ("/say", Value::Null, "0 sentences to say in a hurry; there should be 2"),
        ("/say", json!("One. Two. Three."), "3 sentences to say in a hurry"),
        ("/expect", json!({"mid": "It."}), "expect.senior (own/one): nothing; say in a sentence"),
        ("/expect/senior", json!("It. And that."), "expect.senior (own/one): 2 sentences; there should be 1"),
        ("/expect/staff", json!("More."), "the question is for mid to senior; remove it"),
        ("/schema", json!({"language": "sql", "code": " "}), "schema.code (own/one): nothing"),
        (
            "/schema",
            json!({"language": "sql", "code": format!("a\n{}", "b".repeat(75))}),
            "schema.code (own/one): line 2 has 75 columns; break it; there should be 74 at the most",
        ),
        (
            "/snippet",
            json!({"language": "sql", "code": "b".repeat(71)}),
            "snippet.code (own/one): line 1 has 71 columns; break it; there should be 70 at the most",
        ),
        ("/options", json!([{"name": "a", "when": "now", "price": ""}]), "options[0].price (own/one): nothing"),
        ("/options", json!([{"name": "a", "when": "now", "price": "time"}]), "one is no choice"),
        ("/valid", json!({"product": "", "until": "2030-01"}), "valid.product (own/one): no product"),
    ];
    all_are_told(&passing("one"), &table);
}

#[test]
fn general_prompts_fit_topics_that_there_are_and_quote() {
    let bank = Bank::new(&[passing("one")]);
    let prompt =
        json!({"id": "p", "prompt": "Why?", "quoting": "Why that?", "fits": {"topics": ["caching", "cooking"]}});
    let manifest = json!({"bank": "own", "topics": [{"id": "caching", "title": "Caching", "subtopics": ["patterns"]}],
                          "prompts": {"push_back": [prompt]}});
    fs::write(bank.folder.path().join("bank.json"), manifest.to_string()).expect("written");
    let told: Vec<String> = bank.report(true).problems.iter().map(ToString::to_string).collect();
    assert!(
        told.iter().any(|told| told.contains("push_back[0].quoting") && told.contains("quotes nothing")),
        "{told:?}"
    );
    assert!(told.iter().any(|told| told.contains("fits.topics[1]") && told.contains("cooking")), "{told:?}");
    assert_eq!(told.iter().filter(|told| told.contains("prompts.")).count(), 2, "{told:?}");
}

#[test]
fn each_rule_of_sessions_and_drawings_is_told() {
    let wide = format!("gate ─(1)─► fence{}", "─".repeat(56));
    let table = [
        ("/session", json!([]), "no worked session"),
        ("/session/0/from", json!(1), "begins in minute 1; begin in minute 0"),
        ("/session/5/to", json!(14), "session[5].to (own/one): ends in minute 14; end in minute 15"),
        ("/session/3/to", json!(6), "session[3].to (own/one): from minute 7 to 6"),
        (
            "/session/3/from",
            json!(4),
            "session[3].from (own/one): begins in minute 4, but the part before it ends in 7",
        ),
        ("/session/3/says", json!(" "), "session[3].says (own/one): nothing; write what is said"),
        ("/session/0/draws", json!(" "), "session[0].draws (own/one): nothing"),
        ("/session/4/who", json!("candidate"), "1 parts of the interviewer after the beginning"),
        ("/session/1/from", json!(3), "nothing is said from minute 2 to 3"),
        ("/session/1/to", json!(4), "nothing is said from minute 4 to 5"),
        ("/session/0/to", json!(5), "session[1].from (own/one): begins in minute 2, but"),
        ("/diagram", Value::Null, "no drawing"),
        ("/diagram/lines", json!([]), "0 lines; there should be 1 to 16"),
        ("/diagram/lines", json!(vec!["gate fence (1)"; 17]), "17 lines; there should be 1 to 16"),
        ("/diagram/lines/0", json!(wide), "diagram.lines[0] (own/one): 73 columns; there should be 72"),
        ("/diagram/lines/0", json!("gate ─(1)→ fence"), "the character '→'"),
        ("/diagram/arrows", json!([]), "no arrows"),
        ("/diagram/arrows/0", json!("gate to fence"), "is no arrow"),
        ("/diagram/arrows/0", json!("gate -> moat: alpacas"), "\"moat\" does not stand in the lines"),
        ("/diagram/cuts/0/mark", json!("(2)"), "\"(2)\" does not stand in the lines"),
        ("/diagram/cuts/0/probe", json!("f3"), "diagram.cuts[0].probe (own/one): \"f3\" leads nowhere"),
    ];
    all_are_told(&design(), &table);
}

#[test]
fn a_single_part_is_no_opening() {
    let mut question = design();
    question["session"][1]["from"] = json!(5);
    question["session"][0]["to"] = json!(5);
    let told = told(&question);
    assert!(told.iter().any(|problem| problem.contains("1 parts in the first 5 minutes")), "{told:#?}");
}

#[test]
fn a_short_question_needs_no_passing_answer() {
    let mut question = passing("one");
    question["seconds"] = json!({"think": 20, "target": 90, "max": 120});
    question["sample"]["strong"] = json!(format!("Alpacas, beavers and camels. {}", words(160)));
    for field in ["passing", "lacks"] {
        question["sample"][field] = json!("");
    }
    assert_eq!(told(&question), Vec::<String>::new());
    question["seconds"]["target"] = json!(150);
    question["seconds"]["max"] = json!(300);
    assert!(told(&question).iter().any(|problem| problem.contains("no passing answer at a target of 150 seconds")));
}

#[test]
fn what_is_out_of_date_is_a_warning_also_in_an_own_bank() {
    let mut question = json!({"id": "least", "prompt": "Why?"});
    question["look_for"] = json!([{"id": "p", "text": "It.", "valid": {"product": "Thing 8", "until": "2026-10"}}]);
    question["mistakes"] = json!([{"id": "m", "text": "It.", "valid": {"product": "Thing 9", "until": "2026-11"}}]);
    let report = Bank::new(&[question]).report(false);
    assert_eq!((report.errors(), report.warnings()), (0, 1), "{:?}", report.problems);
    let told = report.problems[0].to_string();
    assert!(told.contains("look_for[0].valid (own/least): support of Thing 8 ended in 2026-10"), "{told}");
}

#[test]
fn an_obsolete_standard_is_a_warning_with_its_successor() {
    let mut question = passing("one");
    question["references"][0] = json!({"title": "TLS", "url": "https://www.rfc-editor.org/rfc/rfc8446"});
    let told = told(&question);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("references[0].url (own/one): RFC 8446 is obsolete; cite RFC 9846"), "{told:?}");
}

/// What the gate reports about a bank of this many questions, of which `critical` have a critical mistake.
fn many(name: &str, questions: usize, critical: usize) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let question = |i: usize| {
        let mut question = passing(&format!("q{i}"));
        question["mistakes"][0]["critical"] = json!(i < critical);
        question["look_for"][1]["tier"] = json!("must");
        question["prompt"] = json!(format!("Whoever asks number {i} gets an own answer, and another one?"));
        question
    };
    let questions: Vec<Value> = (0..questions).map(question).collect();
    let manifest = json!({"bank": name, "topics": [{"id": "caching", "title": "Caching", "subtopics": ["patterns"]}]});
    let topic = json!({"bank": name, "topic": "caching", "questions": questions});
    fs::write(folder.path().join("bank.json"), manifest.to_string()).expect("written");
    fs::write(folder.path().join("caching.json"), topic.to_string()).expect("written");
    let report = path(folder.path(), Rules { gate: true, full: false }, today());
    report.problems.iter().filter(|problem| problem.rule == Rule::Gate).map(ToString::to_string).collect()
}

#[test]
fn too_many_critical_mistakes_are_told_for_the_bank() {
    let told = many("own", 20, 5);
    assert!(told.iter().any(|problem| problem.contains("5 of 40 mistakes are critical, 12.5 %")), "{told:#?}");
    assert!(!many("own", 20, 4).iter().any(|problem| problem.contains("critical")));
    assert!(!many("own", 19, 19).iter().any(|problem| problem.contains("critical")), "too few to have a share");
}

#[test]
fn musts_by_quota_are_told_for_the_bank() {
    let told = many("own", 20, 0);
    assert!(told.iter().any(|problem| problem.contains("20 of 20 questions have exactly 2 musts")), "{told:#?}");
}

#[test]
fn forbidden_turns_are_told_in_the_built_in_bank_alone() {
    let told = many("backend", 1, 0);
    assert!(told.iter().any(|problem| problem.contains("prompt (backend/q0): \"an own\"")), "{told:#?}");
    assert!(told.iter().any(|problem| problem.contains("prompt (backend/q0): \"Whoever\"")), "{told:#?}");
    assert!(!many("own", 1, 0).iter().any(|problem| problem.contains("an own")));
}

#[test]
fn renamed_ids_lead_from_what_is_gone_to_what_is_there() {
    let bank = Bank::new(&[passing("one"), passing("two")]);
    let told = |old: &str, new: &str| {
        let renamed: BTreeMap<&str, &str> = BTreeMap::from([("gone", "one"), (old, new)]);
        let manifest = json!({"bank": "own", "renamed": renamed});
        fs::write(bank.folder.path().join("bank.json"), manifest.to_string()).expect("written");
        let report = bank.report(false);
        report.problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    for (old, new) in [("old", "two"), ("one/old", "one/a"), ("gone/old", "one/a")] {
        assert_eq!(told(old, new), "");
    }
    assert!(told("one", "two").contains("renamed.one: \"one\" is there still"));
    assert!(told("one/a", "one/b").contains("\"one/a\" is there still"));
    assert!(told("old", "three").contains("\"three\" leads nowhere"));
    assert!(told("one/old", "one/zz").contains("\"one/zz\" leads nowhere"));
    assert!(told("one/old", "two/a").contains("moves a point from one to two"));
    assert!(told("old", "one/a").contains("a question becomes a question"));
}

/// Changes one field of a question at a time, and checks that the gate reports what is expected.
fn all_are_told(good: &Value, table: &[(&str, Value, &str)]) {
    assert_eq!(told(good), Vec::<String>::new());
    for (pointer, value, expected) in table {
        let mut question = good.clone();
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
    let missing = path(&folder.path().join("none.json"), Rules::default(), today());
    assert!(missing.errors() == 1 && missing.problems[0].found.contains("cannot be read"), "{missing:?}");
    fs::write(folder.path().join("own.json"), "{\"bank\": \"own\", \"colour\": 1, \"questions\": [}").expect("written");
    let broken = path(&folder.path().join("own.json"), Rules::default(), today());
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
    let report = builtin(true, today());
    let errors = report.problems.iter().filter(|problem| problem.severity == Severity::Error);
    let errors: Vec<_> = errors.map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert!(report.chance_mentions.is_some_and(|share| share <= 0.05), "{:?}", report.chance_mentions);
}
