//! A speaker for tests: sentences with known gaps between them, and the rooms they are spoken in.

use std::f32::consts::TAU;
use std::path::Path;
use std::process::{Command, Stdio};

/// Samples a second.
pub(crate) const RATE: u32 = 16_000;

/// Silence before each sentence, in seconds, and the sentence.
pub(crate) const SCRIPT: [(f64, &str); 5] = [
    (1.80, "So first I wrote a small replay tool."),
    (0.40, "It read the dead letters one by one."),
    (1.20, "Then we measured the lag of every consumer."),
    (0.70, "Nobody had looked at the retries."),
    (2.50, "After that the alarms stayed quiet."),
];

/// Silence after the last sentence, in seconds.
const AFTER: f64 = 0.8;

/// What was spoken, and where.
#[derive(Clone, Debug)]
pub(crate) struct Speech {
    pub(crate) samples: Vec<f32>,
    /// Start and end of each sentence in seconds.
    pub(crate) sentences: Vec<(f64, f64)>,
}

/// The script spoken by espeak-ng at so many words a minute. None, said aloud, where there is no espeak-ng.
pub(crate) fn spoken(words_per_minute: u32) -> Option<Speech> {
    let mut speech = Speech { samples: Vec::new(), sentences: Vec::new() };
    for (gap, sentence) in SCRIPT {
        let voice = say(sentence, words_per_minute)?;
        silence(&mut speech.samples, gap);
        let start = seconds(speech.samples.len());
        speech.samples.extend_from_slice(&voice);
        speech.sentences.push((start, seconds(speech.samples.len())));
    }
    silence(&mut speech.samples, AFTER);
    let loudest = speech.samples.iter().fold(0.0_f32, |most, sample| most.max(sample.abs()));
    speech.samples.iter_mut().for_each(|sample| *sample *= 0.9 / loudest);
    Some(speech)
}

/// One sentence, without the silence around it.
fn say(sentence: &str, words_per_minute: u32) -> Option<Vec<f32>> {
    let speed = words_per_minute.to_string();
    let spoken = Command::new("espeak-ng")
        .args(["-v", "en-us", "-s", &speed, "--stdout", sentence])
        .stderr(Stdio::null())
        .output();
    let Ok(spoken) = spoken else {
        eprintln!("SKIPPED: espeak-ng is not installed");
        return None;
    };
    // 44 bytes of header, then 16 bits at 22,050 a second.
    let pcm: Vec<f32> =
        spoken.stdout[44..].chunks_exact(2).map(|b| f32::from(i16::from_le_bytes([b[0], b[1]])) / 32_768.0).collect();
    let heard = |sample: &f32| sample.abs() > 0.005;
    let first = pcm.iter().position(heard)?;
    let last = pcm.iter().rposition(heard)?;
    Some(to_16k(&pcm[first..=last]))
}

/// From 22,050 to 16,000 a second, straight lines between samples: speech of a machine has nothing up there to lose.
fn to_16k(pcm: &[f32]) -> Vec<f32> {
    let step = 22_050.0 / f64::from(RATE);
    let length = (pcm.len() as f64 / step) as usize;
    let at = |n: usize| {
        let place = n as f64 * step;
        let (whole, part) = (place as usize, place.fract() as f32);
        let next = pcm[(whole + 1).min(pcm.len() - 1)];
        pcm[whole] * (1.0 - part) + next * part
    };
    (0..length).map(at).collect()
}

fn silence(samples: &mut Vec<f32>, seconds: f64) {
    samples.resize(samples.len() + (seconds * f64::from(RATE)).round() as usize, 0.0);
}

fn seconds(samples: usize) -> f64 {
    samples as f64 / f64::from(RATE)
}

/// The rooms: what stands in the way of hearing where speech begins and ends.
pub(crate) const ROOMS: [&str; 8] =
    ["clean", "noise -50 dB", "noise -40 dB", "noise -30 dB", "keyboard", "3 % volume", "hum", "breaths"];

