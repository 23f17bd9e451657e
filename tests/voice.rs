//! What is said is kept: a sound server of our own, the real program in front of it, line by line and with a transcriber that
//! is a real program. Without `pulseaudio` on the machine these tests say so and pass.
#![cfg(target_os = "linux")]

mod common;
#[path = "common/server.rs"]
mod server;
#[path = "common/speaking.rs"]
#[allow(dead_code, reason = "a part of it is used here")]
mod speaking;

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use common::{Home, of_type, records};
use server::Server;
use speaking::{Talk, at, files, home, is_alive, mode, speak, transcriber, wait_until};

#[test]
fn a_reply_in_a_drill_is_recorded_written_down_and_held_against_its_points() {
    let Some(server) = Server::start() else { return };
    let home = home(&["First I would protect the database.", "We page whoever is on call this week."]);
    let mut talk = Talk::start(at(&server, &home, &["drill", "--plain", "--question", "talk/one"]));
    talk.wait_for("t type, s speak").line("s").wait_for("Recording from");
    speak(&server, "First I would protect the database from all the callers.");
    talk.line("").wait_for("how good was that?").wait_for("f has them ask a follow-up").line("f");
    talk.wait_for("And who is paged at night?").wait_for("Recording from");
    speak(&server, "We page whoever is on call this week.");
    talk.line("").wait_for("how good was that?").line("l").wait_for("Playing, ").line("").line("3");
    talk.wait_for("Listening to what you said").wait_for("You said:\nFirst I would protect the database.");
    talk.wait_for("They asked: And who is paged at night?\nWe page whoever is on call this week.");
    let rest = talk.line("").line("").line("").line("").end();
    assert!(rest.contains("2 of 2 points"), "both points are said, one of them in the reply: {rest}");

    let records = records(&home);
    let attempt = of_type(&records, "attempt")[0];
    let answer = attempt["recording"].as_str().expect("recorded");
    let reply = attempt["follow_ups"][0]["recording"].as_str().expect("recorded");
    let folder = home.path("data/recordings");
    assert_eq!(files(&folder), [folder.join(reply), folder.join(answer)]);
    assert!(files(&folder).iter().all(|file| mode(file) == 0o600) && mode(&folder) == 0o700);
    let transcripts = of_type(&records, "transcript");
    let of =
        |reply: Option<u64>| transcripts.iter().find(|found| found["reply"].as_u64() == reply).expect("written down");
    assert_eq!(of(None)["segments"][0]["text"], "First I would protect the database.");
    assert_eq!(of(Some(0))["segments"][0]["text"], "We page whoever is on call this week.");
    assert_eq!(of_type(&records, "delivery").len(), 2);
    assert!(files(&home.path("data/temporary")).is_empty(), "copies are gone");

    let sitting = attempt["sitting"].as_str().expect("of a drill");
    let page = |name: &str, args: &[&str]| {
        let path = common::text(&home.path(name));
        home.run(&[&["report", sitting, "--output", &path], args].concat()).works();
        std::fs::read_to_string(path).expect("written")
    };
    let plain = page("plain.html", &[]);
    assert!(plain.contains("First I would <mark class=\"point\">protect the database</mark>."), "{plain}");
    assert!(plain.contains("First word after") && plain.contains("</svg>") && !plain.contains("nobody wrote it down"));
    assert!(!plain.contains("<audio") && !plain.contains("media-src"), "recordings come along when they are asked for");
    let beside = page("beside.html", &["--with-recordings"]);
    assert!(beside.contains(&format!("<audio controls preload=\"none\" src=\"beside-recordings/{answer}\">")));
    assert_eq!(files(&home.path("beside-recordings")).len(), 2);
    assert!(files(&home.path("beside-recordings")).iter().all(|file| mode(file) == 0o600));
    let inside = page("inside.html", &["--with-recordings=inside"]);
    assert_eq!(inside.matches("src=\"data:audio/wav;base64,UklGR").count(), 2);
    let text = home.run(&["report", sitting]).works().out();
    assert!(text.contains("We page whoever is on call this week.") && text.contains("- Longest pause: "), "{text}");
    let path = common::text(&home.path("x.md"));
    home.run(&["report", sitting, "--output", &path, "--with-recordings"]).fails(2, &["--output mock.html"]);
    let doctor = home.run(&["doctor"]).out();
    assert!(doctor.contains("2 files (1 of replies)"), "{doctor}");
    let purged = home.run(&["speech", "purge"]).works().err();
    assert!(purged.contains("2 recordings"), "{purged}");
    // Without them the words are still there.
    assert!(page("later.html", &[]).contains("whoever is on call this week"));
}

