//! One row per question: its state, when it is due, how often it was answered.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::assess::evidence;
use crate::bank::{Entry, Library, QuestionId};
use crate::history::{Facts, History, HistoryError, Rating, Score, Standing};
use crate::insight;
use crate::memory::{MemoryModel, comes_back, held_until, is_due, recall_on};
use crate::stories::practised;

hotseat_bank::vocabulary! {
    /// The state of a question on a given day, in the order in which states are listed.
    #[derive(Hash, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    State {
        /// Never answered in a way that moved the schedule.
        New = "new",
        /// Not passed since it was first asked or last failed, and not due yet.
        Learning = "learning",
        /// Its day has come.
        Due = "due",
        /// Passed, and due on a later day.
        Review = "review",
        /// Taken out of the schedule by the user.
        Suspended = "suspended",
        /// Held back until a later day.
        Buried = "buried",
        /// Marked in its bank as no longer asked.
        Retired = "retired",
        /// Answered at some time, but no longer in any bank.
        Gone = "gone",
    }
}

impl State {
    /// Whether questions in this state are listed only if somebody asks for the state.
    pub const fn on_request(self) -> bool {
        matches!(self, Self::Retired | Self::Gone)
    }
}

/// What the catalogue knows of one question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CatalogueRow {
    /// Its state on the day of the catalogue.
    pub state: State,
    /// When it comes back; `None` if it is not in the schedule.
    pub due: Option<NaiveDate>,
    /// The last rating that moved the schedule; `None` if there is none.
    pub last: Option<Rating>,
    /// Number of answers, including retries and mocks.
    pub attempts: u32,
    /// Recall today × (mean band − 1) / 3, from 0 to 1; `None` if the schedule does not know it.
    pub strength: Option<f64>,
}

/// How many questions are in each state, in the order of [`State::ALL`].
pub type Counts = [usize; State::ALL.len()];

/// The score of every question of the banks, in their order, and of questions that are only in the log.
#[derive(Clone, Debug, Default)]
pub struct Scores {
    known: Vec<Score>,
    gone: Vec<(QuestionId, Score)>,
}

impl Scores {
    /// Reads the scores from the log. If it cannot be read, returns empty scores and the error.
    pub fn read(history: &History, library: &Library) -> (Self, Option<HistoryError>) {
        let none = || Self { known: vec![Score::default(); library.entries().len()], gone: Vec::new() };
        let mut scores = none();
        let read = history.each_score(|question, score| match library.position(&question) {
            Some(at) => scores.known[at] = score,
            // Practice of a story is listed with the stories, not here.
            None if practised(&question).is_some() => {}
            None => scores.gone.push((question, score)),
        });
        match read {
            Ok(()) => (scores, None),
            Err(error) => (none(), Some(error)),
        }
    }

    /// Like [`Self::read`], from a log that was already read into `facts`.
    pub fn of(facts: &Facts, library: &Library) -> Self {
        let mut scores = Self { known: vec![Score::default(); library.entries().len()], gone: Vec::new() };
        for (question, totals) in insight::totals_by_question(facts, None) {
            let score = Score { attempts: totals.attempts, judged: totals.banded, band: totals.mean_band() };
            match library.position(question) {
                Some(at) => scores.known[at] = score,
                None if practised(question).is_some() => {}
                None => scores.gone.push((question.clone(), score)),
            }
        }
        scores
    }

    /// The scores of the banks' questions, in their order.
    pub fn known(&self) -> &[Score] {
        &self.known
    }
}

/// Every question of the banks in their order, followed by questions that are only in the log.
#[derive(Clone, Debug)]
pub struct Catalogue {
    library: Arc<Library>,
    rows: Vec<CatalogueRow>,
    gone: Arc<[QuestionId]>,
    titles: HashMap<String, String>,
}

