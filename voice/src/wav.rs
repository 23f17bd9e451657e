//! Reads recordings: WAV files of any rate, width and number of channels, as 16 kHz mono, block by block.
//!
//! The length in a file's header is not trusted: a recorder that was killed leaves 0, one that wrote to a pipe leaves 4
//! GiB, and a copy may be cut short. The file is read to its end.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::RATE;
use super::resample::Resampler;

/// Frames (one sample of each channel) decoded at a time.
const FRAMES: usize = 4096;

/// A sample this close to full scale counts as full scale: within two steps of 16 bits.
const FULL_SCALE: f32 = 1.0 - 2.0 / 32_768.0;

/// From how many consecutive samples at full scale on sound counts as clipped; fewer may be the peak of a loud word.
pub(super) const CLIPPED_RUN: u64 = 3;

/// Why a recording cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum WavError {
    /// The file cannot be opened or read.
    #[error("cannot read {path}: {source}", path = .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The file has another format.
    #[error(
        "{path} is {found}, not a WAV file; convert it, for example with `sox {path} -r 16000 -c 1 -b 16 out.wav`",
        path = .path.display()
    )]
    NotWav {
        /// The file.
        path: PathBuf,
        /// What it seems to be.
        found: &'static str,
    },
    /// The file ends before the sound begins.
    #[error("{path} is cut off before the sound begins; nothing in it can be saved", path = .0.display())]
    CutOff(PathBuf),
    /// The header is wrong, or describes something that is not supported.
    #[error(
        "{path}: {problem}; convert it, for example with `sox {path} -r 16000 -c 1 -b 16 out.wav`",
        path = .path.display()
    )]
    Header {
        /// The file.
        path: PathBuf,
        /// What is wrong with the header.
        problem: String,
    },
    /// The file has no sound in it.
    #[error("{path} has no sound in it", path = .0.display())]
    Empty(PathBuf),
}

/// How samples are encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    /// Unsigned 8-bit integers, centred on 128.
    Unsigned8,
    /// Signed little-endian integers of this many bytes.
    Signed(usize),
    /// 32-bit floating point.
    Float32,
    /// 64-bit floating point.
    Float64,
}

impl Coding {
    fn bytes(self) -> usize {
        match self {
            Self::Unsigned8 => 1,
            Self::Signed(bytes) => bytes,
            Self::Float32 => 4,
            Self::Float64 => 8,
        }
    }

    /// Decodes a sample to a number from -1 to 1; NaN and infinity become silence.
    fn decode(self, bytes: &[u8]) -> f32 {
        let value = match (self, bytes) {
            (Self::Unsigned8, &[byte]) => (f32::from(byte) - 128.0) / 128.0,
            (Self::Signed(2), &[low, high]) => f32::from(i16::from_le_bytes([low, high])) / 32_768.0,
            (Self::Signed(3), &[low, middle, high]) => {
                (i32::from_le_bytes([0, low, middle, high]) >> 8) as f32 / 8_388_608.0
            }
            (Self::Signed(_), &[a, b, c, d]) => i32::from_le_bytes([a, b, c, d]) as f32 / 2_147_483_648.0,
            (Self::Float32, &[a, b, c, d]) => f32::from_le_bytes([a, b, c, d]),
            #[expect(clippy::cast_possible_truncation, reason = "a sample needs no more than 24 bits")]
            (Self::Float64, bytes) => bytes.try_into().map_or(0.0, f64::from_le_bytes) as f32,
            _ => 0.0,
        };
        if value.is_finite() { value.clamp(-1.0, 1.0) } else { 0.0 }
    }
}

/// The format in the header, after plausibility checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Format {
    rate: u32,
    channels: usize,
    coding: Coding,
}

impl Format {
    /// Size of a frame (one sample of each channel) in bytes.
    fn frame(self) -> usize {
        self.channels * self.coding.bytes()
    }
}

/// An open recording.
#[derive(Debug)]
pub struct Wav {
    path: PathBuf,
    format: Format,
    source: BufReader<File>,
    /// Bytes of sound still to be read.
    left: u64,
    clipped: u64,
    runs: Vec<u64>,
}

