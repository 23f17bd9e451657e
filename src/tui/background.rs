//! Work on threads, whose results the loop takes like any other input.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::app::Input;

/// How long the loop sleeps at most while something is being worked on.
const POLL: Duration = Duration::from_millis(50);

/// Name of the threads. A panic on one of them is caught and told, and ends nothing.
pub(super) const NAME: &str = "background";

/// What is being worked on.
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
    /// Works on another thread; what comes of it arrives with [`Self::take`]. Work that panics comes to `failed`.
    pub fn start(&mut self, work: impl FnOnce() -> Input + Send + 'static, failed: Input) -> std::io::Result<()> {
        let sender = self.sender.clone();
        let guarded = move || {
            let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or(failed);
            // Nobody waits for it any more when the program is being left.
            let _ = sender.send(done);
        };
        std::thread::Builder::new().name(NAME.into()).spawn(guarded)?;
        self.running += 1;
        Ok(())
    }

    /// Whether something is being worked on.
    pub fn is_busy(&self) -> bool {
        self.running > 0
    }

    /// How long the loop may sleep.
    pub fn shorten(&self, wait: Duration) -> Duration {
        if self.is_busy() { wait.min(POLL) } else { wait }
    }

    /// The next result that is there.
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
        // The thread sends as its last act; receiving waits for that.
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
        let mut background = Background::default();
        background.start(|| panic!("on purpose"), Input::Notice("failed".into())).expect("started");
        assert!(matches!(wait_for(&mut background), Input::Notice(text) if text == "failed"));
    }
}
