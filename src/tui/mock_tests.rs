//! How mock interviews look.

use super::app::SMALLEST;
use super::testing::{Driver, Scene, press_each};
use crate::engine::MockWish;
use crate::history::Tick;
use crate::speech::record::Heard;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (40, 10)];

/// What is pressed in a mock, by its meaning.
impl Driver {
    /// Goes from Home to the list of mocks.
    pub(super) fn open_mocks(&mut self) -> &mut Self {
        self.keys("m")
    }

    /// Moves to the short process, which stands last but one in the list.
    pub(super) fn move_to_short(&mut self) -> &mut Self {
        self.keys("G k")
    }

    /// Opens the mock under the cursor.
    pub(super) fn open_chosen(&mut self) -> &mut Self {
        self.keys("enter")
    }

    /// Starts the round, from the break before it.
    pub(super) fn start_round(&mut self) -> &mut Self {
        self.keys("enter")
    }

    /// Leaves the mock for another day.
    pub(super) fn leave_mock(&mut self) -> &mut Self {
        self.keys("esc esc")
    }

    /// Opens the debrief, from the end of the interview.
    pub(super) fn open_debrief(&mut self) -> &mut Self {
        self.keys("enter")
    }

    /// Ticks the point under the cursor as made, or a red flag.
    pub(super) fn tick(&mut self) -> &mut Self {
        self.keys("space")
    }

    /// Ticks the point or the reply under the cursor as half there.
    pub(super) fn tick_partly(&mut self) -> &mut Self {
        self.keys("~")
    }

    /// Moves down by some rows.
    pub(super) fn down(&mut self, rows: usize) -> &mut Self {
        for _ in 0..rows {
            self.keys("j");
        }
        self
    }

    /// Gives the number under the cursor, 1 to 4.
    pub(super) fn give_number(&mut self, number: u8) -> &mut Self {
        self.keys(&number.to_string())
    }

    /// Keeps the numbers of an answer, or the red flags, and goes on.
    pub(super) fn keep_numbers(&mut self) -> &mut Self {
        self.keys("enter").wait(1)
    }
}

/// From Home to the break before the first round of the short process.
pub(super) fn begin(d: &mut Driver) -> &mut Driver {
    d.open_mocks().move_to_short().open_chosen()
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
    d.wait(5).speak().wait(70).done().wait(1);
    while d.screen(80, 24).contains("follow-up") {
        d.wait(20).done().wait(1);
    }
}

/// A mock in which both questions of the first round are answered.
pub(super) fn first_round(d: &mut Driver) -> &mut Driver {
    begin(d).start_round();
    type_answer(d, "The store behind it gets everything.\nI would serve stale data.");
    type_answer(d, "I use an idempotency key, chosen by the client.");
    d
}

/// A mock at the end of its interview.
pub(crate) fn sat(d: &mut Driver) -> &mut Driver {
    first_round(d);
    d.predict(3).wait(1).start_round();
    speak_answer(d);
    d.predict(2).wait(1)
}

/// A mock whose debrief is done, on its scorecard.
pub(super) fn debriefed(d: &mut Driver) -> &mut Driver {
    sat(d);
    d.open_debrief().tick().tick().wait(1).open_rating().keep_numbers();
    d.tick().open_rating().give_number(3).keep_numbers();
    d.tick().tick_partly().open_rating().keep_numbers();
    // A red flag, and the scorecard.
    d.tick().keep_numbers()
}

fn scene(play: impl Fn(&mut Driver) -> &mut Driver + 'static) -> Box<dyn Fn() -> Driver> {
    Box::new(move || {
        let mut driver = Driver::interview();
        play(&mut driver);
        driver
    })
}

