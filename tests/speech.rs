//! How an answer came across, on generated speech whose pauses are known, in eight rooms; and from outside.

#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "samples of a few seconds")]

mod common;
#[path = "common/voice.rs"]
mod voice;

use std::path::Path;
use std::process::Command;

use common::Home;
use hotseat::history::{Stretch, Transcript};
use hotseat::speech::delivery::{analyse, analyse_samples};
use hotseat::speech::transcribe::{Transcriber, transcribe};

/// Seconds that the first word may be off.
const FIRST_WORD_OFF: f64 = 0.05;

/// Seconds that a pause may be too long or too short.
const PAUSE_OFF: f64 = 0.12;

#[test]
fn first_word_and_pauses_are_found_in_eight_rooms() {
    let Some(speech) = voice::spoken(160) else { return };
    let between: Vec<Stretch> =
        speech.sentences.windows(2).map(|two| Stretch { start_s: two[0].1, end_s: two[1].0 }).collect();
    for room in voice::ROOMS {
        let found = analyse_samples(&speech.in_room(room)).delivery;
        let first = found.first_word_s.unwrap_or(f64::MAX) - speech.sentences[0].0;
        assert!(first.abs() <= FIRST_WORD_OFF, "{room}: first word off by {first:.3} s");
        assert_eq!(found.pauses.len(), between.len(), "{room}: {:?}, true are {between:?}", found.pauses);
        for (found, truth) in found.pauses.iter().zip(&between) {
            let off = found.seconds() - truth.seconds();
            assert!(off.abs() <= PAUSE_OFF, "{room}: {found:?} off by {off:.3} s from {truth:?}");
        }
        let rate = found.syllables_per_s.unwrap_or(0.0);
        assert!((2.5..8.0).contains(&rate), "{room}: {rate} syllables a second");
    }
}

#[test]
fn analyze_prints_figures_for_programs_and_for_people() {
    let home = Home::new();
    let Some(speech) = voice::spoken(160) else { return };
    let file = home.path("answer.wav");
    voice::write_wav(&file, &speech.in_room("noise -50 dB"));
    let transcript = voice::SCRIPT.map(|(_, sentence)| format!("Um, {sentence}")).join(" ");
    home.write("answer.txt", transcript);
    let (file, text) = (file.display().to_string(), home.path("answer.txt").display().to_string());
    let plain = home.command(&["speech", "analyze", &file]).output().expect("ran");
    assert!(plain.status.success());
    let said = String::from_utf8(plain.stdout).expect("text");
    assert!(said.contains("Longest pause") && said.contains("Pause                   at 0:12, for 2."), "{said}");
    let json = home.command(&["speech", "analyze", &file, "--transcript", &text, "--json"]).output().expect("ran");
    let found: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(found["pauses"].as_array().map(Vec::len), Some(4));
    assert_eq!((found["words"].as_u64(), found["fillers"].as_u64()), (Some(41), Some(5)));
    for key in ["duration_s", "first_word_s", "talk_s", "longest_pause_s", "syllables_per_s", "rms", "words_per_minute"]
    {
        assert!(found[key].as_f64().is_some_and(|figure| figure > 0.0), "{key}: {found}");
    }
    assert_eq!(found["clipped"], 0);
}

#[test]
fn files_of_every_kind_are_read_alike() {
    let Some(speech) = voice::spoken(160) else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let wanted = analyse_samples(&speech.samples).delivery;
    let int = |rate, channels, bits| (rate, channels, bits, hound::SampleFormat::Int);
    let float = |rate, channels| (rate, channels, 32, hound::SampleFormat::Float);
    for (rate, channels, bits, format) in [
        int(16_000, 2, 16),
        int(48_000, 1, 24),
        int(44_100, 2, 32),
        int(8_000, 1, 8),
        float(48_000, 2),
        float(22_050, 1),
    ] {
        let path = folder.path().join(format!("{rate}-{channels}-{bits}-{format:?}.wav"));
        let spec = hound::WavSpec { channels, sample_rate: rate, bits_per_sample: bits, sample_format: format };
        let mut writer = hound::WavWriter::create(&path, spec).expect("a file");
        let length = speech.samples.len() as u64 * u64::from(rate) / u64::from(voice::RATE);
        for n in 0..length {
            let place = n as f64 * f64::from(voice::RATE) / f64::from(rate);
            let (whole, part) = (place as usize, place.fract() as f32);
            let at = |n: usize| speech.samples[n.min(speech.samples.len() - 1)];
            let sample = at(whole) * (1.0 - part) + at(whole + 1) * part;
            for _ in 0..channels {
                match format {
                    hound::SampleFormat::Float => writer.write_sample(sample),
                    hound::SampleFormat::Int => {
                        let full = f64::from(2_u32.pow(u32::from(bits) - 1) - 1);
                        writer.write_sample((f64::from(sample) * full).round() as i32)
                    }
                }
                .expect("written");
            }
        }
        writer.finalize().expect("written");
        let found = analyse(&path, |_| true).expect("read").expect("not called off").delivery;
        assert!((found.duration_s - wanted.duration_s).abs() < 0.01, "{}", path.display());
        assert_eq!(found.pauses.len(), wanted.pauses.len(), "{}", path.display());
        let off = found.first_word_s.unwrap_or(9.0) - wanted.first_word_s.unwrap_or(0.0);
        assert!(off.abs() <= FIRST_WORD_OFF, "{}: {off}", path.display());
        assert!((found.rms - wanted.rms).abs() < 0.02, "{}: {} and {}", path.display(), found.rms, wanted.rms);
    }
}

