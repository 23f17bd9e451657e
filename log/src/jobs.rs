//! Jobs that are applied for, and what was asked in the interviews for them.
//!
//! A job is what its records add up to. Each says only what it changes, so that a date that is set on one machine and notes that are
//! written on another come together: of each part the newest word counts.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use hotseat_bank::{Level, QuestionId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::cell::json;
use super::connection::History;
use super::error::HistoryError;
use super::record::{Body, Record};
use super::record_id::RecordId;
use super::undo::COUNTS;

/// A `job` record: what is new about a job. What it does not name stays as it was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobNote {
    /// Which job; its first record has the same id.
    pub job: RecordId,
    /// Title, company and date, all three.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<JobFacts>,
    /// The text of the posting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posting: Option<String>,
    /// Where the candidate says otherwise than what was read of the posting, all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<Wanted>,
    /// Notes on the company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Whether it is taken off the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<bool>,
    /// Fields of a newer version, kept as they came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl JobNote {
    /// A record that says nothing yet about a job.
    pub fn about(job: RecordId) -> Self {
        Self { job, facts: None, posting: None, wanted: None, notes: None, removed: None, other: Map::new() }
    }
}

/// What a job is called, and when its interview is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobFacts {
    /// The title of the posting. Empty: none was found.
    #[serde(default)]
    pub title: String,
    /// Who asks. Empty: nobody said.
    #[serde(default)]
    pub company: String,
    /// The day of the interview.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
}

/// Shares of the three shapes of role, in percent; together 100.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archetypes {
    /// API and service generalist.
    pub api: u8,
    /// Distributed-systems specialist.
    pub distributed: u8,
    /// Data and storage backend.
    pub data: u8,
}

/// Where the candidate says otherwise than what was read of a posting. None: as read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// The shape of the role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archetypes: Option<Archetypes>,
    /// Languages and platforms.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracks: Option<Vec<String>>,
    /// Topics with their weight, 1 to 3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topics: Option<BTreeMap<String, u8>>,
}

/// A job as its records have it.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownJob {
    /// Its name.
    pub id: RecordId,
    /// The day on which it was added.
    pub added_on: NaiveDate,
    /// Title, company and date.
    pub facts: JobFacts,
    /// The text of the posting.
    pub posting: String,
    /// Where the candidate says otherwise.
    pub wanted: Wanted,
    /// Notes on the company; may be empty.
    pub notes: String,
}

/// How an answer went in a real interview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Went {
    /// It went well.
    Well,
    /// Neither well nor badly.
    Fair,
    /// It went badly.
    Badly,
}

/// A question of a real interview.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RealQuestion {
    /// The question, as it was written down.
    pub text: String,
    /// How the answer went; none: nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub went: Option<Went>,
    /// The own question that was made of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<QuestionId>,
    /// The question of a bank that is like it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub like: Option<QuestionId>,
}

