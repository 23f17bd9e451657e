//! What a screen can order about jobs, and the pages about them that are edited in another program.

use chrono::NaiveDate;

use super::external::Of;
use crate::engine::{Engine, PageText};
use crate::history::{RealQuestion, RecordId, Wanted};
use crate::job::notes_template;
use crate::moment::Moment;

/// Something to do with jobs.
#[derive(Clone, Debug)]
pub enum JobOrder {
    /// Read a posting from the file at this path, as it was typed.
    AddFile(String),
    /// Read a posting from a pasted text.
    AddText(String),
    /// Add this posting although there was a doubt about it.
    AddAnyway(String),
    /// Practise for this job.
    Use(RecordId),
    /// Correct what was read from a job's posting.
    Correct(RecordId, Wanted),
    /// Remove the job from the list.
    Remove(RecordId),
    /// Keep the questions of a real interview for a job: the job, the day, the questions.
    Interview(Option<RecordId>, NaiveDate, Vec<RealQuestion>),
    /// Write the page of the day to a file: for a job, or for the current one.
    WriteDay(Option<RecordId>),
}

/// A page about a job that is edited in another program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobPage {
    /// What was read from the posting of a job.
    Facts(RecordId),
    /// Notes on the company of a job.
    Notes(RecordId),
}

impl JobPage {
    /// What the editor begins with. The error is a sentence to show.
    pub fn text(&self, engine: &Engine, now: Moment) -> Result<PageText, String> {
        let job = |id: &RecordId| engine.jobs().find(Some(id.as_str()), now).map_err(|error| error.to_string());
        match self {
            Self::Facts(id) => job(id).map(|job| engine.jobs().page(&job)),
            Self::Notes(id) => job(id).map(|job| {
                let text = if job.notes.is_empty() { notes_template(&job.facts.company) } else { job.notes };
                PageText { text, unsaved: false }
            }),
        }
    }

    /// The same as an [`Of`], which names its file.
    pub fn of(&self) -> Of {
        match self {
            Self::Facts(id) => Of::Job(id.clone()),
            Self::Notes(id) => Of::CompanyNotes(id.clone()),
        }
    }

    /// Saves the edited page, if it was changed. Both results are sentences to show.
    pub fn keep(&self, before: &PageText, page: &str, engine: &mut Engine, now: Moment) -> Result<String, String> {
        match self {
            Self::Facts(id) => engine.keep_job_page(id, before, page, now),
            Self::Notes(_) if page.trim_end() == before.text.trim_end() => Ok("Nothing was changed.".to_owned()),
            Self::Notes(id) => {
                let kept = engine.keep_job_notes(id, page, now).map_err(|error| error.to_string());
                kept.map(|()| "The notes are kept: J shows them beside questions about the company.".to_owned())
            }
        }
    }
}
