//! Every question of this user with its state, and holding a question back or releasing it.

use std::sync::Arc;

use super::Engine;
use crate::assess::Ticks;
use crate::bank::{Library, QuestionId};
use crate::browse::{Catalogue, Scores};
use crate::history::{AttemptFilter, AttemptRow, Body, Bury, HistoryError, Record, RecordId, Remark};
use crate::memory::recall_on;
use crate::moment::Moment;

impl Engine {
    /// Every question of the banks and of the log. If the log cannot be read, the error comes too, and the catalogue
    /// does not say how often each question was answered.
    pub fn catalogue(&self, now: Moment) -> (Catalogue, Option<HistoryError>) {
        let (scores, error) = Scores::read(&self.history, &self.library);
        let standing = |question: &QuestionId| self.standings.get(question);
        (Catalogue::of(self.library.clone(), scores, standing, &self.model, now.day()), error)
    }

    /// Probability that a question is remembered today, 0 to 1. None if it was never answered so that the schedule
    /// moved.
    pub fn recall(&self, question: &QuestionId, now: Moment) -> Option<f64> {
        self.remembered(question).map(|memory| recall_on(memory, now.day(), &self.model))
    }

    /// What was ticked when the question was last judged.
    pub fn last_ticks(&self, question: &QuestionId) -> Option<Ticks> {
        self.questions().ticks_before(question, None)
    }

    /// The newest answers to a question, at most `most` of them, oldest first.
    pub fn answers_to(&self, question: &QuestionId, most: u32) -> Result<Vec<AttemptRow>, HistoryError> {
        let newest = AttemptFilter { question: Some(question.clone()), limit: Some(most), ..AttemptFilter::default() };
        self.history.attempts(&newest)
    }

    /// The candidate's private note on an answer. None if there is none.
    pub fn remark_on(&self, attempt: &RecordId) -> Result<Option<String>, HistoryError> {
        self.history.remark_on(attempt)
    }

    /// The record of a private note on an answer. An empty text removes the note.
    pub fn remark(&self, attempt: &RecordId, question: &QuestionId, text: &str, now: Moment) -> Record {
        let (attempt, question, text) = (attempt.clone(), question.clone(), text.trim().to_owned());
        Record::new(now, Body::Remark(Remark { attempt, question, text, other: serde_json::Map::new() }))
    }

    /// The banks, to be held while the engine goes on: editing a question replaces them with new ones.
    pub fn shared_library(&self) -> &Arc<Library> {
        &self.library
    }

    /// The record that lets a question which is held back be asked again from today.
    pub fn unbury(&self, question: &QuestionId, now: Moment) -> Record {
        Record::new(now, Body::Bury(Bury { question: question.clone(), until: now.day() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::browse::State;
    use crate::config::Config;
    use crate::testing::noon;

    #[test]
    fn what_is_held_back_can_be_let_go_again() {
        let mut engine = Engine::in_memory(Config::default(), Library::builtin(), noon()).expect("opened");
        let question = engine.library().entries()[0].id.clone();
        let state = |engine: &Engine| engine.catalogue(noon()).0.rows()[0].state;
        assert_eq!(state(&engine), State::New);
        let record = engine.questions().bury_until_tomorrow(&question, noon());
        engine.save(vec![record], noon()).expect("saved");
        assert_eq!(state(&engine), State::Buried);
        let record = engine.unbury(&question, noon().plus(5.0));
        engine.save(vec![record], noon()).expect("saved");
        assert_eq!(state(&engine), State::New);
    }
}
