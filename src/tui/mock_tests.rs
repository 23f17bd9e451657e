//! How mock interviews look.

use super::app::SMALLEST;
use super::testing::{Driver, Scene, press_each};
use crate::engine::MockWish;
use crate::history::Tick;
use crate::speech::record::Heard;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (40, 10)];

/// From Home to the break before the first round of the short process.
pub(super) fn begin(d: &mut Driver) -> &mut Driver {
    d.keys("m G k enter")
}

/// Types an answer and the replies to its follow-ups.
pub(super) fn type_answer(d: &mut Driver, text: &str) {
    d.wait(5).type_in(text).wait(60).done().wait(1);
    while d.screen(80, 24).contains("follow-up") {
        d.text("As long as clients retry.").wait(20).done().wait(1);
    }
}

/// Speaks an answer and the replies to its follow-ups.
fn speak_answer(d: &mut Driver) {
    d.wait(5).keys("s").wait(70).keys("enter").wait(1);
    while d.screen(80, 24).contains("follow-up") {
        d.wait(20).keys("enter").wait(1);
    }
}

/// A mock in which both questions of the first round are answered.
pub(super) fn first_round(d: &mut Driver) -> &mut Driver {
    begin(d).keys("enter");
    type_answer(d, "The store behind it gets everything.\nI would serve stale data.");
    type_answer(d, "I use an idempotency key, chosen by the client.");
    d
}

/// A mock at the end of its interview.
pub(crate) fn sat(d: &mut Driver) -> &mut Driver {
    first_round(d);
    d.predict(3).wait(1).keys("enter");
    speak_answer(d);
    d.keys("2").wait(1)
}

/// A mock whose debrief is done, on its scorecard.
pub(super) fn debriefed(d: &mut Driver) -> &mut Driver {
    sat(d);
    d.keys("enter space space").wait(1).open_rating().keys("enter").wait(1);
    d.keys("space")
        .open_rating()
        .keys("3 enter")
        .wait(1)
        .keys("space ~")
        .open_rating()
        .keys("enter")
        .wait(1)
        .keys("space enter")
        .wait(1)
}

fn scene(play: impl Fn(&mut Driver) -> &mut Driver + 'static) -> Box<dyn Fn() -> Driver> {
    Box::new(move || {
        let mut driver = Driver::interview();
        play(&mut driver);
        driver
    })
}

fn scenes() -> Vec<Scene> {
    let keys = |play: fn(&mut Driver) -> &mut Driver, keys: &'static str| scene(move |d| play(d).keys(keys));
    vec![
        ("list", keys(|d| d, "m")),
        ("list_end", keys(|d| d, "m G k")),
        ("list_longer", keys(|d| d, "m right v")),
        ("unfilled", keys(|d| d, "m G enter")),
        ("break_first", keys(begin, "")),
        ("asking", scene(|d| begin(d).keys("enter").wait(14))),
        ("asking_paused", keys(begin, "enter p")),
        ("typing", scene(|d| begin(d).keys("enter").wait(9).type_in("The store behind it").wait(50))),
        ("typing_clarified", scene(|d| begin(d).keys("enter t f5").text("Two thousand, so").wait(5))),
        ("typing_late", scene(|d| begin(d).keys("enter t").text("On and on").wait(800))),
        ("typing_moved_on", scene(|d| begin(d).keys("enter t").text("On and on").wait(565).text(" and on"))),
        ("handed_in", scene(|d| begin(d).keys("enter t").text("Every word of it").wait(1_200))),
        (
            "speaking_heard",
            scene(|d| {
                begin(d);
                d.keys("enter").wait(9).keys("s").recorder(Heard::Listening("A headset".into()));
                d.hear("ssssccccccssss0000ssss").wait(3)
            }),
        ),
        (
            "speaking_lost",
            scene(|d| {
                begin(d);
                d.keys("enter").wait(9).speak_into("A headset", &"s".repeat(40));
                d.recorder(Heard::Lost("the microphone is gone, or the sound server is".into())).wait(2)
            }),
        ),
        (
            "follow_up_typed",
            scene(|d| {
                begin(d).keys("enter t").text("The store gets every one of them.").wait(60).done().wait(7).text("I")
            }),
        ),
        ("follow_up_spoken", scene(|d| begin(d).keys("enter s").wait(90).keys("enter").wait(7))),
        ("speaking", scene(|d| begin(d).keys("enter s").wait(90))),
        ("leaving", keys(begin, "enter t esc")),
        (
            "unsaved",
            scene(|d| {
                begin(d);
                d.keys("enter");
                d.save_error = Some("the disk is full".into());
                d.keys("x")
            }),
        ),
        ("prediction", keys(first_round, "")),
        ("break_second", keys(first_round, "3")),
        ("over", keys(sat, "")),
        (
            "offer",
            scene(|d| {
                begin(d).keys("enter t").text("Half an answer").wait(5).keys("esc enter").wait(60).keys("m G k enter")
            }),
        ),
        ("home_waits", scene(|d| begin(d).keys("enter").wait(5).keys("esc enter"))),
        ("list_waits", scene(|d| begin(d).keys("enter").wait(5).keys("esc enter").wait(1).keys("m"))),
        ("debrief", keys(sat, "enter")),
        ("debrief_replies", keys(sat, "enter space j j j ~ ")),
        ("debrief_answer_side", keys(sat, "enter tab")),
        ("numbers", scene(|d| sat(d).keys("enter space").open_rating().keys("3 j"))),
        ("numbers_capped", scene(|d| sat(d).keys("enter").open_rating().keys("4 k"))),
        (
            "flags",
            scene(|d| {
                sat(d);
                d.keys("enter");
                for _ in 0..3 {
                    d.open_rating().keys("enter").wait(1);
                }
                d.keys("j j space")
            }),
        ),
        ("card", keys(debriefed, "")),
        (
            "card_scrolled",
            scene(|d| {
                debriefed(d);
                d.screen(40, 10);
                d.keys("pgdn")
            }),
        ),
        ("card_friend", scene(held)),
        (
            "card_two_judges",
            scene(|d| {
                held(d).keys("enter ~").wait(1).keys("esc").wait(1);
                d.screen(80, 24);
                d.keys("pgdn")
            }),
        ),
        ("home_after", keys(debriefed, "esc esc")),
        ("past", keys(debriefed, "esc")),
        ("past_two", scene(two)),
        ("compare", scene(|d| two(d).keys("space j space c"))),
        ("trend", scene(|d| two(d).keys("t"))),
    ]
}

