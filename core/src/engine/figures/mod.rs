//! What the log adds up to, together with what the banks say about its questions.

mod account;
mod backlog;
mod chances;
mod evening;
mod fitting;
mod plan;
mod plan_words;
mod tonight;

pub use account::Readiness;
pub use backlog::{Backlog, Over};
pub use fitting::{FitJob, MemoryFacts};
pub use plan_words::{PlanWords, enough_words, gets_to, left_unseen, pace_words};
pub use tonight::{DayTotal, Tonight, TopicMastery};

use std::borrow::Cow;

use crate::bank::{Entry, Filter, Kind, Level, QuestionId};
use crate::browse::Scores;
use crate::engine::Engine;
use crate::history::{Facts, HistoryError};
use crate::insight::{self, Allowed, Insight, Mastery, Sample};
use crate::memory::recall_on;
use crate::moment::Moment;
use crate::practice::{Long, Only, Pick, Wish, packed};
use chrono::NaiveDate;

/// How many of the newest judged answers misses are read from: what was missing long ago says little about today, and
/// reading the notes of every question takes time.
const RECENT: u32 = 500;

/// How many long questions an evening has if the user asks for designs: a third in a row would no longer be practice.
pub const LONG_ASKED: usize = 2;

/// How many days the forecast covers.
const AHEAD: usize = 30;

/// A group of questions that are added up together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Group {
    /// The questions of a topic.
    Topic(String),
    /// The questions of a topic (first) and one of its subtopics (second).
    Subtopic(String, String),
    /// The questions of a kind.
    Kind(Kind),
    /// The questions whose lowest level is this one.
    Level(Level),
}

impl Group {
    fn has(&self, entry: &Entry) -> bool {
        match self {
            Self::Topic(topic) => entry.topic == *topic,
            Self::Subtopic(topic, subtopic) => entry.topic == *topic && entry.subtopic.as_deref() == Some(subtopic),
            Self::Kind(kind) => entry.kind == *kind,
            Self::Level(level) => entry.levels.lowest == *level,
        }
    }
}

/// Everything that is computed from the log: tonight, the plan, progress, the memory model.
#[derive(Clone, Copy, Debug)]
pub struct Figures<'a> {
    pub(in crate::engine) engine: &'a Engine,
}

