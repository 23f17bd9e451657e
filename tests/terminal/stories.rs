//! A story from a page in an editor to an answer that tells it.

use crate::harness::{Home, Start, Terminal};
use crate::{CTRL_D, ENTER, ESC, ON_ANSWER, ON_HOME, ON_LAST, ON_NOTES, ON_PREDICTION, ON_QUESTION, ON_RATING, quit};

/// The program with an editor that does this with the file `$1`.
fn with_editor(home: &Home, script: &str) -> Terminal {
    use std::os::unix::fs::PermissionsExt as _;
    let path = home.path().join("editor");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).expect("executable");
    Start::hotseat(home.path()).env("EDITOR", &path.display().to_string()).start()
}

#[test]
fn a_story_is_written_chosen_told_and_counted() {
    let home = Home::new();
    let page = "# The export that took all night\\n\\n## Situation\\nIt took four hours.\\n\\n## Themes\\nownership\\n";
    let mut terminal = with_editor(&home, &format!("printf '{page}' > \"$1\""));
    terminal.wait_for(ON_HOME).send("S").wait_for("No stories yet.").send("n").wait_for("Saved the-export");
    terminal.wait_for("never told").send(ENTER).wait_for("It took four hours.").send(ESC).wait_for("1 story");
    terminal.send(ESC).wait_for(ON_HOME).send("/").wait_for("to the list").send("problem-nobody-owned");
    terminal.wait_for("nobody's job").send(ENTER).send(ENTER).wait_for(ON_QUESTION).wait_for("S chooses the story");
    terminal.send("S").wait_for("Which story?").wait_for("best");
    assert!(!terminal.contents().contains("four hours"), "what it says stays closed:\n{}", terminal.contents());
    terminal.send(ENTER).wait_for("Your story: The export").send("t").wait_for(ON_ANSWER);
    terminal
        .send("I wrote it anew.")
        .wait_for("anew.")
        .send(CTRL_D)
        .wait_for(ON_PREDICTION)
        .send("3")
        .wait_for(ON_NOTES);
    terminal
        .send("r")
        .wait_for(ON_RATING)
        .wait_for("S makes a story of this answer")
        .send("1")
        .wait_for(ON_LAST)
        .wait_for("comes back");
    terminal.send(ENTER).wait_for("Enter home").send(ENTER).send(ESC).send(ESC).wait_for(ON_HOME);
    terminal.send("S").wait_for("told once, last today");
    quit(&mut terminal);
    terminal.assert_clean();
}
