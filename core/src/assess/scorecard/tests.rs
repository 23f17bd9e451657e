//! Adding up: numbers with their caps and evidence, rounds, gaps, and what can be wrong with the input.

mod properties;

use std::collections::BTreeMap;

use super::*;
use crate::assess::testing::{question as full, ticks as ticked};
use crate::assess::{Asked, Circumstances, GapSort, Held, Number, Ticks};
use crate::bank::{Kind, Library, Question, QuestionId, manifest};
use crate::history::{Doubt, Spent, Tick};
use proptest::prelude::*;
use serde_json::json;

pub(super) fn question(kind: &str) -> Question {
    serde_json::from_value(json!({
        "id": "q", "prompt": "?", "kind": kind,
        "look_for": [
            {"id": "must", "text": "The must.", "tier": "must"},
            {"id": "trade", "text": "The trade", "tier": "strong", "concept": "states-trade-off"},
            {"id": "senior", "text": "The senior one", "tier": "senior"},
            {"id": "staff", "text": "The staff one", "tier": "staff"}
        ],
        "mistakes": [{"id": "slip", "text": "Slips"}, {"id": "fatal", "text": "Breaks it", "critical": true}]
    }))
    .expect("a question")
}

/// Ticks that hit these points and miss all others.
fn ticks(hit: &[&str]) -> Ticks {
    let of = |id: &str| (id.to_owned(), if hit.contains(&id) { Tick::Hit } else { Tick::Missed });
    Ticks { points: ["must", "trade", "senior", "staff"].map(of).into(), ..Ticks::default() }
}

fn held(asked: Asked, tick: Tick) -> Held {
    Held { id: "h".into(), prompt: "And when it fails?".into(), asked, tick, own: false, fits: true }
}

static NONE: BTreeMap<String, u8> = BTreeMap::new();

pub(super) fn judged<'a>(question: &'a Question, ticks: &'a Ticks, held: &'a [Held], round: usize) -> JudgedAnswer<'a> {
    JudgedAnswer {
        name: QuestionId::new("b", &question.id),
        question,
        round,
        judge: JudgedBy::Candidate,
        ticks,
        held,
        clarified: Some(true),
        circumstances: Circumstances::default(),
        doubt: None,
        prediction: Some(3),
        numbers: &NONE,
    }
}

pub(super) fn late() -> Circumstances {
    let seconds = Spent { think: 0.0, answer: 126.0, paused: 0.0 };
    Circumstances { seconds, target_seconds: 100, ..Circumstances::default() }
}