/// The scorecard of a mock that a friend conducted.
fn held(d: &mut Driver) -> &mut Driver {
    let now = d.now;
    let engine = d.app.engine_mut();
    let wish = MockWish { seed: Some(1), ..MockWish::default() };
    let plan = engine.mocks().plan("short", &wish, now).expect("a plan");
    let mut sheet = engine.mocks().blank_sheet(&plan, now);
    for one in sheet.rounds.iter_mut().flat_map(|round| &mut round.questions) {
        one.took_minutes = Some(1.5);
        one.points.iter_mut().for_each(|point| point.tick = Some(Tick::Hit));
    }
    let records = engine.mocks().held(&serde_json::to_string(&sheet).expect("JSON"), now).expect("held").records;
    engine.save(records, now).expect("saved");
    d.wait(60).keys("m tab enter")
}

/// Two mocks a day apart, shown in the list of past ones.
fn two(d: &mut Driver) -> &mut Driver {
    debriefed(d);
    d.keys("esc esc");
    d.tomorrow();
    sat(d).keys("enter");
    for _ in 0..3 {
        d.keys("space").open_rating().keys("enter").wait(1);
    }
    d.keys("enter").wait(1).keys("esc")
}

#[test]
fn every_mock_screen_at_several_sizes() {
    for (name, scene) in scenes() {
        let driver = scene();
        let shown: Vec<String> = SIZES.iter().map(|&(w, h)| format!("{w}×{h}\n{}", driver.screen(w, h))).collect();
        insta::assert_snapshot!(format!("mock_{name}"), shown.join("\n"));
    }
}

#[test]
fn no_mock_screen_panics_at_any_size() {
    for (_, scene) in scenes() {
        let driver = scene();
        for width in [SMALLEST.0, 21, 30, 39, 40, 59, 60, 66, 70, 79, 80, 200] {
            for height in (SMALLEST.1..=14).chain([18, 24, 60]) {
                driver.draw(width, height);
            }
        }
    }
}

#[test]
fn no_key_panics_on_any_mock_screen() {
    let keys = "enter esc tab space down right f2 f4 f5 f6 ctrl-d ctrl-o ? : - 3 a d n p r s x";
    for scene in scenes() {
        press_each(&scene, keys);
    }
}

#[test]
fn the_interviewer_says_nothing_about_the_answer() {
    let silent = ["asking", "typing", "speaking", "follow_up", "break", "prediction", "leaving", "unsaved", "over"];
    for (name, scene) in scenes().into_iter().filter(|(name, _)| silent.iter().any(|word| name.starts_with(word))) {
        let driver = scene();
        for (width, height) in SIZES {
            let screen = driver.screen(width, height);
            for note in
                ["gets all the load", "idempotency key that", "Turns the cache off", "mentioned", "[ ]", "points"]
            {
                assert!(!screen.contains(note), "{note:?} on {name}:\n{screen}");
            }
        }
    }
}

#[test]
fn keys_typed_while_the_answer_is_taken_predict_nothing() {
    let mut driver = Driver::interview();
    begin(&mut driver).keys("enter t").text("Every word of it").wait(600);
    let asked = |driver: &Driver| driver.screen(80, 24).contains("How good was it");
    while !asked(&driver) && driver.now.monotonic.as_secs() < 3_600 {
        driver.wait(1);
    }
    driver.keys("4");
    assert!(asked(&driver), "was still being typed");
    driver.wait(1).keys("3");
    assert!(asked(&driver), "and so was that");
    driver.wait(3).keys("3");
    assert!(!asked(&driver), "{}", driver.screen(80, 24));
}
