//! The answer in progress: from the words of the sitting to the draft file and back. Other work in progress is in
//! `work.rs`.

use std::sync::mpsc::{Receiver, Sender, channel};

use super::{Engine, Kept};
use crate::history::{
    Content, Draft, DraftError, DraftSaver, DraftSlot, DraftStore, DraftWriter, Mode, Pace, RecordId, Unfinished,
};

/// Writers of drafts with the ids of what they write. The last one is being worked on; those before it could not be
/// written when they were left, and are retried.
pub(super) type Writers<T> = Vec<(RecordId, DraftWriter<T>)>;

/// Where drafts of answers and of other work are written.
#[derive(Debug)]
pub(super) struct Drafts {
    store: Option<DraftStore>,
    answers: Writers<Draft>,
    /// The attempt that is being judged: its draft is gone, but the lock keeps other programs from offering it.
    judging: Option<DraftSlot>,
    /// The store for work in progress other than answers, in a folder of its own.
    pub(super) work: Option<DraftStore>,
    pub(super) works: Writers<Unfinished>,
    pub(super) errors: (Sender<DraftError>, Receiver<DraftError>),
}

impl Drafts {
    pub(super) fn new(answers: DraftStore, work: DraftStore) -> Self {
        Self { store: Some(answers), work: Some(work), ..Self::nowhere() }
    }

    /// Drafts that are written nowhere.
    pub(super) fn nowhere() -> Self {
        Self { store: None, answers: Vec::new(), judging: None, work: None, works: Vec::new(), errors: channel() }
    }

    /// The drafts that no program holds, newest first: answers of drills, mocks, and warnings about what could not be
    /// read. All of it comes from one look at the folder, because every look holds the locks for a moment, and a
    /// program that looks at the same time misses these drafts.
    pub(super) fn orphans(&self) -> (Vec<Kept>, Vec<Draft>, Vec<String>) {
        let Some(store) = &self.store else { return (Vec::new(), Vec::new(), Vec::new()) };
        match store.orphans::<Draft>() {
            Ok(orphans) => {
                let newest_first = orphans.drafts.into_iter().rev();
                let (mocks, answers): (Vec<_>, Vec<_>) = newest_first.partition(|draft| draft.mode == Mode::Mock);
                (answers.into_iter().map(kept).collect(), mocks, orphans.warnings)
            }
            Err(error) => (Vec::new(), Vec::new(), vec![error.to_string()]),
        }
    }

    /// The drafts of mocks that no program holds, newest first.
    pub(super) fn mocks(&self) -> Vec<Draft> {
        self.orphans().1
    }

    pub(super) fn keep(&mut self, draft: Draft) -> Result<(), DraftError> {
        let Some(store) = &self.store else { return Ok(()) };
        // The attempt being judged here is locked already.
        let held = self.judging.take_if(|slot| *slot.id() == draft.id);
        put(&mut self.answers, store, held, draft, &self.errors.0)
    }

    pub(super) fn drop_draft(&mut self, id: &RecordId) -> Result<(), DraftError> {
        discard(&mut self.answers, self.store.as_ref(), id, |store, id| {
            store.adopt::<Draft>(id).map(|found| found.map(|(slot, _)| slot))
        })
    }

    /// Removes the draft of an answer that is completely in the log. A program that has meanwhile taken it up keeps
    /// it; a draft that cannot be removed is tried again at the next start.
    pub(super) fn tidy(&self, id: &RecordId) {
        if let Some(Ok(Some((slot, _)))) = self.store.as_ref().map(|store| store.adopt::<Draft>(id)) {
            let _ = slot.discard();
        }
    }

    pub(super) fn owner(&self, id: &RecordId) -> Option<u32> {
        self.store.as_ref()?.owner(id)
    }

    /// Holds the lock of an attempt until it is judged, so that no other program asks for its judgement.
    fn judge(&mut self, id: &RecordId) {
        if self.judging.as_ref().is_none_or(|slot| slot.id() != id) {
            self.release_judging();
            self.judging = self.store.as_ref().and_then(|store| store.claim(id).ok());
        }
    }

    fn release_judging(&mut self) {
        // A lock file left behind does no harm.
        let _ = self.judging.take().map(DraftSlot::discard);
    }

    pub(super) fn is_live(&self, id: &RecordId) -> bool {
        self.store.as_ref().is_some_and(|store| store.is_live(id))
    }

