//! A reply as it comes over the wire: server-sent events, or one JSON body if the server does not stream.

use serde_json::Value;

use hotseat_bank::text::{decoded, one_line};

/// The longest reply, and the longest thinking before it, in bytes.
pub const MOST_REPLY: usize = 64 * 1024;
const MOST_THINKING: usize = 512 * 1024;

/// The longest line, in bytes; a chat reply has no longer one.
const MOST_LINE: usize = 2 * 1024 * 1024;

/// What a model said, and about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heard {
    /// The text of the reply.
    pub content: String,
    /// Its thinking, if that comes in a field of its own.
    pub reasoning: String,
    /// The model that the server says answered; empty if it does not say.
    pub model: String,
    /// Tokens that it read; `None` if the server does not say.
    pub prompt_tokens: Option<u64>,
    /// Tokens that it wrote; `None` if the server does not say.
    pub reply_tokens: Option<u64>,
}

/// Why there is no reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The server refused; its reason in one line.
    Refused(String),
    /// The stream ended in the middle.
    Cut,
    /// The model reached its token limit before it had finished.
    Length,
    /// The reply is longer than we read.
    TooMuch,
    /// It is not a chat reply.
    Nonsense,
}

/// A reply that is still arriving.
#[derive(Debug, Default)]
pub struct Stream {
    line: Vec<u8>,
    /// Lines that are not part of events: the body of a reply in one piece.
    body: Vec<u8>,
    heard: Heard,
    events: usize,
    finish: Option<String>,
    done: bool,
    broken: Option<Broken>,
}

impl Stream {
    /// Takes the next piece of the stream, cut anywhere. Returns false once nothing more is needed.
    pub fn feed(&mut self, piece: &[u8]) -> bool {
        for byte in piece {
            if self.done || self.broken.is_some() {
                return false;
            }
            if *byte == b'\n' {
                let line = std::mem::take(&mut self.line);
                self.take_line(&line);
            } else if self.line.len() >= MOST_LINE {
                self.broken = Some(Broken::TooMuch);
            } else {
                self.line.push(*byte);
            }
        }
        !self.done && self.broken.is_none()
    }

    /// How many bytes of the reply have arrived, thinking included.
    pub fn length(&self) -> usize {
        self.heard.content.len() + self.heard.reasoning.len()
    }

    /// Whether the model has said that it is finished.
    pub fn is_whole(&self) -> bool {
        self.done || self.finish.is_some()
    }

    /// Ends the stream and returns the reply, or why there is none.
    pub fn finish(mut self) -> Result<Heard, Broken> {
        if !self.line.is_empty() {
            let line = std::mem::take(&mut self.line);
            self.take_line(&line);
        }
        if self.events == 0 && self.broken.is_none() {
            return whole(&self.body);
        }
        if let Some(broken) = self.broken {
            return Err(broken);
        }
        match self.finish.as_deref() {
            Some("length") => Err(Broken::Length),
            None if !self.done => Err(Broken::Cut),
            _ => Ok(self.heard),
        }
    }

    fn take_line(&mut self, line: &[u8]) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let Some(data) = line.strip_prefix(b"data:") else {
            // Comments keep a connection alive; the other fields of events mean nothing here.
            let known = [&b":"[..], b"event:", b"id:", b"retry:"].iter().any(|field| line.starts_with(field));
            if !known && self.body.len() + line.len() < MOST_LINE {
                self.body.extend_from_slice(line);
                self.body.push(b'\n');
            }
            return;
        };
        self.events += 1;
        let data = data.trim_ascii();
        if data == b"[DONE]" {
            self.done = true;
            return;
        }
        match serde_json::from_str::<Value>(&decoded(data)) {
            Ok(event) => self.take_event(&event),
            Err(_) => self.broken = Some(Broken::Nonsense),
        }
    }

    fn take_event(&mut self, event: &Value) {
        if let Some(refusal) = refusal(event) {
            self.broken = Some(Broken::Refused(refusal));
            return;
        }
        self.heard.count(event);
        let Some(choice) = event["choices"].get(0) else { return };
        // A server may answer in one piece even if it was asked to stream.
        let said = if choice["delta"].is_object() { &choice["delta"] } else { &choice["message"] };
        self.heard.add(said);
        if let Some(finish) = choice["finish_reason"].as_str().filter(|finish| !finish.is_empty()) {
            self.finish = Some(finish.to_owned());
        }
        if self.heard.content.len() > MOST_REPLY || self.heard.reasoning.len() > MOST_THINKING {
            self.broken = Some(Broken::TooMuch);
        }
    }
}

impl Heard {
    fn add(&mut self, said: &Value) {
        self.content.push_str(said["content"].as_str().unwrap_or(""));
        let thought = said["reasoning_content"].as_str().or_else(|| said["reasoning"].as_str());
        self.reasoning.push_str(thought.unwrap_or(""));
    }

    fn count(&mut self, event: &Value) {
        self.prompt_tokens = event["usage"]["prompt_tokens"].as_u64().or(self.prompt_tokens);
        self.reply_tokens = event["usage"]["completion_tokens"].as_u64().or(self.reply_tokens);
        if let Some(model) = event["model"].as_str().filter(|model| !model.is_empty()) {
            self.model = one_line(model).chars().take(200).collect();
        }
    }
}

/// Reads a reply that came in one piece.
fn whole(body: &[u8]) -> Result<Heard, Broken> {
    let Ok(reply) = serde_json::from_str::<Value>(&decoded(body)) else {
        return Err(if body.trim_ascii().is_empty() { Broken::Cut } else { Broken::Nonsense });
    };
    if let Some(refusal) = refusal(&reply) {
        return Err(Broken::Refused(refusal));
    }
    let Some(choice) = reply["choices"].get(0) else { return Err(Broken::Nonsense) };
    let mut heard = Heard::default();
    heard.add(&choice["message"]);
    heard.count(&reply);
    match choice["finish_reason"].as_str() {
        Some("length") => Err(Broken::Length),
        _ if heard.content.len() > MOST_REPLY || heard.reasoning.len() > MOST_THINKING => Err(Broken::TooMuch),
        _ => Ok(heard),
    }
}

/// What a server says is wrong, in any of the usual shapes: an object, an object around one, or a text.
pub fn refusal(value: &Value) -> Option<String> {
    let error = value.get("error").filter(|error| !error.is_null()).or_else(|| {
        let flat = value.get("object").and_then(Value::as_str) == Some("error") || value.get("detail").is_some();
        flat.then_some(value)
    })?;
    let words = [&error["message"], &error["detail"], error].into_iter().find_map(Value::as_str);
    let words = words.map_or_else(|| error.to_string(), str::to_owned);
    Some(one_line(&words).chars().take(200).collect())
}

#[cfg(test)]
mod tests;
