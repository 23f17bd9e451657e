//! The scorecard of a mock: numbers from 1 to 4 on anchored dimensions, with the evidence before the number.
//!
//! For each answer, every dimension of its kind gets a number: the judge's, or else the one that the evidence
//! suggests. An answer is the mean of its dimensions, a round the mean of its answers, and the sitting the mean of
//! its rounds weighted by the loop. The scorecard never says how likely an offer is.

use std::collections::{BTreeMap, BTreeSet};

use super::band::Band;
use super::card::{AnswerCard, Card, Doubted, JudgedBy, Number, Recommendation, RedFlag, RoundCard};
use super::expected::{Expected, expected};
use super::gaps::{critical_mistakes, gaps};
use super::judged::SLOW;
use super::judged_answer::{JudgedAnswer, RoundInfo, Weighed};
use super::level_read::{Read, read};
use super::number::number;
use super::rating::{Ticks, mean, ticked};
use super::recommendation::{Tally, highest_level, recommend};
use crate::bank::{Area, Dimension, Level, Part, Weights};
use crate::history::Tick;

/// What the answers are measured against: the loop and the target.
#[derive(Clone, Copy, Debug)]
pub struct Scale<'a> {
    /// The rounds in the order in which they were held.
    pub rounds: &'a [RoundInfo],
    /// How much each part of the loop counts.
    pub weights: Weights,
    /// The level aimed at, which decides the tiers that count.
    pub level: Level,
    /// The dimensions that get a number.
    pub dimensions: &'a [Dimension],
}

/// The answers of a sitting, added up.
struct Sum<'a> {
    weighed: Vec<Weighed<'a>>,
    answers: Vec<AnswerCard>,
    overall: Option<f64>,
    read: Read,
    decision: Decision,
}

impl<'a> Sum<'a> {
    fn of(judged: &'a [JudgedAnswer<'a>], scale: Scale<'_>, red_flags: usize) -> Self {
        let Scale { rounds, weights, level, dimensions } = scale;
        let weighed: Vec<Weighed<'a>> = judged.iter().map(|answer| Weighed::of(answer, level)).collect();
        let answers: Vec<AnswerCard> = weighed.iter().map(|weighed| answer(weighed, dimensions)).collect();
        let overall = overall(&answers, rounds, weights);
        let known = weighed.iter().filter(|one| one.score.is_some());
        let read = read(known.flat_map(|Weighed { answer, .. }| {
            let points = answer.question.look_for.iter();
            points.map(|point| (point, answer.ticks.points.get(&point.id).copied()))
        }));
        let decision = Decision::of(overall, tally(&weighed, critical_mistakes(judged).len(), red_flags, read, level));
        Self { weighed, answers, overall, read, decision }
    }

    /// What the next level takes. Empty if it is the recommendation that holds the level down, for then no points are
    /// missing.
    fn expected(&self, level: Level) -> Vec<Expected> {
        if self.decision.level == self.read.level { expected(&self.weighed, self.read, level) } else { Vec::new() }
    }
}

