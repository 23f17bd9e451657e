//! A mock whose clock has teeth: moved on, left out, called off, and nothing typed is lost.

use super::*;

/// A mock of two rounds under pressure, with three questions and one.
fn real() -> Mock {
    let mut plan = plan();
    plan.rounds[0].questions.push(planned("short", 1));
    plan.rounds[0].questions[2].target = 40;
    let (mut mock, _) = Mock::begin(plan, Pressure::Real, prompts(), RULES, noon());
    mock.start_round(&questions, noon());
    mock
}

fn tick(mock: &mut Mock, now: Moment) {
    mock.answer_mut().expect("asked").tick(now);
}

fn left_out(mock: &Mock) -> Vec<String> {
    mock.progress().left_out.iter().map(|left| left.question.slug().to_owned()).collect()
}

#[test]
fn under_pressure_the_interviewer_moves_on_at_the_maximum_and_says_so_once() {
    let mut mock = real();
    give(&mut mock, Medium::Spoken, noon());
    let maximum = f64::from(answer(&mock).maximum());
    tick(&mut mock, noon().plus(maximum - 1.0));
    assert_eq!(mock.remind(), None);
    tick(&mut mock, noon().plus(maximum));
    assert_eq!((mock.remind(), mock.remind()), (Some(Reminder::MoveOn), None));
    let mut now = noon().plus(maximum);
    assert_eq!(speak(&mut mock, &mut now, 0.0).len(), 2, "no follow-up after that");
    assert!(mock.progress().given[0].follow_ups.is_empty());
}

#[test]
fn a_round_whose_time_is_over_ends_with_the_answer_in_progress() {
    let mut mock = real();
    give(&mut mock, Medium::Spoken, noon());
    let mut now = noon().plus(420.0);
    tick(&mut mock, now);
    assert_eq!((mock.remind(), mock.remind()), (Some(Reminder::RoundOver), None), "the round's word is the last one");
    assert!(!mock.is_called_off(), "whoever is at it may finish");
    let records = speak(&mut mock, &mut now, 30.0);
    assert_eq!((records.len(), mock.stage()), (2, MockStage::Break));
    assert_eq!((left_out(&mock), mock.left_out_of_last_round()), (vec!["two".to_owned(), "short".to_owned()], 2));
    assert_eq!(mock.progress().left_out_words().as_deref(), Some("Left out: 2 questions, the time was over."));
    assert_eq!(mock.round().map(|round| round.name.as_str()), Some("Second"));
    let again = resume(sitting(&records[1]), now).expect("resumed");
    assert_eq!(again.progress().left_out, mock.progress().left_out, "it is in the record");
}

#[test]
fn what_does_not_fit_any_more_is_left_out_and_what_does_is_asked() {
    let mut mock = real();
    let mut now = noon();
    // Of 420 s, 50 are left: half of the second question takes 55, half of the short one 25.
    give(&mut mock, Medium::Spoken, now);
    speak(&mut mock, &mut now, 370.0);
    assert_eq!((left_out(&mock), mock.prompt()), (vec!["two".to_owned()], Some("short?")));
    let mut gentle = begun();
    gentle.start_round(&questions, noon());
    speak(&mut gentle, &mut noon(), 900.0);
    assert!(gentle.prompt() == Some("two?") && gentle.remind().is_none() && !gentle.is_called_off());
}

