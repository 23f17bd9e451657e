//! The minutes chosen for one evening alone, kept in a file beside the history so that they survive a restart.

use std::io;
use std::path::Path;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::config::{ConfigError, MOST_MINUTES};
use crate::files;

/// A larger file is none that this program wrote.
const MAX_BYTES: u64 = 1 << 10;

#[derive(Serialize, Deserialize)]
struct Chosen {
    day: NaiveDate,
    minutes: u32,
}

/// The choice for this day. None if there is none, if it cannot be read, or if it is of another day.
pub(super) fn read(file: &Path, day: NaiveDate) -> Option<(NaiveDate, u32)> {
    let bytes = files::read(file, MAX_BYTES).ok()?;
    let chosen: Chosen = serde_json::from_slice(&bytes).ok()?;
    (chosen.day == day && (1..=MOST_MINUTES).contains(&chosen.minutes)).then_some((day, chosen.minutes))
}

/// Saves the choice; None deletes it.
pub(super) fn keep(file: &Path, chosen: Option<(NaiveDate, u32)>) -> Result<(), ConfigError> {
    let written = match chosen {
        Some((day, minutes)) => serde_json::to_vec(&Chosen { day, minutes })
            .map_err(io::Error::from)
            .and_then(|bytes| files::replace(file, &bytes)),
        None => match std::fs::remove_file(file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        },
    };
    written.map_err(|source| ConfigError::Unwritable { path: file.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_holds_for_its_evening_and_nonsense_for_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("evening.json");
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid");
        assert_eq!(read(&file, day), None);
        keep(&file, Some((day, 45))).expect("kept");
        assert_eq!((read(&file, day), read(&file, day.succ_opt().expect("a day"))), (Some((day, 45)), None));
        keep(&file, None).expect("gone");
        keep(&file, None).expect("gone already");
        assert_eq!(read(&file, day), None);
        for nonsense in ["", "{}", "{\"day\":\"2026-11-22\",\"minutes\":0}", "[1,2]"] {
            std::fs::write(&file, nonsense).expect("written");
            assert_eq!(read(&file, day), None, "{nonsense}");
        }
    }
}
