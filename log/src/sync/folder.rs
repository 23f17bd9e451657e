//! The shared folder. A machine only ever writes and removes its own files in it, and never changes one.

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use hotseat_bank::files;

use super::envelope::Envelope;
use super::error::SyncError;
use super::machine::MachineId;
use super::register::Registers;
use super::segment::{Line, Segment, SegmentError};

/// How our file names begin. A program that keeps two versions of a file adds something before or after the name.
const PREFIX: &str = "hotseat-";

/// Size in bytes after which a segment gets no further lines.
const FULL: usize = 4 << 20;

/// Largest file that is read, in bytes: a segment exceeds [`FULL`] by one record at most.
const MAX_BYTES: u64 = 64 << 20;

/// Number of its own files above which a machine packs them into fewer.
const MANY: usize = 64;

/// Age after which a temporary file must have been left by a run that was killed.
const LEFT_BEHIND: Duration = Duration::from_hours(1);

/// The folder that machines share.
#[derive(Clone, Debug)]
pub struct Folder {
    path: PathBuf,
    envelope: Arc<dyn Envelope>,
}

/// A file that was read completely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentFile {
    /// Its file name.
    pub name: String,
    /// The machine that wrote it.
    pub machine: MachineId,
    /// Its number among the files of that machine.
    pub sequence: u64,
    /// Number of records and registers in it.
    pub lines: usize,
    /// Its modification time, if known.
    pub modified: Option<SystemTime>,
    /// Whether this machine wrote it and it still has its original name.
    own: bool,
}

/// Why a file was skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It is not a complete segment in a version that is known here.
    Segment(SegmentError),
    /// The system does not let us read it.
    Unreadable(String),
    /// It is larger than any of our files can be.
    TooLarge,
}

/// A file that was skipped. It is looked at again in the next round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// Its file name.
    pub name: String,
    /// Why it was skipped.
    pub trouble: Trouble,
}

impl std::fmt::Display for Issue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} is left out for now: ", self.name)?;
        match &self.trouble {
            Trouble::Segment(error) => write!(f, "{error}"),
            Trouble::Unreadable(error) => write!(f, "it cannot be read ({error})"),
            Trouble::TooLarge => write!(f, "it is larger than {} MiB, and no file of Hotseat's is", MAX_BYTES >> 20),
        }
    }
}

/// The content of all complete files in a folder.
#[derive(Clone, Debug, Default)]
pub struct Present {
    /// Ids of the records.
    pub records: HashSet<String>,
    /// All versions of registers.
    pub registers: Registers,
    /// Number of lines that only a newer version understands.
    pub unknown: u64,
    /// The files themselves, ordered by name.
    pub files: Vec<SegmentFile>,
    /// The files that were skipped, ordered by name.
    pub issues: Vec<Issue>,
    /// Number of files that are copies of others under different names.
    pub copies: usize,
}

