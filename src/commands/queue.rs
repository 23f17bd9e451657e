//! `hotseat queue`: what is due on a day, what comes later, and how much was never asked.

use super::args::QueueArgs;
use super::out::show;
use super::{Exit, Out, Place};
use crate::engine::{Backlog, Engine};
use crate::memory::{Queue, QueueRow, State};
use crate::text::one_line;

/// Prints the queue.
pub fn run(place: &Place, args: &QueueArgs) -> anyhow::Result<Exit> {
    let engine = place.engine()?;
    let today = place.now().day();
    let at = args.at.map_or(today, |day| day.date(today));
    let filter = args.filter.of_all(engine.library())?;
    let mut queue = engine.queue(at, &filter)?;
    if !args.filter.is_empty() {
        let wanted = |row: &QueueRow| engine.library().entry(&row.question).is_some_and(|entry| filter.admits(entry));
        queue.due.retain(wanted);
        queue.later.retain(wanted);
    }
    show(args.json, &queue, |out| {
        text(&engine, &queue, out)?;
        let backlog = engine.figures().backlog(place.now()).filter(|_| at == today && args.filter.is_empty());
        let words =
            |backlog: Backlog| format!("\n{}. Those come first that gain most; nothing is lost.", backlog.words());
        Ok(out.lines(backlog.map(words))?)
    })
}

fn text(engine: &Engine, queue: &Queue, out: &mut Out) -> anyhow::Result<()> {
    out.line(format!(
        "As of {}: {} due, {} later, {} never asked.",
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
