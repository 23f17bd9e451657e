//! What can be done with jobs, for the loop that performs effects.

use std::path::Path;

use super::app::Input;
use super::import_path;
use super::job_order::JobOrder;
use super::screen::{Confirm, Effect};
use crate::engine::{Engine, JobDoubt};
use crate::history::RecordId;
use crate::moment::Moment;
use crate::outside::command_line::Rules;

/// Why an order was not carried out.
#[derive(Clone, Debug)]
pub(super) enum Refused {
    /// For this reason, a sentence to show.
    Because(String),
    /// Somebody has to say yes to it first.
    Unless(Box<Confirm>),
}

impl From<String> for Refused {
    fn from(why: String) -> Self {
        Self::Because(why)
    }
}

/// Carries the order out, and returns a sentence to show.
pub(super) fn carry_out(order: JobOrder, engine: &mut Engine, now: Moment) -> Result<String, Refused> {
    let text = |error: &dyn std::fmt::Display| error.to_string();
    let find =
        |engine: &Engine, id: &RecordId| engine.jobs().find(Some(id.as_str()), now).map_err(|error| text(&error));
    match order {
        JobOrder::AddFile(typed) => {
            let path = import_path::meant(&typed, std::env::home_dir().as_deref(), Path::exists);
            let posting = engine.posting_of_file(&path).map_err(|error| text(&error))?;
            add(posting, engine, now)
        }
        JobOrder::AddText(pasted) => {
            let posting =
                engine.posting_of(pasted.as_bytes(), None, "What was pasted").map_err(|error| text(&error))?;
            add(posting, engine, now)
        }
        JobOrder::AddAnyway(posting) => Ok(added(&posting, engine, now)?),
        JobOrder::Use(id) => {
            let job = find(engine, &id)?;
            engine.use_job(&job, now).map_err(|error| text(&error))?;
            let past = job.past_words(now.calendar_day()).map_or(String::new(), |words| format!(" {words}"));
            Ok(format!("The target is that of {} now.{past}", job.title()))
        }
        JobOrder::Correct(id, wanted) => {
            let job = find(engine, &id)?;
            let facts = job.facts.clone();
            engine.correct_job(&job, facts, wanted, now).map_err(|error| text(&error))?;
            Ok(String::new())
        }
        JobOrder::Remove(id) => {
            let job = find(engine, &id)?;
            engine.remove_job(&job, now).map_err(|error| text(&error))?;
            let title = job.title();
            let word = Rules::HERE.join(&[title.as_str()]);
            Ok(format!("{title} is off the list; hotseat job remove {word} --undo takes it back."))
        }
        JobOrder::Interview(id, held_on, asked) => {
            let job = id.as_ref().map(|id| find(engine, id)).transpose()?;
            let kept = engine.keep_interview(job.as_ref(), held_on, asked, now).map_err(|error| text(&error))?;
            Ok(format!("Kept. {}", kept.words().first().cloned().unwrap_or_default()))
        }
        JobOrder::WriteDay(id) => {
            let job = match &id {
                Some(id) => Some(find(engine, id)?),
                None => engine.jobs().current(now),
            };
            let path = engine.write_day(job.as_ref(), now).map_err(|error| text(&error))?;
            Ok(format!("The page is in {}", path.display()))
        }
    }
}

/// What the app is told about an order that was carried out, or refused. None: there is nothing to say.
pub(super) fn told(said: Result<String, Refused>) -> Option<Input> {
    match said {
        Ok(said) | Err(Refused::Because(said)) => Some(said).filter(|said| !said.is_empty()).map(Input::Notice),
        Err(Refused::Unless(confirm)) => Some(Input::Asked(confirm)),
    }
}

/// Adds a posting, unless there is a doubt about it that has to be confirmed first.
fn add(posting: String, engine: &mut Engine, now: Moment) -> Result<String, Refused> {
    let job = engine.jobs().preview(&posting, &crate::history::JobFacts::default(), now);
    let Some(doubt) = engine.jobs().doubt(&job, now).map_err(|error| error.to_string())? else {
        return Ok(added(&posting, engine, now)?);
    };
    let title = match doubt {
        JobDoubt::Same { .. } => "Add this posting once more?",
        JobDoubt::NoPosting => "Add this text as a job all the same?",
    };
    Err(Refused::Unless(Box::new(Confirm {
        title: title.to_owned(),
        text: vec![doubt.words()],
        effect: Effect::Job(JobOrder::AddAnyway(posting)),
    })))
}

fn added(posting: &str, engine: &mut Engine, now: Moment) -> Result<String, String> {
    let job = engine.jobs().preview(posting, &crate::history::JobFacts::default(), now);
    let current = engine.add_job(&job, now).map_err(|error| error.to_string())?;
    let what = if current { " and is what you practise for now" } else { "; u practises for it" };
    Ok(format!("{} is in the list{what}.", job.title()))
}