impl Folder {
    /// Opens the folder at this path, which must exist.
    pub fn open(path: &Path, envelope: Arc<dyn Envelope>) -> Result<Self, SyncError> {
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => Ok(Self { path: path.to_owned(), envelope }),
            Ok(_) => Err(SyncError::NotAFolder(path.to_owned())),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                Err(SyncError::NoFolder(path.to_owned()))
            }
            Err(error) => Err(SyncError::io("read", path, error)),
        }
    }

    /// The path of the folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The encryption of the files in it, if any.
    pub fn envelope(&self) -> &dyn Envelope {
        &*self.envelope
    }

    /// Whether anybody can read what is written here.
    pub(super) fn is_in_the_clear(&self) -> bool {
        self.envelope.suffix().is_empty()
    }

    /// Reads all complete files. `each` is called once for each file, with the ids and JSON of its records.
    pub fn read(
        &self,
        machine: &MachineId,
        mut each: impl FnMut(&[(&str, &str)]) -> Result<(), SyncError>,
    ) -> Result<Present, SyncError> {
        let mut present = Present::default();
        let mut seen = HashSet::new();
        for name in self.names()? {
            let path = self.path.join(&name);
            let bytes = match read_file(&path) {
                Ok(Some(bytes)) => bytes,
                Ok(None) => continue,
                Err(trouble) => {
                    present.issues.push(Issue { name, trouble });
                    continue;
                }
            };
            let digest = sha1_smol::Sha1::from(&bytes).digest().bytes();
            match self.segment(bytes) {
                Ok(_) if !seen.insert(digest) => present.copies += 1,
                Ok(segment) => present.add(name, segment, &path, machine, &mut each)?,
                // Some other file, such as somebody's notes about a hot seat.
                Err(SegmentError::Foreign) if !is_named_like_ours(&name) => {}
                Err(error) => present.issues.push(Issue { name, trouble: Trouble::Segment(error) }),
            }
        }
        Ok(present)
    }

    fn segment(&self, bytes: Vec<u8>) -> Result<Segment, SegmentError> {
        Segment::decode(&self.envelope.open(bytes)?)
    }

    /// The names of files that may be ours, sorted.
    fn names(&self) -> Result<Vec<String>, SyncError> {
        let fail = |error| SyncError::io("read", &self.path, error);
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.path).map_err(fail)? {
            let entry = entry.map_err(fail)?;
            // All our names are valid text.
            let Ok(name) = entry.file_name().into_string() else { continue };
            if !name.starts_with('.') && name.contains(PREFIX) {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    /// Writes lines to new files, and returns the number of files. `sequence` is the number of the last file and is
    /// advanced.
    pub fn write(&self, machine: &MachineId, sequence: &mut u64, lines: Vec<Line>) -> Result<usize, SyncError> {
        let mut written = 0;
        let mut lines = lines.into_iter().peekable();
        while lines.peek().is_some() {
            let (mut size, mut part) = (0, Vec::new());
            while let Some(line) = lines.next_if(|_| size < FULL) {
                size += line.text().len();
                part.push(line);
            }
            *sequence += 1;
            let bytes = Segment { machine: machine.clone(), sequence: *sequence, lines: part }.encode();
            let bytes =
                self.envelope.close(bytes).map_err(|error| SyncError::io("encrypt a file for", &self.path, error))?;
            let path = self.path.join(file_name(machine, *sequence, &bytes) + self.envelope.suffix());
            put(&path, machine, &bytes).map_err(|error| SyncError::io("write", &path, error))?;
            written += 1;
        }
        if written > 0 {
            files::sync_dir(&self.path).map_err(|error| SyncError::io("write", &self.path, error))?;
        }
        Ok(written)
    }

    /// Removes what is no longer needed: temporary files of runs that were killed and, with more than `MANY` files of
    /// this machine, those whose lines are also in later ones of its own. If more than `MANY` remain, their lines are
    /// repacked into a few new files; the old ones go in the next round, when the new ones have had time to reach the
    /// other machines.
    pub fn tidy(
        &self,
        machine: &MachineId,
        sequence: &mut u64,
        present: &Present,
        now: SystemTime,
    ) -> Result<(), SyncError> {
        self.sweep(machine, now);
        let mut own: Vec<&SegmentFile> = present.files.iter().filter(|file| file.own).collect();
        if own.len() <= MANY {
            return Ok(());
        }
        own.sort_by_key(|file| std::cmp::Reverse(file.sequence));
        let mut later: BTreeMap<String, Line> = BTreeMap::new();
        // Of a register, only the versions that no other replaces matter, because they name everything that they
        // replace.
        let mut replaced: HashSet<String> = HashSet::new();
        let mut kept = 0;
        for file in own {
            let path = self.path.join(&file.name);
            let Ok(Some(bytes)) = read_file(&path) else { return Ok(()) };
            let Ok(segment) = self.segment(bytes) else { return Ok(()) };
            let before = later.len();
            for line in segment.lines {
                if let Line::Register { register, .. } = &line {
                    if replaced.contains(&register.version) {
                        continue;
                    }
                    replaced.extend(register.over.iter().cloned());
                }
                later.insert(line.text(), line);
            }
            if later.len() == before {
                fs::remove_file(&path).map_err(|error| SyncError::io("remove", &path, error))?;
            } else {
                kept += 1;
            }
        }
        if kept > MANY {
            self.write(machine, sequence, later.into_values().collect())?;
        }
        Ok(())
    }

    /// Removes temporary files of killed runs. Best effort: a file that stays does no harm.
    fn sweep(&self, machine: &MachineId, now: SystemTime) {
        let prefix = temporary_prefix(machine);
        for entry in fs::read_dir(&self.path).into_iter().flatten().filter_map(Result::ok) {
            let ours = entry.file_name().to_str().is_some_and(|name| name.starts_with(&prefix));
            let age = entry.metadata().and_then(|found| found.modified()).map(|then| now.duration_since(then));
            if ours && age.is_ok_and(|age| age.is_ok_and(|age| age > LEFT_BEHIND)) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

impl Present {
    fn add(
        &mut self,
        name: String,
        segment: Segment,
        path: &Path,
        machine: &MachineId,
        each: &mut impl FnMut(&[(&str, &str)]) -> Result<(), SyncError>,
    ) -> Result<(), SyncError> {
        let records = segment.lines.iter().filter_map(|line| match line {
            Line::Record { id, json } => Some((id.as_str(), json.as_str())),
            _ => None,
        });
        each(&records.collect::<Vec<_>>())?;
        let own = segment.machine == *machine && name.starts_with(&own_prefix(machine, segment.sequence));
        self.files.push(SegmentFile {
            name,
            machine: segment.machine,
            sequence: segment.sequence,
            lines: segment.lines.len(),
            modified: fs::metadata(path).and_then(|found| found.modified()).ok(),
            own,
        });
        for line in segment.lines {
            match line {
                Line::Record { id, .. } => drop(self.records.insert(id)),
                Line::Register { key, register } => self.registers.add(&key, register),
                Line::Unknown(_) => self.unknown += 1,
            }
        }
        Ok(())
    }

    /// The highest number of a file of this machine, or 0.
    pub fn last_sequence(&self, machine: &MachineId) -> u64 {
        self.files.iter().filter(|file| file.machine == *machine).map(|file| file.sequence).max().unwrap_or(0)
    }
}

fn own_prefix(machine: &MachineId, sequence: u64) -> String {
    format!("{PREFIX}{machine}-{sequence:06}-")
}

/// The name includes a hash of the content: a machine that counts from an older number again, because it was set back
/// or copied, cannot produce the name of an existing file.
fn file_name(machine: &MachineId, sequence: u64, bytes: &[u8]) -> String {
    let hash = sha1_smol::Sha1::from(bytes).digest().to_string();
    format!("{}{}.jsonl", own_prefix(machine, sequence), &hash[..12])
}

fn is_named_like_ours(name: &str) -> bool {
    name.split_once(PREFIX).is_some_and(|(_, rest)| rest.get(..12).is_some_and(|id| id.parse::<MachineId>().is_ok()))
}

fn temporary_prefix(machine: &MachineId) -> String {
    format!(".{PREFIX}{machine}-")
}

/// Reads a regular file. None if it is gone, or not a regular file.
fn read_file(path: &Path) -> Result<Option<Vec<u8>>, Trouble> {
    let unreadable = |error: io::Error| Trouble::Unreadable(error.to_string());
    match fs::symlink_metadata(path) {
        // Opening a pipe would block, and a link may lead anywhere.
        Ok(found) if !found.is_file() => return Ok(None),
        Ok(found) if found.len() > MAX_BYTES => return Err(Trouble::TooLarge),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    }
    let mut bytes = Vec::new();
    match File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes)) {
        Ok(size) if size as u64 > MAX_BYTES => Err(Trouble::TooLarge),
        Ok(_) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(error)),
    }
}

/// Writes a file as a whole: under its name there is either all of it or nothing.
fn put(path: &Path, machine: &MachineId, bytes: &[u8]) -> io::Result<()> {
    files::stage_as(path, &temporary_prefix(machine), bytes)?.take_place_unsynced()
}
