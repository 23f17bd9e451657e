//! Runs a program: without a shell, watched, and killed together with everything it started when it takes too long or
//! is cancelled.

use std::io::{Read, Write as _};
use std::path::Path;
use std::process::{Child, ExitStatus, Stdio};
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use hotseat_bank::text::{decoded, one_line};

use super::find;
use super::guard::{Ending, Guard};
use super::limits::{LOOK, Limits, Stop};

/// How long output may still arrive after the program has ended, while something it started keeps the pipe open.
const DREGS: Duration = Duration::from_secs(2);

/// Bytes of its error output that are kept, counted from the end.
const COMPLAINT: usize = 4_096;

/// What is run, and how.
#[derive(Clone, Copy, Debug)]
pub struct Program<'a> {
    /// The program's name or path.
    pub name: &'a str,
    /// Its arguments.
    pub arguments: &'a [String],
    /// What is written to its standard input; empty if nothing is.
    pub input: &'a [u8],
    /// The folder that it runs in; `None` for ours.
    pub folder: Option<&'a Path>,
    /// The most bytes of its output that are read; the rest is dropped.
    pub most: usize,
}

/// A program that has ended.
#[derive(Debug)]
pub struct Ended {
    /// The exit code or signal it ended with.
    pub status: ExitStatus,
    /// Its standard output, up to the limit.
    pub out: Vec<u8>,
    /// The last part of its error output.
    pub err: Vec<u8>,
}

/// Why a program did not run to its end.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// It does not exist, or may not be run.
    #[error("{0}")]
    NotStarted(#[source] std::io::Error),
    /// We gave up: it was cancelled or took too long.
    #[error("it was given up")]
    Stopped(Stop),
    /// It tried to read from a terminal and was killed.
    #[error("it waits for a terminal")]
    WantsTerminal,
}

/// Runs a program to its end. `said` is given the last part of its error output whenever more has arrived.
pub fn run(program: &Program<'_>, limits: &Limits<'_>, said: &mut dyn FnMut(&[u8])) -> Result<Ended, ProgramError> {
    run_at(Pace::Full, program, limits, said)
}

/// Like [`run`], for work that nobody is waiting for: at a low priority, and told by `OMP_NUM_THREADS` to leave a core
/// free, unless the environment already sets that.
pub fn run_in_background(
    program: &Program<'_>,
    limits: &Limits<'_>,
    said: &mut dyn FnMut(&[u8]),
) -> Result<Ended, ProgramError> {
    run_at(Pace::Background, program, limits, said)
}

/// How many cores background work may use: all but one, and at least one.
pub fn spare_cores() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().saturating_sub(1).max(1))
}

/// How much of the machine a program may use.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pace {
    Full,
    Background,
}

/// The variable that tells many programs how many threads to use.
const THREADS: &str = "OMP_NUM_THREADS";

/// The niceness of background programs: they give way to all ordinary work.
#[cfg(unix)]
const NICE: i32 = 10;

fn run_at(
    pace: Pace,
    program: &Program<'_>,
    limits: &Limits<'_>,
    said: &mut dyn FnMut(&[u8]),
) -> Result<Ended, ProgramError> {
    let mut command = find::command(program.name);
    if pace == Pace::Background && std::env::var_os(THREADS).is_none() {
        command.env(THREADS, spare_cores().to_string());
    }
    let input = if program.input.is_empty() { Stdio::null() } else { Stdio::piped() };
    command.args(program.arguments).stdin(input).stdout(Stdio::piped()).stderr(Stdio::piped());
    if let Some(folder) = program.folder {
        command.current_dir(folder);
    }
    // In a process group of its own, so that everything it starts can be ended together with it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(ProgramError::NotStarted)?;
    let _guard = Guard::over(&child, Ending::Group);
    // If the system refuses, the work is done at the usual priority.
    #[cfg(unix)]
    let _ = (pace == Pace::Background)
        .then(|| rustix::process::setpriority_pgrp(Some(rustix::process::Pid::from_child(&child)), NICE));
    let (parts, heard) = channel();
    if let Some(mut pipe) = child.stdin.take() {
        let input = program.input.to_vec();
        // A program may leave its input unread.
        std::thread::spawn(move || drop(pipe.write_all(&input)));
    }
    if let Some(pipe) = child.stdout.take() {
        listen(pipe, Part::Out, parts.clone());
    }
    if let Some(pipe) = child.stderr.take() {
        listen(pipe, Part::Err, parts);
    }
    let mut output = Output { out: Vec::new(), err: Vec::new(), most: program.most };
    let status = wait(&mut child, &heard, &mut output, limits, said);
    if status.is_err() {
        end(&mut child);
    }
    let status = status?;
    output.rest(&heard);
    Ok(Ended { status, out: output.out, err: output.err })
}

/// Whether a program can be started. It is asked for its version, and ended if it is still running after `patience`;
/// what it prints or returns does not matter.
pub fn starts(words: &[String], patience: Duration) -> Result<(), std::io::Error> {
    let Some(name) = words.first() else { return Err(std::io::ErrorKind::NotFound.into()) };
    let (arguments, going) = (["--version".to_owned()], AtomicBool::new(false));
    let program = Program { name, arguments: &arguments, input: &[], folder: None, most: 0 };
    match run(&program, &Limits::in_all(patience, &going), &mut |_| {}) {
        Err(ProgramError::NotStarted(error)) => Err(error),
        _ => Ok(()),
    }
}

impl Ended {
    /// How it ended, in words: "exit code 1", "ended by a signal".
    pub fn how(&self) -> String {
        match self.status.code() {
            Some(code) => format!("exit code {code}"),
            None => "ended by a signal".into(),
        }
    }

