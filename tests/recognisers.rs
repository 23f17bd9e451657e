//! Who writes spoken answers down: found, tried with a sentence, set; from outside, with engines that work, fail and lie.

#![cfg(unix)]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use common::Home;

const GOOD: &str = "Um, first we measured where the time went. Uh, the database waited for locks, so we moved the report to a \
                    replica in 10 minutes.";

/// A program that prints a text.
fn engine(home: &Home, name: &str, lines: &str) -> String {
    home.write(&format!("tools/{name}"), format!("#!/bin/sh\n{lines}\n"));
    let program = home.path(&format!("tools/{name}"));
    fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).expect("executable");
    program.display().to_string()
}

fn run(home: &Home, args: &[&str]) -> (bool, String, String) {
    let output = home.command(args).output().expect("ran");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.success(), text(output.stdout), text(output.stderr))
}

fn settings(home: &Home) -> String {
    fs::read_to_string(home.path("config/config.toml")).unwrap_or_default()
}

#[test]
fn setup_shows_what_came_back_and_sets_what_it_is_told_to() {
    let home = Home::new();
    home.write("config/config.toml", "# mine\ntheme = \"dark\"\n");
    let good = engine(&home, "good one", &format!("echo '{GOOD}'"));
    let named = format!("'{good}'");
    let (ok, out, err) = run(&home, &["speech", "setup", "--engine", &named]);
    assert!(ok && out.contains("0 of 23 words") && out.contains("it writes fillers down"), "{out}{err}");
    assert!(err.contains("Nothing was changed") && !settings(&home).contains("stt"), "nobody was asked: {err}");
    let (ok, out, _) = run(&home, &["speech", "setup", "--engine", &named, "--yes", "--json"]);
    let shape: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert!(ok && shape["written"] == true && shape["tried"][0]["word_error_rate"] == 0.0, "{out}");
    let kept = settings(&home);
    assert!(kept.starts_with("# mine\ntheme = \"dark\"\n") && kept.contains("good one"), "{kept}");
    let (ok, _, err) = run(&home, &["speech", "setup", "--engine", &named]);
    assert!(ok && err.contains("is set already"), "{err}");
}

#[test]
fn what_cannot_be_used_is_not_set() {
    let home = Home::new();
    for (name, lines, said) in [
        ("crash", "echo no model >&2; exit 4", "exit code 4"),
        ("silent", "true", "it printed nothing"),
        ("other", "echo something that was never said at all by anybody", "too many words are wrong"),
        ("film", "echo 'Thank you for watching!'", "too many words are wrong"),
    ] {
        let line = engine(&home, name, lines);
        let (ok, out, err) = run(&home, &["speech", "setup", "--engine", &line, "--yes"]);
        assert!(!ok && out.contains(said), "{name}: {out}{err}");
        assert!(err.contains("ggml-base.en.bin") && err.contains("148 MB"), "{name}: {err}");
        assert!(!settings(&home).contains("stt"), "{name}");
    }
    assert!(
        fs::read_dir(home.path("state"))
            .into_iter()
            .flatten()
            .flatten()
            .all(|entry| entry.path().extension().is_none_or(|e| e != "wav"))
    );
}

#[test]
fn whisper_cli_is_found_with_its_model() {
    let home = Home::new();
    let json =
        r#"{"transcription":[{"offsets":{"from":0,"to":7000},"text":" TEXT","tokens":[]}]}"#.replace("TEXT", GOOD);
    let lines = format!(
        "while [ $# -gt 0 ]; do [ \"$1\" = -of ] && out=$2; shift; done\ncat > \"$out.json\" <<'END'\n{json}\nEND"
    );
    let program = engine(&home, "whisper-cli", &lines);
    home.write("models/ggml-base.en.bin", "weights");
    let mut command = home.command(&["speech", "setup", "--yes"]);
    let tools = Path::new(&program).parent().expect("a folder");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(tools.to_owned()).chain(std::env::split_paths(&path));
    command.env("PATH", std::env::join_paths(folders).expect("joined")).env("HOME", home.path(""));
    let output = command.output().expect("ran");
    let out = String::from_utf8(output.stdout).expect("text");
    assert!(output.status.success() && out.contains("whisper-cli with ggml-base.en.bin"), "{out}");
    let kept = settings(&home);
    assert!(kept.contains("whisper-cli") && kept.contains("models/ggml-base.en.bin"), "{kept}");
}

#[test]
fn transcribe_prints_words_with_their_times() {
    let home = Home::new();
    let line = engine(&home, "good", &format!("echo '{GOOD}'"));
    let sentence = concat!(env!("CARGO_MANIFEST_DIR"), "/voice/src/transcribe/check/sentence.wav");
    let (ok, _, err) = run(&home, &["speech", "transcribe", sentence]);
    assert!(!ok && err.contains("hotseat speech setup") && err.contains("--engine"), "{err}");
    let (ok, out, err) = run(&home, &["speech", "transcribe", sentence, "--engine", &line]);
    assert!(ok && out.trim_end() == format!("0:00  {GOOD}"), "{out}{err}");
    let (_, out, _) = run(&home, &["speech", "transcribe", sentence, "--engine", &line, "--json"]);
    let shape: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert!(shape["text"] == GOOD && shape["segments"].as_array().is_some_and(|all| all.len() == 1), "{out}");
    let (ok, _, err) = run(&home, &["speech", "transcribe", "no.wav", "--engine", &line]);
    assert!(!ok && err.contains("no.wav"), "{err}");
}

/// `HOTSEAT_TEST_STT` names a real recogniser, as the setting `stt` does.
#[test]
fn a_real_recogniser_passes_the_check() {
    let Ok(line) = std::env::var("HOTSEAT_TEST_STT") else {
        eprintln!("SKIPPED: HOTSEAT_TEST_STT names no recogniser");
        return;
    };
    let home = Home::new();
    let (ok, out, err) = run(&home, &["speech", "setup", "--engine", &line, "--json"]);
    let shape: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let rate = shape["tried"][0]["word_error_rate"].as_f64().unwrap_or(1.0);
    assert!(ok && rate < 0.25, "{out}{err}");
}
