//! The plan and what the log adds up to, from outside.

use assert_cmd::Command;
use serde_json::Value;

struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn run(&self, arguments: &[&str]) -> assert_cmd::assert::Assert {
        let mut command = Command::cargo_bin("hotseat").expect("built");
        command.env("HOTSEAT_HOME", self.0.path()).args(arguments).assert()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let found = self.run(arguments).success();
        serde_json::from_slice(&found.get_output().stdout).expect("JSON")
    }
}

fn on(days: i64) -> String {
    // The practice day of the program: local time less four hours.
    let today = (chrono::Local::now().naive_local() - chrono::TimeDelta::hours(4)).date();
    (today + chrono::TimeDelta::days(days)).to_string()
}

#[test]
fn a_date_is_previewed_saved_and_cleared() {
    let home = Home::new();
    let date = on(30);
    let previewed = home.json(&["plan", "--date", &date, "--per-day", "12", "--preview", "--json"]);
    assert_eq!(home.json(&["plan", "--json"])["date"], Value::Null, "a preview saves nothing");
    let saved = home.json(&["plan", "--date", &date, "--per-day", "12", "--json"]);
    assert_eq!(saved, previewed);
    assert_eq!(home.json(&["plan", "--json"]), saved);
    assert_eq!((saved["date"].as_str(), saved["per_day"].as_u64()), (Some(date.as_str()), Some(12)));
    let days = saved["days"].as_array().expect("days");
    assert_eq!(days.len(), 30);
    assert_eq!(days[0]["date"].as_str(), Some(on(0).as_str()));
    for key in ["readiness", "readiness_now"] {
        assert!(saved[key].as_f64().is_some_and(|share| (0.0..=1.0).contains(&share)), "{key}");
    }
    assert!(saved["enough"].is_boolean() && saved["unseen"].is_u64());
    home.run(&["plan", "--clear"]).success();
    assert_eq!(home.json(&["plan", "--json"])["days"].as_array().map(Vec::len), Some(0));
}

#[test]
fn days_that_cannot_be_planned_are_said() {
    let home = Home::new();
    home.run(&["plan", "--date", "2001-02-03"]).code(2).stderr(predicates::str::contains("is past"));
    home.run(&["plan", "--date", "soon"]).code(2);
    home.run(&["plan", "--date", &on(9), "--clear"]).code(2);
    let none = home.json(&["plan", "--date", "tomorrow", "--per-day", "0", "--preview", "--json"]);
    // Between midnight and four the evening before is a day that is left.
    let evening = on(0) != chrono::Local::now().date_naive().to_string();
    let days = 1 + usize::from(evening);
    assert_eq!((none["enough"].as_bool(), none["days"].as_array().map(Vec::len)), (Some(false), Some(days)));
    let today = home.run(&["plan", "--date", "today", "--preview"]).success();
    let left = if evening { "It is still the evening of" } else { "No day is left" };
    assert!(String::from_utf8_lossy(&today.get_output().stdout).contains(left));
}

#[test]
fn an_imported_log_adds_up_and_answers_to_unknown_questions_do_no_harm() {
    let home = Home::new();
    let mut lines = String::new();
    // Newest first, as some tools write.
    for n in (0..40).rev() {
        let question =
            if n % 8 == 0 { "elsewhere/gone".to_owned() } else { "backend/cache-write-order-race".to_owned() };
        lines += &format!(
            "{{\"id\":\"t{n}\",\"question\":\"{question}\",\"answered_at\":\"2026-0{}-{:02}T19:00:00+01:00\",\"rating\":{},\
             \"prediction\":4,\"score\":0.5}}\n",
            1 + n / 20,
            1 + n % 20,
            1 + n % 4
        );
    }
    let file = home.0.path().join("log.jsonl");
    std::fs::write(&file, lines).expect("written");
    home.run(&["history", "import", &file.display().to_string()]).success();
    let stats = home.json(&["stats", "--json"]);
    assert_eq!(stats["attempts"], 40);
    assert_eq!(stats["streak"]["longest"], 20);
    assert_eq!(stats["retention"]["reviews"], 38);
    assert_eq!(stats["calibration"]["answers"], 40);
    assert_eq!(stats["heatmap"].as_array().map(Vec::len), Some(40));
    let mastery = stats["mastery"]["topics"].as_array().expect("topics");
    assert_eq!(mastery.len(), 1, "questions that no bank has belong to no topic");
    let since = home.json(&["stats", "--since", "2026-02-01", "--json"]);
    assert_eq!(since["heatmap"].as_array().map(Vec::len), Some(20));
    home.run(&["memory", "fit"]).code(1).stderr(predicates::str::contains("fitting takes 64"));
    home.run(&["memory", "revert"]).success();
    home.run(&["memory", "rebuild", "--check"]).success();
}
