//! The command line from outside: what each command prints, what it ends with, and what hostile files do to it.

mod common;

use std::fs;
use std::io::Read as _;

use common::{Home, of_type, records, text};
use predicates::prelude::*;
use serde_json::{Value, json};

/// One rated answer.
const ONE: (&[&str], &str) = (&["drill", "--plain", "--bank", "mini"], "t\nAn answer.\n.\n3\nh\nh\nn\n3\nq\n");

fn practised() -> Home {
    let home = Home::with_mini();
    home.run_with(ONE.0, ONE.1).works();
    home
}

/// The names of an object's fields, sorted.
fn fields(value: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = value.as_object().expect("an object").keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

#[test]
fn without_a_terminal_it_says_so_and_touches_nothing() {
    let home = Home::new();
    for args in [&[][..], &["drill"], &["drill", "--topic", "caching"]] {
        home.run(args).fails(2, &["no terminal", "--plain"]);
    }
    assert_eq!(fs::read_dir(home.path("")).expect("listed").count(), 0);
}

#[test]
fn wrong_usage_is_answered_with_what_is_right() {
    let home = Home::new();
    let plain = |flags: &[&str]| home.run(&[&["drill", "--plain"], flags].concat());
    plain(&["--topic", "caching,cacheing"]).fails(2, &["\"cacheing\" is not a topic", "caching, code-review"]);
    plain(&["--kind", "wizardry"]).fails(2, &["technical", "behavioural"]);
    plain(&["--level", "god"]).fails(2, &["junior", "staff"]);
    plain(&["--track", "cobol"]).fails(2, &["\"cobol\" is not a track", "rust"]);
    plain(&["--bank", "nobody"]).fails(2, &["the banks are backend"]);
    plain(&["--count", "0"]).fails(2, &["--count"]);
    plain(&["--minutes", "soon"]).fails(2, &["--minutes"]);
    plain(&["--new", "--due"]).fails(2, &["--new", "--due"]);
    home.run(&["queue", "--at", "soon"]).fails(2, &["YYYY-MM-DD"]);
    home.run(&["queue", "--at", "03/04/2027"]).fails(2, &["3 April 2027 or 4 March 2027"]);
    home.run(&["bank", "show", "index-ignored"]).fails(2, &["write bank/id"]);
    home.run(&["history", "list", "--limit", "0"]).fails(2, &["--limit"]);
    home.run(&["frobnicate"]).fails(2, &["frobnicate"]);
    home.run(&["history"]).fails(2, &[]);
    home.run(&["completions", "tcsh"]).fails(2, &["fish"]);
}

#[test]
fn nothing_that_fits_is_answered_with_the_nearest_remedy() {
    let home = practised();
    home.run(&["drill", "--plain", "--due"]).fails(1, &["no question that fits is due", "Without --due there are"]);
    let own = home.run(&["drill", "--plain", "--bank", "mini", "--due"]);
    own.fails(1, &["the next one comes back on", "Without --due there are 2"]);
    home.run(&["drill", "--plain", "--bank", "mini", "--kind", "intro"]).fails(1, &["Leave --kind out"]);
}

#[test]
fn the_queue_has_its_shape() {
    let home = practised();
    let queue = home.json(&["queue", "--json"]);
    assert_eq!(fields(&queue), ["at", "due", "later", "missing", "target", "unseen"]);
    let all = home.json(&["bank", "list", "--json"]);
    assert_eq!(queue["unseen"].as_u64(), Some(all.as_array().expect("rows").len() as u64 - 1), "tracks counted too");
    let row = &queue["later"][0];
    assert_eq!(
        fields(row),
        [
            "attempts",
            "difficulty",
            "due",
            "interval_days",
            "lapses",
            "question",
            "retrievability",
            "stability",
            "state"
        ]
    );
    assert_eq!((&row["attempts"], &row["state"], &row["interval_days"]), (&json!(1), &json!("review"), &json!(2)));
    let due = row["due"].as_str().expect("a day");
    let then = home.json(&["queue", "--json", "--at", due]);
    assert_eq!((&then["at"], &then["due"][0]["question"]), (&row["due"], &row["question"]));
    let mini = home.json(&["queue", "--json", "--bank", "mini"]);
    assert_eq!((&mini["unseen"], mini["later"].as_array().map(Vec::len)), (&json!(2), Some(1)));
    let other = home.json(&["queue", "--json", "--topic", "caching"]);
    assert_eq!(other["later"], json!([]));
    let past = home.json(&["queue", "--json", "--at", "2020-02-29"]);
    assert_eq!((&past["due"], &past["later"]), (&json!([]), &json!([])), "as of a day before it happened");
    let out = home.run(&["queue", "--at", "tomorrow"]).works().out();
    assert!(out.contains("0 due, 1 later") && out.contains("of three?"), "{out}");
}

#[test]
fn the_bank_is_listed_and_shown() {
    let home = Home::with_mini();
    let list = home.json(&["bank", "list", "--json", "--bank", "mini"]);
    assert_eq!(list.as_array().map(Vec::len), Some(3));
    assert_eq!(
        fields(&list[0]),
        [
            "archetypes",
            "difficulty",
            "has_notes",
            "kind",
            "levels",
            "prompt",
            "question",
            "seconds",
            "subtopic",
            "tags",
            "topic",
            "tracks"
        ]
    );
    assert_eq!(list[0]["seconds"], json!({"think": 5, "target": 60, "max": 90}));
    assert_eq!(list[0]["levels"], json!(["junior", "staff"]));
    let caching = home.json(&["bank", "list", "--json", "--topic", "caching", "--difficulty", "hard"]);
    let rows = caching.as_array().expect("rows");
    assert!(!rows.is_empty() && rows.iter().all(|row| row["topic"] == "caching" && row["difficulty"] == "hard"));
    let shown = home.json(&["bank", "show", "mini/one", "--json"]);
    assert_eq!((&shown["question"], &shown["topic"]), (&json!("mini/one"), &json!("three")));
    assert_eq!(shown["look_for"][0], json!({"id": "a", "text": "Says A", "tier": "must"}));
    let out = home.run(&["bank", "show", "mini/one"]).works().out();
    assert!(out.contains("First of three?") && out.contains("[must] Says A"), "{out}");
    home.run(&["bank", "show", "mini/four"]).fails(1, &["mini/four", "hotseat bank list"]);
    let out = home.run(&["bank", "list", "--bank", "mini"]).works().out();
    assert!(out.contains("mini/one  (three, technical, medium)\n    First of three?"), "{out}");
}

#[test]
fn coverage_names_points_and_bytes() {
    let home = Home::new();
    let cues = r#"{"bank": "own", "questions": [{"id": "q", "prompt": "Q?", "look_for": [
        {"id": "flight", "text": "One refreshes", "cues": ["single flight"]}, {"id": "stale", "text": "Serves stale"}]}]}"#;
    home.write("data/banks/own.json", cues);
    home.write("answer.txt", "Naïve, but: a single flight.");
    let path = text(&home.path("answer.txt"));
    let found = home.json(&["bank", "cover", "own/q", "--answer", &path, "--json"]);
    let expected = json!([
        {"point": "flight", "mentioned": true, "evidence": [[15, 28]], "touched": true, "touches": []},
        {"point": "stale", "mentioned": false, "evidence": [], "touched": false, "touches": []}
    ]);
    assert_eq!(found, expected);
    let piped = home.run_with(&["bank", "cover", "own/q", "--answer", "-"], "a single flight");
    assert!(piped.works().out().contains("\"single flight\"") && piped.err().contains("1 of 2"), "{piped:?}");
    home.run(&["bank", "cover", "own/q", "--answer", "/no/such/file"]).fails(1, &["/no/such/file", "name a file"]);
    home.run_with(&["bank", "cover", "own/q", "--answer", "-"], b"\xff\xfe").fails(1, &["UTF-8"]);
}

