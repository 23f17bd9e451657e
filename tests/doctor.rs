//! What `doctor` says of the things that keep a history safe: rights, room, clock, copies, and the way back.

mod common;

use std::fs;
use std::path::PathBuf;

use common::{Home, text};
use serde_json::{Value, json};

/// One rated answer: four records with the drill around it.
const ONE: &str = "t\nAn answer.\n.\n3\nh\nh\nn\n3\nq\n";

fn practised() -> Home {
    let home = Home::with_mini();
    home.run_with(&["drill", "--plain", "--bank", "mini"], ONE).works();
    home
}

/// The findings about one thing, each with whether it is well, and the exit code.
fn findings(home: &Home, what: &str) -> (Vec<(bool, String)>, Option<i32>) {
    let ran = home.run(&["doctor", "--json"]);
    let all: Vec<Value> = serde_json::from_str(&ran.out()).expect("JSON");
    let about = all.iter().filter(|finding| finding["what"] == what);
    let found = about.map(|finding| (finding["ok"] == true, finding["found"].as_str().expect("words").to_owned()));
    (found.collect(), ran.code())
}

/// `doctor` fails, and something wrong about this says all of these words.
#[track_caller]
fn is_wrong(home: &Home, what: &str, words: &[&str]) {
    let (found, code) = findings(home, what);
    assert_eq!(code, Some(1), "{found:?}");
    let says = |said: &str| words.iter().all(|word| said.contains(word));
    assert!(found.iter().any(|(ok, said)| !ok && says(said)), "{words:?} in {found:?}");
}

/// Nothing about this is wrong, and one finding says all of these words.
#[track_caller]
fn is_well(home: &Home, what: &str, words: &[&str]) {
    let (found, _) = findings(home, what);
    assert!(found.iter().all(|(ok, _)| *ok), "{found:?}");
    assert!(found.iter().any(|(_, said)| words.iter().all(|word| said.contains(word))), "{words:?} in {found:?}");
}

/// The one copy that a session left.
fn copy(home: &Home) -> PathBuf {
    let there = fs::read_dir(home.path("state/backups")).expect("listed").map(|copy| copy.expect("one").path());
    let is_copy = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "sqlite");
    let copies: Vec<PathBuf> = there.filter(is_copy).collect();
    assert_eq!(copies.len(), 1, "{copies:?}");
    copies[0].clone()
}

#[test]
fn where_everything_is_stored_is_named() {
    let home = practised();
    for (what, below) in [
        ("settings folder", "config"),
        ("data folder", "data"),
        ("cache folder", "cache"),
        ("state folder", "state"),
        ("history", "data/history.sqlite"),
        ("copies", "state/backups"),
        ("known", "state"),
    ] {
        is_well(&home, what, &[&text(&home.path(below))]);
    }
}

#[test]
fn the_age_of_the_newest_copy_and_a_restore_that_was_tried_are_told() {
    let home = practised();
    is_well(&home, "copies", &["1 file", "the newest 0 minutes old", "4 records"]);
    is_well(&home, "restore", &["tried just now", "without touching anything", "4 records would be back"]);
    let now = chrono::Utc::now();
    for (age, said) in [
        (chrono::TimeDelta::minutes(90), "the newest 1 hour old"),
        (chrono::TimeDelta::hours(50), "the newest 2 days old"),
    ] {
        let name = format!("history-{}-4.sqlite", (now - age).format("%Y-%m-%dT%H%M%SZ"));
        let there = copy(&home);
        fs::rename(&there, there.with_file_name(name)).expect("renamed");
        is_well(&home, "copies", &[said]);
    }
    // A copy that is damaged brings nothing back, and that is found out before it is needed.
    let there = copy(&home);
    let mut bytes = fs::read(&there).expect("read");
    let middle = bytes.len() / 2;
    bytes[4096..middle].fill(0xa5);
    fs::write(&there, bytes).expect("written");
    is_wrong(&home, "restore", &["damaged"]);
}

#[cfg(unix)]
#[test]
fn what_others_can_read_is_named_with_the_remedy() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = practised();
    let open = |path: &PathBuf, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("set");
    let history = home.path("data/history.sqlite");
    open(&history, 0o644);
    is_wrong(&home, "history", &["can be read by others", "chmod 600"]);
    open(&history, 0o600);
    is_well(&home, "history", &["no damage found"]);
    for folder in ["data/drafts", "state/backups"] {
        let folder = home.path(folder);
        fs::create_dir_all(&folder).expect("there");
        open(&folder, 0o755);
        is_wrong(&home, "privacy", &[&text(&folder), "chmod 700"]);
        open(&folder, 0o700);
    }
    assert_eq!(findings(&home, "privacy").0, []);
    // Where a file stands in the place of a folder, nothing can be written.
    fs::remove_dir_all(home.path("cache")).expect("removed");
    home.write("cache", "");
    is_wrong(&home, "cache folder", &["is no folder", "move it away"]);
}

#[test]
fn records_from_the_future_are_counted_and_the_clock_is_doubted() {
    let home = practised();
    is_well(&home, "clock", &["practice day"]);
    let at = |hours| (chrono::Local::now() + chrono::TimeDelta::hours(hours)).to_rfc3339();
    let line = |id: &str, hours| {
        let record = json!({"id": id, "type": "attempt", "at": at(hours), "question": "mini/one", "revision": 1,
            "mode": "drill", "medium": "typed", "text": "An answer.", "seconds": {"think": 1, "answer": 9, "paused": 0},
            "target_seconds": 60, "hints": 0, "gave_up": false});
        format!("{record}\n")
    };
    // Clocks of two machines may differ by a time zone and some more.
    home.run_with(&["history", "import", "-"], line("soon", 20)).works();
    is_well(&home, "clock", &["practice day"]);
    home.run_with(&["history", "import", "-"], line("late", 50)).works();
    is_wrong(&home, "clock", &["1 record is from the future", "set it right"]);
    home.run_with(&["history", "import", "-"], line("later", 60)).works();
    is_wrong(&home, "clock", &["2 records are from the future"]);
}

#[cfg(unix)]
#[test]
fn the_room_on_the_disk_is_told() {
    let home = practised();
    for folder in ["data", "state"] {
        is_well(&home, "space", &["free for", &text(&home.path(folder))]);
    }
}
