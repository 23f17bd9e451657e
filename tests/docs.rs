//! What the documentation says about the code is so.

use std::fs;
use std::path::Path;

/// The text between the first two backticks of a cell.
fn quoted(cell: &str) -> Option<&str> {
    cell.split('`').nth(1)
}

fn defines(code: &str, name: &str) -> bool {
    let kinds = ["fn", "struct", "enum", "trait", "const", "static", "macro_rules!"];
    code.lines().any(|line| {
        kinds.iter().any(|kind| {
            let found = line.split_once(&format!("{kind} {name}"));
            found.is_some_and(|(_, rest)| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        })
    })
}

#[test]
fn every_place_that_the_map_names_is_there() {
    // The file and the name of each row stand in these cells.
    holds("docs/where.md", (1, 2));
}

#[test]
fn every_word_is_defined_where_its_page_says() {
    holds("docs/words.md", (2, 3));
}

#[track_caller]
fn holds(page: &str, (file, name): (usize, usize)) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join(page)).expect("the page");
    let rows: Vec<(&str, &str)> = text
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains('`'))
        .filter_map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").collect();
            Some((quoted(cells.get(file)?)?, quoted(cells.get(name)?)?))
        })
        .collect();
    assert!(rows.len() >= 20, "only {} rows were understood", rows.len());
    let lost: Vec<String> = rows
        .into_iter()
        .filter(|(file, name)| !fs::read_to_string(root.join(file)).is_ok_and(|code| defines(&code, name)))
        .map(|(file, name)| format!("{name} in {file}"))
        .collect();
    assert!(lost.is_empty(), "{page} names what is not there: {lost:?}");
}
