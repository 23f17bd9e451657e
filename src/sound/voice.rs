//! Starts and stops recorders, players and voices for a face, and drains what they tell.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::engine::Engine;
use crate::session::SoundOrder;
use crate::speech::aloud::{AloudError, Reader, Reading};
use crate::speech::kept::Recordings;
use crate::speech::play::{Played, Player, load};
use crate::speech::record::{Destination, Heard, Recorder};
use crate::speech::track::Track;

/// How often news are looked for while there is something to hear: ten frames a second.
pub const LOOK: Duration = Duration::from_millis(100);

/// What a recorder may tell between two frames: a minute of sound. One is usual; more waits when the terminal took no
/// output for a while, and then a key and its frame come in between.
const MOST: usize = 600;

/// How long the end waits for a file to become whole. It is whole but for the last second already.
const END: Duration = Duration::from_millis(1_500);

/// What has to be done to hear a recording.
#[derive(Clone, Debug, PartialEq)]
pub enum Playing {
    /// Open a recording, and play it from this second if it says so.
    Open(String, Option<f64>),
    /// Stop to play, or go on.
    Pause(bool),
    /// So many seconds forward, or back.
    Seek(f64),
    /// Go to this second, and play.
    From(f64),
    /// Play slower or faster from here on.
    Speed(f64),
    /// End playing.
    Close,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Sounded {
    /// What the recorder of this name tells.
    Recorder(String, Heard),
    /// A recording was opened, or cannot be.
    Opened(String, Result<Arc<Track>, String>),
    /// What the player tells.
    Player(Played),
    /// What was to be read aloud is not; why.
    NotRead(AloudError),
}

/// A recording that was read.
type Loaded = (String, Result<(Arc<[i16]>, Arc<Track>), String>, Option<f64>);

/// All that makes or takes sound.
#[derive(Debug, Default)]
pub struct Voice {
    recorder: Option<(String, Recorder)>,
    /// Recorders that write their last second.
    ending: Vec<(String, Recorder)>,
    paused: bool,
    /// The process is about to be stopped.
    suspended: bool,
    /// A recording that is to be opened when its last second is written.
    wanted: Option<(String, Option<f64>)>,
    loading: Option<Receiver<Loaded>>,
    open: Option<Arc<[i16]>>,
    player: Option<Player>,
    /// How fast it is played; none: as it was said.
    speed: Option<f64>,
    reader: Option<Reader>,
    /// A recording that begins when what is read aloud is through: the interviewer's voice is no part of a reply.
    after_reading: Option<String>,
    /// When to look for news again: at once if a recorder had more to tell than was taken.
    again: Duration,
}

impl Voice {
    /// Records already, with this recorder.
    #[cfg(test)]
    pub(crate) fn listening(name: String, recorder: Recorder) -> Self {
        Self { recorder: Some((name, recorder)), ..Self::default() }
    }

    /// Records, or reads aloud. Something may have to be told at once.
    pub fn perform(&mut self, order: SoundOrder, engine: &Engine) -> Option<Sounded> {
        match order {
            SoundOrder::Record(name) => return self.record(name, engine),
            SoundOrder::PauseRecording(paused) => {
                self.paused = paused;
                self.tell_pause();
            }
            SoundOrder::StopRecording => self.stop_recording(),
            SoundOrder::Delete(names) => {
                // What stays is deleted when it is old; there is nothing that anybody could do now.
                let _ = engine.hearing().recordings().map(|kept| kept.delete(names.iter().map(String::as_str)));
            }
            SoundOrder::ReadAloud(text) => {
                self.reader = None;
                let read = engine.hearing().read_aloud(&text);
                let failed = read.map(|reader| self.reader = Some(reader)).err();
                self.tell_pause();
                return failed.map(Sounded::NotRead);
            }
            SoundOrder::Hush => {
                self.reader = None;
                self.tell_pause();
            }
        }
        None
    }

    /// Looks whether the voice is through. The recording that waited for it begins then, and one that stood still goes on.
    fn read_on(&mut self, engine: &Engine) -> Vec<Sounded> {
        let failed = match self.reader.as_mut().map(Reader::state) {
            Some(Reading::Reads) => return Vec::new(),
            Some(Reading::Failed(why)) => Some(Sounded::NotRead(why)),
            Some(Reading::Done) | None => None,
        };
        if self.reader.take().is_some() {
            self.tell_pause();
        }
        let begun = self.after_reading.take().and_then(|name| self.record(name, engine));
        failed.into_iter().chain(begun).collect()
    }

    /// Plays. Something may have to be told at once.
    pub fn play(&mut self, playing: Playing, engine: &Engine) -> Option<Sounded> {
        match playing {
            Playing::Open(name, from) if self.ending.iter().any(|(ending, _)| *ending == name) => {
                self.wanted = Some((name, from));
            }
            Playing::Open(name, from) => return self.open(name, from, engine.hearing().recordings()),
            Playing::Pause(paused) => self.player.iter().for_each(|player| player.pause(paused)),
            Playing::Seek(by) => self.player.iter().for_each(|player| player.seek(by)),
            Playing::From(at) => self.play_from(at),
            Playing::Speed(speed) => {
                self.speed = Some(speed);
                self.player.iter().for_each(|player| player.speed(speed));
            }
            Playing::Close => {
                (self.player, self.open, self.loading, self.wanted) = (None, None, None, None);
                self.speed = None;
            }
        }
        None
    }

