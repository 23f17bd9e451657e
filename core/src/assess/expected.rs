//! What an interviewer one level up wants to have heard in the answers that keep a sitting from that level.

use serde::{Deserialize, Serialize};

use super::judged_answer::Weighed;
use super::level_read::Read;
use super::rating::worth;
use crate::bank::{Level, QuestionId};

/// The most sentences that a scorecard shows.
const MOST: usize = 3;

/// What was expected of an answer one level above the one that the sitting reads as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// The question that was answered.
    pub question: QuestionId,
    /// The level above the one that the sitting reads as.
    pub level: Level,
    /// What an interviewer at that level wants to have heard, as the question words it.
    pub words: String,
}

impl Expected {
    /// The words that introduce the sentences: "At senior an interviewer wants to have heard".
    pub fn lead(level: Level) -> String {
        format!("At {level} an interviewer wants to have heard")
    }
}

/// The sentences for the answers that fell short in the tier that decided the level read, those with most missing
/// first. Empty if the level aimed at is reached, if there are too few points to tell, or if the questions say
/// nothing about it.
pub(super) fn expected(weighed: &[Weighed<'_>], read: Read, target: Level) -> Vec<Expected> {
    let Some((level, tier, needs)) = read.lacks().filter(|(level, ..)| *level <= target) else { return Vec::new() };
    let of = |one: &Weighed<'_>| {
        let words = one.answer.question.expect.get(&level)?;
        let ticks = &one.answer.ticks.points;
        let points = one.answer.question.look_for.iter().filter(|point| point.tier == tier);
        let worths: Vec<f64> = points.map(|point| ticks.get(&point.id).map_or(0.0, |tick| worth(*tick))).collect();
        let (got, of): (f64, f64) = (worths.iter().sum(), worths.len() as f64);
        let expected = Expected { question: one.answer.name.clone(), level, words: words.clone() };
        (got < needs * of - 1e-9).then_some((of - got, expected))
    };
    let mut short: Vec<(f64, Expected)> = weighed.iter().filter(|one| one.score.is_some()).filter_map(of).collect();
    // The sort is stable: where the same amount is missing, the order of the interview is kept.
    short.sort_by(|a, b| b.0.total_cmp(&a.0));
    short.into_iter().take(MOST).map(|(_, expected)| expected).collect()
}
