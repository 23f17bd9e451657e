//! Speech to text, by whatever the user set up: a program on this machine or a server on it. Nothing is built in, and
//! nothing leaves the machine.
//!
//! Only the speech is sent, long silence cut out, because engines invent text for silence; the times that come back are
//! put where they belong in the recording.

mod command;
mod http;
mod output;
mod speech_only;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::wav::WavError;
use hotseat_log::{Stretch, Transcript};
use http::Url;
use speech_only::SpeechOnly;

/// Seconds that an engine gets, and more for each second of speech.
const LEAST_S: f64 = 60.0;
const PER_SECOND: f64 = 5.0;

/// Most bytes of output that are read.
const MOST_OUTPUT: u64 = 16 * 1024 * 1024;

/// What engines are told beforehand, so that they write fillers down; short, because long ones cut answers off.
const PROMPT: &str = "Um, uh, hmm, er, ah.";

/// What keeps a transcript from being made.
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
        /// Which host.
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
        /// Which program.
        program: String,
        /// Why.
        source: std::io::Error,
    },
    /// The program ended badly.
    #[error("{program} failed ({how}): {said}")]
    Failed {
        /// Which program.
        program: String,
        /// Exit code or signal.
        how: String,
        /// The end of what it said about it.
        said: String,
    },
    /// The server cannot be reached or broke off.
    #[error("{url}: {problem}")]
    Server {
        /// Which address.
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

/// Who writes down what was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A program and its arguments.
    Command(Vec<String>),
    /// A server on this machine that speaks as `OpenAI`'s does.
    Server(Url),
}

impl Engine {
    /// Reads the setting `stt`: one address, or a program and its arguments, in which `~/` is the folder `home`. None:
    /// nothing is set.
    pub fn from_setting(stt: &[String], home: Option<&Path>) -> Result<Option<Self>, SttError> {
        let Some(first) = stt.first().map(|first| first.trim()).filter(|first| !first.is_empty()) else {
            return if stt.is_empty() { Ok(None) } else { Err(SttError::Setting("the program has no name".into())) };
        };
        if first.contains("://") {
            return match stt {
                [_] => Ok(Some(Self::Server(Url::parse(first)?))),
                _ => Err(SttError::Setting("an address stands alone, without arguments".into())),
            };
        }
        let expand = |word: &String| match word.strip_prefix("~/").zip(home) {
            Some((rest, home)) => home.join(rest).display().to_string(),
            None => word.clone(),
        };
        Ok(Some(Self::Command(stt.iter().map(expand).collect())))
    }

    /// What to call it in messages.
    pub fn name(&self) -> String {
        match self {
            Self::Command(words) => {
                let program = Path::new(&words[0]).file_name().map(|name| name.to_string_lossy().into_owned());
                program.unwrap_or_else(|| words[0].clone())
            }
            Self::Server(url) => url.to_string(),
        }
    }
}

/// What a transcript in the making is bound by.
#[derive(Debug)]
pub struct Watch<'a> {
    /// Set from another thread: stop, and kill what runs.
    pub cancel: &'a AtomicBool,
}

impl Watch<'_> {
    fn cancelled(&self) -> bool {
        self.cancel.load(Ordering::Relaxed)
    }
}

/// Has the speech of a recording written down. `speech` says where it is. `progress` is told the share that is done,
/// where the engine says it. Blocks; see [`super::hearing`] for the same in the background.
pub fn transcribe(
    engine: &Engine,
    recording: &Path,
    speech: &[Stretch],
    watch: &Watch<'_>,
    progress: &mut dyn FnMut(f64),
) -> Result<Transcript, SttError> {
    let Some(sent) = SpeechOnly::cut(recording, speech)? else { return Ok(Transcript::default()) };
    let limit = Duration::from_secs_f64(LEAST_S + PER_SECOND * sent.seconds());
    transcribe_within(engine, &sent, limit, watch, progress)
}

/// Reads what an engine printed about a recording of so many seconds: JSON of any known shape, lines with times, or
/// plain text. The error says what was found instead.
pub fn parse(bytes: &[u8], seconds: f64) -> Result<Transcript, String> {
    Ok(Transcript { segments: output::read(bytes, seconds)? })
}

fn transcribe_within(
    engine: &Engine,
    sent: &SpeechOnly,
    limit: Duration,
    watch: &Watch<'_>,
    progress: &mut dyn FnMut(f64),
) -> Result<Transcript, SttError> {
    let heard = match engine {
        Engine::Command(words) => command::run(words, sent, limit, watch, progress)?,
        Engine::Server(url) => http::post(url, sent.file(), limit, watch)?,
    };
    let engine = engine.name();
    let segments = output::read(&heard, sent.seconds()).map_err(|problem| SttError::Nonsense { engine, problem })?;
    Ok(sent.put_back(segments))
}

#[cfg(test)]
mod tests;
