//! What follows from a judgement: when a question comes back, whether repetition helps, and the records for it.

use chrono::NaiveDate;

use crate::bank::{Filter, QuestionId};
use crate::browse::State;
use crate::engine::Questions;
use crate::history::{
    Attempt, AttemptFilter, Body, Bury, Judgement, Rating, Record, RecordId, Remembered, Suspend, Undo,
};
use crate::moment::Moment;
use crate::practice::{Answer, Pick};

/// From this many failures on, repetition alone does not make a question stick.
const LEECH_FAILURES: usize = 4;

impl Questions<'_> {
    /// The day on which a question would come back if its answer were given this rating.
    pub fn preview(self, answer: &Answer, rating: Rating, now: Moment) -> NaiveDate {
        let (name, id) = (answer.name(), answer.id());
        let before = self.engine.remembered(name);
        let day = self.balanced_day(name, id, before, rating, now.day());
        day.unwrap_or_else(|| self.engine.schedule.preview(&self.engine.model, before, name, id, now.day(), rating))
    }

    /// Writes the day that load balancing chooses into a judgement, if the settings ask for balancing.
    pub fn balanced(self, mut record: Record) -> Record {
        if let Body::Judgement(Judgement { question, attempt, rating: Some(rating), scheduled: true, due, .. }) =
            &mut record.body
        {
            *due = self.balanced_day(question, attempt, self.engine.remembered(question), *rating, record.day);
        }
        record
    }

    fn balanced_day(
        self,
        question: &QuestionId,
        attempt: &RecordId,
        before: Option<&Remembered>,
        rating: Rating,
        day: NaiveDate,
    ) -> Option<NaiveDate> {
        if !(self.engine.config.balance && self.engine.config.fuzz) {
            return None;
        }
        let due_on = |day: NaiveDate| self.engine.dues.on(day);
        Some(self.engine.schedule.balanced(&self.engine.model, before, question, attempt, day, rating, due_on))
    }

    /// Whether a question was failed so often that repeating it does not help. Reads the log.
    pub fn is_leech(self, question: &QuestionId) -> bool {
        let all = AttemptFilter { question: Some(question.clone()), ..AttemptFilter::default() };
        let outcomes = self.engine.history.outcomes(&all).unwrap_or_default();
        let verdicts = outcomes.iter().filter_map(|outcome| outcome.verdict.as_ref());
        verdicts.filter(|verdict| verdict.scheduled && verdict.rating == Some(Rating::Again)).count() >= LEECH_FAILURES
    }

    /// An easier question that leads up to one that does not stick: a related one or one of its topic, less
    /// difficult, not asked today, and of those the one remembered worst. None if there is none.
    pub fn easier(self, question: &QuestionId, now: Moment) -> Option<Pick> {
        let hard = self.engine.library.entry(question)?;
        let filter = Filter { level: None, topics: vec![hard.topic.to_string()], ..Filter::default() };
        let fits = |entry: &&crate::bank::Entry| {
            (filter.admits(entry) || hard.related.contains(&entry.id))
                && (entry.difficulty, entry.levels.lowest) < (hard.difficulty, hard.levels.lowest)
                && !self.engine.asked.1.contains(&entry.id)
        };
        let recall = |entry: &crate::bank::Entry| {
            self.engine
                .remembered(&entry.id)
                .map_or(0.0, |memory| crate::memory::recall_on(memory, now.day(), &self.engine.model))
        };
        let open = self.engine.library.entries().iter().filter(fits);
        let best = open.min_by(|a, b| {
            let related = |entry: &crate::bank::Entry| !hard.related.contains(&entry.id);
            related(a).cmp(&related(b)).then_with(|| recall(a).total_cmp(&recall(b))).then_with(|| a.id.cmp(&b.id))
        })?;
        Some(self.pick(&best.id, now))
    }

    /// The record that holds a question back until tomorrow.
    pub fn bury_until_tomorrow(self, question: &QuestionId, now: Moment) -> Record {
        let until = now.day().succ_opt().unwrap_or(NaiveDate::MAX);
        Record::new(now, Body::Bury(Bury { question: question.clone(), until }))
    }

    /// The record that suspends a question, or puts it back into the schedule; it takes effect once saved. The memory
    /// is kept, so the question comes back on the same day as it would have anyway.
    pub fn suspend(self, question: &QuestionId, suspended: bool, now: Moment) -> Record {
        Record::new(now, Body::Suspend(Suspend { question: question.clone(), suspended }))
    }

    /// The record that holds a question in this state back until tomorrow, or releases it, and a sentence about it.
    /// None if the question is not asked anyway.
    pub fn toggle_buried(self, question: &QuestionId, state: State, now: Moment) -> Option<(Record, &'static str)> {
        match state {
            State::Retired | State::Gone => None,
            State::Buried => Some((self.engine.unbury(question, now), "It may be asked again today.")),
            _ => Some((self.bury_until_tomorrow(question, now), "Held back until tomorrow; B lets it go.")),
        }
    }

    /// The record that suspends a question in this state, or puts it back into the schedule, and a sentence about it.
    /// None if the question is not asked anyway.
    pub fn toggle_suspended(self, question: &QuestionId, state: State, now: Moment) -> Option<(Record, &'static str)> {
        let suspended = state != State::Suspended;
        let said = if suspended {
            "Out of the schedule; z puts it back."
        } else {
            "Back in the schedule, with what was remembered."
        };
        (!matches!(state, State::Retired | State::Gone)).then(|| (self.suspend(question, suspended, now), said))
    }

    /// Whether a question is suspended.
    pub fn is_suspended(self, question: &QuestionId) -> bool {
        self.engine.standing(question).is_some_and(|standing| standing.suspended)
    }

    /// The record that undoes another record.
    pub fn undo_of(self, record: RecordId, now: Moment) -> Record {
        Record::new(now, Body::Undo(Undo { record }))
    }

    /// The judgements of an attempt in which ticks were taken over from the coach.
    pub fn taken_over_since(self, attempt: &RecordId) -> Vec<RecordId> {
        let after =
            |record: &Record| matches!(&record.body, Body::Judgement(judgement) if !judgement.after_coach.is_empty());
        let judgements = self.engine.history.judgements_of(attempt).unwrap_or_default();
        judgements.into_iter().filter(after).map(|record| record.id).collect()
    }

    /// The record that leaves an attempt unrated for good, so that it is not offered again.
    pub fn leave_unrated(self, id: &RecordId, attempt: &Attempt, now: Moment) -> Record {
        Record::new(now, Body::Judgement(Judgement::unrated(id.clone(), attempt.question.clone())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Library;
    use crate::config::Config;
    use crate::engine::Engine;
    use crate::testing::noon;

    #[test]
    fn a_suspended_question_is_not_drawn_until_it_is_back_and_an_undo_knows_both() {
        let mut engine = Engine::in_memory(Config::default(), Library::builtin(), noon()).expect("opened");
        let asks = |engine: &Engine, question: &QuestionId| {
            let all = crate::practice::Wish { count: 9_999, ..engine.wish(noon()) };
            engine.draw(&all, noon()).iter().any(|pick| pick.question == *question)
        };
        let question = engine.draw(&engine.wish(noon()), noon())[0].question.clone();
        let record = engine.questions().suspend(&question, true, noon());
        engine.save(vec![record], noon()).expect("saved");
        assert!(engine.questions().is_suspended(&question) && !asks(&engine, &question));
        let record = engine.questions().suspend(&question, false, noon().plus(60.0));
        engine.save(vec![record], noon()).expect("saved");
        assert!(!engine.questions().is_suspended(&question) && asks(&engine, &question));
        engine.undo_last(noon().plus(120.0)).expect("undone");
        assert!(engine.questions().is_suspended(&question), "taking it back out of the schedule is undone");
    }
}
