//! Real interviews: what was asked, compared with what was practised.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Serialize;

use super::{Engine, Job};
use crate::bank::QuestionId;
use crate::exchange::{self, ImportOptions};
use crate::history::{Body, HistoryError, Interview, RealQuestion, Record, RecordId, Went};
use crate::job::{Likeness, Reading, went_words};
use crate::moment::Moment;
use crate::practice::words::count;
use crate::scratch::Scratch;
use crate::text::one_line;

/// Name of the own bank for questions that were asked in real interviews.
const ASKED: &str = "asked";

/// Why an interview could not be kept.
#[derive(Debug, thiserror::Error)]
pub enum InterviewError {
    /// The list has no question.
    #[error("there is no question in it; write one a line, with + ~ or - at the end for how it went")]
    Nothing,
    /// The day of the interview is still to come.
    #[error("{0} is still to come; an interview is written down when it is over")]
    ToCome(NaiveDate),
    /// The same questions are already in the log for that day.
    #[error("the same questions were written down for {0} already; nothing was kept")]
    Same(NaiveDate),
    /// The questions could not be added to the own bank.
    #[error("{0}; nothing was kept")]
    Bank(String),
    /// The log could not be read or written.
    #[error(transparent)]
    History(#[from] HistoryError),
}

/// A question that was asked, compared with what was practised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// The question as the candidate wrote it down.
    pub text: String,
    /// How it went. None if that was not said.
    pub went: Option<Went>,
    /// The question of a bank that resembles it. None if none does.
    pub like: Option<QuestionId>,
    /// Whether it may as well be another question that was asked.
    pub doubtful: bool,
    /// Whether that question had been answered before.
    pub practised: bool,
    /// The topics that it is about, as far as its words tell.
    pub topics: Vec<String>,
}

impl Compared {
    /// Whether it is surely like a question that had been answered before.
    fn surely_practised(&self) -> bool {
        self.practised && !self.doubtful
    }
}

/// An interview, compared with what was practised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// The day of the interview.
    pub held_on: NaiveDate,
    /// The title of the job. None if none was named.
    pub job: Option<String>,
    /// The questions that were asked.
    pub asked: Vec<Compared>,
    /// Topics that were asked about although the job gives them no weight, and how often.
    pub unexpected: BTreeMap<String, usize>,
    /// Topics that the job gives most weight but nobody asked about.
    pub not_asked: Vec<String>,
}

impl Comparison {
    /// Each question with the one that it resembles, then the summary.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for asked in &self.asked {
            let went = went_words(asked.went);
            let went = if went.is_empty() { String::new() } else { format!(" ({went})") };
            lines.push(format!("{}{went}", one_line(&asked.text)));
            lines.push(match (&asked.like, asked.practised) {
                (Some(like), true) if asked.doubtful => format!("    perhaps like {like}, which you practised"),
                (Some(like), false) if asked.doubtful => format!("    perhaps like {like}, not practised"),
                (Some(like), true) => format!("    practised: {like}"),
                (Some(like), false) => format!("    not practised: {like}"),
                (None, _) if asked.topics.is_empty() => "    like none".to_owned(),
                (None, _) => format!("    like none; about {}", asked.topics.join(", ")),
            });
        }
        lines.push(String::new());
        lines.extend(self.words());
        lines
    }

    /// The summary, in sentences.
    pub fn words(&self) -> Vec<String> {
        let practised = self.asked.iter().filter(|asked| asked.surely_practised()).count();
        let perhaps = self.asked.iter().filter(|asked| asked.doubtful).count();
        let new = self.asked.iter().filter(|asked| asked.like.is_none()).count();
        let there = self.asked.len() - practised - perhaps - new;
        let doubt = if perhaps == 0 { String::new() } else { format!(" {perhaps} perhaps like one,") };
        let mut words = vec![format!(
            "{}: {practised} like one that you had practised, {there} like one that you had not,{doubt} {new} like none.",
            count(self.asked.len(), "question")
        )];
        let badly = self.asked.iter().filter(|asked| asked.went == Some(Went::Badly)).count();
        if badly > 0 {
            let known =
                self.asked.iter().filter(|asked| asked.went == Some(Went::Badly) && asked.surely_practised()).count();
            words.push(match (badly, known) {
                (1, 0) => "1 answer went badly, to a question that you had not practised.".to_owned(),
                (1, _) => "1 answer went badly, to a question that you had practised.".to_owned(),
                (_, 0) => format!("{badly} answers went badly, none to a question that you had practised."),
                _ => format!("{badly} answers went badly, {known} of them to questions that you had practised."),
            });
        }
        let named = |names: Vec<&String>| names.into_iter().cloned().collect::<Vec<_>>().join(", ");
        if !self.unexpected.is_empty() {
            words.push(format!(
                "Asked about and not weighed by the posting: {}.",
                named(self.unexpected.keys().collect())
            ));
        }
        if !self.not_asked.is_empty() {
            words.push(format!(
                "Weighed most by the posting and not asked about: {}.",
                named(self.not_asked.iter().collect())
            ));
        }
        words
    }
}

