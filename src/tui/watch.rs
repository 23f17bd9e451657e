//! Threads that watch for the end: signals, and a terminal that disappears.
//!
//! They write the answer in progress, give the terminal back and end the process themselves, because the loop may be anywhere:
//! in a write that never ends, or waiting for somebody else.

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

#[cfg(unix)]
use chrono::Utc;

use crate::engine::CopyJob;
use crate::history::{DraftSaver, RecordId, put_aside};

/// What the threads and the loop share.
#[derive(Debug, Default, Clone)]
pub struct Watch {
    savers: Arc<Mutex<Vec<DraftSaver>>>,
    copier: Arc<Mutex<Option<CopyJob>>>,
    lent: Arc<AtomicBool>,
    resumed: Arc<(Mutex<bool>, Condvar)>,
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

    /// What is to be written at the end.
    pub fn set_savers(&self, savers: Vec<DraftSaver>) {
        *self.savers.lock().unwrap_or_else(PoisonError::into_inner) = savers;
    }

    /// What copies the history at the end.
    pub fn set_copier(&self, copier: Option<CopyJob>) {
        *self.copier.lock().unwrap_or_else(PoisonError::into_inner) = copier;
    }

    /// Whether another program has the terminal: Ctrl-C is then meant for it.
    pub fn set_lent(&self, lent: bool) {
        self.lent.store(lent, Ordering::Release);
    }

    /// Whether the process was stopped and continued since this was last asked.
    pub fn take_resumed(&self) -> bool {
        std::mem::take(&mut self.resumed.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Keeps still while the process is about to be stopped: keys that come now are meant for the shell. Returns when
    /// it goes on, or soon if nothing stops it.
    pub fn wait_for_resume(&self) {
        let resumed = self.resumed.0.lock().unwrap_or_else(PoisonError::into_inner);
        let limit = Duration::from_millis(500);
        drop(self.resumed.1.wait_timeout_while(resumed, limit, |resumed| !*resumed));
    }

    #[cfg(unix)]
    fn set_resumed(&self) {
        *self.resumed.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.resumed.1.notify_all();
    }

    /// Writes what is in progress. What the disk does not take comes back.
    fn save(&self) -> Vec<(RecordId, Vec<u8>)> {
        let savers = self.savers.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let unsaved = |saver: &DraftSaver| saver.save_now().err().and_then(|_| saver.unsaved());
        savers.iter().filter_map(unsaved).collect()
    }

    /// Puts what could not be written where temporary files lie, and says so on a terminal that is given back.
    fn put_aside(unsaved: &[(RecordId, Vec<u8>)]) {
        if unsaved.is_empty() {
            return;
        }
        // The terminal may be gone, so that nobody can be told.
        let mut out = std::io::stderr();
        let _ = match put_aside(&[], unsaved) {
            Ok(folder) => writeln!(out, "What could not be saved is in {}.", folder.display()),
            Err(error) => writeln!(out, "What was in progress could not be saved: {error}"),
        };
    }

    /// Copies the history. A failure cannot be told any more.
    #[cfg(unix)]
    fn copy(&self) {
        let copier = self.copier.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(copier) = copier {
            let _ = copier.run(Utc::now());
        }
    }

    /// Ends the program on a panic, on whatever thread: without it the answer might no longer be kept, and the screen is
    /// gone.
    fn hook_panics(&self) {
        let watch = self.clone();
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if super::background::tell_failure() {
                return;
            }
            let unsaved = watch.save();
            super::terminal::restore();
            before(info);
            Self::put_aside(&unsaved);
            std::process::exit(101);
        }));
    }
}

/// Sends the whole job to the background, as the shell's Ctrl-Z does. False when there is no shell to go back to.
#[cfg(unix)]
pub fn stop_job() -> bool {
    // A shell with job control gives each job a process group of its own. In the group of the session's first process
    // nobody would ever continue us: it is ourselves, or a shell that only runs a script.
    let alone = rustix::process::getsid(None).is_ok_and(|session| session == rustix::process::getpgrp());
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
    use std::sync::Arc;

    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::process::{Signal, getpid, kill_process};
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
    use signal_hook::iterator::Signals;
    use signal_hook::low_level;

    use super::{Duration, Ordering, Watch};
    use crate::tui::terminal::{self, Polled};

    /// How often a terminal that cannot be polled is looked at.
    const LOOK: Duration = Duration::from_secs(1);

    pub(super) fn start(watch: &Watch) {
        // A file that may not grow any more is an error like a full disk, and not a reason to be killed in raw mode.
        let _ = signal_hook::flag::register(Signal::XFSZ.as_raw(), Arc::default());
        let signals = watch.clone();
        // Without the threads the program still works; it only ends less gracefully.
        if let Ok(found) = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT]) {
            let _ = std::thread::Builder::new().name("signals".into()).spawn(move || on_signals(&signals, found));
        }
        let terminal = watch.clone();
        let _ = std::thread::Builder::new().name("terminal".into()).spawn(move || on_hangup(&terminal));
    }

    fn on_signals(watch: &Watch, mut signals: Signals) {
        for signal in &mut signals {
            match signal {
                SIGTSTP => stop(watch),
                SIGCONT => resume(watch),
                SIGINT | SIGQUIT if watch.lent.load(Ordering::Acquire) => {}
                _ => end(watch, 128 + signal),
            }
        }
    }

    /// Gives the terminal back and stops. This thread may run on for a moment after the call that stops it, so nothing
    /// may come behind it: what is to be done when the shell continues the job hangs on SIGCONT.
    fn stop(watch: &Watch) {
        // What the disk does not take now is tried again.
        let _ = watch.save();
        terminal::restore();
        let _ = kill_process(getpid(), Signal::STOP);
    }

    /// Takes the terminal again, in which the shell may have changed everything. Also after a SIGSTOP, of which nothing
    /// is heard before.
    fn resume(watch: &Watch) {
        // While an editor has the terminal, it is not ours to take.
        if !watch.lent.load(Ordering::Acquire) && terminal::take_again().is_err() {
            return;
        }
        watch.set_resumed();
        // Wakes the loop, which is waiting for input: a changed size is an event to it.
        let _ = kill_process(getpid(), Signal::WINCH);
    }

    /// Waits until the terminal is gone: without waking up, where the system tells it.
    fn on_hangup(watch: &Watch) {
        let stdin = io::stdin();
        let mut fds = [PollFd::new(&stdin, PollFlags::empty())];
        loop {
            match poll(&mut fds, None) {
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => return,
                Ok(_) => match Polled::of(fds[0].revents()) {
                    Polled::Gone => end(watch, 128 + SIGHUP),
                    Polled::Unknown => {
                        look_until_gone();
                        end(watch, 128 + SIGHUP);
                    }
                    // Something was reported although nothing was asked for: do not spin on it.
                    Polled::Ready | Polled::Nothing => return,
                },
            }
        }
    }

    /// Asks the terminal for its modes, once a second, until there is none that could answer.
    fn look_until_gone() {
        while matches!(rustix::termios::tcgetattr(io::stdin()), Ok(_) | Err(rustix::io::Errno::INTR)) {
            std::thread::sleep(LOOK);
        }
    }

    fn end(watch: &Watch, code: i32) -> ! {
        let unsaved = watch.save();
        terminal::restore();
        Watch::put_aside(&unsaved);
        watch.copy();
        low_level::exit(code)
    }
}
