//! Several machines and one folder, with the real program.

mod common;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use common::{Home, Ran, records, text};
use hotseat::config::Paths;
use hotseat::history::History;
use hotseat::history::sync::{Line, MachineId, Register, Segment};
use hotseat::history::testing::{Counting, attempt, judgement, undo};
use rand::{RngExt as _, SeedableRng as _};

/// An answer to the first question that fits, rated.
const ANSWERED: &str = "t\nAn answer.\n.\n3\nh\nh\nn\n3\nq\n";

/// Machines with the same settings and a folder that they share.
struct Machines {
    homes: Vec<Home>,
    shared: PathBuf,
    _folder: tempfile::TempDir,
}

impl Machines {
    fn new(count: usize) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let shared = folder.path().join("shared folder");
        fs::create_dir(&shared).expect("created");
        let homes = (0..count).map(|_| Home::new()).collect::<Vec<_>>();
        for home in &homes {
            home.write("config/config.toml", format!("fuzz = false\nsync = {:?}\n", text(&shared)));
        }
        Self { homes, shared, _folder: folder }
    }

    fn sync(&self, machine: usize) -> Ran {
        let ran = self.homes[machine].run(&["sync"]);
        ran.works();
        ran
    }

    /// Everybody syncs until nothing is new.
    fn settle(&self) {
        for _ in 0..2 {
            (0..self.homes.len()).for_each(|machine| drop(self.sync(machine)));
        }
    }

    fn files(&self) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> =
            fs::read_dir(&self.shared).expect("listed").map(|entry| entry.expect("an entry").path()).collect();
        files.sort();
        files
    }

    /// All have the same log, and remember the same.
    fn agree(&self) {
        let printed = |home: &Home, args: &[&str]| home.run(args).works().out();
        let first = &self.homes[0];
        for home in &self.homes {
            assert_eq!(printed(home, &["history", "export"]), printed(first, &["history", "export"]));
            assert_eq!(printed(home, &["queue", "--json"]), printed(first, &["queue", "--json"]));
            home.run(&["memory", "rebuild", "--check"]).works();
        }
    }

    fn bank(&self, machine: usize) -> serde_json::Value {
        let bank = fs::read(self.homes[machine].path("data/banks/mini.json")).expect("there");
        serde_json::from_slice(&bank).expect("JSON")
    }

    fn kept(&self, machine: usize) -> Vec<String> {
        let entries = fs::read_dir(self.homes[machine].path("data/sync/kept")).into_iter().flatten();
        entries.map(|entry| fs::read_to_string(entry.expect("an entry").path()).expect("text")).collect()
    }

    fn edit_bank(&self, machine: usize, from: &str, to: &str) {
        let path = self.homes[machine].path("data/banks/mini.json");
        let bank = fs::read_to_string(&path).expect("there");
        assert!(bank.contains(from), "{bank}");
        fs::write(path, bank.replace(from, to)).expect("written");
    }
}

#[test]
fn practice_here_and_there_is_one_history() {
    let machines = Machines::new(3);
    machines.homes[0].write("data/banks/mini.json", common::MINI);
    machines.sync(0);
    assert!(machines.sync(1).out().contains("1 bank file changed"));
    // Syncs by itself before and after.
    for machine in [0, 1] {
        machines.homes[machine].run_with(&["drill", "--plain", "--bank", "mini", "--count", "1"], ANSWERED).works();
    }
    let status = machines.homes[2].json(&["sync", "--status", "--json"]);
    assert_eq!(
        (status["unsent"].as_u64(), status["machines"].as_array().map(Vec::len)),
        (Some(0), Some(2)),
        "{status}"
    );
    assert!(status["unseen"].as_u64() > Some(4), "{status}");
    assert!(machines.sync(2).out().contains("records taken in"));
    machines.settle();
    machines.agree();
    assert_eq!(common::of_type(&records(&machines.homes[2]), "judgement").len(), 2);
    assert_eq!(machines.sync(2).out(), "Synced: all is the same here and there.\n");
}

