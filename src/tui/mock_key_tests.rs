//! What a mock interview does key by key.

use super::app::Input;
use super::mock_tests::{begin, debriefed, first_round, sat, type_answer};
use super::screen::Effect;
use super::testing::Driver;
use crate::assess::KeptCard;
use crate::config::{Config, Keep};
use crate::history::{Attempt, AttemptFilter, Body, Medium, Mode, Segment, SittingState, Tick, Transcript, Utterance};
use crate::practice::mock::MockStage;
use crate::session::{Order, SoundOrder};
use crate::sound::Playing;
use crate::speech::hearing::News;
use crate::speech::kept::reply_name;
use crate::speech::record::Heard;

fn kept(d: &Driver) -> Option<KeptCard> {
    d.app.engine().mocks().all().expect("read").into_iter().next()?.card
}

#[test]
fn a_whole_mock_from_the_first_key_to_the_scorecard() {
    let mut driver = Driver::interview();
    debriefed(&mut driver);
    let engine = driver.app.engine();
    let rows = engine.history().attempts(&AttemptFilter::default()).expect("read");
    let media: Vec<_> = rows.iter().map(|row| (row.mode, row.medium, row.scheduled, row.rating.is_some())).collect();
    assert_eq!(
        media,
        [
            (Mode::Mock, Medium::Typed, true, true),
            (Mode::Mock, Medium::Typed, true, true),
            (Mode::Mock, Medium::Spoken, true, true)
        ]
    );
    let mock = engine.mocks().last().expect("a mock");
    assert_eq!((mock.state, mock.answers), (SittingState::Finished, 3));
    let progress = mock.progress.expect("kept");
    assert_eq!((progress.stage, progress.predictions.as_slice()), (MockStage::Over, &[Some(3), Some(2)][..]));
    assert!(progress.given.iter().all(|given| !given.follow_ups.is_empty()), "a follow-up each");
    let kept = kept(&driver).expect("a scorecard");
    assert_eq!(kept.card.answers.len(), 3);
    assert_eq!(kept.card.red_flags.len(), 1);
    assert!(kept.card.predicted.is_some_and(|predicted| (predicted - 8.0 / 3.0).abs() < 1e-9), "by answers");
    assert!(driver.screen(80, 24).contains("level read"));
    driver.keys("d");
    assert!(driver.screen(80, 24).contains("1 of "), "the gaps are drilled: {}", driver.screen(80, 24));
}

#[test]
fn a_mock_that_was_left_goes_on_with_half_an_answer() {
    let mut driver = Driver::interview();
    begin(&mut driver);
    driver.keys("enter").wait(8).type_in("Half").wait(10).keys("esc esc").wait(3600).keys("m enter");
    assert!(driver.screen(80, 24).contains("Half"), "{}", driver.screen(80, 24));
    driver.text(" and half").wait(5).done().wait(1).text("No.").done();
    let rows = driver.attempts();
    assert_eq!(rows[0].text, "Half and half");
    assert_eq!((rows[0].seconds.think, rows[0].seconds.answer), (8.0, 15.0), "time away counts as nothing");
}

#[test]
fn rounds_can_be_sat_on_different_days() {
    let mut driver = Driver::interview();
    first_round(&mut driver);
    driver.predict(3).wait(1).keys("esc esc");
    driver.tomorrow();
    driver.keys("m enter");
    assert!(driver.screen(80, 24).contains("Round 2 of 2: Story"), "{}", driver.screen(80, 24));
    driver.keys("enter x x").wait(1);
    assert!(driver.screen(80, 24).contains("It need not be a large one."), "{}", driver.screen(80, 24));
    driver.done().wait(1).keys("1").wait(1);
    assert_eq!(driver.app.engine().mocks().last().expect("a mock").state, SittingState::Finished);
}

#[test]
fn giving_up_asks_twice_and_leaves_a_debrief() {
    let mut driver = Driver::interview();
    begin(&mut driver);
    driver.keys("enter");
    type_answer(&mut driver, "Something");
    driver.keys("esc a").wait(1).keys("enter");
    assert_eq!(driver.app.engine().mocks().last().expect("a mock").state, SittingState::Started, "no means no");
    driver.wait(1).keys("esc a a").wait(1);
    let mock = driver.app.engine().mocks().last().expect("a mock");
    assert_eq!((mock.state, mock.answers), (SittingState::Abandoned, 1));
    assert!(driver.screen(80, 24).contains("given up, not debriefed"), "{}", driver.screen(80, 24));
    driver.keys("enter");
    assert!(driver.screen(80, 24).contains("Debrief: answer 1 of 1"), "{}", driver.screen(80, 24));
    driver.keys("esc r");
    assert!(driver.screen(80, 24).contains("question 2 of 2"), "it can still be gone on with");
}

