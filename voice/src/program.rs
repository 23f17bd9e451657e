//! Recorder and player programs, for machines without a sound server that we can talk to.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use super::streams::{SILENT, Sink, SinkState, Source};
use super::{RATE, SoundError, bytes};
use hotseat_outside::guard::{Ending, Guard};

/// Programs that write 16-bit 16 kHz mono to their output, best first, each with the flag that selects a microphone.
const RECORDERS: &[(&str, &[&str], Option<&str>)] = &[
    ("pw-record", &["--rate=16000", "--channels=1", "--format=s16", "-"], Some("--target")),
    ("parec", &["--raw", "--rate=16000", "--channels=1", "--format=s16le", "--latency-msec=20"], Some("--device")),
    ("arecord", &["-q", "-t", "raw", "-f", "S16_LE", "-r", "16000", "-c", "1"], Some("-D")),
    ("sox", &["-q", "-d", "-t", "raw", "-r", "16000", "-c", "1", "-b", "16", "-e", "signed-integer", "-"], None),
];

/// Programs that play such samples from their input, best first.
const PLAYERS: &[(&str, &[&str])] = &[
    ("pw-play", &["--rate=16000", "--channels=1", "--format=s16", "-"]),
    ("paplay", &["--raw", "--rate=16000", "--channels=1", "--format=s16le", "--latency-msec=50"]),
    ("aplay", &["-q", "-t", "raw", "-f", "S16_LE", "-r", "16000", "-c", "1"]),
    ("sox", &["-q", "-t", "raw", "-r", "16000", "-c", "1", "-b", "16", "-e", "signed-integer", "-", "-d"]),
];

/// How long a program may take to deliver its first sample. One that cannot record exits much sooner.
const FIRST: Duration = Duration::from_secs(2);

/// How many seconds are written in advance. The pipe would hold two seconds, which would delay seeking noticeably.
const AHEAD: f64 = 0.2;

/// The recorder programs installed on the machine.
pub(super) fn recorders() -> Vec<&'static str> {
    let there = |name: &&str| {
        let folders = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&folders).any(|folder| Path::new(&folder).join(name).is_file())
    };
    RECORDERS.iter().map(|(name, ..)| *name).filter(there).collect()
}

/// A child process that is killed on drop.
struct Running(Child, Option<Guard>);

impl Running {
    fn new(child: Child) -> Self {
        let guard = Guard::over(&child, Ending::Process);
        Self(child, guard)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
        // The process is gone, so nothing is left to guard.
        self.1.take();
    }
}

/// A microphone that is read through another program.
pub(super) struct ProgramSource {
    name: String,
    /// Dropped before the process, so that the reading thread never blocks on a full channel.
    blocks: Receiver<Vec<u8>>,
    /// Received bytes that do not make up a whole sample yet.
    rest: Vec<u8>,
    _running: Running,
}

impl ProgramSource {
    /// Starts the first program that delivers samples.
    pub(super) fn open(microphone: Option<&str>) -> Option<Self> {
        RECORDERS
            .iter()
            .find_map(|(program, arguments, target)| Self::start(program, arguments, microphone.zip(*target)))
    }

    fn start(program: &str, arguments: &[&str], target: Option<(&str, &str)>) -> Option<Self> {
        let mut command = Command::new(program);
        if let Some((microphone, flag)) = target {
            command.args([flag, microphone]);
        }
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().ok()?;
        let output = child.stdout.take();
        let running = Running::new(child);
        let (send, blocks) = sync_channel(64);
        let output = output?;
        std::thread::Builder::new().name(program.into()).spawn(move || pass_on(output, &send)).ok()?;
        let first = blocks.recv_timeout(FIRST).ok()?;
        let rest = without_header(&first).to_vec();
        Some(Self { name: format!("{program}, a program"), blocks, rest, _running: running })
    }
}

fn pass_on(mut output: ChildStdout, to: &SyncSender<Vec<u8>>) {
    let mut buffer = [0; 4096];
    while let Ok(count @ 1..) = output.read(&mut buffer) {
        if to.send(buffer[..count].to_vec()).is_err() {
            return;
        }
    }
}

