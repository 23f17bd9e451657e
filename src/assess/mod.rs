//! How good an answer was.

mod rating;

pub use rating::*;
