//! Why there is no transcript, and what the user can do about it.

use crate::wav::WavError;

/// Why a recording was not written down.
#[derive(Debug, thiserror::Error)]
pub enum SttError {
    /// The setting makes no sense.
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
    /// The recording cannot be read.
    #[error(transparent)]
    Recording(#[from] WavError),
    /// What is sent cannot be written.
    #[error("cannot write the speech for the transcriber: {0}; is the disk full?")]
    Unwritable(#[source] std::io::Error),
    /// The program is not there.
    #[error("cannot start {program}: {source}; install it, or mend `stt` in config.toml")]
    NotStarted {
        /// The program, as the setting names it.
        program: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The program failed.
    #[error("{program} failed ({how}): {said}")]
    Failed {
        /// The program, as the setting names it.
        program: String,
        /// Exit code or signal.
        how: String,
        /// What it said about it, in a line.
        said: String,
    },
    /// The server cannot be reached or broke off.
    #[error("{url}: {problem}")]
    Server {
        /// The address in the setting.
        url: String,
        /// What happened and what to do.
        problem: String,
    },
    /// It took too long.
    #[error("{engine} was stopped after {seconds:.0} s; take a smaller model, or a faster engine")]
    TooLong {
        /// Program or address.
        engine: String,
        /// The limit.
        seconds: f64,
    },
    /// What came back is no transcript.
    #[error("{engine} gave back no transcript: {problem}")]
    Nonsense {
        /// Program or address.
        engine: String,
        /// What was found.
        problem: String,
    },
    /// It was called off.
    #[error("the transcript was called off")]
    Cancelled,
}
