//! Reads a text aloud, with a program that speaks or with one that writes a file, which is then played.

use std::collections::VecDeque;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::{Duration, Instant};

use hotseat_bank::scratch::Scratch;
use hotseat_outside::find::command;
use hotseat_outside::guard::{Ending, Guard};
use hotseat_outside::limits::Limits;
use hotseat_outside::program::{Program, ProgramError, run};

use super::engine::{Call, Engine};
use super::error::AloudError;
use super::words::spoken;
use super::{RATES, Voice};
use crate::play::{Played, Player, load};

/// A voice that fails within this time has said nothing, so the next one is tried.
const AT_ONCE: Duration = Duration::from_secs(3);

/// How long a program may take to write a question as sound. It may have a model to load.
const WRITES: Duration = Duration::from_mins(1);

/// How many bytes of a file-writing program's output are kept, to say why it failed.
const MOST_OUTPUT: usize = 64 * 1024;

/// The state of a reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// It is being read, or is about to be.
    Reads,
    /// It was read to the end.
    Done,
    /// It cannot be read, for this reason.
    Failed(AloudError),
}

/// A text being read aloud. Dropping it stops the reading.
#[derive(Debug)]
pub struct Reader {
    text: String,
    rate: Option<u32>,
    scratch: PathBuf,
    /// Voices still to be tried if the present one fails.
    others: VecDeque<Voice>,
    voice: String,
    started: Instant,
    state: State,
}

#[derive(Debug)]
enum State {
    /// A program is speaking.
    Speaks(Speaking),
    /// A program is writing the sound to a file.
    Writes(Writing),
    /// That sound is being played.
    Plays(Player),
    Ended(Reading),
}

impl Reader {
    /// Reads a text aloud with the first of these voices that works. `rate` is in words a minute, limited to [`RATES`];
    /// None is each voice's own. A file that a voice writes lies in a private folder in `scratch` until it has been
    /// played.
    pub fn start(text: &str, voices: Vec<Voice>, rate: Option<u32>, scratch: &Path) -> Self {
        let rate = rate.map(|rate| rate.clamp(RATES.0, RATES.1));
        let mut reader = Self {
            text: spoken(text),
            rate,
            scratch: scratch.to_owned(),
            others: voices.into(),
            voice: String::new(),
            started: Instant::now(),
            state: State::Ended(Reading::Failed(AloudError::NoVoice)),
        };
        reader.next();
        reader
    }

    /// The display name of the voice in use.
    pub fn voice(&self) -> &str {
        &self.voice
    }

    /// Whether it is still reading.
    pub fn is_reading(&mut self) -> bool {
        self.state() == Reading::Reads
    }

    /// The present state. If a voice has failed, this starts the next one.
    pub fn state(&mut self) -> Reading {
        loop {
            // A voice that spoke for a while before somebody ended it is not replaced by another that starts again.
            let early = self.started.elapsed() < AT_ONCE;
            let (failed, again) = match &mut self.state {
                State::Ended(how) => return how.clone(),
                State::Speaks(speaking) => match speaking.ended() {
                    None => return Reading::Reads,
                    Some(Ok(())) => (None, false),
                    Some(Err(why)) => (Some(AloudError::Failed { voice: self.voice.clone(), why }), early),
                },
                State::Writes(writing) => match writing.sound.try_recv() {
                    Err(TryRecvError::Empty) => return Reading::Reads,
                    Ok(Ok(sound)) => {
                        self.state = State::Plays(Player::start(sound, 0.0, 1.0));
                        continue;
                    }
                    Ok(Err(why)) => (Some(AloudError::Failed { voice: self.voice.clone(), why }), true),
                    Err(TryRecvError::Disconnected) => {
                        let why = "it broke off".to_owned();
                        (Some(AloudError::Failed { voice: self.voice.clone(), why }), true)
                    }
                },
                State::Plays(player) => match player.news().find(|news| !matches!(news, Played::At(..))) {
                    None => return Reading::Reads,
                    Some(Played::Failed(why)) => {
                        (Some(AloudError::NotPlayed { voice: self.voice.clone(), why }), false)
                    }
                    Some(_) => (None, false),
                },
            };
            self.state = State::Ended(failed.map_or(Reading::Done, Reading::Failed));
            if again {
                self.next();
            }
        }
    }

