//! Lines written by other tools: one object that stands for an attempt and its judgement.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use hotseat_bank::QuestionId;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::moment::practice_day;
use crate::record::{FollowUpAnswer, Medium, Mode, Rating, Tick};
use crate::record_id::RecordId;
use crate::record_row::read_body;

/// A line without `type` but with a `rating`: the shape of `history list --json`, of which only `id`, `question`,
/// `answered_at` and `rating` are required.
#[derive(Deserialize)]
struct Foreign {
    id: RecordId,
    question: QuestionId,
    answered_at: DateTime<FixedOffset>,
    rating: Rating,
    day: Option<NaiveDate>,
    sitting: Option<RecordId>,
    mode: Option<Mode>,
    medium: Option<Medium>,
    text: Option<String>,
    recording: Option<String>,
    seconds: Option<Times>,
    target_seconds: Option<u32>,
    prediction: Option<u8>,
    points: Option<BTreeMap<String, Tick>>,
    mistakes: Option<Vec<String>>,
    weak: Option<Vec<String>>,
    hints: Option<u32>,
    gave_up: Option<bool>,
    suggested_rating: Option<Rating>,
    scheduled: Option<bool>,
    score: Option<f64>,
    revision: Option<u32>,
    wording: Option<u32>,
    follow_ups: Option<Vec<FollowUpAnswer>>,
    #[serde(flatten)]
    other: Map<String, Value>,
}

#[derive(Default, Deserialize)]
struct Times {
    think: Option<f64>,
    answer: Option<f64>,
    paused: Option<f64>,
}

/// The two records that such a line stands for, as JSON. The judgement gets the id `<id>:judgement`, so that importing
/// the line again recognises it. Unknown fields are kept with the attempt.
///
/// A retry (`"mode": "practice"`) does not move the schedule unless the line says so; everything else does unless the
/// line says that it does not.
pub(super) fn records(value: &Value) -> Result<[Value; 2], String> {
    let line: Foreign = read_body(value)?;
    let day = line.day.unwrap_or_else(|| practice_day(line.answered_at));
    let mode = line.mode.unwrap_or(Mode::Drill);
    let times = line.seconds.unwrap_or_default();
    let mut attempt = line.other;
    let known = json!({
        "id": line.id, "type": "attempt", "at": line.answered_at, "day": day,
        "question": line.question, "revision": line.revision.unwrap_or(1),
        "sitting": line.sitting, "mode": mode, "medium": line.medium.unwrap_or(Medium::Typed),
        "text": line.text.unwrap_or_default(), "recording": line.recording,
        "seconds": {
            "think": times.think.unwrap_or(0.0), "answer": times.answer.unwrap_or(0.0),
            "paused": times.paused.unwrap_or(0.0),
        },
        "target_seconds": line.target_seconds.unwrap_or(0), "prediction": line.prediction,
        "hints": line.hints.unwrap_or(0), "gave_up": line.gave_up.unwrap_or(false),
        "wording": line.wording.unwrap_or(0), "follow_ups": line.follow_ups.unwrap_or_default(),
    });
    if let Value::Object(known) = known {
        attempt.extend(known);
    }
    let judgement = json!({
        "id": format!("{}:judgement", line.id), "type": "judgement", "at": line.answered_at, "day": day,
        "attempt": line.id, "question": line.question, "rating": line.rating, "suggested": line.suggested_rating,
        "points": line.points.unwrap_or_default(), "mistakes": line.mistakes.unwrap_or_default(),
        "weak": line.weak.unwrap_or_default(), "score": line.score,
        "scheduled": line.scheduled.unwrap_or(mode != Mode::Practice),
    });
    Ok([Value::Object(attempt), judgement])
}
