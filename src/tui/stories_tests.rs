//! Stories in the app: written in an editor, chosen before a question, told, practised, compared with themes.

use super::keymap::Context;
use super::mock_tests::{first_round, type_answer};
use super::testing::Driver;
use super::tests::SIZES;

const EXPORT: &str = "# The export that took all night\n\n## When\nspring 2024\n\n## Situation\nThe nightly export took four \
                      hours, and customers waited for it.\n\n## Action\nI wrote a new importer beside the old one.\n\n## Result\nIt \
                      has run in ten minutes since then.\n\n## Themes\nownership, scale\n\n## Level\nteams\n";

const QUEUE: &str =
    "# How I changed my mind about the queue\n\n## Action\nI took it out again.\n\n## Themes\nchanged-mind\n";

fn snapshot(name: &str, driver: &Driver) {
    let shown: Vec<String> = SIZES.iter().map(|&(w, h)| format!("{w}×{h}\n{}", driver.screen(w, h))).collect();
    insta::assert_snapshot!(name, shown.join("\n"));
}

/// The app with two stories, on the list of them.
fn written() -> Driver {
    let mut driver = Driver::new();
    driver.keys("S");
    for page in [EXPORT, QUEUE] {
        driver.edited = Ok(page.to_owned());
        // Two records of the same instant have no order, so time has to pass.
        driver.keys("n").wait(1);
    }
    driver
}

/// The same, with one of them told in answer to the behavioural question of the bank, up to its rating.
fn told() -> Driver {
    let mut driver = written();
    driver.go_home().drill("differently").keys("S enter");
    driver
        .answer_typed("I wrote a new importer while the team kept the old one. It fell from 4 h to 10 min.")
        .predict(3)
        .wait(1);
    driver
}

#[test]
fn the_list_says_what_there_is_and_what_lacks() {
    let mut empty = Driver::new();
    empty.keys("S");
    snapshot("stories_none", &empty);
    let mut driver = written();
    snapshot("stories", &driver);
    driver.keys("x").wait(1);
    assert!(driver.screen(80, 24).contains("no longer told"), "{}", driver.screen(80, 24));
    driver.keys("G x").wait(1);
    assert!(!driver.screen(80, 24).contains("no longer told"), "{}", driver.screen(80, 24));
    driver.keys("S");
    assert_eq!(driver.app.context(), Context::Home, "the letter that opens the page closes it");
}

#[test]
fn a_story_has_its_page_and_themes_have_theirs() {
    let mut driver = written();
    driver.keys("enter");
    snapshot("story", &driver);
    driver.keys("esc c");
    snapshot("story_coverage", &driver);
    driver.keys("esc G enter");
    assert!(driver.screen(80, 24).contains("ten minutes since"), "{}", driver.screen(80, 24));
}

#[test]
fn before_a_question_a_story_is_seen_by_its_title_alone_and_its_telling_is_counted() {
    let mut driver = written();
    driver.go_home().drill("differently");
    assert!(driver.screen(80, 24).contains("S chooses the story"), "{}", driver.screen(80, 24));
    driver.keys("S");
    snapshot("story_choice", &driver);
    assert!(SIZES.iter().all(|&(w, h)| !driver.screen(w, h).contains("importer")), "what it says stays closed");
    driver.keys("j enter");
    snapshot("asking_with_a_story", &driver);
    driver.keys("S x");
    assert!(driver.screen(80, 24).contains("No story is chosen"), "{}", driver.screen(80, 24));
    driver.keys("S j enter").answer_typed("It took hours, and I wrote it anew.").predict(3);
    driver.keys("esc").go_home().keys("S");
    assert!(driver.screen(80, 24).contains("told once, last today"), "{}", driver.screen(80, 24));
}

