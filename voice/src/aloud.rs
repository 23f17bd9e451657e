//! Reads a question aloud, with a program that is on the machine.

use std::io::Write as _;
use std::process::{Child, Command, Stdio};

use hotseat_outside::guard::{Ending, Guard};

/// A program that reads aloud. The text goes to its input: as an argument it could begin with a dash, and other users
/// could see it.
struct Voice {
    program: &'static str,
    arguments: &'static [&'static str],
}

/// PowerShell takes the text from its input as well; nothing of it is ever a part of the command.
const POWERSHELL: &str = "Add-Type -AssemblyName System.Speech; $text = [Console]::In.ReadToEnd(); \
                          (New-Object System.Speech.Synthesis.SpeechSynthesizer).Speak($text)";

const VOICES: &[Voice] = if cfg!(target_os = "macos") {
    &[Voice { program: "say", arguments: &["-f", "-"] }]
} else if cfg!(windows) {
    &[Voice { program: "powershell", arguments: &["-NoProfile", "-NonInteractive", "-Command", POWERSHELL] }]
} else {
    &[
        // `--wait`, so that ending the program ends the voice.
        Voice { program: "spd-say", arguments: &["--wait", "--pipe-mode"] },
        Voice { program: "espeak-ng", arguments: &["--stdin"] },
        Voice { program: "espeak", arguments: &["--stdin"] },
        Voice { program: "flite", arguments: &[] },
    ]
};

/// A text that is being read. Dropping it ends the reading.
#[derive(Debug)]
pub struct Reader {
    child: Child,
    /// Whether the program hands the text to a server that goes on without it, as spd-say does.
    served: bool,
    guard: Option<Guard>,
}

impl Reader {
    /// Reads a text aloud with the first voice there is. None: there is none.
    pub fn start(text: &str) -> Option<Self> {
        let text = hotseat_bank::text::one_line(text);
        VOICES.iter().find_map(|voice| voice.read(&text))
    }

    /// Whether it still reads.
    pub fn is_reading(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let reading = self.is_reading();
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.guard.take();
        if reading && self.served {
            let mut cancel = Command::new("spd-say");
            cancel.arg("--cancel").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            if let Ok(mut cancel) = cancel.spawn() {
                // Waited for elsewhere: a key that stops the voice must not wait for a server.
                let _ = std::thread::Builder::new().name("voice".into()).spawn(move || cancel.wait());
            }
        }
    }
}

impl Voice {
    fn read(&self, text: &str) -> Option<Reader> {
        let mut command = Command::new(self.program);
        command.args(self.arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().ok()?;
        let mut input = child.stdin.take()?;
        // On a thread of its own, so that a program that never reads its input holds up nothing.
        let text = text.to_owned();
        let _ = std::thread::Builder::new().name("voice".into()).spawn(move || {
            // If the program has ended, the rest is of no use.
            let _ = input.write_all(text.as_bytes()).and_then(|()| input.write_all(b"\n"));
        });
        let guard = Guard::over(&child, Ending::Process);
        Some(Reader { child, served: self.program == "spd-say", guard })
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_input_and_no_command() {
        let folder = tempfile::tempdir().expect("a folder");
        let heard = folder.path().join("heard");
        let script = format!("cat > '{}'", heard.display());
        let mut child = Command::new("sh");
        child.args(["-c", &script]).stdin(Stdio::piped());
        let mut child = child.spawn().expect("started");
        let text = "--help; $(touch x)";
        child.stdin.take().expect("piped").write_all(text.as_bytes()).expect("taken");
        assert!(child.wait().expect("ended").success());
        assert_eq!(std::fs::read_to_string(heard).expect("written"), text);
    }

    #[test]
    fn a_voice_that_is_missing_is_none() {
        assert!(Voice { program: "no-such-voice", arguments: &[] }.read("text").is_none());
    }

    #[test]
    fn dropping_ends_the_voice() {
        let mut reader = Voice { program: "sleep", arguments: &["600"] }.read("text").expect("started");
        assert!(reader.is_reading());
        let id = reader.child.id();
        drop(reader);
        assert!(!std::path::Path::new(&format!("/proc/{id}")).exists());
    }
}
