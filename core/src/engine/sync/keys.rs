//! The keys to the shared folder. Its files are encrypted in the format of `age`, so they can be opened without
//! Hotseat.
//!
//! A key file named in the settings holds the key itself, the same on all machines. A passphrase would have to be
//! turned into a key for every file, which deliberately takes a second; so the first machine generates a key and puts
//! it into the folder, locked with the passphrase. Every other machine unlocks it once and remembers it beside the
//! history: whoever can read it there can read the history anyway.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use age::secrecy::{ExposeSecret as _, SecretString};
use age::x25519::Identity;
use age::{DecryptError, Decryptor};

use super::SyncFailed;
use crate::config::{Config, Paths};
use crate::files;
use crate::history::sync::{Envelope, InTheClear, SegmentError};

/// The environment variable that may hold the passphrase, for users who start Hotseat from a script.
const VARIABLE: &str = "HOTSEAT_SYNC_PASSPHRASE";

/// The cost of turning a passphrase into a key: scrypt with 2 to this power, which takes 128 MiB of memory.
const WORK: u8 = 17;

/// The highest cost that is accepted, because the file in the folder says how much it wants.
const MOST_WORK: u8 = 20;

/// The longest passphrase or key file that is read.
const MAX_BYTES: u64 = 16 * 1024;

/// Keys that decrypt; the first of them also encrypts.
#[derive(Clone)]
struct Keys(Vec<Identity>);

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keys({})", self.0.len())
    }
}

impl Envelope for Keys {
    fn suffix(&self) -> &'static str {
        ".age"
    }

    fn close(&self, bytes: Vec<u8>) -> io::Result<Vec<u8>> {
        let key = self.0.first().ok_or_else(|| io::Error::other("there is no key"))?;
        age::encrypt(&key.to_public(), &bytes).map_err(io::Error::other)
    }

    fn open(&self, bytes: Vec<u8>) -> Result<Vec<u8>, SegmentError> {
        if !crate::history::sync::is_encrypted(&bytes) {
            return Ok(bytes);
        }
        let opened = Decryptor::new_buffered(&*bytes).and_then(|file| {
            let mut plain = Vec::new();
            file.decrypt(self.0.iter().map(|key| key as &dyn age::Identity))?.read_to_end(&mut plain)?;
            Ok(plain)
        });
        opened.map_err(|error| match error {
            DecryptError::NoMatchingKeys => SegmentError::Locked,
            _ => SegmentError::NotWhole,
        })
    }
}

/// The encryption that the settings ask for, ready to use.
pub(super) fn envelope(paths: &Paths, config: &Config, folder: &Path) -> Result<Arc<dyn Envelope>, SyncFailed> {
    if !config.sync_key.as_os_str().is_empty() {
        let path = paths.named_by_user(&config.sync_key);
        let keys = read_keys(&path).map_err(|problem| SyncFailed::Key { path: path.clone(), problem })?;
        if keys.is_empty() {
            let problem = "there is no AGE-SECRET-KEY-1… in it; `age-keygen -o FILE` makes one".to_owned();
            return Err(SyncFailed::Key { path, problem });
        }
        return Ok(Arc::new(Keys(keys)));
    }
    let remembered = paths.sync().join("keys");
    let mut keys = match read_keys(&remembered) {
        Ok(keys) => keys,
        Err(_) if !remembered.exists() => Vec::new(),
        Err(problem) => return Err(SyncFailed::Key { path: remembered, problem }),
    };
    let variable = std::env::var(VARIABLE).ok().filter(|text| !text.is_empty());
    if keys.is_empty() && variable.is_none() && config.sync_passphrase.is_empty() {
        return Ok(Arc::new(InTheClear));
    }
    let locked = locked_keys(folder)?;
    let known = |name: &str, keys: &[Identity]| keys.iter().any(|key| name == file_name(key));
    // The passphrase is only asked for if it is needed.
    if keys.is_empty() || locked.iter().any(|(name, _)| !known(name, &keys)) || locked.is_empty() {
        match passphrase(variable, config) {
            Ok(passphrase) => {
                let before = keys.len();
                for (name, bytes) in &locked {
                    if !known(name, &keys) {
                        keys.extend(unlock(bytes, &passphrase));
                    }
                }
                if keys.is_empty() && !locked.is_empty() {
                    return Err(SyncFailed::Passphrase(format!("it opens none of the keys in {}", folder.display())));
                }
                if keys.is_empty() {
                    keys.push(Identity::generate());
                }
                if keys.len() > before {
                    remember(&remembered, &keys)?;
                }
                if locked.is_empty() {
                    lock(folder, &keys[0], passphrase)?;
                }
            }
            Err(error) if keys.is_empty() => return Err(error),
            // Files that the remembered keys do not open have to wait.
            Err(_) => {}
        }
    }
    // All machines have to encrypt with the same key.
    keys.sort_by_key(file_name);
    Ok(Arc::new(Keys(keys)))
}

