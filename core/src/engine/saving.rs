//! Records on their way to the log.
//!
//! Errors are of two kinds. A full disk or a locked file may be over at the next try, so what could not be written
//! waits for it. A record that can never be saved is kept under another id or in a file of its own.

use std::collections::HashMap;

use super::Engine;
use crate::files;
use crate::history::{Body, HistoryError, Mode, MyAnswer, Record, RecordId};
use crate::moment::Moment;

impl Engine {
    /// Appends records to the log. On return they are on the disk. Records that cannot be written for now are kept
    /// and tried again with the next save; an empty save only tries again. A record that can never be written is put
    /// aside with a message, so that it does not block the others.
    ///
    /// Attempts name only recordings that exist. A recording has to be stopped before its attempt is saved, because
    /// one that has heard nothing yet has no file, and could still get one.
    pub fn save(&mut self, mut records: Vec<Record>, now: Moment) -> Result<(), HistoryError> {
        for record in &mut records {
            self.hearing().keep_what_is_there(record);
        }
        self.unsaved.extend(records.into_iter().map(|record| pointed(record, &self.renamed)));
        if self.unsaved.is_empty() {
            return Ok(());
        }
        let moved = self.write(now)?;
        self.chances.take();
        self.lengths.take();
        let saved = std::mem::take(&mut self.unsaved);
        self.drop_settled_mocks(&saved);
        self.note_extent();
        let all = moved || saved.iter().any(|record| matches!(record.body, Body::Undo(_) | Body::Weights(_)));
        if all {
            return self.refresh(now);
        }
        for record in &saved {
            let question = match &record.body {
                Body::Attempt(attempt) => {
                    if attempt.mode != Mode::Practice {
                        self.asked.1.insert(attempt.question.clone());
                    }
                    &attempt.question
                }
                Body::Judgement(judgement) => &judgement.question,
                Body::Bury(bury) => &bury.question,
                Body::Suspend(suspend) => &suspend.question,
                _ => continue,
            };
            let after = self.history.standing(question)?;
            self.dues.moved(self.standings.get(question), after.as_ref());
            match after {
                Some(standing) => self.standings.insert(question.clone(), standing),
                None => self.standings.remove(question),
            };
        }
        Ok(())
    }

    /// Undoes the last judgement, bury, suspend or kept answer. Returns the record that was undone; None if there was
    /// nothing to undo.
    pub fn undo_last(&mut self, now: Moment) -> Result<Option<Record>, HistoryError> {
        let Some(record) = self.history.last_undoable()? else { return Ok(None) };
        self.save(vec![self.questions().undo_of(record.id.clone(), now)], now)?;
        Ok(Some(record))
    }

    /// Writes what is unsaved, and puts aside what cannot be written. Returns true if other records came in with it,
    /// because the history was replaced meanwhile.
    fn write(&mut self, now: Moment) -> Result<bool, HistoryError> {
        loop {
            match self.history.append(&self.unsaved, &self.schedule) {
                Ok(_) => return Ok(false),
                Err(HistoryError::Clash(id)) => self.rename(&id, now),
                Err(HistoryError::BadRecord { id, problem }) => self.put_aside(&id, &problem)?,
                // The records are in the file that is open, and are carried over with it.
                Err(HistoryError::Moved(_)) => return self.rejoin().map(|()| true),
                Err(other) => return Err(other),
            }
        }
    }

    /// Another record has this id already: ours gets a new one, which is also used in everything said about it from
    /// now on.
    fn rename(&mut self, id: &RecordId, now: Moment) {
        let fresh = RecordId::fresh(now);
        let mut what = "A record";
        for record in self.unsaved.iter_mut().filter(|record| record.id == *id) {
            record.id = fresh.clone();
            what = match record.body {
                Body::Attempt(_) => "That answer",
                Body::Judgement(_) => "That rating",
                _ => what,
            };
        }
        self.renamed.insert(id.clone(), fresh);
        let unsaved = std::mem::take(&mut self.unsaved);
        self.unsaved = unsaved.into_iter().map(|record| pointed(record, &self.renamed)).collect();
        self.words.push_back(format!(
            "{what} is in the history already with another content, from another Hotseat it seems; yours is kept beside it."
        ));
    }

    /// Puts a record that no history can hold into a file of its own.
    fn put_aside(&mut self, id: &RecordId, problem: &str) -> Result<(), HistoryError> {
        let Some(at) = self.unsaved.iter().position(|record| record.id == *id) else { return Ok(()) };
        let mut place = String::new();
        if let Some(paths) = &self.paths {
            let folder = paths.set_aside();
            let file = folder.join(format!("{}.json", name_of(id)));
            // A record that cannot be written as JSON is written in Rust's debug format.
            let content = serde_json::to_vec_pretty(&self.unsaved[at])
                .unwrap_or_else(|_| format!("{:#?}", self.unsaved[at]).into_bytes());
            let written = files::create_private_dir(&folder).and_then(|()| files::replace(&file, &content));
            written.map_err(|source| HistoryError::Io { doing: "write", path: file.clone(), source })?;
            place = format!(" It is kept in {}.", file.display());
        }
        self.unsaved.remove(at);
        self.words.push_back(format!("A record cannot be saved: {problem}; please report this.{place}"));
        Ok(())
    }
}

