//! Personal weights of the memory model: fitted on request, kept if better, and reverted with one command.

use crate::engine::Engine;
use crate::engine::Figures;
use crate::history::{Body, HistoryError, Record, Weights};
use crate::insight::{self, Retention};
use crate::memory::fit::{self, Fit, FitError, Reviews};
use crate::memory::{Fsrs, reviews_a_day};
use crate::moment::Moment;

/// The days over which the cost of a desired retention is estimated.
const COST_DAYS: u32 = 30;

/// Everything that a fit needs, so that it can run on another thread.
#[derive(Clone, Debug)]
pub struct FitJob {
    reviews: Vec<Reviews>,
    model: Fsrs,
}

impl FitJob {
    /// Fits the weights. Takes from milliseconds up to seconds, depending on the length of the log.
    pub fn run(&self) -> Result<Fit, FitError> {
        fit::fit(&self.reviews, &self.model)
    }
}

/// What the app says about the memory model of this user.
#[derive(Clone, Debug, PartialEq)]
pub struct MemoryFacts {
    /// Whether weights fitted to the user's own history are in force.
    pub personal: bool,
    /// How many judgements moved the schedule.
    pub judgements: usize,
    /// Whether fitting is worth offering.
    pub offers_fit: bool,
    /// Measured retention beside the desired one.
    pub retention: Retention,
}

impl Figures<'_> {
    /// The judgements that moved the schedule, by question, oldest first.
    pub fn reviews(self) -> Result<Vec<Reviews>, HistoryError> {
        let facts = self.facts()?;
        let mut lives: Vec<Reviews> = vec![Vec::new(); facts.questions.len()];
        for fact in facts.rows.iter().filter(|fact| fact.scheduled) {
            if let Some(rating) = fact.rating {
                lives[fact.question].push((fact.day, rating));
            }
        }
        Ok(lives)
    }

    /// Fits weights to the log and compares them with those in force. Nothing is saved: see [`Engine::keep_weights`].
    pub fn fit(self) -> Result<Result<Fit, FitError>, HistoryError> {
        Ok(self.fit_job()?.run())
    }

    /// The same as a job that can run on another thread.
    pub fn fit_job(self) -> Result<FitJob, HistoryError> {
        Ok(FitJob { reviews: self.reviews()?, model: self.engine.model.clone() })
    }

    /// The facts about the memory model. Reads the whole log.
    pub fn memory_facts(self) -> Result<MemoryFacts, HistoryError> {
        let facts = self.facts()?;
        Ok(MemoryFacts {
            personal: self.engine.history.weights()?.is_some(),
            judgements: self.judgements(),
            offers_fit: self.offers_fit()?,
            retention: insight::retention(&facts, None, self.engine.config.desired_retention),
        })
    }

    /// How many reviews a day to expect over the next thirty days at a desired retention.
    pub fn reviews_a_day_at(self, retention: f64, now: Moment) -> f64 {
        let open = self.engine.standings.values().filter(|standing| !standing.suspended);
        let known = open.filter_map(|standing| Some((standing.remembered?, standing.attempts)));
        reviews_a_day(known, now.day(), COST_DAYS, retention, &self.chances(), &self.engine.model)
    }

    /// How many judgements moved the schedule.
    pub fn judgements(self) -> usize {
        self.engine.standings.values().map(|standing| standing.attempts as usize).sum()
    }

    /// Whether fitting is worth offering: there are enough judgements, and a third more than when weights were last
    /// fitted.
    pub fn offers_fit(self) -> Result<bool, HistoryError> {
        let judged = self.judgements();
        // Decided without reading the log, so that most starts need not wait for it.
        if judged < fit::OFFER_FROM || judged * 3 < self.engine.fit_tried * 4 {
            return Ok(false);
        }
        let Some(last) = self.engine.history.last_weights()?.map(|record| record.day) else { return Ok(true) };
        let before = self.reviews()?.iter().flatten().filter(|(day, _)| *day <= last).count();
        Ok(judged * 3 >= before * 4)
    }
}

impl Engine {
    /// Remembers that fitting did not help, so that it is offered again only after more answers.
    pub fn fit_was_no_better(&mut self) {
        self.fit_tried = self.figures().judgements();
    }

    /// Saves fitted weights, which are in force from then on.
    pub fn keep_weights(&mut self, fit: &Fit, now: Moment) -> Result<(), HistoryError> {
        let body =
            Body::Weights(Weights { weights: fit.weights.clone(), log_loss: Some((fit.loss_before, fit.loss_after)) });
        self.save(vec![Record::new(now, body)], now)
    }

