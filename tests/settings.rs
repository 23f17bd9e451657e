//! Settings, days and completions from outside: what cannot be meant is told with its remedy, days are read as people write
//! them, and a shell is told the names that there are.

mod common;

use std::process::Output;

use common::Home;
use serde_json::Value;

/// Settings of which each can be read and none can be meant.
const DOUBTFUL: &str = r#"editor = ["no-such-editor"]
microphone = "No such microphone"
stt = "no-such-transcriber -m model.bin"
sync_passphrase = "no-such-program"
sync_key = "no-such-key"
[target]
tracks = ["golang"]
date = "2001-02-03"
"#;

fn wrong(home: &Home) -> Vec<(String, String)> {
    // Without recorder programs, which would take any name for a microphone as it stands.
    let found = home.command(&["doctor", "--json"]).env("PATH", "").output().expect("started");
    let rows: Value = serde_json::from_slice(&found.stdout).expect("JSON");
    let text = |row: &Value, key: &str| row[key].as_str().expect("a text").to_owned();
    let rows = rows.as_array().expect("rows").iter().filter(|row| row["ok"] == false);
    rows.map(|row| (text(row, "what"), text(row, "found"))).collect()
}

#[test]
fn doctor_names_each_setting_that_cannot_be_meant_and_what_to_do() {
    let home = Home::with_mini();
    assert_eq!(wrong(&home), []);
    home.write("config/config.toml", DOUBTFUL);
    let wrong = wrong(&home);
    for (what, parts) in [
        ("settings", ["target.tracks: \"golang\"", "is \"go\" meant?"]),
        ("settings", ["target.date: 2001-02-03 is past", "hotseat plan --date"]),
        ("settings", ["editor:", "no-such-editor"]),
        ("settings", ["stt:", "no-such-transcriber"]),
        ("settings", ["sync_key:", "age-keygen"]),
        ("settings", ["sync_passphrase:", "no-such-program"]),
        ("microphone", ["No such microphone", ""]),
    ] {
        let said = |(of, words): &&(String, String)| of == what && parts.iter().all(|part| words.contains(part));
        assert!(wrong.iter().any(|row| said(&row)), "{parts:?} is not among {wrong:?}");
    }
}

#[test]
fn a_sitting_line_by_line_says_it_once_and_goes_on() {
    let home = Home::with_mini();
    home.write("config/config.toml", format!("fuzz = false\n{DOUBTFUL}"));
    let ran = home.run(&["drill", "--plain", "--bank", "mini"]);
    let err = ran.works().err();
    for setting in ["target.tracks", "target.date", "editor", "stt"] {
        assert_eq!(err.matches(&format!("hotseat: {setting}: ")).count(), 1, "{err}");
    }
    assert!(!err.contains("sync_key"), "what is about a shared folder is said when that is used: {err}");
    assert_eq!(home.run(&["queue"]).works().err(), "", "who only looks something up is not told");
}

#[test]
fn counts_that_cannot_be_are_refused_with_their_range() {
    let home = Home::with_mini();
    home.write("config/config.toml", "[target]\nper_day = 5000\n");
    home.run(&["queue"]).fails(1, &["config.toml", "line 2", "target.per_day is 5000; it may be 0 to 1000"]);
    home.write("config/config.toml", "recordings = 9999\n");
    home.run(&["queue"]).fails(1, &["config.toml", "line 1", "number of days"]);
}

#[test]
fn what_can_be_set_is_listed_with_value_and_default() {
    let home = Home::with_mini();
    home.write("config/config.toml", "fuzz = false\n[target]\nminutes_per_day = 30\n");
    let rows = home.json(&["config", "list", "--json"]);
    let row = |name: &str| {
        let found = rows.as_array().expect("rows").iter().find(|row| row["name"] == name);
        found.unwrap_or_else(|| panic!("no {name}")).clone()
    };
    assert_eq!((&row("fuzz")["value"], &row("fuzz")["default"]), (&Value::from("false"), &Value::from("true")));
    let minutes = row("target.minutes_per_day");
    assert_eq!((&minutes["value"], &minutes["takes"]), (&Value::from("30"), &Value::from("1 to 600")));
    let text = home.run(&["config", "list"]).works().out();
    assert!(text.contains("target.minutes_per_day = 30\n") && text.contains("1 to 600; default answers"), "{text}");
    assert!(!text.contains("date_set"), "what the program notes is nobody's to set");
}

