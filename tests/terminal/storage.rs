//! Disks that do not take what is to be saved.

#[cfg(target_os = "linux")]
use rustix::process::{Resource, Rlimit, getrlimit, prlimit};

use crate::harness::{HOTSEAT, Home, Start};
use crate::{CTRL_D, ENTER, ON_HOME, ON_RATING, answering, judge, quit};

/// A limit on the size of files stands for a full disk: writes fail in the same places.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_nothing_is_lost() {
    let home = Home::new();
    let mut terminal = answering(&home, "written");
    terminal.wait_for_word("saved");
    let usual = getrlimit(Resource::Fsize);
    prlimit(Some(terminal.pid), Resource::Fsize, Rlimit { current: Some(16), ..usual }).expect("limited");
    // Warnings stand where the keys usually do, so the screens are known by something else.
    terminal.send(" on").wait_for("the answer in progress is not saved");
    assert_eq!(home.draft(), "written", "what was kept is not destroyed");
    terminal
        .send(CTRL_D)
        .wait_for("Before the notes")
        .send("2")
        .wait_for("Not saved")
        .send("m")
        .wait_for_word("NOT saved");
    assert!(home.attempts().is_empty());
    terminal.send("r").wait_for(ON_RATING).send("1").wait_for("NOT saved yet");
    prlimit(Some(terminal.pid), Resource::Fsize, usual).expect("free again");
    terminal.send(ENTER).wait_without("NOT").wait_for("comes back");
    assert_eq!(home.attempts()[0].text, "written on");
    assert_eq!(home.judgements().len(), 1);
    quit(&mut terminal);
    terminal.assert_clean();
    crate::start_later(&home);
}

/// Deleted while an answer is being given: it is saved into a file that is found again, and that is told.
#[test]
fn a_history_that_is_deleted_while_it_is_open_is_written_anew() {
    let home = Home::new();
    let mut terminal = answering(&home, "written");
    terminal.wait_for_word("saved");
    std::fs::remove_dir_all(home.paths().data).expect("removed");
    terminal.send(" on").wait_for("deleted while it was open");
    crate::open_notes(&mut terminal);
    judge(&mut terminal);
    quit(&mut terminal);
    terminal.assert_clean();
    assert_eq!(home.attempts()[0].text, "written on");
    assert_eq!(home.judgements().len(), 1);
}

/// Deleted between two sessions: asked about at the start, and back with one key.
#[test]
fn a_history_that_was_deleted_comes_back_in_the_app() {
    let home = Home::new();
    let mut terminal = answering(&home, "written");
    crate::open_notes(&mut terminal);
    judge(&mut terminal);
    quit(&mut terminal);
    std::fs::remove_dir_all(home.paths().data).expect("removed");
    let mut terminal = home.start();
    terminal.wait_for("Bring the history back?").send("n").wait_for(ON_HOME);
    terminal.send("R").wait_for("Bring the history back?").send("y").wait_for("The history is back").wait_for(ON_HOME);
    terminal.wait_for("1 seen");
    quit(&mut terminal);
    terminal.assert_clean();
    assert_eq!(home.attempts()[0].text, "written");
    // What was in progress is back, too.
    home.start().wait_for("A drill was left in the middle");
}

/// Damaged between two sessions: it is never opened as it is; the remedy is offered, and one word takes it.
#[test]
fn a_history_that_was_damaged_comes_back_with_one_word() {
    let home = Home::new();
    let mut terminal = answering(&home, "written");
    crate::open_notes(&mut terminal);
    judge(&mut terminal);
    quit(&mut terminal);
    let file = home.paths().history_file();
    let half = std::fs::metadata(&file).expect("there").len() / 2;
    std::fs::File::options().write(true).open(&file).and_then(|file| file.set_len(half)).expect("cut");
    let damaged = std::fs::read(&file).expect("read");
    let mut terminal = home.start();
    terminal.wait_for("is damaged").wait_for("Bring it back now?").send(ENTER);
    assert_eq!(terminal.end().code, 1);
    assert_eq!(std::fs::read(&file).expect("read"), damaged, "nothing was said, so nothing was done");
    let mut terminal = home.start();
    terminal.wait_for("Bring it back now?").send("y\r").wait_for("The history is back");
    terminal.wait_for("A drill was left in the middle").send("l").wait_for(ON_HOME).wait_for("1 seen");
    quit(&mut terminal);
    terminal.assert_clean();
    assert_eq!(home.attempts()[0].text, "written");
}

