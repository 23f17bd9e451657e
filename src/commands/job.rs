//! `hotseat job`: postings and what they ask for.

use std::io::{BufRead as _, Read as _};
use std::path::Path;

use serde::Serialize;

use super::args::{FactArgs, JobCommand};
use super::out::{has_terminal, print, show, talk};
use super::{Exit, Out, Place, Usage};
use crate::engine::{Engine, ExtractOf, Job, JobDoubt, JobError, JobLine};
use crate::history::{JobFacts, Wanted};
use crate::job::{Coverage, MOST_RAW, MOST_TEXT, notes_template, read_archetypes, read_topics};
use crate::outside::command_line::Rules;
use crate::tui::external::{self, Of};

/// Runs `hotseat job`.
pub fn run(place: &Place, command: JobCommand) -> anyhow::Result<Exit> {
    match command {
        JobCommand::Add { file, facts, use_it, dry_run, again, anyway, json } => {
            let wish = Adding { use_it, dry_run, again, anyway, json };
            add(place, &file, facts, wish)
        }
        JobCommand::List { json } => list(place, json),
        JobCommand::Show { job, json } => {
            let engine = place.engine()?;
            let job = find(&engine, job.as_deref(), place)?;
            told(&engine, &job, place, json)
        }
        JobCommand::Use { job } if job == "none" => {
            place.engine()?.use_no_job()?;
            talk("No job is current now; the target stays as it is.");
            Ok(Exit::Done)
        }
        JobCommand::Use { job } => {
            let mut engine = place.engine()?;
            let job = find(&engine, Some(&job), place)?;
            engine.use_job(&job, place.now())?;
            said_current(&engine, &job, place);
            Ok(Exit::Done)
        }
        JobCommand::Edit { job, facts, no_date, level, archetypes, tracks, topics } => {
            let mut engine = place.engine()?;
            let job = find(&engine, job.as_deref(), place)?;
            let mut wanted = job.wanted.clone();
            wanted.level = level.or(wanted.level);
            if let Some(shares) = archetypes {
                wanted.archetypes = Some(read_archetypes(&shares).map_err(Usage)?);
            }
            if let Some(topics) = topics {
                wanted.topics = Some(read_topics(&topics).map_err(Usage)?);
            }
            let tracks = tracks.map(|tracks| tracks.iter().map(|track| track.trim().to_owned()).collect());
            wanted.tracks = tracks.or(wanted.tracks);
            engine.check_topics(&wanted).map_err(Usage)?;
            let facts = facts_of(facts, Some(&job.facts), no_date, place)?;
            edit(place, &mut engine, &job, facts, wanted)
        }
        JobCommand::Coach { job, extract } => {
            let engine = place.engine()?;
            engine.coach().destination()?;
            let job = find(&engine, job.as_deref(), place)?;
            super::extract::run(place, engine, ExtractOf::Job(job.id), &extract)
        }
        JobCommand::Notes { job, print: true, .. } => {
            let engine = place.engine()?;
            print(format!("{}\n", find(&engine, job.as_deref(), place)?.notes).as_bytes())
        }
        JobCommand::Notes { job, from, print: false } => notes(place, job.as_deref(), from.as_deref()),
        JobCommand::Remove { job, undo: true, .. } => {
            let mut engine = place.engine()?;
            let job = engine.jobs().find_removed(&job).map_err(meant_wrongly)?;
            engine.bring_back_job(&job, place.now())?;
            talk(format!("{} is in the list again; `hotseat job use` practises for it.", job.title()));
            Ok(Exit::Done)
        }
        JobCommand::Remove { job, yes, undo: false } => {
            let mut engine = place.engine()?;
            let job = find(&engine, Some(&job), place)?;
            if !yes && !is_yes(&job)? {
                talk("Nothing was changed.");
                return Ok(Exit::Failed);
            }
            engine.remove_job(&job, place.now())?;
            let title = job.title();
            let word = Rules::HERE.join(&[title.as_str()]);
            talk(format!(
                "{title} is off the list, and later ones move up; `hotseat job remove {word} --undo` takes it back."
            ));
            Ok(Exit::Done)
        }
    }
}

/// Finds the job to use; a wrong name counts as a usage error.
pub(super) fn find(engine: &Engine, name: Option<&str>, place: &Place) -> anyhow::Result<Job> {
    engine.jobs().find(name, place.now()).map_err(meant_wrongly)
}

