//! Speech to text, by whatever the user has set up: a program or a server on this machine. Nothing is built in, and
//! nothing leaves the machine.
//!
//! Only the speech is sent, with long silences cut out, because engines invent text for silence; the returned times are
//! converted back to those of the recording.

mod bounds;
pub mod check;
mod command;
mod error;
pub mod found;
mod habits;
mod http;
mod output;
mod prompt;
mod speech_only;
#[cfg(test)]
mod tests;
pub mod word_errors;

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use hotseat_log::{Stretch, Transcript};
use hotseat_outside::command_line::at_home;
use hotseat_outside::url::{Url, UrlError};

use bounds::Bounds;
use speech_only::SpeechOnly;

pub use error::SttError;

/// Time limit for an engine: this many seconds, plus this many for each second of speech.
const LEAST_S: f64 = 60.0;
const PER_SECOND: f64 = 5.0;

/// What transcribes recordings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transcriber {
    /// A program and its arguments.
    Command(Vec<String>),
    /// A server on this machine with `OpenAI`'s interface.
    Server(Url),
}

impl Transcriber {
    /// Parses the setting `stt`: one address, or a program and its arguments, in which `~/` means the folder `home`.
    /// None if nothing is set.
    pub fn from_setting(stt: &[String], home: Option<&Path>) -> Result<Option<Self>, SttError> {
        let Some(first) = stt.first().map(|first| first.trim()).filter(|first| !first.is_empty()) else {
            return if stt.is_empty() { Ok(None) } else { Err(SttError::Setting("the program has no name".into())) };
        };
        if first.contains("://") {
            return match stt {
                [_] => match Url::parse(first) {
                    Ok(url) => Ok(Some(Self::Server(url))),
                    Err(UrlError::Malformed(problem)) => Err(SttError::Setting(problem)),
                    Err(UrlError::Elsewhere(host)) => Err(SttError::Elsewhere { host, url: first.to_owned() }),
                },
                _ => Err(SttError::Setting("an address stands alone, without arguments".into())),
            };
        }
        let expand = |word: &String| at_home(word, home);
        Ok(Some(Self::Command(stt.iter().map(expand).collect())))
    }

    /// The name for messages.
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

/// Has the speech of a recording transcribed. `speech` says where it is; it is cut out into a private folder in
/// `scratch`. `asked` is the question that it answers, empty if that is not known. `progress` is called with the share
/// that is done, if the engine reports it. Another thread may set `cancel` to stop the work and kill the program.
/// Blocks; see [`super::hearing`] for the same in the background.
pub fn transcribe(
    engine: &Transcriber,
    recording: &Path,
    speech: &[Stretch],
    asked: &str,
    scratch: &Path,
    cancel: &AtomicBool,
    progress: &mut dyn FnMut(f64),
) -> Result<Transcript, SttError> {
    let Some(sent) = SpeechOnly::cut(recording, speech, scratch)? else { return Ok(Transcript::default()) };
    transcribe_within(engine, &sent, asked, &Bounds::new(limit(sent.seconds()), cancel), progress)
}

/// The time limit for this many seconds of speech.
fn limit(seconds: f64) -> Duration {
    Duration::from_secs_f64(LEAST_S + PER_SECOND * seconds)
}

/// Parses what an engine printed about a recording of this many seconds: JSON of any known shape, lines with times, or
/// plain text. The error says what was found instead.
pub fn parse(bytes: &[u8], seconds: f64) -> Result<Transcript, String> {
    Ok(Transcript { segments: output::read(bytes, seconds)? })
}

fn transcribe_within(
    engine: &Transcriber,
    sent: &SpeechOnly,
    asked: &str,
    bounds: &Bounds<'_>,
    progress: &mut dyn FnMut(f64),
) -> Result<Transcript, SttError> {
    let prompt = prompt::prompt(asked);
    let heard = match engine {
        Transcriber::Command(words) => command::run(words, sent, &prompt, bounds, progress)?,
        Transcriber::Server(url) => http::post(url, &sent.file(), &prompt, bounds)?,
    };
    let engine = engine.name();
    let segments = output::read(&heard, sent.seconds()).map_err(|problem| SttError::Nonsense { engine, problem })?;
    Ok(sent.put_back(segments))
}
