//! Tests with engines that work, fail, hang and lie, each a real program or a real server.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::PathBuf;
use std::thread;
use std::time::Instant;

use super::*;

static GOING: AtomicBool = AtomicBool::new(false);

/// Ten seconds with two seconds of tone in the middle, and the stretch of the tone.
fn recording(folder: &Path) -> (PathBuf, Vec<Stretch>) {
    let path = folder.join("take.wav");
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 16_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(&path, spec).expect("a file");
    for n in 0..160_000_i32 {
        let on = (64_000..96_000).contains(&n);
        let wave = if n / 40 % 2 == 0 { 8_000 } else { -8_000 };
        writer.write_sample(if on { wave } else { 0_i16 }).expect("written");
    }
    writer.finalize().expect("written");
    (path, vec![Stretch { start_s: 4.0, end_s: 6.0 }])
}

/// Has an engine transcribe two seconds of speech, with the given limit.
fn heard(engine: &Transcriber, limit: Duration, cancel: &AtomicBool) -> Result<Transcript, SttError> {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, speech) = recording(folder.path());
    let sent = SpeechOnly::cut(&path, &speech, folder.path())?.expect("speech");
    transcribe_within(engine, &sent, "What is slow?", &Bounds::new(limit, cancel), &mut |_| {})
}

/// An engine that consists of a few lines of shell; `$1` is the WAV file.
#[cfg(unix)]
fn script(folder: &Path, name: &str, lines: &str) -> Transcriber {
    use std::os::unix::fs::PermissionsExt as _;
    let path = folder.join(name);
    std::fs::write(&path, format!("#!/bin/sh\n{lines}\n")).expect("written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("made a program");
    Transcriber::Command(vec!["/bin/sh".into(), path.display().to_string()])
}

#[cfg(unix)]
fn from_script(lines: &str) -> Result<Transcript, SttError> {
    let folder = tempfile::tempdir().expect("a folder");
    heard(&script(folder.path(), "engine", lines), Duration::from_secs(20), &GOING)
}

#[test]
#[cfg(unix)]
fn a_program_gets_the_speech_alone_and_times_are_those_of_the_recording() {
    // 2 s of speech with a quarter second on either side: 44 + 2.5 * 32,000 bytes.
    let said = from_script(
        r#"[ "$(wc -c <"$1")" -eq 80044 ] && echo '{"segments":[{"start":0.25,"end":2.25,"text":" So first"}]}'"#,
    );
    let said = said.expect("a transcript").segments;
    assert_eq!((said[0].start_s, said[0].end_s, said[0].text.as_str()), (4.0, 6.0, "So first"));
    let plain = from_script("echo So first").expect("a transcript").segments;
    assert_eq!((plain[0].start_s, plain[0].end_s), (3.75, 6.25));
}

#[test]
#[cfg(unix)]
fn an_engine_that_fails_is_quoted() {
    let error = from_script("echo loading >&2; echo 'no model at /x' >&2; exit 3").expect_err("failed").to_string();
    assert!(error.contains("exit code 3") && error.contains("no model at /x"), "{error}");
    let silent = from_script("exit 1").expect_err("failed").to_string();
    assert!(silent.contains("run it by hand"), "{silent}");
    let error = heard(&Transcriber::Command(vec!["/nowhere/engine".into()]), Duration::from_secs(5), &GOING);
    assert!(error.expect_err("not there").to_string().contains("mend `stt`"));
}

#[test]
#[cfg(unix)]
fn nonsense_and_bad_bytes_are_no_crash() {
    assert!(matches!(from_script("true"), Err(SttError::Nonsense { .. })));
    assert!(matches!(from_script("echo '{\"a\":1}'"), Err(SttError::Nonsense { .. })));
    assert!(matches!(from_script("head -c 4000 /dev/urandom; echo"), Err(SttError::Nonsense { .. })));
    let bad = from_script(r"printf 'So \377 first'").expect("text");
    assert_eq!(bad.segments[0].text, "So \u{fffd} first");
    // More than a pipe holds, on both streams.
    let padded =
        "printf '{'; yes ' ' | head -c 300000; yes talk | head -c 300000 >&2; printf '\"text\": \"So first\"}'";
    assert_eq!(from_script(padded).expect("text").text(), "So first");
}

#[test]
#[cfg(unix)]
fn an_engine_that_hangs_is_killed_with_all_that_it_started() {
    let folder = tempfile::tempdir().expect("a folder");
    let pids = folder.path().join("pids");
    let lines = format!("sleep 600 & echo $! > {0}; echo $$ >> {0}; wait", pids.display());
    let engine = script(folder.path(), "engine", &lines);
    let began = Instant::now();
    let error = heard(&engine, Duration::from_secs(2), &GOING).expect_err("it hangs");
    assert!(matches!(error, SttError::TooLong { .. }), "{error}");
    assert!(began.elapsed() < Duration::from_secs(15));
    for pid in std::fs::read_to_string(&pids).expect("written").lines() {
        // A kill may take a moment to have effect.
        while is_alive(pid) {
            assert!(began.elapsed() < Duration::from_mins(1), "{pid} is alive");
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Whether a process is running: neither gone, nor a zombie waiting for init.
#[cfg(unix)]
fn is_alive(pid: &str) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z"))
}

#[test]
#[cfg(unix)]
fn it_can_be_called_off() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = script(folder.path(), "engine", "sleep 600");
    let cancel = AtomicBool::new(true);
    assert!(matches!(heard(&engine, Duration::from_mins(1), &cancel), Err(SttError::Cancelled)));
}

#[test]
#[cfg(unix)]
fn whisper_cli_gets_its_flags_and_its_file_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let fake = folder.path().join("whisper-cli");
    // Reports progress, and writes JSON where `-of` says.
    let lines = "#!/bin/sh\nwhile [ $# -gt 0 ]; do [ \"$1\" = -of ] && out=$2; [ \"$1\" = -ojf ] && full=1; shift; done\n\
                 echo 'whisper_print_progress_callback: progress =  40%' >&2\n[ -n \"$full\" ] || exit 1\n\
                 echo '{\"transcription\":[{\"offsets\":{\"from\":250,\"to\":2250},\"text\":\" So first\",\"tokens\":[]}]}' > \"$out.json\"\n";
    std::fs::write(&fake, lines).expect("written");
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&fake, std::fs::Permissions::from_mode(0o755)).expect("made a program");
    }
    let (path, speech) = recording(folder.path());
    let mut shares = Vec::new();
    let engine = Transcriber::Command(vec![fake.display().to_string(), "-m".into(), "base.bin".into()]);
    let said = transcribe(&engine, &path, &speech, "", folder.path(), &GOING, &mut |share| shares.push(share))
        .expect("a transcript");
    assert_eq!((said.segments[0].start_s, said.segments[0].text.as_str()), (4.0, "So first"));
}

