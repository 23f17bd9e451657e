//! Plays slower or faster without changing the pitch: overlapping pieces of the sound are placed closer together or
//! farther apart, each moved to where it fits best (WSOLA, Verhelst & Roelands 1993).

use super::RATE;

/// The slowest and fastest playback speed, as factors.
pub const SPEEDS: (f64, f64) = (0.8, 1.5);

/// Samples in a step: 20 ms. A piece is two steps long and cross-fades over one.
const STEP: usize = RATE as usize / 50;

/// How many samples a piece may be moved to find a good fit: 10 ms, one period of the lowest voice.
const SEARCH: usize = RATE as usize / 100;

/// The search for a fit looks at every this many samples.
const COARSE: usize = 4;

/// Resamples a source in time, at one speed.
#[derive(Debug)]
pub(super) struct Stretch {
    speed: f64,
    /// Where the next piece is taken from, in samples of the source.
    at: f64,
    /// Where the last piece would continue in the source. None before the first piece.
    goes_on: Option<usize>,
    /// Samples that are finished but not taken yet.
    ready: Vec<i16>,
}

impl Stretch {
    /// Starts at a sample, at this speed, which is limited to [`SPEEDS`].
    pub(super) fn from(at: usize, speed: f64) -> Self {
        Self { speed: speed.clamp(SPEEDS.0, SPEEDS.1), at: at as f64, goes_on: None, ready: Vec::new() }
    }

    /// The next `count` samples, or fewer at the end of the source.
    pub(super) fn take(&mut self, source: &[i16], count: usize) -> Vec<i16> {
        while self.ready.len() < count && self.place() < source.len() {
            self.step(source);
        }
        let rest = self.ready.split_off(count.min(self.ready.len()));
        std::mem::replace(&mut self.ready, rest)
    }

    /// How much of the source has been used, in samples.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in the source")]
    pub(super) fn place(&self) -> usize {
        self.at as usize
    }

    fn step(&mut self, source: &[i16]) {
        let wanted = self.place();
        let start = self.goes_on.map_or(wanted, |goes_on| best_place(source, wanted, goes_on));
        let value = |at: usize| source.get(at).map_or(0.0, |sample| f32::from(*sample));
        for n in 0..STEP {
            let fade = n as f32 / STEP as f32;
            let new = value(start + n);
            let sum = self.goes_on.map_or(new, |before| value(before + n) * (1.0 - fade) + new * fade);
            #[expect(clippy::cast_possible_truncation, reason = "between two samples")]
            self.ready.push(sum as i16);
        }
        self.goes_on = Some(start + STEP);
        self.at += STEP as f64 * self.speed;
    }
}

/// The start near `wanted` where the sound is most similar to that at `goes_on`.
fn best_place(source: &[i16], wanted: usize, goes_on: usize) -> usize {
    let Some(model) = source.get(goes_on..goes_on + STEP) else { return wanted };
    let likeness = |start: usize| -> f32 {
        let Some(piece) = source.get(start..start + STEP) else { return f32::MIN };
        let pairs = model.iter().zip(piece).step_by(COARSE);
        let (product, energy) = pairs.fold((0.0_f32, 1.0_f32), |(product, energy), (a, b)| {
            let (a, b) = (f32::from(*a), f32::from(*b));
            (product + a * b, energy + b * b)
        });
        product / energy.sqrt()
    };
    let from = wanted.saturating_sub(SEARCH);
    (from..=wanted + SEARCH).max_by(|a, b| likeness(*a).total_cmp(&likeness(*b))).unwrap_or(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sine(hertz: f64, seconds: f64) -> Vec<i16> {
        let sample = |n: usize| {
            #[expect(clippy::cast_possible_truncation, reason = "10,000 at most")]
            let value = ((n as f64 * hertz * std::f64::consts::TAU / f64::from(RATE)).sin() * 10_000.0) as i16;
            value
        };
        (0..crate::samples(seconds)).map(sample).collect()
    }

    /// How often a second a wave crosses zero upwards.
    fn pitch(samples: &[i16]) -> f64 {
        let ups = samples.windows(2).filter(|two| two[0] < 0 && two[1] >= 0).count();
        ups as f64 / crate::seconds(samples.len())
    }

    #[test]
    fn a_tone_keeps_its_pitch_and_takes_another_time() {
        for hertz in [110.0, 220.0, 440.0] {
            let source = sine(hertz, 2.0);
            for speed in [0.8, 1.0, 1.25, 1.5] {
                let mut stretch = Stretch::from(0, speed);
                let mut made = Vec::new();
                loop {
                    let more = stretch.take(&source, 777);
                    if more.is_empty() {
                        break;
                    }
                    made.extend(more);
                }
                let length = crate::seconds(made.len());
                assert!((length - 2.0 / speed).abs() < 0.05, "{hertz} Hz at {speed}: {length} s");
                let found = pitch(&made[..made.len() - 2 * STEP]);
                assert!((found / hertz - 1.0).abs() < 0.02, "{hertz} Hz at {speed} is {found} Hz");
            }
        }
    }

    #[test]
    fn silence_stays_silence_and_an_end_is_an_end() {
        let mut stretch = Stretch::from(0, 9.0);
        assert!(stretch.take(&[], 100).is_empty());
        let silence = vec![0; 3_200];
        let made = stretch.take(&silence, 100_000);
        assert!(!made.is_empty() && made.iter().all(|sample| *sample == 0));
        assert!(stretch.take(&silence, 100).is_empty());
    }
}
