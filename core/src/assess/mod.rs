//! How good an answer was.

mod card;
mod clarified;
mod coverage;
mod kept_card;
mod rating;
mod scorecard;

pub use card::*;
pub use clarified::*;
pub use coverage::*;
pub use kept_card::*;
pub use rating::*;
pub use scorecard::*;
