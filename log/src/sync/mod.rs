//! One history on several machines, synchronised through any folder that they share.
//!
//! Each machine writes files of its own and reads everybody's. A file, a [`Segment`], is written once under a name that
//! no other content can have, and holds lines of two kinds: records of the log, which merge by id, and [`Register`]s,
//! which join. Both form a set that only grows, so it does not matter in which order files arrive, how often, under
//! which name, or whether some of them reappear from the past.
//!
//! A round reads what is there, takes in what is new, and writes what the folder lacks. What it lacks is worked out
//! from the content of complete files and from nothing else: so a file that was lost is written again by any machine
//! that still has the records, and a machine that was set back reads its own newer files like those of others.
//!
//! ```text
//! folder.rs    files in the folder: read, written, packed               segment.rs   the format of a file
//! take_in.rs   records into the log                                     register.rs  what has a newest value
//! envelope.rs  the encryption around a file
//! local.rs     the machine's id, and the registers as of the last round
//! round.rs     one step after the other
//! ```

mod envelope;
mod error;
mod folder;
mod local;
mod machine;
mod register;
mod round;
mod segment;
mod take_in;
#[cfg(test)]
mod tests;

pub use envelope::{Envelope, InTheClear, is_encrypted};
pub use error::SyncError;
pub use folder::{Folder, Issue, Present, SegmentFile, Trouble};
pub use local::{Local, Turn};
pub use machine::MachineId;
pub use register::{Here, Joined, Register, Registers, same};
pub use round::{Round, Sent};
pub use segment::{Line, Segment, SegmentError};
pub use take_in::Taken;
