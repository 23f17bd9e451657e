//! Asks a model and waits for its reply. Blocks; [`super::asking`] does the same in the background.

use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use hotseat_bank::files::create_private_dir;
use hotseat_bank::scratch::private_temp_dir;
use hotseat_bank::text::{decoded, one_line};
use hotseat_outside::http::{Answer, Call, HttpError, send_trusting};
use hotseat_outside::limits::{LOOK, Limits, Stop};
use hotseat_outside::program::{Program, ProgramError, run};
use hotseat_outside::url::Url;
use serde_json::{Map, Value};

use super::chat::Exchange;
use super::destination::{Destination, is_passed_on, is_same_model};
use super::error::CoachError;
use super::key::{Key, Secret};
use super::reply::object;
use super::stream::{Broken, Heard, Stream, refusal};

/// The model may have to be loaded first, hence minutes to the first byte; a slow one writes only a few words a second.
const FIRST: Duration = Duration::from_mins(5);
const SILENCE: Duration = Duration::from_mins(1);
const TOTAL: Duration = Duration::from_mins(10);

/// The most bytes that are read from the connection: each word of a reply arrives in an event of some hundred bytes.
const MOST_WIRE: u64 = 32 * 1024 * 1024;

/// The most bytes that are read of a program's output.
const MOST_OUTPUT: usize = 1024 * 1024;

/// A token is three to seven bytes long, so a server that counts fewer tokens than this implies has not read
/// everything.
const BYTES_A_TOKEN: u64 = 7;

/// The most bytes of a file with certificates: the whole list that browsers trust has a fifth of it.
const MOST_ROOTS: u64 = 1024 * 1024;

/// What to do where a certificate is signed by nobody that the public knows.
const OWN_ROOT: &str = "where your network signs its own certificates, `ca` under [coach] names the file of its root";

/// How far a request has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nothing has been said yet.
    Waiting,
    /// The server says that it is loading the model.
    Loading,
    /// This many bytes of the reply have arrived.
    Writing(usize),
}

/// How long to wait for a reply, and how to cancel.
#[derive(Clone, Copy, Debug)]
pub struct Patience<'a> {
    /// Set to true by another thread to cancel.
    pub cancel: &'a AtomicBool,
    /// A limit for the whole, if it should be shorter than the usual one.
    pub within: Option<Duration>,
}

impl Patience<'_> {
    fn limits(&self) -> Limits<'_> {
        let at_most = |limit: Duration| self.within.map_or(limit, |within| limit.min(within));
        Limits { first: at_most(FIRST), silence: at_most(SILENCE), total: at_most(TOTAL), cancel: self.cancel }
    }
}

/// Asks, and returns what `read` makes of the reply, together with the reply. If `read` makes nothing of it, the model
/// is asked once more.
pub fn ask<T>(
    destination: &Destination,
    exchange: &Exchange,
    scratch: &Path,
    patience: Patience<'_>,
    tell: &mut dyn FnMut(Progress),
    read: impl Fn(&Map<String, Value>) -> Option<T>,
) -> Result<(T, Heard), CoachError> {
    let mut exchange = exchange.clone();
    let mut last = None;
    for _ in 0..2 {
        match once(destination, &exchange, scratch, patience, tell) {
            Ok(heard) => {
                if let Some(problem) = was_cut(&heard, &exchange) {
                    return Err(CoachError::Nonsense { who: destination.who(), problem });
                }
                if let Some(error) = other_model(&heard, destination) {
                    return Err(error);
                }
                if let Some(made) = object(&heard, |object| read(object).is_some()).and_then(|object| read(&object)) {
                    return Ok((made, heard));
                }
                last = Some("its reply is not what was asked for; a larger model keeps to it");
            }
            Err(Failed::Length) => {
                exchange = exchange.with_room_to_think();
                last = Some("its reply was cut off at its longest; switch its thinking off, or take a larger model");
            }
            Err(Failed::For(error)) => return Err(error),
        }
    }
    Err(CoachError::Nonsense { who: destination.who(), problem: last.unwrap_or("it said nothing").to_owned() })
}

enum Failed {
    Length,
    For(CoachError),
}

impl From<CoachError> for Failed {
    fn from(error: CoachError) -> Self {
        Self::For(error)
    }
}

/// A complaint, if the server read only part of what it was sent and did not say so.
fn was_cut(heard: &Heard, exchange: &Exchange) -> Option<String> {
    let read = heard.prompt_tokens.filter(|read| *read > 0)?;
    (read < exchange.size() as u64 / BYTES_A_TOKEN).then(|| {
        format!(
            "it read only {read} tokens of what was sent; give it a larger window (Ollama: OLLAMA_CONTEXT_LENGTH=8192)"
        )
    })
}

