//! The file of a recording in progress: a WAV file that can be played at any moment, even after a crash.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use super::{RATE, bytes};

/// Bytes before the first sample: the RIFF header, the format chunk and the header of the data chunk.
const HEADER: usize = 44;

/// File offset of the first sample.
const START: u64 = HEADER as u64;

/// What can go wrong with the file.
#[derive(Debug, thiserror::Error)]
pub enum RecordingError {
    /// A file operation failed.
    #[error("cannot {doing} {path}: {source}{}", hint(.source), path = .path.display())]
    Io {
        /// The verb of the failed operation, for example "write".
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The file is not a recording of ours.
    #[error("{path} is not a recording that can be gone on with", path = .0.display())]
    Foreign(PathBuf),
}

fn hint(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "; free some space (`hotseat speech purge` deletes recordings)"
        }
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => "; make the folder writable",
        _ => "",
    }
}

/// A recording being made. Everything up to the last [`Self::flush`] survives the end of the process; dropping it loses
/// the rest.
#[derive(Debug)]
pub struct Recording {
    file: File,
    path: PathBuf,
    /// Bytes of samples in the file, as counted by its header.
    written: u64,
    waiting: Vec<u8>,
}

impl Recording {
    /// Creates the file, readable by its owner only, replacing an existing one.
    pub fn create(path: &Path) -> Result<Self, RecordingError> {
        let file = private().create(true).truncate(true).open(path).map_err(failed("create", path))?;
        let mut recording = Self { file, path: path.to_owned(), written: 0, waiting: Vec::new() };
        recording.write_at(0, &header(0))?;
        Ok(recording)
    }

    /// Opens a recording of ours, to continue at its end.
    pub fn append(path: &Path) -> Result<Self, RecordingError> {
        let failed = |doing| failed(doing, path);
        let mut file = private().open(path).map_err(failed("open"))?;
        let mut found = [0; HEADER];
        file.read_exact(&mut found).map_err(failed("read"))?;
        let length = file.metadata().map_err(failed("read"))?.len();
        let data = u64::from(u32::from_le_bytes([found[40], found[41], found[42], found[43]]));
        // Everything except the two lengths must be as we write it ourselves.
        let ours = header(data);
        if found[8..40] != ours[8..40] || found[..4] != ours[..4] {
            return Err(RecordingError::Foreign(path.to_owned()));
        }
        let written = data.min(length.saturating_sub(START)) & !1;
        file.set_len(START + written).map_err(failed("write"))?;
        Ok(Self { file, path: path.to_owned(), written, waiting: Vec::new() })
    }

    /// Adds samples; they are in the file after the next [`Self::flush`].
    pub fn write(&mut self, samples: &[i16]) {
        self.waiting.extend(bytes(samples));
    }

    /// Writes the pending samples, and then the header that counts them. After a failure the file is as long as its
    /// header says, and the pending samples are lost.
    pub fn flush(&mut self) -> Result<(), RecordingError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let waiting = std::mem::take(&mut self.waiting);
        let after = self.written + waiting.len() as u64;
        let done = self.write_at(START + self.written, &waiting).and_then(|()| self.write_at(0, &header(after)));
        match done {
            Ok(()) => self.written = after,
            Err(_) => {
                // Shortening needs no space. Even if it fails, the header does not count the rest.
                let _ = self.file.set_len(START + self.written);
            }
        }
        // Keeps the allocation for the next second.
        self.waiting = waiting;
        self.waiting.clear();
        done
    }

    /// Writes the pending samples and syncs the file to disk.
    pub fn finish(mut self) -> Result<(), RecordingError> {
        self.flush()?;
        self.file.sync_all().map_err(failed("write", &self.path))
    }

    /// Length in seconds so far, including pending samples.
    pub fn seconds(&self) -> f64 {
        (self.written + self.waiting.len() as u64) as f64 / (2.0 * f64::from(RATE))
    }

    fn write_at(&mut self, at: u64, bytes: &[u8]) -> Result<(), RecordingError> {
        let done = self.file.seek(SeekFrom::Start(at)).and_then(|_| self.file.write_all(bytes));
        done.map_err(failed("write", &self.path))
    }
}

