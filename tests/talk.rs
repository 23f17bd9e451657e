//! Talking with the interviewer: read aloud, written down as soon as it is said, one habit at a time, the right microphone. The
//! real program, a sound server of our own where one is needed; without `pulseaudio` those tests say so and pass.
#![cfg(target_os = "linux")]

mod common;
#[path = "common/server.rs"]
#[allow(dead_code, reason = "a part of it is used here")]
mod server;
#[path = "common/speaking.rs"]
#[allow(dead_code, reason = "a part of it is used here")]
mod speaking;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use common::{Home, of_type, records, text};
use server::Server;
use speaking::{Talk, at, buzz, files, home, speak, transcriber, wait_until};

/// A program of a few lines of shell.
fn program(home: &Home, name: &str, lines: &str) -> String {
    home.write(name, format!("#!/bin/sh\n{lines}\n"));
    fs::set_permissions(home.path(name), fs::Permissions::from_mode(0o700)).expect("executable");
    text(&home.path(name))
}

/// Adds lines to the settings.
fn set(home: &Home, lines: &str) {
    let file = home.path("config/config.toml");
    let before = fs::read_to_string(&file).unwrap_or_default();
    home.write("config/config.toml", format!("{before}{lines}\n"));
}

/// The loudest sample of a recording.
fn loudest(file: &Path) -> u16 {
    let samples = hound::WavReader::open(file).expect("a WAV file").into_samples::<i16>();
    samples.flatten().map(i16::unsigned_abs).max().unwrap_or(0)
}

/// Has the server do something; false, and a word about it, where there is no `pactl`.
fn pactl(server: &Server, args: &[&str]) -> bool {
    let mut command = Command::new("pactl");
    command.args(args).env("XDG_RUNTIME_DIR", server.runtime()).env_remove("PULSE_SERVER").stdout(Stdio::null());
    let done = command.status().is_ok_and(|status| status.success());
    if !done {
        eprintln!("SKIPPED: there is no pactl here");
    }
    done
}

#[test]
fn a_voice_reads_the_words_and_says_why_it_cannot() {
    let home = Home::new();
    let voice = program(&home, "a voice", "cat >\"$0.said\"; echo \"$@\" >\"$0.told\"");
    let line = format!("'{voice}' -x {{rate}}");
    let question = "What does `max_age` mean?\u{1b}[31m; $(touch x)";
    let run = home.run(&["speech", "say", question, "--voice", &line, "--rate", "150"]);
    run.works();
    assert!(run.err().contains("a voice -x {rate} reads it."), "{}", run.err());
    let said = fs::read_to_string(home.path("a voice.said")).expect("it was read");
    assert_eq!(said, "What does max age mean?; $(touch x)\n");
    assert_eq!(fs::read_to_string(home.path("a voice.told")).expect("it was told"), "-x 150\n");
    home.run(&["speech", "say", "x", "--rate", "20"]).fails(2, &["100..=300"]);
    home.run(&["speech", "say", "x", "--voice", "no-such-voice"]).fails(1, &["no-such-voice", "speech say --list"]);
    let crash = program(&home, "crash", "exit 7");
    let crashed = home.run(&["speech", "say", "x", "--voice", &crash]);
    assert!(
        crashed.code() == Some(1) && crashed.err().contains("crash does not read aloud: exit code 7"),
        "{crashed:?}"
    );
    set(&home, &format!("read_aloud = true\nvoice = [{voice:?}]\nvoice_rate = 120"));
    let list = home.run(&["speech", "say", "--list", "--json"]).works().out();
    assert!(list.contains("a voice"), "{list}");
    let doctor = home.run(&["doctor"]).out();
    assert!(doctor.contains("a voice reads aloud"), "{doctor}");
    home.write("config/config.toml", "voice_rate = 20");
    home.run(&["speech", "say"]).fails(1, &["voice_rate is 20; it may be 100 to 300"]);
}

