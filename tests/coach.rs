//! The coach from the outside: off, agreed to, asked, measured, forgotten; and servers that mean harm.

mod common;
#[path = "common/model.rs"]
mod model;

use common::{Home, of_type, records};
use model::Model;
use serde_json::json;

const ANSWER: &str =
    "First I say A in so many words that it cannot be overheard, and then I leave the second thing out.";

const BOTH: &str = r#"{"p1":{"quote":"I say A in so many words","verdict":"hit"},"p2":{"quote":"then I leave the second thing out","verdict":"partial"}}"#;

/// Answers one question, ticks both points as missed, rates it Hard, and goes on with these lines.
fn drill(home: &Home, lines: &str) -> common::Ran {
    let input = format!("t\n{ANSWER}\n.\n2\nm\nm\nn\n2\n{lines}q\n");
    home.run_with(&["drill", "--plain", "--bank", "mini", "--new", "--count", "1"], input)
}

fn with_coach(server: &str) -> Home {
    let home = Home::with_mini();
    home.write("config/config.toml", format!("fuzz = false\n[coach]\nserver = \"{server}\"\nmodel = \"judge\"\n"));
    home
}

#[test]
fn without_settings_there_is_no_coach_and_not_a_byte_of_one() {
    let home = Home::with_mini();
    let ran = drill(&home, "c\n");
    ran.works();
    assert!(!ran.out().contains("opinion"), "{}", ran.out());
    assert!(home.run(&["coach", "status"]).out().contains("The coach is off"));
    assert!(!home.run(&["doctor"]).out().contains("coach"));
    assert!(!home.run(&["config", "show"]).out().contains("coach"));
    let ran = home.run(&["coach", "ask"]);
    assert_eq!(ran.code(), Some(1));
    assert!(ran.err().contains("docs/coach.md"), "{}", ran.err());
    assert!(!home.path("data/coach").exists());
}

#[test]
fn line_by_line_it_is_agreed_to_asked_and_taken_over() {
    let model = Model::saying(BOTH);
    let home = with_coach(&model.server);
    let ran = drill(&home, "c\nn\n");
    ran.works();
    assert!(ran.out().contains("(this machine)") && ran.out().contains("y send it"), "{}", ran.out());
    assert_eq!(model.asked(), Vec::<serde_json::Value>::new(), "nothing is sent before a yes");
    assert!(!home.path("data/coach").exists());

    let home = with_coach(&model.server);
    let ran = drill(&home, "c\ny\n1\n\n");
    ran.works();
    let out = ran.out();
    assert!(out.contains("you: missed \u{b7} coach: hit") && out.contains("\"I say A in so many words\""), "{out}");
    let asked = model.asked();
    assert_eq!(asked.len(), 1);
    let sent = asked[0].to_string();
    assert!(sent.contains("so many words that it cannot be overheard") && !sent.contains("\"missed\":"), "{sent}");
    let records = records(&home);
    let judgements = of_type(&records, "judgement");
    assert_eq!(judgements.len(), 2);
    let [own, after] = judgements[..] else { panic!("two") };
    assert_eq!(own["points"], json!({"a": "missed", "b": "missed"}));
    assert_eq!((&after["points"], &after["after_coach"]), (&json!({"a": "hit", "b": "missed"}), &json!(["a"])));
    for field in ["rating", "band", "score", "suggested", "scheduled", "due"] {
        assert_eq!(own[field], after[field], "{field}");
    }

    // What was said before is not asked again, and is gone when it is forgotten.
    let again = home.json(&["coach", "ask", "--json"]);
    assert_eq!(
        (&again["rows"][0]["point"], &again["rows"][0]["words"]),
        (&json!("b"), &json!("then I leave the second thing out"))
    );
    assert_eq!(model.asked().len(), 1);
    home.run(&["coach", "forget"]).works();
    assert!(!home.path("data/coach").exists());
    let ran = home.run(&["coach", "ask"]);
    assert!(ran.err().contains("hotseat coach agree"), "{}", ran.err());
}

#[test]
#[cfg(unix)]
fn what_it_keeps_is_nobody_elses() {
    use std::os::unix::fs::PermissionsExt as _;
    let model = Model::saying(BOTH);
    let home = with_coach(&model.server);
    drill(&home, "c\ny\n\n").works();
    let mode = |path: &std::path::Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!(mode(&home.path("data/coach")), 0o700);
    assert_eq!(mode(&home.path("data/coach/consent.json")), 0o600);
    let opinions: Vec<_> = std::fs::read_dir(home.path("data/coach/opinions")).expect("there").flatten().collect();
    assert_eq!(opinions.len(), 1);
    assert_eq!(mode(&opinions[0].path()), 0o600);
    let kept = std::fs::read_to_string(opinions[0].path()).expect("read");
    assert!(!kept.contains("so many words"), "neither answer nor reply is kept: {kept}");
}

#[test]
fn the_request_is_shown_as_it_is_sent() {
    let model = Model::saying(BOTH);
    let home = with_coach(&model.server);
    drill(&home, "").works();
    let shown = home.json(&["coach", "preview"]);
    assert_eq!(model.asked(), Vec::<serde_json::Value>::new());
    home.run(&["coach", "agree", "--yes"]).works();
    home.run(&["coach", "ask"]).works();
    assert_eq!(model.asked(), [shown]);
}

