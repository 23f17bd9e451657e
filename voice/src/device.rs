//! Microphones and loudspeakers, as they are listed.

use serde::Serialize;

/// A microphone or a loudspeaker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Device {
    /// What `microphone` in the settings takes.
    pub name: String,
    /// What people read.
    pub description: String,
    /// Whether it is used unless another one is named.
    pub default: bool,
    /// Whether it is not a microphone and carries what is played elsewhere.
    pub monitor: bool,
}

/// All that were found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Devices {
    /// What they are reached through, for example "sound server".
    pub through: String,
    /// To record from.
    pub inputs: Vec<Device>,
    /// To play through.
    pub outputs: Vec<Device>,
}
