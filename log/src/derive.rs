//! Keeps what is derived from the log: for a few touched records within an append, or for the whole log.
//!
//! Both ways go through the same functions ([`outcome_of`], [`life_of`], [`stand`]), so they cannot drift apart; a
//! property test holds them against each other.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use hotseat_bank::QuestionId;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};

use super::connection::History;
use super::derived::{Event, Life, Projection, Standing};
use super::error::HistoryError;
use super::outcome::{Logged, Outcome, json, text, unreadable};
use super::record::{Bury, Suspend, Weights};
use super::row::Row;
use super::schema::DERIVED_VERSION;
use super::standing::kept_standings;
use super::undo::taken_back;

/// Later than any practice day, as text.
pub(super) const NEVER: &str = "9999-12-31";

/// All that the log adds up to.
pub(super) struct Derived {
    pub(super) undone: BTreeSet<String>,
    pub(super) outcomes: Vec<Outcome>,
    pub(super) standings: Vec<Standing>,
}

/// What an append touches.
#[derive(Default)]
struct Touched {
    attempts: BTreeSet<String>,
    questions: BTreeSet<String>,
    all: bool,
}

impl Touched {
    fn record(&mut self, kind: &str, id: &str, question: Option<&str>, target: Option<&str>) {
        match kind {
            "attempt" => self.attempts.extend([id.to_owned()]),
            "judgement" => self.attempts.extend(target.map(str::to_owned)),
            "bury" | "suspend" => self.questions.extend(question.map(str::to_owned)),
            "weights" => self.all = true,
            _ => {}
        }
    }
}

fn fingerprint(projection: &dyn Projection) -> String {
    format!("{DERIVED_VERSION}:{}", projection.fingerprint())
}

fn stored_fingerprint(conn: &Connection) -> rusqlite::Result<Option<String>> {
    conn.query_row("SELECT value FROM meta WHERE key = 'fingerprint'", [], |row| row.get(0)).optional()
}

/// Whether the standings are those of this projection.
fn is_settled(conn: &Connection, projection: &dyn Projection) -> rusqlite::Result<bool> {
    Ok(stored_fingerprint(conn)?.is_some_and(|stored| stored == fingerprint(projection)))
}

/// Brings everything derived up to date after these rows were added. Runs inside the transaction of the append.
pub(super) fn update(conn: &Connection, added: &[Row], projection: &dyn Projection) -> rusqlite::Result<()> {
    if !is_settled(conn, projection)? {
        return rebuild(conn, projection);
    }
    let mut touched = Touched::default();
    for row in added {
        touched.record(row.kind, &row.id, row.question.as_deref(), row.target.as_deref());
    }
    let mut undone = kept_undone(conn)?;
    if added.iter().any(|row| row.kind == "undo") {
        undone = update_undone(conn, &undone, &mut touched)?;
    }
    for attempt in &touched.attempts {
        let before: Option<String> = conn
            .prepare_cached("SELECT question FROM outcome WHERE attempt = ?1")?
            .query_row([attempt], |row| row.get(0))
            .optional()?;
        touched.questions.extend(before);
        match outcome_of(conn, attempt, &undone, NEVER)? {
            Some(outcome) => {
                outcome.store(conn)?;
                touched.questions.insert(outcome.question.into());
            }
            None => {
                conn.prepare_cached("DELETE FROM outcome WHERE attempt = ?1")?.execute([attempt])?;
            }
        }
    }
    if touched.all {
        let sql = "SELECT question FROM outcome UNION SELECT question FROM standing \
                   UNION SELECT question FROM record WHERE type IN ('bury', 'suspend')";
        let mut statement = conn.prepare(sql)?;
        for question in statement.query_map([], |row| row.get::<_, String>(0))? {
            touched.questions.insert(question?);
        }
    }
    if touched.questions.is_empty() {
        return Ok(());
    }
    let weights = weights_in_force(conn, &undone, NEVER)?;
    for question in touched.questions {
        let question: QuestionId = text(&question)?;
        let life = life_of(conn, &question, &undone)?;
        match stand(projection, &question, &life, weights.as_deref()) {
            Some(standing) => standing.store(conn)?,
            None => {
                conn.prepare_cached("DELETE FROM standing WHERE question = ?1")?.execute([question.as_str()])?;
            }
        }
    }
    Ok(())
}

