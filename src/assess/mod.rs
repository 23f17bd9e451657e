//! How good an answer was.

mod coverage;

pub use coverage::*;