#[test]
fn a_follow_up_is_read_aloud_and_no_part_of_the_reply() {
    let Some(server) = Server::start() else { return };
    let home = home(&["First I would protect the database.", "Whoever is on call."]);
    buzz(&home.path("buzz.wav"));
    let sound = text(&home.path("buzz.wav"));
    let voice = program(&home, "voice", &format!("cat >>\"$0.said\"; cp '{sound}' \"$1\""));
    set(&home, &format!("read_aloud = true\nvoice = [{voice:?}, \"{{}}\"]"));
    let mut talk = Talk::start(at(&server, &home, &["drill", "--plain", "--question", "talk/one"]));
    // The question is read, and speaking ends that.
    talk.wait_for("t type, s speak").line("s").wait_for("Recording from");
    speak(&server, "First I would protect the database from all the callers.");
    talk.line("").wait_for("how good was that?").line("f").wait_for("And who is paged at night?");
    // The microphone hears the loudspeaker here, so the voice would be in the recording.
    talk.wait_for("Recording from").line("").wait_for("how good was that?").line("3");
    talk.wait_for("Listening to what you said").line("").line("").line("").end();
    let said = fs::read_to_string(home.path("voice.said")).expect("it was read");
    // What was read of the question ends where speaking begins.
    assert!(said.ends_with("And who is paged at night?\n"), "{said}");
    let replies = files(&home.path("data/recordings"));
    let reply = replies.iter().find(|file| text(file).contains("-reply1"));
    assert!(reply.is_none_or(|reply| loudest(reply) < 300), "{replies:?}");
    assert!(files(&home.path("data/temporary")).is_empty());
}

#[test]
fn an_answer_is_written_down_when_it_ends_and_at_the_next_start_if_it_was_not() {
    let Some(server) = Server::start() else { return };
    let home = home(&[]);
    transcriber(&home, "echo x >>\"$0.started\"; [ -e \"$0.stuck\" ] && exec sleep 600; echo Protect the database.");
    home.write("hears.stuck", "");
    let started = home.path("hears.started");
    let times = || fs::read_to_string(&started).map_or(0, |text| text.lines().count());
    let mut talk = Talk::start(at(&server, &home, &["drill", "--plain", "--question", "talk/one"]));
    talk.wait_for("t type, s speak").line("s").wait_for("Recording from");
    speak(&server, "First I would protect the database from all the callers.");
    talk.line("").wait_for("how good was that?");
    wait_until("it is written down before anything is predicted", || times() == 1);
    talk.line("3").wait_for("Listening to what you said");
    wait_until("the attempt is in the log", || !of_type(&records(&home), "attempt").is_empty());
    talk.child.kill().expect("killed");
    talk.child.wait().expect("ended");
    assert_eq!(times(), 1, "what had begun is gone on with");
    assert!(of_type(&records(&home), "transcript").is_empty());

    fs::remove_file(home.path("hears.stuck")).expect("removed");
    let mut talk = Talk::start(at(&server, &home, &["drill", "--plain", "--question", "talk/one"]));
    wait_until("what is left is written down", || !of_type(&records(&home), "transcript").is_empty());
    talk.line("q").end();
    let records = records(&home);
    let transcripts = of_type(&records, "transcript");
    assert_eq!(transcripts[0]["segments"][0]["text"], "Protect the database.");
    assert_eq!((transcripts.len(), times()), (1, 2));
}

#[test]
fn figures_do_not_wait_until_what_was_said_before_is_written_down() {
    let Some(server) = Server::start() else { return };
    let home = home(&[]);
    transcriber(&home, "echo x >>\"$0.started\"; exec sleep 600");
    let mut talk = Talk::start(at(&server, &home, &["drill", "--plain", "--question", "talk/one"]));
    talk.wait_for("t type, s speak").line("s").wait_for("Recording from");
    speak(&server, "First I would protect the database from all the callers.");
    talk.line("").wait_for("how good was that?").line("f").wait_for("Recording from");
    speak(&server, "We page whoever is on call this week.");
    talk.line("").wait_for("how good was that?").line("3").wait_for("Listening to what you said");
    wait_until("both are measured", || of_type(&records(&home), "delivery").len() == 2);
    assert_eq!(
        fs::read_to_string(home.path("hears.started")).expect("started"),
        "x\n",
        "one is written down at a time"
    );
}

