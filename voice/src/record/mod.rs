//! Records an answer, on a thread that listens, writes what it hears, and reports how loud it is.

#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::SoundError;
use super::devices::{heard_elsewhere, microphone as open_microphone};
use super::meter::{FAINT, Meter, Reading};
use super::recording::{Recording, RecordingError};
use super::streams::Source;

/// How often sound is written to disk, and so the most that a crash can cost.
const EVERY: Duration = Duration::from_secs(1);

/// How long a device may take to deliver its first sound: one that was asleep or is wireless has to wake up.
const WAKES: Duration = Duration::from_secs(6);

/// The longest recording, in seconds. Nobody answers for three hours, but a recorder may be forgotten.
pub const LONGEST: f64 = 3.0 * 3_600.0;

/// What the thread reports.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard {
    /// It is listening to this device.
    Listening(String),
    /// The system says that this device is muted. It is recorded all the same.
    Muted(String),
    /// Nothing is heard, but this other device picks up sound.
    Elsewhere(String),
    /// A tenth of a second was heard; with the seconds recorded so far.
    Sound(Reading, f64),
    /// It cannot listen, for this reason.
    Deaf(String),
    /// It can no longer listen, for this reason. What was heard so far is kept.
    Lost(String),
    /// The sound cannot be written, for this reason. What was written so far is kept.
    NotKept(String),
    /// The recording has reached its maximum length, at most [`LONGEST`]: nothing more is written.
    Full,
    /// The recording has ended: the file is complete, and this many seconds long.
    Ended(f64),
}

/// The message about a muted device.
pub fn muted(device: &str) -> String {
    format!("{device} is muted: unmute it in the sound settings of the system, or choose another microphone.")
}

/// The message when another device picks up sound.
pub fn elsewhere(device: &str, other: &str) -> String {
    let of = if device.is_empty() { String::new() } else { format!(" from {device}") };
    format!(
        "Nothing is heard{of}, but {other} hears something: `microphone` in the settings, or the system's own, chooses it."
    )
}

/// What the thread can be told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Pause(bool),
    Stop,
}

/// The file to record to, and what to do if it exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Starts a new file, replacing an existing one.
    New(PathBuf),
    /// Continues at the end of the file; starts a new one if there is none.
    Behind(PathBuf),
}

impl Destination {
    fn open(&self) -> Result<Recording, RecordingError> {
        match self {
            Self::Behind(path) if path.exists() => Recording::append(path),
            Self::New(path) | Self::Behind(path) => Recording::create(path),
        }
    }
}

/// A recording in progress. Dropping it ends it; [`Self::end`] waits until it has ended.
#[derive(Debug)]
pub struct Recorder {
    orders: Sender<Order>,
    news: Receiver<Heard>,
    stopped: Stopped,
}

/// Whether the recording was told to stop. A file is created only while this is locked and false, so that after
/// [`Recorder::stop`] either there is one or there will never be one.
type Stopped = Arc<Mutex<bool>>;

impl Recorder {
    /// Starts listening to the microphone with this name, or to the system's default.
    pub fn start(into: Destination, microphone: Option<String>) -> Self {
        Self::start_for(into, microphone, LONGEST)
    }

    /// Like [`Self::start`], but records at most this many seconds.
    pub fn start_for(into: Destination, microphone: Option<String>, longest: f64) -> Self {
        Self::listen(into, longest.min(LONGEST), heard_elsewhere, move || open_microphone(microphone.as_deref()))
    }

    fn listen(
        into: Destination,
        longest: f64,
        elsewhere: fn(&str) -> Option<String>,
        open: impl FnMut() -> Result<Box<dyn Source>, SoundError> + Send + 'static,
    ) -> Self {
        let (orders, told) = channel();
        let (tell, news) = channel();
        let failed = tell.clone();
        let stopped = Stopped::default();
        let ends = Arc::clone(&stopped);
        let spawned = std::thread::Builder::new().name("recorder".into()).spawn(move || {
            let (file, meter) = (File::Waiting(into), Meter::default());
            Thread { orders: told, stopped: ends, tell, file, longest, meter, quiet: Quiet::default(), elsewhere }
                .run(open);
        });
        if let Err(error) = spawned {
            // The receiver is in this function, so this cannot fail.
            let _ = failed.send(Heard::Deaf(error.to_string()));
            let _ = failed.send(Heard::Ended(0.0));
        }
        Self { orders, news, stopped }
    }

