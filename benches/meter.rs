//! Whether the level meter holds up keys, and what it costs: the program in pseudo-terminals, one that records from a
//! sound server of our own into which a sound is played, and beside it one in which only the clock runs.
//!
//! `cargo bench --bench meter` takes a little more than a minute. Without `pulseaudio` the clock alone is measured.

#![allow(missing_docs)]

#[path = "../tests/common/server.rs"]
#[allow(dead_code, reason = "a part of it is used here")]
mod server;

use std::fs;
use std::hint::black_box;
use std::io::{Read as _, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent};
use hotseat::config::Paths;
use hotseat::engine::Engine;
use hotseat::moment::Clock;
use hotseat::session::{Order, SoundOrder};
use hotseat::sound::Sounded;
use hotseat::speech::meter::Reading;
use hotseat::speech::record::Heard;
use hotseat::tui::app::{App, Colours, Input};
use hotseat::tui::screen::Effect;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use server::Server;

const COLUMNS: u16 = 80;
const ROWS: u16 = 24;

/// Each time three keys are measured: help opens, help closes, the clock is paused.
const ROUNDS: usize = 100;

/// How long nobody presses a key, to count frames and processor time.
const UNTOUCHED: Duration = Duration::from_secs(20);

/// Longer than any key: the measurement failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the program writes behind each frame: the end of a synchronised update.
const FRAME_END: &[u8] = b"\x1b[?2026l";

fn main() {
    // `cargo test --benches` only asks whether it builds.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start();
    let mut running = Vec::new();
    let sound = server.as_ref().map(|server| {
        let sound = play(server, folder.path());
        running.push(Running::speak("meter live", &folder.path().join("meter"), server.runtime()));
        sound
    });
    let silent = folder.path().join("clock");
    fs::create_dir_all(silent.join("config")).expect("a folder");
    fs::write(silent.join("config/config.toml"), "microphone = \"none\"\n").expect("written");
    running.push(Running::speak("clock alone", &silent, folder.path()));

    let mut rows = vec![Vec::new(); 5];
    for (place, measured) in untouched(&mut running).into_iter().enumerate() {
        rows[3 + place] = measured;
    }
    for mut delays in keys(&mut running) {
        delays.sort_unstable();
        let at = |share: usize| format!("{:.1} ms", milliseconds(delays[(delays.len() - 1) * share / 100]));
        rows.iter_mut().zip([50, 95, 100]).for_each(|(row, share)| row.push(at(share)));
    }
    println!("{:<44}{}", format!("{} keys each", ROUNDS * 3), line(running.iter().map(|one| one.name)));
    let names =
        ["key to its frame, median", "95 of 100", "slowest", "frames a second, untouched", "processor time, untouched"];
    for (name, row) in names.iter().zip(&rows) {
        println!("{name:<44}{}", line(row.iter().map(String::as_str)));
    }
    running.into_iter().for_each(Running::end);
    if let Some(mut sound) = sound {
        let _ = sound.kill();
        let _ = sound.wait();
    }
    longest(&folder.path().join("longest"));
}

fn line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    cells.map(|cell| format!("{cell:>16}")).collect()
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The program in a terminal, at an answer that is being spoken.
struct Running {
    name: &'static str,
    child: Box<dyn portable_pty::Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    shown: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    /// The last bytes: the end of a frame may come in two pieces.
    tail: Vec<u8>,
    frames: usize,
}

