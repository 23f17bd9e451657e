//! Lists and opens the devices to record from and to play through.
//!
//! On Linux they are reached through the sound server or, without one, a program; on macOS and Windows through the
//! system.

use super::SoundError;
use super::streams::{Sink, Source};

pub use super::device::{Device, Devices, UNHEARD};

/// Lists the devices. Both lists are empty on a machine without sound.
pub fn devices() -> Result<Devices, SoundError> {
    #[cfg(target_os = "linux")]
    {
        if let Some(found) = super::pulse::devices()? {
            return Ok(found);
        }
    }
    #[cfg(any(target_os = "macos", windows))]
    {
        return super::host::devices();
    }
    #[cfg(not(any(target_os = "macos", windows)))]
    {
        let programs = super::program::recorders();
        let row = |name: &&'static str| Device {
            name: String::new(),
            description: format!("whatever {name} records"),
            default: false,
            monitor: false,
        };
        let mut inputs: Vec<Device> = programs.iter().map(row).collect();
        if let Some(first) = inputs.first_mut() {
            first.default = true;
        }
        Ok(Devices { through: "recorder programs".into(), inputs, outputs: Vec::new() })
    }
}

/// Whether the microphone with this name, or without one the system's default, can be recorded from. It is opened for a
/// moment, and what it delivers is dropped.
pub fn try_microphone(name: Option<&str>) -> Result<(), SoundError> {
    microphone(name).map(drop)
}

/// Opens the microphone with this name, or without one the system's default.
#[cfg(any(target_os = "macos", windows))]
pub(super) fn microphone(name: Option<&str>) -> Result<Box<dyn Source>, SoundError> {
    Ok(Box::new(super::host::HostSource::open(name)?))
}

/// Opens the microphone with this name, or without one the system's default.
#[cfg(not(any(target_os = "macos", windows)))]
pub(super) fn microphone(name: Option<&str>) -> Result<Box<dyn Source>, SoundError> {
    #[cfg(target_os = "linux")]
    let found = super::pulse::PulseSource::open(name);
    #[cfg(not(target_os = "linux"))]
    let found: Result<Option<std::convert::Infallible>, SoundError> = Ok(None);
    match found {
        #[cfg(target_os = "linux")]
        Ok(Some(source)) => return Ok(Box::new(source)),
        // A program would not find more than the server.
        Err(error @ (SoundError::NoMicrophone | SoundError::Unknown(_) | SoundError::Forbidden)) => return Err(error),
        _ => {}
    }
    match super::program::ProgramSource::open(name) {
        Some(source) => Ok(Box::new(source)),
        None => Err(found.err().unwrap_or(SoundError::NoMicrophone)),
    }
}

/// The display name of a device other than `listening` that is picking up sound right now. None if there is none, or
/// the system cannot tell.
pub(super) fn heard_elsewhere(listening: &str) -> Option<String> {
    #[cfg(target_os = "linux")]
    return super::pulse::heard_elsewhere(listening);
    #[cfg(not(target_os = "linux"))]
    {
        let _ = listening;
        None
    }
}

/// Opens the system's default loudspeaker.
pub(super) fn loudspeaker() -> Result<Box<dyn Sink>, SoundError> {
    #[cfg(any(target_os = "macos", windows))]
    return Ok(Box::new(super::host::HostSink::open()?));
    #[cfg(target_os = "linux")]
    let found = super::pulse::PulseSink::open();
    #[cfg(target_os = "linux")]
    if let Ok(Some(sink)) = found {
        return Ok(Box::new(sink));
    }
    #[cfg(not(any(target_os = "macos", windows)))]
    match super::program::ProgramSink::open() {
        Some(sink) => Ok(Box::new(sink)),
        None => Err(SoundError::NoLoudspeaker),
    }
}
