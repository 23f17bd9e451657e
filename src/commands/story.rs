//! `hotseat story`: writes, lists and practises the candidate's stories, and compares them with what is asked.

mod shown;

use std::path::Path;

use anyhow::anyhow;

use super::args::StoryCommand;
use super::bank::read_text;
use super::out::{print, save, talk};
use super::{Exit, Place, Usage, drill, plain, sync};
use crate::bank::QuestionId;
use crate::engine::{Engine, ExtractOf, StoryOf};
use crate::history::{AttemptFilter, RecordId};
use crate::stories::{Help, StoryFacts, names, write};
use crate::text::clean;
use crate::tui::external::{self, Of};

/// How many of the newest answers are searched for the last behavioural one.
const NEWEST: u32 = 200;

/// Runs `hotseat story`.
pub fn run(place: &Place, command: StoryCommand) -> anyhow::Result<Exit> {
    match command {
        StoryCommand::List { json } => shown::list(&place.engine()?, place.now(), json),
        StoryCommand::Add { print: true, .. } => {
            let page = place.engine()?.stories().page(&StoryOf::New, place.now())?;
            print(format!("{}\n", page.text.trim_end()).as_bytes())
        }
        StoryCommand::Add { file, answer, .. } => {
            let engine = place.engine()?;
            let of = match answer {
                None => StoryOf::New,
                Some(answer) => StoryOf::Answer(attempt(&engine, &answer)?),
            };
            keep(place, engine, &of, file.as_deref())
        }
        StoryCommand::Coach { story, answer, extract } => {
            let engine = place.engine()?;
            engine.coach().destination()?;
            let of = match story {
                Some(story) => StoryOf::Story(engine.stories().named(&story)?.story.story),
                None => StoryOf::Answer(attempt(&engine, answer.as_deref().unwrap_or("last"))?),
            };
            super::extract::run(place, engine, ExtractOf::Story(of), &extract)
        }
        StoryCommand::Edit { story, from } => {
            let engine = place.engine()?;
            let of = StoryOf::Story(engine.stories().named(&story)?.story.story);
            keep(place, engine, &of, from.as_deref())
        }
        StoryCommand::Show { story, json } => {
            let engine = place.engine()?;
            shown::one(&engine, &engine.stories().named(&story)?, place.now(), json)
        }
        StoryCommand::Export { story, output, force } => export(place, story.as_deref(), output.as_deref(), force),
        StoryCommand::Coverage { json } => shown::coverage(&place.engine()?, place.now(), json),
        StoryCommand::Fit { question, json } => fit(&place.engine()?, &question, place, json),
        StoryCommand::Practise { story, seconds, plain } => practise(place, &story, &seconds, plain),
        StoryCommand::Retire { story, undo } => retire(place, &story, !undo),
    }
}

/// The answer to use: by its id, or the last one that tells a story.
pub(super) fn attempt(engine: &Engine, meant: &str) -> anyhow::Result<RecordId> {
    if meant != "last" {
        return meant.parse().map_err(|error: String| Usage(error).into());
    }
    let newest = AttemptFilter { limit: Some(NEWEST), ..AttemptFilter::default() };
    let answers = engine.history().attempts(&newest)?.into_iter().rev();
    let told = answers.filter(|row| !row.gave_up).find(|row| engine.stories().is_told_for(&row.question));
    told.map(|row| row.id)
        .ok_or_else(|| anyhow!("no behavioural question was answered yet; hotseat drill --kind behavioural"))
}