#[test]
fn a_killed_program_leaves_no_transcriber_and_no_copy_that_others_can_read() {
    let Some(server) = Server::start() else { return };
    let home = home(&[]);
    transcriber(&home, "echo $$ >\"$0.pid\"; sleep 600 & echo $! >>\"$0.pid\"; wait");
    let mut talk = Talk::start(at(&server, &home, &["drill", "--plain", "--question", "talk/one"]));
    talk.wait_for("t type, s speak").line("s").wait_for("Recording from");
    speak(&server, "First I would protect the database from all the callers.");
    talk.line("").wait_for("how good was that?").line("3").wait_for("Listening to what you said");
    let pids = home.path("hears.pid");
    let started = || std::fs::read_to_string(&pids).is_ok_and(|text| text.lines().count() == 2);
    wait_until("the transcriber is started", started);

    let copies = home.path("data/temporary");
    let [copy] = &files(&copies)[..] else { panic!("{:?}", files(&copies)) };
    assert_eq!((mode(&copies), mode(copy), mode(&copy.join("answer.wav"))), (0o700, 0o700, 0o600));
    talk.child.kill().expect("killed");
    talk.child.wait().expect("ended");
    let pids = std::fs::read_to_string(&pids).expect("written");
    wait_until("what it started ends with it", || pids.lines().all(|pid| !is_alive(pid)));
    assert!(copy.exists(), "nobody was there to remove it");
    // The next start does, whatever it is for.
    home.run(&["queue"]).works();
    assert!(files(&copies).is_empty(), "{:?}", files(&copies));
    assert_eq!(files(&home.path("data/recordings")).len(), 1, "the recording is another thing");
}

#[test]
fn a_killed_program_leaves_no_recorder() {
    let home = Home::new();
    let programs = home.path("bin");
    std::fs::create_dir_all(&programs).expect("created");
    let script = programs.join("arecord");
    // It delivers something and then waits, so that nothing tells it that nobody reads any more.
    let lines = "#!/bin/sh\necho $$ >\"$0.pid\"\n/usr/bin/head -c 32000 /dev/zero\nexec /bin/sleep 600\n";
    std::fs::write(&script, lines).expect("written");
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o700)).expect("executable");
    let out = common::text(&home.path("out.wav"));
    let mut command = home.command(&["speech", "record", &out]);
    command.env("XDG_RUNTIME_DIR", home.path("run")).env("HOME", home.path("")).env("PATH", &programs);
    command.env_remove("PULSE_SERVER").env_remove("PULSE_RUNTIME_PATH");
    let mut child = command.spawn().expect("started");
    let pid = home.path("bin/arecord.pid");
    let started = || std::fs::read_to_string(&pid).is_ok_and(|text| text.ends_with('\n')) && Path::new(&out).exists();
    wait_until("it records", started);
    let pid = std::fs::read_to_string(&pid).expect("written");
    assert!(is_alive(pid.trim()));
    child.kill().expect("killed");
    child.wait().expect("ended");
    wait_until("the recorder ends with it", || !is_alive(pid.trim()));
}

#[test]
fn two_programs_share_a_microphone_and_one_that_is_muted_is_told() {
    let Some(server) = Server::start() else { return };
    let home = Home::new();
    let record = |name: &str| {
        let path = common::text(&home.path(name));
        at(&server, &home, &["speech", "record", &path, "--seconds", "3"]).spawn().expect("started")
    };
    let both = [record("one.wav"), record("two.wav")];
    speak(&server, "Both of them hear this.");
    for child in both {
        let ended = child.wait_with_output().expect("ended");
        assert!(ended.status.success(), "{ended:?}");
    }
    for name in ["one.wav", "two.wav"] {
        let heard = hound::WavReader::open(home.path(name)).expect("a WAV file").into_samples::<i16>();
        assert!(heard.flatten().any(|sample| sample.unsigned_abs() > 300), "{name}");
    }
    let mut mute = Command::new("pactl");
    mute.args(["set-source-mute", "speech.monitor", "1"]).env("XDG_RUNTIME_DIR", server.runtime());
    if !mute.status().is_ok_and(|status| status.success()) {
        return eprintln!("SKIPPED: there is no pactl to mute it");
    }
    let ended = record("muted.wav").wait_with_output().expect("ended");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(said.contains("is muted: unmute it") && said.contains("Nothing is heard from"), "{said}");
}
