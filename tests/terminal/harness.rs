//! A terminal for the program under test: a pseudo-terminal, a parser that keeps its screen, and the process in it.
//!
//! Nothing here sleeps to wait for something: the thread that reads tells when the screen changed, and the thread that
//! waits for the process tells when it ended.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::process::{self, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use hotseat::config::Paths;
use hotseat::history::{Attempt, Body, History, Judgement, Record};
use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};

/// The program under test.
pub(crate) const HOTSEAT: &str = env!("CARGO_BIN_EXE_hotseat");

/// How long a test waits for what should take a few milliseconds: only a test that fails waits so long.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// What people are promised to take a second gets three here, because the machines that test are busy.
pub(crate) const A_SECOND: Duration = Duration::from_secs(3);

/// What the program writes before each frame: the begin of a synchronised update.
const FRAME_BEGIN: &[u8] = b"\x1b[?2026h";

/// What it writes behind each frame.
const FRAME_END: &[u8] = b"\x1b[?2026l";

/// Everything that a terminal has seen.
struct Seen {
    parser: vt100::Parser,
    bytes: Vec<u8>,
    /// Frames that were drawn to their end.
    frames: usize,
    /// Whether a frame has come in part: a terminal shows it only as a whole.
    drawing: bool,
    /// A terminal that is stuck reads nothing.
    stuck: bool,
    closed: bool,
}

type Shared = Arc<(Mutex<Seen>, Condvar)>;

fn lock(shared: &Shared) -> MutexGuard<'_, Seen> {
    shared.0.lock().expect("no test panics while it looks at the screen")
}

fn at_least_one(size: u16) -> NonZeroU16 {
    NonZeroU16::new(size).unwrap_or(NonZeroU16::MIN)
}

/// Reads all that the program writes until its end.
fn read(mut from: impl Read + Send + 'static, (columns, rows): (u16, u16)) -> Shared {
    let parser = vt100::Parser::new(at_least_one(rows), at_least_one(columns), 0);
    let seen = Seen { parser, bytes: Vec::new(), frames: 0, drawing: false, stuck: false, closed: false };
    let shared: Shared = Arc::new((Mutex::new(seen), Condvar::new()));
    let told = Arc::clone(&shared);
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        loop {
            let count = from.read(&mut buffer).unwrap_or(0);
            let seen = lock(&told);
            let mut seen = told.1.wait_while(seen, |seen| seen.stuck).expect("not poisoned");
            seen.parser.process(&buffer[..count]);
            // The mark of a frame may come in two pieces.
            let from = seen.bytes.len().saturating_sub(FRAME_END.len() - 1);
            seen.bytes.extend_from_slice(&buffer[..count]);
            let ends = seen.bytes[from..].windows(FRAME_END.len()).filter(|&part| part == FRAME_END).count();
            let last =
                seen.bytes[from..].windows(FRAME_END.len()).rfind(|&part| part == FRAME_BEGIN || part == FRAME_END);
            let drawing = last.map_or(seen.drawing, |mark| mark == FRAME_BEGIN);
            seen.frames += ends;
            seen.closed = count == 0;
            // What a program that is gone has drawn in part stays as it is.
            seen.drawing = drawing && !seen.closed;
            told.1.notify_all();
            if count == 0 {
                return;
            }
        }
    });
    shared
}

/// How a process ended.
#[derive(Debug)]
pub(crate) struct End {
    /// Exit code, or 128 and the number of the signal, as shells count.
    pub(crate) code: i32,
    pub(crate) at: Instant,
    /// Seconds of processor time in its whole life, where the system says so.
    pub(crate) cpu: Option<f64>,
}

/// Waits for a child in another thread.
fn wait_for_end(pid: Pid) -> Receiver<End> {
    let (tell, told) = channel();
    thread::spawn(move || {
        // First without taking the process away: its figures go with it.
        if waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT).is_err() {
            return;
        }
        let (at, cpu) = (Instant::now(), cpu_seconds(pid));
        if let Ok(Some(status)) = waitid(WaitId::Pid(pid), WaitIdOptions::EXITED) {
            let code = status.exit_status().or_else(|| status.terminating_signal().map(|signal| 128 + signal));
            let _ = tell.send(End { code: code.unwrap_or(-1), at, cpu });
        }
    });
    told
}

