//! What a scorecard is added up from: the answers with their ticks, and the rounds that they belong to.

use std::collections::BTreeMap;

use super::band::Band;
use super::card::{Held, JudgedBy};
use super::judged::{Judged, judge};
use super::rating::{Circumstances, Score, Ticks, score};
use crate::bank::{Level, Part, Question, QuestionId};
use crate::history::Doubt;

/// Everything about one answer that bears on the scorecard.
#[derive(Clone, Debug)]
pub struct JudgedAnswer<'a> {
    /// `bank/id`.
    pub name: QuestionId,
    /// The question, including its notes.
    pub question: &'a Question,
    /// Index of its round, from 0.
    pub round: usize,
    /// Who ticked its points.
    pub judge: JudgedBy,
    /// The points, mistakes and weak signals that were ticked.
    pub ticks: &'a Ticks,
    /// The follow-ups asked after it, and how the replies held up.
    pub held: &'a [Held],
    /// Whether the candidate asked for clarification. None if nobody knows; it then counts neither way.
    pub clarified: Option<bool>,
    /// Time, hints, and whether the answer was "don't know".
    pub circumstances: Circumstances,
    /// The ticks that the words of the answer do not bear out. None if there are none.
    pub doubt: Option<&'a Doubt>,
    /// The candidate's prediction of its band, 1 to 4.
    pub prediction: Option<u8>,
    /// The judge's own numbers, 1 to 4, by dimension. A dimension that is absent gets the suggested number.
    pub numbers: &'a BTreeMap<String, u8>,
}

impl JudgedAnswer<'_> {
    /// Whether a friend gave numbers but ticked nothing: then nothing is known of the points, and none counts as
    /// missed. This is not so for candidates, who are asked about what they leave open and whose numbers go no
    /// further than their ticks.
    fn is_judged_by_numbers(&self) -> bool {
        let Ticks { points, mistakes, .. } = self.ticks;
        self.judge == JudgedBy::Friend
            && !self.numbers.is_empty()
            && points.is_empty()
            && mistakes.is_empty()
            && !self.circumstances.gave_up
    }
}

/// What the scorecard needs to know about a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundInfo {
    /// The name of the round, as shown to people.
    pub name: String,
    /// The part of the loop whose weight the round gets. None if the round is mixed: each answer then counts for the
    /// part of its kind.
    pub part: Option<Part>,
}

/// The band that the judge's own numbers stand for, for an answer without judged points: their mean, halves rounded
/// up. None if there are no numbers.
pub fn band_of_numbers(numbers: &BTreeMap<String, u8>) -> Option<Band> {
    let sum: usize = numbers.values().map(|number| usize::from(*number)).sum();
    let count = Some(numbers.len()).filter(|count| *count > 0)?;
    Band::ALL.get(((2 * sum + count) / (2 * count)).clamp(1, 4) - 1).copied()
}

/// An answer together with what its ticks add up to at the level aimed at.
pub(super) struct Weighed<'a> {
    pub(super) answer: &'a JudgedAnswer<'a>,
    /// None if the question has no notes to go by, or nobody looked at them.
    pub(super) score: Option<Score>,
    /// None if the score is, or if there is nothing to go by, see [`judge`].
    pub(super) judged: Option<Judged>,
    /// The level aimed at.
    pub(super) level: Level,
}

impl<'a> Weighed<'a> {
    pub(super) fn of(answer: &'a JudgedAnswer<'a>, level: Level) -> Self {
        let score = score(answer.question, answer.ticks, level).filter(|_| !answer.is_judged_by_numbers());
        Self { answer, score, judged: judge(score, answer.circumstances), level }
    }

    /// The band: from the points or, where there are none, from the judge's own numbers.
    pub(super) fn band(&self) -> Option<Band> {
        self.judged.map(|judged| judged.band).or_else(|| band_of_numbers(self.answer.numbers))
    }

    /// What decided the band, in words.
    pub(super) fn reason(&self) -> Option<String> {
        let by_hand = || band_of_numbers(self.answer.numbers).map(|_| "by the numbers given".to_owned());
        self.judged.map(|judged| judged.words()).or_else(by_hand)
    }
}
