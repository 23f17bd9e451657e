//! Jobs: what is known of each, which one the candidate practises for, and what the bank has for it.

use chrono::NaiveDate;

use super::{Engine, EngineError};
use crate::config::ConfigError;
use crate::history::{Body, HistoryError, JobFacts, JobNote, KnownJob, Record, RecordId, Wanted};
use crate::job::{Coverage, JobTarget, Reading, Vocabulary, from_page, to_page};
use crate::moment::Moment;
use crate::text::{one_line, without_sequences};

/// Why a job could not be found.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// No job was added yet.
    #[error("no job was added yet; `hotseat job add FILE` reads a posting")]
    None,
    /// No job was named, none is current, and there are several.
    #[error("none of the jobs is current; name one:\n  {}", .known.join("\n  "))]
    NoneCurrent {
        /// A line for each job in the list.
        known: Vec<String>,
    },
    /// No job matches the name.
    #[error("no job is called {name:?}; there are:\n  {}", .known.join("\n  "))]
    Unknown {
        /// The name that was given.
        name: String,
        /// A line for each job in the list.
        known: Vec<String>,
    },
    /// Several jobs match the name.
    #[error("several jobs are called {name:?}; name one by its number:\n  {}", .known.join("\n  "))]
    Ambiguous {
        /// The name that was given.
        name: String,
        /// A line for each job that matches.
        known: Vec<String>,
    },
    /// No job is off the list at present.
    #[error("no job was taken off the list")]
    NoneRemoved,
    /// No removed job matches the name.
    #[error("no job that was taken off the list is called {name:?}; there are:\n  {}", .known.join("\n  "))]
    UnknownRemoved {
        /// The name that was given.
        name: String,
        /// A line for each removed job.
        known: Vec<String>,
    },
    /// Several removed jobs match the name.
    #[error("several jobs that were taken off the list are called {name:?}; name one by its id:\n  {}", .known.join("\n  "))]
    SeveralRemoved {
        /// The name that was given.
        name: String,
        /// A line for each removed job that matches.
        known: Vec<String>,
    },
    /// The log could not be read.
    #[error(transparent)]
    History(#[from] HistoryError),
}

/// Why a text is not added as a job without confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobDoubt {
    /// A job in the list has the same posting.
    Same {
        /// The number of that job.
        number: usize,
        /// The title of that job.
        title: String,
    },
    /// Nothing in the text suggests that it is a posting.
    NoPosting,
}

impl JobDoubt {
    /// The doubt as a sentence.
    pub fn words(&self) -> String {
        match self {
            Self::Same { number, title } => format!("It is the posting of job {number} already: {title}."),
            Self::NoPosting => {
                "Nothing of a posting was found in it: no role, nothing that is asked for, no years of experience."
                    .to_owned()
            }
        }
    }
}

/// A job, with what was read from its posting.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// The id of its record.
    pub id: RecordId,
    /// Its position in the list, from 1; 0 outside of the list.
    pub number: usize,
    /// The day on which it was added.
    pub added_on: NaiveDate,
    /// Title, company and date. A title or company that the candidate did not give is the one read from the posting.
    pub facts: JobFacts,
    /// The text of the posting.
    pub posting: String,
    /// The candidate's notes on the company. Empty if there are none.
    pub notes: String,
    /// What was read from the posting.
    pub reading: Reading,
    /// The candidate's corrections to that.
    pub wanted: Wanted,
    /// The target that results from both.
    pub target: JobTarget,
    /// Whether it is the job that the candidate practises for.
    pub current: bool,
}

impl Job {
    /// Company and title: "Acme: Senior Backend Engineer".
    pub fn title(&self) -> String {
        title_of(&self.facts)
    }

    /// The target as read from the posting, without corrections.
    pub fn read_target(&self) -> JobTarget {
        JobTarget::of(&self.reading, &Wanted::default())
    }

    /// The page of the job, for an editor.
    pub fn page(&self) -> String {
        to_page(&self.facts, &self.read_target(), &self.target)
    }

