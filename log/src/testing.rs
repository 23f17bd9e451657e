//! What the tests of several modules share: a time, records, and a toy projection.

// A panic here is a failed test.
#![allow(clippy::missing_panics_doc)]

use std::time::Duration;

use chrono::{DateTime, FixedOffset, TimeDelta};
use hotseat_bank::QuestionId;
use serde_json::{Map, Value};

use super::History;
use super::draft::{Cursor, Draft, DraftStage};
use super::heard::{Delivery, DeliveryNote};
use super::life::{Life, Projection};
use super::moment::{Moment, practice_day};
use super::outcome::Outcome;
use super::record::{
    Attempt, Body, Bury, Judgement, Medium, Mode, Rating, Record, Spent, Suspend, Tick, Undo, Weights,
};
use super::record_id::RecordId;
use super::standing::{Remembered, Standing};

/// Noon on Sunday, 22 November 2026, in Central Europe.
pub fn noon() -> Moment {
    Moment {
        wall: DateTime::parse_from_rfc3339("2026-11-22T12:00:00+01:00").expect("valid"),
        monotonic: Duration::from_secs(5),
    }
}

/// A typed answer in a drill, with a target of sixty seconds, no time spent and no prediction.
pub fn typed(question: QuestionId, text: &str) -> Attempt {
    Attempt {
        question,
        revision: 1,
        sitting: None,
        mode: Mode::Drill,
        medium: Medium::Typed,
        text: text.to_owned(),
        recording: None,
        seconds: Spent::default(),
        target_seconds: 60,
        prediction: None,
        hints: 0,
        gave_up: false,
        wording: 0,
        follow_ups: Vec::new(),
        other: Map::new(),
    }
}

/// A memory model that is easily worked out by hand, yet depends on everything that a real one depends on: the order of
/// the ratings, the days between them, the weights.
pub struct Counting;

impl Projection for Counting {
    fn fingerprint(&self) -> String {
        "counting 1".to_owned()
    }

    fn band(&self, outcome: &Outcome) -> Option<u8> {
        Some(if outcome.verdict.as_ref()?.score? < 0.5 { 2 } else { 3 })
    }

    fn stand(&self, question: &QuestionId, life: &Life, weights: Option<&[f32]>) -> Option<Standing> {
        let growth = weights.and_then(|weights| weights.first()).map_or(1.5, |weight| f64::from(*weight));
        let (mut stability, mut attempts, mut lapses, mut passed) = (0.1_f64, 0, 0, false);
        let mut remembered: Option<Remembered> = None;
        for review in life.reviews() {
            let elapsed = remembered.map_or(0, |before| (review.day - before.last_day).num_days());
            stability = stability * growth + f64::from(review.rating.number()) / 3.0 + elapsed as f64 * 0.01;
            lapses += u32::from(passed && review.rating == Rating::Again);
            passed = review.rating != Rating::Again;
            attempts += 1;
            let due = review.due.unwrap_or(review.day + TimeDelta::days(i64::from(attempts)));
            remembered = Some(Remembered {
                stability,
                difficulty: 5.0,
                last_day: review.day,
                due,
                interval_days: attempts,
                last_rating: review.rating,
            });
        }
        let (suspended, buried_until) = (life.suspended(), life.buried_until());
        (remembered.is_some() || suspended || buried_until.is_some()).then(|| Standing {
            question: question.clone(),
            remembered,
            attempts,
            lapses,
            passed,
            suspended,
            buried_until,
        })
    }
}

/// A history in memory that holds these records.
pub fn history(records: &[Record]) -> History {
    let mut history = History::in_memory().expect("opened");
    history.append(records, &Counting).expect("saved");
    history
}

/// Parses a record id.
pub fn id(text: &str) -> RecordId {
    text.parse().expect("a record id")
}

/// Parses a question id.
pub fn question(text: &str) -> QuestionId {
    text.parse().expect("a question id")
}

