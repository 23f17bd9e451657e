//! The candidate's past answers, read one at a time from a live log, so that they can be searched as the user types.

use std::borrow::Cow;

use chrono::NaiveDate;
use hotseat_bank::QuestionId;
use rusqlite::{Connection, OpenFlags};
use serde::Deserialize;

use super::cell::{text, unreadable};
use super::connection::History;
use super::copy::into_memory;
use super::error::HistoryError;
use super::my_answer;
use super::pragma::{PATIENCE, keep_log};
use super::undo::COUNTS;

/// A second, read-only connection. It can be moved to another thread, and holds at most one answer in memory.
#[derive(Debug)]
pub struct Answers {
    conn: Connection,
}

/// An answer, borrowed from the row that is being read.
#[derive(Clone, Debug, PartialEq)]
pub struct PastAnswer<'a> {
    /// Id of the question, not validated: it is only compared.
    pub question: &'a str,
    /// Practice day, `YYYY-MM-DD`.
    pub day: &'a str,
    /// Texts, verbatim: the answer followed by the replies to its follow-ups; or the note written beside it.
    pub texts: Vec<Cow<'a, str>>,
}

impl PastAnswer<'_> {
    /// The practice day. None if the log holds something that is not a date.
    pub fn date(&self) -> Option<NaiveDate> {
        text(self.day).ok()
    }

    /// The id of the question, validated. None if it is not a valid id.
    pub fn question_id(&self) -> Option<QuestionId> {
        text(self.question).ok()
    }
}

/// SQL condition: the record `r` is the newest remark on its answer.
const REMARKS: &str = "(r.type = 'remark' AND NOT EXISTS (SELECT 1 FROM record n WHERE n.target = r.target \
                       AND n.type = 'remark' AND (n.at_us, n.id) > (r.at_us, r.id) \
                       AND NOT EXISTS (SELECT 1 FROM undone v WHERE v.id = n.id)))";

/// SQL condition: the record `r` is the newest transcript of its answer or reply.
const TRANSCRIPTS: &str = "(r.type = 'transcript' AND NOT EXISTS (SELECT 1 FROM record n WHERE n.target = r.target \
                           AND n.type = 'transcript' AND (n.at_us, n.id) > (r.at_us, r.id) \
                           AND json_extract(n.json, '$.reply') IS json_extract(r.json, '$.reply') \
                           AND NOT EXISTS (SELECT 1 FROM undone v WHERE v.id = n.id)))";

/// The texts in the JSON of an attempt, a remark or a transcript.
#[derive(Deserialize)]
struct Said<'a> {
    #[serde(borrow, default)]
    text: Cow<'a, str>,
    #[serde(borrow, default)]
    follow_ups: Vec<SaidAfter<'a>>,
    #[serde(borrow, default)]
    segments: Vec<SaidAfter<'a>>,
}

#[derive(Deserialize)]
struct SaidAfter<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
}

impl<'a> Said<'a> {
    fn read(json: &'a str) -> rusqlite::Result<Self> {
        serde_json::from_str(json).map_err(|error| unreadable(&error.to_string()))
    }

    /// The answer, then the replies to follow-ups; or a transcript as one text, because its segments may break
    /// anywhere.
    fn texts(self) -> impl Iterator<Item = Cow<'a, str>> {
        let after = self.follow_ups.into_iter().map(|after| after.text);
        let pieces: Vec<&str> = self.segments.iter().map(|piece| piece.text.trim()).collect();
        let spoken = Cow::Owned(pieces.join(" "));
        std::iter::once(self.text).chain(after).chain([spoken]).filter(|text| !text.is_empty())
    }
}

