//! What a machine remembers between two rounds: its name, and what every register held when it was last read or written
//! here. From the difference to what holds now it follows what was changed by hand since.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use hotseat_bank::files;
use serde::{Deserialize, Serialize};

use super::error::SyncError;
use super::machine::MachineId;
use super::register::Register;
use crate::beside::private;

/// How often a round that waits for its turn looks whether it has come.
const LOOK: Duration = Duration::from_millis(20);

/// The memory of one home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Local {
    /// What this machine is called.
    pub machine: MachineId,
    /// Number of the last file that it wrote.
    #[serde(default)]
    pub sequence: u64,
    /// The registers as of the last round.
    #[serde(default)]
    pub registers: BTreeMap<String, Register>,
    /// Recordings that were here once. One that is gone since was deleted.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub recordings: BTreeSet<String>,
}

impl Local {
    fn path(folder: &Path) -> PathBuf {
        folder.join("state.json")
    }

    /// Reads the memory in this folder. Where there is none, or it cannot be understood, this is a new machine: what differs
    /// from the other machines then counts as changed here, and nothing is lost by it.
    pub fn read(folder: &Path) -> Result<Self, SyncError> {
        let path = Self::path(folder);
        let fresh = || Self {
            machine: MachineId::fresh(),
            sequence: 0,
            registers: BTreeMap::new(),
            recordings: BTreeSet::new(),
        };
        match fs::metadata(&path) {
            Ok(found) if !found.is_file() => {
                return Err(SyncError::io("read", &path, io::Error::other("it is no file; move it away")));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(fresh()),
            Ok(_) | Err(_) => {}
        }
        let bytes = fs::read(&path).map_err(|error| SyncError::io("read", &path, error))?;
        Ok(serde_json::from_slice(&bytes).unwrap_or_else(|_| fresh()))
    }

    /// Keeps the memory.
    pub fn write(&self, folder: &Path) -> Result<(), SyncError> {
        let path = Self::path(folder);
        let json = serde_json::to_vec(self).map_err(|error| SyncError::io("write", &path, error.into()))?;
        files::replace(&path, &json).map_err(|error| SyncError::io("write", &path, error))
    }
}

/// Only one run at a time syncs a home. Held until it is dropped.
#[derive(Debug)]
pub struct Turn {
    _lock: File,
}

impl Turn {
    /// Takes the turn in the folder of [`Local`], which is created if need be, or waits for it.
    pub fn take(folder: &Path, patience: Duration) -> Result<Self, SyncError> {
        files::create_private_dir(folder).map_err(|error| SyncError::io("create", folder, error))?;
        let path = folder.join("lock");
        let file = private().create(true).truncate(false).open(&path);
        let file = file.map_err(|error| SyncError::io("write", &path, error))?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _lock: file }),
                // A disk without locks: two rounds at once do no harm, they only work for nothing.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                    return Ok(Self { _lock: file });
                }
                Err(TryLockError::Error(error)) => return Err(SyncError::io("lock", &path, error)),
                Err(TryLockError::WouldBlock) if begun.elapsed() >= patience => return Err(SyncError::Busy),
                Err(TryLockError::WouldBlock) => thread::sleep(LOOK),
            }
        }
    }
}
