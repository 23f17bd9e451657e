//! Servers that behave in all sorts of ways, each a real one.

use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::AtomicBool;

use super::*;

static GOING: AtomicBool = AtomicBool::new(false);

/// A server that accepts one connection, hands it to `serve` and hangs up.
fn server(serve: impl FnOnce(&mut TcpStream) + Send + 'static) -> (Url, thread::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let served = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a caller");
        let mut asked = Vec::new();
        let mut block = [0; 1024];
        while !asked.windows(4).any(|four| four == b"\r\n\r\n") {
            let read = stream.read(&mut block).unwrap_or(0);
            if read == 0 {
                return;
            }
            asked.extend_from_slice(&block[..read]);
        }
        serve(&mut stream);
    });
    (Url::parse(&format!("http://{address}/x")).expect("an address"), served)
}

fn fetch(url: &Url, limits: &Limits<'_>, most: u64) -> Result<Answer, HttpError> {
    send(Call { url, headers: &[], body: None, most }, limits, &mut |_, _| ControlFlow::Continue(()))
}

fn of(answer: &'static str) -> Result<Answer, HttpError> {
    let (url, served) = server(move |stream| drop(stream.write_all(answer.as_bytes())));
    let result = fetch(&url, &Limits::in_all(Duration::from_secs(20), &GOING), 1_000);
    served.join().expect("served");
    result
}

#[test]
fn answers_are_read_in_every_shape() {
    let body = |answer| String::from_utf8(of(answer).expect("an answer").body).expect("text");
    assert_eq!(body("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}rest"), "{}");
    assert_eq!(body("HTTP/1.0 200 OK\r\n\r\n{}"), "{}");
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1;x=y\r\nd\r\n0\r\n\r\n";
    assert_eq!(body(chunked), "abcd");
    let refusal = of("HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\nwhy?").expect("an answer");
    assert_eq!((refusal.status, refusal.body.as_slice()), (500, &b"why?"[..]));
}

#[test]
fn what_breaks_off_is_no_answer() {
    for cut in [
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "",
    ] {
        assert!(matches!(of(cut), Err(HttpError::BrokeOff(_) | HttpError::NotHttp)), "{cut:?}: {:?}", of(cut));
    }
    assert!(matches!(of("SSH-2.0-OpenSSH\r\n\r\n"), Err(HttpError::NotHttp)));
}

#[test]
fn a_redirect_is_an_answer_and_is_not_followed() {
    let answer = of("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
    assert_eq!(answer.expect("an answer").status, 302);
}

#[test]
fn more_than_is_wanted_is_not_read() {
    let (url, served) = server(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
        while stream.write_all(&[b'x'; 1000]).is_ok() {}
    });
    let result = fetch(&url, &Limits::in_all(Duration::from_secs(20), &GOING), 5_000);
    assert!(matches!(result, Err(HttpError::TooMuch(5_000))), "{result:?}");
    served.join().expect("hung up on");
}

#[test]
fn enough_is_enough() {
    let (url, served) = server(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\nfirst");
        while stream.write_all(b"more").is_ok() {}
    });
    let call = Call { url: &url, headers: &[], body: None, most: u64::MAX };
    let answer = send(call, &Limits::in_all(Duration::from_secs(20), &GOING), &mut |_, _| ControlFlow::Break(()));
    assert!(answer.expect("an answer").body.starts_with(b"first"));
    served.join().expect("hung up on");
}

#[test]
fn a_silent_server_is_hung_up_on_wherever_it_is_silent() {
    for said in ["", "HTTP/1.1 200 OK\r\n\r\nfirst"] {
        let (url, served) = server(move |stream| {
            let _ = stream.write_all(said.as_bytes());
            // Until the other side hangs up.
            let _ = stream.read(&mut [0]);
        });
        let short = Duration::from_millis(200);
        let limits = Limits { first: short, silence: short, total: Duration::from_mins(1), cancel: &GOING };
        let result = fetch(&url, &limits, 1_000);
        assert!(matches!(result, Err(HttpError::Stopped(Stop::Silent(_)))), "{result:?}");
        served.join().expect("hung up on");
    }
}

#[test]
fn it_is_called_off_in_the_middle() {
    static OFF: AtomicBool = AtomicBool::new(false);
    let (url, served) = server(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\nfirst");
        OFF.store(true, Ordering::Relaxed);
        let _ = stream.read(&mut [0]);
    });
    let result = fetch(&url, &Limits::in_all(Duration::from_mins(1), &OFF), 1_000);
    assert!(matches!(result, Err(HttpError::Stopped(Stop::Cancelled))), "{result:?}");
    served.join().expect("hung up on");
}
