//! A record in its canonical form: the same content always has the same text, wherever it came from.
//!
//! Canonical means: known fields as this program writes them, unknown fields kept where they stood, `id`, `type`, `at`
//! and `day` first, all other keys sorted. Two logs that hold the same records therefore export the same bytes, and
//! "same id, different content" can be found by comparing texts.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate};
use hotseat_bank::json;
use rusqlite::ToSql;
use serde::de::DeserializeOwned;
use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};
use serde_json::{Map, Value};

use super::heard::{DeliveryNote, TranscriptNote};
use super::moment::practice_day;
use super::record::{Attempt, Body, Judgement, Record, Remark, Telling};
use super::record_id::RecordId;

/// A row of the table `record`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RecordRow {
    pub(super) id: String,
    pub(super) at_us: i64,
    pub(super) kind: String,
    pub(super) day: String,
    pub(super) question: Option<String>,
    pub(super) target: Option<String>,
    pub(super) sitting: Option<String>,
    pub(super) json: String,
}

/// The columns of the table `record`, in the order of [`RecordRow::values`].
pub(super) const COLUMNS: &str = "id, at_us, type, day, question, target, sitting, json";

/// The keys that every record has, in the order of writing.
const HEAD: [&str; 4] = ["id", "type", "at", "day"];

impl RecordRow {
    /// Reads a stored row, selected by [`COLUMNS`].
    pub(super) fn kept(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            at_us: row.get(1)?,
            kind: row.get(2)?,
            day: row.get(3)?,
            question: row.get(4)?,
            target: row.get(5)?,
            sitting: row.get(6)?,
            json: row.get(7)?,
        })
    }

    /// The values for [`COLUMNS`], in order.
    pub(super) fn values(&self) -> [&dyn ToSql; 8] {
        let Self { id, at_us, kind, day, question, target, sitting, json } = self;
        [id, at_us, kind, day, question, target, sitting, json]
    }

    /// The row of one of our own records. Fails if the record could not be read back, for example because a number in
    /// it is not finite.
    pub(super) fn of(record: &Record) -> Result<Self, String> {
        let value = serde_json::to_value(record).map_err(|error| error.to_string())?;
        Ok(Self::read(value)?.0)
    }

    /// Reads a record from JSON: its row, and the record itself for further checks. The error says what is wrong.
    pub(super) fn read(value: Value) -> Result<(Self, Record), String> {
        let Value::Object(mut rest) = value else {
            return Err(format!("found {}, expected an object", kind_of(&value)));
        };
        let id: RecordId = take(&mut rest, "id")?.ok_or("the field `id` is missing")?;
        let at: DateTime<FixedOffset> = take(&mut rest, "at")?.ok_or("the field `at` is missing")?;
        let day: Option<NaiveDate> = take(&mut rest, "day")?;
        let day = day.unwrap_or_else(|| practice_day(at));
        // Days are compared as text, so years need exactly four digits.
        if !(0..=9999).contains(&day.year()) {
            return Err(format!("day: {day} is not in the years 0 to 9999"));
        }
        let kind: String = take(&mut rest, "type")?.ok_or("the field `type` is missing")?;
        let source = Value::Object(rest);
        let body = match kind.as_str() {
            "attempt" => Body::Attempt(read_body(&source)?),
            "judgement" => Body::Judgement(read_body(&source)?),
            "undo" => Body::Undo(read_body(&source)?),
            "bury" => Body::Bury(read_body(&source)?),
            "suspend" => Body::Suspend(read_body(&source)?),
            "sitting" => Body::Sitting(read_body(&source)?),
            "scorecard" => Body::Scorecard(read_body(&source)?),
            "weights" => Body::Weights(read_body(&source)?),
            "delivery" => Body::Delivery(read_body(&source)?),
            "transcript" => Body::Transcript(read_body(&source)?),
            "remark" => Body::Remark(read_body(&source)?),
            "my-answer" => Body::MyAnswer(read_body(&source)?),
            "job" => Body::Job(read_body(&source)?),
            "interview" => Body::Interview(read_body(&source)?),
            "story" => Body::Story(read_body(&source)?),
            "telling" => Body::Telling(read_body(&source)?),
            "habit" => Body::Habit(read_body(&source)?),
            other => {
                return Err(format!(
                    "type: {other:?} is no type of record that this version knows; it may come from a newer Hotseat"
                ));
            }
        };
        let record = Record { id, at, day, body };
        let mut canonical = serde_json::to_value(&record).map_err(|error| error.to_string())?;
        add_missing(&mut canonical, source);
        let json = serde_json::to_string(&Canonical(&canonical)).map_err(|error| error.to_string())?;
        let (question, target, sitting) = keys(&record.body);
        let row = Self {
            id: record.id.as_str().to_owned(),
            at_us: record.at.timestamp_micros(),
            kind,
            day: record.day.to_string(),
            question: question.map(str::to_owned),
            target: target.map(str::to_owned),
            sitting: sitting.map(str::to_owned),
            json,
        };
        Ok((row, record))
    }
}

