//! Derives from the log: the outcome of an attempt, the life of a question, or everything at once. Writes nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use hotseat_bank::{QuestionId, Renames};
use rusqlite::{Connection, OptionalExtension as _};

use super::cell::{json, text, unreadable};
use super::life::{Event, Life, Projection};
use super::outcome::{Logged, Outcome};
use super::record::{Bury, Suspend, Weights};
use super::standing::Standing;
use super::undo::taken_back;

/// As text, a day later than any practice day.
pub(super) const NEVER: &str = "9999-12-31";

/// An event with its sort key in the log: instant and record id.
type Placed = (i64, String, Event);

/// The content of all derived tables.
pub(super) struct Derived {
    pub(super) undone: BTreeSet<String>,
    pub(super) outcomes: Vec<Outcome>,
    pub(super) standings: Vec<Standing>,
}

/// Derives everything from the records of practice days up to `until`, in memory.
pub(super) fn derive(conn: &Connection, until: &str, projection: &dyn Projection) -> rusqlite::Result<Derived> {
    let undone = undone_by(conn, until)?;
    let sql = "SELECT id FROM record WHERE type = 'attempt' AND day <= ?1 \
               UNION SELECT target FROM record WHERE type = 'judgement' AND day <= ?1";
    let mut outcomes = Vec::new();
    let mut lives: BTreeMap<QuestionId, Vec<Placed>> = BTreeMap::new();
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([until])?;
    while let Some(row) = rows.next()? {
        let Some(outcome) = outcome_of(conn, row.get_ref(0)?.as_str()?, &undone, until, projection)? else { continue };
        lives.entry(outcome.question.clone()).or_default().push(answered(outcome.clone()));
        outcomes.push(outcome);
    }
    let renames = projection.renames();
    each_held(conn, "day <= ?1", until, &undone, |question, event| {
        lives.entry(renames.question(question)).or_default().push(event);
    })?;
    let weights = weights_in_force(conn, &undone, until)?;
    let standings = lives
        .into_iter()
        .filter_map(|(question, events)| stand(projection, &question, &in_order(events), weights.as_deref()))
        .collect();
    Ok(Derived { undone, outcomes, standings })
}

fn in_order(mut events: Vec<Placed>) -> Life {
    events.sort_by(|(at, id, _), (other_at, other_id, _)| (at, id).cmp(&(other_at, other_id)));
    Life { events: events.into_iter().map(|(_, _, event)| event).collect() }
}

/// The standing that the projection makes of a life. A memory with non-finite numbers is dropped.
pub(super) fn stand(
    projection: &dyn Projection,
    question: &QuestionId,
    life: &Life,
    weights: Option<&[f32]>,
) -> Option<Standing> {
    let mut standing = projection.stand(question, life, weights)?;
    standing.remembered =
        standing.remembered.filter(|memory| memory.stability.is_finite() && memory.difficulty.is_finite());
    Some(standing)
}

