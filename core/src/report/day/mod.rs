//! The report to read the evening before and the morning of an interview.

mod markdown;
mod page;

use chrono::NaiveDate;
use serde::Serialize;

use crate::bank::{Level, QuestionId};
use crate::report::words::day;

pub(super) use markdown::markdown;
pub(super) use page::html;

/// What there is to read before an interview. Serialised, this is the JSON report; fields may be added and are never
/// renamed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DayReport {
    /// The day on which the report was written.
    pub written_on: NaiveDate,
    /// The day of the interview; `None` if no date is set.
    pub date: Option<NaiveDate>,
    /// Days from `written_on` to `date`; negative if the date is past.
    pub days: Option<i64>,
    /// The target in a few words.
    pub target: String,
    /// The job that the interview is for; `None` if the target has no job.
    pub job: Option<DayJob>,
    /// The weakest musts; those that gain most come first.
    pub musts: Vec<DayMust>,
    /// Titles of the stories to have ready.
    pub stories: Vec<String>,
    /// Short questions to warm up with.
    pub warm_ups: Vec<WarmUp>,
    /// Questions that the candidate wants to ask, from the notes on the company.
    pub to_ask: Vec<String>,
    /// Figures worth knowing.
    pub numbers: Vec<DayNumber>,
}

/// The job that the interview is for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DayJob {
    /// Company and title.
    pub title: String,
    /// The level that the job is for.
    pub level: Level,
    /// Sentences of the posting with requirements.
    pub asked_for: Vec<String>,
    /// The candidate's notes on the company; may be empty.
    pub notes: String,
}

/// A must that was missing from an answer or is fading.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DayMust {
    /// The question that the point belongs to.
    pub question: QuestionId,
    /// The prompt of that question.
    pub prompt: String,
    /// The text of the point.
    pub point: String,
}

/// A short question to warm up with.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WarmUp {
    /// Name of the question.
    pub question: QuestionId,
    /// Its prompt.
    pub prompt: String,
}

/// A figure worth knowing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DayNumber {
    /// Label of the figure.
    pub name: String,
    /// The figure, as text.
    pub value: String,
}

impl DayReport {
    /// "Acme: Engineer", or "Your interview" without a job.
    pub fn title(&self) -> String {
        self.job.as_ref().map_or_else(|| "Your interview".to_owned(), |job| job.title.clone())
    }

    /// When the interview is, in words.
    pub fn when(&self) -> String {
        match (self.date, self.days) {
            (Some(date), Some(0)) => format!("Today, {}", day(date)),
            (Some(date), Some(1)) => format!("Tomorrow, {}", day(date)),
            (Some(date), Some(days)) if days > 1 => format!("{}, in {days} days", day(date)),
            (Some(date), _) => format!("{} is past", day(date)),
            (None, _) => "No date is set".to_owned(),
        }
    }

    /// The text shown for a part that is empty.
    pub fn nothing(part: DayPart) -> &'static str {
        match part {
            DayPart::Musts => "Nothing yet: points come here from answers that you judged.",
            DayPart::Stories => "None yet.",
            DayPart::WarmUps => "No short question suits the target.",
            DayPart::ToAsk => {
                "None written yet: they come from the heading \"Questions to ask\" of your notes on the company."
            }
        }
    }
}

/// The parts of the report that may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayPart {
    /// The weakest musts.
    Musts,
    /// The stories to have ready.
    Stories,
    /// The questions to warm up with.
    WarmUps,
    /// The questions that the candidate wants to ask.
    ToAsk,
}
