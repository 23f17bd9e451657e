//! Everything in Hotseat between the questions and the user interfaces. The crate `hotseat` has an overview of all
//! parts.

pub mod answers;
pub mod assess;
pub mod browse;
pub mod config;
pub mod engine;
pub mod insight;
pub mod job;
pub mod markup;
pub mod memory;
pub mod practice;
pub mod report;
pub mod session;
pub mod stories;

pub use hotseat_bank::{self as bank, files, json, scratch, text};
pub use hotseat_coach as coach;
pub use hotseat_exchange as exchange;
#[cfg(any(test, feature = "testing"))]
pub use hotseat_log::testing;
pub use hotseat_log::{self as history, day, moment, span};
pub use hotseat_outside as outside;
pub use hotseat_voice as speech;
