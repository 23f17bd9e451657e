//! Transcribing with a server on this machine that has the interface of `OpenAI`'s transcription service.

use std::fs::File;
use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::Path;

use hotseat_bank::text::one_line;
use hotseat_outside::http::{Answer, Call, HttpError, send};
use hotseat_outside::url::Url;

use super::bounds::{Bounds, MOST_OUTPUT};
use super::error::SttError;

/// The model to name if the address names none, because servers expect one.
const MODEL: &str = "whisper-1";

/// Sends the speech and returns the body of the response.
pub(super) fn post(url: &Url, file: &Path, prompt: &str, bounds: &Bounds<'_>) -> Result<Vec<u8>, SttError> {
    let broken = |problem: String| SttError::Server { url: url.to_string(), problem };
    let wav = File::open(file).map_err(SttError::Unwritable)?;
    let length = wav.metadata().map_err(SttError::Unwritable)?.len();
    let (head, tail) = form(url, prompt);
    let length = head.len() as u64 + length + tail.len() as u64;
    let mut form = head.as_bytes().chain(wav).chain(tail.as_bytes());
    let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
    let call = Call {
        url,
        headers: &[("content-type", &content_type)],
        body: Some((&mut form, length)),
        most: MOST_OUTPUT as u64,
    };
    match send(call, &bounds.limits(), &mut |_, _| ControlFlow::Continue(())) {
        Ok(answer) => body(answer).map_err(broken),
        Err(HttpError::Stopped(stop)) => Err(bounds.error(stop, &url.to_string())),
        Err(error) => Err(broken(error.to_string())),
    }
}

/// Separates the parts of the form; 16-bit samples will not contain it.
const BOUNDARY: &str = "hotseat-7d6f1c0e5b2a4938-answer";

/// The parts of the form before and after the file.
fn form(url: &Url, prompt: &str) -> (String, String) {
    let mut head = String::new();
    for (name, value) in [
        ("model", url.query("model").unwrap_or(MODEL)),
        ("response_format", "verbose_json"),
        ("timestamp_granularities[]", "segment"),
        ("timestamp_granularities[]", "word"),
        ("prompt", prompt),
        // Otherwise whisper-server splits words where a subtitle line is full.
        ("split_on_word", "true"),
    ] {
        head.push_str(&format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    head.push_str(&format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"answer.wav\"\r\n\
         Content-Type: audio/wav\r\n\r\n"
    ));
    (head, format!("\r\n--{BOUNDARY}--\r\n"))
}

fn body(answer: Answer) -> Result<Vec<u8>, String> {
    let status = answer.status;
    match status {
        200..=299 => Ok(answer.body),
        300..=399 => Err(format!("it points elsewhere (status {status}), which is not followed; mend the address")),
        404 | 405 => Err(format!(
            "there is nothing at that path (status {status}); whisper-server needs `--inference-path \
             /v1/audio/transcriptions`"
        )),
        _ => {
            let said: String = one_line(&String::from_utf8_lossy(&answer.body)).chars().take(200).collect();
            Err(format!("it answered with status {status}: {said}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_refuses_is_told_with_what_to_do() {
        let ok = |status, text: &str| body(Answer { status, body: text.as_bytes().to_vec() });
        assert_eq!(ok(200, "{}").expect("a body"), b"{}");
        let problem = |status, text| ok(status, text).expect_err("no body");
        assert!(problem(302, "").contains("not followed"));
        assert!(problem(404, "").contains("inference-path"));
        assert!(problem(500, "no model\u{7}").contains("no model"));
    }
}
