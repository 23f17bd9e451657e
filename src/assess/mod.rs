//! How good an answer was.

mod coverage;
mod rating;

pub use coverage::*;
pub use rating::*;
