//! Suspending, practising and coming back after some days away, from outside.

mod common;

use common::{Home, of_type, records};

/// Three spoken answers, each failed.
const FAILED: &str = "s\n\n2\nm\nm\nn\n1\n\n";

#[test]
fn a_suspended_question_is_not_asked_until_it_is_back() {
    let home = Home::with_mini();
    let suspended = home.run(&["history", "suspend", "mini/one"]);
    suspended.works();
    assert!(suspended.err().contains("out of the schedule"), "{suspended:?}");
    let again = home.run(&["history", "suspend", "mini/one"]);
    assert!(again.works().err().contains("nothing was changed"), "{again:?}");
    let drill = ["drill", "--plain", "--bank", "mini", "--new"];
    let asked = home.run_with(&drill, "q\n");
    assert!(asked.works().out().contains("of 2"), "{asked:?}");
    assert!(!asked.out().contains("First of three?"));
    home.run(&["history", "unsuspend", "mini/one"]).works();
    assert!(home.run_with(&drill, "q\n").out().contains("of 3"));
    home.run(&["history", "undo"]).works();
    assert!(home.run_with(&drill, "q\n").out().contains("of 2"), "the last word on it is taken back");
    let log = records(&home);
    assert_eq!(of_type(&log, "suspend").len(), 2, "saying it twice writes it once");
    home.run(&["history", "suspend", "mini/none"]).fails(1, &["mini/none"]);
    assert_eq!(home.run(&["history", "unsuspend", "nonsense"]).code(), Some(2));
}

#[test]
fn practice_leaves_the_schedule_alone() {
    let home = Home::with_mini();
    home.run(&["drill", "--plain", "--bank", "mini", "--cram"]).fails(1, &["--cram"]);
    home.run_with(&["drill", "--plain", "--bank", "mini", "--count", "1"], FAILED).works();
    let before = home.json(&["queue", "--json"]);
    let cram = home.run_with(&["drill", "--plain", "--bank", "mini", "--cram"], "s\n\n3\nh\nh\nn\n4\n\n");
    assert!(cram.works().out().contains("the schedule stays as it is"), "{cram:?}");
    assert!(cram.out().contains("1 answer as practice"), "{cram:?}");
    home.run_with(&["drill", "--plain", "--bank", "mini", "--practice", "--count", "1"], FAILED).works();
    assert_eq!(home.json(&["queue", "--json"]), before);
    let log = records(&home);
    let modes: Vec<_> = of_type(&log, "attempt").iter().map(|attempt| attempt["mode"].clone()).collect();
    assert_eq!(modes, ["drill", "practice", "practice"]);
    let moved: Vec<_> = of_type(&log, "judgement").iter().map(|judgement| judgement["scheduled"].clone()).collect();
    assert_eq!(moved, [true, false, false]);
    assert_eq!(of_type(&log, "sitting").last().expect("a sitting")["mode"], "practice");
}

#[test]
fn a_failed_question_is_asked_once_more_unless_that_is_switched_off() {
    let home = Home::with_mini();
    let passed = FAILED.replace("m\nm\nn\n1", "h\nh\nn\n3");
    let script = format!("{FAILED}{passed}{passed}{passed}");
    let drill = ["drill", "--plain", "--bank", "mini"];
    let ran = home.run_with(&drill, &script);
    assert!(ran.works().out().contains("It comes once more later in this drill, as practice."), "{ran:?}");
    assert!(ran.out().contains("Question 3 of 3 (once more; the schedule stays as it is)"), "{ran:?}");
    assert!(ran.out().contains("Last time: 0 of 2.") && ran.out().contains("Gained: Says A"), "{ran:?}");
    let log = records(&home);
    let attempts = of_type(&log, "attempt");
    assert_eq!(attempts.len(), 4);
    assert_eq!((&attempts[3]["question"], &attempts[3]["mode"]), (&attempts[0]["question"], &"practice".into()));

    let off = Home::with_mini();
    off.write("config/config.toml", "fuzz = false\nretry_failed = false\n");
    let ran = off.run_with(&drill, &script);
    assert!(ran.works().out().contains("of 3") && !ran.out().contains("once more later"), "{ran:?}");
}

#[test]
fn a_backlog_is_said_with_the_day_on_which_it_is_gone() {
    let home = Home::new();
    let names = home.json(&["bank", "list", "--level", "senior", "--json"]);
    let names: Vec<&str> = names.as_array().expect("rows").iter().filter_map(|row| row["question"].as_str()).collect();
    let ago = chrono::Local::now() - chrono::TimeDelta::days(12);
    let lines: Vec<String> = names[..60]
        .iter()
        .enumerate()
        .map(|(n, name)| {
            format!("{{\"id\":\"t{n}\",\"question\":\"{name}\",\"answered_at\":\"{}\",\"rating\":1}}", ago.to_rfc3339())
        })
        .collect();
    home.run_with(&["history", "import", "-"], lines.join("\n")).works();
    let queue = home.run(&["queue"]);
    queue.works();
    assert!(queue.out().contains("12 days away: 60 due, 6 a day until "), "{}", queue.out());
    assert_eq!(home.json(&["queue", "--json"])["due"].as_array().map(Vec::len), Some(60), "nothing is lost");
}