impl Engine {
    /// Compares what was asked with what was practised. Nothing is written.
    pub fn compare_interview(&self, job: Option<&Job>, held_on: NaiveDate, asked: &[RealQuestion]) -> Comparison {
        let likeness = Likeness::of(self.library.entries().iter().filter(|entry| entry.id.bank() != ASKED));
        let vocabulary = self.jobs().vocabulary();
        let compared: Vec<Compared> = asked
            .iter()
            .map(|one| {
                let (like, doubtful) = match (&one.like, likeness.nearest(&one.text)) {
                    (Some(known), _) => (Some(known.clone()), false),
                    (None, Some(nearest)) => (Some(nearest.question.clone()), nearest.doubtful),
                    (None, None) => (None, false),
                };
                let practised =
                    like.as_ref().and_then(|id| self.standing(id)).is_some_and(|standing| standing.attempts > 0);
                let sure = like.as_ref().filter(|_| !doubtful);
                let entry = sure.and_then(|id| self.library.entry(id));
                let topics = match entry {
                    Some(entry) => vec![entry.topic.to_string()],
                    // Read like the requirements of a posting, so that the same words mean the same topics.
                    None => Reading::of(&format!("Requirements:\n- {}", one.text), None, &vocabulary, held_on)
                        .topics
                        .into_keys()
                        .collect(),
                };
                Compared { text: one.text.clone(), went: one.went, like, doubtful, practised, topics }
            })
            .collect();
        let weighed = job.map(|job| &job.target.topics);
        let mut unexpected: BTreeMap<String, usize> = BTreeMap::new();
        for topic in compared.iter().flat_map(|one| &one.topics) {
            // Every interview asks about these, and no posting names them.
            let expected = ["behavioural", "situational", "intro-and-closing", "design-scenarios", "code-review"]
                .contains(&topic.as_str());
            if !expected && weighed.is_some_and(|weighed| !weighed.contains_key(topic)) {
                *unexpected.entry(topic.clone()).or_default() += 1;
            }
        }
        let was_asked = |topic: &str| compared.iter().any(|one| one.topics.iter().any(|other| other == topic));
        let heavy = job.map(|job| job.target.by_weight()).unwrap_or_default().into_iter();
        let not_asked =
            heavy.filter(|(topic, weight)| *weight == 3 && !was_asked(topic)).map(|(topic, _)| topic.to_owned());
        Comparison { held_on, job: job.map(Job::title), not_asked: not_asked.collect(), asked: compared, unexpected }
    }

    /// Saves what was asked: in the log, and as own questions without notes, which come up like any other.
    pub fn keep_interview(
        &mut self,
        job: Option<&Job>,
        held_on: NaiveDate,
        mut asked: Vec<RealQuestion>,
        now: Moment,
    ) -> Result<Comparison, InterviewError> {
        if asked.is_empty() {
            return Err(InterviewError::Nothing);
        }
        if held_on > now.calendar_day() {
            return Err(InterviewError::ToCome(held_on));
        }
        let texts = |all: &[RealQuestion]| all.iter().map(|one| one.text.to_lowercase()).collect::<Vec<_>>();
        let job_id = job.map(|job| &job.id);
        let is_same = |known: &Interview| {
            known.held_on == held_on && known.job.as_ref() == job_id && texts(&known.asked) == texts(&asked)
        };
        if self.interviews(None)?.iter().any(is_same) {
            return Err(InterviewError::Same(held_on));
        }
        let comparison = self.compare_interview(job, held_on, &asked);
        self.make_own(job, held_on, &comparison).map_err(InterviewError::Bank)?;
        for (one, compared) in asked.iter_mut().zip(&comparison.asked) {
            // What is doubtful now may be found out later.
            one.like = compared.like.clone().filter(|_| !compared.doubtful);
            let own = self.library.entries().iter().find(|entry| entry.id.bank() == ASKED && entry.prompt == one.text);
            one.question = own.map(|entry| entry.id.clone());
        }
        let interview = Interview { job: job.map(|job| job.id.clone()), held_on, asked, other: serde_json::Map::new() };
        self.save(vec![Record::new(now, Body::Interview(interview))], now)?;
        Ok(comparison)
    }