    /// Starts the next voice that can be started; if there is none, the error of the last one remains.
    fn next(&mut self) {
        while let Some(voice) = self.others.pop_front() {
            self.voice = voice.name();
            self.started = Instant::now();
            match voice.start(&self.text, self.rate, &self.scratch) {
                Ok(state) => {
                    self.state = state;
                    return;
                }
                Err(error) => {
                    let failed = AloudError::Failed { voice: self.voice.clone(), why: error.to_string() };
                    self.state = State::Ended(Reading::Failed(failed));
                }
            }
        }
    }
}

impl Voice {
    fn start(&self, text: &str, rate: Option<u32>, scratch: &Path) -> std::io::Result<State> {
        if self.engine.writes(&self.words) {
            let folder = Scratch::new(scratch)?;
            let file = folder.path().join("said.wav");
            let call = self.engine.call(&self.words, rate, &file);
            return Writing::start(call, text, folder, file).map(State::Writes);
        }
        let call = self.engine.call(&self.words, rate, Path::new(""));
        Speaking::start(call, text, self.engine == Engine::Dispatcher).map(State::Speaks)
    }
}

/// A program that is speaking.
#[derive(Debug)]
struct Speaking {
    child: Child,
    /// Whether the program passes the text to a server that continues without it, as spd-say does.
    served: bool,
    guard: Option<Guard>,
}

impl Speaking {
    fn start(call: Call, text: &str, served: bool) -> std::io::Result<Self> {
        let mut command = command(&call.program);
        command.args(&call.arguments).envs(call.variable);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn()?;
        let input = child.stdin.take();
        let guard = Guard::over(&child, Ending::Process);
        let speaking = Self { child, served, guard };
        let text = text.to_owned();
        // On a separate thread, so that a program that never reads its input cannot block us.
        std::thread::Builder::new().name("voice".into()).spawn(move || {
            if let Some(mut input) = input {
                // If the program has ended, the rest is not needed.
                let _ = input.write_all(text.as_bytes()).and_then(|()| input.write_all(b"\n"));
            }
        })?;
        Ok(speaking)
    }

    /// How it ended. None if it is still speaking.
    fn ended(&mut self) -> Option<Result<(), String>> {
        match self.child.try_wait() {
            Ok(None) => None,
            Ok(Some(status)) if status.success() => Some(Ok(())),
            Ok(Some(status)) => Some(Err(match status.code() {
                Some(code) => format!("exit code {code}"),
                None => "it was ended by a signal".to_owned(),
            })),
            Err(error) => Some(Err(error.to_string())),
        }
    }
}

impl Drop for Speaking {
    fn drop(&mut self) {
        let speaks = self.ended().is_none();
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.guard.take();
        if speaks && self.served {
            let mut cancel = Command::new("spd-say");
            cancel.arg("--cancel").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            if let Ok(mut cancel) = cancel.spawn() {
                // Waited for on another thread: a key that stops the voice must not wait for a server.
                let _ = std::thread::Builder::new().name("voice".into()).spawn(move || cancel.wait());
            }
        }
    }
}

/// A program that is writing the sound to a file.
#[derive(Debug)]
struct Writing {
    sound: Receiver<Result<Arc<[i16]>, String>>,
    cancel: Arc<AtomicBool>,
}

impl Writing {
    fn start(call: Call, text: &str, folder: Scratch, file: PathBuf) -> std::io::Result<Self> {
        let (tell, sound) = channel();
        let cancel = Arc::new(AtomicBool::new(false));
        let (stop, text) = (Arc::clone(&cancel), format!("{text}\n"));
        std::thread::Builder::new().name("voice".into()).spawn(move || {
            // If nobody wants the sound any more, it is deleted with its folder.
            let _ = tell.send(write(&call, &text, folder, &file, &stop));
        })?;
        Ok(Self { sound, cancel })
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        self.cancel.store(true, Ordering::Relaxed);
    }
}

