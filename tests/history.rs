//! A history that is lost, damaged or exchanged: it is noticed, said with what can be done, and comes back.

mod common;

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use common::{Home, Ran, of_type, records, text};
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use serde_json::{Value, json};

const DRILL: [&str; 4] = ["drill", "--plain", "--bank", "mini"];

/// One rated answer: four records with the drill around it.
const ONE: &str = "t\nAn answer.\n.\n3\nh\nh\nn\n3\nq\n";

fn practised() -> Home {
    let home = Home::with_mini();
    home.run_with(&DRILL, ONE).works();
    home
}

fn file(home: &Home) -> PathBuf {
    home.path("data/history.sqlite")
}

/// As many rated answers, one a minute.
fn lines(attempts: usize) -> String {
    named_lines("a", attempts)
}

/// The same under other names.
fn named_lines(name: &str, attempts: usize) -> String {
    let line = |number: usize| {
        let at = format!("2026-11-01T{:02}:{:02}:00+01:00", 8 + number / 60, number % 60);
        let attempt = json!({"id": format!("{name}{number}"), "type": "attempt", "at": at, "question": "mini/one", "revision": 1,
            "mode": "drill", "medium": "typed", "text": "An answer. ".repeat(20), "seconds": {"think": 1, "answer": 9, "paused": 0},
            "target_seconds": 60, "hints": 0, "gave_up": false});
        let judgement = json!({"id": format!("{name}{number}-j"), "type": "judgement", "at": at, "attempt": format!("{name}{number}"),
            "question": "mini/one", "rating": 3, "scheduled": true, "points": {}, "mistakes": [], "score": 0.75});
        format!("{attempt}\n{judgement}\n")
    };
    (0..attempts).map(line).collect()
}

fn filled(attempts: usize) -> Home {
    let home = Home::with_mini();
    home.run_with(&["history", "import", "-"], lines(attempts)).works();
    home
}

fn export(home: &Home) -> String {
    home.run(&["history", "export"]).works().out()
}

fn remove(home: &Home) {
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(home.path(&format!("data/history.sqlite{suffix}")));
    }
}

#[test]
fn on_the_first_evening_it_is_not_wrong_that_there_is_no_copy_yet() {
    let home = Home::with_mini();
    home.run_with(&["drill", "--plain", "--question", "mini/one"], "x\nm\nm\nn\nn\n\n\n").works();
    std::fs::remove_dir_all(home.path("state/backups")).expect("the copies of the first session");
    let doctor = home.run(&["doctor"]);
    assert!(doctor.out().contains("none yet; one is made in"), "{}", doctor.out());
    assert!(!doctor.out().contains("WRONG"), "{}", doctor.out());
}

/// `doctor` fails and says this of the history.
#[track_caller]
fn doctor_says(home: &Home, words: &str) {
    let doctor = home.run(&["doctor"]);
    assert_eq!(doctor.code(), Some(1), "{doctor:?}");
    let out = doctor.out();
    assert!(out.lines().any(|line| line.starts_with("WRONG  history") && line.contains(words)), "{words:?} in {out}");
}

#[test]
fn a_new_user_is_told_nothing_and_neither_is_one_who_lost_nothing() {
    let home = Home::with_mini();
    for _ in 0..2 {
        assert_eq!(home.run(&["history", "list"]).works().err(), "");
        assert_eq!(home.run(&["doctor"]).code(), Some(0));
    }
    let home = practised();
    assert_eq!(home.run(&["history", "list"]).works().err(), "");
    let doctor = home.run(&["doctor"]).works().out();
    assert!(doctor.contains("4 records would be back") && doctor.contains("the newest 0 minutes old"), "{doctor}");
}

#[test]
fn a_deleted_history_or_folder_is_back_with_one_command() {
    for whole_folder in [false, true] {
        let home = practised();
        let before = export(&home);
        if whole_folder {
            fs::remove_dir_all(home.path("data")).expect("removed");
        } else {
            remove(&home);
        }
        doctor_says(&home, "4 records is gone");
        let told = home.run(&["history", "list"]).works().err();
        assert!(told.contains("is gone") && told.contains("hotseat history restore"), "{told}");
        home.run(&["history", "restore"]).works();
        assert_eq!(export(&home), before);
        assert_eq!(home.run(&["history", "list"]).works().err(), "");
        // And practising goes on, with the questions.
        home.run_with(&DRILL, ONE).works();
        assert_eq!(records(&home).len(), 8);
        assert_eq!(home.run(&["doctor"]).code(), Some(0));
    }
}