/// Processor time of a process so far, in seconds, where the system says so.
pub(crate) fn cpu_seconds(pid: Pid) -> Option<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).ok()?;
    // The name of the program may contain anything, also blanks and brackets.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: u32 = fields[11].parse::<u32>().ok()? + fields[12].parse::<u32>().ok()?;
    Some(f64::from(ticks) / 100.0)
}

/// What is to be started, and where.
pub(crate) struct Start {
    argv: Vec<String>,
    env: Vec<(String, String)>,
    size: (u16, u16),
    controlling: bool,
}

impl Start {
    /// The program itself, with all its files below `home`.
    pub(crate) fn hotseat(home: &Path) -> Self {
        Self::program(&[HOTSEAT], home)
    }

    /// Another program, in which Hotseat would use `home`.
    pub(crate) fn program(argv: &[&str], home: &Path) -> Self {
        Self {
            argv: argv.iter().map(|&word| word.to_owned()).collect(),
            env: vec![
                ("HOTSEAT_HOME".into(), home.display().to_string()),
                ("TERM".into(), "xterm-256color".into()),
                ("RUST_BACKTRACE".into(), "0".into()),
            ],
            size: (80, 24),
            controlling: true,
        }
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.into(), value.into()));
        self
    }

    pub(crate) fn size(mut self, columns: u16, rows: u16) -> Self {
        self.size = (columns, rows);
        self
    }

    /// The terminal does not control the process: no signal tells when it vanishes.
    pub(crate) fn not_controlling(mut self) -> Self {
        self.controlling = false;
        self
    }

    fn command(&self) -> CommandBuilder {
        let mut command = CommandBuilder::from_argv(self.argv.iter().map(Into::into).collect());
        for name in ["NO_COLOR", "COLORFGBG", "VISUAL", "EDITOR", "HOTSEAT_CRASH_KEY"] {
            command.env_remove(name);
        }
        self.env.iter().for_each(|(name, value)| command.env(name, value));
        command.set_controlling_tty(self.controlling);
        command
    }

    /// Starts it in a new terminal.
    pub(crate) fn start(self) -> Terminal {
        let (cols, rows) = self.size;
        let pair = native_pty_system()
            .openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 })
            .expect("a pseudo-terminal");
        let modes = modes(pair.master.as_ref());
        let keys = pair.master.take_writer().expect("writable");
        let shared = read(pair.master.try_clone_reader().expect("readable"), self.size);
        let started = Instant::now();
        let child = pair.slave.spawn_command(self.command()).expect("started");
        let pid = child.process_id().and_then(|pid| Pid::from_raw(pid.cast_signed())).expect("a process");
        let end = wait_for_end(pid);
        Terminal { shared, keys, master: Some(pair.master), modes, pid, end: Some(end), holder: None, started }
    }

    /// Starts it in a terminal that another process holds, which [`Terminal::vanish`] kills: killing is the one way to
    /// close every handle to a terminal at once.
    pub(crate) fn start_held(self) -> Terminal {
        let this = std::env::current_exe().expect("the test program");
        let mut holder = process::Command::new(this);
        holder.args(["holds_a_terminal", "--exact", "--nocapture"]);
        holder.env(HELD, self.argv.join("\n")).env(CONTROLLING, if self.controlling { "yes" } else { "no" });
        holder.envs(self.env.iter().cloned()).env_remove("NO_COLOR");
        holder.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let started = Instant::now();
        let mut holder = holder.spawn().expect("started");
        let mut line = String::new();
        BufReader::new(holder.stderr.take().expect("piped")).read_line(&mut line).expect("the process id");
        let pid = line.trim().parse().ok().and_then(Pid::from_raw).expect("the process id");
        let shared = read(holder.stdout.take().expect("piped"), self.size);
        let keys = Box::new(holder.stdin.take().expect("piped"));
        Terminal { shared, keys, master: None, modes: String::new(), pid, end: None, holder: Some(holder), started }
    }
}

const HELD: &str = "HOTSEAT_TEST_HELD";
const CONTROLLING: &str = "HOTSEAT_TEST_CONTROLLING";

