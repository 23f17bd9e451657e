//! Sound, for real: a sound server of our own with a microphone that is not there, the real program that records from
//! it and plays into it. Without `pulseaudio` on the machine these tests say so and pass.
#![cfg(target_os = "linux")]

mod common;
#[path = "terminal/harness.rs"]
#[allow(dead_code, reason = "a part of it is used here")]
mod harness;
#[path = "common/server.rs"]
mod server;

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use common::Home;
use harness::{PATIENCE, Start, Terminal};
use rustix::process::{Pid, Signal, kill_process};
use server::Server;

const RATE: u32 = 16_000;

impl Server {
    fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(self.process.id().cast_signed()).expect("a process");
        kill_process(pid, signal).expect("it is there");
    }

    /// The program, which knows this server.
    fn command(&self, home: &Home, args: &[&str]) -> Command {
        let mut command = home.command(args);
        command.env("XDG_RUNTIME_DIR", self.runtime());
        command.env_remove("PULSE_SERVER").env_remove("PULSE_RUNTIME_PATH").env("HOME", self.runtime());
        command
    }
}

/// Ends a program that a failed test left.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_raw(self.0.id().cast_signed()).expect("a process"), signal).expect("it is there");
    }

    /// Waits until the program has said a line like this.
    fn wait_for(&mut self, words: &str) {
        let mut lines = BufReader::new(self.0.stderr.take().expect("piped")).lines();
        let said = lines.find(|line| line.as_ref().is_ok_and(|line| line.contains(words)));
        assert!(said.is_some(), "it never says {words}");
        // What comes later is read too, or the program would be told that nobody listens.
        std::thread::spawn(move || lines.for_each(drop));
    }

    fn code(&mut self) -> Option<i32> {
        self.0.wait().expect("ended").code()
    }
}

/// A tone of 440 Hz that a voice detector takes for none and everybody else for sound.
fn tone(path: &Path, seconds: u32) {
    let spec =
        hound::WavSpec { channels: 1, sample_rate: RATE, bits_per_sample: 16, sample_format: hound::SampleFormat::Int };
    let mut file = hound::WavWriter::create(path, spec).expect("created");
    for n in 0..seconds * RATE {
        let value = (f64::from(n) * 440.0 * std::f64::consts::TAU / f64::from(RATE)).sin() * 8_000.0;
        #[expect(clippy::cast_possible_truncation, reason = "8,000 at most")]
        file.write_sample(value as i16).expect("written");
    }
    file.finalize().expect("written");
}

/// Somebody who speaks for a few seconds; a tone where no voice is installed.
fn speech(path: &Path) {
    let words = "First I would look at what changed. Then I would protect the database from all the callers.";
    let spoken = Command::new("espeak-ng").args(["-v", "en-us", "-w"]).arg(path).arg(words).status();
    if !spoken.is_ok_and(|status| status.success()) {
        eprintln!("no espeak-ng: a tone speaks");
        tone(path, 5);
    }
}

/// Seconds of a recording and its root mean square, as its header says and another reader finds.
fn heard(path: &Path) -> (f64, f64) {
    let reader = hound::WavReader::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let spec = reader.spec();
    assert_eq!((spec.channels, spec.sample_rate, spec.bits_per_sample), (1, RATE, 16));
    let samples: Vec<f64> =
        reader.into_samples::<i16>().map(|sample| f64::from(sample.expect("whole")) / 32_768.0).collect();
    let squares: f64 = samples.iter().map(|sample| sample * sample).sum();
    #[expect(clippy::cast_precision_loss, reason = "a few seconds")]
    let count = samples.len() as f64;
    (count / f64::from(RATE), (squares / count.max(1.0)).sqrt())
}

