//! The scorecard of a mock: numbers 1 to 4 on anchored dimensions, with the evidence before the number.
//!
//! Per answer each dimension of its kind gets a number: the judge's, or else the one suggested from the evidence. An
//! answer is the mean of its dimensions, a round the mean of its answers, the sitting the mean of its rounds weighted by
//! the loop. It never says how likely an offer is.

use std::collections::{BTreeMap, BTreeSet};

use super::band::{Band, SLOW};
use super::card::{AnswerCard, Card, Doubted, JudgedBy, Recommendation, RedFlag, RoundCard};
use super::gaps::{critical_mistakes, gaps};
use super::judged_answer::{JudgedAnswer, RoundInfo, Weighed};
use super::level_read::{Read, read};
use super::number::number;
use super::rating::mean;
use super::recommendation::{Tally, highest_level, recommend};
use crate::bank::{Area, Dimension, Kind, Level, Part, Tier, Weights};
use crate::history::Doubt;

/// What a scorecard is held against: the loop and the target.
#[derive(Clone, Copy, Debug)]
pub struct Scale<'a> {
    /// The rounds in order.
    pub rounds: &'a [RoundInfo],
    /// How much each part counts.
    pub weights: Weights,
    /// The level aimed at: which tiers count.
    pub level: Level,
    /// What is numbered.
    pub dimensions: &'a [Dimension],
}

impl Card {
    /// Adds up.
    pub fn of(judged: &[JudgedAnswer<'_>], scale: Scale<'_>, red_flags: &[RedFlag], by: JudgedBy) -> Self {
        let Scale { rounds, weights, level, dimensions } = scale;
        let weighed: Vec<Weighed<'_>> = judged.iter().map(|answer| Weighed::of(answer, level)).collect();
        let mut lowered_by: Vec<String> = Vec::new();
        let answers: Vec<AnswerCard> =
            weighed.iter().map(|weighed| answer(weighed, dimensions, &mut lowered_by)).collect();
        lowered_by.sort();
        lowered_by.dedup();
        let numbers = || answers.iter().flat_map(|answer| &answer.numbers);
        let by_dimension = |id: &str| mean(numbers().filter(|n| n.dimension == id).map(|n| f64::from(n.number)));
        let area_of = |id: &str| dimensions.iter().find(|dimension| dimension.id == id).map(|d| d.area);
        let areas: BTreeSet<Area> = numbers().filter_map(|number| area_of(&number.dimension)).collect();
        let by_area =
            |area: Area| mean(numbers().filter(|n| area_of(&n.dimension) == Some(area)).map(|n| f64::from(n.number)));
        let overall = overall(&answers, rounds, weights);
        let read = read(judged.iter().flat_map(|answer| {
            let points = answer.question.look_for.iter();
            points.map(|point| (point, answer.ticks.points.get(&point.id).copied()))
        }));
        let read = if lowered_by.is_empty() { read } else { read.lowered() };
        let critical = critical_mistakes(judged);
        let decision = Decision::of(overall, tally(&weighed, critical.len(), red_flags.len(), read, level));
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
            lowered_by,
            predicted: mean(scored.iter().map(|pair| pair.0)),
            evidence: mean(scored.iter().map(|pair| pair.1)),
            critical,
            gaps: gaps(judged, level),
            red_flags: red_flags.to_vec(),
            judged_by: Some(by),
            doubted: doubted(judged.iter().filter_map(|answer| answer.doubt)),
            answers,
        }
    }
}

/// The recommendation with the level that goes with it.
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
        // Below mid nothing is read.
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

/// Doubts of several answers together.
fn doubted<'a>(doubts: impl Iterator<Item = &'a Doubt>) -> Option<Doubted> {
    let sum = doubts.fold(Doubted { ticks: 0, of: 0 }, |sum, doubt| Doubted {
        ticks: sum.ticks + doubt.points.len(),
        of: sum.of + doubt.of as usize,
    });
    (sum.ticks > 0).then_some(sum)
}