#[test]
fn the_target_of_the_last_change_holds_everywhere_and_all_else_stays() {
    let machines = Machines::new(2);
    let config = |machine: usize| machines.homes[machine].path("config/config.toml");
    let add = |machine: usize, text: &str| {
        let mut file = fs::File::options().append(true).open(config(machine)).expect("there");
        file.write_all(text.as_bytes()).expect("written");
    };
    add(0, "theme = \"light\" # mine\n[target]\nlevel = \"staff\"\ndate = \"2030-12-14\"\n");
    machines.sync(0);
    let said = machines.sync(1);
    assert!(said.err().contains("The level is now staff; it was senior."), "{said:?}");
    assert!(said.err().contains("The date of the interview is now 2030-12-14; it was not set."), "{said:?}");
    let there = fs::read_to_string(config(1)).expect("read");
    assert!(there.contains("fuzz = false") && !there.contains("theme"), "{there}");
    // A clock that is years slow: the change was made in knowledge of the other one, and holds.
    let changed = there.replace("2030-12-14", "2031-01-07");
    fs::write(config(1), changed).expect("written");
    let past = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1);
    fs::File::options().write(true).open(config(1)).and_then(|file| file.set_modified(past)).expect("set back");
    machines.sync(1);
    machines.sync(0);
    let here = fs::read_to_string(config(0)).expect("read");
    assert!(here.contains("2031-01-07") && here.contains("theme = \"light\" # mine"), "{here}");
    // Settings that were moved away are no wish for the defaults.
    fs::write(config(1), format!("sync = {:?}\n", text(&machines.shared))).expect("written");
    fs::remove_file(config(0)).expect("moved away");
    machines.homes[0].run(&["sync", &text(&machines.shared)]).works();
    assert!(fs::read_to_string(config(0)).expect("made anew").contains("2031-01-07"));
}

#[test]
fn a_question_changed_on_two_machines_loses_neither_version() {
    let machines = Machines::new(3);
    machines.homes[0].write("data/banks/mini.json", common::MINI);
    machines.homes[2].write("data/banks/mini.json", common::MINI);
    machines.settle();
    assert!((0..3).all(|machine| machines.kept(machine).is_empty()), "the same bank on two machines is no conflict");
    machines.edit_bank(0, "First of three?", "First from A?");
    machines.edit_bank(0, "Third of three?", "Third from A?");
    machines.edit_bank(1, "First of three?", "First from B?");
    machines.edit_bank(1, "Second of three?", "Second from B?");
    machines.settle();
    let bank = machines.bank(0);
    assert!((1..3).all(|machine| machines.bank(machine) == bank));
    let prompts: Vec<&str> = (0..3).filter_map(|i| bank["questions"][i]["prompt"].as_str()).collect();
    assert_eq!(prompts[1..], ["Second from B?", "Third from A?"]);
    let lost = if prompts[0] == "First from A?" { "First from B?" } else { "First from A?" };
    let kept: Vec<String> = (0..3).flat_map(|machine| machines.kept(machine)).collect();
    assert!(kept.iter().any(|kept| kept.contains(lost)), "{kept:?}");
}

#[test]
fn both_machines_are_told_of_a_question_that_was_changed_on_both() {
    let machines = Machines::new(2);
    machines.homes[0].write("data/banks/mini.json", common::MINI);
    machines.settle();
    machines.edit_bank(0, "First of three?", "First from A?");
    assert_eq!(machines.sync(0).err(), "");
    machines.edit_bank(1, "First of three?", "First from B?");
    let later = std::time::SystemTime::now() + Duration::from_mins(1);
    let bank = machines.homes[1].path("data/banks/mini.json");
    fs::File::options().append(true).open(&bank).and_then(|file| file.set_modified(later)).expect("set");
    for machine in [1, 0] {
        let told = machines.sync(machine);
        assert!(told.err().contains("A question was changed on two machines"), "{machine}: {told:?}");
        let kept = text(&machines.homes[machine].path("data/sync/kept"));
        assert!(told.err().contains(&kept), "{machine}: {told:?}");
        assert!(machines.kept(machine).iter().any(|kept| kept.contains("First from A?")), "{machine}");
        assert_eq!(machines.bank(machine)["questions"][0]["prompt"], "First from B?");
    }
    // It is said once; and who changes what came from there has seen it.
    machines.edit_bank(0, "First from B?", "First from both?");
    for machine in [0, 1, 0] {
        assert_eq!(machines.sync(machine).err(), "", "{machine}");
    }
    assert_eq!(machines.bank(1)["questions"][0]["prompt"], "First from both?");
}

