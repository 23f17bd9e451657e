//! What is remembered: the memory model, the queue of the day, and when to ask again.

pub mod fuzz;
mod model;

pub use model::*;
