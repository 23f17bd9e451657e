//! A mock interview line by line, from the first round to the scorecard.

mod common;

use common::{Home, of_type, records};
use serde_json::Value;

const BANK: &str = include_str!("fixtures/interview/bank.json");
const TALKING: &str = include_str!("fixtures/interview/talking.json");

/// The first round: one question typed with its follow-up, one given up; the second round spoken.
const SAT: &str = "\nc\nt\nThe store.\n..5 seconds later\n.\nA reply.\n.\nx\n3\n\
                   \ns\n\n\n2\n";

/// Ticks and numbers of three answers, then the flags.
const DEBRIEFED: &str = "\n";

fn home() -> Home {
    let home = Home::new();
    home.write("config/config.toml", "fuzz = false\n");
    home.write("data/banks/talk/bank.json", BANK);
    home.write("data/banks/talk/talking.json", TALKING);
    home
}

fn run(home: &Home, input: &str) -> String {
    let ran = home.run_with(&["mock", "short", "--plain", "--seed", "1"], input);
    assert_eq!(ran.err(), "");
    ran.works().out()
}

/// Enter to whatever is asked, more often than anything is, and what is left open was missing.
fn enters() -> String {
    "\nr\n".repeat(80)
}

fn sittings(records: &[Value]) -> Vec<String> {
    of_type(records, "sitting").iter().map(|sitting| sitting["state"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_whole_mock_line_by_line() {
    let home = home();
    let out = run(&home, &format!("{SAT}{DEBRIEFED}h\n{}", enters()));
    assert!(!out.contains('\u{1b}'), "no escape sequences");
    for words in [
        "Round 1 of 2: Depth, 9 min, up to 15 min typed, 2 questions.",
        "Question 2 of 2.",
        "That was the round Depth",
        "Round 2 of 2: Story, 5 min, up to 8 min typed, 1 question.",
        "Debrief, answer 1 of 3.",
        "They asked: ",
        "A reply.",
        "Red flags, over all answers.",
        "Scorecard: Short process, senior.",
        "You predicted",
        "To work on, 1: ",
        "The scorecard is saved.",
    ] {
        assert!(out.contains(words), "{words:?} is not in\n{out}");
    }
    let before = out.split("Debrief, answer").next().unwrap_or_default();
    assert!(!before.contains("What to look for") && !before.contains("idempotency"), "silent until the debrief");
    let records = records(&home);
    let attempts = of_type(&records, "attempt");
    let judgements = of_type(&records, "judgement");
    assert_eq!((attempts.len(), judgements.len(), of_type(&records, "scorecard").len()), (3, 3, 1));
    assert!(attempts.iter().all(|attempt| attempt["mode"] == "mock"));
    assert_eq!(attempts[0]["text"], "The store.\n.5 seconds later");
    assert_eq!(attempts[0]["follow_ups"][0]["text"], "A reply.");
    assert_eq!((&attempts[1]["gave_up"], &attempts[2]["medium"]), (&Value::Bool(true), &"spoken".into()));
    assert!(judgements.iter().all(|judgement| judgement["scheduled"] == true && judgement["debrief"]["done"] == true));
    assert_eq!(sittings(&records).last().map(String::as_str), Some("finished"));
}

#[test]
fn the_end_of_input_leaves_a_mock_that_can_be_gone_on_with() {
    let lines: Vec<&str> = SAT.split_inclusive('\n').collect();
    for many in 0..=lines.len() {
        let home = home();
        run(&home, &lines[..many].concat());
        let left = records(&home);
        let attempts = of_type(&left, "attempt").len();
        let drafts = std::fs::read_dir(home.path("data/drafts")).map_or(0, |files| {
            files.filter(|file| file.as_ref().is_ok_and(|f| f.path().extension().is_some_and(|e| e == "json"))).count()
        });
        assert_eq!(drafts, 0, "after {many} lines everything is in the log");
        let out = home.run_with(&["mock", "--plain"], "c\nq\n").works().out();
        let offered = out.contains("A mock interview waits") || out.contains("was not debriefed yet");
        assert!(offered, "after {many} lines, {attempts} answers: {out}");
    }
}

#[test]
fn half_an_answer_goes_on_where_it_was() {
    let home = home();
    run(&home, "\nt\nHalf an answer\n.q\n");
    let out = run(&home, "c\nand the rest\n.\n.\n");
    assert!(out.contains("A mock interview waits: Short process, round 1 of 2: Depth, first question."), "{out}");
    let records = records(&home);
    assert_eq!(of_type(&records, "attempt")[0]["text"], "Half an answer\nand the rest");
    let ids: std::collections::HashSet<String> =
        of_type(&records, "sitting").iter().map(|sitting| sitting["sitting"].to_string()).collect();
    assert_eq!(ids.len(), 1, "the same sitting");
}

#[test]
fn giving_up_asks_once_more_and_offers_the_debrief() {
    let home = home();
    let out = run(&home, "\nt\nSomething\n.\n.\na\nn\na\ny\nl\n");
    assert!(out.contains("Give this mock up?") && out.contains("Given up."), "{out}");
    assert_eq!(sittings(&records(&home)).last().map(String::as_str), Some("abandoned"));
    let out = home.run_with(&["mock", "--plain"], "c\nh\nq\n").works().out();
    assert!(out.contains("was not debriefed yet") && out.contains("Debrief, answer 1 of 1."), "{out}");
    let records = records(&home);
    let aside = of_type(&records, "judgement");
    assert_eq!((&aside[0]["rating"], &aside[0]["scheduled"]), (&Value::Null, &Value::Bool(false)));
}

#[test]
fn a_question_that_was_taken_out_meanwhile_is_asked_as_it_was_recorded() {
    let home = home();
    run(&home, "\nq\n");
    home.write("data/banks/talk/talking.json", r#"{"bank": "talk", "topic": "talking", "questions": []}"#);
    let out = run(&home, "c\nx\nx\n3\nq\n");
    assert!(out.contains("Every request misses the cache") || out.contains("A client retries a payment"), "{out}");
    assert_eq!(of_type(&records(&home), "attempt").len(), 2);
}

#[test]
fn a_mock_that_cannot_be_filled_says_what_lacks() {
    let home = home();
    home.run(&["mock", "empty", "--plain"]).fails(1, &["\"Design\"", "no design questions on talking"]);
    home.run(&["mock", "nowhere", "--plain"]).fails(2, &["\"nowhere\" is not a loop", "short"]);
    home.run(&["mock", "api-loop", "--plain", "--level", "junior"]).fails(1, &["Design", "--level mid"]);
    home.run(&["mock", "short"]).fails(2, &["terminal"]);
}

#[test]
fn which_mock_is_asked_when_none_is_named() {
    let home = home();
    let out = home.run_with(&["mock", "--plain"], "nowhere\nshort\nq\n").works().out();
    assert!(out.contains("Which mock?") && out.contains("short: Short process, 14 min"), "{out}");
    assert!(out.contains("\"nowhere\" is not a loop") && out.contains("Round 1 of 2: Depth"), "{out}");
}

#[test]
fn a_bank_brings_its_own_dimensions_and_prompts() {
    let home = home();
    let mut bank: Value = serde_json::from_str(BANK).expect("JSON");
    bank["dimensions"] = serde_json::json!([{
        "id": "calm", "title": "Stays calm", "kinds": ["technical", "behavioural"], "area": "communication",
        "anchors": ["Shouts.", "Mutters.", "Talks.", "Explains."]
    }]);
    bank["prompts"] = serde_json::json!({"push_back": [
        {"id": "really", "prompt": "Really?", "look_for": [{"id": "why", "text": "Says why."}]}]});
    home.write("data/banks/talk/bank.json", bank.to_string());
    let sheet = home.run(&["mock", "sheet", "short", "--seed", "1"]).works().out();
    assert!(sheet.contains("Stays calm") && sheet.contains("Really? (Says why.)"), "{sheet}");
    assert!(!sheet.contains("Correctness and depth") && sheet.contains("when the database behind it"), "{sheet}");
    let out = run(&home, &format!("{SAT}{DEBRIEFED}{}", enters()));
    assert!(out.contains("Stays calm, 1 of 1.") && out.contains("4: Explains."), "{out}");
}

#[test]
fn what_a_terminal_must_not_see_never_reaches_it() {
    let home = home();
    home.write("data/banks/talk/bank.json", BANK.replace("Short process", "Sh\\u001b[31mort\\u202e process"));
    let ran = home.run_with(&["mock", "short", "--plain"], "q\n");
    assert!(ran.works().out().contains("Short process, senior."), "{}", ran.out());
    let checked = home.run(&["bank", "check", &common::text(&home.path("data/banks/talk"))]);
    assert!(format!("{}{}", checked.out(), checked.err()).contains("loops[0].title"), "{checked:?}");
}

#[test]
fn the_setting_for_the_schedule_is_shown_and_holds() {
    let home = home();
    assert!(home.run(&["config", "show"]).works().out().contains("mock_schedules = true"));
    home.write("config/config.toml", "fuzz = false\nmock_schedules = false\n");
    run(&home, &format!("{SAT}{DEBRIEFED}{}", enters()));
    let records = records(&home);
    assert!(of_type(&records, "judgement").iter().all(|judgement| judgement["scheduled"] == false));
    assert_eq!(home.json(&["queue", "--json"])["later"].as_array().map(Vec::len), Some(0));
}