#[test]
fn hostile_banks_are_named_and_the_rest_loads() {
    let home = Home::with_mini();
    home.write("data/banks/broken.json", "{\"bank\": \"broken\", \"questions\": [\n{\"id\": 1}");
    home.write(
        "data/banks/latin.json",
        b"{\"bank\": \"latin\", \"questions\": [{\"id\": \"a\", \"prompt\": \"caf\xe9\"}]}",
    );
    let twice =
        r#"{"bank": "twice", "questions": [{"id": "a", "prompt": "One"}, {"id": "a", "prompt": "Two"}, {"id": "b"}]}"#;
    home.write("data/banks/twice.json", twice);
    let evil = "{\"bank\": \"evil\", \"questions\": [{\"id\": \"e\", \"prompt\": \"Red \\u001b[31m \\u202eOver\"}]}";
    home.write("data/banks/evil.json", evil);
    fs::create_dir_all(home.path("data/banks/folder.json")).expect("created");
    let huge = fs::File::create(home.path("data/banks/huge.json")).expect("created");
    huge.set_len(50 * 1024 * 1024).expect("sparse");

    let names = ["broken.json", "latin.json", "twice.json", "folder.json", "huge.json"];
    let list = home.run(&["bank", "list", "--json"]);
    let rows: Value = serde_json::from_str(&list.works().out()).expect("JSON all the same");
    let ids: Vec<&str> = rows.as_array().expect("rows").iter().filter_map(|row| row["question"].as_str()).collect();
    for id in ["mini/one", "twice/a", "evil/e", "backend/index-ignored"] {
        assert!(ids.contains(&id), "{id}");
    }
    assert!(!list.out().contains('\u{1b}') && !list.err().contains('\u{1b}'));
    for name in names {
        assert!(list.err().contains(name), "{name}: {}", list.err());
    }
    let check = home.run(&["bank", "check", "--json"]);
    assert_eq!(check.code(), Some(1));
    let report: Value = serde_json::from_str(&check.out()).expect("JSON");
    assert!(report["errors"].as_u64() >= Some(5), "{}", report["errors"]);
    for name in names.into_iter().chain(["evil.json"]) {
        let of = |problem: &&Value| problem["file"].as_str().is_some_and(|file| file.ends_with(name));
        let problem = report["problems"].as_array().expect("problems").iter().find(of);
        let problem = problem.unwrap_or_else(|| panic!("no problem of {name}"));
        assert!(["found", "remedy"].iter().all(|key| problem[key].as_str().is_some_and(|text| !text.is_empty())));
    }
    // What a terminal must not see is escaped in JSON and left out for people.
    let shown = home.run(&["bank", "show", "evil/e", "--json"]).works().out();
    assert!(shown.contains("Red \\u001b[31m \\u202eOver"), "{shown}");
    assert!(home.run(&["bank", "show", "evil/e"]).works().out().contains("Red  Over"));
    let doctor = home.run(&["doctor"]);
    assert_eq!(doctor.code(), Some(1));
    assert!(names.iter().all(|name| doctor.out().contains(name)), "{}", doctor.out());
    home.run_with(ONE.0, ONE.1).works();
}