#[test]
fn notes_on_an_import_are_no_bank_file() {
    let machines = Machines::new(2);
    machines.homes[0].write("list.md", "# Storage\n\n## What is a log?\n\n- A file\n");
    let list = text(&machines.homes[0].path("list.md"));
    machines.homes[0].run(&["bank", "import", &list, "--into", "team"]).works();
    machines.sync(0);
    assert!(machines.sync(1).out().contains("1 bank file changed"));
    assert!(machines.homes[1].path("data/banks/.imported").exists(), "they come along");
}

#[test]
fn what_a_sync_takes_in_is_in_a_copy() {
    let machines = Machines::new(2);
    machines.homes[0].write("data/banks/mini.json", common::MINI);
    machines.homes[0].run_with(&["drill", "--plain", "--bank", "mini", "--count", "1"], ANSWERED).works();
    machines.sync(1);
    let all = records(&machines.homes[1]);
    assert!(!all.is_empty());
    fs::remove_dir_all(machines.homes[1].path("data")).expect("removed");
    let told = machines.homes[1].run(&["history", "list"]).works().err();
    assert!(told.contains(&format!("the history with {} records is gone", all.len())), "{told}");
    machines.homes[1].run(&["history", "restore"]).works();
    assert_eq!(records(&machines.homes[1]), all);
}

