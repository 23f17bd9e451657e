//! Asks for edits and waits for them.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use super::{Draft, Proposed};
use crate::ask::{Patience, Progress, ask};
use crate::destination::Destination;
use crate::error::CoachError;

/// A request for edits.
#[derive(Clone, Debug)]
pub struct Work {
    /// The server or program that is asked.
    pub destination: Destination,
    /// The answer to be improved.
    pub draft: Draft,
    /// The folder under which programs are given an empty one to run in.
    pub scratch: PathBuf,
}

impl Work {
    /// Asks and waits for the result.
    pub fn run(&self, cancel: &AtomicBool, tell: &mut dyn FnMut(Progress)) -> Result<Proposed, CoachError> {
        let patience = Patience { cancel, within: None };
        let read = |object: &_| self.draft.believe(object);
        ask(&self.destination, &self.draft.exchange(), &self.scratch, patience, tell, read)
            .map(|(proposed, _)| proposed)
    }
}
