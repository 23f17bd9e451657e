//! `hotseat speech analyze`: how a recording came across.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use anyhow::anyhow;
use serde::Serialize;

use super::{Exit, Out};
use crate::history::Delivery;
use crate::practice::words::clock;
use crate::speech::delivery::{LONG_PAUSE_S, analyse};
use crate::speech::diction::{Diction, Sort};
use crate::speech::figures::figures;
use crate::speech::strip::{Cell, strip};
use crate::speech::transcribe;

/// The longest transcript that is read, in bytes.
const MAX_TRANSCRIPT: u64 = 16 * 1024 * 1024;

/// The JSON that other programs may rely on.
#[derive(Serialize)]
struct Shape<'a> {
    #[serde(flatten)]
    delivery: &'a Delivery,
    #[serde(flatten)]
    said: Option<Said>,
}

#[derive(Serialize)]
struct Said {
    words: usize,
    words_per_minute: Option<f64>,
    fillers: usize,
    /// Whether any fillers were transcribed: many transcribers leave all of them out.
    fillers_known: bool,
    hedges: usize,
    repeated: Vec<(String, usize)>,
    i: usize,
    we: usize,
    numbers: usize,
    avoid: Vec<String>,
}

/// Analyses a file, together with its transcript if one is given.
pub(super) fn run(file: &Path, transcript: Option<&Path>, json: bool) -> anyhow::Result<Exit> {
    let analysis = analyse(file, |_| true)?.ok_or_else(|| anyhow!("the analysis was called off"))?;
    let delivery = analysis.delivery;
    let text = transcript.map(|path| read(path, delivery.duration_s)).transpose()?;
    let found = text.as_deref().map(Diction::of);
    let mut out = Out::open();
    if json {
        let said = text.as_deref().zip(found.as_ref()).map(|(text, found)| said(text, found, &delivery));
        out.json(&Shape { delivery: &delivery, said })?;
        return Ok(out.end()?);
    }
    out.line(bars(&delivery, 72))?;
    for fact in figures(&delivery, found.as_ref(), &[]) {
        let band = if fact.band.is_empty() { String::new() } else { format!("   {}", fact.band) };
        out.line(format!("{:<24}{}{band}", fact.name, fact.value))?;
    }
    for pause in delivery.pauses_over(LONG_PAUSE_S) {
        out.line(format!("{:<24}at {}, for {:.1} s", "Pause", clock(pause.start_s), pause.seconds()))?;
    }
    if let Some((text, found)) = text.as_deref().zip(found.as_ref()) {
        out.line(format!("{:<24}{}", "Words", found.count))?;
        out.line(format!("{:<24}{} / {}", "I / we", found.i, found.we))?;
        for (sort, name) in [(Sort::Hedge, "Hedges"), (Sort::Number, "Numbers named")] {
            out.line(format!("{name:<24}{}", found.count_of(sort)))?;
        }
        for (phrase, times) in &found.repeated {
            out.line(format!("{:<24}\"{phrase}\", {times} times", "Said again"))?;
        }
        for finding in found.findings.iter().filter(|finding| finding.sort == Sort::Avoid) {
            let why = finding.why.unwrap_or_default();
            out.line(format!("{:<24}\"{}\": {why}", "Better not said", &text[finding.range.clone()]))?;
        }
    }
    Ok(out.end()?)
}

/// Reads a transcript: plain text, or the output of any transcriber.
fn read(path: &Path, seconds: f64) -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MAX_TRANSCRIPT + 1).read_to_end(&mut bytes));
    read.map_err(|error| anyhow!("cannot read {}: {error}", path.display()))?;
    if bytes.len() as u64 > MAX_TRANSCRIPT {
        anyhow::bail!("{} is longer than {} MiB; that is no transcript", path.display(), MAX_TRANSCRIPT >> 20);
    }
    let transcript = transcribe::parse(&bytes, seconds)
        .map_err(|problem| anyhow!("{} is no transcript: {problem}", path.display()))?;
    Ok(transcript.text())
}

fn said(text: &str, found: &Diction, delivery: &Delivery) -> Said {
    let avoid = found.findings.iter().filter(|finding| finding.sort == Sort::Avoid);
    Said {
        words: found.count,
        words_per_minute: found.per_minute(delivery).map(|pace| (pace * 10.0).round() / 10.0),
        fillers: found.count_of(Sort::Filler),
        fillers_known: found.count_of(Sort::Filler) > 0,
        hedges: found.count_of(Sort::Hedge),
        repeated: found.repeated.clone(),
        i: found.i,
        we: found.we,
        numbers: found.count_of(Sort::Number),
        avoid: avoid.map(|finding| text[finding.range.clone()].to_owned()).collect(),
    }
}

/// The strip of speech and pauses in one line.
fn bars(delivery: &Delivery, width: usize) -> String {
    let cell = |cell| match cell {
        Cell::Outside => ' ',
        Cell::Speech(height) => ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'][usize::from(height.min(7))],
        Cell::Pause => '·',
        Cell::LongPause => '_',
    };
    strip(delivery, width).into_iter().map(cell).collect()
}
