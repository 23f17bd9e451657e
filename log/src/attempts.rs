//! The attempts that count, with their judgements.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use hotseat_bank::{QuestionId, Renames};
use rusqlite::params_from_iter;
use serde::{Deserialize, Serialize};

use super::cell::json;
use super::connection::History;
use super::error::HistoryError;
use super::outcome::{Outcome, Ticks};
use super::record::{Doubt, Medium, Mode, Rating, Spent, Tick};
use super::record_id::RecordId;

/// Which attempts to read. The default is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttemptFilter {
    /// Only attempts of this practice day or later.
    pub since: Option<NaiveDate>,
    /// Only attempts at this question.
    pub question: Option<QuestionId>,
    /// Only attempts of this sitting.
    pub sitting: Option<RecordId>,
    /// Only the newest this many.
    pub limit: Option<u32>,
}

/// An attempt joined with its latest judgement that counts: the row of `history list --json`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AttemptRow {
    /// Id of the attempt.
    pub id: RecordId,
    /// Id of the question.
    pub question: QuestionId,
    /// When the attempt was saved, with the local UTC offset at that instant.
    pub answered_at: DateTime<FixedOffset>,
    /// Practice day of the attempt.
    pub day: NaiveDate,
    /// The rating that counts. None if the attempt was not judged, or was left unrated.
    pub rating: Option<Rating>,
    /// The sitting it belongs to, if any.
    pub sitting: Option<RecordId>,
    /// Drill, mock or practice.
    pub mode: Mode,
    /// Typed, spoken, or none (gave up).
    pub medium: Medium,
    /// The answer, verbatim.
    pub text: String,
    /// File name of the recording, relative to the recordings folder.
    pub recording: Option<String>,
    /// Seconds spent thinking, answering and paused.
    pub seconds: Spent,
    /// The target length in force, in seconds.
    pub target_seconds: u32,
    /// The band the candidate predicted for the answer, 1 to 4.
    pub prediction: Option<u8>,
    /// Ticks by point id.
    pub points: BTreeMap<String, Tick>,
    /// Ids of the mistakes made.
    pub mistakes: Vec<String>,
    /// Ids of the weak signals that the candidate recognised.
    pub weak: Vec<String>,
    /// How many hints were shown.
    pub hints: u32,
    /// Whether the answer was "don't know".
    pub gave_up: bool,
    /// The rating that the rules suggested.
    pub suggested_rating: Option<Rating>,
    /// Whether the judgement moves the schedule; false if there is no judgement.
    pub scheduled: bool,
    /// Share of the points, less 0.10 for each mistake; may be negative. None if there are no notes, or no judgement.
    pub score: Option<f64>,
    /// What the answer would have been worth, 1 (would fail) to 4 (would impress). None if not judged, or if there is
    /// nothing to base it on.
    pub band: Option<u8>,
    /// Points ticked although nothing in the answer's words supports them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doubt: Option<Doubt>,
    /// Revision of the question when it was answered.
    pub revision: u32,
}

/// The parts of an attempt that the `outcome` table does not hold.
#[derive(Deserialize)]
struct AttemptText {
    at: DateTime<FixedOffset>,
    text: String,
    #[serde(default)]
    recording: Option<String>,
}

/// The columns of `outcome o` in the order that [`Outcome::from_row`] expects.
fn columns() -> String {
    format!("o.{}", Outcome::COLUMNS.replace(", ", ", o."))
}

/// The earliest instant, in microseconds since 1970 UTC, that can belong to a practice day in any time zone.
fn earliest(day: NaiveDate) -> i64 {
    day.and_time(NaiveTime::MIN).and_utc().timestamp_micros().saturating_sub(24 * 60 * 60 * 1_000_000)
}

