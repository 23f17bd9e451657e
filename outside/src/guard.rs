//! Programs that end with ours, however ours ends: when it is killed, nothing of it runs any more that could end them.
//!
//! So each of them has a guard: our own program once more, started with [`WORD`] and holding one end of a pipe. The pipe
//! closes with our process, and then the guard ends what it guards. This works wherever there are pipes, needs no code
//! between fork and exec, and reaches what a program has started itself, where that is one group of processes.

use std::path::PathBuf;
use std::process::{Child, ExitCode};
use std::sync::OnceLock;

/// The first argument of a guard.
pub const WORD: &str = "guard-a-program";

/// How a program is ended that outlived ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It, by force.
    Process,
    /// It and all that it started, by force. It has to lead a group of its own.
    Group,
    /// As if its terminal went away: an editor then keeps what is not saved.
    HangUp,
}

impl Ending {
    const ALL: [Self; 3] = [Self::Process, Self::Group, Self::HangUp];

    const fn word(self) -> &'static str {
        match self {
            Self::Process => "process",
            Self::Group => "group",
            Self::HangUp => "hang-up",
        }
    }
}

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Says which program guards: one whose `main` begins with [`serve`]. Without it nothing is guarded.
pub fn guard_with(program: PathBuf) {
    // The first one counts.
    let _ = PROGRAM.set(program);
}

/// A guard over a program. Dropping it, when the program has ended, dismisses it.
#[derive(Debug)]
pub struct Guard {
    #[cfg(unix)]
    child: Child,
}

#[cfg(unix)]
impl Guard {
    /// Has a program ended with ours. None: there is nobody to see to it, and the program may outlive us.
    pub fn over(guarded: &Child, ending: Ending) -> Option<Self> {
        use std::os::unix::process::CommandExt as _;
        use std::process::{Command, Stdio};
        let mut command = Command::new(PROGRAM.get()?);
        command.args([WORD, ending.word(), &guarded.id().to_string()]);
        // In a group of its own: what a terminal sends to ours must not end it before us.
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        command.spawn().ok().map(|child| Self { child })
    }
}

#[cfg(not(unix))]
impl Guard {
    /// There are no guards here.
    pub fn over(_: &Child, _: Ending) -> Option<Self> {
        None
    }
}

#[cfg(unix)]
impl Drop for Guard {
    fn drop(&mut self) {
        use std::io::Write as _;
        if let Some(mut pipe) = self.child.stdin.take() {
            // It may be gone; then there is nobody to be dismissed.
            let _ = pipe.write_all(b".");
        }
        let _ = self.child.wait();
    }
}

/// Guards, if that is what these arguments of a program ask for; else None.
pub fn serve(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> Option<ExitCode> {
    let words: Vec<String> = arguments.into_iter().skip(1).filter_map(|word| word.into_string().ok()).collect();
    let [word, ending, process] = &words[..] else { return None };
    let ending = Ending::ALL.into_iter().find(|known| known.word() == ending)?;
    let process = process.parse().ok().filter(|_| word == WORD)?;
    watch(ending, process);
    Some(ExitCode::SUCCESS)
}

/// Waits until we are dismissed or our parent is gone.
#[cfg(unix)]
fn watch(ending: Ending, process: i32) {
    use std::io::Read as _;

    use rustix::process::{Pid, Signal, kill_process, kill_process_group};
    let dismissed = matches!(std::io::stdin().read(&mut [0]), Ok(1..));
    let Some(process) = Pid::from_raw(process).filter(|_| !dismissed) else { return };
    // It may have ended by itself.
    let _ = match ending {
        Ending::Process => kill_process(process, Signal::KILL),
        Ending::Group => kill_process_group(process, Signal::KILL),
        // One that is stopped hears of it when it goes on.
        Ending::HangUp => kill_process(process, Signal::HUP).and_then(|()| kill_process(process, Signal::CONT)),
    };
}

#[cfg(not(unix))]
fn watch(_: Ending, _: i32) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_words_make_a_guard() {
        let words = |words: &[&str]| serve(words.iter().map(std::ffi::OsString::from));
        assert!(words(&["hotseat"]).is_none() && words(&["hotseat", "drill", "process", "1"]).is_none());
        assert!(words(&["hotseat", WORD, "else", "1"]).is_none() && words(&["hotseat", WORD, "group", "x"]).is_none());
    }
}