impl Running {
    /// Starts it where the sound server may be found, and speaks.
    fn speak(name: &'static str, home: &Path, runtime: &Path) -> Self {
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_hotseat"));
        command.env("HOTSEAT_HOME", home);
        command.env("TERM", "xterm-256color");
        command.env("XDG_RUNTIME_DIR", runtime);
        command.env("HOME", runtime);
        command.env_remove("PULSE_SERVER");
        command.env_remove("PULSE_RUNTIME_PATH");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let keys = pair.master.take_writer().expect("a writer");
        let (tell, shown) = channel();
        thread::spawn(move || {
            let mut buffer = vec![0; 65_536].into_boxed_slice();
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                // Nobody reads on when all is measured.
                let _ = tell.send((Instant::now(), buffer[..count].to_vec()));
            }
        });
        let child = pair.slave.spawn_command(command).expect("started");
        let at_least_one = |size| NonZeroU16::new(size).unwrap_or(NonZeroU16::MIN);
        let screen = vt100::Parser::new(at_least_one(ROWS), at_least_one(COLUMNS), 0);
        let mut running = Self { name, child, keys, shown, screen, tail: Vec::new(), frames: 0 };
        running.until("Browse", true);
        running.press(b"\r", "t type", true);
        running.press(b"s", "speak now", true);
        if name == "meter live" {
            running.until("▆", true);
        }
        running
    }

    /// Presses a key and tells how long it took until these words stood on the screen, or stood there no more.
    fn press(&mut self, key: &[u8], words: &str, there: bool) -> Duration {
        self.look(Duration::ZERO);
        assert!(self.shows(words) != there, "{words:?} before the key:\n{}", self.screen.screen().contents());
        let pressed = Instant::now();
        self.keys.write_all(key).and_then(|()| self.keys.flush()).expect("pressed");
        self.until(words, there).saturating_duration_since(pressed)
    }

    fn shows(&self, words: &str) -> bool {
        self.screen.screen().contents().contains(words)
    }

    /// When it was so.
    fn until(&mut self, words: &str, there: bool) -> Instant {
        let since = Instant::now();
        loop {
            let left = PATIENCE.saturating_sub(since.elapsed());
            let Ok((at, bytes)) = self.shown.recv_timeout(left) else {
                panic!("{}, {words:?} {there}:\n{}", self.name, self.screen.screen().contents());
            };
            self.take(&bytes);
            if self.shows(words) == there {
                return at;
            }
        }
    }

    /// Takes what is shown in that time.
    fn look(&mut self, time: Duration) {
        let since = Instant::now();
        while let Ok((_, bytes)) = self.shown.recv_timeout(time.saturating_sub(since.elapsed())) {
            self.take(&bytes);
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
        self.tail.extend_from_slice(bytes);
        self.frames += self.tail.windows(FRAME_END.len()).filter(|&part| part == FRAME_END).count();
        self.tail.drain(..self.tail.len().saturating_sub(FRAME_END.len() - 1));
    }

    /// Seconds of processor time so far, of the user and of the system, where that is told.
    fn processor_time(&self) -> Option<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.process_id()?)).ok()?;
        // The name of the program may contain anything, also blanks and brackets.
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        let ticks: u32 = fields.get(11)?.parse::<u32>().ok()? + fields.get(12)?.parse::<u32>().ok()?;
        Some(f64::from(ticks) / 100.0)
    }

    fn end(mut self) {
        // Ctrl-C, and if that is not heard, by force.
        let _ = self.keys.write_all(b"\x03").and_then(|()| self.keys.flush());
        let since = Instant::now();
        while self.child.try_wait().is_ok_and(|ended| ended.is_none()) && since.elapsed() < PATIENCE {
            thread::sleep(Duration::from_millis(10));
        }
        let _ = self.child.kill();
    }
}

/// Frames and processor time a second while nobody presses a key.
fn untouched(running: &mut [Running]) -> [Vec<String>; 2] {
    for one in running.iter_mut() {
        one.look(Duration::ZERO);
    }
    let before: Vec<_> = running.iter().map(|one| (one.frames, one.processor_time())).collect();
    let began = Instant::now();
    thread::sleep(UNTOUCHED);
    let seconds = began.elapsed().as_secs_f64();
    let (mut frames, mut times) = (Vec::new(), Vec::new());
    for (one, (frames_before, time_before)) in running.iter_mut().zip(before) {
        one.look(Duration::ZERO);
        frames.push(format!("{:.1}", (one.frames - frames_before) as f64 / seconds));
        let time = one.processor_time().zip(time_before).map(|(after, before)| (after - before) / seconds * 100.0);
        times.push(time.map_or_else(|| "unknown".to_owned(), |share| format!("{share:.2} % of one")));
    }
    [frames, times]
}

