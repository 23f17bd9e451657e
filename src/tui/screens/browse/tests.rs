//! What keys do in the list and on a question's page.

use proptest::prelude::*;

use crate::bank::QuestionId;
use crate::browse::State;
use crate::history::{Body, Record};
use crate::tui::app::Input;
use crate::tui::screen::Effect;
use crate::tui::testing::Driver;
use hotseat_core::testing::typed;

fn name(text: &str) -> QuestionId {
    text.parse().expect("a name")
}

fn state(driver: &Driver, id: &str) -> State {
    let (all, error) = driver.app.engine().catalogue(driver.now);
    assert!(error.is_none());
    all.rows()[all.find(&name(id)).expect("listed")].state
}

/// An answer to a question that is in no bank, with characters that must not reach the terminal.
fn answer_one_that_is_gone(driver: &mut Driver) {
    let attempt = typed(name("old/gone"), "Moved \u{1b}[31mwith care\u{202e}");
    let now = driver.now;
    driver.app.engine_mut().save(vec![Record::new(now, Body::Attempt(attempt))], now).expect("saved");
}

#[test]
fn searching_says_where_it_was_found_and_keeps_notes_closed() {
    let mut driver = Driver::new();
    driver.search("lease coalesce");
    assert!(driver.screen(120, 40).contains("No question fits"));
    driver.keys("ctrl-u").text("one caller refresh");
    for (width, height) in [(120, 40), (80, 24), (60, 20), (40, 10)] {
        let screen = driver.screen(width, height);
        assert!(screen.contains("notes"), "{screen}");
        assert!(!screen.contains("Lets one caller"), "closed notes are not shown: {screen}");
    }
    driver.keys("enter enter t").text("I would queue them").done().predict(2).open_rating().rate(3).go_on().go_home();
    driver.search("one caller refresh").keys("enter");
    assert!(driver.screen(120, 40).contains("Lets one caller"), "{}", driver.screen(120, 40));
    driver.keys("/ ctrl-u").text("queue them");
    let screen = driver.screen(80, 24);
    assert!(screen.contains("In your answer of") && screen.contains("I would queue them"), "{screen}");
}

#[test]
fn a_drill_asks_just_what_the_list_shows() {
    let mut driver = Driver::new();
    driver.search("stories").keys("enter d");
    let screen = driver.screen(80, 24);
    assert!(screen.contains("Tell me about something") && screen.contains("1 of 1"), "{screen}");
    let mut driver = Driver::new();
    driver.keys("b d");
    assert!(driver.screen(80, 24).contains("1 of 3"), "{}", driver.screen(80, 24));
}

#[test]
fn bury_and_suspend_go_both_ways_from_list_and_page() {
    for open in ["b", "b right"] {
        let mut driver = Driver::new();
        driver.keys(open);
        for (key, there) in [("B", State::Buried), ("B", State::New), ("z", State::Suspended), ("z", State::New)] {
            driver.keys(key).wait(1);
            assert_eq!(state(&driver, "demo/stampede"), there, "{key} after {open}");
        }
        driver.save_error = Some("the disk is full".into());
        driver.keys("z");
        assert!(driver.screen(80, 24).contains("Not saved: the disk is full"));
    }
}

#[test]
fn tab_goes_through_the_states_that_something_is_in() {
    let mut driver = Driver::new();
    driver.keys("b z tab");
    assert!(driver.screen(80, 24).contains("[new 2]"), "{}", driver.screen(80, 24));
    driver.keys("tab");
    let screen = driver.screen(80, 24);
    assert!(screen.contains("[suspended 1]") && !screen.contains("Read this handler"), "{screen}");
    driver.keys("tab");
    assert!(driver.screen(80, 24).contains("Read this handler"));
    driver.keys("tab esc");
    let screen = driver.screen(80, 24);
    assert!(screen.contains(" new 2") && !screen.contains("[new"), "Esc shows all states again: {screen}");
}

#[test]
fn the_list_is_as_it_was_after_a_page_and_after_filters() {
    let mut driver = Driver::new();
    driver.keys("b / t e l l enter s s").keys("right");
    assert!(driver.screen(80, 24).contains("Never asked."));
    driver.keys("esc");
    let screen = driver.screen(80, 24);
    assert!(screen.contains("/ tell") && screen.contains("weakest first"), "{screen}");
    driver.keys("f esc");
    assert!(driver.screen(80, 24).contains("/ tell"));
    driver.keys("esc f right enter");
    let screen = driver.screen(80, 24);
    assert!(screen.contains("Caching") && screen.contains(" 2 · "), "filtered by topic: {screen}");
}

