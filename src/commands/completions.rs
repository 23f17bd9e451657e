//! `hotseat completions`: what has a shell ask the program for completions, and the answer when it does.
//!
//! What a shell is told and what it asks later have to fit each other. Both are of `clap_complete`, whose interface for this is
//! not final: its version is fixed in the manifest, and the help has the shell read its part anew at each start.

use std::process::ExitCode;

use clap::CommandFactory as _;
use clap_complete::env::{CompleteEnv, Shells};

use super::args::Cli;
use super::out::print;
use super::{Exit, Usage, report};

/// What a shell sets to its name when it asks.
const ASKS: &str = "HOTSEAT_COMPLETE";

const PROGRAM: &str = "hotseat";

/// A shell that cannot ask: it is told once what there is, without topics and questions.
const NUSHELL: &str = "nushell";

/// The shells that can be told.
pub fn shells() -> Vec<&'static str> {
    Shells::builtins().names().chain([NUSHELL]).collect()
}

/// Answers a shell that asks for completions. None: none asks. Has to come first: it takes what the shell asked by out of the
/// environment, which only a single thread may do.
pub fn answer() -> Option<ExitCode> {
    let asked = CompleteEnv::with_factory(Cli::command).var(ASKS).bin(PROGRAM).completer(PROGRAM);
    match asked.try_complete(std::env::args_os(), std::env::current_dir().ok().as_deref()) {
        Ok(false) => None,
        Ok(true) => Some(ExitCode::SUCCESS),
        Err(error) => Some(report(&anyhow::Error::from(Usage(error.to_string())))),
    }
}

/// Prints what a shell has to read.
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

/// The files of a package, each under the name by which its shell finds it.
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
