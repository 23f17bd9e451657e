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
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/where.md")).expect("the map");
    let rows: Vec<(&str, &str)> = page
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains('`'))
        .filter_map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").collect();
            Some((quoted(cells.get(1)?)?, quoted(cells.get(2)?)?))
        })
        .collect();
    assert!(rows.len() >= 20, "only {} rows were understood", rows.len());
    let lost: Vec<String> = rows
        .into_iter()
        .filter(|(file, name)| !fs::read_to_string(root.join(file)).is_ok_and(|code| defines(&code, name)))
        .map(|(file, name)| format!("{name} in {file}"))
        .collect();
    assert!(lost.is_empty(), "docs/where.md names what is not there: {lost:?}");
}
