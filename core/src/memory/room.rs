//! What an evening has room for: a number of answers or an amount of time, and a long question only now and then.

use crate::bank::Seconds;

/// A question is long if its spoken target, in seconds, exceeds this: it takes an evening of its own.
const LONG_SECONDS: u32 = 400;

/// Days from one long question to the next.
pub const LONG_EVERY: u64 = 7;

/// Whether a question is one of the long ones, which come once a week: mostly designs and incidents.
pub fn is_long(seconds: Seconds) -> bool {
    seconds.target > LONG_SECONDS
}

/// What an evening still has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Number of answers.
    pub answers: u32,
    /// Seconds. None means no limit.
    pub seconds: Option<u32>,
    /// Number of long questions.
    pub long: u32,
}

impl Room {
    /// Whether a question that takes this many seconds still fits.
    pub fn fits(self, seconds: u32, long: bool) -> bool {
        self.answers > 0 && self.seconds.is_none_or(|left| seconds <= left) && (self.long > 0 || !long)
    }

    /// Takes up the room of a question, whether or not it fits.
    pub fn take(&mut self, seconds: u32, long: bool) {
        self.answers = self.answers.saturating_sub(1);
        self.seconds = self.seconds.map(|left| left.saturating_sub(seconds));
        self.long = self.long.saturating_sub(u32::from(long));
    }
}