#[test]
fn what_is_taken_away_goes_everywhere_and_a_lost_folder_comes_back() {
    let machines = Machines::new(2);
    machines.homes[0].write("data/banks/mini.json", common::MINI);
    machines.homes[0].write("data/banks/more.json", r#"{"bank": "more", "questions": [{"id": "x", "prompt": "X?"}]}"#);
    machines.settle();
    let bank: serde_json::Value = serde_json::from_str(common::MINI).expect("JSON");
    let less = serde_json::json!({"bank": "mini", "topic": "three", "questions": [bank["questions"][2], bank["questions"][0]]});
    machines.homes[0].write("data/banks/mini.json", less.to_string());
    machines.settle();
    assert_eq!(machines.bank(1), less, "the order too");
    assert!(machines.kept(1).iter().any(|kept| kept.contains("Second of three?")));
    let more = |machine: usize| machines.homes[machine].path("data/banks/more.json");
    fs::remove_file(more(1)).expect("removed");
    machines.settle();
    assert!(!more(0).exists() && machines.kept(0).iter().any(|kept| kept.contains("X?")));
    fs::remove_dir_all(machines.homes[1].path("data/banks")).expect("lost");
    machines.settle();
    assert_eq!((machines.bank(0), machines.bank(1)), (less.clone(), less));
    // A file that cannot be understood stays as it is until it is mended.
    machines.homes[1].write("data/banks/mini.json", "{");
    assert!(machines.sync(1).err().contains("mini.json is left out for now"));
    assert_eq!(fs::read_to_string(machines.homes[1].path("data/banks/mini.json")).expect("there"), "{");
    assert_eq!(machines.bank(0)["questions"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_folder_that_is_not_there_is_told_and_keeps_nobody_from_practising() {
    let machines = Machines::new(1);
    machines.homes[0].write("data/banks/mini.json", common::MINI);
    fs::remove_dir(&machines.shared).expect("removed");
    let ran = machines.homes[0].run_with(&["drill", "--plain", "--bank", "mini", "--count", "1"], ANSWERED);
    ran.works();
    assert_eq!(ran.err().matches("Not synced: ").count(), 1, "{ran:?}");
    assert!(ran.err().contains("shared folder is not there; plug the disk in"), "{ran:?}");
    assert!(!machines.shared.exists(), "it is not made where a stick is missing");
    machines.homes[0].run(&["sync"]).fails(1, &["is not there", "create the folder"]);
    machines.homes[0].write("file", "");
    machines.homes[0].run(&["sync", &text(&machines.homes[0].path("file"))]).fails(1, &["is not a folder"]);
    Home::new().run(&["sync"]).fails(1, &["hotseat sync DIR", "sync = "]);
    fs::create_dir(&machines.shared).expect("plugged in");
    assert!(machines.sync(0).out().contains("records sent"));
}

#[test]
fn copies_and_halves_are_named_and_do_no_harm() {
    let machines = Machines::new(2);
    machines.homes[0].write("data/banks/mini.json", common::MINI);
    machines.homes[0].run_with(&["drill", "--plain", "--bank", "mini", "--count", "1"], ANSWERED).works();
    let file = machines.files().pop().expect("a file");
    let name = file.file_stem().and_then(|stem| stem.to_str()).expect("text").to_owned();
    let whole = fs::read(&file).expect("read");
    fs::write(file.with_file_name(format!("{name} (conflicted copy 2026-11-22).jsonl")), &whole).expect("copied");
    fs::write(file.with_file_name(format!("{name}.sync-conflict-20261122-ABC.jsonl")), &whole).expect("copied");
    fs::write(&file, &whole[..whole.len() - 7]).expect("cut");
    let status = machines.homes[1].json(&["sync", "--status", "--json"]);
    assert_eq!(status["copies"], 1, "{status}");
    let waits = status["waits"][0].as_str().expect("one");
    assert!(waits.contains(&name) && waits.contains("not whole"), "{waits}");
    machines.settle();
    machines.agree();
    // Nothing is left: it is written again.
    machines.files().iter().filter(|path| path.is_file()).for_each(|path| fs::remove_file(path).expect("removed"));
    machines.sync(1);
    let third = Home::new();
    third.run(&["sync", &text(&machines.shared)]).works();
    assert_eq!(records(&third), records(&machines.homes[0]));
}

#[test]
fn names_and_texts_from_the_folder_reach_neither_terminal_nor_other_folders() {
    let machines = Machines::new(1);
    let home = &machines.homes[0];
    let machine: MachineId = "aaaaaaaaaaaa".parse().expect("a machine");
    let value = Some("[\"\\u001b]0;owned\\u0007\"]".to_owned());
    let register = Register::change(value, 9_999_999_999_999, &machine, None);
    let keys =
        ["bank/../../out.json#question/x", "bank//etc/out.json#head/x", "target/tracks", "bank/a.json#question/x"];
    let lines = keys.map(|key| Line::Register { key: key.to_owned(), register: register.clone() });
    let segment = Segment { machine, sequence: 1, lines: lines.to_vec() }.encode();
    fs::write(machines.shared.join("hotseat-\u{1b}[31m.jsonl"), segment).expect("written");
    fs::write(machines.shared.join("hotseat-aaaaaaaaaaaa-\u{1b}[31m.jsonl"), "half").expect("written");
    let ran = machines.sync(0);
    let status = home.run(&["sync", "--status"]);
    for said in [ran.out(), ran.err(), status.out(), status.err()] {
        assert!(!said.contains(['\u{1b}', '\u{7}']), "{said:?}");
    }
    assert!(ran.err().contains("tracks of another machine"), "{ran:?}");
    assert!(!home.path("out.json").exists() && !home.path("data/out.json").exists());
    assert!(!home.path("data/banks/a.json").exists(), "what is no object is no question");
}

/// Sound of so many bytes, named by an answer.
fn recorded(home: &Home, name: &str, bytes: usize) {
    home.write(&format!("data/recordings/{name}.wav"), vec![7; bytes]);
    let line = serde_json::json!({"id": name, "question": "mini/one", "answered_at": "2026-11-22T13:00:00Z", "rating": 3,
        "medium": "spoken", "recording": format!("{name}.wav")});
    home.write("line.jsonl", line.to_string());
    home.run(&["history", "import", &text(&home.path("line.jsonl"))]).works();
}

#[test]
fn recordings_come_along_only_when_asked() {
    let machines = Machines::new(2);
    recorded(&machines.homes[0], "spoken-1", 5_000);
    let there = machines.homes[1].path("data/recordings/spoken-1.wav");
    let between = machines.shared.join("recordings/spoken-1.wav");
    machines.settle();
    assert!(!there.exists() && !between.exists());
    let with = |machine: usize| machines.homes[machine].run(&["sync", "--recordings"]);
    assert!(with(0).works().out().contains("1 recording sent"));
    let whole = fs::read(&between).expect("sent");
    fs::write(&between, &whole[..100]).expect("half copied");
    assert!(with(1).works().err().contains("not whole yet"));
    assert!(!there.exists());
    assert!(with(0).works().out().contains("1 recording sent"), "it is put there again");
    assert!(with(1).works().out().contains("1 recording taken in"));
    assert_eq!(fs::read(&there).expect("taken in"), whole);
    // Deleted there it does not come back; deleted here it goes from the folder, and stays there.
    fs::remove_file(&there).expect("deleted");
    with(1).works();
    assert!(!there.exists() && between.exists());
    fs::remove_file(machines.homes[0].path("data/recordings/spoken-1.wav")).expect("deleted");
    with(0).works();
    assert!(!between.exists());
}

/// Two hundred rounds on three machines are killed anywhere; all that was saved arrives once, everywhere.
#[test]
fn two_hundred_kills_lose_and_double_nothing() {
    let machines = Machines::new(3);
    let mut random = rand::rngs::StdRng::seed_from_u64(7);
    machines.homes[0].write("data/banks/mini.json", common::MINI);
    let mut histories: Vec<(History, Paths)> = Vec::new();
    for home in &machines.homes {
        let paths = Paths::find(Some(&home.path(""))).expect("below the folder");
        histories.push((History::open(&paths.history_file()).expect("opened"), paths));
    }
    let mut saved: Vec<String> = Vec::new();
    for round in 0..200_usize {
        let machine = random.random_range(0..3);
        for _ in 0..random.random_range(1..20) {
            let name = format!("r{}", saved.len());
            let hours = i64::try_from(saved.len() % 500).expect("small");
            let record = match (saved.len() % 5, saved.len().checked_sub(1).map(|last| &saved[last])) {
                (1 | 3, Some(last)) => judgement(&name, last, "mini/one", hours, 3),
                (4, Some(last)) => undo(&name, last, hours),
                _ => attempt(&name, "mini/one", hours),
            };
            histories[machine].0.append(&[record], &Counting).expect("saved");
            saved.push(name);
        }
        if round % 7 == 0 && machines.homes[machine].path("data/banks/mini.json").exists() {
            let path = machines.homes[machine].path("data/banks/mini.json");
            let bank = fs::read_to_string(&path).expect("whole");
            fs::write(path, bank.replacen("Says A", &format!("Says A{round}"), 1)).expect("written");
        }
        let mut child = machines.homes[machine].command(&["sync"]).spawn().expect("started");
        std::thread::sleep(Duration::from_millis(random.random_range(0..160)));
        child.kill().expect("killed, or over already");
        child.wait().expect("gone");
    }
    drop(histories);
    machines.settle();
    machines.agree();
    let there = records(&machines.homes[1]);
    assert_eq!(there.len(), saved.len());
    for (machine, home) in machines.homes.iter().enumerate() {
        let history = History::open(&home.path("data/history.sqlite")).expect("opened");
        history.check_file().expect("whole");
        assert_eq!(machines.bank(machine), machines.bank(0));
    }
    let visible = |path: &&PathBuf| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    for path in machines.files().iter().filter(visible) {
        assert!(is_whole(path), "{}", path.display());
    }
}

fn is_whole(path: &Path) -> bool {
    Segment::decode(&fs::read(path).expect("read")).is_ok()
}

/// A key as `age-keygen` writes it.
const KEY: &str = "# created: 2026-11-22T12:00:00Z\n\
    AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX\n";

/// What lies in the folder in the clear.
fn readable(machines: &Machines) -> Vec<PathBuf> {
    let secret = [&b"hotseat\":\"sync"[..], b"AGE-SECRET-KEY", b"First of three"];
    let shows = |path: &PathBuf| {
        let bytes = fs::read(path).expect("read");
        secret.iter().any(|secret| bytes.windows(secret.len()).any(|window| window == *secret))
    };
    machines.files().into_iter().filter(shows).collect()
}

#[test]
fn with_a_key_file_nothing_in_the_folder_can_be_read() {
    let machines = Machines::new(3);
    machines.homes[0].write("data/banks/mini.json", common::MINI);
    for machine in [0, 1] {
        let config = format!("sync = {:?}\nsync_key = \"my.key\"\n", text(&machines.shared));
        machines.homes[machine].write("config/config.toml", config);
        machines.homes[machine].run(&["sync"]).fails(1, &["my.key", "cannot be used"]);
        machines.homes[machine].write("config/my.key", "AGE-SECRET-KEY-1NONSENSE");
        let refused = machines.homes[machine].run(&["sync"]);
        refused.fails(1, &["my.key", "no key of age's"]);
        assert!(!refused.err().contains("NONSENSE"), "a secret is not printed");
        machines.homes[machine].write("config/my.key", KEY);
    }
    machines.homes[0].run_with(&["drill", "--plain", "--bank", "mini", "--count", "1"], ANSWERED).works();
    machines.sync(1);
    assert_eq!(records(&machines.homes[0]), records(&machines.homes[1]));
    assert_eq!(machines.bank(0), machines.bank(1));
    assert_eq!(readable(&machines), Vec::<PathBuf>::new());
    assert!(machines.files().iter().all(|path| path.extension().is_some_and(|extension| extension == "age")));
    // Whoever has no key must not spoil that.
    let before = machines.files();
    machines.homes[2].write("data/banks/mini.json", common::MINI);
    machines.homes[2].run(&["sync"]).fails(1, &["is encrypted", "sync_key"]);
    assert_eq!(machines.files(), before);
    // Half a file is seen in its locked state too.
    let file = &before[0];
    let whole = fs::read(file).expect("read");
    fs::write(file, &whole[..whole.len() - 1]).expect("cut");
    assert!(machines.sync(1).err().contains("not whole"));
}

#[test]
fn a_passphrase_locks_one_key_that_every_machine_unlocks_once() {
    let machines = Machines::new(3);
    let with = |machine: usize, passphrase: &str| {
        let mut command = machines.homes[machine].command(&["sync"]);
        Ran(command.env("HOTSEAT_SYNC_PASSPHRASE", passphrase).output().expect("started"))
    };
    machines.homes[0].write("data/banks/mini.json", common::MINI);
    with(0, "correct horse").works();
    with(1, "wrong horse").fails(1, &["passphrase", "opens none of the keys"]);
    with(1, "correct horse").works();
    assert_eq!(machines.bank(1), machines.bank(0));
    assert_eq!(readable(&machines), Vec::<PathBuf>::new());
    let keys = || machines.files().into_iter().filter(|path| path.to_string_lossy().contains("key-")).count();
    assert_eq!(keys(), 1);
    // The key is remembered, by its owner alone.
    assert!(machines.sync(1).out().contains("all is the same"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(machines.homes[1].path("data/sync/keys")).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    machines.homes[2].run(&["sync"]).fails(1, &["is encrypted", "sync_passphrase"]);
    #[cfg(unix)]
    {
        let config =
            format!("sync = {:?}\nsync_passphrase = \"printf 'correct horse\\\\n'\"\n", text(&machines.shared));
        machines.homes[2].write("config/config.toml", config);
        machines.sync(2);
        assert_eq!(machines.bank(2), machines.bank(0));
    }
    // A locked key that was lost is put there again by whoever has the passphrase.
    let lost = machines.files().into_iter().find(|path| path.to_string_lossy().contains("key-")).expect("one");
    fs::remove_file(lost).expect("removed");
    with(0, "correct horse").works();
    assert_eq!(keys(), 1);
}
