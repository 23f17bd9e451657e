//! What every transcriber is told and bound by.

use std::sync::atomic::{AtomicBool, Ordering};

/// How many bytes of output are read at most.
pub(super) const MOST_OUTPUT: u64 = 16 * 1024 * 1024;

/// What engines are prompted with, so that they write fillers down. Short, because long prompts cut answers off.
pub(super) const PROMPT: &str = "Um, uh, hmm, er, ah.";

/// The way to call off a transcript in the making.
#[derive(Debug)]
pub struct Watch<'a> {
    /// Another thread sets it to have the work stopped and the program killed.
    pub cancel: &'a AtomicBool,
}

impl Watch<'_> {
    pub(super) fn cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }
}
