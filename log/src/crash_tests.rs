//! Crash tests: processes that are killed while they write, and two that write at once.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::testing::{Counting, attempt, draft, id, judgement};
use super::{AttemptFilter, DraftStore, History};

/// Environment variables that tell a child process which file to write to, under which name, and in which drafts
/// folder.
const FILE: &str = "HOTSEAT_TEST_CRASH_FILE";
const NAME: &str = "HOTSEAT_TEST_CRASH_NAME";
const DRAFTS: &str = "HOTSEAT_TEST_CRASH_DRAFTS";

/// Not a test in itself: the tests below run it in child processes and kill them.
#[test]
fn child_appends_until_it_is_killed() {
    let (Ok(file), Ok(name)) = (std::env::var(FILE), std::env::var(NAME)) else { return };
    let mut history = History::open(Path::new(&file)).expect("opened");
    let mut out = std::io::stdout();
    for number in 0..5_000 {
        let (attempt_id, judgement_id) = (format!("{name}-{number}"), format!("{name}-{number}-j"));
        history.append(&[attempt(&attempt_id, "b/q", number)], &Counting).expect("saved");
        writeln!(out, "saved {attempt_id}").expect("told");
        history.append(&[judgement(&judgement_id, &attempt_id, "b/q", number, 3)], &Counting).expect("saved");
        writeln!(out, "saved {judgement_id}").expect("told");
    }
}

/// The same as the child above, for drafts.
#[test]
fn child_drafts_until_it_is_killed() {
    let Ok(folder) = std::env::var(DRAFTS) else { return };
    let slot = DraftStore::new(Path::new(&folder)).claim(&id("one")).expect("claimed");
    let mut out = std::io::stdout();
    for number in 0..100_000 {
        slot.save(&draft("one", &"x".repeat(number))).expect("saved");
        writeln!(out, "saved {number}").expect("told");
    }
}

struct Killed(Child);

impl Killed {
    fn start(test: &str, variables: &[(&str, &str)]) -> Self {
        let child = Command::new(std::env::current_exe().expect("this program"))
            .args(["--exact", &format!("crash_tests::{test}"), "--nocapture", "--test-threads=1"])
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("started");
        Self(child)
    }

    /// Waits for `wanted` acknowledgements, kills the process, and returns all acknowledgements that it printed.
    fn kill_after(mut self, wanted: usize) -> Vec<String> {
        let out = self.0.stdout.take().expect("piped");
        let mut acknowledged = Vec::new();
        let mut lines = BufReader::new(out).lines();
        for line in lines.by_ref() {
            // The test runner prints its own text on the same line as the first one.
            if let Some((_, saved)) = line.expect("text").split_once("saved ") {
                acknowledged.push(saved.to_owned());
            }
            if acknowledged.len() == wanted {
                self.0.kill().expect("killed");
            }
        }
        self.0.wait().expect("gone");
        acknowledged
    }
}

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn kill_loses_no_acknowledged_record() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("history.sqlite");
    let mut total = 0;
    for round in 0..12 {
        let name = format!("round{round}");
        let variables = [(FILE, file.to_str().expect("text")), (NAME, name.as_str())];
        // Each round stops the writer at a different point of its work.
        let acknowledged = Killed::start("child_appends_until_it_is_killed", &variables).kill_after(1 + round * 7 % 31);
        assert!(!acknowledged.is_empty());
        total += acknowledged.len();
        let history = History::open(&file).expect("opens after a kill");
        for saved in &acknowledged {
            assert!(history.contains(&id(saved)).expect("read"), "round {round} lost {saved}");
        }
        assert!(history.check_rebuild(&Counting).expect("checked").is_empty());
        history.check_file().expect("whole");
    }
    assert!(total >= 100, "{total}");
}

#[test]
fn two_programs_write_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("history.sqlite");
    let children: Vec<Killed> = ["left", "right"]
        .map(|name| {
            let variables = [(FILE, file.to_str().expect("text")), (NAME, name)];
            Killed::start("child_appends_until_it_is_killed", &variables)
        })
        .into();
    let threads: Vec<_> = children.into_iter().map(|child| std::thread::spawn(move || child.kill_after(60))).collect();
    let acknowledged: Vec<String> = threads.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect();
    for name in ["left", "right"] {
        assert!(acknowledged.iter().filter(|saved| saved.starts_with(name)).count() >= 60);
    }
    let history = History::open(&file).expect("opened");
    for saved in &acknowledged {
        assert!(history.contains(&id(saved)).expect("read"), "lost {saved}");
    }
    assert!(history.check_rebuild(&Counting).expect("checked").is_empty());
    let attempts = history.attempts(&AttemptFilter::default()).expect("read");
    assert!(attempts.len() * 2 >= acknowledged.len());
}

#[test]
fn kill_leaves_a_whole_draft() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_str().expect("text");
    for round in 1..6 {
        let acknowledged = Killed::start("child_drafts_until_it_is_killed", &[(DRAFTS, path)]).kill_after(round * 9);
        let last: usize = acknowledged.last().expect("some").parse().expect("a number");
        let orphans = DraftStore::new(folder.path()).orphans::<crate::Draft>().expect("read");
        assert!(orphans.warnings.is_empty(), "{:?}", orphans.warnings);
        let length = orphans.drafts[0].text.len();
        assert!(length == last || length == last + 1, "acknowledged {last}, found {length}");
    }
}
