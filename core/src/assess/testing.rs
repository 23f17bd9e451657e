//! Helpers that the tests of this folder share.

use serde_json::json;

use super::Ticks;
use crate::bank::Question;
use crate::history::Tick;

/// A question with points of all tiers and two mistakes.
pub(super) fn question() -> Question {
    let question = json!({
        "id": "q", "prompt": "Why?",
        "look_for": [
            {"id": "must", "text": "m", "tier": "must"},
            {"id": "strong", "text": "s", "tier": "strong"},
            {"id": "strong-2", "text": "s", "tier": "strong"},
            {"id": "senior", "text": "n", "tier": "senior"},
            {"id": "staff", "text": "f", "tier": "staff"}
        ],
        "mistakes": [{"id": "slip", "text": "x"}, {"id": "lapse", "text": "z"}, {"id": "fatal", "text": "y", "critical": true}]
    });
    serde_json::from_value(question).expect("a question")
}

/// Ticks: which points are hit, which are partly there, and which mistakes were made.
pub(super) fn ticks(hit: &[&str], partial: &[&str], mistakes: &[&str]) -> Ticks {
    let hits = hit.iter().map(|id| ((*id).to_owned(), Tick::Hit));
    let partials = partial.iter().map(|id| ((*id).to_owned(), Tick::Partial));
    Ticks {
        points: hits.chain(partials).collect(),
        mistakes: mistakes.iter().map(|id| (*id).to_owned()).collect(),
        weak: Vec::new(),
    }
}
