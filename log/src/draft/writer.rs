//! Saves work in progress on a thread of its own, so that keys never wait for the disk.

use std::fmt::Debug;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::state::Draft;
use super::store::{Content, DraftError, DraftSlot, DraftStore};
use crate::record_id::RecordId;

/// How soon an unsaved state is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// After no key was pressed for so long.
    pub rest: Duration,
    /// And at the latest so long after the first unsaved key.
    pub latest: Duration,
}

impl Default for Pace {
    /// At most one second of an answer may be lost: 900 ms and the time of a write.
    fn default() -> Self {
        Self { rest: Duration::from_millis(500), latest: Duration::from_millis(900) }
    }
}

impl Pace {
    /// When to write, given the first unsaved state and the newest one.
    fn due(self, first: Instant, last: Instant) -> Instant {
        (last + self.rest).min(first + self.latest)
    }
}

/// States that are not on the disk yet; only the newest is kept.
#[derive(Debug)]
struct Unsaved<T> {
    draft: T,
    first: Instant,
    last: Instant,
}

#[derive(Debug)]
struct State<T> {
    unsaved: Option<Unsaved<T>>,
    /// Whether the thread is to end.
    closing: bool,
}

/// Who may write.
#[derive(Debug)]
enum Right {
    /// We may.
    Held(DraftSlot),
    /// The folder would not let us; it is tried again with each write.
    Wanted(DraftStore, RecordId),
    /// Nobody: the draft is discarded, or its writer is gone.
    Ended,
}

impl Right {
    /// The slot, claimed now if it could not be before.
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
    /// Whoever holds it writes. Taken before `state`, so that an older state can never be written over a newer one.
    right: Mutex<Right>,
}

/// A panic elsewhere must not cost the answer.
fn hold<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T: Content> Shared<T> {
    /// Writes the newest unsaved state, if there is one. After a failure it is unsaved again.
    fn write(&self) -> Result<(), DraftError> {
        let mut right = hold(&self.right);
        let Some(unsaved) = hold(&self.state).unsaved.take() else { return Ok(()) };
        let result = match right.claim() {
            Ok(Some(slot)) => slot.save(&unsaved.draft),
            Ok(None) => return Ok(()),
            Err(error) => Err(error),
        };
        if result.is_err() {
            let now = Instant::now();
            // Not again at once: a full disk stays full for a while.
            hold(&self.state).unsaved.get_or_insert(Unsaved { first: now, last: now, ..unsaved });
        }
        result
    }

    /// Body of the thread: sleeps until a state is due; no wake-ups while there is none.
    fn run(&self, errors: &Sender<DraftError>) {
        loop {
            let mut state = hold(&self.state);
            loop {
                if state.closing {
                    return;
                }
                let wait = state.unsaved.as_ref().map(|unsaved| {
                    self.pace.due(unsaved.first, unsaved.last).saturating_duration_since(Instant::now())
                });
                state = match wait {
                    Some(Duration::ZERO) => break,
                    Some(wait) => self.changed.wait_timeout(state, wait).unwrap_or_else(PoisonError::into_inner).0,
                    None => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
                };
            }
            drop(state);
            if let Err(error) = self.write() {
                // If nobody listens any more, there is nobody to tell.
                let _ = errors.send(error);
            }
        }
    }
}

/// Writes one draft in the background: the newest state wins. Dropping it writes what is unsaved.
#[derive(Debug)]
pub struct DraftWriter<T: Content = Draft> {
    shared: Arc<Shared<T>>,
    thread: Option<JoinHandle<()>>,
}

