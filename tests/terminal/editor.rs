//! The hand-over to another editor and back.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, test_kill_process};

use crate::harness::{Home, PATIENCE, Start, Terminal};
use crate::{CTRL_C, CTRL_O, ON_ANSWER, answer, finish, quit};

/// An editor that does this with the file `$1`.
fn editor(home: &Home, script: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt as _;
    let path = home.path().join("an editor");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).expect("executable");
    path
}

/// The program at an answer, with this editor.
fn answering_with(home: &Home, script: &str, text: &str) -> Terminal {
    let command = format!("'{}'", editor(home, script).display());
    let mut terminal = Start::hotseat(home.path()).env("EDITOR", &command).size(160, 24).start();
    answer(&mut terminal, text);
    terminal
}

#[test]
fn the_text_comes_back_and_the_time_counts_as_answering() {
    let home = Home::new();
    // It reads a line from the terminal, as only a terminal in its usual modes gives it.
    // What is asked stands below the text.
    let script = "echo editor-here; grep -c '>8' \"$1\"; read line; sed -i \"1s/$/ $line/\" \"$1\"";
    let mut terminal = answering_with(&home, script, "typed here");
    terminal.send(CTRL_O).wait_for_alternate_screen(false).wait_for("editor-here");
    assert!(!terminal.takes_pastes() && !terminal.hides_cursor());
    // Time has to pass: it is what is measured. Longer than a silence that would count as pause.
    let edited = Duration::from_secs(3);
    std::thread::sleep(edited);
    terminal.send("and there\r").wait_for_alternate_screen(true).wait_for(ON_ANSWER).wait_for("typed here and there");
    terminal.send("!").wait_for("there!");
    finish(&mut terminal);
    let attempt = home.attempts().pop().expect("an attempt");
    assert_eq!(attempt.text, "typed here and there!");
    assert!(attempt.seconds.answer >= edited.as_secs_f64(), "{:?}", attempt.seconds);
    assert!(attempt.seconds.paused < 0.5, "{:?}", attempt.seconds);
    quit(&mut terminal);
    terminal.assert_clean();
}

#[test]
fn an_editor_that_fails_changes_nothing() {
    let home = Home::new();
    let mut terminal = answering_with(&home, "printf garbage > \"$1\"; exit 3", "as it was");
    terminal.send(CTRL_O).wait_for("stays as it was").send(" here").wait_for("as it was here");
    finish(&mut terminal);
    assert_eq!(home.attempts()[0].text, "as it was here");
}

#[test]
fn an_editor_that_is_missing_is_named() {
    let home = Home::new();
    let mut terminal = Start::hotseat(home.path()).env("VISUAL", "/no/such/editor --wait").start();
    answer(&mut terminal, "text");
    terminal.send(CTRL_O).wait_for("/no/such/editor").send("ual").wait_for("textual");
}

#[test]
fn ctrl_c_is_the_editors() {
    let home = Home::new();
    let mut terminal = answering_with(&home, "echo editor-here; read line; printf x >> \"$1\"", "kept");
    terminal.send(CTRL_O).wait_for("editor-here").send(CTRL_C);
    terminal.wait_for_alternate_screen(true).wait_for("stays as it was").send("!").wait_for("kept!");
}

#[test]
fn a_signal_meanwhile_ends_it_with_the_answer_kept() {
    let home = Home::new();
    let mut terminal = answering_with(&home, "echo editor-here; read line", "kept");
    terminal.send(CTRL_O).wait_for("editor-here");
    assert_eq!(terminal.signal(Signal::TERM).end_at_once().code, 143);
    assert_eq!(home.draft(), "kept");
    terminal.assert_clean();
}

/// Whether it runs. One that ended and that nobody asked for its end yet does not.
fn runs(pid: Pid) -> bool {
    match std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())) {
        Ok(stat) => !stat.rsplit_once(") ").is_some_and(|(_, state)| state.starts_with('Z')),
        Err(_) => !std::path::Path::new("/proc/self").exists() && test_kill_process(pid).is_ok(),
    }
}

/// However the program ends, what it started ends with it: nobody is left who could.
#[test]
fn an_editor_ends_with_the_program() {
    for signal in [Signal::KILL, Signal::TERM, Signal::HUP] {
        let home = Home::new();
        let mut terminal =
            answering_with(&home, "echo $$ > \"$HOTSEAT_HOME/editor.pid\"; echo editor-here; exec sleep 600", "kept");
        terminal.send(CTRL_O).wait_for("editor-here");
        let pid = std::fs::read_to_string(home.path().join("editor.pid")).expect("noted");
        let pid = pid.trim().parse().ok().and_then(Pid::from_raw).expect("a process");
        terminal.signal(signal).end();
        let since = Instant::now();
        while runs(pid) {
            assert!(since.elapsed() < PATIENCE, "the editor runs on after {signal:?}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
