//! Finds the licence of a folder of questions.

use std::path::Path;

use super::reading;

/// The licence that the start of a folder's licence file shows, if it is one of the usual ones.
pub(super) fn licence_of(folder: &Path) -> Option<String> {
    const KNOWN: [(&str, &str); 12] = [
        ("apache license", "Apache-2.0"),
        ("mit license", "MIT"),
        ("permission is hereby granted, free of charge", "MIT"),
        ("gnu affero general public license", "AGPL-3.0"),
        ("gnu lesser general public license", "LGPL"),
        ("gnu general public license", "GPL"),
        ("mozilla public license", "MPL-2.0"),
        ("attribution-noncommercial-noderiv", "CC BY-NC-ND"),
        ("attribution-noncommercial", "CC BY-NC"),
        ("attribution-sharealike", "CC BY-SA"),
        ("creative commons attribution", "CC BY"),
        ("cc0 1.0", "CC0-1.0"),
    ];
    let name = ["LICENSE", "LICENCE", "LICENSE.md", "LICENSE.txt", "COPYING"].into_iter().find_map(|name| {
        let path = folder.join(name);
        path.is_file().then_some(path)
    })?;
    let text = reading::text(&name).ok()?.text;
    let start: String = text.chars().take(1_000).collect::<String>().to_lowercase();
    let start = start.split_whitespace().collect::<Vec<_>>().join(" ");
    KNOWN.iter().find(|(words, _)| start.contains(words)).map(|(_, licence)| (*licence).to_owned())
}