#[test]
fn a_restore_says_how_many_come_back_and_how_many_are_in_no_copy() {
    let home = practised();
    home.run_with(&DRILL, ONE).works();
    let copies = fs::read_dir(home.path("state/backups")).expect("listed").map(|copy| copy.expect("an entry").path());
    let newest = copies.filter(|copy| copy.to_string_lossy().ends_with("-8.sqlite"));
    newest.for_each(|copy| fs::remove_file(copy).expect("removed"));
    alter(&file(&home), "DELETE FROM record WHERE rowid > 3");
    let told = home.run(&["history", "list"]).works().err();
    assert!(told.contains("had 8 records, and has only 3 now"), "{told}");
    assert!(told.contains("brings back 1 more from the copy of") && told.contains(", and 4 are in no copy"), "{told}");
    let told = home.run(&["history", "restore"]).works().err();
    assert!(told.contains("It had 8 records before: 4 of them are in no copy."), "{told}");
    assert_eq!(records(&home).len(), 4);
    assert_eq!(home.run(&["history", "list"]).works().err(), "", "it is said once");
}

#[test]
fn what_was_answered_after_a_loss_is_kept_by_the_restore() {
    let home = practised();
    remove(&home);
    let drill = home.run_with(&DRILL, ONE);
    assert!(drill.works().err().contains("is gone"), "{drill:?}");
    doctor_says(&home, "4 records was replaced by another");
    home.run(&["history", "restore"]).works();
    assert_eq!(of_type(&records(&home), "attempt").len(), 2);
    // It is not told any more, and the copies of before are rotated like others.
    assert_eq!(home.run_with(&DRILL, ONE).works().err(), "");
    assert!(!home.run(&["history", "restore", "--list"]).works().out().contains("lost later"));
}

#[test]
fn every_kind_of_loss_is_noticed_and_comes_back() {
    type Damage = fn(&Path);
    let damage: [(&str, Damage, &str); 8] = [
        ("emptied", |file| fs::write(file, "").expect("written"), "was emptied"),
        ("cut", |file| cut(file, 50_000), "too early"),
        ("zeroed", |file| fs::write(file, vec![0; 200_000]).expect("written"), "is damaged"),
        ("text", |file| fs::write(file, "text ".repeat(2_000)).expect("written"), "is damaged"),
        ("rows", |file| alter(file, "DELETE FROM record WHERE rowid > 100"), "has only 100"),
        ("table", |file| alter(file, "DROP TABLE record"), "table of records is gone"),
        ("exchanged", |file| exchange(file), "replaced by another"),
        ("middle", |file| scribble(file), "is damaged"),
    ];
    for (name, damage, words) in damage {
        let home = filled(300);
        let before = export(&home);
        damage(&file(&home));
        doctor_says(&home, words);
        let restored = home.run(&["history", "restore"]);
        assert_eq!(restored.code(), Some(0), "{name}: {restored:?}");
        let after = export(&home);
        for line in before.lines() {
            assert!(after.contains(line), "{name}: {line}");
        }
        assert_eq!(home.run(&["doctor"]).code(), Some(0), "{name}");
        assert_eq!(home.run(&["history", "list", "--limit", "1"]).works().err(), "", "{name}");
        assert!(home.path("data/replaced").exists(), "{name}: what was there is set aside");
    }
}

fn cut(file: &Path, length: u64) {
    fs::File::options().write(true).open(file).expect("there").set_len(length).expect("cut");
}

fn alter(file: &Path, sql: &str) {
    Connection::open(file).and_then(|conn| conn.execute_batch(sql)).expect("altered");
}

fn scribble(file: &Path) {
    let mut bytes = fs::read(file).expect("read");
    let middle = 4096 * (bytes.len() / 4096 / 2);
    bytes[middle..middle + 8192].fill(0xA5);
    fs::write(file, bytes).expect("written");
}

/// Another history, as full, in its place.
fn exchange(file: &Path) {
    let other = Home::with_mini();
    other.run_with(&["history", "import", "-"], named_lines("x", 301)).works();
    fs::copy(other.path("data/history.sqlite"), file).expect("exchanged");
}

