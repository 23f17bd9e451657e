//! What was heard in a recording: how it was said, and what. Both are found out after the attempt was written, so they
//! are records of their own; a later one for the same attempt replaces an earlier one.

use hotseat_bank::QuestionId;
use rusqlite::OptionalExtension as _;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::connection::History;
use super::error::HistoryError;
use super::outcome::json;
use super::record::RecordId;

/// A stretch of a recording.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stretch {
    /// Where it begins, in seconds.
    pub start_s: f64,
    /// Where it ends, in seconds.
    pub end_s: f64,
}

impl Stretch {
    /// How long it is, in seconds.
    pub fn seconds(self) -> f64 {
        self.end_s - self.start_s
    }
}

/// How something was said, as far as it can be heard without understanding a word. Times are seconds of the recording.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    /// Length of the recording.
    pub duration_s: f64,
    /// Where speech begins; none: nobody speaks.
    pub first_word_s: Option<f64>,
    /// Where speech ends.
    pub last_word_s: Option<f64>,
    /// Time spent speaking.
    pub talk_s: f64,
    /// Silence of 0.25 s and longer between the first word and the last.
    pub pauses: Vec<Stretch>,
    /// The longest of them; 0 without any.
    pub longest_pause_s: f64,
    /// Syllables per second of speech, an estimate that is low by a tenth or so; none without speech.
    pub syllables_per_s: Option<f64>,
    /// Root mean square of the whole recording, full scale being 1.
    pub rms: f64,
    /// Samples at full scale in runs of three and more.
    pub clipped: u64,
    /// Loudness over time in decibels below full scale: equal parts of the recording.
    #[serde(default)]
    pub level_db: Vec<i8>,
}

impl Delivery {
    /// Share of the time from the first word to the last that was silence, 0 to 1. None without speech.
    pub fn silence(&self) -> Option<f64> {
        let span = self.last_word_s? - self.first_word_s?;
        (span > 0.0).then(|| (1.0 - self.talk_s / span).clamp(0.0, 1.0))
    }

    /// The pauses that are longer than so many seconds.
    pub fn pauses_over(&self, seconds: f64) -> impl Iterator<Item = Stretch> {
        self.pauses.iter().copied().filter(move |pause| pause.seconds() > seconds)
    }
}

/// A word and where it stands in a recording.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimedWord {
    /// Where it begins, in seconds.
    pub start_s: f64,
    /// Where it ends, in seconds.
    pub end_s: f64,
    /// The word.
    pub text: String,
}

/// A piece of a transcript.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// Where it begins, in seconds of the recording.
    pub start_s: f64,
    /// Where it ends.
    pub end_s: f64,
    /// What was said.
    pub text: String,
    /// Its words, where whoever wrote it down says where they stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<TimedWord>,
}

/// What was said, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Transcript {
    /// Its pieces.
    pub segments: Vec<Segment>,
}

impl Transcript {
    /// All of it as one text, a piece a line.
    pub fn text(&self) -> String {
        self.segments.iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

/// A `delivery` record: how an attempt was said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeliveryNote {
    /// Which attempt.
    pub attempt: RecordId,
    /// Which question; the attempt's.
    pub question: QuestionId,
    /// The figures.
    pub delivery: Delivery,
    /// Fields of a newer version, kept as they came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A `transcript` record: what was said in an attempt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TranscriptNote {
    /// Which attempt.
    pub attempt: RecordId,
    /// Which question; the attempt's.
    pub question: QuestionId,
    /// The pieces of the transcript.
    pub segments: Vec<Segment>,
    /// Whether the candidate mended it.
    #[serde(default)]
    pub edited: bool,
    /// Fields of a newer version, kept as they came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl History {
    /// How an attempt was said, by the newest record that counts.
    pub fn delivery_of(&self, attempt: &RecordId) -> Result<Option<Delivery>, HistoryError> {
        Ok(self.newest_about::<DeliveryNote>(attempt, "delivery")?.map(|note| note.delivery))
    }

    /// What was said in an attempt, by the newest record that counts.
    pub fn transcript_of(&self, attempt: &RecordId) -> Result<Option<Transcript>, HistoryError> {
        Ok(self
            .newest_about::<TranscriptNote>(attempt, "transcript")?
            .map(|note| Transcript { segments: note.segments }))
    }

    /// How the last `most` spoken answers before this attempt were said, newest first.
    pub fn deliveries_before(&self, attempt: &RecordId, most: usize) -> Result<Vec<Delivery>, HistoryError> {
        self.reading(|conn| {
            let sql = "SELECT json FROM record r WHERE type = 'delivery' AND target <> ?1 \
                       AND at_us <= coalesce((SELECT at_us FROM record WHERE id = ?1), 9223372036854775807) \
                       AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.id IN (r.id, r.target)) \
                       ORDER BY at_us DESC, id DESC";
            let mut statement = conn.prepare_cached(sql)?;
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

    fn newest_about<T: DeserializeOwned>(&self, attempt: &RecordId, kind: &str) -> Result<Option<T>, HistoryError> {
        self.reading(|conn| {
            let sql = "SELECT json FROM record r WHERE target = ?1 AND type = ?2 \
                       AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.id = r.id) ORDER BY at_us DESC, id DESC LIMIT 1";
            let found: Option<String> =
                conn.prepare_cached(sql)?.query_row([attempt.as_str(), kind], |row| row.get(0)).optional()?;
            found.as_deref().map(json).transpose()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Counting, attempt, delivery, id, question, record, undo};
    use crate::{Body, Record};

    fn transcript(name: &str, of: &str, hours: i64, text: &str) -> Record {
        let segments = vec![Segment { start_s: 0.5, end_s: 2.0, text: text.into(), words: Vec::new() }];
        let note = TranscriptNote {
            attempt: id(of),
            question: question("b/q"),
            segments,
            edited: false,
            other: Map::from_iter([("engine".to_owned(), Value::from("some"))]),
        };
        record(name, hours, Body::Transcript(note))
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