    /// The last line of its error output, or of its output if that is empty, made safe to show. `None` if it said
    /// nothing.
    pub fn last_words(&self) -> Option<String> {
        let text = decoded(if self.err.is_empty() { &self.out } else { &self.err });
        let line = text.lines().rev().map(one_line).find(|line| !line.is_empty());
        line.map(|line| line.chars().take(200).collect())
    }
}

enum Part {
    Out(Vec<u8>),
    Err(Vec<u8>),
}

/// Reads a pipe on a thread of its own, so that a full pipe never blocks the program.
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

struct Output {
    out: Vec<u8>,
    err: Vec<u8>,
    most: usize,
}

impl Output {
    /// Keeps a part of the output. Returns whether it was error output.
    fn take(&mut self, part: Part) -> bool {
        match part {
            Part::Out(bytes) => {
                let room = self.most.saturating_sub(self.out.len());
                self.out.extend_from_slice(&bytes[..bytes.len().min(room)]);
                false
            }
            Part::Err(bytes) => {
                self.err.extend_from_slice(&bytes);
                let excess = self.err.len().saturating_sub(COMPLAINT);
                self.err.drain(..excess);
                true
            }
        }
    }

    fn rest(&mut self, heard: &Receiver<Part>) {
        let until = Instant::now() + DREGS;
        while let Ok(part) = heard.recv_timeout(until.saturating_duration_since(Instant::now())) {
            self.take(part);
        }
    }
}

fn wait(
    child: &mut Child,
    heard: &Receiver<Part>,
    output: &mut Output,
    limits: &Limits<'_>,
    said: &mut dyn FnMut(&[u8]),
) -> Result<ExitStatus, ProgramError> {
    let started = Instant::now();
    let mut last = None;
    loop {
        if let Some(status) = child.try_wait().map_err(ProgramError::NotStarted)? {
            return Ok(status);
        }
        limits.check(started, last).map_err(ProgramError::Stopped)?;
        if is_halted(child) {
            return Err(ProgramError::WantsTerminal);
        }
        match heard.recv_timeout(LOOK) {
            Ok(part) => {
                last = Some(Instant::now());
                if output.take(part) {
                    said(&output.err);
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            // Both pipes are closed, but the program is still running.
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(LOOK),
        }
    }
}

/// Whether the system has stopped the program, which is what happens to a background program that reads from the
/// terminal.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn is_halted(child: &Child) -> bool {
    use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
    let looking = WaitIdOptions::STOPPED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
    waitid(WaitId::Pid(Pid::from_child(child)), looking)
        .is_ok_and(|status| status.is_some_and(|status| status.stopped()))
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn is_halted(_: &Child) -> bool {
    false
}

/// Kills the program and everything it started.
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

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    static GOING: AtomicBool = AtomicBool::new(false);

    fn of(script: &str, input: &[u8], most: usize) -> Result<Ended, ProgramError> {
        let arguments = ["-c".to_owned(), script.to_owned()];
        let program = Program { name: "/bin/sh", arguments: &arguments, input, folder: None, most };
        run(&program, &Limits::in_all(Duration::from_secs(20), &GOING), &mut |_| {})
    }

    #[test]
    fn what_it_is_told_and_says_goes_through() {
        let long = vec![b'x'; 300_000];
        let ended = of("cat", &long, usize::MAX).expect("ended");
        assert_eq!(ended.out.len(), long.len());
        assert_eq!(of("cat", &long, 10).expect("ended").out.len(), 10, "the rest is dropped");
        // A program may leave its input unread.
        assert!(of("exit 0", &long, 10).expect("ended").status.success());
        let ended = of("echo one >&2; printf 'two\\033[2J' >&2; exit 3", &[], 10).expect("ended");
        assert_eq!((ended.how().as_str(), ended.last_words().as_deref()), ("exit code 3", Some("two")));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn work_in_the_background_gives_way() {
        // The script waits for its priority to be lowered, which happens after it has started.
        let script = "while [ \"$(cut -d' ' -f19 /proc/$$/stat)\" != 10 ]; do :; done; echo $OMP_NUM_THREADS";
        let arguments = ["-c".to_owned(), script.to_owned()];
        let program = Program { name: "/bin/sh", arguments: &arguments, input: &[], folder: None, most: 10 };
        let limits = Limits::in_all(Duration::from_mins(1), &GOING);
        let ended = run_in_background(&program, &limits, &mut |_| {}).expect("ended");
        let told = std::env::var(THREADS).unwrap_or_else(|_| spare_cores().to_string());
        assert_eq!(String::from_utf8_lossy(&ended.out).trim(), told);
    }

    #[test]
    fn a_program_starts_or_it_does_not() {
        let starts = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            starts(&words, Duration::from_millis(200))
        };
        assert!(starts(&["false"]).is_ok(), "what it thinks of the question does not matter");
        assert!(starts(&["/no/such/program"]).is_err() && starts(&[]).is_err());
        let folder = tempfile::tempdir().expect("a folder");
        let script = folder.path().join("deaf");
        std::fs::write(&script, "#!/bin/sh\nexec sleep 600\n").expect("written");
        let shown = script.display().to_string();
        let error = starts(&[&shown]).expect_err("it may not be run");
        assert_eq!(error.kind(), std::io::ErrorKind::PermissionDenied);
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
        std::fs::set_permissions(&script, mode).expect("executable");
        assert!(starts(&[&shown]).is_ok(), "one that does not end is ended");
    }

    #[test]
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    fn one_that_the_system_stops_is_ended() {
        // It stops itself, as the system stops a background program that reads from the terminal.
        assert!(matches!(of("kill -STOP $$", &[], 10), Err(ProgramError::WantsTerminal)));
    }
}
