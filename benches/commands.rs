//! What whole commands take, from start to end, in the home of a user of many years: 10,000 own questions and 100,000 answers.
//!
//! `cargo bench --bench commands -- FOLDER` makes that home in a folder, or takes the one that is there, and leaves it there.

#![allow(missing_docs)]

mod long_log;
mod processor;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How often each is run. Processor time is the mean, because it is counted in ticks; of the time that passes the quickest run
/// counts: what else the machine does only ever adds.
const RUNS: u32 = 40;

/// How often the memory of the program is looked at. What is read is its peak so far.
const LOOK: Duration = Duration::from_micros(500);

const COMMANDS: &[&[&str]] = &[&["queue", "--json"], &["stats", "--json"], &["queue"], &["stats"]];

fn main() {
    // `cargo test --benches` only asks whether it builds.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let temporary = tempfile::tempdir().expect("a folder");
    let named = std::env::args().skip(1).find(|arg| !arg.starts_with("--")).map(PathBuf::from);
    let home = named.unwrap_or_else(|| temporary.path().to_owned());
    if !home.join("data/history.sqlite").exists() {
        drop(long_log::engine(&home));
    }
    println!("{:<24} {:>9} {:>9} {:>9} {:>10}", "command", "processor", "quickest", "median", "memory");
    for args in COMMANDS {
        let before = processor::of_children();
        let mut times: Vec<Duration> = (0..RUNS).map(|_| time(&home, args)).collect();
        let processor = processor::of_children().saturating_sub(before) / RUNS;
        times.sort_unstable();
        let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
        let (processor, quickest, median) = (ms(processor), ms(times[0]), ms(times[times.len() / 2]));
        let peak = (0..RUNS).map(|_| memory(&home, args)).max().unwrap_or(0);
        let (name, memory) = (args.join(" "), peak as f64 / 1_024.0);
        println!("{name:<24} {processor:>6.1} ms {quickest:>6.1} ms {median:>6.1} ms {memory:>6.1} MiB");
    }
}

fn start(home: &Path, args: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hotseat"));
    command.args(args).env("HOTSEAT_HOME", home).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("started")
}

fn time(home: &Path, args: &[&str]) -> Duration {
    let begun = Instant::now();
    let ended = start(home, args).wait().expect("ended");
    let time = begun.elapsed();
    assert!(ended.success(), "{args:?}");
    time
}

/// The peak of its memory in KiB; 0 where the system does not say.
fn memory(home: &Path, args: &[&str]) -> u64 {
    let (mut child, mut peak) = (start(home, args), 0);
    while child.try_wait().expect("waited").is_none() {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = peak.max(line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0));
        std::thread::sleep(LOOK);
    }
    peak
}
