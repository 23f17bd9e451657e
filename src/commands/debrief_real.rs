//! `hotseat debrief-real`: what was asked in a real interview, beside what was practised.

use std::io::{self, BufRead as _};

use super::args::DebriefRealArgs;
use super::job::{bytes_of, find};
use super::out::{has_terminal, show, talk};
use super::{Exit, Place, Usage};
use crate::engine::{Comparison, JobError};
use crate::job::{read_asked, went_words};
use crate::text::one_line;

/// A note is at most so long, in bytes.
const MOST: u64 = 64 << 10;

/// Takes it down, compares, keeps.
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
                return Err(Usage(format!("{} is longer than {} kB; write one question a line", file.display(), MOST >> 10)).into());
            }
            String::from_utf8_lossy(&bytes).into_owned()
        }
        None if has_terminal() => ask()?,
        None => return Err(Usage("no terminal to ask on; name a file, or - for standard input".to_owned()).into()),
    };
    let today = place.now().calendar_day();
    let held_on = args.on.map_or(today, |day| day.back(today));
    let asked = read_asked(&note);
    let compared = if args.dry_run {
        engine.compare_interview(job.as_ref(), held_on, &asked)
    } else {
        engine.keep_interview(job.as_ref(), held_on, asked, place.now())?
    };
    let done = show(args.json, &compared, |out| Ok(out.lines(lines(&compared))?))?;
    if !args.dry_run {
        place.copy_banks();
        talk("Kept. The questions are in the bank \"asked\", without notes; `hotseat bank undo` takes them out again.");
    }
    Ok(done)
}

/// Asks line by line, until an empty one.
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

/// The comparison for people.
pub fn lines(compared: &Comparison) -> Vec<String> {
    let mut lines = Vec::new();
    for asked in &compared.asked {
        let went = went_words(asked.went);
        let went = if went.is_empty() { String::new() } else { format!(" ({went})") };
        lines.push(format!("{}{went}", one_line(&asked.text)));
        lines.push(match (&asked.like, asked.practised) {
            (Some(like), true) => format!("    practised: {like}"),
            (Some(like), false) => format!("    not practised: {like}"),
            (None, _) if asked.topics.is_empty() => "    like none".to_owned(),
            (None, _) => format!("    like none; about {}", asked.topics.join(", ")),
        });
    }
    lines.push(String::new());
    lines.extend(compared.words());
    lines
}
