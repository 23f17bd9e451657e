//! How good an answer was.

mod band;
mod card;
mod clarified;
mod coverage;
mod expected;
mod gaps;
mod judged;
mod judged_answer;
mod kept_card;
mod level_read;
mod marks;
mod number;
mod rating;
mod reason;
mod recommendation;
mod respelled;
mod scorecard;
mod sounds;
#[cfg(test)]
mod testing;

pub use band::*;
pub use card::*;
pub use clarified::*;
pub use coverage::*;
pub use expected::Expected;
pub use judged::*;
pub use judged_answer::{JudgedAnswer, RoundInfo, band_of_numbers};
pub use kept_card::*;
pub use marks::{marks, merged};
pub use number::halves;
pub use rating::*;
pub use reason::{Musts, Reason};
pub use scorecard::Scale;
