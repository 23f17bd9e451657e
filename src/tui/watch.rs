//! Threads that watch for the end: signals, and a terminal that disappears.
//!
//! They write the answer in progress, restore the terminal and end the process themselves, because the loop may be
//! anywhere: in a write that never ends, or waiting for another program.

use std::io::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

#[cfg(unix)]
use chrono::Utc;

use crate::engine::CopyJob;
use crate::history::{DraftSaver, RecordId, put_aside};

/// What these threads and the loop share.
#[derive(Debug, Default, Clone)]
pub struct Watch {
    savers: Arc<Mutex<Vec<DraftSaver>>>,
    copier: Arc<Mutex<Option<CopyJob>>>,
    lent: Arc<AtomicBool>,
    resumed: Arc<(Mutex<bool>, Condvar)>,
}

impl Watch {
    /// Starts the threads and installs the panic hook.
    pub fn start() -> Self {
        let watch = Self::default();
        watch.hook_panics();
        #[cfg(unix)]
        unix::start(&watch);
        watch
    }

    /// Sets the drafts that have to be written at the end.
    pub fn set_savers(&self, savers: Vec<DraftSaver>) {
        *self.savers.lock().unwrap_or_else(PoisonError::into_inner) = savers;
    }

    /// Sets the job that copies the history at the end.
    pub fn set_copier(&self, copier: Option<CopyJob>) {
        *self.copier.lock().unwrap_or_else(PoisonError::into_inner) = copier;
    }

    /// Says whether another program has the terminal; Ctrl-C is then meant for that program.
    pub fn set_lent(&self, lent: bool) {
        self.lent.store(lent, Ordering::Release);
    }

    /// Whether the process was stopped and continued since the last call.
    pub fn take_resumed(&self) -> bool {
        std::mem::take(&mut self.resumed.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits while the process is about to be stopped, because keys that come now are meant for the shell. Returns when
    /// it is continued, or after half a second if nothing stops it.
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

    /// Writes the drafts, and returns those that the disk did not take.
    fn save(&self) -> Vec<(RecordId, Vec<u8>)> {
        let savers = self.savers.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let unsaved = |saver: &DraftSaver| saver.save_now().err().and_then(|_| saver.unsaved());
        savers.iter().filter_map(unsaved).collect()
    }

    /// Writes what could not be saved to the folder of temporary files, and says so once the terminal is restored.
    fn put_aside(unsaved: &[(RecordId, Vec<u8>)]) {
        if unsaved.is_empty() {
            return;
        }
        // The terminal may be gone; then nobody can be told.
        let mut out = std::io::stderr();
        let _ = match put_aside(&[], unsaved) {
            Ok(folder) => writeln!(out, "What could not be saved is in {}.", folder.display()),
            Err(error) => writeln!(out, "What was in progress could not be saved: {error}"),
        };
    }

    /// Copies the history. A failure can no longer be reported.
    #[cfg(unix)]
    fn copy(&self) {
        let copier = self.copier.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(copier) = copier {
            let _ = copier.run(Utc::now());
        }
    }

    /// Makes a panic end the program on any thread, except for background work: without that thread the answer might no
    /// longer be kept, and the screen is gone.
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

/// Stops the whole job, as Ctrl-Z in a shell does. False if there is no shell to return to.
#[cfg(unix)]
pub fn stop_job() -> bool {
    // A shell with job control gives each job a process group of its own. If our group is that of the session's first
    // process, nobody would ever continue us: that process is ourselves, or a shell that only runs a script.
    let alone = rustix::process::getsid(None).is_ok_and(|session| session == rustix::process::getpgrp());
    !alone && rustix::process::kill_current_process_group(rustix::process::Signal::TSTP).is_ok()
}

/// Would stop the whole job; this system has no job control.
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

    /// How often a terminal that cannot be polled is checked.
    const LOOK: Duration = Duration::from_secs(1);

    pub(super) fn start(watch: &Watch) {
        // A file that may not grow is then an error like a full disk, instead of a signal that kills us in raw mode.
        let _ = signal_hook::flag::register(Signal::XFSZ.as_raw(), Arc::default());
        let signals = watch.clone();
        // Without the threads the program still works; it only ends less cleanly.
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

    /// Restores the terminal and stops the process. This thread may run on for a moment after the call that stops it,
    /// so nothing may follow that call: what has to be done when the shell continues the job is done on SIGCONT.
    fn stop(watch: &Watch) {
        // What the disk does not take now is tried again later.
        let _ = watch.save();
        terminal::restore();
        let _ = kill_process(getpid(), Signal::STOP);
    }

    /// Takes the terminal again, in which the shell may have changed everything. Also called after a SIGSTOP, which
    /// cannot be noticed beforehand.
    fn resume(watch: &Watch) {
        // While an editor has the terminal, we must not take it.
        if !watch.lent.load(Ordering::Acquire) && terminal::take_again().is_err() {
            return;
        }
        watch.set_resumed();
        // Wakes the loop, which is waiting for input and counts a change of size as such.
        let _ = kill_process(getpid(), Signal::WINCH);
    }

    /// Waits until the terminal is gone, without waking up if the system can report it.
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
                    // Something was reported although nothing was asked for: return rather than spin.
                    Polled::Ready | Polled::Nothing => return,
                },
            }
        }
    }

    /// Asks for the terminal's modes once a second, until no terminal answers.
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