#[test]
fn days_are_read_as_people_write_them() {
    let home = Home::new();
    let today = chrono::Local::now().date_naive();
    let planned = |text: &str| {
        let plan = home.json(&["plan", "--date", text, "--preview", "--json"]);
        plan["date"].as_str().expect("a date").parse::<chrono::NaiveDate>().expect("a date")
    };
    let in_days = |days: i64| today + chrono::TimeDelta::days(days);
    assert_eq!(planned("in 3 weeks"), in_days(21));
    assert_eq!((planned("21"), planned("tomorrow")), (in_days(21), in_days(1)));
    let date = in_days(40);
    for format in ["%d.%m.%Y", "%-d %b", "%B %-d, %Y", "%Y-%m-%d"] {
        let text = date.format(format).to_string();
        assert_eq!(planned(&text), date, "{text}");
    }
    let friday = planned("friday");
    assert!(friday > today && (friday - today).num_days() <= 7 && friday.format("%a").to_string() == "Fri");
    let refused = |text: &str, parts: &[&str]| home.run(&["plan", "--date", text]).fails(2, parts);
    refused("03/04/2037", &["3 April 2037 or 4 March 2037", "2037-04-03 or 2037-03-04"]);
    refused("next friday", &["the coming Friday or the one after it"]);
    refused("14/12/37", &["four digits"]);
    refused("2 days ago", &["is past", "--clear"]);
    refused("soon", &["14 dec", "in 3 weeks"]);
    home.run(&["stats", "--since", "3 weeks ago"]).works();
    home.run(&["queue", "--at", "in a week"]).works();
}

/// What a shell is told that asks with this line, of which the last word is being typed.
fn completed(home: &Home, line: &[&str]) -> Vec<String> {
    let Output { status, stdout, stderr } = asked(home, "fish", line);
    assert!(status.success() && stderr.is_empty(), "{line:?}: {}", String::from_utf8_lossy(&stderr));
    let text = String::from_utf8(stdout).expect("text");
    text.lines().map(|line| line.split('\t').next().unwrap_or_default().to_owned()).collect()
}

fn asked(home: &Home, shell: &str, line: &[&str]) -> Output {
    let mut command = home.command(&[&["--", "hotseat"], line].concat());
    command.env("HOTSEAT_COMPLETE", shell).output().expect("started")
}

#[test]
fn a_shell_is_told_the_names_that_there_are() {
    let home = Home::with_mini();
    for (line, first) in [
        (&["drill", "--topic", "cachi"][..], "caching"),
        (&["drill", "--topic", "caching,messag"], "caching,messaging"),
        (&["drill", "--bank", "mi"], "mini"),
        (&["drill", "--track", "rus"], "rust"),
        (&["drill", "--question", "mini/tw"], "mini/two"),
        (&["drill", "--kind", "inci"], "incident"),
        (&["bank", "show", "mini/on"], "mini/one"),
        (&["bank", "import", "x", "--into", "m"], "mini"),
        (&["history", "suspend", "mini/th"], "mini/three"),
        (&["mock", "distri"], "distributed"),
        (&["mock", "plan", "dai"], "daily"),
        (&["completions", "ba"], "bash"),
        (&["qu"], "queue"),
    ] {
        assert_eq!(completed(&home, line).first().map(String::as_str), Some(first), "{line:?}");
    }
    assert_eq!(
        completed(&home, &["bank", "retire", "x", "--into", "back"]),
        [""; 0],
        "nobody writes to the built-in bank"
    );
    assert_eq!(completed(&home, &["drill", "--topic", "no-such-topic"]), [""; 0]);
}

#[test]
fn a_broken_home_has_no_names_and_says_nothing_into_the_line() {
    let home = Home::new();
    home.write("config/config.toml", "this is no TOML");
    assert_eq!(
        completed(&home, &["drill", "--topic", "cachi"]),
        ["caching"],
        "the built-in bank is there all the same"
    );
    let unknown = asked(&home, "tcsh", &["drill"]);
    let err = String::from_utf8_lossy(&unknown.stderr).into_owned();
    assert!(unknown.status.code() == Some(2) && err.contains("tcsh") && err.contains("fish"), "{err}");
    assert!(!home.path("data").exists(), "nothing is made for a completion");
}

#[test]
fn a_shell_that_reads_its_part_asks_the_program() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = home.run(&["completions", shell]).works().out();
        assert!(script.contains("HOTSEAT_COMPLETE") && script.contains("hotseat"), "{shell}: {script}");
        assert!(!script.contains('/') || !script.contains(&*home.path("").to_string_lossy()), "{shell}: {script}");
    }
}
