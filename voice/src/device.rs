//! Microphones and loudspeakers, as they are listed.

use serde::Serialize;

/// A microphone or a loudspeaker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Device {
    /// The name that the setting `microphone` takes.
    pub name: String,
    /// The name to show to people.
    pub description: String,
    /// Whether it is used when no device is named.
    pub default: bool,
    /// Whether it is not a microphone, but captures what is played somewhere else.
    pub monitor: bool,
}

/// All devices that were found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Devices {
    /// How they are reached, for example "sound server".
    pub through: String,
    /// Devices to record from.
    pub inputs: Vec<Device>,
    /// Devices to play through.
    pub outputs: Vec<Device>,
}