impl Answers {
    /// Calls `each` with every answer that counts, its transcript, the remark on it and the kept answers, newest first
    /// and from one state of the log, until `each` returns `false`.
    pub fn each(&self, mut each: impl FnMut(&PastAnswer<'_>) -> bool) -> Result<(), rusqlite::Error> {
        let sql = format!(
            "SELECT question, day, json FROM record r WHERE (type = 'attempt' OR {REMARKS} OR {TRANSCRIPTS} OR {}) AND {COUNTS} \
             ORDER BY at_us DESC, id DESC",
            my_answer::NEWEST
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let texts = Said::read(row.get_ref(2)?.as_str()?)?.texts().collect();
            let answer = PastAnswer { question: row.get_ref(0)?.as_str()?, day: row.get_ref(1)?.as_str()?, texts };
            if !each(&answer) {
                break;
            }
        }
        Ok(())
    }
}

impl History {
    /// Everything said in reply to a question on one practice day, in answers that count, verbatim and newest first:
    /// each answer, then the replies to its follow-ups. After these come the transcripts and remarks recorded on that
    /// day, and the answer kept on that day, if it still is.
    pub fn said(&self, question: &QuestionId, day: NaiveDate) -> Result<Vec<String>, HistoryError> {
        let sql = "SELECT r.json FROM outcome o JOIN record r ON r.id = o.attempt \
                   WHERE o.question = ?1 AND o.day = ?2 AND o.answered = 1 ORDER BY o.at_us DESC, o.attempt DESC";
        self.reading(|conn| {
            let mut statement = conn.prepare_cached(sql)?;
            let mut rows = statement.query([question.as_str(), &day.to_string()])?;
            let mut texts = Vec::new();
            while let Some(row) = rows.next()? {
                texts.extend(Said::read(row.get_ref(0)?.as_str()?)?.texts().map(Cow::into_owned));
            }
            let remarks = format!(
                "SELECT r.json FROM outcome o JOIN record r ON r.target = o.attempt \
                 WHERE o.question = ?1 AND r.day = ?2 AND ({REMARKS} OR {TRANSCRIPTS}) AND {COUNTS} ORDER BY r.at_us DESC"
            );
            let mut statement = conn.prepare_cached(&remarks)?;
            let mut rows = statement.query([question.as_str(), &day.to_string()])?;
            while let Some(row) = rows.next()? {
                texts.extend(Said::read(row.get_ref(0)?.as_str()?)?.texts().map(Cow::into_owned));
            }
            let kept = format!(
                "SELECT r.json FROM record r WHERE r.question = ?1 AND r.day = ?2 AND {} AND {COUNTS}",
                my_answer::NEWEST
            );
            let mut statement = conn.prepare_cached(&kept)?;
            let mut rows = statement.query([question.as_str(), &day.to_string()])?;
            while let Some(row) = rows.next()? {
                texts.extend(Said::read(row.get_ref(0)?.as_str()?)?.texts().map(Cow::into_owned));
            }
            Ok(texts)
        })
    }