fn card(judged: &[JudgedAnswer<'_>], rounds: &[Option<Part>], weights: [u32; 3]) -> Card {
    let rounds: Vec<_> = rounds.iter().map(|part| RoundInfo { name: "Round".into(), part: *part }).collect();
    let weights = Weights { core: weights[0], scenario: weights[1], behavioural: weights[2] };
    let dimensions = &manifest().dimensions;
    Card::of(judged, Scale { rounds: &rounds, weights, level: Level::Senior, dimensions }, &[], JudgedBy::Candidate)
}

fn one(judged: JudgedAnswer<'_>) -> Card {
    card(&[judged], &[None], [100, 0, 0])
}

fn number(card: &Card, dimension: &str) -> Number {
    card.answers[0].numbers.iter().find(|n| n.dimension == dimension).expect("scored").clone()
}

fn numbers(card: &Card) -> Vec<u8> {
    card.answers[0].numbers.iter().map(|number| number.number).collect()
}

#[test]
fn correctness_and_structure_go_as_far_as_the_band_and_the_rest_one_further() {
    let question = question("technical");
    let good = ticks(&["must", "trade", "senior"]);
    let full = one(judged(&question, &good, &[], 0));
    assert!(full.answers[0].numbers.iter().all(|number| number.number == 4 && !number.capped));
    let of_answer = &full.answers[0];
    assert_eq!((of_answer.band, of_answer.share, of_answer.judged), (Some(Band::Impress), Some(1.0), true));
    // Half of the points, but without the must: shaky.
    let own: BTreeMap<String, u8> = ["correctness", "trade-offs", "failure-and-operations", "structure"]
        .map(|dimension| (dimension.to_owned(), 4))
        .into();
    let shaky = ticks(&["trade", "senior"]);
    let shaky = one(JudgedAnswer { numbers: &own, ..judged(&question, &shaky, &[], 0) });
    assert_eq!((numbers(&shaky), shaky.answers[0].band), (vec![2, 3, 3, 2], Some(Band::Shaky)), "own numbers too");
    assert!(shaky.answers[0].numbers.iter().all(|number| number.capped));
    assert_eq!(shaky.answers[0].reason.as_deref(), Some("the must is missing: at most shaky"));
    assert_eq!((shaky.answers[0].musts, shaky.answers[0].musts_of), (0, 1));
    assert_eq!(
        number(&shaky, "trade-offs").evidence,
        "1 of 1 point: The trade; at most 3, as it is shaky",
        "what holds it down is said where it does"
    );
    let probed = [held(Asked::Probe, Tick::Partial)];
    let side = one(judged(&question, &ticks(&["trade", "senior"]), &probed, 0));
    assert_eq!(
        (number(&side, "failure-and-operations").number, number(&side, "failure-and-operations").evidence.as_str()),
        (3, "probe held partly; a side of an answer that is shaky: every must is missing")
    );
    // A critical mistake fails, whatever else was said.
    let fatal = Ticks { mistakes: vec!["fatal".into()], ..good };
    let fatal = one(JudgedAnswer { numbers: &own, ..judged(&question, &fatal, &[], 0) });
    assert_eq!(numbers(&fatal), [1, 2, 2, 1]);
}

#[test]
fn suggestions_say_what_they_come_from() {
    let question = question("technical");
    let some = ticks(&["must", "trade"]);
    let asked = [held(Asked::Probe, Tick::Partial), held(Asked::PushBack, Tick::Hit)];
    let found = one(judged(&question, &some, &asked, 0));
    let words = |dimension: &str| number(&found, dimension).evidence;
    assert_eq!(words("correctness"), "the answer would impress (83 %)");
    assert_eq!(words("trade-offs"), "push-back held; 1 of 1 point: The trade");
    assert_eq!(words("failure-and-operations"), "probe held partly");
    let missing = one(judged(&question, &ticks(&["must"]), &[held(Asked::PushBack, Tick::Hit)], 0));
    assert_eq!(number(&missing, "trade-offs").evidence, "push-back held; 0 of 1 point: missing: The trade");
    let slow = JudgedAnswer { circumstances: late(), ..judged(&question, &some, &[], 0) };
    assert_eq!(
        number(&one(slow), "structure").evidence,
        "the answer would pass (83 %); over 125 % of the time: at most 2"
    );
}

#[test]
fn over_time_counts_against_keeping_to_the_point() {
    let (technical, intro) = (question("technical"), question("intro"));
    let all = ticks(&["must", "trade", "senior"]);
    let own = BTreeMap::from([("structure".to_owned(), 4), ("focus".to_owned(), 4)]);
    for (question, dimension) in [(&technical, "structure"), (&intro, "focus")] {
        let slow = JudgedAnswer { circumstances: late(), numbers: &own, ..judged(question, &all, &[], 0) };
        let found = number(&one(slow), dimension);
        assert_eq!((found.number, found.suggested, found.cap, found.capped), (2, 2, 2, true));
    }
}

#[test]
fn giving_up_suggests_ones() {
    let (question, all) = (question("technical"), ticks(&["must", "trade", "senior"]));
    let circumstances = Circumstances { gave_up: true, ..Circumstances::default() };
    let blank = one(JudgedAnswer { circumstances, ..judged(&question, &all, &[], 0) });
    assert_eq!((numbers(&blank), blank.answers[0].band), (vec![1; 4], Some(Band::Fail)));
}

#[test]
fn misses_of_what_does_not_fit_cost_nothing() {
    let (question, all) = (question("design"), ticks(&["must", "trade", "senior"]));
    let asked = |asked| [Held { fits: false, ..held(asked, Tick::Missed) }];
    let plain = one(judged(&question, &all, &[], 0));
    for unfit in [asked(Asked::Probe), asked(Asked::TenTimes), asked(Asked::PushBack)] {
        let found = one(judged(&question, &all, &unfit, 0));
        assert_eq!((numbers(&found), &found.gaps, found.level_read), (numbers(&plain), &plain.gaps, plain.level_read));
    }
    // A general prompt that fits counts for a dimension on one side of the answer, never for one on the answer as a
    // whole.
    let mut dimension = manifest().dimensions[0].clone();
    dimension.signs.push(crate::bank::Sign::Probes);
    dimension.kinds = vec![Kind::Design];
    let scale = Scale { rounds: &[], weights: Weights::default(), level: Level::Senior, dimensions: &[dimension] };
    let no = [held(Asked::Probe, Tick::Missed)];
    let general = Card::of(&[judged(&question, &all, &no, 0)], scale, &[], JudgedBy::Candidate);
    assert_eq!(numbers(&general), [4]);
    let own = [Held { own: true, ..held(Asked::Probe, Tick::Missed) }];
    let own = Card::of(&[judged(&question, &all, &own, 0)], scale, &[], JudgedBy::Candidate);
    assert_eq!(numbers(&own), [3], "the question's own follow-up is part of it");
}

#[test]
fn whether_clarification_was_asked_for_may_be_unknown() {
    let (question, all) = (question("design"), ticks(&["must", "trade", "senior"]));
    let asked = |clarified| {
        let found = one(JudgedAnswer { clarified, ..judged(&question, &all, &[], 0) });
        let number = number(&found, "clarifies-first");
        (number.number, number.evidence)
    };
    assert_eq!(asked(Some(true)), (4, "asked for clarification".to_owned()));
    assert_eq!(asked(Some(false)), (1, "did not ask for clarification".to_owned()));
    assert_eq!(asked(None), (4, "the answer would impress (100 %)".to_owned()), "the sign says nothing");
}

#[test]
fn rounds_are_weighted_by_the_loop() {
    let technical = question("technical");
    let behavioural = question("behavioural");
    let (good, bad) = (ticks(&["must", "trade", "senior"]), ticks(&[]));
    let both = [judged(&technical, &good, &[], 0), judged(&behavioural, &bad, &[], 0)];
    let close = |card: &Card, wanted: f64| (card.overall.expect("scored") - wanted).abs() < 1e-9;
    // 80 % of a full 4, and 20 % of a behavioural answer in which nothing was there.
    let low = card(&both[1..], &[None], [80, 0, 20]).overall.expect("scored");
    assert!(close(&card(&both, &[None], [80, 0, 20]), 0.8 * 4.0 + 0.2 * low));
    assert!(close(&card(&both[..1], &[None], [80, 0, 20]), 4.0), "an absent part leaves its weight to the others");
    // Two rounds of one part count equally, however many answers each has.
    let rounds =
        [judged(&technical, &good, &[], 0), judged(&technical, &bad, &[], 1), judged(&technical, &bad, &[], 1)];
    let worst = card(&rounds[1..2], &[None, None], [100, 0, 0]).overall.expect("scored");
    assert!(close(&card(&rounds, &[Some(Part::Core); 2], [100, 0, 0]), f64::midpoint(4.0, worst)));
}

#[test]
fn critical_mistakes_and_missed_musts_lead_what_to_work_on() {
    let (mut one, mut two) = (question("technical"), question("technical"));
    one.id = "one".into();
    two.id = "two".into();
    let (first, second) = (ticks(&["must"]), ticks(&["trade", "senior"]));
    let second = Ticks { mistakes: vec!["fatal".into(), "slip".into()], ..second };
    let no = [held(Asked::Probe, Tick::Missed)];
    let answers = [judged(&one, &first, &no, 0), judged(&two, &second, &[], 0)];
    let found = card(&answers, &[None], [100, 0, 0]);
    let what: Vec<_> = found.gaps.iter().map(|gap| (gap.words(str::to_owned), gap.sort)).collect();
    assert_eq!(
        what,
        [
            ("Critical mistake: Breaks it".to_owned(), GapSort::CriticalMistake),
            ("Missed must: The must.".to_owned(), GapSort::MissedMust),
            ("The trade".to_owned(), GapSort::Other),
        ]
    );
    assert_eq!(found.critical.len(), 1);
    let queue: Vec<_> = found.drill_queue().into_iter().map(String::from).collect();
    assert_eq!(queue, ["b/two", "b/one"]);
    // A gap shared by several answers goes by its concept.
    let both = [judged(&one, &first, &[], 0), judged(&two, &first, &[], 0)];
    let shared = &card(&both, &[None], [100, 0, 0]).gaps[0];
    assert_eq!((shared.words(|id| format!("<{id}>")), shared.weight), ("<states-trade-off>".to_owned(), 4.0));
}

#[test]
fn what_nobody_judged_and_what_stands_above_the_level_is_no_gap() {
    let question = question("technical");
    let open = Ticks { points: [("must".to_owned(), Tick::Hit)].into(), ..Ticks::default() };
    let found = one(judged(&question, &open, &[], 0));
    assert!(found.gaps.is_empty(), "{:?}", found.gaps);
    assert!(!found.answers[0].judged, "two points that count are open");
    let missed = one(judged(&question, &ticks(&["must", "trade", "senior"]), &[], 0));
    assert!(missed.gaps.is_empty(), "the point for staff is in no count");
    assert_eq!((missed.answers[0].points, missed.answers[0].of, missed.answers[0].judged), (3.0, 3, true));
}

#[test]
fn the_prediction_is_held_against_the_bands() {
    let question = question("technical");
    let some = ticks(&["must"]);
    let found = one(judged(&question, &some, &[], 0));
    assert_eq!((found.predicted, found.evidence), (Some(3.0), Some(3.0)));
    let slow = JudgedAnswer { circumstances: Circumstances { hints: 2, ..late() }, ..judged(&question, &some, &[], 0) };
    assert_eq!(one(slow).evidence, Some(2.0));
    let json = serde_json::to_value(&found).expect("JSON");
    assert_eq!(serde_json::from_value::<Card>(json).expect("reads back"), found);
}

#[test]
fn doubts_add_up_and_are_said() {
    let question = question("technical");
    // The staff point is counted nowhere.
    let some = ticks(&["must", "trade", "senior", "staff"]);
    let doubt = |points: usize| Doubt { points: vec!["p".to_owned(); points], of: 3, band: 1 };
    let (first, second) = (doubt(2), doubt(1));
    let of = |doubt| JudgedAnswer { doubt, ..judged(&question, &some, &[], 0) };
    let found = card(&[of(Some(&first)), of(None), of(Some(&second))], &[None], [100, 0, 0]);
    assert_eq!(found.judged_words().as_deref(), Some("self-judged; 3 of 9 ticks have no words"));
    assert_eq!(one(of(Some(&second))).judged_words().as_deref(), Some("self-judged; 1 of 3 ticks has no words"));
    assert_eq!(one(of(None)).judged_words().as_deref(), Some("judged by yourself"));
    assert_eq!(found.doubt_words(), None);
    let all = doubt(3);
    let loud = one(of(Some(&all)));
    assert_eq!(loud.doubt_words().as_deref(), Some("self-judged: for 3 of 3 ticks no words were found"));
    assert_eq!(loud.judged_words().as_deref(), Some("judged by yourself"), "not twice");
    let both = Card { judged_by: Some(JudgedBy::Both), ..one(of(None)) };
    assert_eq!(both.judged_words().as_deref(), Some("judged by a friend and yourself"));
    assert_eq!(Card { judged_by: None, ..both }.judged_words(), None, "an old card does not know");
}

#[test]
fn a_recommendation_that_hangs_on_ticks_without_words_says_so() {
    let question = question("technical");
    let all = ticks(&["must", "trade", "senior"]);
    let doubt = |points: &[&str]| Doubt { points: points.iter().map(|id| (*id).to_owned()).collect(), of: 3, band: 1 };
    let every = doubt(&["must", "trade", "senior"]);
    let of = |doubt| [0; 3].map(|_| JudgedAnswer { doubt, ..judged(&question, &all, &[], 0) });
    let loud = card(&of(Some(&every)), &[None], [100, 0, 0]);
    assert_eq!(loud.verdict().as_deref(), Some("strong yes, by own ticks alone"));
    assert_eq!(loud.band_without_doubted, Some(Recommendation::StrongNo));
    assert_eq!(
        loud.doubt_words().as_deref(),
        Some("self-judged: for 9 of 9 ticks no words were found; without them strong no")
    );
    let told = card(&of(None), &[None], [100, 0, 0]);
    assert_eq!((told.verdict().as_deref(), told.band_without_doubted), (Some("strong yes"), None));
    // A few ticks without words are no condition, even if the recommendation would be lower without them.
    let few = doubt(&["must"]);
    let some = card(&of(Some(&few)), &[None], [100, 0, 0]);
    assert_eq!((some.condition(), some.band), (None, Some(Recommendation::StrongYes)));
    assert!(some.band_without_doubted < some.band && some.band_without_doubted.is_some());
    // Nor are ticks without which the recommendation would be the same.
    let poor = ticks(&["senior"]);
    let senior = doubt(&["senior"]);
    let no = card(&[JudgedAnswer { doubt: Some(&senior), ..judged(&question, &poor, &[], 0) }], &[None], [100, 0, 0]);
    assert_eq!((no.verdict().as_deref(), no.band_without_doubted), (Some("strong no"), None));
}

#[test]
fn what_the_level_above_wants_to_have_heard_is_named() {
    let expecting = |id: &str, sentence: &str| Question {
        id: id.to_owned(),
        expect: [(Level::Mid, format!("mid {sentence}")), (Level::Senior, sentence.to_owned())].into(),
        ..question("technical")
    };
    let questions = ["one", "two", "three", "four", "five"].map(|id| expecting(id, id));
    let found = |hits: [&[&str]; 5], level: Level| {
        let ticks = hits.map(ticks);
        let answers: Vec<_> = questions.iter().zip(&ticks).map(|(q, ticks)| judged(q, ticks, &[], 0)).collect();
        let scale = Scale {
            rounds: &[RoundInfo { name: "Round".into(), part: None }],
            weights: Weights { core: 100, scenario: 0, behavioural: 0 },
            level,
            dimensions: &manifest().dimensions,
        };
        Card::of(&answers, scale, &[], JudgedBy::Candidate)
    };
    let mid: &[&str] = &["must", "trade"];
    let senior: &[&str] = &["must", "trade", "senior"];
    let words = |card: &Card| card.expected.iter().map(|one| (one.level, one.words.clone())).collect::<Vec<_>>();
    let card = found([mid, senior, mid, mid, mid], Level::Senior);
    assert_eq!(card.level_read, Some(Level::Mid), "{:?}", card.reasons);
    let three = ["one", "three", "four"].map(|sentence| (Level::Senior, sentence.to_owned()));
    assert_eq!(words(&card), three, "three at the most, of answers that fell short");
    assert_eq!(Expected::lead(Level::Senior), "At senior an interviewer wants to have heard");
    assert_eq!(words(&found([mid; 5], Level::Mid)), [], "the level aimed at is reached");
    // A sitting below mid is told what mid wants; the answer with most missing comes first.
    let none: &[&str] = &[];
    let card = found([&["must"], none, none, &["must"], none], Level::Mid);
    assert_eq!(card.level_read, None, "{:?}", card.reasons);
    let read_down = card.reasons.iter().any(|reason| reason.contains("that goes with"));
    let wanted = ["mid two", "mid three", "mid five"].map(|sentence| (Level::Mid, sentence.to_owned()));
    assert!(read_down || words(&card) == wanted, "{:?}", words(&card));
    // Where the recommendation holds the level down, no points are missing.
    let fatal = Ticks { mistakes: vec!["fatal".into()], ..ticks(mid) };
    let answers: Vec<_> = questions.iter().map(|q| judged(q, &fatal, &[], 0)).collect();
    let held = Card::of(
        &answers,
        Scale {
            rounds: &[RoundInfo { name: "Round".into(), part: None }],
            weights: Weights { core: 100, scenario: 0, behavioural: 0 },
            level: Level::Senior,
            dimensions: &manifest().dimensions,
        },
        &[],
        JudgedBy::Candidate,
    );
    assert_eq!((held.level_read, held.expected.len()), (None, 0));
    let json = serde_json::to_value(&card).expect("JSON");
    assert_eq!(serde_json::from_value::<Card>(json).expect("reads back"), card);
}

#[test]
fn odd_questions_and_odd_ticks_are_all_right() {
    let build = |look_for: serde_json::Value, mistakes: serde_json::Value| -> Question {
        let question =
            json!({"id": "q", "prompt": "?", "kind": "technical", "look_for": look_for, "mistakes": mistakes});
        serde_json::from_value(question).expect("a question")
    };
    let ticks = |points: &[(&str, Tick)], mistakes: &[&str]| Ticks {
        points: points.iter().map(|(id, tick)| ((*id).to_owned(), *tick)).collect(),
        mistakes: mistakes.iter().map(|id| (*id).to_owned()).collect(),
        weak: vec!["gone".into()],
    };
    // Without points or mistakes there is nothing to go by, unless the judge gives numbers.
    let bare = build(json!([]), json!([]));
    let gone = ticks(&[("gone", Tick::Hit)], &["gone"]);
    let unknown = one(judged(&bare, &gone, &[], 0));
    assert_eq!((numbers(&unknown), unknown.answers[0].band), (vec![2; 4], None));
    assert_eq!((unknown.band, unknown.level_read, unknown.level_untold), (Some(Recommendation::LeanNo), None, true));
    assert_eq!(number(&unknown, "correctness").evidence, "nothing to go by");
    let own = BTreeMap::from([("correctness".to_owned(), 4), ("structure".to_owned(), 3)]);
    let by_hand = one(JudgedAnswer { numbers: &own, ..judged(&bare, &gone, &[], 0) });
    let answer = &by_hand.answers[0];
    assert_eq!((answer.band, answer.reason.as_deref()), (Some(Band::Impress), Some("by the numbers given")));
    // With mistakes only: if one was made, it decides; otherwise there is nothing to go by.
    let mistakes = build(json!([]), json!([{"id": "fatal", "text": "Breaks it", "critical": true}]));
    let made = one(judged(&mistakes, &ticks(&[], &["fatal"]), &[], 0));
    assert_eq!((numbers(&made), made.band), (vec![1, 1, 1, 1], Some(Recommendation::StrongNo)));
    assert_eq!(one(judged(&mistakes, &ticks(&[], &[]), &[], 0)).answers[0].band, None);
    // One point and no must, and ticks for points that no longer exist.
    let single = build(json!([{"id": "p", "text": "The point", "tier": "strong"}]), json!([]));
    let hit = one(judged(&single, &ticks(&[("p", Tick::Hit), ("gone", Tick::Missed)], &["gone"]), &[], 0));
    assert_eq!((hit.answers[0].band, hit.answers[0].of, hit.gaps.len()), (Some(Band::Impress), 1, 0));
    assert_eq!(hit.band, Some(Recommendation::LeanYes), "no level can be told from one point");
    // Only staff points, at senior: nothing counts.
    let above = build(json!([{"id": "p", "text": "The point", "tier": "staff"}]), json!([]));
    assert_eq!(one(judged(&above, &ticks(&[("p", Tick::Missed)], &[]), &[], 0)).answers[0].band, None);
    // No answers at all.
    let nothing = card(&[], &[None], [100, 0, 0]);
    assert_eq!((nothing.overall, nothing.band, nothing.level_read, nothing.reasons.len()), (None, None, None, 0));
}

#[test]
fn old_scorecards_read_and_stay_as_they_were() {
    let old = json!({
        "level": "senior", "rounds": [{"name": "Depth", "mean": 3.3}], "dimensions": {"correctness": 2.0},
        "areas": {}, "overall": 3.3, "band": "strong-yes", "level_read": "staff", "lowered_by": [], "predicted": 3.0,
        "evidence": 3.4, "red_flags": ["no-pick"],
        "gaps": [{"what": "Samples the misses", "concept": null, "questions": ["b/q"], "weight": 2.0}],
        "answers": [{
            "question": "b/q", "kind": "technical", "round": 0, "points": 2.0, "of": 3, "musts": 0, "musts_of": 1,
            "follow_ups": [{"id": "h", "prompt": "And then?", "asked": "follow-up", "tick": "hit"}], "mean": 3.3,
            "numbers": [{"dimension": "correctness", "suggested": 2, "number": 2, "capped": true}]
        }]
    });
    let card: Card = serde_json::from_value(old).expect("readable");
    assert_eq!((card.band, card.level_read), (Some(Recommendation::StrongYes), Some(Level::Staff)));
    assert_eq!(
        (card.reasons.len(), card.judged_by, card.gaps[0].words(str::to_owned)),
        (0, None, "Samples the misses".into())
    );
    let answer = &card.answers[0];
    assert_eq!((answer.band, answer.numbers[0].cap, answer.follow_ups[0].fits), (None, 2, true));
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

#[test]
fn numbers_without_a_look_at_the_points_miss_no_point() {
    let question = question("technical");
    let nothing = Ticks::default();
    let given: BTreeMap<String, u8> = manifest().dimensions.iter().map(|dimension| (dimension.id.clone(), 4)).collect();
    let card = one(JudgedAnswer { numbers: &given, judge: JudgedBy::Friend, ..judged(&question, &nothing, &[], 0) });
    let answer = &card.answers[0];
    assert_eq!((answer.band, answer.reason.as_deref()), (Some(Band::Impress), Some("by the numbers given")));
    assert_eq!((answer.of, answer.musts_of), (0, 0), "nothing is known of the points");
    assert_eq!((card.band, card.level_read), (Some(Recommendation::LeanYes), None), "{:?}", card.reasons);
    assert!(card.level_untold && card.gaps.is_empty());

    let missed = ticks(&[]);
    let card = one(JudgedAnswer { numbers: &given, judge: JudgedBy::Friend, ..judged(&question, &missed, &[], 0) });
    assert_eq!(card.answers[0].band, Some(Band::Fail), "ticks outweigh numbers");
}

#[test]
fn what_a_friend_gave_counts_and_only_the_suggestion_is_held_down() {
    let (question, all) = (question("technical"), ticks(&["must", "trade", "senior"]));
    let given = BTreeMap::from([("structure".to_owned(), 4)]);
    let judged = |judge| {
        let slow = JudgedAnswer { circumstances: late(), numbers: &given, judge, ..judged(&question, &all, &[], 0) };
        number(&one(slow), "structure")
    };
    let friends = judged(JudgedBy::Friend);
    assert_eq!((friends.number, friends.suggested, friends.cap, friends.capped), (4, 2, 2, false));
    assert!(friends.evidence.contains("over 125 % of the time"), "it is still said: {}", friends.evidence);
    assert_eq!(judged(JudgedBy::Candidate).number, 2);
    // A number that is not given is suggested as ever.
    let none = BTreeMap::new();
    let slow = JudgedAnswer {
        circumstances: late(),
        numbers: &none,
        judge: JudgedBy::Friend,
        ..self::judged(&question, &all, &[], 0)
    };
    assert_eq!((number(&one(slow.clone()), "structure").number, number(&one(slow), "structure").capped), (2, true));
}

#[test]
fn a_card_says_of_how_many_questions_it_speaks() {
    let (question, ticks) = (question("technical"), ticks(&["must"]));
    let card = one(judged(&question, &ticks, &[], 0));
    assert_eq!(card.clone().of_planned(1).judged_words().as_deref(), Some("judged by yourself"));
    assert_eq!(card.of_planned(4).judged_words().as_deref(), Some("judged by yourself; by 1 of 4 questions"));
}

#[test]
fn a_missed_must_is_named_and_not_the_concept_that_it_shares() {
    let shared = |id: &str| -> Question {
        serde_json::from_value(json!({
            "id": id, "prompt": "?", "kind": "technical",
            "look_for": [{"id": "p", "text": format!("The must of {id}"), "tier": "must", "concept": "c"}]
        }))
        .expect("a question")
    };
    let (a, b) = (shared("a"), shared("b"));
    let missed = Ticks { points: [("p".to_owned(), Tick::Missed)].into(), ..Ticks::default() };
    let card = card(&[judged(&a, &missed, &[], 0), judged(&b, &missed, &[], 0)], &[None], [100, 0, 0]);
    assert_eq!(card.gaps[0].questions.len(), 2);
    assert_eq!(card.gaps[0].words(|_| unreachable!()), "Missed must: The must of a");
}
