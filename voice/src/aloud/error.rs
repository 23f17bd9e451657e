//! Why nothing is read aloud.

/// What keeps a text from being read aloud.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AloudError {
    /// There is no voice on this machine that is known.
    #[error("no voice was found that could read aloud; {}", if cfg!(target_os = "linux") { "espeak-ng is one" } else { "`voice` in the settings names one" })]
    NoVoice,
    /// The setting names a program that is not there.
    #[error("there is no program {0:?} to read aloud; `hotseat speech say --list` tells which voices there are")]
    Missing(String),
    /// The setting names nothing.
    #[error("the voice has no name; `hotseat speech say --list` tells which there are")]
    Nameless,
    /// A voice was started and did not read to the end.
    #[error("{voice} does not read aloud: {why}")]
    Failed {
        /// The program.
        voice: String,
        /// What became of it.
        why: String,
    },
    /// What it wrote cannot be played.
    #[error("what {voice} says cannot be played: {why}")]
    NotPlayed {
        /// The program.
        voice: String,
        /// Why.
        why: String,
    },
}

impl AloudError {
    /// The same as a sentence of its own.
    pub fn sentence(&self) -> String {
        let words = self.to_string();
        let mut letters = words.chars();
        letters.next().map_or(String::new(), |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
    }
}
