//! `hotseat debrief-real`: what was asked in a real interview, compared with what was practised.

use std::io::{self, BufRead as _};

use super::args::DebriefRealArgs;
use super::job::{bytes_of, find};
use super::out::{has_terminal, show, talk};
use super::{Exit, Place, Usage};
use crate::engine::JobError;
use crate::job::read_asked;

/// The longest note, in bytes.
const MOST: u64 = 64 << 10;

/// Reads the note, compares it with what was practised, and saves it.
pub fn run(place: &Place, args: &DebriefRealArgs) -> anyhow::Result<Exit> {
    let mut engine = place.engine()?;
    let job = match &args.job {
        Some(name) => Some(find(&engine, Some(name), place)?),
        None => match engine.jobs().find(None, place.now()) {
            Ok(job) => Some(job),
            Err(JobError::History(error)) => return Err(error.into()),
            Err(_) => None,
        },
    };
    let note = match &args.file {
        Some(file) => {
            let bytes = bytes_of(file, MOST)?;
            if bytes.len() as u64 > MOST {
                return Err(Usage(format!(
                    "{} is longer than {} kB; write one question a line",
                    file.display(),
                    MOST >> 10
                ))
                .into());
            }
            String::from_utf8_lossy(&bytes).into_owned()
        }
        None if has_terminal() => ask()?,
        None => return Err(Usage("no terminal to ask on; name a file, or - for standard input".to_owned()).into()),
    };
    let today = place.now().calendar_day();
    let held_on = args.on.map_or(Ok(today), |day| day.over(today)).map_err(Usage::from)?;
    let asked = read_asked(&note);
    let compared = if args.dry_run {
        engine.compare_interview(job.as_ref(), held_on, &asked)
    } else {
        engine.keep_interview(job.as_ref(), held_on, asked, place.now())?
    };
    let done = show(args.json, &compared, |out| Ok(out.lines(compared.lines())?))?;
    let day = held_on.format("%a %-d %b %Y");
    if args.dry_run {
        talk(format!("Would be kept as of {day}. Nothing was kept."));
    } else {
        place.copy_banks();
        talk(format!(
            "Kept as of {day}. The questions are in the bank \"asked\", without notes; `hotseat bank undo` takes them out \
             again."
        ));
    }
    Ok(done)
}

/// Asks on the terminal, line by line until an empty line.
fn ask() -> anyhow::Result<String> {
    talk("What was asked? One question a line, with + ~ or - at its end for how it went. An empty line ends it.");
    let mut note = String::new();
    for line in io::stdin().lock().lines() {
        let line = line?;
        if line.trim().is_empty() {
            break;
        }
        note.push_str(&line);
        note.push('\n');
    }
    Ok(note)
}
