//! How an answer was said, found out without understanding a word of it.
//!
//! A recording is read twice, block by block: first to measure its level, then, brought to a common level, to find
//! speech. Without that, quiet voices would seem to begin late. Only four numbers per 16 ms are kept in memory, so
//! three hours need ten megabytes.

use std::ops::Range;
use std::path::Path;

use hotseat_log::{Delivery, Stretch};

use super::RATE;
use super::activity::{Ear, FRAME, FRAME_S, decibels, gain};
use super::syllables::nuclei;
use super::wav::{Wav, WavError};

/// A silence of at least this many seconds between words is a pause.
pub const PAUSE_S: f64 = 0.25;

/// A pause longer than this many seconds is mentioned, because interviewers begin to wonder. It is not called a
/// mistake: research calls pauses of 2 to 3 s good.
pub const LONG_PAUSE_S: f64 = 2.0;

/// Into how many parts an answer is divided to record its level.
const LEVELS: usize = 120;

/// Share of the loudest frames that is ignored when measuring how loud the loud parts of a recording are.
const LOUD_SHARE: f64 = 0.02;

/// What was found in a recording.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// The figures about the whole recording.
    pub delivery: Delivery,
    /// Where somebody speaks, in order.
    pub speech: Vec<Stretch>,
}

/// Analyses a recording. `heard` is called with the share that is done, 0 to 1; if it returns `false`, the analysis
/// stops and the result is None.
pub fn analyse(path: &Path, mut heard: impl FnMut(f64) -> bool) -> Result<Option<Analysis>, WavError> {
    let mut wav = Wav::open(path)?;
    let frames = (wav.seconds() * f64::from(wav.rate())).max(1.0);
    let mut level = Level::default();
    let mut going = true;
    let mut seen = 0.0;
    wav.each_block(|block| {
        seen += block.len() as f64;
        level.push(block);
        going = heard(0.2 * seen / frames);
        going
    })?;
    if !going {
        return Ok(None);
    }
    let clipped = wav.clipped();
    let mut wav = Wav::open(path)?;
    let mut ear = Ear::new(gain(level.loud()));
    let mut samples = 0;
    let expected = (wav.seconds() * f64::from(RATE)).max(1.0);
    wav.each_block_at_16k(|block| {
        samples += block.len();
        ear.push(block);
        going = heard(0.2 + 0.8 * samples as f64 / expected);
        going
    })?;
    Ok(going.then(|| sum_up(&ear, samples as f64 / f64::from(RATE), level.rms(), clipped)))
}

/// Analyses samples in memory: 16 kHz, from -1 to 1.
pub fn analyse_samples(samples: &[f32]) -> Analysis {
    let mut level = Level::default();
    level.push(samples);
    let mut ear = Ear::new(gain(level.loud()));
    ear.push(samples);
    sum_up(&ear, samples.len() as f64 / f64::from(RATE), level.rms(), 0)
}

fn sum_up(ear: &Ear, duration: f64, rms: f64, clipped: u64) -> Analysis {
    let runs = ear.runs();
    let seconds = |run: &Range<usize>| Stretch {
        start_s: rounded(run.start as f64 * FRAME_S),
        end_s: rounded((run.end as f64 * FRAME_S).min(duration)),
    };
    let speech: Vec<Stretch> = runs.iter().map(seconds).collect();
    let between = speech.windows(2).map(|two| Stretch { start_s: two[0].end_s, end_s: two[1].start_s });
    let pauses: Vec<Stretch> = between.filter(|pause| pause.seconds() >= PAUSE_S).collect();
    let longest = pauses.iter().map(|pause| pause.seconds()).fold(0.0, f64::max);
    let span = speech.first().zip(speech.last()).map(|(first, last)| last.end_s - first.start_s);
    // Gaps too short to be a pause count as speaking.
    let talk = span.map_or(0.0, |span| span - pauses.iter().map(|pause| pause.seconds()).sum::<f64>());
    let mut spoken = vec![false; ear.vowel.len()];
    for run in &runs {
        spoken[run.clone()].fill(true);
    }
    let delivery = Delivery {
        duration_s: rounded(duration),
        first_word_s: speech.first().map(|first| first.start_s),
        last_word_s: speech.last().map(|last| last.end_s),
        talk_s: rounded(talk),
        longest_pause_s: rounded(longest),
        syllables_per_s: (talk > 0.0).then(|| rounded(nuclei(&ear.vowel, &spoken) as f64 / talk)),
        rms: (rms * 1e5).round() / 1e5,
        clipped,
        level_db: levels(&ear.level),
        pauses,
    };
    Analysis { delivery, speech }
}