impl<T: Content + Debug + Send + 'static> DraftWriter<T> {
    /// Starts the thread. Failed writes come through `errors`; they are tried again as long as the writer lives.
    pub fn start(slot: DraftSlot, pace: Pace, errors: Sender<DraftError>) -> Self {
        Self::with(Right::Held(slot), pace, errors)
    }

    /// The same where the folder cannot be written at the moment: it is claimed as soon as it can.
    pub fn start_unclaimed(store: DraftStore, id: RecordId, pace: Pace, errors: Sender<DraftError>) -> Self {
        Self::with(Right::Wanted(store, id), pace, errors)
    }

    fn with(right: Right, pace: Pace, errors: Sender<DraftError>) -> Self {
        let state = Mutex::new(State { unsaved: None, closing: false });
        let shared = Arc::new(Shared { pace, state, changed: Condvar::new(), right: Mutex::new(right) });
        let worker = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .name("draft".to_owned())
            .spawn(move || worker.run(&errors))
            // Without a thread the draft is still written on `save_now` and on drop.
            .ok();
        Self { shared, thread }
    }

    /// Notes the newest state; returns at once.
    pub fn put(&self, draft: T) {
        let now = Instant::now();
        let mut state = hold(&self.shared.state);
        let first = state.unsaved.as_ref().map_or(now, |unsaved| unsaved.first);
        state.unsaved = Some(Unsaved { draft, first, last: now });
        drop(state);
        self.shared.changed.notify_one();
    }

    /// Whether the newest state is on the disk.
    pub fn is_saved(&self) -> bool {
        // While a state is being written its writer holds the right to it.
        self.shared.right.try_lock().is_ok() && hold(&self.shared.state).unsaved.is_none()
    }

    /// A handle for the threads that watch for signals and for a vanished terminal.
    pub fn saver(&self) -> DraftSaver {
        DraftSaver(Arc::clone(&self.shared) as Arc<dyn Saves>)
    }

    /// Ends the thread and removes the draft: the attempt is saved, or not wanted.
    pub fn discard(mut self) -> Result<(), DraftError> {
        self.join();
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
        self.shared.changed.notify_one();
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing more to say.
            let _ = thread.join();
        }
    }
}

impl<T: Content> Drop for DraftWriter<T> {
    fn drop(&mut self) {
        self.join();
        // Errors of the last write cannot be shown any more; whoever wants them calls `save_now` first.
        let _ = self.shared.write();
        // Savers may live on; the lock goes with the writer.
        *hold(&self.shared.right) = Right::Ended;
    }
}

/// Writes the newest state from any thread.
#[derive(Clone, Debug)]
pub struct DraftSaver(Arc<dyn Saves>);

trait Saves: Debug + Send + Sync {
    fn save(&self) -> Result<(), DraftError>;
    fn unsaved(&self) -> Option<(RecordId, Vec<u8>)>;
}

impl<T: Content + Debug + Send> Saves for Shared<T> {
    fn save(&self) -> Result<(), DraftError> {
        self.write()
    }

    fn unsaved(&self) -> Option<(RecordId, Vec<u8>)> {
        let state = hold(&self.state);
        let draft = &state.unsaved.as_ref()?.draft;
        Some((draft.id().clone(), serde_json::to_vec(draft).ok()?))
    }
}

impl DraftSaver {
    /// Writes what is unsaved, now and on this thread; on return it is on the disk.
    pub fn save_now(&self) -> Result<(), DraftError> {
        self.0.save()
    }

    /// What is not on the disk, as its file would have it, with its name.
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

    const NEVER: Pace = Pace { rest: Duration::from_hours(1), latest: Duration::from_hours(1) };

    #[test]
    fn a_state_is_due_after_a_rest_and_never_later_than_the_limit() {
        let pace = Pace::default();
        let start = Instant::now();
        let after = |millis| start + Duration::from_millis(millis);
        assert_eq!(pace.due(start, start), after(500));
        assert_eq!(pace.due(start, after(300)), after(800));
        assert_eq!(pace.due(start, after(890)), after(900));
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
        // It survives the program ending without a drop, as with a signal.
        std::mem::forget(writer);
    }

    #[test]
    fn the_thread_writes_on_its_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = DraftStore::new(folder.path());
        let (errors, told) = channel();
        let pace = Pace { rest: Duration::ZERO, latest: Duration::ZERO };
        let writer = DraftWriter::start(store.claim(&id("one")).expect("claimed"), pace, errors);
        // A folder in the way of the draft: the error that comes back shows that the thread tried.
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