/// The card of an answer. A criterion of design that its own evidence puts at 1 goes to `lowered_by`.
fn answer(weighed: &Weighed<'_>, dimensions: &[Dimension], lowered_by: &mut Vec<String>) -> AnswerCard {
    let JudgedAnswer { name, question, round, held, .. } = weighed.answer;
    let scored = dimensions.iter().filter(|dimension| dimension.kinds.contains(&question.kind));
    let numbered: Vec<_> = scored.map(|dimension| number(dimension, weighed)).collect();
    if question.kind == Kind::Design {
        let lowest = numbered.iter().filter(|one| one.lowest_by_itself);
        lowered_by.extend(lowest.map(|one| one.number.dimension.clone()));
    }
    let numbers: Vec<_> = numbered.into_iter().map(|one| one.number).collect();
    let musts_of = question.look_for.iter().filter(|point| point.tier == Tier::Must).count();
    AnswerCard {
        question: name.clone(),
        kind: question.kind,
        round: *round,
        points: weighed.score.map_or(0.0, |score| score.points),
        of: weighed.score.map_or(0, |score| score.of),
        musts: musts_of - weighed.score.map_or(0, |score| score.musts_missed),
        musts_of,
        follow_ups: held.to_vec(),
        mean: mean(numbers.iter().map(|number| f64::from(number.number))),
        numbers,
        band: weighed.band(),
        share: weighed.judged.and_then(|judged| judged.share),
        reason: weighed.reason(),
        judged: weighed.score.is_none_or(|score| score.untouched == 0),
    }
}

/// Rounds weighted by the loop. A round of one part shares that part's weight with the other rounds of it; the answers
/// of a mixed round stand for a round each part. Parts without answers leave their weight to the others.
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
mod tests {
    use super::*;
    use crate::bank::Library;
    use proptest::prelude::*;
    use serde_json::json;

    fn question(kind: &str) -> Question {
        serde_json::from_value(json!({
            "id": "q", "prompt": "?", "kind": kind,
            "look_for": [
                {"id": "must", "text": "The must", "tier": "must"},
                {"id": "trade", "text": "The trade", "tier": "strong", "concept": "states-trade-off"},
                {"id": "senior", "text": "The senior one", "tier": "senior"},
                {"id": "staff", "text": "The staff one", "tier": "staff"}
            ]
        }))
        .expect("a question")
    }

    fn ticks(hit: &[&str]) -> Ticks {
        Ticks { points: hit.iter().map(|id| ((*id).to_owned(), Tick::Hit)).collect(), ..Ticks::default() }
    }

    fn held(asked: Asked, tick: Tick) -> Held {
        Held { id: "h".into(), prompt: "And when it fails?".into(), asked, tick }
    }

    static NONE: BTreeMap<String, u8> = BTreeMap::new();

