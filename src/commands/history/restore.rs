//! Helps with a lost or damaged history: lists its copies, restores one, or prints what can still be read.

use std::io;
use std::path::Path;

use serde::Serialize;

use super::records;
use crate::commands::{Exit, Out, Place, out::talk};
use crate::engine::{self, Engine};
use crate::history::{self, HistoryError, Mark};
use crate::memory::Schedule;

/// Restores the history from this file, or from the fullest copy.
pub(super) fn run(place: &Place, from: Option<&Path>) -> anyhow::Result<Exit> {
    bring_back(place, from)?;
    Ok(Exit::Done)
}

/// Restores the history and says what came of it.
pub(in crate::commands) fn bring_back(place: &Place, from: Option<&Path>) -> Result<(), HistoryError> {
    // Unreadable settings must not prevent this; the schedule is rebuilt once they can be read.
    let config = place.config().unwrap_or_default();
    let schedule = Schedule::new(config.desired_retention, config.fuzz);
    let restored = engine::restore(&place.paths, from, &schedule, place.now());
    // There may be copies of banks even if the history has none because it was empty.
    let banks = engine::bring_banks_back(&place.paths);
    if restored.is_err() {
        tell_banks(&banks);
    }
    let drafts = match &restored {
        Ok(restored) if restored.from_copy == 0 => Ok(0),
        _ => engine::bring_drafts_back(&place.paths),
    };
    let restored = restored?;
    for problem in &restored.problems {
        talk(format!("hotseat: in the copy, {problem}"));
    }
    match &restored.aside {
        None if restored.from_copy == 0 => {
            talk(format!("Nothing is missing in the history: {}. It stays as it is.", records(restored.records)));
        }
        None => talk(format!("The history is back: {}.", records(restored.records))),
        Some(aside) => talk(format!(
            "The history is back: {}, {} of them from the copy. What was there is now {}.",
            records(restored.records),
            restored.from_copy,
            aside.display()
        )),
    }
    if restored.missing > 0 {
        let had = restored.records + restored.missing;
        let of = from.map_or("no copy".to_owned(), |from| format!("neither it nor {}", from.display()));
        let verb = if restored.missing == 1 { "is" } else { "are" };
        talk(format!("It had {} before: {} of them {verb} in {of}.", records(had), restored.missing));
    }
    tell_banks(&banks);
    match drafts {
        Ok(0) => {}
        Ok(_) => talk("What was in progress at the last copy is back, too."),
        Err(error) => talk(format!("hotseat: what was in progress could not be brought back: {error}")),
    }
    // A drill in progress is stored beside the history, and may be gone together with it.
    if let Some(words) = Engine::open(place.paths.clone(), place.now()).ok().and_then(|engine| engine.lost_evening()) {
        talk(words);
    }
    Ok(())
}

/// Says how many files of questions were restored.
fn tell_banks(banks: &io::Result<usize>) {
    match banks {
        Ok(0) => {}
        Ok(1) => talk("1 file with questions of your own is back, too."),
        Ok(files) => talk(format!("{files} files with questions of your own are back, too.")),
        Err(error) => talk(format!("hotseat: questions of your own could not be brought back: {error}")),
    }
}

/// Accepts the loss and continues with the records that are there.
pub(super) fn forget(place: &Place) -> anyhow::Result<Exit> {
    let mut engine = place.quiet_engine()?;
    if engine.loss().is_none() {
        talk("Nothing is missing in the history.");
        return Ok(Exit::Done);
    }
    engine.forget_loss()?;
    talk("The history is what is there now. `hotseat history restore --list` still shows the copies.");
    Ok(Exit::Done)
}

/// A copy as a row of the list.
#[derive(Debug, Serialize)]
struct Row {
    at: String,
    records: Option<u64>,
    file: String,
    /// Whether it holds records that the history has lost.
    held: bool,
    /// Whether it holds records whose loss the user accepted.
    forgotten: bool,
}

/// Lists the copies, the newest first.
pub(super) fn list(place: &Place, json: bool) -> anyhow::Result<Exit> {
    let copies = engine::copies(&place.paths);
    let (now, taken) = (place.now(), copies.to_restore());
    let mut out = Out::open();
    let rows = copies.list();
    if rows.is_empty() {
        talk(format!("There is no copy yet in {}.", copies.folder().display()));
    }
    if json {
        out.json_rows(rows.iter().map(|copy| Row {
            at: copy.at.with_timezone(now.wall.offset()).to_rfc3339(),
            records: copy.records,
            file: copy.path.display().to_string(),
            held: copy.mark == Mark::Held,
            forgotten: copy.mark == Mark::Forgotten,
        }))?;
        return Ok(out.end()?);
    }
    for copy in rows {
        let at = copy.at.with_timezone(now.wall.offset()).format("%Y-%m-%d %H:%M");
        let holds = copy.records.map_or("cannot be read".to_owned(), records);
        let why = match copy.mark {
            Mark::Held => "  lost later",
            Mark::Forgotten => "  given up",
            Mark::None if taken.iter().any(|taken| taken.path == copy.path) => "  fullest",
            Mark::None => "",
        };
        out.line(format!("{at}  {holds:<14}  {}{why}", copy.path.display()))?;
    }
    Ok(out.end()?)
}

/// Prints whatever can still be read of a file.
pub(super) fn salvage(file: &Path) -> anyhow::Result<Exit> {
    let salvaged = history::salvage(file)?;
    let mut out = Out::open();
    salvaged.write(out.raw()).map_err(HistoryError::Output)?;
    let exit = out.end()?;
    for problem in salvaged.problems() {
        talk(format!("hotseat: {}: {problem}", file.display()));
    }
    let whole = salvaged.problems().is_empty();
    let how = if whole { "nothing in it is damaged" } else { "the rest is not readable" };
    talk(format!("{} read; {how}.", records(salvaged.records())));
    Ok(if whole { exit } else { Exit::Failed })
}
