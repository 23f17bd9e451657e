//! Own questions: read on another thread, edited and given notes in another program.

use crate::harness::{Home, Start, Terminal};
use crate::{CTRL_D, CTRL_O, ENTER, ON_HOME, ON_NOTES, ON_QUESTION, ON_RATING, quit};

/// Two questions, one of them without an answer.
const TEAM: &str = "## Why us?\n\nThe people.\n\n## Why now?\n";

/// The program with an editor that does this with the file `$1`.
fn with_editor(home: &Home, script: &str) -> Terminal {
    use std::os::unix::fs::PermissionsExt as _;
    let path = home.path().join("editor");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).expect("executable");
    let home_folder = home.path().display().to_string();
    Start::hotseat(home.path()).env("EDITOR", &path.display().to_string()).env("HOME", &home_folder).start()
}

#[test]
fn a_pasted_path_is_read_shown_brought_in_and_asked_with_notes_from_the_editor() {
    let home = Home::new();
    std::fs::write(home.path().join("team.md"), TEAM).expect("written");
    let mut terminal = with_editor(&home, "printf 'Names the date\\nSays what changed\\n' > \"$1\"");
    terminal.wait_for(ON_HOME).send("i").wait_for("Bring questions in");
    terminal.paste("~/team.md").wait_for("team.md").send(ENTER).wait_for("2 new, 0 changed, 0 same, 0 left out");
    let bank = home.path().join("data/banks/team.json");
    assert!(!bank.exists(), "nothing is written before the yes");
    terminal.send(ENTER).wait_for("Brought in.").send(ENTER).wait_for(ON_QUESTION).wait_for("Why us?");
    assert!(bank.exists());
    terminal.send("nn").wait_for("Why now?").send("xx").wait_for("no notes yet");
    terminal.send("n").wait_for("Notes, one point a line").send(CTRL_O).wait_for("Says what changed");
    terminal.send(CTRL_D).wait_for("2 points saved").send("m").wait_for("[-]").wait_for(ON_NOTES);
    terminal.send("r").wait_for(ON_RATING);
    quit(&mut terminal);
    terminal.assert_clean();
}

#[test]
fn an_editor_that_fails_leaves_the_question_as_it_was() {
    let home = Home::new();
    let mut terminal = with_editor(&home, "printf garbage > \"$1\"; exit 3");
    terminal.wait_for(ON_HOME).send("b").wait_for("d drill all").send("e").wait_for("The question stays as it was");
    assert!(!home.path().join("data/banks/mine.json").exists());
}
