//! Where samples come from and where they go: what recording and playing ask of a microphone and of a loudspeaker.

use std::time::Duration;

use super::SoundError;

/// A source that delivers nothing for this long is lost. One that works delivers every 20 ms, even if it is silence.
pub(super) const SILENT: Duration = Duration::from_secs(1);

/// Something that can be listened to. Opened and read on the thread of the recorder.
pub(super) trait Source {
    /// What people know it by.
    fn name(&self) -> &str;

    /// Whether the system says that it is muted.
    fn is_muted(&self) -> bool {
        false
    }

    /// Waits for the next samples, 16 kHz mono, for [`SILENT`] at most, and appends them. After an error other than
    /// [`SoundError::NoAnswer`] it is not called again.
    fn read(&mut self, into: &mut Vec<i16>) -> Result<(), SoundError>;
}

/// What a sink is ready for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SinkState {
    /// It takes this many samples.
    Wants(usize),
    /// Everything was heard.
    Played,
}

/// Something that can be played through. Used on one thread.
pub(super) trait Sink {
    /// Waits until it takes samples, for about `limit` at most.
    fn wait(&mut self, limit: Duration) -> Result<SinkState, SoundError>;

    /// Takes samples, 16 kHz mono, and no more than it wanted.
    fn write(&mut self, samples: &[i16]) -> Result<(), SoundError>;

    /// Drops what is not heard yet.
    fn forget(&mut self) -> Result<(), SoundError>;

    /// Is told that nothing more comes, and plays what it has.
    fn drain(&mut self) -> Result<(), SoundError>;
}
