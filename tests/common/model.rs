//! A server of models that only tests know: it says what it is told to, and keeps what it was asked.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

/// Answers until the program ends.
pub(crate) struct Model {
    pub(crate) server: String,
    asked: Arc<Mutex<Vec<Value>>>,
}

impl Model {
    /// One whose reply to every request has this content.
    pub(crate) fn saying(content: &str) -> Self {
        let said = json!({"choices": [{"delta": {"content": content}, "finish_reason": "stop"}]});
        Self::answering("200 OK", &format!(": awake\n\ndata: {said}\n\ndata: [DONE]\n\n"))
    }

    /// One that answers every request with this.
    pub(crate) fn answering(status: &str, body: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let server = format!("http://{}/v1", listener.local_addr().expect("an address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (kept, status, body) = (Arc::clone(&asked), status.to_owned(), body.to_owned());
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let request = read(&mut stream);
                if request.starts_with("GET") {
                    let models = json!({"object": "list", "data": [{"id": "judge"}]}).to_string();
                    answer(&mut stream, "200 OK", &models);
                    continue;
                }
                let posted = request.split_once("\r\n\r\n").map_or("", |(_, body)| body);
                kept.lock().expect("kept").push(serde_json::from_str(posted).unwrap_or(Value::Null));
                answer(&mut stream, &status, &body);
            }
        });
        Self { server, asked }
    }

    /// What it was asked so far.
    pub(crate) fn asked(&self) -> Vec<Value> {
        self.asked.lock().expect("kept").clone()
    }
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