/// Strips the WAV header that some versions write before the samples, although they cannot know how many will follow.
fn without_header(bytes: &[u8]) -> &[u8] {
    if bytes.starts_with(b"RIFF") {
        let data = bytes.windows(4).position(|word| word == b"data");
        return data.and_then(|at| bytes.get(at + 8..)).unwrap_or_default();
    }
    bytes
}

impl Source for ProgramSource {
    fn name(&self) -> &str {
        &self.name
    }

    fn read(&mut self, into: &mut Vec<i16>) -> Result<(), SoundError> {
        if self.rest.len() < 2 {
            match self.blocks.recv_timeout(SILENT) {
                Ok(block) => self.rest.extend(block),
                Err(RecvTimeoutError::Timeout) => return Err(SoundError::NoAnswer),
                Err(RecvTimeoutError::Disconnected) => return Err(SoundError::Gone),
            }
        }
        let whole = self.rest.len() & !1;
        into.extend(self.rest[..whole].chunks_exact(2).map(|two| i16::from_le_bytes([two[0], two[1]])));
        self.rest.drain(..whole);
        Ok(())
    }
}

/// A loudspeaker that is played through another program.
pub(super) struct ProgramSink {
    input: Option<ChildStdin>,
    running: Running,
    started: Instant,
    /// Number of samples written so far.
    written: u64,
}

impl ProgramSink {
    /// Starts the first program that is installed.
    pub(super) fn open() -> Option<Self> {
        PLAYERS.iter().find_map(|(program, arguments)| {
            let mut command = Command::new(program);
            command.args(*arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
            let mut child = command.spawn().ok()?;
            let input = child.stdin.take();
            Some(Self { input, running: Running::new(child), started: Instant::now(), written: 0 })
        })
    }
}

impl Sink for ProgramSink {
    fn wait(&mut self, limit: Duration) -> Result<SinkState, SoundError> {
        if let Ok(Some(status)) = self.running.0.try_wait() {
            let played = self.input.is_none() && status.success();
            return if played { Ok(SinkState::Played) } else { Err(SoundError::NoLoudspeaker) };
        }
        let due = (self.started.elapsed().as_secs_f64() + AHEAD) * f64::from(RATE) - self.written as f64;
        if self.input.is_none() || due < f64::from(RATE) / 50.0 {
            std::thread::sleep(limit.min(Duration::from_millis(20)));
            return Ok(SinkState::Wants(0));
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive, and seconds at most")]
        Ok(SinkState::Wants(due as usize))
    }

    fn write(&mut self, samples: &[i16]) -> Result<(), SoundError> {
        let bytes: Vec<u8> = bytes(samples).collect();
        let input = self.input.as_mut().ok_or(SoundError::Gone)?;
        input.write_all(&bytes).map_err(|_| SoundError::NoLoudspeaker)?;
        self.written += samples.len() as u64;
        Ok(())
    }

    fn forget(&mut self) -> Result<(), SoundError> {
        // A fifth of a second is already in the pipe and cannot be taken back. The count restarts.
        (self.started, self.written) = (Instant::now(), 0);
        Ok(())
    }

    fn drain(&mut self) -> Result<(), SoundError> {
        self.input = None;
        Ok(())
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str) -> Option<ProgramSource> {
        ProgramSource::start("sh", &["-c", script], None)
    }

    #[test]
    fn samples_of_a_program_arrive_whole() {
        let mut source = shell("printf '\\001'; sleep 0.1; printf '\\000\\002\\000\\003\\000'").expect("started");
        let mut samples = Vec::new();
        while source.read(&mut samples).is_ok() {}
        assert_eq!(samples, [1, 2, 3]);
        assert!(matches!(source.read(&mut samples), Err(SoundError::Gone)));
    }

    #[test]
    fn a_program_that_cannot_record_is_passed_over() {
        assert!(shell("exit 1").is_none());
        assert!(ProgramSource::start("no-such-recorder", &[], None).is_none());
    }

    #[test]
    fn the_head_of_a_file_is_no_sound() {
        let mut wav = b"RIFF....WAVEfmt ....................data....".to_vec();
        wav.extend([5, 0]);
        assert_eq!(without_header(&wav), [5, 0]);
        assert_eq!(without_header(&[1, 2]), [1, 2]);
    }
}
