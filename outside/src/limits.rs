//! When something that was asked is given up.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How often a cancellation and the limits are looked at.
pub const LOOK: Duration = Duration::from_millis(50);

/// How long somebody may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits<'a> {
    /// Until the first byte comes.
    pub first: Duration,
    /// Between two pieces, once there was one.
    pub silence: Duration,
    /// In all.
    pub total: Duration,
    /// Set by another thread to call it off.
    pub cancel: &'a AtomicBool,
}

/// Why it was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// It was called off.
    Cancelled,
    /// Nothing came for so long.
    Silent(Duration),
    /// It was not through after so long.
    TooLong(Duration),
}

impl<'a> Limits<'a> {
    /// One limit for everything.
    pub fn in_all(total: Duration, cancel: &'a AtomicBool) -> Self {
        Self { first: total, silence: total, total, cancel }
    }

    /// Whether to go on with what began at `started` and was last heard of at `heard`.
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
