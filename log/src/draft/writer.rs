//! Saves work in progress on background threads, so that keys never wait for the disk.
//!
//! One thread replaces the draft and waits until the disk has it. That may take seconds on a busy disk, yet a program
//! that is killed meanwhile must not lose more than a second: so a second thread writes any state that is not saved in
//! time to a file beside the draft, without waiting for the disk.

use std::fmt::Debug;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::state::Draft;
use super::store::{Beside, Content, DraftError, DraftSlot, DraftStore};
use crate::record_id::RecordId;

/// How soon an unsaved state is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// The draft is written once no key has been pressed for this long.
    pub rest: Duration,
    /// The draft is written at the latest this long after the first unsaved key.
    pub latest: Duration,
    /// The state is also written beside the draft this long after the first key that is in neither file, if the disk is
    /// too slow.
    pub beside: Duration,
}

impl Default for Pace {
    /// At most one second of an answer may be lost: 700 ms, plus the time of a write that does not wait for the disk.
    fn default() -> Self {
        let [rest, latest, beside] = [400, 500, 700].map(Duration::from_millis);
        Self { rest, latest, beside }
    }
}

impl Pace {
    /// When to write, given when the first and the newest unsaved state arrived.
    fn due(self, first: Instant, last: Instant) -> Instant {
        (last + self.rest).min(first + self.latest)
    }
}

/// A state with its sequence number, counted from 1.
type Numbered<T> = (u64, Arc<T>);

/// The states that are not on the disk yet, of which only the newest is kept.
#[derive(Debug)]
struct Unsaved<T> {
    state: Numbered<T>,
    first: Instant,
    last: Instant,
}

#[derive(Debug)]
struct State<T> {
    unsaved: Option<Unsaved<T>>,
    /// The state that is being written.
    writing: Option<Numbered<T>>,
    /// When the first key arrived that is in neither the draft nor the file beside it.
    nowhere: Option<Instant>,
    /// How many states have been put so far.
    count: u64,
    /// Whether the threads should stop.
    closing: bool,
}

/// Whether this process may write the draft.
#[derive(Debug)]
enum Right {
    /// It may: the draft is claimed.
    Held(DraftSlot),
    /// The draft could not be claimed because of its folder; each write tries again.
    Wanted(DraftStore, RecordId),
    /// It may not: the draft was discarded, or its writer was dropped.
    Ended,
}

impl Right {
    /// The slot, claimed now if that was not possible before. None if the right has ended.
    fn claim(&mut self) -> Result<Option<&DraftSlot>, DraftError> {
        if let Self::Wanted(store, id) = self {
            *self = Self::Held(store.claim(id)?);
        }
        Ok(match self {
            Self::Held(slot) => Some(slot),
            Self::Wanted(..) | Self::Ended => None,
        })
    }
}

#[derive(Debug)]
struct Shared<T> {
    pace: Pace,
    state: Mutex<State<T>>,
    changed: Condvar,
    /// Held while the draft is written. Locked before `state`, so that an older state can never overwrite a newer one.
    right: Mutex<Right>,
    /// The place beside the draft, with the number of the state that is in it. Held while that is written; also locked
    /// before `state`.
    beside: Mutex<Option<(Beside, Option<u64>)>>,
}

