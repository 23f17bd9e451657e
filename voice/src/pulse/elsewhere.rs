//! Finds out whether a microphone other than the one in use picks up sound.

use std::sync::mpsc::channel;
use std::thread::Builder;
use std::time::{Duration, Instant};

use super::connection::Connection;
use super::listing::{Found, described};
use super::sound::PulseSource;
use crate::meter::FAINT;
use crate::streams::Source as _;

/// How long the other microphones are listened to, all at once. The sound is measured and discarded.
const FOR: Duration = Duration::from_millis(600);

/// How many microphones are tried at most.
const MOST: usize = 6;

/// Peak from which a sound counts; higher than [`FAINT`], because the hiss of an open microphone is not meant.
const CLEARLY: f32 = 5.0 * FAINT;

/// The display name of the microphone with the loudest sound among the others, if any hears something.
pub(crate) fn heard_elsewhere(listening: &str) -> Option<String> {
    let mut connection = Connection::open().ok()??;
    let found = Found::ask(&mut connection).ok()?;
    let others: Vec<(String, String)> = found
        .microphones()
        .map(|source| {
            (source.name.to_string_lossy().into_owned(), described(&source.name, source.description.as_ref()))
        })
        .filter(|(_, words)| words != listening)
        .take(MOST)
        .collect();
    let (tell, told) = channel();
    for (name, words) in others {
        let tell = tell.clone();
        let listen = move || {
            // If nobody is waiting any more, the result is not needed.
            let _ = tell.send((loudest(&name), words));
        };
        // A microphone for which no thread can be started is skipped.
        let _ = Builder::new().name("elsewhere".into()).spawn(listen);
    }
    drop(tell);
    let heard = told.into_iter().filter_map(|(peak, words)| Some((peak?, words)));
    let (_, words) = heard.filter(|(peak, _)| *peak >= CLEARLY).max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(words)
}

/// The loudest sample of a short time; full scale is 1. None if the microphone cannot be read.
fn loudest(name: &str) -> Option<f32> {
    let mut source = PulseSource::open(Some(name)).ok()??;
    let (since, mut samples) = (Instant::now(), Vec::new());
    while since.elapsed() < FOR && source.read(&mut samples).is_ok() {}
    samples.iter().map(|sample| f32::from(sample.unsigned_abs()) / 32_768.0).max_by(f32::total_cmp)
}