    /// A recorder without a microphone that reports whatever is sent to it; for tests.
    #[cfg(feature = "testing")]
    pub fn told() -> (Self, Sender<Heard>) {
        let (tell, news) = channel();
        (Self { orders: channel().0, news, stopped: Stopped::default() }, tell)
    }

    /// Pauses or resumes. Resuming tries again to open a microphone that was lost.
    pub fn pause(&self, paused: bool) {
        self.order(Order::Pause(paused));
    }

    /// Ends the recording; [`Heard::Ended`] reports when it has ended. If nothing has been heard yet, there will be no
    /// file; otherwise it exists when this returns.
    pub fn stop(&self) {
        *self.stopped.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.order(Order::Stop);
    }

    fn order(&self, order: Order) {
        // A thread that has ended ignores orders.
        let _ = self.orders.send(order);
    }

    /// All reports since the last call.
    pub fn news(&self) -> impl Iterator<Item = Heard> + '_ {
        self.news.try_iter()
    }

    /// Waits up to `limit` for the next report. None if there was none, or none will come.
    pub fn next(&self, limit: Duration) -> Option<Heard> {
        self.news.recv_timeout(limit).ok()
    }

    /// Ends the recording and waits up to `limit` until the file is complete.
    pub fn end(self, limit: Duration) {
        self.stop();
        let until = Instant::now() + limit;
        while !matches!(
            self.news.recv_timeout(until.saturating_duration_since(Instant::now())),
            Ok(Heard::Ended(_)) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected)
        ) {}
    }
}

/// The file, which is created at the first sound, so that a machine without a microphone leaves no empty files.
enum File {
    Waiting(Destination),
    Open(Recording),
    /// Nothing more is written; with its length in seconds.
    Closed(f64),
}

impl File {
    fn seconds(&self) -> f64 {
        match self {
            Self::Waiting(_) => 0.0,
            Self::Open(recording) => recording.seconds(),
            Self::Closed(seconds) => *seconds,
        }
    }
}

struct Thread {
    orders: Receiver<Order>,
    stopped: Stopped,
    tell: Sender<Heard>,
    file: File,
    /// Maximum length in seconds.
    longest: f64,
    meter: Meter,
    quiet: Quiet,
    /// Finds a device other than the one named that picks up sound.
    elsewhere: fn(&str) -> Option<String>,
}

/// Whether anything has been heard from the device that was opened.
#[derive(Clone, Copy, Debug, Default)]
struct Quiet {
    /// Tenths of a second heard so far.
    tenths: u32,
    /// Whether something was heard, or other devices were already tried.
    settled: bool,
}

impl Quiet {
    /// Tenths of a second of silence after which other devices are tried; the result is reported within two seconds.
    const PATIENCE: u32 = 10;

    /// Takes the peak of the next tenth of a second. Returns true, once, when it is time to try other devices.
    fn take(&mut self, peak: f32) -> bool {
        self.tenths += 1;
        let heard = peak >= FAINT;
        let look = !heard && !self.settled && self.tenths >= Self::PATIENCE;
        self.settled |= heard || look;
        look
    }
}

