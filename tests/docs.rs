//! What the documentation says about the code is so.

use std::fs;
use std::path::{Path, PathBuf};

use hotseat::config::{Config, Setting};

#[path = "../examples/pictures/drawn/mod.rs"]
mod drawn;

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

/// The table of the settings is made of their descriptions.
#[test]
fn the_settings_are_documented_as_they_are_described() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("docs/configuration.md")).expect("the page");
    let table = text.lines().skip_while(|line| !line.starts_with("| Setting |")).take_while(|line| !line.is_empty());
    let table: Vec<&str> = table.skip(2).collect();
    let described = Setting::all().map(|setting| {
        format!("| `{}` | {} | {} | {} |", setting.name, setting.takes(), setting.default(), setting.does)
    });
    let described: Vec<String> = described.collect();
    assert_eq!(
        table,
        described,
        "write the table of docs/configuration.md anew; these are its rows:\n{}",
        described.join("\n")
    );
}

/// Settings that are shown as an example can be taken over as they stand.
#[test]
fn examples_of_settings_are_read_without_a_complaint() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = 0;
    for page in ["README.md", "docs/configuration.md"] {
        let text = fs::read_to_string(root.join(page)).expect("the page");
        for example in text.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()) {
            let file = tempfile::NamedTempFile::new().expect("a file");
            fs::write(file.path(), example).expect("written");
            let config = Config::load(file.path()).unwrap_or_else(|error| panic!("{page}: {error}"));
            assert!(config.unknown.is_empty(), "{page}: {:?}", config.unknown);
            found += 1;
        }
    }
    assert!(found >= 2, "only {found} examples were found");
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

/// All pages of the book, and those beside it that lead into it.
fn pages() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [root.join("docs"), root.to_owned()];
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).expect("a folder"));
    let paths = files.map(|entry| entry.expect("listed").path());
    let paths = paths.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    paths.map(|path| (path.clone(), fs::read_to_string(path).expect("a page"))).collect()
}

/// Where the links of a page lead, as they stand there.
fn links(text: &str) -> Vec<&str> {
    let outside_code = text.split("```").step_by(2);
    let found = outside_code.flat_map(|part| part.split("](").skip(1)).filter_map(|rest| rest.split(')').next());
    found.filter(|link| !link.contains(' ')).collect()
}

/// The name by which a heading is linked to.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    text.chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

#[test]
fn the_book_has_every_page_once() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let summary = fs::read_to_string(root.join("docs/SUMMARY.md")).expect("a summary");
    let mut named = links(&summary);
    named.sort_unstable();
    let files = fs::read_dir(root.join("docs")).expect("a folder").map(|entry| entry.expect("listed").file_name());
    let mut pages: Vec<String> = files.map(|name| name.into_string().expect("text")).collect();
    pages.retain(|name| Path::new(name).extension().is_some_and(|ending| ending == "md") && name != "SUMMARY.md");
    pages.sort_unstable();
    assert_eq!(named, pages, "docs/SUMMARY.md names the pages of docs/");
}

#[test]
fn links_lead_to_pages_and_headings_that_are_there() {
    let pages = pages();
    assert!(pages.len() > 15, "only {} pages were found", pages.len());
    let mut lost = Vec::new();
    for (path, text) in &pages {
        for link in links(text).into_iter().filter(|link| !link.contains("://")) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { path.clone() } else { path.with_file_name("").join(file) };
            let Ok(found) = fs::canonicalize(&target) else {
                lost.push(format!("{link} in {}", path.display()));
                continue;
            };
            let known =
                || fs::read_to_string(&found).is_ok_and(|text| text.lines().any(|line| anchor(line) == heading));
            if !heading.is_empty() && !known() {
                lost.push(format!("{link} in {}", path.display()));
            }
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
}

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