/// The record, with the id of what it is about replaced if that was renamed.
fn pointed(mut record: Record, renamed: &HashMap<RecordId, RecordId>) -> Record {
    let about = match &mut record.body {
        Body::Judgement(judgement) => &mut judgement.attempt,
        Body::Undo(undo) => &mut undo.record,
        Body::Delivery(note) => &mut note.attempt,
        Body::Transcript(note) => &mut note.attempt,
        Body::Remark(remark) => &mut remark.attempt,
        Body::MyAnswer(MyAnswer { attempt: Some(attempt), .. }) => attempt,
        Body::Job(note) => &mut note.job,
        Body::Telling(telling) => &mut telling.attempt,
        _ => return record,
    };
    if let Some(now) = renamed.get(about) {
        about.clone_from(now);
    }
    record
}

/// An id as a file name. Other tools may have chosen it, so it may hold any character.
fn name_of(id: &RecordId) -> String {
    id.as_str().chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Library;
    use crate::config::{Config, Paths};
    use crate::history::testing::rated;
    use crate::history::{Attempt, Rating, Spent};
    use crate::testing::{noon, typed};

    fn engine(home: &tempfile::TempDir) -> Engine {
        Engine::open(Paths::find(Some(home.path())).expect("a home"), noon()).expect("opened")
    }

    fn answered(engine: &Engine, text: &str) -> Record {
        let question = engine.library().entries()[0].id.clone();
        Record::new(noon(), Body::Attempt(typed(question, text)))
    }

    fn texts(engine: &Engine) -> Vec<String> {
        let rows = engine.history().attempts(&crate::history::AttemptFilter::default()).expect("read");
        rows.into_iter().map(|row| engine.attempt(&row.id).expect("read").expect("there").text).collect()
    }

    #[test]
    fn a_record_that_clashes_is_kept_beside_the_other_and_in_nobodys_way() {
        let mut engine = Engine::in_memory(Config::default(), Library::builtin(), noon()).expect("opened");
        let theirs = answered(&engine, "of the other program");
        let ours = Record { id: theirs.id.clone(), ..answered(&engine, "of this one") };
        engine.save(vec![theirs.clone()], noon()).expect("saved");
        engine.save(vec![ours.clone()], noon()).expect("saved under another name");
        assert!(engine.take_word().expect("told").starts_with("That answer is in the history already"));
        assert_eq!(engine.take_word(), None);
        // Whatever is said about it from now on is about our record.
        let Body::Attempt(attempt) = &ours.body else { panic!("an attempt") };
        let rating = rated(ours.id.clone(), attempt.question.clone(), Rating::Good);
        engine.save(vec![Record::new(noon(), Body::Judgement(rating))], noon()).expect("saved");
        let mut all = texts(&engine);
        all.sort();
        assert_eq!(all, ["of the other program", "of this one"]);
        let unjudged = engine.history().unjudged().expect("read");
        assert_eq!(unjudged.iter().map(|row| &row.id).collect::<Vec<_>>(), [&theirs.id]);
        engine.save(vec![answered(&engine, "later")], noon()).expect("nothing is in the way");
        assert_eq!(texts(&engine).len(), 3);
    }

    #[test]
    fn a_record_that_no_history_holds_gets_a_file_and_the_others_are_saved() {
        let home = tempfile::tempdir().expect("a folder");
        let mut engine = engine(&home);
        let good = answered(&engine, "a good one");
        let mut bad = answered(&engine, "a bad one");
        if let Body::Attempt(attempt) = &mut bad.body {
            *attempt = Attempt { seconds: Spent { think: f64::NAN, ..Spent::default() }, ..attempt.clone() };
        }
        engine.save(vec![bad, good], noon()).expect("saved");
        let word = engine.take_word().expect("told");
        assert!(word.contains("please report this") && word.contains("set-aside"), "{word}");
        assert_eq!(texts(&engine), ["a good one"]);
        let folder = engine.paths().expect("a home").set_aside();
        let kept = std::fs::read_dir(folder).expect("listed").next().expect("one").expect("readable").path();
        assert!(std::fs::read_to_string(kept).expect("text").contains("a bad one"));
    }

    #[cfg(unix)]
    #[test]
    fn a_history_that_is_deleted_meanwhile_is_written_anew_before_anything_is_called_saved() {
        let home = tempfile::tempdir().expect("a folder");
        let mut first = engine(&home);
        first.save(vec![answered(&first, "before")], noon()).expect("saved");
        std::fs::remove_dir_all(home.path().join("data")).expect("removed");
        first.save(vec![answered(&first, "after")], noon()).expect("saved");
        assert!(first.take_word().expect("told").contains("was deleted while it was open"));
        assert_eq!(texts(&engine(&home)).len(), 2);
        // A deletion is noticed even if there is nothing to save.
        std::fs::remove_dir_all(home.path().join("data")).expect("removed");
        first.watch_history(noon()).expect("mended");
        assert_eq!(texts(&engine(&home)).len(), 2);
    }
}