    /// Opens the past answers over a separate connection. A history in memory is copied.
    pub fn answers(&self) -> Result<Answers, HistoryError> {
        let open = || {
            if self.is_in_memory() {
                return into_memory(self.conn());
            }
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let conn = Connection::open_with_flags(self.file(), flags)?;
            conn.busy_timeout(PATIENCE)?;
            keep_log(&conn);
            // In KiB. Everything is read once, front to back, so a cache would not help.
            conn.pragma_update(None, "cache_size", -128)?;
            Ok(conn)
        };
        open().map(|conn| Answers { conn }).map_err(|error| self.fail(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Counting, attempt, undo};
    use crate::{Body, FollowUpAnswer, Record};

    #[test]
    fn the_newest_remark_on_an_answer_is_found_with_it() {
        let remark = |name: &str, hours: i64, text: &str| {
            let (attempt, question) = (crate::testing::id("a"), crate::testing::question("b/q"));
            let remark = crate::Remark { attempt, question, text: text.into(), other: serde_json::Map::new() };
            crate::testing::record(name, hours, Body::Remark(remark))
        };
        let history = crate::testing::history(&[
            attempt("a", "b/q", 0),
            remark("r1", 1, "an older thought"),
            remark("r2", 2, "mention the budget"),
        ]);
        let found = said(&history.answers().expect("opened"), 9);
        let texts: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
        assert!(texts.contains(&"mention the budget") && !texts.contains(&"an older thought"), "{texts:?}");
        let day = remark("x", 2, "").day;
        let said = history.said(&crate::testing::question("b/q"), day).expect("read");
        assert!(said.contains(&"mention the budget".to_owned()), "{said:?}");
    }

    #[test]
    fn what_was_said_in_a_spoken_answer_is_found_as_it_was_mended() {
        let transcript = |name: &str, hours: i64, reply: Option<usize>, pieces: &[&str]| {
            let piece =
                |text: &&str| crate::Segment { start_s: 0.0, end_s: 1.0, text: (*text).into(), words: Vec::new() };
            let note = crate::TranscriptNote {
                attempt: crate::testing::id("a"),
                question: crate::testing::question("b/q"),
                reply,
                segments: pieces.iter().map(piece).collect(),
                edited: false,
                other: serde_json::Map::new(),
            };
            crate::testing::record(name, hours, Body::Transcript(note))
        };
        let history = crate::testing::history(&[
            attempt("a", "b/q", 0),
            transcript("t1", 1, None, &["protect the date", "a base"]),
            transcript("t2", 2, None, &["protect the", "database"]),
            transcript("t3", 3, Some(0), &["whoever is on call"]),
        ]);
        let found = said(&history.answers().expect("opened"), 9);
        let texts: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(texts[..2], ["whoever is on call", "protect the database"], "{texts:?}");
        assert_eq!(texts.len(), 3, "the older one is not there");
        let day = transcript("x", 2, None, &[]).day;
        let said = history.said(&crate::testing::question("b/q"), day).expect("read");
        assert!(said.contains(&"protect the database".to_owned()), "{said:?}");
    }

    fn said(answers: &Answers, most: usize) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let each = |answer: &PastAnswer<'_>| {
            found.push((answer.question.to_owned(), answer.texts.join(" | ")));
            found.len() < most
        };
        answers.each(each).expect("read");
        found
    }

    fn three() -> Vec<Record> {
        let mut last = attempt("c", "b/r", 30);
        if let Body::Attempt(attempt) = &mut last.body {
            attempt.text = "last".into();
            attempt.follow_ups =
                vec![FollowUpAnswer { id: "f".into(), text: "more".into(), seconds: 1.0, recording: None }];
        }
        vec![last, attempt("a", "b/q", 0), attempt("b", "b/q", 10), undo("u", "b", 40)]
    }

    #[test]
    fn the_newest_comes_first_and_what_was_taken_back_does_not_come() {
        let mut history = History::in_memory().expect("opened");
        history.append(&three(), &Counting).expect("saved");
        let answers = history.answers().expect("copied");
        let all = said(&answers, 9);
        assert_eq!(all[0], ("b/r".into(), "last | more".into()));
        assert_eq!(all.iter().map(|(question, _)| question.as_str()).collect::<Vec<_>>(), ["b/r", "b/q"]);
        assert!(all[1].1.starts_with("answer a"));
        assert_eq!(said(&answers, 1).len(), 1);
        let mut day = None;
        let first = |answer: &PastAnswer<'_>| {
            day = answer.date();
            false
        };
        answers.each(first).expect("read");
        let on = |question: &str| history.said(&question.parse().expect("a name"), day.expect("a day")).expect("read");
        assert_eq!(on("b/r"), ["last", "more"]);
        assert_eq!(on("b/never"), [""; 0]);
    }

    #[test]
    fn answers_are_read_beside_a_history_that_is_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut history = History::open(&folder.path().join("history.sqlite")).expect("opened");
        let answers = history.answers().expect("opened");
        assert!(said(&answers, 9).is_empty());
        history.append(&three(), &Counting).expect("saved");
        assert_eq!(said(&answers, 9).len(), 2, "what was saved meanwhile is there");
        let thread = std::thread::spawn(move || said(&answers, 9).len());
        history.append(&[attempt("d", "b/s", 50)], &Counting).expect("not kept waiting");
        assert!(thread.join().expect("no panic") >= 2);
    }

    #[test]
    fn a_read_only_view_can_be_searched_too() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("history.sqlite");
        History::open(&file).and_then(|mut history| history.append(&three(), &Counting)).expect("saved");
        let view = History::open_read_only(&file).expect("opened");
        assert_eq!(said(&view.answers().expect("copied"), 9).len(), 2);
    }
}