#[test]
fn one_bank_is_checked_by_its_path() {
    let home = Home::with_mini();
    let path = text(&home.path("data/banks/mini.json"));
    let good = home.json(&["bank", "check", &path, "--json"]);
    assert_eq!(fields(&good), ["chance_mentions", "errors", "problems", "questions", "warnings"]);
    assert_eq!((&good["questions"], &good["errors"]), (&json!(3), &json!(0)));
    let gate = home.run(&["bank", "check", &path, "--gate"]);
    assert_eq!(gate.code(), Some(1), "the gate asks for more");
    assert!(gate.out().lines().all(|line| line.starts_with("error: ") || line.starts_with("warning: ")));
    assert_eq!(home.run(&["bank", "check", "/no/such/bank.json"]).code(), Some(1));
}

#[test]
fn the_history_is_listed_in_its_shape() {
    let home = practised();
    let list = home.json(&["history", "list", "--json"]);
    let expected = [
        "answered_at",
        "day",
        "gave_up",
        "hints",
        "id",
        "medium",
        "mistakes",
        "mode",
        "points",
        "prediction",
        "question",
        "rating",
        "recording",
        "revision",
        "scheduled",
        "seconds",
        "sitting",
        "suggested_rating",
        "target_seconds",
        "text",
        "weak",
    ];
    let found = fields(&list[0]);
    assert!(expected.iter().all(|name| found.contains(name)), "{found:?}");
    assert_eq!((&list[0]["mode"], &list[0]["scheduled"]), (&json!("drill"), &json!(true)));
    let question = list[0]["question"].as_str().expect("a name");
    let count =
        |flags: &[&str]| home.json(&[&["history", "list", "--json"], flags].concat()).as_array().expect("rows").len();
    assert_eq!(count(&["--question", question]), 1);
    assert_eq!(count(&["--question", "mini/other"]), 0);
    assert_eq!(count(&["--since", "today", "--limit", "5"]), 1);
    assert_eq!(count(&["--since", "tomorrow"]), 0);
    let out = home.run(&["history", "list"]).works().out();
    assert!(out.contains("Good") && out.contains(question), "{out}");
}

