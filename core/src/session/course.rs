//! What every way through a session has to provide.

use super::desk::Desk;
use super::intent::Intent;
use crate::engine::Engine;
use crate::history::{Draft, Medium, Unfinished};
use crate::moment::Moment;
use crate::practice::Answer;

/// A way through a session: what is asked, in which order, and what follows from it.
pub trait Course {
    /// Whether the course stands still until its records are on disk.
    const HALTS: bool;

    /// Whether hints may be asked for.
    const HINTS: bool;

    /// The answer in progress, its notes still closed; `None` if there is none.
    fn answer(&self) -> Option<&Answer>;

    /// Mutable access to the answer in progress.
    fn answer_mut(&mut self) -> Option<&mut Answer>;

    /// The text being asked, to be read aloud.
    fn prompt(&self) -> Option<&str> {
        self.answer().map(Answer::asked)
    }

    /// The draft to keep on disk of the answer in progress; `None` if there is nothing to keep.
    fn draft(&self, now: Moment) -> Option<Draft>;

    /// Work around the answer to keep on disk; `None` if it has not changed since the last call.
    fn work(&mut self, _now: Moment) -> Option<Unfinished> {
        None
    }

    /// The file name for the recording of the answer or reply being spoken; `None` if nothing is being spoken, or it is
    /// not to be recorded.
    fn recording_name(&self, engine: &Engine) -> Option<String>;

    /// Called when the candidate starts answering in this medium.
    fn gave(&mut self, _medium: Medium) {}

    /// Says whether the clock is going to be read at least once a second, for this and all later questions.
    fn set_heartbeat(&mut self, now: Moment, beating: bool);

    /// Called when something has been typed.
    fn typed(&mut self) {}

    /// Called after the clock was read, to do what follows from the time.
    fn clocked(&mut self, _desk: &mut Desk<'_>) {}

    /// Handles an intent that does not mean the same on every course.
    fn take(&mut self, intent: Intent, desk: &mut Desk<'_>);

    /// The records that the course was waiting for are on disk.
    fn saved(&mut self, desk: &mut Desk<'_>);

    /// The records that the course is waiting for could not be written.
    fn failed(&mut self, _desk: &mut Desk<'_>) {}

    /// Whether something else is being asked than at the last call; calling resets it.
    fn take_turned(&mut self) -> bool;
}
