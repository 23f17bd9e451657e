//! Reads the command line.

use std::io;
use std::process::ExitCode;

use clap::Parser as _;

use super::args::Cli;
use super::out::{OutputError, report, talk};

/// Parses the command line. `Err` holds the exit code after help, the version or a complaint has been printed.
pub fn parse() -> Result<Cli, ExitCode> {
    Cli::try_parse().map_err(|error| {
        if error.use_stderr() {
            let text = error.render().to_string();
            talk(format!("hotseat: {}", text.strip_prefix("error: ").unwrap_or(&text).trim_end()));
            return ExitCode::from(2);
        }
        match error.print() {
            Err(failed) if failed.kind() != io::ErrorKind::BrokenPipe => report(&OutputError(failed).into()),
            _ => ExitCode::SUCCESS,
        }
    })
}
