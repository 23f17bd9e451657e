//! Finds the file meant by a path that was typed, pasted or dropped.

use std::path::{Path, PathBuf};

/// The path that was meant. Terminals drop paths in quotes, with backslashes before blanks, or as `file:` addresses.
pub(super) fn meant(typed: &str, home: Option<&Path>, exists: impl Fn(&Path) -> bool) -> PathBuf {
    let typed = typed.trim();
    let plain = |text: &str| match (text.strip_prefix('~'), home) {
        (Some(""), Some(home)) => home.to_owned(),
        (Some(rest), Some(home)) if rest.starts_with(['/', '\\']) => home.join(&rest[1..]),
        _ => PathBuf::from(text),
    };
    let as_typed = plain(typed);
    if exists(&as_typed) {
        return as_typed;
    }
    if let Some(rest) = typed.strip_prefix("file://") {
        let local = rest.strip_prefix("localhost").unwrap_or(rest);
        return PathBuf::from(percent_decoded(local));
    }
    for quote in ['"', '\''] {
        if let Some(inside) = typed.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)) {
            return plain(inside);
        }
    }
    if cfg!(unix) && typed.contains('\\') {
        let mut text = String::with_capacity(typed.len());
        let mut chars = typed.chars();
        while let Some(c) = chars.next() {
            text.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
        }
        return plain(&text);
    }
    as_typed
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, more)) = rest.split_first() {
        let pair = more.get(..2).filter(|_| first == b'%').and_then(|pair| std::str::from_utf8(pair).ok());
        let decoded = pair.and_then(|pair| u8::from_str_radix(pair, 16).ok());
        bytes.push(decoded.unwrap_or(first));
        rest = if decoded.is_some() { &more[2..] } else { more };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at_home(typed: &str) -> String {
        meant(typed, Some(Path::new("/home/me")), |_| false).display().to_string()
    }

    #[test]
    #[cfg(unix)]
    fn paths_are_taken_as_terminals_paste_and_drop_them() {
        for (typed, path) in [
            ("~/deck.apkg", "/home/me/deck.apkg"),
            (" ~ ", "/home/me"),
            ("~other/x.md", "~other/x.md"),
            ("'/a b/c.md'", "/a b/c.md"),
            ("\"~/a b.md\"", "/home/me/a b.md"),
            ("/a\\ b/it\\'s.md", "/a b/it's.md"),
            ("file:///a%20b/%C3%A9.md", "/a b/é.md"),
            ("notes/team.md", "notes/team.md"),
        ] {
            assert_eq!(at_home(typed), path, "{typed}");
        }
        let odd = "'quoted\\ name'";
        assert_eq!(meant(odd, None, |_| true).display().to_string(), odd, "a file of that very name comes first");
    }

    proptest! {
        #[test]
        fn any_text_is_some_path(typed in any::<String>()) {
            meant(&typed, Some(Path::new("/h")), |_| false);
        }
    }
}
