//! The answer in progress, from the sitting's words to the draft file and back.

use std::sync::mpsc::{Receiver, Sender, channel};

use super::{Engine, Kept};
use crate::history::{Draft, DraftError, DraftSaver, DraftSlot, DraftStore, DraftWriter, Mode, Pace, RecordId};

/// Where answers in progress go.
#[derive(Debug)]
pub(super) struct Drafts {
    store: Option<DraftStore>,
    writer: Option<(RecordId, DraftWriter)>,
    /// The attempt that is being judged: its draft is gone, but it is still nobody else's.
    judging: Option<DraftSlot>,
    errors: (Sender<DraftError>, Receiver<DraftError>),
}

impl Drafts {
    pub(super) fn new(store: DraftStore) -> Self {
        Self { store: Some(store), writer: None, judging: None, errors: channel() }
    }

    /// Keeps nothing.
    pub(super) fn nowhere() -> Self {
        Self { store: None, writer: None, judging: None, errors: channel() }
    }

    /// The drafts that nobody writes any more, newest first: answers of drills, mocks, and what could not be read. One
    /// look at the folder, because each look holds the locks for a moment, and who looks at the same time misses them.
    pub(super) fn orphans(&self) -> (Vec<Kept>, Vec<Draft>, Vec<String>) {
        let Some(store) = &self.store else { return (Vec::new(), Vec::new(), Vec::new()) };
        match store.orphans() {
            Ok(orphans) => {
                let newest_first = orphans.drafts.into_iter().rev();
                let (mocks, answers): (Vec<_>, Vec<_>) = newest_first.partition(|draft| draft.mode == Mode::Mock);
                (answers.into_iter().map(kept).collect(), mocks, orphans.warnings)
            }
            Err(error) => (Vec::new(), Vec::new(), vec![error.to_string()]),
        }
    }

    /// The drafts of mocks that nobody goes on with, newest first.
    pub(super) fn mocks(&self) -> Vec<Draft> {
        self.orphans().1
    }

    pub(super) fn keep(&mut self, draft: Draft) -> Result<(), DraftError> {
        let Some(store) = &self.store else { return Ok(()) };
        if self.writer.as_ref().is_none_or(|(id, _)| *id != draft.id) {
            // What is being judged here is held already.
            let slot = match self.judging.take_if(|slot| *slot.id() == draft.id) {
                Some(slot) => slot,
                None => store.claim(&draft.id)?,
            };
            let writer = DraftWriter::start(slot, Pace::default(), self.errors.0.clone());
            self.writer = Some((draft.id.clone(), writer));
        }
        if let Some((_, writer)) = &self.writer {
            writer.put(draft);
        }
        Ok(())
    }

    pub(super) fn drop_draft(&mut self, id: &RecordId) -> Result<(), DraftError> {
        match self.writer.take() {
            Some((current, writer)) if current == *id => writer.discard(),
            other => {
                self.writer = other;
                let Some(store) = &self.store else { return Ok(()) };
                store.adopt(id)?.map_or(Ok(()), |(slot, _)| slot.discard())
            }
        }
    }

    /// Removes the draft of an answer that is in the log whole. Whoever goes on with it meanwhile keeps it; what cannot be
    /// removed is tried again at the next start.
    pub(super) fn tidy(&self, id: &RecordId) {
        if let Some(Ok(Some((slot, _)))) = self.store.as_ref().map(|store| store.adopt(id)) {
            let _ = slot.discard();
        }
    }

    pub(super) fn owner(&self, id: &RecordId) -> Option<u32> {
        self.store.as_ref()?.owner(id)
    }

    /// Keeps the name of an attempt until it is judged, so that no other program asks for the judgement.
    fn judge(&mut self, id: &RecordId) {
        if self.judging.as_ref().is_none_or(|slot| slot.id() != id) {
            self.release_judging();
            self.judging = self.store.as_ref().and_then(|store| store.claim(id).ok());
        }
    }

    fn release_judging(&mut self) {
        // A lock file that stays does no harm.
        let _ = self.judging.take().map(DraftSlot::discard);
    }

    pub(super) fn is_live(&self, id: &RecordId) -> bool {
        self.store.as_ref().is_some_and(|store| store.is_live(id))
    }
}

fn kept(draft: Draft) -> Kept {
    let saved_at = draft.saved_at;
    Kept::Draft { progress: draft.into(), saved_at }
}

impl Engine {
    /// Keeps what is in progress: on the disk within a second, written by another thread. Until it is dropped or released
    /// no other Hotseat goes on with it.
    pub fn keep(&mut self, draft: Draft) -> Result<(), DraftError> {
        self.drafts.keep(draft)
    }

    /// The answer is in the log, or thrown away. If it is in the log, it is going to be judged here.
    pub fn drop_draft(&mut self, id: &RecordId) -> Result<(), DraftError> {
        self.drafts.drop_draft(id)?;
        if self.history.contains(id).unwrap_or(false) {
            self.drafts.judge(id);
        }
        Ok(())
    }

    /// Whether a running Hotseat, this one included, has the answer or its judgement on the screen.
    pub fn is_live(&self, id: &RecordId) -> bool {
        self.drafts.is_live(id)
    }

    /// Writes the answer in progress and stops holding it, so that it, or its judgement, is offered again.
    pub fn release_draft(&mut self) {
        self.drafts.writer = None;
        self.drafts.release_judging();
    }

    /// For threads that watch for signals: writes the answer in progress at once.
    pub fn draft_saver(&self) -> Option<DraftSaver> {
        self.drafts.writer.as_ref().map(|(_, writer)| writer.saver())
    }

    /// Whether everything typed so far is on the disk.
    pub fn draft_is_saved(&self) -> bool {
        self.drafts.writer.as_ref().is_none_or(|(_, writer)| writer.is_saved())
    }

    /// What went wrong while the answer was being kept, once.
    pub fn draft_error(&self) -> Option<DraftError> {
        self.drafts.errors.1.try_recv().ok()
    }
}