/// Question, target and sitting of a record.
fn keys(body: &Body) -> (Option<&str>, Option<&str>, Option<&str>) {
    match body {
        Body::Attempt(Attempt { question, sitting, .. }) => {
            (Some(question.as_str()), None, sitting.as_ref().map(RecordId::as_str))
        }
        Body::Judgement(Judgement { question, attempt, .. })
        | Body::Delivery(DeliveryNote { question, attempt, .. })
        | Body::Transcript(TranscriptNote { question, attempt, .. })
        | Body::Remark(Remark { question, attempt, .. })
        | Body::Telling(Telling { question, attempt, .. }) => (Some(question.as_str()), Some(attempt.as_str()), None),
        Body::Undo(undo) => (None, Some(undo.record.as_str()), None),
        Body::MyAnswer(answer) => (Some(answer.question.as_str()), None, None),
        Body::Habit(take) => (Some(take.question.as_str()), None, None),
        Body::Bury(bury) => (Some(bury.question.as_str()), None, None),
        Body::Suspend(suspend) => (Some(suspend.question.as_str()), None, None),
        Body::Sitting(sitting) => (None, None, Some(sitting.sitting.as_str())),
        Body::Scorecard(card) => (None, None, Some(card.sitting.as_str())),
        Body::Job(note) => (None, Some(note.job.as_str()), None),
        Body::Interview(interview) => (None, interview.job.as_ref().map(RecordId::as_str), None),
        Body::Weights(_) | Body::Story(_) => (None, None, None),
    }
}

fn take<T: DeserializeOwned>(map: &mut Map<String, Value>, key: &str) -> Result<Option<T>, String> {
    match map.remove(key) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => {
            let shown = excerpt(&value.to_string());
            json::of_value(&value).map(Some).map_err(|error| format!("{key}: {error} (found {shown})"))
        }
    }
}

/// Reads one kind of body; the error starts with the path of the offending field.
pub(super) fn read_body<T: DeserializeOwned>(source: &Value) -> Result<T, String> {
    json::of_value(source).map_err(|misfit| misfit.to_string())
}

/// The type of a JSON value, for error messages.
pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// The first 60 characters on one line, for error messages.
pub(super) fn excerpt(text: &str) -> String {
    let text = hotseat_bank::text::one_line(text);
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// Adds the fields of `source` that `target` lacks, because our types do not know them. Null counts as absent.
fn add_missing(target: &mut Value, source: Value) {
    match (target, source) {
        (Value::Object(target), Value::Object(source)) => {
            for (key, value) in source {
                match target.get_mut(&key) {
                    Some(known) => add_missing(known, value),
                    None if value.is_null() => {}
                    None => {
                        target.insert(key, value);
                    }
                }
            }
        }
        (Value::Array(target), Value::Array(source)) if target.len() == source.len() => {
            for (known, value) in target.iter_mut().zip(source) {
                add_missing(known, value);
            }
        }
        _ => {}
    }
}

/// Writes the head keys first and sorts all others, whatever the order of the map.
struct Canonical<'a>(&'a Value);

