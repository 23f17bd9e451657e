//! `hotseat config`: where the settings are, and what they are.

use super::args::ConfigCommand;
use super::{Exit, Out, Place};

/// Prints the path or the settings.
pub fn run(place: &Place, command: ConfigCommand) -> anyhow::Result<Exit> {
    let mut out = Out::open();
    match command {
        // Alone and whole, so that scripts can use it: works with settings that cannot be read, too.
        ConfigCommand::Path => out.line(place.paths.config_file().display().to_string())?,
        ConfigCommand::Show => out.line(place.config()?.to_toml().trim_end())?,
    }
    Ok(out.end()?)
}