/// Body of the process that holds a terminal for [`Start::start_held`]: passes on keys and output until it is killed. False at
/// once in a process that was not started for it.
pub(crate) fn hold_a_terminal() -> bool {
    let Ok(held) = std::env::var(HELD) else { return false };
    let mut command = CommandBuilder::from_argv(held.lines().map(Into::into).collect());
    command.set_controlling_tty(std::env::var(CONTROLLING).is_ok_and(|answer| answer == "yes"));
    let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
    let child = pair.slave.spawn_command(command).expect("started");
    drop(pair.slave);
    eprintln!("{}", child.process_id().expect("a process"));
    let mut keys = pair.master.take_writer().expect("writable");
    thread::spawn(move || std::io::copy(&mut std::io::stdin(), &mut keys));
    let mut screen = pair.master.try_clone_reader().expect("readable");
    let mut buffer = [0; 4096];
    while let Ok(count @ 1..) = screen.read(&mut buffer) {
        let mut out = std::io::stdout();
        if out.write_all(&buffer[..count]).and_then(|()| out.flush()).is_err() {
            break;
        }
    }
    true
}

/// The modes of a terminal, to compare.
fn modes(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("a terminal has modes"))
}

/// A terminal with a process in it.
pub(crate) struct Terminal {
    shared: Shared,
    keys: Box<dyn Write + Send>,
    master: Option<Box<dyn MasterPty + Send>>,
    /// As they were before anything was started.
    modes: String,
    pub(crate) pid: Pid,
    end: Option<Receiver<End>>,
    holder: Option<process::Child>,
    pub(crate) started: Instant,
}

impl Terminal {
    /// Types or pastes these bytes as they are.
    pub(crate) fn send(&mut self, keys: impl AsRef<[u8]>) -> &mut Self {
        self.keys.write_all(keys.as_ref()).and_then(|()| self.keys.flush()).expect("the terminal takes keys");
        self
    }

    /// Pastes as terminals do: line ends arrive as carriage returns.
    pub(crate) fn paste(&mut self, text: &str) -> &mut Self {
        self.send(format!("\x1b[200~{}\x1b[201~", text.replace('\n', "\r")))
    }

    /// Waits until the condition holds for what the terminal has seen.
    #[track_caller]
    fn wait_until(&mut self, what: &str, holds: impl Fn(&Seen) -> bool) -> &mut Self {
        let seen = lock(&self.shared);
        let waiting = |seen: &mut Seen| !holds(seen) && !seen.closed;
        let (seen, _) = self.shared.1.wait_timeout_while(seen, PATIENCE, waiting).expect("not poisoned");
        if !holds(&seen) {
            let closed = if seen.closed { " (it is closed)" } else { "" };
            let screen = seen.parser.screen().contents();
            // Unlocked first: the reading thread goes on.
            drop(seen);
            panic!("no {what} on the terminal{closed}:\n{screen}\n");
        }
        drop(seen);
        self
    }