#[test]
fn a_log_travels_and_is_merged_once() {
    let home = practised();
    let log = home.run(&["history", "export"]).works().out();
    let other = Home::with_mini();
    other.write("log.jsonl", &log);
    let path = text(&other.path("log.jsonl"));
    assert!(other.run(&["history", "import", &path]).works().err().contains("Imported 4 records; 0 there already"));
    let again = other.run_with(&["history", "import", "-"], &log);
    assert!(again.works().err().contains("Imported 0 records; 4 there already"), "{again:?}");
    assert_eq!(other.run(&["history", "export"]).works().out(), log, "byte for byte");
    assert_eq!(other.json(&["queue", "--json"]), home.json(&["queue", "--json"]));

    let foreign = r#"{"id": "x-1", "question": "else/where", "answered_at": "2026-11-20T10:00:00+01:00", "rating": 4}"#;
    other.run_with(&["history", "import", "-"], foreign).works();
    let queue = other.json(&["queue", "--json", "--at", "2026-11-21"]);
    assert_eq!(queue["later"][0]["question"], "else/where", "ids of other banks are kept: {queue}");

    let before = other.run(&["history", "export"]).out();
    let broken = format!("{foreign}\n{{\"id\": \"x-2\"}}\n");
    other.run_with(&["history", "import", "-"], broken).fails(1, &["line 2", "nothing was imported"]);
    other.run(&["history", "import", "/no/such/log"]).fails(1, &["/no/such/log", "nothing was imported"]);
    assert_eq!(other.run(&["history", "export"]).out(), before);
}

#[test]
fn a_rating_is_taken_back() {
    let home = practised();
    assert!(home.run(&["history", "undo"]).works().err().contains("Took back the rating Good of mini/"));
    assert_eq!(home.json(&["queue", "--json"])["later"], json!([]));
    assert_eq!(of_type(&records(&home), "undo").len(), 1);
    home.run(&["history", "undo"]).fails(1, &["nothing to take back"]);
}

#[test]
fn a_backup_that_holds_more_is_refused_as_a_place_for_an_emptier_one() {
    let home = practised();
    let kept = home.path("bk.sqlite");
    let named = text(&kept);
    home.run(&["history", "backup", &named]).works();
    let before = fs::read(&kept).expect("there");
    let empty = Home::new();
    let lost = practised();
    let there = text(&lost.path("data/history.sqlite"));
    empty.run(&["history", "backup", &named]).fails(1, &["bk.sqlite holds 4 records", "lacks 4 of them", "--force"]);
    empty.run(&["history", "backup", &there]).fails(1, &["history.sqlite holds 4 records", "--force"]);
    fs::remove_file(home.path("data/history.sqlite")).expect("removed");
    home.run(&["history", "backup", &named]).fails(1, &["the history with 4 records is gone", "holds 4 records"]);
    assert_eq!(fs::read(&kept).expect("there"), before);
    assert_eq!(records(&lost).len(), 4);
    empty.run(&["history", "backup", &named, "--force"]).works();
    empty.run(&["history", "backup", "--force"]).fails(2, &[]);
}

#[test]
fn backups_are_whole_and_go_where_they_are_told() {
    let home = practised();
    let named = text(&home.path("copy.sqlite"));
    assert_eq!(home.run(&["history", "backup", &named]).works().out().trim_end(), named);
    let among = home.run(&["history", "backup"]).works().out();
    assert!(among.contains("backups/history-") && fs::metadata(among.trim_end()).is_ok(), "{among}");
    let restored = Home::with_mini();
    fs::copy(&named, restored.path("data/history.sqlite")).expect("copied");
    assert_eq!(restored.run(&["history", "export"]).works().out(), home.run(&["history", "export"]).works().out());
    home.write("letter.txt", "dear");
    home.run(&["history", "backup", &text(&home.path("letter.txt"))]).fails(1, &["letter.txt", "name another file"]);
    assert_eq!(fs::read(home.path("letter.txt")).expect("read"), b"dear");
}

