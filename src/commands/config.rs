//! `hotseat config`: where the settings are, their values, and which settings there are.

use super::args::ConfigCommand;
use serde::Serialize;

use super::out::show;
use super::{Exit, Out, Place};
use crate::config::{Config, Setting};

/// A setting with its description.
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

/// Runs `hotseat config`: prints the path or the settings.
pub fn run(place: &Place, command: ConfigCommand) -> anyhow::Result<Exit> {
    let mut out = Out::open();
    match command {
        // Nothing but the full path, so that scripts can use it; works even if the settings cannot be read.
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