/// Rounds to the millisecond: further digits are noise, and figures are stored as text.
fn rounded(seconds: f64) -> f64 {
    (seconds * 1e3).round() / 1e3
}

/// Mean loudness of at most 120 equal parts, in dBFS.
fn levels(frames: &[f32]) -> Vec<i8> {
    let parts = frames.len().min(LEVELS);
    let part = |n: usize| {
        let part = &frames[n * frames.len() / parts..(n + 1) * frames.len() / parts];
        let mean = part.iter().map(|db| 10_f32.powf(db / 10.0)).sum::<f32>() / part.len() as f32;
        #[expect(clippy::cast_possible_truncation, reason = "from -100 to 0")]
        let db = decibels(mean).round().clamp(-100.0, 0.0) as i8;
        db
    };
    (0..parts).map(part).collect()
}

/// How loud a recording is: a histogram of the peaks of frames, so that memory does not grow with length.
#[derive(Clone, Debug)]
struct Level {
    /// Number of frames by peak, in steps of a tenth of a decibel starting at -100 dB.
    peaks: Vec<u64>,
    frames: u64,
    peak: f32,
    left: usize,
    squares: f64,
    samples: u64,
}

impl Default for Level {
    fn default() -> Self {
        Self { peaks: vec![0; 1_001], frames: 0, peak: 0.0, left: FRAME, squares: 0.0, samples: 0 }
    }
}

impl Level {
    fn push(&mut self, block: &[f32]) {
        for sample in block {
            self.peak = self.peak.max(sample.abs());
            self.squares += f64::from(sample * sample);
            self.left -= 1;
            if self.left == 0 {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
                let place = (1_000.0 + 200.0 * self.peak.max(1e-5).log10()).round().clamp(0.0, 1_000.0) as usize;
                self.peaks[place] += 1;
                self.frames += 1;
                (self.peak, self.left) = (0.0, FRAME);
            }
        }
        self.samples += block.len() as u64;
    }

    /// The peak that only the loudest fiftieth of all frames exceeds, so that one slammed door does not count.
    fn loud(&self) -> f32 {
        let mut above = self.frames as f64 * LOUD_SHARE;
        for (place, count) in self.peaks.iter().enumerate().rev() {
            above -= *count as f64;
            if above < 0.0 {
                return 10_f32.powf((place as f32 - 1_000.0) / 200.0);
            }
        }
        0.0
    }

    fn rms(&self) -> f64 {
        if self.samples == 0 { 0.0 } else { (self.squares / self.samples as f64).sqrt() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nobody_speaks_in_silence_and_in_noise() {
        let silence = analyse_samples(&vec![0.0; 16_000 * 5]);
        assert_eq!((silence.delivery.first_word_s, silence.delivery.talk_s), (None, 0.0));
        assert_eq!(silence.delivery.syllables_per_s, None);
        let mut state = 1_u32;
        let noise: Vec<f32> = (0..16_000 * 5)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 8) as f32 / 8_388_608.0 - 1.0
            })
            .collect();
        for level in [0.3, 0.01, 0.001] {
            let noise: Vec<f32> = noise.iter().map(|sample| sample * level).collect();
            assert_eq!(analyse_samples(&noise).speech, [], "noise of {level}");
        }
        assert_eq!(analyse_samples(&[]), Analysis::default());
    }

    #[test]
    fn the_loud_parts_are_found_whatever_one_door_does() {
        let mut samples = vec![0.1_f32; 16_000];
        samples[500] = 1.0;
        let mut level = Level::default();
        samples.chunks(77).for_each(|block| level.push(block));
        assert!((level.loud() - 0.1).abs() < 0.002, "{}", level.loud());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// Whatever is analysed, the figures are consistent with each other.
        #[test]
        fn figures_fit_together(parts in prop::collection::vec((0.0_f32..1.0, 50_usize..4_000, any::<bool>()), 0..12)) {
            let mut samples = Vec::new();
            for (level, length, tone) in parts {
                let voiced = |n: usize| if tone { (n as f32 * 0.05).sin() } else { (n as f32 * 12.9898).sin() * 0.7 };
                samples.extend((0..length).map(|n| voiced(n) * level));
            }
            let Analysis { delivery, speech } = analyse_samples(&samples);
            prop_assert!(speech.windows(2).all(|two| two[0].end_s < two[1].start_s));
            prop_assert!(speech.iter().all(|run| run.start_s < run.end_s && run.end_s <= delivery.duration_s));
            prop_assert!(delivery.pauses.iter().all(|pause| pause.seconds() >= PAUSE_S));
            prop_assert!(delivery.talk_s <= delivery.duration_s && delivery.longest_pause_s <= delivery.duration_s);
            prop_assert!(delivery.level_db.len() <= LEVELS);
        }
    }
}