#[test]
fn memory_is_shown_and_made_anew() {
    let home = practised();
    let shown = home.json(&["memory", "show", "--json"]);
    assert_eq!((&shown["model"], &shown["review"], &shown["fuzz"]), (&json!("FSRS-6"), &json!(1), &json!(false)));
    let list = home.json(&["history", "list", "--json"]);
    let question = list[0]["question"].as_str().expect("a name");
    let one = home.json(&["memory", "show", question, "--json"]);
    assert_eq!((&one["question"], one["next"].as_array().map(Vec::len)), (&list[0]["question"], Some(4)));
    home.run(&["memory", "show", "backend/index-ignored"]).fails(1, &["never rated"]);
    home.run(&["memory", "show", "no/body"]).fails(1, &["no bank has"]);
    assert_eq!(home.run(&["memory", "rebuild", "--check"]).works().out(), "");

    let before = home.json(&["queue", "--json"]);
    let file = rusqlite::Connection::open(home.path("data/history.sqlite")).expect("opened");
    file.execute("UPDATE standing SET stability = 99.0", []).expect("spoilt");
    drop(file);
    let check = home.run(&["memory", "rebuild", "--check"]);
    assert_eq!(check.code(), Some(1));
    assert!(check.out().contains(question) && check.err().contains("memory rebuild"), "{check:?}");
    home.run(&["memory", "rebuild"]).works();
    assert_eq!(home.json(&["queue", "--json"]), before);
}

#[test]
fn stats_add_up() {
    let home = practised();
    let stats = home.json(&["stats", "--json"]);
    let shape = [
        "attempts",
        "calibration",
        "days",
        "forecast",
        "heatmap",
        "mastery",
        "mean_band",
        "mean_score",
        "misses",
        "practice",
        "ratings",
        "retention",
        "seconds",
        "since",
        "streak",
        "target",
        "time",
        "topics",
        "weeks",
    ];
    assert_eq!(fields(&stats), shape);
    let ratings = json!({"again": 0, "hard": 0, "good": 1, "easy": 0, "unrated": 0});
    assert_eq!((&stats["attempts"], &stats["ratings"], &stats["mean_score"]), (&json!(1), &ratings, &json!(1.0)));
    let topic = &stats["topics"][0];
    assert_eq!((&topic["topic"], &topic["attempts"], &topic["mastery"]), (&json!("three"), &json!(1), &Value::Null));
    assert_eq!(stats["days"][0]["ratings"], ratings);
    assert_eq!(home.json(&["stats", "--json", "--since", "tomorrow"])["attempts"], 0);
    assert!(home.run(&["stats"]).works().out().starts_with("1 answer in"));
    let nothing = Home::new().run(&["stats"]).works().out();
    assert!(nothing.starts_with("No answers yet.\nQuestions: ") && nothing.ends_with("no answers yet.\n"), "{nothing}");
    // Answers to questions that no bank has any more still count.
    fs::remove_file(home.path("data/banks/mini.json")).expect("removed");
    assert_eq!(home.json(&["stats", "--json"])["topics"][0]["topic"], Value::Null);
}

#[test]
fn settings_are_found_shown_and_their_faults_named() {
    let home = Home::new();
    let path = home.path("config/config.toml");
    assert_eq!(home.run(&["config", "path"]).works().out(), format!("{}\n", path.display()));
    assert!(home.run(&["config", "show"]).works().out().contains("fuzz = true"));
    home.write("config/config.toml", "fuzz = false\n[target]\nlevel = \"wizard\"\n");
    for args in [&["config", "show"][..], &["queue"], &["bank", "list"], &["drill", "--plain"], &["stats"]] {
        home.run(args).fails(1, &["config.toml", "line 3", "wizard"]);
    }
    home.run(&["config", "path"]).works();
    let doctor = home.run(&["doctor", "--json"]);
    assert_eq!(doctor.code(), Some(1));
    let findings: Value = serde_json::from_str(&doctor.out()).expect("JSON");
    let wrong: Vec<_> = findings.as_array().expect("rows").iter().filter(|row| row["ok"] == false).collect();
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert_eq!(wrong[0]["what"], "settings");
}

#[test]
fn the_target_chooses_what_is_asked() {
    let home = Home::with_mini();
    home.write("config/config.toml", "[target]\nlevel = \"junior\"\nper_day = 2\n");
    let out = home.run(&["drill", "--plain"]).works().out();
    assert!(out.contains("Question 1 of 2 (new)") && out.contains("junior to"), "{out}");
    let seed = |seed| home.run(&["drill", "--plain", "--count", "5", "--seed", seed]).works().out();
    assert_eq!(seed("4"), seed("4"));
    assert_ne!(seed("4"), seed("5"));
}

