//! Recordings that no attempt in the log names yet, and those that an earlier run did not get to.

use std::path::Path;
use std::time::Duration;

use crate::engine::Hearing;
use crate::history::{AttemptFilter, Medium, Utterance};
use crate::moment::Moment;
use crate::speech::hearing::Wish;

/// How many of the newest attempts a start looks through, and how old they may be.
const NEWEST: u32 = 20;
const OLDEST: Duration = Duration::from_hours(24 * 14);

impl Hearing<'_> {
    /// What is to be found out about a recording that no attempt in the log names yet, and that answers the question
    /// `asked`. None if it does not exist.
    pub fn wish_ahead(self, name: &str, asked: &str) -> Option<Wish> {
        let paths = self.engine.paths.as_ref()?;
        let recording = self.recordings()?.path(name)?;
        let (engine, _) = self.transcriber();
        Some(Wish { recording, asked: asked.to_owned(), engine, scratch: paths.temporary() })
    }

    /// The file name of the recording of an answer or a reply in the log.
    pub fn name_of(self, of: &Utterance) -> Option<String> {
        super::recording_of(&self.engine.attempt(&of.attempt).ok()??, of).map(str::to_owned)
    }

    /// Answers and replies of the last days, oldest first, about which something can still be found out because the
    /// program ended too soon.
    pub fn unheard(self, now: Moment) -> Vec<Utterance> {
        let filter = AttemptFilter { limit: Some(NEWEST), ..AttemptFilter::default() };
        let Ok(rows) = self.engine.history.attempts(&filter) else { return Vec::new() };
        let fresh = rows.iter().filter(|row| {
            let age = now.wall.signed_duration_since(row.answered_at).to_std().unwrap_or_default();
            age < OLDEST
        });
        let spoken = fresh.filter(|row| row.medium == Medium::Spoken);
        let utterances = spoken.flat_map(|row| {
            let attempt = self.engine.attempt(&row.id).ok().flatten();
            let replies = attempt.map_or(0, |attempt| attempt.follow_ups.len());
            let replies = (0..replies).map(|at| Utterance::reply(&row.id, at));
            std::iter::once((&row.id).into()).chain(replies).collect::<Vec<_>>()
        });
        utterances.filter(|of| self.is_unheard(of)).collect()
    }

    fn is_unheard(self, of: &Utterance) -> bool {
        // Only recordings that exist, and only if something can transcribe them.
        self.wish(of).is_some_and(|(wish, _)| wish.engine.is_some() && Path::new(&wish.recording).is_file())
    }
}
