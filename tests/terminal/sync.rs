//! Histories of several machines, from the screen.

use std::fs;

use crate::harness::{Home, Start};
use crate::{CTRL_D, ON_HOME, ON_NOTES, ON_PREDICTION, answering, judge, quit};

/// A user whose settings name this folder.
fn machine(shared: &std::path::Path) -> Home {
    let home = Home::new();
    let config = home.paths().config;
    fs::create_dir_all(&config).expect("created");
    fs::write(config.join("config.toml"), format!("sync = {:?}\n", shared.display().to_string())).expect("written");
    home
}

#[test]
fn what_was_answered_elsewhere_is_on_home_and_a_missing_folder_stops_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let shared = folder.path().join("shared");
    fs::create_dir(&shared).expect("created");
    let (here, there) = (machine(&shared), machine(&shared));
    let mut terminal = answering(&here, "written here");
    terminal.send(CTRL_D).wait_for(ON_PREDICTION).send("2").wait_for(ON_NOTES);
    judge(&mut terminal);
    quit(&mut terminal);
    terminal.assert_clean();
    assert!(fs::read_dir(&shared).expect("listed").count() > 0, "sent when it was left");

    let mut terminal = Start::hotseat(there.path()).start();
    terminal.wait_for("Synced: ").wait_for("1 seen").wait_for(ON_HOME);
    quit(&mut terminal);
    terminal.assert_clean();
    assert_eq!(there.attempts()[0].text, "written here");

    fs::remove_dir_all(&shared).expect("unplugged");
    let mut terminal = Start::hotseat(there.path()).start();
    terminal.wait_for("Not synced: ").wait_for(ON_HOME);
    quit(&mut terminal);
    terminal.wait_for("plug the disk in");
    assert!(!shared.exists());
}
