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

impl Devices {
    /// Whether there is anything known to play through. The dummy sink of a sound server without hardware is not.
    pub fn can_be_heard(&self) -> bool {
        self.outputs.iter().any(|output| !output.name.starts_with("auto_null"))
    }
}

/// The message when there is nothing known to play through.
pub const UNHEARD: &str = "No device to play through was found, so it may not be heard.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dummy_is_heard_by_nobody() {
        let through = |name: &str| {
            let output = Device { name: name.into(), description: String::new(), default: true, monitor: false };
            Devices { outputs: vec![output], ..Devices::default() }
        };
        assert!(through("alsa_output.pci").can_be_heard());
        assert!(!through("auto_null").can_be_heard() && !Devices::default().can_be_heard());
    }
}
