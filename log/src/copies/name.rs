//! The names of copies: `history-2026-11-30T045612Z-1234.sqlite` was made at that instant (UTC) and holds 1234 records.
//! `-held` before the suffix means that it holds records which the history has lost, `-forgotten` that they were given
//! up on purpose.

use std::path::Path;

use chrono::{DateTime, NaiveDateTime, SubsecRound as _, Utc};

const PREFIX: &str = "history-";
const SUFFIX: &str = ".sqlite";

/// Why a copy is kept regardless of age.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// No special reason: the rotation decides.
    #[default]
    None,
    /// It holds records that the history has lost; a restore uses it too.
    Held,
    /// It holds records that were given up on purpose; a restore uses it only if it is named.
    Forgotten,
}

impl Mark {
    fn suffix(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Held => "-held",
            Self::Forgotten => "-forgotten",
        }
    }
}

const INSTANT: &str = "%Y-%m-%dT%H%M%SZ";

/// What a file name says about a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) at: DateTime<Utc>,
    pub(super) records: u64,
    pub(super) mark: Mark,
}

impl Name {
    pub(super) fn new(at: DateTime<Utc>, records: u64) -> Self {
        Self { at: at.trunc_subsecs(0), records, mark: Mark::None }
    }

    pub(super) fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
        let marked = |mark: Mark| Some((name.strip_suffix(mark.suffix())?, mark));
        let (name, mark) = marked(Mark::Held).or_else(|| marked(Mark::Forgotten)).unwrap_or((name, Mark::None));
        let (instant, records) = name.rsplit_once('-')?;
        let at = NaiveDateTime::parse_from_str(instant, INSTANT).ok()?.and_utc();
        Some(Self { at, records: records.parse().ok()?, mark })
    }

    pub(super) fn text(self) -> String {
        format!("{PREFIX}{}-{}{}{SUFFIX}", self.at.format(INSTANT), self.records, self.mark.suffix())
    }
}

/// Whether a file was made before a change of format: such copies are not rotated.
pub(super) fn is_of_a_format(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with("history-format-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_what_it_was_made_of() {
        let at = "2026-11-30T04:56:12.5Z".parse().expect("an instant");
        let name = Name::new(at, 1234);
        assert_eq!(name.text(), "history-2026-11-30T045612Z-1234.sqlite");
        assert_eq!(Name::of(Path::new(&name.text())), Some(name));
        let held = Name { mark: Mark::Held, ..name };
        assert_eq!(held.text(), "history-2026-11-30T045612Z-1234-held.sqlite");
        assert_eq!(Name::of(Path::new(&held.text())), Some(held));
        let forgotten = Name { mark: Mark::Forgotten, ..name };
        assert_eq!(Name::of(Path::new(&forgotten.text())), Some(forgotten));
        for other in ["history-2026-11-22.sqlite", "history-format-1.sqlite", "notes.txt", "history-x-1.sqlite"] {
            assert_eq!(Name::of(Path::new(other)), None, "{other}");
        }
        assert!(is_of_a_format(Path::new("/x/history-format-1.sqlite")));
    }
}
