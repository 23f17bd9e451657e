//! Own questions in the app: notes on a bare one, an edit in the middle of a sitting, retiring, bringing in.

use super::screen::Effect;
use super::testing::Driver;
use super::tests::SIZES;
use crate::bank::QuestionId;
use crate::history::{AttemptRow, Rating, Tick};

/// Two questions, one of them without an answer, and one that is asked already.
const TEAM: &str = "# Team\n\n<details><summary>Why us?</summary>\n\n- The people\n- The work\n</details>\n\
    <details><summary>Why now?</summary></details>\n<details><summary>Why us?</summary></details>\n";

fn snapshot(name: &str, driver: &Driver) {
    let shown: Vec<String> = SIZES.iter().map(|&(w, h)| format!("{w}×{h}\n{}", driver.screen(w, h))).collect();
    insta::assert_snapshot!(name, shown.join("\n"));
}

fn home() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn rows(driver: &Driver) -> Vec<AttemptRow> {
    driver.attempts()
}

fn id(text: &str) -> QuestionId {
    text.parse().expect("a name")
}

/// The question without notes, answered and predicted.
fn answered(home: &tempfile::TempDir) -> Driver {
    let mut driver = Driver::at_home(home.path());
    driver.drill("demo/story").type_in("I would ask them first.").wait(60).done().predict(3);
    driver
}

#[test]
fn notes_are_written_after_the_answer_ticked_and_rated_at_once() {
    let home = home();
    let mut driver = answered(&home);
    driver.keys("n").text("must: Asks first\nSays what changed");
    snapshot("notes_written", &driver);
    driver.done().wait(1);
    assert!(driver.screen(80, 24).contains("2 points saved"), "{}", driver.screen(80, 24));
    snapshot("notes_saved", &driver);
    driver.keys("space space").open_rating().keep_rating();
    let row = &rows(&driver)[0];
    assert_eq!((row.rating, row.suggested_rating, row.points.len()), (Some(Rating::Good), Some(Rating::Good), 2));
    assert!(row.points.values().all(|tick| *tick == Tick::Hit));
    let again = Driver::at_home(home.path());
    let question = again.app.engine().library().question(&id("demo/story")).expect("readable");
    assert_eq!(
        question.look_for.iter().map(|p| p.text.as_str()).collect::<Vec<_>>(),
        ["Asks first", "Says what changed"]
    );
}

#[test]
fn pasted_notes_open_by_themselves_and_nothing_is_lost_on_the_way_out() {
    let home = home();
    let mut driver = answered(&home);
    driver.paste("- One\n- Two").keys("esc");
    assert!(driver.screen(80, 24).contains("n goes on with these notes"), "{}", driver.screen(80, 24));
    driver.edited = Ok("- One\n- Two\n- Three".to_owned());
    driver.keys("n ctrl-o ctrl-d");
    assert!(driver.screen(80, 24).contains("3 points saved"), "{}", driver.screen(80, 24));
}

#[test]
fn notes_that_cannot_be_saved_stay_on_the_screen() {
    let home = home();
    let mut driver = answered(&home);
    driver.keys("n ctrl-d");
    assert!(driver.screen(80, 24).contains("Nothing is written yet"));
    driver.paste(&"a line\n".repeat(41)).done();
    let screen = driver.screen(80, 24);
    assert!(screen.contains("that is 41 points") && screen.contains("a line"), "{screen}");
}

#[test]
fn notes_on_the_screen_are_kept_when_the_program_is_left() {
    let home = home();
    let mut driver = answered(&home);
    driver.keys("n").text("One\nTwo").keys("ctrl-c");
    let again = Driver::at_home(home.path());
    assert_eq!(again.app.engine().library().question(&id("demo/story")).expect("readable").look_for.len(), 2);
}

#[test]
fn a_bare_question_offers_to_be_given_notes() {
    snapshot("notes_offered", &answered(&home()));
}

#[test]
fn an_edit_between_reveal_and_rating_shows_and_drops_the_ticks_of_what_is_gone() {
    let home = home();
    let mut driver = Driver::at_home(home.path());
    driver.drill("demo/stampede").type_in("At once").wait(30).done().predict(3).keys("space space");
    driver.edited = Ok("- Refreshes hot keys before they expire.\n- Warms what is hot.".to_owned());
    driver.keys("e");
    let screen = driver.screen(80, 24);
    assert!(screen.contains("Warms what is hot.") && screen.contains("2 of 4"), "{screen}");
    driver.edited = Ok("- must: All callers miss at the same moment and all of them ask the database.\n".to_owned());
    driver.keys("e");
    let screen = driver.screen(80, 24);
    assert!(!screen.contains("All callers miss") && screen.contains("1 of 3"), "{screen}");
    driver.open_rating();
    driver.edited = Ok("- Warms what is hot.\n- must: Warms what is hot.".to_owned());
    driver.keys("e");
    assert!(driver.screen(80, 24).contains("a must missing"), "{}", driver.screen(80, 24));
    driver.keys("enter");
    driver.edited = Ok("Warms what is hot.\nWarms the hot ones.".to_owned());
    driver.keys("e");
    assert!(driver.screen(80, 24).contains("Saved demo/stampede"), "{}", driver.screen(80, 24));
    driver.keys("u esc");
    assert!(driver.screen(80, 24).contains("Warms the hot ones."), "{}", driver.screen(80, 24));
    assert_eq!(rows(&driver).len(), 1, "the history stays");
}

