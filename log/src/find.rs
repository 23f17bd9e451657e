//! Looking up single records: by id, or the newest of a kind that counts.

use rusqlite::{Connection, OptionalExtension as _, Params};
use serde::de::DeserializeOwned;

use super::cell::json;
use super::connection::History;
use super::error::HistoryError;
use super::heard::{Delivery, DeliveryNote, Transcript, TranscriptNote, Utterance};
use super::record::{Body, Record, Remark};
use super::record_id::RecordId;
use super::undo::{COUNTS, COUNTS_WITH_ATTEMPT};

/// The record that a statement selects, if any.
fn found<T: DeserializeOwned>(conn: &Connection, sql: &str, of: impl Params) -> rusqlite::Result<Option<T>> {
    let found: Option<String> = conn.prepare_cached(sql)?.query_row(of, |row| row.get(0)).optional()?;
    found.as_deref().map(json).transpose()
}

/// The newest record that counts and meets an SQL condition.
fn newest<T: DeserializeOwned>(conn: &Connection, condition: &str, of: impl Params) -> rusqlite::Result<Option<T>> {
    let sql = format!("SELECT json FROM record r WHERE {condition} AND {COUNTS} ORDER BY at_us DESC, id DESC LIMIT 1");
    found(conn, &sql, of)
}

