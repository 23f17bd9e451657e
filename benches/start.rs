//! How long somebody waits from the command to the first frame and to the first question, in a pseudo-terminal: with the
//! built-in bank alone, with 10,000 own questions, and with as many on the very first start, when they are indexed.

#![allow(missing_docs)]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{Read, Write as _};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// Starts of each kind. They take turns, so that a busy moment of the machine meets all kinds alike.
const STARTS: usize = 21;

/// What the program writes behind each frame: the end of a synchronised update.
const FRAME_END: &[u8] = b"\x1b[?2026l";

/// Longer than any start: the measurement failed.
const PATIENCE: Duration = Duration::from_secs(30);

fn main() {
    // `cargo test --benches` only asks whether it builds.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (alone, many) = (folder.path().join("alone"), folder.path().join("many"));
    fs::create_dir_all(&alone).expect("a folder");
    own_questions(&many);
    let kinds = [
        ("built-in bank alone", &alone, false),
        ("and 10,000 own questions", &many, false),
        ("and 10,000, indexed anew", &many, true),
    ];
    let mut found: Vec<(Vec<Duration>, Vec<Duration>)> = vec![(Vec::new(), Vec::new()); kinds.len()];
    for start in 0..=STARTS {
        for ((_, home, anew), (frames, questions)) in kinds.iter().zip(&mut found) {
            if *anew {
                let _ = fs::remove_dir_all(home.join("cache"));
            }
            let (frame, question) = one(home);
            // The first of each kind makes history and index.
            if start > 0 {
                frames.push(frame);
                questions.push(question);
            }
        }
    }
    println!("median of {STARTS} starts          first frame   first question");
    for ((name, ..), (frames, questions)) in kinds.iter().zip(&mut found) {
        println!("{name:<28}  {:>8.1} ms  {:>8.1} ms", median(frames), median(questions));
    }
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1e3
}

/// Starts the app, waits for its first frame, presses Enter, waits for the question, leaves.
fn one(home: &Path) -> (Duration, Duration) {
    let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_hotseat"));
    command.env("HOTSEAT_HOME", home);
    command.env("TERM", "xterm-256color");
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let mut writer = pair.master.take_writer().expect("a writer");
    let (tell, told) = channel();
    thread::spawn(move || {
        let mut buffer = vec![0; 65_536].into_boxed_slice();
        while let Ok(count @ 1..) = reader.read(&mut buffer) {
            let _ = tell.send((Instant::now(), buffer[..count].to_vec()));
        }
    });
    let begun = Instant::now();
    let mut child = pair.slave.spawn_command(command).expect("started");
    drop(pair.slave);
    let frame = wait_for(&told, FRAME_END);
    let pressed = Instant::now();
    writer.write_all(b"\r").and_then(|()| writer.flush()).expect("pressed");
    let question = wait_for(&told, b"thinking");
    writer.write_all(b"\x03").and_then(|()| writer.flush()).expect("pressed");
    child.wait().expect("ended");
    // Whoever presses Enter does so when the frame is there.
    (frame - begun, (frame - begun) + (question - pressed))
}

/// When a text had come in.
fn wait_for(told: &Receiver<(Instant, Vec<u8>)>, text: &[u8]) -> Instant {
    let mut seen = Vec::new();
    loop {
        let (at, bytes) = told.recv_timeout(PATIENCE).expect("the program says something");
        seen.extend(bytes);
        if seen.windows(text.len()).any(|part| part == text) {
            return at;
        }
    }
}

/// A home with 10,000 own questions in one file of an hour ago.
fn own_questions(home: &Path) {
    let banks = home.join("data/banks");
    fs::create_dir_all(&banks).expect("a folder");
    let mut questions = String::new();
    for i in 0..10_000 {
        let comma = if i == 0 { "" } else { "," };
        write!(
            questions,
            "{comma}\n{{\"id\":\"q{i}\",\"topic\":\"part-{}\",\"prompt\":\"What happens to request {i} when the primary fails \
             over?\",\"tags\":[\"t{}\"],\"look_for\":[{{\"id\":\"p\",\"text\":\"Says what users see\",\"cues\":[\"users see\"]}}],\
             \"sample\":{{\"strong\":\"It waits for the lease, and then request {i} is tried again.\"}}}}",
            i % 40,
            i % 50
        )
        .expect("a string");
    }
    let path = banks.join("big.json");
    fs::write(&path, format!("{{\"bank\":\"big\",\"questions\":[{questions}]}}")).expect("written");
    let hour_ago = SystemTime::now() - Duration::from_hours(1);
    File::options().write(true).open(&path).and_then(|file| file.set_modified(hour_ago)).expect("times set");
}
