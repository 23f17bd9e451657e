//! Checks the settings against what exists: tracks of the banks, files, programs, microphones.

use std::collections::BTreeSet;
use std::path::Path;

use super::Engine;
use crate::bank::Library;
use crate::config::{Config, Doubt, Known, Paths, doubts};
use crate::moment::Moment;
use crate::outside::find::find;
use crate::speech::SoundError;
use crate::speech::devices::{Device, Devices};

/// Settings that can be read but cannot be right, microphones aside.
pub fn settings_doubts(config: &Config, library: &Library, paths: Option<&Paths>, now: Moment) -> Vec<Doubt> {
    // Collecting them takes a while with ten thousand questions, and most users set none.
    let tracks = if config.target.tracks.is_empty() { Vec::new() } else { tracks(library) };
    let is_program = |name: &str| find(name).is_some();
    let known =
        Known { today: now.calendar_day(), tracks: &tracks, paths, is_there: &Path::exists, is_program: &is_program };
    doubts(config, &known)
}

/// Every track that at least one question has, sorted.
pub(super) fn tracks(library: &Library) -> Vec<String> {
    let tracks: BTreeSet<_> = library.entries().iter().flat_map(|entry| entry.tracks.iter()).collect();
    tracks.into_iter().map(ToString::to_string).collect()
}

impl Engine {
    /// Settings that can be read but cannot be right, except microphones: listing those may take a moment.
    pub fn doubts(&self, now: Moment) -> Vec<Doubt> {
        settings_doubts(&self.config, &self.library, self.paths.as_ref(), now)
    }
}

/// Whether the setting names a particular microphone, which then has to exist.
pub fn names_microphone(configured: &str) -> bool {
    !matches!(configured, "" | "none")
}

/// What is known about the microphone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MicrophoneWords {
    /// Which one is used, or that none is.
    pub words: String,
    /// Whether there is one to record from.
    pub there: bool,
}

/// Which microphone is used, or that none is. The error says what is wrong with the setting. Having no microphone at
/// all is no error, because spoken answers can be timed without one. A recorder program may be there without anything to
/// record from, so that the microphone is opened by `open`, with its name if the setting has one.
pub fn microphone_words(
    configured: &str,
    found: Result<Devices, SoundError>,
    open: impl FnOnce(Option<&str>) -> Result<(), SoundError>,
) -> Result<MicrophoneWords, String> {
    let timed_only = |why: &str| {
        Ok(MicrophoneWords { words: format!("{why}; spoken answers are timed and not recorded"), there: false })
    };
    let there = |words: String| Ok(MicrophoneWords { words, there: true });
    let found = match found {
        _ if configured == "none" => return timed_only("none, as the settings say"),
        Err(error) if names_microphone(configured) => {
            return Err(format!("{configured:?} cannot be looked for: {error}"));
        }
        Err(error) => return timed_only(&error.to_string()),
        Ok(found) => found,
    };
    // A recorder program lists no microphones; it is given the name as it is.
    if !found.inputs.is_empty() && found.inputs.iter().all(|one| one.name.is_empty()) {
        let program = &found.inputs[0].description;
        let name = Some(configured).filter(|name| names_microphone(name));
        return match (name, open(name)) {
            (None, Ok(())) => there(format!("{program}, through the {}", found.through)),
            (Some(name), Ok(())) => there(format!("{name:?}, {program}")),
            (None, Err(error)) => timed_only(&error.to_string()),
            (Some(name), Err(error)) => Err(format!("{name:?} in the settings cannot be recorded from: {error}")),
        };
    }
    let named = |device: &&Device| [&device.name, &device.description].into_iter().any(|name| name == configured);
    match (configured, found.inputs.iter().find(|device| device.default), found.inputs.iter().find(named)) {
        ("", Some(device), _) => there(format!("{}, through the {}", device.description, found.through)),
        ("", None, _) => timed_only("no microphone was found"),
        (_, _, Some(device)) => there(device.description.clone()),
        (name, _, None) => Err(format!(
            "{name:?} in the settings is not there; `hotseat speech devices` lists those that are, and none at all in the \
             setting `microphone` means the system's"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(names: &[&str]) -> Devices {
        let device = |name: &&str| Device {
            name: format!("{name}_id"),
            description: (*name).to_owned(),
            default: *name == "built-in",
            monitor: false,
        };
        Devices { through: "sound server".into(), inputs: names.iter().map(device).collect(), outputs: Vec::new() }
    }

    #[test]
    fn a_microphone_that_is_named_has_to_be_there() {
        let listed = |_: Option<&str>| -> Result<(), SoundError> { panic!("what is listed is not opened") };
        let words = |configured: &str, names: &[&str]| microphone_words(configured, Ok(found(names)), listed);
        let there = |words: &str| Ok(MicrophoneWords { words: words.to_owned(), there: true });
        assert_eq!(words("", &["built-in"]), there("built-in, through the sound server"));
        assert_eq!(words("headset", &["built-in", "headset"]), there("headset"));
        assert_eq!(words("headset_id", &["built-in", "headset"]), there("headset"));
        assert!(words("headset", &["built-in"]).expect_err("gone").contains("hotseat speech devices"));
        for none in ["", "none"] {
            let found = words(none, &[]).expect("no microphone is no fault");
            assert!(!found.there && found.words.contains("timed and not recorded"), "{found:?}");
        }
        let mut program = found(&["whatever arecord records"]);
        program.inputs[0].name.clear();
        let by_program = |configured: &str, works: bool| {
            let open = |name: Option<&str>| {
                assert_eq!(name.unwrap_or_default(), configured);
                if works { Ok(()) } else { Err(SoundError::NoMicrophone) }
            };
            microphone_words(configured, Ok(program.clone()), open)
        };
        assert!(by_program("hw:1", true).expect("taken as it is").words.contains("hw:1"));
        assert!(by_program("hw:1", false).expect_err("gone").contains("no microphone was found"));
        assert!(by_program("", true).expect("there").there && !by_program("", false).expect("no fault").there);
        let gone = || Err(SoundError::NoMicrophone);
        assert!(
            microphone_words("headset", gone(), listed).is_err()
                && !microphone_words("", gone(), listed).expect("no fault").there
        );
        assert!(names_microphone("headset") && !names_microphone("none") && !names_microphone(""));
    }
}
