//! Answers over time on the screen: differences, the answer that is kept, and edits of the coach.

use super::keymap::Context;
use super::screen::Effect;
use super::testing::Driver;
use crate::config::Config;
use crate::history::Work;

const FIRST: &str = "All callers miss at once. I would take a bigger database.";
const SECOND: &str = "All callers miss at once. I would let one caller refresh.";

/// A driver with two answers to one question, on the page of that question.
fn page(mut driver: Driver) -> Driver {
    driver.drill("popular").answer_typed(FIRST).predict(3).keys("space").open_rating().keep_rating().go_home();
    driver.tomorrow();
    driver.drill("popular").answer_typed(SECOND).predict(3).keys("j space").open_rating().keep_rating().go_home();
    driver.search("popular").keys("enter").open_page();
    assert_eq!(driver.app.context(), Context::Question);
    driver
}

fn mine(driver: &Driver) -> Option<String> {
    let question = driver.attempts()[0].question.clone();
    driver.app.engine().my_answer(&question).expect("read").map(|kept| kept.answer.text)
}

#[track_caller]
fn shows(driver: &Driver, (width, height): (u16, u16), words: &str) {
    // Rows are joined, so that line breaks do not matter.
    let screen = driver.screen(width, height);
    let joined = screen.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(joined.contains(words), "{words:?} in\n{screen}");
}

#[test]
fn two_answers_are_one_text_where_there_is_little_room_and_everywhere_on_a_key() {
    let mut driver = page(Driver::new());
    let one = "I would [-take a bigger database-] {+let one caller refresh+}.";
    shows(&driver, (60, 40), one);
    shows(&driver, (60, 40), "[-gone-] and {+new+} since");
    assert!(!driver.screen(120, 40).contains("[-take"), "beside each other styles say it");
    driver.keys("d");
    shows(&driver, (120, 40), one);
    assert!(!driver.screen(60, 40).contains("[-take"), "the later one alone");
    driver.keys("left");
    let screen = driver.screen(120, 40);
    assert!(screen.contains("bigger database") && !screen.contains("{+"), "the first one has none before it: {screen}");
}

#[test]
fn an_answer_is_kept_with_a_key_and_let_go_with_the_same() {
    let mut driver = page(Driver::new());
    assert_eq!(mine(&driver), None);
    driver.wait(1).keys("m");
    assert_eq!(mine(&driver).as_deref(), Some(SECOND));
    shows(&driver, (80, 40), "Answer 2 of 2 · my answer");
    driver.keys("left");
    shows(&driver, (80, 40), "My answer, kept");
    driver.wait(1).keys("m");
    assert_eq!(mine(&driver).as_deref(), Some(FIRST));
    driver.wait(1).keys("m");
    assert_eq!(mine(&driver), None);
    assert!(!driver.screen(80, 40).contains("y answer, kept"));
    driver.go_home().keys("u");
    shows(&driver, (80, 24), "was taken away today");
    driver.keys("enter");
    assert_eq!(mine(&driver).as_deref(), Some(FIRST));
}

#[test]
fn it_is_written_by_hand_and_an_empty_one_takes_it_away() {
    let mut driver = page(Driver::new());
    driver.keys("w");
    assert_eq!(driver.app.context(), Context::Remark);
    shows(&driver, (80, 24), "I would let one caller refresh.");
    driver.text(" For good.").keys("ctrl-d");
    assert_eq!(mine(&driver), Some(format!("{SECOND} For good.")));
    shows(&driver, (80, 40), "My answer, kept");
    driver.wait(1).keys("w esc");
    assert_eq!(driver.app.context(), Context::Question, "nothing was changed");
    driver.keys("w ctrl-u").text("Again").keys("esc");
    assert_eq!(driver.app.context(), Context::Remark, "it is asked once");
    driver.keys("esc w ctrl-u ctrl-d");
    assert_eq!(mine(&driver), None);
}

#[test]
fn what_is_being_written_is_kept_while_it_is_and_comes_back_after_a_loss() {
    let home = tempfile::tempdir().expect("a folder");
    let mut driver = page(Driver::at_home(home.path()));
    driver.keys("w").text(" For good.");
    let form = driver.performed.iter().rev().find_map(|effect| match effect {
        Effect::KeepForm(form) => Some(form.clone()),
        _ => None,
    });
    let form = form.expect("kept");
    assert_eq!(form.work, Work::MyAnswer);
    // The loop would keep the form like this; then the program is lost.
    driver.app.engine_mut().keep_form(form.work, form.state, driver.now).expect("kept");
    driver.app.engine_mut().secure(driver.now).expect("on the disk");
    drop(driver);
    let driver = Driver::at_home(home.path());
    assert_eq!(mine(&driver), Some(format!("{SECOND} For good.")));
    shows(&driver, (80, 24), "is kept as my answer");
}

#[test]
fn what_was_answered_before_opens_beside_the_notes_and_not_sooner() {
    let mut driver = page(Driver::new());
    driver.wait(1).keys("m").go_home();
    driver.drill("popular");
    assert!(!driver.screen(120, 40).contains("one caller refresh"), "not before the answer");
    driver.answer_typed("All callers miss at once. I would wait.").predict(2);
    driver.keys("h");
    assert_eq!(driver.app.context(), Context::Reader);
    shows(&driver, (80, 24), "My answer All callers miss at once. I would let one caller refresh.");
    shows(&driver, (80, 24), "I would [-let one caller refresh-] {+wait+}.");
    driver.keys("esc space").open_rating().rate(2).wait(1).keys("m");
    assert_eq!(mine(&driver).as_deref(), Some("All callers miss at once. I would wait."));
}

