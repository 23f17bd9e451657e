//! Reports from outside, and the scorecard that a friend fills in.

mod common;

use common::{Home, of_type, records, text};
use serde_json::{Value, json};

/// Fills in what a friend may have heard: every other point, one number, one reply.
fn fill(sheet: &mut Value) {
    for question in sheet["rounds"].as_array_mut().expect("rounds").iter_mut().flat_map(|round| {
        round["predicted"] = json!(3);
        round["questions"].as_array_mut().expect("questions")
    }) {
        question["took_minutes"] = json!(2.5);
        question["answer"] = json!("I'd <b>measure</b> first.\n\n```\nEXPLAIN\n```");
        for (i, point) in question["points"].as_array_mut().expect("points").iter_mut().enumerate() {
            point["tick"] = json!(["hit", "partial", "hit", "missed"][i % 4]);
        }
        if let Some(next) = question["follow_ups"].get_mut(0) {
            next["tick"] = json!("partial");
            next["reply"] = json!("It depends.");
        }
    }
    sheet["red_flags"][0]["seen"] = json!(true);
}

/// A blank sheet of a loop.
fn blank(home: &Home, loop_: &str, seed: &str) -> Value {
    home.json(&["mock", "sheet", loop_, "--seed", seed, "--format", "json"])
}

/// A filled sheet as a file.
fn filled(home: &Home, loop_: &str, seed: &str) -> String {
    let mut sheet = blank(home, loop_, seed);
    fill(&mut sheet);
    let name = format!("{}-{seed}.json", loop_.replace('/', "-"));
    home.write(&name, sheet.to_string());
    text(&home.path(&name))
}

/// A user with a mock that a friend held.
fn with_mock() -> (Home, String) {
    let home = Home::new();
    let file = filled(&home, "daily", "7");
    home.run(&["mock", "score", &file]).works();
    (home, file)
}

#[test]
fn without_a_name_the_report_is_of_the_mock_that_came_last() {
    let home = Home::new();
    let own = ["mock", "first-fifteen", "--seed", "3", "--plain"];
    home.run_with(&own, "\nt\nAn answer.\n.\nq\n").works();
    let day = home.json(&["history", "list", "--json"])[0]["day"].as_str().map(str::to_owned);
    let day = day.unwrap_or_else(|| chrono::Local::now().date_naive().to_string());
    let mut sheet = blank(&home, "daily", "7");
    fill(&mut sheet);
    // A bare day stands for its noon, which may be before the other one or after it.
    sheet["held_on"] = json!(day);
    sheet["judge"] = json!("Sam");
    home.write("sam.json", sheet.to_string());
    home.run(&["mock", "score", &text(&home.path("sam.json"))]).works();
    let report = home.run(&["report"]).works().out();
    assert!(report.contains("Sam"), "{report}");
}

#[test]
fn a_filled_scorecard_comes_back_as_a_mock_once() {
    let home = Home::new();
    let file = filled(&home, "daily", "7");
    let dry = home.run(&["mock", "score", &file, "--dry-run"]);
    assert!(dry.works().err().contains("Nothing was written."), "{dry:?}");
    assert!(records(&home).is_empty());
    let first = home.json(&["mock", "score", &file, "--json"]);
    assert_eq!(first["written"], json!(true));
    let after = records(&home);
    let answers = of_type(&after, "attempt");
    assert!(!answers.is_empty() && answers.iter().all(|attempt| attempt["mode"] == "mock"));
    assert_eq!(of_type(&after, "judgement").len(), answers.len());
    assert!(of_type(&after, "judgement").iter().all(|judgement| judgement["scheduled"] == json!(true)));
    assert_eq!(of_type(&after, "scorecard").len(), 1);
    let again = home.run(&["mock", "score", &file]);
    assert!(again.works().err().contains("nothing was changed"), "{again:?}");
    assert_eq!(records(&home), after);
    // What was heard counts: the questions are in the queue.
    let queue = home.json(&["queue", "--at", "2099-01-01", "--json"]);
    assert_eq!(queue["due"].as_array().map(Vec::len), Some(answers.len()));
    let check = home.run(&["memory", "rebuild", "--check"]);
    check.works();
}

#[test]
fn whether_a_scored_mock_moves_the_schedule_is_a_setting() {
    let home = Home::new();
    home.write("config/config.toml", "mock_schedules = false\n");
    let file = filled(&home, "daily", "7");
    home.run(&["mock", "score", &file]).works();
    assert!(of_type(&records(&home), "judgement").iter().all(|judgement| judgement["scheduled"] == json!(false)));
}

