//! A sitting in progress: input and time go in, records and drafts come out.

mod draw;
mod drill;
pub mod mock;
mod stopwatch;
#[cfg(test)]
pub(crate) mod testing;
mod turn;
pub mod words;

pub use draw::{Only, Past, Pick, Why, Wish, draw, most_due};
pub use drill::{Answered, Drill, Tally};
pub use stopwatch::{Lap, Stopwatch};
pub use turn::{Progress, Rules, Stage, Turn};