#[test]
fn an_answer_becomes_a_story_or_is_said_to_have_told_one() {
    let mut driver = told();
    driver.open_rating().keys("S");
    assert_eq!(driver.app.context(), Context::StoryChoice, "before the rating is kept, too");
    driver.keys("esc").rate(3);
    assert!(driver.screen(80, 24).contains("S makes a story of this answer"), "{}", driver.screen(80, 24));
    driver.keys("S");
    snapshot("story_choice_after", &driver);
    let times = |driver: &Driver| -> Vec<(String, usize)> {
        let all = driver.app.engine().stories().all().expect("read");
        all.into_iter().map(|facts| (facts.story.title.clone(), facts.times())).collect()
    };
    let first = times(&driver);
    driver.keys("g j enter").wait(1);
    assert_eq!(driver.app.context(), Context::Next, "{}", driver.screen(80, 24));
    assert_eq!(first.iter().map(|(_, times)| times).sum::<usize>(), 1);
    driver.keys("S x").wait(1);
    assert!(times(&driver).iter().all(|(_, times)| *times == 0), "{:?}", times(&driver));
    // The editor returns the page unchanged: no story is made of it.
    driver.edited = Ok(String::new());
    driver.keys("S g enter");
    assert!(driver.screen(80, 24).contains("Nothing was changed"), "{}", driver.screen(80, 24));
    driver.edited = Ok("# A third one\n## Action\nI did.\n".to_owned());
    driver.keys("S g enter").wait(1);
    assert!(times(&driver).contains(&("A third one".to_owned(), 1)), "{:?}", times(&driver));
    // The same from the page of the question.
    driver.go_home().search("differently").keys("enter right S");
    assert_eq!(driver.app.context(), Context::StoryChoice);
    driver.keys("x");
    assert!(times(&driver).iter().all(|(_, times)| *times == 0), "{:?}", times(&driver));
}

#[test]
fn a_story_is_practised_and_what_was_left_out_stands_on_its_page() {
    let mut driver = written();
    driver.keys("enter 1");
    assert!(driver.screen(80, 24).contains("Tell this story in 60 seconds"), "{}", driver.screen(80, 24));
    assert!(!driver.screen(80, 24).contains("S chooses"), "it is known which one");
    driver.type_in("I wrote a new importer while the team kept the old one.").wait(50).done().predict(3);
    let notes = driver.screen(120, 40);
    assert!(notes.contains("Says how it ended.") && notes.contains("yourself"), "{notes}");
    driver.keys("space").open_rating().keep_rating().go_on();
    driver.keys("esc");
    snapshot("story_practised", &driver);
    let page = driver.screen(120, 40);
    assert!(page.contains("without number, result, lesson") && page.contains("practised in 60 s"), "{page}");
}

#[test]
fn a_page_that_is_no_story_is_said_and_gone_on_with() {
    let home = tempfile::tempdir().expect("a folder");
    let mut driver = Driver::at_home(home.path());
    driver.edited = Ok("# A\n## Tsk\nx\n".to_owned());
    driver.keys("S n");
    let screen = driver.screen(120, 24);
    assert!(screen.contains("line 2: \"Tsk\" is no heading"), "{screen}");
    assert!(home.path().join("data/unsaved-stories/new.md").exists());
    driver.edited = Err("cannot start /no/such/editor: not found. Set $EDITOR, or `editor` in config.toml.".to_owned());
    driver.keys("n");
    assert!(driver.screen(120, 24).contains("Set $EDITOR"), "{}", driver.screen(120, 24));
}

#[test]
fn a_story_is_chosen_in_a_mock_too_and_goes_on_with_it() {
    let mut driver = Driver::interview();
    driver.edited = Ok(EXPORT.to_owned());
    driver.keys("S n").wait(1).go_home();
    first_round(&mut driver).predict(3).wait(1).keys("enter S");
    assert_eq!(driver.app.context(), Context::StoryChoice, "{}", driver.screen(80, 24));
    driver.keys("enter");
    assert!(driver.screen(80, 24).contains("Your story: The export"), "{}", driver.screen(80, 24));
    // After leaving and resuming, it is still chosen.
    driver.keys("esc esc").wait(1).keys("m enter").wait(1);
    assert!(driver.screen(80, 24).contains("Your story: The export"), "{}", driver.screen(80, 24));
    type_answer(&mut driver, "It took four hours, and I wrote it anew.");
    assert_eq!(driver.app.engine().stories().all().expect("read")[0].times(), 1, "{}", driver.screen(80, 24));
}