    /// How far away the interview is: "in 9 days", "tomorrow", "3 days ago", "no date".
    pub fn when(&self, today: NaiveDate) -> String {
        let Some(date) = self.facts.date else { return "no date".to_owned() };
        match (date - today).num_days() {
            0 => "today".to_owned(),
            1 => "tomorrow".to_owned(),
            -1 => "yesterday".to_owned(),
            days @ 2.. => format!("in {days} days"),
            days => format!("{} days ago", days.unsigned_abs()),
        }
    }

    /// A sentence about a date that is past. None if it is not.
    pub fn past_words(&self, today: NaiveDate) -> Option<String> {
        let date = self.facts.date.filter(|date| *date < today)?;
        Some(format!("{date} is past: the job is kept, and nothing is planned for it until it has another date."))
    }

    /// A line with number and title.
    fn line(&self) -> String {
        format!("{}  {}", self.number, self.title())
    }
}

fn title_of(facts: &JobFacts) -> String {
    match (facts.company.as_str(), facts.title.as_str()) {
        ("", "") => "a job without a title".to_owned(),
        ("", title) => title.to_owned(),
        (company, "") => company.to_owned(),
        (company, title) => format!("{company}: {title}"),
    }
}

/// Reading jobs: all of them, one by its name, and what the bank has for it.
#[derive(Clone, Copy, Debug)]
pub struct Jobs<'a> {
    pub(super) engine: &'a Engine,
}