#[test]
fn a_round_far_over_its_time_is_called_off_and_nothing_typed_is_lost() {
    let mut mock = real();
    give(&mut mock, Medium::Typed, noon());
    // Typing adds 100 s to the 420 s of the round.
    let (end, last) = (520.0, 650.0);
    tick(&mut mock, noon().plus(end));
    assert!(!mock.is_called_off());
    tick(&mut mock, noon().plus(last));
    assert!(mock.is_called_off());
    mock.answer_mut().expect("asked").set_text("Every word of it, to the la".into());
    mock.typed();
    tick(&mut mock, noon().plus(last + 4.0));
    assert!(!mock.is_called_off(), "not while somebody types");
    tick(&mut mock, noon().plus(last + 6.0));
    assert!(mock.is_called_off());
    let records = mock.hand_in(noon().plus(last + 6.0));
    let [first, end] = records.as_slice() else { panic!("an attempt and how far it got: {records:?}") };
    assert_eq!((attempt(first).text.as_str(), attempt(first).gave_up), ("Every word of it, to the la", false));
    assert_eq!((sitting(end).state, mock.stage()), (SittingState::Started, MockStage::Break));
    assert_eq!(left_out(&mock), ["two", "short"]);
    mock.start_round(&questions, noon().plus(700.0));
    give(&mut mock, Medium::Spoken, noon().plus(700.0));
    tick(&mut mock, noon().plus(700.0 + 500.0));
    assert!(mock.is_called_off(), "what was typed in the round before does not count");
}

#[test]
fn a_question_that_was_not_begun_is_left_out_when_the_round_is_called_off() {
    for typing in [false, true] {
        let mut mock = real();
        if typing {
            give(&mut mock, Medium::Typed, noon());
        }
        tick(&mut mock, noon().plus(900.0));
        let records = mock.hand_in(noon().plus(900.0));
        assert_eq!(records.len(), 1, "no attempt of nothing");
        assert_eq!(left_out(&mock), ["one", "two", "short"]);
        assert!((mock.last_round_took() - 900.0).abs() < 1e-6, "its time is not lost");
    }
}

#[test]
fn nobody_is_called_off_while_the_clock_stands() {
    let mut mock = real();
    give(&mut mock, Medium::Spoken, noon());
    tick(&mut mock, noon().plus(2_000.0));
    mock.answer_mut().expect("asked").set_paused(noon().plus(2_000.0), true);
    assert!(!mock.is_called_off());
}

proptest! {
    #[test]
    fn nothing_typed_is_lost_when_rounds_end(
        steps in proptest::collection::vec((0.0..150.0_f64, 0_u8..8), 1..60)
    ) {
        let mut mock = real();
        let (mut now, mut typed, mut kept) = (noon(), 0_usize, Vec::new());
        let mut all: Vec<String> = Vec::new();
        for (seconds, what) in steps {
            now = now.plus(seconds);
            let records = match (what, mock.answer_mut()) {
                (0, Some(answer)) => { answer.give(Medium::Typed, now); Vec::new() }
                (1..=3, Some(answer)) if matches!(answer.phase(), Phase::Answering | Phase::Replying) => {
                    typed += 1;
                    let text = format!("{} word{typed}.", answer.typed());
                    all.push(format!("word{typed}."));
                    answer.set_text(text);
                    mock.typed();
                    Vec::new()
                }
                (4, Some(_)) => mock.finish(&questions, now).unwrap_or_default(),
                (5, Some(_)) => mock.give_up(&questions, now).unwrap_or_default(),
                (_, Some(answer)) => {
                    answer.tick(now);
                    if mock.is_called_off() { mock.hand_in(now) } else { Vec::new() }
                }
                (_, None) => { mock.start_round(&questions, now); Vec::new() }
            };
            kept.extend(records.iter().filter(|record| matches!(record.body, Body::Attempt(_))).cloned());
            let texts: String = kept.iter().map(attempt).flat_map(|attempt| {
                let replies = attempt.follow_ups.iter().map(|reply| reply.text.clone());
                std::iter::once(attempt.text.clone()).chain(replies)
            }).collect();
            let going = mock.answer().map(|answer| {
                let replies: String = answer.replies().iter().map(|put| put.text.as_str()).collect();
                format!("{} {replies}", answer.text())
            });
            let there = format!("{texts} {}", going.unwrap_or_default());
            for word in &all {
                prop_assert!(there.contains(word.as_str()), "{word} is in no record: {there}");
            }
            let again = resume(sitting(&mock.leave(now)), now).expect("resumed");
            prop_assert_eq!(again.kept(), mock.kept());
            // Each question is answered, left out or still to come.
            let (given, left) = (mock.progress().given.len(), mock.progress().left_out.len());
            prop_assert_eq!(given + left == 4, mock.stage() == MockStage::Over);
        }
    }
}
