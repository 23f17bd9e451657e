//! Reading the log back: attempts with their judgements, sittings, what can be undone.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use hotseat_bank::QuestionId;
use rusqlite::{Connection, OptionalExtension as _, params_from_iter};
use serde::{Deserialize, Serialize};

use super::connection::History;
use super::error::HistoryError;
use super::outcome::{Outcome, json, text};
use super::record::{Medium, Mode, Rating, Record, RecordId, Sitting, Spent, Tick};

/// Which attempts to read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttemptFilter {
    /// Of this practice day or later.
    pub since: Option<NaiveDate>,
    /// Of this question.
    pub question: Option<QuestionId>,
    /// Of this sitting.
    pub sitting: Option<RecordId>,
    /// Only the newest so many.
    pub limit: Option<u32>,
}

/// An attempt joined with its latest judgement that counts: the shape of `history list --json`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AttemptRow {
    /// The attempt.
    pub id: RecordId,
    /// Which question.
    pub question: QuestionId,
    /// When, with the local offset.
    pub answered_at: DateTime<FixedOffset>,
    /// Practice day.
    pub day: NaiveDate,
    /// The rating that counts; None: not judged, or left unrated.
    pub rating: Option<Rating>,
    /// The sitting it belongs to.
    pub sitting: Option<RecordId>,
    /// In which setting.
    pub mode: Mode,
    /// How it was given.
    pub medium: Medium,
    /// The answer, verbatim.
    pub text: String,
    /// File name of the recording.
    pub recording: Option<String>,
    /// Where the time went.
    pub seconds: Spent,
    /// The target in force, in seconds.
    pub target_seconds: u32,
    /// What the candidate thought it was worth, 1 to 4.
    pub prediction: Option<u8>,
    /// Ticks by point id.
    pub points: BTreeMap<String, Tick>,
    /// Mistakes made.
    pub mistakes: Vec<String>,
    /// Weak signals recognised.
    pub weak: Vec<String>,
    /// Hints that were shown.
    pub hints: u32,
    /// "Don't know".
    pub gave_up: bool,
    /// What the rules suggested.
    pub suggested_rating: Option<Rating>,
    /// Whether the judgement moves the schedule; false without one.
    pub scheduled: bool,
    /// Score of the ticks.
    pub score: Option<f64>,
    /// Revision of the question at that time.
    pub revision: u32,
}

/// What only the full attempt knows.
#[derive(Deserialize)]
struct AttemptText {
    at: DateTime<FixedOffset>,
    text: String,
    #[serde(default)]
    recording: Option<String>,
}

/// What only the full judgement knows.
#[derive(Default, Deserialize)]
struct JudgementTicks {
    #[serde(default)]
    points: BTreeMap<String, Tick>,
    #[serde(default)]
    mistakes: Vec<String>,
    #[serde(default)]
    weak: Vec<String>,
}

/// How far a sitting got, with the attempts that belong to it.
#[derive(Clone, Debug, PartialEq)]
pub struct SittingRow {
    /// Instant of its first record that counts.
    pub started_at: DateTime<FixedOffset>,
    /// Instant of its last record that counts.
    pub changed_at: DateTime<FixedOffset>,
    /// Practice day of its first record.
    pub day: NaiveDate,
    /// Its last record.
    pub sitting: Sitting,
    /// Attempts that count.
    pub attempts: u32,
}

/// Condition and parameters for the table `outcome`, named `o`.
fn condition(filter: &AttemptFilter) -> (String, Vec<String>) {
    let mut sql = String::from("o.answered = 1");
    let mut values = Vec::new();
    let columns = [
        ("o.day >= ", filter.since.map(|day| day.to_string())),
        ("o.question = ", filter.question.as_ref().map(ToString::to_string)),
        ("o.sitting = ", filter.sitting.as_ref().map(ToString::to_string)),
    ];
    for (test, value) in columns {
        if let Some(value) = value {
            values.push(value);
            sql.extend([" AND ", test, "?", &values.len().to_string()]);
        }
    }
    (sql, values)
}

