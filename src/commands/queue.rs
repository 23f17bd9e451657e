//! `hotseat queue`: what is due on a day, what comes later, and how much was never asked.

use serde::Serialize;

use super::args::QueueArgs;
use super::out::show;
use super::{Exit, Out, Place, Usage};
use crate::engine::{Account, Backlog, Engine};
use crate::memory::{Queue, QueueRow, State};
use crate::text::one_line;

/// Prints the queue.
pub fn run(place: &Place, args: &QueueArgs) -> anyhow::Result<Exit> {
    let engine = place.engine()?;
    let today = place.now().day();
    let at = args.at.map_or(Ok(today), |day| day.ahead(today)).map_err(Usage::from)?;
    let filter = args.filter.of_all(engine.library())?;
    let mut queue = engine.queue(at, &filter)?;
    if !args.filter.is_empty() {
        let wanted = |row: &QueueRow| engine.library().entry(&row.question).is_some_and(|entry| filter.admits(entry));
        queue.due.retain(wanted);
        queue.later.retain(wanted);
    }
    let plain = at == today && args.filter.is_empty();
    let target = plain.then(|| engine.figures().account(place.now()));
    let missing = engine.loss_words(place.now());
    show(args.json, &Told { queue: &queue, target, missing }, |out| {
        if let Some(target) = target {
            out.line(format!("{}.", target.words()))?;
        }
        text(&engine, &queue, out)?;
        out.lines(place.now().small_hours().filter(|_| plain).map(|words| format!("\nIt is {words}.")))?;
        let backlog = engine.figures().backlog(place.now()).filter(|_| plain);
        Ok(out.lines(backlog.iter().flat_map(backlog_lines))?)
    })
}

/// The queue, with the account of the target if the queue is today's and unfiltered.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    queue: &'a Queue,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<Account>,
    /// What is missing from the history that this was computed from, and what to do about it; `None` if it is complete.
    missing: Option<String>,
}

/// What does not fit into today, and, if it does not fit before the interview either, what to drop.
fn backlog_lines(backlog: &Backlog) -> Vec<String> {
    let mut lines = vec![format!("\n{}. Those come first that gain most; nothing is lost.", backlog.words())];
    if let (Some(words), Some(over)) = (backlog.over_words(), &backlog.over) {
        lines.push(format!(
            "{words}. To drop those that gain least, `hotseat history suspend NAME`, or z on the first screen for all:"
        ));
        lines.extend(over.drop.iter().map(|question| format!("  {question}")));
    }
    lines
}

fn text(engine: &Engine, queue: &Queue, out: &mut Out) -> anyhow::Result<()> {
    out.line(format!(
        "All questions as of {}: {} due, {} later, {} unseen.",
        queue.at,
        queue.due.len(),
        queue.later.len(),
        queue.unseen
    ))?;
    for (title, rows) in [("Due", &queue.due), ("Later", &queue.later)] {
        if !rows.is_empty() {
            out.line(format!("\n{title}"))?;
        }
        for row in rows {
            let state = match row.state {
                State::Learning => "  (learning)",
                State::Review => "",
                State::Suspended => "  (suspended)",
                State::Buried => "  (held back)",
            };
            let recall = row.retrievability * 100.0;
            let prompt = one_line(engine.questions().prompt(&row.question));
            out.line(format!("  {}  recall {recall:>3.0} %  {}{state}", row.due, row.question))?;
            if prompt != row.question.as_str() {
                out.line(format!("              {prompt}"))?;
            }
        }
    }
    Ok(())
}
