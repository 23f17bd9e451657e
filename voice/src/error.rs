//! What goes wrong with microphones and loudspeakers, and what the user can do about it.

/// Why nothing can be recorded or played.
#[derive(Debug, thiserror::Error)]
pub enum SoundError {
    /// Nothing to record from.
    #[error("no microphone was found")]
    NoMicrophone,
    /// Nothing to play through.
    #[error("nothing to play sound through was found")]
    NoLoudspeaker,
    /// A device of that name is not there.
    #[error("no microphone is called {0:?}; `hotseat speech devices` lists them")]
    Unknown(String),
    /// The system does not let us listen.
    #[error("the system does not allow access to the microphone; allow it for your terminal in the privacy settings")]
    Forbidden,
    /// The sound server or the device does not react.
    #[error("the sound system does not answer")]
    NoAnswer,
    /// It worked, and stopped working.
    #[error("the microphone is gone, or the sound server is")]
    Gone,
    /// Anything else, in the words of the system.
    #[error("{0}")]
    Other(String),
}