fn write(call: &Call, text: &str, folder: Scratch, file: &Path, stop: &AtomicBool) -> Result<Arc<[i16]>, String> {
    let program = Program {
        name: &call.program,
        arguments: &call.arguments,
        input: text.as_bytes(),
        folder: None,
        most: MOST_OUTPUT,
    };
    let ended = run(&program, &Limits::in_all(WRITES, stop), &mut |_| {}).map_err(|error| match error {
        ProgramError::NotStarted(error) => error.to_string(),
        ProgramError::Stopped(_) => format!("it took more than {} s", WRITES.as_secs()),
        ProgramError::WantsTerminal => "it waits for a terminal".to_owned(),
    })?;
    if !ended.status.success() {
        let said = ended.last_words().map_or(String::new(), |words| format!(": {words}"));
        return Err(format!("{}{said}", ended.how()));
    }
    let sound = load(file).map_err(|error| format!("it wrote no sound ({error})"));
    drop(folder);
    sound
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn voice(words: &[&str]) -> Voice {
        Voice::of(words.iter().map(|word| (*word).to_owned()).collect())
    }

    fn start(voices: Vec<Voice>, text: &str, scratch: &Path) -> Reader {
        Reader::start(text, voices, None, scratch)
    }

    fn end(reader: &mut Reader) -> Reading {
        loop {
            match reader.state() {
                Reading::Reads => std::thread::sleep(Duration::from_millis(5)),
                ended => return ended,
            }
        }
    }

    #[test]
    fn the_text_is_input_and_no_command() {
        let folder = tempfile::tempdir().expect("a folder");
        let heard = folder.path().join("heard");
        let script = format!("cat > '{}'", heard.display());
        let mut reader = start(vec![voice(&["sh", "-c", &script])], "--help; $(touch x)", folder.path());
        assert_eq!(end(&mut reader), Reading::Done);
        assert_eq!(std::fs::read_to_string(heard).expect("written"), "--help; $(touch x)\n");
    }

    #[test]
    fn a_voice_that_cannot_is_followed_by_the_next() {
        let folder = tempfile::tempdir().expect("a folder");
        let voices = || vec![voice(&["no-such-voice"]), voice(&["sh", "-c", "exit 4"]), voice(&["cat"])];
        let mut reader = start(voices(), "text", folder.path());
        assert_eq!(end(&mut reader), Reading::Done);
        assert_eq!(reader.voice(), "cat");
        let mut reader = start(voices()[..2].to_vec(), "text", folder.path());
        let why = "exit code 4".to_owned();
        let failed = AloudError::Failed { voice: "sh -c exit 4".to_owned(), why };
        assert_eq!(end(&mut reader), Reading::Failed(failed));
        assert_eq!(end(&mut start(Vec::new(), "text", folder.path())), Reading::Failed(AloudError::NoVoice));
    }

    #[test]
    fn dropping_ends_the_voice() {
        let mut reader = start(vec![voice(&["sleep", "600"])], "text", Path::new("/nowhere"));
        assert!(reader.is_reading());
        let State::Speaks(speaking) = &reader.state else { panic!("{reader:?}") };
        let id = speaking.child.id();
        drop(reader);
        assert!(!Path::new(&format!("/proc/{id}")).exists());
    }

    #[test]
    fn what_is_written_is_private_and_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        let script = "echo no model >&2; exit 3";
        let mut reader = start(vec![voice(&["sh", "-c", script, "{}"])], "text", folder.path());
        let Reading::Failed(error) = end(&mut reader) else { panic!("it failed") };
        assert!(error.to_string().contains("exit code 3: no model"), "{error}");
        let mut reader = start(vec![voice(&["sh", "-c", "true", "{}"])], "text", folder.path());
        let Reading::Failed(error) = end(&mut reader) else { panic!("it wrote nothing") };
        assert!(error.to_string().contains("it wrote no sound"), "{error}");
        assert_eq!(std::fs::read_dir(folder.path()).expect("there").count(), 0);
    }
}