/// How long each key took. The programs take turns, so that a busy moment of the machine meets all alike, and the keys
/// come at every moment between two frames of the meter.
fn keys(running: &mut [Running]) -> Vec<Vec<Duration>> {
    let mut found = vec![Vec::new(); running.len()];
    let mut pressed = 0;
    for _ in 0..ROUNDS {
        for (one, delays) in running.iter_mut().zip(&mut found) {
            let mut press = |key: &[u8], words, there| {
                pressed += 1;
                thread::sleep(Duration::from_millis(pressed * 37 % 101));
                one.press(key, words, there)
            };
            delays.push(press(b"?", "Esc close", true));
            delays.push(press(b"\x1b", "Esc close", false));
            delays.push(press(b"p", "paused", true));
            press(b"p", "paused", false);
        }
    }
    found
}

/// Plays ten minutes of something that swells and fades as often as syllables do.
fn play(server: &Server, folder: &Path) -> Child {
    const RATE: u32 = 16_000;
    let file = folder.join("sound.wav");
    let spec =
        hound::WavSpec { channels: 1, sample_rate: RATE, bits_per_sample: 16, sample_format: hound::SampleFormat::Int };
    let mut sound = hound::WavWriter::create(&file, spec).expect("created");
    for n in 0..600 * RATE {
        let turns = f64::from(n) * std::f64::consts::TAU / f64::from(RATE);
        let value = (turns * 220.0).sin() * (turns * 1.7).sin() * 12_000.0;
        #[expect(clippy::cast_possible_truncation, reason = "12,000 at most")]
        sound.write_sample(value as i16).expect("written");
    }
    sound.finalize().expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_hotseat"));
    command.args(["speech", "play"]).arg(&file).env("HOTSEAT_HOME", folder.join("player"));
    command.env("XDG_RUNTIME_DIR", server.runtime()).env("HOME", server.runtime());
    command.env_remove("PULSE_SERVER").env_remove("PULSE_RUNTIME_PATH");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("started")
}

/// What the longest recording there may be costs in a frame: three hours.
fn longest(home: &Path) {
    const READINGS: u32 = 3 * 3_600 * 10;
    let clock = Clock::start();
    let engine = Engine::open(Paths::find(Some(home)).expect("a home"), clock.now()).expect("opened");
    let (mut app, _) = App::new(engine, None, Colours::default(), clock.now());
    let mut name = None;
    for code in [KeyCode::Enter, KeyCode::Char('s')] {
        let effects = app.update(Input::Terminal(Event::Key(KeyEvent::from(code))), clock.now());
        name = name.or(effects.into_iter().find_map(|effect| match effect {
            Effect::Order(Order::Sound(SoundOrder::Record(name))) => Some(name),
            _ => None,
        }));
    }
    let name = name.expect("it records");
    let mut hear = |heard| drop(app.update(Input::Voice(Sounded::Recorder(name.clone(), heard)), clock.now()));
    hear(Heard::Listening("a headset".into()));
    let reading = Reading { rms: 0.1, peak: 0.3, voice: false, clipped: false };
    let began = Instant::now();
    (0..READINGS).for_each(|_| hear(Heard::Sound(reading, 0.0)));
    let each = began.elapsed() / READINGS;
    let mut screen = Terminal::new(TestBackend::new(COLUMNS, ROWS)).expect("a terminal");
    let frames = 200;
    let began = Instant::now();
    for _ in 0..frames {
        black_box(screen.draw(|frame| app.view(clock.now(), frame)).expect("drawn"));
    }
    let frame = milliseconds(began.elapsed() / frames);
    println!("after three hours of sound: a frame {frame:.2} ms, a reading {:.2} µs", each.as_secs_f64() * 1e6);
}
