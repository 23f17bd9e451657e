//! The candidate's stories, and each occasion on which one was told.

use std::collections::HashMap;

use chrono::NaiveDate;
use hotseat_bank::QuestionId;

use super::cell::{json, text};
use super::connection::History;
use super::error::HistoryError;
use super::record::{Body, Medium, Record, Story, Telling};
use super::record_id::RecordId;
use super::undo::{COUNTS, COUNTS_WITH_ATTEMPT};

/// A story in its latest wording.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryRow {
    /// The newest record of it.
    pub story: Story,
    /// The practice day on which it was first written.
    pub written: NaiveDate,
}

/// A telling of a story in an attempt that counts.
#[derive(Clone, Debug, PartialEq)]
pub struct TellingRow {
    /// The story.
    pub story: RecordId,
    /// The attempt in which it was told.
    pub attempt: RecordId,
    /// The question that the attempt answers.
    pub question: QuestionId,
    /// The practice day of the attempt.
    pub day: NaiveDate,
    /// Seconds spent answering.
    pub seconds: f64,
    /// The target length in force, in seconds; 0 if unknown.
    pub target: u32,
    /// Whether it was typed or spoken.
    pub medium: Medium,
    /// What the answer would have been worth, 1 (would fail) to 4 (would impress). None if not judged, or if there is
    /// nothing to base it on.
    pub band: Option<u8>,
}

impl History {
    /// The stories that count, each in its latest wording, in the order in which they were first written.
    pub fn stories(&self) -> Result<Vec<StoryRow>, HistoryError> {
        self.reading(|conn| {
            let sql = format!("SELECT json FROM record r WHERE type = 'story' AND {COUNTS} ORDER BY at_us, id");
            let mut statement = conn.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            let (mut stories, mut places): (Vec<StoryRow>, HashMap<RecordId, usize>) = (Vec::new(), HashMap::new());
            while let Some(row) = rows.next()? {
                let record: Record = json(row.get_ref(0)?.as_str()?)?;
                let Body::Story(story) = record.body else { continue };
                if let Some(at) = places.get(&story.story) {
                    stories[*at].story = story;
                } else {
                    places.insert(story.story.clone(), stories.len());
                    stories.push(StoryRow { story, written: record.day });
                }
            }
            Ok(stories)
        })
    }

    /// The tellings in attempts that count, in the order of the attempts.
    pub fn tellings(&self) -> Result<Vec<TellingRow>, HistoryError> {
        self.reading(|conn| {
            let sql = format!(
                "SELECT r.json, o.day, o.answer, o.target_seconds, o.medium, o.band, o.question \
                 FROM record r JOIN outcome o ON o.attempt = r.target \
                 WHERE r.type = 'telling' AND o.answered = 1 AND {COUNTS_WITH_ATTEMPT} \
                 AND NOT EXISTS (SELECT 1 FROM record n WHERE n.target = r.target AND n.type = 'telling' \
                 AND (n.at_us, n.id) > (r.at_us, r.id) AND NOT EXISTS (SELECT 1 FROM undone v WHERE v.id = n.id)) \
                 ORDER BY o.at_us, o.attempt"
            );
            let mut statement = conn.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            let mut tellings = Vec::new();
            while let Some(row) = rows.next()? {
                let telling: Telling = json(row.get_ref(0)?.as_str()?)?;
                let Some(story) = telling.story else { continue };
                tellings.push(TellingRow {
                    story,
                    attempt: telling.attempt,
                    question: text(row.get_ref(6)?.as_str()?)?,
                    day: text(row.get_ref(1)?.as_str()?)?,
                    seconds: row.get(2)?,
                    target: row.get(3)?,
                    medium: json(&format!("\"{}\"", row.get_ref(4)?.as_str()?))?,
                    band: row.get(5)?,
                });
            }
            Ok(tellings)
        })
    }

    /// The story that was told in an attempt, from the newest record that counts. None if none was.
    pub fn story_told_in(&self, attempt: &RecordId) -> Result<Option<RecordId>, HistoryError> {
        Ok(self.newest_about::<Telling>(attempt, "telling")?.and_then(|telling| telling.story))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value};

    use super::*;
    use crate::testing::{Counting, attempt, history, id, judgement, question, record, undo};

    fn story(name: &str, of: &str, hours: i64, title: &str) -> Record {
        record(name, hours, Body::Story(Story::named(id(of), title)))
    }

    fn telling(name: &str, of: Option<&str>, attempt: &str, hours: i64) -> Record {
        let (story, attempt, question) = (of.map(id), id(attempt), question("b/q"));
        record(name, hours, Body::Telling(Telling { story, attempt, question, other: Map::new() }))
    }

    #[test]
    fn an_edit_is_a_new_record_and_an_undo_brings_the_old_words_back() {
        let mut history =
            history(&[story("s", "s", 0, "First"), story("t", "t", 1, "Other"), story("s2", "s", 30, "Second")]);
        let titles = |history: &History| -> Vec<(String, String)> {
            let rows = history.stories().expect("read").into_iter();
            rows.map(|row| (row.story.title, row.written.to_string())).collect()
        };
        let day = "2026-11-01".to_owned();
        assert_eq!(titles(&history), [("Second".into(), day.clone()), ("Other".into(), day.clone())]);
        history.append(&[undo("u", "s2", 40)], &Counting).expect("saved");
        assert_eq!(titles(&history)[0], ("First".into(), day));
    }

    #[test]
    fn tellings_count_with_their_attempts_and_the_newest_one_counts() {
        let mut history = history(&[
            story("s", "s", 0, "A story"),
            attempt("a", "b/q", 1),
            telling("t1", Some("s"), "a", 1),
            judgement("j", "a", "b/q", 2, 3),
            attempt("b", "b/q", 9),
            telling("t2", Some("x"), "b", 10),
            telling("t3", Some("s"), "b", 11),
            telling("t4", Some("s"), "gone", 12),
        ]);
        let told = |history: &History| -> Vec<String> {
            history.tellings().expect("read").into_iter().map(|row| format!("{} {}", row.story, row.attempt)).collect()
        };
        assert_eq!(told(&history), ["s a", "s b"]);
        let first = history.tellings().expect("read").remove(0);
        assert_eq!((first.medium, first.target, first.day.to_string()), (Medium::Typed, 180, "2026-11-01".into()));
        assert_eq!(history.story_told_in(&id("b")).expect("read"), Some(id("s")));
        history.append(&[telling("t5", None, "b", 13), undo("u", "a", 14)], &Counting).expect("saved");
        assert_eq!(told(&history), [""; 0]);
        assert_eq!(history.story_told_in(&id("b")).expect("read"), None);
    }

    #[test]
    fn words_and_fields_of_a_newer_version_stay() {
        let line = r#"{"id":"s","type":"story","at":"2026-11-01T12:00:00Z","story":"s","title":"T","themes":["tomorrow"],"mood":3}"#;
        let mut history = History::in_memory().expect("opened");
        history.import(line.as_bytes(), "a log", &Counting).expect("imported");
        let row = history.stories().expect("read").remove(0);
        assert_eq!((row.story.themes, row.story.other.get("mood")), (vec!["tomorrow".into()], Some(&Value::from(3))));
        let empty = line.replace("\"T\"", "\" \"").replace("\"id\":\"s\"", "\"id\":\"s2\"");
        assert!(
            history.import(empty.as_bytes(), "a log", &Counting).expect_err("no title").to_string().contains("title")
        );
    }
}
