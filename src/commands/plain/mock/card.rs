//! A scorecard in sentences.

use crate::assess::Card;
use crate::bank::Part;
use crate::commands::plain::says::Says;
use crate::engine::Engine;
use crate::practice::mock::{AnswerDifferences, band_words, expected_words, level_words, result_rows};
use crate::practice::words::{self, halves, minutes};

pub(super) fn say(says: &mut Says, title: &str, card: &Card, parts: &[Option<Part>], seconds: &[f64], engine: &Engine) {
    let read = level_words(card.level_read, card.level_untold);
    let doubt = card.doubt_words().map_or(String::new(), |doubt| format!(", {doubt}"));
    says.gap(format!("Scorecard: {title}. {}{doubt}. Level read: {read}.", band_words(card)));
    for reason in &card.reasons {
        says.line(format!("Because: {reason}."));
    }
    if let Some(judged) = card.judged_words() {
        says.line(format!("The scorecard is {judged}."));
    }
    if !card.lowered_by.is_empty() {
        let names: Vec<&str> = card.lowered_by.iter().map(|id| engine.mocks().dimension_title(id)).collect();
        says.line(format!("The level read is one lower for a 1 in: {}.", names.join(", ")));
    }
    for row in result_rows(card, parts, seconds) {
        let mut parts = vec![format!("{} of {} points", halves(row.points), row.of)];
        parts.push(format!("{} of {} musts", row.musts, row.musts_of));
        if row.asked > 0 {
            parts.push(format!("{} of {} follow-ups held", halves(row.held), row.asked));
        }
        parts.extend(row.seconds.map(minutes));
        parts.extend(row.mean.map(|mean| format!("{mean:.1} of 4")));
        says.line(format!("{}: {}.", row.name, parts.join(", ")));
    }
    for (area, mean) in &card.areas {
        says.line(format!("{}: {mean:.1}", area.title()));
    }
    for id in engine.mocks().dimensions_of([card]) {
        let mean = card.dimensions.get(id).copied().unwrap_or_default();
        says.line(format!("{}: {mean:.1}", engine.mocks().dimension_title(id)));
    }
    if let (Some(predicted), Some(evidence)) = (card.predicted, card.evidence) {
        says.line(words::predicted(predicted, evidence));
    }
    for flag in &card.red_flags {
        says.line(format!("Red flag: {}.", flag.words()));
    }
    for (number, gap) in (1..).zip(&card.gaps) {
        says.line(format!("To work on, {number}: {}", engine.mocks().gap_words(gap)));
    }
    if let Some((lead, expected)) = expected_words(card) {
        for (number, words) in expected {
            says.line(format!("{lead} in answer {number}: {words}"));
        }
    }
}

/// Prints what a friend and the candidate judged differently.
pub(super) fn differ(says: &mut Says, found: &[AnswerDifferences]) {
    for answer in found {
        says.gap(format!("Where your friend and you differ: {}", answer.prompt));
        for one in &answer.differences {
            says.line(format!("{}: your friend {}, you {}.", one.about, one.friend, one.candidate));
        }
    }
}
