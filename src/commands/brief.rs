//! `hotseat brief`: the page for the evening before an interview and the morning of it.

use super::args::BriefArgs;
use super::job::find;
use super::out::{print, save};
use super::report::by_name;
use super::{Exit, Place};
use crate::engine::JobError;

/// Runs `hotseat brief`: prints the page or writes it to a file.
pub fn run(place: &Place, args: &BriefArgs) -> anyhow::Result<Exit> {
    let engine = place.engine()?;
    let job = match (&args.job, engine.jobs().find(None, place.now())) {
        (Some(name), _) => Some(find(&engine, Some(name), place)?),
        // Without a job, the page is for the target alone.
        (None, found) => match found {
            Ok(job) => Some(job),
            Err(JobError::History(error)) => return Err(error.into()),
            Err(_) => None,
        },
    };
    let report = engine.day_report(job.as_ref(), place.now())?;
    let format = args.format.or(args.output.as_deref().and_then(by_name)).unwrap_or_default();
    let text = report.write(format);
    match &args.output {
        Some(path) => save(path, args.force, text.as_bytes()),
        None => print(text.as_bytes()),
    }
}
