//! The pictures of the README and of the book show the program as it is.

#[path = "../examples/pictures/drawn/mod.rs"]
mod drawn;

use std::fs;
use std::path::Path;

/// What a page loads in a moment, in bytes.
const MOST: usize = 300_000;

#[test]
fn pictures_are_what_the_program_draws() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/pictures");
    for (name, draw) in drawn::PICTURES {
        let picture = draw().expect("drawn");
        assert!(picture.len() < MOST, "{name} has {} bytes", picture.len());
        let kept = fs::read_to_string(folder.join(name)).expect("a picture");
        assert!(
            picture == kept,
            "{name} shows what is no longer so; run: cargo run --example pictures, and look at it"
        );
    }
}

#[test]
fn nothing_moves_for_whoever_wants_it_still() {
    let film = drawn::PICTURES.iter().find(|(name, _)| *name == "loop.svg").expect("the film").1().expect("drawn");
    assert!(film.contains("prefers-reduced-motion:reduce") && film.contains("animation:none"));
    assert!(!film.contains("<script"), "a page shows it as a picture");
}