    /// The handles of all writers whose drafts may not be on the disk yet.
    pub(super) fn savers(&self) -> Vec<DraftSaver> {
        let answers = self.answers.iter().map(|(_, writer)| writer.saver());
        answers.chain(self.works.iter().map(|(_, writer)| writer.saver())).collect()
    }
}

/// Hands the newest state of something to its writer, starting one if needed.
pub(super) fn put<T: Content + std::fmt::Debug + Send + Sync + 'static>(
    writers: &mut Writers<T>,
    store: &DraftStore,
    held: Option<DraftSlot>,
    content: T,
    errors: &Sender<DraftError>,
) -> Result<(), DraftError> {
    let id = content.id().clone();
    let mut trouble = Ok(());
    if writers.iter().all(|(own, _)| *own != id) {
        let (pace, errors) = (Pace::default(), errors.clone());
        let claimed = held.map_or_else(|| store.claim(&id), Ok);
        let writer = match claimed {
            Ok(slot) => DraftWriter::start(slot, pace, errors),
            Err(error @ DraftError::Io { .. }) => {
                trouble = Err(error);
                DraftWriter::start_unclaimed(store.clone(), id.clone(), pace, errors)
            }
            Err(error) => return Err(error),
        };
        writers.push((id.clone(), writer));
    }
    if let Some((_, writer)) = writers.iter().find(|(own, _)| *own == id) {
        writer.put(content);
    }
    trouble
}

/// Removes a draft, whether we hold it or it was left behind.
pub(super) fn discard<T: Content + std::fmt::Debug + Send + Sync + 'static>(
    writers: &mut Writers<T>,
    store: Option<&DraftStore>,
    id: &RecordId,
    adopt: impl FnOnce(&DraftStore, &RecordId) -> Result<Option<DraftSlot>, DraftError>,
) -> Result<(), DraftError> {
    if let Some(at) = writers.iter().position(|(own, _)| own == id) {
        return writers.swap_remove(at).1.discard();
    }
    let Some(store) = store else { return Ok(()) };
    adopt(store, id)?.map_or(Ok(()), DraftSlot::discard)
}

/// Writes what is not written yet and lets go of it. Drafts that the disk does not take are kept.
pub(super) fn release<T: Content + std::fmt::Debug + Send + Sync + 'static>(writers: &mut Writers<T>) {
    writers.retain(|(_, writer)| writer.saver().save_now().is_err());
}

fn kept(draft: Draft) -> Kept {
    let saved_at = draft.saved_at;
    Kept::Draft { progress: draft.into(), saved_at }
}

impl Engine {
    /// Keeps an answer in progress: on the disk within a second, written by another thread. Until it is dropped or
    /// released, no other Hotseat takes it up. If the disk does not take it, writing is retried until it does.
    pub fn keep(&mut self, draft: Draft) -> Result<(), DraftError> {
        if self.drafts.answers.last().is_some_and(|(id, _)| *id != draft.id) {
            release(&mut self.drafts.answers);
        }
        self.drafts.keep(draft)
    }

    /// Removes the draft of an answer that is in the log or was thrown away. If it is in the log, it counts from now
    /// on as being judged here.
    pub fn drop_draft(&mut self, id: &RecordId) -> Result<(), DraftError> {
        self.drafts.drop_draft(id)?;
        if self.history.contains(id).unwrap_or(false) {
            self.drafts.judge(id);
        }
        Ok(())
    }

    /// Whether a running Hotseat, this one included, has the answer or its judgement on screen.
    pub fn is_live(&self, id: &RecordId) -> bool {
        self.drafts.is_live(id)
    }

    /// Writes everything in progress and lets go of it, so that it, or its judgement, is offered again. Drafts that
    /// the disk does not take are retried.
    pub fn release_drafts(&mut self) {
        release(&mut self.drafts.answers);
        release(&mut self.drafts.works);
        self.forms.clear();
        self.drafts.release_judging();
    }

    /// Handles with which threads that watch for signals write everything in progress at once.
    pub fn draft_savers(&self) -> Vec<DraftSaver> {
        self.drafts.savers()
    }

    /// Whether everything typed, ticked and chosen so far is on the disk.
    pub fn drafts_are_saved(&self) -> bool {
        let answers = self.drafts.answers.iter().all(|(_, writer)| writer.is_saved());
        answers && self.drafts.works.iter().all(|(_, writer)| writer.is_saved())
    }

    /// The next error in keeping a draft; each is returned once.
    pub fn draft_error(&self) -> Option<DraftError> {
        self.drafts.errors.1.try_recv().ok()
    }
}
