//! Stories on a disk, from their page to the answers that tell them.

use super::*;
use crate::bank::Library;
use crate::config::{Config, Paths};
use crate::history::Medium;
use crate::practice::{Answer, Turn};
use crate::testing::{noon, typed};

const EXPORT: &str = "# The export that took all night\n\n## Situation\nFour hours.\n\n## Action\nI wrote it anew.\n\n\
                      ## Themes\nownership, scale\n";

struct Home {
    engine: Engine,
    _folder: tempfile::TempDir,
}

fn home() -> Home {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = Paths::find(Some(folder.path())).expect("folders");
    Home { engine: Engine::open(paths, noon()).expect("opened"), _folder: folder }
}

fn blank(engine: &Engine, of: &StoryOf) -> StoryPage {
    engine.stories().page(of, noon()).expect("a page")
}

/// Saves a page as if it came back from an editor like this.
fn written(engine: &mut Engine, of: &StoryOf, page: &str) -> Result<String, String> {
    let before = blank(engine, of);
    engine.keep_story_page(of, &before, page, noon())
}

fn only(engine: &Engine) -> StoryFacts {
    let mut all = engine.stories().all().expect("read");
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

fn question(engine: &Engine, slug: &str) -> QuestionId {
    let entry = engine.library().entries().iter().find(|entry| entry.id.slug() == slug);
    entry.expect("in the bank").id.clone()
}

#[test]
fn a_story_is_written_edited_and_named() {
    let mut home = home();
    let engine = &mut home.engine;
    let said = written(engine, &StoryOf::New, EXPORT).expect("saved");
    assert_eq!(said, "Saved the-export-that-took-all-night. Still empty: Result, Number, What I learned.");
    let story = only(engine);
    for name in
        ["the-export-that-took-all-night", "the-export", "The export that took ALL night", story.story.story.as_str()]
    {
        assert_eq!(engine.stories().named(name).expect("found").story, story.story, "{name}");
    }
    assert!(matches!(engine.stories().named("else"), Err(StoryError::Unknown(_))));
    let of = StoryOf::Story(story.story.story.clone());
    let page = blank(engine, &of);
    assert!(!page.unsaved && page.text.contains("I wrote it anew."));
    assert_eq!(
        engine.keep_story_page(&of, &page, &page.text, noon()),
        Ok("Nothing was changed, so nothing was saved.".into())
    );
    let now = noon().plus(60.0);
    let edited = page.text.replace("## Number\n", "## Number\n4 h to 10 min\n").replace("all night", "all day");
    engine.keep_story_page(&of, &page, &edited, now).expect("saved");
    let after = only(engine);
    assert_eq!((after.story.number.as_str(), after.name.as_str()), ("4 h to 10 min", "the-export-that-took-all-day"));
    assert_eq!(after.story.story, story.story.story, "an edit is the same story");
}

#[test]
fn a_page_that_is_no_story_is_kept_and_gone_on_with() {
    let mut home = home();
    let engine = &mut home.engine;
    let wrong = EXPORT.replace("## Themes", "## Topics");
    let said = written(engine, &StoryOf::New, &wrong).expect_err("wrong");
    let path = engine.paths().expect("a disk").unsaved_stories().join("new.md");
    assert!(said.contains("line 9: \"Topics\" is no heading") && said.contains(&path.display().to_string()), "{said}");
    assert!(engine.stories().all().expect("read").is_empty());
    let again = blank(engine, &StoryOf::New);
    assert_eq!(again, StoryPage { text: wrong.clone(), unsaved: true });
    assert!(engine.keep_story_page(&StoryOf::New, &again, &wrong, noon()).is_err(), "unchanged, it is wrong still");
    engine.keep_story_page(&StoryOf::New, &again, EXPORT, noon()).expect("saved");
    assert!(!path.exists() && !blank(engine, &StoryOf::New).unsaved);
}

#[test]
fn no_two_stories_go_by_one_title_unless_one_is_no_longer_told() {
    let mut home = home();
    let engine = &mut home.engine;
    written(engine, &StoryOf::New, EXPORT).expect("saved");
    let said = written(engine, &StoryOf::New, &EXPORT.replace("The export", "the EXPORT")).expect_err("twice");
    assert!(said.contains("already, the-export-that-took-all-night; choose another title"), "{said}");
    let both = format!("{0}\n{0}", EXPORT.replace("export", "import"));
    let said = engine.keep_stories(&StoryOf::New, &both, noon()).expect_err("twice").to_string();
    assert!(said.contains("in the same text"), "{said}");
    assert_eq!(engine.stories().all().expect("read").len(), 1, "all of a text or nothing");
    let retired = engine.stories().retire(&only(engine), true, noon().plus(1.0));
    engine.save(vec![retired], noon().plus(1.0)).expect("saved");
    engine.keep_stories(&StoryOf::New, EXPORT, noon().plus(2.0)).expect("saved");
    let all = engine.stories().all().expect("read");
    assert_eq!(all.iter().map(|facts| facts.story.retired).collect::<Vec<_>>(), [false, true]);
    assert_ne!(all[0].name, all[1].name);
    assert!(matches!(engine.stories().named("The export that took all night"), Err(StoryError::Several { .. })));
}

#[test]
fn a_story_is_made_of_an_answer_and_counts_as_told_in_it() {
    let mut home = home();
    let engine = &mut home.engine;
    let asked = question(engine, "problem-nobody-owned");
    let text = "Our export took all night. I rewrote it while the team kept the old one. It fell from 4 h to 10 min.";
    let answered = Record::new(noon(), Body::Attempt(typed(asked.clone(), text)));
    engine.save(vec![answered.clone()], noon()).expect("saved");
    let of = StoryOf::Answer(answered.id.clone());
    let page = blank(engine, &of);
    assert!(
        page.text.starts_with("# Our export took all night\n") && page.text.contains("## Themes\nownership"),
        "{}",
        page.text
    );
    written(engine, &of, &page.text.replace("# Our", "# That")).expect("saved");
    let facts = only(engine);
    assert_eq!((facts.times(), facts.story.number.as_str()), (1, "4 h to 10 min"));
    assert_eq!(
        engine.stories().told_in(&answered.id).expect("read").map(|facts| facts.story),
        Some(facts.story.clone())
    );
    let told = engine.stories().tellings(&facts, 9).expect("read").remove(0);
    assert_eq!((told.left_words().as_str(), told.question), ("perhaps without lesson", asked.clone()));
    let detached = engine.stories().attach(None, &answered.id, &asked, noon().plus(9.0));
    engine.save(vec![detached], noon().plus(9.0)).expect("saved");
    assert_eq!(only(engine).times(), 0);
    let nobody = StoryOf::Answer("nobody".parse().expect("a name"));
    assert!(matches!(engine.stories().page(&nobody, noon()), Err(StoryError::NoAnswer(_))));
}

#[test]
fn a_story_is_practised_as_a_question_of_its_own() {
    let mut home = home();
    let engine = &mut home.engine;
    written(engine, &StoryOf::New, EXPORT).expect("saved");
    let story = only(engine);
    let pick = engine.stories().practice(&story.story.story, 61).expect("a question");
    assert!(pick.question.as_str().ends_with("-90") && !engine.stories().is_told_for(&pick.question));
    let mut answer: Answer = engine.questions().ask(&pick.question, 0, pick.why.mode(), noon()).expect("asked");
    assert_eq!(
        (answer.prompt(), answer.times().target),
        ("Tell this story in 90 seconds: The export that took all night", 90)
    );
    answer.give(Medium::Typed, noon());
    answer.set_text("I wrote it anew.".into());
    answer.finish(noon().plus(50.0));
    let telling = answer.telling(noon().plus(50.0)).expect("told");
    let sitting = RecordId::fresh(noon());
    let mut turn = Turn::from(answer);
    let attempt = turn.open(Some(2), &sitting, noon().plus(50.0)).expect("opened");
    engine.save(vec![attempt, telling], noon().plus(50.0)).expect("saved");
    let facts = only(engine);
    assert_eq!((facts.times(), facts.practised()), (0, 1));
    assert_eq!(facts.told_words(noon().day()), "never told, practised once, last today");
    let told = engine.stories().tellings(&facts, 9).expect("read").remove(0);
    assert_eq!(told.left_words(), "perhaps without number, result, lesson");
    assert!(engine.questions().is_known(&pick.question), "a draft of it can be gone on with");
    let (catalogue, _) = engine.catalogue(noon());
    assert!(catalogue.gone().is_empty(), "it is no question that a bank has lost");
}

#[test]
fn a_choice_outlives_the_program() {
    let mut home = home();
    let engine = &mut home.engine;
    written(engine, &StoryOf::New, EXPORT).expect("saved");
    let story = only(engine).story.story;
    let asked = question(engine, "problem-nobody-owned");
    let mut answer = engine.questions().ask(&asked, 0, crate::history::Mode::Drill, noon()).expect("asked");
    answer.choose_story(Some(story.clone()));
    answer.give(Medium::Typed, noon());
    answer.set_text("It took".into());
    let draft = answer.draft(noon().plus(1.0)).expect("begun");
    let draft: crate::history::Draft =
        serde_json::from_str(&serde_json::to_string(&draft).expect("JSON")).expect("a draft");
    let kept = crate::engine::Kept::Draft { saved_at: draft.saved_at, progress: draft.into() };
    let Turn::Answering(again) = engine.questions().resume(kept, noon().plus(60.0)).expect("gone on with") else {
        panic!("it is not done yet")
    };
    assert_eq!(again.story(), Some(&story));
}

#[test]
fn the_best_story_comes_first_and_gaps_are_named() {
    let mut home = home();
    let engine = &mut home.engine;
    let other = "# How I changed my mind about the queue\n## Themes\nchanged-mind\n";
    engine.keep_stories(&StoryOf::New, &format!("{EXPORT}\n{other}"), noon()).expect("saved");
    let asked = question(engine, "reversed-own-decision");
    let choices = engine.stories().for_question(&asked, noon()).expect("read");
    assert_eq!(choices[0].story.story.title, "How I changed my mind about the queue");
    assert!(choices[0].fits && choices.len() == 2);
    let all = engine.stories().all().expect("read");
    let coverage = engine.stories().coverage(&all, noon());
    assert!(coverage.gaps.iter().any(|gap| gap.theme == Theme::Feedback), "{coverage:?}");
    assert!(coverage.gaps.iter().all(|gap| gap.theme != Theme::ChangedMind && gap.asked > 0));
    let ready = engine.stories().to_have_ready(1, noon()).expect("read");
    assert_eq!(ready.iter().map(|ready| ready.title.as_str()).collect::<Vec<_>>(), ["The export that took all night"]);
    assert!(!engine.stories().questions_about(Theme::Feedback, noon()).is_empty());
}

#[test]
fn without_a_disk_stories_are_kept_as_long_as_the_program_runs() {
    let mut engine = Engine::in_memory(Config::default(), Library::builtin(), noon()).expect("opened");
    written(&mut engine, &StoryOf::New, EXPORT).expect("saved");
    assert_eq!(only(&engine).story.situation, "Four hours.");
    assert!(written(&mut engine, &StoryOf::New, EXPORT).expect_err("twice").starts_with("Not saved: there is a story"));
}
