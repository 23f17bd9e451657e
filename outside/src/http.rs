//! One request to a server: no proxy, no redirect, one connection. To this machine it is plain HTTP and the address is
//! taken literally; to any other it is TLS, if that is compiled in.

use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use ureq::http::Request;
use ureq::{Agent, SendBody, Timeout};

use super::limits::{LOOK, Limits, Stop};
use super::url::Url;

/// How long a server on this machine may take to accept a connection.
const CONNECT: Duration = Duration::from_secs(3);

/// How long a server on another machine may take to accept one, including the lookup of its name.
const CONNECT_FAR: Duration = Duration::from_secs(10);

/// Whether this build can talk to servers on other machines.
pub const SPEAKS_TLS: bool = cfg!(feature = "tls");

/// A request to send.
pub struct Call<'a> {
    /// The address it is sent to.
    pub url: &'a Url,
    /// Additional headers, as name and value.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body to post and its length in bytes; `None` for a plain GET.
    pub body: Option<(&'a mut dyn Read, u64)>,
    /// The most bytes of the answer that are read.
    pub most: u64,
}

/// What came back, whatever its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status code.
    pub status: u16,
    /// The response body.
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// No connection could be made.
    #[error("nobody answers ({0}); start the server first")]
    Unreachable(String),
    /// Another machine cannot be reached.
    #[error("it cannot be reached ({0}); is there a network, and is the address right?")]
    Far(String),
    /// Another machine does not prove who it is, so nothing was sent.
    #[error("its certificate or its TLS is not to be trusted ({0}); nothing was sent")]
    Untrusted(String),
    /// There is no certificate in what was given as the roots to trust.
    #[error("{0}; what is wanted is PEM, a block from BEGIN CERTIFICATE to END CERTIFICATE")]
    BadRoots(String),
    /// What listens there does not speak HTTP.
    #[error("what answers there is no HTTP server")]
    NotHttp,
    /// The server hung up in the middle of its answer.
    #[error("it broke off ({0}); see what the server printed")]
    BrokeOff(String),
    /// The answer is longer than the limit of the call.
    #[error("it sent more than {0} bytes")]
    TooMuch(u64),
    /// We gave up: it was cancelled or took too long.
    #[error("it was given up")]
    Stopped(Stop),
}

/// The progress of the answer, as seen by the thread that watches the limits.
struct Watched {
    started: Instant,
    /// Milliseconds from the start to the last piece, plus one; 0 until the first piece has come.
    heard: AtomicU64,
    stopped: OnceLock<Stop>,
}

impl Watched {
    fn hear(&self) {
        let passed = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX - 1);
        self.heard.store(passed + 1, Ordering::Relaxed);
    }

    fn last(&self) -> Option<Instant> {
        let passed = self.heard.load(Ordering::Relaxed).checked_sub(1)?;
        Some(self.started + Duration::from_millis(passed))
    }
}

/// Sends a request and reads the whole answer. `piece` is given each piece as it arrives, together with the status, and
/// may break off once it has enough. Blocks; a cancellation is noticed within [`LOOK`], even while the server is
/// silent.
pub fn send(
    call: Call<'_>,
    limits: &Limits<'_>,
    piece: &mut dyn FnMut(u16, &[u8]) -> ControlFlow<()>,
) -> Result<Answer, HttpError> {
    send_trusting(call, None, limits, piece)
}

/// The same to a server whose certificate is signed by one of these roots (PEM), which then are the only ones that are
/// trusted. `None` stands for those that the public trusts.
pub fn send_trusting(
    call: Call<'_>,
    roots: Option<&[u8]>,
    limits: &Limits<'_>,
    piece: &mut dyn FnMut(u16, &[u8]) -> ControlFlow<()>,
) -> Result<Answer, HttpError> {
    send_by(&agent(call.url.is_remote(), roots)?, call, limits, piece)
}

fn send_by(
    agent: &Agent,
    call: Call<'_>,
    limits: &Limits<'_>,
    piece: &mut dyn FnMut(u16, &[u8]) -> ControlFlow<()>,
) -> Result<Answer, HttpError> {
    let watched = Watched { started: Instant::now(), heard: AtomicU64::new(0), stopped: OnceLock::new() };
    thread::scope(|scope| {
        let (through, ended) = channel::<()>();
        let (watched, hung_up) = (&watched, agent.clone());
        let watch = move || {
            while ended.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
                if let Err(stop) = limits.check(watched.started, watched.last()) {
                    let _ = watched.stopped.set(stop);
                    return hung_up.shutdown();
                }
            }
        };
        let spawned = thread::Builder::new().name("limits".into()).spawn_scoped(scope, watch);
        spawned.map_err(|error| HttpError::Unreachable(error.to_string()))?;
        let result = exchange(agent, call, watched, piece);
        drop(through);
        match watched.stopped.get() {
            Some(stop) => Err(HttpError::Stopped(*stop)),
            None => result,
        }
    })
}

