//! How good an answer was.

mod coverage;
mod rating;
mod scorecard;

pub use coverage::*;
pub use rating::*;
pub use scorecard::*;
