//! The answer in progress: one small file, replaced as a whole, and a lock for as long as somebody writes it.
//!
//! `<id>.json` is the draft, `<id>.lock` the lock; `id` is that of the attempt which the draft will become. The lock is
//! the operating system's: it goes away with the process, so a draft without one is an orphan of a crash. `<id>.next`
//! is a newer state that the disk was too slow for. Other work in
//! progress ([`Unfinished`]) is kept the same way in a folder of its own.

mod aside;
mod lock;
mod state;
mod store;
mod unfinished;
mod writer;

pub use aside::put_aside;
pub use state::{Cursor, Draft, DraftStage, Take};
pub use store::{Content, DraftError, DraftSlot, DraftStore, Orphans};
pub use unfinished::{Unfinished, Work};
pub use writer::{DraftSaver, DraftWriter, Pace};
