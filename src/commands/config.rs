//! `hotseat config`: where the settings are, what they are, and what there is to set.

use super::args::ConfigCommand;
use serde::Serialize;

use super::out::show;
use super::{Exit, Out, Place};
use crate::config::{Config, Setting};

/// A setting as it is described.
#[derive(Serialize)]
struct Row {
    name: &'static str,
    value: String,
    default: String,
    takes: String,
    does: &'static str,
}

fn rows(config: &Config) -> Vec<Row> {
    let row = |setting: &'static Setting| Row {
        name: setting.name,
        value: setting.shown(config),
        default: setting.default(),
        takes: setting.takes(),
        does: setting.does,
    };
    Setting::all().map(row).collect()
}

/// Prints the path or the settings.
pub fn run(place: &Place, command: ConfigCommand) -> anyhow::Result<Exit> {
    let mut out = Out::open();
    match command {
        // Alone and whole, so that scripts can use it: works with settings that cannot be read, too.
        ConfigCommand::Path => out.line(place.paths.config_file().display().to_string())?,
        ConfigCommand::List { json } => {
            drop(out);
            let rows = rows(&place.config()?);
            return show(json, &rows, |out| {
                for Row { name, value, default, takes, does } in &rows {
                    out.line(format!("{name} = {value}"))?;
                    out.line(format!("    {does} ({takes}; default {default})"))?;
                }
                Ok(())
            });
        }
        ConfigCommand::Show => out.line(place.config()?.to_toml().trim_end())?,
    }
    Ok(out.end()?)
}
