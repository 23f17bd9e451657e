//! Plays an answer back, on a thread that seeks, pauses and reports its position.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::time::{Duration, Instant};

use super::devices::loudspeaker;
use super::streams::{Sink, SinkState};
use super::stretch::Stretch;
use super::wav::{Wav, WavError};
use super::{SoundError, samples, seconds};

/// How often the position is reported.
const TOLD_EVERY: Duration = Duration::from_millis(100);

/// How many seconds of what was written have not been heard yet. Subtracted from the reported position.
const UNHEARD: f64 = 0.1;

/// Loads a whole WAV file of any format as 16 kHz mono.
pub fn load(path: &Path) -> Result<Arc<[i16]>, WavError> {
    let mut wav = Wav::open(path)?;
    let mut samples = Vec::new();
    #[expect(clippy::cast_possible_truncation, reason = "clamped to the range of a sample")]
    let sample = |value: &f32| (value * 32_768.0).clamp(-32_768.0, 32_767.0) as i16;
    wav.each_block_at_16k(|block| {
        samples.extend(block.iter().map(sample));
        true
    })?;
    Ok(samples.into())
}

/// What the thread reports.
#[derive(Clone, Debug, PartialEq)]
pub enum Played {
    /// Position in seconds from the start, and whether it is playing (false while paused).
    At(f64, bool),
    /// The end was reached.
    Ended,
    /// It cannot be played, for this reason.
    Failed(String),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Order {
    Speed(f64),
    Seek(f64),
    Pause(bool),
}

/// A playback in progress. Dropping it stops it.
#[derive(Debug)]
pub struct Player {
    orders: Sender<Order>,
    news: Receiver<Played>,
}

impl Player {
    /// Plays 16 kHz mono from a position in seconds. `speed` is one of [`SPEEDS`](super::SPEEDS); the pitch does not
    /// change.
    pub fn start(samples: Arc<[i16]>, from: f64, speed: f64) -> Self {
        Self::through(samples, from, speed, loudspeaker)
    }

    fn through(
        samples: Arc<[i16]>,
        from: f64,
        speed: f64,
        open: impl Fn() -> Result<Box<dyn Sink>, SoundError> + Send + 'static,
    ) -> Self {
        let (orders, told) = channel();
        let (tell, news) = channel();
        let failed = tell.clone();
        let spawned = std::thread::Builder::new().name("player".into()).spawn(move || {
            let stretch = Stretch::from(0, speed);
            let mut thread = Thread { samples, at: 0, speed, stretch, orders: told, tell };
            thread.go(from);
            let last = match thread.run(open) {
                Ok(true) => Played::Ended,
                Ok(false) => return,
                Err(error) => Played::Failed(error.to_string()),
            };
            // If nobody is listening any more, nobody misses it.
            let _ = thread.tell.send(last);
        });
        if let Err(error) = spawned {
            // The receiver is in this function, so this cannot fail.
            let _ = failed.send(Played::Failed(error.to_string()));
        }
        Self { orders, news }
    }

    /// Seeks forward by this many seconds, or back if negative.
    pub fn seek(&self, by: f64) {
        self.order(Order::Seek(by));
    }

    /// Changes the speed from here on.
    pub fn speed(&self, speed: f64) {
        self.order(Order::Speed(speed));
    }

    /// Pauses or resumes.
    pub fn pause(&self, paused: bool) {
        self.order(Order::Pause(paused));
    }

    fn order(&self, order: Order) {
        // Once playback has ended, orders are ignored.
        let _ = self.orders.send(order);
    }

    /// All reports since the last call.
    pub fn news(&self) -> impl Iterator<Item = Played> + '_ {
        self.news.try_iter()
    }

    /// Waits up to `limit` for the next report. None if there was none.
    pub fn next(&self, limit: Duration) -> Option<Played> {
        self.news.recv_timeout(limit).ok()
    }
}

struct Thread {
    samples: Arc<[i16]>,
    /// Index of the next sample to write.
    at: usize,
    speed: f64,
    /// Time stretching, for any speed other than 1.
    stretch: Stretch,
    orders: Receiver<Order>,
    tell: Sender<Played>,
}

