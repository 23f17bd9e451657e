//! The voice: recording an answer, playing it back, analysing how it was said and what was said, and reading a question
//! aloud.
//!
//! Sound is recorded and played on separate threads, which take orders and post messages; nothing here ever makes the
//! caller wait for a device. Recordings are 16 kHz mono with 16 bits a sample, whatever the device delivers.

mod activity;
pub mod aloud;
pub mod delivery;
mod device;
pub mod devices;
pub mod diction;
mod error;
pub mod figures;
pub mod hearing;
#[cfg(any(target_os = "macos", windows))]
mod host;
pub mod kept;
pub mod mend;
pub mod meter;
pub mod moments;
pub mod play;
#[cfg(not(any(target_os = "macos", windows)))]
mod program;
#[cfg(target_os = "linux")]
mod pulse;
pub mod record;
pub mod recording;
mod resample;
mod streams;
mod stretch;
pub mod strip;
mod syllables;
pub mod track;
pub mod transcribe;
pub mod wav;

pub use error::SoundError;
pub use stretch::SPEEDS;

/// Samples a second in everything that is recorded, played and analysed.
pub const RATE: u32 = 16_000;

/// The duration of this many samples.
fn seconds(samples: usize) -> f64 {
    samples as f64 / f64::from(RATE)
}

/// The number of samples in this many seconds; 0 if negative.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what a file can hold")]
fn samples(seconds: f64) -> usize {
    (seconds.clamp(0.0, 1e6) * f64::from(RATE)).round() as usize
}

/// Samples as stored in files and sent to devices: 16 bits, little endian.
fn bytes(samples: &[i16]) -> impl Iterator<Item = u8> {
    samples.iter().flat_map(|sample| sample.to_le_bytes())
}