#[test]
fn a_question_is_retired_after_a_yes_and_comes_back() {
    let home = home();
    let mut driver = Driver::at_home(home.path());
    driver.keys("b /").text("demo/stampede").keys("enter x");
    snapshot("retire", &driver);
    driver.keys("n");
    let asked = |driver: &Driver, id: &QuestionId| !driver.app.engine().is_retired(id);
    let stampede = id("demo/stampede");
    assert!(asked(&driver, &stampede));
    driver.keys("x y");
    assert!(!asked(&driver, &stampede) && driver.screen(80, 24).contains("No longer asked"));
    driver.keys("esc X");
    snapshot("retired", &driver);
    driver.keys("enter");
    assert!(asked(&driver, &stampede), "{}", driver.screen(80, 24));
    snapshot("retired_none", &driver);
    driver.keys("esc esc");
    driver.drill("demo/stampede").give_up().open_rating().keep_rating().keys("x enter");
    assert!(!asked(&driver, &stampede), "{}", driver.screen(80, 24));
    driver.keys("x");
    assert!(asked(&driver, &stampede), "the same key brings it back");
}

#[test]
fn a_file_is_looked_at_brought_in_and_drilled() {
    let home = home();
    let mut driver = Driver::at_home(home.path());
    std::fs::write(home.path().join("team.md"), TEAM).expect("written");
    driver.keys("i");
    snapshot("import", &driver);
    driver.paste(&format!("'{}'\n", home.path().join("team.md").display())).keys("enter");
    snapshot("import_counts", &driver);
    let banks = home.path().join("data/banks/team.json");
    assert!(!banks.exists(), "nothing is written before");
    driver.keys("enter");
    snapshot("import_done", &driver);
    assert!(banks.exists());
    driver.keys("enter");
    assert!(driver.screen(80, 24).contains("Why us?") && driver.screen(80, 24).contains("1 of 2"));
    driver.keys("esc i").text(&home.path().join("team.md").display().to_string()).keys("enter");
    let screen = driver.screen(80, 24);
    assert!(screen.contains("2 same") && screen.contains("here already"), "{screen}");
    driver.keys("enter");
    assert!(driver.performed.iter().filter(|effect| matches!(effect, Effect::BringIn(_))).count() == 1);
}

#[test]
fn what_cannot_be_read_is_said_and_may_be_mended() {
    let home = home();
    let mut driver = Driver::at_home(home.path());
    driver.keys("i enter");
    assert!(driver.screen(80, 24).contains("Type or paste the path"));
    driver.text("/no/such/file.md").keys("enter");
    assert!(driver.screen(80, 24).contains("cannot be read"), "{}", driver.screen(80, 24));
    driver.keys("down ctrl-u").text("backend").keys("enter");
    assert!(driver.screen(80, 24).contains("cannot be the name of an own bank"), "{}", driver.screen(80, 24));
    std::fs::write(home.path().join("list.md"), "# Theirs\n\n* One\n* Two\n").expect("written");
    driver.keys("ctrl-u up ctrl-u").text(&home.path().join("list.md").display().to_string()).keys("enter");
    assert!(driver.screen(80, 24).contains("Nothing in it"), "{}", driver.screen(80, 24));
    driver.keys("esc up space enter");
    assert!(driver.screen(80, 24).contains("2 new"), "{}", driver.screen(80, 24));
    driver.keys("esc esc");
    assert!(!home.path().join("data/banks/list.json").exists());
}

#[test]
fn a_bank_that_changes_between_look_and_yes_is_not_overwritten() {
    let home = home();
    let mut driver = Driver::at_home(home.path());
    std::fs::write(home.path().join("demo.md"), TEAM).expect("written");
    driver.keys("i").text(&home.path().join("demo.md").display().to_string()).keys("enter");
    let file = home.path().join("data/banks/demo.json");
    let other = format!("{} ", std::fs::read_to_string(&file).expect("read"));
    std::fs::write(&file, &other).expect("written");
    driver.keys("enter");
    assert!(driver.screen(80, 24).contains("changed since it was looked at"), "{}", driver.screen(80, 24));
    assert_eq!(std::fs::read_to_string(&file).expect("read"), other);
}