/// Waits until so many seconds are in the file.
fn wait_for_seconds(path: &Path, seconds: f64) {
    let since = Instant::now();
    while !hound::WavReader::open(path).is_ok_and(|file| f64::from(file.duration()) / f64::from(RATE) >= seconds) {
        assert!(since.elapsed() < PATIENCE, "{} never has {seconds} s", path.display());
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Starts a recording that goes on until it is ended.
fn recording(server: &Server, home: &Home, out: &Path) -> Running {
    let mut running =
        Running(server.command(home, &["speech", "record", &common::text(out)]).spawn().expect("started"));
    running.wait_for("Recording from");
    running
}

#[test]
fn what_is_played_is_recorded() {
    let Some(server) = Server::start() else { return };
    let home = Home::new();
    let (said, out) = (home.path("said.wav"), home.path("out.wav"));
    tone(&said, 3);
    let mut record = server.command(&home, &["speech", "record", &common::text(&out), "--seconds", "3"]);
    let mut running = Running(record.spawn().expect("started"));
    running.wait_for("Recording from");
    let played = server.command(&home, &["speech", "play", &common::text(&said)]).output().expect("started");
    assert!(played.status.success(), "{played:?}");
    assert_eq!(running.code(), Some(0));
    let (seconds, rms) = heard(&out);
    assert!((seconds - 3.0).abs() < 1e-9, "{seconds} s");
    assert!(rms > 0.05, "{rms}");
    assert_eq!(std::fs::metadata(&out).expect("there").permissions().mode() & 0o777, 0o600);
}

#[test]
fn the_devices_are_listed() {
    let Some(server) = Server::start() else { return };
    let home = Home::new();
    let found = server.command(&home, &["speech", "devices", "--json"]).output().expect("started");
    let found: serde_json::Value = serde_json::from_slice(&found.stdout).expect("JSON");
    assert_eq!(found["inputs"][0]["name"], "speech.monitor");
    assert_eq!(found["inputs"][0]["default"], true);
    assert_eq!(found["outputs"][0]["name"], "speech");
    let unknown =
        server.command(&home, &["speech", "record", "x.wav", "--device", "no-such"]).output().expect("started");
    assert_eq!(unknown.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("speech devices"), "{unknown:?}");
}

#[test]
fn the_server_is_found_where_its_own_library_looks() {
    let Some(server) = Server::start() else { return };
    let home = Home::new();
    let socket = server.runtime().join("pulse/native");
    let places = [
        ("PULSE_SERVER", format!("unix:{}", socket.display())),
        ("PULSE_SERVER", common::text(&socket)),
        ("PULSE_RUNTIME_PATH", common::text(&server.runtime().join("pulse"))),
    ];
    for (name, value) in places {
        let mut command = home.command(&["speech", "devices"]);
        command.env_remove("XDG_RUNTIME_DIR").env_remove("PULSE_SERVER").env("PATH", "").env(name, &value);
        let found = command.output().expect("started");
        assert!(String::from_utf8_lossy(&found.stdout).contains("speech.monitor"), "{name}={value}: {found:?}");
    }
}

#[test]
fn ctrl_c_ends_a_recording_that_has_no_length() {
    let Some(server) = Server::start() else { return };
    let home = Home::new();
    let out = home.path("out.wav");
    let mut running = recording(&server, &home, &out);
    wait_for_seconds(&out, 1.0);
    running.signal(Signal::INT);
    assert_eq!(running.code(), Some(0));
    assert!(heard(&out).0 >= 1.0);
    let out = home.path("long.wav");
    let mut long = server.command(&home, &["speech", "record", &common::text(&out), "--seconds", "600"]);
    let mut long = Running(long.spawn().expect("started"));
    long.wait_for("Recording from");
    wait_for_seconds(&out, 1.0);
    long.signal(Signal::INT);
    assert_eq!(long.code(), Some(130), "it was to be longer");
    assert!(heard(&out).0 >= 1.0);
}

#[test]
fn a_kill_leaves_a_recording_that_can_be_played() {
    let Some(server) = Server::start() else { return };
    let home = Home::new();
    let out = home.path("out.wav");
    let mut running = recording(&server, &home, &out);
    wait_for_seconds(&out, 2.0);
    running.signal(Signal::KILL);
    running.code();
    let (seconds, _) = heard(&out);
    assert!(seconds >= 2.0, "{seconds}");
    let played = server.command(&home, &["speech", "play", &common::text(&out), "--from", "1.8"]).output();
    assert!(played.expect("started").status.success());
}

#[test]
fn a_server_that_dies_costs_nothing_that_was_said() {
    let Some(server) = Server::start() else { return };
    let home = Home::new();
    let out = home.path("out.wav");
    let mut running = recording(&server, &home, &out);
    wait_for_seconds(&out, 1.0);
    drop(server);
    assert_eq!(running.code(), Some(1));
    assert!(heard(&out).0 >= 1.0);
}

#[test]
fn a_server_that_hangs_is_given_up() {
    let Some(server) = Server::start() else { return };
    let home = Home::new();
    let out = home.path("out.wav");
    let mut running = recording(&server, &home, &out);
    wait_for_seconds(&out, 1.0);
    server.signal(Signal::STOP);
    let since = Instant::now();
    assert_eq!(running.code(), Some(1));
    assert!(heard(&out).0 >= 1.0);
    let mut devices = server.command(&home, &["speech", "devices"]);
    let devices = devices.env("PATH", "").output().expect("started");
    assert_eq!(devices.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&devices.stderr).contains("does not answer"), "{devices:?}");
    assert!(since.elapsed() < Duration::from_secs(10), "{:?}", since.elapsed());
    server.signal(Signal::CONT);
}

#[test]
fn without_any_sound_the_commands_say_so_and_nothing_else_minds() {
    let home = Home::new();
    let nothing = |args: &[&str]| {
        let mut command = home.command(args);
        command.env("XDG_RUNTIME_DIR", home.path("run")).env("HOME", home.path("")).env("PATH", "");
        command.env_remove("PULSE_SERVER").env_remove("PULSE_RUNTIME_PATH");
        command.output().expect("started")
    };
    let out = home.path("out.wav");
    let record = nothing(&["speech", "record", &common::text(&out)]);
    assert_eq!(record.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&record.stderr).contains("no microphone was found"), "{record:?}");
    assert!(!out.exists());
    assert_eq!(nothing(&["speech", "devices", "--json"]).status.code(), Some(0));
    let doctor = nothing(&["doctor"]);
    assert!(doctor.status.success(), "{doctor:?}");
    let said = String::from_utf8_lossy(&doctor.stdout).into_owned();
    assert!(said.contains("none   microphone") && said.contains("timed and not recorded"), "{said}");
}

