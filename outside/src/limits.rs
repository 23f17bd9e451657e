//! When to give up on something that was asked.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How often cancellation and the limits are checked.
pub const LOOK: Duration = Duration::from_millis(50);

/// How long a program or server may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits<'a> {
    /// Until its first byte.
    pub first: Duration,
    /// Between two pieces, once the first has come.
    pub silence: Duration,
    /// From start to end.
    pub total: Duration,
    /// Set to true by another thread to cancel.
    pub cancel: &'a AtomicBool,
}

/// Why we gave up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It was cancelled.
    Cancelled,
    /// Nothing came for this long.
    Silent(Duration),
    /// It was not finished after this long.
    TooLong(Duration),
}

impl<'a> Limits<'a> {
    /// The same limit for the first byte, for silence and for the whole.
    pub fn in_all(total: Duration, cancel: &'a AtomicBool) -> Self {
        Self { first: total, silence: total, total, cancel }
    }

    /// Fails once something that began at `started`, and was last heard from at `heard`, has to be given up.
    pub fn check(&self, started: Instant, heard: Option<Instant>) -> Result<(), Stop> {
        if self.cancel.load(Ordering::Relaxed) {
            return Err(Stop::Cancelled);
        }
        if started.elapsed() >= self.total {
            return Err(Stop::TooLong(self.total));
        }
        let (since, limit) = heard.map_or((started, self.first), |heard| (heard, self.silence));
        if since.elapsed() >= limit { Err(Stop::Silent(limit)) } else { Ok(()) }
    }
}
