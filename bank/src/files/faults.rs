//! Makes writing fail in tests, at the nth step, for all n.
//!
//! A step is anything that a disk may refuse: creating a folder; creating, writing, syncing or renaming a file; syncing
//! a folder. Steps are counted for each thread, so tests can run in parallel.

use std::cell::Cell;
use std::io;

/// Which step fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The step that fails, counted from 0.
    nth: usize,
    /// Whether all later steps fail too, as on a full disk, or only this one.
    lasts: bool,
}

thread_local! {
    /// The fault to inject, and how many steps have been taken.
    static ARMED: Cell<Option<(Fault, usize)>> = const { Cell::new(None) };
}

/// Called before each step of writing. The error is that of a full disk.
pub fn step() -> io::Result<()> {
    ARMED.with(|armed| {
        let Some((fault, taken)) = armed.get() else { return Ok(()) };
        armed.set(Some((fault, taken + 1)));
        let fails = taken == fault.nth || fault.lasts && taken > fault.nth;
        if fails { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    })
}

impl Fault {
    /// Runs `work` with this fault injected. Whether it was reached is recorded for [`each`].
    pub fn during<T>(self, work: impl FnOnce() -> T) -> T {
        /// Disarms even if an assertion panics.
        struct Disarm;
        impl Drop for Disarm {
            fn drop(&mut self) {
                let taken = ARMED.with(Cell::take).map_or(0, |(_, taken)| taken);
                MOST.with(|most| most.set(most.get().max(taken)));
            }
        }
        ARMED.with(|armed| armed.set(Some((self, 0))));
        let _disarm = Disarm;
        work()
    }
}

thread_local! {
    /// The most steps that any work has taken since [`each`] last reset it.
    static MOST: Cell<usize> = const { Cell::new(0) };
}

/// Runs `attempt` with every step failing in turn, alone and with all that follow, until there are no more steps.
/// Returns the number of steps.
pub fn each(mut attempt: impl FnMut(Fault)) -> usize {
    for nth in 0.. {
        MOST.with(|most| most.set(0));
        for lasts in [false, true] {
            attempt(Fault { nth, lasts });
        }
        if MOST.with(Cell::get) <= nth {
            return nth;
        }
    }
    unreachable!("no work takes so many steps")
}
