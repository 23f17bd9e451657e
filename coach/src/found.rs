//! Finds servers of models, and their models, on this machine. Nothing about an answer is sent.

use std::ops::ControlFlow;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use hotseat_bank::text::one_line;
use hotseat_outside::http::{Call, HttpError, send};
use hotseat_outside::limits::Limits;
use hotseat_outside::url::Url;
use serde::Serialize;
use serde_json::Value;

/// Ports on which model servers usually listen, and which server that would be.
const USUAL: [(u16, &str); 5] =
    [(11434, "Ollama"), (8080, "llama.cpp"), (9931, "llama.cpp"), (1234, "LM Studio"), (8000, "vLLM")];

/// The most bytes read of a list of models, which is short.
const MOST: u64 = 4 * 1024 * 1024;

/// The time limit for a server, which answers this at once.
const WITHIN: Duration = Duration::from_secs(2);

/// How many models are listed for one server.
const MOST_MODELS: usize = 50;

/// A server that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The server that usually listens on this port.
    pub usually: &'static str,
    /// Its address, for the setting `server`.
    pub server: String,
    /// The models it lists, for the setting `model`.
    pub models: Vec<String>,
}

/// Asks every usual port of this machine.
pub fn on_usual_ports() -> Vec<Found> {
    let found = |(port, usually): (u16, &'static str)| {
        let server = format!("http://127.0.0.1:{port}/v1");
        let models = models(&Url::parse(&server).ok()?).ok()?;
        Some(Found { usually, server, models })
    };
    USUAL.into_iter().filter_map(found).collect()
}

/// The models that a server lists. The error says what is wrong with the server.
pub fn models(server: &Url) -> Result<Vec<String>, String> {
    let never = AtomicBool::new(false);
    let limits = Limits::in_all(WITHIN, &never);
    let call = Call { url: &server.below("models"), headers: &[], body: None, most: MOST };
    let answer = send(call, &limits, &mut |_, _| ControlFlow::Continue(())).map_err(|error| match error {
        HttpError::Stopped(_) => "it is silent; see what the server printed".to_owned(),
        other => other.to_string(),
    })?;
    if answer.status != 200 {
        return Err(format!("it answered with status {}; the address has to end in /v1", answer.status));
    }
    named(&answer.body).ok_or_else(|| "what answers there names no models".to_owned())
}

fn named(body: &[u8]) -> Option<Vec<String>> {
    let value: Value = serde_json::from_slice(body).ok()?;
    let rows = value["data"].as_array()?;
    Some(rows.iter().filter_map(|row| Some(one_line(row["id"].as_str()?))).take(MOST_MODELS).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_models_are_read_and_made_safe() {
        let list = br#"{"object":"list","data":[{"id":"gemma4:12b"},{"id":"a\u001b[31m"},{"name":"x"}]}"#;
        assert_eq!(named(list), Some(vec!["gemma4:12b".to_owned(), "a".to_owned()]));
        assert_eq!(named(b"<html>"), None);
        assert_eq!(named(br#"{"models":[]}"#), None);
    }
}
