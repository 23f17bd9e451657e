//! Ticks and numbers in a debrief, and what they lead to.

use super::*;
use crate::assess::Asked;
use crate::bank::{Kind, Level, Part, Point, QuestionId, Tier, Weights, manifest};
use crate::history::{Attempt, Doubt, Judgement, Medium, Mode, Rating, Spent};
use crate::practice::mock::{Given, Planned, PlannedRound};
use crate::practice::testing::{RULES, question};
use crate::practice::{Mark, Put};
use crate::testing::noon;
use crate::testing::typed;

/// An answer in the first round, with its clarifications and follow-ups.
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
        banks: Vec::new(),
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
        by_coach: false,
        medium: Medium::None,
        recording: None,
    }
}

fn answer(slug: &str, before: Option<&Judgement>) -> Debriefed {
    judged(slug, before.map_or(&[], std::slice::from_ref))
}

/// An answer with the judgements made of it before.
fn judged(slug: &str, before: &[Judgement]) -> Debriefed {
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
fn what_the_level_above_wants_is_told_beside_the_numbers_of_an_answer() {
    let expecting = |slug: &str| {
        let mut of_kind = question();
        of_kind.kind = Kind::Technical;
        let tiers = [Tier::Must, Tier::Must, Tier::Strong, Tier::Strong, Tier::Senior, Tier::Senior];
        let point = |(at, tier)| Point { tier, ..Point::new(format!("p{at}"), "p".into()) };
        of_kind.look_for = tiers.into_iter().enumerate().map(point).collect();
        of_kind.expect = [(Level::Senior, format!("Senior words of {slug}."))].into();
        let review = Review::later(slug.parse().expect("a name"), &attempt(slug), of_kind.into(), RULES, None, noon());
        Debriefed::new(review, &attempt(slug), &given(slug, 1, Vec::new()), &[])
    };
    let mut debrief = debrief(vec![expecting("q"), expecting("r")], None);
    let tick = |debrief: &mut Debrief, at: usize, hits: usize| {
        for point in 0..6 {
            let tick = if point < hits { Tick::Hit } else { Tick::Missed };
            debrief.judge_with(at, |review| review.mark(&Mark::Point(format!("p{point}"), tick)));
        }
    };
    tick(&mut debrief, 0, 4);
    assert_eq!(debrief.expected(0), None, "two points of a tier tell nothing");
    debrief.judge(0, false, noon());
    tick(&mut debrief, 1, 5);
    debrief.judge(1, false, noon());
    let words = |at| debrief.expected(at).map(|expected| expected.words);
    assert_eq!(words(0).as_deref(), Some("Senior words of q."));
    assert_eq!(words(1), None, "half of the tier was there");
    let card = debrief.card();
    assert_eq!(card.level_read, Some(Level::Mid), "{:?}", card.reasons);
    let (lead, told) = crate::practice::mock::expected_words(&card).expect("something is expected");
    assert_eq!(
        (lead.as_str(), told),
        ("At senior an interviewer wants to have heard", vec![(1, "Senior words of q.")])
    );
}

#[test]
fn a_tick_that_was_taken_over_from_the_coach_counts_nowhere_and_stands_beside_it() {
    let mut first = debrief(vec![answer("q", None)], None);
    tick(&mut first, &[("protect", Tick::Hit), ("measure", Tick::Missed)]);
    first.set_held(0, 0, Tick::Partial);
    let own = judgement(&first.judge(0, true, noon()).expect("a judgement"));
    let alone = debrief(vec![judged("q", std::slice::from_ref(&own))], None);
    let after = Judgement { after_coach: vec!["measure".to_owned()], ..own.clone() };
    let after = Judgement {
        points: [after.points.clone(), [("measure".to_owned(), Tick::Hit)].into()].into_iter().flatten().collect(),
        ..after
    };
    let beside = debrief(vec![judged("q", &[own, after])], None);
    let review = &beside.answers()[0].review;
    assert_eq!(review.ticks().of("measure"), Tick::Missed);
    assert_eq!(review.after_coach_words("measure").as_deref(), Some("after the coach: hit"));
    assert_eq!(review.after_coach_words("protect"), None);
    assert_eq!(beside.card(), alone.card());
    assert_eq!(beside.numbers(0), alone.numbers(0));
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
    assert_eq!((second.answers()[0].held(), second.own_number(0, "structure")), (vec![Some(Tick::Hit)], Some(4)));
    let done = judgement(&second.judge(0, true, noon()).expect("a judgement"));
    let third = debrief(vec![answer("q", Some(&done)), answer("r", None)], None);
    assert_eq!(third.open(), Some(1));
}

#[test]
fn the_band_holds_the_candidates_own_number() {
    let mut debrief = debrief(vec![answer("q", None)], None);
    debrief.set_number(0, "correctness", Some(4));
    let correctness = |debrief: &Debrief| {
        let number = debrief.numbers(0).swap_remove(0);
        assert_eq!(number.dimension, "correctness");
        (number.number, number.cap, number.capped)
    };
    assert_eq!(correctness(&debrief), (1, 1, true));
    tick(&mut debrief, &[("protect", Tick::Hit)]);
    assert_eq!(correctness(&debrief), (3, 3, true));
    tick(&mut debrief, &[("measure", Tick::Hit), ("senior-point", Tick::Hit)]);
    assert_eq!(correctness(&debrief), (4, 4, false));
    debrief.set_number(0, "correctness", None);
    assert_eq!(debrief.own_number(0, "correctness"), None);
}

/// A friend's judgement of the answer `q`.
fn by_a_friend() -> Judgement {
    let notes = DebriefNotes {
        done: true,
        numbers: [("structure".to_owned(), 3)].into(),
        held: vec![Tick::Hit],
        open: Vec::new(),
        judge: JudgedBy::Friend,
        clarified: Some(true),
        asked_about: false,
    };
    let ticks = [("protect", Tick::Hit), ("measure", Tick::Hit), ("senior-point", Tick::Missed)];
    notes.kept_in(Judgement {
        points: ticks.map(|(id, tick)| (id.to_owned(), tick)).into(),
        ..Judgement::unrated("q".parse().expect("a name"), QuestionId::new("b", "q"))
    })
}

#[test]
fn two_judges_stand_side_by_side() {
    let mut debrief = debrief(vec![judged("q", &[by_a_friend()])], None);
    assert_eq!((debrief.judged_by(), debrief.card().judged_by), (JudgedBy::Friend, Some(JudgedBy::Friend)));
    assert!(debrief.differences().is_empty() && debrief.judge(0, true, noon()).is_none());
    // The candidate disagrees about some of it.
    tick(&mut debrief, &[("measure", Tick::Partial)]);
    debrief.set_held(0, 0, Tick::Missed);
    debrief.judge_with(0, |review| review.mark(&Mark::Mistake("flush".into(), true)));
    assert_eq!(debrief.judged_by(), JudgedBy::Both);
    let all = |debrief: &Debrief| -> Vec<(String, String, String)> {
        let answers = debrief.differences();
        assert_eq!((answers.len(), answers[0].question.as_str()), (1, "b/q"));
        answers[0]
            .differences
            .iter()
            .map(|one| (one.about.clone(), one.friend.clone(), one.candidate.clone()))
            .collect()
    };
    let said = |about: &str, friend: &str, own: &str| (about.to_owned(), friend.to_owned(), own.to_owned());
    let found = all(&debrief);
    assert_eq!(
        found[..3],
        [
            said("Measures before changing", "there", "partly"),
            said("Flushes everything", "not made", "made"),
            said("And then?", "held", "did not hold"),
        ]
    );
    assert!(found.contains(&said("Correctness and depth", "4", "1")), "{found:?}");
    // The result is the same when the log is read again, whoever judged last.
    let own = judgement(&debrief.judge(0, true, noon()).expect("changed"));
    assert_eq!(DebriefNotes::of(&own).judge, JudgedBy::Candidate);
    let again = self::debrief(vec![judged("q", &[by_a_friend(), own.clone()])], None);
    assert_eq!((all(&again), again.judged_by()), (found.clone(), JudgedBy::Both));
    let mended = self::debrief(vec![judged("q", &[own, by_a_friend()])], None);
    assert_eq!(all(&mended), found);
    assert_eq!(mended.card().answers[0].band, Some(crate::assess::Band::Impress), "the last one counts");
}

#[test]
fn whether_it_was_asked_back_is_judged_by_the_words() {
    let answer = |text: &str, by_key: usize, before: &[Judgement]| {
        let said = Attempt { text: text.into(), ..attempt("q") };
        let review = Review::later("q".parse().expect("a name"), &said, question().into(), RULES, None, noon());
        Debriefed::new(review, &said, &given("q", by_key, Vec::new()), before)
    };
    let of = |text: &str, by_key: usize, before: &[Judgement]| answer(text, by_key, before).clarified;
    assert_eq!(of("How many users do we have? I would begin with a table.", 0, &[]), Some(true));
    assert_eq!(of("I would begin with a table.", 0, &[]), Some(false));
    assert_eq!(of("I would begin with a table.", 1, &[]), Some(true), "by key");
    assert_eq!(of("", 0, &[]), None, "spoken, and nobody wrote it down");
    let transcript = |words: &str, by_key| answer("", by_key, &[]).with_transcript(words).clarified;
    assert_eq!(transcript("how many users do we have i would begin with a table", 0), Some(true));
    assert_eq!((transcript("I would begin.", 0), transcript("I would begin.", 1)), (Some(false), Some(true)));
    assert_eq!(of("Began with a table.", 0, &[by_a_friend()]), None, "a friend's notes are not what was said");
}

#[test]
fn doubts_are_kept_with_the_ticks_that_they_are_about() {
    let doubt = Doubt { points: vec!["protect".into()], of: 2, band: 1 };
    let own = DebriefNotes { judge: JudgedBy::Candidate, ..DebriefNotes::of(&by_a_friend()) };
    let before = own.kept_in(Judgement { doubt: Some(doubt.clone()), ..by_a_friend() });
    let mut debrief = debrief(vec![judged("q", &[before])], None);
    let doubted = |debrief: &Debrief| debrief.card().doubted.map(|doubted| (doubted.ticks, doubted.of));
    assert_eq!(doubted(&debrief), Some((1, 2)));
    debrief.set_held(0, 0, Tick::Partial);
    assert_eq!(judgement(&debrief.judge(0, true, noon()).expect("changed")).doubt, Some(doubt.clone()));
    tick(&mut debrief, &[("protect", Tick::Missed)]);
    assert_eq!(doubted(&debrief), None, "what was doubtful is not ticked any more");
    // A friend's notes are not the candidate's words.
    let friend = self::debrief(vec![judged("q", &[Judgement { doubt: Some(doubt), ..by_a_friend() }])], None);
    assert_eq!(doubted(&friend), None);
}

#[test]
fn a_follow_up_that_nobody_looked_at_is_not_judged() {
    let mut debrief = debrief(vec![answer("q", None)], None);
    assert_eq!(debrief.answers()[0].held(), [None]);
    assert!(debrief.card().answers[0].follow_ups.is_empty(), "not judged is not missed");
    tick(&mut debrief, &[("protect", Tick::Hit)]);
    let record = judgement(&debrief.judge(0, true, noon()).expect("a judgement"));
    assert_eq!(DebriefNotes::of(&record).open, [0]);
    let mut again = self::debrief(vec![answer("q", Some(&record))], None);
    assert_eq!(again.answers()[0].held(), [None], "nor when it is read again");
    again.set_held(0, 0, Tick::Missed);
    assert_eq!(again.answers()[0].held(), [Some(Tick::Missed)]);
    assert_eq!(again.card().answers[0].follow_ups.len(), 1);
}

#[test]
fn ticks_without_words_are_asked_about_once_also_when_the_debrief_is_left() {
    let mut first = debrief(vec![answer("q", None)], None);
    tick(&mut first, &[("protect", Tick::Hit), ("measure", Tick::Hit), ("senior-point", Tick::Hit)]);
    let silent = crate::assess::coverage(first.answers()[0].review.question(), "Words.");
    assert_eq!(first.close(0, &silent), Some(Closing::Doubted));
    let aside = judgement(&first.set_aside(0, noon()).expect("ticks"));
    let mut second = debrief(vec![answer("q", Some(&aside))], None);
    assert_eq!(second.close(0, &silent), Some(Closing::Done), "the candidate was asked before");
    // An interrupted run remembers that the candidate was asked, too.
    let mut third = debrief(vec![answer("q", None)], None);
    tick(&mut third, &[("protect", Tick::Hit), ("measure", Tick::Hit), ("senior-point", Tick::Hit)]);
    third.close(0, &silent);
    let torn = third.unwritten().expect("unwritten");
    let mut fourth = debrief(vec![answer("q", None)], None);
    fourth.take_up(torn);
    assert_eq!(fourth.close(0, &silent), Some(Closing::Done));
}

#[test]
fn the_judgement_says_what_the_card_shows() {
    let mut slow = attempt("q");
    slow.seconds.answer = 251.0;
    let review = Review::later("q".parse().expect("a name"), &slow, question().into(), RULES, None, noon());
    let mut debrief = debrief(vec![Debriefed::new(review, &slow, &given("q", 0, Vec::new()), &[])], None);
    tick(&mut debrief, &[("protect", Tick::Hit), ("measure", Tick::Hit), ("senior-point", Tick::Hit)]);
    let band = debrief.card().answers[0].band.map(crate::assess::Band::number);
    let judged = judgement(&debrief.judge(0, true, noon()).expect("a judgement"));
    assert_eq!((judged.band, judged.rating, band), (Some(3), Some(Rating::Good), Some(3)), "it was slow");
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
        let mut debrief = debrief(vec![Debriefed::new(review, &attempt("q"), &given("q", 0, Vec::new()), &[])], None);
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
    let debrief = debrief(vec![Debriefed::new(review, &attempt("q"), &given("q", 0, vec![asked, put()]), &[])], None);
    assert_eq!(debrief.listen_for(0, 0).len(), general.look_for.len());
    assert!(debrief.listen_for(0, 1).is_empty(), "no bank knows it any more");
}
