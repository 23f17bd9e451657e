//! Extracting a story from an answer and a target from a posting with the coach, key by key. The coach is a few lines
//! of shell.

#![cfg(unix)]

use super::keymap::Context;
use super::testing::Driver;
use crate::config::{CoachSettings, Config, ThemeName};

const ANSWER: &str = "Our export took four hours in 2023, and customers waited for it. I wrote a new importer beside the old \
                      one. It fell to ten minutes.";

const STORY: &str = r#"{"title":["export took four hours"],"when":["in 2023"],"situation":["customers waited for it"],"action":["I wrote a new importer beside the old one","I led twelve engineers at once"],"result":["It fell to ten minutes."],"themes":[{"word":"scale","quote":"four hours"},{"word":"heroism","quote":"four hours"}]}"#;

const POSTING: &str = "# Senior Backend Engineer at Acme\n\n## What you bring\n- 5+ years with PostgreSQL and Kafka\n- You set \
                       direction for four teams and know why a cache stampede hurts\n";

const TARGET: &str = r#"{"level":[{"word":"staff","quote":"set direction for four teams"}],"topics":[{"word":"caching","quote":"cache stampede"},{"word":"cooking","quote":"cache stampede"}]}"#;

fn with_coach(reply: &str) -> Driver {
    let script = format!("cat >/dev/null; printf '%s' '{reply}'");
    let coach = Some(CoachSettings {
        command: ["/bin/sh", "-c", &script].map(str::to_owned).to_vec(),
        ..CoachSettings::default()
    });
    let config = Config { coach, fuzz: false, theme: ThemeName::Dark, ..Config::default() };
    // The topics of a posting are matched against those of the questions, so the built-in bank is needed.
    if reply == TARGET { Driver::on(config, crate::bank::Library::builtin()) } else { Driver::with(config) }
}

/// The behavioural question of the bank, answered and with its rating open.
fn told(mut driver: Driver) -> Driver {
    driver.drill("differently").answer_typed(ANSWER).predict(3).wait(1).open_rating();
    driver
}

#[test]
fn an_answer_becomes_a_story_in_its_own_words() {
    let mut driver = told(with_coach(STORY));
    driver.keys("S");
    assert_eq!(driver.app.context(), Context::StoryChoice);
    assert!(driver.screen(80, 24).contains("c: by the coach, in quotes"), "{}", driver.screen(80, 24));
    driver.keys("c");
    assert_eq!(driver.app.context(), Context::CoachConsent);
    driver.keys("enter");
    assert_eq!(driver.app.context(), Context::Extract);
    let screen = driver.screen(80, 60);
    for said in [
        "[x] Action",
        "\u{201c}I wrote a new importer beside the old one\u{201d}",
        "Themes: scale",
        "Left out",
        "I led twelve engineers at once\u{201d} is not in the answer",
        "heroism",
        "## Result",
        "unchecked",
    ] {
        assert!(screen.contains(said), "{said:?} is not in\n{screen}");
    }
    // The first row is the title, the second the year.
    driver.keys("j space").wait(1);
    assert!(!driver.screen(80, 60).contains("[x] When"), "{}", driver.screen(80, 60));
    driver.keys("enter").wait(1);
    assert!(driver.screen(80, 24).contains("Saved export-took-four-hours"), "{}", driver.screen(80, 24));
    let story = &driver.app.engine().stories().all().expect("read")[0];
    assert_eq!(
        (story.story.action.as_str(), story.story.when.as_str()),
        ("I wrote a new importer beside the old one.", "")
    );
    assert!(story.story.themes.contains(&"scale".to_owned()) && story.times() == 1, "{story:?}");
    driver.keys("esc");
    assert_eq!(driver.app.context(), Context::Rating);
}

#[test]
fn a_story_that_was_told_is_filled_in_where_it_is_empty() {
    let mut driver = with_coach(STORY);
    driver.edited = Ok("# The export\n\n## Action\nAs I wrote it.\n".to_owned());
    driver.keys("S n").wait(1).keys("enter");
    assert_eq!(driver.app.context(), Context::Story);
    assert!(!driver.screen(120, 24).contains("by the coach"), "it was told in no answer yet");
    driver.keys("esc").go_home().drill("differently").keys("S enter");
    driver.answer_typed(ANSWER).predict(3).wait(1).keys("esc").go_home().keys("S enter");
    assert!(driver.screen(120, 24).contains("by the coach"), "{}", driver.screen(120, 24));
    driver.keys("c enter");
    assert!(!driver.screen(80, 40).contains("[x] Action"), "what is written stays: {}", driver.screen(80, 40));
    driver.keys("enter").wait(1).keys("esc");
    assert_eq!(driver.app.context(), Context::Story);
    let page = driver.screen(80, 40);
    assert!(page.contains("As I wrote it.") && page.contains("It fell to ten minutes."), "{page}");
}

#[test]
fn a_posting_changes_the_target_by_what_it_says_and_nothing_else() {
    let mut driver = with_coach(TARGET);
    driver.keys("J").paste(POSTING);
    driver.wait(1).keys("enter c enter");
    let screen = driver.screen(80, 24);
    for said in [
        "Level: staff, so far senior",
        "\u{201c}set direction for four teams\u{201d}",
        "cooking",
        "none of what there is",
    ] {
        assert!(screen.contains(said), "{said:?} is not in\n{screen}");
    }
    driver.keys("enter").wait(1);
    assert!(driver.screen(80, 24).contains("Saved; the target follows it."), "{}", driver.screen(80, 24));
    let target = &driver.app.engine().config().target;
    assert_eq!(target.level, crate::bank::Level::Staff);
    assert!(target.topics.contains(&"caching".to_owned()), "{target:?}");
    driver.keys("esc");
    assert_eq!(driver.app.context(), Context::Job);
    assert!(driver.screen(80, 24).contains("Level: staff (corrected)"), "{}", driver.screen(80, 24));
    // The second time there is nothing to change; without a disk, consent has to be given again.
    driver.keys("c enter");
    assert!(driver.screen(80, 24).contains("nothing that would change anything"), "{}", driver.screen(80, 24));
}

#[test]
fn without_a_coach_there_is_no_such_key_and_a_coach_that_fails_changes_nothing() {
    let mut driver = told(Driver::new());
    driver.keys("S c");
    assert_eq!(driver.app.context(), Context::StoryChoice);
    assert!(!driver.screen(120, 24).contains("coach"), "{}", driver.screen(120, 24));
    driver.keys("?");
    assert!(!driver.screen(80, 60).contains("coach"), "{}", driver.screen(80, 60));
    let mut driver = told(with_coach("{\"action\":"));
    driver.keys("S c enter");
    let screen = driver.screen(80, 24);
    assert!(
        screen.contains("its reply is not what was asked for") && screen.contains("Nothing was changed."),
        "{screen}"
    );
    assert!(driver.app.engine().stories().all().expect("read").is_empty());
    for (width, height) in [(20, 5), (40, 10), (200, 60)] {
        assert!(!driver.screen(width, height).trim().is_empty());
    }
}

#[test]
fn while_it_is_rated_the_key_says_when_it_can_be_used() {
    let mut driver = told(with_coach(STORY));
    driver.keys("c");
    assert_eq!(driver.app.context(), Context::Rating);
    assert!(driver.screen(80, 24).contains("the second opinion comes after yours"), "{}", driver.screen(80, 24));
    let mut off = told(Driver::new());
    off.keys("c");
    assert!(!off.screen(80, 24).contains("opinion"), "{}", off.screen(80, 24));
}