/// The error for a server that answered with another model than was asked for.
fn other_model(heard: &Heard, destination: &Destination) -> Option<CoachError> {
    let Destination::Server { model: asked, .. } = destination else { return None };
    if heard.model.is_empty() || is_same_model(asked, &heard.model) {
        return None;
    }
    let remedy = if is_passed_on(&heard.model) {
        "it runs elsewhere, and your answer went there; write its own name into `model` and hotseat asks you first"
    } else {
        "write the name of the model that it has into `model`; hotseat coach status lists them"
    };
    Some(CoachError::OtherModel { who: destination.who(), model: heard.model.clone(), remedy: remedy.to_owned() })
}

fn once(
    destination: &Destination,
    exchange: &Exchange,
    scratch: &Path,
    patience: Patience<'_>,
    tell: &mut dyn FnMut(Progress),
) -> Result<Heard, Failed> {
    tell(Progress::Waiting);
    match destination {
        Destination::Server { url, model, key, ca } => {
            from_server(&Server { url, model, key, ca: ca.as_deref(), scratch }, exchange, patience, tell)
        }
        Destination::Command { words, .. } => from_program(words, exchange, scratch, patience),
    }
}

fn stopped(stop: Stop, who: &str) -> CoachError {
    let who = who.to_owned();
    match stop {
        Stop::Cancelled => CoachError::Cancelled,
        Stop::Silent(limit) => CoachError::Silent { who, seconds: limit.as_secs() },
        Stop::TooLong(limit) => CoachError::Endless { who, seconds: limit.as_secs() },
    }
}

/// A server, and what a request to it needs.
struct Server<'a> {
    url: &'a Url,
    model: &'a str,
    key: &'a Key,
    ca: Option<&'a Path>,
    scratch: &'a Path,
}

