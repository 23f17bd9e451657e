//! `hotseat sync`: merges this history with those of other machines through a shared folder; also does so before and
//! after practice, if the settings name a folder.

use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, SystemTime};

use super::args::SyncArgs;
use super::out::{show, talk};
use super::{Exit, Out, Place};
use crate::engine::{SyncFailed, SyncJob, Synced};

/// How long to wait for another round of the same home to finish.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long the first question line by line waits for the records of other machines. Any that come later are there the
/// next time.
const BEFORE: Duration = Duration::from_secs(2);

/// How long leaving may take. A disk that no longer responds must not hold anybody up; what was not sent goes with the
/// next round.
const AFTER: Duration = Duration::from_secs(40);

/// Runs one round, or prints the status.
pub fn run(place: &Place, args: &SyncArgs) -> anyhow::Result<Exit> {
    let job = SyncJob::new(&place.paths, &place.config()?, args.folder.as_deref(), args.recordings)?;
    if args.status {
        let status = job.status(place.engine()?.history())?;
        return show(args.json, &status, |out| Ok(out.lines(status.lines())?));
    }
    let synced = job.run(PATIENCE, SystemTime::now())?;
    synced.news().iter().chain(&synced.waits).for_each(talk);
    let mut out = Out::open();
    out.line(synced.summary())?;
    Ok(out.end()?)
}

/// Takes in records before practice line by line. If that fails, the reason is only given afterwards, together with
/// what it means.
pub(super) fn before(place: &Place) {
    if let Some(Ok(synced)) = start(place, Duration::ZERO).and_then(|result| result.recv_timeout(BEFORE).ok()) {
        synced.news().iter().for_each(talk);
    }
}

/// Sends records after practice. Whether or not the folder is there, practice is over and saved.
pub(super) fn after(place: &Place, exit: Exit) -> Exit {
    // Whoever ends the program from outside does not want to wait.
    if matches!(exit, Exit::Signal(_)) {
        return exit;
    }
    if let Some(result) = start(place, PATIENCE) {
        match result.recv_timeout(AFTER) {
            Ok(Ok(synced)) => synced.news().iter().for_each(talk),
            Ok(Err(error)) => talk(error.words()),
            Err(_) => talk("Not synced: the folder does not answer. Nothing is lost; the next sync catches up."),
        }
    }
    exit
}

/// Starts a round on a thread of its own; `None` if the settings name no folder.
fn start(place: &Place, patience: Duration) -> Option<Receiver<Result<Synced, SyncFailed>>> {
    let job = SyncJob::new(&place.paths, &place.config().ok()?, None, false).ok()?;
    let (sender, result) = channel();
    let work = move || drop(sender.send(job.run(patience, SystemTime::now())));
    std::thread::Builder::new().name("sync".into()).spawn(work).ok()?;
    Some(result)
}
