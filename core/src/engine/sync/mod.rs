//! The same history on several machines: a round over a shared folder (`log/src/sync/` defines how records and
//! registers are merged), with what else belongs to one candidate: target, own banks, recordings.
//!
//! A round opens the history itself, so it can run beside the app, and beside another Hotseat.

mod banks;
mod keys;
mod recordings;
mod settings;
mod words;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{Engine, schedule_of};
use crate::config::{Config, ConfigError, Paths};
use crate::history::sync::{Folder, InTheClear, Local, MachineId, Round, Sent, SyncError, Taken};
use crate::history::{History, HistoryError};

pub use words::{MachineRow, SyncStatus};

/// Why a round could not be finished.
#[derive(Debug, thiserror::Error)]
pub enum SyncFailed {
    /// The folder or the log cannot be used.
    #[error(transparent)]
    Sync(#[from] SyncError),
    /// The settings cannot be read or written.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A key file cannot be used, or the folder with locked keys cannot be read.
    #[error("the key {path} cannot be used: {problem}", path = .path.display())]
    Key {
        /// The path of the key file, or of the folder with the keys.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// The passphrase is missing or opens nothing; says which.
    #[error("the passphrase of the shared folder: {0}")]
    Passphrase(String),
    /// Neither the command nor the settings name a folder.
    #[error("no folder is named; write `hotseat sync DIR`, or sync = \"DIR\" into the settings")]
    Nowhere,
}

impl From<HistoryError> for SyncFailed {
    fn from(error: HistoryError) -> Self {
        Self::Sync(error.into())
    }
}

/// A round to be made.
#[derive(Clone, Debug)]
pub struct SyncJob {
    paths: Paths,
    folder: PathBuf,
    recordings: bool,
}

/// What a round did.
#[derive(Clone, Debug, Default)]
pub struct Synced {
    /// What happened to records of other machines.
    pub taken: Taken,
    /// What was sent to the folder.
    pub sent: Sent,
    /// A sentence for each setting that came from another machine.
    pub settings: Vec<String>,
    /// Names of bank files that were changed on this machine.
    pub banks: Vec<String>,
    /// Where the losing versions of questions were kept, which were changed on two machines, or removed on another.
    pub kept: Vec<PathBuf>,
    /// How many recordings came in, and how many were sent.
    pub recordings: (usize, usize),
    /// A sentence for each thing that has to wait.
    pub waits: Vec<String>,
}

impl SyncJob {
    /// A round over this folder, or over the one that the settings name. `recordings` includes them even if the
    /// settings do not.
    pub fn new(paths: &Paths, config: &Config, folder: Option<&Path>, recordings: bool) -> Result<Self, SyncFailed> {
        let named =
            Some(&config.sync).filter(|path| !path.as_os_str().is_empty()).map(|path| paths.named_by_user(path));
        let folder = folder.map(Path::to_owned).or(named).ok_or(SyncFailed::Nowhere)?;
        Ok(Self { paths: paths.clone(), folder, recordings: recordings || config.sync_recordings })
    }

    /// The path of the shared folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn open(&self, config: &Config) -> Result<Folder, SyncFailed> {
        // First without keys: if the folder is missing, there is nothing to unlock.
        Folder::open(&self.folder, Arc::new(InTheClear))?;
        let envelope = keys::envelope(&self.paths, config, &self.folder)?;
        Ok(Folder::open(&self.folder, envelope)?)
    }

    /// Makes the round. It waits up to `patience` for another round on the same data folder.
    pub fn run(&self, patience: Duration, now: SystemTime) -> Result<Synced, SyncFailed> {
        // Before the history is opened: if the folder is missing, there is nothing to do.
        let config = Config::load(&self.paths.config_file())?;
        let folder = self.open(&config)?;
        let file = self.paths.history_file();
        let before = super::safety::look(&file)?;
        let mut history = History::open(&file)?;
        let lost = super::safety::loss(&self.paths, &history, before)?.is_some();
        let home = self.paths.sync();
        // With the names that the banks give now, as whoever opens the history next will need it.
        let schedule = schedule_of(&config, &super::library(&self.paths, &config));
        let mut round = Round::begin(&home, folder.clone(), patience, &mut history, &schedule)?;
        let mut synced = Synced { taken: round.taken.clone(), waits: words::waits(&round), ..Synced::default() };
        settings::meet(&self.paths, &mut round, millis(now), &mut synced)?;
        banks::meet(&self.paths, &mut round, millis(now), &mut synced);
        if self.recordings {
            recordings::meet(&self.paths, &config, &folder, &history, &mut round, now, &mut synced)?;
        }
        synced.sent = round.finish(&history, now)?;
        if synced.taken.new > 0
            && let Err(error) = super::safety::keep_safe(&self.paths, &history, lost, now.into())
        {
            synced.waits.push(format!("No copy of the history was made: {error}."));
        }
        Ok(synced)
    }

    /// The state of the shared folder compared with this machine. Changes nothing.
    pub fn status(&self, history: &History) -> Result<SyncStatus, SyncFailed> {
        let local = Local::read(&self.paths.sync())?;
        let present = self.open(&Config::load(&self.paths.config_file())?)?.read(&local.machine, |_| Ok(()))?;
        let mut unsent = 0;
        history.each_record_beyond(&present.records, |_, _| unsent += 1)?;
        let mut machines: BTreeMap<MachineId, MachineRow> = BTreeMap::new();
        for file in &present.files {
            let row = machines.entry(file.machine.clone()).or_insert_with(|| MachineRow {
                this: file.machine == local.machine,
                machine: file.machine.to_string(),
                files: 0,
                newest: None,
            });
            row.files += 1;
            row.newest = row.newest.max(file.modified.map(chrono::DateTime::<chrono::Local>::from));
        }
        let mut unseen = 0;
        for id in &present.records {
            // Ids of records were checked when they were read.
            unseen += u64::from(id.parse().is_ok_and(|id| !history.contains(&id).unwrap_or(true)));
        }
        Ok(SyncStatus {
            folder: self.folder.display().to_string(),
            machine: local.machine.to_string(),
            records: present.records.len(),
            unsent,
            unseen,
            machines: machines.into_values().collect(),
            copies: present.copies,
            waits: present.issues.iter().map(ToString::to_string).collect(),
        })
    }
}

impl Engine {
    /// The round that the settings ask for at the start and at the end. None if they name no folder, or the history
    /// is read-only.
    pub fn sync_job(&self) -> Option<SyncJob> {
        if self.history.is_read_only() {
            return None;
        }
        SyncJob::new(self.paths.as_ref()?, &self.config, None, false).ok()
    }

    /// Reads again what a round changed on the disk.
    pub fn take_over(&mut self, synced: &Synced, now: crate::moment::Moment) -> Result<(), super::EngineError> {
        let Some(paths) = &self.paths else { return Ok(()) };
        if !synced.settings.is_empty() {
            let config = Config::load(&paths.config_file())?;
            self.config.target = config.target;
            self.config.desired_retention = config.desired_retention;
            self.settle()?;
        }
        if !synced.banks.is_empty() {
            self.read_banks();
        }
        if synced.taken.new > 0 || !synced.settings.is_empty() {
            self.refresh(now)?;
        }
        Ok(())
    }
}

/// Milliseconds since 1970 UTC.
fn millis(time: SystemTime) -> i64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// When a file was changed, in milliseconds since 1970 UTC, but not later than now, in case a clock runs ahead.
fn changed_at(modified: Option<SystemTime>, now: i64) -> i64 {
    modified.map_or(now, |then| millis(then).min(now))
}
