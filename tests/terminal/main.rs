//! The real program in a real terminal: what no test inside can see.
#![cfg(unix)]

mod account;
mod coach;
mod editor;
mod ends;
mod evening;
mod harness;
mod hostile;
mod jobs;
mod kills;
mod mock;
#[path = "../common/model.rs"]
mod model;
mod own;
mod postings;
mod sitting;
mod storage;
mod stories;
mod sync;
mod together;
mod trouble;
mod update;
#[cfg(target_os = "linux")]
mod vanished;

use harness::{Home, Start, Terminal};

/// The process that holds a terminal which can vanish is this very test, started once more: other tests do so too.
#[test]
fn holds_a_terminal() {
    if harness::hold_a_terminal() {
        return;
    }
    let home = Home::new();
    let mut terminal = Start::program(&["cat"], home.path()).start_held();
    terminal.send("passed on\r").wait_for("passed on");
    #[cfg(target_os = "linux")]
    {
        terminal.vanish();
        terminal.end_at_once();
    }
}

const ENTER: &str = "\r";
const ESC: &str = "\x1b";
const CTRL_C: &str = "\x03";
const CTRL_D: &str = "\x04";
const CTRL_L: &str = "\x0c";
const CTRL_O: &str = "\x0f";
const CTRL_Z: &str = "\x1a";
const F12: &str = "\x1b[24~";

/// Key lines by which a screen is known.
const ON_HOME: &str = "   Browse  ";
const ON_QUESTION: &str = "t type";
const ON_ANSWER: &str = "Ctrl-D done";
const ON_PREDICTION: &str = "1 would fail   2 shaky";
const ON_NOTES: &str = "Enter rate";
const ON_RATING: &str = "Enter keep";
const ON_NEXT: &str = "Enter next";
const ON_LAST: &str = "Enter end";

/// From Home to an answer of which this much is typed.
fn answer(terminal: &mut Terminal, text: &str) {
    terminal.wait_for(ON_HOME).send(ENTER).wait_for(ON_QUESTION).send(ENTER).wait_for(ON_ANSWER);
    if !text.is_empty() {
        terminal.send(text).wait_for(text);
    }
}

/// The program at an answer of which this much is typed.
fn answering(home: &Home, text: &str) -> Terminal {
    let mut terminal = Start::hotseat(home.path()).start();
    answer(&mut terminal, text);
    terminal
}

/// From the answer to the open notes; the attempt is in the log.
fn finish(terminal: &mut Terminal) {
    terminal.send(CTRL_D).wait_for(ON_PREDICTION).send("2").wait_for(ON_NOTES).wait_for_word("saved");
}

/// The same for tests that look into the log themselves.
fn open_notes(terminal: &mut Terminal) {
    terminal.send(CTRL_D).wait_for(ON_PREDICTION).send("2").wait_for(ON_NOTES);
}

/// From the open notes to a judgement that is in the log.
fn judge(terminal: &mut Terminal) {
    terminal.send("r").wait_for(ON_RATING).send("1").wait_for("comes back");
}

/// The program at its start, on Home: the rest of the drill can wait.
fn start_later(home: &Home) -> Terminal {
    let mut terminal = home.start();
    terminal.wait_for("A drill was left in the middle").send("l").wait_for(ON_HOME);
    terminal
}

/// Leaves the program.
fn quit(terminal: &mut Terminal) {
    let end = terminal.send(CTRL_C).end();
    assert_eq!(end.code, 0, "{}", terminal.contents());
}
