//! The wording of the answers to a question over time, and the one that the candidate keeps as "my answer".

use super::Engine;
use crate::bank::QuestionId;
use crate::history::{AttemptRow, Body, HistoryError, KeptAnswer, Medium, MyAnswer, Record, RecordId};
use crate::moment::Moment;
use crate::practice::Answer;

/// How many earlier answers are searched for one with words.
const EARLIER: u32 = 20;

/// How a question was answered before.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Earlier {
    /// The answer that the candidate keeps. None if none is kept.
    pub mine: Option<KeptAnswer>,
    /// The newest answer that has words, with its words. None if there is none among the newest.
    pub last: Option<(AttemptRow, String)>,
}

impl Engine {
    /// The words of an answer, typed or transcribed. Empty if there are none.
    pub fn words_of(&self, row: &AttemptRow) -> Result<String, HistoryError> {
        let is_spoken = row.text.is_empty() && row.medium == Medium::Spoken;
        let transcript = if is_spoken { self.history.transcript_of(&row.id)? } else { None };
        Ok(transcript.map_or_else(|| row.text.clone(), |transcript| transcript.text()))
    }

    /// The answer to a question that the candidate keeps. None if none is kept.
    pub fn my_answer(&self, question: &QuestionId) -> Result<Option<KeptAnswer>, HistoryError> {
        self.history.my_answer(question)
    }

    /// How a question was answered before an attempt.
    pub fn earlier(&self, question: &QuestionId, attempt: &RecordId) -> Result<Earlier, HistoryError> {
        let mine = self.history.my_answer(question)?;
        let rows = self.answers_to(question, EARLIER)?;
        let before = rows.iter().position(|row| row.id == *attempt).unwrap_or(rows.len());
        for row in rows[..before].iter().rev() {
            let words = self.words_of(row)?;
            if !words.trim().is_empty() {
                return Ok(Earlier { mine, last: Some((row.clone(), words)) });
            }
        }
        Ok(Earlier { mine, last: None })
    }

    /// The record that keeps an answer. None if the answer is empty, so that there is nothing to keep.
    pub fn keep_answer(&self, answer: MyAnswer, now: Moment) -> Option<Record> {
        let text = answer.text.trim().to_owned();
        (!text.is_empty()).then(|| Record::new(now, Body::MyAnswer(MyAnswer { text, ..answer })))
    }

    /// The record that keeps an answer just given. None if it has no words.
    pub fn keep_given(&self, answer: &Answer, now: Moment) -> Option<Record> {
        let (question, attempt) = (answer.name().clone(), Some(answer.id().clone()));
        self.keep_answer(MyAnswer::of(question, attempt, self.hearing().words(answer)), now)
    }

    /// The record that stops keeping an answer to the question.
    pub fn let_answer_go(&self, question: &QuestionId, now: Moment) -> Record {
        Record::new(now, Body::MyAnswer(MyAnswer::of(question.clone(), None, String::new())))
    }
}

/// Whether an attempt with these words is the answer that is kept.
pub fn is_kept(kept: Option<&KeptAnswer>, attempt: &RecordId, words: &str) -> bool {
    kept.is_some_and(|kept| kept.answer.attempt.as_ref() == Some(attempt) && kept.answer.text == words.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Library;
    use crate::config::Config;
    use crate::history::{Segment, TranscriptNote};
    use crate::testing::{id, noon, question, record, typed};

    fn engine(records: Vec<Record>) -> Engine {
        let mut engine = Engine::in_memory(Config::default(), Library::builtin(), noon()).expect("opened");
        engine.save(records, noon()).expect("saved");
        engine
    }

    fn answered(name: &str, hours: i64, text: &str) -> Record {
        record(name, hours, Body::Attempt(typed(question("b/q"), text)))
    }

    #[test]
    fn what_was_said_aloud_counts_by_its_transcript() {
        let mut spoken = typed(question("b/q"), "");
        spoken.medium = Medium::Spoken;
        let segments = vec![Segment { start_s: 0.0, end_s: 1.0, text: "said aloud".into(), words: Vec::new() }];
        let (attempt, asked) = (id("s"), question("b/q"));
        let note = TranscriptNote {
            attempt,
            question: asked,
            reply: None,
            segments,
            edited: false,
            other: serde_json::Map::new(),
        };
        let engine = engine(vec![
            record("s", 0, Body::Attempt(spoken)),
            record("t", 1, Body::Transcript(note)),
            answered("empty", 2, " "),
            answered("now", 3, "typed now"),
        ]);
        let earlier = engine.earlier(&question("b/q"), &id("now")).expect("read");
        assert_eq!(earlier.last.map(|(row, words)| (row.id, words)), Some((id("s"), "said aloud".into())));
        assert_eq!(engine.earlier(&question("b/q"), &id("s")).expect("read"), Earlier::default());
    }

    #[test]
    fn an_answer_is_kept_as_long_as_its_words_are_those() {
        let mut engine = engine(vec![answered("a", 0, "the words ")]);
        let answer = |text: &str| MyAnswer::of(question("b/q"), Some(id("a")), text.to_owned());
        assert_eq!(engine.keep_answer(answer(" \n"), noon()), None);
        let record = engine.keep_answer(answer("the words "), noon()).expect("something");
        engine.save(vec![record], noon()).expect("saved");
        let kept = engine.my_answer(&question("b/q")).expect("read");
        assert!(is_kept(kept.as_ref(), &id("a"), "the words ") && !is_kept(kept.as_ref(), &id("b"), "the words"));
        assert!(!is_kept(kept.as_ref(), &id("a"), "other words"));
        let record = engine.let_answer_go(&question("b/q"), noon().plus(1.0));
        engine.save(vec![record], noon()).expect("saved");
        assert_eq!(engine.my_answer(&question("b/q")).expect("read"), None);
    }
}