impl Jobs<'_> {
    /// The vocabulary of the banks, with which postings are read.
    pub fn vocabulary(self) -> Vocabulary {
        Vocabulary::of(&self.engine.library)
    }

    /// All jobs in the list: first those still to come, the soonest first; then those without a date; then those that
    /// are past.
    pub fn all(self, now: Moment) -> Result<Vec<Job>, HistoryError> {
        let today = now.calendar_day();
        let vocabulary = self.vocabulary();
        let mut jobs: Vec<Job> =
            self.engine.history.jobs()?.into_iter().map(|known| self.job(known, &vocabulary)).collect();
        jobs.sort_by_key(|job| match job.facts.date {
            Some(date) if date >= today => (0, date, job.added_on),
            None => (1, today, job.added_on),
            Some(date) => (2, today - (date - today), job.added_on),
        });
        for (at, job) in jobs.iter_mut().enumerate() {
            job.number = at + 1;
        }
        Ok(jobs)
    }

    fn job(self, known: KnownJob, vocabulary: &Vocabulary) -> Job {
        let KnownJob { id, added_on, mut facts, posting, wanted, notes } = known;
        let title = Some(facts.title.as_str()).filter(|title| !title.is_empty());
        let reading = Reading::of(&posting, title, vocabulary);
        if facts.title.is_empty() {
            facts.title = reading.title.clone().unwrap_or_default();
        }
        if facts.company.is_empty() {
            facts.company = reading.company.clone().unwrap_or_default();
        }
        let target = JobTarget::of(&reading, &wanted);
        let current = self.engine.config.target.job.as_deref() == Some(id.as_str());
        Job { id, number: 0, added_on, facts, posting, notes, reading, wanted, target, current }
    }

    /// The job that the candidate practises for. None if there is none.
    pub fn current(self, now: Moment) -> Option<Job> {
        self.engine.config.target.job.as_ref()?;
        self.all(now).ok()?.into_iter().find(|job| job.current)
    }

    /// The title of the current job as it was entered; the posting is not read for it. None if there is no current
    /// job.
    pub fn current_title(self) -> Option<String> {
        let id = self.engine.config.target.job.as_ref()?;
        let known = self.engine.history.jobs().ok()?.into_iter().find(|job| job.id.as_str() == id)?;
        Some(title_of(&known.facts))
    }

    /// A job by its number, its id or a part of its title. Without a name: the current one, or the only one.
    pub fn find(self, name: Option<&str>, now: Moment) -> Result<Job, JobError> {
        let mut all = self.all(now)?;
        let lines = |jobs: &[&Job]| jobs.iter().map(|job| job.line()).collect::<Vec<_>>();
        if all.is_empty() {
            return Err(JobError::None);
        }
        let Some(name) = name else {
            let at = all.iter().position(|job| job.current).or(Some(0).filter(|_| all.len() == 1));
            let known = lines(&all.iter().collect::<Vec<_>>());
            return at.map(|at| all.swap_remove(at)).ok_or(JobError::NoneCurrent { known });
        };
        let lower = name.to_lowercase();
        let is = |job: &&Job| job.number.to_string() == name || job.id.as_str() == name;
        let has = |job: &&Job| job.title().to_lowercase().contains(&lower) && !lower.trim().is_empty();
        let exact: Vec<&Job> = all.iter().filter(is).collect();
        let found = if exact.is_empty() { all.iter().filter(has).collect() } else { exact };
        match found[..] {
            [one] => Ok(one.clone()),
            [] => Err(JobError::Unknown { name: name.to_owned(), known: lines(&all.iter().collect::<Vec<_>>()) }),
            _ => Err(JobError::Ambiguous { name: name.to_owned(), known: lines(&found) }),
        }
    }

    /// The job that a text would become; it is not in the log yet. Without a date, it has that of the posting, if any.
    pub fn preview(self, posting: &str, facts: &JobFacts, now: Moment) -> Job {
        let known = KnownJob {
            id: RecordId::fresh(now),
            added_on: now.day(),
            facts: facts.clone(),
            posting: posting.to_owned(),
            wanted: Wanted::default(),
            notes: String::new(),
        };
        let mut job = self.job(known, &self.vocabulary());
        // Taken once: a date that is removed afterwards does not come back.
        job.facts.date = job.facts.date.or(job.reading.interview.as_ref().map(|interview| interview.date));
        job
    }

    /// A reason against adding a job. None if there is none.
    pub fn doubt(self, job: &Job, now: Moment) -> Result<Option<JobDoubt>, HistoryError> {
        if !job.reading.found_something() {
            return Ok(Some(JobDoubt::NoPosting));
        }
        let bare = |posting: &str| one_line(posting).to_lowercase();
        let posting = bare(&job.posting);
        let same = self.all(now)?.into_iter().find(|known| known.id != job.id && bare(&known.posting) == posting);
        Ok(same.map(|known| JobDoubt::Same { number: known.number, title: known.title() }))
    }

    /// A job that was removed from the list, by its id or a part of its title.
    pub fn find_removed(self, name: &str) -> Result<Job, JobError> {
        let vocabulary = self.vocabulary();
        let removed = self.engine.history.removed_jobs()?.into_iter();
        let all: Vec<Job> = removed.map(|known| self.job(known, &vocabulary)).collect();
        let lower = name.to_lowercase();
        let is = |job: &&Job| {
            job.id.as_str() == name || (job.title().to_lowercase().contains(&lower) && !lower.trim().is_empty())
        };
        let lines = |jobs: &[&Job]| jobs.iter().map(|job| format!("{}  {}", job.id, job.title())).collect::<Vec<_>>();
        let found: Vec<&Job> = all.iter().filter(is).collect();
        match found[..] {
            [one] => Ok(one.clone()),
            [] if all.is_empty() => Err(JobError::NoneRemoved),
            [] => {
                Err(JobError::UnknownRemoved { name: name.to_owned(), known: lines(&all.iter().collect::<Vec<_>>()) })
            }
            _ => Err(JobError::SeveralRemoved { name: name.to_owned(), known: lines(&found) }),
        }
    }

    /// How far the bank covers a job.
    pub fn coverage(self, job: &Job) -> Coverage {
        let seen =
            |id: &crate::bank::QuestionId| self.engine.standing(id).is_some_and(|standing| standing.attempts > 0);
        Coverage::of(&job.target, &job.reading, &self.engine.library, seen)
    }
}

