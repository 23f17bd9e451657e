//! Runs a program that writes down what was said: without a shell, watched, and killed if it hangs.

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use hotseat_bank::text::one_line;

use super::bounds::{Bounds, MOST_OUTPUT, PROMPT};
use super::error::SttError;
use super::speech_only::SpeechOnly;
use crate::guard::{Ending, Guard};

/// How often a running program is looked at.
const LOOK: Duration = Duration::from_millis(50);

/// How long output may still come after the program has ended, while something it started holds the pipe.
const DREGS: Duration = Duration::from_secs(2);

/// Runs the program on the speech and returns what it wrote down.
pub(super) fn run(
    words: &[String],
    sent: &SpeechOnly,
    bounds: &Bounds<'_>,
    progress: &mut dyn FnMut(f64),
) -> Result<Vec<u8>, SttError> {
    let program = &words[0];
    let whisper = is_whisper(program);
    let into = sent.folder().join("heard");
    let arguments = if whisper {
        whisper_arguments(&words[1..], &sent.file(), &into)
    } else {
        plain_arguments(&words[1..], &sent.file())
    };
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // In a process group of its own, so that whatever it starts can be ended with it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let not_started = |source| SttError::NotStarted { program: program.clone(), source };
    let mut child = command.spawn().map_err(not_started)?;
    let _guard = Guard::over(&child, Ending::Group);
    let (parts, heard) = channel();
    if let Some(pipe) = child.stdout.take() {
        listen(pipe, Part::Out, parts.clone());
    }
    if let Some(pipe) = child.stderr.take() {
        listen(pipe, Part::Err, parts);
    }
    let mut output = Output::default();
    let status = wait(&mut child, &heard, &mut output, program, bounds, progress);
    if status.is_err() {
        end(&mut child);
    }
    let status = status?;
    output.rest(&heard);
    if !status.success() {
        return Err(SttError::Failed {
            program: program.clone(),
            how: how(status),
            said: output.complaint(whisper, status),
        });
    }
    if whisper {
        let file = into.with_extension("json");
        return std::fs::read(&file).map_err(|error| SttError::Nonsense {
            engine: program.clone(),
            problem: format!("it wrote no JSON ({error}); is it whisper.cpp 1.5 or newer?"),
        });
    }
    Ok(output.out)
}

/// Whether it is the program of whisper.cpp, under any of its names.
fn is_whisper(program: &str) -> bool {
    let stem = Path::new(program).file_stem().map(|stem| stem.to_string_lossy().to_lowercase());
    matches!(stem.as_deref(), Some("whisper-cli" | "whisper-cpp"))
}

/// The arguments for whisper.cpp's program. The user's own take precedence over ours.
fn whisper_arguments(own: &[String], file: &Path, into: &Path) -> Vec<String> {
    let mut arguments = own.to_vec();
    let said = |names: &[&str]| own.iter().any(|word| names.contains(&word.as_str()));
    if !said(&["--prompt"]) {
        arguments.extend(["--prompt".into(), PROMPT.into()]);
    }
    for (flag, long) in [("-np", "--no-prints"), ("-pp", "--print-progress"), ("-ojf", "--output-json-full")] {
        if !said(&[flag, long]) {
            arguments.push(flag.into());
        }
    }
    arguments.extend(["-f".into(), file.display().to_string(), "-of".into(), into.display().to_string()]);
    arguments
}

/// The arguments for any other program: the file takes the place of `{}`, or comes last.
fn plain_arguments(own: &[String], file: &Path) -> Vec<String> {
    let file = file.display().to_string();
    let mut arguments: Vec<String> = own.iter().map(|word| word.replace("{}", &file)).collect();
    if !own.iter().any(|word| word.contains("{}")) {
        arguments.push(file);
    }
    arguments
}

enum Part {
    Out(Vec<u8>),
    Err(Vec<u8>),
}

/// Reads a pipe on a thread of its own, so that a full pipe never stops the program.
fn listen(mut pipe: impl Read + Send + 'static, part: fn(Vec<u8>) -> Part, parts: Sender<Part>) {
    std::thread::spawn(move || {
        let mut block = vec![0; 16 * 1024];
        while let Ok(read) = pipe.read(&mut block) {
            if read == 0 || parts.send(part(block[..read].to_vec())).is_err() {
                break;
            }
        }
    });
}

