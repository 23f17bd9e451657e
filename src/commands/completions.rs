//! `hotseat completions`: what a shell needs to complete the command line.

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::Exit;
use super::args::Cli;
use super::out::print;

/// Prints the completions of a shell.
pub fn run(shell: Shell) -> anyhow::Result<Exit> {
    // The generator panics when it cannot write; a buffer can always be written to.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "hotseat", &mut script);
    print(&script)
}
