//! What can go wrong with microphones and loudspeakers, and what the user can do about it.

/// Why nothing can be recorded or played.
#[derive(Debug, thiserror::Error)]
pub enum SoundError {
    /// There is no microphone.
    #[error("no microphone was found")]
    NoMicrophone,
    /// There is no loudspeaker.
    #[error("nothing to play sound through was found")]
    NoLoudspeaker,
    /// There is no microphone of this name.
    #[error("no microphone is called {0:?}; `hotseat speech devices` lists them")]
    Unknown(String),
    /// The system does not allow us to listen.
    #[error("the system does not allow access to the microphone; allow it for your terminal in the privacy settings")]
    Forbidden,
    /// The sound server or the device does not respond.
    #[error("the sound system does not answer")]
    NoAnswer,
    /// The device or the server stopped working while it was in use.
    #[error("the microphone is gone, or the sound server is")]
    Gone,
    /// Any other error, in the words of the system.
    #[error("{0}")]
    Other(String),
}