#[test]
fn a_recorder_program_takes_over_where_there_is_no_server() {
    let home = Home::new();
    let programs = home.path("bin");
    std::fs::create_dir_all(&programs).expect("created");
    let script = programs.join("arecord");
    std::fs::write(&script, "#!/bin/sh\nexec /bin/cat /dev/zero\n").expect("written");
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o700)).expect("executable");
    let out = home.path("out.wav");
    let mut command = home.command(&["speech", "record", &common::text(&out), "--seconds", "1.5"]);
    command.env("XDG_RUNTIME_DIR", home.path("run")).env("HOME", home.path("")).env("PATH", &programs);
    command.env_remove("PULSE_SERVER").env_remove("PULSE_RUNTIME_PATH");
    let ran = command.output().expect("started");
    assert!(ran.status.success() && String::from_utf8_lossy(&ran.stderr).contains("arecord"), "{ran:?}");
    assert!((heard(&out).0 - 1.5).abs() < 1e-9);
}

#[test]
fn old_recordings_are_purged_and_those_of_answers_in_progress_are_not() {
    let home = Home::new();
    home.write("data/recordings/old.wav", [0; 100]);
    home.write("data/recordings/live-take2.wav", [0; 100]);
    home.write("data/recordings/notes.txt", "mine");
    home.write("data/drafts/live.json", "{}");
    let dry = home.run(&["speech", "purge", "--dry-run"]);
    assert!(dry.works().err().contains("1 recording, 100 bytes, would be deleted"), "{dry:?}");
    let later = home.run(&["speech", "purge", "--older-than", "7"]);
    assert!(later.works().err().contains("0 recordings"), "{later:?}");
    home.run(&["speech", "purge"]).works();
    assert!(!home.path("data/recordings/old.wav").exists());
    assert!(home.path("data/recordings/live-take2.wav").exists() && home.path("data/recordings/notes.txt").exists());
}

const ON_HOME: &str = "   Browse  ";

/// The app at a question, in a terminal of its own.
fn app(server: &Server, home: &harness::Home) -> Terminal {
    hearing(Start::hotseat(home.path()), server)
}

/// Starts where the server is found.
fn hearing(start: Start, server: &Server) -> Terminal {
    let start = start.env("XDG_RUNTIME_DIR", &common::text(server.runtime()));
    start.env("PULSE_SERVER", "").env("PULSE_RUNTIME_PATH", "").env("HOME", &common::text(server.runtime())).start()
}

/// Somebody speaks into the microphone; returns when it is said.
fn say(server: &Server, home: &harness::Home) {
    let file = home.path().join("said.wav");
    speech(&file);
    let user = Home::new();
    let played = server.command(&user, &["speech", "play", &common::text(&file)]).output().expect("started");
    assert!(played.status.success(), "{played:?}");
}

