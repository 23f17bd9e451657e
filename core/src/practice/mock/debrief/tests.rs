//! Ticks, numbers, and what comes of them.

use super::*;
use crate::assess::Asked;
use crate::bank::{Kind, Level, Part, QuestionId, Weights, manifest};
use crate::history::{Mode, Spent};
use crate::practice::Mark;
use crate::practice::mock::{Planned, PlannedRound};
use crate::practice::testing::{RULES, question};
use crate::testing::noon;
use crate::testing::typed;

/// An answer of the first round, and what was asked around it.
fn given(slug: &str, clarified: usize, follow_ups: Vec<Put>) -> Given {
    let attempt = format!("attempt-{slug}").parse().expect("an id");
    Given { attempt, question: QuestionId::new("b", slug), round: 0, clarified, follow_ups }
}

fn plan() -> Plan {
    let planned = |slug: &str| Planned {
        question: QuestionId::new("b", slug),
        topic: "t".into(),
        kind: Kind::Technical,
        seconds: 170,
        think: 10,
        target: 100,
        prompt: "?".into(),
    };
    Plan {
        loop_: "mine".into(),
        title: "Mine".into(),
        level: Level::Senior,
        archetype: None,
        seed: 1,
        minutes: 6,
        rounds: vec![PlannedRound {
            name: "One".into(),
            minutes: 6,
            part: Some(Part::Core),
            uninterrupted: None,
            questions: vec![planned("q"), planned("r")],
        }],
        weights: Weights { core: 100, scenario: 0, behavioural: 0 },
    }
}

fn attempt(slug: &str) -> Attempt {
    Attempt {
        mode: Mode::Mock,
        seconds: Spent { think: 5.0, answer: 90.0, paused: 0.0 },
        target_seconds: 200,
        ..typed(QuestionId::new("b", slug), "Words.")
    }
}

fn put() -> Put {
    Put {
        id: "f".into(),
        prompt: "And then?".into(),
        asked: Asked::FollowUp,
        probe: None,
        text: "Then.".into(),
        seconds: 20.0,
    }
}

fn answer(slug: &str, before: Option<&Judgement>) -> Debriefed {
    let id: RecordId = slug.parse().expect("a name");
    let mut of_kind = question();
    of_kind.kind = Kind::Technical;
    let review = Review::later(id, &attempt(slug), of_kind.into(), RULES, None, noon());
    Debriefed::new(review, &attempt(slug), &given(slug, 1, vec![put()]), before)
}

fn debrief(answers: Vec<Debriefed>, kept: Option<&KeptCard>) -> Debrief {
    let sitting = "s".parse().expect("a name");
    let interview = (manifest().dimensions.clone(), manifest().prompts.clone());
    Debrief::new(sitting, plan(), vec![Some(4)], answers, interview, kept)
}

fn tick(debrief: &mut Debrief, points: &[(&str, Tick)]) {
    for (id, tick) in points {
        debrief.judge_with(0, |review| review.mark(&Mark::Point((*id).to_owned(), *tick)));
    }
}

fn judgement(record: &Record) -> Judgement {
    match &record.body {
        Body::Judgement(judgement) => judgement.clone(),
        other => panic!("not a judgement: {other:?}"),
    }
}

#[test]
fn an_answer_is_judged_once_and_again_only_when_something_changed() {
    let mut debrief = debrief(vec![answer("q", None)], None);
    assert_eq!(debrief.open(), Some(0));
    tick(&mut debrief, &[("protect", Tick::Hit), ("measure", Tick::Hit), ("senior-point", Tick::Hit)]);
    debrief.set_held(0, 0, Tick::Partial);
    debrief.set_number(0, "trade-offs", Some(3));
    let judged = judgement(&debrief.judge(0, true, noon()).expect("a judgement"));
    assert_eq!((judged.rating, judged.scheduled), (Some(Rating::Good), true));
    assert_eq!(debrief.open(), None);
    assert!(debrief.judge(0, true, noon()).is_none(), "nothing was changed");
    debrief.set_held(0, 0, Tick::Hit);
    let again = judgement(&debrief.judge(0, false, noon()).expect("changed"));
    assert_eq!((again.rating, again.scheduled), (Some(Rating::Good), false), "the setting decides");
}

