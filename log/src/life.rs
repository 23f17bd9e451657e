//! The life of one question, and the trait through which the layer that knows how memory works is called.

use chrono::NaiveDate;
use hotseat_bank::{QuestionId, Renames};

use super::outcome::Outcome;
use super::record::Rating;
use super::record_id::RecordId;
use super::standing::Standing;

/// Everything about one question that counts, ordered by instant and then by id. Excludes undone records and judgements
/// that a later one replaced.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Life {
    /// The events, in order.
    pub events: Vec<Event>,
}

/// One thing that happened to a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// It was answered; placed at the attempt's instant, and perhaps without a verdict.
    Answer(Outcome),
    /// It was held back.
    Bury {
        /// When, in microseconds since 1970 UTC.
        at_us: i64,
        /// Practice day of the record.
        day: NaiveDate,
        /// The first day on which it may be asked again.
        until: NaiveDate,
    },
    /// It was taken out of the schedule, or put back.
    Suspend {
        /// When, in microseconds since 1970 UTC.
        at_us: i64,
        /// Practice day of the record.
        day: NaiveDate,
        /// True if it was taken out, false if it was put back.
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
    /// The rating that counts.
    pub rating: Rating,
    /// The day chosen by load balancing, if it chose one.
    pub due: Option<NaiveDate>,
    /// The longest interval allowed, in days, if there is a limit.
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

    /// The judgements that move the schedule, in the order of their attempts.
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

    /// Whether the question is out of the schedule, according to the last suspend event.
    pub fn suspended(&self) -> bool {
        let last = self.events.iter().rev().find_map(|event| match event {
            Event::Suspend { suspended, .. } => Some(*suspended),
            _ => None,
        });
        last.unwrap_or(false)
    }

    /// The first day on which it may be asked again, according to the last bury event.
    pub fn buried_until(&self) -> Option<NaiveDate> {
        self.events.iter().rev().find_map(|event| match event {
            Event::Bury { until, .. } => Some(*until),
            _ => None,
        })
    }
}

/// How a life becomes a standing. Must depend on its arguments only, so that a rebuild gives the same bytes.
pub trait Projection {
    /// Identifies everything besides the log that the result depends on: model, version, settings. When it changes, the
    /// standings are rebuilt.
    fn fingerprint(&self) -> String;

    /// The renamed questions and points; part of the fingerprint.
    fn renames(&self) -> &Renames {
        static NONE: Renames = Renames::NONE;
        &NONE
    }

    /// The band, 1 to 4, of an outcome whose judgement recorded none. None if there is nothing to base it on.
    fn band(&self, outcome: &Outcome) -> Option<u8>;

    /// The standing of a question. None if it has none: it was at most answered without moving the schedule, and is
    /// neither suspended nor buried. `weights` are those in force, None for the defaults.
    fn stand(&self, question: &QuestionId, life: &Life, weights: Option<&[f32]>) -> Option<Standing>;
}
