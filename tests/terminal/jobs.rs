//! Ctrl-Z and back: the shell is usable, the program comes back, and the time in between is pause.

use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::harness::{HOTSEAT, Home, PATIENCE, Start, Terminal};
use crate::{CTRL_Z, ON_ANSWER, answer, answering, finish, quit};

/// Longer than a program may be silent before it takes itself to have been stopped.
const STOPPED: Duration = Duration::from_secs(3);

/// Starts the program as a job of an interactive shell. None where there is no bash.
fn under_bash(home: &Home) -> Option<Terminal> {
    std::process::Command::new("bash").arg("--version").output().ok()?;
    let mut shell = Start::program(&["bash", "--norc", "--noprofile", "-i"], home.path())
        .env("PS1", "ready> ")
        .env("HISTFILE", "")
        .start();
    let pid_file = home.path().join("pid");
    // The subshell says its process id and then becomes the program.
    let line = format!("(echo $BASHPID > {}; exec {HOTSEAT})\r", pid_file.display());
    shell.wait_for("ready>").send(line).wait_for_alternate_screen(true);
    Some(shell)
}

fn job(home: &Home) -> Pid {
    let text = std::fs::read_to_string(home.path().join("pid")).expect("the shell wrote it");
    text.trim().parse().ok().and_then(Pid::from_raw).expect("a process id")
}

/// Back to the program. The shell's screen is emptied first, so that the next stop is not taken for this one.
#[track_caller]
fn foreground(shell: &mut Terminal) {
    shell.send("printf '\\033[2J\\033[H'; fg\r").wait_for_alternate_screen(true).wait_for(ON_ANSWER);
}

/// The shell has the terminal, in a state to work with.
#[track_caller]
fn shell_works(shell: &mut Terminal) {
    shell.wait_for_alternate_screen(false).wait_for("Stopped");
    assert!(!shell.hides_cursor());
    shell.send("echo answer-$((40 + 2))\r").wait_for("answer-42");
}

#[test]
fn ctrl_z_goes_to_the_shell_and_fg_comes_back() {
    let home = Home::new();
    let Some(mut shell) = under_bash(&home) else { return };
    answer(&mut shell, "before");
    shell.send(CTRL_Z);
    shell_works(&mut shell);
    assert_eq!(home.draft(), "before", "kept before it stops");
    // Time has to pass: it is what is measured.
    let stopped = Duration::from_millis(1_200);
    std::thread::sleep(stopped);
    foreground(&mut shell);
    shell.wait_for("before");
    // Once more, so that coming back is no accident.
    shell.send(CTRL_Z);
    shell_works(&mut shell);
    foreground(&mut shell);
    shell.send(" and after").wait_for("before and after");
    finish(&mut shell);
    let total = shell.started.elapsed().as_secs_f64();
    shell.send("\x03").wait_for_alternate_screen(false).send("echo code-$?\r").wait_for("code-0");
    let attempt = home.attempts().pop().expect("an attempt");
    assert_eq!(attempt.text, "before and after");
    let (spent, stopped) = (attempt.seconds, stopped.as_secs_f64());
    assert!(spent.paused >= stopped, "{spent:?}");
    assert!(spent.answer + spent.think <= total - stopped, "{spent:?} of {total} s");
    shell.send("exit\r");
    assert_eq!(shell.end().code, 0);
    shell.assert_clean();
}

#[test]
fn a_pause_by_hand_stays_one() {
    let home = Home::new();
    let Some(mut shell) = under_bash(&home) else { return };
    answer(&mut shell, "text");
    shell.send("\x14").wait_for("paused").send(CTRL_Z);
    shell_works(&mut shell);
    foreground(&mut shell);
    shell.wait_for("paused");
    // Stopped and continued from outside, where the program hears of it only afterwards.
    kill_process(job(&home), Signal::TSTP).expect("running");
    shell_works(&mut shell);
    foreground(&mut shell);
    shell.wait_for("paused").send("s").wait_without("paused");
}

#[test]
fn a_job_that_was_stopped_by_force_comes_back_usable() {
    let home = Home::new();
    let Some(mut shell) = under_bash(&home) else { return };
    answer(&mut shell, "before");
    kill_process(job(&home), Signal::STOP).expect("running");
    // Nobody could give the terminal back, but the shell takes it all the same. Its prompt comes some time after the word,
    // and what is typed before it is the shell's.
    shell.wait_for("Stopped").wait_for("ready>").send("fg\r").wait_for_alternate_screen(true);
    shell.wait_for(ON_ANSWER).wait_without("ready>").send(" and after").wait_for("before and after");
    finish(&mut shell);
    assert_eq!(home.attempts()[0].text, "before and after");
}

#[test]
fn stopped_and_continued_without_a_shell() {
    let home = Home::new();
    let mut terminal = answering(&home, "before");
    terminal.signal(Signal::STOP);
    std::thread::sleep(STOPPED);
    terminal.signal(Signal::CONT).send(" and after").wait_for("before and after");
    finish(&mut terminal);
    let total = terminal.started.elapsed().as_secs_f64();
    let attempt = home.attempts().pop().expect("an attempt");
    let (spent, stopped) = (attempt.seconds, STOPPED.as_secs_f64());
    assert!(spent.paused >= stopped, "{spent:?}");
    assert!(spent.answer + spent.think <= total - stopped, "{spent:?} of {total} s");
    assert_eq!(attempt.text, "before and after");
    quit(&mut terminal);
    terminal.assert_clean();
}

#[test]
fn without_a_shell_ctrl_z_says_so() {
    let home = Home::new();
    let mut terminal = answering(&home, "text");
    terminal.send(CTRL_Z).wait_for("no shell").send("ual").wait_for("textual");

    // A shell without job control is none to go back to: nobody would ever continue the program.
    let home = Home::new();
    let script = format!("{HOTSEAT}; echo code-$?");
    let mut terminal = Start::program(&["sh", "-c", &script], home.path()).start();
    answer(&mut terminal, "text");
    terminal.send(CTRL_Z).wait_for("no shell").send("ual").wait_for("textual");
    terminal.send("\x03").wait_for("code-0");
    assert!(terminal.started.elapsed() < PATIENCE);
}
