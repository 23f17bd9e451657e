//! `hotseat history`: the log, listed, taken along, merged, corrected and kept safe.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use anyhow::anyhow;

use super::args::HistoryCommand;
use super::out::talk;
use super::{Exit, Out, Place};
use crate::files;
use crate::history::{self, AttemptFilter, HistoryError, ImportError};

/// Does what the subcommand says.
pub fn run(place: &Place, command: HistoryCommand) -> anyhow::Result<Exit> {
    match command {
        HistoryCommand::List { since, question, limit, json } => {
            let since = since.map(|day| day.date(place.now().day()));
            list(place, &AttemptFilter { since, question, limit, sitting: None }, json)
        }
        HistoryCommand::Export => {
            let mut out = Out::open();
            place.engine()?.history().export(out.raw())?;
            Ok(out.end()?)
        }
        HistoryCommand::Import { file } => import(place, &file),
        HistoryCommand::Undo => undo(place),
        HistoryCommand::Backup { dest } => backup(place, dest),
    }
}

fn list(place: &Place, filter: &AttemptFilter, json: bool) -> anyhow::Result<Exit> {
    let engine = place.engine()?;
    let mut out = Out::open();
    if json {
        history::list_json(engine.history(), filter, out.raw())?;
    } else {
        history::list_text(engine.history(), filter, out.raw())?;
    }
    Ok(out.end()?)
}

fn import(place: &Place, file: &Path) -> anyhow::Result<Exit> {
    let mut engine = place.engine()?;
    let (history, schedule) = engine.history_mut();
    let imported = if file == Path::new("-") {
        history.import(io::stdin().lock(), "standard input", schedule)?
    } else {
        let name = file.display().to_string();
        let unreadable = |error| ImportError::Unreadable { source_name: name.clone(), error };
        let source = File::open(file).map_err(unreadable)?;
        history.import(BufReader::new(source), &name, schedule)?
    };
    let records = |n: u64| if n == 1 { "1 record".to_owned() } else { format!("{n} records") };
    talk(format!("Imported {}; {} there already.", records(imported.new), imported.same));
    Ok(Exit::Done)
}

fn undo(place: &Place) -> anyhow::Result<Exit> {
    let mut engine = place.engine()?;
    let now = place.now();
    let (history, schedule) = engine.history_mut();
    let undone = history::undo_last(history, now, schedule)?.ok_or_else(|| {
        anyhow!("there is nothing to take back: no rating, and no question that was held back or suspended")
    })?;
    talk(undone.describe());
    Ok(Exit::Done)
}

fn backup(place: &Place, dest: Option<PathBuf>) -> anyhow::Result<Exit> {
    let name = format!("history-{}.sqlite", place.now().day());
    let dest = match dest {
        Some(folder) if folder.is_dir() => folder.join(name),
        Some(file) => file,
        None => {
            let folder = place.paths.backups();
            files::create_private_dir(&folder).map_err(|source| HistoryError::Io {
                doing: "create",
                path: folder.clone(),
                source,
            })?;
            folder.join(name)
        }
    };
    let made = place.engine()?.history().backup(&dest)?;
    let mut out = Out::open();
    out.line(made.path.display().to_string())?;
    talk(format!("{} records, verified.", made.records));
    Ok(out.end()?)
}