#[test]
fn a_bad_scorecard_is_named_with_its_place() {
    let home = Home::new();
    let sheet = blank(&home, "daily", "7");
    let fails = |change: &dyn Fn(&mut Value), words: &[&str]| {
        let mut changed = sheet.clone();
        change(&mut changed);
        home.write("bad.json", changed.to_string());
        home.run(&["mock", "score", &text(&home.path("bad.json"))]).fails(1, words);
    };
    fails(&|_| {}, &["bad.json: rounds", "nothing is filled in yet"]);
    fails(
        &|s| s["rounds"][0]["questions"][0]["points"][1]["tick"] = json!("yes"),
        &["rounds[0].questions[0].points[1].tick"],
    );
    fails(&|s| s["rounds"][0]["questions"][0]["numbers"]["structure"] = json!(7), &["numbers.structure", "not 1 to 4"]);
    fails(&|s| s["red_flag"] = json!([]), &["red_flag", "unknown field"]);
    fails(&|s| *s = json!("no sheet"), &["the file", "expected struct"]);
    fails(&|s| s["rounds"] = json!([]), &["nothing is filled in"]);
    home.run(&["mock", "score", "/nowhere/at/all.json"]).fails(1, &["cannot read /nowhere/at/all.json"]);
    assert!(records(&home).is_empty());
}

#[test]
fn an_own_bank_brings_its_own_scorecard() {
    let home = Home::new();
    let anchors = json!(["Sinks.", "Treads water.", "Swims.", "Saves others."]);
    home.write(
        "data/banks/company/bank.json",
        json!({
            "bank": "company",
            "dimensions": [{"id": "water", "title": "In deep water", "kinds": ["technical"], "area": "communication",
                            "anchors": anchors}],
            "prompts": {"push_back": [{"id": "doubt", "prompt": "Our ships say otherwise. Well?"}]},
            "loops": [{"id": "pool", "title": "The pool", "weights": {"core": 100, "scenario": 0, "behavioural": 0},
                       "rounds": [{"name": "Deep end", "minutes": 15, "slots": [{"share": 100, "kinds": ["technical"]}]}]}]
        })
        .to_string(),
    );
    let question = json!({"id": "q", "prompt": "Why?", "seconds": {"think": 10, "target": 215, "max": 240},
                          "look_for": [{"id": "a", "text": "Says A", "tier": "must"}]});
    home.write("data/banks/company/deep.json", json!({"topic": "deep", "questions": [question]}).to_string());
    let page = home.run(&["mock", "sheet", "pool", "--seed", "1"]);
    let page = page.works().out();
    assert!(
        page.contains("In deep water") && page.contains("Saves others") && page.contains("Our ships say otherwise")
    );
    assert!(!page.contains("Correctness and depth"), "{page}");
    let file = filled(&home, "pool", "1");
    home.run(&["mock", "score", &file]).works();
    let report = home.run(&["report"]);
    assert!(report.works().out().contains("| In deep water |"), "{report:?}");
}

#[test]
fn the_last_mock_is_reported_in_three_formats() {
    let (home, _) = with_mock();
    let report = home.json(&["report", "--format", "json"]);
    assert_eq!((report["report"].as_str(), report["loop"].as_str()), (Some("sitting"), Some("daily")));
    let questions: Vec<&Value> = report["rounds"]
        .as_array()
        .expect("rounds")
        .iter()
        .flat_map(|round| round["questions"].as_array().expect("questions"))
        .collect();
    let answer = &questions[0]["answer"];
    assert_eq!(answer["text"], "I'd <b>measure</b> first.\n\n```\nEXPLAIN\n```", "JSON has it verbatim");
    assert!(answer["points"][0]["tick"] == "hit" && answer["numbers"][0]["anchor"].is_string());
    assert!(report["scorecard"]["gaps"][0]["what"].is_string());
    let sitting = report["sitting"].as_str().expect("an id").to_owned();
    let text = home.run(&["report", &sitting[..sitting.len() - 2]]);
    let text = text.works().out();
    assert!(text.contains("````\nI'd <b>measure</b> first.\n\n```\nEXPLAIN\n```\n````"), "{text}");
    assert!(text.contains("## What to work on"), "{text}");
    let page = home.run(&["report", "--format", "html"]);
    let page = page.works().out();
    assert!(page.contains("I&#39;d &lt;b&gt;measure&lt;/b&gt; first."), "{page}");
    assert!(page.ends_with("</html>\n"));
}

