//! What a round did, and the state of the shared folder, in words that are the same for both faces.

use chrono::{DateTime, Local};
use serde::Serialize;

use super::{SyncFailed, Synced};
use crate::history::sync::Round;
use crate::practice::words::count;

/// The state of a shared folder compared with this machine.
#[derive(Clone, Debug, Serialize)]
pub struct SyncStatus {
    /// The path of the folder.
    pub folder: String,
    /// The id of this machine.
    pub machine: String,
    /// How many records whole files in the folder hold.
    pub records: usize,
    /// How many records are here and not yet in the folder.
    pub unsent: usize,
    /// How many records are in the folder and not yet here.
    pub unseen: u64,
    /// The machines that wrote files, one row each.
    pub machines: Vec<MachineRow>,
    /// How many files are copies of others under another name; they do no harm.
    pub copies: usize,
    /// A sentence for each file that was passed over.
    pub waits: Vec<String>,
}

/// A machine that wrote files into the folder.
#[derive(Clone, Debug, Serialize)]
pub struct MachineRow {
    /// The id of the machine.
    pub machine: String,
    /// Whether it is this machine.
    pub this: bool,
    /// How many whole files it wrote.
    pub files: usize,
    /// The file time of the newest one, in local time.
    pub newest: Option<DateTime<Local>>,
}

impl SyncStatus {
    /// The state in lines, ready to print.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![
            format!("Folder        {}", self.folder),
            format!("This machine  {}", self.machine),
            format!("In the folder {} in whole files", count(self.records, "record")),
            format!("To send       {}", count(self.unsent, "record")),
            format!("To take in    {}", count(usize::try_from(self.unseen).unwrap_or(usize::MAX), "record")),
        ];
        for row in &self.machines {
            let newest =
                row.newest.map_or(String::new(), |at| format!(", the newest of {}", at.format("%Y-%m-%d %H:%M")));
            let this = if row.this { " (this one)" } else { "" };
            lines.push(format!("Machine       {}{this}: {}{newest}", row.machine, count(row.files, "file")));
        }
        if self.copies > 0 {
            let copies = if self.copies == 1 { "1 copy".to_owned() } else { format!("{} copies", self.copies) };
            lines.push(format!("Copies        {copies} of files under other names; you may delete them"));
        }
        lines.extend(self.waits.iter().map(|wait| format!("Waits         {wait}")));
        lines
    }
}

impl Synced {
    /// Whether the round changed anything on this machine.
    pub fn changed(&self) -> bool {
        self.taken.new > 0 || !self.settings.is_empty() || !self.banks.is_empty() || self.recordings.0 > 0
    }

    /// What was done, in one line.
    pub fn summary(&self) -> String {
        let new = usize::try_from(self.taken.new).unwrap_or(usize::MAX);
        let (came, went) = self.recordings;
        // Notes on the last import come along with a bank, and are not one.
        let banks = self.banks.iter().filter(|file| !file.starts_with('.')).count();
        let parts = [
            (new, count(new, "record") + " taken in"),
            (self.sent.records, count(self.sent.records, "record") + " sent"),
            (self.settings.len(), count(self.settings.len(), "setting") + " taken over"),
            (banks, count(banks, "bank file") + " changed"),
            (self.sent.registers, "target or own questions sent".to_owned()),
            (came, count(came, "recording") + " taken in"),
            (went, count(went, "recording") + " sent"),
        ];
        let said: Vec<String> = parts.into_iter().filter(|(number, _)| *number > 0).map(|(_, words)| words).collect();
        if said.is_empty() {
            return "Synced: all is the same here and there.".to_owned();
        }
        format!("Synced: {}.", said.join(", "))
    }

    /// What else the candidate should know: settings that changed, questions that were kept, records that differ.
    pub fn news(&self) -> Vec<String> {
        let kept = self.kept.iter().map(|path| {
            let path = path.display();
            format!("A question was changed on two machines, or taken away on one; the other version is in {path}.")
        });
        let clashes = self
            .taken
            .clashes
            .iter()
            .map(|id| format!("Record {id} is in the folder with another content than here; the one here stays."));
        self.settings.iter().cloned().chain(kept).chain(clashes).collect()
    }
}

impl SyncFailed {
    /// Why nothing was synced, in a sentence that reassures: nothing is lost.
    pub fn words(&self) -> String {
        format!("Not synced: {self}. Nothing is lost; the next sync catches up.")
    }
}

/// A sentence for each thing in the folder that has to wait.
pub(super) fn waits(round: &Round) -> Vec<String> {
    let mut waits: Vec<String> = round.present.issues.iter().map(|issue| format!("{issue}.")).collect();
    let newer = round.present.unknown + round.taken.unread;
    if newer > 0 {
        let newer = count(usize::try_from(newer).unwrap_or(usize::MAX), "line");
        waits
            .push(format!("{newer} in the folder cannot be read here; a newer Hotseat wrote them perhaps. They wait."));
    }
    waits
}
