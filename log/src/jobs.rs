//! Jobs that the candidate applies for, and what was asked in the interviews for them.
//!
//! A job is the sum of its records. Each record holds only what it changes, so that a date set on one machine and notes
//! written on another both survive a merge: for each part, the newest record counts.

use chrono::NaiveDate;

use super::cell::json;
use super::connection::History;
use super::error::HistoryError;
use super::record::{Body, Interview, JobFacts, Record, Wanted};
use super::record_id::RecordId;
use super::undo::COUNTS;

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
    use serde_json::Map;

    use super::*;
    use crate::testing::{Counting, history, id, record, undo};
    use crate::{JobNote, RealQuestion, Went};

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
