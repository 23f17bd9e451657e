//! Where samples come from.

use crate::SoundError;

/// Something that can be listened to. Opened and read on the thread of the recorder.
pub(crate) trait Source {
    /// What people know it by.
    fn name(&self) -> &str;

    /// Waits for the next samples, 16 kHz mono, and puts them behind what is there. Waits for
    /// [`SILENT`](super::SILENT) at most; a source that failed is not read again.
    fn read(&mut self, into: &mut Vec<i16>) -> Result<(), SoundError>;
}

/// The microphone of this name, or the system's choice.
#[cfg(any(target_os = "macos", windows))]
pub(super) fn open(microphone: Option<&str>) -> Result<Box<dyn Source>, SoundError> {
    Ok(Box::new(crate::host::HostSource::open(microphone)?))
}

/// The microphone of this name, or the system's choice: through the sound server, or else through a program.
#[cfg(not(any(target_os = "macos", windows)))]
pub(super) fn open(microphone: Option<&str>) -> Result<Box<dyn Source>, SoundError> {
    #[cfg(target_os = "linux")]
    let found = crate::pulse::PulseSource::open(microphone);
    #[cfg(not(target_os = "linux"))]
    let found: Result<Option<std::convert::Infallible>, SoundError> = Ok(None);
    match found {
        #[cfg(target_os = "linux")]
        Ok(Some(source)) => return Ok(Box::new(source)),
        // These answers are no better from elsewhere.
        Err(error @ (SoundError::NoMicrophone | SoundError::Unknown(_) | SoundError::Forbidden)) => return Err(error),
        _ => {}
    }
    match crate::program::ProgramSource::open(microphone) {
        Some(source) => Ok(Box::new(source)),
        None => Err(found.err().unwrap_or(SoundError::NoMicrophone)),
    }
}
