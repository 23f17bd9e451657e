//! Converts sample rates, block by block: a windowed sinc filter in as many phases as the ratio needs.
//!
//! Band-limited interpolation as in J. O. Smith, "Digital Audio Resampling" (ccrma.stanford.edu/~jos/resample): each
//! output sample is the sum of the inputs around it, weighted by a low-pass filter that is shifted to its place.

use std::f64::consts::PI;

/// Zero crossings of the sinc on either side. With this window, everything above the new band is attenuated by about 70
/// dB.
const CROSSINGS: f64 = 16.0;

/// End of the pass band, as a share of the lower of the two Nyquist frequencies.
const CUTOFF: f64 = 0.94;

/// Most phases that are computed; a ratio that needs more uses the nearest phase, with a time error below a thousandth
/// of a sample.
const MOST_PHASES: u64 = 640;

/// Converts blocks from one sample rate to another.
#[derive(Debug)]
pub(super) struct Resampler {
    /// How many input samples each output sample advances, as a fraction.
    step: (u64, u64),
    /// One filter for each phase, `taps` numbers each. Empty if the rates are equal.
    filters: Vec<f32>,
    taps: usize,
    phases: u64,
    /// Input that is still needed.
    window: Vec<f32>,
    /// Position of the next output sample from the start of the window, in input samples: whole part and fraction.
    whole: usize,
    part: u64,
    /// Number of input and output samples so far.
    taken: u64,
    given: u64,
}

impl Resampler {
    /// Converts from `from` to `to` samples a second; both must be above 0.
    pub(super) fn new(from: u32, to: u32) -> Self {
        let (from, to) = (u64::from(from.max(1)), u64::from(to.max(1)));
        let common = gcd(from, to);
        let step = (from / common, to / common);
        let phases = step.1.min(MOST_PHASES);
        let scale = (to as f64 / from as f64).min(1.0) * CUTOFF;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 1,600 for any real rate")]
        let half = (CROSSINGS / scale).ceil() as usize;
        let taps = 2 * half;
        let filters = if from == to { Vec::new() } else { filters(phases, taps, scale) };
        // The filter of the first output sample reaches half its length back.
        let window = vec![0.0; half - 1];
        Self { step, filters, taps, phases, window, whole: 0, part: 0, taken: 0, given: 0 }
    }

    /// Takes a block and appends the completed samples to `out`.
    pub(super) fn push(&mut self, block: &[f32], out: &mut Vec<f32>) {
        self.taken += block.len() as u64;
        if self.filters.is_empty() {
            self.given += block.len() as u64;
            return out.extend_from_slice(block);
        }
        self.window.extend_from_slice(block);
        while self.whole + self.taps <= self.window.len() {
            let phase = (self.part * self.phases / self.step.1).min(self.phases - 1);
            let at = usize::try_from(phase).unwrap_or(0) * self.taps;
            let inputs = &self.window[self.whole..self.whole + self.taps];
            let filter = &self.filters[at..at + self.taps];
            out.push(inputs.iter().zip(filter).map(|(input, weight)| input * weight).sum());
            self.given += 1;
            self.part += self.step.0;
            self.whole += usize::try_from(self.part / self.step.1).unwrap_or(usize::MAX);
            self.part %= self.step.1;
        }
        let done = self.whole.min(self.window.len());
        self.window.drain(..done);
        self.whole -= done;
    }

    /// Appends the last samples to `out`, so that the output lasts as long as the input.
    pub(super) fn end(&mut self, out: &mut Vec<f32>) {
        let due = (self.taken * self.step.1).div_ceil(self.step.0);
        if self.given >= due {
            return;
        }
        let (before, taken) = (out.len(), self.taken);
        let missing = usize::try_from(due - self.given).unwrap_or(0);
        self.push(&vec![0.0; self.taps], out);
        self.taken = taken;
        out.truncate(before + missing);
    }
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// A sinc with a Blackman window, for each phase; the weights of each sum to 1, so that levels do not change.
fn filters(phases: u64, taps: usize, scale: f64) -> Vec<f32> {
    let half = taps as f64 / 2.0;
    let mut all = Vec::new();
    for phase in 0..phases {
        let shift = phase as f64 / phases as f64;
        let weights: Vec<f64> = (0..taps)
            .map(|tap| {
                let distance = tap as f64 - (half - 1.0) - shift;
                let place = (distance / half).clamp(-1.0, 1.0);
                let window = 0.42 + 0.5 * (PI * place).cos() + 0.08 * (2.0 * PI * place).cos();
                let angle = PI * distance * scale;
                window * if angle.abs() < 1e-9 { 1.0 } else { angle.sin() / angle }
            })
            .collect();
        let sum: f64 = weights.iter().sum();
        #[expect(clippy::cast_possible_truncation, reason = "a weight needs no more than 24 bits")]
        all.extend(weights.iter().map(|weight| (weight / sum) as f32));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tone(rate: u32, hertz: f64, seconds: f64) -> Vec<f32> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few seconds")]
        let length = (f64::from(rate) * seconds) as usize;
        #[expect(clippy::cast_possible_truncation, reason = "from -1 to 1")]
        let sample = |n: usize| (2.0 * PI * hertz * n as f64 / f64::from(rate)).sin() as f32 * 0.5;
        (0..length).map(sample).collect()
    }

    fn resample(input: &[f32], from: u32, block: usize) -> Vec<f32> {
        let mut resampler = Resampler::new(from, 16_000);
        let mut out = Vec::new();
        input.chunks(block).for_each(|block| resampler.push(block, &mut out));
        resampler.end(&mut out);
        out
    }

    #[test]
    fn a_tone_keeps_its_pitch_its_level_and_its_place() {
        for from in [8_000, 11_025, 22_050, 32_000, 44_100, 48_000, 96_000, 44_101] {
            let out = resample(&tone(from, 440.0, 1.0), from, 1_000);
            let wanted = tone(16_000, 440.0, 1.0);
            assert!(out.len().abs_diff(wanted.len()) <= 1, "{from}: {} samples", out.len());
            let off = out.iter().zip(&wanted).skip(200).take(15_000).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(off < 0.002, "{from}: off by {off}");
        }
    }

    #[test]
    fn what_the_new_rate_cannot_carry_is_gone() {
        let out = resample(&tone(48_000, 9_500.0, 1.0), 48_000, 480);
        let loudest = out[200..15_000].iter().fold(0.0_f32, |most, sample| most.max(sample.abs()));
        assert!(loudest < 0.001, "{loudest}");
    }

    #[test]
    fn blocks_make_no_difference() {
        let input = tone(44_100, 300.0, 0.5);
        let whole = resample(&input, 44_100, input.len());
        for block in [1, 7, 441, 4_096] {
            assert_eq!(resample(&input, 44_100, block), whole);
        }
        assert_eq!(resample(&input, 16_000, 100), input, "the same rate is left alone");
        assert!(resample(&[], 48_000, 10).is_empty());
    }
}
