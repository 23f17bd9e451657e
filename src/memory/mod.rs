//! What is remembered: the memory model, the queue of the day, and when to ask again.

pub mod fit;
pub mod fuzz;
mod model;
pub mod plan;
mod queue;
mod schedule;

pub use model::*;
pub use plan::Plan;
pub use queue::*;
pub use schedule::*;
