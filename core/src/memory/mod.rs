//! What is remembered: the memory model, the queue of the day, and when to ask again.

pub mod backlog;
pub mod chances;
pub mod fit;
pub mod fuzz;
mod held;
mod model;
pub mod plan;
mod queue;
mod room;
mod schedule;
mod workload;

pub use chances::Chances;
pub use held::{comes_back, held_until, is_due, may_be_asked};
pub use model::*;
pub use plan::Plan;
pub use queue::*;
pub use room::{LONG_EVERY, Room, is_long};
pub use schedule::*;
pub use workload::reviews_a_day;
