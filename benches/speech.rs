//! How well speech is found, and what listening costs.
//!
//! `cargo bench --bench speech` speaks a script with known gaps at six speeds in eight rooms (espeak-ng has to be
//! installed), prints how far off first word and pauses are, then the share of one core that live listening takes.

#![allow(missing_docs)]
#![allow(dead_code, clippy::cast_possible_truncation, clippy::cast_sign_loss, unreachable_pub)]

#[path = "../tests/common/voice.rs"]
mod voice;

use std::time::Instant;

use hotseat::speech::delivery::analyse_samples;
use hotseat::speech::meter::Meter;

const SPEEDS: [u32; 6] = [110, 120, 140, 160, 180, 200];

fn main() {
    println!("{:<14}{:>12}{:>12}{:>8}{:>10}{:>10}", "room", "first word", "pause", "missed", "invented", "syll/s");
    for room in voice::ROOMS {
        let (mut first, mut pause, mut missed, mut invented, mut rate) = (0.0_f64, 0.0_f64, 0, 0, 0.0);
        for speed in SPEEDS {
            let Some(speech) = voice::spoken(speed) else { return };
            let found = analyse_samples(&speech.in_room(room)).delivery;
            first = first.max((found.first_word_s.unwrap_or(99.0) - speech.sentences[0].0).abs());
            rate += found.syllables_per_s.unwrap_or(0.0) / SPEEDS.len() as f64;
            let between: Vec<(f64, f64)> = speech.sentences.windows(2).map(|two| (two[0].1, two[1].0)).collect();
            let overlaps =
                |pause: &hotseat::history::Stretch, (from, to): (f64, f64)| pause.start_s < to && pause.end_s > from;
            for &gap in &between {
                match found.pauses.iter().find(|pause| overlaps(pause, gap)) {
                    Some(found) => pause = pause.max((found.seconds() - (gap.1 - gap.0)).abs()),
                    None => missed += 1,
                }
            }
            invented += found.pauses.len().saturating_sub(between.len() - missed.min(between.len()));
        }
        println!("{room:<14}{first:>10.3} s{pause:>10.3} s{missed:>8}{invented:>10}{rate:>10.1}");
    }
    cost();
}

/// The share of one core that listening takes while a recording is made, in blocks of 20 ms.
fn cost() {
    let Some(speech) = voice::spoken(160) else { return };
    let samples = speech.in_room("noise -40 dB");
    let recorded: Vec<i16> = samples.iter().map(|sample| (sample * 32_767.0) as i16).collect();
    let mut meter = Meter::default();
    let rounds = 10;
    let began = Instant::now();
    let mut speaking = 0;
    for _ in 0..rounds {
        for block in recorded.chunks(320) {
            meter.feed(block, |reading| speaking += usize::from(reading.voice));
        }
    }
    let heard = samples.len() as f64 * f64::from(rounds) / f64::from(voice::RATE);
    let share = began.elapsed().as_secs_f64() / heard;
    println!("\nlive: {:.3} % of a core over {heard:.0} s ({speaking} readings of speech)", share * 100.0);
    let began = Instant::now();
    let found = analyse_samples(&samples).delivery;
    let share = began.elapsed().as_secs_f64() / found.duration_s;
    println!("afterwards: {:.3} % of a core", share * 100.0);
}