impl Speech {
    /// The same speech in one of the [`ROOMS`].
    pub(crate) fn in_room(&self, room: &str) -> Vec<f32> {
        let mut out = self.samples.clone();
        let mut noise = Noise::new();
        match room {
            "noise -50 dB" => noise.over(&mut out, -50.0),
            "noise -40 dB" => noise.over(&mut out, -40.0),
            "noise -30 dB" => noise.over(&mut out, -30.0),
            "keyboard" => {
                // A key three times a second or so, 4 ms long, louder than the voice at its softest.
                let mut at = 900;
                while at + 80 < out.len() {
                    for n in 0..64_usize {
                        out[at + n] += noise.white() * 0.3 * (-(n as f32) / 16.0).exp();
                    }
                    at += 3_200 + (noise.white().abs() * 4_000.0) as usize;
                }
                noise.over(&mut out, -60.0);
            }
            "3 % volume" => out.iter_mut().for_each(|sample| *sample = (*sample * 0.03 * 32_768.0).round() / 32_768.0),
            "hum" => {
                for (n, sample) in out.iter_mut().enumerate() {
                    let angle = n as f32 * TAU * 50.0 / RATE as f32;
                    *sample += 0.02 * angle.sin() + 0.008 * (3.0 * angle).sin() + 0.004 * (5.0 * angle).sin();
                }
            }
            "breaths" => {
                for (&(start, _), (gap, _)) in self.sentences.iter().zip(SCRIPT) {
                    // A third of a second of breath that ends a tenth before the sentence begins, where there is time.
                    if gap < 0.6 {
                        continue;
                    }
                    let from = ((start - 0.42) * f64::from(RATE)) as usize;
                    for n in 0..5_120_usize {
                        let swell = (n as f32 / 5_120.0 * TAU / 2.0).sin();
                        out[from + n] += noise.pink() * 0.02 * swell * swell;
                    }
                }
            }
            _ => {}
        }
        out.into_iter().map(|sample| sample.clamp(-1.0, 1.0)).collect()
    }
}

/// Noise that is the same each time.
struct Noise {
    state: u64,
    poles: [f32; 3],
}

impl Noise {
    fn new() -> Self {
        Self { state: 0x9E37_79B9_7F4A_7C15, poles: [0.0; 3] }
    }

    fn white(&mut self) -> f32 {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 40) as f32 / 8_388_608.0 - 1.0
    }

    /// Falls by 3 dB an octave (Paul Kellet's filter of three poles), about 0 dB.
    fn pink(&mut self) -> f32 {
        let white = self.white();
        for (pole, (keep, add)) in
            self.poles.iter_mut().zip([(0.997_65, 0.099_046), (0.963_0, 0.296_516_4), (0.57, 1.052_691_3)])
        {
            *pole = keep * *pole + white * add;
        }
        (self.poles.iter().sum::<f32>() + white * 0.1848) / 1.2
    }

    fn over(&mut self, out: &mut [f32], decibels: f32) {
        let noise: Vec<f32> = (0..out.len()).map(|_| self.pink()).collect();
        let level = (noise.iter().map(|sample| sample * sample).sum::<f32>() / noise.len() as f32).sqrt();
        let gain = 10_f32.powf(decibels / 20.0) / level;
        out.iter_mut().zip(noise).for_each(|(sample, noise)| *sample += noise * gain);
    }
}

/// Writes mono samples as 16 bits.
pub(crate) fn write_wav(path: &Path, samples: &[f32]) {
    let spec =
        hound::WavSpec { channels: 1, sample_rate: RATE, bits_per_sample: 16, sample_format: hound::SampleFormat::Int };
    let mut writer = hound::WavWriter::create(path, spec).expect("a file");
    for sample in samples {
        writer.write_sample((sample * 32_767.0).round() as i16).expect("written");
    }
    writer.finalize().expect("written");
}

/// The samples over pink noise of so many decibels.
pub(crate) fn with_noise(mut samples: Vec<f32>, decibels: f32) -> Vec<f32> {
    Noise::new().over(&mut samples, decibels);
    samples
}
