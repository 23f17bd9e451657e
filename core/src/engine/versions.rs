//! Which version of the program was used last: after an update, what is new is pointed to, once.

use std::path::Path;

use super::Engine;
use crate::config::Paths;
use crate::files;
use crate::history::History;

/// A larger file holds something else.
const MAX_BYTES: u64 = 1 << 10;

/// The version of this program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A version: major, minor, patch.
type Number = (u64, u64, u64);

/// Reads `1.2.3`, with or without more behind it that does not count.
fn number(version: &str) -> Option<Number> {
    let plain = version.trim().split(['-', '+']).next()?;
    let mut parts = plain.split('.').map(|part| part.parse().ok());
    let found = (parts.next()??, parts.next()??, parts.next()??);
    parts.next().is_none().then_some(found)
}

/// What a start with this version means, for somebody who used `before` last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    /// The first one of all, or the first since it was noted and nothing was practised.
    First,
    /// The same version again, or an older one beside a newer: nothing is told, and nothing is noted.
    Usual,
    /// An update.
    Updated,
}

fn start(before: Option<&str>, now: &str, has_history: bool) -> Start {
    match (before.and_then(number), number(now)) {
        (Some(before), Some(now)) if now > before => Start::Updated,
        (Some(_), _) => Start::Usual,
        // Earlier versions noted nothing.
        (None, _) if has_history => Start::Updated,
        (None, _) => Start::First,
    }
}

impl Engine {
    /// A sentence after an update, once: it is noted that it was said. None: this is no update, there is no disk, or it
    /// cannot be noted, so that it would be said each time.
    pub fn word_of_update(&self) -> Option<String> {
        let file = self.paths.as_ref()?.version();
        if what_start(&file, &self.history) != Start::Updated {
            return None;
        }
        note(&file)?;
        Some(format!("Hotseat is now {VERSION}; `hotseat news` says what is new."))
    }
}

/// Notes at the very first start which version that was, so that whatever is brought in then does not look like an update. That it
/// cannot be noted costs only that the next version is pointed to for no reason.
pub(super) fn note_first(paths: &Paths, history: &History) {
    let file = paths.version();
    if what_start(&file, history) == Start::First {
        let _ = note(&file);
    }
}

fn what_start(file: &Path, history: &History) -> Start {
    let has_history = history.extent().is_ok_and(|extent| extent.records > 0);
    start(read(file).as_deref(), VERSION, has_history)
}

fn read(file: &Path) -> Option<String> {
    files::read(file, MAX_BYTES).ok().and_then(|bytes| String::from_utf8(bytes).ok())
}

fn note(file: &Path) -> Option<()> {
    files::create_private_dir(file.parent()?).ok()?;
    files::replace(file, format!("{VERSION}\n").as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_update_is_told_and_nothing_else() {
        assert_eq!(start(None, "0.2.0", false), Start::First);
        assert_eq!(start(None, "0.2.0", true), Start::Updated, "earlier versions noted nothing");
        assert_eq!(start(Some("0.2.0\n"), "0.2.0", true), Start::Usual);
        assert_eq!(start(Some("0.9.0"), "0.10.0", true), Start::Updated, "numbers, not letters");
        assert_eq!(start(Some("0.3.0"), "0.2.0", true), Start::Usual, "an older one beside a newer");
        assert_eq!(start(Some("nonsense"), "0.2.0", true), Start::Updated);
        assert_eq!(start(Some("0.2.0"), "0.2.1-rc.1", false), Start::Updated);
    }

    #[test]
    fn this_version_is_one() {
        assert!(number(VERSION).is_some());
        for nonsense in ["", "1", "1.2", "1.2.3.4", "a.b.c", "1.2.-3"] {
            assert_eq!(number(nonsense), None, "{nonsense}");
        }
    }
}