/// Closing the terminal leaves a copy, too.
#[test]
fn a_terminal_that_is_closed_leaves_a_copy() {
    let home = Home::new();
    let mut terminal = answering(&home, "written");
    crate::open_notes(&mut terminal);
    judge(&mut terminal);
    assert_eq!(terminal.signal(rustix::process::Signal::HUP).end().code, 129);
    std::fs::remove_dir_all(home.paths().data).expect("removed");
    home.start().wait_for("Bring the history back?").send("y").wait_for("The history is back");
    assert_eq!(home.attempts()[0].text, "written");
}

/// Somebody who may not write: the superuser may always, so then another user looks.
#[test]
fn a_history_that_cannot_be_written_is_shown() {
    use std::os::unix::fs::PermissionsExt as _;
    const NOBODY: [&str; 4] = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    let home = Home::new();
    let mut terminal = answering(&home, "written");
    crate::finish(&mut terminal);
    judge(&mut terminal);
    quit(&mut terminal);
    let root = rustix::process::getuid().is_root();
    let mut command: Vec<&str> = if root { NOBODY.to_vec() } else { Vec::new() };
    if root {
        let probe = std::process::Command::new(NOBODY[0]).args(&NOBODY[1..]).args(["test", "-x", HOTSEAT]).status();
        if !probe.is_ok_and(|status| status.success()) {
            eprintln!("skipped: only the superuser can run {HOTSEAT} here");
            return;
        }
    }
    let (file, folder) = if root { (0o644, 0o755) } else { (0o400, 0o500) };
    let set = |path: &std::path::Path, mode| std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode));
    let data = home.paths().data;
    set(home.path(), 0o755).expect("mine");
    for entry in std::fs::read_dir(&data).expect("listed").map(|entry| entry.expect("listed").path()) {
        set(&entry, if entry.is_dir() { folder } else { file }).expect("mine");
    }
    set(&data, folder).expect("mine");
    command.push(HOTSEAT);
    // Where temporary files lie, for that user, too.
    let aside = home.path().join("aside");
    std::fs::create_dir(&aside).expect("made");
    set(&aside, 0o777).expect("mine");
    let mut terminal = Start::program(&command, home.path()).env("TMPDIR", &aside.display().to_string()).start();
    terminal.wait_for("Read only").wait_for("1 seen");
    terminal.send(ENTER).wait_for("thinking").send("t").wait_for("target ").send("not kept").wait_for("not kept");
    terminal.send(CTRL_D).wait_for("Before the notes").send("2").wait_for("What to look for").wait_for("Not saved");
    terminal.send(" ").wait_for_word("NOT saved");
    terminal.send(crate::CTRL_C).wait_for("Quit all the same?");
    let end = terminal.send(ENTER).end();
    assert_eq!(end.code, 1, "not everything is saved: {}", terminal.contents());
    // All output is there when the terminal is closed, which may be after the end of the process.
    terminal.assert_clean();
    assert!(terminal.contents().contains("What was not saved is in"), "{}", terminal.contents());
    let folder = std::fs::read_dir(&aside).expect("listed").next().expect("a folder").expect("listed").path();
    let records = std::fs::read_to_string(folder.join("records.jsonl")).expect("readable");
    assert!(records.contains("not kept"), "{records}");
    set(&data, 0o700).expect("mine");
    assert_eq!(home.attempts().len(), 1);
}
