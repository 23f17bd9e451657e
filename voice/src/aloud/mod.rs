//! Reads a question aloud, using a program that is installed on the machine.

mod engine;
mod error;
mod reader;
mod words;

use std::path::Path;

use hotseat_outside::command_line::at_home;
use hotseat_outside::find::find;

use engine::Engine;

pub use error::AloudError;
pub use reader::{Reader, Reading};

/// The slowest and fastest rate that a voice may be given, in words a minute.
pub const RATES: (u32, u32) = (100, 300);

/// A text for trying out a voice.
pub const SAMPLE: &str = "Your service answers slowly since this morning. Where do you look first, and why?";

/// The program that is started for the first word of the setting `voice`. It differs from that word if the word only
/// names a voice.
pub fn program(named: &str) -> &str {
    Engine::of(named).program(named)
}

/// A program that reads aloud, with its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    words: Vec<String>,
    engine: Engine,
}

/// The programs that need nothing else, best first.
const USUAL: &[&str] = if cfg!(target_os = "macos") {
    &["say"]
} else if cfg!(windows) {
    &["sapi"]
} else {
    &["spd-say", "espeak-ng", "espeak", "flite"]
};

impl Voice {
    /// The voices to try, in this order: the one that the setting `voice` names (where `~/` means the folder `home`),
    /// or else all that are found on this machine.
    pub fn from_setting(voice: &[String], home: Option<&Path>) -> Result<Vec<Self>, AloudError> {
        if voice.is_empty() {
            let found = Self::on_this_machine();
            return if found.is_empty() { Err(AloudError::NoVoice) } else { Ok(found) };
        }
        let voice = Self::of(voice.iter().map(|word| at_home(word, home)).collect());
        match voice.words.first().filter(|name| !name.trim().is_empty()) {
            None => Err(AloudError::Nameless),
            Some(name) if !voice.is_there() => Err(AloudError::Missing(name.clone())),
            Some(_) => Ok(vec![voice]),
        }
    }

    /// All installed voices that need no separate model, best first.
    pub fn on_this_machine() -> Vec<Self> {
        USUAL.iter().map(|name| Self::of(vec![(*name).to_owned()])).filter(Self::is_there).collect()
    }

    fn of(words: Vec<String>) -> Self {
        let engine = Engine::of(words.first().map_or("", String::as_str));
        Self { words, engine }
    }

    fn is_there(&self) -> bool {
        self.words.first().is_some_and(|name| find(program(name)).is_some())
    }

    /// Its display name: the program and its arguments.
    pub fn name(&self) -> String {
        hotseat_bank::text::one_line(&self.words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voice_that_is_not_there_is_told_by_name() {
        let named = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            Voice::from_setting(&words, Some(Path::new("/home/ada"))).map(|found| found[0].name())
        };
        assert_eq!(named(&["no-such-voice", "-x"]), Err(AloudError::Missing("no-such-voice".to_owned())));
        assert_eq!(named(&[" "]), Err(AloudError::Nameless));
        assert_eq!(named(&["~/bin/voice"]), Err(AloudError::Missing("/home/ada/bin/voice".to_owned())));
        #[cfg(unix)]
        assert_eq!(named(&["sh", "-c", "cat"]).as_deref(), Ok("sh -c cat"));
    }
}
