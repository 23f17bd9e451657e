//! The voice: recording an answer, hearing it again, what it sounds like and what was said in it, and reading a
//! question aloud.
//!
//! Sound comes in and goes out on threads of its own, which post messages and take orders; nothing here ever makes the
//! caller wait for a device. What is recorded is 16 kHz mono with 16 bits a sample, whatever the device delivers.

mod activity;
pub mod aloud;
pub mod delivery;
pub mod devices;
pub mod diction;
pub mod hearing;
#[cfg(any(target_os = "macos", windows))]
mod host;
pub mod kept;
pub mod mend;
pub mod meter;
pub mod play;
#[cfg(not(any(target_os = "macos", windows)))]
mod program;
#[cfg(target_os = "linux")]
mod pulse;
pub mod record;
pub mod recording;
mod resample;
pub mod strip;
mod syllables;
pub mod track;
pub mod transcribe;
pub mod wav;

/// Samples a second of everything that is recorded.
pub const RATE: u32 = 16_000;

/// What goes wrong with microphones and loudspeakers.
#[derive(Debug, thiserror::Error)]
pub enum SoundError {
    /// Nothing to record from.
    #[error("no microphone was found")]
    NoMicrophone,
    /// Nothing to play through.
    #[error("nothing to play sound through was found")]
    NoLoudspeaker,
    /// A device of that name is not there.
    #[error("no microphone is called {0:?}; `hotseat speech devices` lists them")]
    Unknown(String),
    /// The system does not let us listen.
    #[error("the system does not allow access to the microphone; allow it for your terminal in the privacy settings")]
    Forbidden,
    /// The sound server or the device does not react.
    #[error("the sound system does not answer")]
    NoAnswer,
    /// It worked, and now it is gone.
    #[error("the microphone is gone, or the sound server is")]
    Gone,
    /// Anything else.
    #[error("{0}")]
    Other(String),
}
