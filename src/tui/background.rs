//! Work on other threads, whose results the loop takes like any other input.
//!
//! A release build does not unwind, so a panic in such work cannot be caught where the work was started. The panic hook
//! reports the failure, and the thread then sleeps until the program ends.

use std::cell::Cell;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::app::Input;

/// The longest that the loop sleeps while work is running.
const POLL: Duration = Duration::from_millis(50);

thread_local! {
    /// Reports that the work of this thread failed. None on threads that do no background work.
    static FAILED: Cell<Option<Box<dyn FnOnce()>>> = const { Cell::new(None) };
}

/// For the panic hook: reports the failure of background work. False if this thread does none, so that the hook goes
/// on.
pub(super) fn tell_failure() -> bool {
    let Some(tell) = FAILED.take() else { return false };
    tell();
    // In such a build the program would be aborted once the hook returns.
    while cfg!(panic = "abort") {
        std::thread::park();
    }
    true
}

/// Work on other threads, and the channel on which its results arrive.
#[derive(Debug)]
pub struct Background {
    sender: Sender<Input>,
    results: Receiver<Input>,
    running: usize,
}

impl Default for Background {
    fn default() -> Self {
        let (sender, results) = channel();
        Self { sender, results, running: 0 }
    }
}

impl Background {
    /// Runs `work` on another thread; its result arrives through [`Self::take`]. If it panics, `failed` arrives
    /// instead, once the panic hook calls `tell_failure`.
    pub fn start(&mut self, work: impl FnOnce() -> Input + Send + 'static, failed: Input) -> std::io::Result<()> {
        let sender = self.sender.clone();
        let guarded = move || {
            let told = sender.clone();
            // Sending fails only while the program is being left; then nobody waits for the result.
            FAILED.set(Some(Box::new(move || drop(told.send(failed)))));
            let done = work();
            FAILED.set(None);
            let _ = sender.send(done);
        };
        std::thread::Builder::new().name("background".into()).spawn(guarded)?;
        self.running += 1;
        Ok(())
    }

    /// Whether any work is running.
    pub fn is_busy(&self) -> bool {
        self.running > 0
    }

    /// How long the loop may sleep, given how long it would otherwise: less while work is running.
    pub fn shorten(&self, wait: Duration) -> Duration {
        if self.is_busy() { wait.min(POLL) } else { wait }
    }

    /// The next result, if one has arrived. Does not wait.
    pub fn take(&mut self) -> Option<Input> {
        let result = self.results.try_recv().ok()?;
        self.running = self.running.saturating_sub(1);
        Some(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait_for(background: &mut Background) -> Input {
        // Sending is the last thing the thread does; receiving waits for it.
        let result = background.results.recv().expect("a result");
        background.running -= 1;
        result
    }

    #[test]
    fn a_result_arrives_and_the_loop_sleeps_long_again() {
        let mut background = Background::default();
        assert_eq!(background.shorten(Duration::from_secs(9)), Duration::from_secs(9));
        background.start(|| Input::Notice("done".into()), Input::Tick).expect("started");
        assert!(background.is_busy() && background.shorten(Duration::from_secs(9)) < Duration::from_secs(1));
        assert!(matches!(wait_for(&mut background), Input::Notice(text) if text == "done"));
        assert!(!background.is_busy() && background.take().is_none());
    }

    #[test]
    fn work_that_panics_is_told_as_failed() {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !tell_failure() {
                before(info);
            }
        }));
        let mut background = Background::default();
        background.start(|| panic!("on purpose"), Input::Notice("failed".into())).expect("started");
        assert!(matches!(wait_for(&mut background), Input::Notice(text) if text == "failed"));
    }
}
