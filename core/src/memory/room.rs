//! What an evening has room for: so many answers or so much time, and a long question only now and then.

use crate::bank::Seconds;

/// A question whose spoken target is longer than this is an evening of its own.
const LONG_SECONDS: u32 = 400;

/// Days from one long question to the next.
pub const LONG_EVERY: u64 = 7;

/// Whether a question is one of those that come once a week: designs and incidents mostly.
pub fn is_long(seconds: Seconds) -> bool {
    seconds.target > LONG_SECONDS
}

/// What is left of an evening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Answers.
    pub answers: u32,
    /// Seconds; none: no limit.
    pub seconds: Option<u32>,
    /// Long questions.
    pub long: u32,
}

impl Room {
    /// Whether a question of this length fits.
    pub fn fits(self, seconds: u32, long: bool) -> bool {
        self.answers > 0 && self.seconds.is_none_or(|left| seconds <= left) && (self.long > 0 || !long)
    }

    /// Takes its place, whether it fits or not.
    pub fn take(&mut self, seconds: u32, long: bool) {
        self.answers = self.answers.saturating_sub(1);
        self.seconds = self.seconds.map(|left| left.saturating_sub(seconds));
        self.long = self.long.saturating_sub(u32::from(long));
    }
}
