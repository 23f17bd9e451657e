//! Jobs that the candidate applies for, and what was asked in the interviews for them.
//!
//! A job is the sum of its records. Each record holds only what it changes, so that a date set on one machine and notes
//! written on another both survive a merge: for each part, the newest record counts.

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

/// A `job` record: what has changed about a job. Fields that are None stay as they were.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobNote {
    /// Id of the job, which is that of its first record.
    pub job: RecordId,
    /// Title, company and date, replaced together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<JobFacts>,
    /// The text of the posting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posting: Option<String>,
    /// The candidate's corrections to what was read from the posting, replaced as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted: Option<Wanted>,
    /// Notes on the company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Whether the job is removed from the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<bool>,
    /// Fields of a newer version, kept as they were read.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl JobNote {
    /// A record about a job that changes nothing yet.
    pub fn about(job: RecordId) -> Self {
        Self { job, facts: None, posting: None, wanted: None, notes: None, removed: None, other: Map::new() }
    }
}

/// What a job is called, and when its interview takes place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobFacts {
    /// The title in the posting. Empty if none was found.
    #[serde(default)]
    pub title: String,
    /// The company. Empty if not given.
    #[serde(default)]
    pub company: String,
    /// The day of the interview, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
}

/// Shares of the three shapes of role, in percent; they add up to 100.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archetypes {
    /// API and service generalist.
    pub api: u8,
    /// Distributed-systems specialist.
    pub distributed: u8,
    /// Data and storage backend.
    pub data: u8,
}

/// The candidate's corrections to what was read from a posting. A field that is None is as read.
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

/// A job as its records add up.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownJob {
    /// Id of the job.
    pub id: RecordId,
    /// The practice day on which it was added.
    pub added_on: NaiveDate,
    /// Title, company and date.
    pub facts: JobFacts,
    /// The text of the posting.
    pub posting: String,
    /// The candidate's corrections.
    pub wanted: Wanted,
    /// Notes on the company; empty if there are none.
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
    /// The question, as the candidate wrote it down.
    pub text: String,
    /// How the answer went. None if not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub went: Option<Went>,
    /// The question in the candidate's own bank that was made from it, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<QuestionId>,
    /// A similar question of a bank, if one was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub like: Option<QuestionId>,
}

/// An `interview` record: what was asked in a real interview.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interview {
    /// The job that it was for. None if that job is not in the log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job: Option<RecordId>,
    /// The day of the interview.
    pub held_on: NaiveDate,
    /// The questions in the order in which they were asked.
    #[serde(default)]
    pub asked: Vec<RealQuestion>,
    /// Fields of a newer version, kept as they were read.
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

    /// The jobs that have not been removed, in the order in which they were added.
    pub fn jobs(&self) -> Result<Vec<KnownJob>, HistoryError> {
        Ok(self.every_job()?.into_iter().filter(|(_, removed)| !removed).map(|(job, _)| job).collect())
    }

    /// The jobs that have been removed, in the order in which they were added.
    pub fn removed_jobs(&self) -> Result<Vec<KnownJob>, HistoryError> {
        Ok(self.every_job()?.into_iter().filter(|(_, removed)| *removed).map(|(job, _)| job).collect())
    }

    /// All jobs, each with whether it was removed.
    fn every_job(&self) -> Result<Vec<(KnownJob, bool)>, HistoryError> {
        let mut jobs: Vec<(KnownJob, bool)> = Vec::new();
        let mut records = self.of_type("job")?;
        // A job's first record comes first even if a later one has the same instant.
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

    /// The real interviews on record, oldest first.
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
        // The order of arrival does not matter, because a record's own instant decides.
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
