//! What every way through a session has to say.

use super::desk::Desk;
use super::intent::Intent;
use crate::engine::Engine;
use crate::history::{Draft, Medium, Unfinished};
use crate::moment::Moment;
use crate::practice::Answer;

/// A way through a session: what is asked, in which order, and what comes of it.
pub trait Course {
    /// Whether it stands still while something is not on the disk.
    const HALTS: bool;

    /// Whether hints are given.
    const HINTS: bool;

    /// The answer in progress, its notes closed; none while there is none.
    fn answer(&self) -> Option<&Answer>;

    /// The same, to be changed.
    fn answer_mut(&mut self) -> Option<&mut Answer>;

    /// What is asked, to be read aloud.
    fn prompt(&self) -> Option<&str> {
        self.answer().map(Answer::asked)
    }

    /// What has to be on the disk of what is in progress.
    fn draft(&self, now: Moment) -> Option<Draft>;

    /// What has to be on the disk besides, where it is not what it was the last time.
    fn work(&mut self, _now: Moment) -> Option<Unfinished> {
        None
    }

    /// The name of the recording of the answer or the reply that is being spoken; none: nothing is, or it is not to be recorded.
    fn recording_name(&self, engine: &Engine) -> Option<String>;

    /// The answer is given so from now on.
    fn gave(&mut self, _medium: Medium) {}

    /// Whether the clock is read at least once a second, now and for the questions to come.
    fn set_heartbeat(&mut self, now: Moment, beating: bool);

    /// Something was typed a moment ago.
    fn typed(&mut self) {}

    /// The clock was read: what follows from the time.
    fn clocked(&mut self, _desk: &mut Desk<'_>) {}

    /// Takes an intent that is not the same in every course.
    fn take(&mut self, intent: Intent, desk: &mut Desk<'_>);

    /// What it waited for is on the disk.
    fn saved(&mut self, desk: &mut Desk<'_>);

    /// What it waits for could not be written.
    fn failed(&mut self, _desk: &mut Desk<'_>) {}

    /// Whether something else is asked now than the last time somebody looked. Looking resets it.
    fn take_turned(&mut self) -> bool;
}