fn from_server(
    server: &Server<'_>,
    exchange: &Exchange,
    patience: Patience<'_>,
    tell: &mut dyn FnMut(Progress),
) -> Result<Heard, Failed> {
    let Server { url, model, key, ca, scratch } = *server;
    let who = url.authority();
    let roots = ca.map(roots_in).transpose()?;
    let secret = key.get(&who, scratch, patience.cancel)?;
    let authorization = secret.as_ref().map(Secret::header);
    let mut headers = vec![("content-type", "application/json")];
    headers.extend(authorization.as_deref().map(|header| ("authorization", header)));
    let began = Instant::now();
    let mut without = Vec::new();
    loop {
        let body = exchange.request(model, &without).to_string();
        let mut stream = Stream::default();
        let call = Call {
            url: &url.below("chat/completions"),
            headers: &headers,
            body: Some((&mut body.as_bytes(), body.len() as u64)),
            most: MOST_WIRE,
        };
        let result = send_trusting(call, roots.as_deref(), &patience.limits(), &mut |status, piece| {
            if !is_good(status) {
                return ControlFlow::Continue(());
            }
            let more = stream.feed(piece);
            tell(Progress::Writing(stream.length()));
            if more { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        let answer = match result {
            Ok(answer) => answer,
            // It broke off, but after the reply was complete.
            Err(HttpError::BrokeOff(_)) if stream.is_whole() => return heard(stream, &who),
            Err(HttpError::Stopped(stop)) => return Err(stopped(stop, &who).into()),
            Err(HttpError::BadRoots(problem)) => return Err(CoachError::Setting(format!("ca: {problem}")).into()),
            Err(error @ HttpError::Untrusted(_)) => {
                let remedy = if ca.is_some() { "is it the root that `ca` names?" } else { OWN_ROOT };
                return Err(CoachError::Server { who, problem: format!("{error}; {remedy}") }.into());
            }
            Err(error) => return Err(CoachError::Server { who, problem: error.to_string() }.into()),
        };
        if is_good(answer.status) {
            return heard(stream, &who);
        }
        if answer.status == 503 && began.elapsed() < patience.limits().first {
            tell(Progress::Loading);
            wait(Duration::from_millis(500), patience.cancel)?;
            continue;
        }
        let said = said(&answer);
        let said = secret.as_ref().map_or_else(|| said.clone(), |secret| secret.out_of(&said));
        match exchange.less(&said, &without).filter(|_| answer.status == 400) {
            Some(field) if !is_overflow(&answer) => without.push(field),
            _ => return Err(refused(who, model, &answer, &said).into()),
        }
    }
}

/// The certificates in the file that `ca` names.
fn roots_in(file: &Path) -> Result<Vec<u8>, CoachError> {
    let wrong = |why: String| CoachError::Setting(format!("ca names {}, {why}", file.display()));
    let mut pem = Vec::new();
    let opened = std::fs::File::open(file).and_then(|file| file.take(MOST_ROOTS + 1).read_to_end(&mut pem));
    opened.map_err(|error| wrong(format!("which cannot be read ({error}); name a PEM file with the root")))?;
    if pem.len() as u64 > MOST_ROOTS {
        return Err(wrong("which is too long for certificates; name a PEM file with the root alone".into()));
    }
    Ok(pem)
}

fn is_good(status: u16) -> bool {
    (200..300).contains(&status)
}

/// Sleeps for `time`, unless it is cancelled meanwhile.
fn wait(time: Duration, cancel: &AtomicBool) -> Result<(), CoachError> {
    let until = Instant::now() + time;
    while Instant::now() < until {
        if cancel.load(Ordering::Relaxed) {
            return Err(CoachError::Cancelled);
        }
        thread::sleep(LOOK);
    }
    Ok(())
}

fn heard(stream: Stream, who: &str) -> Result<Heard, Failed> {
    let who = who.to_owned();
    stream.finish().map_err(|broken| match broken {
        Broken::Length => Failed::Length,
        Broken::Refused(said) => CoachError::Server { who, problem: format!("it says: {said}") }.into(),
        Broken::Cut => {
            CoachError::Nonsense { who, problem: "it broke off in the middle; see what the server printed".into() }
                .into()
        }
        Broken::TooMuch => CoachError::Nonsense { who, problem: "its reply has no end".into() }.into(),
        Broken::Nonsense => {
            CoachError::Nonsense { who, problem: "what answers there does not speak as a chat service".into() }.into()
        }
    })
}

/// The server's reason for refusing, in one line.
fn said(answer: &Answer) -> String {
    let parsed = serde_json::from_slice(&answer.body).ok().and_then(|value: Value| refusal(&value));
    parsed.unwrap_or_else(|| one_line(&decoded(&answer.body)).chars().take(200).collect())
}

/// Whether the server refused because question and answer exceed the model's context window.
fn is_overflow(answer: &Answer) -> bool {
    let body = String::from_utf8_lossy(&answer.body).to_lowercase();
    body.contains("exceed_context_size") || body.contains("context length") || body.contains("context size")
}

fn refused(who: String, model: &str, answer: &Answer, said: &str) -> CoachError {
    let status = answer.status;
    let problem = match status {
        300..=399 => format!("it points elsewhere (status {status}), which is not followed; mend the address"),
        _ if is_overflow(answer) => {
            format!("question and answer do not fit into its window: {said}; start it with a larger one")
        }
        404 | 405 if !said.to_lowercase().contains("model") => {
            format!("there is nothing at that path (status {status}); the address has to end in /v1")
        }
        401 | 403 => format!("it does not take the key (status {status}): {said}; is it the right one?"),
        404 => format!("it does not have the model {model}: {said}"),
        503 => format!("it still loads its model: {said}"),
        _ => format!("it answered with status {status}: {said}"),
    };
    CoachError::Server { who, problem: problem.trim_end_matches(['.', ':', ' ']).to_owned() }
}

fn from_program(
    words: &[String],
    exchange: &Exchange,
    scratch: &Path,
    patience: Patience<'_>,
) -> Result<Heard, Failed> {
    let name = &words[0];
    let not_started =
        |error: std::io::Error| CoachError::NotStarted { program: one_line(name), why: error.to_string() };
    hotseat_bank::files::create_private_dir(scratch).map_err(not_started)?;
    // Programs of this kind look for instructions in the folder that they run in; an empty one has none.
    create_private_dir(scratch).map_err(not_started)?;
    let folder = private_temp_dir("coach-", Some(scratch)).map_err(not_started)?;
    let input = exchange.as_text();
    let program = Program {
        name,
        arguments: &words[1..],
        input: input.as_bytes(),
        folder: Some(folder.path()),
        most: MOST_OUTPUT,
    };
    // A program may be silent until it has the whole reply.
    let limits = Limits { silence: patience.limits().first, ..patience.limits() };
    let ended = run(&program, &limits, &mut |_| {}).map_err(|error| match error {
        ProgramError::NotStarted(error) => not_started(error),
        ProgramError::Stopped(stop) => stopped(stop, name),
        ProgramError::WantsTerminal => CoachError::WantsTerminal(one_line(name)),
    })?;
    if !ended.status.success() {
        let said = ended.last_words().unwrap_or_else(|| "it said nothing; run it by hand to see why".into());
        let said = said.trim_end_matches('.').to_owned();
        return Err(CoachError::Failed { program: one_line(name), how: ended.how(), said }.into());
    }
    Ok(Heard { content: decoded(&ended.out), ..Heard::default() })
}

#[cfg(test)]
mod tests;
