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

/// An answer with the first point ticked and rated Good.
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
fn an_opinion_that_cannot_be_renewed_is_shown_as_the_earlier_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let mark = folder.path().join("asked").display().to_string();
    let once = format!("cat >/dev/null; test -e '{mark}' && exit 3; touch '{mark}'; printf '%s' '{REPLY}'");
    let mut driver = rated(with_coach(&once));
    driver.keys("c enter");
    assert!(!driver.screen(80, 24).contains("said before"), "{}", driver.screen(80, 24));
    driver.keys("r");
    let screen = driver.screen(80, 24);
    assert!(screen.contains("exit code 3") && screen.contains("Below is what it said before."), "{screen}");
    assert!(screen.contains("coach: hit"), "{screen}");
    std::fs::remove_file(&mark).expect("there");
    driver.keys("r");
    assert!(!driver.screen(80, 24).contains("said before"), "{}", driver.screen(80, 24));
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

const SAID: &str =
    "I would write the request down in one table and let one worker take it while all the others wait for it.";

/// A mock with a typed answer to its first question. The coach may ask follow-ups and is the given shell script.
fn in_mock(home: &std::path::Path, script: &str) -> Driver {
    for file in ["bank.json", "talking.json"] {
        let own = home.join("data/banks/talk").join(file);
        std::fs::create_dir_all(own.parent().expect("a folder")).expect("made");
        let bank = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/interview");
        std::fs::copy(bank.join(file), own).expect("copied");
    }
    let coach = format!("[coach]\ncommand = ['/bin/sh', '-c', '''{script}''']\nfollow_ups = true\n");
    let mut driver = Driver::at_home_with(home, &format!("fuzz = false\ntheme = \"dark\"\n{coach}"));
    let engine = driver.app.engine();
    engine.agree_to_coach(&engine.coach().destination().expect("a program"), driver.now).expect("kept");
    driver.mock("short").keys("enter").wait(5).type_in(SAID).wait(20);
    driver
}

const REACTION: &str = r#"{"about":"let one worker take it while all","question":"What happens to the others when that one worker dies?"}"#;

#[test]
fn a_mock_asks_what_the_coach_would_ask_and_says_whose_it_was_afterwards() {
    let home = tempfile::tempdir().expect("a folder");
    let mut driver = in_mock(home.path(), &format!("cat >/dev/null; printf %s \"{}\"", REACTION.replace('"', "\\\"")));
    driver.done().wait(1);
    let screen = driver.screen(80, 24);
    assert!(screen.contains("when that one worker dies?") && screen.contains("follow-up"), "{screen}");
    assert!(!screen.contains("coach"), "{screen}");
    // The coach asks what was asked already, so the bank's follow-ups are used.
    driver.text("Another one takes over.").wait(5).done().wait(1);
    assert!(!driver.screen(80, 24).contains("when that one worker dies?"), "{}", driver.screen(80, 24));
    while driver.screen(80, 24).contains("follow-up") {
        driver.done().wait(1);
    }
    driver.give_up_in_mock().predict(3).wait(1).keys("enter").give_up_in_mock().keys("2").wait(1).keys("enter");
    assert_eq!(driver.app.context(), Context::Debrief);
    let debrief = driver.screen(120, 60);
    assert!(debrief.contains("(asked by your coach)"), "{debrief}");
}

/// A mock at the moment in which the interviewer thinks, with a coach that fails.
fn thinking(home: &std::path::Path) -> Driver {
    let mut driver = in_mock(home, "exit 1");
    driver.reacts = false;
    driver.done();
    assert_eq!(driver.app.context(), Context::MockThinking);
    driver
}

#[test]
fn while_they_think_nothing_is_typed_and_the_answer_can_be_read() {
    let home = tempfile::tempdir().expect("a folder");
    let mut driver = thinking(home.path());
    for (width, height) in [(20, 5), (40, 10), (80, 24), (200, 60)] {
        assert!(!driver.screen(width, height).trim().is_empty());
    }
    let screen = driver.screen(80, 24);
    assert!(screen.contains("They think") && screen.contains("let one worker"), "{screen}");
    driver.text("typed on").wait(5);
    assert_eq!(driver.app.context(), Context::MockThinking);
    driver.wait(1);
    assert_eq!(driver.app.context(), Context::MockTyping, "after six seconds the bank asks");
    assert!(!driver.screen(80, 24).contains("typed on"));
}

#[test]
fn whoever_wants_to_go_on_or_to_leave_is_asked_what_the_bank_has() {
    let home = tempfile::tempdir().expect("a folder");
    let mut driver = thinking(home.path());
    driver.keys("enter");
    assert_eq!(driver.app.context(), Context::MockTyping);
    let home = tempfile::tempdir().expect("a folder");
    let mut driver = thinking(home.path());
    driver.keys("esc");
    assert_eq!(driver.app.context(), Context::MockLeave);
    driver.keys("enter");
    assert_eq!(driver.app.context(), Context::MockTyping);
    assert!(driver.screen(80, 24).contains("follow-up"));
}

#[test]
fn an_opinion_shows_the_answer_with_its_quotes_underlined() {
    let mut driver = rated(replying());
    driver.keys("c enter");
    let screen = driver.screen(80, 40);
    assert!(screen.contains("Your answer, with what it quotes"), "{screen}");
    // Rows are read as one text: a quote may continue in the next row.
    let underlined = driver.underlined(80, 40).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(underlined.contains("miss at the same moment") && !underlined.contains("All callers"), "{underlined}");
    assert_eq!(
        underlined.matches("I let one caller refresh").count(),
        2,
        "in its row, and in the answer: {underlined}"
    );
}