#[test]
fn a_log_that_was_deleted_with_records_in_it_is_noticed() {
    let home = practised();
    // Somebody has it open, so the next answer stays in the log beside the file.
    let held = Connection::open(file(&home)).expect("opened");
    held.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).expect("set");
    held.query_row("SELECT count(*) FROM record", [], |row| row.get::<_, i64>(0)).expect("read");
    home.run_with(&DRILL, ONE).works();
    drop(held);
    fs::remove_file(home.path("data/history.sqlite-wal")).expect("records were in it");
    let _ = fs::remove_file(home.path("data/history.sqlite-shm"));
    doctor_says(&home, "had 8 records, and has only 4");
    home.run(&["history", "restore"]).works();
    assert_eq!(records(&home).len(), 8);
}

#[test]
fn a_fresh_start_on_purpose_is_said_once() {
    let home = practised();
    remove(&home);
    home.run(&["history", "restore", "--forget"]).works();
    assert_eq!(home.run(&["history", "list"]).works().err(), "");
    assert_eq!(home.run(&["doctor"]).code(), Some(0));
    // The copies are still there, and the old history is one of them for good.
    for number in 0..12 {
        home.run_with(&["history", "import", "-"], named_lines(&format!("n{number}-"), 5)).works();
    }
    let copies = home.json(&["history", "restore", "--list", "--json"]);
    let held: Vec<&Value> = copies.as_array().expect("rows").iter().filter(|copy| copy["forgotten"] == true).collect();
    assert_eq!((held.len(), &held[0]["records"]), (1, &json!(4)));
    // Not by another accident, only by its name.
    remove(&home);
    home.run(&["history", "restore"]).works();
    assert_eq!(of_type(&records(&home), "attempt").len(), 60);
    home.run(&["history", "restore", "--from", held[0]["file"].as_str().expect("a path")]).works();
    assert_eq!(of_type(&records(&home), "attempt").len(), 61);
}

#[test]
fn a_history_in_which_nothing_is_missing_stays_as_it_is() {
    let home = practised();
    let before = fs::read(file(&home)).expect("read");
    let said = home.run(&["history", "restore"]).works().err();
    assert!(said.contains("Nothing is missing"), "{said}");
    assert_eq!(fs::read(file(&home)).expect("read"), before);
    assert!(!home.path("data/replaced").exists());
    home.write("letter.txt", "dear");
    home.run(&["history", "restore", "--from", &text(&home.path("letter.txt"))])
        .fails(1, &["letter.txt", "nothing was changed"]);
    home.run(&["history", "restore", "--from", &text(&home.path("none"))]).fails(1, &["none"]);
    assert_eq!(fs::read(file(&home)).expect("read"), before);
    let empty = Home::new();
    empty.run(&["history", "restore"]).fails(1, &["no copy", "--from FILE"]);
}

#[test]
fn salvage_prints_what_an_import_reads_and_says_what_is_missing() {
    let home = filled(100);
    let whole = home.run(&["history", "salvage", &text(&file(&home))]);
    assert!(whole.works().err().contains("200 records read"), "{whole:?}");
    assert_eq!(whole.out(), export(&home));
    cut(&file(&home), fs::metadata(file(&home)).expect("there").len() / 2);
    let part = home.run(&["history", "salvage", &text(&file(&home))]);
    assert_eq!(part.code(), Some(1), "{part:?}");
    assert!(part.err().contains("it ends after page"), "{part:?}");
    let other = Home::with_mini();
    other.run_with(&["history", "import", "-"], part.out()).works();
    assert!(!records(&other).is_empty());
    home.run(&["history", "salvage", &text(&home.path("none"))]).fails(1, &["none"]);
}

/// A drill that waits for its next line.
struct Waiting {
    child: std::process::Child,
    out: BufReader<std::process::ChildStdout>,
}

impl Waiting {
    fn start(home: &Home) -> Self {
        let mut child = home.command(&DRILL).stdin(Stdio::piped()).spawn().expect("started");
        let out = BufReader::new(child.stdout.take().expect("piped"));
        Self { child, out }
    }

    fn say(&mut self, lines: &str) {
        self.child.stdin.as_mut().expect("piped").write_all(lines.as_bytes()).expect("written");
    }

    /// Reads until a line has this.
    fn wait_for(&mut self, words: &str) {
        let mut seen = String::new();
        while !seen.contains(words) {
            assert!(self.out.read_line(&mut seen).expect("text") > 0, "{words:?} never came: {seen}");
        }
    }

