//! Signals and panics: the answer is kept, the terminal is clean.

use rustix::process::Signal;

use crate::harness::Home;
use crate::{CTRL_C, CTRL_D, ESC, F12, ON_HOME, ON_PREDICTION, answering, finish};

#[test]
fn signals_end_it_at_once_and_keep_the_answer() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131)] {
        let home = Home::new();
        let mut terminal = answering(&home, "all of it");
        // Not saved yet: the keys have just been shown.
        terminal.send(" and the last words").wait_for("last words");
        let end = terminal.signal(signal).end_at_once();
        assert_eq!(end.code, code, "{signal:?}");
        terminal.assert_clean();
        assert_eq!(home.draft(), "all of it and the last words", "{signal:?}");
    }
}

#[test]
fn a_signal_at_any_other_place_leaves_the_terminal_clean() {
    let home = Home::new();
    let mut terminal = home.start();
    terminal.wait_for(ON_HOME);
    assert_eq!(terminal.signal(Signal::TERM).end_at_once().code, 143);
    terminal.assert_clean();
    assert!(home.drafts().is_empty());

    let mut terminal = answering(&home, "done");
    terminal.send(CTRL_D).wait_for(ON_PREDICTION);
    assert_eq!(terminal.signal(Signal::TERM).end_at_once().code, 143);
    terminal.assert_clean();
    assert_eq!(home.draft(), "done");
}

#[test]
fn leaving_keeps_the_answer_for_later() {
    let home = Home::new();
    let mut terminal = answering(&home, "not finished");
    terminal.send(ESC).wait_for("Go on");
    assert_eq!(home.draft(), "not finished");
    assert_eq!(terminal.send(CTRL_C).end_at_once().code, 0);
    terminal.assert_clean();

    let mut terminal = home.start();
    terminal.wait_for("An answer was interrupted").send("\r").wait_for("not finished");
    terminal.send(", yet").wait_for(", yet");
    // Keys that were typed a moment ago are kept, too.
    assert_eq!(terminal.send(CTRL_C).end_at_once().code, 0);
    assert_eq!(home.draft(), "not finished, yet");
}

// Only builds with debug assertions have the key.
#[cfg(debug_assertions)]
#[test]
fn a_panic_keeps_the_answer_and_gives_the_terminal_back() {
    for place in ["now", "drawing"] {
        let home = Home::new();
        let mut terminal = crate::harness::Start::hotseat(home.path()).env("HOTSEAT_CRASH_KEY", place).start();
        crate::answer(&mut terminal, "before the crash");
        let end = terminal.send(F12).end_at_once();
        assert_eq!(end.code, 101, "{place}");
        terminal.assert_clean();
        let told = terminal.contents();
        assert!(told.contains("asked to crash") && told.contains("panicked at"), "{place}: {told}");
        assert_eq!(home.draft(), "before the crash", "{place}");
    }
}

#[test]
fn without_the_environment_the_crash_key_does_nothing() {
    let home = Home::new();
    let mut terminal = answering(&home, "still");
    terminal.send(F12).send(" here").wait_for("still here");
}

/// A terminal that does not take output any more: a stopped `screen`, a lost connection.
#[cfg(target_os = "linux")]
#[test]
fn a_signal_ends_it_on_a_terminal_that_is_stuck() {
    let home = Home::new();
    let mut terminal = answering(&home, "written into the void");
    if !terminal.fill_up() {
        return;
    }
    let end = terminal.signal(Signal::TERM).end_at_once();
    assert_eq!(end.code, 143);
    assert_eq!(home.draft(), "written into the void");
}

#[test]
fn an_attempt_is_not_offered_as_a_draft_again() {
    let home = Home::new();
    let mut terminal = answering(&home, "in the log");
    finish(&mut terminal);
    assert_eq!(terminal.signal(Signal::TERM).end_at_once().code, 143);
    terminal.assert_clean();
    assert!(home.drafts().is_empty());
    home.start().wait_for("An answer that was never judged");
}