/// This many hours after noon on 1 November 2026.
pub fn at(hours: i64) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-01T12:00:00+01:00").expect("an instant") + TimeDelta::hours(hours)
}

/// A record made this many hours after `at(0)`.
pub fn record(name: &str, hours: i64, body: Body) -> Record {
    Record { id: id(name), at: at(hours), day: practice_day(at(hours)), body }
}

/// A judgement with only a rating chosen by the candidate: nothing ticked, nothing suggested.
pub fn rated(attempt: RecordId, question: QuestionId, rating: Rating) -> Judgement {
    Judgement { rating: Some(rating), scheduled: true, ..Judgement::unrated(attempt, question) }
}

/// An answer with text that is hard to store, and with an unknown field.
pub fn attempt(name: &str, asked: &str, hours: i64) -> Record {
    let text = format!("answer {name} \u{0}\u{1b}[31m naïve 👩‍👩‍👧‍👦");
    let body = Attempt {
        seconds: Spent { think: 2.5, answer: 0.1 + 0.2, paused: 0.0 },
        target_seconds: 180,
        prediction: Some(3),
        other: Map::from_iter([("mood".to_owned(), Value::from("calm"))]),
        ..typed(question(asked), &text)
    };
    record(name, hours, Body::Attempt(body))
}

/// A judgement with a rating, 1 to 4, and one point hit.
pub fn judgement(name: &str, of: &str, asked: &str, hours: i64, rating: u8) -> Record {
    let body = Judgement {
        suggested: Some(Rating::Hard),
        points: [("metric-real".to_owned(), Tick::Hit)].into(),
        score: Some(0.75),
        ..rated(id(of), question(asked), Rating::try_from(rating).expect("a rating"))
    };
    record(name, hours, Body::Judgement(body))
}

/// A record that takes another one back.
pub fn undo(name: &str, of: &str, hours: i64) -> Record {
    record(name, hours, Body::Undo(Undo { record: id(of) }))
}

/// A record that holds a question back until the next day.
pub fn bury(name: &str, asked: &str, hours: i64) -> Record {
    let until = practice_day(at(hours)).succ_opt().expect("a day");
    record(name, hours, Body::Bury(Bury { question: question(asked), until }))
}

/// A record that suspends a question, or puts it back.
pub fn suspend(name: &str, asked: &str, hours: i64, suspended: bool) -> Record {
    record(name, hours, Body::Suspend(Suspend { question: question(asked), suspended }))
}

/// A record of new weights.
pub fn weights(name: &str, hours: i64, weights: &[f32]) -> Record {
    record(name, hours, Body::Weights(Weights { weights: weights.to_vec(), log_loss: None }))
}

/// The delivery of a one-minute answer whose first word comes after this many seconds.
pub fn delivery(name: &str, of: &str, asked: &str, hours: i64, first_word: f64) -> Record {
    let delivery = Delivery { duration_s: 60.0, first_word_s: Some(first_word), talk_s: 40.0, ..Delivery::default() };
    let note = DeliveryNote { attempt: id(of), question: question(asked), reply: None, delivery, other: Map::new() };
    record(name, hours, Body::Delivery(note))
}

/// An answer in progress, with an unknown field.
pub fn draft(name: &str, text: &str) -> Draft {
    Draft {
        id: id(name),
        question: question("b/q"),
        revision: 1,
        sitting: None,
        mode: Mode::Drill,
        medium: Medium::Typed,
        text: text.to_owned(),
        cursor: Cursor { line: 0, column: text.chars().count() },
        seconds: Spent { think: 1.0, answer: 0.1 + 0.2, paused: 0.0 },
        hints: 1,
        wording: 0,
        target_seconds: 180,
        prediction: None,
        started_at: at(0),
        saved_at: at(1),
        stage: DraftStage::Answering,
        takes: Vec::new(),
        take: 0,
        other: Map::from_iter([("later".to_owned(), Value::from(1))]),
    }
}
