//! The page for the evening before and the morning of an interview.

mod markdown;
mod page;

use chrono::NaiveDate;
use serde::Serialize;

use crate::bank::{Level, QuestionId};
use crate::report::words::day;

pub(super) use markdown::markdown;
pub(super) use page::html;

/// What there is to read before an interview. Serialised, this is its JSON; fields may be added and are never renamed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DayReport {
    /// The day on which this was written.
    pub written_on: NaiveDate,
    /// The day of the interview; none: none is set.
    pub date: Option<NaiveDate>,
    /// Days from the one to the other; negative: it is past.
    pub days: Option<i64>,
    /// What is practised for, in a few words.
    pub target: String,
    /// The job, if it is for one.
    pub job: Option<DayJob>,
    /// The weakest musts, those first that gain most.
    pub musts: Vec<DayMust>,
    /// Titles of the stories to have ready.
    pub stories: Vec<String>,
    /// Questions to warm up with.
    pub warm_ups: Vec<WarmUp>,
    /// What the candidate wants to ask.
    pub to_ask: Vec<String>,
    /// Numbers worth knowing.
    pub numbers: Vec<DayNumber>,
}

/// What the interview is for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DayJob {
    /// Company and title.
    pub title: String,
    /// The level.
    pub level: Level,
    /// Sentences of the posting about what is asked for.
    pub asked_for: Vec<String>,
    /// Notes on the company; may be empty.
    pub notes: String,
}

/// A point that a strong answer needs, and that was missing or is fading.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DayMust {
    /// Of which question.
    pub question: QuestionId,
    /// What that asks.
    pub prompt: String,
    /// The point.
    pub point: String,
}

/// A question to warm up with.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WarmUp {
    /// Its name.
    pub question: QuestionId,
    /// What it asks.
    pub prompt: String,
}

/// A number worth knowing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DayNumber {
    /// What is measured.
    pub name: String,
    /// How much it is.
    pub value: String,
}

impl DayReport {
    /// "Acme: Engineer", or what stands in its place.
    pub fn title(&self) -> String {
        self.job.as_ref().map_or_else(|| "Your interview".to_owned(), |job| job.title.clone())
    }

    /// When it is, in words.
    pub fn when(&self) -> String {
        match (self.date, self.days) {
            (Some(date), Some(0)) => format!("Today, {}", day(date)),
            (Some(date), Some(1)) => format!("Tomorrow, {}", day(date)),
            (Some(date), Some(days)) if days > 1 => format!("{}, in {days} days", day(date)),
            (Some(date), _) => format!("{} is past", day(date)),
            (None, _) => "No date is set".to_owned(),
        }
    }

    /// What stands where there is nothing to tell.
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

/// The parts of it that may be empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayPart {
    /// The weakest musts.
    Musts,
    /// The stories.
    Stories,
    /// The questions to warm up with.
    WarmUps,
    /// What to ask.
    ToAsk,
}
