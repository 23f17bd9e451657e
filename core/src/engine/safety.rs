//! Keeping the history safe: copies of it, what was last known of it, and restoring it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::Engine;
use super::bank_copies::{self, bring_banks_back};
use super::draft_copies::{self, bring_drafts_back};
use crate::config::Paths;
use crate::history::{
    self, Before, Copies, Copy, History, HistoryError, How, Known, Loss, Projection, Rejoined, Restored,
};
use crate::moment::Moment;

/// How often a copy is made at most while the program runs.
const EVERY: Duration = Duration::from_mins(30);

/// What watches over the history.
#[derive(Debug)]
pub(super) struct Safety {
    copies: Copies,
    known: PathBuf,
    loss: Option<Loss>,
    /// When it was last copied, on the monotonic clock, which stands still while the machine sleeps.
    copied: Duration,
    /// Whether anything was saved since.
    changed: bool,
}

/// Where the copies of a user's history are.
pub fn copies(paths: &Paths) -> Copies {
    Copies::new(&paths.backups(), vec![paths.earlier_backups()])
}

/// Looks at the file of the history. One that ends too early is an error: if it were opened, it would seem complete
/// for a while.
pub(super) fn look(file: &Path) -> Result<Before, HistoryError> {
    match Before::look(file) {
        Before::Short(bytes) => {
            let problem = format!("it ends {bytes} bytes too early");
            Err(HistoryError::Corrupt { file: file.to_owned(), problem })
        }
        before => Ok(before),
    }
}

impl Safety {
    /// Compares the history with what was known of it. If nothing is missing, its present extent is noted.
    pub(super) fn begin(paths: &Paths, history: &History, before: Before, now: Moment) -> Result<Self, HistoryError> {
        let copies = copies(paths);
        let loss = loss(paths, history, before)?;
        let safety = Self { copies, known: paths.known(), loss, copied: now.monotonic, changed: false };
        safety.note(history);
        Ok(safety)
    }

    /// Notes how far the history has got. If that fails, a loss is only noticed later.
    fn note(&self, history: &History) {
        if self.loss.is_some() || history.is_read_only() {
            return;
        }
        let Ok(extent) = history.extent() else { return };
        if extent.records > 0 && Known::read(&self.known).as_ref() != Some(&extent) {
            let _ = extent.write(&self.known);
        }
    }
}

/// What is missing compared with what was known or, if nothing was noted, with what the copies hold. None if nothing
/// is missing.
pub fn loss(paths: &Paths, history: &History, before: Before) -> Result<Option<Loss>, HistoryError> {
    match Known::read(&paths.known()) {
        // The data folder was moved, and the previous history is still in its old place.
        Some(known) if known.file != history.file() && known.file.exists() => Ok(None),
        Some(known) => history.loss(&known, before),
        None => {
            let has = history.extent()?.records;
            let had = copies(paths).to_restore().first().and_then(|copy| copy.records).filter(|had| *had > has);
            let how = match before {
                Before::Missing => How::Gone,
                Before::Empty => How::Emptied,
                Before::Short(_) | Before::There => How::Shrunk,
            };
            Ok(had.map(|had| Loss { had, has, how }))
        }
    }
}

/// Keeps records that came from elsewhere as safe as one's own: notes how far the history has got, and makes a copy.
/// `lost` says whether something was missing before they came.
pub(super) fn keep_safe(paths: &Paths, history: &History, lost: bool, now: DateTime<Utc>) -> Result<(), HistoryError> {
    if !lost {
        let extent = history.extent()?;
        // If that fails, a loss is only noticed later.
        let _ = extent.write(&paths.known());
    }
    CopyJob::of(paths, lost).run(now).map(|_| ())
}

/// A copy to be made; it can run on any thread.
#[derive(Clone, Debug)]
pub struct CopyJob {
    copies: Copies,
    paths: Paths,
    /// Whether something is missing: then the data folder may not hold what its owner wants.
    lost: bool,
}

impl CopyJob {
    /// A copy of this user's history. `lost` says whether something is missing from it.
    pub(super) fn of(paths: &Paths, lost: bool) -> Self {
        Self { copies: copies(paths), paths: paths.clone(), lost }
    }

    /// Makes the copy, unless the newest one holds as much, and copies the user's own questions and what is in progress
    /// beside it. Slow for a
    /// large history.
    pub fn run(&self, now: DateTime<Utc>) -> Result<Option<Copy>, HistoryError> {
        let made = self.copies.make(&self.paths.history_file(), now)?;
        if self.lost {
            return Ok(made);
        }
        let folder = self.paths.bank_copies();
        bank_copies::copy(&self.paths.banks(), &folder).map_err(|source| HistoryError::Io {
            doing: "copy your questions to",
            path: folder,
            source,
        })?;
        draft_copies::copy(&self.paths).map_err(|source| HistoryError::Io {
            doing: "copy what is in progress to",
            path: self.paths.draft_copies(),
            source,
        })?;
        Ok(made)
    }
}

