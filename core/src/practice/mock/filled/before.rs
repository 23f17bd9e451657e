//! What the log already has of a sitting.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::assess::{JudgedBy, KeptCard};
use crate::history::{Attempt, Body, Judgement, Record, RecordId};
use crate::practice::mock::DebriefNotes;

/// What the log has of a sitting whose sheet is read again.
#[derive(Debug, Default)]
pub struct Before {
    /// Its attempts, by record id.
    pub attempts: BTreeMap<RecordId, Attempt>,
    /// The judgements of each attempt, oldest first, whoever made them.
    pub judgements: BTreeMap<RecordId, Vec<Judgement>>,
    /// The friend's newest scorecard.
    pub card: Option<KeptCard>,
    /// The progress recorded in its last record, if any.
    pub progress: Option<Value>,
}

impl Before {
    fn judged(&self, record: &Record) -> impl DoubleEndedIterator<Item = &Judgement> {
        let of = match &record.body {
            Body::Judgement(judgement) => self.judgements.get(&judgement.attempt),
            _ => None,
        };
        of.into_iter().flatten()
    }

    /// The latest judgement of the same attempt, which is the one that counts.
    pub(super) fn last(&self, record: &Record) -> Option<&Judgement> {
        self.judged(record).next_back()
    }

    /// The friend's latest judgement of the same attempt.
    pub(super) fn friends(&self, record: &Record) -> Option<&Judgement> {
        self.judged(record).rev().find(|known| DebriefNotes::of(known).judge == JudgedBy::Friend)
    }
}
