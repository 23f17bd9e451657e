//! Reading the content of single sorts of records from the log.

use chrono::NaiveDate;

use super::Engine;
use crate::assess::KeptCard;
use crate::history::{Attempt, Body, HistoryError, Record, RecordId};
use crate::json;

impl Engine {
    /// An attempt by its id. None if there is no such record, or it is of another sort.
    pub(super) fn attempt(&self, id: &RecordId) -> Result<Option<Attempt>, HistoryError> {
        Ok(match self.history.record(id)?.map(|record| record.body) {
            Some(Body::Attempt(attempt)) => Some(attempt),
            _ => None,
        })
    }

    /// The scorecard of a sitting, and the day on which it was made. None if there is none, or it has another format.
    pub(super) fn kept_card(&self, sitting: &RecordId) -> Result<Option<(KeptCard, NaiveDate)>, HistoryError> {
        let Some(record) = self.history.scorecard(sitting)? else { return Ok(None) };
        let Body::Scorecard(card) = record.body else { return Ok(None) };
        Ok(json::kept_value(&card.card).map(|kept| (kept, record.day)))
    }

    /// All scorecards of a sitting that count, oldest first.
    pub(super) fn kept_cards(&self, sitting: &RecordId) -> Result<Vec<KeptCard>, HistoryError> {
        let card = |record: Record| match record.body {
            Body::Scorecard(card) => json::kept_value(&card.card),
            _ => None,
        };
        Ok(self.history.scorecards(sitting)?.into_iter().filter_map(card).collect())
    }
}