/// Locks even after a panic on another thread, which must not cost the answer.
fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T: Content> Shared<T> {
    /// Writes the newest unsaved state, if there is one. After a failure it counts as unsaved again.
    fn write(&self) -> Result<(), DraftError> {
        let mut right = hold(&self.right);
        let unsaved = {
            let mut state = hold(&self.state);
            let Some(unsaved) = state.unsaved.take() else { return Ok(()) };
            state.writing = Some(unsaved.state.clone());
            unsaved
        };
        let number = unsaved.state.0;
        let result = match right.claim() {
            Ok(Some(slot)) => {
                hold(&self.beside).get_or_insert_with(|| (slot.beside(), None));
                slot.save(&*unsaved.state.1)
            }
            Ok(None) => {
                hold(&self.state).writing = None;
                return Ok(());
            }
            Err(error) => Err(error),
        };
        let mut state = hold(&self.state);
        state.writing = None;
        if result.is_err() {
            let now = Instant::now();
            // Not retried at once: a full disk stays full for a while.
            state.unsaved.get_or_insert(Unsaved { first: now, last: now, ..unsaved });
        } else {
            // A state that arrived meanwhile may already be in the file beside it.
            let first = state.unsaved.as_ref().map(|unsaved| unsaved.first);
            state.nowhere = state.nowhere.and_then(|nowhere| Some(nowhere.max(first?)));
            drop(state);
            if let Some((place, there)) = &mut *hold(&self.beside)
                && there.take_if(|there| *there <= number).is_some()
            {
                place.remove();
            }
        }
        result
    }

    /// Writes the newest state beside the draft, unless the draft already has it.
    fn put_beside(&self) {
        let mut beside = hold(&self.beside);
        let (number, draft) = {
            let mut state = hold(&self.state);
            state.nowhere = None;
            let newest = state.unsaved.as_ref().map(|unsaved| &unsaved.state).or(state.writing.as_ref());
            let Some(newest) = newest else { return };
            newest.clone()
        };
        // Without a claim there is nowhere to write. Failures are ignored: the other thread fails too, and reports it.
        if let Some((place, there)) = &mut *beside
            && place.save(&*draft).is_ok()
        {
            *there = Some(number);
        }
    }

    /// Body of a thread: sleeps until `due`, then calls `work`; never wakes while nothing is due.
    fn run(&self, due: impl Fn(&State<T>) -> Option<Instant>, work: impl Fn()) {
        loop {
            let mut state = hold(&self.state);
            loop {
                if state.closing {
                    return;
                }
                let wait = due(&state).map(|due| due.saturating_duration_since(Instant::now()));
                state = match wait {
                    Some(Duration::ZERO) => break,
                    Some(wait) => self.changed.wait_timeout(state, wait).unwrap_or_else(PoisonError::into_inner).0,
                    None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
                };
            }
            drop(state);
            work();
        }
    }

    /// Body of the thread that replaces the draft.
    fn replace(&self, errors: &Sender<DraftError>) {
        let due = |state: &State<T>| Some(self.pace.due(state.unsaved.as_ref()?.first, state.unsaved.as_ref()?.last));
        self.run(due, || {
            if let Err(error) = self.write() {
                // If nobody is listening any more, there is nobody to tell.
                let _ = errors.send(error);
            }
        });
    }

    /// Body of the thread that writes beside the draft, without waiting for the disk.
    fn hurry(&self) {
        self.run(|state| Some(state.nowhere? + self.pace.beside), || self.put_beside());
    }
}

/// Writes one draft in the background; only the newest state matters. Dropping the writer writes what is unsaved.
#[derive(Debug)]
pub struct DraftWriter<T: Content = Draft> {
    shared: Arc<Shared<T>>,
    threads: Vec<JoinHandle<()>>,
}

impl<T: Content + Debug + Send + Sync + 'static> DraftWriter<T> {
    /// Starts the threads. Errors of failed writes are sent to `errors`; writes are retried as long as the writer
    /// lives.
    pub fn start(slot: DraftSlot, pace: Pace, errors: Sender<DraftError>) -> Self {
        Self::with(Right::Held(slot), pace, errors)
    }

    /// The same when the draft cannot be claimed at the moment: it is claimed by the first write that can.
    pub fn start_unclaimed(store: DraftStore, id: RecordId, pace: Pace, errors: Sender<DraftError>) -> Self {
        Self::with(Right::Wanted(store, id), pace, errors)
    }

    fn with(right: Right, pace: Pace, errors: Sender<DraftError>) -> Self {
        let state = State { unsaved: None, writing: None, nowhere: None, count: 0, closing: false };
        let beside = match &right {
            Right::Held(slot) => Some((slot.beside(), None)),
            Right::Wanted(..) | Right::Ended => None,
        };
        let shared = Arc::new(Shared {
            pace,
            state: Mutex::new(state),
            changed: Condvar::new(),
            right: Mutex::new(right),
            beside: Mutex::new(beside),
        });
        let start = |name: &str, body: Box<dyn FnOnce() + Send>| {
            // Without threads, the draft is still written by `save_now` and on drop.
            std::thread::Builder::new().name(name.to_owned()).spawn(body).ok()
        };
        let (replaces, hurries) = (Arc::clone(&shared), Arc::clone(&shared));
        let threads = [
            start("draft", Box::new(move || replaces.replace(&errors))),
            start("draft beside", Box::new(move || hurries.hurry())),
        ];
        Self { shared, threads: threads.into_iter().flatten().collect() }
    }

    /// Hands over the newest state to be written; returns at once.
    pub fn put(&self, draft: T) {
        let now = Instant::now();
        let mut state = hold(&self.shared.state);
        state.count += 1;
        let first = state.unsaved.as_ref().map_or(now, |unsaved| unsaved.first);
        state.unsaved = Some(Unsaved { state: (state.count, Arc::new(draft)), first, last: now });
        state.nowhere.get_or_insert(now);
        drop(state);
        self.shared.changed.notify_all();
    }

    /// Whether the newest state is on the disk.
    pub fn is_saved(&self) -> bool {
        // While a state is being written, its writer holds `right`.
        self.shared.right.try_lock().is_ok() && hold(&self.shared.state).unsaved.is_none()
    }

    /// A handle for the threads that watch for signals and for a vanished terminal.
    pub fn saver(&self) -> DraftSaver {
        DraftSaver(Arc::clone(&self.shared) as Arc<dyn Saves>)
    }

    /// Stops the threads and removes the draft, because the attempt is saved or is not wanted.
    pub fn discard(mut self) -> Result<(), DraftError> {
        self.join();
        *hold(&self.shared.beside) = None;
        hold(&self.shared.state).unsaved = None;
        match std::mem::replace(&mut *hold(&self.shared.right), Right::Ended) {
            Right::Held(slot) => slot.discard(),
            Right::Wanted(..) | Right::Ended => Ok(()),
        }
    }
}

