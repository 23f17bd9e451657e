//! The second opinion on the screen, key by key. The coach is a few lines of shell.

#![cfg(unix)]

use super::keymap::Context;
use super::screen::Effect;
use super::testing::Driver;
use crate::config::{CoachSettings, Config, ThemeName};
use crate::history::{Body, Rating, RecordId, Tick};
use crate::session::Order;

const ANSWER: &str = "All callers miss at the same moment and ask the database, so I let one caller refresh while the \
                      others wait for what it brings.";

const REPLY: &str = r#"{"p1":{"quote":"miss at the same moment","verdict":"hit"},"p2":{"quote":"I let one caller refresh","verdict":"hit"},"p3":{"quote":"they renew it before it is gone","verdict":"hit"},"p4":{"quote":"","verdict":"missed"}}"#;

fn with_coach(script: &str) -> Driver {
    let command = ["/bin/sh", "-c", script].map(str::to_owned).to_vec();
    let coach = Some(CoachSettings { command, ..CoachSettings::default() });
    Driver::with(Config { coach, fuzz: false, theme: ThemeName::Dark, ..Config::default() })
}

fn replying() -> Driver {
    with_coach(&format!("cat >/dev/null; printf '%s' '{REPLY}'"))
}

/// Answered, the first point ticked, rated Good.
fn rated(mut driver: Driver) -> Driver {
    driver.drill("popular").answer_typed(ANSWER).predict(3).keys("space").open_rating().rate(3);
    assert_eq!(driver.app.context(), Context::Next);
    driver
}

fn was_asked(driver: &Driver) -> bool {
    driver.performed.iter().any(|effect| matches!(effect, Effect::Order(Order::AskCoach(_))))
}

fn judgements(driver: &Driver, attempt: &RecordId) -> Vec<crate::history::Judgement> {
    let records = driver.app.engine().history().judgements_of(attempt).expect("read");
    let judgement = |record: crate::history::Record| match record.body {
        Body::Judgement(judgement) => Some(judgement),
        _ => None,
    };
    records.into_iter().filter_map(judgement).collect()
}

#[test]
fn without_a_coach_there_is_nothing_to_see() {
    let mut driver = rated(Driver::new());
    assert!(!driver.screen(120, 24).contains("opinion"));
    driver.keys("c");
    assert_eq!(driver.app.context(), Context::Next);
    driver.keys("?");
    assert!(!driver.screen(80, 40).contains("opinion"));
    driver.keys("esc :").text("opinion");
    assert!(driver.screen(80, 24).contains("Nothing is called \"opinion\""), "{}", driver.screen(80, 24));
    assert!(!was_asked(&driver));
}

#[test]
fn nothing_is_sent_before_a_yes() {
    let mut driver = rated(replying());
    assert!(driver.screen(120, 24).contains("second opinion"));
    driver.keys("c");
    assert_eq!(driver.app.context(), Context::CoachConsent);
    assert!(driver.screen(80, 24).contains("where it sends them, it knows"), "{}", driver.screen(80, 24));
    driver.keys("esc");
    assert_eq!(driver.app.context(), Context::Next);
    assert!(!was_asked(&driver));
}

#[test]
fn differences_stand_first_and_a_row_is_taken_over_as_a_judgement_of_its_own() {
    let mut driver = rated(replying());
    let attempt = driver.attempts()[0].id.clone();
    let before = judgements(&driver, &attempt)[0].clone();
    driver.keys("c enter");
    assert_eq!(driver.app.context(), Context::Coach);
    let screen = driver.screen(80, 24);
    let place = |words: &str| screen.find(words).unwrap_or_else(|| panic!("{words:?} in\n{screen}"));
    assert!(place("you: missed \u{b7} coach: hit") < place("you: hit \u{b7} coach: hit"));
    place("\u{201c}I let one caller refresh\u{201d}");
    place("its quote is not in your answer");
    place("unchecked");
    assert_eq!(judgements(&driver, &attempt).len(), 1, "it ticks nothing by itself");
    driver.wait(1).keys("enter");
    let after = judgements(&driver, &attempt).pop().expect("a second one");
    assert_eq!((after.points["one-flight"], after.after_coach.as_slice()), (Tick::Hit, &["one-flight".to_owned()][..]));
    assert_eq!(
        (after.rating, after.band, after.score, after.due),
        (before.rating, before.band, before.score, before.due)
    );
    assert_eq!(after.rating, Some(Rating::Good));
    assert!(driver.screen(80, 24).contains("Taken over"), "{}", driver.screen(80, 24));
    driver.keys("esc u");
    assert_eq!(judgements(&driver, &attempt), [], "an undone rating takes along what was taken over");
    assert_eq!(driver.app.context(), Context::Rating);
}

#[test]
fn a_coach_that_fails_says_why_and_the_drill_goes_on() {
    let mut driver = rated(with_coach("printf 'no \\033[31mkey' >&2; exit 1"));
    driver.keys("c enter");
    let screen = driver.screen(80, 24);
    assert!(screen.contains("exit code 1") && screen.contains("The drill goes on"), "{screen}");
    assert!(!screen.contains('\u{1b}'));
    driver.keys("esc enter");
    assert_ne!(driver.app.context(), Context::Coach);
}

#[test]
fn an_answer_of_a_few_words_is_not_sent() {
    let mut driver = replying();
    driver.drill("popular").answer_typed("All at once").predict(3).keys("space").open_rating().rate(3).keys("c");
    assert!(driver.screen(80, 24).contains("3 words; under 15"), "{}", driver.screen(80, 24));
    assert!(!was_asked(&driver));
}

#[test]
fn every_size_draws_every_place() {
    let mut driver = rated(replying());
    for keys in ["c", "enter", "down", "down", "enter", "r"] {
        driver.keys(keys);
        for (width, height) in [(20, 5), (40, 10), (80, 24), (200, 60)] {
            let screen = driver.screen(width, height);
            assert!(!screen.trim().is_empty());
        }
    }
    let small = driver.screen(40, 10);
    assert!(small.contains("unchecked"), "{small}");
}

#[test]
fn an_earlier_answer_gets_its_opinion_on_the_page_of_the_question() {
    let mut driver = rated(replying());
    driver.keys("enter").go_home();
    driver.search("popular").keys("enter").open_page();
    assert_eq!(driver.app.context(), Context::Question);
    driver.keys("c enter");
    assert!(driver.screen(80, 24).contains("coach: hit"), "{}", driver.screen(80, 24));
    driver.keys("esc");
    assert_eq!(driver.app.context(), Context::Question);
}
