//! What happened: the attempt log, in one `SQLite` file.
//!
//! The truth is the table `record`: immutable records, merged by id, ordered by instant and then id. Everything else
//! is derived from it, kept in the same transaction as the append, and can be rebuilt to the same bytes in whatever
//! order logs were merged:
//!
//! ```text
//! record ──▶ undone    ids that an undo takes back            (`undo.rs`)
//!        ──▶ outcome   one row an attempt, with its verdict   (outcome.rs, derive.rs)
//!        ──▶ standing  one row a question: memory, due day    (standing.rs, derive.rs, through a Projection)
//! ```
//!
//! The answer in progress is no record yet: it is a draft, in a file of its own (`draft.rs`, `draft_writer.rs`).

mod answers;
mod backup;
mod connection;
mod copy;
#[cfg(test)]
mod crash;
pub mod day;
mod derive;
mod derived;
mod difference;
mod draft;
mod draft_writer;
mod error;
mod export;
mod facts;
mod foreign;
mod heard;
mod import;
pub mod moment;
mod open;
mod outcome;
mod read;
mod record;
mod row;
mod schema;
mod scores;
mod show;
pub mod span;
mod standing;
mod store;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod undo;

pub use answers::{Answer, Answers};
pub use backup::BackupInfo;
pub use connection::History;
pub use derived::{Event, Life, Projection, Remembered, Review, Standing};
pub use difference::Difference;
pub use draft::{Cursor, Draft, DraftError, DraftSlot, DraftStore, Orphans, Stage as DraftStage, Take};
pub use draft_writer::{DraftSaver, DraftWriter, Pace};
pub use error::HistoryError;
pub use facts::{Fact, Facts, Ticked};
pub use heard::{Delivery, DeliveryNote, Segment, Stretch, TimedWord, Transcript, TranscriptNote};
pub use import::{ImportError, Imported};
pub use outcome::{Outcome, Verdict};
pub use read::{AttemptFilter, AttemptRow, SittingRow};
pub use record::*;
pub use scores::Score;
pub use show::{Undone, list_json, list_text, undo_last};
pub use store::Appended;
