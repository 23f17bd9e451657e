//! The terminal disappears: a closed window, a lost connection. crossterm 0.29 then reads for ever; the program must not.

use crate::harness::{A_SECOND, HOTSEAT, Home, Start, Terminal, cpu_seconds};
use crate::{CTRL_D, CTRL_O, ENTER, ON_HOME, ON_NOTES, ON_PREDICTION, ON_QUESTION, answer};

/// The process ends within a second and burns nothing.
#[track_caller]
fn vanishes(mut terminal: Terminal) {
    let before = cpu_seconds(terminal.pid).expect("running");
    let at = terminal.vanish();
    let end = terminal.end();
    let took = end.at.saturating_duration_since(at);
    assert!(took < A_SECOND, "it took {took:?} to end");
    let burnt = end.cpu.expect("known on Linux") - before;
    assert!(burnt <= 0.1, "{burnt} seconds of processor time");
}

#[test]
fn on_home() {
    let home = Home::new();
    let mut terminal = Start::hotseat(home.path()).start_held();
    terminal.wait_for(ON_HOME);
    vanishes(terminal);
}

#[test]
fn while_thinking() {
    let home = Home::new();
    let mut terminal = Start::hotseat(home.path()).start_held();
    terminal.wait_for(ON_HOME).send(ENTER).wait_for(ON_QUESTION);
    vanishes(terminal);
    assert!(home.drafts().is_empty());
}

#[test]
fn while_typing_with_all_saved() {
    let home = Home::new();
    let mut terminal = Start::hotseat(home.path()).start_held();
    answer(&mut terminal, "half an answer");
    terminal.wait_for_word("saved");
    vanishes(terminal);
    assert_eq!(home.draft(), "half an answer");
}

#[test]
fn while_typing_with_keys_that_are_not_saved() {
    let home = Home::new();
    let mut terminal = Start::hotseat(home.path()).start_held();
    answer(&mut terminal, "half");
    terminal.wait_for_word("saved").send(" an answer").wait_for("an answer");
    vanishes(terminal);
    assert_eq!(home.draft(), "half an answer");
}

#[test]
fn before_the_prediction() {
    let home = Home::new();
    let mut terminal = Start::hotseat(home.path()).start_held();
    answer(&mut terminal, "whole");
    terminal.send(CTRL_D).wait_for(ON_PREDICTION);
    vanishes(terminal);
    assert_eq!(home.draft(), "whole");
}

#[test]
fn with_the_notes_open() {
    let home = Home::new();
    let mut terminal = Start::hotseat(home.path()).start_held();
    answer(&mut terminal, "whole");
    terminal.send(CTRL_D).wait_for(ON_PREDICTION).send("1").wait_for(ON_NOTES).wait_for_word("saved");
    vanishes(terminal);
    assert_eq!((home.drafts().len(), home.attempts().len()), (0, 1));
}

#[test]
fn with_no_signal_to_tell() {
    let home = Home::new();
    let mut terminal = Start::hotseat(home.path()).not_controlling().start_held();
    answer(&mut terminal, "nobody said a word");
    vanishes(terminal);
    assert_eq!(home.draft(), "nobody said a word");
}

#[test]
fn below_a_shell_that_survives() {
    let home = Home::new();
    let script = format!("trap '' HUP; sleep 20 & {HOTSEAT}; exit 0");
    let mut terminal = Start::program(&["sh", "-c", &script], home.path()).start_held();
    answer(&mut terminal, "behind a shell");
    // The shell ends when the program does, and another process still has the terminal open.
    vanishes(terminal);
    assert_eq!(home.draft(), "behind a shell");
}

#[test]
fn while_another_program_edits() {
    let home = Home::new();
    let mut terminal = Start::hotseat(home.path()).env("EDITOR", "sh -c 'echo editing; read line'").start_held();
    answer(&mut terminal, "handed over");
    terminal.send(CTRL_O).wait_for("editing");
    vanishes(terminal);
    assert_eq!(home.draft(), "handed over");
}

#[test]
fn while_it_is_stuck() {
    let home = Home::new();
    let mut terminal = Start::hotseat(home.path()).start_held();
    answer(&mut terminal, "written into the void");
    if terminal.fill_up() {
        vanishes(terminal);
        assert_eq!(home.draft(), "written into the void");
    }
}

#[test]
fn while_it_is_stopped() {
    let home = Home::new();
    let mut terminal = Start::hotseat(home.path()).start_held();
    answer(&mut terminal, "asleep");
    terminal.signal(rustix::process::Signal::STOP);
    vanishes(terminal);
    assert_eq!(home.draft(), "asleep");
}