fn meant_wrongly(error: JobError) -> anyhow::Error {
    match error {
        JobError::History(_) | JobError::None | JobError::NoneRemoved => error.into(),
        _ => Usage(error.to_string()).into(),
    }
}

/// Asks before a job is taken off the list, since a number that is off by one would remove another job.
fn is_yes(job: &Job) -> anyhow::Result<bool> {
    if !has_terminal() {
        anyhow::bail!("nobody can be asked here; --yes takes {} off the list", job.title());
    }
    talk(format!("Take {} off the list? y or n.", job.title()));
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(matches!(line.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// How a posting is to be added, apart from its text.
#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
struct Adding {
    use_it: bool,
    dry_run: bool,
    again: bool,
    anyway: bool,
    json: bool,
}

/// The bytes of a file or of standard input, at most one more than `most`.
pub(super) fn bytes_of(path: &Path, most: u64) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        std::io::stdin().lock().take(most + 1).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| {
        anyhow::anyhow!("cannot read {}: {error}; name a file, or - for standard input", path.display())
    })?;
    Ok(bytes)
}

fn facts_of(args: FactArgs, before: Option<&JobFacts>, no_date: bool, place: &Place) -> Result<JobFacts, Usage> {
    let before = before.cloned().unwrap_or_default();
    let line = |text: String| crate::text::one_line(&crate::text::without_sequences(&text));
    let today = place.now().calendar_day();
    let date = args.date.map(|day| day.ahead(today)).transpose().map_err(Usage::from)?;
    Ok(JobFacts {
        title: args.title.map_or(before.title, line),
        company: args.company.map_or(before.company, line),
        date: date.or(before.date).filter(|_| !no_date),
    })
}

fn add(place: &Place, file: &Path, facts: FactArgs, wish: Adding) -> anyhow::Result<Exit> {
    let mut engine = place.engine()?;
    let from = (file != Path::new("-")).then_some(file);
    let name = from.map_or_else(|| "standard input".to_owned(), |file| file.display().to_string());
    let posting = engine.posting_of(&bytes_of(file, MOST_RAW)?, from, &name)?;
    let facts = facts_of(facts, None, false, place)?;
    let job = engine.jobs().preview(&posting, &facts, place.now());
    let doubt = engine.jobs().doubt(&job, place.now())?;
    if wish.dry_run {
        if let Some(doubt) = &doubt {
            talk(doubt.words());
        }
        return told(&engine, &job, place, wish.json);
    }
    match doubt {
        Some(doubt @ JobDoubt::Same { .. }) if !wish.again => {
            anyhow::bail!("{} Nothing was added; --again adds it once more", doubt.words());
        }
        Some(JobDoubt::NoPosting) if !wish.anyway => {
            anyhow::bail!("{name}: {} Nothing was added; --anyway adds it", JobDoubt::NoPosting.words());
        }
        _ => {}
    }
    let current = engine.add_job(&job, place.now())?;
    if wish.use_it && !current {
        engine.use_job(&job, place.now())?;
    }
    let job = engine.jobs().find(Some(job.id.as_str()), place.now())?;
    let done = told(&engine, &job, place, wish.json)?;
    if job.current {
        said_current(&engine, &job, place);
    } else {
        talk(format!("Kept as {}; `hotseat job use {}` practises for it.", job.title(), job.number));
    }
    Ok(done)
}

fn said_current(engine: &Engine, job: &Job, place: &Place) {
    talk(format!("{} is current: the target is {}.", job.title(), engine.target_words()));
    if let Some(words) = job.past_words(place.now().calendar_day()) {
        talk(words);
    }
}

fn edit(place: &Place, engine: &mut Engine, job: &Job, facts: JobFacts, wanted: Wanted) -> anyhow::Result<Exit> {
    if facts != job.facts || wanted != job.wanted {
        engine.correct_job(job, facts, wanted, place.now())?;
    } else {
        let page = engine.jobs().page(job);
        if page.unsaved {
            talk("The editor goes on with the page that could not be saved the last time.");
        }
        let edited = edited(place, &page.text, &Of::Job(job.id.clone()))?;
        let said = engine.keep_job_page(&job.id, &page, &edited, place.now()).map_err(anyhow::Error::msg)?;
        if !said.starts_with("Saved") {
            talk(said);
            return Ok(Exit::Done);
        }
    }
    let before = job.number;
    let job = engine.jobs().find(Some(job.id.as_str()), place.now())?;
    let target = if job.current { "; the target follows it" } else { "" };
    // The list is ordered by date, so another date may change the numbers.
    let number = if job.number == before { String::new() } else { format!(" It is number {} now.", job.number) };
    talk(format!("Saved {}{target}.{number}", job.title()));
    if let Some(words) = job.past_words(place.now().calendar_day()) {
        talk(words);
    }
    Ok(Exit::Done)
}

fn edited(place: &Place, page: &str, of: &Of) -> anyhow::Result<String> {
    let command =
        external::command(&place.config()?.editor, |name| std::env::var(name).ok()).map_err(anyhow::Error::msg)?;
    let edited = external::edit(&command, page, of, Some(&place.paths.pages())).map_err(anyhow::Error::msg)?;
    Ok(edited.text)
}

fn notes(place: &Place, name: Option<&str>, from: Option<&Path>) -> anyhow::Result<Exit> {
    let mut engine = place.engine()?;
    let job = find(&engine, name, place)?;
    let text = if let Some(from) = from {
        let bytes = bytes_of(from, MOST_TEXT as u64)?;
        if bytes.len() > MOST_TEXT {
            anyhow::bail!(
                "{} is longer than {} kB; notes on a company are at most that",
                from.display(),
                MOST_TEXT >> 10
            );
        }
        String::from_utf8_lossy(&bytes).into_owned()
    } else {
        let before = if job.notes.is_empty() { notes_template(&job.facts.company) } else { job.notes.clone() };
        let text = edited(place, &before, &Of::CompanyNotes(job.id.clone()))?;
        if text.trim_end() == before.trim_end() {
            talk("Nothing was changed.");
            return Ok(Exit::Done);
        }
        text
    };
    engine.keep_job_notes(&job.id, &text, place.now())?;
    talk(format!("Notes on {} kept.", job.title()));
    Ok(Exit::Done)
}

/// A job as JSON.
#[derive(Serialize)]
struct Told<'a> {
    number: usize,
    id: &'a str,
    title: &'a str,
    company: &'a str,
    date: Option<chrono::NaiveDate>,
    current: bool,
    target: &'a crate::job::JobTarget,
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<&'a crate::job::Reading>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<&'a Coverage>,
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<&'a str>,
}

