//! Fixtures shared by the tests of several modules.

use serde_json::json;

use super::rules::Rules;
use crate::bank::{Level, Question};

/// A candidate who aims at senior and gets twice the time for typed answers.
pub(crate) const RULES: Rules = Rules { level: Level::Senior, typed_factor: 2.0 };

/// A question with three points, a variant, hints and mistakes.
pub(crate) fn question() -> Question {
    let question = json!({
        "id": "q", "prompt": "Asked plainly?", "variants": ["Asked otherwise?"],
        "seconds": {"think": 10, "target": 100, "max": 150},
        "look_for": [
            {"id": "protect", "text": "Protects the store first", "tier": "must", "cues": ["shed load"]},
            {"id": "measure", "text": "Measures before changing", "tier": "strong"},
            {"id": "senior-point", "text": "Says what it costs", "tier": "senior"}
        ],
        "mistakes": [{"id": "flush", "text": "Flushes everything", "critical": true}],
        "weak": [{"id": "restart", "text": "I'd restart it."}],
        "hints": ["Who suffers?", "What stands behind it?", "Protect the store."],
        "clarifications": [{"ask": "How many users?", "answer": "Ten thousand."}]
    });
    serde_json::from_value(question).expect("a question")
}