#[test]
fn what_no_bank_has_any_more_is_listed_on_request_and_not_asked() {
    let mut driver = Driver::new();
    answer_one_that_is_gone(&mut driver);
    driver.keys("b");
    let screen = driver.screen(80, 24);
    assert!(screen.contains("gone 1") && !screen.contains("old/gone"), "{screen}");
    driver.keys("tab tab");
    let screen = driver.screen(80, 24);
    assert!(screen.contains("old/gone (no longer in a bank)"), "{screen}");
    for keys in ["enter", "e", "B", "z"] {
        driver.keys(keys);
        assert!(driver.screen(80, 24).contains("No bank has this question any more"), "{keys}");
    }
    driver.keys("d");
    assert!(driver.screen(80, 24).contains("Nothing here can be asked."));
    driver.keys("right");
    let page = driver.screen(80, 24);
    assert!(page.contains("Moved with care") && page.contains("No longer in a bank"), "{page}");
    driver.keys("enter");
    assert!(driver.screen(80, 24).contains("it can be read, not asked"));
    driver.keys("esc / c a r e");
    assert!(driver.screen(80, 24).contains("In your answer of"), "{}", driver.screen(80, 24));
}

#[test]
fn findings_of_an_older_search_are_of_no_use() {
    let mut driver = Driver::new();
    driver.search("lease one caller refresh");
    let ask = driver.performed.iter().rev().find_map(|effect| match effect {
        Effect::Seek(ask) => Some(ask.clone()),
        _ => None,
    });
    let old = ask.expect("sought").ticket - 1;
    let hit = crate::browse::Hit { row: 2, via: crate::browse::Via::Point };
    let findings = |ticket, row| crate::browse::Findings {
        ticket,
        hits: vec![crate::browse::Hit { row, ..hit }],
        done: true,
        trouble: None,
    };
    driver.update(Input::Found(findings(old, 2)));
    assert!(driver.screen(80, 24).contains("No question fits"));
    driver.update(Input::Found(findings(old + 1, 99)));
    assert!(driver.screen(80, 24).contains("No question fits"), "a row that is not there");
    driver.update(Input::Found(findings(old + 1, 2)));
    assert!(driver.screen(80, 24).contains("Tell me about something"));
}

#[test]
fn answers_are_leafed_through_with_what_was_gained_and_lost() {
    let mut driver = Driver::new();
    for (text, ticks) in [("First words", "space"), ("Second words", "j space"), ("Third words", "space space")] {
        driver
            .drill("popular")
            .wait(9)
            .keys("t")
            .text(text)
            .wait(60)
            .done()
            .predict(3)
            .keys(ticks)
            .open_rating()
            .rate(3)
            .go_on()
            .go_home();
        driver.tomorrow();
    }
    driver.open_browse().open_page();
    let screen = driver.screen(80, 24);
    assert!(screen.contains("Answer 3 of 3") && screen.contains("Gained 1 point"), "{screen}");
    driver.keys("left");
    let screen = driver.screen(120, 40);
    assert!(screen.contains("Gained 1 point, lost 1 point"), "{screen}");
    assert!(screen.contains("First words") && screen.contains("Second words"), "side by side: {screen}");
    driver.keys("left left");
    assert!(driver.screen(80, 24).contains("Answer 1 of 3"));
    driver.keys("right enter");
    assert!(driver.screen(80, 24).contains("A popular key expires"), "it can be answered from there");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn any_search_at_any_size_is_drawn(text in any::<String>(), width in 0_u16..140, height in 0_u16..45, more in "[stvo\t]{0,4}") {
        let mut driver = Driver::new();
        answer_one_that_is_gone(&mut driver);
        driver.keys("b /");
        driver.update(Input::Terminal(crossterm::event::Event::Paste(text)));
        driver.screen(width, height);
        driver.keys("enter");
        for key in more.chars() {
            driver.keys(&if key == '\t' { "tab".to_owned() } else { key.to_string() });
            let screen = driver.screen(width, height);
            prop_assert!(!screen.chars().any(crate::text::is_unsafe));
        }
    }
}