/// An `interview` record: what was asked in a real one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interview {
    /// For which job; none: for none that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<RecordId>,
    /// The day of the interview.
    pub held_on: NaiveDate,
    /// The questions, in their order.
    #[serde(default)]
    pub asked: Vec<RealQuestion>,
    /// Fields of a newer version, kept as they came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl History {
    fn of_type(&self, kind: &str) -> Result<Vec<Record>, HistoryError> {
        let sql = format!("SELECT json FROM record r WHERE type = ?1 AND {COUNTS} ORDER BY at_us, id");
        self.reading(|conn| {
            let mut select = conn.prepare_cached(&sql)?;
            let rows = select.query_map([kind], |row| row.get::<_, String>(0))?;
            rows.map(|row| json(&row?)).collect()
        })
    }

    /// The jobs that were added and not removed, in the order in which they were added.
    pub fn jobs(&self) -> Result<Vec<KnownJob>, HistoryError> {
        Ok(self.every_job()?.into_iter().filter(|(_, removed)| !removed).map(|(job, _)| job).collect())
    }

    /// Those that were removed.
    pub fn removed_jobs(&self) -> Result<Vec<KnownJob>, HistoryError> {
        Ok(self.every_job()?.into_iter().filter(|(_, removed)| *removed).map(|(job, _)| job).collect())
    }

    /// All of them, and whether each was removed.
    fn every_job(&self) -> Result<Vec<(KnownJob, bool)>, HistoryError> {
        let mut jobs: Vec<(KnownJob, bool)> = Vec::new();
        let mut records = self.of_type("job")?;
        // What made a job comes first, also where a clock gave a later record the same instant.
        records.sort_by_key(|record| (record.at, !matches!(&record.body, Body::Job(note) if note.job == record.id)));
        for record in records {
            let Body::Job(note) = record.body else { continue };
            let at = jobs.iter().position(|(job, _)| job.id == note.job).unwrap_or_else(|| {
                jobs.push((
                    KnownJob {
                        id: note.job.clone(),
                        added_on: record.day,
                        facts: JobFacts::default(),
                        posting: String::new(),
                        wanted: Wanted::default(),
                        notes: String::new(),
                    },
                    false,
                ));
                jobs.len() - 1
            });
            let (job, removed) = &mut jobs[at];
            job.facts = note.facts.unwrap_or_else(|| std::mem::take(&mut job.facts));
            job.posting = note.posting.unwrap_or_else(|| std::mem::take(&mut job.posting));
            job.wanted = note.wanted.unwrap_or_else(|| std::mem::take(&mut job.wanted));
            job.notes = note.notes.unwrap_or_else(|| std::mem::take(&mut job.notes));
            *removed = note.removed.unwrap_or(*removed);
        }
        Ok(jobs)
    }

    /// The real interviews that were written down, oldest first.
    pub fn interviews(&self) -> Result<Vec<(RecordId, Interview)>, HistoryError> {
        let all = self.of_type("interview")?.into_iter();
        Ok(all
            .filter_map(|record| match record.body {
                Body::Interview(interview) => Some((record.id, interview)),
                _ => None,
            })
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Counting, history, id, record, undo};

    fn note(name: &str, hours: i64, change: impl FnOnce(&mut JobNote)) -> Record {
        let mut note = JobNote::about(id("acme"));
        change(&mut note);
        record(name, hours, Body::Job(note))
    }

    fn facts(title: &str) -> JobFacts {
        JobFacts { title: title.into(), company: "Acme".into(), date: NaiveDate::from_ymd_opt(2026, 12, 14) }
    }

    #[test]
    fn of_each_part_of_a_job_the_newest_word_counts() {
        let records = [
            note("acme", 0, |note| (note.facts, note.posting) = (Some(facts("Engineer")), Some("We want Go".into()))),
            note("n1", 1, |note| note.notes = Some("They ship parcels.".into())),
            note("n2", 2, |note| note.facts = Some(facts("Senior Engineer"))),
        ];
        // In any order of arrival, because the instant of a record decides.
        let mut backwards = records.clone();
        backwards.reverse();
        for records in [&records[..], &backwards[..]] {
            let jobs = history(records).jobs().expect("read");
            assert_eq!(jobs.len(), 1);
            assert_eq!((jobs[0].facts.title.as_str(), jobs[0].posting.as_str()), ("Senior Engineer", "We want Go"));
            assert_eq!(jobs[0].notes, "They ship parcels.");
        }
    }

    #[test]
    fn a_removed_job_is_off_the_list_and_an_undo_brings_it_back() {
        let mut history = history(&[
            note("acme", 0, |note| note.facts = Some(facts("Engineer"))),
            note("gone", 1, |note| note.removed = Some(true)),
        ]);
        assert!(history.jobs().expect("read").is_empty());
        assert_eq!(history.removed_jobs().expect("read")[0].facts.title, "Engineer");
        history.append(&[undo("u", "gone", 2)], &Counting).expect("saved");
        assert_eq!(history.jobs().expect("read").len(), 1);
    }

    #[test]
    fn jobs_and_interviews_travel_with_the_log() {
        let asked =
            RealQuestion { text: "Why \u{1b}[31m?".into(), went: Some(Went::Badly), question: None, like: None };
        let interview = Interview {
            job: Some(id("acme")),
            held_on: facts("").date.expect("set"),
            asked: vec![asked],
            other: Map::new(),
        };
        let records =
            [note("acme", 0, |note| note.facts = Some(facts("Engineer"))), record("i", 1, Body::Interview(interview))];
        let mut lines = Vec::new();
        history(&records).export(&mut lines).expect("written");
        let mut copy = History::in_memory().expect("opened");
        copy.import(lines.as_slice(), "log", &Counting).expect("merged");
        assert_eq!(copy.jobs().expect("read").len(), 1);
        assert_eq!(copy.interviews().expect("read")[0].1.asked[0].went, Some(Went::Badly));
        let mut again = Vec::new();
        copy.export(&mut again).expect("written");
        assert_eq!(again, lines);
    }
}
