//! A server on this machine that speaks as `OpenAI`'s transcription service does. Plain HTTP, one request, loopback only:
//! a name is never looked up, a redirect never followed.

use std::fs::File;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::Duration;

use hotseat_bank::text::one_line;

use super::bounds::{Bounds, MOST_OUTPUT, PROMPT};
use super::error::SttError;
use super::url::Url;

/// How long the server may take to accept a connection.
const CONNECT: Duration = Duration::from_secs(3);

/// How often the limit and a cancellation are looked at while the server is silent.
const LOOK: Duration = Duration::from_millis(100);

/// The model that is named where the address names none, because servers expect one.
const MODEL: &str = "whisper-1";

/// Sends the speech and returns the body of the answer.
pub(super) fn post(url: &Url, file: &Path, bounds: &Bounds<'_>) -> Result<Vec<u8>, SttError> {
    let broken = |problem: String| SttError::Server { url: url.to_string(), problem };
    let wav = File::open(file).map_err(SttError::Unwritable)?;
    let length = wav.metadata().map_err(SttError::Unwritable)?.len();
    let stream = connect(url).map_err(|error| broken(format!("nobody answers ({error}); start the server first")))?;
    let timed = stream.set_read_timeout(Some(LOOK)).and_then(|()| stream.set_write_timeout(Some(LOOK)));
    timed.map_err(|error| broken(error.to_string()))?;
    let mut line = Line { stream, bounds, url };
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
    bounds: &'a Bounds<'a>,
    url: &'a Url,
}

impl Line<'_> {
    fn send(&mut self, mut bytes: &[u8]) -> Result<(), SttError> {
        while !bytes.is_empty() {
            self.bounds.check(self.url)?;
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

    /// Reads until the server hangs up, or until everything that it announced is there.
    fn answer(&mut self) -> Result<Vec<u8>, SttError> {
        let mut answer = Vec::new();
        let mut block = vec![0; 16 * 1024];
        while (answer.len() as u64) < MOST_OUTPUT && !is_whole(&answer) {
            self.bounds.check(self.url)?;
            match self.stream.read(&mut block) {
                Ok(0) => break,
                Ok(read) => answer.extend_from_slice(&block[..read]),
                Err(error) if is_wait(&error) => {}
                // What came so far may be the whole answer.
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

/// How many bytes the body is said to have.
fn announced(head: &str) -> Option<usize> {
    header(head, "content-length")?.parse().ok()
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
    announced(&head).is_some_and(|length| body.len() >= length)
}

fn body(answer: &[u8]) -> Result<Vec<u8>, String> {
    let Some((head, rest)) = split(answer).filter(|(head, _)| head.starts_with("HTTP/1.")) else {
        return Err("what answers there is no HTTP server".into());
    };
    let status: u16 = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    let body = if is_chunked(&head) {
        unchunk(rest).filter(|(_, whole)| *whole).map(|(body, _)| body).ok_or("it broke off in the middle")?
    } else {
        match announced(&head) {
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
