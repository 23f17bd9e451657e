//! Names that a shell can complete an argument to. If the home cannot be read, there are none.

use std::collections::BTreeSet;
use std::ffi::OsStr;

use clap_complete::engine::CompletionCandidate;

use super::Place;
use crate::bank::{BUILTIN, Entry, Library};
use crate::config::Config;
use crate::engine::{self, Engine};
use crate::history::History;
use crate::moment::Clock;
use crate::stories::StoryFacts;
use crate::text::{is_unsafe, one_line};

/// Reads the settings and the questions. Problems with either are not reported: the words would end up in the line
/// being typed.
fn read() -> Option<(Config, Library)> {
    let paths = Place::find(Clock::start()).ok()?.paths;
    let config = Config::load(&paths.config_file()).unwrap_or_default();
    let library = Library::open(&engine::sources(&paths, &config));
    Some((config, library))
}

fn names<'a>(names: impl Iterator<Item = &'a str>) -> Vec<CompletionCandidate> {
    let names: BTreeSet<&str> = names.filter(|name| !name.contains(is_unsafe)).collect();
    names.into_iter().map(CompletionCandidate::new).collect()
}

fn of_entries<'a, N: Iterator<Item = &'a str>>(
    library: &'a Library,
    of: impl FnMut(&'a Entry) -> N,
) -> Vec<CompletionCandidate> {
    names(library.entries().iter().filter(|entry| entry.retired.is_none()).flat_map(of))
}

/// All topics, each with its title.
pub(super) fn topics() -> Vec<CompletionCandidate> {
    let Some((_, library)) = read() else { return Vec::new() };
    let topics = of_entries(&library, |entry| std::iter::once(entry.topic.as_str()));
    let titled = |topic: CompletionCandidate| {
        let title = one_line(library.topic_title(&topic.get_value().to_string_lossy()));
        topic.help(Some(title.into()))
    };
    topics.into_iter().map(titled).collect()
}

/// All tracks: languages and platforms.
pub(super) fn tracks() -> Vec<CompletionCandidate> {
    read().map_or(Vec::new(), |(_, library)| of_entries(&library, |entry| entry.tracks.iter()))
}

pub(super) fn tags() -> Vec<CompletionCandidate> {
    read().map_or(Vec::new(), |(_, library)| of_entries(&library, |entry| entry.tags.iter()))
}

/// All stories, each with its title.
pub(super) fn stories() -> Vec<CompletionCandidate> {
    let file = Place::find(Clock::start()).ok().map(|place| place.paths.history_file()).filter(|file| file.exists());
    // The history is only opened for reading: pressing Tab must not change anything.
    let rows = file.and_then(|file| History::open_read_only(&file).ok()?.stories().ok()).unwrap_or_default();
    let all = StoryFacts::all(rows, Vec::new());
    let told = all.into_iter().filter(|facts| !facts.name.contains(is_unsafe));
    told.map(|facts| CompletionCandidate::new(&facts.name).help(Some(one_line(&facts.story.title).into()))).collect()
}

pub(super) fn banks() -> Vec<CompletionCandidate> {
    read().map_or(Vec::new(), |(_, library)| names(library.banks().iter().map(|bank| bank.info.bank.as_str())))
}

/// The banks that can be written to.
pub(super) fn own_banks() -> Vec<CompletionCandidate> {
    let own = |name: &&str| *name != BUILTIN;
    read().map_or(Vec::new(), |(_, library)| {
        names(library.banks().iter().map(|bank| bank.info.bank.as_str()).filter(own))
    })
}

/// All loops, each with its title.
pub(super) fn loops() -> Vec<CompletionCandidate> {
    let engine = read().and_then(|(config, library)| {
        // The loops only depend on the banks, so the history is not opened.
        Engine::in_memory(config, library, Clock::start().now()).ok()
    });
    let Some(engine) = engine else { return Vec::new() };
    let mocks = engine.mocks();
    let candidate = |(bank, one): &(&str, std::borrow::Cow<'_, crate::bank::Loop>)| {
        let title = one_line(&one.title);
        CompletionCandidate::new(mocks.loop_name(bank, one)).help(Some(title.into()))
    };
    mocks.loops().iter().map(candidate).collect()
}

/// All jobs by number, each with its title.
pub(super) fn jobs() -> Vec<CompletionCandidate> {
    let clock = Clock::start();
    let history = Place::find(clock).ok().and_then(|place| History::open_read_only(&place.paths.history_file()).ok());
    let engine = history
        .zip(read())
        .and_then(|(history, (config, library))| Engine::to_read(config, library, history, clock.now()).ok());
    let jobs = engine.and_then(|engine| engine.jobs().all(clock.now()).ok()).unwrap_or_default();
    jobs.iter()
        .map(|job| CompletionCandidate::new(job.number.to_string()).help(Some(one_line(&job.title()).into())))
        .collect()
}

/// The ids of questions that begin with what was typed, each with its prompt.
pub(super) fn questions(typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some((_, library)) = read() else { return Vec::new() };
    let typed = typed.to_string_lossy();
    let begins = |entry: &&Entry| entry.retired.is_none() && entry.id.to_string().starts_with(&*typed);
    let candidate = |entry: &Entry| {
        let prompt = one_line(&entry.prompt);
        CompletionCandidate::new(entry.id.to_string()).help(Some(prompt.into()))
    };
    library.entries().iter().filter(begins).map(candidate).collect()
}