/// Makes everything derived anew from the log. Runs inside a transaction.
pub(super) fn rebuild(conn: &Connection, projection: &dyn Projection) -> rusqlite::Result<()> {
    let derived = derive(conn, NEVER, projection)?;
    conn.execute_batch("DELETE FROM undone; DELETE FROM outcome; DELETE FROM standing;")?;
    for id in &derived.undone {
        conn.prepare_cached("INSERT INTO undone VALUES (?1)")?.execute([id])?;
    }
    for outcome in &derived.outcomes {
        outcome.store(conn)?;
    }
    for standing in &derived.standings {
        standing.store(conn)?;
    }
    conn.execute("INSERT OR REPLACE INTO meta VALUES ('fingerprint', ?1)", [fingerprint(projection)])?;
    Ok(())
}

/// Works everything out from the records of practice days up to `until`, in memory.
pub(super) fn derive(conn: &Connection, until: &str, projection: &dyn Projection) -> rusqlite::Result<Derived> {
    let undone = undone_by(conn, until)?;
    let sql = "SELECT id FROM record WHERE type = 'attempt' AND day <= ?1 \
               UNION SELECT target FROM record WHERE type = 'judgement' AND day <= ?1";
    let mut outcomes = Vec::new();
    let mut lives: BTreeMap<QuestionId, Vec<(i64, String, Event)>> = BTreeMap::new();
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([until])?;
    while let Some(row) = rows.next()? {
        let Some(outcome) = outcome_of(conn, row.get_ref(0)?.as_str()?, &undone, until)? else { continue };
        let event = Event::Answer(outcome.clone());
        let key = outcome.attempt.as_str().to_owned();
        lives.entry(outcome.question.clone()).or_default().push((outcome.at_us, key, event));
        outcomes.push(outcome);
    }
    let sql = format!("{HELD} WHERE type IN ('bury', 'suspend') AND day <= ?1");
    let mut statement = conn.prepare(&sql)?;
    for held in statement.query_map([until], held_event)? {
        let (question, at_us, id, event) = held?;
        if !undone.contains(&id) {
            lives.entry(question).or_default().push((at_us, id, event));
        }
    }
    let weights = weights_in_force(conn, &undone, until)?;
    let standings = lives
        .into_iter()
        .filter_map(|(question, events)| stand(projection, &question, &in_order(events), weights.as_deref()))
        .collect();
    Ok(Derived { undone, outcomes, standings })
}

fn in_order(mut events: Vec<(i64, String, Event)>) -> Life {
    events.sort_by(|(at, id, _), (other_at, other_id, _)| (at, id).cmp(&(other_at, other_id)));
    Life { events: events.into_iter().map(|(_, _, event)| event).collect() }
}

/// A projection's answer, made fit to be kept: a memory that is no number counts as none.
fn stand(projection: &dyn Projection, question: &QuestionId, life: &Life, weights: Option<&[f32]>) -> Option<Standing> {
    let mut standing = projection.stand(question, life, weights)?;
    standing.remembered =
        standing.remembered.filter(|memory| memory.stability.is_finite() && memory.difficulty.is_finite());
    Some(standing)
}

