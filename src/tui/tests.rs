//! How screens look at several sizes, and that they can take any key at any size. Snapshots are read by a person before
//! they are accepted.

use super::app::{Input, SMALLEST};
use super::keymap::Context;
use super::testing::{Driver, Scene, press_each};
use crate::sound::Sounded;
use crate::speech::play::Played;
use crate::speech::record::Heard;
use proptest::prelude::*;

pub(super) const SIZES: [(u16, u16); 4] = [(80, 24), (120, 40), (60, 20), (40, 10)];

/// A function that makes a new app and performs these moves on it.
fn scene(moves: impl Fn(&mut Driver) -> &mut Driver + 'static) -> Box<dyn Fn() -> Driver> {
    Box::new(move || {
        let mut driver = Driver::new();
        moves(&mut driver);
        driver
    })
}

/// The first question, answered and predicted: its notes are open.
fn answered(d: &mut Driver) -> &mut Driver {
    let text = "All callers miss at once.\nI would serve stale data for thirty seconds.";
    d.drill("popular").wait(12).type_in(text).wait(100).done().predict(3)
}

/// Every screen of the app, by name.
#[expect(clippy::too_many_lines, reason = "a table")]
fn scenes() -> Vec<Scene> {
    vec![
        ("home_first", scene(|d| d)),
        ("asking", scene(|d| d.drill("popular").wait(14))),
        ("asking_with_help", scene(|d| d.drill("popular").keys("c h h h h"))),
        ("asking_snippet", scene(|d| d.drill("reviewed"))),
        ("typing", scene(|d| d.drill("popular").type_in("First I would look").wait(161))),
        ("typing_whole_question", scene(|d| d.drill("popular").keys("t f2").text("Well"))),
        ("typing_over_time", scene(|d| d.drill("popular").type_in("x").wait(440))),
        ("typing_paused", scene(|d| d.drill("popular").type_in("x").wait(5).keys("ctrl-t").wait(60))),
        ("speaking", scene(|d| d.drill("popular").speak().wait(200))),
        (
            "speaking_heard",
            scene(|d| {
                d.drill("popular").speak().recorder(Heard::Listening("A headset".into()));
                d.hear(&"s".repeat(300)).hear(&".".repeat(120)).hear(&"s".repeat(140)).hear(&".".repeat(50))
            }),
        ),
        ("speaking_too_loud", scene(|d| d.drill("popular").speak_into("A headset", "ssssccccccssss"))),
        ("speaking_unheard", scene(|d| d.drill("popular").speak_into("A headset", &"0".repeat(31)))),
        (
            "speaking_lost",
            scene(|d| {
                d.drill("popular").speak_into("A headset", &"s".repeat(100));
                d.recorder(Heard::Lost("the microphone is gone, or the sound server is".into()))
            }),
        ),
        (
            "speaking_without_a_microphone",
            scene(|d| d.drill("popular").speak().recorder(Heard::Deaf("no microphone was found".into()))),
        ),
        (
            "predicting_two_takes",
            scene(|d| {
                d.drill("popular").speak_into("A headset", &"s".repeat(600));
                d.keys("enter a").recorder(Heard::Listening("A headset".into())).hear(&"s".repeat(300)).keys("enter")
            }),
        ),
        (
            "listening",
            scene(|d| {
                d.drill("popular").speak_into("A headset", &"s".repeat(100));
                let pause = ".".repeat(25);
                let words = "s".repeat(60);
                d.keys("enter l").open(&format!("{pause}{words}{pause}{words}{pause}{pause}{words}"));
                d.keys("down down").update(Input::Voice(Sounded::Player(Played::At(15.2, true))));
                d
            }),
        ),
        ("predicting", scene(|d| d.drill("popular").type_in("Something").wait(9).done())),
        ("reveal", scene(answered)),
        ("reveal_ticked", scene(|d| answered(d).keys("space j ~ w"))),
        ("reveal_answer_side", scene(|d| answered(d).keys("tab"))),
        ("reveal_no_notes", scene(|d| d.drill("differently").speak().wait(30).done().predict(2))),
        ("follow_ups", scene(|d| answered(d).keys("f"))),
        ("samples", scene(|d| answered(d).keys("s"))),
        ("outline", scene(|d| answered(d).keys("o"))),
        ("rating", scene(|d| answered(d).keys("space").open_rating())),
        ("rated", scene(|d| answered(d).keys("space").open_rating().rate(2))),
        (
            "rated_retry",
            scene(|d| {
                answered(d)
                    .keys("space space")
                    .open_rating()
                    .keys("3 v t")
                    .text("Again")
                    .done()
                    .predict(4)
                    .keys("j j space")
                    .open_rating()
                    .keys("2")
            }),
        ),
        ("summary", scene(|d| answered(d).keys("space").open_rating().keep_rating().go_on())),
        ("home_seen", scene(|d| d.drill("popular").fail())),
        ("browse", scene(|d| d.keys("b"))),
        ("browse_search", scene(|d| d.search("tell"))),
        ("browse_nothing", scene(|d| d.search("zzz"))),
        ("browse_found_in_an_answer", scene(|d| several_answers(d).search("thirty seconds").keys("enter"))),
        ("browse_found_in_closed_notes", scene(|d| d.search("stale value"))),
        ("browse_preview", scene(|d| several_answers(d).keys("b v"))),
        ("browse_new_ones", scene(|d| several_answers(d).keys("b tab s"))),
        ("browse_filters", scene(|d| d.keys("b f right"))),
        ("question", scene(|d| several_answers(d).keys("b / p o p enter right"))),
        ("question_never_answered", scene(|d| d.open_browse().open_page())),
        ("filters", scene(|d| d.keys("f right down right"))),
        ("target", scene(|d| d.keys("t down right down down right"))),
        ("target_date_typed", scene(|d| d.keys("t d").text("in 3 w"))),
        ("settings", scene(|d| d.keys("s"))),
        ("settings_changed", scene(|d| d.keys("s j j j j right j right"))),
        ("settings_typed", scene(|d| d.keys("s G k k k enter").text("whisper-cli -m ~/models/base.bin"))),
        ("settings_doubted", scene(|d| d.keys("s j j enter").text("golang, cobol").keys("enter"))),
        ("topics", scene(|d| d.drill("popular").fail().keys("w"))),
        (
            "progress",
            scene(|d| {
                for day in 0..6 {
                    d.drill("popular").wait(9).type_in("All callers miss").wait(100 + 60 * day);
                    d.done().predict(3).keys("space").open_rating().keep_rating().go_home();
                    d.tomorrow();
                }
                d.open_progress()
            }),
        ),
        (
            "progress_with_a_date",
            scene(|d| {
                d.keys("t down down down right enter");
                d.drill("popular").fail().open_progress()
            }),
        ),
        ("progress_end", scene(|d| d.drill("popular").fail().open_progress().keys("G"))),
        ("progress_month", scene(|d| d.drill("popular").fail().open_progress().keys("r r"))),
        ("plan_none", scene(|d| d.open_plan())),
        ("plan_tried", scene(|d| d.open_plan().keys("right j left"))),
        ("plan_typed", scene(|d| d.open_plan().keys("d").text("2026-12-0"))),
        ("plan_short", scene(|d| d.open_plan().keys("d").text("1").keys("enter j").keys("- - - - - - - enter"))),
        ("plan_ready", scene(|d| d.drill("popular").fail().open_plan().keys("right"))),
        ("home_undo", scene(|d| d.drill("popular").fail().keys("u"))),
        ("memory", scene(|d| d.drill("popular").fail().open_memory().keys("right right"))),
        ("practice", scene(|d| d.drill("popular").fail().keys("c"))),
        (
            "leech",
            scene(|d| {
                for _ in 0..4 {
                    d.drill("popular").give_up().open_rating().rate(1).go_on().go_home();
                    d.tomorrow();
                }
                d.drill("popular").give_up().open_rating().rate(1).keys("z")
            }),
        ),
        (
            "home_away",
            scene(|d| {
                d.drill("popular").give_up().open_rating().rate(1).go_on().go_home();
                d.drill("differently").speak().done().predict(2).open_rating().rate(1).go_on().go_home();
                d.drill("reviewed").speak().done().predict(2).open_rating().rate(1).go_on().go_home();
                d.keys("t down down down down").keys("left left left left left left left enter");
                d.now = d.now.plus(86_400.0 * 12.0);
                d.wait(1)
            }),
        ),
        ("help", scene(|d| d.keys("?"))),
        ("palette", scene(|d| d.keys(":").text("t"))),
    ]
}

