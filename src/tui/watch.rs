//! Threads that watch for the end: signals, and a terminal that disappears.
//!
//! They write the answer in progress, give the terminal back and end the process themselves, because the loop may never
//! come back: crossterm 0.29 reads a vanished terminal over and over without returning.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::history::DraftSaver;

/// What the threads and the loop share.
#[derive(Debug, Default, Clone)]
pub struct Watch {
    saver: Arc<Mutex<Option<DraftSaver>>>,
    lent: Arc<AtomicBool>,
    resumed: Arc<AtomicBool>,
}

impl Watch {
    /// Starts the threads and the panic hook.
    pub fn start() -> Self {
        let watch = Self::default();
        watch.hook_panics();
        #[cfg(unix)]
        unix::start(&watch);
        watch
    }

    /// Which answer to write at the end.
    pub fn set_saver(&self, saver: Option<DraftSaver>) {
        *self.saver.lock().unwrap_or_else(PoisonError::into_inner) = saver;
    }

    /// Whether another program has the terminal: Ctrl-C is then meant for it.
    pub fn set_lent(&self, lent: bool) {
        self.lent.store(lent, Ordering::Release);
    }

    /// Whether the process was stopped and continued since this was last asked.
    pub fn take_resumed(&self) -> bool {
        self.resumed.swap(false, Ordering::AcqRel)
    }

    /// Writes the answer in progress. A failure cannot be told any more.
    fn save(&self) {
        let saver = self.saver.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(saver) = saver {
            let _ = saver.save_now();
        }
    }

    fn hook_panics(&self) {
        let watch = self.clone();
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            watch.save();
            super::terminal::restore();
            before(info);
        }));
    }
}

/// Sends the whole job to the background, as the shell's Ctrl-Z does. False when there is no shell to go back to.
#[cfg(unix)]
pub fn stop_job() -> bool {
    let alone = rustix::process::getsid(None).is_ok_and(|session| session == rustix::process::getpid());
    !alone && rustix::process::kill_current_process_group(rustix::process::Signal::TSTP).is_ok()
}

/// Sends the whole job to the background. There is no such thing here.
#[cfg(not(unix))]
pub fn stop_job() -> bool {
    false
}

#[cfg(unix)]
mod unix {
    use std::io;

    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::process::{Signal, getpid, kill_process};
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level;

    use super::{Ordering, Watch};
    use crate::tui::terminal;

    pub(super) fn start(watch: &Watch) {
        let signals = watch.clone();
        // Without the threads the program still works; it only ends less gracefully.
        if let Ok(found) = Signals::new([SIGHUP, SIGINT, SIGTERM, SIGTSTP]) {
            let _ = std::thread::Builder::new().name("signals".into()).spawn(move || on_signals(&signals, found));
        }
        let terminal = watch.clone();
        let _ = std::thread::Builder::new().name("terminal".into()).spawn(move || on_hangup(&terminal));
    }

    fn on_signals(watch: &Watch, mut signals: Signals) {
        for signal in &mut signals {
            match signal {
                SIGTSTP => stop(watch),
                SIGINT if watch.lent.load(Ordering::Acquire) => {}
                _ => end(watch, 128 + signal),
            }
        }
    }

    /// Gives the terminal back, stops until the shell continues the job, and takes the terminal again.
    fn stop(watch: &Watch) {
        let lent = watch.lent.load(Ordering::Acquire);
        watch.save();
        terminal::restore();
        let _ = kill_process(getpid(), Signal::STOP);
        // Here again after SIGCONT. While an editor has the terminal, it is not ours to take.
        if !lent && terminal::take_again().is_err() {
            return;
        }
        watch.resumed.store(true, Ordering::Release);
        // Wakes the loop, which is waiting for input: a changed size is an event to it.
        let _ = kill_process(getpid(), Signal::WINCH);
    }

    /// Waits, without waking up, until the terminal is gone.
    fn on_hangup(watch: &Watch) {
        let stdin = io::stdin();
        let mut fds = [PollFd::new(&stdin, PollFlags::empty())];
        loop {
            match poll(&mut fds, None) {
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => return,
                Ok(_) => {
                    let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
                    if fds[0].revents().intersects(gone) {
                        end(watch, 128 + SIGHUP);
                    }
                    // Something else was reported although nothing was asked for: do not spin on it.
                    return;
                }
            }
        }
    }

    fn end(watch: &Watch, code: i32) -> ! {
        watch.save();
        terminal::restore();
        low_level::exit(code)
    }
}