#[test]
fn the_next_question_waits_until_the_answer_is_saved() {
    let mut driver = Driver::interview();
    begin(&mut driver);
    driver.keys("enter").wait(4);
    driver.save_error = Some("the disk is full".into());
    driver.give_up().wait(30);
    let screen = driver.screen(80, 24);
    assert!(screen.contains("NOT saved yet") && screen.contains("the disk is full"), "{screen}");
    // The failed save never reached the engine in this test, so its records are appended again by hand, as the loop
    // would.
    let record = driver.performed.iter().rev().find_map(|effect| match effect {
        Effect::Order(Order::Append(records)) if !records.is_empty() => Some(records.clone()),
        _ => None,
    });
    let now = driver.now;
    driver.app.engine_mut().save(record.expect("an answer"), now).expect("saved");
    driver.keys("enter");
    let screen = driver.screen(80, 24);
    assert!(screen.contains("question 2 of 2") && screen.contains("thinking 0:00"), "waiting is pause: {screen}");
}

#[test]
fn a_debrief_can_be_left_and_gone_on_with() {
    let mut driver = Driver::interview();
    sat(&mut driver);
    driver.keys("enter space").wait(1).open_rating().keys("3 enter").wait(1).keys("j space").wait(1).keys("esc");
    assert!(driver.screen(80, 24).contains("not debriefed"), "{}", driver.screen(80, 24));
    let rows = driver.attempts();
    assert_eq!(rows.iter().map(|row| row.scheduled).collect::<Vec<_>>(), [true, false, false]);
    assert_eq!(rows[1].points.values().filter(|tick| **tick == Tick::Hit).count(), 1, "half a debrief is kept");
    driver.keys("enter");
    let screen = driver.screen(80, 24);
    assert!(screen.contains("Debrief: answer 2 of 3") && screen.contains("[x]"), "{screen}");
}

#[test]
fn what_is_changed_after_the_scorecard_changes_the_scorecard() {
    let mut driver = Driver::interview();
    debriefed(&mut driver);
    let before = kept(&driver).expect("a scorecard");
    driver.wait(1).keys("enter space j space").wait(1).keys("esc").wait(1);
    assert!(driver.screen(80, 24).contains("of 4   saved"), "{}", driver.screen(80, 24));
    let after = kept(&driver).expect("a scorecard");
    assert_ne!(before.card, after.card);
    let shown =
        driver.app.engine().mocks().debrief(&driver.app.engine().mocks().last().expect("a mock").id, driver.now);
    assert_eq!(shown.expect("readable").card(), after.card, "the judgements say the same");
}

#[test]
fn whether_mock_answers_move_the_schedule_is_a_setting() {
    let scheduled = |mock_schedules| {
        let mut driver = Driver::interview_with(crate::config::Config { mock_schedules, ..Default::default() });
        sat(&mut driver);
        driver.keys("enter space").open_rating().keys("enter").wait(1);
        let rows = driver.attempts();
        (rows[0].rating.is_some(), rows[0].scheduled)
    };
    assert_eq!((scheduled(true), scheduled(false)), ((true, true), (true, false)));
}

#[test]
fn what_cannot_be_filled_offers_what_can() {
    let mut driver = Driver::interview();
    driver.keys("m G enter");
    assert!(driver.screen(80, 24).contains("there are no design questions on talking"), "{}", driver.screen(80, 24));
    driver.keys("esc k right right right enter");
    let screen = driver.screen(80, 24);
    assert!(screen.contains("Enter starts that"), "{screen}");
    driver.keys("enter");
    assert!(driver.screen(80, 24).contains("Round 1 of 2: Depth"), "{}", driver.screen(80, 24));
}

#[test]
fn time_away_from_the_terminal_is_pause_in_a_mock_too() {
    let mut driver = Driver::interview();
    begin(&mut driver);
    driver.keys("enter t").text("x").wait(10);
    driver.update(Input::Stopped(true));
    driver.now = driver.now.plus(600.0);
    driver.update(Input::Stopped(false));
    driver.wait(5).done().wait(1).done();
    let rows = driver.attempts();
    assert_eq!((rows[0].seconds.answer, rows[0].seconds.paused), (15.0, 600.0));
}

#[test]
fn every_key_of_an_answer_is_kept() {
    let mut driver = Driver::interview();
    begin(&mut driver);
    driver.keys("enter t").wait(1).text("abc");
    let kept = driver.performed.iter().rev().find_map(|effect| match effect {
        Effect::Order(Order::Keep(draft)) => Some(draft.text.clone()),
        _ => None,
    });
    assert_eq!(kept.as_deref(), Some("abc"));
}

