//! The answer that the candidate keeps for a question, to read again: one they gave, perhaps improved since.

use chrono::NaiveDate;
use hotseat_bank::QuestionId;

use super::cell::json;
use super::connection::History;
use super::error::HistoryError;
use super::record::{Body, MyAnswer, Record};
use super::record_id::RecordId;
use super::undo::COUNTS;

/// A kept answer as stored in the log.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptAnswer {
    /// Id of the record.
    pub id: RecordId,
    /// The practice day on which it was kept.
    pub day: NaiveDate,
    /// The content of the record; its text is never empty.
    pub answer: MyAnswer,
}

/// SQL condition: the record `r` is the newest `my-answer` about its question that counts.
pub(super) const NEWEST: &str = "(r.type = 'my-answer' AND NOT EXISTS (SELECT 1 FROM record n WHERE n.type = 'my-answer' \
                                 AND n.question = r.question AND (n.at_us, n.id) > (r.at_us, r.id) \
                                 AND NOT EXISTS (SELECT 1 FROM undone v WHERE v.id = n.id)))";

fn kept(found: &str) -> rusqlite::Result<Option<KeptAnswer>> {
    let record: Record = json(found)?;
    let (id, day) = (record.id, record.day);
    Ok(match record.body {
        Body::MyAnswer(answer) if !answer.text.trim().is_empty() => Some(KeptAnswer { id, day, answer }),
        _ => None,
    })
}

impl History {
    /// The kept answer to a question, if there is one.
    pub fn my_answer(&self, question: &QuestionId) -> Result<Option<KeptAnswer>, HistoryError> {
        let sql = format!("SELECT json FROM record r WHERE question = ?1 AND {NEWEST} AND {COUNTS}");
        self.reading(|conn| {
            let mut statement = conn.prepare_cached(&sql)?;
            let mut rows = statement.query([question.as_str()])?;
            rows.next()?.map_or(Ok(None), |row| kept(row.get_ref(0)?.as_str()?))
        })
    }

    /// All kept answers, one a question, ordered by question id.
    pub fn my_answers(&self) -> Result<Vec<KeptAnswer>, HistoryError> {
        let sql = format!("SELECT json FROM record r WHERE {NEWEST} AND {COUNTS} ORDER BY question");
        self.reading(|conn| {
            let mut statement = conn.prepare_cached(&sql)?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.extend(kept(row.get_ref(0)?.as_str()?)?);
            }
            Ok(found)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Counting, attempt, history, id, question, record, undo};

    fn keeping(name: &str, asked: &str, hours: i64, text: &str) -> Record {
        let answer = MyAnswer::of(question(asked), Some(id("a")), text.into());
        record(name, hours, Body::MyAnswer(answer))
    }

    fn text(history: &History, asked: &str) -> Option<String> {
        history.my_answer(&question(asked)).expect("read").map(|kept| kept.answer.text)
    }

    #[test]
    fn the_newest_one_counts_an_empty_one_takes_it_away_and_an_undo_brings_it_back() {
        let mut history = history(&[attempt("a", "b/q", 0)]);
        assert_eq!(text(&history, "b/q"), None);
        history.append(&[keeping("k1", "b/q", 1, "first"), keeping("o", "b/r", 0, "other")], &Counting).expect("saved");
        assert_eq!(text(&history, "b/q").as_deref(), Some("first"));
        history.append(&[keeping("k2", "b/q", 2, "second")], &Counting).expect("saved");
        assert_eq!(text(&history, "b/q").as_deref(), Some("second"));
        history.append(&[keeping("k3", "b/q", 3, " ")], &Counting).expect("saved");
        assert_eq!(text(&history, "b/q"), None);
        assert_eq!(history.my_answers().expect("read").len(), 1);
        history.append(&[undo("u3", "k3", 4), undo("u2", "k2", 5)], &Counting).expect("saved");
        assert_eq!(text(&history, "b/q").as_deref(), Some("first"));
        let all = history.my_answers().expect("read");
        assert_eq!(all.iter().map(|kept| kept.id.as_str()).collect::<Vec<_>>(), ["k1", "o"]);
        assert_eq!(history.last_undoable().expect("read").expect("something").id, id("k1"));
    }

    #[test]
    fn it_travels_with_what_a_newer_version_says_of_it() {
        let mut from = history(&[attempt("a", "b/q", 0), keeping("k", "b/q", 1, "mine\nin two lines")]);
        let newer =
            br#"{"id":"n","type":"my-answer","at":"2026-11-02T12:00:00+01:00","question":"b/r","text":"t","mood":7}"#;
        from.import(&newer[..], "a newer one", &Counting).expect("merged");
        let mut exported = Vec::new();
        from.export(&mut exported).expect("written");
        let mut to = History::in_memory().expect("opened");
        to.import(&exported[..], "the other", &Counting).expect("merged");
        assert_eq!(text(&to, "b/q").as_deref(), Some("mine\nin two lines"));
        let mut again = Vec::new();
        to.export(&mut again).expect("written");
        assert_eq!(exported, again);
        assert!(String::from_utf8(again).expect("text").contains("\"mood\":7"));
    }

    #[test]
    fn it_is_searched_as_answers_are() {
        let history = history(&[
            attempt("a", "b/q", 0),
            keeping("k1", "b/q", 1, "an older version"),
            keeping("k2", "b/q", 2, "what I mean to say"),
        ]);
        let mut found = Vec::new();
        let each = |answer: &crate::PastAnswer<'_>| {
            found.push(answer.texts.join(" | "));
            true
        };
        history.answers().expect("opened").each(each).expect("read");
        assert!(found.contains(&"what I mean to say".to_owned()) && !found.contains(&"an older version".to_owned()));
        let day = crate::moment::practice_day(crate::testing::at(2));
        let said = history.said(&question("b/q"), day).expect("read");
        assert!(said.contains(&"what I mean to say".to_owned()), "{said:?}");
    }
}
