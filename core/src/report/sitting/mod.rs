//! The report of one sitting: a mock with its scorecard, or a drill.

mod card;
mod facts;
mod gather;
mod markdown;
mod materials;
mod page;
mod pictures;
mod voice;
mod words;

pub use facts::*;
pub(super) use markdown::markdown;
pub use materials::{Answered, Materials, NoteSource, Past};
pub(super) use page::html;
pub use voice::{Heard, Voice};
