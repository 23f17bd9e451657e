//! What changed from version to version, read from `CHANGELOG.md`: newest first, each with its date.

use serde::Serialize;

/// The complete changelog.
const TEXT: &str = include_str!("../CHANGELOG.md");

/// A released version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Release {
    /// The version number, as in `0.2.0`.
    pub version: &'static str,
    /// The release date, as in `2026-12-01`.
    pub date: &'static str,
    /// What changed, grouped by kind.
    pub changes: Vec<Changes>,
}

/// Changes of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// The kind: Added, Changed, Deprecated, Removed, Fixed or Security.
    pub sort: &'static str,
    /// One text per change, without line breaks.
    pub entries: Vec<String>,
}

/// All released versions, newest first. Unreleased changes are left out.
pub fn releases() -> Vec<Release> {
    read(TEXT)
}

/// The newest released version.
pub fn newest() -> Option<Release> {
    releases().into_iter().next()
}

fn read(text: &'static str) -> Vec<Release> {
    let mut releases: Vec<Release> = Vec::new();
    // Whether the current lines belong to a released version.
    let mut inside = false;
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            let dated = heading.split_once(" - ");
            inside = dated.is_some();
            releases.extend(dated.map(|(version, date)| Release { version, date, changes: Vec::new() }));
            continue;
        }
        let Some(release) = releases.last_mut().filter(|_| inside) else { continue };
        if let Some(sort) = line.strip_prefix("### ") {
            release.changes.push(Changes { sort, entries: Vec::new() });
            continue;
        }
        let Some(changes) = release.changes.last_mut() else { continue };
        match (line.strip_prefix("- "), line.trim(), changes.entries.last_mut()) {
            (Some(entry), _, _) => changes.entries.push(entry.to_owned()),
            (None, "", _) | (None, _, None) => {}
            (None, more, Some(entry)) => {
                entry.push(' ');
                entry.push_str(more);
            }
        }
    }
    releases
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn versions_are_read_with_their_days_and_changes() {
        let text = "# Changelog\n\n## Unreleased\n\n### Added\n\n- Not yet.\n\n## 0.2.0 - 2026-12-01\n\n### Added\n\n- One\n  thing.\n\
                    - Another.\n\n### Fixed\n\n- A fault.\n\n## 0.1.0 - 2026-01-01\n";
        let found = read(text);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].version, found[0].date), ("0.2.0", "2026-12-01"));
        assert_eq!(
            found[0].changes[0],
            Changes { sort: "Added", entries: vec!["One thing.".into(), "Another.".into()] }
        );
        assert_eq!(found[0].changes[1].sort, "Fixed");
        assert_eq!((found[1].version, found[1].changes.len()), ("0.1.0", 0));
    }

    /// Packages and manual pages are dated by the changelog.
    #[test]
    fn this_version_has_its_entry_and_a_day_before_the_earlier_ones() {
        let all = releases();
        assert_eq!(all.first().map(|release| release.version), Some(env!("CARGO_PKG_VERSION")));
        let days: Vec<NaiveDate> = all.iter().map(|release| release.date.parse().expect("a day")).collect();
        assert!(days.is_sorted_by(|newer, older| newer > older), "{days:?}");
        for release in &all {
            for changes in &release.changes {
                let sorts = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];
                assert!(
                    sorts.contains(&changes.sort) && !changes.entries.is_empty(),
                    "{} {}",
                    release.version,
                    changes.sort
                );
            }
        }
    }
}
