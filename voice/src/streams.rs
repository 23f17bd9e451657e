//! The traits through which recording and playing use a microphone or a loudspeaker.

use std::time::Duration;

use super::SoundError;

/// A source that delivers nothing for this long is lost. One that works delivers every 20 ms, even if it is silence.
pub(super) const SILENT: Duration = Duration::from_secs(1);

/// Something to record from. Opened and read on the recorder's thread.
pub(super) trait Source {
    /// The display name.
    fn name(&self) -> &str;

    /// Whether the system says that it is muted.
    fn is_muted(&self) -> bool {
        false
    }

    /// Waits up to [`SILENT`] for the next samples, 16 kHz mono, and appends them. After an error other than
    /// [`SoundError::NoAnswer`] it is not called again.
    fn read(&mut self, into: &mut Vec<i16>) -> Result<(), SoundError>;
}

/// The state of a sink.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SinkState {
    /// It can take this many samples.
    Wants(usize),
    /// Everything written has been heard.
    Played,
}

/// Something to play through. Used on one thread only.
pub(super) trait Sink {
    /// Waits until it can take samples, for about `limit` at most.
    fn wait(&mut self, limit: Duration) -> Result<SinkState, SoundError>;

    /// Takes samples, 16 kHz mono, and no more than it wanted.
    fn write(&mut self, samples: &[i16]) -> Result<(), SoundError>;

    /// Discards what has not been heard yet.
    fn forget(&mut self) -> Result<(), SoundError>;

    /// Tells the sink that nothing more will come, so that it plays what it has.
    fn drain(&mut self) -> Result<(), SoundError>;
}