    /// Reverts the weights in force, so that those before them count again, or the defaults if there are none.
    /// Returns false if the defaults are in force already.
    pub fn revert_weights(&mut self, now: Moment) -> Result<bool, HistoryError> {
        let Some(record) = self.history.last_weights()? else { return Ok(false) };
        self.save(vec![self.questions().undo_of(record.id, now)], now)?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::{Library, QuestionId};
    use crate::config::{Change, Config};
    use crate::history::Rating;
    use crate::history::testing::rated;
    use crate::testing::noon;
    use crate::testing::typed;

    /// Sixty questions, answered every fifth day; the candidate forgets nearly everything in that time.
    fn forgetful() -> Engine {
        let mut engine = Engine::in_memory(Config::default(), Library::builtin(), noon()).expect("opened");
        let mut records = Vec::new();
        for round in 0..8_u32 {
            for n in 0..60_u32 {
                let now = noon().plus(f64::from(round * 5) * 86_400.0 + f64::from(n) * 60.0);
                let question = QuestionId::new("b", &format!("q{n}"));
                let attempt = Record::new(now, Body::Attempt(typed(question.clone(), "")));
                let rating = if round == 0 || (n + round) % 5 == 0 { Rating::Good } else { Rating::Again };
                let judgement = Body::Judgement(rated(attempt.id.clone(), question, rating));
                records.extend([attempt, Record::new(now.plus(1.0), judgement)]);
            }
        }
        engine.save(records, noon()).expect("saved");
        engine.refresh(noon()).expect("read");
        engine
    }

    #[test]
    fn fitted_weights_come_into_force_and_go_with_one_command() {
        let now = noon().plus(50.0 * 86_400.0);
        let mut engine = forgetful();
        assert!(engine.figures().offers_fit().expect("read"));
        let question = QuestionId::new("b", "q1");
        let before = engine.standing(&question).cloned().expect("answered");
        let fit = engine.figures().fit().expect("read").expect("enough reviews");
        assert!(fit.better, "{fit:?}");
        engine.keep_weights(&fit, now).expect("saved");
        assert_eq!(engine.history().weights().expect("read").as_ref(), Some(&fit.weights));
        assert_ne!(engine.standing(&question), Some(&before), "what is remembered is worked out anew");
        assert!(!engine.figures().offers_fit().expect("read"), "nothing was added since");
        assert!(engine.figures().memory_facts().expect("read").personal);
        let schedule = engine.schedule().clone();
        assert_eq!(engine.history().check_rebuild(&schedule).expect("read"), []);
        assert!(engine.revert_weights(now.plus(60.0)).expect("saved"));
        assert_eq!(engine.standing(&question), Some(&before));
        assert!(!engine.revert_weights(now.plus(120.0)).expect("saved"), "the defaults cannot be taken back");
    }

    #[test]
    fn a_fit_that_did_not_help_is_not_offered_again_at_once() {
        let mut engine = forgetful();
        let facts = engine.figures().memory_facts().expect("read");
        assert!((facts.judgements, facts.personal, facts.offers_fit) == (480, false, true), "{facts:?}");
        assert!(facts.retention.drift.is_some_and(|drift| drift < -0.3), "{facts:?}");
        engine.fit_was_no_better();
        assert!(!engine.figures().offers_fit().expect("read"));
    }

    #[test]
    fn another_desired_retention_moves_all_due_days_and_costs_more() {
        let now = noon().plus(50.0 * 86_400.0);
        let mut engine = forgetful();
        let days = |engine: &Engine| -> i64 {
            let due = (0..60).filter_map(|n| engine.questions().due(&QuestionId::new("b", &format!("q{n}"))));
            due.map(|due| (due - now.day()).num_days()).sum()
        };
        let before = days(&engine);
        let costs = [0.80, 0.90, 0.95].map(|retention| engine.figures().reviews_a_day_at(retention, now));
        assert!(costs.is_sorted() && costs[0] > 0.0, "{costs:?}");
        engine.change_setting(&Change::to_retention(0.80), now).expect("nothing to write");
        assert!(days(&engine) > before);
        engine.change_setting(&Change::to_retention(0.5), now).expect("nothing to write");
        assert!((engine.config().desired_retention - 0.80).abs() < 1e-9, "no lower than it may be");
        let schedule = engine.schedule().clone();
        assert_eq!(engine.history().check_rebuild(&schedule).expect("read"), []);
    }
}
