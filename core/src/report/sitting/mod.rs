//! The report of one sitting: a mock with its scorecard, or a drill.

mod facts;
mod gather;
mod markdown;
mod page;
mod pictures;
mod voice;
mod words;

pub use facts::*;
pub use gather::{Answered, Materials, NoteSource, Past};
pub(super) use markdown::markdown;
pub(super) use page::html;
pub use voice::{Heard, Voice};