/// A file name that identifies the key without revealing anything about it.
fn file_name(key: &Identity) -> String {
    format!("key-{}.age", &sha1_smol::Sha1::from(key.to_public().to_string()).digest().to_string()[..12])
}

fn read_small(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(MAX_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The keys in a file as `age-keygen` writes it: one on each line, with comments.
fn read_keys(path: &Path) -> Result<Vec<Identity>, String> {
    let text = String::from_utf8(read_small(path).map_err(|error| error.to_string())?);
    let text = text.map_err(|_| "it is no text".to_owned())?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    // The error must not quote the line, which is a secret.
    lines.map(|line| line.parse().map_err(|_| "a line in it is no key of age's".to_owned())).collect()
}

fn remember(path: &Path, keys: &[Identity]) -> Result<(), SyncFailed> {
    let text: String = keys.iter().map(|key| format!("{}\n", key.to_string().expose_secret())).collect();
    let written =
        path.parent().map_or(Ok(()), files::create_private_dir).and_then(|()| files::replace(path, text.as_bytes()));
    written.map_err(|error| SyncFailed::Key { path: path.to_owned(), problem: error.to_string() })
}

/// The locked keys in the folder, by file name. A copy under another name is simply one more to try.
fn locked_keys(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, SyncFailed> {
    let fail = |error: io::Error| SyncFailed::Key { path: folder.to_owned(), problem: error.to_string() };
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        let path: PathBuf = entry.map_err(fail)?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let locked = path.extension().is_some_and(|extension| extension == "age");
        if name.starts_with("key-")
            && locked
            && let Ok(bytes) = read_small(&path)
        {
            found.push((name.to_owned(), bytes));
        }
    }
    found.sort();
    Ok(found)
}

fn unlock(bytes: &[u8], passphrase: &SecretString) -> Option<Identity> {
    let mut secret = age::scrypt::Identity::new(passphrase.clone());
    secret.set_max_work_factor(MOST_WORK);
    String::from_utf8(age::decrypt(&secret, bytes).ok()?).ok()?.trim().parse().ok()
}

fn lock(folder: &Path, key: &Identity, passphrase: SecretString) -> Result<(), SyncFailed> {
    let path = folder.join(file_name(key));
    let mut secret = age::scrypt::Recipient::new(passphrase);
    secret.set_work_factor(WORK);
    let locked = age::encrypt(&secret, key.to_string().expose_secret().as_bytes()).map_err(io::Error::other);
    let written = locked.and_then(|bytes| files::replace(&path, &bytes));
    written.map_err(|error| SyncFailed::Key { path, problem: error.to_string() })
}

/// The passphrase, from the variable or from the first line that the program of the settings prints. Never from an
/// argument, which other users of the machine could see.
fn passphrase(variable: Option<String>, config: &Config) -> Result<SecretString, SyncFailed> {
    if let Some(text) = variable {
        return Ok(text.into());
    }
    let failed = |problem: String| SyncFailed::Passphrase(problem);
    let Some((program, arguments)) = config.sync_passphrase.split_first() else {
        return Err(failed(format!("there is none; set {VARIABLE}, or sync_passphrase in the settings")));
    };
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed(format!("{program} cannot be started: {error}")))?;
    let mut said = String::new();
    let read = child.stdout.take().map_or(Ok(0), |out| out.take(MAX_BYTES).read_to_string(&mut said));
    let status = child.wait().map_err(|error| failed(format!("{program}: {error}")))?;
    let line = said.lines().next().unwrap_or_default();
    match read {
        Ok(_) if status.success() && !line.is_empty() => Ok(line.to_owned().into()),
        Ok(_) if status.success() => Err(failed(format!("{program} printed none"))),
        Ok(_) => Err(failed(format!("{program} failed ({status})"))),
        Err(error) => Err(failed(format!("{program}: {error}"))),
    }
}
