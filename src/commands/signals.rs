//! Signals that ask the program to end, for commands that record, play or work for long.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

#[cfg(not(unix))]
use super::out::INTERRUPT;

/// How often signals are looked for.
const LOOK: Duration = Duration::from_millis(100);

/// Runs something that may take long. A signal that asks the program to end cancels it; the number of the signal is
/// returned then.
pub(super) fn until_signal<T: Send>(work: impl FnOnce(&AtomicBool) -> T + Send) -> std::io::Result<(T, Option<u8>)> {
    let (signals, cancel) = (Signals::watch()?, AtomicBool::new(false));
    std::thread::scope(|scope| {
        let worker = scope.spawn(|| work(&cancel));
        while !worker.is_finished() {
            if signals.seen().is_some() {
                cancel.store(true, Ordering::Relaxed);
            }
            std::thread::sleep(LOOK);
        }
        let done = worker.join().map_err(|_| std::io::Error::other("the work broke off"))?;
        Ok((done, signals.seen()))
    })
}

/// Remembers the first signal that asks the program to end.
pub(super) struct Signals(Arc<AtomicUsize>);

impl Signals {
    #[cfg(unix)]
    pub(super) fn watch() -> std::io::Result<Self> {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        let seen = Arc::new(AtomicUsize::new(0));
        for signal in [SIGHUP, SIGINT, SIGTERM] {
            signal_hook::flag::register_usize(signal, Arc::clone(&seen), signal.unsigned_abs() as usize)?;
        }
        Ok(Self(seen))
    }

    #[cfg(not(unix))]
    pub(super) fn watch() -> std::io::Result<Self> {
        let seen = Arc::new(AtomicUsize::new(0));
        let told = Arc::clone(&seen);
        ctrlc::set_handler(move || told.store(usize::from(INTERRUPT), Ordering::Release))
            .map_err(std::io::Error::other)?;
        Ok(Self(seen))
    }

    pub(super) fn seen(&self) -> Option<u8> {
        u8::try_from(self.0.load(Ordering::Acquire)).ok().filter(|number| *number > 0)
    }
}