/// The statement that selects from `outcome o` what the filter wants, oldest first.
fn newest_in_order(columns: &str, joins: &str, filter: &AttemptFilter) -> (String, Vec<String>) {
    let (condition, values) = condition(filter);
    let limit = filter.limit.map_or(-1, i64::from);
    let wanted = match filter.limit {
        None => format!("outcome o {joins} WHERE {condition}"),
        Some(_) => format!(
            "(SELECT * FROM outcome o WHERE {condition} ORDER BY o.at_us DESC, o.attempt DESC LIMIT {limit}) o {joins}"
        ),
    };
    (format!("SELECT {columns} FROM {wanted} ORDER BY o.at_us, o.attempt"), values)
}

fn attempt_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<AttemptRow> {
    let outcome = Outcome::from_row(row)?;
    let attempt: AttemptText = json(row.get_ref(23)?.as_str()?)?;
    let ticks: JudgementTicks = row.get_ref(24)?.as_str_or_null()?.map(json).transpose()?.unwrap_or_default();
    let verdict = outcome.verdict.as_ref();
    Ok(AttemptRow {
        rating: verdict.and_then(|verdict| verdict.rating),
        suggested_rating: verdict.and_then(|verdict| verdict.suggested),
        scheduled: verdict.is_some_and(|verdict| verdict.scheduled),
        score: verdict.and_then(|verdict| verdict.score),
        id: outcome.attempt,
        question: outcome.question,
        answered_at: attempt.at,
        day: outcome.day,
        sitting: outcome.sitting,
        mode: outcome.mode,
        medium: outcome.medium,
        text: attempt.text,
        recording: attempt.recording,
        seconds: outcome.seconds,
        target_seconds: outcome.target_seconds,
        prediction: outcome.prediction,
        points: ticks.points,
        mistakes: ticks.mistakes,
        weak: ticks.weak,
        hints: outcome.hints,
        gave_up: outcome.gave_up,
        revision: outcome.revision,
    })
}

