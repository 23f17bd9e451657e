//! `hotseat news`: what is new in this version.

use super::Exit;
use super::args::NewsArgs;
use super::out::show;
use crate::changelog::{Release, releases};

/// The widest line of an entry, in columns.
const WIDTH: usize = 100;

/// Prints what is new in this version, or in all of them.
pub fn run(args: NewsArgs) -> anyhow::Result<Exit> {
    let mut found = releases();
    if !args.all {
        found.truncate(1);
    }
    show(args.json, &found, |out| Ok(out.lines(found.iter().enumerate().flat_map(|(number, one)| lines(number, one)))?))
}

fn lines(number: usize, release: &Release) -> Vec<String> {
    let gap = (number > 0).then(String::new);
    let heading = format!("Hotseat {}, {}", release.version, release.date);
    let mut lines: Vec<String> = gap.into_iter().chain([heading]).collect();
    for changes in &release.changes {
        lines.extend([String::new(), changes.sort.to_owned()]);
        for entry in &changes.entries {
            let wrapped = textwrap::Options::new(WIDTH).initial_indent("- ").subsequent_indent("  ");
            lines.extend(textwrap::wrap(&without_links(entry), wrapped).into_iter().map(std::borrow::Cow::into_owned));
        }
    }
    lines
}

/// An entry without links and code marks, which only serve the file itself.
fn without_links(entry: &str) -> String {
    let mut out = String::new();
    let mut rest = entry;
    while let Some((before, after)) = rest.split_once('[') {
        let Some((text, (_, behind))) =
            after.split_once("](").and_then(|(text, link)| Some((text, link.split_once(')')?)))
        else {
            break;
        };
        out.push_str(before);
        out.push_str(text);
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_its_text() {
        assert_eq!(
            without_links("kept safe ([docs/backup.md](docs/backup.md)), [coach] too"),
            "kept safe (docs/backup.md), [coach] too"
        );
        assert_eq!(without_links("plain"), "plain");
    }

    #[test]
    fn lines_fit_a_wide_terminal() {
        for release in releases() {
            let lines = lines(1, &release);
            assert!(lines.len() > 3 && lines.iter().all(|line| line.chars().count() <= WIDTH), "{lines:?}");
        }
    }
}
