//! A server on this machine that speaks as `OpenAI`'s transcription service does. Plain HTTP, one request, loopback only:
//! a name is never looked up, a redirect never followed.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

use hotseat_bank::text::one_line;

use super::{MOST_OUTPUT, PROMPT, SttError, Watch};

/// How long the server may take to answer the door.
const CONNECT: Duration = Duration::from_secs(3);

/// How often a silent server is thought about.
const LOOK: Duration = Duration::from_millis(100);

/// Where no `OpenAI` model is meant, servers want a name all the same.
const MODEL: &str = "whisper-1";

/// An address on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url {
    host: String,
    addresses: Vec<IpAddr>,
    port: u16,
    path: String,
    /// The value of `model` in the query, if it is there.
    model: Option<String>,
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "http://{}:{}{}", self.host, self.port, self.path)
    }
}

impl Url {
    /// Reads an address and refuses what is not on this machine.
    pub(super) fn parse(text: &str) -> Result<Self, SttError> {
        let setting = |problem: String| SttError::Setting(problem);
        if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(setting("the address has blanks or control characters in it".into()));
        }
        let (scheme, rest) = text.split_once("://").ok_or_else(|| setting(format!("{text:?} is no address")))?;
        let (authority, path) = rest.find(['/', '?', '#']).map_or((rest, ""), |at| rest.split_at(at));
        // Whatever stands before an @ is a user name, and the host comes behind it.
        let host_and_port = authority.rsplit('@').next().unwrap_or(authority);
        let (host, port) = match host_and_port.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((host, "")) => (host, None),
            Some((host, port)) => (host, port.strip_prefix(':')),
            None => host_and_port.split_once(':').map_or((host_and_port, None), |(host, port)| (host, Some(port))),
        };
        let addresses = match (host.to_lowercase().as_str(), host.parse::<IpAddr>()) {
            ("localhost", _) => vec![IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST)],
            (_, Ok(address)) if address.is_loopback() => vec![address],
            _ => return Err(SttError::Elsewhere { host: host.to_owned(), url: text.to_owned() }),
        };
        if scheme != "http" {
            return Err(setting(format!("only plain http:// is spoken on this machine, not {scheme}://")));
        }
        if authority.contains('@') {
            return Err(setting("an address with a user name is not supported".into()));
        }
        let port = port.map_or(Ok(80), str::parse).map_err(|_| setting(format!("{port:?} is no port")))?;
        let path = path.split('#').next().unwrap_or("");
        let query = path.split_once('?').map_or("", |(_, query)| query);
        let model = query.split('&').find_map(|pair| pair.strip_prefix("model=")).map(str::to_owned);
        let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Ok(Self { host, addresses, port, path, model })
    }
}

/// Sends the speech and returns the body of the answer.
pub(super) fn post(url: &Url, file: impl AsRef<Path>, limit: Duration, watch: &Watch<'_>) -> Result<Vec<u8>, SttError> {
    let until = Instant::now() + limit;
    let broken = |problem: String| SttError::Server { url: url.to_string(), problem };
    let wav = File::open(file.as_ref()).map_err(SttError::Unwritable)?;
    let length = wav.metadata().map_err(SttError::Unwritable)?.len();
    let stream = connect(url).map_err(|error| broken(format!("nobody answers ({error}); start the server first")))?;
    let timed = stream.set_read_timeout(Some(LOOK)).and_then(|()| stream.set_write_timeout(Some(LOOK)));
    timed.map_err(|error| broken(error.to_string()))?;
    let mut line = Line { stream, until, limit, watch, url };
    let (head, tail) = form(url);
    let request = format!(
        "POST {} HTTP/1.1\r\nHost: {}:{}\r\nUser-Agent: hotseat\r\nAccept: application/json\r\nConnection: close\r\n\
         Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {}\r\n\r\n",
        url.path,
        url.host,
        url.port,
        head.len() as u64 + length + tail.len() as u64
    );
    // A server that refuses may answer, and hang up, before it has read everything.
    let sent = line
        .send(request.as_bytes())
        .and_then(|()| line.send(head.as_bytes()))
        .and_then(|()| line.send_file(wav))
        .and_then(|()| line.send(tail.as_bytes()));
    if let Err(error @ (SttError::Cancelled | SttError::TooLong { .. } | SttError::Unwritable(_))) = sent {
        return Err(error);
    }
    let answer = line.answer()?;
    if answer.is_empty() {
        sent?;
        return Err(broken("it hung up without an answer; see what it printed".into()));
    }
    body(&answer).map_err(broken)
}

