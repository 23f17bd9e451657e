//! A server of models that only tests know: it says what it is told to, and keeps what it was asked.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

/// Answers until the program ends.
pub(crate) struct Model {
    pub(crate) server: String,
    asked: Arc<Mutex<Vec<Value>>>,
    hung_up: Arc<(Mutex<usize>, Condvar)>,
}

/// What comes of a request.
#[allow(dead_code, reason = "not every test that has a model needs all of it")]
pub(crate) enum Says {
    /// This content, as a stream.
    Content(String),
    /// This status with this body.
    Raw(String, String),
    /// Nothing, until the caller hangs up.
    Nothing,
}

impl Model {
    /// One whose reply to every request has this content.
    #[allow(dead_code, reason = "not every test that has a model needs it")]
    pub(crate) fn saying(content: &str) -> Self {
        let content = content.to_owned();
        Self::scripted(move |_| Says::Content(content.clone()))
    }

    /// One that answers every request with this.
    #[allow(dead_code, reason = "not every test that has a model needs it")]
    pub(crate) fn answering(status: &str, body: &str) -> Self {
        let (status, body) = (status.to_owned(), body.to_owned());
        Self::scripted(move |_| Says::Raw(status.clone(), body.clone()))
    }

    /// One that says to each request what the script has for it.
    pub(crate) fn scripted(script: impl FnMut(&Value) -> Says + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let server = format!("http://{}/v1", listener.local_addr().expect("an address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let hung_up = Arc::new((Mutex::new(0), Condvar::new()));
        let (kept, gone, script) = (Arc::clone(&asked), Arc::clone(&hung_up), Arc::new(Mutex::new(script)));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (kept, gone, script) = (Arc::clone(&kept), Arc::clone(&gone), Arc::clone(&script));
                std::thread::spawn(move || serve(stream, &kept, &gone, &*script));
            }
        });
        Self { server, asked, hung_up }
    }

    /// What it was asked so far.
    pub(crate) fn asked(&self) -> Vec<Value> {
        self.asked.lock().expect("kept").clone()
    }

    /// Waits until it was asked so many times.
    #[allow(dead_code, reason = "not every test that has a model needs it")]
    pub(crate) fn wait_for_asked(&self, count: usize) -> bool {
        let since = std::time::Instant::now();
        while self.asked().len() < count && since.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(5));
        }
        self.asked().len() >= count
    }

    /// Waits until so many callers who were told nothing have hung up.
    #[allow(dead_code, reason = "not every test that has a model needs it")]
    pub(crate) fn wait_for_hang_ups(&self, count: usize) -> bool {
        let (seen, changed) = &*self.hung_up;
        let seen = seen.lock().expect("counted");
        let (seen, _) = changed.wait_timeout_while(seen, PATIENCE, |seen| *seen < count).expect("counted");
        *seen >= count
    }
}

/// Longer than anything takes that works.
const PATIENCE: Duration = Duration::from_secs(30);

fn serve(
    mut stream: TcpStream,
    kept: &Mutex<Vec<Value>>,
    gone: &(Mutex<usize>, Condvar),
    script: &Mutex<impl FnMut(&Value) -> Says>,
) {
    let request = read(&mut stream);
    if request.starts_with("GET") {
        let models = json!({"object": "list", "data": [{"id": "judge"}]}).to_string();
        return answer(&mut stream, "200 OK", &models);
    }
    let posted = request.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    let posted: Value = serde_json::from_str(posted).unwrap_or(Value::Null);
    kept.lock().expect("kept").push(posted.clone());
    let says = (*script.lock().expect("a script"))(&posted);
    match says {
        Says::Raw(status, body) => answer(&mut stream, &status, &body),
        Says::Content(content) => {
            let said = json!({"choices": [{"delta": {"content": content}, "finish_reason": "stop"}]});
            answer(&mut stream, "200 OK", &format!(": awake\n\ndata: {said}\n\ndata: [DONE]\n\n"));
        }
        Says::Nothing => {
            let _ = stream.read(&mut [0]);
            *gone.0.lock().expect("counted") += 1;
            gone.1.notify_all();
        }
    }
}

/// What a request is about: `points`, `follow_up`, `edits` or `extract`.
#[allow(dead_code, reason = "not every test that has a model needs it")]
pub(crate) fn about(request: &Value) -> &str {
    request["response_format"]["json_schema"]["name"].as_str().unwrap_or_default()
}

fn answer(stream: &mut TcpStream, status: &str, body: &str) {
    let head = format!("HTTP/1.1 {status}\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: {}\r\n\r\n", body.len());
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
}

fn read(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut block = [0; 4096];
    loop {
        let read = stream.read(&mut block).unwrap_or(0);
        request.extend_from_slice(&block[..read]);
        let text = String::from_utf8_lossy(&request).into_owned();
        let length =
            text.to_lowercase().split("content-length: ").nth(1).and_then(|rest| rest.split('\r').next()?.parse().ok());
        if read == 0 || text.find("\r\n\r\n").is_some_and(|head| request.len() >= head + 4 + length.unwrap_or(0)) {
            return text;
        }
    }
}