/// The newest record of a type that counts: not undone itself, nor its attempt.
fn newest_of(conn: &Connection, kind: &str) -> rusqlite::Result<Option<(i64, String, String)>> {
    let sql = "SELECT at_us, id, json FROM record r WHERE type = ?1 \
               AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.id = r.id) \
               AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.id = r.target) \
               ORDER BY at_us DESC, id DESC LIMIT 1";
    conn.prepare_cached(sql)?.query_row([kind], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()
}

impl History {
    /// The attempts that count with their latest judgements, oldest first. For long histories see
    /// [`History::each_attempt`].
    pub fn attempts(&self, filter: &AttemptFilter) -> Result<Vec<AttemptRow>, HistoryError> {
        let mut rows = Vec::new();
        self.each_attempt(filter, |row| {
            rows.push(row);
            Ok(())
        })?;
        Ok(rows)
    }

    /// Hands over the attempts that count one by one, oldest first, all from one state of the log. Stops at the first
    /// error that `each` returns.
    pub fn each_attempt(
        &self,
        filter: &AttemptFilter,
        mut each: impl FnMut(AttemptRow) -> Result<(), HistoryError>,
    ) -> Result<(), HistoryError> {
        let columns = format!("o.{}, a.json, j.json", Outcome::COLUMNS.replace(", ", ", o."));
        let joins = "JOIN record a ON a.id = o.attempt LEFT JOIN record j ON j.id = o.judgement";
        let (sql, values) = newest_in_order(&columns, joins, filter);
        let mut stopped = Ok(());
        self.reading(|conn| {
            let mut statement = conn.prepare_cached(&sql)?;
            let mut rows = statement.query(params_from_iter(values))?;
            while let Some(row) = rows.next()? {
                stopped = each(attempt_row(row)?);
                if stopped.is_err() {
                    break;
                }
            }
            Ok(())
        })?;
        stopped
    }

    /// The same attempts without texts and ticks: fast, for statistics.
    pub fn outcomes(&self, filter: &AttemptFilter) -> Result<Vec<Outcome>, HistoryError> {
        let columns = format!("o.{}", Outcome::COLUMNS.replace(", ", ", o."));
        let (sql, values) = newest_in_order(&columns, "", filter);
        self.reading(|conn| {
            conn.prepare_cached(&sql)?.query_map(params_from_iter(values), Outcome::from_row)?.collect()
        })
    }

    /// Attempts of drills that were saved and never judged (the program ended in between), oldest first.
    pub fn unjudged(&self) -> Result<Vec<AttemptRow>, HistoryError> {
        let sql = format!(
            "SELECT o.{}, a.json, NULL FROM outcome o JOIN record a ON a.id = o.attempt \
             WHERE o.judgements = 0 AND o.mode = 'drill' ORDER BY o.at_us, o.attempt",
            Outcome::COLUMNS.replace(", ", ", o.")
        );
        self.reading(|conn| conn.prepare_cached(&sql)?.query_map([], attempt_row)?.collect())
    }

    /// One record as it was saved.
    pub fn record(&self, id: &RecordId) -> Result<Option<Record>, HistoryError> {
        self.reading(|conn| {
            let found: Option<String> = conn
                .prepare_cached("SELECT json FROM record WHERE id = ?1")?
                .query_row([id.as_str()], |row| row.get(0))
                .optional()?;
            found.as_deref().map(json).transpose()
        })
    }

    /// The newest judgement, bury or suspend that counts: what an undo would take back.
    pub fn last_undoable(&self) -> Result<Option<Record>, HistoryError> {
        self.reading(|conn| {
            let mut newest = None;
            for kind in ["judgement", "bury", "suspend"] {
                newest = newest.max(newest_of(conn, kind)?);
            }
            newest.map(|(_, _, found)| json(&found)).transpose()
        })
    }

    /// The newest weights of the memory model that count.
    pub fn last_weights(&self) -> Result<Option<Record>, HistoryError> {
        self.reading(|conn| newest_of(conn, "weights")?.map(|(_, _, found)| json(&found)).transpose())
    }

    /// The latest judgement of an attempt that counts.
    pub fn judgement_of(&self, attempt: &RecordId) -> Result<Option<Record>, HistoryError> {
        self.reading(|conn| {
            let sql = "SELECT j.json FROM outcome o JOIN record j ON j.id = o.judgement WHERE o.attempt = ?1";
            let found: Option<String> =
                conn.prepare_cached(sql)?.query_row([attempt.as_str()], |row| row.get(0)).optional()?;
            found.as_deref().map(json).transpose()
        })
    }

    /// One sitting; none: nothing that counts is known of it.
    pub fn sitting(&self, id: &RecordId) -> Result<Option<SittingRow>, HistoryError> {
        self.reading(|conn| Ok(sitting_row(conn, id.as_str())?.map(|(_, row)| row)))
    }

    /// The newest scorecard of a sitting that counts.
    pub fn scorecard(&self, sitting: &RecordId) -> Result<Option<Record>, HistoryError> {
        self.reading(|conn| {
            let sql = "SELECT json FROM record r WHERE sitting = ?1 AND type IN ('sitting', 'scorecard') \
                       AND type = 'scorecard' AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.id = r.id) \
                       ORDER BY at_us DESC, id DESC LIMIT 1";
            let found: Option<String> =
                conn.prepare_cached(sql)?.query_row([sitting.as_str()], |row| row.get(0)).optional()?;
            found.as_deref().map(json).transpose()
        })
    }

    /// All sittings, the one that changed last at the end.
    pub fn sittings(&self) -> Result<Vec<SittingRow>, HistoryError> {
        self.reading(|conn| {
            let sql = "SELECT DISTINCT sitting FROM record WHERE type IN ('sitting', 'scorecard')";
            let ids: Vec<String> =
                conn.prepare_cached(sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            let mut rows = Vec::with_capacity(ids.len());
            for id in &ids {
                rows.extend(sitting_row(conn, id)?);
            }
            rows.sort_by(|(order, _), (other, _)| order.cmp(other));
            Ok(rows.into_iter().map(|(_, row)| row).collect())
        })
    }

    /// The sitting that changed last, of one mode or of any.
    pub fn last_sitting(&self, mode: Option<Mode>) -> Result<Option<SittingRow>, HistoryError> {
        self.reading(|conn| {
            let sql = "SELECT sitting, json FROM record r WHERE type = 'sitting' AND sitting IS NOT NULL \
                       AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.id = r.id) ORDER BY at_us DESC, id DESC";
            let mut statement = conn.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                if mode.is_some() && mode != Some(json::<ModeOnly>(row.get_ref(1)?.as_str()?)?.mode) {
                    continue;
                }
                return Ok(sitting_row(conn, row.get_ref(0)?.as_str()?)?.map(|(_, row)| row));
            }
            Ok(None)
        })
    }
}

/// One sitting with the place of its last record in the order of the log. Only the first and the last record are read:
/// each record of a mock holds everything up to it.
fn sitting_row(conn: &Connection, id: &str) -> rusqlite::Result<Option<((i64, String), SittingRow)>> {
    let records = "FROM record r WHERE sitting = ?1 AND type IN ('sitting', 'scorecard') AND type = 'sitting' \
                   AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.id = r.id)";
    let first = format!("SELECT day, json {records} ORDER BY at_us, id LIMIT 1");
    let read = |row: &rusqlite::Row<'_>| -> rusqlite::Result<(NaiveDate, Head)> {
        Ok((text(row.get_ref(0)?.as_str()?)?, json(row.get_ref(1)?.as_str()?)?))
    };
    let Some((day, Head { at: started_at })) = conn.prepare_cached(&first)?.query_row([id], read).optional()? else {
        return Ok(None);
    };
    let last = format!("SELECT at_us, id, json {records} ORDER BY at_us DESC, id DESC LIMIT 1");
    let attempts = conn
        .prepare_cached("SELECT count(*) FROM outcome WHERE sitting = ?1 AND answered = 1")?
        .query_row([id], |row| row.get(0))?;
    let read = |row: &rusqlite::Row<'_>| {
        let content = row.get_ref(2)?.as_str()?;
        let (Head { at: changed_at }, sitting) = (json(content)?, json(content)?);
        Ok(((row.get(0)?, row.get(1)?), SittingRow { started_at, changed_at, day, sitting, attempts }))
    };
    conn.prepare_cached(&last)?.query_row([id], read).optional()
}