impl Wav {
    /// Opens a recording and parses its header.
    pub fn open(path: &Path) -> Result<Self, WavError> {
        let unreadable = |source| WavError::Unreadable { path: path.to_owned(), source };
        let file = File::open(path).map_err(unreadable)?;
        let meta = file.metadata().map_err(unreadable)?;
        if !meta.is_file() {
            return Err(unreadable(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file")));
        }
        let mut source = BufReader::new(file);
        let (format, start, length) = header(&mut source, meta.len(), path)?;
        source.seek(SeekFrom::Start(start)).map_err(unreadable)?;
        let left = length - length % format.frame() as u64;
        if left == 0 {
            return Err(WavError::Empty(path.to_owned()));
        }
        Ok(Self { path: path.to_owned(), format, source, left, clipped: 0, runs: vec![0; format.channels] })
    }

    /// Seconds of sound that the file really contains, whatever its header says.
    pub fn seconds(&self) -> f64 {
        (self.left / self.format.frame() as u64) as f64 / f64::from(self.format.rate)
    }

    /// Samples a second in the file.
    pub fn rate(&self) -> u32 {
        self.format.rate
    }

    /// Number of samples at full scale, in runs of at least three, over all channels, in what has been read so far.
    pub fn clipped(&self) -> u64 {
        self.clipped
    }

    /// Calls `each` with the sound as mono at the rate of the file, from -1 to 1, block by block, until it returns
    /// `false`.
    pub fn each_block(&mut self, mut each: impl FnMut(&[f32]) -> bool) -> Result<(), WavError> {
        let width = self.format.coding.bytes();
        let frame = self.format.frame();
        let mut bytes = vec![0; frame * FRAMES];
        let mut mono = Vec::with_capacity(FRAMES);
        while self.left > 0 {
            let wanted = usize::try_from(self.left).unwrap_or(usize::MAX).min(bytes.len());
            let block = &mut bytes[..wanted];
            match self.source.read_exact(block) {
                Ok(()) => {}
                // The file was truncated while it was being read.
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => break,
                Err(source) => return Err(WavError::Unreadable { path: self.path.clone(), source }),
            }
            self.left -= wanted as u64;
            mono.clear();
            for samples in bytes[..wanted].chunks_exact(frame) {
                let mut sum = 0.0;
                for (run, sample) in self.runs.iter_mut().zip(samples.chunks_exact(width)) {
                    let sample = self.format.coding.decode(sample);
                    *run = if sample.abs() >= FULL_SCALE { *run + 1 } else { 0 };
                    self.clipped += match *run {
                        CLIPPED_RUN => CLIPPED_RUN,
                        longer if longer > CLIPPED_RUN => 1,
                        _ => 0,
                    };
                    sum += sample;
                }
                mono.push(sum / self.format.channels as f32);
            }
            if !each(&mono) {
                break;
            }
        }
        Ok(())
    }

    /// Calls `each` with the sound as mono at [`RATE`], block by block, until it returns `false`.
    pub fn each_block_at_16k(&mut self, mut each: impl FnMut(&[f32]) -> bool) -> Result<(), WavError> {
        let mut resampler = Resampler::new(self.format.rate, RATE);
        let (mut out, mut going) = (Vec::new(), true);
        self.each_block(|block| {
            out.clear();
            resampler.push(block, &mut out);
            going = each(&out);
            going
        })?;
        if going {
            out.clear();
            resampler.end(&mut out);
            each(&out);
        }
        Ok(())
    }
}

/// Finds the format and the sound: its offset, and its length in bytes.
fn header(source: &mut BufReader<File>, size: u64, path: &Path) -> Result<(Format, u64, u64), WavError> {
    let unreadable = |source| WavError::Unreadable { path: path.to_owned(), source };
    let cut_off = || WavError::CutOff(path.to_owned());
    let wrong = |problem| WavError::Header { path: path.to_owned(), problem };
    let mut start = Vec::new();
    source.by_ref().take(12).read_to_end(&mut start).map_err(unreadable)?;
    match start.as_slice() {
        [] => return Err(WavError::Empty(path.to_owned())),
        [b'R', b'I', b'F', b'F' | b'X', _, _, _, _, b'W', b'A', b'V', b'E']
        | [b'R', b'F', b'6', b'4', _, _, _, _, b'W', b'A', b'V', b'E'] => {}
        short if short.len() < 12 && b"RIFF".starts_with(&short[..short.len().min(4)]) => {
            return Err(cut_off());
        }
        other => return Err(WavError::NotWav { path: path.to_owned(), found: looks_like(other) }),
    }
    let mut format = None;
    let mut at = 12_u64;
    loop {
        let (name, length) = chunk(source, at, size).map_err(unreadable)?.ok_or_else(cut_off)?;
        at += 8;
        match &name {
            b"fmt " => {
                let mut bytes = Vec::new();
                source.by_ref().take(length.min(64)).read_to_end(&mut bytes).map_err(unreadable)?;
                if at + length > size {
                    return Err(cut_off());
                }
                format = Some(read_format(&bytes).map_err(wrong)?);
            }
            b"data" => {
                let format = format.ok_or_else(|| wrong("the sound comes before its format".to_owned()))?;
                let there = size - at;
                let unfinished = length == 0 && !only_chunks(source, at, size).map_err(unreadable)?;
                return Ok((format, at, if unfinished { there } else { length.min(there) }));
            }
            _ => {}
        }
        // Chunks are aligned to even offsets.
        at = at.saturating_add(length).saturating_add(length % 2);
    }
}

/// Name and length of the chunk at an offset. None if the file ends before that.
fn chunk(source: &mut BufReader<File>, at: u64, size: u64) -> io::Result<Option<([u8; 4], u64)>> {
    if at + 8 > size {
        return Ok(None);
    }
    let mut head = [0; 8];
    source.seek(SeekFrom::Start(at))?;
    source.read_exact(&mut head)?;
    let [a, b, c, d, sizes @ ..] = head;
    Ok(Some(([a, b, c, d], u64::from(u32::from_le_bytes(sizes)))))
}

/// Whether everything from `at` on is a sequence of chunks up to the very end (or nothing), and so not sound.
fn only_chunks(source: &mut BufReader<File>, mut at: u64, size: u64) -> io::Result<bool> {
    while at < size {
        match chunk(source, at, size)? {
            Some((name, length)) if name.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ') => {
                at = at + 8 + length + length % 2;
            }
            _ => return Ok(false),
        }
    }
    Ok(at == size || at == size + 1)
}

fn read_format(bytes: &[u8]) -> Result<Format, String> {
    let word = |at: usize| bytes.get(at..at + 2).map(|b| u16::from_le_bytes([b[0], b[1]]));
    let (Some(tag), Some(channels), Some(align), Some(bits)) = (word(0), word(2), word(12), word(14)) else {
        return Err("its format is cut off".to_owned());
    };
    let rate = bytes.get(4..8).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
    // "Extensible": the real tag is the beginning of a longer identifier.
    let tag = if tag == 0xFFFE { word(24).unwrap_or(tag) } else { tag };
    if !(1_000..=768_000).contains(&rate) {
        return Err(format!("{rate} samples a second cannot be right"));
    }
    if !(1..=64).contains(&channels) {
        return Err(format!("{channels} channels cannot be right"));
    }
    let channels = usize::from(channels);
    let bytes = usize::from(align) / channels;
    if usize::from(align) != bytes * channels || bytes == 0 || usize::from(bits).div_ceil(8) > bytes {
        return Err(format!("{bits} bits in {align} bytes for {channels} channels cannot be right"));
    }
    let coding = match (tag, bytes) {
        (1, 1) => Coding::Unsigned8,
        (1, 2..=4) => Coding::Signed(bytes),
        (3, 4) => Coding::Float32,
        (3, 8) => Coding::Float64,
        (1 | 3, _) => return Err(format!("samples of {} bits are not supported", bytes * 8)),
        (2 | 0x11, _) => return Err("it is compressed (ADPCM), which is not supported".to_owned()),
        (6, _) => return Err("it is compressed (A-law), which is not supported".to_owned()),
        (7, _) => return Err("it is compressed (mu-law), which is not supported".to_owned()),
        (0x55, _) => return Err("it is MP3 inside, which is not supported".to_owned()),
        (other, _) => return Err(format!("format {other:#x} is not supported")),
    };
    Ok(Format { rate, channels, coding })
}

fn looks_like(start: &[u8]) -> &'static str {
    match start {
        [b'O', b'g', b'g', b'S', ..] => "an Ogg file",
        [b'f', b'L', b'a', b'C', ..] => "a FLAC file",
        [b'I', b'D', b'3', ..] | [0xFF, 0xE0..=0xFF, ..] => "an MP3 file",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => "an MP4 file",
        [b'F', b'O', b'R', b'M', ..] => "an AIFF file",
        [0x1A, 0x45, 0xDF, 0xA3, ..] => "a WebM file",
        text if text.iter().all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace()) => "a text",
        _ => "something else",
    }
}