/// The newest record of a type that counts and whose attempt counts, with its sort key in the log: instant and id.
fn newest_of(conn: &Connection, kind: &str) -> rusqlite::Result<Option<(i64, String, String)>> {
    let sql = format!(
        "SELECT at_us, id, json FROM record r WHERE type = ?1 AND {COUNTS_WITH_ATTEMPT} \
         ORDER BY at_us DESC, id DESC LIMIT 1"
    );
    conn.prepare_cached(&sql)?.query_row([kind], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()
}

impl History {
    /// One record, as it was saved.
    pub fn record(&self, id: &RecordId) -> Result<Option<Record>, HistoryError> {
        self.reading(|conn| found(conn, "SELECT json FROM record WHERE id = ?1", [id.as_str()]))
    }

    /// Whether the log holds a record with this id.
    pub fn contains(&self, id: &RecordId) -> Result<bool, HistoryError> {
        self.reading(|conn| conn.prepare_cached("SELECT 1 FROM record WHERE id = ?1")?.exists([id.as_str()]))
    }

    /// The newest judgement, bury, suspend or answer to keep that counts: the record that an undo would take back.
    pub fn last_undoable(&self) -> Result<Option<Record>, HistoryError> {
        self.reading(|conn| {
            let mut newest = None;
            for kind in ["judgement", "bury", "suspend", "my-answer"] {
                newest = newest.max(newest_of(conn, kind)?);
            }
            newest.map(|(_, _, found)| json(&found)).transpose()
        })
    }

    /// The newest weights of the memory model that count. None means the defaults.
    pub fn last_weights(&self) -> Result<Option<Record>, HistoryError> {
        self.reading(|conn| newest_of(conn, "weights")?.map(|(_, _, found)| json(&found)).transpose())
    }

    /// The latest judgement of an attempt that counts, with current names.
    pub fn judgement_of(&self, attempt: &RecordId) -> Result<Option<Record>, HistoryError> {
        let sql = "SELECT j.json FROM outcome o JOIN record j ON j.id = o.judgement WHERE o.attempt = ?1";
        Ok(self.reading(|conn| found(conn, sql, [attempt.as_str()]))?.map(|record| self.called_now(record)))
    }

    /// Replaces the names of a judgement's question and points with their current ones.
    fn called_now(&self, mut record: Record) -> Record {
        if let Body::Judgement(judgement) = &mut record.body {
            judgement.question = self.renames.question(judgement.question.clone());
            let points = std::mem::take(&mut judgement.points).into_iter();
            judgement.points =
                points.map(|(point, tick)| (self.renames.point(&judgement.question, point), tick)).collect();
        }
        record
    }

    /// The newest judgement of an attempt, even if it was taken back.
    pub fn judged_last(&self, attempt: &RecordId) -> Result<Option<Record>, HistoryError> {
        let sql =
            "SELECT json FROM record WHERE target = ?1 AND type = 'judgement' ORDER BY at_us DESC, id DESC LIMIT 1";
        Ok(self.reading(|conn| found(conn, sql, [attempt.as_str()]))?.map(|record| self.called_now(record)))
    }

    /// All judgements of an attempt that were not taken back, oldest first, including those made after the coach.
    pub fn judgements_of(&self, attempt: &RecordId) -> Result<Vec<Record>, HistoryError> {
        let sql = format!(
            "SELECT json FROM record r WHERE target = ?1 AND type = 'judgement' AND {COUNTS} ORDER BY at_us, id"
        );
        self.reading(|conn| {
            let mut select = conn.prepare_cached(&sql)?;
            let rows = select.query_map([attempt.as_str()], |row| row.get::<_, String>(0))?;
            rows.map(|row| Ok(self.called_now(json(&row?)?))).collect()
        })
    }

    /// The newest scorecard of a sitting that counts.
    pub fn scorecard(&self, sitting: &RecordId) -> Result<Option<Record>, HistoryError> {
        // The type is tested twice because the index covers both types.
        let condition = "sitting = ?1 AND type IN ('sitting', 'scorecard') AND type = 'scorecard'";
        self.reading(|conn| newest(conn, condition, [sitting.as_str()]))
    }

    /// All scorecards of a sitting that count, oldest first, whoever made them.
    pub fn scorecards(&self, sitting: &RecordId) -> Result<Vec<Record>, HistoryError> {
        let sql = format!(
            "SELECT json FROM record r WHERE sitting = ?1 AND type IN ('sitting', 'scorecard') AND type = 'scorecard' AND \
             {COUNTS} ORDER BY at_us, id"
        );
        self.reading(|conn| {
            let mut select = conn.prepare_cached(&sql)?;
            let rows = select.query_map([sitting.as_str()], |row| row.get::<_, String>(0))?;
            rows.map(|row| json(&row?)).collect()
        })
    }

    /// How an answer or reply was delivered, from the newest record that counts.
    pub fn delivery_of(&self, of: impl Into<Utterance>) -> Result<Option<Delivery>, HistoryError> {
        Ok(self.newest_heard::<DeliveryNote>(&of.into(), "delivery")?.map(|note| note.delivery))
    }

    /// The transcript of an answer or reply, from the newest record that counts.
    pub fn transcript_of(&self, of: impl Into<Utterance>) -> Result<Option<Transcript>, HistoryError> {
        let note: Option<TranscriptNote> = self.newest_heard(&of.into(), "transcript")?;
        Ok(note.map(|note| Transcript { segments: note.segments }))
    }

    /// The candidate's remark on an attempt, from the newest record that counts. None if that one is empty.
    pub fn remark_on(&self, attempt: &RecordId) -> Result<Option<String>, HistoryError> {
        let remark: Option<Remark> = self.newest_about(attempt, "remark")?;
        Ok(remark.map(|remark| remark.text).filter(|text| !text.trim().is_empty()))
    }

    /// Deliveries of the last `most` spoken answers before this attempt, newest first.
    pub fn deliveries_before(&self, attempt: &RecordId, most: usize) -> Result<Vec<Delivery>, HistoryError> {
        self.reading(|conn| {
            let sql = format!(
                "SELECT json FROM record r WHERE type = 'delivery' AND target <> ?1 \
                 AND json_extract(json, '$.reply') IS NULL \
                 AND at_us <= coalesce((SELECT at_us FROM record WHERE id = ?1), 9223372036854775807) \
                 AND {COUNTS_WITH_ATTEMPT} ORDER BY at_us DESC, id DESC"
            );
            let mut statement = conn.prepare_cached(&sql)?;
            let mut rows = statement.query([attempt.as_str()])?;
            let mut seen: Vec<RecordId> = Vec::new();
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let note: DeliveryNote = json(row.get_ref(0)?.as_str()?)?;
                if found.len() >= most {
                    break;
                }
                if !seen.contains(&note.attempt) {
                    seen.push(note.attempt);
                    found.push(note.delivery);
                }
            }
            Ok(found)
        })
    }

    fn newest_heard<T: DeserializeOwned>(&self, of: &Utterance, kind: &str) -> Result<Option<T>, HistoryError> {
        let condition = "target = ?1 AND type = ?2 AND json_extract(json, '$.reply') IS ?3";
        self.reading(|conn| newest(conn, condition, (of.attempt.as_str(), kind, of.reply)))
    }

    pub(super) fn newest_about<T: DeserializeOwned>(
        &self,
        attempt: &RecordId,
        kind: &str,
    ) -> Result<Option<T>, HistoryError> {
        self.reading(|conn| newest(conn, "target = ?1 AND type = ?2", [attempt.as_str(), kind]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Counting, attempt, bury, delivery, history, id, judgement, question, record, suspend, undo};
    use crate::{Body, Segment};
    use serde_json::{Map, Value};

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
    fn all_judgements_of_an_attempt_are_found_but_those_taken_back() {
        let history = history(&[
            attempt("a", "b/q", 0),
            attempt("b", "b/q", 0),
            judgement("j2", "a", "b/q", 2, 3),
            judgement("j1", "a", "b/q", 1, 2),
            judgement("other", "b", "b/q", 3, 1),
            judgement("j3", "a", "b/q", 4, 1),
            undo("u", "j3", 5),
        ]);
        let ids = |attempt: &str| -> Vec<String> {
            let found = history.judgements_of(&id(attempt)).expect("read");
            found.into_iter().map(|record| record.id.to_string()).collect()
        };
        assert_eq!(ids("a"), ["j1", "j2"]);
        assert_eq!(history.judgement_of(&id("a")).expect("read").map(|record| record.id), Some(id("j2")));
        assert_eq!(ids("b"), ["other"]);
        assert!(ids("c").is_empty());
    }

    fn transcript(name: &str, of: &str, hours: i64, text: &str) -> Record {
        let segments = vec![Segment { start_s: 0.5, end_s: 2.0, text: text.into(), words: Vec::new() }];
        let note = TranscriptNote {
            attempt: id(of),
            question: question("b/q"),
            reply: None,
            segments,
            edited: false,
            other: Map::from_iter([("engine".to_owned(), Value::from("some"))]),
        };
        record(name, hours, Body::Transcript(note))
    }

    #[test]
    fn the_newest_remark_counts_and_an_empty_one_takes_it_away() {
        let remark = |name: &str, hours: i64, text: &str| {
            let remark = Remark { attempt: id("a"), question: question("b/q"), text: text.into(), other: Map::new() };
            record(name, hours, Body::Remark(remark))
        };
        let mut history = history(&[attempt("a", "b/q", 0), remark("r1", 1, "First"), remark("r2", 2, "Second")]);
        let now = |history: &History| history.remark_on(&id("a")).expect("read");
        assert_eq!(now(&history).as_deref(), Some("Second"));
        history.append(&[undo("u", "r2", 3)], &Counting).expect("appended");
        assert_eq!(now(&history).as_deref(), Some("First"));
        history.append(&[remark("r3", 4, " ")], &Counting).expect("appended");
        assert_eq!(now(&history), None);
    }

    #[test]
    fn the_newest_word_on_an_attempt_counts_and_can_be_taken_back() {
        let mut history = History::in_memory().expect("opened");
        let records = [
            attempt("a", "b/q", 0),
            transcript("t1", "a", 1, "the lack of every consumer"),
            transcript("t2", "a", 2, "the lag of every consumer"),
            delivery("d", "a", "b/q", 1, 1.5),
        ];
        history.append(&records, &Counting).expect("saved");
        let text = |history: &History| history.transcript_of(&id("a")).expect("read").map(|found| found.text());
        assert_eq!(text(&history).as_deref(), Some("the lag of every consumer"));
        assert_eq!(history.delivery_of(&id("a")).expect("read").and_then(|found| found.first_word_s), Some(1.5));
        assert_eq!(history.delivery_of(&id("other")).expect("read"), None);
        let Body::Transcript(mut note) = transcript("t3", "a", 3, "a reply").body else { panic!("a transcript") };
        note.reply = Some(1);
        history.append(&[record("t3", 3, Body::Transcript(note))], &Counting).expect("appended");
        assert_eq!(text(&history).as_deref(), Some("the lag of every consumer"), "the answer is not its replies");
        let of_reply =
            |at| history.transcript_of(Utterance::reply(&id("a"), at)).expect("read").map(|found| found.text());
        assert_eq!((of_reply(0), of_reply(1).as_deref()), (None, Some("a reply")));
        history.append(&[undo("u", "t2", 3)], &Counting).expect("saved");
        assert_eq!(text(&history).as_deref(), Some("the lack of every consumer"));
        assert!(history.check_rebuild(&Counting).expect("checked").is_empty());
    }

    #[test]
    fn they_travel_with_the_log() {
        let mut history = History::in_memory().expect("opened");
        let records =
            [attempt("a", "b/q", 0), transcript("t", "a", 1, "said \u{1b}[31m so"), delivery("d", "a", "b/q", 1, 0.25)];
        history.append(&records, &Counting).expect("saved");
        let mut lines = Vec::new();
        history.export(&mut lines).expect("written");
        let mut copy = History::in_memory().expect("opened");
        copy.import(lines.as_slice(), "log", &Counting).expect("merged");
        for record in &records {
            assert_eq!(copy.record(&record.id).expect("read").as_ref(), Some(record));
        }
        let mut again = Vec::new();
        copy.export(&mut again).expect("written");
        assert_eq!(again, lines);
    }

    #[test]
    fn earlier_answers_come_newest_first_and_once() {
        let mut history = History::in_memory().expect("opened");
        let mut records = vec![attempt("now", "b/q", 50), delivery("dnow", "now", "b/q", 50, 9.0)];
        for n in 0..4 {
            let name = format!("a{n}");
            records.push(attempt(&name, "b/q", n * 2));
            records.push(delivery(&format!("d{n}"), &name, "b/q", n * 2 + 1, n as f64));
        }
        records.push(delivery("d0-again", "a0", "b/q", 2, 7.0));
        records.push(undo("u", "a3", 20));
        history.append(&records, &Counting).expect("saved");
        let first = |most| -> Vec<f64> {
            let found = history.deliveries_before(&id("now"), most).expect("read");
            found.iter().filter_map(|delivery| delivery.first_word_s).collect()
        };
        assert_eq!(first(9), [2.0, 1.0, 7.0]);
        assert_eq!(first(1), [2.0]);
    }
}
