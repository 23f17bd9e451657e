//! The scorecard of a mock: numbers 1 to 4 on anchored dimensions, with the evidence before the number.
//!
//! Per answer each dimension of its kind gets a number: the candidate's, or else the one suggested from the evidence. An
//! answer is the mean of its dimensions, a round the mean of its answers, the sitting the mean of its rounds weighted by
//! the loop. It never says how likely an offer is.

use std::collections::{BTreeMap, BTreeSet};

use super::band::Band;
use super::card::{AnswerCard, Asked, Card, Gap, Held, Number, Recommendation, RedFlag, RoundCard};
use super::rating::{Score, Ticks, counts, mean, score, weight, worth};
use crate::bank::{Area, Dimension, Kind, Level, Part, Question, QuestionId, Sign, Tier, Weights};
use crate::history::Tick;

/// A missed must caps the dimensions of the fundamentals of its answer at this.
const MUST_CAP: u8 = 2;

/// A level is read when this share of the points up to its tier was hit.
const LEVEL_SHARE: f64 = 0.70;

/// A scorecard names so many gaps.
const GAPS: usize = 3;

/// Everything about one answer that bears on the scorecard.
#[derive(Clone, Debug)]
pub struct Verdict<'a> {
    /// `bank/id`.
    pub name: QuestionId,
    /// The question with its notes.
    pub question: &'a Question,
    /// Index of its round.
    pub round: usize,
    /// What was ticked.
    pub ticks: &'a Ticks,
    /// What was asked after it.
    pub held: &'a [Held],
    /// Whether the candidate asked for clarification.
    pub clarified: bool,
    /// Whether answering took at most 125 % of the target.
    pub in_time: bool,
    /// "Don't know".
    pub gave_up: bool,
    /// What the candidate thought it was worth, 1 to 4.
    pub prediction: Option<u8>,
    /// The candidate's numbers by dimension; what is absent is taken as suggested.
    pub numbers: &'a BTreeMap<String, u8>,
}

/// A round as far as the scorecard is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundInfo {
    /// What people read.
    pub name: String,
    /// Whose weight it gets. None: each answer counts for the part of its kind.
    pub part: Option<Part>,
}

impl Card {
    /// Adds up. `dimensions` are those of the bank, `weights` those of the loop.
    pub fn of(
        verdicts: &[Verdict<'_>],
        rounds: &[RoundInfo],
        weights: Weights,
        level: Level,
        dimensions: &[Dimension],
        red_flags: &[RedFlag],
    ) -> Self {
        let answers: Vec<AnswerCard> = verdicts.iter().map(|verdict| answer(verdict, level, dimensions)).collect();
        let numbers = || answers.iter().flat_map(|answer| &answer.numbers);
        let by_dimension = |id: &str| mean(numbers().filter(|n| n.dimension == id).map(|n| f64::from(n.number)));
        let area_of = |id: &str| dimensions.iter().find(|dimension| dimension.id == id).map(|d| d.area);
        let areas: BTreeSet<Area> = numbers().filter_map(|number| area_of(&number.dimension)).collect();
        let by_area =
            |area: Area| mean(numbers().filter(|n| area_of(&n.dimension) == Some(area)).map(|n| f64::from(n.number)));
        let overall = overall(&answers, rounds, weights);
        let (level_read, lowered_by) = level_read(verdicts, &answers);
        let scored = verdicts.iter().filter_map(|verdict| {
            let score = score(verdict.question, verdict.ticks, level)?;
            Some((f64::from(verdict.prediction?), f64::from(Band::of(score.share?).number())))
        });
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
            band: overall.map(Recommendation::of),
            level_read,
            lowered_by,
            predicted: mean(scored.iter().map(|pair| pair.0)),
            evidence: mean(scored.iter().map(|pair| pair.1)),
            gaps: gaps(verdicts, level),
            red_flags: red_flags.to_vec(),
            answers,
        }
    }
}

/// What the evidence suggests for a dimension of an answer, 1 to 4: the mean of what speaks for it, on the scale of the
/// prediction, rounded. None of its signs there: all points. No points either: no suggestion but the middle's lower, 2.
pub fn suggest_number(dimension: &Dimension, verdict: &Verdict<'_>, level: Level) -> u8 {
    if verdict.gave_up {
        return 1;
    }
    let points = score(verdict.question, verdict.ticks, level).and_then(|score| score.share);
    let counted = verdict.question.look_for.iter().filter(|point| counts(point.tier, level));
    let of_concept = counted.filter(|p| p.concept.as_ref().is_some_and(|concept| dimension.concepts.contains(concept)));
    let concepts = mean(of_concept.map(|point| worth(verdict.ticks.of(&point.id))));
    let held = |asked: Asked| mean(verdict.held.iter().filter(|held| held.asked == asked).map(|held| worth(held.tick)));
    let signs = dimension.signs.iter().filter_map(|sign| match sign {
        Sign::Points => points,
        Sign::Probes => held(Asked::Probe),
        Sign::PushBack => held(Asked::PushBack),
        Sign::TenTimes => held(Asked::TenTimes),
        Sign::Clarifications => Some(if verdict.clarified { 1.0 } else { 0.0 }),
        // Time alone makes no answer good: it can only take away.
        Sign::Time => points.map(|points| if verdict.in_time { points } else { points / 2.0 }),
    });
    let found = mean(signs.chain(concepts)).or(points);
    found.map_or(MUST_CAP, |value| rounded(1.0 + 3.0 * value))
}

