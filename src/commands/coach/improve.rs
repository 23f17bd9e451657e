//! `hotseat coach improve`: improves one's own answer, edit by edit.

use anyhow::anyhow;
use serde::Serialize;

use super::meant;
use crate::bank::{BankError, QuestionId};
use crate::coach::edits::Refused;
use crate::commands::args::ImproveArgs;
use crate::commands::out::{show, talk};
use crate::commands::{Exit, Place, asking};
use crate::engine::Engine;
use crate::history::{AttemptFilter, RecordId};
use crate::session::{AsksCoach as _, CoachIntent, Improving};

#[derive(Serialize)]
struct Improved<'a> {
    attempt: &'a RecordId,
    from: String,
    trust: &'a str,
    answer: &'a str,
    edits: Vec<EditJson<'a>>,
    /// The sentences that the tighter answer keeps, numbered from 1; `None` if the reply had no such list.
    tight: Option<Vec<usize>>,
    refused: &'a [Refused],
    /// The answer with the edits that were taken; `None` if none was.
    taken: Option<String>,
}

#[derive(Serialize)]
struct EditJson<'a> {
    find: &'a str,
    at: usize,
    replace: &'a str,
    point: Option<&'a str>,
    made_up: &'a [String],
    taken: bool,
}

/// Runs `hotseat coach improve`.
pub(super) fn run(place: &Place, args: &ImproveArgs) -> anyhow::Result<Exit> {
    let mut engine = place.engine()?;
    let attempt = about(&engine, args.question.as_ref(), args.attempt.as_ref())?;
    let (mut improving, orders) = Improving::open(attempt.clone(), &engine);
    asking::ask(&mut improving, orders, args.again, &mut engine, place)?;
    let mut take = |improving: &mut Improving, intent| {
        asking::take(improving, intent, &mut engine, place).iter().for_each(talk);
    };
    let edits = improving.proposed().edits.len();
    for number in &args.take {
        let row = number.checked_sub(1).filter(|row| *row < edits);
        let row = row.ok_or_else(|| anyhow!("there is no edit {number}; {edits} can be taken"))?;
        take(&mut improving, CoachIntent::Take(row));
    }
    if args.tight {
        if improving.proposed().kept.is_none() {
            return Err(anyhow!("it proposes no tighter answer; leave --tight out"));
        }
        take(&mut improving, CoachIntent::Take(edits));
    }
    let done = print(&attempt, &improving, args.json)?;
    if improving.has_taken() {
        take(&mut improving, CoachIntent::Keep);
    }
    Ok(done)
}

/// The attempt to use: the given one, or else the newest judged one of the question.
fn about(engine: &Engine, question: Option<&QuestionId>, attempt: Option<&RecordId>) -> anyhow::Result<RecordId> {
    engine.coach().destination()?;
    let Some(question) = question.filter(|_| attempt.is_none()) else { return meant(engine, attempt.cloned()) };
    let of = AttemptFilter { question: Some(question.clone()), ..AttemptFilter::default() };
    let rows = engine.history().attempts(&of)?;
    if rows.is_empty() && engine.library().entry(question).is_none() {
        return Err(BankError::Unknown(question.clone()).into());
    }
    let judged = rows.into_iter().rev().find(|row| !row.points.is_empty() && !row.gave_up);
    judged.map(|row| row.id).ok_or_else(|| anyhow!("no answer to {question} was judged yet"))
}

fn print(attempt: &RecordId, improving: &Improving, json: bool) -> anyhow::Result<Exit> {
    let proposed = improving.proposed();
    let answer = improving.brief().map_or("", |brief| brief.answer());
    let rows = improving.rows();
    let edits = proposed.edits.iter().zip(&rows).map(|(edit, row)| EditJson {
        find: answer.get(edit.find.clone()).unwrap_or_default(),
        at: edit.find.start,
        replace: &edit.replace,
        point: edit.point.as_deref(),
        made_up: &edit.made_up,
        taken: row.taken,
    });
    let improved = Improved {
        attempt,
        from: improving.from(),
        trust: improving.trust(),
        answer,
        edits: edits.collect(),
        tight: proposed.kept.as_ref().map(|kept| kept.iter().map(|number| number + 1).collect()),
        refused: &proposed.refused,
        taken: improving.has_taken().then(|| improving.result()),
    };
    show(json, &improved, |out| {
        out.line(format!("Edits from {} ({}):", improved.from, improved.trust))?;
        for (number, row) in (1..).zip(&rows) {
            let lead = if number > improved.edits.len() { "--tight".to_owned() } else { format!("{number}.") };
            let taken = if row.taken { " (taken)" } else { "" };
            out.line(format!("{lead} {}{taken}", row.title))?;
            out.line(format!("   {}", row.marked.text))?;
            if !row.note.is_empty() {
                out.line(format!("   {}", row.note))?;
            }
        }
        if rows.is_empty() {
            out.line(Improving::NOTHING)?;
        }
        out.lines(proposed.refused.iter().map(|refused| format!("Left out: {}.", refused.words())))?;
        match &improved.taken {
            Some(text) => out.line(format!("\nMy answer:\n{text}"))?,
            None if rows.is_empty() => {}
            None if improved.tight.is_none() => out.line("--take 1,2 keeps what it names as my answer.")?,
            None if improved.edits.is_empty() => out.line("--tight keeps it as my answer.")?,
            None => out.line("--take 1,2 and --tight keep what they name as my answer.")?,
        }
        Ok(())
    })
}