/// Ids of the records that the undos of practice days up to `until` take back.
pub(super) fn undone_by(conn: &Connection, until: &str) -> rusqlite::Result<BTreeSet<String>> {
    let mut statement =
        conn.prepare_cached("SELECT id, target FROM record WHERE type = 'undo' AND target IS NOT NULL AND day <= ?1")?;
    let undos: Vec<(String, String)> =
        statement.query_map([until], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    Ok(taken_back(undos.iter().map(|(id, target)| (id.as_str(), target.as_str()))))
}

fn logged(row: &rusqlite::Row<'_>) -> rusqlite::Result<Logged> {
    Ok(Logged { id: row.get(0)?, at_us: row.get(1)?, day: text(row.get_ref(2)?.as_str()?)?, json: row.get(3)? })
}

/// Derives the outcome of one attempt from the log.
pub(super) fn outcome_of(
    conn: &Connection,
    attempt: &str,
    undone: &BTreeSet<String>,
    until: &str,
    projection: &dyn Projection,
) -> rusqlite::Result<Option<Outcome>> {
    let answer = conn
        .prepare_cached("SELECT id, at_us, day, json FROM record WHERE id = ?1 AND type = 'attempt' AND day <= ?2")?
        .query_row([attempt, until], logged)
        .optional()?;
    let judgements: Vec<Logged> = conn
        .prepare_cached(
            "SELECT id, at_us, day, json FROM record WHERE target = ?1 AND type = 'judgement' AND day <= ?2",
        )?
        .query_map([attempt, until], logged)?
        .collect::<rusqlite::Result<_>>()?;
    let mut outcome = Outcome::join(attempt, answer.as_ref(), &judgements, undone)?;
    if let Some(outcome) = &mut outcome {
        outcome.question = projection.renames().question(outcome.question.clone());
    }
    if let Some(outcome) = &mut outcome
        && outcome.verdict.as_ref().is_some_and(|verdict| verdict.band.is_none())
    {
        let band = projection.band(outcome);
        outcome.verdict.iter_mut().for_each(|verdict| verdict.band = band);
    }
    Ok(outcome)
}

fn answered(outcome: Outcome) -> Placed {
    (outcome.at_us, outcome.attempt.as_str().to_owned(), Event::Answer(outcome))
}

/// Calls `each` with every bury and suspend record that counts, where `condition` holds for `of`.
fn each_held(
    conn: &Connection,
    condition: &str,
    of: &str,
    undone: &BTreeSet<String>,
    mut each: impl FnMut(QuestionId, Placed),
) -> rusqlite::Result<()> {
    let sql = format!(
        "SELECT question, at_us, id, day, type, json FROM record WHERE type IN ('bury', 'suspend') AND {condition}"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    for held in statement.query_map([of], held_event)? {
        let (question, event) = held?;
        if !undone.contains(&event.1) {
            each(question, event);
        }
    }
    Ok(())
}

fn held_event(row: &rusqlite::Row<'_>) -> rusqlite::Result<(QuestionId, Placed)> {
    let at_us = row.get(1)?;
    let day: NaiveDate = text(row.get_ref(3)?.as_str()?)?;
    let found = row.get_ref(5)?.as_str()?;
    let event = match row.get_ref(4)?.as_str()? {
        "bury" => Event::Bury { at_us, day, until: json::<Bury>(found)?.until },
        "suspend" => Event::Suspend { at_us, day, suspended: json::<Suspend>(found)?.suspended },
        other => return Err(unreadable(other)),
    };
    Ok((text(row.get_ref(0)?.as_str()?)?, (at_us, row.get(2)?, event)))
}

/// The life of one question, from the stored outcomes and the log.
pub(super) fn life_of(
    conn: &Connection,
    question: &QuestionId,
    undone: &BTreeSet<String>,
    renames: &Renames,
) -> rusqlite::Result<Life> {
    let mut events = Vec::new();
    let sql = format!("SELECT {} FROM outcome WHERE question = ?1", Outcome::COLUMNS);
    let mut statement = conn.prepare_cached(&sql)?;
    for outcome in statement.query_map([question.as_str()], Outcome::from_row)? {
        events.push(answered(outcome?));
    }
    for name in renames.names(question) {
        each_held(conn, "question = ?1", name.as_str(), undone, |_, event| events.push(event))?;
    }
    Ok(in_order(events))
}

/// The latest weights that count. None means the model's defaults.
pub(super) fn weights_in_force(
    conn: &Connection,
    undone: &BTreeSet<String>,
    until: &str,
) -> rusqlite::Result<Option<Vec<f32>>> {
    let mut statement = conn.prepare_cached(
        "SELECT id, json FROM record WHERE type = 'weights' AND day <= ?1 ORDER BY at_us DESC, id DESC",
    )?;
    let mut rows = statement.query([until])?;
    while let Some(row) = rows.next()? {
        if !undone.contains(row.get_ref(0)?.as_str()?) {
            let weights = json::<Weights>(row.get_ref(1)?.as_str()?)?.weights;
            return Ok(Some(weights).filter(|weights| !weights.is_empty()));
        }
    }
    Ok(None)
}
