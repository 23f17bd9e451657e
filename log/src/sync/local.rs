//! What a machine remembers between two rounds: its id, and what every register held when it was last read or written
//! here. A difference from the present value shows that it was changed by hand since.

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

/// How often a round that waits for its turn checks whether it can start.
const LOOK: Duration = Duration::from_millis(20);

/// The sync state of one home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Local {
    /// The id of this machine.
    pub machine: MachineId,
    /// Number of the last file that it wrote; 0 if none.
    #[serde(default)]
    pub sequence: u64,
    /// The registers as of the last round, by key.
    #[serde(default)]
    pub registers: BTreeMap<String, Register>,
    /// Names of the recordings that were here at some time. One that is no longer here was deleted.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub recordings: BTreeSet<String>,
}

impl Local {
    fn path(folder: &Path) -> PathBuf {
        folder.join("state.json")
    }

    /// Reads the state in this folder. If there is none, or it cannot be parsed, this counts as a new machine: whatever
    /// differs from the other machines then counts as changed here, and nothing is lost.
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

    /// Writes the state.
    pub fn write(&self, folder: &Path) -> Result<(), SyncError> {
        let path = Self::path(folder);
        let json = serde_json::to_vec(self).map_err(|error| SyncError::io("write", &path, error.into()))?;
        files::replace(&path, &json).map_err(|error| SyncError::io("write", &path, error))
    }
}

/// The right to sync a home, which only one program can have at a time. Held until dropped.
#[derive(Debug)]
pub struct Turn {
    _lock: File,
}

impl Turn {
    /// Takes the turn in the folder of [`Local`], which is created if necessary, waiting up to `patience` for it.
    pub fn take(folder: &Path, patience: Duration) -> Result<Self, SyncError> {
        files::create_private_dir(folder).map_err(|error| SyncError::io("create", folder, error))?;
        let path = folder.join("lock");
        let file = private().create(true).truncate(false).open(&path);
        let file = file.map_err(|error| SyncError::io("write", &path, error))?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _lock: file }),
                // A file system without locks: two rounds at once do no harm, they only duplicate work.
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
