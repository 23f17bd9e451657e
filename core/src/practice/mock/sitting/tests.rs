//! A mock from its first break to its end: on time, late, left, resumed and abandoned.

mod pressure;

use serde_json::json;

use super::*;
use crate::assess::Asked;
use crate::bank::{Kind, Level, Library, Part, QuestionId, Weights, manifest};
use crate::history::{Attempt, Medium};
use crate::practice::mock::PlannedRound;
use crate::practice::testing::RULES;
use crate::testing::noon;
use proptest::prelude::*;

fn planned(slug: &str, follow_ups: u32) -> Planned {
    Planned {
        question: QuestionId::new("b", slug),
        topic: "t".into(),
        kind: Kind::Technical,
        seconds: 10 + 100 + follow_ups * FOLLOW_UP_SECONDS,
        think: 10,
        target: 100,
        prompt: format!("{slug}?"),
    }
}

/// A plan of two rounds, with two questions and one.
fn plan() -> Plan {
    let round = |name: &str, minutes, questions| PlannedRound {
        name: name.into(),
        minutes,
        part: Some(Part::Core),
        uninterrupted: None,
        questions,
    };
    Plan {
        loop_: "mine".into(),
        title: "Mine".into(),
        level: Level::Senior,
        archetype: None,
        seed: 4,
        minutes: 12,
        rounds: vec![
            round("First", 7, vec![planned("one", 1), planned("two", 1)]),
            round("Second", 5, vec![planned("three", 1)]),
        ],
        banks: Vec::new(),
        weights: Weights { core: 100, scenario: 0, behavioural: 0 },
    }
}

fn question() -> Question {
    let follow_up = |n: u32| serde_json::json!({"id": format!("f{n}"), "prompt": format!("Next {n}?")});
    let question = serde_json::json!({
        "id": "q", "prompt": "?", "clarifications": [{"ask": "How many?", "answer": "Ten."}],
        "follow_ups": (0..5).map(follow_up).collect::<Vec<_>>()
    });
    serde_json::from_value(question).expect("a question")
}

/// The same question for every entry of the plan.
fn questions(_: &Planned) -> Rc<Question> {
    question().into()
}

fn prompts() -> Prompts {
    manifest().prompts.clone()
}

fn begin(plan: Plan) -> Mock {
    Mock::begin(plan, Pressure::Gentle, prompts(), RULES, noon()).0
}

fn begun() -> Mock {
    begin(plan())
}

fn resume(sitting: &Sitting, now: Moment) -> Result<Mock, ResumeError> {
    Mock::resume(sitting, prompts(), RULES, &questions, now)
}

fn give(mock: &mut Mock, medium: Medium, now: Moment) {
    mock.answer_mut().expect("asked").give(medium, now);
}

fn answer(mock: &Mock) -> &Answer {
    mock.answer().expect("asked")
}

fn sitting(record: &Record) -> &Sitting {
    match &record.body {
        Body::Sitting(sitting) => sitting,
        other => panic!("not a sitting: {other:?}"),
    }
}

fn attempt(record: &Record) -> &Attempt {
    match &record.body {
        Body::Attempt(attempt) => attempt,
        other => panic!("not an attempt: {other:?}"),
    }
}

/// Speaks for this many seconds and finishes, advancing `now` to the moment afterwards.
fn speak(mock: &mut Mock, now: &mut Moment, seconds: f64) -> Vec<Record> {
    if mock.stage() == MockStage::Asking {
        give(mock, Medium::Spoken, *now);
    }
    *now = now.plus(seconds);
    mock.finish(&questions, *now).expect("something was said")
}