impl Thread {
    fn run(mut self, mut open: impl FnMut() -> Result<Box<dyn Source>, SoundError>) {
        let (mut paused, mut source) = (false, None);
        let mut heard_before = false;
        let (mut block, mut name) = (Vec::new(), String::new());
        let mut written = Instant::now();
        // Whether to open a microphone: at the start, and when resuming after a pause.
        let mut look = true;
        let mut opened = Instant::now();
        let mut awake = false;
        loop {
            if std::mem::take(&mut look) {
                match open() {
                    Ok(found) => {
                        self.say(Heard::Listening(found.name().to_owned()));
                        if found.is_muted() {
                            self.say(Heard::Muted(found.name().to_owned()));
                        }
                        (opened, awake) = (Instant::now(), false);
                        (self.quiet, name) = (Quiet::default(), found.name().to_owned());
                        source = Some(found);
                        heard_before = true;
                    }
                    Err(error) if heard_before => self.say(Heard::Lost(error.to_string())),
                    Err(error) => self.say(Heard::Deaf(error.to_string())),
                }
            }
            match self.order(source.is_none()) {
                Some(Order::Stop) => break,
                Some(Order::Pause(now)) => {
                    look = paused && !now && source.is_none();
                    paused = now;
                    continue;
                }
                None => {}
            }
            let Some(listening) = &mut source else { continue };
            block.clear();
            if let Err(error) = listening.read(&mut block) {
                if matches!(error, SoundError::NoAnswer) && !awake && opened.elapsed() < WAKES {
                    continue;
                }
                self.flush();
                self.say(Heard::Lost(error.to_string()));
                source = None;
                continue;
            }
            awake |= !block.is_empty();
            if !paused {
                self.take(&block, &name);
            }
            if written.elapsed() >= EVERY {
                self.flush();
                written = Instant::now();
            }
        }
        drop(source);
        self.finish();
    }

    /// The next order, if any. With `wait` (nothing to listen to), blocks until there is one.
    fn order(&self, wait: bool) -> Option<Order> {
        if wait {
            return Some(self.orders.recv().unwrap_or(Order::Stop));
        }
        match self.orders.try_recv() {
            Ok(order) => Some(order),
            Err(TryRecvError::Empty) => None,
            // Nobody is interested in the recording any more.
            Err(TryRecvError::Disconnected) => Some(Order::Stop),
        }
    }

    fn say(&self, heard: Heard) {
        // Whoever started the recording may have gone on without it.
        let _ = self.tell.send(heard);
    }

    fn take(&mut self, samples: &[i16], device: &str) {
        if let File::Waiting(into) = &self.file {
            let stopped = Arc::clone(&self.stopped);
            let stopped = stopped.lock().unwrap_or_else(PoisonError::into_inner);
            if *stopped {
                return;
            }
            match into.open() {
                Ok(recording) => self.file = File::Open(recording),
                Err(error) => self.give_up(0.0, &error),
            }
        }
        let mut full = false;
        if let File::Open(recording) = &mut self.file {
            let room = crate::samples(self.longest - recording.seconds());
            recording.write(&samples[..samples.len().min(room)]);
            full = samples.len() >= room;
        }
        let seconds = self.file.seconds();
        if full {
            self.flush();
            if let File::Open(_) = &self.file {
                self.file = File::Closed(seconds);
                self.say(Heard::Full);
            }
        }
        let (tell, quiet) = (&self.tell, &mut self.quiet);
        let mut look = false;
        self.meter.feed(samples, |reading| {
            look |= quiet.take(reading.peak);
            // As in `say`.
            let _ = tell.send(Heard::Sound(reading, seconds));
        });
        if look {
            self.look_elsewhere(device.to_owned());
        }
    }

    /// Looks for another device that picks up sound, on a separate thread: this one continues recording.
    fn look_elsewhere(&self, device: String) {
        let (tell, elsewhere) = (self.tell.clone(), self.elsewhere);
        let look = move || {
            if let Some(other) = elsewhere(&device) {
                // As in `say`.
                let _ = tell.send(Heard::Elsewhere(other));
            }
        };
        // Without a thread, other devices are not tried.
        let _ = std::thread::Builder::new().name("elsewhere".into()).spawn(look);
    }

    fn flush(&mut self) {
        if let File::Open(recording) = &mut self.file
            && let Err(error) = recording.flush()
        {
            let seconds = recording.seconds();
            self.give_up(seconds, &error);
        }
    }

    fn give_up(&mut self, seconds: f64, error: &RecordingError) {
        self.file = File::Closed(seconds);
        self.say(Heard::NotKept(error.to_string()));
    }

    fn finish(mut self) {
        self.flush();
        let seconds = self.file.seconds();
        if let File::Open(recording) = std::mem::replace(&mut self.file, File::Closed(seconds))
            && let Err(error) = recording.finish()
        {
            self.say(Heard::NotKept(error.to_string()));
        }
        self.say(Heard::Ended(seconds));
    }
}
