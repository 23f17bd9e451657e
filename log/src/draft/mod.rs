//! The answer in progress: one small file, replaced as a whole, and a lock for as long as somebody writes it.
//!
//! `<id>.json` is the draft, `<id>.lock` the lock; `id` is that of the attempt which the draft will become. The lock is
//! the operating system's: it goes away with the process, so a draft without one is an orphan of a crash.

mod lock;
mod state;
mod store;
mod writer;

pub use state::{Cursor, Draft, DraftStage, Take};
pub use store::{DraftError, DraftSlot, DraftStore, Orphans};
pub use writer::{DraftSaver, DraftWriter, Pace};
