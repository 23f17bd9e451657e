//! An answer, from the asking of its question to the attempt in the log.

use super::*;
use crate::practice::Review;
use crate::practice::testing::{RULES, question};
use crate::testing::noon;

fn asked() -> Answer {
    Answer::ask("backend/q".parse().expect("a name"), Rc::new(question()), 0, Mode::Drill, RULES, noon())
}

fn opened(answer: &Answer, prediction: Option<u8>, now: Moment) -> Option<Attempt> {
    let (_, record) = answer.open(prediction, &RecordId::fresh(now), now)?;
    match record.body {
        Body::Attempt(attempt) => Some(attempt),
        other => panic!("not an attempt: {other:?}"),
    }
}

fn recovered(answer: &Answer, now: Moment) -> Answer {
    let draft = answer.draft(now).expect("in progress");
    Answer::recover(draft.into(), Rc::new(question()), RULES, now)
}

#[test]
fn a_typed_answer_from_the_question_to_the_attempt() {
    let mut answer = asked();
    assert!(answer.draft(noon()).is_none(), "nothing to keep while thinking");
    answer.give(Medium::Typed, noon().plus(12.0));
    assert!(!answer.finish(noon().plus(13.0)), "an empty answer is no answer");
    answer.set_text("First, protect the store.".into());
    assert_eq!(answer.draft(noon()).map(|kept| kept.text), Some("First, protect the store.".into()));
    assert!(opened(&answer, Some(3), noon()).is_none(), "the notes are closed while it is given");
    assert!(answer.finish(noon().plus(112.0)));
    assert!(answer.draft(noon()).is_some_and(|kept| kept.stage == crate::history::DraftStage::Predicting));
    assert!(opened(&answer, Some(5), noon()).is_none(), "5 is no prediction");
    assert!(opened(&answer, None, noon()).is_none(), "a prediction comes first");
    let kept = opened(&answer, Some(3), noon().plus(115.0)).expect("an attempt");
    assert_eq!((kept.seconds.think, kept.seconds.answer, kept.target_seconds), (12.0, 100.0, 200));
    assert_eq!((kept.prediction, kept.medium, kept.gave_up), (Some(3), Medium::Typed, false));
    assert!(kept.sitting.is_some());
}

#[test]
fn a_follow_up_in_a_drill_is_replied_to_before_the_notes_open_and_kept_with_its_recording() {
    let next = serde_json::json!({"id": "down", "prompt": "And when the store is down?", "look_for": []});
    let next = serde_json::from_value(next).expect("a follow-up");
    let question = Rc::new(Question { follow_ups: vec![next], ..question() });
    let name = "backend/q".parse().expect("a name");
    let mut answer = Answer::ask(name, Rc::clone(&question), 0, Mode::Drill, RULES, noon());
    assert!(!answer.ask_more(1, noon()), "nothing is answered yet");
    answer.give(Medium::Spoken, noon());
    answer.set_recording(Some("a.wav".into()));
    assert!(answer.finish(noon().plus(60.0)) && answer.has_follow_up());
    assert!(answer.ask_more(1, noon().plus(61.0)));
    assert_eq!((answer.phase(), answer.recording_now(), answer.is_spoken()), (Phase::Replying, None, true));
    assert_ne!(answer.asked(), answer.prompt());
    answer.set_recording(Some("a-reply1.wav".into()));
    answer.tick(noon().plus(71.0));
    assert_eq!(answer.recording(), Some("a.wav"), "the answer keeps its own");

    let mut back = {
        let draft = answer.draft(noon().plus(80.0)).expect("in progress");
        Answer::recover(draft.into(), Rc::clone(&question), RULES, noon().plus(80.0))
    };
    assert_eq!(
        (back.phase(), back.recording_now(), back.asked()),
        (Phase::Replying, Some("a-reply1.wav"), answer.asked())
    );
    assert_eq!((back.spent().answer, back.watch().spent().answer), (60.0, 10.0));
    back.give(Medium::Typed, noon().plus(80.0));
    back.set_text("And this by hand.".into());
    assert_eq!((back.medium(), back.is_spoken()), (Medium::Typed, false));
    assert!(back.finish(noon().plus(85.0)) && !back.has_other_take());
    assert!(!back.speak_again(noon().plus(85.0)), "they have replied to it");
    let kept = opened(&back, Some(3), noon().plus(90.0)).expect("an attempt");
    assert_eq!((kept.medium, kept.seconds.answer, kept.recording.as_deref()), (Medium::Spoken, 60.0, Some("a.wav")));
    let [reply] = &kept.follow_ups[..] else { panic!("{:?}", kept.follow_ups) };
    assert_eq!((reply.text.as_str(), reply.seconds), ("And this by hand.", 15.0));
    assert_eq!(reply.recording.as_deref(), Some("a-reply1.wav"));
    // The same answer when it is judged on another day.
    let later = Review::later(back.id().clone(), &kept, question, RULES, None, noon().plus(9_000.0));
    assert_eq!(later.answer().replies()[0].prompt, answer.asked());
    assert!((later.answer().spent().answer - 60.0).abs() < 1e-9);
}

#[test]
fn giving_up_needs_no_prediction() {
    let mut answer = asked();
    answer.give(Medium::Typed, noon());
    assert!(answer.give_up(noon().plus(30.0)));
    assert!(!answer.give_up(noon().plus(31.0)), "once");
    let kept = opened(&answer, None, noon().plus(30.0)).expect("an attempt");
    assert_eq!((kept.gave_up, kept.medium, kept.prediction), (true, Medium::None, None));
}

