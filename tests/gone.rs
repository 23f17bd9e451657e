//! Answers to questions that no bank has any more: kept, listed, and never asked.

mod common;

use common::Home;
use hotseat::browse::State;
use hotseat::config::Paths;
use hotseat::engine::Engine;
use hotseat::moment::Clock;

const LOG: &str = concat!(
    r#"{"id":"k1","question":"mini/one","answered_at":"2026-11-01T12:00:00+01:00","rating":3,"text":"Still here"}"#,
    "\n",
    r#"{"id":"k2","question":"mini/was-once","answered_at":"2026-11-02T12:00:00+01:00","rating":1,"text":"Long gone"}"#,
    "\n",
);

/// A user who answered two questions, one of which no bank has.
fn home() -> Home {
    let home = Home::with_mini();
    home.write("log.jsonl", LOG);
    let log = home.path("log.jsonl");
    let done = home.command(&["history", "import", &log.display().to_string()]).output().expect("run");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    home
}

fn printed(home: &Home, args: &[&str]) -> (bool, String, String) {
    let done = home.command(args).output().expect("run");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (done.status.success(), text(&done.stdout), text(&done.stderr))
}

#[test]
fn they_stay_in_the_log_and_in_the_queue() {
    let home = home();
    let (fine, list, _) = printed(&home, &["history", "list", "--json"]);
    assert!(fine && list.contains("mini/was-once") && list.contains("Long gone"), "{list}");
    let (fine, queue, _) = printed(&home, &["queue", "--json"]);
    assert!(fine && queue.contains("mini/was-once"), "other banks' ids are kept: {queue}");
}

#[test]
fn they_are_never_asked() {
    let home = home();
    let done = home.command(&["drill", "--plain", "--bank", "mini", "--count", "9"]).output().expect("run");
    let shown = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(shown.contains("of three?") && !shown.contains("was-once"), "{shown}");
    let (fine, _, said) = printed(&home, &["bank", "show", "mini/was-once"]);
    assert!(!fine && said.contains("no bank has the question mini/was-once"), "{said}");
}

#[test]
fn browse_lists_them_as_gone_with_their_answers() {
    let home = home();
    let paths = Paths::find(Some(&home.path(""))).expect("below the folder");
    let now = Clock::start().now();
    let engine = Engine::open(paths, now).expect("opened");
    let (all, error) = engine.catalogue(now);
    assert!(error.is_none());
    let gone = "mini/was-once".parse().expect("a name");
    let row = all.find(&gone).expect("listed");
    assert_eq!((all.rows()[row].state, all.rows()[row].attempts), (State::Gone, 1));
    assert!(State::Gone.on_request() && all.entry(row).is_none());
    let known = all.find(&"mini/one".parse().expect("a name")).expect("listed");
    assert_eq!(all.rows()[known].attempts, 1);
    assert!(all.rows()[known].state != State::Gone);
    assert_eq!(engine.answers_to(&gone, 9).expect("read")[0].text, "Long gone");
}
