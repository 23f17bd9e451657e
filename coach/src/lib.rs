//! The coach: a second opinion on an answer by a model that the candidate chose.
//!
//! The middle is pure: what is sent ([`chat`], [`points`]), how a reply is read off the wire ([`stream`], [`reply`]), and what
//! of it can be believed ([`quotes`]). The edge is [`ask`], which sends it, and [`asking`], which does so in the background. A
//! model is never believed: of what it says only known ids and words that stand in the answer are taken.

pub mod ask;
pub mod asking;
pub mod chat;
pub mod check;
pub mod destination;
pub mod edits;
mod error;
pub mod found;
pub mod measure;
pub mod points;
pub mod quotes;
pub mod reply;
pub mod stream;

pub use destination::{Destination, Reach};
pub use error::CoachError;
