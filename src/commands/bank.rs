//! `hotseat bank`: lists, shows and checks questions, and compares an answer with one.

mod fault;
mod import;

use std::fs::File;
use std::io::{self, IsTerminal as _, Read};
use std::path::Path;

use anyhow::anyhow;

use super::args::{BankCommand, FilterArgs};
use super::out::{hand_over, print, save, show, talk};
use super::{Exit, Out, Place, Usage, rate};
use crate::assess::{Mention, Words};
use crate::bank::check::{self, Report, Rules};
use crate::bank::{Library, ListedQuestion, Question, QuestionId, Severity, shown};
use crate::exchange::{self, ExportFormat, ImportOptions};
use crate::files;
use crate::practice::words::{clock, count};
use crate::text::{clean, one_line, terminal_safe_json};
use crate::tui::external::{self, Of};

/// The longest answer that is read, in bytes.
const MAX_ANSWER: u64 = 16 * 1024 * 1024;

/// Runs `hotseat bank`.
pub fn run(place: &Place, command: BankCommand) -> anyhow::Result<Exit> {
    match command {
        BankCommand::List { filter, json } => list(&place.library()?, &filter, json),
        BankCommand::Show { question, json } => one(&place.library()?, &question, json),
        BankCommand::Check { path, gate, full, json } => check(place, path.as_deref(), Rules { gate, full }, json),
        BankCommand::Add { question, into, from, print } => {
            add(place, question.as_ref(), &into, from.as_deref(), print)
        }
        BankCommand::Import { path, into, dry_run, bullets, source, licence, apart, json } => {
            let options = ImportOptions { into, bullets, source, licence, apart, ..ImportOptions::default() };
            import::run(place, &path, &options, dry_run, json)
        }
        BankCommand::Undo { json } => import::undo(place, json),
        BankCommand::AddPack { file, json } => import::add_pack(place, &file, json),
        BankCommand::Export { format, output, force, filter } => {
            take_out(place, format, output.as_deref(), force, &filter)
        }
        BankCommand::Retire { question, into, undo } => {
            let from = (!undo).then(|| place.now().day());
            exchange::retire(&place.library()?, &question, from, &into, &place.sources()?)?;
            talk(format!("{question} is {}.", if undo { "asked again" } else { "no longer asked; its history stays" }));
            Ok(Exit::Done)
        }
        BankCommand::Report { question, output, force } => {
            fault::run(&place.library()?, &question, output.as_deref(), force)
        }
        BankCommand::Cover { question, answer, heard, json } => {
            cover(&place.library()?, &question, &answer, heard, json)
        }
        BankCommand::Rate { question, ticks, json } => rate::run(place, &question, &read_text("ticks", &ticks)?, json),
    }
}

fn add(
    place: &Place,
    question: Option<&QuestionId>,
    into: &str,
    from: Option<&Path>,
    print: bool,
) -> anyhow::Result<Exit> {
    let library = place.library()?;
    let page = exchange::page(&library, question, into)?;
    if print {
        let mut out = Out::open();
        out.line(page.trim_end())?;
        return Ok(out.end()?);
    }
    let edited = if let Some(path) = from {
        read_text("answer", path)?
    } else {
        let command = external::command(&place.config()?.editor, |name| std::env::var(name).ok());
        let of = question.map_or_else(|| Of::New(into.to_owned()), |question| Of::Question(question.clone()));
        let edit = |command: Vec<String>| external::edit(&command, &page, &of, Some(&place.paths.pages()));
        let edited = command.and_then(edit).map_err(|error| anyhow!("{error}"))?;
        if edited.went_on {
            talk("The editor went on with the page that an earlier run had left in it.");
        }
        edited.text
    };
    match exchange::keep(&library, question, &edited, into, &place.sources()?) {
        Ok(Some(id)) => talk(format!("Saved {id}.")),
        Ok(None) => talk("Nothing was asked, so nothing was saved."),
        Err(error) if from.is_none() => {
            // What was written must not be lost over a small mistake.
            let kept = place.paths.unsaved_page();
            files::create_private_dir(&place.paths.data)?;
            files::replace(&kept, edited.as_bytes())?;
            let again = question.map_or_else(|| format!("--into {into}"), ToString::to_string);
            let kept = kept.display();
            anyhow::bail!(
                "{error}; nothing was saved. Your page is kept: mend {kept}, then run hotseat bank add {again} --from {kept}"
            );
        }
        Err(error) => return Err(error.into()),
    }
    Ok(Exit::Done)
}