/// SQL condition and its parameters for the table `outcome`, aliased `o`.
fn condition(filter: &AttemptFilter) -> (String, Vec<String>) {
    let mut sql = String::from("o.answered = 1");
    let mut values = Vec::new();
    let columns = [
        ("o.day >= ", filter.since.map(|day| day.to_string())),
        // Redundant, but uses the index over instants; without it every attempt ever made would be scanned.
        ("o.at_us >= ", filter.since.map(|day| earliest(day).to_string())),
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

/// A statement that selects from `outcome o` the attempts that the filter admits, oldest first.
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

fn attempt_row(row: &rusqlite::Row<'_>, renames: &Renames) -> rusqlite::Result<AttemptRow> {
    let outcome = Outcome::from_row(row)?;
    let attempt: AttemptText = json(row.get_ref(27)?.as_str()?)?;
    let ticks: Ticks = row.get_ref(28)?.as_str_or_null()?.map(json::<Ticks>).transpose()?.unwrap_or_default();
    let ticks = ticks.called_now(&outcome.question, renames);
    let verdict = outcome.verdict.as_ref();
    Ok(AttemptRow {
        rating: verdict.and_then(|verdict| verdict.rating),
        suggested_rating: verdict.and_then(|verdict| verdict.suggested),
        scheduled: verdict.is_some_and(|verdict| verdict.scheduled),
        score: verdict.and_then(|verdict| verdict.score),
        band: verdict.and_then(|verdict| verdict.band),
        doubt: ticks.doubt,
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

impl History {
    /// The attempts that count, with their latest judgements, oldest first. For long histories use
    /// [`History::each_attempt`].
    pub fn attempts(&self, filter: &AttemptFilter) -> Result<Vec<AttemptRow>, HistoryError> {
        let mut rows = Vec::new();
        self.each_attempt(filter, |row| {
            rows.push(row);
            Ok(())
        })?;
        Ok(rows)
    }

    /// Calls `each` with the attempts that count, one by one, oldest first, all from one state of the log. Stops at the
    /// first error that `each` returns.
    pub fn each_attempt(
        &self,
        filter: &AttemptFilter,
        mut each: impl FnMut(AttemptRow) -> Result<(), HistoryError>,
    ) -> Result<(), HistoryError> {
        let columns = format!("{}, a.json, j.json", columns());
        let joins = "JOIN record a ON a.id = o.attempt LEFT JOIN record j ON j.id = o.judgement";
        let (sql, values) = newest_in_order(&columns, joins, filter);
        let mut stopped = Ok(());
        self.reading(|conn| {
            let mut statement = conn.prepare_cached(&sql)?;
            let mut rows = statement.query(params_from_iter(values))?;
            while let Some(row) = rows.next()? {
                stopped = each(attempt_row(row, &self.renames)?);
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
        let (sql, values) = newest_in_order(&columns(), "", filter);
        self.reading(|conn| {
            conn.prepare_cached(&sql)?.query_map(params_from_iter(values), Outcome::from_row)?.collect()
        })
    }

    /// Attempts without a judgement that counts, oldest first: drill attempts after which the program ended, and
    /// attempts outside mocks whose judgement was undone.
    pub fn unjudged(&self) -> Result<Vec<AttemptRow>, HistoryError> {
        let undone = "SELECT r.target FROM undone u JOIN record r ON r.id = u.id WHERE r.type = 'judgement'";
        let sql = format!(
            "SELECT {}, a.json, NULL FROM outcome o JOIN record a ON a.id = o.attempt \
             WHERE ((o.judgements = 0 AND o.mode = 'drill') OR (o.attempt IN ({undone}) AND o.mode <> 'mock')) \
             AND o.judgement IS NULL \
             ORDER BY o.at_us, o.attempt",
            columns()
        );
        self.reading(|conn| conn.prepare_cached(&sql)?.query_map([], |row| attempt_row(row, &self.renames))?.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Counting, attempt, history, judgement, question, undo};
    use crate::{Body, Mode, Record};

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
            "band",
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
    fn a_day_begins_everywhere_on_earth() {
        let at = |name: &str, instant: &str| {
            let at: DateTime<FixedOffset> = instant.parse().expect("an instant");
            Record { at, day: crate::moment::practice_day(at), ..attempt(name, "b/q", 0) }
        };
        let history = history(&[
            at("night", "2026-11-08T03:59:59+14:00"),
            at("first", "2026-11-08T04:00:00+14:00"),
            at("last", "2026-11-09T03:59:59-12:00"),
        ]);
        let filter = AttemptFilter { since: "2026-11-08".parse().ok(), ..AttemptFilter::default() };
        let found: Vec<String> =
            history.outcomes(&filter).expect("read").iter().map(|row| row.attempt.to_string()).collect();
        assert_eq!(found, ["first", "last"]);
        let all = AttemptFilter { since: Some(NaiveDate::MIN), ..AttemptFilter::default() };
        assert_eq!(history.outcomes(&all).expect("read").len(), 3);
    }

    #[test]
    fn an_attempt_without_a_judgement_is_asked_for_and_so_is_one_whose_judgement_was_taken_back() {
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
        history.append(&[undo("u2", "j", 4)], &Counting).expect("saved");
        assert_eq!(open(&history), ["open", "judged"]);
        let taken_back = history.judged_last(&"judged".parse().expect("a name")).expect("read").expect("there");
        assert_eq!(taken_back.id.as_str(), "j", "what it said can be started from");
        history.append(&[judgement("j2", "judged", "b/q", 5, 2)], &Counting).expect("saved");
        assert_eq!(open(&history), ["open"]);
    }

    #[test]
    fn practice_is_asked_for_only_where_its_judgement_was_taken_back() {
        let as_mode = |name: &str, hours: i64, mode: Mode| {
            let mut record = attempt(name, "b/q", hours);
            if let Body::Attempt(attempt) = &mut record.body {
                attempt.mode = mode;
            }
            record
        };
        let history = history(&[
            as_mode("left", 0, Mode::Practice),
            as_mode("practised", 1, Mode::Practice),
            judgement("j", "practised", "b/q", 1, 3),
            undo("u", "j", 2),
            as_mode("mock", 3, Mode::Mock),
            judgement("m", "mock", "b/q", 3, 3),
            undo("um", "m", 4),
        ]);
        let open: Vec<String> = history.unjudged().expect("read").iter().map(|row| row.id.to_string()).collect();
        assert_eq!(open, ["practised"], "a mock has its debrief for that");
    }
}