fn recordings(home: &harness::Home) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(home.paths().recordings()) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("listed").path()).collect();
    paths.sort();
    paths
}

/// The recordings, as soon as there are this many.
fn wait_for_recordings(home: &harness::Home, most: usize) -> Vec<PathBuf> {
    let since = Instant::now();
    loop {
        let paths = recordings(home);
        if paths.len() >= most {
            return paths;
        }
        assert!(since.elapsed() < PATIENCE, "{paths:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn an_answer_is_spoken_heard_again_and_named_by_its_attempt() {
    let Some(server) = Server::start() else { return };
    let home = harness::Home::new();
    let mut terminal = app(&server, &home);
    terminal.wait_for(ON_HOME).send("\r").wait_for("t type").send("s").wait_for("Enter done").wait_for("listening");
    say(&server, &home);
    terminal.wait_for("recording").send("\r").wait_for("1 would fail   2 shaky").wait_for("Recorded: l plays it");
    terminal.send("l").wait_for("playing").send(" ").wait_for("paused").send("\x1b").wait_for("1 would fail   2 shaky");
    // Once more, and then the first one after all.
    terminal.send("a").wait_for("Enter done").wait_for("listening").send("\r").wait_for("Take 2 of 2 counts");
    assert_eq!(recordings(&home).len(), 2);
    terminal.send("\t").wait_for("Take 1 of 2 counts").send("2").wait_for("Enter rate").wait_for_word("saved");
    terminal.send("l").wait_for("playing").send("q").wait_for("Enter rate").send("\x03");
    assert_eq!(terminal.end().code, 0);
    let attempts = home.attempts();
    let name = attempts[0].recording.clone().expect("recorded");
    let kept = recordings(&home);
    assert_eq!(kept, [home.paths().recordings().join(&name)], "the other take is gone");
    let (seconds, rms) = heard(&kept[0]);
    assert!((seconds - attempts[0].seconds.answer).abs() < 0.5, "{seconds} s, {:?}", attempts[0].seconds);
    assert!(rms > 0.01, "{rms}");
    let mode = |path: &Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
    assert_eq!((mode(&kept[0]), mode(&home.paths().recordings())), (0o600, 0o700));
}

/// The draft names the recording within a second.
fn wait_for_named_draft(home: &harness::Home) {
    let named = || {
        let text = home.draft_files().first().and_then(|file| std::fs::read_to_string(file).ok());
        text.is_some_and(|text| text.contains(".wav"))
    };
    let since = Instant::now();
    while !named() {
        assert!(since.elapsed() < PATIENCE, "the draft never names the recording");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Somebody speaks, and the program is killed. The recording, with as many seconds as were on the disk by then.
fn speak_until_killed(mut terminal: Terminal, server: &Server, home: &harness::Home) -> (PathBuf, f64) {
    say(server, home);
    let file = recordings(home).pop().expect("recorded");
    wait_for_seconds(&file, 3.0);
    wait_for_named_draft(home);
    terminal.kill();
    let (before, rms) = heard(&file);
    assert!(before >= 3.0 && rms > 0.01, "{before} s, {rms}");
    (file, before)
}

/// The program offers to go on, and does: more is spoken into the recording that has `before` seconds.
fn go_on(server: &Server, home: &harness::Home, offer: &str, file: &Path, before: f64) -> Terminal {
    let mut terminal = app(server, home);
    terminal.wait_for(offer).send("\r").wait_for("listening");
    wait_for_seconds(file, before + 1.0);
    terminal
}

#[test]
fn a_spoken_answer_survives_a_kill_and_goes_on_in_the_same_recording() {
    let Some(server) = Server::start() else { return };
    let home = harness::Home::new();
    let mut terminal = app(&server, &home);
    terminal.wait_for(ON_HOME).send("\r").wait_for("t type").send("s").wait_for("listening");
    let (file, before) = speak_until_killed(terminal, &server, &home);
    let mut terminal = go_on(&server, &home, "An answer was interrupted", &file, before);
    terminal.send("\r").wait_for("Recorded: l plays it").send("3").wait_for("Enter rate").wait_for_word("saved");
    terminal.send("\x03");
    assert_eq!(terminal.end().code, 0);
    assert_eq!(recordings(&home), std::slice::from_ref(&file));
    assert_eq!(home.attempts()[0].recording.as_deref(), file.file_name().and_then(|name| name.to_str()));
}

#[test]
fn an_answer_of_a_mock_survives_a_kill_and_is_heard_in_the_debrief() {
    let Some(server) = Server::start() else { return };
    let home = harness::Home::new();
    let mock = [harness::HOTSEAT, "mock", "daily", "--minutes", "15", "--seed", "3"];
    let mut terminal = hearing(Start::program(&mock, home.path()), &server);
    terminal.wait_for("Enter start the round").send("\r").wait_for("Enter answer").send("s").wait_for("listening");
    let (file, before) = speak_until_killed(terminal, &server, &home);

    let mut terminal = go_on(&server, &home, "A mock interview was interrupted", &file, before);
    terminal.send("\r").wait_for("follow-up").wait_for("listening");
    let since = Instant::now();
    wait_for_recordings(&home, 2);
    while home.attempts().is_empty() {
        assert!(since.elapsed() < PATIENCE, "{}", terminal.contents());
        terminal.send("\r").wait_for("question");
    }
    assert_eq!(home.attempts()[0].recording.as_deref(), file.file_name().and_then(|name| name.to_str()));
    let names: Vec<_> = home.attempts()[0].follow_ups.iter().filter_map(|reply| reply.recording.clone()).collect();
    assert!(!names.is_empty(), "replies have recordings of their own");
    let files = names.iter().map(|name| home.paths().recordings().join(name));
    let said: std::collections::BTreeSet<_> = files.chain([file.clone()]).collect();
    assert_eq!(recordings(&home).into_iter().collect::<std::collections::BTreeSet<_>>(), said);
    // Every other question is given up.
    while !terminal.contents().contains("How good was it") {
        assert!(since.elapsed() < PATIENCE, "{}", terminal.contents());
        let frames = terminal.frames();
        terminal.send("x").wait_for_frame_after(frames);
    }
    terminal.wait_for("How good was it").send("2").wait_for("That was the interview").send("\r");
    terminal.wait_for("Debrief: answer 1").send("l").wait_for("playing").send("\x1b").wait_for("Debrief: answer 1");
    // What was heard is found out meanwhile.
    terminal.wait_for("v how it came across").send("v").wait_for("First word after").send("\x03");
    assert_eq!(terminal.end().code, 0);
}

#[test]
fn a_pause_is_not_recorded_and_a_dead_server_is_told() {
    let Some(server) = Server::start() else { return };
    let home = harness::Home::new();
    let mut terminal = app(&server, &home);
    terminal.wait_for(ON_HOME).send("\r").wait_for("t type").send("s").wait_for("listening");
    wait_for_seconds(&wait_for_recordings(&home, 1)[0], 0.5);
    terminal.send("p").wait_for("  paused").send("p").wait_for("listening");
    drop(server);
    terminal.wait_for("Not recording:");
    terminal.send("\r").wait_for("Recorded: l plays it").send("2").wait_for("Enter rate").wait_for_word("saved");
    terminal.send("\x03");
    assert_eq!(terminal.end().code, 0);
    assert!(home.attempts()[0].recording.is_some());
}

#[test]
fn without_a_microphone_the_clock_alone_runs_and_that_stands_beside_it() {
    let home = harness::Home::new();
    let nowhere = common::text(home.path());
    let start =
        Start::hotseat(home.path()).env("XDG_RUNTIME_DIR", &nowhere).env("HOME", &nowhere).env("PATH", &nowhere);
    let mut terminal = start.env("PULSE_SERVER", "").env("PULSE_RUNTIME_PATH", "").start();
    terminal
        .wait_for(ON_HOME)
        .send("\r")
        .wait_for("t type")
        .send("s")
        .wait_for("Not recorded: no microphone was found. Only the clock runs.");
    // It stays while it is true, whatever is pressed.
    terminal.send("p").wait_for("paused").wait_for("Not recorded").send("p").wait_without("paused");
    terminal.wait_for("Not recorded");
    terminal.send("\r").wait_for("1 would fail   2 shaky").send("2").wait_for("Enter rate").wait_for_word("saved");
    terminal.send("r").wait_for("Enter keep").send("1").wait_for("Enter next").send("\r").wait_for("t type");
    terminal.send("s").wait_for("speak now").wait_for("Not recorded").send("\r").wait_for("1 would fail   2 shaky");
    terminal.send("\x03");
    assert_eq!(terminal.end().code, 0);
    assert_eq!(home.attempts()[0].recording, None);
    assert!(recordings(&home).is_empty());
}