#[test]
fn a_debrief_goes_on_with_what_its_judgements_say() {
    let mut first = debrief(vec![answer("q", None), answer("r", None)], None);
    tick(&mut first, &[("protect", Tick::Partial)]);
    first.set_held(0, 0, Tick::Hit);
    first.set_number(0, "structure", Some(4));
    assert!(first.set_aside(1, noon()).is_none(), "nothing was ticked there");
    let aside = judgement(&first.set_aside(0, noon()).expect("ticks"));
    assert_eq!((aside.rating, aside.scheduled), (None, false), "half a debrief moves nothing");
    let mut second = debrief(vec![answer("q", Some(&aside)), answer("r", None)], None);
    assert_eq!(second.open(), Some(0));
    assert_eq!(second.answers()[0].review.ticks().of("protect"), Tick::Partial);
    assert_eq!((second.answers()[0].held(), second.own_number(0, "structure")), (&[Tick::Hit][..], Some(4)));
    let done = judgement(&second.judge(0, true, noon()).expect("a judgement"));
    let third = debrief(vec![answer("q", Some(&done)), answer("r", None)], None);
    assert_eq!(third.open(), Some(1));
}

#[test]
fn a_missed_must_holds_the_candidates_own_number() {
    let mut debrief = debrief(vec![answer("q", None)], None);
    debrief.set_number(0, "correctness", Some(4));
    let numbers = debrief.numbers(0);
    let correctness = numbers.iter().find(|number| number.dimension == "correctness").expect("scored");
    assert_eq!((correctness.number, correctness.capped), (2, true));
    tick(&mut debrief, &[("protect", Tick::Hit)]);
    assert_eq!(debrief.numbers(0)[0].number, 4);
    debrief.set_number(0, "correctness", None);
    assert_eq!(debrief.own_number(0, "correctness"), None);
}

#[test]
fn the_scorecard_keeps_what_the_candidate_put_in() {
    let mut debrief = debrief(vec![answer("q", None)], None);
    debrief.set_number(0, "structure", Some(3));
    debrief.set_held(0, 0, Tick::Hit);
    debrief.toggle_flag(RedFlag::NoPick);
    debrief.toggle_flag(RedFlag::Buzzwords);
    debrief.toggle_flag(RedFlag::NoPick);
    let record = debrief.scorecard(noon());
    let Body::Scorecard(card) = record.body else { panic!("a scorecard") };
    let kept: KeptCard = serde_json::from_value(card.card).expect("readable");
    let id = "q".parse().expect("a name");
    assert_eq!((kept.held.get(&id), kept.numbers[&id].get("structure")), (Some(&vec![Tick::Hit]), Some(&3)));
    assert_eq!(kept.card.red_flags, [RedFlag::Buzzwords]);
    assert_eq!(kept.card.predicted, Some(4.0), "what was said of the round goes to its answers");
    assert!(self::debrief(vec![answer("q", None)], Some(&kept)).is_saved());
}

#[test]
fn without_notes_the_own_numbers_rate() {
    let bare: crate::bank::Question =
        serde_json::from_value(serde_json::json!({"id": "q", "prompt": "?", "kind": "technical"})).expect("bare");
    let id: RecordId = "q".parse().expect("a name");
    let rated = |numbers: &[u8]| {
        let review = Review::later(id.clone(), &attempt("q"), bare.clone().into(), RULES, None, noon());
        let mut debrief = debrief(vec![Debriefed::new(review, &attempt("q"), &given("q", 0, Vec::new()), None)], None);
        for (number, dimension) in numbers.iter().zip(["correctness", "trade-offs", "structure"]) {
            debrief.set_number(0, dimension, Some(*number));
        }
        judgement(&debrief.judge(0, true, noon()).expect("a judgement"))
    };
    assert_eq!((rated(&[]).rating, rated(&[]).scheduled), (None, false));
    assert_eq!(rated(&[1, 1, 2]).rating, Some(Rating::Again));
    assert_eq!(rated(&[2, 3]).rating, Some(Rating::Good), "halves upwards");
    assert_eq!(rated(&[4, 4, 4]).rating, Some(Rating::Good), "Easy is never given by itself");
}

#[test]
fn what_to_listen_for_comes_from_the_question_or_the_general_prompts() {
    let general = &manifest().prompts.push_back[0];
    let asked = Put { id: general.id.clone(), prompt: general.prompt.clone(), asked: Asked::PushBack, ..put() };
    let id = "q".parse().expect("a name");
    let review = Review::later(id, &attempt("q"), question().into(), RULES, None, noon());
    let debrief = debrief(vec![Debriefed::new(review, &attempt("q"), &given("q", 0, vec![asked, put()]), None)], None);
    assert_eq!(debrief.listen_for(0, 0).len(), general.look_for.len());
    assert!(debrief.listen_for(0, 1).is_empty(), "no bank knows it any more");
}
