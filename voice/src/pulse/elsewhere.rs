//! Whether another microphone than the one that is listened to hears somebody.

use std::sync::mpsc::channel;
use std::thread::Builder;
use std::time::{Duration, Instant};

use super::connection::Connection;
use super::listing::{Found, described};
use super::sound::PulseSource;
use crate::meter::FAINT;
use crate::streams::Source as _;

/// How long the others are listened to, all at once. What is heard is measured and dropped.
const FOR: Duration = Duration::from_millis(600);

/// More than this many are not looked at.
const MOST: usize = 6;

/// How much louder than next to nothing something has to be: the hiss of an open microphone is not meant.
const CLEARLY: f32 = 5.0 * FAINT;

/// The microphone with the loudest sound among the others, as people know it.
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
            // If nobody waits any more, it is of no use.
            let _ = tell.send((loudest(&name), words));
        };
        // Without a thread one is not looked at.
        let _ = Builder::new().name("elsewhere".into()).spawn(listen);
    }
    drop(tell);
    let heard = told.into_iter().filter_map(|(peak, words)| Some((peak?, words)));
    let (_, words) = heard.filter(|(peak, _)| *peak >= CLEARLY).max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(words)
}

/// The loudest sample of a moment, 0 to 1. None: it cannot be listened to.
fn loudest(name: &str) -> Option<f32> {
    let mut source = PulseSource::open(Some(name)).ok()??;
    let (since, mut samples) = (Instant::now(), Vec::new());
    while since.elapsed() < FOR && source.read(&mut samples).is_ok() {}
    samples.iter().map(|sample| f32::from(sample.unsigned_abs()) / 32_768.0).max_by(f32::total_cmp)
}
