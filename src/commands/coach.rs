//! `hotseat coach`: a second opinion by the candidate's own model.

mod check;
mod improve;

use std::io::{BufRead as _, IsTerminal as _};

use anyhow::anyhow;
use serde::Serialize;

use super::args::{CoachCommand, PreviewArgs};
use super::out::{show, talk};
use super::plain::opinion_lines;
use super::{Exit, Out, Place, asking};
use crate::coach::Destination;
use crate::coach::chat::Exchange;
use crate::coach::destination::{is_passed_on, short_name};
use crate::coach::found::{Found, models, on_usual_ports};
use crate::engine::{Engine, ExtractOf, StoryOf};
use crate::history::{AttemptFilter, RecordId};
use crate::outside::url::Url;
use crate::practice::Row;
use crate::practice::words::count;
use crate::session::{AsksCoach as _, CoachIntent, Opinion};

/// How many of the newest attempts are searched for a judged one.
const NEWEST: u32 = 50;

/// Runs `hotseat coach`.
pub fn run(place: &Place, command: CoachCommand) -> anyhow::Result<Exit> {
    match command {
        CoachCommand::Status { json } => status(place, json),
        CoachCommand::Preview(args) => preview(place, args),
        CoachCommand::Agree { yes } => agree(place, yes),
        CoachCommand::Ask { attempt, take, again, json } => ask(place, attempt, &take, again, json),
        CoachCommand::Improve(args) => improve::run(place, &args),
        CoachCommand::Check { quick, json } => check::run(place, quick, json),
        CoachCommand::Forget => forget(&place.engine()?),
    }
}

#[derive(Serialize)]
struct Status {
    on: bool,
    asked: Option<String>,
    reach: Option<&'static str>,
    agreed: bool,
    trust: String,
    problem: Option<String>,
    /// The models of the server in the settings; `None` if it was not asked or did not say.
    models: Option<Vec<String>>,
    /// Why it did not say.
    silent: Option<String>,
    found: Vec<Found>,
}

/// The server in the settings, if it is on this machine; no other one is asked.
fn own_server(engine: &Engine) -> Option<Url> {
    Url::parse(engine.config().coach.as_ref()?.server.trim()).ok()
}

fn status(place: &Place, json: bool) -> anyhow::Result<Exit> {
    let engine = place.engine()?;
    let coach = engine.coach();
    let destination = coach.is_on().then(|| coach.destination());
    let asked = destination.as_ref().and_then(|asked| asked.as_ref().ok());
    let server = own_server(&engine);
    let (models, silent) = match server.as_ref().map(models) {
        None => (None, None),
        Some(Ok(models)) => (Some(models), None),
        Some(Err(why)) => (None, Some(why)),
    };
    let mut found = on_usual_ports();
    // The server in the settings is listed already.
    found.retain(|found| server.as_ref().is_none_or(|server| server.to_string() != found.server));
    let status = Status {
        on: coach.is_on(),
        asked: asked.map(ToString::to_string),
        reach: asked.map(|asked| asked.reach().words()),
        agreed: asked.is_some_and(|asked| coach.is_agreed(asked)),
        trust: asked.map_or_else(String::new, |asked| coach.trust_words(asked)),
        problem: destination.as_ref().and_then(|asked| asked.as_ref().err()).map(ToString::to_string),
        models,
        silent,
        found,
    };
    show(json, &status, |out| {
        match (&status.asked, &status.problem) {
            (Some(asked), _) => {
                out.line(format!("The coach is {asked} ({}).", status.reach.unwrap_or_default()))?;
                let agreed = if status.agreed { "You agreed to that." } else { "Nothing is sent before you agree." };
                out.line(agreed)?;
                out.line(format!("How far it can be trusted: {}.", status.trust))?;
            }
            (None, Some(problem)) => out.line(problem)?,
            (None, None) => out.line("The coach is off: there is no [coach] in config.toml.")?,
        }
        if let Some(server) = &server {
            match (&status.models, &status.silent) {
                (Some(models), _) => list(out, &format!("{server} has:"), models)?,
                (None, Some(why)) => out.line(format!("{server}: {why}."))?,
                (None, None) => {}
            }
        } else if status.found.is_empty() {
            out.line("No server of models was found on the usual ports of this machine.")?;
        }
        for found in &status.found {
            list(out, &format!("Found at {} (usually {}):", found.server, found.usually), &found.models)?;
        }
        Ok(())
    })
}

fn list(out: &mut Out, head: &str, models: &[String]) -> anyhow::Result<()> {
    out.line(head)?;
    if models.is_empty() {
        out.line("    no model")?;
    }
    for model in models {
        let leaves = if is_passed_on(model) { "  leaves this machine" } else { "" };
        let file = if short_name(model) == model { "" } else { "  a file" };
        out.line(format!("    {model}{file}{leaves}"))?;
    }
    Ok(())
}

/// The attempt to use: the given one, or else the newest judged one. If no coach is set up, that is reported first,
/// whatever has been answered.
fn meant(engine: &Engine, attempt: Option<RecordId>) -> anyhow::Result<RecordId> {
    engine.coach().destination()?;
    if let Some(attempt) = attempt {
        return Ok(attempt);
    }
    let newest = engine.history().attempts(&AttemptFilter { limit: Some(NEWEST), ..AttemptFilter::default() })?;
    let judged = newest.into_iter().rev().find(|row| !row.points.is_empty() && !row.gave_up);
    judged.map(|row| row.id).ok_or_else(|| anyhow!("no answer was judged lately; hotseat drill asks one"))
}