fn failed(doing: &'static str, path: &Path) -> impl Fn(io::Error) -> RecordingError {
    move |source| RecordingError::Io { doing, path: path.to_owned(), source }
}

fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
}

/// The 44 bytes before `data` bytes of samples. The header of a file over 4 GiB, which is 37 hours, says 4 GiB.
fn header(data: u64) -> [u8; HEADER] {
    let data = u32::try_from(data).unwrap_or(u32::MAX - 36);
    let mut bytes = [0; HEADER];
    bytes[..4].copy_from_slice(b"RIFF");
    bytes[4..8].copy_from_slice(&(data + 36).to_le_bytes());
    bytes[8..16].copy_from_slice(b"WAVEfmt ");
    bytes[16..20].copy_from_slice(&16_u32.to_le_bytes());
    // PCM, one channel.
    bytes[20..24].copy_from_slice(&[1, 0, 1, 0]);
    bytes[24..28].copy_from_slice(&RATE.to_le_bytes());
    bytes[28..32].copy_from_slice(&(2 * RATE).to_le_bytes());
    // Two bytes a frame, sixteen bits a sample.
    bytes[32..36].copy_from_slice(&[2, 0, 16, 0]);
    bytes[36..40].copy_from_slice(b"data");
    bytes[40..44].copy_from_slice(&data.to_le_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(path: &Path) -> Vec<i16> {
        let reader = hound::WavReader::open(path).expect("a WAV file");
        let spec = reader.spec();
        assert_eq!((spec.channels, spec.sample_rate, spec.bits_per_sample), (1, RATE, 16));
        reader.into_samples().map(|sample| sample.expect("whole")).collect()
    }

    #[test]
    fn what_was_flushed_can_be_played_without_an_end() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.wav");
        let mut recording = Recording::create(&path).expect("created");
        assert!(samples(&path).is_empty());
        recording.write(&[1, -2, i16::MIN]);
        recording.flush().expect("written");
        recording.write(&[9; 100]);
        assert_eq!(samples(&path), [1, -2, i16::MIN]);
        assert!((recording.seconds() - 103.0 / 16_000.0).abs() < 1e-9);
        std::mem::forget(recording);
        assert_eq!(samples(&path), [1, -2, i16::MIN], "as after a kill");
    }

    #[cfg(unix)]
    #[test]
    fn it_is_nobody_elses() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.wav");
        Recording::create(&path).expect("created").finish().expect("written");
        assert_eq!(std::fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_recording_goes_on_behind_what_it_has() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.wav");
        let mut first = Recording::create(&path).expect("created");
        first.write(&[1, 2, 3]);
        first.finish().expect("written");
        // A process killed in the middle of a write leaves bytes that the header does not count.
        let mut torn = std::fs::read(&path).expect("read");
        torn.extend([7; 5]);
        std::fs::write(&path, torn).expect("written");
        let mut second = Recording::append(&path).expect("ours");
        second.write(&[4]);
        second.finish().expect("written");
        assert_eq!(samples(&path), [1, 2, 3, 4]);
    }

    #[test]
    fn other_files_are_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.wav");
        assert!(matches!(Recording::append(&path), Err(RecordingError::Io { doing: "open", .. })));
        std::fs::write(&path, "short").expect("written");
        assert!(matches!(Recording::append(&path), Err(RecordingError::Io { doing: "read", .. })));
        let mut other = header(0);
        other[22] = 2;
        std::fs::write(&path, other).expect("written");
        assert!(matches!(Recording::append(&path), Err(RecordingError::Foreign(_))));
        assert_eq!(std::fs::read(&path).expect("read"), other);
    }

    /// `/dev/full` fails every write for lack of space.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told_with_what_to_do() {
        let error = Recording::create(Path::new("/dev/full")).expect_err("full").to_string();
        assert!(error.contains("/dev/full") && error.contains("speech purge"), "{error}");
    }
}
