//! `hotseat history`: lists, exports, merges, corrects and protects the log.

mod restore;

use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use anyhow::anyhow;

pub(in crate::commands) use restore::bring_back;

use super::args::HistoryCommand;
use super::out::talk;
use super::{Exit, Out, Place, Usage};
use crate::bank::{BankError, QuestionId};
use crate::engine::{self, Engine};
use crate::history::{self, AttemptFilter, MergeError};
use crate::practice::words::{count, when};

/// Runs `hotseat history`.
pub fn run(place: &Place, command: HistoryCommand) -> anyhow::Result<Exit> {
    match command {
        HistoryCommand::List { since, question, limit, json } => {
            let since = since.map(|day| day.back(place.now().day())).transpose().map_err(Usage::from)?;
            list(place, &AttemptFilter { since, question, limit, sitting: None }, json)
        }
        HistoryCommand::Export => {
            let mut out = Out::open();
            place.engine()?.history().export(out.raw())?;
            Ok(out.end()?)
        }
        HistoryCommand::Import { file } => import(place, &file),
        HistoryCommand::Undo => undo(place),
        HistoryCommand::Suspend { question } => suspend(place, &question, true),
        HistoryCommand::Unsuspend { question } => suspend(place, &question, false),
        HistoryCommand::Backup { dest, force } => backup(place, dest, force),
        HistoryCommand::Restore { list: true, json, .. } => restore::list(place, json),
        HistoryCommand::Restore { forget: true, .. } => restore::forget(place),
        HistoryCommand::Restore { from, .. } => restore::run(place, from.as_deref()),
        HistoryCommand::Salvage { file } => restore::salvage(&file),
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
        let unreadable = |error| MergeError::Unreadable { source_name: name.clone(), error };
        let source = File::open(file).map_err(unreadable)?;
        history.import(BufReader::new(source), &name, schedule)?
    };
    // So many new records are worth a copy.
    if let Err(error) = engine.copy_history(place.now()) {
        talk(format!("hotseat: no copy of the history was made: {error}"));
    }
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

fn suspend(place: &Place, question: &QuestionId, suspended: bool) -> anyhow::Result<Exit> {
    let mut engine = place.engine()?;
    let now = place.now();
    // A question that is in no bank any more may still be in the schedule.
    if engine.library().entry(question).is_none() && engine.standing(question).is_none() {
        return Err(BankError::Unknown(question.clone()).into());
    }
    if engine.questions().is_suspended(question) == suspended {
        let state = if suspended { "out of the schedule already" } else { "not suspended" };
        talk(format!("{question} is {state}; nothing was changed."));
        return Ok(Exit::Done);
    }
    let record = engine.questions().suspend(question, suspended, now);
    engine.save(vec![record], now)?;
    talk(match (suspended, engine.questions().due(question)) {
        (true, _) => {
            format!("{question} is out of the schedule; `hotseat history unsuspend {question}` puts it back.")
        }
        (false, Some(due)) => format!("{question} is back in the schedule, due {}.", when(due, now.day())),
        (false, None) => format!("{question} is back in the schedule."),
    });
    Ok(Exit::Done)
}

fn backup(place: &Place, dest: Option<PathBuf>, force: bool) -> anyhow::Result<Exit> {
    let now = place.now();
    let engine = place.engine()?;
    let dest = match dest {
        Some(folder) if folder.is_dir() => folder.join(format!("history-{}.sqlite", now.day())),
        Some(file) => file,
        None => return backup_among_copies(place, &engine),
    };
    let made = engine.history().backup(&dest, force)?;
    let mut out = Out::open();
    out.line(made.path.display().to_string())?;
    talk(format!("{}, verified.", records(made.records)));
    Ok(out.end()?)
}

/// Makes a copy in the folder of automatic copies, but only if those do not hold everything yet.
fn backup_among_copies(place: &Place, engine: &Engine) -> anyhow::Result<Exit> {
    engine.copy_history(place.now())?;
    let newest = engine::copies(&place.paths).list().into_iter().next();
    let newest = newest.ok_or_else(|| anyhow!("there is nothing to copy: the history has no records yet"))?;
    let mut out = Out::open();
    out.line(newest.path.display().to_string())?;
    talk(format!("{}, verified.", records(newest.records.unwrap_or(0))));
    Ok(out.end()?)
}

/// A number of records: "1 record", "600 records".
pub(super) fn records(number: u64) -> String {
    count(usize::try_from(number).unwrap_or(usize::MAX), "record")
}
