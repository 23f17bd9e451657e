//! Own questions in the app: notes on a question that has none, an edit during a sitting, retiring, importing.

use super::screen::Effect;
use super::testing::Driver;
use super::tests::SIZES;
use crate::bank::QuestionId;
use crate::history::{AttemptRow, Rating, Tick};

/// Three questions: one with points, one without an answer, and one that repeats the first.
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

/// A question without notes, answered and with its prediction given.
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
    driver.rate(2);
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
    driver.drill("demo/stampede").give_up().open_rating().rate(1).keys("x enter");
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

#[test]
fn each_question_is_looked_at_before_it_comes_in_and_the_import_is_taken_back() {
    let home = home();
    let mut driver = Driver::at_home(home.path());
    let list = home.path().join("list.md");
    let page =
        "# Storage\n\n## What does a chekpoint write?\n\n- Dirty pages\n- A record\n\n## What is a log?\n\nA file.\n";
    std::fs::write(&list, page).expect("written");
    driver.keys("i").text(&list.display().to_string()).keys("enter right");
    let screen = driver.screen(80, 24);
    assert!(screen.contains("1 of 2, new") && screen.contains("Dirty pages"), "{screen}");
    driver.keys("right");
    assert!(driver.screen(80, 24).contains("What is a log?"), "{}", driver.screen(80, 24));
    driver.keys("right left left");
    assert!(driver.screen(80, 24).contains("2 new"), "{}", driver.screen(80, 24));
    driver.keys("enter");
    assert!(driver.screen(80, 24).contains("Brought in."));

    std::fs::write(&list, page.replace("chekpoint", "checkpoint").replace("A record", "A log record"))
        .expect("written");
    driver.keys("i ctrl-u").text(&list.display().to_string()).keys("enter");
    assert!(driver.screen(80, 24).contains("1 question asked in other words"), "{}", driver.screen(80, 24));
    driver.keys("right");
    snapshot("import_mended", &driver);
    driver.keys("a");
    let screen = driver.screen(80, 24);
    assert!(screen.contains("1 of 1, new"), "{screen}");
    driver.keys("esc enter right enter");
    assert!(driver.screen(80, 24).contains("0 new, 1 changed"), "{}", driver.screen(80, 24));
    let asked = |driver: &Driver| {
        let entries = driver.app.engine().library().entries();
        entries.iter().filter(|entry| entry.id.bank() == "list").map(|entry| entry.prompt.clone()).collect::<Vec<_>>()
    };
    assert_eq!(asked(&driver), ["What does a checkpoint write?", "What is a log?"]);
    driver.keys("u");
    assert!(
        driver.screen(80, 24).contains("Taken back: 0 questions gone again, 1 question as before (list.md)"),
        "{}",
        driver.screen(80, 24)
    );
    assert_eq!(asked(&driver), ["What does a chekpoint write?", "What is a log?"]);
    // The same works later, from the form.
    driver.keys("enter enter esc esc i alt-u");
    assert_eq!(asked(&driver), ["What does a chekpoint write?", "What is a log?"]);
}

#[test]
fn what_became_of_a_list_and_what_is_gone_from_it_is_paged_through() {
    let home = home();
    let list = home.path().join("list.md");
    let page = "# Storage\n\n## What is a log?\n\n- A file\n\n### Why?\n\nOrder.\n\n## What is a page?\n\nA block.\n\n## Licence\n\nMIT\n";
    let mut driver = Driver::at_home(home.path());
    let look = |driver: &mut Driver, text: &str| {
        std::fs::write(&list, text).expect("a file");
        driver.keys("i").paste(&list.display().to_string()).keys("enter");
    };
    look(&mut driver, page);
    driver.keys("enter esc");
    let shorter = page.replace("## What is a page?\n\nA block.\n\n", "") + "\n## What is a lock?\n\nOne at a time.\n";
    look(&mut driver, &shorter);
    snapshot("import_became", &driver);
    let screen = driver.screen(80, 24);
    assert!(screen.contains("5 headings") && screen.contains("2 questions"), "{screen}");
    assert!(screen.contains("part of an answer, 1 title, 1 asks nothing"), "{screen}");
    assert!(screen.contains("No longer in it, and kept: 1 question") && screen.contains("what-is-a-page"), "{screen}");
    let mut seen = String::new();
    for _ in 0..8 {
        seen.push_str(&driver.screen(40, 10));
        driver.keys("pgdn");
    }
    assert!(seen.contains("No longer in it") && seen.contains("Asks nothing"), "{seen}");
}

#[test]
fn an_import_that_was_done_last_is_taken_back_from_home() {
    let home = home();
    let mut driver = Driver::at_home(home.path());
    let file = home.path().join("team.md");
    std::fs::write(&file, TEAM).expect("written");
    driver.keys("i").text(&file.display().to_string()).keys("enter enter esc").go_home();
    assert!(driver.app.engine().library().entries().iter().any(|entry| entry.id.bank() == "team"));
    driver.keys("u");
    let asked = driver.screen(80, 24);
    assert!(asked.contains("Take this back?") && asked.contains("2 new questions"), "{asked}");
    driver.keys("y");
    assert!(driver.screen(80, 24).contains("Taken back: 2 questions gone again"), "{}", driver.screen(80, 24));
    assert!(driver.app.engine().library().entries().iter().all(|entry| entry.id.bank() != "team"));
    driver.keys("u");
    assert!(driver.screen(80, 24).contains("There is nothing to take back"), "{}", driver.screen(80, 24));
}

#[test]
fn a_list_that_came_in_under_another_name_is_offered_that_bank_again() {
    let home = home();
    let mut driver = Driver::at_home(home.path());
    let file = home.path().join("list.md");
    std::fs::write(&file, TEAM).expect("written");
    driver.keys("i").text(&file.display().to_string()).keys("down").text("company").keys("enter enter");
    assert!(driver.screen(80, 24).contains("Into the bank company"), "{}", driver.screen(80, 24));
    std::fs::write(&file, format!("{TEAM}<details><summary>Why there?</summary></details>\n")).expect("written");
    driver.keys("i").text(&file.display().to_string()).keys("enter");
    let counts = driver.screen(80, 24);
    assert!(counts.contains("1 new") && counts.contains("Into the bank company, where it came in before."), "{counts}");
}

#[test]
fn what_would_come_in_is_scrolled() {
    let home = home();
    let mut driver = Driver::at_home(home.path());
    let file = home.path().join("long.md");
    let points: String = (1..40).map(|number| format!("- Point number {number}\n")).collect();
    std::fs::write(&file, format!("# Long\n\n## What is there to say?\n\n{points}")).expect("written");
    driver.keys("i").text(&file.display().to_string()).keys("enter right");
    for (width, height) in [(80, 24), (40, 10)] {
        driver.keys("g");
        let top = driver.screen(width, height);
        assert!(top.contains("What is there to say?") && top.contains('↓'), "{top}");
        driver.keys("j pgdn");
        let middle = driver.screen(width, height);
        assert!(!middle.contains("What is there to say?"), "{middle}");
        driver.keys("G");
        let end = driver.screen(width, height);
        assert!(end != middle && !end.contains('↓') && end.contains("long/"), "{end}");
    }
}