#[test]
fn a_first_answer_has_none_before_it() {
    let mut driver = Driver::new();
    driver.drill("popular").answer_typed(FIRST).predict(3).keys("h");
    assert_eq!(driver.app.context(), Context::Reveal);
    assert!(!driver.screen(300, 60).contains("h before"), "{}", driver.screen(300, 60));
}

#[test]
fn without_a_coach_nothing_offers_to_make_it_better() {
    let mut driver = page(Driver::with(Config { fuzz: false, ..Config::default() }));
    driver.keys("i");
    assert_eq!(driver.app.context(), Context::Question);
    driver.keys("?");
    assert!(!driver.screen(80, 60).contains("better"));
}

#[cfg(unix)]
mod coach {
    use super::*;
    use crate::config::{CoachSettings, ThemeName};
    use crate::session::Order;

    const ANSWER: &str = "All callers miss at the same moment and ask the database. It was slow for all of us. I let one \
                          caller refresh while the others wait.";

    const REPLY: &str = r#"{"edits":[
        {"find":"It was slow for all of us","point":"m2","replace":"At Globex 4000 of us waited"},
        {"find":"the others wait","point":"m3","replace":"the others take the old value"},
        {"find":"all","point":"","replace":"each"}],"tight":[1,3]}"#;

    fn with_coach(script: &str) -> Driver {
        let command = ["/bin/sh", "-c", script].map(str::to_owned).to_vec();
        let coach = Some(CoachSettings { command, ..CoachSettings::default() });
        let mut driver = Driver::with(Config { coach, fuzz: false, theme: ThemeName::Dark, ..Config::default() });
        driver.drill("popular").answer_typed(ANSWER).predict(3).keys("space").open_rating().rate(3).go_on().go_home();
        driver.search("popular").keys("enter").open_page();
        driver
    }

    fn replying() -> Driver {
        with_coach(&format!("cat >/dev/null; printf '%s' '{}'", REPLY.replace('\n', " ")))
    }

    fn was_asked(driver: &Driver) -> bool {
        driver.performed.iter().any(|effect| matches!(effect, Effect::Order(Order::AskEdits(_))))
    }

    #[test]
    fn edits_are_agreed_to_taken_one_by_one_and_kept() {
        let mut driver = replying();
        driver.keys("i");
        assert_eq!(driver.app.context(), Context::CoachConsent);
        assert!(!was_asked(&driver), "nothing is sent before a yes");
        driver.keys("enter");
        assert_eq!(driver.app.context(), Context::Improve);
        shows(&driver, (80, 60), "[-It was slow for all-] {+At [who or what?] [how many?]+} of us {+waited+}.");
        shows(&driver, (80, 60), "\u{201c}all\u{201d} stands in your answer more than once");
        shows(&driver, (80, 60), "Tighter: 2 of 3 of your own sentences");
        driver.keys("enter");
        assert_eq!(mine(&driver), None, "nothing is taken by itself");
        driver.keys("j space");
        shows(&driver, (80, 60), "What becomes of it");
        driver.wait(1).keys("j space enter");
        let expected = "All callers miss at the same moment and ask the database. I let one caller refresh while the \
                        others take the old value.";
        assert_eq!(mine(&driver).as_deref(), Some(expected));
        shows(&driver, (80, 60), "Kept as my answer.");
        driver.keys("esc");
        assert_eq!(driver.app.context(), Context::Question);
        shows(&driver, (80, 60), "with edits of the coach");
    }

    #[test]
    fn it_opens_from_a_second_opinion_too() {
        let both = r#"case $(cat) in *"more than thirty"*|*"smallest change first"*) printf '%s' '{"edits":[],"tight":[]}';; *)
            printf '%s' '{"p1":{"quote":"","verdict":"missed"},"p2":{"quote":"","verdict":"missed"},"p3":{"quote":"","verdict":"missed"},"p4":{"quote":"","verdict":"missed"}}';; esac"#;
        let mut driver = with_coach(both);
        driver.keys("c enter");
        assert_eq!(driver.app.context(), Context::Coach);
        // Consent is not stored when there is no disk.
        driver.keys("i enter");
        assert_eq!(driver.app.context(), Context::Improve);
        shows(&driver, (80, 24), "It proposes nothing that can be used.");
        driver.keys("esc");
        assert_eq!(driver.app.context(), Context::Coach);
    }

    #[test]
    fn a_coach_that_fails_says_why_and_the_answer_stays() {
        let mut driver = with_coach("printf 'no \\033[31mkey' >&2; exit 1");
        driver.keys("i enter");
        shows(&driver, (80, 24), "exit code 1");
        shows(&driver, (80, 24), "Your answer stays as it is.");
        assert!(!driver.screen(80, 24).contains('\u{1b}'));
        assert_eq!(mine(&driver), None);
    }

    #[test]
    fn every_size_draws_every_place() {
        let mut driver = replying();
        for keys in ["i", "enter", "space", "down", "space", "down", "space", "enter"] {
            driver.keys(keys);
            for (width, height) in [(1, 1), (20, 5), (40, 10), (80, 24), (200, 60)] {
                assert!(!driver.screen(width, height).is_empty());
            }
        }
        shows(&driver, (40, 10), "unchecked");
    }
}
