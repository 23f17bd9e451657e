//! Asking for edits, and waiting for them.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use super::{Draft, Proposed};
use crate::ask::{Patience, Progress, ask};
use crate::destination::Destination;
use crate::error::CoachError;

/// Edits to be asked for.
#[derive(Clone, Debug)]
pub struct Work {
    /// Who is asked.
    pub destination: Destination,
    /// What is to become better.
    pub draft: Draft,
    /// Where programs find an empty folder.
    pub scratch: PathBuf,
}

impl Work {
    /// Asks, and waits for it.
    pub fn run(&self, cancel: &AtomicBool, tell: &mut dyn FnMut(Progress)) -> Result<Proposed, CoachError> {
        let patience = Patience { cancel, within: None };
        let read = |object: &_| self.draft.believe(object);
        ask(&self.destination, &self.draft.exchange(), &self.scratch, patience, tell, read)
            .map(|(proposed, _)| proposed)
    }
}
