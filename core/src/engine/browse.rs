//! Every question of this user with its state, and holding one back or letting it go again.

use std::sync::Arc;

use super::Engine;
use crate::assess::Ticks;
use crate::bank::{Library, QuestionId};
use crate::browse::{Catalogue, Scores};
use crate::history::{AttemptFilter, AttemptRow, Body, Bury, HistoryError, Record, RecordId, Remark};
use crate::memory::recall_on;
use crate::moment::Moment;

impl Engine {
    /// Every question of the banks and of the log; where the log cannot be read, without how often each was answered,
    /// and why.
    pub fn catalogue(&self, now: Moment) -> (Catalogue, Option<HistoryError>) {
        let (scores, error) = Scores::read(&self.history, &self.library);
        let standing = |question: &QuestionId| self.standings.get(question);
        (Catalogue::of(self.library.clone(), scores, standing, &self.model, now.day()), error)
    }

    /// Probability that a question is known today, 0 to 1; none: it was never answered.
    pub fn recall(&self, question: &QuestionId, now: Moment) -> Option<f64> {
        self.remembered(question).map(|memory| recall_on(memory, now.day(), &self.model))
    }

    /// What was ticked the last time that a question was judged.
    pub fn last_ticks(&self, question: &QuestionId) -> Option<Ticks> {
        self.questions().ticks_before(question, None)
    }

    /// The newest answers to a question, at most `most`, oldest of them first.
    pub fn answers_to(&self, question: &QuestionId, most: u32) -> Result<Vec<AttemptRow>, HistoryError> {
        let newest = AttemptFilter { question: Some(question.clone()), limit: Some(most), ..AttemptFilter::default() };
        self.history.attempts(&newest)
    }

    /// What the candidate wrote down beside an answer, for themselves.
    pub fn remark_on(&self, attempt: &RecordId) -> Result<Option<String>, HistoryError> {
        self.history.remark_on(attempt)
    }

    /// The record of what was written down beside an answer; an empty text takes it away.
    pub fn remark(&self, attempt: &RecordId, question: &QuestionId, text: &str, now: Moment) -> Record {
        let (attempt, question, text) = (attempt.clone(), question.clone(), text.trim().to_owned());
        Record::new(now, Body::Remark(Remark { attempt, question, text, other: serde_json::Map::new() }))
    }

    /// The banks, to be kept while others go on: editing a question makes new ones.
    pub fn shared_library(&self) -> &Arc<Library> {
        &self.library
    }

    /// Lets a question that is held back be asked again from today on. The record is for the log.
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