impl Figures<'_> {
    /// As many questions of a group as a day has room for: due ones, new ones, then those not yet due. With
    /// `practice`, known ones, whether they were asked today or not.
    pub fn draw_group(self, group: &Group, practice: bool, now: Moment) -> Vec<Pick> {
        let filter = match group {
            Group::Topic(topic) | Group::Subtopic(topic, _) => {
                Filter { topics: vec![topic.clone()], ..Filter::default() }
            }
            Group::Kind(_) | Group::Level(_) => {
                Filter { tracks: self.engine.config.target.tracks.clone(), ..Filter::default() }
            }
        };
        let only = if practice { Only::Cram } else { Only::Anything };
        let wish = self.engine.wish(now);
        let count = self.engine.library.entries().len();
        let all = Wish { filter, only, count, seconds: None, long: Long::Asked(count), ..wish };
        let of_group = |pick: &Pick| self.engine.library.entry(&pick.question).is_some_and(|entry| group.has(entry));
        let picks = self.engine.draw(&all, now).into_iter().filter(of_group);
        let long = if matches!(group, Group::Kind(_)) { Long::Asked(LONG_ASKED) } else { Long::Weekly };
        self.evening(picks, long, now)
    }

    /// As many of these questions as an evening has room for.
    fn evening(self, picks: impl Iterator<Item = Pick>, long: Long, now: Moment) -> Vec<Pick> {
        let entry = |pick: Pick| Some((self.engine.library.entry(&pick.question)?, pick.why));
        packed(
            picks.filter_map(entry),
            |entry| self.lengths().of(entry.seconds),
            &Wish { long, ..self.engine.wish(now) },
        )
    }

    /// As many of these questions as a day has room for, leaving out those that no bank has any more.
    pub fn pick_known(self, questions: &[QuestionId], practice: bool, now: Moment) -> Vec<Pick> {
        let known = questions.iter().filter(|question| self.engine.library.entry(question).is_some());
        let picks = known.map(|question| self.engine.questions().pick(question, now));
        let picks = picks.map(|pick| if practice { pick.as_practice() } else { pick });
        self.evening(picks, Long::Asked(LONG_ASKED), now)
    }

    /// What the log adds up to. `since` limits whatever is not about today; None means all of it.
    pub fn insight(self, since: Option<NaiveDate>, now: Moment) -> Result<Insight, HistoryError> {
        self.insight_of(self.facts()?, since, now)
    }

    /// The attempts that count, in numbers, oldest first.
    pub fn facts(self) -> Result<Facts, HistoryError> {
        match &self.engine.paths {
            Some(paths) => self.engine.history.facts_kept(&paths.facts()),
            None => self.engine.history.facts(None),
        }
    }

    /// The same, from the facts of the whole log.
    pub fn insight_of(self, mut facts: Facts, since: Option<NaiveDate>, now: Moment) -> Result<Insight, HistoryError> {
        let today = now.day();
        let retention = insight::retention(&facts, since, self.engine.config.desired_retention);
        let all_days = insight::heatmap(&facts);
        let streak = insight::streak(&all_days, today);
        let weeks = insight::weeks(&facts, since);
        let mastery = self.mastery_by_group(&facts, now);
        if let Some(since) = since {
            facts.rows.retain(|fact| fact.day >= since);
        }
        let allowed: Vec<Option<Allowed>> = facts
            .questions
            .iter()
            .map(|question| {
                let entry = self.engine.library.entry(question)?;
                Some(Allowed { kind: entry.kind, think: entry.seconds.think })
            })
            .collect();
        let ticked = self.engine.history.ticks(since, RECENT)?;
        Ok(Insight {
            mastery,
            misses: insight::misses(
                &ticked,
                self.engine.config.target.level,
                |question| self.engine.library.question(question).ok(),
                |concept| self.engine.library.concept_title(concept).to_owned(),
            ),
            time: insight::time_use(&facts, &allowed),
            calibration: insight::calibration(&facts),
            retention,
            streak,
            heatmap: all_days.into_iter().filter(|day| since.is_none_or(|since| day.day >= since)).collect(),
            weeks,
            forecast: insight::forecast(self.engine.standings.values(), today, AHEAD),
        })
    }

    /// How well the questions are known, by each sort of group, from the answers of all time.
    fn mastery_by_group(self, facts: &Facts, now: Moment) -> Mastery {
        let known = self.known(&Scores::of(facts, &self.engine.library), now);
        let group = |name: &dyn for<'a> Fn(&'a Entry) -> Option<Cow<'a, str>>, title: &dyn Fn(&str) -> String| {
            let named: Vec<_> = known.iter().filter_map(|(entry, sample)| Some((name(entry)?, sample))).collect();
            insight::by_topic(named.iter().map(|(name, sample)| Sample { topic: name, ..**sample }), title)
        };
        let topic_title = |topic: &str| self.engine.library.topic_title(topic).to_owned();
        let subtopic_title = |name: &str| match name.split_once('/') {
            Some((topic, subtopic)) => format!("{}: {}", topic_title(topic), subtopic.replace('-', " ")),
            None => name.to_owned(),
        };
        Mastery {
            topics: group(&|entry| Some(Cow::from(&entry.topic)), &topic_title),
            subtopics: group(
                &|entry| entry.subtopic.as_ref().map(|subtopic| Cow::from(format!("{}/{subtopic}", entry.topic))),
                &subtopic_title,
            ),
            kinds: group(&|entry| Some(Cow::from(entry.kind.word())), &str::to_owned),
            levels: group(&|entry| Some(Cow::from(entry.levels.lowest.word())), &|level| format!("from {level}")),
        }
    }
}

impl<'a> Figures<'a> {
    /// The questions that are remembered, each with the figures that mastery is computed from.
    fn known(self, scores: &Scores, now: Moment) -> Vec<(&'a Entry, Sample<'a>)> {
        let entries = self.engine.library.entries().iter().zip(scores.known());
        let known = entries.filter_map(|(entry, score)| {
            let recall = recall_on(self.engine.remembered(&entry.id)?, now.day(), &self.engine.model);
            let (topic, answers, judged) = (entry.topic.as_str(), score.attempts.max(1), score.judged);
            Some((entry, Sample { topic, recall, band: score.band, answers, judged }))
        });
        known.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Library;
    use crate::config::Config;
    use crate::practice::Why;
    use crate::testing::noon;

    #[test]
    fn a_group_draws_its_own_questions_alone() {
        let engine = Engine::in_memory(Config::default(), Library::builtin(), noon()).expect("opened");
        let library = engine.library();
        let some = library.entries().iter().find(|entry| entry.subtopic.is_some()).expect("one with a subtopic");
        let groups = [
            Group::Topic(some.topic.to_string()),
            Group::Subtopic(some.topic.to_string(), some.subtopic.clone().expect("chosen").into()),
            Group::Kind(Kind::Incident),
            Group::Level(Level::Mid),
        ];
        for group in groups {
            let picks = engine.figures().draw_group(&group, false, noon());
            assert!(!picks.is_empty() && picks.len() <= engine.wish(noon()).count, "{group:?}");
            assert!(picks.iter().all(|pick| group.has(library.entry(&pick.question).expect("known"))), "{group:?}");
            assert_eq!(engine.figures().draw_group(&group, true, noon()), [], "nothing is known yet");
        }
        let names = [some.id.clone(), "elsewhere/gone".parse().expect("a name")];
        let picks = engine.figures().pick_known(&names, true, noon());
        assert_eq!(picks, [Pick { question: some.id.clone(), why: Why::Practice }]);
    }
}