impl Thread {
    /// Returns true when the end was reached, and false if nobody is listening any more.
    fn run(&mut self, open: impl Fn() -> Result<Box<dyn Sink>, SoundError>) -> Result<bool, SoundError> {
        let mut sink = open()?;
        let (mut paused, mut draining) = (false, false);
        let mut told: Option<Instant> = None;
        loop {
            let order = if paused {
                self.orders.recv().map_err(|_| TryRecvError::Disconnected)
            } else {
                self.orders.try_recv()
            };
            match order {
                Ok(order) => {
                    match order {
                        Order::Pause(now) => paused = now,
                        Order::Seek(by) => self.go(self.position() + by),
                        Order::Speed(speed) => {
                            let at = self.position();
                            self.speed = speed;
                            self.go(at);
                        }
                    }
                    if let Order::Pause(true) = order {
                        // What has not been heard yet is played again after the pause.
                        self.go(self.position());
                    }
                    if draining {
                        sink = open()?;
                        draining = false;
                    } else {
                        sink.forget()?;
                    }
                    if !self.say(Played::At(self.seconds(), !paused)) {
                        return Ok(false);
                    }
                    continue;
                }
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => return Ok(false),
            }
            match sink.wait(TOLD_EVERY / 2)? {
                SinkState::Played => return Ok(true),
                SinkState::Wants(0) => {}
                SinkState::Wants(_) if self.at == self.samples.len() => {
                    sink.drain()?;
                    draining = true;
                }
                SinkState::Wants(count) => {
                    let block = self.take(count);
                    sink.write(&block)?;
                }
            }
            if told.is_none_or(|at| at.elapsed() >= TOLD_EVERY) {
                told = Some(Instant::now());
                if !self.say(Played::At(self.position(), true)) {
                    return Ok(false);
                }
            }
        }
    }

    /// The next `count` samples for the loudspeaker.
    fn take(&mut self, count: usize) -> Vec<i16> {
        let plain = (self.speed - 1.0).abs() < 1e-3;
        let end = self.samples.len().min(self.at + count);
        if plain {
            let block = self.samples[self.at..end].to_vec();
            self.at = end;
            return block;
        }
        let block = self.stretch.take(&self.samples, count);
        self.at = self.stretch.place().min(self.samples.len());
        block
    }

    fn say(&self, played: Played) -> bool {
        self.tell.send(played).is_ok()
    }

    /// Position in seconds up to which samples were written.
    fn seconds(&self) -> f64 {
        seconds(self.at)
    }

    /// Position in seconds up to which samples were heard.
    fn position(&self) -> f64 {
        (self.seconds() - UNHEARD * self.speed).max(0.0)
    }

    fn go(&mut self, seconds: f64) {
        self.at = samples(seconds).min(self.samples.len());
        self.stretch = Stretch::from(self.at, self.speed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    /// A sink that accepts a tenth of a second at a time and keeps what it gets.
    struct Kept {
        heard: Arc<Mutex<Vec<i16>>>,
        drained: bool,
    }

    impl Sink for Kept {
        fn wait(&mut self, _: Duration) -> Result<SinkState, SoundError> {
            Ok(if self.drained { SinkState::Played } else { SinkState::Wants(1_600) })
        }

        fn write(&mut self, samples: &[i16]) -> Result<(), SoundError> {
            self.heard.lock().expect("not poisoned").extend(samples);
            Ok(())
        }

        fn forget(&mut self) -> Result<(), SoundError> {
            Ok(())
        }

        fn drain(&mut self) -> Result<(), SoundError> {
            self.drained = true;
            Ok(())
        }
    }

    fn play(count: i16, from: f64) -> (Player, Arc<Mutex<Vec<i16>>>) {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&heard);
        let open = move || Ok(Box::new(Kept { heard: Arc::clone(&kept), drained: false }) as Box<dyn Sink>);
        (Player::through((0..count).collect(), from, 1.0, open), heard)
    }

    fn end(player: &Player) -> Played {
        let patience = Duration::from_secs(20);
        loop {
            match player.next(patience).expect("it ends") {
                Played::At(..) => {}
                last => return last,
            }
        }
    }

    #[test]
    fn every_sample_is_played_once() {
        let (player, heard) = play(5_000, 0.0);
        assert_eq!(end(&player), Played::Ended);
        assert_eq!(*heard.lock().expect("not poisoned"), (0..5_000).collect::<Vec<i16>>());
    }

    #[test]
    fn it_begins_where_it_is_told_to() {
        let (player, heard) = play(5_000, 0.25);
        assert_eq!(end(&player), Played::Ended);
        assert_eq!(heard.lock().expect("not poisoned")[0], 4_000);
        let (player, heard) = play(100, 900.0);
        assert_eq!(end(&player), Played::Ended, "beyond the end there is nothing");
        assert!(heard.lock().expect("not poisoned").is_empty());
    }

    #[test]
    fn slower_takes_longer() {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&heard);
        let open = move || Ok(Box::new(Kept { heard: Arc::clone(&kept), drained: false }) as Box<dyn Sink>);
        let player = Player::through(vec![7; 16_000].into(), 0.0, 0.8, open);
        assert_eq!(end(&player), Played::Ended);
        let count = heard.lock().expect("not poisoned").len();
        assert!((19_500..=20_500).contains(&count), "{count}");
    }

    #[test]
    fn what_cannot_be_opened_is_told() {
        let player = Player::through(Arc::from([0_i16; 10]), 0.0, 1.0, || Err(SoundError::NoLoudspeaker));
        assert_eq!(end(&player), Played::Failed(SoundError::NoLoudspeaker.to_string()));
    }
}