    /// Waits for its end, with its input open.
    fn end(mut self) -> Option<i32> {
        let _open = self.child.stdin.take();
        self.child.wait().expect("ended").code()
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_saved_into_a_file_that_was_deleted_or_replaced_while_open() {
    for replaced in [false, true] {
        let home = practised();
        let mut drill = Waiting::start(&home);
        drill.wait_for("Question 1");
        remove(&home);
        if replaced {
            home.run_with(&["history", "import", "-"], lines(1)).works();
        }
        drill.say("t\nKept all the same.\n.\n3\n");
        drill.wait_for(if replaced { "was replaced while it was open" } else { "was deleted while it was open" });
        drill.say("h\nh\nn\n3\nq\n");
        assert_eq!(drill.end(), Some(0));
        let all = records(&home);
        assert_eq!(of_type(&all, "attempt").len(), if replaced { 3 } else { 2 });
        assert!(of_type(&all, "attempt").iter().any(|attempt| attempt["text"] == "Kept all the same."));
        assert_eq!(home.run(&["doctor"]).code(), Some(0));
    }
}

#[cfg(unix)]
#[test]
fn a_signal_leaves_a_copy() {
    let home = practised();
    let mut drill = Waiting::start(&home);
    drill.wait_for("Question 1");
    drill.say("t\nBefore the signal.\n.\n3\nh\nh\nn\n3\n");
    drill.wait_for("comes back");
    let pid = i32::try_from(drill.child.id()).ok().and_then(rustix::process::Pid::from_raw).expect("a process");
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).expect("sent");
    assert_eq!(drill.end(), Some(143));
    let before = export(&home);
    fs::remove_dir_all(home.path("data")).expect("removed");
    home.run(&["history", "restore"]).works();
    assert_eq!(export(&home), before);
}

/// Runs it with a limit on the size of files, in blocks of 512 bytes, which stands for a disk that is full at that byte.
#[cfg(unix)]
fn limited(home: &Home, args: &[&str], blocks: usize, input: &str) -> Ran {
    let hotseat = home.command(args);
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"")).arg("sh");
    command.arg(hotseat.get_program()).args(args).env("HOTSEAT_HOME", home.path(""));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("started");
    // It may have ended before it read everything.
    let _ = child.stdin.take().expect("piped").write_all(input.as_bytes());
    Ran(child.wait_with_output().expect("ended"))
}

#[cfg(unix)]
#[test]
fn a_restore_may_fail_at_any_block_and_loses_nothing() {
    let home = filled(60);
    let before = export(&home);
    remove(&home);
    home.run_with(&["history", "import", "-"], named_lines("new", 1)).works();
    let small = export(&home);
    let mut failed = 0;
    for blocks in (0..).step_by(16) {
        let ran = limited(&home, &["history", "restore"], blocks, "");
        if ran.code() == Some(0) {
            break;
        }
        failed += 1;
        assert_eq!(ran.code(), Some(1), "{ran:?}");
        assert!(!ran.err().contains("panicked"), "{ran:?}");
        assert_eq!(export(&home), small, "{blocks}: as before");
        let left = fs::read_dir(home.path("data")).expect("listed").filter_map(Result::ok);
        assert_eq!(left.filter(|entry| entry.file_name().to_string_lossy().starts_with(".hotseat")).count(), 0);
    }
    assert!(failed > 5, "{failed}");
    let after = export(&home);
    assert!(before.lines().chain(small.lines()).all(|line| after.contains(line)));
}

#[cfg(unix)]
#[test]
fn a_copy_may_fail_at_any_block_and_leaves_whole_copies_only() {
    let home = filled(60);
    let one_more = named_lines("new", 1);
    let mut failed = 0;
    for blocks in (0..).step_by(16) {
        let ran = limited(&home, &["history", "backup", &text(&home.path("copy.sqlite"))], blocks, "");
        if ran.code() == Some(0) {
            break;
        }
        failed += 1;
        assert!(ran.err().starts_with("hotseat: ") && !ran.err().contains("panicked"), "{ran:?}");
        assert!(!home.path("copy.sqlite").exists(), "{blocks}");
    }
    assert!(failed > 5, "{failed}");
    home.run_with(&["history", "import", "-"], one_more).works();
    for copy in home.json(&["history", "restore", "--list", "--json"]).as_array().expect("rows") {
        let salvaged = home.run(&["history", "salvage", copy["file"].as_str().expect("a path")]);
        salvaged.works();
        assert_eq!(salvaged.out().lines().count() as u64, copy["records"].as_u64().expect("a number"));
    }
}