/// Restores a lost or damaged history from what can still be read of it and from a copy: `from`, or else those that
/// hold what was lost, and the fullest. No connection of this process may have the history open.
pub fn restore(
    paths: &Paths,
    from: Option<&Path>,
    projection: &dyn Projection,
    now: Moment,
) -> Result<Restored, HistoryError> {
    let file = paths.history_file();
    let from: Vec<PathBuf> = match from {
        Some(named) => vec![named.to_owned()],
        None => copies(paths).to_restore().into_iter().map(|copy| copy.path).collect(),
    };
    let aside = paths.replaced().join(now.wall.to_utc().format("%Y-%m-%dT%H%M%SZ").to_string());
    let had = Known::read(&paths.known()).filter(|known| known.file == file).map_or(0, |known| known.records);
    let restored = history::restore(&file, &from, &aside, had, projection)?;
    // From now on, this is the known extent.
    if let Ok(extent) = History::open(&file).and_then(|history| history.extent()) {
        let _ = extent.write(&paths.known());
    }
    Ok(restored)
}

impl Engine {
    /// What is missing of the history. None if nothing is.
    pub fn loss(&self) -> Option<&Loss> {
        self.safety.as_ref()?.loss.as_ref()
    }

    /// What is missing of the history, and what can be done about it, in words. None if nothing is missing.
    pub fn loss_words(&self, now: Moment) -> Option<String> {
        let safety = self.safety.as_ref()?;
        Some(words_of_loss(safety.loss.as_ref()?, &safety.copies, self.history.file(), now))
    }

    /// The copy that a restore would take first. None if there is no copy.
    pub fn best_copy(&self) -> Option<Copy> {
        self.safety.as_ref()?.copies.to_restore().into_iter().next()
    }

    /// The next piece of news about the history; each is returned once.
    pub fn take_word(&mut self) -> Option<String> {
        self.words.pop_front()
    }

    /// Accepts the loss: what is there now is the history, and nothing more is said about the rest. The copies stay.
    pub fn forget_loss(&mut self) -> Result<(), HistoryError> {
        let Some(safety) = &mut self.safety else { return Ok(()) };
        safety.loss = None;
        if !self.history.is_read_only() {
            safety.copies.forget(self.history.file())?;
        }
        let extent = self.history.extent()?;
        extent.write(&safety.known).map_err(|source| HistoryError::Io {
            doing: "write",
            path: safety.known.clone(),
            source,
        })
    }

    /// Restores the history while the engine has it open: see [`restore`].
    pub fn restore(&mut self, now: Moment) -> Result<Restored, HistoryError> {
        let Some(paths) = self.paths.clone() else { return Err(HistoryError::Moved(self.history.file().to_owned())) };
        // Only the restore itself may have it open.
        self.history = History::in_memory()?;
        let restored = restore(&paths, None, &self.schedule, now);
        self.history = History::open(&paths.history_file())?;
        self.history.settle(&self.schedule)?;
        if let (Ok(_), Some(safety)) = (&restored, &mut self.safety) {
            safety.loss = None;
            safety.changed = true;
        }
        self.bring_banks_back();
        if restored.is_ok() {
            // What cannot be brought back is no reason to call the history lost.
            let _ = bring_drafts_back(&paths);
        }
        self.refresh(now)?;
        restored
    }

    /// Restores own banks that were deleted together with the history.
    fn bring_banks_back(&mut self) {
        if self.paths.as_ref().is_some_and(|paths| bring_banks_back(paths).is_ok_and(|files| files > 0)) {
            self.read_banks();
        }
    }

    /// Notices if the file was deleted or replaced, and repairs that. Costs a look at one folder entry.
    pub fn watch_history(&mut self, now: Moment) -> Result<(), HistoryError> {
        if self.history.is_in_place() {
            return Ok(());
        }
        self.rejoin()?;
        self.bring_banks_back();
        self.refresh(now)
    }

    /// Puts the history back in place, with every record that is open here.
    pub(super) fn rejoin(&mut self) -> Result<(), HistoryError> {
        let file = self.history.file().display().to_string();
        self.words.push_back(match self.history.rejoin(&self.schedule)? {
            Rejoined::Rewritten => {
                format!("{file} was deleted while it was open; it is written anew, with everything.")
            }
            Rejoined::Merged(0) => format!("{file} was replaced while it was open; what is there now has everything."),
            Rejoined::Merged(1) => {
                format!("{file} was replaced while it was open; 1 record was brought into the new one.")
            }
            Rejoined::Merged(count) => {
                format!("{file} was replaced while it was open; {count} records were brought into the new one.")
            }
        });
        Ok(())
    }

    /// To be called after a save: notes that there is something to copy, and how far the history has got.
    pub(super) fn note_extent(&mut self) {
        if let Some(safety) = &mut self.safety {
            safety.changed = true;
            safety.note(&self.history);
        }
    }

    /// A job that makes a copy on another thread. None if there is no disk, or the history is read-only.
    pub fn copier(&self) -> Option<CopyJob> {
        let safety = self.safety.as_ref().filter(|_| !self.history.is_read_only())?;
        Some(CopyJob::of(self.paths.as_ref()?, safety.loss.is_some()))
    }

