//! The sound side of a drill or a mock line by line: what should be recorded, played and analysed, and what is printed
//! about it. Nothing here makes a sound; that is up to `shell.rs`.

use super::says::Says;
use crate::engine::Engine;
use crate::history::Utterance;
use crate::practice::words::clock;
use crate::practice::{Answer, Put};
use crate::session::{Intent, News, SoundOrder, Unlogged};
use crate::sound::{Playing, Sounded};
use crate::speech::play::Played;
use crate::speech::record::{Heard, elsewhere, muted, not_recorded};
use crate::speech::track::{Advice, Track};

/// A sound order for `shell.rs`.
#[derive(Clone, Debug, PartialEq)]
pub enum Sound {
    /// Record, or read aloud.
    Order(SoundOrder),
    /// Play a recording.
    Play(Playing),
    /// Begin to analyse this recording before it is needed.
    ListenAhead(Unlogged),
    /// Analyse what was said here in the background; nobody waits for it.
    ListenAside(Utterance),
}

/// The pending sound orders, and what has been printed about sound.
#[derive(Debug, Default)]
pub struct Sounds {
    to_do: Vec<Sound>,
    to_hear: Vec<Utterance>,
    track: Track,
    /// The last advice about the microphone, so that it is not repeated.
    advised: Option<Advice>,
    /// Whether the candidate has been asked if the present silence is intended.
    asked: bool,
    /// The name of the microphone.
    device: String,
    /// Whether it was said that nothing is recorded.
    deaf: bool,
    /// The recording that is being played, if any.
    playing: Option<String>,
}

impl Sounds {
    /// Remembers what the news of a session ask of sound.
    pub(super) fn take(&mut self, news: &[News], engine: &Engine) {
        for news in news {
            match news {
                News::Sound(order) => {
                    if matches!(order, SoundOrder::Record(_)) {
                        (self.track, self.advised, self.asked) = (Track::default(), None, false);
                    }
                    self.to_do.push(Sound::Order(order.clone()));
                }
                // If everything about it is known, there is nothing to wait for.
                News::Listen(said) if engine.hearing().wish(said).is_some() => self.to_hear.push(said.clone()),
                News::ListenAhead(unlogged) => self.to_do.push(Sound::ListenAhead(unlogged.clone())),
                News::ListenAside(said) => self.to_do.push(Sound::ListenAside(said.clone())),
                _ => {}
            }
        }
    }

    /// Whether something has to be analysed before the dialogue continues.
    pub(super) fn is_to_hear(&self) -> bool {
        !self.to_hear.is_empty()
    }

    /// Takes the pending orders, leaving none.
    pub fn take_to_do(&mut self) -> Vec<Sound> {
        std::mem::take(&mut self.to_do)
    }

    /// Takes what has to be analysed, leaving nothing.
    pub fn take_to_hear(&mut self) -> Vec<Utterance> {
        std::mem::take(&mut self.to_hear)
    }

    /// Plays a recording, or says that there is none.
    pub(super) fn play(&mut self, name: Option<&str>, says: &mut Says) {
        match name {
            Some(name) => {
                self.playing = Some(name.to_owned());
                self.to_do.push(Sound::Play(Playing::Open(name.to_owned(), Some(0.0))));
            }
            None => says.line("There is no recording of this."),
        }
    }

    /// Stops playing. Returns whether anything was playing.
    pub(super) fn stop_playing(&mut self) -> bool {
        let plays = self.playing.take().is_some();
        if plays {
            self.to_do.push(Sound::Play(Playing::Close));
        }
        plays
    }

    /// Prints what there is to say about news of sound, and returns an intent if it matters to the session.
    pub(super) fn sounded(&mut self, news: Sounded, own: Option<&str>, says: &mut Says) -> Option<Intent> {
        match news {
            Sounded::Recorder(name, heard) if own == Some(name.as_str()) => return self.recorded(name, heard, says),
            Sounded::Recorder(..) | Sounded::Player(Played::At(..)) => {}
            Sounded::Opened(_, Ok(track)) => {
                says.line(format!("Playing, {}. Enter stops it.", clock(track.seconds())));
            }
            Sounded::Opened(_, Err(why)) => {
                self.playing = None;
                says.line(why);
            }
            Sounded::Player(Played::Ended) => {
                self.playing = None;
                says.line("That was all of it.");
            }
            Sounded::Player(Played::Failed(why)) => {
                self.playing = None;
                says.line(format!("It cannot be played: {why}."));
            }
            Sounded::NotRead(why) => says.line(why.sentence()),
        }
        None
    }

    fn recorded(&mut self, name: String, heard: Heard, says: &mut Says) -> Option<Intent> {
        match heard {
            Heard::Listening(device) => {
                says.line(format!("Recording from {device}."));
                (self.device, self.deaf) = (device, false);
                return Some(Intent::Recording(name));
            }
            Heard::Muted(device) => says.line(muted(&device)),
            Heard::Elsewhere(other) => says.line(elsewhere(&self.device, &other)),
            Heard::Sound(reading, _) => {
                self.track.push(reading);
                if let Some(advice) = self.track.advice().filter(|advice| self.advised != Some(*advice)) {
                    self.advised = Some(advice);
                    says.line(advice.words(&self.device));
                }
                let asks = self.track.still_there("p", "Enter");
                let asked = std::mem::replace(&mut self.asked, asks.is_some());
                if let Some(words) = asks.filter(|_| !asked) {
                    says.line(words);
                }
            }
            // It is the same for every answer, so it is said once.
            Heard::Deaf(_) if self.deaf => {}
            Heard::Deaf(why) => {
                self.deaf = true;
                says.line(not_recorded(&why));
            }
            Heard::Lost(why) => says.line(format!(
                "Not recording: {why}. What you said so far is kept, and the clock goes on; p twice looks for it again."
            )),
            Heard::NotKept(why) => {
                says.line(format!("Not recording: {why}. What was written so far is kept, and the clock goes on."));
            }
            Heard::Full => says.line("Not recording: three hours are as long as a recording gets."),
            Heard::Ended(_) => {}
        }
        None
    }
}

/// The words of an answer, or a note in place of them if it has none.
pub(super) fn answer_words(answer: &Answer, engine: &Engine) -> String {
    let words = engine.hearing().words(answer);
    if words.trim().is_empty() { in_place(answer.recording().is_some(), answer.spent().answer) } else { words }
}

/// The words of a reply, or a note in place of them; a reply to a spoken answer counts as spoken.
pub(super) fn reply_words(answer: &Answer, at: usize, put: &Put, engine: &Engine) -> String {
    let words = engine.hearing().reply_words(answer.id(), at, put);
    let spoken = put.recording.is_some() || answer.medium() == crate::history::Medium::Spoken;
    match (words.trim().is_empty(), spoken) {
        (false, _) => words,
        (true, true) => in_place(put.recording.is_some(), put.seconds),
        (true, false) => "(no reply)".to_owned(),
    }
}

fn in_place(recorded: bool, seconds: f64) -> String {
    let took = clock(seconds);
    if recorded { format!("(spoken, {took}; l plays it)") } else { format!("(spoken, {took}; not recorded)") }
}
