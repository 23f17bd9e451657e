//! Mocks of this user: what can be asked, what was begun, and what came of it.

mod begun;
mod held;
mod loops;

pub use begun::{LeftMock, MockRow};
pub use held::ScoreError;

use std::collections::HashSet;

use crate::assess::{Card, Gap};
use crate::bank::{Archetype, BUILTIN, Dimension, Level, Prompts, Question};
use crate::engine::Engine;
use crate::history::{HistoryError, Mode, RecordId};
use crate::moment::Moment;
use crate::practice::mock::{self, Known, Offer, Plan, Planned, Request, Unfilled};
use crate::report::Sheet;

/// What the user wants of a mock. Whatever is not given is taken from the target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MockWish {
    /// The level to interview at.
    pub level: Option<Level>,
    /// The shape of the role, for loops that do not set one.
    pub archetype: Option<Archetype>,
    /// Languages and platforms in addition to those of the target.
    pub tracks: Vec<String>,
    /// Banks whose questions come first; the built-in bank fills the gaps. Empty: as the loop says.
    pub banks: Vec<String>,
    /// Whether only questions of those banks may be asked.
    pub strict: bool,
    /// A length other than the loop's, in minutes.
    pub minutes: Option<u32>,
    /// Seed for drawing the questions.
    pub seed: Option<u64>,
}

impl MockWish {
    /// The wish with the offer taken up.
    #[must_use]
    pub fn with(self, offer: Offer) -> Self {
        match offer {
            Offer::Minutes(minutes) => Self { minutes: Some(minutes), ..self },
            Offer::Level(level) => Self { level: Some(level), ..self },
        }
    }
}

/// Why a mock could not be planned.
#[derive(Debug, thiserror::Error)]
pub enum MockError {
    /// No bank has such a loop.
    #[error("{name:?} is not a loop; the loops are {}", .known.join(", "))]
    Unknown {
        /// The name that was given.
        name: String,
        /// The names of all loops.
        known: Vec<String>,
    },
    /// There is no such bank.
    #[error("{name:?} is not a bank; the banks are {}", .known.join(", "))]
    UnknownBank {
        /// The name that was given.
        name: String,
        /// The names of all banks.
        known: Vec<String>,
    },
    /// `strict` was given without a bank to be strict about.
    #[error("--strict asks nothing but questions of certain banks; say which: --bank BANK")]
    NoBank,
    /// The banks have too few questions for the loop.
    #[error(transparent)]
    Unfilled(#[from] Unfilled),
    /// The log could not be read.
    #[error(transparent)]
    History(#[from] HistoryError),
}

/// Reading mocks: which can be sat, which were begun, and what came of them.
#[derive(Clone, Copy, Debug)]
pub struct Mocks<'a> {
    pub(in crate::engine) engine: &'a Engine,
}

impl Mocks<'_> {
    /// What a mock of this loop would ask now. Nothing is written.
    pub fn plan(self, name: &str, wish: &MockWish, now: Moment) -> Result<Plan, MockError> {
        let Some((bank, one)) = self.find_loop(name) else {
            let known = self.loops().iter().map(|(bank, one)| self.loop_name(bank, one)).collect();
            return Err(MockError::Unknown { name: name.to_owned(), known });
        };
        let name = self.loop_name(bank, &one);
        let banks = || self.engine.library.banks().iter().map(|bank| &bank.info.bank);
        if let Some(unknown) = wish.banks.iter().find(|wanted| !banks().any(|bank| bank == *wanted)) {
            return Err(MockError::UnknownBank { name: unknown.clone(), known: banks().cloned().collect() });
        }
        // The loop of a bank asks that bank's questions first.
        let own = (bank != BUILTIN).then(|| bank.to_owned());
        if wish.strict && wish.banks.is_empty() && own.is_none() {
            return Err(MockError::NoBank);
        }
        let target = &self.engine.config.target;
        let request = Request {
            level: wish.level.unwrap_or(target.level),
            archetype: wish.archetype.or(target.archetype),
            tracks: target.tracks.iter().chain(&wish.tracks).cloned().collect(),
            topics: target.topics.clone(),
            banks: if wish.banks.is_empty() { own.into_iter().collect() } else { wish.banks.clone() },
            strict: wish.strict,
            minutes: wish.minutes,
            seed: wish.seed.unwrap_or(self.engine.seed(now)),
        };
        let sittings = self.engine.history.sittings()?;
        let same = |sitting: &&crate::history::SittingRow| {
            sitting.sitting.mode == Mode::Mock && sitting.sitting.loop_.as_deref() == Some(name.as_str())
        };
        let last = sittings.iter().rev().find(same).map(|row| row.sitting.questions.iter().cloned().collect());
        let mut seen = HashSet::new();
        self.engine.history.each_score(|question, _| {
            seen.insert(question);
        })?;
        let suspended: HashSet<_> =
            self.engine.standings.values().filter(|s| s.suspended).map(|s| s.question.clone()).collect();
        let weakness = self.engine.figures().weakness(now);
        let known = Known { weakness: &weakness, seen: &seen, last: &last.unwrap_or_default(), suspended: &suspended };
        let plan = mock::plan(&one, bank, self.engine.library.entries(), &known, &request)?;
        Ok(Plan { loop_: name, ..plan })
    }
}