    fn record(&mut self, name: String, engine: &Engine) -> Option<Sounded> {
        self.stop_recording();
        self.player = None;
        if self.reader.as_mut().is_some_and(Reader::is_reading) {
            self.after_reading = Some(name);
            return None;
        }
        self.reader = None;
        let (kept, microphone) = (engine.hearing().recordings()?, engine.hearing().microphone()?);
        if let Err(error) = kept.prepare() {
            return Some(Sounded::Recorder(name, Heard::NotKept(error.to_string())));
        }
        let path = kept.path(&name)?;
        self.paused = false;
        self.recorder = Some((name, Recorder::start(Destination::Behind(path), microphone)));
        None
    }

    fn stop_recording(&mut self) {
        self.after_reading = None;
        if let Some((name, recorder)) = self.recorder.take() {
            recorder.stop();
            self.ending.push((name, recorder));
        }
    }

    fn tell_pause(&self) {
        if let Some((_, recorder)) = &self.recorder {
            // The interviewer's voice is no part of an answer: nothing is written while it speaks.
            recorder.pause(self.paused || self.suspended || self.reader.is_some());
        }
    }

    /// The process is about to be stopped, or goes on: nothing is recorded in between.
    pub fn suspend(&mut self, suspended: bool) {
        self.suspended = suspended;
        if suspended {
            (self.player, self.reader) = (None, None);
        }
        self.tell_pause();
    }

    /// Reading a long recording takes a moment, which no key should wait for.
    fn open(&mut self, name: String, from: Option<f64>, kept: Option<Recordings>) -> Option<Sounded> {
        (self.player, self.open, self.reader) = (None, None, None);
        let Some(path) = kept.filter(|kept| kept.has(&name)).and_then(|kept| kept.path(&name)) else {
            return Some(Sounded::Opened(name, Err("The recording is not there any more.".into())));
        };
        let (send, loading) = channel();
        self.loading = Some(loading);
        let spawned = std::thread::Builder::new().name("listen".into()).spawn(move || {
            let loaded = load(&path).map_err(|error| error.to_string());
            let loaded = loaded.map(|samples| {
                let strip = Arc::new(Track::of(&samples));
                (samples, strip)
            });
            // Nobody wants to hear it any more.
            let _ = send.send((name, loaded, from));
        });
        spawned.err().map(|error| Sounded::Opened(String::new(), Err(error.to_string())))
    }

    fn play_from(&mut self, from: f64) {
        self.player = None;
        if let Some(samples) = &self.open {
            self.player = Some(Player::start(Arc::clone(samples), from, self.speed.unwrap_or(1.0)));
        }
    }

    /// When to look for news again; none: there is nothing to wait for.
    pub fn wake_in(&self) -> Option<Duration> {
        let records = self.recorder.is_some() || !self.ending.is_empty();
        (records
            || self.reader.is_some()
            || self.after_reading.is_some()
            || self.loading.is_some()
            || self.player.is_some())
        .then_some(self.again)
    }

    /// Whether the last second of this recording is still being written.
    pub(crate) fn is_writing(&self, name: &str) -> bool {
        let mut open = self.recorder.iter().chain(&self.ending);
        open.any(|(open, _)| open == name)
    }

    /// What there is to tell by now, or as much of it as fits between two frames.
    pub fn news(&mut self, engine: &Engine) -> Vec<Sounded> {
        let mut news = self.read_on(engine);
        self.again = LOOK;
        for (name, recorder) in self.recorder.iter().chain(&self.ending) {
            let before = news.len();
            news.extend(recorder.news().take(MOST).map(|heard| Sounded::Recorder(name.clone(), heard)));
            if news.len() - before == MOST {
                self.again = Duration::ZERO;
            }
        }
        let ended =
            |name: &str| news.iter().any(|news| matches!(news, Sounded::Recorder(of, Heard::Ended(_)) if of == name));
        self.ending.retain(|(name, _)| !ended(name));
        if self.recorder.as_ref().is_some_and(|(name, _)| ended(name)) {
            self.recorder = None;
        }
        if let Some((name, from)) =
            self.wanted.take_if(|(name, _)| !self.ending.iter().any(|(ending, _)| ending == name))
        {
            news.extend(self.open(name, from, engine.hearing().recordings()));
        }
        if let Some((name, loaded, from)) = self.loading.as_ref().and_then(|loading| loading.try_recv().ok()) {
            self.loading = None;
            let strip = loaded.map(|(samples, strip)| {
                self.open = Some(samples);
                strip
            });
            if let (Ok(_), Some(from)) = (&strip, from) {
                self.play_from(from);
            }
            news.push(Sounded::Opened(name, strip));
        }
        if let Some(player) = &self.player {
            let played: Vec<_> = player.news().collect();
            if played.iter().any(|played| !matches!(played, Played::At(..))) {
                self.player = None;
            }
            news.extend(played.into_iter().map(Sounded::Player));
        }
        news
    }

    /// Ends everything and waits, for a moment, until the recording is whole.
    pub fn end(&mut self) {
        (self.player, self.reader) = (None, None);
        self.stop_recording();
        for (_, recorder) in self.ending.drain(..) {
            recorder.end(END);
        }
    }
}