#[test]
fn where_nobody_speaks_nobody_is_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, _) = recording(folder.path());
    let nobody = Transcriber::Command(vec!["/nowhere".into()]);
    let said = transcribe(&nobody, &path, &[], "", folder.path(), &GOING, &mut |_| {}).expect("nothing to do");
    assert_eq!(said, Transcript::default());
}

#[test]
fn settings_are_read() {
    let read = |words: &[&str]| {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        Transcriber::from_setting(&words, Some(Path::new("/home/me")))
    };
    assert_eq!(read(&[]).expect("nothing"), None);
    let command = read(&["whisper-cli", "-m", "~/base.bin"]).expect("a command");
    assert_eq!(
        command,
        Some(Transcriber::Command(["whisper-cli", "-m", "/home/me/base.bin"].map(str::to_owned).to_vec()))
    );
    assert!(matches!(read(&["http://127.0.0.1:1/x"]), Ok(Some(Transcriber::Server(_)))));
    assert!(matches!(read(&["https://example.com/x"]), Err(SttError::Elsewhere { .. })));
    assert!(matches!(read(&["http://127.0.0.1:1/x", "-y"]), Err(SttError::Setting(_))));
    assert!(matches!(read(&[" "]), Err(SttError::Setting(_))));
}

/// A server that takes one request, returns the request to the test, and responds with `answer`. None: it never
/// responds.
fn serve(answer: Option<&'static str>) -> (Transcriber, thread::JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a caller");
        let mut asked = Vec::new();
        let mut block = [0; 4096];
        loop {
            let read = stream.read(&mut block).unwrap_or(0);
            asked.extend_from_slice(&block[..read]);
            if read == 0 {
                return asked;
            }
            if let Some(answer) = answer.filter(|_| asked.ends_with(b"-answer--\r\n")) {
                stream.write_all(answer.as_bytes()).expect("answered");
                return asked;
            }
        }
    });
    let engine = Transcriber::from_setting(&[format!("http://{address}/v1/audio/transcriptions")], None);
    (engine.expect("an address").expect("set"), server)
}