impl<'a> Mocks<'a> {
    /// The questions of a plan in order; a stand-in for each that no bank has any more.
    pub fn questions(self, plan: &Plan) -> Vec<Question> {
        plan.questions().map(|planned| self.question(planned)).collect()
    }

    /// A question of a plan; if no bank has it any more, a stand-in made from what the plan recorded.
    pub fn question(self, planned: &Planned) -> Question {
        let name = self.engine.schedule.renames.question(planned.question.clone());
        self.engine.library.question(&name).unwrap_or_else(|_| mock::stand_in(planned))
    }

    /// The dimensions that a mock of this loop is scored on, and the general prompts of its interviewer.
    pub fn interview(self, loop_: &str) -> (Vec<Dimension>, Prompts) {
        let bank = self.find_loop(loop_).map_or("", |(bank, _)| bank);
        self.engine.library.interview_of(bank)
    }

    /// The scorecard dimensions of all banks, the built-in ones first.
    fn dimensions(self) -> impl Iterator<Item = &'a Dimension> + use<'a> {
        let own = self.engine.library.banks().iter().flat_map(|bank| &bank.info.dimensions);
        self.engine.library.manifest().dimensions.iter().chain(own)
    }

    /// The title of a scorecard dimension; its id if no bank has it.
    pub fn dimension_title(self, id: &'a str) -> &'a str {
        self.dimensions().find(|dimension| dimension.id == id).map_or(id, |dimension| &dimension.title)
    }

    /// The ids of the dimensions on these cards, each once, in the order of the banks; unknown ones come last.
    pub fn dimensions_of<'c>(self, cards: impl IntoIterator<Item = &'c Card>) -> Vec<&'c str> {
        let mut ids: Vec<&str> =
            cards.into_iter().flat_map(|card| card.dimensions.keys().map(String::as_str)).collect();
        let place = |id: &str| self.dimensions().position(|dimension| dimension.id == id).unwrap_or(usize::MAX);
        ids.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.cmp(b)));
        ids.dedup();
        ids
    }

    /// A gap in words, as people read it.
    pub fn gap_words(self, gap: &Gap) -> String {
        gap.words(|concept| self.engine.library.concept_title(concept).to_owned())
    }

    /// The interviewer's copy of a plan, for reading.
    pub fn sheet_markdown(self, plan: &Plan) -> String {
        let ((dimensions, prompts), questions) = (self.interview(&plan.loop_), self.questions(plan));
        Sheet { plan, questions: &questions, dimensions: &dimensions, prompts: &prompts }.markdown()
    }

    /// The same as a page to fill in.
    pub fn sheet_page(self, plan: &Plan, now: Moment) -> String {
        let ((dimensions, prompts), questions) = (self.interview(&plan.loop_), self.questions(plan));
        Sheet { plan, questions: &questions, dimensions: &dimensions, prompts: &prompts }.page(RecordId::fresh(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Library;
    use crate::config::Config;
    use crate::history::{Body, Record, Sitting, SittingState};
    use crate::testing::noon;

    fn engine() -> Engine {
        Engine::in_memory(Config::default(), Library::builtin(), noon()).expect("an engine")
    }

    #[test]
    fn a_plan_aims_at_the_target_unless_told_otherwise() {
        let plan = engine().mocks().plan("daily", &MockWish::default(), noon()).expect("a plan");
        assert_eq!((plan.level, plan.minutes), (Level::Senior, 15));
        let wish = MockWish { level: Some(Level::Mid), minutes: Some(45), seed: Some(3), ..MockWish::default() };
        let plan = engine().mocks().plan("api", &wish, noon()).expect("a plan");
        assert_eq!((plan.level, plan.minutes, plan.seed), (Level::Mid, 45, 3));
        assert_eq!(plan.archetype, Some(Archetype::Api), "the loop's own shape of role counts");
    }

    #[test]
    fn an_unknown_loop_is_answered_with_those_there_are() {
        let error = engine().mocks().plan("dayly", &MockWish::default(), noon()).expect_err("unknown").to_string();
        assert!(error.contains("\"dayly\" is not a loop") && error.contains("daily, first-fifteen"), "{error}");
    }

    #[test]
    fn the_last_mock_of_the_same_loop_is_not_repeated() {
        let mut engine = engine();
        let wish = MockWish { seed: Some(1), ..MockWish::default() };
        let first = engine.mocks().plan("daily", &wish, noon()).expect("a plan");
        let asked: Vec<_> = first.questions().map(|question| question.question.clone()).collect();
        let sitting = Sitting {
            sitting: RecordId::fresh(noon()),
            mode: Mode::Mock,
            loop_: Some("daily".into()),
            seed: Some(1),
            state: SittingState::Finished,
            questions: asked.clone(),
            progress: serde_json::Value::Null,
            other: serde_json::Map::new(),
        };
        let record = Record { id: sitting.sitting.clone(), ..Record::new(noon(), Body::Sitting(sitting)) };
        engine.save(vec![record], noon()).expect("saved");
        let second = engine.mocks().plan("daily", &wish, noon()).expect("a plan");
        assert!(second.questions().all(|question| !asked.contains(&question.question)));
    }
}
