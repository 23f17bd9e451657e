//! The answer in progress: one small file that is replaced as a whole, and a lock held for as long as a program writes
//! it.
//!
//! `<id>.json` is the draft, `<id>.lock` the lock; `id` is that of the attempt which the draft will become. The lock is
//! the operating system's and disappears with the process, so a draft without one is an orphan of a crash. `<id>.next`
//! is a newer state, written there because the disk was too slow. Other work in progress ([`Unfinished`]) is stored the
//! same way in a folder of its own.

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
