//! The coach: a second opinion on an answer, by a model that the candidate chose.
//!
//! The middle is pure: what is sent ([`chat`], [`points`]), how a reply is read off the wire ([`stream`], [`reply`]),
//! and what can be believed of it ([`quotes`]; whether a follow-up is about something that was said and gives nothing
//! away is decided where the points are known). The edge is [`ask`], which sends it, and [`asking`], which does so in
//! the background. A model is never taken at its word: only known ids, and words that occur in the answer, are used of
//! what it says.

pub mod ask;
pub mod asking;
pub mod chat;
pub mod check;
mod clauses;
pub mod destination;
pub mod edits;
mod error;
pub mod extract;
pub mod follow_up;
pub mod found;
#[cfg(test)]
mod injections;
mod key;
pub mod measure;
pub mod points;
pub mod quotes;
pub mod reply;
pub mod stream;

pub use destination::{Destination, Reach, Wanted};
pub use error::CoachError;
pub use key::Key;
