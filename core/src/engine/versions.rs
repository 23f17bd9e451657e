//! Which version of the program was last used, so that after an update it can point to the news once.

use std::path::Path;

use super::Engine;
use crate::config::Paths;
use crate::files;
use crate::history::History;

/// A larger file is none that this program wrote.
const MAX_BYTES: u64 = 1 << 10;

/// The version of this program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A version: major, minor, patch.
type Number = (u64, u64, u64);

/// Reads `1.2.3`, ignoring anything after a hyphen or plus sign.
fn number(version: &str) -> Option<Number> {
    let plain = version.trim().split(['-', '+']).next()?;
    let mut parts = plain.split('.').map(|part| part.parse().ok());
    let found = (parts.next()??, parts.next()??, parts.next()??);
    parts.next().is_none().then_some(found)
}

/// What starting this version means for a user who last used the version `before`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    /// The first start of all: no version was noted, and nothing was practised.
    First,
    /// The same version again, or an older one than before: nothing is said, and nothing is noted.
    Usual,
    /// The first start after an update.
    Updated,
}

fn start(before: Option<&str>, now: &str, has_history: bool) -> Start {
    match (before.and_then(number), number(now)) {
        (Some(before), Some(now)) if now > before => Start::Updated,
        (Some(_), _) => Start::Usual,
        // Earlier versions did not note which they were.
        (None, _) if has_history => Start::Updated,
        (None, _) => Start::First,
    }
}

impl Engine {
    /// A sentence after an update, said once because that is noted. None if this is no update, if there is no disk,
    /// or if it cannot be noted and would be said at every start.
    pub fn word_of_update(&self) -> Option<String> {
        let file = self.paths.as_ref()?.version();
        if what_start(&file, &self.history) != Start::Updated {
            return None;
        }
        note(&file)?;
        Some(format!("Hotseat is now {VERSION}; `hotseat news` says what is new."))
    }
}

/// Notes the version at the very first start, so that a history imported later does not look like an update. If that
/// fails, the next start may point to the news for no reason.
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
