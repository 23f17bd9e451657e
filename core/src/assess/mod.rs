//! How good an answer was.

mod band;
mod card;
mod coverage;
mod kept_card;
mod rating;
mod scorecard;
#[cfg(test)]
mod testing;

pub use band::*;
pub use card::*;
pub use coverage::*;
pub use kept_card::*;
pub use rating::*;
pub use scorecard::*;