impl Catalogue {
    /// Joins banks and log. `scores` must come from the same banks, `standing` returns what the log says of a question,
    /// and `day` is the practice day.
    pub fn of<'a>(
        library: Arc<Library>,
        scores: Scores,
        standing: impl Fn(&QuestionId) -> Option<&'a Standing>,
        model: &impl MemoryModel,
        day: NaiveDate,
    ) -> Self {
        let mut titles: HashMap<String, String> = HashMap::new();
        for entry in library.entries() {
            if !titles.contains_key(entry.topic.as_str()) {
                titles.insert(entry.topic.to_string(), library.topic_title(&entry.topic).to_owned());
            }
        }
        let row = |id: &QuestionId, kept: Option<State>, score: Score| row(kept, standing(id), score, model, day);
        let retired = |entry: &Entry| entry.retired.map(|_| State::Retired);
        let Scores { known, mut gone } = scores;
        gone.sort_by(|(one, _), (other, _)| one.cmp(other));
        let mut rows = Vec::with_capacity(library.entries().len() + gone.len());
        let entries = library.entries().iter().zip(known);
        rows.extend(entries.map(|(entry, score)| row(&entry.id, retired(entry), score)));
        rows.extend(gone.iter().map(|(id, score)| row(id, Some(State::Gone), *score)));
        Self { library, rows, gone: gone.into_iter().map(|(id, _)| id).collect(), titles }
    }

    /// The banks that the catalogue was made from.
    pub fn library(&self) -> &Arc<Library> {
        &self.library
    }

    /// All rows: first those of [`Self::library`], then those of [`Self::gone`].
    pub fn rows(&self) -> &[CatalogueRow] {
        &self.rows
    }

    /// The names of questions that are no longer in any bank, sorted. Their rows follow those of the banks.
    pub fn gone(&self) -> &Arc<[QuestionId]> {
        &self.gone
    }

    /// The entry of a row; `None` if the question is no longer in any bank.
    pub fn entry(&self, row: usize) -> Option<&Entry> {
        self.library.entries().get(row)
    }

    /// The name of a row's question.
    ///
    /// # Panics
    /// If there is no such row.
    pub fn id(&self, row: usize) -> &QuestionId {
        let entries = self.library.entries();
        entries.get(row).map_or_else(|| &self.gone[row - entries.len()], |entry| &entry.id)
    }

    /// The row of a question; `None` if the catalogue does not list it.
    pub fn find(&self, id: &QuestionId) -> Option<usize> {
        let gone = || self.gone.binary_search(id).ok().map(|at| self.library.entries().len() + at);
        self.library.position(id).or_else(gone)
    }

    /// The title of a row's topic; empty if the question is no longer in any bank.
    pub fn topic(&self, row: usize) -> &str {
        self.entry(row).and_then(|entry| self.titles.get(entry.topic.as_str())).map_or("", String::as_str)
    }

    /// The title of a topic, or its name if no question has it.
    pub fn title<'a>(&'a self, topic: &'a str) -> &'a str {
        self.titles.get(topic).map_or(topic, String::as_str)
    }
}

