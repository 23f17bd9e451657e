//! A sitting in progress: input and time go in, records and drafts come out.

mod stopwatch;
#[cfg(test)]
pub(crate) mod testing;
mod turn;

pub use stopwatch::{Lap, Stopwatch};
pub use turn::{Progress, Rules, Stage, Turn};
