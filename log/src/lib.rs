//! What happened: the attempt log, in one `SQLite` file.
//!
//! The truth is the table `record`: immutable records, merged by id, ordered by instant and then id. Everything else is
//! derived from it in the same transaction as the append, and can be rebuilt to the same bytes in whatever order logs
//! were merged:
//!
//! ```text
//! record ──▶ undone    ids that an undo takes back            (undo.rs)
//!        ──▶ outcome   one row an attempt, with its verdict   (derive.rs, outcome.rs)
//!        ──▶ standing  one row a question: memory, due day    (derive.rs, standing.rs, through a Projection)
//! ```
//!
//! Copies of the file, and what recovers a lost one, have modules of their own: copies/, known.rs, rejoin.rs,
//! restore.rs, salvage.rs, carve.rs.
//!
//! The answer in progress is not a record yet: it is a draft, in a file of its own (`draft/`).

mod answers;
mod attempts;
mod backup;
mod beside;
mod carve;
mod cell;
mod connection;
mod copies;
mod copy;
#[cfg(test)]
mod crash_tests;
pub mod day;
mod derive;
#[cfg(test)]
mod derive_tests;
mod difference;
mod draft;
mod error;
mod export;
mod facts;
#[cfg(test)]
mod fault_tests;
mod find;
mod format;
mod habit;
mod heard;
mod identity;
mod jobs;
mod known;
mod life;
mod merge;
pub mod moment;
mod my_answer;
mod open;
mod outcome;
mod pragma;
mod record;
mod record_id;
mod record_row;
mod rejoin;
mod restore;
mod salvage;
mod schema;
mod scores;
mod show;
mod sittings;
pub mod span;
mod standing;
mod store;
mod story;
pub mod sync;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod undo;
mod update;

pub use answers::{Answers, PastAnswer};
pub use attempts::{AttemptFilter, AttemptRow};
pub use backup::BackupInfo;
pub use connection::History;
pub use copies::{Copies, Copy, Mark};
pub use difference::Difference;
pub use draft::*;
pub use error::HistoryError;
pub use facts::{Fact, Facts, Rated, Ticked};
pub use habit::HabitRow;
pub use heard::{Delivery, DeliveryNote, Segment, Stretch, TimedWord, Transcript, TranscriptNote, Utterance};
pub use jobs::KnownJob;
pub use known::{Before, How, Known, Loss};
pub use life::{Event, Life, Projection, Review};
pub use merge::MergeError;
pub use my_answer::KeptAnswer;
pub use outcome::{Outcome, Verdict};
pub use record::*;
pub use record_id::RecordId;
pub use rejoin::Rejoined;
pub use restore::{Restored, rehearse, restore};
pub use salvage::{Salvaged, salvage};
pub use scores::Score;
pub use show::{Undone, describe, list_json, list_text, undo_last};
pub use sittings::SittingRow;
pub use standing::{Remembered, Standing};
pub use store::Appended;
pub use story::{StoryRow, TellingRow};