    /// Waits until this text stands on the screen.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) -> &mut Self {
        self.wait_until(&format!("{text:?}"), |seen| !seen.drawing && seen.parser.screen().contents().contains(text))
    }

    /// Whether this text comes to stand on the screen.
    pub(crate) fn sees(&mut self, text: &str) -> bool {
        let seen = lock(&self.shared);
        let waiting =
            |seen: &mut Seen| (seen.drawing || !seen.parser.screen().contents().contains(text)) && !seen.closed;
        let (seen, _) = self.shared.1.wait_timeout_while(seen, PATIENCE, waiting).expect("not poisoned");
        seen.parser.screen().contents().contains(text)
    }

    /// Waits until this text has left the screen.
    #[track_caller]
    pub(crate) fn wait_without(&mut self, text: &str) -> &mut Self {
        self.wait_until(&format!("end of {text:?}"), |seen| {
            !seen.drawing && !seen.parser.screen().contents().contains(text)
        })
    }

    /// Waits until these words stand at the end of the last row, where the program says what it did.
    #[track_caller]
    pub(crate) fn wait_for_word(&mut self, word: &str) -> &mut Self {
        self.wait_until(&format!("{word:?} in the last row"), |seen| {
            let (rows, columns) = seen.parser.screen().size();
            let last = seen.parser.screen().rows(0, columns.get()).nth(usize::from(rows.get()) - 1);
            last.is_some_and(|row| row.trim_end().ends_with(word))
        })
    }

    /// How many frames were drawn so far.
    pub(crate) fn frames(&self) -> usize {
        lock(&self.shared).frames
    }

    /// Waits until one more frame is drawn than there were.
    #[track_caller]
    pub(crate) fn wait_for_frame_after(&mut self, frames: usize) -> &mut Self {
        self.wait_until("new frame", |seen| seen.frames > frames)
    }

    /// Waits until the program has the whole screen, or has given it back.
    #[track_caller]
    pub(crate) fn wait_for_alternate_screen(&mut self, on: bool) -> &mut Self {
        self.wait_until(&format!("alternate screen {on}"), |seen| seen.parser.screen().alternate_screen() == on)
    }

    /// What stands on the screen.
    pub(crate) fn contents(&self) -> String {
        lock(&self.shared).parser.screen().contents()
    }

    /// All bytes that the program has written.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        lock(&self.shared).bytes.clone()
    }

    /// Whether pasted text arrives in brackets.
    pub(crate) fn takes_pastes(&self) -> bool {
        lock(&self.shared).parser.screen().bracketed_paste()
    }

    /// Whether the cursor is hidden.
    pub(crate) fn hides_cursor(&self) -> bool {
        lock(&self.shared).parser.screen().hide_cursor()
    }

    /// Stops or goes on reading what the program writes.
    pub(crate) fn set_stuck(&mut self, stuck: bool) -> &mut Self {
        lock(&self.shared).stuck = stuck;
        self.shared.1.notify_all();
        self
    }

    /// Changes the size. The parser has at least one row and column.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        lock(&self.shared).parser.set_size(at_least_one(rows), at_least_one(columns));
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().expect("not held").resize(size).expect("resized");
        self
    }

    /// Sends a signal to the process.
    pub(crate) fn signal(&mut self, signal: Signal) -> &mut Self {
        kill_process(self.pid, signal).expect("the process is there");
        self
    }

    /// Waits for the end of the process.
    #[track_caller]
    pub(crate) fn end(&mut self) -> End {
        match self.end.as_ref().expect("a child").recv_timeout(PATIENCE) {
            Ok(end) => {
                self.end = None;
                end
            }
            Err(RecvTimeoutError::Timeout) => panic!("still running:\n{}", self.contents()),
            Err(error) => panic!("{error}"),
        }
    }

    /// Waits for the end, which has to come at once.
    #[track_caller]
    pub(crate) fn end_at_once(&mut self) -> End {
        let since = Instant::now();
        let end = self.end();
        let took = end.at.saturating_duration_since(since);
        assert!(took < A_SECOND, "it took {took:?} to end");
        end
    }

    /// Kills the process, as a crash or a power cut would.
    pub(crate) fn kill(&mut self) {
        self.signal(Signal::KILL).end();
    }

    /// The terminal is as it was before: modes, screen, cursor, pastes.
    #[track_caller]
    pub(crate) fn assert_clean(&mut self) {
        self.wait_until("end of output", |seen| seen.closed);
        let seen = lock(&self.shared);
        let screen = seen.parser.screen();
        let mut found = String::new();
        for (wrong, what) in [
            (screen.alternate_screen(), "the alternate screen is on"),
            (screen.hide_cursor(), "the cursor is hidden"),
            (screen.bracketed_paste(), "bracketed paste is on"),
        ] {
            if wrong {
                writeln!(found, "{what}").expect("a string");
            }
        }
        let after = modes(self.master.as_ref().expect("not held").as_ref());
        if after != self.modes {
            writeln!(found, "modes before: {}\nmodes after:  {after}", self.modes).expect("a string");
        }
        drop(seen);
        assert!(found.is_empty(), "{found}\n{}", self.contents());
    }

    /// Lets the program write, with nobody reading, until it cannot go on. False where the system does not tell.
    #[cfg(target_os = "linux")]
    pub(crate) fn fill_up(&mut self) -> bool {
        self.set_stuck(true);
        let file = format!("/proc/{}/syscall", self.pid.as_raw_nonzero());
        let since = Instant::now();
        // The first argument of what the main thread waits in: the standard output, when it is a blocked write.
        let blocked = |text: String| text.split_whitespace().nth(1) == Some("0x1");
        let mut in_a_row = 0;
        while in_a_row < 20 {
            assert!(since.elapsed() < PATIENCE, "a terminal takes endless output");
            let Ok(text) = std::fs::read_to_string(&file) else { return false };
            in_a_row = if blocked(text) { in_a_row + 1 } else { 0 };
            if in_a_row == 0 {
                self.send("\x0c");
            }
            thread::sleep(Duration::from_millis(5));
        }
        true
    }

    /// The terminal is gone: its window was closed by force. Returns when.
    #[cfg(target_os = "linux")]
    pub(crate) fn vanish(&mut self) -> Instant {
        // Whose parent dies becomes our child, so that its end can be waited for.
        rustix::process::set_child_subreaper(Some(rustix::process::getpid())).expect("allowed");
        let mut holder = self.holder.take().expect("held");
        let at = Instant::now();
        holder.kill().expect("running");
        holder.wait().expect("ended");
        self.end = Some(wait_for_end(self.pid));
        at
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        lock(&self.shared).stuck = false;
        self.shared.1.notify_all();
        if let Some(mut holder) = self.holder.take() {
            // The program goes with its terminal, and if not, by force.
            let _ = kill_process(self.pid, Signal::KILL);
            let _ = holder.kill();
            let _ = holder.wait();
        } else if let Some(end) = self.end.take() {
            let _ = kill_process(self.pid, Signal::KILL);
            let _ = end.recv_timeout(PATIENCE);
        }
    }
}

