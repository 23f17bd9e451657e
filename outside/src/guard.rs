//! Makes sure that programs we start end when ours does, however ours ends: if it is killed, none of its own code is
//! left to end them.
//!
//! So each of them gets a guard: our own program started once more, with [`WORD`] as its argument and holding one end
//! of a pipe. The pipe closes when our process goes, and the guard then ends the program it guards. This works wherever
//! there are pipes, needs no code between fork and exec, and also reaches what the guarded program has started itself,
//! provided that all of it is one process group.

use std::path::PathBuf;
use std::process::{Child, ExitCode};
use std::sync::OnceLock;

/// The first argument of a process that is started as a guard.
pub const WORD: &str = "guard-a-program";

/// How a program that outlived ours is ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The process itself is killed.
    Process,
    /// The process and everything it started are killed. It has to lead a process group of its own.
    Group,
    /// It gets a hang-up, as if its terminal had gone away: an editor then keeps what is not saved.
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

/// Sets the program that is started as a guard: one whose `main` begins with [`serve`]. Until this is called, nothing
/// is guarded.
pub fn guard_with(program: PathBuf) {
    // Only the first call counts.
    let _ = PROGRAM.set(program);
}

/// A guard over a running program. Drop it once that program has ended: that dismisses the guard.
#[derive(Debug)]
pub struct Guard {
    #[cfg(unix)]
    child: Child,
}

#[cfg(unix)]
impl Guard {
    /// Starts a guard that ends `guarded` when our program ends. `None` if no guard could be started: the program may
    /// then outlive ours.
    pub fn over(guarded: &Child, ending: Ending) -> Option<Self> {
        use std::os::unix::process::CommandExt as _;
        use std::process::{Command, Stdio};
        let mut command = Command::new(PROGRAM.get()?);
        command.args([WORD, ending.word(), &guarded.id().to_string()]);
        // In a process group of its own: a signal that the terminal sends to ours must not end the guard before us.
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        command.spawn().ok().map(|child| Self { child })
    }
}

#[cfg(not(unix))]
impl Guard {
    /// There are no guards on this system.
    pub fn over(_: &Child, _: Ending) -> Option<Self> {
        None
    }
}

#[cfg(unix)]
impl Drop for Guard {
    fn drop(&mut self) {
        use std::io::Write as _;
        if let Some(mut pipe) = self.child.stdin.take() {
            // The guard may be gone already; then there is nothing to dismiss.
            let _ = pipe.write_all(b".");
        }
        let _ = self.child.wait();
    }
}

/// Acts as a guard if that is what these arguments of the program ask for; otherwise returns `None`.
pub fn serve(arguments: impl IntoIterator<Item = std::ffi::OsString>) -> Option<ExitCode> {
    let words: Vec<String> = arguments.into_iter().skip(1).filter_map(|word| word.into_string().ok()).collect();
    let [word, ending, process] = &words[..] else { return None };
    let ending = Ending::ALL.into_iter().find(|known| known.word() == ending)?;
    let process = process.parse().ok().filter(|_| word == WORD)?;
    watch(ending, process);
    Some(ExitCode::SUCCESS)
}

/// Waits until the guard is dismissed or its parent is gone.
#[cfg(unix)]
fn watch(ending: Ending, process: i32) {
    use std::io::Read as _;

    use rustix::process::{Pid, Signal, kill_process, kill_process_group};
    let dismissed = matches!(std::io::stdin().read(&mut [0]), Ok(1..));
    let Some(process) = Pid::from_raw(process).filter(|_| !dismissed) else { return };
    // The program may have ended by itself.
    let _ = match ending {
        Ending::Process => kill_process(process, Signal::KILL),
        Ending::Group => kill_process_group(process, Signal::KILL),
        // A stopped process sees the hang-up only once it continues.
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