    fn verdict<'a>(question: &'a Question, ticks: &'a Ticks, held: &'a [Held], round: usize) -> Verdict<'a> {
        Verdict {
            name: QuestionId::new("b", &question.id),
            question,
            round,
            ticks,
            held,
            clarified: true,
            in_time: true,
            gave_up: false,
            prediction: Some(3),
            numbers: &NONE,
        }
    }

    fn card(verdicts: &[Verdict<'_>], rounds: &[Option<Part>], weights: [u32; 3]) -> Card {
        let rounds: Vec<_> = rounds.iter().map(|part| RoundInfo { name: "Round".into(), part: *part }).collect();
        let weights = Weights { core: weights[0], scenario: weights[1], behavioural: weights[2] };
        let library = Library::builtin();
        Card::of(verdicts, &rounds, weights, Level::Senior, &library.manifest().dimensions, &[])
    }

    fn number(card: &Card, dimension: &str) -> Number {
        card.answers[0].numbers.iter().find(|n| n.dimension == dimension).expect("scored").clone()
    }

    #[test]
    fn evidence_suggests_and_a_missed_must_caps() {
        let question = question("technical");
        let good = ticks(&["must", "trade", "senior"]);
        let full = card(&[verdict(&question, &good, &[], 0)], &[None], [100, 0, 0]);
        assert!(full.answers[0].numbers.iter().all(|number| number.number == 4 && !number.capped));
        let without = ticks(&["trade", "senior"]);
        let held = [held(Asked::Probe, Tick::Missed)];
        let own = BTreeMap::from([("correctness".to_owned(), 4), ("structure".to_owned(), 4)]);
        let capped = Verdict { numbers: &own, ..verdict(&question, &without, &held, 0) };
        let capped = card(&[capped], &[None], [100, 0, 0]);
        assert_eq!((number(&capped, "correctness").number, number(&capped, "correctness").capped), (2, true));
        assert_eq!(number(&capped, "structure").number, 4, "the candidate's number counts");
        assert_eq!(number(&capped, "trade-offs").suggested, 4, "its own concept was hit");
        assert_eq!(number(&capped, "failure-and-operations").suggested, 1, "the probe did not hold");
        assert_eq!((capped.answers[0].musts, capped.answers[0].musts_of), (0, 1));
    }

    #[test]
    fn giving_up_suggests_ones_and_lateness_takes_away() {
        let question = question("technical");
        let all = ticks(&["must", "trade", "senior"]);
        let late = Verdict { in_time: false, ..verdict(&question, &all, &[], 0) };
        assert_eq!(number(&card(&[late], &[None], [100, 0, 0]), "structure").suggested, 3);
        let blank = Verdict { gave_up: true, ..verdict(&question, &all, &[], 0) };
        assert!(card(&[blank], &[None], [100, 0, 0]).answers[0].numbers.iter().all(|n| n.suggested == 1));
    }

    #[test]
    fn bands_begin_where_they_should() {
        let words: Vec<_> =
            [1.0, 1.74, 1.75, 2.49, 2.5, 3.24, 3.25, 4.0].iter().map(|mean| Recommendation::of(*mean).word()).collect();
        assert_eq!(
            words,
            ["strong no", "strong no", "lean no", "lean no", "lean yes", "lean yes", "strong yes", "strong yes"]
        );
        assert_eq!(Recommendation::of(0.1 + 0.2 + 2.2), Recommendation::LeanYes);
    }

    #[test]
    fn rounds_are_weighted_by_the_loop() {
        let technical = question("technical");
        let behavioural = question("behavioural");
        let (good, bad) = (ticks(&["must", "trade", "senior"]), ticks(&[]));
        let both = [verdict(&technical, &good, &[], 0), verdict(&behavioural, &bad, &[], 0)];
        let close = |card: &Card, wanted: f64| (card.overall.expect("scored") - wanted).abs() < 1e-9;
        // 80 % of 4 and 20 % of a behavioural answer of nothing.
        let low = card(&both[1..], &[None], [80, 0, 20]).overall.expect("scored");
        assert!(close(&card(&both, &[None], [80, 0, 20]), 0.8 * 4.0 + 0.2 * low));
        assert!(close(&card(&both[..1], &[None], [80, 0, 20]), 4.0), "an absent part leaves its weight to the others");
        // Two rounds of one part count alike, however many answers each has.
        let rounds =
            [verdict(&technical, &good, &[], 0), verdict(&technical, &bad, &[], 1), verdict(&technical, &bad, &[], 1)];
        let worst = card(&rounds[1..2], &[None, None], [100, 0, 0]).overall.expect("scored");
        assert!(close(&card(&rounds, &[Some(Part::Core); 2], [100, 0, 0]), f64::midpoint(4.0, worst)));
    }

    #[test]
    fn the_level_read_follows_the_points_and_design_can_lower_it() {
        let technical = question("technical");
        let read = |hit: &[&str]| {
            let ticks = ticks(hit);
            card(&[verdict(&technical, &ticks, &[], 0)], &[None], [100, 0, 0]).level_read
        };
        assert_eq!(read(&["must"]), None, "half is not yet mid");
        assert_eq!(read(&["must", "trade"]), Some(Level::Mid));
        assert_eq!(read(&["must", "trade", "senior"]), Some(Level::Staff), "three of four are 75 %");
        let design = question("design");
        let all = ticks(&["must", "trade", "senior", "staff"]);
        let no = [held(Asked::TenTimes, Tick::Missed)];
        let lowered = card(&[verdict(&design, &all, &no, 0)], &[None], [0, 100, 0]);
        assert_eq!(
            (lowered.level_read, lowered.lowered_by),
            (Some(Level::Senior), vec!["scales-ten-times".to_owned()])
        );
    }

    #[test]
    fn the_worst_gaps_come_first_and_make_the_queue() {
        let (mut one, mut two) = (question("technical"), question("technical"));
        one.id = "one".into();
        two.id = "two".into();
        let (first, second) = (ticks(&["must"]), ticks(&["must"]));
        let no = [held(Asked::Probe, Tick::Missed)];
        let found = card(&[verdict(&one, &first, &no, 0), verdict(&two, &second, &[], 0)], &[None], [100, 0, 0]);
        let what: Vec<_> = found.gaps.iter().map(|gap| (gap.what.as_str(), gap.weight)).collect();
        assert_eq!(what, [("The trade", 4.0), ("The senior one", 2.0), ("And when it fails?", 2.0)]);
        assert_eq!(found.gaps[0].questions.len(), 2, "misses of one concept add up");
        let queue: Vec<_> = found.drill_queue().into_iter().map(String::from).collect();
        assert_eq!(queue, ["b/one", "b/two"]);
    }

    #[test]
    fn the_prediction_is_held_against_the_evidence() {
        let question = question("technical");
        let some = ticks(&["must"]);
        let found = card(&[verdict(&question, &some, &[], 0)], &[None], [100, 0, 0]);
        assert_eq!((found.predicted, found.evidence), (Some(3.0), Some(3.0)));
        let json = serde_json::to_value(&found).expect("JSON");
        assert_eq!(serde_json::from_value::<Card>(json).expect("reads back"), found);
        let nothing = card(&[], &[None], [100, 0, 0]);
        assert_eq!((nothing.overall, nothing.band, nothing.level_read), (None, None, None));
    }

    #[test]
    fn each_kind_has_its_dimensions_and_all_areas_are_judged() {
        let library = Library::builtin();
        let dimensions = &library.manifest().dimensions;
        for kind in Kind::ALL {
            assert!((3..=5).contains(&dimensions.iter().filter(|d| d.kinds.contains(kind)).count()), "{kind}");
        }
        let areas: BTreeSet<_> = dimensions.iter().map(|dimension| dimension.area).collect();
        assert_eq!(areas.len(), 5);
        let known: BTreeSet<_> = library.concepts().map(|concept| concept.id.as_str()).collect();
        for concept in dimensions.iter().flat_map(|dimension| &dimension.concepts) {
            assert!(known.contains(concept.as_str()), "{concept}");
        }
    }

    proptest! {
        #[test]
        fn more_evidence_never_lowers_and_numbers_stay_on_the_scale(
            states in proptest::collection::vec(0_u8..3, 4), better in 0_usize..4, kind in 0_usize..7,
            probe in 0_u8..3, clarified in any::<bool>(), in_time in any::<bool>(),
        ) {
            let question = question(Kind::ALL[kind].word());
            let tick = |state: u8| match state { 0 => Tick::Missed, 1 => Tick::Partial, _ => Tick::Hit };
            let build = |states: &[u8]| Ticks {
                points: question.look_for.iter().zip(states).map(|(p, s)| (p.id.clone(), tick(*s))).collect(),
                ..Ticks::default()
            };
            let mut raised = states.clone();
            raised[better] = 2;
            let (before, after) = (build(&states), build(&raised));
            let held = [held(Asked::Probe, tick(probe))];
            let of = |ticks| {
                let verdict = Verdict { clarified, in_time, ..verdict(&question, ticks, &held, 0) };
                card(&[verdict], &[None], [40, 40, 20])
            };
            let (before, after) = (of(&before), of(&after));
            for (a, b) in before.answers[0].numbers.iter().zip(&after.answers[0].numbers) {
                prop_assert!(b.suggested >= a.suggested && (1..=4).contains(&a.number));
            }
            prop_assert!(after.overall >= before.overall && after.level_read >= before.level_read);
        }
    }
}