/// Commands that read the history.
const READERS: [&[&str]; 7] = [
    &["queue"],
    &["stats"],
    &["history", "list"],
    &["history", "export"],
    &["history", "undo"],
    &["memory", "rebuild"],
    &["drill", "--plain"],
];

#[track_caller]
fn all_refuse(home: &Home, words: &[&str]) {
    let file = home.path("data/history.sqlite");
    let before = fs::read(&file).expect("read");
    for args in READERS {
        home.run(args).fails(1, &[&["history.sqlite"], words].concat());
        assert!(fs::read(&file).expect("read") == before, "{args:?} left the file alone");
    }
    let doctor = home.run(&["doctor"]);
    assert_eq!(doctor.code(), Some(1), "{doctor:?}");
    assert!(predicate::str::contains("WRONG  history").eval(&doctor.out()), "{}", doctor.out());
    home.run(&["bank", "list"]).works();
}

#[test]
fn the_history_of_a_newer_version_is_left_alone() {
    let home = practised();
    let file = rusqlite::Connection::open(home.path("data/history.sqlite")).expect("opened");
    file.pragma_update(None, "user_version", 9_999).expect("written");
    file.pragma_update(None, "journal_mode", "DELETE").expect("checkpointed");
    drop(file);
    all_refuse(&home, &["newer Hotseat", "9999"]);
}

#[test]
fn a_damaged_history_is_left_alone_and_the_way_back_named() {
    let home = practised();
    home.run(&["history", "backup"]).works();
    for beside in ["data/history.sqlite-wal", "data/history.sqlite-shm"] {
        let _ = fs::remove_file(home.path(beside));
    }
    home.write("data/history.sqlite", "this is no database, however long one looks at it\n".repeat(200));
    all_refuse(&home, &["is damaged", "hotseat history restore"]);
}

#[test]
fn what_stands_in_the_way_is_named() {
    let home = Home::new();
    fs::create_dir_all(home.path("data/history.sqlite")).expect("created");
    home.run(&["queue"]).fails(1, &["history.sqlite", "in the way"]);
    let home = Home::new();
    home.write("data", "a file where the folder should be");
    home.run(&["queue"]).fails(1, &["data"]);
    assert_eq!(fs::read(home.path("data")).expect("read"), b"a file where the folder should be");
}

#[cfg(unix)]
#[test]
fn a_read_only_history_is_shown_and_nothing_pretends_to_be_saved() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = practised();
    let data = home.path("data");
    let mode = |mode| fs::set_permissions(&data, fs::Permissions::from_mode(mode)).expect("changed");
    fs::set_permissions(home.path("data/history.sqlite"), fs::Permissions::from_mode(0o400)).expect("changed");
    mode(0o500);
    let root = fs::File::create(data.join("probe")).is_ok();
    // Permissions do not bind the superuser; for everybody else the rest has to hold.
    if !root {
        assert_eq!(home.json(&["history", "list", "--json"]).as_array().map(Vec::len), Some(1));
        home.run(&["history", "undo"]).fails(1, &["nothing can be saved", "writable"]);
        home.run(&["memory", "rebuild"]).fails(1, &["nothing can be saved"]);
        home.run(&["drill", "--plain"]).fails(1, &["nothing can be saved"]);
        assert_eq!(home.run(&["doctor"]).code(), Some(1));
    }
    mode(0o700);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let home = practised();
    for args in [
        &["bank", "list"][..],
        &["bank", "list", "--json"],
        &["bank", "show", "mini/one"],
        &["bank", "check"],
        &["history", "list"],
        &["history", "list", "--json"],
        &["history", "export"],
        &["queue"],
        &["stats", "--json"],
        &["doctor"],
        &["man"],
        &["completions", "bash"],
        &["config", "path"],
        &["--help"],
        &["--version"],
        &["drill", "--plain"],
    ] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        // Nobody reads, from the first byte on.
        drop(reader);
        let mut child = home.command(args).stdout(writer).spawn().expect("started");
        let mut err = String::new();
        child.stderr.take().expect("piped").read_to_string(&mut err).expect("text");
        assert_eq!(child.wait().expect("ended").code(), Some(0), "{args:?}: {err}");
        assert!(!err.contains("panicked") && !err.contains("roken pipe"), "{args:?}: {err}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_no_success() {
    let home = practised();
    for args in [&["history", "export"][..], &["bank", "list", "--json"], &["man"], &["--help"]] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("opened");
        let output = home.command(args).stdout(full).output().expect("started");
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert!(String::from_utf8_lossy(&output.stderr).starts_with("hotseat: cannot write the output"), "{args:?}");
    }
}