fn connect(url: &Url) -> io::Result<TcpStream> {
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in &url.addresses {
        match TcpStream::connect_timeout(&SocketAddr::new(*address, url.port), CONNECT) {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Between the parts of the form; 16-bit samples do not spell it.
const BOUNDARY: &str = "hotseat-7d6f1c0e5b2a4938-answer";

/// What stands before and behind the file.
fn form(url: &Url) -> (String, String) {
    let mut head = String::new();
    for (name, value) in [
        ("model", url.model.as_deref().unwrap_or(MODEL)),
        ("response_format", "verbose_json"),
        ("timestamp_granularities[]", "segment"),
        ("timestamp_granularities[]", "word"),
        ("prompt", PROMPT),
    ] {
        head.push_str(&format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    head.push_str(&format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"answer.wav\"\r\n\
         Content-Type: audio/wav\r\n\r\n"
    ));
    (head, format!("\r\n--{BOUNDARY}--\r\n"))
}

/// A connection that is given up when it takes too long or is called off.
struct Line<'a> {
    stream: TcpStream,
    until: Instant,
    limit: Duration,
    watch: &'a Watch<'a>,
    url: &'a Url,
}

impl Line<'_> {
    fn check(&self) -> Result<(), SttError> {
        if self.watch.cancelled() {
            return Err(SttError::Cancelled);
        }
        if Instant::now() >= self.until {
            return Err(SttError::TooLong { engine: self.url.to_string(), seconds: self.limit.as_secs_f64() });
        }
        Ok(())
    }

    fn send(&mut self, mut bytes: &[u8]) -> Result<(), SttError> {
        while !bytes.is_empty() {
            self.check()?;
            match self.stream.write(bytes) {
                Ok(written) => bytes = &bytes[written..],
                Err(error) if is_wait(&error) => {}
                Err(error) => {
                    let problem = format!("it broke off ({error}); see what the server printed");
                    return Err(SttError::Server { url: self.url.to_string(), problem });
                }
            }
        }
        Ok(())
    }

    fn send_file(&mut self, mut file: File) -> Result<(), SttError> {
        let mut block = vec![0; 64 * 1024];
        loop {
            let read = file.read(&mut block).map_err(SttError::Unwritable)?;
            if read == 0 {
                return Ok(());
            }
            self.send(&block[..read])?;
        }
    }

    /// Everything until the server hangs up, or all that it announced.
    fn answer(&mut self) -> Result<Vec<u8>, SttError> {
        let mut answer = Vec::new();
        let mut block = vec![0; 16 * 1024];
        while (answer.len() as u64) < MOST_OUTPUT && !is_whole(&answer) {
            self.check()?;
            match self.stream.read(&mut block) {
                Ok(0) => break,
                Ok(read) => answer.extend_from_slice(&block[..read]),
                Err(error) if is_wait(&error) => {}
                // What came so far may be all there is to know.
                Err(_) => break,
            }
        }
        Ok(answer)
    }
}

fn is_wait(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted)
}

/// Head and body of an answer, once the head is complete.
fn split(answer: &[u8]) -> Option<(String, &[u8])> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    Some((String::from_utf8_lossy(&answer[..end]).into_owned(), &answer[end + 4..]))
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let pairs = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    pairs.into_iter().find(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

fn is_chunked(head: &str) -> bool {
    header(head, "transfer-encoding").is_some_and(|value| value.to_lowercase().contains("chunked"))
}

/// Whether all that was announced is there.
fn is_whole(answer: &[u8]) -> bool {
    let Some((head, body)) = split(answer) else { return false };
    if is_chunked(&head) {
        return unchunk(body).is_some_and(|(_, whole)| whole);
    }
    header(&head, "content-length").and_then(|n| n.parse::<usize>().ok()).is_some_and(|length| body.len() >= length)
}

fn body(answer: &[u8]) -> Result<Vec<u8>, String> {
    let Some((head, rest)) = split(answer).filter(|(head, _)| head.starts_with("HTTP/1.")) else {
        return Err("what answers there is no HTTP server".into());
    };
    let status: u16 = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    let body = if is_chunked(&head) {
        unchunk(rest).filter(|(_, whole)| *whole).map(|(body, _)| body).ok_or("it broke off in the middle")?
    } else {
        match header(&head, "content-length").and_then(|n| n.parse::<usize>().ok()) {
            Some(length) if rest.len() < length => return Err("it broke off in the middle".into()),
            Some(length) => rest[..length].to_vec(),
            None => rest.to_vec(),
        }
    };
    let said: String = one_line(&String::from_utf8_lossy(&body)).chars().take(200).collect();
    match status {
        200..=299 => Ok(body),
        300..=399 => Err(format!("it points elsewhere (status {status}), which is not followed; mend the address")),
        404 | 405 => Err(format!(
            "there is nothing at that path (status {status}); whisper-server needs `--inference-path \
             /v1/audio/transcriptions`"
        )),
        _ => Err(format!("it answered with status {status}: {said}")),
    }
}

/// The body without its chunk marks, and whether the last one was there. None: the marks make no sense.
fn unchunk(mut rest: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut out = Vec::new();
    loop {
        let Some(end) = rest.windows(2).position(|two| two == b"\r\n") else { return Some((out, false)) };
        let size = std::str::from_utf8(&rest[..end]).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[end + 2..];
        if size == 0 {
            return Some((out, true));
        }
        if rest.len() < size.checked_add(2)? {
            return Some((out, false));
        }
        out.extend_from_slice(&rest[..size]);
        rest = &rest[size + 2..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_this_machine_is_spoken_to() {
        for here in [
            "http://127.0.0.1:8080/v1/audio/transcriptions",
            "http://localhost/inference",
            "http://[::1]:9000/x",
            "http://127.8.9.1/x",
        ] {
            assert!(Url::parse(here).is_ok(), "{here}");
        }
        for elsewhere in [
            "http://example.com/x",
            "http://127.0.0.1@example.com/x",
            "http://127.0.0.1.example.com/x",
            "http://localhost.example.com",
            "https://api.openai.com/v1/audio/transcriptions",
            "http://192.168.0.2/x",
            "http://[2001:db8::1]/x",
            "http://0.0.0.0/x",
            "http://2130706433/x",
            "http:///x",
        ] {
            let error = Url::parse(elsewhere).expect_err(elsewhere).to_string();
            assert!(error.contains("curl") && error.contains("nothing was sent"), "{error}");
        }
        for wrong in ["https://localhost/x", "http://localhost:99999/x", "http://me@localhost/x", "http://local host/"]
        {
            assert!(matches!(Url::parse(wrong), Err(SttError::Setting(_) | SttError::Elsewhere { .. })), "{wrong}");
        }
        let url = Url::parse("http://[::1]:9000/t?model=base&x=1#y").expect("an address");
        assert_eq!(
            (url.to_string().as_str(), url.model.as_deref()),
            ("http://[::1]:9000/t?model=base&x=1", Some("base"))
        );
    }

    #[test]
    fn answers_are_read_in_every_shape() {
        let ok = |answer: &str| String::from_utf8(body(answer.as_bytes()).expect("a body")).expect("text");
        assert_eq!(ok("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}rest"), "{}");
        assert_eq!(ok("HTTP/1.0 200 OK\r\n\r\n{}"), "{}");
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1;x=y\r\nd\r\n0\r\n\r\n";
        assert_eq!(ok(chunked), "abcd");
        let problem = |answer: &str| body(answer.as_bytes()).expect_err("no body");
        assert!(problem("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}").contains("broke off"));
        assert!(problem("HTTP/1.1 302 Found\r\nLocation: http://example.com\r\n\r\n").contains("not followed"));
        assert!(problem("HTTP/1.1 404 Not Found\r\n\r\n").contains("inference-path"));
        assert!(problem("HTTP/1.1 500 Oops\r\n\r\nno model\u{7}").contains("no model"));
        assert!(problem("SSH-2.0-OpenSSH\r\n\r\n").contains("no HTTP"));
    }

    proptest! {
        #[test]
        fn no_answer_can_harm(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = body(&bytes);
            let _ = is_whole(&bytes);
            let mut answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
            answer.extend(bytes);
            let _ = body(&answer);
        }
    }
}
