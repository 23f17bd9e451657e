//! Recordings of spoken answers: where they are, which of them are still needed, and which may be deleted.

use std::collections::HashSet;
use std::time::{Duration, SystemTime};

use crate::config::{Keep, Paths};
use crate::engine::Hearing;
use crate::speech::kept::{self, Deleted, KeptError, Recordings};

/// The answers in progress, whose recordings must stay: each has a draft or a lock.
pub fn needed_recordings(paths: &Paths) -> HashSet<String> {
    // Without the folder there are no drafts.
    let Ok(entries) = std::fs::read_dir(paths.drafts()) else { return HashSet::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let stem = |name: String| name.strip_suffix(".json").or(name.strip_suffix(".lock")).map(answer);
    names.filter_map(stem).collect()
}

/// The name of an answer as it appears in the file names of its recordings.
fn answer(id: &str) -> String {
    kept::name(id, 1).trim_end_matches(".wav").to_owned()
}

impl Hearing<'_> {
    /// The store of recordings. None if there is no disk.
    pub fn recordings(self) -> Option<Recordings> {
        self.engine.paths.as_ref().map(|paths| Recordings::new(paths.recordings()))
    }

    /// Whether a recording exists. Without a disk it is assumed to.
    pub fn has(self, name: &str) -> bool {
        self.recordings().is_none_or(|recordings| recordings.has(name))
    }

    /// The microphone of the settings. `Some(None)` is the one that the system chooses; None means that no microphone
    /// is to be used.
    pub fn microphone(self) -> Option<Option<String>> {
        match self.engine.config.microphone.as_str() {
            "none" => None,
            "" => Some(None),
            name => Some(Some(name.to_owned())),
        }
    }

    /// Deletes the recordings that are older than the settings keep them.
    pub fn sweep(self, now: SystemTime) -> Result<Deleted, KeptError> {
        let (Some(paths), Some(recordings)) = (&self.engine.paths, self.recordings()) else {
            return Ok(Deleted::default());
        };
        let age = match self.engine.config.recordings {
            Keep::Always => return Ok(Deleted::default()),
            Keep::Days(days) => Duration::from_hours(24 * u64::from(days)),
            Keep::Never => Duration::ZERO,
        };
        recordings.purge(age, now, &needed_recordings(paths), false)
    }
}