/// 1 to 4, halves upwards.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 4")]
fn rounded(value: f64) -> u8 {
    (value + 0.5 + 1e-9).floor().clamp(1.0, 4.0) as u8
}

fn answer(verdict: &Verdict<'_>, level: Level, dimensions: &[Dimension]) -> AnswerCard {
    let question = verdict.question;
    let found = score(question, verdict.ticks, level);
    let missed = found.is_some_and(|score: Score| score.musts_missed > 0);
    let numbers: Vec<Number> = dimensions
        .iter()
        .filter(|dimension| dimension.kinds.contains(&question.kind))
        .map(|dimension| {
            let cap = if missed && dimension.area == Area::Fundamentals { MUST_CAP } else { 4 };
            let suggested = suggest_number(dimension, verdict, level).min(cap);
            let own = verdict.numbers.get(&dimension.id).map(|number| (*number).clamp(1, 4));
            Number {
                dimension: dimension.id.clone(),
                suggested,
                number: own.unwrap_or(suggested).min(cap),
                capped: cap == MUST_CAP,
            }
        })
        .collect();
    let musts_of = question.look_for.iter().filter(|point| point.tier == Tier::Must).count();
    AnswerCard {
        question: verdict.name.clone(),
        kind: question.kind,
        round: verdict.round,
        points: found.map_or(0.0, |score| score.points),
        of: found.map_or(0, |score| score.of),
        musts: musts_of - found.map_or(0, |score| score.musts_missed),
        musts_of,
        follow_ups: verdict.held.to_vec(),
        mean: mean(numbers.iter().map(|number| f64::from(number.number))),
        numbers,
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

/// The highest level at which enough of the points up to its tier were hit, a design criterion at 1 lowering it by one.
fn level_read(verdicts: &[Verdict<'_>], answers: &[AnswerCard]) -> (Option<Level>, Vec<String>) {
    const LEVELS: [Level; 3] = [Level::Mid, Level::Senior, Level::Staff];
    let share = |level: Level| {
        let points = verdicts.iter().flat_map(|verdict| {
            let counted = verdict.question.look_for.iter().filter(move |point| counts(point.tier, level));
            counted.map(|point| worth(verdict.ticks.of(&point.id)))
        });
        mean(points)
    };
    let read = LEVELS.iter().rposition(|level| share(*level).is_some_and(|share| share >= LEVEL_SHARE - 1e-9));
    let design = answers.iter().filter(|answer| answer.kind == Kind::Design).flat_map(|answer| &answer.numbers);
    let mut lowered_by: Vec<String> =
        design.filter(|number| number.number == 1).map(|number| number.dimension.clone()).collect();
    lowered_by.sort();
    lowered_by.dedup();
    let read = if lowered_by.is_empty() { read } else { read.and_then(|at| at.checked_sub(1)) };
    (read.map(|at| LEVELS[at]), lowered_by)
}

/// What lacked most: points by concept (or each for itself), and follow-ups that did not hold.
fn gaps(verdicts: &[Verdict<'_>], level: Level) -> Vec<Gap> {
    let mut found: Vec<Gap> = Vec::new();
    let mut add = |what: &str, concept: Option<&String>, question: &QuestionId, weight: f64| {
        let same = |gap: &&mut Gap| match concept {
            Some(concept) => gap.concept.as_ref() == Some(concept),
            None => gap.concept.is_none() && gap.what == what,
        };
        match found.iter_mut().find(same) {
            Some(gap) => {
                gap.weight += weight;
                if !gap.questions.contains(question) {
                    gap.questions.push(question.clone());
                }
            }
            None => found.push(Gap {
                what: what.to_owned(),
                concept: concept.cloned(),
                questions: vec![question.clone()],
                weight,
            }),
        }
    };
    for verdict in verdicts {
        for point in verdict.question.look_for.iter().filter(|point| counts(point.tier, level)) {
            let lacking = 1.0 - worth(verdict.ticks.of(&point.id));
            if lacking > 0.0 {
                add(&point.text, point.concept.as_ref(), &verdict.name, weight(point.tier) * lacking);
            }
        }
        for held in verdict.held.iter().filter(|held| held.tick != Tick::Hit) {
            add(&held.prompt, None, &verdict.name, weight(Tier::Strong) * (1.0 - worth(held.tick)));
        }
    }
    // Stable: of equal weights what came first in the interview stays first.
    found.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    found.truncate(GAPS);
    found
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