/// Two answers to one question, a day apart, with a point gained and one lost; another question suspended.
fn several_answers(d: &mut Driver) -> &mut Driver {
    d.drill("popular").wait(12).type_in("All callers miss at once.\nI would take a bigger database.").wait(190);
    d.done().predict(3).keys("space").open_rating().keep_rating().go_home();
    d.tomorrow();
    d.drill("popular").wait(8).keys("t");
    d.text("One caller refreshes and the rest serve stale data for thirty seconds. 東京 says hello.").wait(400);
    d.done().predict(3).keys("j space j ~ j space").open_rating().keep_rating().go_home();
    d.keys("b G z esc")
}

#[test]
fn every_screen_at_several_sizes() {
    for (name, scene) in scenes() {
        let driver = scene();
        let shown: Vec<String> = SIZES.iter().map(|&(w, h)| format!("{w}×{h}\n{}", driver.screen(w, h))).collect();
        insta::assert_snapshot!(name, shown.join("\n"));
    }
}

#[test]
fn no_screen_panics_at_any_size() {
    for (number, (_, scene)) in scenes().into_iter().enumerate() {
        let driver = scene();
        // Below the smallest size all screens are the same.
        let (width, height) = if number == 0 { (0, 0) } else { SMALLEST };
        for width in (width..=40).chain([59, 60, 79, 80, 81, 200, 300]) {
            for height in (height..=14).chain([18, 24, 60, 100]) {
                driver.draw(width, height);
            }
        }
    }
}