impl Serialize for Canonical<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Value::Object(map) = self.0 else { return Sorted(self.0).serialize(serializer) };
        let mut out = serializer.serialize_map(Some(map.len()))?;
        for key in HEAD {
            if let Some(value) = map.get(key) {
                out.serialize_entry(key, &Sorted(value))?;
            }
        }
        for (key, value) in sorted(map) {
            if !HEAD.contains(&key.as_str()) {
                out.serialize_entry(key, &Sorted(value))?;
            }
        }
        out.end()
    }
}

struct Sorted<'a>(&'a Value);

impl Serialize for Sorted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(map) => {
                let mut out = serializer.serialize_map(Some(map.len()))?;
                for (key, value) in sorted(map) {
                    out.serialize_entry(key, &Sorted(value))?;
                }
                out.end()
            }
            Value::Array(items) => {
                let mut out = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    out.serialize_element(&Sorted(item))?;
                }
                out.end()
            }
            plain => plain.serialize(serializer),
        }
    }
}

fn sorted(map: &Map<String, Value>) -> BTreeMap<&String, &Value> {
    map.iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn attempt() -> Value {
        json!({
            "type": "attempt", "id": "a1", "at": "2026-11-22T13:00:00+01:00", "day": "2026-11-22",
            "question": "backend/slow-query", "revision": 1, "mode": "drill", "medium": "typed", "text": "nul \u{0} ok",
            "seconds": {"think": 12, "answer": 171.4, "paused": 0, "zeta": 1}, "target_seconds": 180, "hints": 0,
            "gave_up": false, "alpha": {"z": 1, "a": [1, {"y": null, "b": 2}]},
        })
    }

    #[test]
    fn unknown_fields_stay_where_they_stood() {
        let (row, record) = RecordRow::read(attempt()).expect("a record");
        assert!(
            row.json.starts_with(
                r#"{"id":"a1","type":"attempt","at":"2026-11-22T13:00:00+01:00","day":"2026-11-22","alpha""#
            ),
            "{}",
            row.json
        );
        assert!(row.json.contains(r#""zeta":1"#) && row.json.contains(r#"{"a":[1,{"b":2,"y":null}],"z":1}"#));
        assert_eq!(
            RecordRow::of(&record).expect("the same").json.replace(r#","zeta":1"#, ""),
            row.json.replace(r#","zeta":1"#, "")
        );
        let (again, _) = RecordRow::read(serde_json::from_str(&row.json).expect("JSON")).expect("a record");
        assert_eq!(again, row, "canonical text is its own canonical form");
    }

    #[test]
    fn unknown_fields_of_small_records_stay() {
        let undo = json!({"type": "undo", "id": "u", "at": "2026-11-22T13:00:00Z", "record": "a1", "why": "typo"});
        let (row, _) = RecordRow::read(undo).expect("a record");
        assert!(row.json.contains(r#""why":"typo""#), "{}", row.json);
        assert_eq!(row.day, "2026-11-22", "a missing day is computed");
        assert_eq!(row.target.as_deref(), Some("a1"));
    }

    #[test]
    fn an_error_names_the_field() {
        let mut wrong = attempt();
        wrong["seconds"]["answer"] = json!("long");
        let problem = RecordRow::read(wrong).expect_err("no number");
        assert!(problem.starts_with("seconds.answer: "), "{problem}");
        let mut wrong = attempt();
        wrong["id"] = json!("");
        assert!(RecordRow::read(wrong).expect_err("no id").starts_with("id: "));
        let mut wrong = attempt();
        wrong["type"] = json!("dream");
        assert!(RecordRow::read(wrong).expect_err("no type").contains("newer"));
        assert!(RecordRow::read(json!([1])).expect_err("an array").contains("an array"));
    }

    #[test]
    fn a_number_that_is_not_finite_is_refused() {
        let (_, mut record) = RecordRow::read(attempt()).expect("a record");
        if let Body::Attempt(attempt) = &mut record.body {
            attempt.seconds.answer = f64::NAN;
        }
        assert!(RecordRow::of(&record).is_err());
    }
}
