//! What can be asked: questions, the banks that hold them, and how to find one.

mod builtin;
mod cache;
pub mod calendar;
pub mod check;
mod clean;
pub mod cues;
mod discover;
pub mod files;
mod filter;
mod id;
mod index;
pub mod json;
mod library;
pub mod limits;
mod listing;
mod loops;
mod manifest;
mod merge;
mod numbers;
#[cfg(test)]
mod pack;
mod place;
mod points;
mod positions;
mod problem;
mod question;
mod read;
mod renames;
#[cfg(test)]
mod schema;
pub mod scratch;
mod source;
pub mod text;
mod unpack;
mod vocabulary;
mod words;

pub use builtin::{manifest, rarity};
pub use cache::Stamp;
pub use discover::{Candidate, MANIFEST, Sources, read_manifest};
pub use filter::Filter;
pub use id::BadQuestionId;
pub use index::{BUILTIN, Entry};
pub use library::{Bank, BankError, Library};
pub use listing::{ListedQuestion, shown};
pub use loops::{Loop, LoopFault, LoopRound, Part, Pressure, Slot, Weights};
pub use manifest::*;
pub use numbers::{NumberRow, NumberSection, Numbers, numbers};
pub use place::{Lines, Place};
pub use points::Points;
pub use problem::{Problem, Rule, Severity};
pub use question::*;
pub use read::{BadQuestion, Parsed, question as read_question};
pub use renames::Renames;
pub use source::{MAX_BYTES, Source, read as read_source};
pub use words::Words;