    /// The copy that is due while the program runs. None unless something was saved and the last copy is half an hour
    /// old.
    pub fn copy_due(&mut self, now: Moment) -> Option<CopyJob> {
        let job = self.copier()?;
        let safety = self.safety.as_mut()?;
        if !safety.changed || now.monotonic.saturating_sub(safety.copied) < EVERY {
            return None;
        }
        (safety.copied, safety.changed) = (now.monotonic, false);
        Some(job)
    }

    /// To be called at the end of a session: makes a copy if something changed.
    pub fn copy_history(&self, now: Moment) -> Result<(), HistoryError> {
        self.copier().map_or(Ok(()), |job| job.run(now.wall.to_utc()).map(|_| ()))
    }
}

/// What is missing, and what can be done about it, in words.
pub fn words_of_loss(loss: &Loss, copies: &Copies, history: &Path, now: Moment) -> String {
    let what = loss.words();
    let anew = "`hotseat history restore --forget` goes on without them";
    let best = copies.to_restore().into_iter().next().and_then(|copy| Some((copy.records?, copy.at)));
    // A history that cannot be read has nothing of what the copy holds.
    let found = best.map(|(records, at)| (copies.beyond(history).unwrap_or(records), at));
    match found.filter(|(more, _)| *more > 0) {
        Some((more, at)) => {
            let at = at.with_timezone(now.wall.offset()).format("%a %-d %b %Y, %H:%M");
            let again = if loss.has > 0 { format!("{more} more") } else { more.to_string() };
            let rest = match loss.had.saturating_sub(loss.has + more) {
                0 => String::new(),
                1 => ", and 1 is in no copy".to_owned(),
                rest => format!(", and {rest} are in no copy"),
            };
            format!("{what}. `hotseat history restore` brings back {again} from the copy of {at}{rest}; {anew}.")
        }
        None => format!(
            "{what}, and no copy here has what is missing. Copy a backup back with `hotseat history restore --from FILE`; {anew}."
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::testing::{attempt, noon};

    /// A new user, and how many records were saved since.
    struct Evening {
        engine: Engine,
        paths: Paths,
        folder: tempfile::TempDir,
        records: u32,
    }

    impl Evening {
        fn begin() -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            let paths = Paths::find(Some(folder.path())).expect("below the folder");
            let engine = Engine::open(paths.clone(), noon()).expect("opened");
            Self { engine, paths, folder, records: 0 }
        }

        /// Saves one more answer, this many minutes into the evening.
        fn answer(&mut self, minutes: f64) {
            self.records += 1;
            let record = attempt(&format!("a{}", self.records), "b/q", i64::from(self.records));
            self.engine.save(vec![record], noon().plus(minutes * 60.0)).expect("saved");
        }

        /// Makes the copy that is due at that time. Returns whether one was.
        fn copy(&mut self, minutes: f64) -> bool {
            let now = noon().plus(minutes * 60.0);
            let Some(job) = self.engine.copy_due(now) else { return false };
            job.run(now.wall.to_utc()).expect("copied").is_some()
        }
    }

    #[test]
    fn a_long_evening_is_copied_every_half_hour_in_which_something_was_saved() {
        let mut evening = Evening::begin();
        assert!(!evening.copy(90.0), "nothing was saved");
        evening.answer(91.0);
        assert!(evening.copy(91.0), "the last look is more than half an hour ago");
        evening.answer(92.0);
        assert!(!evening.copy(120.9) && evening.copy(121.0) && !evening.copy(121.1));
        assert!(!evening.copy(400.0), "nothing was saved since");
        // A machine that slept: its wall clock went on, the monotonic one did not.
        evening.answer(401.0);
        evening.copy(401.0);
        evening.answer(402.0);
        let mut woken = noon().plus(403.0 * 60.0);
        woken.wall += chrono::TimeDelta::hours(9);
        assert!(evening.engine.copy_due(woken).is_none());
    }

    #[test]
    fn whoever_loses_the_data_folder_in_a_long_evening_lacks_half_an_hour_at_most() {
        let mut evening = Evening::begin();
        // Checked every minute, as the app does for the clock on screen; with an answer every three.
        for minute in 1..=300 {
            if minute % 3 == 0 {
                evening.answer(f64::from(minute));
            }
            evening.copy(f64::from(minute));
        }
        let copies = copies(&evening.paths).list();
        assert_eq!(copies.len(), 10);
        let newest = copies[0].clone();
        assert!(newest.at >= noon().plus(270.0 * 60.0).wall.to_utc(), "{}", newest.at);
        // The power fails, so no copy is made at the end.
        let Evening { engine, paths, folder: _folder, records } = evening;
        drop(engine);
        std::fs::remove_dir_all(&paths.data).expect("removed");
        let schedule = crate::memory::Schedule::new(0.9, false);
        let restored = restore(&paths, None, &schedule, noon().plus(301.0 * 60.0)).expect("restored");
        assert_eq!(Some(restored.records), newest.records);
        assert!(restored.records + 10 >= u64::from(records), "{} of {records}", restored.records);
    }
}