impl<T: Content> DraftWriter<T> {
    fn join(&mut self) {
        hold(&self.shared.state).closing = true;
        self.shared.changed.notify_all();
        for thread in self.threads.drain(..) {
            // A thread that panicked has nothing more to say.
            let _ = thread.join();
        }
    }
}

impl<T: Content> Drop for DraftWriter<T> {
    fn drop(&mut self) {
        self.join();
        // An error of the last write cannot be shown any more; a caller that needs it uses `save_now` first.
        let _ = self.shared.write();
        // Savers may outlive the writer, but the lock ends with it.
        *hold(&self.shared.right) = Right::Ended;
    }
}

/// Saves the newest state from any thread.
#[derive(Clone, Debug)]
pub struct DraftSaver(Arc<dyn Saves>);

trait Saves: Debug + Send + Sync {
    fn save(&self) -> Result<(), DraftError>;
    fn unsaved(&self) -> Option<(RecordId, Vec<u8>)>;
}

impl<T: Content + Debug + Send + Sync> Saves for Shared<T> {
    fn save(&self) -> Result<(), DraftError> {
        self.write()
    }

    fn unsaved(&self) -> Option<(RecordId, Vec<u8>)> {
        let state = hold(&self.state);
        let draft = &*state.unsaved.as_ref()?.state.1;
        Some((draft.id().clone(), serde_json::to_vec(draft).ok()?))
    }
}

impl DraftSaver {
    /// Writes what is unsaved, now and on the calling thread; when this returns, it is on the disk.
    pub fn save_now(&self) -> Result<(), DraftError> {
        self.0.save()
    }

    /// The newest state if it is not on the disk: the id of its file and the content that the file would have. None if
    /// all is saved.
    pub fn unsaved(&self) -> Option<(RecordId, Vec<u8>)> {
        self.0.unsaved()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc::channel;

    use super::*;
    use crate::draft::DraftStore;
    use crate::testing::{draft, id};

    const HOUR: Duration = Duration::from_hours(1);
    const NEVER: Pace = Pace { rest: HOUR, latest: HOUR, beside: HOUR };

    #[test]
    fn a_state_is_due_after_a_rest_and_never_later_than_the_limit() {
        let pace = Pace::default();
        let start = Instant::now();
        let after = |millis| start + Duration::from_millis(millis);
        assert_eq!(pace.due(start, start), after(400));
        assert_eq!(pace.due(start, after(50)), after(450));
        assert_eq!(pace.due(start, after(490)), after(500));
        assert!(pace.latest < pace.beside && pace.beside < Duration::from_secs(1));
    }

    /// Waits until other threads have brought something about; fails after a minute.
    fn until(what: &str, is_so: impl Fn() -> bool) {
        let begun = Instant::now();
        while !is_so() {
            assert!(begun.elapsed() < Duration::from_mins(1), "{what}");
            std::thread::yield_now();
        }
    }

    #[test]
    fn a_disk_that_takes_its_time_costs_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = DraftStore::new(folder.path());
        let pace = Pace { rest: Duration::ZERO, latest: Duration::ZERO, beside: Duration::ZERO };
        let writer = DraftWriter::start(store.claim(&id("one")).expect("claimed"), pace, channel().0);
        let next = folder.path().join("one.next");
        let is_beside = |text: &str| fs::read_to_string(&next).is_ok_and(|kept| kept.contains(text));
        {
            // Holding the lock stands for a write that never finishes.
            let _stuck = hold(&writer.shared.right);
            for text in ["first", "second", "third"] {
                writer.put(draft("one", text));
                until(text, || is_beside(text));
            }
            assert!(!writer.is_saved(), "it is not on the disk for good");
        }
        until("on the disk at last", || writer.is_saved());
        assert!(!next.exists(), "what is in the draft stands nowhere else");
        drop(writer);
        assert_eq!(store.orphans::<Draft>().expect("read").drafts, [draft("one", "third")]);
    }