#[test]
fn manual_completions_and_help_need_no_home() {
    let home = Home::new();
    home.write("config/config.toml", "this is no TOML");
    let man = home.run(&["man"]).works().out();
    assert!(man.contains(".SS hotseat history import"), "every command has its place");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(home.run(&["completions", shell]).works().out().contains("hotseat"));
    }
    let help = home.run(&["--help"]).works().out();
    assert!(help.contains("Examples:") && help.contains("HOTSEAT_HOME"), "{help}");
    for command in ["drill", "queue", "stats", "doctor", "completions", "man"] {
        home.run(&[command, "--help"]).works();
    }
    assert!(home.run(&["--version"]).works().out().starts_with("hotseat "));
}

#[test]
fn hotseat_home_moves_everything() {
    let home = practised();
    let names: Vec<String> = fs::read_dir(home.path(""))
        .expect("listed")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert!(names.iter().all(|name| ["config", "data", "cache", "state"].contains(&name.as_str())), "{names:?}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &str| fs::metadata(home.path(path)).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode("data/history.sqlite"), mode("data/drafts")), (0o600, 0o700));
        assert_eq!(mode("state/backups"), 0o700);
    }
}

#[test]
fn what_was_ticked_has_its_band() {
    let home = Home::new();
    home.write(
        "data/banks/own.json",
        r#"{"bank": "own", "questions": [{"id": "q", "prompt": "Why?", "seconds": {"target": 100, "max": 150},
            "look_for": [{"id": "must", "text": "m", "tier": "must"}, {"id": "strong", "text": "s"},
                         {"id": "staff", "text": "f", "tier": "staff"}],
            "mistakes": [{"id": "slip", "text": "x"}]},
            {"id": "bare", "prompt": "And?"}]}"#,
    );
    let rate = |ticks: &str| {
        let run = home.run_with(&["bank", "rate", "own/q", "--ticks", "-", "--json"], ticks);
        serde_json::from_str::<serde_json::Value>(&run.works().out()).expect("JSON")
    };
    let whole = rate(r#"{"points": {"must": "hit", "strong": "partial"}}"#);
    assert_eq!(
        whole,
        serde_json::json!({"band": 4, "words": "would impress", "share": 0.8,
                           "reason": "no must is missing, and four fifths or more of what counts is there", "rating": 3, "of": 2, "points": 1.5, "unknown": [], "also": []})
    );
    let missed = rate(r#"{"points": {"strong": "hit", "staff": "hit"}, "level": "staff"}"#);
    assert_eq!((&missed["band"], &missed["of"]), (&2.into(), &3.into()));
    assert_eq!(missed["reason"], "the must is missing: at most shaky");
    let slow = rate(r#"{"points": {"must": "hit", "strong": "hit"}, "answer_seconds": 126, "mistakes": ["slip"]}"#);
    assert_eq!((&slow["band"], &slow["words"]), (&2.into(), &"shaky".into()));
    assert_eq!(rate(r#"{"points": {}, "gave_up": true}"#)["reason"], "you did not know");
    let gone = rate(r#"{"points": {"must": "hit", "strong": "hit", "was-there-once": "hit"}}"#);
    assert_eq!((&gone["band"], &gone["points"]), (&4.into(), &2.0.into()));
    assert_eq!(gone["unknown"], serde_json::json!(["was-there-once"]));
    let bare = home.run_with(&["bank", "rate", "own/bare", "--ticks", "-", "--json"], r#"{"points": {}}"#);
    assert!(bare.works().out().contains(r#""band": null"#), "{}", bare.out());
    for (wrong, told) in [
        ("{}", "points"),
        (r#"[{"must": "hit"}]"#, "no object"),
        (r#"{"points": {"must": "perhaps"}}"#, "points.must"),
        (r#"{"points": {}, "level": "wizard"}"#, "level"),
        (r#"{"points": {}, "answer_seconds": -1}"#, "answer_seconds"),
        (r#"{"points": {}, "colour": "red"}"#, "colour"),
    ] {
        home.run_with(&["bank", "rate", "own/q", "--ticks", "-"], wrong).fails(1, &[told]);
    }
}