#[test]
fn hints_and_clarifications_come_one_by_one_and_are_counted() {
    let mut answer = asked();
    assert!(answer.hints().is_empty() && answer.clarifications().is_empty());
    assert_eq!(answer.hint(), Some("Who suffers?"));
    assert!(answer.clarify() && !answer.clarify(), "there is one");
    answer.give(Medium::Spoken, noon());
    assert_eq!(answer.hint(), Some("What stands behind it?"));
    assert_eq!((answer.hints().len(), answer.hints_in_all(), answer.clarifications().len()), (2, 3, 1));
    answer.finish(noon().plus(60.0));
    assert_eq!(answer.hint(), None, "too late");
    assert_eq!(opened(&answer, Some(2), noon()).map(|kept| kept.hints), Some(2));
}

#[test]
fn a_wording_beyond_the_last_wraps_around() {
    let ask = |wording| {
        let name = "backend/q".parse().expect("a name");
        Answer::ask(name, Rc::new(question()), wording, Mode::Practice, RULES, noon()).prompt().to_owned()
    };
    assert_eq!([0, 1, 2].map(ask), ["Asked plainly?", "Asked otherwise?", "Asked plainly?"]);
}

#[test]
fn spoken_answers_keep_their_own_target() {
    let mut answer = asked();
    answer.give(Medium::Spoken, noon());
    assert_eq!((answer.target(), answer.maximum()), (100, 150));
    assert!(answer.finish(noon().plus(60.0)), "spoken answers have no text to be empty");
}

#[test]
fn an_interrupted_answer_goes_on_where_it_was() {
    let mut first = asked();
    first.give(Medium::Typed, noon().plus(10.0));
    first.set_text("half".into());
    first.hint();
    first.clarify();
    first.tick(noon().plus(40.0));
    let mut second = recovered(&first, noon().plus(9000.0));
    assert_eq!((second.text(), second.hints().len(), second.clarifications().len()), ("half", 1, 1));
    assert_eq!(second.id(), first.id());
    assert!(second.finish(noon().plus(9005.0)));
    let kept = opened(&second, Some(2), noon().plus(9006.0)).expect("an attempt");
    assert_eq!((kept.seconds.think, kept.seconds.answer), (10.0, 35.0));
}

#[test]
fn an_answer_spoken_twice_counts_with_the_take_that_is_chosen() {
    let mut answer = asked();
    answer.give(Medium::Spoken, noon().plus(10.0));
    answer.set_recording(Some("one.wav".into()));
    assert!(!answer.speak_again(noon().plus(20.0)), "not while speaking");
    answer.finish(noon().plus(70.0));
    assert!(answer.speak_again(noon().plus(100.0)));
    answer.set_recording(Some("two.wav".into()));
    answer.finish(noon().plus(130.0));
    assert_eq!((answer.recording(), answer.spent().answer), (Some("two.wav"), 30.0));
    answer.next_take(noon().plus(140.0));
    let answer = recovered(&answer, noon().plus(9000.0));
    assert_eq!((answer.takes().len(), answer.take()), (2, 0));
    let kept = opened(&answer, Some(3), noon().plus(9010.0)).expect("an attempt");
    assert_eq!(kept.recording.as_deref(), Some("one.wav"));
    assert_eq!((kept.seconds.think, kept.seconds.answer), (10.0, 60.0));
    assert_eq!(answer.other_recordings(), ["two.wav"]);
}

#[test]
fn an_answer_without_a_microphone_has_no_recording() {
    let mut answer = asked();
    answer.give(Medium::Spoken, noon());
    answer.set_recording(Some("one.wav".into()));
    answer.set_recording(None);
    answer.finish(noon().plus(60.0));
    assert_eq!(opened(&answer, Some(2), noon().plus(61.0)).expect("an attempt").recording, None);
}

#[test]
fn a_stop_changes_nothing_about_a_pause_by_hand() {
    let mut answer = asked();
    answer.give(Medium::Typed, noon().plus(1.0));
    answer.set_paused(noon().plus(2.0), true);
    answer.wake(noon().plus(3.0));
    assert!(answer.watch().is_paused(), "woken without having been suspended");
    answer.suspend(noon().plus(4.0));
    answer.suspend(noon().plus(5.0));
    answer.wake(noon().plus(6.0));
    assert!(answer.watch().is_paused(), "suspended twice, woken once");
    answer.set_paused(noon().plus(7.0), false);
    answer.suspend(noon().plus(8.0));
    answer.wake(noon().plus(18.0));
    answer.tick(noon().plus(20.0));
    let spent = answer.spent();
    assert_eq!((spent.answer, spent.paused), (1.0 + 1.0 + 2.0, 5.0 + 10.0));
}

#[test]
fn replies_have_their_own_text_and_clock() {
    let mut answer = asked();
    answer.give(Medium::Typed, noon().plus(10.0));
    answer.set_text("An answer.".into());
    answer.finish(noon().plus(40.0));
    let next = serde_json::from_value(serde_json::json!({"id": "more", "prompt": "And then?"})).expect("a follow-up");
    answer.follow_up(Put::of(&next, crate::assess::Asked::FollowUp), noon().plus(50.0));
    assert_eq!((answer.phase(), answer.typed()), (Phase::Replying, ""));
    answer.set_text("A reply.".into());
    assert!(answer.finish(noon().plus(65.0)), "an empty reply would be one, too");
    assert_eq!((answer.text(), answer.replies()[0].text.as_str()), ("An answer.", "A reply."));
    assert_eq!((answer.spent().answer, answer.replies()[0].seconds, answer.seconds()), (30.0, 15.0, 55.0));
}
