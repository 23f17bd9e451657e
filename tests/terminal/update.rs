//! The first start after an update.

use std::fs;

use crate::harness::Home;
use crate::{ON_HOME, quit};

/// What is said at a start, with this version noted as the one that was used last.
fn said(home: &Home, noted: Option<&str>) -> String {
    let file = home.paths().version();
    if let Some(noted) = noted {
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        fs::write(&file, noted).expect("written");
    }
    let mut terminal = home.start();
    terminal.wait_for(ON_HOME);
    // A sentence may go over two rows.
    let said = terminal.contents().split_whitespace().collect::<Vec<_>>().join(" ");
    quit(&mut terminal);
    said
}

#[test]
fn it_points_to_the_news_once() {
    let home = Home::new();
    assert!(!said(&home, None).contains("hotseat news"), "nothing is new to a new user");
    let noted = fs::read_to_string(home.paths().version()).expect("noted");
    assert_eq!(noted.trim(), env!("CARGO_PKG_VERSION"));
    assert!(said(&home, Some("0.1.0")).contains("`hotseat news`"));
    assert!(!said(&home, None).contains("hotseat news"), "it is said once");
    assert!(!said(&home, Some("999.0.0")).contains("hotseat news"), "an older one beside a newer");
    assert_eq!(fs::read_to_string(home.paths().version()).expect("noted"), "999.0.0", "which is left alone");
}