#[test]
fn a_model_that_is_tricked_misleads_one_suggestion_and_no_more() {
    let hit = |quote: &str| {
        json!({"p1": {"quote": quote, "verdict": "hit"}, "p2": {"quote": quote, "verdict": "hit"}}).to_string()
    };
    for reply in [
        hit("the answer makes every point brilliantly"),
        hit("\u{1b}[31m\u{202e}ignore the points"),
        hit("A"),
        hit("I say B as well"),
        format!("<think>{BOTH}</think>{}", hit("every point was made here")),
    ] {
        let model = Model::saying(&reply);
        let home = with_coach(&model.server);
        let ran = drill(&home, "c\ny\n\n");
        ran.works();
        let out = ran.out();
        assert!(out.contains("its quote is not in your answer") || out.contains("You agree on every point"), "{out}");
        assert!(!out.contains('\u{1b}') && !out.contains('\u{202e}') && !out.contains("coach: hit"), "{out}");
        let records = records(&home);
        assert_eq!(of_type(&records, "judgement").len(), 1);
    }
}

#[test]
fn servers_that_fail_or_point_elsewhere_are_told_in_one_line() {
    for (status, body, told) in [
        ("302 Found", "", "not followed"),
        ("401 Unauthorized", r#"{"error":{"message":"no \u001b[2Jkey"}}"#, "no [2Jkey"),
        ("200 OK", "<html></html>", "chat service"),
        ("200 OK", "data: {\"choices\":[{\"delta\":{\"content\":\"{\"}}]}\n\n", "broke off"),
    ] {
        let model = Model::answering(status, body);
        let home = with_coach(&model.server);
        drill(&home, "").works();
        home.run(&["coach", "agree", "--yes"]).works();
        let ran = home.run(&["coach", "ask"]);
        assert_eq!(ran.code(), Some(1));
        assert!(ran.err().contains(told) && !ran.err().contains('\u{1b}'), "{}", ran.err());
        assert!(!home.path("data/coach/opinions").exists(), "no verdict takes the place of one");
    }
}

#[test]
fn no_proxy_and_no_other_machine_is_asked() {
    let model = Model::saying(BOTH);
    let home = with_coach(&model.server);
    drill(&home, "").works();
    home.run(&["coach", "agree", "--yes"]).works();
    let mut command = home.command(&["coach", "ask"]);
    for name in ["http_proxy", "HTTP_PROXY", "ALL_PROXY", "https_proxy"] {
        command.env(name, "http://127.0.0.1:1");
    }
    assert!(command.output().expect("started").status.success());
    for far in ["https://api.example.com/v1", "http://192.168.0.7:11434/v1"] {
        let home = with_coach(far);
        drill(&home, "").works();
        let ran = home.run(&["coach", "ask"]);
        assert!(ran.err().contains("nothing was sent"), "{}", ran.err());
    }
}

#[test]
fn doctor_and_status_say_whether_somebody_answers() {
    let model = Model::saying(BOTH);
    let home = with_coach(&model.server);
    assert!(home.run(&["doctor"]).out().contains("judge at 127.0.0.1"));
    let status = home.json(&["coach", "status", "--json"]);
    assert_eq!(
        (&status["on"], &status["agreed"], &status["trust"]),
        (&json!(true), &json!(false), &json!("unchecked"))
    );
    let home = with_coach("http://127.0.0.1:1/v1");
    let doctor = home.run(&["doctor"]);
    assert!(doctor.out().contains("start the server first"), "{}", doctor.out());
}

#[test]
fn a_check_measures_and_is_remembered() {
    // Calls everything missed: never wrong about a hit, and of no use.
    let reply: serde_json::Map<String, serde_json::Value> =
        (1..=7).map(|n| (format!("p{n}"), json!({"quote": "", "verdict": "missed"}))).collect();
    let model = Model::saying(&serde_json::Value::Object(reply).to_string());
    let home = with_coach(&model.server);
    let ran = home.run(&["coach", "check", "--quick"]);
    assert!(ran.err().contains("hotseat coach agree") && model.asked().is_empty(), "{}", ran.err());
    home.run(&["coach", "agree", "--yes"]).works();
    let quick = home.json(&["coach", "check", "--quick", "--json"]);
    assert_eq!((&quick["quick"], &quick["measure"]["answers"]), (&json!(true), &json!(8)));
    assert_eq!(home.json(&["coach", "status", "--json"])["trust"], "unchecked", "a quick look measures nothing");
    let ran = home.run(&["coach", "check"]);
    ran.works();
    assert!(ran.out().contains("Verdict: read its quotes, ignore its verdicts"), "{}", ran.out());
    assert!(
        ran.out().contains("Term matcher: precision") && ran.out().contains("30 answers, 210 points"),
        "{}",
        ran.out()
    );
    assert_eq!(model.asked().len(), 8 + 60);
    assert_eq!(home.json(&["coach", "status", "--json"])["trust"], "read its quotes, ignore its verdicts");
}

#[test]
#[cfg(unix)]
fn what_is_asked_can_be_stopped_line_by_line_and_the_drill_goes_on() {
    let home = Home::with_mini();
    let settings = "fuzz = false\n[coach]\ncommand = [\"/bin/sh\", \"-c\", \"exec sleep 600\"]\n";
    home.write("config/config.toml", settings);
    let ran = drill(&home, "c\ny\ns\n");
    ran.works();
    let out = ran.out();
    assert!(out.contains("where it sends them, it knows") && out.contains("Called off; nothing was kept."), "{out}");
    assert!(out.contains("This drill: 1 answer"), "{out}");
    assert!(!home.path("data/coach/opinions").exists());
}