#[test]
fn a_second_mock_of_a_loop_shows_what_moved() {
    let (home, _) = with_mock();
    let mut sheet = blank(&home, "daily", "8");
    fill(&mut sheet);
    home.write("second.json", sheet.to_string());
    home.run(&["mock", "score", &text(&home.path("second.json"))]).works();
    let report = home.json(&["report", "--format", "json"]);
    assert_eq!(report["course"].as_array().map(Vec::len), Some(2));
    assert!(home.run(&["report"]).out().contains("## Over time"));
    assert!(home.run(&["report", "--format", "html"]).out().contains("Dimensions over time"));
}

#[test]
fn a_drill_is_reported_too() {
    let home = Home::with_mini();
    let answers = "t\nBecause A.\n.\n3\n1 h\n\n\n\n\n";
    let ran = home.run_with(&["drill", "--plain", "--bank", "mini", "--count", "1"], answers);
    let sittings = records(&home);
    let sitting = of_type(&sittings, "sitting");
    assert!(!sitting.is_empty(), "{ran:?}");
    let id = sitting[0]["sitting"].as_str().expect("an id");
    let report = home.run(&["report", id]);
    let text = report.works().out();
    assert!(text.starts_with("# Drill\n") && text.contains("of three?"), "{text}");
    home.run(&["report"]).fails(1, &["no mock was sat yet"]);
}

#[test]
fn a_file_is_private_whole_and_never_overwritten_unasked() {
    let (home, _) = with_mock();
    let path = home.path("mock.html");
    let file = text(&path);
    let first = home.run(&["report", "--output", &file]);
    assert!(first.works().err().contains("Written to"), "{first:?}");
    assert_eq!(first.out(), "");
    let page = std::fs::read_to_string(&path).expect("written");
    assert!(page.starts_with("<!doctype html>"), "the name of the file says how");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&path).expect("metadata").permissions().mode() & 0o777, 0o600);
    }
    home.write("mock.html", "mine");
    home.run(&["report", "--output", &file]).fails(1, &["is there already; --force replaces it"]);
    assert_eq!(std::fs::read_to_string(&path).expect("there"), "mine");
    home.run(&["report", "--output", &file, "--force"]).works();
    assert_eq!(std::fs::read_to_string(&path).expect("there"), page);
    home.run(&["report", "--output", &text(&home.path("no/such/folder.md"))]).fails(1, &["no such folder"]);
    home.run(&["report", "--output", &text(&home.path("data"))]).fails(1, &["it is a folder; name a file in it"]);
}

#[test]
fn wrong_calls_are_told() {
    let home = Home::new();
    home.run(&["report"]).fails(1, &["no mock was sat yet"]);
    home.run(&["report", "0192"]).fails(2, &["no sitting begins with \"0192\"", "there is none yet"]);
    home.run(&["report", "--since", "today"]).fails(2, &["hotseat report progress"]);
    home.run(&["report", "progress", "--format", "pdf"]).fails(2, &["pdf"]);
    home.run(&["report", "progress", "--force"]).fails(2, &["--output"]);
}

#[test]
fn progress_is_reported_with_and_without_answers() {
    let home = Home::new();
    let empty = home.run(&["report", "progress"]);
    assert!(empty.works().out().contains("Nothing was answered yet."), "{empty:?}");
    assert!(home.run(&["report", "progress", "--format", "html"]).works().out().contains("Nothing was answered"));
    let (home, _) = with_mock();
    let report = home.json(&["report", "progress", "--format", "json"]);
    assert_eq!((report["report"].as_str(), report["few"].as_u64()), (Some("progress"), Some(5)));
    let stats = home.json(&["stats", "--json"]);
    for key in ["mastery", "misses", "calibration", "retention", "streak", "heatmap", "weeks", "forecast", "time"] {
        assert_eq!(report[key], stats[key], "{key} is what stats says");
    }
    let none = home.json(&["report", "progress", "--since", "tomorrow", "--format", "json"]);
    assert_eq!(none["answers"], json!(0));
    assert!(home.run(&["report", "progress"]).out().contains("too few to tell"));
}