#[test]
fn broken_files_are_told_apart() {
    let home = Home::new();
    let whole = {
        let path = home.path("whole.wav");
        let tone: Vec<f32> = (0..32_000).map(|n| (n as f32 * 0.2).sin() * 0.3).collect();
        voice::write_wav(&path, &tone);
        std::fs::read(&path).expect("read")
    };
    let with = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = whole.clone();
        change(&mut bytes);
        bytes
    };
    let cases: [(&str, Vec<u8>, &str); 9] = [
        ("nothing.wav", Vec::new(), "no sound"),
        ("cut-header.wav", whole[..20].to_vec(), "cut off before the sound"),
        ("header-only.wav", whole[..44].to_vec(), "no sound"),
        ("song.mp3", b"ID3\x04aaaaaaaaaaaaaaa".to_vec(), "an MP3 file, not a WAV file"),
        ("note.txt", b"These are my notes.".to_vec(), "a text, not a WAV file"),
        ("channels.wav", with(&|b| b[22] = 0), "0 channels cannot be right"),
        ("rate.wav", with(&|b| b[24..28].fill(0xFF)), "samples a second cannot be right"),
        ("packed.wav", with(&|b| b[20] = 7), "mu-law"),
        ("folder.wav/x", Vec::new(), "it is not a file"),
    ];
    for (name, bytes, complaint) in cases {
        home.write(name, bytes);
        let path = home.path(name.strip_suffix("/x").unwrap_or(name)).display().to_string();
        let ran = home.command(&["speech", "analyze", &path]).output().expect("ran");
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert_eq!(ran.status.code(), Some(1), "{name}: {said}");
        assert!(said.contains(complaint) && said.contains(&path), "{name}: {said}");
    }
    // What a crash, a pipe or a bad copy leaves is read as far as it goes.
    let seconds = |name: &str, bytes: Vec<u8>| {
        home.write(name, bytes);
        analyse(&home.path(name), |_| true).expect("read").expect("not called off").delivery.duration_s
    };
    assert!((seconds("unfinished.wav", with(&|b| b[40..44].fill(0))) - 2.0).abs() < 0.001);
    assert!((seconds("piped.wav", with(&|b| b[40..44].fill(0xFF))) - 2.0).abs() < 0.001);
    assert!((seconds("half.wav", whole[..44 + 32_001].to_vec()) - 1.0).abs() < 0.001);
}

/// Three hours through a header that lies about its length: read block by block, and called off halfway.
#[test]
fn a_long_file_can_be_called_off() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("long.wav");
    voice::write_wav(&path, &vec![0.0; 16_000]);
    // A file with a hole: three hours of silence that take no room.
    let file = std::fs::OpenOptions::new().write(true).open(&path).expect("opened");
    file.set_len(44 + 3 * 3600 * 32_000).expect("made longer");
    let mut bytes = std::fs::read(&path).map(|bytes| bytes[..44].to_vec()).expect("read");
    bytes[40..44].fill(0);
    std::io::Write::write_all(&mut &file, &bytes).expect("written");
    let mut asked = 0;
    let called_off = analyse(&path, |share| {
        asked += 1;
        share < 0.01
    });
    assert_eq!(called_off.expect("read"), None);
    assert!((10..5_000).contains(&asked), "asked {asked} times");
}

/// A real engine: pocketsphinx on the voice of flite, as a command like any other.
#[test]
fn a_real_engine_writes_down_what_a_real_voice_says() {
    let there = |program: &str| Command::new(program).arg("--version").output().is_ok();
    if !there("flite") || !there("pocketsphinx_continuous") {
        eprintln!("SKIPPED: flite or pocketsphinx is not installed");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let spoken = folder.path().join("spoken.wav");
    let sentence = "so first i wrote a small replay tool. then we measured the lag of every consumer.";
    let said = Command::new("flite").args(["-voice", "rms", "-t", sentence, "-o"]).arg(&spoken).status();
    assert!(said.expect("spoke").success());
    // Quiet noise around it: recognisers do badly on digital silence. Four seconds of it first.
    let mut samples = vec![0.0_f32; 64_000];
    let mut wav = hotseat::speech::wav::Wav::open(&spoken).expect("opened");
    wav.each_block_at_16k(|block| {
        samples.extend_from_slice(block);
        true
    })
    .expect("read");
    samples.extend(std::iter::repeat_n(0.0, 32_000));
    let take = folder.path().join("take.wav");
    voice::write_wav(&take, &voice::with_noise(samples, -55.0));
    let grammar = folder.path().join("words.gram");
    std::fs::write(
        &grammar,
        "#JSGF V1.0;\ngrammar answer;\npublic <answer> = so first i wrote a small replay tool then we measured the lag of \
         every consumer | so first i wrote a small replay tool | then we measured the lag of every consumer;\n",
    )
    .expect("written");
    let engine =
        ["pocketsphinx_continuous", "-infile", "{}", "-jsgf", &grammar.display().to_string(), "-logfn", "/dev/null"];
    let engine = Transcriber::from_setting(&engine.map(str::to_owned), None).expect("a command").expect("set");
    let speech = analyse(&take, |_| true).expect("read").expect("not called off").speech;
    assert!(speech.first().is_some_and(|first| (3.8..4.5).contains(&first.start_s)), "{speech:?}");
    let cancel = std::sync::atomic::AtomicBool::new(false);
    let heard: Transcript =
        transcribe(&engine, &take, &speech, "", folder.path(), &cancel, &mut |_| {}).expect("written down");
    let text = heard.text();
    let right = text.split_whitespace().filter(|word| sentence.contains(word)).count();
    assert!(right >= 12, "{text}");
    assert!(heard.segments[0].start_s > 3.5, "times are those of the recording: {heard:?}");
    assert!(Path::new(&take).exists());
}
