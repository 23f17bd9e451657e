//! The limits that apply to every transcriber.

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use hotseat_outside::limits::{Limits, Stop};

use super::error::SttError;

/// Most bytes of output that are read.
pub(super) const MOST_OUTPUT: usize = 16 * 1024 * 1024;

/// When a transcription is abandoned.
pub(super) struct Bounds<'a> {
    limit: Duration,
    cancel: &'a AtomicBool,
}

impl<'a> Bounds<'a> {
    pub(super) fn new(limit: Duration, cancel: &'a AtomicBool) -> Self {
        Self { limit, cancel }
    }

    pub(super) fn limits(&self) -> Limits<'a> {
        Limits::in_all(self.limit, self.cancel)
    }

    /// The error for an engine that was stopped.
    pub(super) fn error(&self, stop: Stop, engine: &str) -> SttError {
        match stop {
            Stop::Cancelled => SttError::Cancelled,
            Stop::Silent(_) | Stop::TooLong(_) => {
                SttError::TooLong { engine: engine.to_owned(), seconds: self.limit.as_secs_f64() }
            }
        }
    }
}