fn row(job: &Job) -> Told<'_> {
    Told {
        number: job.number,
        id: job.id.as_str(),
        title: &job.facts.title,
        company: &job.facts.company,
        date: job.facts.date,
        current: job.current,
        target: &job.target,
        reading: None,
        coverage: None,
        notes: None,
    }
}

fn list(place: &Place, json: bool) -> anyhow::Result<Exit> {
    let engine = place.engine()?;
    let jobs = engine.jobs().all(place.now())?;
    let mut out = Out::open();
    if json {
        out.json_rows(jobs.iter().map(row))?;
        return Ok(out.end()?);
    }
    if jobs.is_empty() {
        out.line("No job was added yet; `hotseat job add FILE` reads a posting.")?;
    }
    let today = place.now().calendar_day();
    for job in &jobs {
        let mark = if job.current { "▸" } else { " " };
        let archetype = job.target.archetype.map_or("mixed", |archetype| archetype.word());
        out.line(format!("{mark} {:>2}  {}", job.number, job.title()))?;
        let date = job.facts.date.map_or(String::new(), |date| format!("{date}, "));
        let tracks = job.target.tracks.join(", ");
        out.line(format!(
            "      {date}{}  ({}, {archetype}{}{tracks})",
            job.when(today),
            job.target.level,
            if tracks.is_empty() { "" } else { ", " }
        ))?;
    }
    Ok(out.end()?)
}

fn told(engine: &Engine, job: &Job, place: &Place, json: bool) -> anyhow::Result<Exit> {
    let coverage = engine.jobs().coverage(job);
    let whole = Told { reading: Some(&job.reading), coverage: Some(&coverage), notes: Some(&job.notes), ..row(job) };
    let today = place.now().calendar_day();
    show(json, &whole, |out| Ok(out.lines(job.lines(&coverage, today).iter().map(line))?))
}

/// A line of a job as text.
fn line(line: &JobLine) -> String {
    match line {
        JobLine::Name(text) | JobLine::Text(text) => text.clone(),
        JobLine::Head(text) => format!("\n{text}"),
        JobLine::Quote(text) => format!("  \"{text}\""),
        JobLine::Topic(weight, _, text) => format!("  {:<3}  {text}", "●".repeat(usize::from(*weight))),
        JobLine::Item(text) => format!("  - {text}"),
    }
}
