//! Where somebody speaks: the `earshot` detector on frames of 16 ms, with the edges moved to where they are audible.
//!
//! The detector looks at 48 ms at a time and remembers a little more, so it finds the end of speech about 64 ms late,
//! and in noise it also finds the soft first sound of a word late. Both edges are therefore moved to where the loudness
//! meets that of the surrounding noise. The constants were chosen on generated speech in eight rooms
//! (`benches/speech.rs`).

use std::ops::Range;

use earshot::Detector;

use super::RATE;

/// Samples in a frame: the size that the detector was trained on.
pub(super) const FRAME: usize = 256;

/// Length of a frame in seconds.
pub(super) const FRAME_S: f64 = FRAME as f64 / RATE as f64;

/// Detector score from which a frame counts as speech, as the authors of the detector advise.
pub(super) const SPEECH: f32 = 0.5;

/// Peak to which the loud parts of a recording are brought before the detector hears them; full scale is 1. If they are
/// louder, it takes breath for speech; if softer, hum.
pub(super) const COMMON_PEAK: f32 = 0.3;

/// The largest gain, so that a silent room stays silent.
const MOST_GAIN: f32 = 40.0;

/// Two runs of speech with fewer frames than this between them are joined.
const JOIN: usize = 6;

/// The fewest frames that count as speech. Anything shorter is a click or a breath.
const SHORTEST: usize = 7;

/// The same for a run that begins with the very first sample: the detector takes the onset of noise for speech.
const SHORTEST_AT_ONCE: usize = 20;

/// By how many frames the detector is late at the end of speech, and how far back the true end may be in quiet.
const LATE: usize = 4;
const LATE_AT_MOST: usize = 7;

/// The same in noise, where the last sound cannot be heard to its end anyway.
const LATE_IN_NOISE: usize = 2;

/// By how many frames the end may be found late when a steady hum goes on.
const LATE_IN_HUM: usize = 24;

/// By how many frames the detector may be late at the start.
const EARLY: usize = 5;

/// Speech is at least this much louder than the surrounding noise, and at most this much softer than the loud parts
/// (decibels).
const OVER_NOISE: f32 = 3.0;
const BELOW_LOUD: f32 = 35.0;

/// A room is noisy if the speech in it is less than this above the noise (decibels).
const NOISY: f32 = 30.0;

/// Noise that varies by less than this (decibels, median to ninth tenth) is a steady hum, or digital silence.
const STEADY: f32 = 0.7;

/// The gain that brings a peak of `loud` to [`COMMON_PEAK`].
pub(super) fn gain(loud: f32) -> f32 {
    (COMMON_PEAK / loud.max(1e-6)).min(MOST_GAIN)
}

/// A mean square in decibels, where full scale is 0 and silence -100.
pub(super) fn decibels(mean_square: f32) -> f32 {
    10.0 * (mean_square + 1e-10).log10()
}

/// Listens frame by frame, and records the detector's result and the loudness from which edges and syllables are found.
pub(super) struct Ear {
    detector: Box<Detector>,
    gain: f32,
    partial: Vec<f32>,
    frame: [f32; FRAME],
    before: f32,
    band: Band,
    /// Whether the detector hears speech, for each frame.
    pub(super) speech: Vec<bool>,
    /// Loudness of the upper frequencies, where consonants are, in decibels for each frame.
    pub(super) edge: Vec<f32>,
    /// Loudness of the vowel frequencies, in decibels for each frame.
    pub(super) vowel: Vec<f32>,
    /// Loudness as recorded, in decibels for each frame.
    pub(super) level: Vec<f32>,
}

impl Ear {
    pub(super) fn new(gain: f32) -> Self {
        Self {
            detector: Detector::default_boxed(),
            gain,
            partial: Vec::with_capacity(FRAME),
            frame: [0.0; FRAME],
            before: 0.0,
            band: Band::default(),
            speech: Vec::new(),
            edge: Vec::new(),
            vowel: Vec::new(),
            level: Vec::new(),
        }
    }

    /// Takes further samples at 16 kHz.
    pub(super) fn push(&mut self, mut samples: &[f32]) {
        while !samples.is_empty() {
            let (now, later) = samples.split_at(samples.len().min(FRAME - self.partial.len()));
            self.partial.extend_from_slice(now);
            samples = later;
            if self.partial.len() == FRAME {
                self.hear();
                self.partial.clear();
            }
        }
    }

