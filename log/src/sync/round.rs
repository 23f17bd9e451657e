//! A round: what the folder holds comes in, the caller updates its registers, and what the folder lacks goes out.
//!
//! A round may be cut short after any step. Each step leaves a state from which the next round can do the rest, because
//! every step is worked out from what is there.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::error::SyncError;
use super::folder::{Folder, Present, Trouble};
use super::local::{Local, Turn};
use super::segment::{Line, SegmentError};
use super::take_in::Taken;
use crate::connection::History;
use crate::life::Projection;

/// A round in which everything has come in and nothing has gone out yet.
#[derive(Debug)]
pub struct Round {
    home: PathBuf,
    folder: Folder,
    /// The state of this machine. The caller updates its registers before [`Round::finish`].
    pub local: Local,
    /// The content of the folder.
    pub present: Present,
    /// What happened to the records in it.
    pub taken: Taken,
    /// Held until the round is over.
    _turn: Turn,
}

/// What a round wrote to the folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Number of records that no complete file held.
    pub records: usize,
    /// Number of registers that no complete file held, or not in joined form.
    pub registers: usize,
    /// Number of new files.
    pub files: usize,
}

impl Round {
    /// Takes in the records of all complete files. `home` is the folder of [`Local`]; `patience` is how long to wait
    /// for another round of the same home.
    pub fn begin(
        home: &Path,
        folder: Folder,
        patience: Duration,
        history: &mut History,
        projection: &dyn Projection,
    ) -> Result<Self, SyncError> {
        let turn = Turn::take(home, patience)?;
        let local = Local::read(home)?;
        let mut taken = Taken::default();
        let present = folder.read(&local.machine, |records| {
            taken.add(history.take_in(records, projection)?);
            Ok(())
        })?;
        let locked = present.issues.iter().any(|issue| issue.trouble == Trouble::Segment(SegmentError::Locked));
        if locked && folder.is_in_the_clear() {
            return Err(SyncError::Locked(folder.path().to_owned()));
        }
        Ok(Self { home: home.to_owned(), folder, local, present, taken, _turn: turn })
    }

    /// Stores the registers, and writes to the folder what it lacks of them and of the log.
    pub fn finish(mut self, history: &History, now: SystemTime) -> Result<Sent, SyncError> {
        // This comes first: a register that went out without being stored here would count as changed by another
        // machine.
        self.local.write(&self.home)?;
        let mut lines = Vec::new();
        history.each_record_beyond(&self.present.records, |id, json| lines.push(Line::Record { id, json }))?;
        let records = lines.len();
        for (key, register) in &self.local.registers {
            if !self.present.registers.covers(key, register) {
                lines.push(Line::Register { key: key.clone(), register: register.clone() });
            }
        }
        let registers = lines.len() - records;
        let machine = &self.local.machine;
        let before = self.local.sequence;
        self.local.sequence = before.max(self.present.last_sequence(machine));
        let files = self.folder.write(machine, &mut self.local.sequence, lines)?;
        self.folder.tidy(machine, &mut self.local.sequence, &self.present, now)?;
        if self.local.sequence != before {
            self.local.write(&self.home)?;
        }
        Ok(Sent { records, registers, files })
    }
}
