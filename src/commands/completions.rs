//! `hotseat completions`: prints the script that makes a shell ask the program for completions, and answers when it
//! does.
//!
//! The script and the later questions have to fit together. Both come from `clap_complete`, whose interface for this is
//! not final: so its version is fixed in the manifest, and the help tells users to load the script anew whenever the
//! shell starts.

use std::process::ExitCode;

use clap::CommandFactory as _;
use clap_complete::env::{CompleteEnv, Shells};

use super::args::Cli;
use super::out::{Exit, Usage, print, report};
use super::shells::NUSHELL;

/// The variable that a shell sets to its own name when it asks.
const ASKS: &str = "HOTSEAT_COMPLETE";

const PROGRAM: &str = "hotseat";

/// Answers a shell that asks for completions; returns `None` if none is asking. Has to be called first: it removes the
/// shell's variable from the environment, which is only allowed while there is a single thread.
pub fn answer() -> Option<ExitCode> {
    let asked = CompleteEnv::with_factory(Cli::command).var(ASKS).bin(PROGRAM).completer(PROGRAM);
    match asked.try_complete(std::env::args_os(), std::env::current_dir().ok().as_deref()) {
        Ok(false) => None,
        Ok(true) => Some(ExitCode::SUCCESS),
        Err(error) => Some(report(&anyhow::Error::from(Usage(error.to_string())))),
    }
}

/// Prints the script for a shell.
pub fn run(shell: &str) -> anyhow::Result<Exit> {
    print(&script(shell)?)
}

fn script(shell: &str) -> anyhow::Result<Vec<u8>> {
    let mut script = Vec::new();
    if shell == NUSHELL {
        clap_complete::generate(clap_complete_nushell::Nushell, &mut Cli::command(), PROGRAM, &mut script);
        return Ok(script);
    }
    let shells = Shells::builtins();
    let Some(shell) = shells.completer(shell) else { anyhow::bail!("{shell} cannot be told") };
    shell.write_registration(ASKS, PROGRAM, PROGRAM, PROGRAM, &mut script)?;
    Ok(script)
}

/// The scripts for packages, each under the file name that its shell looks for.
pub(super) fn scripts() -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let names = [
        ("bash", "hotseat.bash"),
        ("zsh", "_hotseat"),
        ("fish", "hotseat.fish"),
        ("powershell", "hotseat.ps1"),
        ("elvish", "hotseat.elv"),
        (NUSHELL, "hotseat.nu"),
    ];
    names.into_iter().map(|(shell, name)| Ok((name.to_owned(), script(shell)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::shells::shells;

    #[test]
    fn a_package_has_a_script_for_every_shell() {
        let scripts = scripts().expect("written");
        assert_eq!(scripts.len(), shells().len());
        for (name, content) in &scripts {
            let text = String::from_utf8_lossy(content);
            assert!(text.contains(PROGRAM) && text.len() > 100, "{name}: {text}");
        }
    }
}