#[test]
fn an_answer_and_its_replies_are_recorded_but_for_pauses_and_heard_again_in_the_debrief() {
    let mut driver = Driver::interview();
    begin(&mut driver);
    driver.keys("enter").wait(5).keys("s");
    let Some(SoundOrder::Record(name)) = driver.sounds().into_iter().next() else { panic!("{:?}", driver.sounds()) };
    driver.recorder(Heard::Listening("A headset".into())).hear("ssssss").performed.clear();
    driver.keys("p p esc enter");
    let pauses = [true, false, true, false].map(SoundOrder::PauseRecording);
    assert_eq!(driver.sounds(), pauses, "by hand, and while the way out is open");

    driver.performed.clear();
    driver.wait(60).keys("enter").wait(1);
    let reply = reply_name(&name, 1);
    assert_eq!(driver.sounds(), [SoundOrder::StopRecording, SoundOrder::Record(reply.clone())]);
    assert!(driver.screen(80, 24).contains("follow-up"));
    driver.recorder(Heard::Listening("A headset".into())).hear("ssss");
    let mut replies = 0;
    while driver.screen(80, 24).contains("follow-up") {
        driver.wait(20).keys("enter").wait(1);
        replies += 1;
    }
    assert!(replies > 0);
    driver.performed.clear();
    driver.keys("s").wait(1);
    let second = driver.sounds();
    assert!(matches!(&second[..], [SoundOrder::Record(other)] if *other != name), "{second:?}");
    // This take has no microphone.
    driver.keys("x").wait(1).predict(3).wait(1).keys("enter x x").wait(1);
    assert!(driver.screen(80, 24).contains("It need not be a large one."), "the key brings the smaller step");
    driver.keys("enter").wait(1).predict(3).wait(1);

    let rows = driver.attempts();
    let recordings: Vec<_> = (0..rows.len()).map(|at| attempt(&driver, at).recording).collect();
    assert_eq!(recordings[0].as_ref(), Some(&name));
    assert!(recordings[1..].iter().all(Option::is_none), "{recordings:?}");

    driver.performed.clear();
    driver.keys("enter");
    let wanted = driver.performed.iter().filter_map(|effect| match effect {
        Effect::Order(Order::Listen(said)) if said.attempt == rows[0].id => Some(said.reply),
        _ => None,
    });
    assert_eq!(wanted.collect::<Vec<_>>(), [None, Some(0)], "what was heard is found out");
    assert_eq!(attempt(&driver, 0).follow_ups[0].recording.as_ref(), Some(&reply));
    driver.edited = Ok("0:03 We would serve stale data.\n".into());
    driver.keys("E").wait(1);
    assert!(driver.screen(80, 24).contains("We would serve stale data."), "written down by hand");
    assert!(driver.app.engine().hearing().known(&rows[0].id).expect("read").transcript.is_some(), "and kept");
    driver.keys("l");
    let played = driver.performed.iter().filter_map(|effect| match effect {
        Effect::Play(playing) => Some(playing.clone()),
        _ => None,
    });
    assert_eq!(played.collect::<Vec<_>>(), [Playing::Open(name, Some(0.0))]);
    assert_eq!(driver.sounds(), []);
    assert!(driver.screen(80, 24).contains("Opening") && driver.screen(80, 24).contains("your answer"));
    driver.keys("tab");
    assert!(driver.screen(80, 24).contains("reply 1 of"), "{}", driver.screen(80, 24));
    let opened = |effect: &Effect| matches!(effect, Effect::Play(Playing::Open(name, _)) if *name == reply);
    assert!(driver.performed.iter().any(opened));
    driver.keys("esc").performed.clear();
    driver.keys("] l");
    assert!(driver.screen(80, 24).contains("There is no recording of this answer"));
}

