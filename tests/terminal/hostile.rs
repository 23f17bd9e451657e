//! Everything that comes from outside carries what a terminal must not see, and the raw bytes of the terminal are looked
//! at. Pipes and devices stand where files should.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::channel;

use hotseat::text::is_unsafe;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::harness::{HOTSEAT, Home, PATIENCE, Start};
use crate::{CTRL_C, CTRL_D, ENTER, ESC, ON_HOME};

/// A title, a clipboard, colours in two spellings, directions, tags, what cannot be seen, and a bell.
const PAYLOAD: &str = "PWN\u{1b}]0;T\u{7}\u{1b}]52;c;aGk=\u{7}\u{1b}[31m\u{9b}32m\u{202e}\u{2066}\u{e0041}\u{200b}\u{2060}\u{ad}\u{7f}\r\u{85}\u{2028}ED";

/// The payload as JSON has it: escaped, or with those written as they are that may be.
fn json(written: bool) -> String {
    let text = serde_json::to_string(PAYLOAD).expect("a text");
    let text = text.trim_matches('"').to_owned();
    if written { text } else { hotseat::text::terminal_safe_json(&text).into_owned() }
}

/// What must not be among the bytes that a terminal got. The program itself writes sequences that begin with `ESC [`, or
/// are two bytes long, and line ends.
fn harm(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let mut found = Vec::new();
    for (at, c) in text.char_indices() {
        let next = text[at + c.len_utf8()..].chars().next();
        let own = matches!(c, '\r' | '\n' | '\t' | '\u{8}')
            || c == '\u{1b}' && matches!(next, Some('[' | '7' | '8' | '=' | '>'));
        if !own && (is_unsafe(c) || c == '\u{fffd}') {
            found.push(format!(
                "U+{:04X} after {:?}",
                u32::from(c),
                text[..at].chars().rev().take(40).collect::<Vec<_>>()
            ));
        }
    }
    // Nothing of ours colours a text red in the old way and nothing at all is written in between.
    found.extend(text.contains("PWN\u{1b}]").then(|| "a sequence inside the text".to_owned()));
    found
}

/// A name that a file can have: no slash, no NUL.
fn named(ending: &str) -> String {
    format!("n{}{ending}", PAYLOAD.replace(['/', '\u{0}'], ""))
}

fn write(path: &Path, content: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("created");
    fs::write(path, content).expect("written");
}

/// A bank in which every text is `p`.
fn bank(name: &str, p: &str) -> String {
    let question = |id: &str| {
        format!(
            r#"{{"id":"{id}","topic":"{p}","subtopic":"{p}","prompt":"{p}?","variants":["{p}"],"tags":["{p}"],"tracks":["{p}"],
            "intent":"{p}","expect":{{"mid":"{p}"}},"clarifications":[{{"ask":"{p}","answer":"{p}"}}],
            "snippet":{{"language":"{p}","code":"{p}"}},"look_for":[{{"id":"a","text":"{p}","why":"{p}","cues":["{p}"]}}],
            "weak":[{{"id":"w","text":"{p}"}}],"mistakes":[{{"id":"m","text":"{p}","why":"{p}"}}],
            "follow_ups":[{{"id":"f","prompt":"{p}","look_for":[{{"id":"g","text":"{p}"}}]}}],"framework":["{p}"],"hints":["{p}"],
            "valid":{{"product":"{p}","until":"2020-01"}},"schema":{{"language":"{p}","code":"{p}"}},
            "session":[{{"from":0,"to":1,"who":"candidate","says":"{p}","draws":"{p}"}}],
            "diagram":{{"arrows":["{p} -> {p}: {p}"],"lines":["{p}"],"cuts":[{{"mark":"{p}","probe":"f"}}]}},
            "say":"{p}","sample":{{"weak":"{p}","passing":"{p}","lacks":"{p}","strong":"{p}","why_it_works":"{p}"}},
            "options":[{{"name":"{p}","when":"{p}","price":"{p}"}}],"references":[{{"title":"{p}","url":"{p}"}}],
            "source":"{p}","licence":"{p}","{p}":"{p}"}}"#
        )
    };
    format!(
        "{{\"bank\":\"{name}\",\r\r\r\"name\":\"{p}\",\"version\":\"{p}\",\"licence\":\"{p}\",\r\n\"topics\":[{{\"id\":\"{p}\",\"title\":\"{p}\"}}],\
         \"concepts\":[{{\"id\":\"{p}\",\"title\":\"{p}\"}}],\"{p}\":1,\"questions\":[{},\r\r{},{{\"id\":\"{p}\",\"prompt\":\"x\"}},{{\"id\":\"z\",\"prompt\":7,\"{p}\":{{}}}}]}}",
        question("one"),
        question("two")
    )
}