/// All keys; of those that type a letter, only some.
const KEYS: &str = "enter esc tab space backspace up down left right pgdn f1 f2 f3 f5 ctrl-d ctrl-t ctrl-o ctrl-l ctrl-p \
                    ctrl-w ctrl-u ctrl-k ctrl-y ctrl-_ ? : / ~ - 1 2 3 4 a b c d e f g G h i j k l m n o p q r s t u v w x y z M + < > # E R T \
                    X pgup home end delete backtab";

/// Every other screen, so that two threads share them.
fn press_each_key_on(half: usize) {
    for scene in scenes().iter().skip(half).step_by(2) {
        press_each(scene, KEYS);
    }
}

#[test]
fn no_key_panics_on_any_screen() {
    press_each_key_on(0);
}

#[test]
fn no_key_panics_on_any_other_screen() {
    press_each_key_on(1);
}

#[test]
fn nothing_that_is_pasted_reaches_the_terminal_as_a_command() {
    let hostile = "a\u{1b}]52;c;aGk=\u{7}b\u{1b}[31mc\u{202e}d\u{9b}2Je\u{8}\u{7f}\r\nf\u{2028}g";
    for (name, scene) in scenes() {
        let mut driver = scene();
        driver.paste(hostile).wait(1);
        let screen = driver.screen(80, 24);
        let harm = |c: char| c != '\n' && crate::text::is_unsafe(c);
        assert!(!screen.contains(harm), "{name}:\n{screen}");
    }
}

#[test]
fn a_field_keeps_what_is_typed_through_every_size() {
    let mut driver = Driver::new();
    for (open, word) in [("/", "stamp"), (":", "plan"), ("i", "deck.md")] {
        driver.keys(open).text(word);
        for (width, height) in [(20, 5), (300, 100), (1, 1), (40, 10), (80, 24)] {
            driver.screen(width, height);
        }
        assert!(driver.screen(80, 24).contains(word), "{word}:\n{}", driver.screen(80, 24));
        driver.go_home();
    }
    driver.drill("popular").type_in("kept through every size");
    for (width, height) in [(20, 5), (300, 100), (40, 10)] {
        let screen = driver.screen(width, height).replace('\n', " ");
        assert!(screen.contains("size"), "{width}x{height}: {screen}");
    }
}