#[test]
fn a_server_gets_a_form_with_the_speech() {
    let (engine, server) = serve(Some(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 76\r\n\r\n\
         {\"text\":\"So first\",\"segments\":[{\"start\":0.25,\"end\":2.25,\"text\":\"So first\"}]}",
    ));
    let said = heard(&engine, Duration::from_secs(20), &GOING);
    let asked = server.join().expect("served");
    let text = String::from_utf8_lossy(&asked);
    let lower = text.to_lowercase();
    assert!(text.starts_with("POST /v1/audio/transcriptions HTTP/1.1\r\n"), "{text:.200}");
    assert!(lower.contains("\r\nhost: 127.0.0.1:"), "{text:.200}");
    for part in [
        "name=\"model\"\r\n\r\nwhisper-1\r\n",
        "name=\"prompt\"\r\n\r\nUm, uh, hmm, er, ah. What is slow?\r\n",
        "verbose_json",
        "name=\"file\"; filename=\"answer.wav\"",
        "RIFF",
    ] {
        assert!(text.contains(part), "{part}");
    }
    let length: usize = lower
        .split("content-length: ")
        .nth(1)
        .and_then(|rest| rest.split('\r').next()?.parse().ok())
        .expect("a length");
    let head = asked.windows(4).position(|four| four == b"\r\n\r\n").expect("a head") + 4;
    assert_eq!(asked.len() - head, length);
    let said = said.expect("a transcript").segments;
    assert_eq!((said[0].start_s, said[0].end_s, said[0].text.as_str()), (4.0, 6.0, "So first"));
}

#[test]
fn a_server_that_fails_says_what_to_do() {
    let (engine, server) = serve(Some("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
    let error = heard(&engine, Duration::from_secs(20), &GOING).expect_err("not found").to_string();
    assert!(error.contains("--inference-path"), "{error}");
    server.join().expect("served");
    let (engine, server) = serve(None);
    let error = heard(&engine, Duration::from_secs(1), &GOING).expect_err("silence");
    assert!(matches!(error, SttError::TooLong { .. }), "{error}");
    server.join().expect("hung up on");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let engine = Transcriber::from_setting(&[format!("http://{address}/x")], None).expect("fine").expect("set");
    let error = heard(&engine, Duration::from_secs(5), &GOING).expect_err("nobody").to_string();
    assert!(error.contains("start the server first"), "{error}");
}

#[test]
#[cfg(unix)]
fn a_gigabyte_of_words_is_no_transcript() {
    let endless = from_script("yes 'and so on' | head -c 1000000000").expect_err("no transcript").to_string();
    assert!(endless.contains("16 MiB and more"), "{endless}");
    let fast = from_script("seq 1 1600").expect_err("no transcript").to_string();
    assert!(fast.contains("1600 words for 2 s"), "{fast}");
    assert_eq!(from_script("yes 'and so on' | head -c 60000").expect("a loop").text(), "and so on");
}

#[test]
#[cfg(unix)]
fn words_for_silence_are_no_answer() {
    let invented = r#"echo '{"segments":[{"start":0,"end":1,"text":" [BLANK_AUDIO]"},{"start":1,"end":2,"text":"Thank you for watching!"}]}'"#;
    assert!(from_script(invented).expect("nothing was said").segments.is_empty());
}

#[test]
#[cfg(unix)]
fn one_answer_after_another_is_written_down() {
    let folder = tempfile::tempdir().expect("a folder");
    let lines = r#"n=$(cat "$0.n" 2>/dev/null || echo 0); n=$((n+1)); echo $n > "$0.n"; echo "answer $n""#;
    let engine = script(folder.path(), "engine", lines);
    for nth in 1..=2 {
        let said = heard(&engine, Duration::from_mins(1), &GOING).expect("a transcript").text();
        assert_eq!(said, format!("answer {nth}"));
    }
}

#[test]
#[cfg(unix)]
fn the_check_says_what_came_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let checked = |lines: &str| check::check(&script(folder.path(), "engine", lines), folder.path(), None, &GOING);
    let well = checked(
        "echo 'First we measured where the time went. Uh, the database waited for locks, so we moved the report to a replica \
         in 10 minutes.'",
    );
    let well = well.expect("it works");
    assert_eq!((well.errors.wrong, well.fillers), (0, 1), "{well:?}");
    assert!(well.is_usable() && (6.0..9.0).contains(&well.spoken_s), "{well:?}");
    assert!(!checked("echo something else").expect("it answers").is_usable());
    assert!(matches!(checked("exit 1"), Err(SttError::Failed { .. })));
    let limit = Some(Duration::from_secs(1));
    let slow = check::check(&script(folder.path(), "slow", "sleep 600"), folder.path(), limit, &GOING);
    assert!(matches!(slow, Err(SttError::TooLong { .. })));
}