#[derive(Deserialize)]
struct ModeOnly {
    mode: Mode,
}

#[derive(Deserialize)]
struct Head {
    at: DateTime<FixedOffset>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Counting, attempt, bury, id, judgement, question, record, suspend, undo};
    use crate::{Body, SittingState};

    fn history(records: &[Record]) -> History {
        let mut history = History::in_memory().expect("opened");
        history.append(records, &Counting).expect("saved");
        history
    }

    #[test]
    fn an_attempt_is_listed_with_its_latest_judgement() {
        let history = history(&[
            attempt("a", "b/q", 0),
            judgement("j1", "a", "b/q", 1, 2),
            judgement("j2", "a", "b/q", 2, 4),
            attempt("c", "b/r", 3),
        ]);
        let rows = history.attempts(&AttemptFilter::default()).expect("read");
        assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["a", "c"]);
        assert_eq!(rows[0].rating, Some(Rating::Easy));
        assert_eq!((rows[1].rating, rows[1].scheduled), (None, false));
        let shown = serde_json::to_value(&rows[0]).expect("JSON");
        let keys: Vec<&String> = shown.as_object().expect("an object").keys().collect();
        let mut expected = [
            "id",
            "question",
            "answered_at",
            "day",
            "rating",
            "sitting",
            "mode",
            "medium",
            "text",
            "recording",
            "seconds",
            "target_seconds",
            "prediction",
            "points",
            "mistakes",
            "weak",
            "hints",
            "gave_up",
            "suggested_rating",
            "scheduled",
            "revision",
            "score",
        ];
        expected.sort_unstable();
        assert_eq!(keys, expected);
        assert_eq!(shown["answered_at"], "2026-11-01T12:00:00+01:00");
        assert_eq!(shown["points"]["metric-real"], "hit");
        assert_eq!(shown["seconds"]["answer"], 0.1 + 0.2);
        assert_eq!(shown["text"], "answer a \u{0}\u{1b}[31m naïve 👩‍👩‍👧‍👦");
    }

    #[test]
    fn filters_and_limits() {
        let records: Vec<Record> =
            (0..10).map(|n| attempt(&format!("a{n}"), if n % 2 == 0 { "b/even" } else { "b/odd" }, n * 24)).collect();
        let history = history(&records);
        let ids = |filter: &AttemptFilter| -> Vec<String> {
            let slow: Vec<String> =
                history.attempts(filter).expect("read").iter().map(|row| row.id.to_string()).collect();
            let fast: Vec<String> =
                history.outcomes(filter).expect("read").iter().map(|row| row.attempt.to_string()).collect();
            assert_eq!(slow, fast);
            slow
        };
        assert_eq!(ids(&AttemptFilter { limit: Some(2), ..Default::default() }), ["a8", "a9"]);
        let since = "2026-11-08".parse().ok();
        assert_eq!(ids(&AttemptFilter { since, ..Default::default() }), ["a7", "a8", "a9"]);
        let odd = Some(question("b/odd"));
        assert_eq!(ids(&AttemptFilter { question: odd, limit: Some(1), since, sitting: None }), ["a9"]);
        assert!(ids(&AttemptFilter { limit: Some(0), ..Default::default() }).is_empty());
    }

    #[test]
    fn an_attempt_without_any_judgement_is_asked_for() {
        let mut history = history(&[
            attempt("open", "b/q", 0),
            attempt("judged", "b/q", 1),
            judgement("j", "judged", "b/q", 1, 3),
            attempt("gone", "b/q", 2),
            undo("u", "gone", 3),
        ]);
        let open = |history: &History| -> Vec<String> {
            history.unjudged().expect("read").iter().map(|row| row.id.to_string()).collect()
        };
        assert_eq!(open(&history), ["open"]);
        // Taking the judgement back is no reason to ask for it again.
        history.append(&[undo("u2", "j", 4)], &Counting).expect("saved");
        assert_eq!(open(&history), ["open"]);
    }

    #[test]
    fn the_last_word_that_counts_can_be_undone() {
        let mut history = history(&[
            attempt("a", "b/q", 0),
            judgement("j", "a", "b/q", 1, 3),
            bury("bury", "b/q", 2),
            suspend("suspend", "b/q", 3, true),
        ]);
        for (expected, hours) in [("suspend", 4), ("bury", 5), ("j", 6)] {
            let last = history.last_undoable().expect("read").expect("something");
            assert_eq!(last.id, id(expected));
            history.append(&[undo(&format!("undo-{expected}"), expected, hours)], &Counting).expect("saved");
        }
        assert_eq!(history.last_undoable().expect("read"), None);
        assert!(history.standings().expect("read").is_empty());
    }

    #[test]
    fn a_judgement_whose_attempt_is_undone_cannot_be_undone_again() {
        let history = history(&[attempt("a", "b/q", 0), judgement("j", "a", "b/q", 1, 3), undo("u", "a", 2)]);
        assert_eq!(history.last_undoable().expect("read"), None);
    }

    #[test]
    fn a_sitting_is_its_last_record() {
        let sitting = |name: &str, of: &str, hours: i64, mode: Mode, state: SittingState| {
            let body = Sitting {
                sitting: id(of),
                mode,
                loop_: None,
                seed: Some(7),
                state,
                questions: vec![question("b/q")],
                progress: serde_json::Value::Null,
                other: serde_json::Map::new(),
            };
            record(name, hours, Body::Sitting(body))
        };
        let mut answer = attempt("a", "b/q", 1);
        if let Body::Attempt(attempt) = &mut answer.body {
            attempt.sitting = Some(id("s1"));
        }
        let history = history(&[
            sitting("s1", "s1", 0, Mode::Drill, SittingState::Started),
            answer,
            sitting("s2", "s2", 2, Mode::Mock, SittingState::Started),
            sitting("s1-end", "s1", 3, Mode::Drill, SittingState::Finished),
        ]);
        let rows = history.sittings().expect("read");
        assert_eq!(rows.iter().map(|row| row.sitting.sitting.as_str()).collect::<Vec<_>>(), ["s2", "s1"]);
        assert_eq!((rows[1].attempts, rows[1].sitting.state), (1, SittingState::Finished));
        assert!(rows[1].started_at < rows[1].changed_at);
        let mock = history.last_sitting(Some(Mode::Mock)).expect("read").expect("one");
        assert_eq!(mock.sitting.sitting, id("s2"));
        let of_sitting = AttemptFilter { sitting: Some(id("s1")), ..Default::default() };
        assert_eq!(history.attempts(&of_sitting).expect("read").len(), 1);
    }
}
