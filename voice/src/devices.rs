//! What there is to record from and to play through.

use serde::Serialize;

use super::SoundError;

/// A microphone or a loudspeaker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Device {
    /// What `microphone` in the settings takes.
    pub name: String,
    /// What people read.
    pub description: String,
    /// Whether it is used unless another one is named.
    pub default: bool,
    /// Whether it carries what is played, and is no microphone.
    pub monitor: bool,
}

/// All of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Devices {
    /// What they are reached through.
    pub through: String,
    /// To record from.
    pub inputs: Vec<Device>,
    /// To play through.
    pub outputs: Vec<Device>,
}

/// Asks the system. Without sound of any kind both lists are empty.
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
