//! The life of one question, and the seam to the floor that knows how memory works.

use chrono::NaiveDate;
use hotseat_bank::{QuestionId, Renames};

use super::outcome::Outcome;
use super::record::Rating;
use super::record_id::RecordId;
use super::standing::Standing;

/// Everything about one question that counts, in order: by instant, then by id. Without records that were undone and
/// judgements that a later one replaced.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Life {
    /// What happened, in order.
    pub events: Vec<Event>,
}

/// One thing that happened to a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// It was answered, at the place of the attempt; the verdict may be missing.
    Answer(Outcome),
    /// It was held back.
    Bury {
        /// Microseconds since 1970 UTC.
        at_us: i64,
        /// Practice day of the record.
        day: NaiveDate,
        /// The first day on which it may be asked again.
        until: NaiveDate,
    },
    /// It was taken out of the schedule, or put back.
    Suspend {
        /// Microseconds since 1970 UTC.
        at_us: i64,
        /// Practice day of the record.
        day: NaiveDate,
        /// True: out. False: back.
        suspended: bool,
    },
}

/// A judgement that moves the schedule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Review<'a> {
    /// The attempt that was judged.
    pub attempt: &'a RecordId,
    /// Practice day of the attempt.
    pub day: NaiveDate,
    /// What counts.
    pub rating: Rating,
    /// The day that load balance chose, if it did.
    pub due: Option<NaiveDate>,
    /// It comes back within so many days.
    pub within_days: Option<u32>,
}

impl Life {
    /// The answers, judged or not, in order.
    pub fn answers(&self) -> impl Iterator<Item = &Outcome> {
        self.events.iter().filter_map(|event| match event {
            Event::Answer(outcome) => Some(outcome),
            _ => None,
        })
    }

    /// The judgements that move the schedule, in order of their attempts.
    pub fn reviews(&self) -> impl Iterator<Item = Review<'_>> {
        self.answers().filter_map(|outcome| {
            let verdict = outcome.verdict.as_ref().filter(|verdict| verdict.scheduled)?;
            Some(Review {
                attempt: &outcome.attempt,
                day: outcome.day,
                rating: verdict.rating?,
                due: verdict.due,
                within_days: verdict.within_days,
            })
        })
    }

    /// Whether the question is out of the schedule: what the last word on it says.
    pub fn suspended(&self) -> bool {
        let last = self.events.iter().rev().find_map(|event| match event {
            Event::Suspend { suspended, .. } => Some(*suspended),
            _ => None,
        });
        last.unwrap_or(false)
    }

    /// The first day on which it may be asked again, by the last word on it.
    pub fn buried_until(&self) -> Option<NaiveDate> {
        self.events.iter().rev().find_map(|event| match event {
            Event::Bury { until, .. } => Some(*until),
            _ => None,
        })
    }
}

/// How a life becomes a standing. Must depend on its arguments alone, so that a rebuild gives the same bytes.
pub trait Projection {
    /// Names everything that the result depends on besides the log: model, version, settings. When it changes, the
    /// standings are made anew.
    fn fingerprint(&self) -> String;

    /// Questions and points that were once called otherwise; part of the fingerprint.
    fn renames(&self) -> &Renames {
        static NONE: Renames = Renames::NONE;
        &NONE
    }

    /// The band, 1 to 4, of an outcome whose judgement recorded none. None: there is nothing to go by.
    fn band(&self, outcome: &Outcome) -> Option<u8>;

    /// The standing of a question. None: it has none (answered without moving the schedule, neither suspended nor
    /// buried). `weights` are those in force, None for the defaults.
    fn stand(&self, question: &QuestionId, life: &Life, weights: Option<&[f32]>) -> Option<Standing>;
}
