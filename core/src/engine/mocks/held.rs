//! Mocks that a friend held: the sheet to fill in, and what was filled in.

use crate::engine::Mocks;
use crate::history::{Body, HistoryError, Record, RecordId};
use crate::moment::Moment;
use crate::practice::mock::{FilledSheet, HeldMock, Plan, SheetError};

/// Why a filled sheet is not taken.
#[derive(Debug, thiserror::Error)]
pub enum ScoreError {
    /// It says something that cannot be.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// The log.
    #[error(transparent)]
    History(#[from] HistoryError),
}

impl Mocks<'_> {
    /// A blank sheet of a plan, to be filled in.
    pub fn blank_sheet(self, plan: &Plan, now: Moment) -> FilledSheet {
        let (dimensions, _) = self.interview(&plan.loop_);
        FilledSheet::blank(plan, &self.questions(plan), &dimensions, RecordId::fresh(now))
    }

    /// What a filled sheet amounts to, with those of its records that the log does not have yet. Nothing is written.
    pub fn held(self, text: &str, now: Moment) -> Result<HeldMock, ScoreError> {
        let sheet = FilledSheet::read(text)?;
        let questions = |id: &_| self.engine.library.question(id).ok();
        let interview = self.interview(&sheet.loop_);
        let schedules = self.engine.config.mock_schedules;
        let mut held = HeldMock::of((&sheet, text), &questions, interview, self.engine.rules(), schedules, now)?;
        let mut new: Vec<Record> = Vec::new();
        for record in held.records {
            if !self.engine.history.contains(&record.id)? {
                new.push(if matches!(record.body, Body::Judgement(_)) {
                    self.engine.questions().balanced(record)
                } else {
                    record
                });
            }
        }
        held.records = new;
        Ok(held)
    }
}