/// The blocks of a page that a reader would type: each command, and what it is said to answer. A comment that begins with
/// `run:` prepares the next block.
fn console(page: &str) -> Vec<(String, Vec<String>)> {
    let mut commands: Vec<(String, Vec<String>)> = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if let Some(hidden) = line.strip_prefix("<!-- run: ").and_then(|rest| rest.strip_suffix(" -->")) {
            commands.push((hidden.to_owned(), Vec::new()));
        } else if inside {
            match line.strip_prefix("$ ") {
                Some(command) => commands.push((command.to_owned(), Vec::new())),
                None => commands.last_mut().expect("a command first").1.push(line.to_owned()),
            }
        }
    }
    commands
}

/// Whether a text is as a pattern says in which `…` stands for anything.
fn is_as(text: &str, pattern: &str) -> bool {
    let parts: Vec<&str> = pattern.split('…').collect();
    let (first, last) = (parts[0], parts[parts.len() - 1]);
    if parts.len() == 1 {
        return text == pattern;
    }
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    for part in &parts[1..parts.len() - 1] {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(target_os = "linux")]
#[test]
fn the_page_about_backups_is_so_word_by_word() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/backup.md")).expect("the page");
    let home = tempfile::tempdir().expect("a folder");
    let folder = Path::new(env!("CARGO_BIN_EXE_hotseat")).parent().expect("a folder");
    let shell = |command: &str| {
        let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default());
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(format!("exec 2>&1; {command}")).env("HOME", home.path()).env("PATH", path);
        for name in ["HOTSEAT_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
            shell.env_remove(name);
        }
        shell.stdin(Stdio::null()).output().expect("a shell")
    };
    // A user of some evenings, with a bank.
    fs::write(home.path().join("log.jsonl"), lines(300)).expect("written");
    fs::create_dir_all(home.path().join(".local/share/hotseat/banks")).expect("made");
    fs::write(home.path().join(".local/share/hotseat/banks/mini.json"), common::MINI).expect("written");
    assert!(shell("hotseat history import ~/log.jsonl && rm ~/log.jsonl").status.success());
    let commands = console(&page);
    assert!(commands.len() > 15, "{}", commands.len());
    for (command, said) in commands {
        let ran = shell(&command);
        let out = String::from_utf8(ran.stdout).expect("text");
        let (out, said) = (out.trim_end(), said.join("\n"));
        assert!(is_as(out, &said), "$ {command}\n{out}\n--- but the page says\n{said}");
    }
}

#[test]
fn a_drill_in_the_middle_comes_back_with_the_data_folder_or_is_told_of() {
    let two = ["drill", "--plain", "--bank", "mini", "--count", "2"];
    // Rated, gone on from, and left before the second answer.
    let one_and_left = "t\nAn answer.\n.\n3\nh\nh\nn\n3\n\nq\n";
    let home = Home::with_mini();
    home.run_with(&two, one_and_left).works();
    fs::remove_dir_all(home.path("data")).expect("removed");
    let told = home.run(&["history", "restore"]).works().err();
    assert!(told.contains("What was in progress at the last copy is back"), "{told}");
    let again = home.run_with(&two, "l\n").out();
    assert!(again.contains("A drill was left in the middle"), "{again}");
    // After a crash there may be no copy of it.
    let home = Home::with_mini();
    home.run_with(&two, one_and_left).works();
    fs::remove_dir_all(home.path("data")).expect("removed");
    fs::remove_dir_all(home.path("state/backups/drafts")).expect("removed");
    let told = home.run(&["history", "restore"]).works().err();
    assert!(told.contains("cannot be gone on with: 1 of its 2 questions was answered"), "{told}");
    assert!(!told.contains("What was in progress"), "{told}");
    // Where only the history is lost, what was in progress is there.
    let home = Home::with_mini();
    home.run_with(&two, one_and_left).works();
    remove(&home);
    let told = home.run(&["history", "restore"]).works().err();
    assert!(!told.contains("cannot be gone on with"), "{told}");
    let again = home.run_with(&two, "l\n").out();
    assert!(again.contains("A drill was left in the middle"), "{again}");
}

#[test]
fn a_queue_of_a_lost_history_says_that_it_is_one() {
    let home = practised();
    remove(&home);
    let ran = home.run(&["queue"]);
    let queue = ran.works();
    assert!(queue.err().contains("is gone") && queue.err().contains("hotseat history restore"), "{queue:?}");
    let queue = home.run(&["queue", "--json"]).works().out();
    let queue: serde_json::Value = serde_json::from_str(&queue).expect("JSON");
    assert!(queue["missing"].as_str().is_some_and(|words| words.contains("hotseat history restore")), "{queue}");
    home.run(&["history", "restore"]).works();
    assert!(home.json(&["queue", "--json"])["missing"].is_null());
}