/// Takes a page from a file, standard input or the editor, and saves its stories.
fn keep(place: &Place, mut engine: Engine, of: &StoryOf, from: Option<&Path>) -> anyhow::Result<Exit> {
    let now = place.now();
    if let Some(path) = from {
        let text = read_text("page", path)?;
        match engine.keep_stories(of, &text, now) {
            Ok(stories) if stories.is_empty() => talk("Nothing is written there, so nothing was saved."),
            Ok(stories) => {
                let all: Vec<_> = stories.iter().collect();
                talk(format!("Saved {}.", names(&all).join(", ")));
                if clean(&text) != text {
                    talk("Characters that no terminal should see were left out.");
                }
            }
            // Text that came through a pipe exists nowhere else, so the error repeats it.
            Err(error) if path == Path::new("-") => anyhow::bail!("{}", engine.stories_not_saved(&error, &text)),
            Err(error) => anyhow::bail!("{}: {error}; nothing was saved", path.display()),
        }
        return Ok(Exit::Done);
    }
    let page = engine.stories().page(of, now)?;
    if page.unsaved {
        talk("The editor goes on with the page that could not be saved the last time.");
    }
    let command = external::command(&engine.config().editor, |name| std::env::var(name).ok());
    let edit =
        |command: Vec<String>| external::edit(&command, &page.text, &Of::Story(of.key()), Some(&place.paths.pages()));
    let edited = command.and_then(edit).map_err(|error| anyhow!("{error}"))?;
    if edited.went_on {
        talk("The editor went on with the page that an earlier run had left in it.");
    }
    match engine.keep_story_page(of, &page, &edited.text, place.now()) {
        Ok(said) => talk(said),
        Err(error) => anyhow::bail!("{error}"),
    }
    Ok(Exit::Done)
}

fn export(place: &Place, story: Option<&str>, output: Option<&Path>, force: bool) -> anyhow::Result<Exit> {
    let engine = place.engine()?;
    let stories = match story {
        Some(story) => vec![engine.stories().named(story)?],
        None => engine.stories().all()?.into_iter().filter(|facts| !facts.story.retired).collect(),
    };
    let pages: Vec<String> = stories.iter().map(|facts| write(&facts.story, Help::None)).collect();
    let text = pages.join("\n");
    match output {
        Some(path) => save(path, force, text.as_bytes()),
        None => print(clean(&text).as_bytes()),
    }
}

fn fit(engine: &Engine, question: &QuestionId, place: &Place, json: bool) -> anyhow::Result<Exit> {
    if engine.library().entry(question).is_none() {
        return Err(Usage(format!("no bank has {question}; `hotseat bank list` names all questions")).into());
    }
    let choices = engine.stories().for_question(question, place.now())?;
    shown::choices(engine, question, &choices, place.now(), json)
}

fn practise(place: &Place, story: &str, seconds: &str, plain: bool) -> anyhow::Result<Exit> {
    let by_line = drill::is_plain(plain)?;
    if by_line {
        sync::before(place);
    }
    let engine = if by_line { place.engine_for_lines()? } else { place.engine()? };
    let facts = engine.stories().named(story)?;
    let pick = engine.stories().practice(&facts.story.story, seconds.parse().unwrap_or(u32::MAX));
    let pick = pick.ok_or_else(|| anyhow!("{} came with an id that no question can have; add it anew", facts.name))?;
    if by_line {
        return Ok(sync::after(place, plain::practise(engine, vec![pick], place.clock)?));
    }
    drill::ask(place, engine, vec![pick], 0, false)
}

fn retire(place: &Place, story: &str, retired: bool) -> anyhow::Result<Exit> {
    let mut engine = place.engine()?;
    let facts: StoryFacts = engine.stories().named(story)?;
    let name = &facts.name;
    if facts.story.retired == retired {
        talk(format!("{name} is {}; nothing was changed.", if retired { "no longer told already" } else { "told" }));
        return Ok(Exit::Done);
    }
    let record = engine.stories().retire(&facts, retired, place.now());
    engine.save(vec![record], place.now())?;
    talk(if retired {
        format!("{name} is no longer told; `hotseat story retire {name} --undo` brings it back.")
    } else {
        format!("{name} is told again.")
    });
    Ok(Exit::Done)
}
