//! Everything of Hotseat between the questions and its faces. The map of the whole house is in the crate `hotseat`.

pub mod assess;
pub mod browse;
pub mod config;
pub mod day;
pub mod engine;
pub mod history;
pub mod insight;
pub mod markup;
pub mod memory;
pub mod moment;
pub mod practice;
pub mod report;
pub mod session;
pub mod speech;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

pub use hotseat_bank::{self as bank, files, json, text};
pub use hotseat_exchange as exchange;