    #[test]
    fn the_newest_state_wins_and_is_there_at_the_end() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = DraftStore::new(folder.path());
        let (errors, told) = channel();
        let writer = DraftWriter::start(store.claim(&id("one")).expect("claimed"), NEVER, errors);
        for length in 0..100 {
            writer.put(draft("one", &"x".repeat(length)));
        }
        drop(writer);
        assert_eq!(store.orphans::<Draft>().expect("read").drafts, [draft("one", &"x".repeat(99))]);
        assert!(told.try_recv().is_err());
    }

    #[test]
    fn a_signal_thread_can_save() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = DraftStore::new(folder.path());
        let writer = DraftWriter::start(store.claim(&id("one")).expect("claimed"), NEVER, channel().0);
        writer.put(draft("one", "unsaved"));
        let saver = writer.saver();
        std::thread::spawn(move || saver.save_now()).join().expect("no panic").expect("saved");
        let text = fs::read_to_string(folder.path().join("one.json")).expect("there");
        assert!(text.contains("unsaved"));
        // It survives if the program ends without dropping the writer, as after a signal.
        std::mem::forget(writer);
    }

    #[test]
    fn the_thread_writes_on_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = DraftStore::new(folder.path());
        let (errors, told) = channel();
        let pace = Pace { rest: Duration::ZERO, latest: Duration::ZERO, beside: HOUR };
        let writer = DraftWriter::start(store.claim(&id("one")).expect("claimed"), pace, errors);
        // A folder stands where the draft should go: the error shows that the thread tried.
        fs::create_dir(folder.path().join("one.json")).expect("created");
        writer.put(draft("one", "text"));
        let error = told.recv().expect("an error").to_string();
        assert!(error.contains("one.json") && error.contains("not saved"), "{error}");
        fs::remove_dir(folder.path().join("one.json")).expect("removed");
        writer.saver().save_now().expect("what failed is still there, or was written since");
        drop(writer);
        assert_eq!(store.orphans::<Draft>().expect("read").drafts, [draft("one", "text")]);
    }

    #[test]
    fn what_a_folder_would_not_take_is_there_as_soon_as_it_does() {
        let folder = tempfile::tempdir().expect("a folder");
        let inner = folder.path().join("drafts");
        fs::write(&inner, "in the way").expect("written");
        let store = DraftStore::new(&inner);
        assert!(store.claim(&id("one")).is_err());
        let writer: DraftWriter = DraftWriter::start_unclaimed(store.clone(), id("one"), NEVER, channel().0);
        writer.put(draft("one", "text"));
        let saver = writer.saver();
        assert!(saver.save_now().is_err() && !writer.is_saved());
        let (name, content) = saver.unsaved().expect("it is kept in memory");
        assert_eq!((name, serde_json::from_slice::<Draft>(&content).expect("JSON")), (id("one"), draft("one", "text")));
        fs::remove_file(&inner).expect("removed");
        saver.save_now().expect("saved now");
        assert!(writer.is_saved() && saver.unsaved().is_none());
        drop(writer);
        assert_eq!(store.orphans::<Draft>().expect("read").drafts, [draft("one", "text")]);
    }

    #[test]
    fn a_discarded_draft_stays_away() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = DraftStore::new(folder.path());
        let writer = DraftWriter::start(store.claim(&id("one")).expect("claimed"), NEVER, channel().0);
        writer.put(draft("one", "first"));
        let saver = writer.saver();
        saver.save_now().expect("saved");
        writer.put(draft("one", "second"));
        writer.discard().expect("removed");
        saver.save_now().expect("nothing to save");
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 0);
    }
}
