//! Jobs in the app: a posting pasted, corrected, practised for; the page of the day; what was really asked.

use super::keymap::Context;
use super::testing::Driver;
use super::tests::SIZES;
use crate::bank::{Level, Library};
use crate::config::Config;

const POSTING: &str = "# Senior Backend Engineer at Acme\n\nAcme ships parcels.\n\n## What you will do\n- Build REST APIs in Go\n\
    - Take part in on-call\n\n## What you bring\n- 5+ years with PostgreSQL and Kafka\n- Some Terraform is a plus\n- React\n\n## Benefits\n- A dog\n";

fn app() -> Driver {
    Driver::on(Config { fuzz: false, theme: crate::config::ThemeName::Dark, ..Config::default() }, Library::builtin())
}

fn snapshot(name: &str, driver: &Driver) {
    let shown: Vec<String> = SIZES.iter().map(|&(w, h)| format!("{w}×{h}\n{}", driver.screen(w, h))).collect();
    insta::assert_snapshot!(name, shown.join("\n"));
}

#[test]
fn a_pasted_posting_becomes_the_target_and_is_corrected_by_keys_and_on_its_page() {
    let mut driver = app();
    driver.keys("J");
    snapshot("jobs_none", &driver);
    driver.paste(POSTING);
    assert!(driver.screen(80, 24).contains("what you practise for now"), "{}", driver.screen(80, 24));
    let target = &driver.app.engine().config().target;
    assert_eq!((target.level, target.tracks.clone()), (Level::Senior, vec!["go".to_owned()]));
    driver.wait(1).edited = Ok("date: \ndate: in 9 days".to_owned());
    driver.keys("enter e");
    assert!(driver.app.engine().config().target.date.is_some());
    driver.wait(1).keys("right");
    assert_eq!(driver.app.engine().config().target.level, Level::Staff);
    snapshot("job", &driver);
    driver.keys("esc");
    snapshot("jobs", &driver);
    driver.wait(1).keys("enter x y");
    assert_eq!(driver.app.context(), Context::Jobs);
    assert!(driver.screen(80, 24).contains("No job yet"), "{}", driver.screen(80, 24));
}

#[test]
fn what_is_no_posting_says_why_and_adds_nothing() {
    let mut driver = app();
    driver.keys("J").paste("\n \n");
    assert!(driver.screen(80, 24).contains("no text in it"), "{}", driver.screen(80, 24));
    driver.keys("a").text("/no/such/file").keys("enter");
    let screen = driver.screen(80, 24);
    assert!(screen.contains("cannot read /no/such/file") && !screen.contains("standard input"), "{screen}");
    assert!(screen.contains("File: /no/such/file"), "what was typed stays to be corrected:\n{screen}");
    assert_eq!(driver.app.context(), Context::Value);
    assert!(driver.app.engine().jobs().all(driver.now).expect("read").is_empty());
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("posting.md");
    std::fs::write(&file, POSTING).expect("written");
    driver.keys("esc a").text(&file.display().to_string()).keys("enter");
    assert_eq!(driver.app.context(), Context::Jobs);
    assert_eq!(driver.app.engine().jobs().all(driver.now).expect("read").len(), 1);
}

#[test]
fn a_posting_that_is_there_or_is_none_is_added_after_a_yes() {
    let mut driver = app();
    let count = |driver: &Driver| driver.app.engine().jobs().all(driver.now).expect("read").len();
    driver.keys("J").paste(POSTING).wait(1).paste(POSTING);
    assert_eq!(driver.app.context(), Context::Confirm);
    let screen = driver.screen(80, 24);
    assert!(screen.contains("once more?") && screen.contains("posting of job 1 already"), "{screen}");
    assert!(driver.screen(40, 10).contains("once more?"), "{}", driver.screen(40, 10));
    driver.keys("n");
    assert_eq!((driver.app.context(), count(&driver)), (Context::Jobs, 1));
    driver.wait(1).paste(POSTING).keys("y");
    assert_eq!(count(&driver), 2);
    driver.wait(1).paste("hello there\n");
    assert!(driver.screen(80, 24).contains("Nothing of a posting"), "{}", driver.screen(80, 24));
    driver.keys("y");
    assert_eq!((driver.app.context(), count(&driver)), (Context::Jobs, 3));
}

#[test]
fn a_correction_that_cannot_be_saved_is_there_again_with_the_error_on_top() {
    let home = tempfile::tempdir().expect("a folder");
    let mut driver = Driver::at_home(home.path());
    driver.keys("J").paste(POSTING);
    driver.wait(1).edited = Ok("level: senior\nlevel: god".to_owned());
    driver.keys("enter e");
    assert!(driver.screen(80, 24).contains("Not saved: line "), "{}", driver.screen(80, 24));
    let job = driver.app.engine().jobs().find(None, driver.now).expect("current");
    let page = driver.app.engine().jobs().page(&job);
    assert!(page.unsaved && page.text.starts_with("% Not saved: line "), "{page:?}");
    driver.wait(1).edited = Ok("level: god\nlevel: staff".to_owned());
    driver.keys("e");
    assert_eq!(driver.app.engine().config().target.level, Level::Staff);
}

#[test]
fn the_page_of_the_day_is_offered_the_evening_before_and_leads_to_warming_up() {
    let mut driver = app();
    driver.keys("J").paste(POSTING);
    driver.wait(1).edited = Ok("date: \ndate: tomorrow".to_owned());
    driver.keys("enter e");
    driver.wait(1).edited = Ok("- \n- How do you deploy?".to_owned());
    driver.keys("n");
    driver.go_home();
    assert!(driver.screen(80, 24).contains("Tomorrow is the interview: B"), "{}", driver.screen(80, 24));
    driver.keys("B");
    snapshot("day", &driver);
    driver.keys("enter");
    assert_eq!(driver.app.context(), Context::Asking);
}

#[test]
fn what_was_asked_is_written_down_compared_and_survives_a_lost_program() {
    let mut driver = app();
    driver.keys("J").paste(POSTING);
    driver.keys("w").text("How does an index work? +\nHow many ducks? -");
    snapshot("asked_typing", &driver);
    driver.keys("esc");
    assert!(driver.screen(80, 24).contains("Not kept yet"), "{}", driver.screen(80, 24));
    driver.keys("ctrl-d");
    snapshot("asked_compared", &driver);
    assert_eq!(driver.app.engine().interviews(None).expect("read")[0].asked.len(), 2);
    let home = tempfile::tempdir().expect("a folder");
    let mut lost = Driver::at_home(home.path());
    lost.keys("J").paste(POSTING);
    lost.keys("w").text("How many ducks?");
    let effects: Vec<_> =
        lost.performed.iter().filter(|effect| matches!(effect, super::screen::Effect::KeepForm(_))).collect();
    assert!(!effects.is_empty(), "a form keeps it");
}

#[test]
fn notes_on_the_company_stand_beside_questions_about_it_alone() {
    let mut driver = app();
    driver.keys("J").paste(POSTING);
    driver.wait(1).edited = Ok("## Values\n## Values\n\nParcels first.".to_owned());
    driver.keys("enter n").go_home();
    driver
        .keys("b /")
        .text("backend/intro")
        .keys("enter enter")
        .type_in("Because of the parcels")
        .wait(30)
        .done()
        .predict(3);
    driver.keys("J");
    assert!(driver.screen(80, 24).contains("Parcels first."), "{}", driver.screen(80, 24));
}
