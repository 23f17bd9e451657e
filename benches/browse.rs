//! How long a key of the search takes with 10,000 questions and 100,000 answers, and how much memory the program takes.

#![allow(missing_docs)]

mod long_log;

use std::hint::black_box;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use hotseat::browse::{Ask, Looker};
use hotseat::tui::app::{App, Colours, Input};
use long_log::{ANSWERS, QUESTIONS, engine, now};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

/// What the search is tried with: a word of every prompt, of one prompt, of every answer, and of nothing.
const TYPED: [&str; 4] = ["happens", "4242", "number", "xyzzy"];

/// How long the program may take to show what it is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

fn press(app: &mut App, code: KeyCode) {
    black_box(app.update(Input::Terminal(Event::Key(KeyEvent::new(code, KeyModifiers::NONE))), now()));
}

fn browse(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = engine(folder.path());
    let answers = engine.history().answers().expect("opened");
    let (all, error) = engine.catalogue(now());
    assert!(error.is_none() && all.rows().len() > QUESTIONS && ANSWERS == 100_000);

    let mut group = c.benchmark_group("10,000 questions, 100,000 answers");
    group.sample_size(20);
    group.bench_function("every question with its state", |b| b.iter(|| black_box(engine.catalogue(now()))));
    let mut looker = Looker::default();
    for text in TYPED {
        group.bench_function(format!("beside the keys: points and answers with \"{text}\""), |b| {
            b.iter(|| {
                looker.look(&Ask::new(1, text, &all), Some(&answers), &|| false, &mut |found| {
                    black_box(found);
                });
            });
        });
    }
    let (mut app, _) = App::new(engine, None, Colours::default(), now());
    let mut screen = Terminal::new(TestBackend::new(120, 40)).expect("a terminal");
    press(&mut app, KeyCode::Char('/'));
    press(&mut app, KeyCode::Char('/'));
    for text in TYPED {
        // Every key of the word with its frame; what is timed is the slowest of them.
        group.bench_function(format!("slowest key of \"{text}\" with its frame"), |b| {
            b.iter_custom(|times| {
                let mut sum = Duration::ZERO;
                for _ in 0..times {
                    let mut slowest = Duration::ZERO;
                    for letter in text.chars() {
                        let start = Instant::now();
                        press(&mut app, KeyCode::Char(letter));
                        screen.draw(|frame| app.view(now(), frame)).expect("drawn");
                        slowest = slowest.max(start.elapsed());
                    }
                    sum += slowest;
                    text.chars().for_each(|_| press(&mut app, KeyCode::Backspace));
                }
                sum
            });
        });
    }
    group.finish();
    drop(app);
    memory(folder.path());
}

/// What the program itself takes, from outside: started, with the list open, while searching.
fn memory(home: &Path) {
    let size = PtySize { rows: 40, cols: 120, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).expect("a terminal");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_hotseat"));
    command.env("HOTSEAT_HOME", home);
    command.env("TERM", "xterm-256color");
    let mut child = pair.slave.spawn_command(command).expect("started");
    let mut keys = pair.master.take_writer().expect("a writer");
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let (send, shown) = channel();
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(read @ 1..) = reader.read(&mut bytes) {
            if send.send(String::from_utf8_lossy(&bytes[..read]).into_owned()).is_err() {
                break;
            }
        }
    });
    let id = child.process_id().unwrap_or(0);
    for (typed, until, name) in [
        ("", "Browse", "started"),
        ("/", "by topic", "with the list open"),
        ("/number is real", "your answer", "searching"),
    ] {
        keys.write_all(typed.as_bytes()).expect("typed");
        wait_for(&shown, until);
        println!("memory {name}: {}", resident(id));
    }
    let _ = child.kill();
}

fn wait_for(shown: &Receiver<String>, words: &str) {
    let (start, mut all) = (Instant::now(), String::new());
    while !all.contains(words) {
        let left = PATIENCE.saturating_sub(start.elapsed());
        all.push_str(&shown.recv_timeout(left).unwrap_or_else(|_| panic!("{words:?} was not shown: {all:?}")));
    }
}

/// Memory of a process now and at most, where the system tells.
fn resident(id: u32) -> String {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = |name: &str| {
        let kib =
            status.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_suffix(" kB")?.parse::<f64>().ok());
        kib.map_or_else(|| "unknown".to_owned(), |kib| format!("{:.1} MiB", kib / 1024.0))
    };
    format!("{} now, {} at most", line("VmRSS:"), line("VmHWM:"))
}

criterion_group!(benches, browse);
criterion_main!(benches);