impl Engine {
    /// Reading jobs: all of them, one by its name, and what the bank has for it.
    pub fn jobs(&self) -> Jobs<'_> {
        Jobs { engine: self }
    }

    /// Saves a job. If the target was never changed, apart from the daily pace, it becomes the current one. Returns
    /// whether it did.
    pub fn add_job(&mut self, job: &Job, now: Moment) -> Result<bool, EngineError> {
        let note = JobNote {
            facts: Some(job.facts.clone()),
            posting: Some(job.posting.clone()),
            ..JobNote::about(job.id.clone())
        };
        let record = Record { id: job.id.clone(), ..Record::new(now, Body::Job(note)) };
        self.save(vec![record], now)?;
        let target = &self.config.target;
        let untouched = crate::config::Target {
            per_day: target.per_day,
            minutes_per_day: target.minutes_per_day,
            ..Default::default()
        };
        if *target != untouched {
            return Ok(false);
        }
        self.use_job(job, now)?;
        Ok(true)
    }

    /// Makes a job the current one and takes the target from it.
    pub fn use_job(&mut self, job: &Job, now: Moment) -> Result<(), ConfigError> {
        let target = job.target.put_into(&self.config.target, job.id.as_str(), job.facts.date, now.calendar_day());
        self.set_target(target)
    }

    /// Makes no job the current one; except for its topics, the target stays as it is.
    pub fn use_no_job(&mut self) -> Result<(), ConfigError> {
        let target = crate::config::Target { job: None, topics: Vec::new(), ..self.config.target.clone() };
        self.set_target(target)
    }

    /// Saves what a job is called, its date and the candidate's corrections. If it is current, the target follows.
    pub fn correct_job(&mut self, job: &Job, facts: JobFacts, wanted: Wanted, now: Moment) -> Result<(), EngineError> {
        let note = JobNote { facts: Some(facts), wanted: Some(wanted), ..JobNote::about(job.id.clone()) };
        self.save(vec![Record::new(now, Body::Job(note))], now)?;
        if job.current
            && let Some(changed) = self.jobs().current(now)
        {
            self.use_job(&changed, now)?;
        }
        Ok(())
    }

    /// Saves the edited page of a job. Returns a sentence. A page that cannot be understood is kept in a file, and
    /// the error says where.
    pub fn keep_job_page(&mut self, id: &RecordId, page: &str, now: Moment) -> Result<String, String> {
        let all = self.jobs().all(now).map_err(|error| error.to_string())?;
        let Some(job) = all.into_iter().find(|job| job.id == *id) else {
            return Err("That job is not in the list any more.".to_owned());
        };
        let edited = from_page(page, &job.read_target(), now.calendar_day())
            .and_then(|edited| self.check_topics(&edited.wanted).map(|()| edited))
            .map_err(|problem| self.not_saved(&problem, page))?;
        self.correct_job(&job, edited.facts, edited.wanted, now).map_err(|error| error.to_string())?;
        Ok(if job.current { "Saved; the target follows it.".to_owned() } else { "Saved.".to_owned() })
    }

    /// Refuses tracks and topics that no bank has; the error lists those that exist.
    pub fn check_topics(&self, wanted: &Wanted) -> Result<(), String> {
        let tracks: std::collections::BTreeSet<&str> =
            self.library.entries().iter().flat_map(|entry| entry.tracks.iter()).collect();
        if let Some(track) = wanted.tracks.iter().flatten().find(|track| !tracks.contains(track.as_str())) {
            let tracks = tracks.into_iter().collect::<Vec<_>>().join(", ");
            return Err(format!("{track:?} is no track of any question; there are {tracks}"));
        }
        let known = |topic: &str| self.library.entries().iter().any(|entry| entry.topic == topic);
        let unknown = wanted.topics.iter().flatten().map(|(topic, _)| topic).find(|topic| !known(topic));
        unknown.map_or(Ok(()), |unknown| {
            let topics: std::collections::BTreeSet<&str> =
                self.library.entries().iter().map(|entry| entry.topic.as_str()).collect();
            Err(format!("{unknown:?} is no topic; there are {}", topics.into_iter().collect::<Vec<_>>().join(", ")))
        })
    }

    /// Saves notes on the company of a job.
    pub fn keep_job_notes(&mut self, id: &RecordId, notes: &str, now: Moment) -> Result<(), HistoryError> {
        let notes = crate::text::clean(&without_sequences(notes)).trim().to_owned();
        let note = JobNote { notes: Some(notes), ..JobNote::about(id.clone()) };
        self.save(vec![Record::new(now, Body::Job(note))], now)
    }

    /// Removes a job from the list; its records stay in the log.
    pub fn remove_job(&mut self, job: &Job, now: Moment) -> Result<(), EngineError> {
        let note = JobNote { removed: Some(true), ..JobNote::about(job.id.clone()) };
        self.save(vec![Record::new(now, Body::Job(note))], now)?;
        if job.current {
            self.use_no_job()?;
        }
        Ok(())
    }

    /// Puts a removed job back into the list.
    pub fn bring_back_job(&mut self, job: &Job, now: Moment) -> Result<(), HistoryError> {
        let note = JobNote { removed: Some(false), ..JobNote::about(job.id.clone()) };
        self.save(vec![Record::new(now, Body::Job(note))], now)
    }

    /// The name of the current job's company, and the notes on it. None if there are no notes.
    pub fn company_notes(&self) -> Option<(String, String)> {
        let id = self.config.target.job.as_ref()?;
        let known = self.history.jobs().ok()?.into_iter().find(|job| job.id.as_str() == id)?;
        let company = if known.facts.company.is_empty() { title_of(&known.facts) } else { known.facts.company };
        Some((company, known.notes)).filter(|(_, notes)| !notes.trim().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::{Level, Library};
    use crate::config::Config;
    use crate::testing::noon;

    const POSTING: &str = "# Staff Backend Engineer at Acme\n\n## What you bring\n- 8+ years with Go, Kafka and PostgreSQL\n- REST APIs\n- Caching with Redis, and message queues\n";

    fn engine() -> Engine {
        Engine::in_memory(Config::default(), Library::builtin(), noon()).expect("opened")
    }

    fn added(engine: &mut Engine, posting: &str, facts: &JobFacts) -> (Job, bool) {
        let job = engine.jobs().preview(posting, facts, noon());
        let current = engine.add_job(&job, noon()).expect("saved");
        (engine.jobs().find(Some(job.id.as_str()), noon()).expect("there"), current)
    }

    fn day(days: i64) -> Option<NaiveDate> {
        noon().calendar_day().checked_add_signed(chrono::TimeDelta::days(days))
    }

    #[test]
    fn the_first_job_becomes_the_target_and_what_was_set_by_hand_is_left_alone() {
        let mut first = engine();
        let (job, current) = added(&mut first, POSTING, &JobFacts { date: day(9), ..JobFacts::default() });
        assert!(current && job.current);
        assert_eq!(job.title(), "Acme: Staff Backend Engineer");
        let target = &first.config().target;
        assert_eq!((target.level, target.tracks.clone(), target.date), (Level::Staff, vec!["go".to_owned()], day(9)));
        assert!(target.topics.contains(&"messaging".to_owned()), "{target:?}");
        let mut second = engine();
        second.set_target(crate::config::Target { level: Level::Mid, ..Default::default() }).expect("set");
        assert!(!added(&mut second, POSTING, &JobFacts::default()).1);
        assert_eq!(second.config().target.level, Level::Mid);
    }

    #[test]
    fn several_jobs_stand_side_by_side_the_soonest_first_and_one_is_current() {
        let mut engine = engine();
        let facts = |company: &str, days| JobFacts { company: company.into(), date: days, ..JobFacts::default() };
        added(&mut engine, POSTING, &facts("Late", day(20)));
        added(&mut engine, POSTING, &facts("Past", day(-3)));
        added(&mut engine, POSTING, &facts("Open", None));
        added(&mut engine, POSTING, &facts("Soon", day(2)));
        let all = engine.jobs().all(noon()).expect("read");
        assert_eq!(
            all.iter().map(|job| job.facts.company.as_str()).collect::<Vec<_>>(),
            ["Soon", "Late", "Open", "Past"]
        );
        assert_eq!(all.iter().filter(|job| job.current).count(), 1);
        let past = engine.jobs().find(Some("past"), noon()).expect("found by its name");
        assert!(past.past_words(noon().calendar_day()).expect("told").contains("is past"));
        engine.use_job(&past, noon()).expect("used");
        assert_eq!(engine.config().target.date, None, "nothing is planned for a day that is over");
        assert!(matches!(engine.jobs().find(Some("staff"), noon()), Err(JobError::Ambiguous { .. })));
        assert!(matches!(engine.jobs().find(Some("nobody"), noon()), Err(JobError::Unknown { .. })));
    }

    #[test]
    fn a_correction_reaches_the_target_of_the_current_job_and_a_wrong_one_changes_nothing() {
        let mut engine = engine();
        let (job, _) = added(&mut engine, POSTING, &JobFacts::default());
        let page = job.page().replace("level: staff", "level: mid").replace("tracks: go", "tracks: go, rust");
        engine.keep_job_page(&job.id, &page, noon()).expect("kept");
        let target = &engine.config().target;
        assert_eq!((target.level, target.tracks.len()), (Level::Mid, 2));
        let wrong = page.replace("topics: ", "topics: cacheing 2, ");
        assert!(
            engine.keep_job_page(&job.id, &wrong, noon()).expect_err("no topic").contains("\"cacheing\" is no topic")
        );
        let again = engine.jobs().find(None, noon()).expect("current");
        assert_eq!(again.wanted.level, Some(Level::Mid));
        engine.remove_job(&again, noon()).expect("removed");
        assert!(matches!(engine.jobs().find(None, noon()), Err(JobError::None)));
        assert_eq!(engine.config().target.job, None);
        assert!(matches!(engine.jobs().find_removed("nobody"), Err(JobError::UnknownRemoved { .. })));
        let gone = engine.jobs().find_removed("staff").expect("found");
        let later = Moment { wall: noon().wall + chrono::TimeDelta::hours(1), ..noon() };
        engine.bring_back_job(&gone, later).expect("kept");
        assert_eq!(engine.jobs().all(later).expect("read").len(), 1);
        assert!(matches!(engine.jobs().find_removed("staff"), Err(JobError::NoneRemoved)));
    }

    #[test]
    fn the_same_posting_and_what_is_none_are_doubted() {
        let mut engine = engine();
        added(&mut engine, POSTING, &JobFacts::default());
        let doubt = |text: &str| {
            let job = engine.jobs().preview(text, &JobFacts::default(), noon());
            engine.jobs().doubt(&job, noon()).expect("read")
        };
        let same = doubt(&POSTING.replace('\n', "\r\n "));
        assert!(matches!(same, Some(JobDoubt::Same { number: 1, .. })), "{same:?}");
        assert_eq!(doubt("hello"), Some(JobDoubt::NoPosting));
        assert_eq!(doubt(&POSTING.replace("Acme", "Beta")), None);
    }

    #[test]
    fn topics_of_the_job_come_first_and_more_often_in_draws_and_mocks() {
        let mut engine = engine();
        let count = |engine: &Engine, topic: &str| {
            let wish = crate::practice::Wish { count: 40, ..engine.wish(noon()) };
            let picks = engine.draw(&wish, noon());
            picks
                .iter()
                .filter(|pick| engine.library().entry(&pick.question).is_some_and(|entry| entry.topic == topic))
                .count()
        };
        let before = count(&engine, "messaging");
        let topics = vec!["messaging".to_owned(), "caching".to_owned()];
        engine.set_target(crate::config::Target { topics, ..Default::default() }).expect("set");
        assert!(count(&engine, "messaging") > before);
        let first = engine.draw(&crate::practice::Wish { count: 8, ..engine.wish(noon()) }, noon());
        let topics: Vec<_> = first
            .iter()
            .filter_map(|pick| engine.library().entry(&pick.question))
            .map(|e| e.topic.to_string())
            .collect();
        assert!(topics.contains(&"messaging".to_owned()) && topics.contains(&"caching".to_owned()), "{topics:?}");
    }
}