#[test]
fn a_mock_from_its_first_break_to_its_end() {
    let (mut mock, started) = Mock::begin(plan(), Pressure::Gentle, prompts(), RULES, noon());
    assert_eq!((&started.id, sitting(&started).state), (mock.id(), SittingState::Started));
    assert_eq!((mock.stage(), mock.prompt()), (MockStage::Break, None));
    let mut now = noon().plus(600.0);
    mock.start_round(&questions, now);
    assert_eq!((mock.stage(), mock.prompt()), (MockStage::Asking, Some("one?")));
    now = now.plus(8.0);
    give(&mut mock, Medium::Spoken, now);
    assert!(speak(&mut mock, &mut now, 100.0).is_empty(), "a follow-up comes first");
    assert_eq!(mock.stage(), MockStage::Replying);
    let said = mock.prompt().map(str::to_owned);
    assert!(said.is_some_and(|prompt| prompt.starts_with("Next ")));
    let records = speak(&mut mock, &mut now, 120.0);
    let first = attempt(&records[0]);
    assert_eq!((first.mode, first.sitting.as_ref(), first.prediction), (Mode::Mock, Some(mock.id()), None));
    assert_eq!((first.seconds.think, first.seconds.answer, first.follow_ups.len()), (8.0, 100.0, 1));
    assert!((first.follow_ups[0].seconds - 120.0).abs() < 1e-6);
    assert_eq!((mock.stage(), mock.prompt()), (MockStage::Asking, Some("two?")));
    assert!(mock.predict_round(3, now).is_none(), "not in the middle of a round");
    assert_eq!(mock.give_up(&questions, now).map(|records| records.len()), Some(2));
    assert_eq!((mock.stage(), mock.round().map(|round| round.name.as_str())), (MockStage::Break, Some("Second")));
    assert!(mock.predict_round(5, now).is_none());
    assert!(mock.predict_round(3, now).is_some());
    mock.start_round(&questions, now);
    let mut records = Vec::new();
    while mock.stage() != MockStage::Over {
        records = speak(&mut mock, &mut now, 60.0);
    }
    assert_eq!(sitting(&records[1]).state, SittingState::Finished);
    assert!(mock.predict_round(2, now).is_some_and(|record| sitting(&record).state == SittingState::Finished));
    assert_eq!(mock.progress().predictions, [Some(3), Some(2)]);
    assert_eq!(mock.progress().given.len(), 3);
}

#[test]
fn a_late_round_drops_its_follow_ups_first() {
    let mut mock = begun();
    let mut now = noon();
    mock.start_round(&questions, now);
    // 7 minutes, less 110 s for the second question, leave 310 s: at 260 s there is no room for a follow-up.
    assert_eq!(speak(&mut mock, &mut now, 260.0).len(), 2);
    assert_eq!(mock.prompt(), Some("two?"), "the second question is still asked");
    assert!(mock.round_clock().slack() > 0.0);
    assert_eq!(speak(&mut mock, &mut now, 500.0).len(), 2);
    assert_eq!(mock.stage(), MockStage::Break, "overtime is told, never cut");
    assert!(mock.progress().given.iter().all(|given| given.follow_ups.is_empty()));
}

#[test]
fn time_left_over_brings_more_follow_ups_but_never_more_than_three() {
    let mut mock = begun();
    let mut now = noon();
    mock.start_round(&questions, now);
    while mock.progress().given.is_empty() {
        speak(&mut mock, &mut now, 5.0);
    }
    assert_eq!(mock.progress().given[0].follow_ups.len(), 3);
    let ids: std::collections::HashSet<_> = mock.progress().given[0].follow_ups.iter().map(|put| &put.id).collect();
    assert_eq!(ids.len(), 3, "none twice");
    while mock.progress().given.len() < 2 {
        speak(&mut mock, &mut now, 5.0);
    }
    let doubts = mock.progress().given.iter().flat_map(|given| &given.follow_ups);
    assert_eq!(doubts.filter(|put| put.asked == Asked::PushBack).count(), 1);
}

#[test]
fn typing_gets_its_time_on_both_clocks() {
    let mut mock = begun();
    mock.start_round(&questions, noon());
    assert_eq!((answer(&mock).target(), mock.round_clock().allowed.to_string().as_str()), (100, "420"));
    give(&mut mock, Medium::Typed, noon());
    assert_eq!((answer(&mock).target(), mock.round_clock().allowed.to_string().as_str()), (200, "520"));
    assert!(mock.finish(&questions, noon().plus(3.0)).is_none());
    assert_eq!(mock.stage(), MockStage::Answering, "an empty typed answer is no answer");
    give(&mut mock, Medium::Spoken, noon().plus(4.0));
    assert_eq!(answer(&mock).target(), 100);
}

#[test]
fn pauses_count_as_nothing() {
    let mut mock = begun();
    mock.start_round(&questions, noon());
    give(&mut mock, Medium::Spoken, noon());
    let answer = mock.answer_mut().expect("asked");
    answer.set_paused(noon().plus(10.0), true);
    answer.set_paused(noon().plus(5_000.0), false);
    answer.tick(noon().plus(5_010.0));
    assert!((mock.round_clock().spent - 20.0).abs() < 1e-6);
}