fn row(
    kept: Option<State>,
    standing: Option<&Standing>,
    score: Score,
    model: &impl MemoryModel,
    day: NaiveDate,
) -> CatalogueRow {
    let memory = standing.and_then(|standing| standing.remembered.as_ref());
    let held = standing.and_then(|standing| held_until(standing, day));
    let state = match (kept, standing, memory) {
        (Some(kept), ..) => kept,
        (None, Some(standing), _) if standing.suspended => State::Suspended,
        (None, Some(_), _) if held.is_some() => State::Buried,
        (None, Some(standing), Some(_)) if is_due(standing, day) => State::Due,
        (None, Some(standing), Some(_)) if standing.passed => State::Review,
        (None, Some(_), Some(_)) => State::Learning,
        (None, ..) => State::New,
    };
    let due = match state {
        State::Suspended | State::Retired | State::Gone => None,
        _ => standing.and_then(|standing| comes_back(standing, day)).or(held),
    };
    // Without notes there is no band, so the last rating stands in for it: Again is 0 and Easy 1.
    let strength = memory.map(|memory| {
        let rated = f64::from(memory.last_rating.number() - 1) / 3.0;
        recall_on(memory, day, model) * score.band.map_or(rated, evidence).clamp(0.0, 1.0)
    });
    CatalogueRow { state, due, last: memory.map(|memory| memory.last_rating), attempts: score.attempts, strength }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Sources;
    use crate::history::Remembered;
    use crate::memory::Fsrs;

    fn day(offset: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid") + chrono::TimeDelta::days(offset)
    }

    fn standing(id: &QuestionId, due: i64, rating: Rating) -> Standing {
        Standing {
            question: id.clone(),
            remembered: Some(Remembered {
                stability: 9.0,
                difficulty: 5.0,
                last_day: day(-5),
                due: day(due),
                interval_days: 5,
                last_rating: rating,
            }),
            attempts: 2,
            lapses: 0,
            passed: rating != Rating::Again,
            suspended: false,
            buried_until: None,
        }
    }

    /// Eight questions; the last one is retired.
    fn library() -> Arc<Library> {
        let folder = tempfile::tempdir().expect("a folder");
        let questions: Vec<String> = (0..8)
            .map(|n| {
                let retired = if n == 7 { ",\"retired\":\"2026-01-01\"" } else { "" };
                format!("{{\"id\":\"q{n}\",\"prompt\":\"Q{n}?\"{retired}}}")
            })
            .collect();
        let file = folder.path().join("b.json");
        let text = format!("{{\"bank\":\"b\",\"topic\":\"t\",\"questions\":[{}]}}", questions.join(","));
        std::fs::write(&file, text).expect("written");
        Arc::new(Library::own(&Sources { extra: vec![file], ..Sources::default() }))
    }

    #[test]
    fn every_state_is_told_from_banks_and_log() {
        let library = library();
        let id = |n: usize| library.entries()[n].id.clone();
        let gone: QuestionId = "b/was-once".parse().expect("a name");
        let mut known = vec![
            standing(&id(1), 3, Rating::Again),
            standing(&id(2), 0, Rating::Again),
            standing(&id(3), 9, Rating::Good),
            standing(&id(4), 0, Rating::Good),
            standing(&id(5), -1, Rating::Good),
            standing(&id(6), 0, Rating::Good),
            standing(&id(7), 0, Rating::Good),
            standing(&gone, 0, Rating::Good),
        ];
        known[3].suspended = true;
        known[4].buried_until = Some(day(1));
        known[5].buried_until = Some(day(0));
        let standings: HashMap<_, _> = known.into_iter().map(|known| (known.question.clone(), known)).collect();
        let score = |band| Score { attempts: 3, judged: 3, band: Some(band) };
        let mut scores = Scores { known: vec![Score::default(); 8], gone: vec![(gone.clone(), score(4.0))] };
        scores.known[3] = score(2.5);
        let all = Catalogue::of(library.clone(), scores, |id| standings.get(id), &Fsrs::default(), day(0));
        let states: Vec<State> = all.rows().iter().map(|row| row.state).collect();
        assert_eq!(
            states,
            [
                State::New,
                State::Learning,
                State::Due,
                State::Review,
                State::Suspended,
                State::Buried,
                State::Due,
                State::Retired,
                State::Gone
            ]
        );
        assert_eq!(all.rows()[5].due, Some(day(1)), "held back longer than it is due");
        assert_eq!((all.rows()[3].attempts, all.rows()[3].last), (3, Some(Rating::Good)));
        let strong = all.rows()[3].strength.expect("answered");
        assert!((0.3..0.5).contains(&strong), "between shaky and would pass, nearly remembered: {strong}");
        assert_eq!((all.rows()[0].strength, all.rows()[2].strength), (None, Some(0.0)));
        assert_eq!((all.find(&gone), all.id(8), all.entry(8)), (Some(8), &gone, None));
        assert_eq!(all.find(&id(2)), Some(2));
        assert_eq!(all.find(&"b/never".parse().expect("a name")), None);
    }
}
