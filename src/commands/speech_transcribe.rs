//! `hotseat speech transcribe`: what is said in a recording, transcribed as an answer would be.

use std::path::Path;

use anyhow::anyhow;
use serde::Serialize;

use super::out::{show, talk};
use super::signals::until_signal;
use super::{Exit, Place};
use crate::history::Segment;
use crate::outside::command_line::Rules;
use crate::practice::words::clock;
use crate::speech::delivery::analyse;
use crate::speech::transcribe::{Transcriber, transcribe};

/// The fields of the record `transcript` that hold what was said.
#[derive(Serialize)]
struct Shape<'a> {
    engine: String,
    text: String,
    segments: &'a [Segment],
}

/// Transcribes a file. The words go to standard output, remarks to standard error.
pub(super) fn run(place: &Place, file: &Path, engine: Option<&str>, json: bool) -> anyhow::Result<Exit> {
    let stt = match engine {
        Some(line) => Rules::HERE.split(line).map_err(|error| anyhow!("--engine {line:?}: {error}"))?,
        None => place.config()?.stt,
    };
    let engine = Transcriber::from_setting(&stt, std::env::home_dir().as_deref())?.ok_or_else(|| {
        anyhow!("nobody is set who writes it down: `hotseat speech setup` looks for one, --engine names one")
    })?;
    let scratch = place.paths.temporary();
    let (heard, signal) = until_signal(|cancel| {
        let analysis = analyse(file, |_| !cancel.load(std::sync::atomic::Ordering::Relaxed))?;
        let speech = analysis.map(|analysis| analysis.speech).unwrap_or_default();
        transcribe(&engine, file, &speech, "", &scratch, cancel, &mut |_| {}).map_err(anyhow::Error::from)
    })?;
    if let Some(number) = signal {
        return Ok(Exit::Signal(number));
    }
    let heard = heard?;
    if heard.segments.is_empty() {
        talk("Nobody says a word in it.");
    }
    show(json, &Shape { engine: engine.name(), text: heard.text(), segments: &heard.segments }, |out| {
        Ok(out.lines(heard.segments.iter().map(|piece| format!("{}  {}", clock(piece.start_s), piece.text)))?)
    })
}
