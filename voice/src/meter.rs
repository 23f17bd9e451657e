//! Measures loudness, and whether somebody is speaking, ten times a second during a recording.

use earshot::Detector;

use super::RATE;
use super::activity::{FRAME, SPEECH};
use super::wav::CLIPPED_RUN;

/// Samples in one reading: a tenth of a second.
const READING: usize = RATE as usize / 10;

/// To which share of full scale the loudest sample of the last seconds is amplified; the detector would hear quiet
/// voices late otherwise. A single sample is louder than the loud parts, which a recording that is complete is measured
/// by, so this is more than [`super::activity::COMMON_PEAK`].
const LOUDEST_SAMPLE: f32 = 0.5;

/// The largest gain while it is not known how loud the voice will be, so that the noise of an empty room is not
/// amplified into speech.
const MOST_GAIN_YET: f32 = 30.0;

/// A share of full scale, -50 dB: a device whose loudest sample is below this hears next to nothing.
pub(crate) const FAINT: f32 = 0.003;

/// The measurements for a tenth of a second.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reading {
    /// Root mean square; full scale is 1.
    pub rms: f32,
    /// Highest sample; full scale is 1.
    pub peak: f32,
    /// Whether somebody is speaking.
    pub voice: bool,
    /// Whether it was too loud for the microphone.
    pub clipped: bool,
}

impl Reading {
    /// The perceived level, 0 to 1: 0 at -60 dBFS and below, 1 at -6 dBFS and above.
    pub fn level(&self) -> f32 {
        level(self.rms)
    }
}

/// Converts a root mean square to a perceived level, 0 to 1: 0 at -60 dBFS and below, 1 at -6 dBFS and above.
pub fn level(rms: f32) -> f32 {
    let db = 20.0 * rms.max(1e-6).log10();
    ((db + 60.0) / 54.0).clamp(0.0, 1.0)
}

/// Measures samples as they arrive.
pub struct Meter {
    detector: Box<Detector>,
    frame: Vec<f32>,
    samples: usize,
    squares: f64,
    peak: f32,
    /// The loudest sample of the last seconds, decaying; it determines the gain.
    loudest: f32,
    voice: bool,
    full_scale: u64,
    clipped: bool,
}

impl std::fmt::Debug for Meter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Meter").finish_non_exhaustive()
    }
}

impl Default for Meter {
    fn default() -> Self {
        Self {
            detector: Detector::default_boxed(),
            frame: Vec::with_capacity(FRAME),
            samples: 0,
            squares: 0.0,
            peak: 0.0,
            loudest: 0.0,
            voice: false,
            full_scale: 0,
            clipped: false,
        }
    }
}

impl Meter {
    /// Takes samples and calls `tell` for each reading that they complete.
    pub fn feed(&mut self, samples: &[i16], mut tell: impl FnMut(Reading)) {
        for &sample in samples {
            self.one(sample);
            if self.samples == READING {
                #[expect(clippy::cast_possible_truncation, reason = "0 to 1")]
                let rms = (self.squares / self.samples as f64).sqrt() as f32;
                tell(Reading { rms, peak: self.peak, voice: self.voice, clipped: self.clipped });
                (self.samples, self.squares, self.peak) = (0, 0.0, 0.0);
                (self.voice, self.clipped) = (false, false);
                // Halves in about seven seconds.
                self.loudest *= 0.99;
            }
        }
    }

    fn one(&mut self, sample: i16) {
        let value = f32::from(sample) / 32_768.0;
        self.samples += 1;
        self.squares += f64::from(value) * f64::from(value);
        self.peak = self.peak.max(value.abs());
        self.full_scale = if sample.unsigned_abs() >= 32_767 { self.full_scale + 1 } else { 0 };
        self.clipped |= self.full_scale >= CLIPPED_RUN;
        self.loudest = self.loudest.max(value.abs());
        self.frame.push(value);
        if self.frame.len() == FRAME {
            let gain = (LOUDEST_SAMPLE / self.loudest.max(1e-6)).clamp(1.0, MOST_GAIN_YET);
            self.frame.iter_mut().for_each(|value| *value = (*value * gain).clamp(-1.0, 1.0));
            self.voice |= self.detector.predict_f32(&self.frame) >= SPEECH;
            self.frame.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings(samples: &[i16]) -> Vec<Reading> {
        let mut readings = Vec::new();
        let mut meter = Meter::default();
        // In blocks of an odd size, as devices deliver them.
        samples.chunks(317).for_each(|piece| meter.feed(piece, |reading| readings.push(reading)));
        readings
    }

    #[test]
    fn silence_reads_as_nothing() {
        let silent = readings(&vec![0; 16_000]);
        assert_eq!(silent.len(), 10);
        assert!(silent.iter().all(|reading| *reading == Reading::default()));
        assert!(silent[0].level() == 0.0);
    }

    #[test]
    fn a_square_wave_at_full_scale_is_clipped_and_no_voice() {
        let wave: Vec<i16> = (0..16_000).map(|n| if n / 40 % 2 == 0 { i16::MAX } else { i16::MIN }).collect();
        let loud = readings(&wave);
        assert!(loud.iter().all(|reading| reading.clipped && reading.level() >= 1.0));
    }

    #[test]
    fn a_few_samples_at_full_scale_are_not() {
        let mut wave = vec![0_i16; 16_000];
        wave[100..102].fill(i16::MAX);
        assert!(readings(&wave).iter().all(|reading| !reading.clipped));
    }

    #[test]
    fn half_of_full_scale_reads_so() {
        let wave: Vec<i16> = (0..1_600).map(|n| if n % 2 == 0 { 16_384 } else { -16_384 }).collect();
        let half = readings(&wave);
        assert!((half[0].rms - 0.5).abs() < 1e-3 && (half[0].peak - 0.5).abs() < 1e-3, "{half:?}");
        assert!((level(0.5) - 1.0).abs() < 0.01 && (level(0.001) - 0.0).abs() < 0.01);
    }
}
