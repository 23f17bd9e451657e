//! Where samples come from.

use crate::speech::{SoundError, program};

/// Something that can be listened to. Opened and read on the thread of the recorder.
pub(in crate::speech) trait Source {
    /// What people know it by.
    fn name(&self) -> &str;

    /// Waits for the next samples, 16 kHz mono, and puts them behind what is there. Waits for
    /// [`SILENT`](super::SILENT) at most; a source that failed is not read again.
    fn read(&mut self, into: &mut Vec<i16>) -> Result<(), SoundError>;
}

/// The microphone of this name, or the system's choice.
pub(super) fn open(microphone: Option<&str>) -> Result<Box<dyn Source>, SoundError> {
    let found = native(microphone);
    match found {
        Ok(Some(source)) => return Ok(source),
        // These answers are no better from elsewhere.
        Err(error @ (SoundError::NoMicrophone | SoundError::Unknown(_) | SoundError::Forbidden)) => return Err(error),
        _ => {}
    }
    match program::ProgramSource::open(microphone) {
        Some(source) => Ok(Box::new(source)),
        None => Err(found.err().unwrap_or(SoundError::NoMicrophone)),
    }
}

/// The way that needs no other program. None: there is none here.
#[cfg_attr(
    not(any(target_os = "linux", target_os = "macos", windows)),
    expect(clippy::unnecessary_wraps, reason = "other systems can fail")
)]
fn native(microphone: Option<&str>) -> Result<Option<Box<dyn Source>>, SoundError> {
    #[cfg(target_os = "linux")]
    return Ok(crate::speech::pulse::PulseSource::open(microphone)?.map(|source| Box::new(source) as Box<dyn Source>));
    #[cfg(any(target_os = "macos", windows))]
    return Ok(Some(Box::new(crate::speech::host::HostSource::open(microphone)?)));
    #[cfg(not(any(target_os = "linux", target_os = "macos", windows)))]
    {
        let _ = microphone;
        Ok(None)
    }
}