fn take_out(
    place: &Place,
    format: ExportFormat,
    output: Option<&Path>,
    force: bool,
    args: &FilterArgs,
) -> anyhow::Result<Exit> {
    let library = place.library()?;
    warn(&library);
    let filter = args.of_all(&library)?;
    if format == ExportFormat::Apkg && output.is_none() && io::stdout().is_terminal() {
        return Err(Usage("a deck is no text; say where it goes: --output deck.apkg".to_owned()).into());
    }
    let bytes = exchange::export(&library, &filter, format, place.now().wall.timestamp())?;
    if let Some(path) = output {
        return save(path, force, &bytes);
    }
    let text = || String::from_utf8_lossy(&bytes);
    match format {
        ExportFormat::Apkg => Ok(hand_over(&bytes)?),
        ExportFormat::Json => print(terminal_safe_json(&text()).as_bytes()),
        ExportFormat::Md | ExportFormat::Csv => print(clean(&text()).as_bytes()),
    }
}

/// Reports errors in banks on standard error; all other questions load regardless.
fn warn(library: &Library) {
    for problem in library.problems().iter().filter(|problem| problem.severity == Severity::Error) {
        talk(format!("hotseat: {problem}"));
    }
}

fn list(library: &Library, args: &FilterArgs, json: bool) -> anyhow::Result<Exit> {
    warn(library);
    let filter = args.of_all(library)?;
    let entries = library.entries().iter().filter(|entry| filter.admits(entry));
    let mut out = Out::open();
    if json {
        out.json_rows(entries.map(ListedQuestion::from))?;
        return Ok(out.end()?);
    }
    for entry in entries {
        let facts = format!("{}, {}, {}", entry.topic, entry.kind, entry.difficulty);
        out.line(format!("{}  ({facts})", entry.id))?;
        out.line(format!("    {}", one_line(&entry.prompt)))?;
    }
    Ok(out.end()?)
}

fn one(library: &Library, id: &QuestionId, json: bool) -> anyhow::Result<Exit> {
    show(json, &shown(library, id)?, |out| {
        let question = library.question(id)?;
        let topic = library.entry(id).map_or("", |entry| library.topic_title(&entry.topic));
        text(id, topic, &question, out)
    })
}

fn text(id: &QuestionId, topic: &str, question: &Question, out: &mut Out) -> anyhow::Result<()> {
    let times = question.times();
    let levels = question.levels;
    out.line(format!(
        "{id}  ({topic}, {}, {}, {} to {})",
        question.kind, question.difficulty, levels.lowest, levels.highest
    ))?;
    out.line(format!(
        "Think {}, answer {}, at most {}",
        clock(times.think.into()),
        clock(times.target.into()),
        clock(times.max.into())
    ))?;
    out.line(format!("\n{}", question.prompt))?;
    out.lines(question.variants.iter().map(|variant| format!("Or: {variant}")))?;
    if let Some(snippet) = &question.snippet {
        out.line(String::new())?;
        out.lines((1..).zip(snippet.code.lines()).map(|(number, line)| format!("{number:>4}  {line}")))?;
    }
    let section = |out: &mut Out, title: &str, lines: Vec<String>| -> anyhow::Result<()> {
        if !lines.is_empty() {
            out.line(format!("\n{title}"))?;
            out.lines(lines.iter().map(|line| format!("  {line}")))?;
        }
        Ok(())
    };
    let why = |why: &Option<String>| why.as_ref().map_or(String::new(), |why| format!("\n      why: {why}"));
    section(out, "What it measures", question.intent.iter().cloned().collect())?;
    let clarifications = question.clarifications.iter().map(|c| format!("{} {}", c.ask, c.answer));
    section(out, "Clarifications", clarifications.collect())?;
    let points = question.look_for.iter().map(|point| format!("[{}] {}{}", point.tier, point.text, why(&point.why)));
    section(out, "What to look for", points.collect())?;
    let mistakes = question.mistakes.iter().map(|mistake| {
        let critical = if mistake.critical { "[critical] " } else { "" };
        format!("{critical}{}{}", mistake.text, why(&mistake.why))
    });
    section(out, "Mistakes", mistakes.collect())?;
    section(out, "Sounds thin", question.weak.iter().map(|weak| weak.text.clone()).collect())?;
    let follow_ups = question.follow_ups.iter().map(|follow_up| {
        let points = follow_up.look_for.iter().map(|point| point.text.as_str());
        std::iter::once(follow_up.prompt.as_str()).chain(points).collect::<Vec<_>>().join("\n      - ")
    });
    section(out, "Follow-ups", follow_ups.collect())?;
    let steps = (1..).zip(&question.framework).map(|(number, step)| format!("{number}. {step}"));
    section(out, "An order to answer in", steps.collect())?;
    let hints = (1..).zip(&question.hints).map(|(number, hint)| format!("{number}. {hint}"));
    section(out, "Hints", hints.collect())?;
    if let Some(sample) = &question.sample {
        for (title, part) in [
            ("A thin answer", &sample.weak),
            ("One strong answer", &sample.strong),
            ("Why it works", &sample.why_it_works),
        ] {
            section(out, title, Some(part).filter(|part| !part.is_empty()).cloned().into_iter().collect())?;
        }
    }
    let references = question.references.iter().map(|reference| format!("{}  {}", reference.title, reference.url));
    section(out, "Read on", references.collect())
}

