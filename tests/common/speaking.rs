//! Somebody who speaks: a bank to speak about, a transcriber, a microphone, and the program line by line.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::common::{self, Home};
use crate::server::Server;

/// Longer than anything here takes on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) const BANK: &str = r#"{"bank": "talk", "topic": "talk", "questions": [
    {"id": "one", "prompt": "What do you do first?", "seconds": {"think": 5, "target": 60, "max": 90},
     "look_for": [{"id": "a", "text": "Protects the database", "tier": "must", "cues": ["protect the database"]},
                  {"id": "b", "text": "Says who is paged", "cues": ["page"]}],
     "follow_ups": [{"id": "then", "prompt": "And who is paged at night?",
                     "look_for": [{"id": "who", "text": "Whoever is on call this week"}]}]}]}"#;

/// A user whose transcriber writes down the same for each recording that it gets, in turn.
pub(crate) fn home(words: &[&str]) -> Home {
    let home = Home::new();
    home.write("data/banks/talk.json", BANK);
    let lines: String = words.iter().map(|line| format!("{line}\n")).collect();
    home.write("words", lines);
    transcriber(
        &home,
        "n=$(cat \"$0.n\" 2>/dev/null || echo 0); n=$((n + 1)); echo $n >\"$0.n\"; sed -n ${n}p \"${0%/*}/words\"",
    );
    home
}

/// Has answers written down by a few lines of shell.
pub(crate) fn transcriber(home: &Home, lines: &str) {
    home.write("hears", format!("#!/bin/sh\n{lines}\n"));
    let script = home.path("hears");
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o700)).expect("made a program");
    home.write("config/config.toml", format!("fuzz = false\nstt = [{:?}]\n", common::text(&script)));
}

pub(crate) fn at(server: &Server, home: &Home, args: &[&str]) -> Command {
    let mut command = home.command(args);
    command.env("XDG_RUNTIME_DIR", server.runtime()).env("HOME", server.runtime());
    command.env_remove("PULSE_SERVER").env_remove("PULSE_RUNTIME_PATH");
    command
}

/// Somebody speaks into the microphone; returns when it is said.
pub(crate) fn speak(server: &Server, words: &str) {
    let folder = Home::new();
    let file = folder.path("said.wav");
    let spoken = Command::new("espeak-ng").args(["-v", "en-us", "-w"]).arg(&file).arg(words).status();
    if !spoken.is_ok_and(|status| status.success()) {
        eprintln!("no espeak-ng: a buzz speaks");
        buzz(&file);
    }
    let played = at(server, &folder, &["speech", "play", &common::text(&file)]).output().expect("started");
    assert!(played.status.success(), "{played:?}");
}

/// Two seconds of something that a detector takes for a voice: pulses through two resonances.
pub(crate) fn buzz(path: &Path) {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 16_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut file = hound::WavWriter::create(path, spec).expect("created");
    for n in 0..32_000_u32 {
        let time = f64::from(n % 133) / 16_000.0;
        let tau = std::f64::consts::TAU;
        let wave =
            (tau * 700.0 * time).sin() * (-time * 300.0).exp() + (tau * 1_200.0 * time).sin() * (-time * 400.0).exp();
        #[expect(clippy::cast_possible_truncation, reason = "20,000 at most")]
        file.write_sample((wave * 10_000.0) as i16).expect("written");
    }
    file.finalize().expect("written");
}

/// The program line by line.
pub(crate) struct Talk {
    pub(crate) child: Child,
    lines: Receiver<String>,
    said: String,
}

impl Talk {
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).spawn().expect("started");
        let (send, lines) = channel();
        let out = BufReader::new(child.stdout.take().expect("piped"));
        std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
        Self { child, lines, said: String::new() }
    }

    pub(crate) fn wait_for(&mut self, words: &str) -> &mut Self {
        let since = Instant::now();
        while !self.said.contains(words) {
            assert!(since.elapsed() < PATIENCE, "{words:?} is never said after: {}", self.said);
            if let Ok(line) = self.lines.recv_timeout(Duration::from_millis(50)) {
                self.said.push_str(&line);
                self.said.push('\n');
            }
        }
        let end = self.said.find(words).expect("said") + words.len();
        self.said.drain(..end);
        self
    }

    pub(crate) fn line(&mut self, line: &str) -> &mut Self {
        writeln!(self.child.stdin.as_mut().expect("piped"), "{line}").expect("taken");
        self
    }

    pub(crate) fn end(&mut self) -> String {
        drop(self.child.stdin.take());
        assert!(self.child.wait().expect("ended").success());
        self.said.extend(self.lines.iter().map(|line| line + "\n"));
        std::mem::take(&mut self.said)
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("listed").path()).collect();
    files.sort();
    files
}

pub(crate) fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).expect("there").permissions().mode() & 0o777
}

/// Whether a process runs: neither gone, nor dead and waiting to be collected by init.
pub(crate) fn is_alive(pid: &str) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z"))
}

pub(crate) fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let since = Instant::now();
    while !holds() {
        assert!(since.elapsed() < PATIENCE, "{what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}
