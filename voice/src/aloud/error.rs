//! Why a text cannot be read aloud.

/// What prevents a text from being read aloud.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AloudError {
    /// No known voice is installed on this machine.
    #[error("no voice was found that could read aloud; {}", if cfg!(target_os = "linux") { "espeak-ng is one" } else { "`voice` in the settings names one" })]
    NoVoice,
    /// The setting names a program that does not exist.
    #[error("there is no program {0:?} to read aloud; `hotseat speech say --list` tells which voices there are")]
    Missing(String),
    /// The setting has an empty name.
    #[error("the voice has no name; `hotseat speech say --list` tells which there are")]
    Nameless,
    /// A voice was started and did not finish.
    #[error("{voice} does not read aloud: {why}")]
    Failed {
        /// The voice.
        voice: String,
        /// How it failed.
        why: String,
    },
    /// The sound that it wrote cannot be played.
    #[error("what {voice} says cannot be played: {why}")]
    NotPlayed {
        /// The voice.
        voice: String,
        /// The cause.
        why: String,
    },
}

impl AloudError {
    /// The message as a sentence of its own, with a capital and a full stop.
    pub fn sentence(&self) -> String {
        let words = self.to_string();
        let mut letters = words.chars();
        letters.next().map_or(String::new(), |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
    }
}