#[test]
fn a_habit_is_drilled_and_its_takes_are_no_attempts() {
    let Some(server) = Server::start() else { return };
    let home = home(&["Um, first I would protect the database."]);
    let start = |habit: &str| {
        let command = at(&server, &home, &["speech", "drill", "--habit", habit, "--question", "talk/one", "--json"]);
        Talk::start(command)
    };
    let mut talk = start("start");
    speak(&server, "First I would protect the database from all the callers. Then I would look at what changed.");
    talk.line("").wait_for("\"kept\":").wait_for("}");
    talk.end();
    let all = records(&home);
    let takes = of_type(&all, "habit");
    assert_eq!((takes.len(), of_type(&all, "attempt").len(), of_type(&all, "sitting").len()), (1, 0, 0));
    let take = takes[0];
    assert_eq!((take["habit"].as_str(), take["question"].as_str()), (Some("start"), Some("talk/one")));
    assert!(take["figure"].as_f64().expect("measured") > 0.0 && take["kept"].is_boolean(), "{take}");
    assert_eq!(take["segments"][0]["text"], "Um, first I would protect the database.");
    assert_eq!(files(&home.path("data/recordings")).len(), 1);
    let list = home.run(&["speech", "drill", "--habit", "start", "--list"]).works().out();
    assert!(list.contains("talk/one") && list.contains("kept"), "{list}");
    home.run(&["speech", "drill", "--habit", "humming"]).fails(2, &["fillers, start, pauses"]);
    home.run(&["speech", "drill", "--habit", "start", "--question", "talk/none"]).fails(2, &["talk/none"]);
    // It outlives an export and an import.
    let exported = home.run(&["history", "export"]).works().out();
    let other = Home::new();
    other.write("log.jsonl", exported);
    other.run(&["history", "import", &text(&other.path("log.jsonl"))]).works();
    assert_eq!(of_type(&records(&other), "habit").len(), 1);
}

#[test]
fn a_microphone_that_hears_nothing_is_told_which_one_does() {
    let Some(server) = Server::start() else { return };
    let silent =
        ["load-module", "module-null-sink", "sink_name=desk", "norewinds=1", "sink_properties=device.description=Desk"];
    if !pactl(&server, &silent) {
        return;
    }
    let home = Home::new();
    buzz(&home.path("buzz.wav"));
    let play = || {
        let path = text(&home.path("buzz.wav"));
        at(&server, &home, &["speech", "play", &path]).spawn().expect("started")
    };
    let path = text(&home.path("out.wav"));
    let record = at(&server, &home, &["speech", "record", &path, "--seconds", "4", "--device", "desk.monitor"]).spawn();
    // Two seconds each: whenever the recording begins, one of them is heard.
    for _ in 0..3 {
        play().wait().expect("ended");
    }
    let ended = record.expect("started").wait_with_output().expect("ended");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(said.contains("Nothing is heard from") && said.contains("hears something"), "{said}");
    assert!(said.contains("Monitor of") || said.contains("speech.monitor"), "{said}");
}

#[test]
fn two_channels_at_48_khz_become_one_at_16() {
    let Some(server) = Server::start() else { return };
    let stereo = ["load-module", "module-null-sink", "sink_name=wide", "rate=48000", "channels=2", "norewinds=1"];
    if !pactl(&server, &stereo) || !pactl(&server, &["set-default-sink", "wide"]) {
        return;
    }
    let home = Home::new();
    let path = text(&home.path("out.wav"));
    let record = at(&server, &home, &["speech", "record", &path, "--seconds", "4", "--device", "wide.monitor"]).spawn();
    for _ in 0..2 {
        speak(&server, "Both channels say this.");
    }
    let ended = record.expect("started").wait_with_output().expect("ended");
    assert!(ended.status.success(), "{ended:?}");
    let file = hound::WavReader::open(&path).expect("a WAV file");
    assert_eq!((file.spec().channels, file.spec().sample_rate, file.duration()), (1, 16_000, 64_000));
    assert!(loudest(&home.path("out.wav")) > 300);
}

#[test]
fn what_a_recogniser_writes_never_reaches_the_terminal_as_it_is() {
    let Some(server) = Server::start() else { return };
    let home = home(&[]);
    transcriber(&home, "printf 'Zuerst w\\303\\274rde ich \\033[2Jdie \\007Datenbank sch\\303\\274tzen.\\377\\n'");
    let mut talk = Talk::start(at(&server, &home, &["drill", "--plain", "--question", "talk/one"]));
    talk.wait_for("t type, s speak").line("s").wait_for("Recording from");
    speak(&server, "First I would protect the database from all the callers.");
    talk.line("").wait_for("how good was that?").line("3").wait_for("You said:");
    let rest = talk.line("").line("").line("").end();
    assert!(rest.contains("Zuerst würde ich") && rest.contains("Datenbank schützen"), "{rest}");
    assert!(!rest.contains(['\u{1b}', '\u{7}']), "{rest:?}");
}