#[derive(Default)]
struct Output {
    out: Vec<u8>,
    /// The end of what it wrote to its error output.
    err: Vec<u8>,
}

impl Output {
    fn take(&mut self, part: Part) -> Option<f64> {
        match part {
            Part::Out(bytes) => {
                let room = usize::try_from(MOST_OUTPUT).unwrap_or(usize::MAX).saturating_sub(self.out.len());
                self.out.extend_from_slice(&bytes[..bytes.len().min(room)]);
                None
            }
            Part::Err(bytes) => {
                self.err.extend_from_slice(&bytes);
                let excess = self.err.len().saturating_sub(4_096);
                self.err.drain(..excess);
                share(&String::from_utf8_lossy(&self.err))
            }
        }
    }

    fn rest(&mut self, heard: &Receiver<Part>) {
        let until = Instant::now() + DREGS;
        while let Ok(part) = heard.recv_timeout(until.saturating_duration_since(Instant::now())) {
            self.take(part);
        }
    }

    /// Why it failed, in a line.
    fn complaint(&self, whisper: bool, status: ExitStatus) -> String {
        if whisper && status.code() == Some(3) {
            return "its model cannot be loaded; check the path behind -m".into();
        }
        let text = String::from_utf8_lossy(if self.err.is_empty() { &self.out } else { &self.err });
        let line = text.lines().rev().map(one_line).find(|line| !line.is_empty());
        match line {
            Some(line) => line.chars().take(200).collect(),
            None => "it said nothing; run it by hand on a WAV file to see why".into(),
        }
    }
}

/// The share that whisper.cpp says is done: `progress =  25%`.
fn share(said: &str) -> Option<f64> {
    let (_, last) = said.rsplit_once("progress =")?;
    let percent: f64 = last.split('%').next()?.trim().parse().ok()?;
    (0.0..=100.0).contains(&percent).then_some(percent / 100.0)
}

fn how(status: ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("exit code {code}"),
        None => "ended by a signal".into(),
    }
}

fn wait(
    child: &mut Child,
    heard: &Receiver<Part>,
    output: &mut Output,
    program: &str,
    bounds: &Bounds<'_>,
    progress: &mut dyn FnMut(f64),
) -> Result<ExitStatus, SttError> {
    loop {
        let lost = |source| SttError::NotStarted { program: program.to_owned(), source };
        if let Some(status) = child.try_wait().map_err(lost)? {
            return Ok(status);
        }
        bounds.check(&program)?;
        match heard.recv_timeout(LOOK) {
            Ok(part) => {
                if let Some(share) = output.take(part) {
                    progress(share);
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            // Both pipes are closed, but the program still runs.
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(LOOK),
        }
    }
}

/// Ends the program and all that it started.
fn end(child: &mut Child) {
    #[cfg(unix)]
    {
        use rustix::process::{Pid, Signal, kill_process_group};
        // It may have ended by itself a moment ago.
        let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_goes_where_it_is_wanted() {
        let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let file = Path::new("/tmp/a b.wav");
        assert_eq!(plain_arguments(&own(&["-x"]), file), ["-x", "/tmp/a b.wav"]);
        assert_eq!(plain_arguments(&own(&["-F", "file=@{}", "u"]), file), ["-F", "file=@/tmp/a b.wav", "u"]);
        let whisper = whisper_arguments(&own(&["-m", "base.bin", "--prompt", "mine"]), file, Path::new("/tmp/heard"));
        assert_eq!(
            whisper,
            ["-m", "base.bin", "--prompt", "mine", "-np", "-pp", "-ojf", "-f", "/tmp/a b.wav", "-of", "/tmp/heard"]
        );
        assert!(is_whisper("/opt/bin/whisper-cli") && is_whisper("whisper-cli.exe") && !is_whisper("mywhisper"));
    }

    #[test]
    fn progress_is_read_where_it_is_told() {
        assert_eq!(share("whisper_print_progress_callback: progress =  25%\n"), Some(0.25));
        assert_eq!(share("progress = 25%\nprogress =  50%\n"), Some(0.5));
        assert_eq!(share("progress = many%"), None);
    }
}