#[test]
fn clarifications_are_given_one_by_one() {
    let mut mock = begun();
    assert!(mock.answer().is_none(), "nothing to clarify in a break");
    mock.start_round(&questions, noon());
    let answer = mock.answer_mut().expect("asked");
    assert!(answer.clarify() && !answer.clarify(), "there is one");
    mock.give_up(&questions, noon());
    assert_eq!(mock.progress().given[0].clarified, 1);
}

#[test]
fn a_mock_that_was_left_goes_on_another_day() {
    let mut mock = begun();
    mock.start_round(&questions, noon());
    give(&mut mock, Medium::Typed, noon().plus(10.0));
    mock.answer_mut().expect("asked").set_text("This is half of an ans".into());
    let left = mock.leave(noon().plus(40.0));
    assert_eq!(sitting(&left).state, SittingState::Paused);
    let line = serde_json::to_string(&left).expect("JSON");
    let left: Record = serde_json::from_str(&line).expect("reads back");
    let tomorrow = noon().plus(86_400.0);
    let mut again = resume(sitting(&left), tomorrow).expect("resumed");
    assert_eq!(
        (again.id(), again.stage(), answer(&again).typed()),
        (mock.id(), MockStage::Answering, "This is half of an ans")
    );
    assert_eq!(answer(&again).medium(), Medium::Typed);
    again.finish(&questions, tomorrow.plus(5.0));
    again.answer_mut().expect("asked").set_text("A repl".into());
    let left = again.leave(tomorrow.plus(25.0));
    let mut again = resume(sitting(&left), tomorrow.plus(9_000.0)).expect("resumed");
    assert_eq!((again.stage(), answer(&again).typed()), (MockStage::Replying, "A repl"));
    again.answer_mut().expect("asked").tick(tomorrow.plus(9_010.0));
    assert!((again.round_clock().spent - (10.0 + 35.0 + 30.0)).abs() < 1e-6, "{:?}", again.round_clock());
}

#[test]
fn giving_up_during_a_reply_keeps_the_answer_that_was_given() {
    let mut mock = begun();
    mock.start_round(&questions, noon());
    give(&mut mock, Medium::Typed, noon().plus(10.0));
    mock.answer_mut().expect("asked").set_text("This is the whole answer.".into());
    mock.finish(&questions, noon().plus(40.0));
    assert_eq!(mock.stage(), MockStage::Replying);
    mock.answer_mut().expect("asked").set_text("A repl".into());
    let records = mock.abandon(noon().plus(50.0));
    let [Record { body: Body::Attempt(attempt), .. }, given_up] = records.as_slice() else {
        panic!("an attempt and the end of the mock: {records:?}");
    };
    assert_eq!((attempt.text.as_str(), attempt.follow_ups.len()), ("This is the whole answer.", 1));
    assert_eq!(sitting(given_up).state, SittingState::Abandoned);
    let mut again = resume(sitting(given_up), noon().plus(9_000.0)).expect("abandoned is not lost");
    assert_eq!((again.stage(), again.progress().given.len()), (MockStage::Break, 1));
    again.start_round(&questions, noon().plus(9_000.0));
    assert_eq!(again.progress().question, 1, "the answered question is not asked again");
}

#[test]
fn what_cannot_be_resumed_says_why() {
    let (mock, started) = Mock::begin(plan(), Pressure::Gentle, prompts(), RULES, noon());
    let refused = |change: &dyn Fn(&mut Sitting)| {
        let mut sitting = sitting(&started).clone();
        change(&mut sitting);
        resume(&sitting, noon()).expect_err("refused").to_string()
    };
    assert!(refused(&|sitting| sitting.mode = Mode::Drill).contains("it is not a mock"));
    assert!(refused(&|sitting| sitting.state = SittingState::Finished).contains("is over"));
    assert!(refused(&|sitting| sitting.progress = Value::Null).contains("start a new one"));
    for (field, value) in
        [("round", json!(9)), ("question", json!(9)), ("stage", json!("replying")), ("spent", json!([]))]
    {
        let problem = refused(&|sitting| sitting.progress[field] = value.clone());
        assert!(problem.contains("does not fit its plan"), "{field}: {problem}");
    }
    assert!(resume(sitting(&mock.record(SittingState::Started, noon())), noon()).is_ok());
}

