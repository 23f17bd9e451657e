//! Writing that fails in tests: the n-th step of it, for all n.
//!
//! A step is what a disk may refuse: a folder made, a file begun, written, brought to the disk or put in its place, a folder
//! brought to the disk. Counted are the steps of one thread, so tests can run beside each other.

use std::cell::Cell;
use std::io;

/// What fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The step that fails, from 0.
    nth: usize,
    /// Whether all later ones fail, too, as on a full disk, or that one alone.
    lasts: bool,
}

thread_local! {
    /// What is going to fail, and how many steps were taken.
    static ARMED: Cell<Option<(Fault, usize)>> = const { Cell::new(None) };
}

/// A step of writing that is about to be taken. The error is that of a full disk.
pub fn step() -> io::Result<()> {
    ARMED.with(|armed| {
        let Some((fault, taken)) = armed.get() else { return Ok(()) };
        armed.set(Some((fault, taken + 1)));
        let fails = taken == fault.nth || fault.lasts && taken > fault.nth;
        if fails { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    })
}

impl Fault {
    /// Does it while this fails. Whether it came to that is seen by [`each`].
    pub fn during<T>(self, work: impl FnOnce() -> T) -> T {
        /// A panic of an assertion disarms, too.
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
    /// The most steps that some work took since [`each`] looked.
    static MOST: Cell<usize> = const { Cell::new(0) };
}

/// Tries it with every step failing, alone and with all that follow, until there are no more steps. How many steps there were.
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