/// How a bank scores and what it asks after any answer, every text being `p`.
fn interview(p: &str) -> String {
    let asked = format!(r#"[{{"id":"x","prompt":"{p}","look_for":[{{"id":"g","text":"{p}"}}]}}]"#);
    format!(
        r#"{{"dimensions":[{{"id":"d","title":"{p}","kinds":["technical"],"area":"fundamentals","anchors":["{p}","{p}","{p}","{p}"]}}],
        "prompts":{{"push_back":{asked},"ten_times":{asked},"when_it_fails":{asked}}},"#
    )
}

/// A second of sound, and what a transcriber made of it.
fn sound(home: &Home) -> (String, String) {
    let (wav, said) = (home.path().join("in/sound.wav"), home.path().join("in/said.json"));
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 16_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut file = hound::WavWriter::create(&wav, spec).expect("created");
    (0..16_000).for_each(|at: i16| file.write_sample((at % 160) * 100).expect("written"));
    file.finalize().expect("written");
    let segments = format!(r#"{{"segments":[{{"start":0,"end":1,"text":"{}"}}]}}"#, json(true));
    write(&said, segments);
    (wav.display().to_string(), said.display().to_string())
}

/// A home in which every source that exists says the payload.
fn hostile_home() -> Home {
    let home = Home::new();
    let p = json(true);
    let paths = home.paths();
    write(&paths.banks().join("written.json"), bank("written", &p));
    write(&paths.banks().join("escaped.json"), bank("escaped", &json(false)));
    write(&paths.banks().join(named(".json")), "{\"questions\":[{\"id\":\"q\",\"prompt\":\"Q?\"},7]}");
    write(&paths.banks().join("broken.json"), format!("{{\"bank\":\"{p}\", {p}"));
    write(
        &paths.banks().join("talk/bank.json"),
        include_str!("../fixtures/interview/bank.json")
            .replace("Short process", &p)
            .replace("Two rounds, for tests.", &p)
            .replace("Depth", &p)
            .replacen('{', &interview(&p), 1),
    );
    write(&paths.banks().join("talk/talking.json"), include_str!("../fixtures/interview/talking.json"));
    write(&paths.drafts().join("d.json"), format!("{{\"id\":\"{p}\"}}"));
    write(&paths.drafts().join(named(".json")), "{}");
    write(&paths.pages().join(named(".md")), PAYLOAD);
    write(&paths.recordings().join(named(".wav")), "RIFF");
    write(&paths.backups().join(named(".sqlite")), "no database");
    left_import(&home);
    write(
        &home.path().join("in").join(named(".md")),
        format!("# {PAYLOAD}\n\n## {PAYLOAD}?\n\n{PAYLOAD}\n\n<details><summary\n</details>\n"),
    );
    // What TOML wants escaped.
    let q = p.replace('\u{7f}', "\\u007f");
    let banks = paths.banks().display().to_string();
    let config = format!(
        "banks = [\"{banks}\", \"/{q}\"]\neditor = [\"{q}\"]\nmicrophone = \"{q}\"\nstt = [\"{q}\"]\n\
         sync = \"/{q}\"\nsync_key = \"/{q}\"\nsync_passphrase = [\"{q}\"]\n\"{q}\" = 1\n[target]\ntracks = [\"{q}\"]\n"
    );
    write(&paths.config_file(), config);
    home
}

/// A form that a lost program left.
fn left_import(home: &Home) {
    let state = serde_json::json!({"path": PAYLOAD, "bank": PAYLOAD, "bullets": false});
    let left =
        serde_json::json!({"id": "form", "work": "import", "saved_at": "2026-11-01T12:00:00+01:00", "state": state});
    write(&home.paths().unfinished().join("form.json"), left.to_string());
}

/// Runs the program to its end. One that hangs is killed, and the test fails.
#[track_caller]
fn run(home: &Home, args: &[&str], input: &str) -> Output {
    let mut child = Command::new(HOTSEAT)
        .args(args)
        .env("HOTSEAT_HOME", home.path())
        .env("RUST_BACKTRACE", "0")
        .envs([("LANG", PAYLOAD), ("COLORTERM", PAYLOAD), ("COLORFGBG", PAYLOAD)])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    let mut stdin = child.stdin.take().expect("piped");
    let pid = Pid::from_child(&child);
    let (tell, told) = channel();
    std::thread::spawn(move || tell.send(child.wait_with_output()));
    // One that failed reads nothing.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let Ok(ended) = told.recv_timeout(PATIENCE) else {
        let _ = kill_process(pid, Signal::KILL);
        panic!("{args:?} does not end");
    };
    ended.expect("ended")
}

/// A sitting of another person's, brought in: the name of its loop, of its rounds, and what was asked and said.
fn bring_a_sitting(home: &Home) {
    let sat = "\nc\nt\nThe store.\n.\nA reply.\n.\nx\n3\n\ns\n\n\n2\n";
    let other = Home::new();
    for (name, text) in [
        ("bank.json", include_str!("../fixtures/interview/bank.json")),
        ("talking.json", include_str!("../fixtures/interview/talking.json")),
    ] {
        write(&other.paths().banks().join("talk").join(name), text);
    }
    run(&other, &["mock", "short", "--plain", "--seed", "1"], sat);
    let log = String::from_utf8(run(&other, &["history", "export"], "").stdout).expect("UTF-8");
    let p = json(false);
    let log =
        log.replace("\"loop\":\"short\"", &format!("\"loop\":\"{p}\"")).replace("Depth", &p).replace("The store.", &p);
    assert!(log.contains(&p));
    // What was heard in the first of its answers.
    let records = log.lines().map(|line| serde_json::from_str::<Value>(line).expect("a record"));
    let attempt = records.into_iter().find(|record| record["type"] == "attempt").expect("an answer");
    let heard = serde_json::json!({"type": "transcript", "id": "heard", "at": attempt["at"], "day": attempt["day"],
        "attempt": attempt["id"], "question": attempt["question"], "edited": true,
        "segments": [{"start_s": 0.0, "end_s": 1.0, "text": PAYLOAD, "words": []}]});
    let log = format!("{log}{}\n", hotseat::text::terminal_safe_json(&heard.to_string()));
    let imported = run(home, &["history", "import", "-"], &log);
    assert!(imported.status.success(), "{imported:?}");
}

/// What a friend filled in: every text that was left open is the payload.
fn bring_a_scorecard(home: &Home) -> Output {
    let sheet = run(home, &["mock", "sheet", "short", "--seed", "1", "--format", "json"], "");
    let mut sheet: Value = serde_json::from_slice(&sheet.stdout).expect("JSON");
    fill_in(&mut sheet);
    let path = home.path().join("in").join(named(".json"));
    write(&path, sheet.to_string());
    run(home, &["mock", "score", path.to_str().expect("UTF-8")], "")
}

fn fill_in(value: &mut Value) {
    match value {
        Value::String(text) if text.is_empty() => PAYLOAD.clone_into(text),
        Value::Array(all) => all.iter_mut().for_each(fill_in),
        Value::Object(all) => {
            for (key, value) in all {
                match key.as_str() {
                    "tick" => *value = "hit".into(),
                    "gaps" => *value = vec![PAYLOAD].into(),
                    _ => fill_in(value),
                }
            }
        }
        _ => {}
    }
}

#[test]
fn no_line_carries_what_a_terminal_must_not_see() {
    let home = hostile_home();
    bring_a_sitting(&home);
    let scored = bring_a_scorecard(&home);
    assert!(scored.status.success(), "{scored:?}");
    let (wav, said) = sound(&home);
    let md = home.path().join("in").join(named(".md"));
    let md = md.to_str().expect("UTF-8");
    let lines: &[&[&str]] = &[
        &["bank", "list"],
        &["bank", "list", "--json"],
        &["bank", "show", "written/one"],
        &["bank", "show", "escaped/two", "--json"],
        &["bank", "check"],
        &["bank", "check", "--json"],
        &["bank", "check", md],
        &["bank", "import", md, "--into", "x", "--dry-run"],
        &["bank", "import", md, "--into", "x", "--json"],
        &["bank", "import", md, "--into", PAYLOAD],
        &["bank", "export"],
        &["bank", "export", "--format", "md", "--bank", "written"],
        &["bank", "export", "--format", "csv"],
        &["bank", "export", "--output", &format!("/none/{PAYLOAD}")],
        &["bank", "cover", "written/one", PAYLOAD],
        &["bank", "show", PAYLOAD],
        &["bank", "add", "written/one", "--print"],
        &["config", "show"],
        &["doctor"],
        &["doctor", "--json"],
        &["history", "list"],
        &["history", "list", "--json"],
        &["history", "export"],
        &["history", "import", PAYLOAD],
        &["history", "backup", &format!("/none/{PAYLOAD}")],
        &["mock", "list"],
        &["mock", "plan", PAYLOAD],
        &["mock", "sheet", "short"],
        &["mock", "score", PAYLOAD],
        &["queue"],
        &["queue", "--json"],
        &["plan"],
        &["stats"],
        &["stats", "--json"],
        &["report"],
        &["report", PAYLOAD],
        &["report", "progress"],
        &["drill", "--plain", "--topic", PAYLOAD],
        &["drill", "--plain", "--bank", "written"],
        &["mock", "plan", "short", "--json"],
        &["mock", "sheet", "short", "--format", "html"],
        &["mock", "sheet", "short", "--format", "json"],
        &["history", "restore", "--list"],
        &["history", "restore", "--list", "--json"],
        &["history", "restore", "--from", PAYLOAD],
        &["history", "salvage", PAYLOAD],
        &["history", "suspend", PAYLOAD],
        &["bank", "retire", PAYLOAD],
        &["memory", "show"],
        &["memory", "show", "written/one"],
        &["sync"],
        &["sync", PAYLOAD],
        &["sync", "--status"],
        &["speech", "analyze", PAYLOAD],
        &["speech", "analyze", &wav, "--transcript", &said],
        &["speech", "analyze", &wav, "--transcript", &said, "--json"],
        &["speech", "record", PAYLOAD],
        &["speech", "play", PAYLOAD],
        &["speech", "purge", "--dry-run"],
        &[PAYLOAD],
    ];
    for args in lines {
        let ran = run(&home, args, "t\nAn answer.\n.\n3\nh\nh\nn\n3\nq\n");
        for bytes in [&ran.stdout, &ran.stderr] {
            // A pipe is no terminal: of its own sequences the program writes none here.
            let found = harm(bytes);
            assert!(
                found.is_empty() && !bytes.contains(&0x1b),
                "{args:?}: {found:?} in {}",
                String::from_utf8_lossy(bytes)
            );
        }
        assert!(!String::from_utf8_lossy(&ran.stderr).contains("panicked"), "{args:?}");
    }
}

#[test]
fn no_frame_carries_what_a_terminal_must_not_see() {
    let home = hostile_home();
    bring_a_sitting(&home);
    bring_a_scorecard(&home);
    for size in [(80, 24), (40, 10), (160, 50)] {
        left_import(&home);
        let mut terminal = Start::hotseat(home.path())
            .size(size.0, size.1)
            .env("HOME", &home.path().display().to_string())
            .env("LANG", PAYLOAD)
            .start();
        let press = |terminal: &mut crate::harness::Terminal, keys: &str| {
            let frames = terminal.frames();
            terminal.send(keys).wait_for_frame_after(frames);
        };
        terminal.wait_for_alternate_screen(true);
        // What was left says so first.
        press(&mut terminal, ESC);
        press(&mut terminal, ESC);
        let journeys: &[&[&str]] = &[
            &["/", "PWN", ENTER, "j", "j", ENTER, "n", "n", "d", ESC, ESC],
            &["/", "f", ESC, ESC],
            &["m", "j", "j", ENTER, ESC, ESC],
            &["m", "\t", ENTER, "j", "j", ESC, ESC],
            &["m", "\t", "j", ENTER, "j", "j", ESC, ESC],
            &["b", "l", "j", "\x1b[6~", "\x1b[6~", "\x1b[6~", ESC, ESC],
            &["/", "talk", ENTER, "l", "\x1b[6~", "\x1b[6~", ESC, ESC],
            &["b", "e", ESC],
            &["p", ESC],
            &["P", ESC],
            &["s", "j", ESC],
            &["t", ESC],
            &["T", ESC],
            &["?", ESC],
            &["#", ESC],
            &["i", "in", ENTER, ESC, ESC],
            &[
                ENTER, "t", "words", CTRL_D, "2", "m", "j", "m", "d", ESC, "s", "s", ESC, "w", "o", "r", "1", ENTER,
                ESC, ESC,
            ],
        ];
        for journey in journeys {
            for keys in *journey {
                press(&mut terminal, keys);
            }
            press(&mut terminal, ESC);
        }
        terminal.send(CTRL_C).end();
        let found = harm(&terminal.bytes());
        assert!(found.is_empty(), "{size:?}: {found:?}");
        let text = String::from_utf8_lossy(&terminal.bytes()).into_owned();
        assert!(text.contains("PWN"), "the payload was never on the screen");
    }
}

#[cfg(debug_assertions)]
#[test]
fn the_words_of_a_panic_are_cleaned() {
    let home = Home::new();
    let mut terminal = Start::hotseat(home.path()).env("HOTSEAT_CRASH_KEY", PAYLOAD).start();
    terminal.wait_for(ON_HOME).send(crate::F12).end_at_once();
    // What was written last may still be on its way.
    terminal.wait_for("panicked at");
    let told = terminal.contents();
    assert!(told.contains("panicked at") && told.contains("asked to crash: PWN"), "{told}");
    assert!(harm(&terminal.bytes()).is_empty(), "{:?}", harm(&terminal.bytes()));
}

/// In the place of each file that is read at a start: a pipe that nobody writes to, and a device that never ends.
#[test]
fn pipes_and_devices_in_the_place_of_files_hold_up_no_start() {
    let places = [
        "config/config.toml",
        "cache/banks.index",
        "data/history.sqlite",
        "data/history.sqlite-wal",
        "data/drafts/a.json",
        "data/drafts/a.lock",
        "data/banks/own.json",
        "data/banks/team/bank.json",
        "data/banks/.imported/x.json",
        "data/unsaved-question.md",
        "data/backups/history-2026-11-01.sqlite",
        "data/recordings/a.wav",
    ];
    for place in places {
        for device in [None, Some("/dev/zero")] {
            let home = Home::new();
            let path = home.path().join(place);
            fs::create_dir_all(path.parent().expect("a folder")).expect("created");
            match device {
                None => {
                    let made = Command::new("mkfifo").arg(&path).status();
                    assert!(made.expect("started").success(), "{place}");
                }
                Some(device) => std::os::unix::fs::symlink(device, &path).expect("a link"),
            }
            if path.extension().is_some_and(|ending| ending == "lock") {
                write(&path.with_extension("json"), "{}");
            }
            let md = home.path().join("m.md");
            write(&md, "## Why?\n\nx\n");
            for args in [&["doctor"][..], &["queue"], &["bank", "import", md.to_str().expect("UTF-8"), "--into", "x"]] {
                let ran = run(&home, args, "");
                let said = String::from_utf8_lossy(&ran.stderr);
                assert!(
                    ran.status.code().is_some_and(|code| code <= 1) && !said.contains("panicked"),
                    "{place} {args:?}: {said}"
                );
            }
            let mut terminal = home.start();
            terminal.send(CTRL_C).end();
            if let Some(device) = device {
                use std::os::unix::fs::FileTypeExt as _;
                let found = fs::metadata(device).expect("there").file_type();
                assert!(found.is_char_device(), "{place}: the device itself was replaced");
            }
        }
    }
}