/// The request that the arguments describe, and who would receive it.
fn requested(place: &Place, args: PreviewArgs) -> anyhow::Result<(Exchange, Destination)> {
    let engine = place.engine()?;
    let coach = engine.coach();
    coach.destination()?;
    let PreviewArgs { attempt, improve, follow_up, story, posting } = args;
    let of = match (&posting, &attempt) {
        (Some(job), _) => {
            let name = Some(job.as_str()).filter(|job| !job.is_empty());
            Some(ExtractOf::Job(super::job::find(&engine, name, place)?.id))
        }
        (None, Some(attempt)) if story => Some(ExtractOf::Story(StoryOf::Answer(attempt.clone()))),
        (None, None) if story => Some(ExtractOf::Story(StoryOf::Answer(super::story::attempt(&engine, "last")?))),
        (None, _) => None,
    };
    if matches!(of, Some(ExtractOf::Job(_))) {
        talk(
            "With the posting go the names of all topics and tracks of your banks, own ones too: it chooses among them.",
        );
    }
    if let Some(of) = of {
        let work = coach.extract_brief(&of, place.now()).map_err(|why| anyhow!(why))?.work;
        return Ok((work.extract.exchange(), work.destination));
    }
    let attempt = meant(&engine, attempt)?;
    if follow_up {
        let job = coach.would_react(&attempt).map_err(|why| anyhow!(why))?;
        return Ok((job.conversation.exchange(), job.destination));
    }
    if improve {
        let work = coach.improve_brief(&attempt).map_err(|why| anyhow!(why))?.work;
        return Ok((work.draft.exchange(), work.destination));
    }
    let work = coach.brief(&attempt).map_err(|why| anyhow!(why))?.work;
    Ok((work.points.exchange(false), work.destination))
}

fn preview(place: &Place, args: PreviewArgs) -> anyhow::Result<Exit> {
    let (exchange, destination) = requested(place, args)?;
    let mut out = Out::open();
    match &destination {
        Destination::Server { url, model, key, .. } => {
            talk(format!("POST {}", url.below("chat/completions")));
            if let Some(key) = key.words() {
                talk(format!("with {key}"));
            }
            out.json(&exchange.request(model, &[]))?;
        }
        Destination::Command { words, .. } => {
            talk(format!("{} reads:", words.join(" ")));
            out.line(exchange.as_text())?;
        }
    }
    Ok(out.end()?)
}

fn agree(place: &Place, yes: bool) -> anyhow::Result<Exit> {
    let engine = place.engine()?;
    let destination = engine.coach().destination()?;
    if engine.coach().is_agreed(&destination) {
        talk(format!("You agreed to {destination} already."));
        return Ok(Exit::Done);
    }
    engine.coach().consent_words(&destination).iter().for_each(talk);
    if !yes && !is_yes()? {
        talk("Nothing was changed.");
        return Ok(Exit::Failed);
    }
    engine.agree_to_coach(&destination, place.now())?;
    talk(format!("Agreed: {destination}."));
    Ok(Exit::Done)
}

fn is_yes() -> anyhow::Result<bool> {
    if !std::io::stdin().is_terminal() {
        return Err(anyhow!("nobody can be asked here; --yes agrees"));
    }
    talk("Agree? y or n.");
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    Ok(matches!(line.trim().to_lowercase().as_str(), "y" | "yes"))
}

#[derive(Serialize)]
struct Asked<'a> {
    attempt: &'a RecordId,
    from: String,
    trust: String,
    answer: &'a str,
    rows: Vec<RowJson<'a>>,
}

#[derive(Serialize)]
struct RowJson<'a> {
    #[serde(flatten)]
    row: &'a Row,
    differs: bool,
    words: Option<&'a str>,
}

fn ask(place: &Place, attempt: Option<RecordId>, take: &[String], again: bool, json: bool) -> anyhow::Result<Exit> {
    let mut engine = place.engine()?;
    let attempt = meant(&engine, attempt)?;
    let (mut opinion, orders) = Opinion::open(attempt.clone(), &engine);
    asking::ask(&mut opinion, orders, again, &mut engine, place)?;
    for point in take {
        let at = opinion.rows().iter().position(|row| row.point == *point);
        let at = at.ok_or_else(|| anyhow!("{point} is no point of this question; coach ask --json names them"))?;
        let words = asking::take(&mut opinion, CoachIntent::Take(at), &mut engine, place);
        if words.is_empty() {
            talk(format!("{point}: you and the coach agree; nothing was taken over."));
        }
        words.iter().for_each(talk);
    }
    let words = |row: &Row| row.quote.clone().and_then(|quote| opinion.answer().get(quote));
    let rows = opinion.rows().iter().map(|row| RowJson { row, differs: row.differs(), words: words(row) }).collect();
    let trust = opinion.trust().to_owned();
    let asked = Asked { attempt: &attempt, from: opinion.from(), trust, answer: opinion.answer(), rows };
    show(json, &asked, |out| {
        out.lines(opinion_lines(&opinion))?;
        Ok(out.line(format!("How far it can be trusted: {}.", asked.trust))?)
    })
}

fn forget(engine: &Engine) -> anyhow::Result<Exit> {
    let opinions = engine.forget_coach()?;
    talk(format!(
        "Forgotten: {}, every measure and every consent. Your own judgements stay.",
        count(opinions, "opinion")
    ));
    Ok(Exit::Done)
}