#[test]
fn a_question_that_no_bank_has_any_more_is_asked_as_recorded() {
    let gone = planned("gone", 1);
    let bare = stand_in(&gone);
    assert_eq!((bare.prompt.as_str(), bare.times().target, bare.has_notes()), ("gone?", 100, false));
    let as_recorded = |planned: &Planned| Rc::new(stand_in(planned));
    let mut mock = begun();
    mock.start_round(&as_recorded, noon());
    give(&mut mock, Medium::Spoken, noon());
    mock.finish(&as_recorded, noon().plus(60.0));
    while mock.progress().given.is_empty() {
        mock.finish(&as_recorded, noon().plus(90.0));
    }
    assert_eq!(mock.prompt(), Some("two?"));
}

#[test]
fn the_first_minutes_are_not_interrupted() {
    let mut plan = plan();
    plan.rounds[0].uninterrupted = Some(180);
    let mut mock = begin(plan);
    mock.start_round(&questions, noon());
    give(&mut mock, Medium::Spoken, noon());
    mock.answer_mut().expect("asked").tick(noon().plus(100.0));
    assert!((mock.uninterrupted() - 80.0).abs() < 1e-6);
    mock.answer_mut().expect("asked").tick(noon().plus(200.0));
    assert!(mock.uninterrupted().abs() < 1e-6);
}

#[test]
fn every_question_of_a_real_design_round_is_followed_up() {
    let library = Library::builtin();
    let names = ["design-file-upload", "design-notifications"];
    let questions: Vec<_> =
        names.iter().map(|slug| library.question(&QuestionId::new("backend", slug)).expect("in the bank")).collect();
    let mut plan = plan();
    plan.rounds.truncate(1);
    plan.rounds[0].minutes = 75;
    plan.rounds[0].questions = questions.iter().map(|q| Planned { kind: q.kind, ..planned(&q.id, 3) }).collect();
    let real =
        |planned: &Planned| Rc::new(questions.iter().find(|q| q.id == planned.question.slug()).expect("one").clone());
    let mut mock = Mock::begin(plan, Pressure::Real, library.manifest().prompts.clone(), RULES, noon()).0;
    let mut now = noon();
    mock.start_round(&real, now);
    while mock.stage() != MockStage::Over {
        give(&mut mock, Medium::Spoken, now);
        now = now.plus(30.0);
        mock.finish(&real, now);
    }
    let asked: Vec<_> = mock.progress().given.iter().flat_map(|given| &given.follow_ups).collect();
    for probe in [crate::bank::Probe::Store, crate::bank::Probe::Queue, crate::bank::Probe::Dependency] {
        assert!(asked.iter().any(|put| put.probe == Some(probe)), "{probe}");
    }
    for sort in [Asked::TenTimes, Asked::PushBack] {
        assert_eq!(asked.iter().filter(|put| put.asked == sort).count(), 1, "{sort:?}");
    }
}

proptest! {
    #[test]
    fn any_input_at_any_time_keeps_it_sound(
        steps in proptest::collection::vec((0.0..200.0_f64, 0_u8..10), 1..60)
    ) {
        let mut mock = begun();
        let (mut now, mut attempts) = (noon(), 0);
        for (seconds, what) in steps {
            now = now.plus(seconds);
            let records = match what {
                4 | 5 => mock.finish(&questions, now).unwrap_or_default(),
                6 => mock.give_up(&questions, now).unwrap_or_default(),
                8 => mock.predict_round(2, now).into_iter().collect(),
                _ => {
                    match (what, mock.answer_mut()) {
                        (1, Some(answer)) => answer.give(Medium::Typed, now),
                        (2, Some(answer)) => answer.give(Medium::Spoken, now),
                        (3, Some(answer)) => answer.set_text("Words.".into()),
                        (7, Some(answer)) => answer.set_paused(now, seconds > 100.0),
                        (9, Some(answer)) => { answer.clarify(); }
                        _ => mock.start_round(&questions, now),
                    }
                    Vec::new()
                }
            };
            attempts += records.iter().filter(|record| matches!(record.body, Body::Attempt(_))).count();
            // The mock can be left and resumed at any time without losing anything.
            let left = mock.leave(now);
            let again = resume(sitting(&left), now).expect("resumed");
            prop_assert_eq!(again.kept(), mock.kept());
            prop_assert_eq!(mock.progress().given.len(), attempts);
            prop_assert!(attempts <= 3);
            prop_assert_eq!(mock.stage() == MockStage::Over, attempts == 3);
            prop_assert!(mock.progress().given.iter().all(|given| given.follow_ups.len() <= 3));
        }
    }
}
