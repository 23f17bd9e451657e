//! What every transcriber is told and bound by.

use std::fmt::Display;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::error::SttError;

/// How many bytes of output are read at most.
pub(super) const MOST_OUTPUT: u64 = 16 * 1024 * 1024;

/// What engines are prompted with, so that they write fillers down. Short, because long prompts cut answers off.
pub(super) const PROMPT: &str = "Um, uh, hmm, er, ah.";

/// When a transcript in the making is given up.
pub(super) struct Bounds<'a> {
    started: Instant,
    limit: Duration,
    cancel: &'a AtomicBool,
}

impl<'a> Bounds<'a> {
    /// The time runs from now on.
    pub(super) fn new(limit: Duration, cancel: &'a AtomicBool) -> Self {
        Self { started: Instant::now(), limit, cancel }
    }

    /// Fails when it was called off, and when the engine takes too long.
    pub(super) fn check(&self, engine: &dyn Display) -> Result<(), SttError> {
        if self.cancel.load(Ordering::Relaxed) {
            return Err(SttError::Cancelled);
        }
        if self.started.elapsed() >= self.limit {
            return Err(SttError::TooLong { engine: engine.to_string(), seconds: self.limit.as_secs_f64() });
        }
        Ok(())
    }
}
