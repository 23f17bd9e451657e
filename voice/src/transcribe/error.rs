//! Why there is no transcript, and what the user can do about it.

use crate::wav::WavError;

/// Why a recording was not transcribed.
#[derive(Debug, thiserror::Error)]
pub enum SttError {
    /// The setting is invalid.
    #[error("`stt` in config.toml: {0}")]
    Setting(String),
    /// The setting points to another machine.
    #[error(
        "`stt` in config.toml names {host}, which is not this machine, so nothing was sent. To send recordings there \
         yourself, use a command: stt = [\"curl\", \"-sS\", \"-F\", \"file=@{{}}\", \"{url}\"]"
    )]
    Elsewhere {
        /// The host in the address.
        host: String,
        /// The whole address.
        url: String,
    },
    /// The recording is unreadable.
    #[error(transparent)]
    Recording(#[from] WavError),
    /// The speech to be sent could not be written to a file.
    #[error("cannot write the speech for the transcriber: {0}; is the disk full?")]
    Unwritable(#[source] std::io::Error),
    /// The program could not be started.
    #[error("cannot start {program}: {source}; install it, or mend `stt` in config.toml")]
    NotStarted {
        /// The program as named in the setting.
        program: String,
        /// The system's error.
        source: std::io::Error,
    },
    /// The program started but failed.
    #[error("{program} failed ({how}): {said}")]
    Failed {
        /// The program as named in the setting.
        program: String,
        /// Exit code or signal.
        how: String,
        /// Its error message, on one line.
        said: String,
    },
    /// The server cannot be reached, or the connection broke.
    #[error("{url}: {problem}")]
    Server {
        /// The address in the setting.
        url: String,
        /// What happened, and what to do.
        problem: String,
    },
    /// It took longer than allowed.
    #[error("{engine} was stopped after {seconds:.0} s; take a smaller model, or a faster engine")]
    TooLong {
        /// Program or address.
        engine: String,
        /// The limit, in seconds.
        seconds: f64,
    },
    /// The output is not a transcript.
    #[error("{engine} gave back no transcript: {problem}")]
    Nonsense {
        /// Program or address.
        engine: String,
        /// What is wrong with the output.
        problem: String,
    },
    /// It was cancelled.
    #[error("the transcript was called off")]
    Cancelled,
}
