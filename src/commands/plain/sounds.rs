//! What a drill or a mock line by line has to do with sound: what is to be recorded, played and listened to, and what is said
//! about it. Nothing here makes a sound; `shell.rs` does.

use super::say::Says;
use crate::engine::Engine;
use crate::history::Utterance;
use crate::practice::words::clock;
use crate::practice::{Answer, Put};
use crate::session::{Intent, News, SoundOrder};
use crate::sound::{Playing, Sounded};
use crate::speech::play::Played;
use crate::speech::record::{Heard, elsewhere, muted};
use crate::speech::track::{Advice, Track};

/// Something to do about sound.
#[derive(Clone, Debug, PartialEq)]
pub enum Sound {
    /// Record, or read aloud.
    Order(SoundOrder),
    /// Play.
    Play(Playing),
    /// Begin to find out what was said in this recording.
    ListenAhead(String),
    /// Find out what was said there, in passing.
    ListenAside(Utterance),
}

/// Sound on its way, and what was said about it.
#[derive(Debug, Default)]
pub struct Sounds {
    to_do: Vec<Sound>,
    to_hear: Vec<Utterance>,
    track: Track,
    /// What was said last about the microphone; it is not said twice.
    advised: Option<Advice>,
    /// Whether it was asked in this silence if it is meant.
    asked: bool,
    /// The name of the device.
    device: String,
    /// Recordings that can be played, what each is of, and the one that is played.
    playing: Option<String>,
}

impl Sounds {
    /// Keeps what there is to do about sound in news of a session.
    pub(super) fn take(&mut self, news: &[News], engine: &Engine) {
        for news in news {
            match news {
                News::Sound(order) => {
                    if matches!(order, SoundOrder::Record(_)) {
                        (self.track, self.advised, self.asked) = (Track::default(), None, false);
                    }
                    self.to_do.push(Sound::Order(order.clone()));
                }
                // Where all is known there is nothing to wait for.
                News::Listen(said) if engine.hearing().wish(said).is_some() => self.to_hear.push(said.clone()),
                News::ListenAhead(recording) => self.to_do.push(Sound::ListenAhead(recording.clone())),
                News::ListenAside(said) => self.to_do.push(Sound::ListenAside(said.clone())),
                _ => {}
            }
        }
    }

    /// Whether something is to be listened to before it goes on.
    pub(super) fn is_to_hear(&self) -> bool {
        !self.to_hear.is_empty()
    }

    /// What is to be done, once.
    pub fn take_to_do(&mut self) -> Vec<Sound> {
        std::mem::take(&mut self.to_do)
    }

    /// What is to be listened to, once.
    pub fn take_to_hear(&mut self) -> Vec<Utterance> {
        std::mem::take(&mut self.to_hear)
    }

    /// Plays a recording; without one it is said that there is none.
    pub(super) fn play(&mut self, name: Option<&str>, says: &mut Says) {
        match name {
            Some(name) => {
                self.playing = Some(name.to_owned());
                self.to_do.push(Sound::Play(Playing::Open(name.to_owned(), Some(0.0))));
            }
            None => says.line("There is no recording of this."),
        }
    }

    /// Stops what is played. Answers whether something was.
    pub(super) fn stop_playing(&mut self) -> bool {
        let plays = self.playing.take().is_some();
        if plays {
            self.to_do.push(Sound::Play(Playing::Close));
        }
        plays
    }

    /// Says what there is to say about what came of sound; what it means for the session comes back.
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
                self.device = device;
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
            Heard::Deaf(why) => says.line(format!("Only the clock runs: {why}.")),
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

/// What there is of an answer: its words, or what is there in place of them.
pub(super) fn answer_words(answer: &Answer, engine: &Engine) -> String {
    let words = engine.hearing().words(answer);
    if words.trim().is_empty() { in_place(answer.recording().is_some(), answer.spent().answer) } else { words }
}

/// What there is of a reply to a spoken answer, or to a typed one.
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