fn check(place: &Place, path: Option<&Path>, rules: Rules, json: bool) -> anyhow::Result<Exit> {
    let today = place.now().day();
    let report = match path {
        Some(path) => check::path(path, rules, today),
        None => both(check::builtin(rules.full, today), check::own(&place.sources()?, today)),
    };
    let problems = report.problems.iter().map(|problem| format!("{}: {problem}", problem.severity.word()));
    let done = show(json, &report, |out| Ok(out.lines(problems)?))?;
    let (errors, warnings) = (report.errors(), report.warnings());
    if !json {
        let chance = report.chance_mentions.map_or(String::new(), |share| {
            format!("; strong samples mention {:.1} % of the points of other topics", share * 100.0)
        });
        let [questions, errors, warnings] =
            [(report.questions, "question"), (errors, "error"), (warnings, "warning")].map(|(n, what)| count(n, what));
        talk(format!("{questions}, {errors}, {warnings}{chance}."));
    }
    Ok(if errors == 0 { done } else { Exit::Failed })
}

/// Merges two reports into one.
fn both(mut report: Report, own: Report) -> Report {
    report.questions += own.questions;
    report.problems.extend(own.problems);
    report
}

fn cover(library: &Library, id: &QuestionId, answer: &Path, heard: bool, json: bool) -> anyhow::Result<Exit> {
    let question = library.question(id)?;
    let text = read_text("answer", answer)?;
    let mentions = Words::of(&text, heard).coverage(&question);
    let mut out = Out::open();
    if json {
        out.json_rows(&mentions)?;
        return Ok(out.end()?);
    }
    for (point, mention) in question.look_for.iter().zip(&mentions) {
        let mark = match mention {
            Mention { mentioned: true, .. } => "mentioned",
            Mention { touched: true, .. } => "touched",
            _ => "-",
        };
        out.line(format!("{mark:<9}  [{}] {}", point.tier, point.text))?;
        for range in mention.places() {
            out.line(format!("             \"{}\"", one_line(text.get(range.clone()).unwrap_or_default())))?;
        }
    }
    let mentioned = mentions.iter().filter(|mention| mention.mentioned).count();
    let touched = mentions.iter().filter(|mention| mention.touched).count() - mentioned;
    let done = out.end()?;
    talk(format!("{mentioned} of {} mentioned, {touched} more touched.", count(mentions.len(), "point")));
    Ok(done)
}

/// Reads text that the user wrote, such as an answer or ticks. `what` names it in errors.
pub(super) fn read_text(what: &str, path: &Path) -> anyhow::Result<String> {
    let name = path.display().to_string();
    let read = |mut source: Box<dyn Read>| -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        source.by_ref().take(MAX_ANSWER + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let bytes = if path == Path::new("-") {
        read(Box::new(io::stdin().lock()))
    } else {
        File::open(path).and_then(|file| read(Box::new(file)))
    };
    let bytes = bytes
        .map_err(|error| anyhow!("cannot read the {what} {name}: {error}; name a file, or - for standard input"))?;
    if bytes.len() as u64 > MAX_ANSWER {
        anyhow::bail!("the {what} {name} is longer than 16 MiB; that is no {what}");
    }
    String::from_utf8(bytes).map_err(|_| anyhow!("the {what} {name} is not UTF-8; save it as UTF-8"))
}