    fn hear(&mut self) {
        let (mut edge, mut vowel, mut level) = (0.0, 0.0, 0.0);
        for (place, sample) in self.frame.iter_mut().zip(&self.partial) {
            *place = (sample * self.gain).clamp(-1.0, 1.0);
            let upper = *place - 0.97 * self.before;
            self.before = *place;
            let voiced = self.band.push(*place);
            edge += upper * upper;
            vowel += voiced * voiced;
            level += sample * sample;
        }
        self.speech.push(self.detector.predict_f32(&self.frame) >= SPEECH);
        self.edge.push(decibels(edge / FRAME as f32));
        self.vowel.push(decibels(vowel / FRAME as f32));
        self.level.push(decibels(level / FRAME as f32));
    }

    /// The runs of speech, in frames, in order and not touching each other.
    pub(super) fn runs(&self) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for at in (0..self.speech.len()).filter(|at| self.speech[*at]) {
            match runs.last_mut() {
                Some(last) if at - last.end < JOIN => last.end = at + 1,
                _ => runs.push(at..at + 1),
            }
        }
        let Some(room) = self.room() else { return runs };
        let moved = runs.into_iter().map(|run| self.moved(&run, room));
        let mut heard: Vec<Range<usize>> = Vec::new();
        for run in moved {
            match heard.last_mut() {
                Some(last) if run.start < last.end + JOIN => last.end = last.end.max(run.end),
                _ => heard.push(run),
            }
        }
        heard.retain(|run| run.len() >= if run.start < 2 { SHORTEST_AT_ONCE } else { SHORTEST });
        heard
    }

    /// How loud noise and speech are. None if there is no noise or no speech.
    fn room(&self) -> Option<Room> {
        let near = |at: usize| {
            let around = at.saturating_sub(8)..(at + 8).min(self.speech.len());
            self.speech[around].contains(&true)
        };
        let mut quiet: Vec<f32> = (0..self.edge.len()).filter(|at| !near(*at)).map(|at| self.edge[at]).collect();
        let mut loud: Vec<f32> = (0..self.edge.len()).filter(|at| self.speech[*at]).map(|at| self.edge[at]).collect();
        if quiet.is_empty() || loud.is_empty() {
            return None;
        }
        quiet.sort_unstable_by(f32::total_cmp);
        loud.sort_unstable_by(f32::total_cmp);
        let noise = quiet[quiet.len() / 2];
        Some(Room { noise, steady: quiet[quiet.len() * 9 / 10] - noise < STEADY, loud: loud[loud.len() * 19 / 20] })
    }

    /// A run with its edges moved to where they are audible.
    fn moved(&self, run: &Range<usize>, room: Room) -> Range<usize> {
        let heard = (room.noise + OVER_NOISE).max(room.loud - BELOW_LOUD);
        let mut start = run.start;
        while start > run.start.saturating_sub(EARLY) && start > 0 && self.edge[start - 1] > heard {
            start -= 1;
        }
        let back = |frames: usize| run.end.saturating_sub(frames).max(run.start + 1);
        if room.loud - room.noise < NOISY {
            return start..back(LATE_IN_NOISE);
        }
        let mut end = back(LATE);
        while end > back(LATE_AT_MOST) && self.edge[end - 1] <= heard {
            end -= 1;
        }
        let still = (room.noise + 1.0).max(room.loud - 60.0);
        while room.steady && end > back(LATE_IN_HUM) && self.edge[end - 1] <= still {
            end -= 1;
        }
        start..end
    }
}

/// How loud noise and speech are, in decibels, and whether the noise is steady.
#[derive(Clone, Copy, Debug)]
struct Room {
    noise: f32,
    steady: bool,
    loud: f32,
}

/// A filter that passes the frequencies of vowels, about 200 to 1,500 Hz: one pole on either side.
#[derive(Clone, Copy, Debug, Default)]
struct Band {
    low: f32,
    high: f32,
    before: f32,
}

impl Band {
    fn push(&mut self, sample: f32) -> f32 {
        self.low += 0.445 * (sample - self.low);
        self.high = 0.925 * (self.high + self.low - self.before);
        self.before = self.low;
        self.high
    }
}