/// A home of its own for each test.
pub(crate) struct Home(tempfile::TempDir);

impl Home {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn paths(&self) -> Paths {
        Paths::find(Some(self.path())).expect("a home")
    }

    /// Starts the program here.
    pub(crate) fn start(&self) -> Terminal {
        Start::hotseat(self.path()).start()
    }

    /// Everything in the log, in order.
    pub(crate) fn records(&self) -> Vec<Record> {
        let history = History::open(&self.paths().history_file()).expect("a history");
        let mut lines = Vec::new();
        history.export(&mut lines).expect("exported");
        let lines = String::from_utf8(lines).expect("UTF-8");
        lines.lines().map(|line| serde_json::from_str(line).expect("a record")).collect()
    }

    pub(crate) fn attempts(&self) -> Vec<Attempt> {
        let attempt = |record: Record| match record.body {
            Body::Attempt(attempt) => Some(attempt),
            _ => None,
        };
        self.records().into_iter().filter_map(attempt).collect()
    }

    pub(crate) fn judgements(&self) -> Vec<Judgement> {
        let judgement = |record: Record| match record.body {
            Body::Judgement(judgement) => Some(judgement),
            _ => None,
        };
        self.records().into_iter().filter_map(judgement).collect()
    }

    /// All drafts; temporary files beside them are none.
    pub(crate) fn draft_files(&self) -> Vec<PathBuf> {
        let Ok(entries) = std::fs::read_dir(self.paths().drafts()) else { return Vec::new() };
        let paths = entries.map(|entry| entry.expect("listed").path());
        paths.filter(|path| path.extension().is_some_and(|extension| extension == "json")).collect()
    }

    /// The texts of all drafts.
    pub(crate) fn drafts(&self) -> Vec<String> {
        let text = |path: PathBuf| {
            let content = std::fs::read(path).expect("read");
            let draft: serde_json::Value = serde_json::from_slice(&content).expect("a draft is always whole");
            draft["text"].as_str().expect("a text").to_owned()
        };
        self.draft_files().into_iter().map(text).collect()
    }

    /// The text of the one draft.
    #[track_caller]
    pub(crate) fn draft(&self) -> String {
        let mut drafts = self.drafts();
        assert_eq!(drafts.len(), 1, "one draft, not {drafts:?}");
        drafts.remove(0)
    }
}
