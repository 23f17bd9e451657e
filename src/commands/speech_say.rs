//! `hotseat speech say`: how questions sound when they are read aloud.

use std::thread::sleep;
use std::time::Duration;

use anyhow::anyhow;
use serde::Serialize;

use super::args::SayArgs;
use super::out::{show, talk};
use super::signals::Signals;
use super::{Exit, Place};
use crate::outside::command_line::Rules;
use crate::speech::aloud::{Reader, Reading, SAMPLE, Voice};
use crate::speech::devices::{UNHEARD, devices};

/// How often the end of the reading is looked for.
const LOOK: Duration = Duration::from_millis(50);

/// The names of the voices that were found, the one in use first.
#[derive(Serialize)]
struct Shape {
    voices: Vec<String>,
}

/// Reads a text aloud to its end, or until a signal comes.
pub(super) fn run(place: &Place, args: &SayArgs) -> anyhow::Result<Exit> {
    let config = place.config()?;
    let home = std::env::home_dir();
    if args.list {
        return list(&config.voice, home.as_deref(), args.json);
    }
    let voice = match &args.voice {
        Some(line) => Rules::HERE.split(line).map_err(|error| anyhow!("--voice {line:?}: {error}"))?,
        None => config.voice,
    };
    let voices = Voice::from_setting(&voice, home.as_deref())?;
    if devices().is_ok_and(|found| !found.can_be_heard()) {
        talk(UNHEARD);
    }
    let signals = Signals::watch()?;
    let text = args.text.as_deref().unwrap_or(SAMPLE);
    let mut reader = Reader::start(text, voices, args.rate.or(config.voice_rate), &place.paths.temporary());
    let mut told = String::new();
    loop {
        if reader.voice() != told {
            reader.voice().clone_into(&mut told);
            talk(format!("{told} reads it."));
        }
        match reader.state() {
            Reading::Reads => {}
            Reading::Done => return Ok(Exit::Done),
            Reading::Failed(why) => return Err(why.into()),
        }
        if let Some(number) = signals.seen() {
            return Ok(Exit::Signal(number));
        }
        sleep(LOOK);
    }
}

fn list(setting: &[String], home: Option<&std::path::Path>, json: bool) -> anyhow::Result<Exit> {
    let set = if setting.is_empty() { Vec::new() } else { Voice::from_setting(setting, home)? };
    let found = Voice::on_this_machine().into_iter().filter(|voice| !set.contains(voice));
    let voices: Vec<String> = set.iter().cloned().chain(found).map(|voice| voice.name()).collect();
    let none = voices.is_empty();
    show(json, &Shape { voices: voices.clone() }, |out| Ok(out.lines(&voices)?))?;
    if none {
        talk("No voice was found that could read aloud; espeak-ng, flite and Piper are some.");
        return Ok(Exit::Failed);
    }
    talk("The first one reads, unless `voice` in config.toml names another one.");
    Ok(Exit::Done)
}
