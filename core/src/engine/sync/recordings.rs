//! Recordings, if they are wanted. They lie in a folder of their own beside the segments, as sound files that any
//! player can play; a register for each holds its length and its hash, so that half a file can be told from a whole
//! one. The machine that recorded it puts it there, and removes it again once its settings no longer keep it.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::{SyncFailed, Synced, millis};
use crate::config::{Config, Keep, Paths};
use crate::files;
use crate::history::History;
use crate::history::sync::{Folder, Here, Register, Round, SyncError};
use crate::speech::kept::Recordings;

const RECORDING: &str = "recording/";

/// A larger file, of more than two hours, cannot be an answer.
const MAX_BYTES: u64 = 256 << 20;

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Content {
    bytes: u64,
    sha1: String,
}

impl Content {
    fn of(bytes: &[u8]) -> Self {
        Self { bytes: bytes.len() as u64, sha1: sha1_smol::Sha1::from(bytes).digest().to_string() }
    }
}

/// Puts this machine's recordings into the folder, and fetches those of other machines from it.
pub(super) fn meet(
    paths: &Paths,
    config: &Config,
    shared: &Folder,
    history: &History,
    round: &mut Round,
    now: SystemTime,
    synced: &mut Synced,
) -> Result<(), SyncFailed> {
    let oldest = match config.recordings {
        Keep::Always => UNIX_EPOCH,
        Keep::Days(days) => now.checked_sub(Duration::from_hours(24 * u64::from(days))).unwrap_or(UNIX_EPOCH),
        Keep::Never => return Ok(()),
    };
    let folder = shared.path().join("recordings");
    let here = Recordings::new(paths.recordings());
    let fail = |doing, path: &Path, source| SyncError::Io { doing, path: path.to_owned(), source };
    for name in history.recordings()? {
        let Some(own) = here.path(&name) else { continue };
        let there = folder.join(format!("{name}{}", shared.envelope().suffix()));
        let key = format!("{RECORDING}{name}");
        let base = round.local.registers.get(&key);
        let register = round.present.registers.meet(&key, base, Here::Unknown, 0, &round.local.machine);
        let register = register.map(|joined| joined.register);
        let content = register.as_ref().and_then(|found| serde_json::from_str::<Content>(found.value.as_deref()?).ok());
        let ours = register.as_ref().is_none_or(|register| register.machine == round.local.machine);
        let was_here = round.local.recordings.contains(&name);
        let new = match (own.is_file(), register) {
            (true, register) => {
                round.local.recordings.insert(name.clone());
                let lies_there = fs::metadata(&there).ok().map(|found| found.len());
                if !ours || lies_there.is_some() && lies_there == content.map(|content| content.bytes) {
                    register
                } else {
                    let bytes = fs::read(&own).map_err(|error| fail("read", &own, error))?;
                    let bytes = shared.envelope().close(bytes).map_err(|error| fail("encrypt", &own, error))?;
                    let written = files::create_private_dir(&folder).and_then(|()| files::replace(&there, &bytes));
                    written.map_err(|error| fail("write", &there, error))?;
                    synced.recordings.1 += 1;
                    let value = serde_json::to_string(&Content::of(&bytes)).ok();
                    let at = fs::metadata(&own).and_then(|found| found.modified()).unwrap_or(now).min(now);
                    Some(Register::change(value, millis(at), &round.local.machine, register.as_ref()))
                }
            }
            // It was deleted here, by hand or because of its age, so it does not come back.
            (false, Some(register)) if was_here => {
                if ours && register.value.is_some() {
                    remove(&there).map_err(|error| fail("remove", &there, error))?;
                    Some(Register::change(None, millis(now), &round.local.machine, Some(&register)))
                } else {
                    Some(register)
                }
            }
            (false, Some(register)) => {
                let at = UNIX_EPOCH + Duration::from_millis(u64::try_from(register.stamp).unwrap_or(0));
                if let Some(content) = content.filter(|_| at >= oldest) {
                    let whole = read(&there).map_err(|error| fail("read", &there, error))?;
                    let whole = whole.filter(|bytes| Content::of(bytes) == content);
                    match whole.and_then(|bytes| shared.envelope().open(bytes).ok()) {
                        Some(bytes) => {
                            here.prepare().map_err(|error| fail("create", here.folder(), io::Error::other(error)))?;
                            files::replace(&own, &bytes).map_err(|error| fail("write", &own, error))?;
                            // So that it expires by its true age.
                            let _ = File::options().write(true).open(&own).and_then(|file| file.set_modified(at));
                            round.local.recordings.insert(name.clone());
                            synced.recordings.0 += 1;
                        }
                        None => synced.waits.push(format!("{} is not there or not whole yet.", there.display())),
                    }
                }
                Some(register)
            }
            (false, None) => None,
        };
        round.local.registers.extend(new.map(|register| (key, register)));
    }
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Reads a plain file. None if it does not exist, or is anything else.
fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_file() && found.len() <= MAX_BYTES => {}
        Ok(_) => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}