fn attempt(driver: &Driver, at: usize) -> Attempt {
    let id = driver.attempts()[at].id.clone();
    match driver.app.engine().history().record(&id).expect("read").expect("there").body {
        Body::Attempt(attempt) => attempt,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_words_of_a_spoken_reply_stand_beside_what_a_good_one_has() {
    let mut driver = Driver::interview();
    begin(&mut driver);
    driver.keys("enter").wait(5).keys("s").recorder(Heard::Listening("A headset".into())).hear("ssssss");
    driver.wait(60).keys("enter").wait(1).recorder(Heard::Listening("A headset".into())).hear("ssss").wait(12);
    while driver.screen(80, 24).contains("follow-up") {
        driver.keys("enter").wait(1);
    }
    driver.give_up_in_mock().predict(3).wait(1).keys("enter").give_up_in_mock().predict(3).wait(1).keys("enter");
    let screen = driver.screen(100, 40);
    assert!(screen.contains("Spoken, 0:13: l plays it.") && screen.contains("did the reply hold?"), "{screen}");
    let said = Utterance::reply(&driver.attempts()[0].id, 0);
    let words = "We would page whoever is on call.";
    let segment = Segment { start_s: 0.5, end_s: 4.0, text: words.into(), words: Vec::new() };
    let news = News::Transcript(Ok(Transcript { segments: vec![segment] }));
    driver.update(Input::Heard(said.clone(), news));
    let screen = driver.screen(100, 40);
    assert!(screen.contains("0:00 We would page") && !screen.contains("Spoken, 0:13"), "{screen}");
    let history = driver.app.engine().history();
    assert_eq!(history.transcript_of(&said).expect("read").map(|found| found.text()).as_deref(), Some(words));
    assert_eq!(history.transcript_of(&said.attempt).expect("read"), None, "it is no answer");
    // It is still there when the debrief is opened again.
    driver.keys("esc");
    driver.keys("enter");
    assert!(driver.screen(100, 40).contains("We would page"), "{}", driver.screen(100, 40));
}

#[test]
fn a_reply_may_be_typed_after_a_spoken_answer() {
    let mut driver = Driver::interview();
    begin(&mut driver);
    driver.keys("enter").wait(5).keys("s").wait(30).keys("enter").wait(1).keys("t").text("Typed after all.").done();
    driver.wait(1);
    while driver.screen(80, 24).contains("follow-up") {
        driver.keys("enter").wait(1);
    }
    let attempt = attempt(&driver, 0);
    assert_eq!((attempt.medium, attempt.follow_ups[0].text.as_str()), (Medium::Spoken, "Typed after all."));
}

#[test]
fn a_mock_is_not_recorded_where_recordings_do_not_last_until_its_debrief() {
    let mut driver = Driver::interview_with(Config { recordings: Keep::Never, ..Config::default() });
    begin(&mut driver);
    driver.keys("enter s");
    assert!(driver.sounds().is_empty());
}

#[test]
fn the_interviewer_reads_aloud_when_asked_but_not_into_a_microphone() {
    let mut driver = Driver::interview();
    begin(&mut driver);
    driver.keys("enter r");
    assert!(matches!(&driver.sounds()[..], [SoundOrder::ReadAloud(_)]), "{:?}", driver.sounds());
    driver.keys("s").performed.clear();
    driver.keys("r");
    assert!(driver.sounds().is_empty());
    driver.wait(60).keys("enter").wait(1).performed.clear();
    driver.keys("r");
    let prompt = driver.sounds();
    let [SoundOrder::ReadAloud(prompt)] = &prompt[..] else { panic!("{prompt:?}") };
    assert!(driver.screen(200, 24).contains(prompt.as_str()), "the follow-up");
}

#[test]
fn a_saved_card_is_one_record_for_each_time_it_was_settled() {
    let mut driver = Driver::interview();
    debriefed(&mut driver);
    let mut lines = Vec::new();
    driver.app.engine().history().export(&mut lines).expect("exported");
    let text = String::from_utf8(lines).expect("UTF-8");
    let records: Vec<crate::history::Record> =
        text.lines().map(|line| serde_json::from_str(line).expect("a record")).collect();
    let cards = records.iter().filter(|record| matches!(record.body, Body::Scorecard(_))).count();
    assert_eq!(cards, 1);
}

#[test]
fn a_note_to_oneself_is_written_in_the_debrief() {
    let mut driver = Driver::interview();
    sat(&mut driver);
    driver.keys("enter n").text("Ask for the numbers first");
    assert!(driver.screen(80, 24).contains("Your note on this answer"), "{}", driver.screen(80, 24));
    driver.done();
    assert!(driver.screen(80, 24).contains("The note is kept"), "{}", driver.screen(80, 24));
    let attempt = driver.attempts()[0].id.clone();
    let kept = driver.app.engine().remark_on(&attempt).expect("read");
    assert_eq!(kept.as_deref(), Some("Ask for the numbers first"));
    driver.keys("]");
    assert!(driver.screen(80, 24).contains("answer 2 of 3"), "{}", driver.screen(80, 24));
    driver.keys("[");
    assert!(driver.screen(80, 24).contains("answer 1 of 3"), "{}", driver.screen(80, 24));
}