    /// Adds the questions that resemble none of another bank to the own bank, as an import does; `bank undo` takes
    /// them back.
    fn make_own(&mut self, job: Option<&Job>, held_on: NaiveDate, comparison: &Comparison) -> Result<(), String> {
        let Some(paths) = &self.paths else { return Ok(()) };
        let rows: Vec<serde_json::Value> = comparison
            .asked
            .iter()
            .map(|one| {
                let topic = one.topics.first().map_or("asked", String::as_str);
                serde_json::json!({ "question": one.text, "topic": topic })
            })
            .collect();
        let failed = |error: &dyn std::fmt::Display| format!("the questions cannot be made own ones: {error}");
        let scratch = Scratch::new(&paths.temporary()).map_err(|error| failed(&error))?;
        let file = scratch.path().join("asked.json");
        let json = serde_json::to_vec(&rows).map_err(|error| failed(&error))?;
        crate::files::create(&file, &json).map_err(|error| failed(&error))?;
        let who = job.map_or_else(|| "an interview".to_owned(), Job::title);
        let options = ImportOptions {
            into: Some(ASKED.to_owned()),
            source: Some(format!("{who}, {held_on}")),
            ..ImportOptions::default()
        };
        let home = self.own_banks()?;
        let plan = exchange::import(&file, &options, &home).map_err(|error| failed(&error))?;
        self.bring_in(&plan)
    }

    /// The real interviews of a job, or all of them, oldest first.
    pub fn interviews(&self, job: Option<&RecordId>) -> Result<Vec<Interview>, HistoryError> {
        let all = self.history.interviews()?.into_iter().map(|(_, interview)| interview);
        Ok(all.filter(|interview| job.is_none_or(|job| interview.job.as_ref() == Some(job))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Library;
    use crate::config::{Config, Paths};
    use crate::history::JobFacts;
    use crate::job::read_asked;
    use crate::testing::noon;

    #[test]
    fn what_was_asked_becomes_own_questions_without_notes_and_is_compared() {
        let home = tempfile::tempdir().expect("a folder");
        let mut engine = Engine::open(Paths::find(Some(home.path())).expect("folders"), noon()).expect("opened");
        let posting = "# Engineer at Acme\nRequirements:\n- Kafka, RabbitMQ, event-driven services\n";
        let job = engine.jobs().preview(posting, &JobFacts::default(), noon());
        engine.add_job(&job, noon()).expect("saved");
        let known =
            engine.library().entries().iter().find(|entry| entry.topic == "caching").expect("one").prompt.clone();
        let note = format!("{} +\nHow many ducks fit into a parcel? -\n", crate::text::one_line(&known));
        let kept = engine.keep_interview(Some(&job), noon().day(), read_asked(&note), noon()).expect("kept");
        assert!(kept.asked[0].like.is_some() && kept.asked[1].like.is_none());
        assert!(kept.unexpected.contains_key("caching"), "{kept:?}");
        assert!(kept.not_asked.contains(&"messaging".to_owned()), "{kept:?}");
        assert!(kept.words()[0].starts_with("2 questions: 0 like one that you had practised, 1 like one"));
        let own: Vec<_> = engine.library().entries().iter().filter(|entry| entry.id.bank() == ASKED).collect();
        assert_eq!(own.len(), 2);
        assert!(own.iter().all(|entry| !entry.has_notes));
        let interview = &engine.interviews(Some(&job.id)).expect("read")[0];
        assert_eq!(
            interview.asked[1].question.as_ref(),
            own.iter().map(|e| &e.id).find(|id| Some(*id) == interview.asked[1].question.as_ref())
        );
        assert!(interview.asked[1].question.is_some() && interview.asked[1].went == Some(Went::Badly));
        assert!(matches!(engine.keep_interview(None, noon().day(), Vec::new(), noon()), Err(InterviewError::Nothing)));
        let again = engine.keep_interview(Some(&job), noon().day(), read_asked(&note), noon());
        assert!(matches!(again, Err(InterviewError::Same(_))), "{again:?}");
        let tomorrow = noon().calendar_day().succ_opt().expect("a day");
        let early = engine.keep_interview(Some(&job), tomorrow, read_asked("Why us?"), noon());
        assert!(matches!(early, Err(InterviewError::ToCome(_))), "{early:?}");
    }

    #[test]
    fn what_is_doubtful_is_said_and_not_kept_as_if_it_were_known() {
        let mut engine = Engine::in_memory(Config::default(), Library::builtin(), noon()).expect("opened");
        let kept = engine.keep_interview(None, noon().day(), read_asked("rate limiter\nsaga pattern"), noon());
        let kept = kept.expect("kept");
        assert!(
            kept.lines()[1].starts_with("    perhaps like backend/") && kept.lines()[1].ends_with(", not practised")
        );
        assert!(kept.words()[0].ends_with("1 like one that you had not, 1 perhaps like one, 0 like none."), "{kept:?}");
        let known = &engine.interviews(None).expect("read")[0].asked;
        assert!(known[0].like.is_none() && known[1].like.is_some());
    }

    #[test]
    fn without_a_disk_it_is_in_the_log_alone() {
        let mut engine = Engine::in_memory(Config::default(), Library::builtin(), noon()).expect("opened");
        engine.keep_interview(None, noon().day(), read_asked("Why?"), noon()).expect("kept");
        assert_eq!(engine.interviews(None).expect("read").len(), 1);
    }
}
