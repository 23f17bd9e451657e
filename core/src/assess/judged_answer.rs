//! What a scorecard is added up from: answers with what was ticked about them, and the rounds that they belong to.

use std::collections::BTreeMap;

use super::band::{Band, Judged, judge};
use super::card::{Held, JudgedBy};
use super::rating::{Circumstances, Score, Ticks, score};
use crate::bank::{Level, Part, Question, QuestionId};
use crate::history::Doubt;

/// Everything about one answer that bears on the scorecard.
#[derive(Clone, Debug)]
pub struct JudgedAnswer<'a> {
    /// `bank/id`.
    pub name: QuestionId,
    /// The question with its notes.
    pub question: &'a Question,
    /// Index of its round.
    pub round: usize,
    /// Who judged it.
    pub judge: JudgedBy,
    /// What was ticked.
    pub ticks: &'a Ticks,
    /// What was asked after it.
    pub held: &'a [Held],
    /// Whether the candidate asked for clarification. None: nobody knows, and it says nothing.
    pub clarified: Option<bool>,
    /// Time, hints, and whether the answer was "don't know".
    pub circumstances: Circumstances,
    /// Ticks that the words of the answer do not bear out.
    pub doubt: Option<&'a Doubt>,
    /// What the candidate thought it was worth, 1 to 4.
    pub prediction: Option<u8>,
    /// The judge's own numbers by dimension; what is absent is taken as suggested.
    pub numbers: &'a BTreeMap<String, u8>,
}

impl JudgedAnswer<'_> {
    /// Whether a friend gave numbers and looked at no point: then nothing is known of the points, and none is missed.
    /// Candidates are asked about what they leave open, and their numbers go no further than their ticks.
    fn is_judged_by_numbers(&self) -> bool {
        let Ticks { points, mistakes, .. } = self.ticks;
        self.judge == JudgedBy::Friend
            && !self.numbers.is_empty()
            && points.is_empty()
            && mistakes.is_empty()
            && !self.circumstances.gave_up
    }
}

/// A round as far as the scorecard is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundInfo {
    /// What people read.
    pub name: String,
    /// Whose weight it gets. None: each answer counts for the part of its kind.
    pub part: Option<Part>,
}

/// The band that own numbers speak of, for an answer without judged points: their mean, halves upwards. None: there are none.
pub fn band_of_numbers(numbers: &BTreeMap<String, u8>) -> Option<Band> {
    let sum: usize = numbers.values().map(|number| usize::from(*number)).sum();
    let count = Some(numbers.len()).filter(|count| *count > 0)?;
    Band::ALL.get(((2 * sum + count) / (2 * count)).clamp(1, 4) - 1).copied()
}

/// An answer with what its ticks come to at the level aimed at.
pub(super) struct Weighed<'a> {
    pub(super) answer: &'a JudgedAnswer<'a>,
    /// None: there are no notes to go by, or nobody looked at them.
    pub(super) score: Option<Score>,
    /// None: as for the score.
    pub(super) judged: Option<Judged>,
    /// The level aimed at.
    pub(super) level: Level,
}

impl<'a> Weighed<'a> {
    pub(super) fn of(answer: &'a JudgedAnswer<'a>, level: Level) -> Self {
        let score = score(answer.question, answer.ticks, level).filter(|_| !answer.is_judged_by_numbers());
        Self { answer, score, judged: judge(score, answer.circumstances), level }
    }

    /// The band: by the points, or, where there are none, by the judge's own numbers.
    pub(super) fn band(&self) -> Option<Band> {
        self.judged.map(|judged| judged.band).or_else(|| band_of_numbers(self.answer.numbers))
    }

    /// What decided the band, in words.
    pub(super) fn reason(&self) -> Option<String> {
        let by_hand = || band_of_numbers(self.answer.numbers).map(|_| "by the numbers given".to_owned());
        self.judged.map(|judged| judged.words()).or_else(by_hand)
    }
}
