//! The scorecard of a sitting: what it came to, by whose judgement, and among the mocks before it.

use std::collections::BTreeMap;

use super::dimensions::Dimensions;
use crate::assess::{Card, JudgedBy, KeptCard};
use crate::history::SittingRow;
use crate::report::sitting::card::{AreaMean, Course, Dimension, Flag, Gap, Scorecard, Verdict};
use crate::report::sitting::materials::Materials;
use crate::text::one_line;

/// The most mocks in a course: more would not fit on a phone.
const COURSE: usize = 12;

/// The scorecard that counts.
pub(super) fn scorecard(materials: &Materials<'_>, dimensions: &Dimensions) -> Option<Scorecard> {
    let (kept, day) = materials.card.as_ref()?;
    let card = &kept.card;
    let friend_said = friends(materials).map(|kept| &kept.friend).filter(|friend| !friend.is_empty());
    let mut means: Vec<Dimension> = card
        .dimensions
        .iter()
        .map(|(id, mean)| Dimension {
            id: id.clone(),
            title: dimensions.title(id),
            mean: *mean,
            answers: card.answers.iter().flat_map(|a| &a.numbers).filter(|n| n.dimension == *id).count(),
            anchor: dimensions.anchor(id, nearest(*mean)),
        })
        .collect();
    means.sort_by_key(|mean| dimensions.place(&mean.id));
    Some(Scorecard {
        day: *day,
        overall: card.overall,
        band: card.band,
        level_read: card.level_read,
        level_untold: card.level_untold,
        reasons: card.reasons.clone(),
        expected: card.expected.clone(),
        condition: card.condition(),
        band_without_doubted: card.band_without_doubted,
        judged_by: card.judged_by,
        judged: card.judged_words_of(&friend_said.map_or("a friend".into(), |friend| one_line(friend.who()))),
        doubt: card.doubt_words(),
        verdicts: verdicts(materials),
        friend: friend_said.cloned(),
        critical: card.critical.clone(),
        lowered_by: card.lowered_by.iter().map(|id| dimensions.title(id)).collect(),
        predicted: card.predicted,
        evidence: card.evidence,
        dimensions: means,
        areas: card
            .areas
            .iter()
            .map(|(area, mean)| AreaMean { area: *area, title: area.title(), mean: *mean })
            .collect(),
        red_flags: card.red_flags.iter().map(|flag| Flag { id: *flag, text: flag.words() }).collect(),
        gaps: card
            .gaps
            .iter()
            .map(|gap| Gap {
                what: match &gap.concept {
                    Some(concept) if gap.questions.len() > 1 => materials.notes.concept(concept),
                    _ => gap.what.clone(),
                },
                sort: gap.sort,
                words: gap.words(|concept| materials.notes.concept(concept)),
                concept: gap.concept.clone(),
                questions: gap.questions.clone(),
            })
            .collect(),
    })
}

/// The scorecards of one or both judges, the one that counts first.
fn cards<'a>(materials: &'a Materials<'_>) -> impl Iterator<Item = &'a KeptCard> {
    materials.kept().into_iter().chain(&materials.other)
}

/// The scorecard that a friend filled in, if any.
fn friends<'a>(materials: &'a Materials<'_>) -> Option<&'a KeptCard> {
    cards(materials).find(|kept| kept.is_friends())
}

/// The verdicts of two judges; empty if there is only one.
fn verdicts(materials: &Materials<'_>) -> Vec<Verdict> {
    if materials.other.is_none() {
        return Vec::new();
    }
    let verdict = |kept: &KeptCard| Verdict {
        by: if kept.is_friends() { JudgedBy::Friend } else { JudgedBy::Candidate },
        who: if kept.is_friends() { one_line(kept.friend.who()) } else { "the candidate".to_owned() },
        overall: kept.card.overall,
        band: kept.card.band,
        condition: kept.card.condition(),
        level_read: kept.card.level_read,
        level_untold: kept.card.level_untold,
    };
    cards(materials).map(verdict).collect()
}

/// The course of mocks of the same loop, ending with this one.
pub(super) fn course(materials: &Materials<'_>) -> Vec<Course> {
    let Some(kept) = materials.kept() else { return Vec::new() };
    let one = |row: &SittingRow, card: &Card| Course {
        sitting: row.sitting.sitting.clone(),
        day: row.day,
        overall: card.overall,
        band: card.band,
        dimensions: card.dimensions.iter().map(|(id, mean)| (id.clone(), *mean)).collect::<BTreeMap<_, _>>(),
    };
    let this = materials.row;
    let past = &materials.past;
    let first = past.len().saturating_sub(COURSE - 1);
    past[first..].iter().map(|past| one(&past.row, &past.card)).chain([one(this, &kept.card)]).collect()
}

/// The nearest whole number of 1 to 4, halves rounded down: an anchor applies only once it is reached.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 4")]
fn nearest(mean: f64) -> u8 {
    (mean - 0.5 - 1e-9).ceil().clamp(1.0, 4.0) as u8
}