fn undone_by(conn: &Connection, until: &str) -> rusqlite::Result<BTreeSet<String>> {
    let mut statement =
        conn.prepare_cached("SELECT id, target FROM record WHERE type = 'undo' AND target IS NOT NULL AND day <= ?1")?;
    let undos: Vec<(String, String)> =
        statement.query_map([until], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    Ok(taken_back(undos.iter().map(|(id, target)| (id.as_str(), target.as_str()))))
}

/// What is taken back, as it is kept.
pub(super) fn kept_undone(conn: &Connection) -> rusqlite::Result<BTreeSet<String>> {
    conn.prepare_cached("SELECT id FROM undone")?.query_map([], |row| row.get(0))?.collect()
}

/// Works out anew what is taken back, and notes what a change touches.
fn update_undone(
    conn: &Connection,
    before: &BTreeSet<String>,
    touched: &mut Touched,
) -> rusqlite::Result<BTreeSet<String>> {
    let after = undone_by(conn, NEVER)?;
    for id in before.symmetric_difference(&after) {
        if after.contains(id) {
            conn.prepare_cached("INSERT INTO undone VALUES (?1)")?.execute([id])?;
        } else {
            conn.prepare_cached("DELETE FROM undone WHERE id = ?1")?.execute([id])?;
        }
        // A judgement may be here while its attempt, which is taken back, is not.
        touched.attempts.insert(id.clone());
        conn.prepare_cached("SELECT type, question, target FROM record WHERE id = ?1")?
            .query_row([id], |row| {
                let (kind, question, target): (String, Option<String>, Option<String>) =
                    (row.get(0)?, row.get(1)?, row.get(2)?);
                touched.record(&kind, id, question.as_deref(), target.as_deref());
                Ok(())
            })
            .optional()?;
    }
    Ok(after)
}

fn logged(row: &rusqlite::Row<'_>) -> rusqlite::Result<Logged> {
    Ok(Logged { id: row.get(0)?, at_us: row.get(1)?, day: text(row.get_ref(2)?.as_str()?)?, json: row.get(3)? })
}

/// The outcome of one attempt, from the log.
fn outcome_of(
    conn: &Connection,
    attempt: &str,
    undone: &BTreeSet<String>,
    until: &str,
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
    Outcome::join(attempt, answer.as_ref(), &judgements, undone)
}

const HELD: &str = "SELECT question, at_us, id, day, type, json FROM record";

fn held_event(row: &rusqlite::Row<'_>) -> rusqlite::Result<(QuestionId, i64, String, Event)> {
    let at_us = row.get(1)?;
    let day: NaiveDate = text(row.get_ref(3)?.as_str()?)?;
    let found = row.get_ref(5)?.as_str()?;
    let event = match row.get_ref(4)?.as_str()? {
        "bury" => Event::Bury { at_us, day, until: json::<Bury>(found)?.until },
        "suspend" => Event::Suspend { at_us, day, suspended: json::<Suspend>(found)?.suspended },
        other => return Err(unreadable(other)),
    };
    Ok((text(row.get_ref(0)?.as_str()?)?, at_us, row.get(2)?, event))
}

/// The life of one question, from the kept outcomes and the log.
fn life_of(conn: &Connection, question: &QuestionId, undone: &BTreeSet<String>) -> rusqlite::Result<Life> {
    let mut events = Vec::new();
    let sql = format!("SELECT {} FROM outcome WHERE question = ?1", Outcome::COLUMNS);
    let mut statement = conn.prepare_cached(&sql)?;
    for outcome in statement.query_map([question.as_str()], Outcome::from_row)? {
        let outcome = outcome?;
        events.push((outcome.at_us, outcome.attempt.as_str().to_owned(), Event::Answer(outcome)));
    }
    let sql = format!("{HELD} WHERE question = ?1 AND type IN ('bury', 'suspend')");
    let mut statement = conn.prepare_cached(&sql)?;
    for held in statement.query_map([question.as_str()], held_event)? {
        let (_, at_us, id, event) = held?;
        if !undone.contains(&id) {
            events.push((at_us, id, event));
        }
    }
    Ok(in_order(events))
}

/// The latest weights that count. None: the defaults.
fn weights_in_force(conn: &Connection, undone: &BTreeSet<String>, until: &str) -> rusqlite::Result<Option<Vec<f32>>> {
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

impl History {
    /// Makes the standings anew if another projection made them; true if so. Costs one lookup otherwise.
    pub fn settle(&mut self, projection: &dyn Projection) -> Result<bool, HistoryError> {
        if is_settled(self.conn(), projection).map_err(|error| self.fail(error))? {
            return Ok(false);
        }
        self.rebuild(projection)?;
        Ok(true)
    }

    /// Makes everything derived anew from the log. On a read-only view this happens in memory.
    pub fn rebuild(&mut self, projection: &dyn Projection) -> Result<(), HistoryError> {
        self.within(TransactionBehavior::Immediate, |conn| rebuild(conn, projection))
    }

    /// The weights of the memory model that are in force; none: the defaults.
    pub fn weights(&self) -> Result<Option<Vec<f32>>, HistoryError> {
        self.reading(|conn| weights_in_force(conn, &kept_undone(conn)?, NEVER))
    }

    /// All standings as they were on the evening of a practice day: records of later days are left out. As fast as
    /// [`History::standings`] when there are none; otherwise the log is read.
    pub fn standings_as_of(&self, day: NaiveDate, projection: &dyn Projection) -> Result<Vec<Standing>, HistoryError> {
        self.reading(|conn| {
            let last: Option<String> = conn.query_row("SELECT max(day) FROM record", [], |row| row.get(0))?;
            let day = day.to_string();
            if last.is_none_or(|last| last <= day) && is_settled(conn, projection)? {
                return kept_standings(conn);
            }
            Ok(derive(conn, &day, projection)?.standings)
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{Counting, at, attempt, bury, delivery, id, judgement, question, suspend, undo, weights};
    use crate::{AttemptFilter, Body, Outcome, Rating, Record, Remembered};

    fn history(records: &[Record]) -> History {
        let mut history = History::in_memory().expect("opened");
        history.append(records, &Counting).expect("saved");
        history
    }

    /// Everything derived and the log itself, as text: equal texts are equal bytes.
    fn dump(history: &History) -> String {
        let mut out = Vec::new();
        history.export(&mut out).expect("written");
        let mut text = String::from_utf8(out).expect("text");
        for table in ["undone", "outcome", "standing", "meta"] {
            let mut statement = history.conn().prepare(&format!("SELECT * FROM {table} ORDER BY 1")).expect("a table");
            let columns = statement.column_count();
            let mut rows = statement.query([]).expect("rows");
            while let Some(row) = rows.next().expect("a row") {
                for column in 0..columns {
                    let value = match row.get_ref(column).expect("a value") {
                        rusqlite::types::ValueRef::Real(number) => format!("{:016x}", number.to_bits()),
                        other => format!("{other:?}"),
                    };
                    text.extend([table, " ", value.as_str(), " "]);
                }
                text.push('\n');
            }
        }
        text
    }

    fn attempts(history: &History, asked: &str) -> Option<u32> {
        history.standing(&question(asked)).expect("read").map(|standing| standing.attempts)
    }

    #[test]
    fn the_latest_judgement_counts_and_an_undo_restores_the_one_before() {
        let mut history =
            history(&[attempt("a", "b/q", 0), judgement("j1", "a", "b/q", 1, 1), judgement("j2", "a", "b/q", 2, 4)]);
        let last = |history: &History| {
            history
                .standing(&question("b/q"))
                .expect("read")
                .and_then(|standing| standing.remembered)
                .map(|m| m.last_rating)
        };
        assert_eq!((last(&history), attempts(&history, "b/q")), (Some(Rating::Easy), Some(1)));
        history.append(&[undo("u1", "j2", 3)], &Counting).expect("saved");
        assert_eq!(last(&history), Some(Rating::Again));
        history.append(&[undo("u2", "j1", 4)], &Counting).expect("saved");
        assert_eq!(last(&history), None);
        history.append(&[undo("u3", "u1", 5)], &Counting).expect("saved");
        assert_eq!(last(&history), Some(Rating::Easy));
        assert!(history.check_rebuild(&Counting).expect("checked").is_empty());
    }

    #[test]
    fn undoing_an_attempt_takes_its_judgement_along() {
        let mut history = history(&[attempt("a", "b/q", 0), judgement("j", "a", "b/q", 1, 3), undo("u", "a", 2)]);
        assert_eq!(attempts(&history, "b/q"), None);
        history.append(&[undo("u2", "u", 3)], &Counting).expect("saved");
        assert_eq!(attempts(&history, "b/q"), Some(1));
    }

    #[test]
    fn a_judgement_may_come_before_its_attempt() {
        let mut late = history(&[judgement("j", "a", "b/q", 30, 3)]);
        assert_eq!(attempts(&late, "b/q"), Some(1));
        assert_eq!(late.facts(None).expect("read").rows.len(), 0, "it is no attempt");
        late.append(&[attempt("a", "b/q", 0)], &Counting).expect("saved");
        let early = history(&[attempt("a", "b/q", 0), judgement("j", "a", "b/q", 30, 3)]);
        assert_eq!(dump(&late), dump(&early));
        let undone_first = history(&[undo("u", "a", 40), judgement("j", "a", "b/q", 30, 3)]);
        assert_eq!(attempts(&undone_first, "b/q"), None);
    }

    #[test]
    fn new_weights_move_every_question() {
        let mut history = history(&[
            attempt("a", "b/q", 0),
            judgement("j", "a", "b/q", 1, 3),
            attempt("c", "b/q", 24),
            judgement("k", "c", "b/q", 25, 3),
        ]);
        let stability = |history: &History| {
            history
                .standing(&question("b/q"))
                .expect("read")
                .and_then(|standing| standing.remembered)
                .expect("judged")
                .stability
        };
        let before = stability(&history);
        history.append(&[weights("w", 30, &[3.0])], &Counting).expect("saved");
        assert!(stability(&history) > before);
        history.append(&[undo("u", "w", 31)], &Counting).expect("saved");
        assert_eq!(stability(&history).to_bits(), before.to_bits());
        history.append(&[weights("w2", 32, &[])], &Counting).expect("saved");
        assert_eq!(stability(&history).to_bits(), before.to_bits(), "no weights are the defaults");
    }

    #[test]
    fn suspended_and_buried_questions_stand_without_a_memory() {
        let history = history(&[suspend("s", "b/q", 0, true), bury("b", "b/r", 1), suspend("s2", "b/s", 2, false)]);
        let standings = history.standings().expect("read");
        assert_eq!(standings.len(), 2);
        assert!(standings[0].suspended && standings[0].remembered.is_none());
        assert_eq!(standings[1].buried_until, "2026-11-02".parse().ok());
    }

    #[test]
    fn another_projection_makes_the_standings_anew() {
        struct Other;
        impl Projection for Other {
            fn fingerprint(&self) -> String {
                "other".to_owned()
            }
            fn stand(&self, question: &QuestionId, life: &Life, weights: Option<&[f32]>) -> Option<Standing> {
                let mut standing = Counting.stand(question, life, weights)?;
                standing.attempts += 100;
                standing.remembered = standing.remembered.map(|memory| Remembered { stability: f64::NAN, ..memory });
                Some(standing)
            }
        }
        let mut history = history(&[attempt("a", "b/q", 0), judgement("j", "a", "b/q", 1, 3)]);
        assert!(!history.settle(&Counting).expect("settled"));
        assert!(history.settle(&Other).expect("settled"));
        assert_eq!(attempts(&history, "b/q"), Some(101));
        assert_eq!(history.standings().expect("read")[0].remembered, None, "a memory that is no number is none");
        assert!(history.check_rebuild(&Other).expect("checked").is_empty());
        // An append with yet another one does not mix the two.
        history.append(&[attempt("c", "b/r", 2), judgement("k", "c", "b/r", 3, 3)], &Counting).expect("saved");
        assert_eq!((attempts(&history, "b/q"), attempts(&history, "b/r")), (Some(1), Some(1)));
    }

    #[test]
    fn differences_are_told() {
        let mut history = history(&[attempt("a", "b/q", 0), judgement("j", "a", "b/q", 1, 3)]);
        history.conn().execute_batch("UPDATE standing SET attempts = 9; DELETE FROM outcome").expect("spoilt");
        let found = history.check_rebuild(&Counting).expect("checked");
        let subjects: Vec<&str> = found.iter().map(|difference| difference.subject.as_str()).collect();
        assert_eq!(subjects, ["attempt a", "question b/q"]);
        assert!(found[0].to_string().contains("kept nothing"), "{}", found[0]);
        history.rebuild(&Counting).expect("rebuilt");
        assert!(history.check_rebuild(&Counting).expect("checked").is_empty());
    }

    #[test]
    fn a_clash_leaves_the_log_as_it_was() {
        let mut history = history(&[attempt("a", "b/q", 0)]);
        let before = dump(&history);
        let result = history.append(&[attempt("c", "b/q", 1), attempt("a", "b/other", 0)], &Counting);
        assert!(matches!(result, Err(HistoryError::Clash { id }) if id == "a"));
        assert_eq!(dump(&history), before);
        let again = history.append(&[attempt("a", "b/q", 0)], &Counting).expect("the same");
        assert_eq!((again.new, again.same), (0, 1));
    }

    #[test]
    fn a_record_that_could_not_be_read_back_is_refused() {
        let mut history = History::in_memory().expect("opened");
        let mut bad = attempt("a", "b/q", 0);
        if let Body::Attempt(attempt) = &mut bad.body {
            attempt.seconds.think = f64::INFINITY;
        }
        assert!(matches!(history.append(&[bad], &Counting), Err(HistoryError::BadRecord { .. })));
    }

    /// A log with everything in it: several attempts and judgements of few questions, undos of anything, holds, weights.
    fn logs() -> impl Strategy<Value = Vec<Record>> {
        let step = (0_u8..9, 0_usize..3, 0_usize..64, 0_i64..400, 1_u8..=4);
        prop::collection::vec(step, 1..40).prop_map(|steps| {
            let mut records: Vec<Record> = Vec::new();
            for (number, (kind, asked, target, hours, rating)) in steps.into_iter().enumerate() {
                let name = format!("r{number:02}");
                let asked = format!("b/q{asked}");
                // Names that nothing has are targets too: the rest of the log may be on another machine.
                let target = format!("r{:02}", target % 50);
                records.push(match kind {
                    0 | 1 => attempt(&name, &asked, hours),
                    2 | 3 => judgement(&name, &target, &asked, hours, rating),
                    4 => undo(&name, &target, hours),
                    5 => bury(&name, &asked, hours),
                    6 => suspend(&name, &asked, hours, rating > 2),
                    7 => delivery(&name, &target, &asked, hours, f64::from(rating)),
                    _ => weights(&name, hours, &[f32::from(rating)]),
                });
            }
            records
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        /// The order in which logs are merged, how they are split and how often they arrive do not matter.
        #[test]
        fn merging_gives_the_same_bytes(
            records in logs(),
            order in prop::collection::vec(any::<prop::sample::Index>(), 40),
            size in 1_usize..10,
        ) {
            let whole = history(&records);
            let mut shuffled = records.clone();
            for (index, other) in order.iter().enumerate().take(shuffled.len()) {
                let other = other.index(shuffled.len());
                shuffled.swap(index, other);
            }
            let mut split = History::in_memory().expect("opened");
            for part in shuffled.chunks(size) {
                split.append(part, &Counting).expect("saved");
                split.append(&part[..1], &Counting).expect("again");
            }
            prop_assert!(split.check_rebuild(&Counting).expect("checked").is_empty());
            prop_assert_eq!(dump(&split), dump(&whole));
            // A rebuild and a copy through an export give the same bytes too.
            split.rebuild(&Counting).expect("rebuilt");
            prop_assert_eq!(dump(&split), dump(&whole));
            let mut lines = Vec::new();
            whole.export(&mut lines).expect("written");
            let mut copy = History::in_memory().expect("opened");
            copy.import(lines.as_slice(), "lines", &Counting).expect("merged");
            prop_assert_eq!(dump(&copy), dump(&whole));
            for record in &records {
                let copied = copy.record(&record.id).expect("read");
                prop_assert_eq!(copied.as_ref(), Some(record), "nothing is lost");
            }
        }

        /// As of a day, the log is as if later records had not been written.
        #[test]
        fn the_past_is_what_was_known_then(records in logs(), days in 0_i64..20) {
            let whole = history(&records);
            let day = crate::moment::practice_day(at(days * 24));
            let known: Vec<Record> = records.iter().filter(|record| record.day <= day).cloned().collect();
            let then = history(&known);
            prop_assert_eq!(
                whole.standings_as_of(day, &Counting).expect("read"),
                then.standings().expect("read")
            );
            let last = records.iter().map(|record| record.day).max().expect("some");
            prop_assert_eq!(
                whole.standings_as_of(last, &Counting).expect("read"),
                whole.standings().expect("read")
            );
        }

        /// The kept outcome of an attempt says what the records say, worked out the plain way.
        #[test]
        fn outcomes_follow_the_rules(records in logs()) {
            let whole = history(&records);
            let undone: BTreeSet<String> = {
                let undos: Vec<(&str, &str)> = records.iter().filter_map(|record| match &record.body {
                    Body::Undo(undo) => Some((record.id.as_str(), undo.record.as_str())),
                    _ => None,
                }).collect();
                taken_back(undos)
            };
            let kept: Vec<Outcome> = whole.outcomes(&AttemptFilter::default()).expect("read");
            let expected = records.iter().filter(|record| {
                matches!(record.body, Body::Attempt(_)) && !undone.contains(record.id.as_str())
            });
            prop_assert_eq!(kept.len(), expected.count());
            for outcome in kept {
                let latest = records.iter().filter_map(|record| match &record.body {
                    Body::Judgement(judgement)
                        if judgement.attempt == outcome.attempt && !undone.contains(record.id.as_str()) =>
                    {
                        Some((record.at, record.id.clone(), judgement.rating))
                    }
                    _ => None,
                }).max_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
                prop_assert_eq!(
                    outcome.verdict.map(|verdict| (verdict.judgement, verdict.rating)),
                    latest.map(|(_, id, rating)| (id, rating))
                );
            }
        }
    }

    #[test]
    fn an_unknown_record_is_not_found() {
        assert_eq!(History::in_memory().expect("opened").record(&id("none")).expect("read"), None);
    }
}