pub(super) fn scenes() -> Vec<Scene> {
    vec![
        ("list", scene(Driver::open_mocks)),
        ("list_end", scene(|d| d.open_mocks().move_to_short())),
        ("list_longer", scene(|d| d.open_mocks().keys("right v"))),
        ("unfilled", scene(|d| d.open_mocks().keys("G").open_chosen())),
        ("break_first", scene(begin)),
        ("asking", scene(|d| begin(d).start_round().wait(14))),
        ("asking_paused", scene(|d| begin(d).start_round().keys("p"))),
        ("typing", scene(|d| begin(d).start_round().wait(9).type_in("The store behind it").wait(50))),
        ("typing_clarified", scene(|d| begin(d).start_round().type_in("").keys("f5").text("Two thousand, so").wait(5))),
        ("typing_late", scene(|d| begin(d).start_round().type_in("On and on").wait(800))),
        ("typing_moved_on", scene(|d| begin(d).start_round().type_in("On and on").wait(565).text(" and on"))),
        ("handed_in", scene(|d| begin(d).start_round().type_in("Every word of it").wait(1_200))),
        (
            "speaking_heard",
            scene(|d| {
                begin(d);
                d.start_round().wait(9).speak().recorder(Heard::Listening("A headset".into()));
                d.hear("ssssccccccssss0000ssss").wait(3)
            }),
        ),
        (
            "speaking_lost",
            scene(|d| {
                begin(d);
                d.start_round().wait(9).speak_into("A headset", &"s".repeat(40));
                d.recorder(Heard::Lost("the microphone is gone, or the sound server is".into())).wait(2)
            }),
        ),
        (
            "follow_up_typed",
            scene(|d| {
                begin(d).start_round().type_in("The store gets every one of them.").wait(60).done().wait(7).text("I")
            }),
        ),
        ("follow_up_spoken", scene(|d| begin(d).start_round().speak().wait(90).done().wait(7))),
        ("speaking", scene(|d| begin(d).start_round().speak().wait(90))),
        ("leaving", scene(|d| begin(d).start_round().type_in("").keys("esc"))),
        (
            "unsaved",
            scene(|d| {
                begin(d);
                d.start_round();
                d.save_error = Some("the disk is full".into());
                d.give_up()
            }),
        ),
        ("prediction", scene(first_round)),
        ("break_second", scene(|d| first_round(d).predict(3))),
        ("over", scene(sat)),
        (
            "offer",
            scene(|d| {
                begin(d).start_round().type_in("Half an answer").wait(5).leave_mock().wait(60);
                begin(d)
            }),
        ),
        ("home_waits", scene(|d| begin(d).start_round().wait(5).leave_mock())),
        ("list_waits", scene(|d| begin(d).start_round().wait(5).leave_mock().wait(1).open_mocks())),
        ("debrief", scene(|d| sat(d).open_debrief())),
        ("debrief_replies", scene(|d| sat(d).open_debrief().tick().down(3).tick_partly())),
        ("debrief_answer_side", scene(|d| sat(d).open_debrief().keys("tab"))),
        ("numbers", scene(|d| sat(d).open_debrief().tick().open_rating().give_number(3).down(1))),
        ("numbers_capped", scene(|d| sat(d).open_debrief().open_rating().give_number(4).keys("k"))),
        (
            "flags",
            scene(|d| {
                sat(d).open_debrief();
                for _ in 0..3 {
                    d.open_rating().keep_numbers();
                }
                d.down(2).tick()
            }),
        ),
        ("card", scene(debriefed)),
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
                held(d).keys("enter").tick_partly().wait(1).keys("esc").wait(1);
                d.screen(80, 24);
                d.keys("pgdn")
            }),
        ),
        ("home_after", scene(|d| debriefed(d).go_home())),
        ("past", scene(|d| debriefed(d).keys("esc"))),
        ("past_two", scene(two)),
        ("compare", scene(|d| two(d).tick().down(1).tick().keys("c"))),
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
    d.wait(60).open_mocks().keys("tab").open_chosen()
}

/// Two mocks a day apart, shown in the list of past ones.
fn two(d: &mut Driver) -> &mut Driver {
    debriefed(d).go_home().tomorrow();
    sat(d).open_debrief();
    for _ in 0..3 {
        d.tick().open_rating().keep_numbers();
    }
    d.keep_numbers().keys("esc")
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
    begin(&mut driver).start_round().type_in("Every word of it").wait(600);
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
