//! `hotseat speech`: microphones, recording, playing, and looking after recordings.

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::time::{Duration, SystemTime};

use anyhow::anyhow;

use super::args::SpeechCommand;
use super::doctor::size;
use super::out::{INTERRUPT, show, talk};
use super::signals::Signals;
use super::{Exit, Place};
use crate::engine;
use crate::practice::words::{clock, count};
use crate::scratch;
use crate::speech::devices::{Device, devices};
use crate::speech::kept::Recordings;
use crate::speech::play::{Played, Player, load};
use crate::speech::record::{Destination, Heard, LONGEST, Recorder, elsewhere, muted};
use crate::speech::track::Track;

/// How often signals are looked for.
const LOOK: Duration = Duration::from_millis(100);

/// Runs `hotseat speech`.
pub fn run(place: &Place, command: SpeechCommand) -> anyhow::Result<Exit> {
    match command {
        SpeechCommand::Devices { json } => list(json),
        SpeechCommand::Record { out, seconds, device } => record(place, &out, seconds, device),
        SpeechCommand::Play { file, from, speed } => play(&file, from, speed),
        SpeechCommand::Analyze { file, transcript, json } => {
            super::speech_analyze::run(&file, transcript.as_deref(), json)
        }
        SpeechCommand::Setup(args) => super::speech_setup::run(place, &args),
        SpeechCommand::Transcribe { file, engine, json } => {
            super::speech_transcribe::run(place, &file, engine.as_deref(), json)
        }
        SpeechCommand::Drill(args) => super::speech_drill::run(place, &args),
        SpeechCommand::Say(args) => super::speech_say::run(place, &args),
        SpeechCommand::Purge { older_than, dry_run } => purge(place, older_than, dry_run),
    }
}

fn list(json: bool) -> anyhow::Result<Exit> {
    let found = devices()?;
    show(json, &found, |out| {
        for (title, rows) in [("To record from:", &found.inputs), ("To play through:", &found.outputs)] {
            out.line(title)?;
            if rows.is_empty() {
                out.line("    nothing")?;
            }
            out.lines(rows.iter().map(row))?;
        }
        talk("* is used unless `microphone` in config.toml names another one.");
        Ok(())
    })
}

fn row(device: &Device) -> String {
    let mark = if device.default { '*' } else { ' ' };
    let monitor = if device.monitor { " (what is played, no microphone)" } else { "" };
    match device.name.as_str() {
        "" => format!("  {mark} {}", device.description),
        name if name == device.description => format!("  {mark} {name}{monitor}"),
        name => format!("  {mark} {name}{monitor}\n      {}", device.description),
    }
}

/// The microphone that the flag or the settings name.
fn microphone(place: &Place, device: Option<String>) -> anyhow::Result<Option<String>> {
    if device.is_some() {
        return Ok(device);
    }
    let configured = place.config()?.microphone;
    if configured == "none" {
        return Err(anyhow!("`microphone` in config.toml is \"none\"; name one with --device"));
    }
    Ok(Some(configured).filter(|name| !name.is_empty()))
}

fn record(place: &Place, out: &Path, seconds: Option<f64>, device: Option<String>) -> anyhow::Result<Exit> {
    let microphone = microphone(place, device)?;
    let signals = Signals::watch()?;
    let recorder = Recorder::start_for(Destination::New(out.to_owned()), microphone, seconds.unwrap_or(LONGEST));
    let live = std::io::stderr().is_terminal();
    let (mut track, mut advised, mut device_name) = (Track::default(), None, String::new());
    let mut trouble = None;
    let mut stopped = None;
    let length = loop {
        if stopped.is_none()
            && let Some(signal) = signals.seen()
        {
            stopped = Some(signal);
            recorder.stop();
        }
        match recorder.next(LOOK) {
            Some(Heard::Listening(name)) => {
                device_name.clone_from(&name);
                talk(
                    format!("Recording from {name}. {}", if seconds.is_some() { "" } else { "Ctrl-C ends it." }).trim(),
                );
            }
            Some(Heard::Muted(name)) => talk(muted(&name)),
            Some(Heard::Elsewhere(other)) => {
                let before = if live { "\n" } else { "" };
                talk(format!("{before}{} --device does it for this one.", elsewhere(&device_name, &other)));
            }
            Some(Heard::Sound(reading, seconds)) => {
                if live {
                    meter(reading.level(), seconds);
                }
                track.push(reading);
                let advice = track.advice();
                if let Some(advice) = advice.filter(|_| advised != advice) {
                    talk(format!("{}{}", if live { "\n" } else { "" }, advice.words(&device_name)));
                }
                advised = advice;
            }
            None => {}
            Some(Heard::Full) => recorder.stop(),
            Some(Heard::Deaf(why) | Heard::Lost(why) | Heard::NotKept(why)) => {
                trouble.get_or_insert(why);
                recorder.stop();
            }
            Some(Heard::Ended(length)) => break length,
        }
    };
    if live {
        // Clears the line of the level meter.
        let _ = write!(std::io::stderr(), "\r\x1b[K");
    }
    let kept =
        if length > 0.0 { format!("{length:.1} s are in {}.", out.display()) } else { "Nothing was recorded.".into() };
    if let Some(why) = trouble {
        return Err(anyhow!("{why}. {kept} `hotseat speech devices` lists what can be recorded from."));
    }
    talk(kept);
    Ok(match stopped {
        // Without a given length, Ctrl-C is the normal way to end a recording.
        Some(number) if number != INTERRUPT || seconds.is_some() => Exit::Signal(number),
        _ => Exit::Done,
    })
}

/// Shows the level of the sound on one line of standard error.
fn meter(level: f32, seconds: f64) {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 20")]
    let full = (level * 20.0).round() as usize;
    // If the terminal is gone, there is nothing to show.
    let _ = write!(std::io::stderr(), "\r{}  {}{} ", clock(seconds), "▮".repeat(full), "▯".repeat(20 - full.min(20)));
}

fn play(file: &Path, from: f64, speed: f64) -> anyhow::Result<Exit> {
    let samples = load(file)?;
    let signals = Signals::watch()?;
    let player = Player::start(samples, from, speed);
    loop {
        if let Some(number) = signals.seen() {
            return Ok(Exit::Signal(number));
        }
        match player.next(LOOK) {
            Some(Played::Ended) => return Ok(Exit::Done),
            Some(Played::Failed(why)) => return Err(anyhow!("{}: {why}", file.display())),
            Some(Played::At(..)) | None => {}
        }
    }
}

fn purge(place: &Place, older_than: Option<u16>, dry_run: bool) -> anyhow::Result<Exit> {
    let recordings = Recordings::new(place.paths.recordings());
    let age = Duration::from_hours(24 * u64::from(older_than.unwrap_or(0)));
    let needed = engine::needed_recordings(&place.paths);
    let deleted = recordings.purge(age, SystemTime::now(), &needed, dry_run)?;
    let done = if dry_run { "would be deleted" } else { "deleted" };
    talk(format!("{}, {}, {done}.", count(deleted.files, "recording"), size(deleted.bytes)));
    // Copies made for a transcriber are useless once the program that made them is gone.
    let left = scratch::left(&place.paths.temporary());
    if !left.is_empty() {
        let bytes = left.iter().map(|folder| folder.bytes).sum();
        talk(format!("{}, {}, {done}.", count(left.len(), "temporary copy"), size(bytes)));
    }
    if !dry_run {
        scratch::sweep(&place.paths.temporary());
    }
    Ok(Exit::Done)
}