/// An agent that ignores any proxy named in the environment and follows no redirect.
fn agent(far: bool, roots: Option<&[u8]>) -> Result<Agent, HttpError> {
    let config = trusting(roots)?
        .proxy(None)
        .https_only(far)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .timeout_connect(Some(if far { CONNECT_FAR } else { CONNECT }))
        .max_idle_connections(0)
        .user_agent("hotseat")
        .build();
    Ok(Agent::new_with_config(config))
}

type Settings = ureq::config::ConfigBuilder<ureq::typestate::AgentScope>;

#[cfg(feature = "tls")]
fn trusting(roots: Option<&[u8]>) -> Result<Settings, HttpError> {
    use ureq::tls::{PemItem, TlsConfig, parse_pem};
    let settings = Agent::config_builder();
    let Some(pem) = roots else { return Ok(settings) };
    let mut found = Vec::new();
    for item in parse_pem(pem) {
        // A key that lies in the same file is nobody's business here.
        if let PemItem::Certificate(root) = item.map_err(|error| HttpError::BadRoots(words(&error)))? {
            found.push(root);
        }
    }
    if found.is_empty() {
        return Err(HttpError::BadRoots("there is no certificate in it".into()));
    }
    Ok(settings.tls_config(TlsConfig::builder().root_certs(found.into()).build()))
}

/// Without TLS nobody shows a certificate.
#[cfg(not(feature = "tls"))]
#[expect(clippy::unnecessary_wraps, reason = "as with TLS")]
fn trusting(_: Option<&[u8]>) -> Result<Settings, HttpError> {
    Ok(Agent::config_builder())
}

fn exchange(
    agent: &Agent,
    call: Call<'_>,
    watched: &Watched,
    piece: &mut dyn FnMut(u16, &[u8]) -> ControlFlow<()>,
) -> Result<Answer, HttpError> {
    let Call { url, headers, mut body, most } = call;
    let mut refused = HttpError::Unreachable("there is no address".into());
    for address in url.tried() {
        let mut request = Request::builder().uri(&address).header("accept", "application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let sent = match &mut body {
            None => request.method("GET").body(SendBody::none()).map(|request| agent.run(request)),
            Some((reader, length)) => {
                let request = request.method("POST").header("content-length", *length);
                request.body(SendBody::from_reader(*reader)).map(|request| agent.run(request))
            }
        };
        match sent.map_err(|error| HttpError::Unreachable(error.to_string()))? {
            Ok(response) => {
                let status = response.status().as_u16();
                return read(status, response.into_body().into_reader(), most, watched, piece);
            }
            Err(error) if url.is_remote() && is_refusal(&error) => return Err(HttpError::Far(words(&error))),
            Err(error) if is_untrusted(&error) => return Err(HttpError::Untrusted(words(&error))),
            Err(error) if is_refusal(&error) => refused = HttpError::Unreachable(words(&error)),
            Err(ureq::Error::Protocol(_) | ureq::Error::Http(_) | ureq::Error::LargeResponseHeader(..)) => {
                return Err(HttpError::NotHttp);
            }
            Err(error) => return Err(HttpError::BrokeOff(words(&error))),
        }
    }
    Err(refused)
}

/// Whether the error means that nothing can have been sent yet.
fn is_refusal(error: &ureq::Error) -> bool {
    match error {
        ureq::Error::Io(error) => matches!(
            error.kind(),
            io::ErrorKind::ConnectionRefused | io::ErrorKind::AddrNotAvailable | io::ErrorKind::NetworkUnreachable
        ),
        ureq::Error::Timeout(Timeout::Connect) | ureq::Error::ConnectionFailed | ureq::Error::HostNotFound => true,
        _ => false,
    }
}

/// Whether no trusted TLS connection was agreed upon.
fn is_untrusted(error: &ureq::Error) -> bool {
    #[cfg(feature = "tls")]
    if matches!(error, ureq::Error::Rustls(_)) {
        return true;
    }
    // The library's complaint about a handshake comes wrapped in an I/O error.
    let of_tls = |error: &io::Error| error.get_ref().is_some_and(|inner| inner.to_string().contains("certificate"));
    match error {
        ureq::Error::Tls(_) | ureq::Error::TlsRequired | ureq::Error::RequireHttpsOnly(_) => true,
        ureq::Error::Io(error) => of_tls(error),
        _ => false,
    }
}

fn words(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Io(error) => error.to_string(),
        other => other.to_string(),
    }
}

fn read(
    status: u16,
    mut reader: impl Read,
    most: u64,
    watched: &Watched,
    piece: &mut dyn FnMut(u16, &[u8]) -> ControlFlow<()>,
) -> Result<Answer, HttpError> {
    let mut body = Vec::new();
    let mut block = vec![0; 16 * 1024];
    loop {
        watched.hear();
        let read = match reader.read(&mut block) {
            Ok(0) => return Ok(Answer { status, body }),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(HttpError::BrokeOff(error.to_string())),
        };
        body.extend_from_slice(&block[..read]);
        if body.len() as u64 > most {
            return Err(HttpError::TooMuch(most));
        }
        if piece(status, &block[..read]).is_break() {
            return Ok(Answer { status, body });
        }
    }
}

#[cfg(test)]
mod tests;
#[cfg(all(test, feature = "tls"))]
mod tls_tests;