#[test]
fn nothing_is_ticked_that_is_not_on_the_screen() {
    let mut driver = scene(answered)();
    assert!(driver.screen(40, 10).contains("What to look for"));
    driver.keys("tab");
    assert!(!driver.screen(40, 10).contains("What to look for"), "the answer is in front");
    driver.keys("space");
    assert!(!driver.screen(40, 10).contains("What to look for"), "Space scrolls what is in front");
    driver.keys("m");
    let points = driver.screen(40, 10);
    assert!(points.contains("What to look for") && !points.contains("[-]"), "{points}");
    // The first key only moves to what is mentioned further down.
    let ticked = |driver: &Driver| driver.screen(120, 60).matches("[x]").count();
    driver.screen(40, 6);
    driver.keys("a");
    let said = driver.app.notice().unwrap_or_default();
    assert!(!said.contains("Nothing more"), "what is mentioned further down is open: {said}");
    let first = ticked(&driver);
    driver.screen(120, 60);
    driver.keys("a");
    assert!(ticked(&driver) >= first);
}

#[test]
fn an_untouched_sheet_is_asked_about_once_and_stays_unrated() {
    let mut driver = scene(answered)();
    driver.keys("enter");
    assert!(driver.screen(80, 24).contains("Nothing is judged yet"), "{}", driver.screen(80, 24));
    driver.keys("enter");
    assert!(driver.screen(80, 24).contains("Left unrated"), "{}", driver.screen(80, 24));
    let row = &driver.attempts()[0];
    assert!(row.rating.is_none() && row.points.is_empty());
}

#[test]
fn how_notes_are_read_is_said_until_the_first_rating() {
    let mut driver = scene(answered)();
    for (width, height) in SIZES {
        assert!(driver.screen(width, height).contains("come near"), "{}", driver.screen(width, height));
    }
    driver.keys("space").open_rating().keep_rating().go_home();
    answered(&mut driver);
    assert!(!driver.screen(80, 24).contains("come near"), "{}", driver.screen(80, 24));
}

#[test]
fn at_most_five_esc_lead_home_from_anywhere() {
    for (name, scene) in scenes().into_iter().chain(super::mock_tests::scenes()) {
        let mut driver = scene();
        for _ in 0..5 {
            if driver.app.context() != Context::Home {
                driver.keys("esc").wait(1);
            }
        }
        assert_eq!(driver.app.context(), Context::Home, "{name}");
        assert!(!driver.app.is_quitting(), "{name}");
    }
}

#[test]
fn every_key_line_has_the_way_out() {
    for (name, scene) in scenes().into_iter().chain(super::mock_tests::scenes()) {
        let driver = scene();
        // Where a notice takes the last line there are no keys at all, and a question with yes or no has "n no".
        let away = [Context::Home, Context::Confirm, Context::Summary].contains(&driver.app.context());
        if away || driver.app.notice().is_some() {
            continue;
        }
        for (width, height) in [(40, 10), (60, 15), (80, 24)] {
            let screen = driver.screen(width, height);
            let keys = screen.lines().nth(usize::from(height) - 1).unwrap_or_default();
            assert!(keys.contains("Esc"), "{name} at {width}×{height}: {keys}");
        }
    }
}

#[test]
fn nothing_is_cut_at_the_edge_without_a_sign() {
    for (name, scene) in scenes().into_iter().chain(super::mock_tests::scenes()) {
        let driver = scene();
        for (width, height) in [(40, 10), (60, 15), (80, 24)] {
            // A column at the right stays free, so what stands there was cut off.
            let mut cut = driver.last_column(width, height);
            cut.retain(|row| row.ends_with(char::is_alphanumeric));
            assert!(cut.is_empty(), "{name} at {width}×{height}: {cut:#?}");
        }
    }
}

