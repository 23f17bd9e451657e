//! What tests of many modules share, the faces' tests too.

// A test that panics here has failed.
#![allow(clippy::missing_panics_doc)]

use std::time::Duration;

use chrono::DateTime;
use serde_json::Map;

use crate::bank::QuestionId;
use crate::history::{Attempt, Medium, Mode, Spent};
use crate::moment::Moment;

/// A Sunday noon in Central Europe.
pub fn noon() -> Moment {
    Moment {
        wall: DateTime::parse_from_rfc3339("2026-11-22T12:00:00+01:00").expect("valid"),
        monotonic: Duration::from_secs(5),
    }
}

/// A typed answer in a drill. Sixty seconds were meant for it, it took none, and nothing was predicted.
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