impl Card {
    /// Adds up a sitting. `by` says who judged it.
    pub fn of(judged: &[JudgedAnswer<'_>], scale: Scale<'_>, red_flags: &[RedFlag], by: JudgedBy) -> Self {
        let Scale { rounds, level, dimensions, .. } = scale;
        let sum = Sum::of(judged, scale, red_flags.len());
        let expected = sum.expected(level);
        let Sum { weighed, answers, overall, read, decision } = sum;
        let numbers = || answers.iter().flat_map(|answer| &answer.numbers);
        let by_dimension = |id: &str| mean(numbers().filter(|n| n.dimension == id).map(|n| f64::from(n.number)));
        let area_of = |id: &str| dimensions.iter().find(|dimension| dimension.id == id).map(|d| d.area);
        let areas: BTreeSet<Area> = numbers().filter_map(|number| area_of(&number.dimension)).collect();
        let by_area =
            |area: Area| mean(numbers().filter(|n| area_of(&n.dimension) == Some(area)).map(|n| f64::from(n.number)));
        let scored = weighed
            .iter()
            .filter_map(|one| Some((f64::from(one.answer.prediction?), f64::from(one.judged?.band.number()))));
        let scored: Vec<_> = scored.collect();
        Self {
            level,
            rounds: rounds
                .iter()
                .enumerate()
                .map(|(i, round)| RoundCard {
                    name: round.name.clone(),
                    mean: mean(answers.iter().filter(|answer| answer.round == i).filter_map(|answer| answer.mean)),
                })
                .collect(),
            dimensions: dimensions.iter().filter_map(|d| Some((d.id.clone(), by_dimension(&d.id)?))).collect(),
            areas: areas.into_iter().filter_map(|area| Some((area, by_area(area)?))).collect(),
            overall,
            band: decision.recommendation,
            level_read: decision.level,
            level_untold: read.is_untold(),
            reasons: decision.reasons,
            lowered_by: Vec::new(),
            predicted: mean(scored.iter().map(|pair| pair.0)),
            evidence: mean(scored.iter().map(|pair| pair.1)),
            expected,
            critical: critical_mistakes(judged),
            gaps: gaps(judged, level),
            red_flags: red_flags.to_vec(),
            judged_by: Some(by),
            doubted: doubted(judged, level),
            band_without_doubted: without_doubted(judged, scale, red_flags.len())
                .filter(|without| Some(*without) < decision.recommendation),
            planned: None,
            answers,
        }
    }
}

/// The recommendation if every tick that no words bear out were a miss. None if all are borne out, or nothing is
/// scored.
fn without_doubted(judged: &[JudgedAnswer<'_>], scale: Scale<'_>, red_flags: usize) -> Option<Recommendation> {
    judged.iter().find_map(|answer| answer.doubt)?;
    let borne_out = |answer: &JudgedAnswer<'_>| {
        let mut ticks = answer.ticks.clone();
        let doubted = answer.doubt.iter().flat_map(|doubt| &doubt.points);
        ticks.points.extend(doubted.map(|point| (point.clone(), Tick::Missed)));
        ticks
    };
    let ticks: Vec<Ticks> = judged.iter().map(borne_out).collect();
    let judged: Vec<JudgedAnswer<'_>> =
        judged.iter().zip(&ticks).map(|(answer, ticks)| JudgedAnswer { ticks, ..answer.clone() }).collect();
    Sum::of(&judged, scale, red_flags).decision.recommendation
}

/// The recommendation, the level that goes with it, and the reasons for both.
struct Decision {
    recommendation: Option<Recommendation>,
    level: Option<Level>,
    reasons: Vec<String>,
}

impl Decision {
    fn of(overall: Option<f64>, tally: Tally) -> Self {
        let Some(mean) = overall else { return Self { recommendation: None, level: None, reasons: Vec::new() } };
        let (recommendation, mut reasons) = recommend(mean, tally);
        let read = tally.read.level;
        // The lowest level that can be read is mid.
        let most = highest_level(recommendation, tally.target).filter(|level| *level >= Level::Mid);
        let level = read.min(most);
        reasons.push(if level == read {
            tally.read.words()
        } else {
            let at_most = level.map_or("not yet mid".to_owned(), |level| format!("reads as {level} at most"));
            format!("{at_most}: that goes with a {recommendation}")
        });
        Self { recommendation: Some(recommendation), level, reasons }
    }
}

fn tally(weighed: &[Weighed<'_>], critical: usize, red_flags: usize, read: Read, target: Level) -> Tally {
    let banded: Vec<_> = weighed.iter().filter_map(|one| Some((one, one.band()?))).collect();
    let scores = || weighed.iter().filter_map(|one| one.score);
    Tally {
        answers: banded.len(),
        failed: banded.iter().filter(|(_, band)| *band == Band::Fail).count(),
        impressed: banded.iter().filter(|(_, band)| *band == Band::Impress).count(),
        in_time: banded.iter().filter(|(one, _)| one.answer.circumstances.pace() <= SLOW).count(),
        critical,
        red_flags,
        musts: scores().map(|score| score.musts - score.musts_missed).sum(),
        musts_of: scores().map(|score| score.musts).sum(),
        read,
        target,
    }
}

/// How many of the candidate's own ticks no words bear out, of all that the candidate made. None if there are no such
/// ticks.
fn doubted(judged: &[JudgedAnswer<'_>], level: Level) -> Option<Doubted> {
    let own = judged.iter().filter(|answer| answer.judge == JudgedBy::Candidate);
    let sum = own.fold(Doubted { ticks: 0, of: 0 }, |sum, answer| Doubted {
        ticks: sum.ticks + answer.doubt.map_or(0, |doubt| doubt.points.len()),
        of: sum.of + ticked(answer.question, answer.ticks, level),
    });
    (sum.ticks > 0).then_some(sum)
}

/// The scorecard of one answer.
fn answer(weighed: &Weighed<'_>, dimensions: &[Dimension]) -> AnswerCard {
    let JudgedAnswer { name, question, round, held, .. } = weighed.answer;
    let scored = dimensions.iter().filter(|dimension| dimension.kinds.contains(&question.kind));
    let numbers: Vec<Number> = scored.map(|dimension| number(dimension, weighed)).collect();
    AnswerCard {
        question: name.clone(),
        kind: question.kind,
        round: *round,
        points: weighed.score.map_or(0.0, |score| score.points),
        of: weighed.score.map_or(0, |score| score.of),
        musts: weighed.score.map_or(0, |score| score.musts - score.musts_missed),
        musts_of: weighed.score.map_or(0, |score| score.musts),
        follow_ups: held.to_vec(),
        mean: mean(numbers.iter().map(|number| f64::from(number.number))),
        numbers,
        band: weighed.band(),
        share: weighed.judged.and_then(|judged| judged.share),
        reason: weighed.reason(),
        judged: weighed.score.is_none_or(|score| score.untouched == 0),
    }
}

/// The mean of the rounds, weighted by the loop. Rounds of the same part share its weight; in a mixed round, the
/// answers of each part count as a round of that part. Parts without answers leave their weight to the others. None
/// if no answer has a mean.
fn overall(answers: &[AnswerCard], rounds: &[RoundInfo], weights: Weights) -> Option<f64> {
    let mut groups: BTreeMap<(Part, usize), Vec<f64>> = BTreeMap::new();
    for answer in answers {
        let part = rounds.get(answer.round).and_then(|round| round.part).unwrap_or(Part::of(answer.kind));
        groups.entry((part, answer.round)).or_default().extend(answer.mean);
    }
    let parts = Part::ALL.iter().filter_map(|part| {
        let rounds = groups.iter().filter(|((of, _), _)| of == part);
        let value = mean(rounds.filter_map(|(_, means)| mean(means.iter().copied())))?;
        Some((f64::from(weights.of(*part)), value))
    });
    let parts: Vec<(f64, f64)> = parts.collect();
    let total: f64 = parts.iter().map(|part| part.0).sum();
    if total > 0.0 {
        return Some(parts.iter().map(|(weight, value)| weight * value).sum::<f64>() / total);
    }
    mean(parts.into_iter().map(|part| part.1))
}

#[cfg(test)]
mod table_tests;
#[cfg(test)]
mod tests;