/// What is typed before keys are pressed at random.
const TYPED: &str = "A word to keep";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn wherever_keys_lead_five_esc_lead_home_and_what_was_typed_is_kept(
        keys in prop::collection::vec(prop::sample::select(KEYS.split_whitespace().collect::<Vec<_>>()), 0..25),
    ) {
        let mut driver = Driver::new();
        driver.drill("popular").type_in(TYPED);
        let unedited = keys.into_iter().filter(|key| !["ctrl-u", "ctrl-w", "ctrl-k", "ctrl-_", "ctrl-o"].contains(key));
        for key in unedited.filter(|key| *key != "backspace" && *key != "delete") {
            driver.keys(key);
        }
        for _ in 0..5 {
            if driver.app.context() != Context::Home {
                driver.keys("esc").wait(1);
            }
        }
        prop_assert_eq!(driver.app.context(), Context::Home);
        // Keys that type may have put more between its letters.
        let is_whole = |text: &str| {
            let mut letters = text.chars();
            TYPED.chars().all(|wanted| letters.any(|letter| letter == wanted))
        };
        let saved = driver.attempts().iter().any(|row| is_whole(&row.text));
        let kept = driver.kept_texts().iter().any(|text| is_whole(text));
        prop_assert!(saved || kept, "{}", driver.screen(80, 24));
    }
}

#[test]
fn the_letter_that_opens_a_page_closes_it() {
    let home = |driver: &mut Driver| {
        answered(driver).keys("space").open_rating().keep_rating().go_home();
    };
    // Where the page is opened, and by which letter. The d of the plan types a date there.
    let pages = [("", "p M f t s m # ? J S B b"), ("p", "M"), ("b", "f o"), ("b right", "c"), ("J", "B"), ("S", "c")];
    for (place, letters) in pages {
        for letter in letters.split(' ') {
            let mut driver = Driver::with(crate::config::Config { fuzz: false, ..Default::default() });
            home(&mut driver);
            driver.keys(place);
            let before = driver.screen(80, 24);
            driver.keys(letter);
            if driver.screen(80, 24) == before {
                continue;
            }
            for closes in [letter, "esc"] {
                driver.keys(closes);
                assert_eq!(driver.screen(80, 24), before, "{letter} at {place:?}, closed by {closes}");
                driver.keys(letter);
            }
        }
    }
}

#[test]
fn what_lies_over_the_points_closes_by_the_letter_that_opened_it() {
    for (letter, shows) in [("f", "follow_ups"), ("s", "samples"), ("o", "outline")] {
        let mut driver = scene(answered)();
        let points = driver.screen(80, 24);
        driver.keys(letter);
        assert_ne!(driver.screen(80, 24), points, "{shows}");
        driver.keys(letter);
        assert_eq!(driver.screen(80, 24), points, "{shows}");
    }
}

#[test]
fn esc_leads_to_the_page_that_one_came_from() {
    let mut driver = Driver::new();
    driver.search("popular").keys("enter right enter").give_up().open_rating().keep_rating();
    driver.go_on().keys("esc");
    assert!(driver.screen(80, 24).contains("learning"), "the page, with the answer:\n{}", driver.screen(80, 24));
    driver.keys("esc");
    assert!(driver.screen(80, 24).contains("/ popular"), "the list, as it was:\n{}", driver.screen(80, 24));
    driver.go_home().keys("p");
    let progress = driver.screen(80, 24);
    driver.keys("d esc");
    assert_eq!(driver.screen(80, 24), progress);
    assert!(driver.screen(40, 10).contains("Questions:"), "it opens at its top:\n{}", driver.screen(40, 10));
}

#[test]
fn a_slash_searches_from_any_page_and_letters_are_text_until_the_field_is_left() {
    for open in ["", "p", "M", "b right", "w"] {
        let mut driver = Driver::new();
        driver.keys(open).keys("/").text("dq");
        assert!(driver.screen(80, 24).contains("/ dq"), "{open:?}\n{}", driver.screen(80, 24));
        assert_eq!(driver.app.context(), Context::Search);
    }
    let mut driver = Driver::new();
    driver.drill("popular").keys("/");
    assert_eq!(driver.app.context(), Context::Asking, "a question is not left for it");
}
