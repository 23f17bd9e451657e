//! What was done last and can be undone: a judgement, a question held back or suspended, an import.

use chrono::{DateTime, NaiveDate, Utc};

use super::Engine;
use crate::bank::QuestionId;
use crate::exchange;
use crate::history::{self, Body, Mode, Record};
use crate::stories;
use crate::text::one_line;

/// How many characters of a question's words it is called by.
const CALLED: usize = 60;

/// What an undo would take back next.
#[derive(Clone, Debug, PartialEq)]
pub enum Undoable {
    /// A record of the log.
    Record(Box<Record>),
    /// The last import of questions; see [`Engine::last_import`].
    Import,
}

impl Engine {
    /// The newest thing that can be undone. None if there is nothing.
    pub fn undoable(&self) -> Option<Undoable> {
        let record = self.history.last_undoable().unwrap_or_default();
        let import = self.own_banks().ok().and_then(|home| exchange::last_import_at(&home));
        match (record, import.map(DateTime::<Utc>::from)) {
            (Some(record), Some(import)) if record.at < import => Some(Undoable::Import),
            (None, Some(_)) => Some(Undoable::Import),
            (record, _) => record.map(|record| Undoable::Record(Box::new(record))),
        }
    }

    /// What an undo of this record would take back, in a sentence that calls questions by their words.
    pub fn undo_words(&self, record: &Record, today: NaiveDate) -> String {
        history::describe(record, today, |question| self.called(question))
    }

    /// A question by the beginning of its words, or the title of the story that it practises; its id if neither is
    /// there any more.
    fn called(&self, question: &QuestionId) -> String {
        let words = match (self.library.entry(question), stories::practised(question)) {
            (Some(entry), _) => Some(entry.prompt.clone()),
            (None, Some((story, _))) => self.stories().get(&story).ok().flatten().map(|facts| facts.story.title),
            (None, None) => None,
        };
        let Some(words) = words.map(|words| one_line(&words)).filter(|words| !words.is_empty()) else {
            return question.to_string();
        };
        match words.char_indices().nth(CALLED) {
            Some((end, _)) => format!("\u{201c}{}…\u{201d}", words[..end].trim_end()),
            None => format!("\u{201c}{words}\u{201d}"),
        }
    }

    /// What happens to an answer whose judgement is undone, in a sentence. None if the record is no judgement.
    pub fn after_undo(&self, record: &Record) -> Option<&'static str> {
        let Body::Judgement(judgement) = &record.body else { return None };
        let mode = self.attempt(&judgement.attempt).ok().flatten().map(|attempt| attempt.mode);
        Some(match mode {
            Some(Mode::Mock) => "The answer itself stays; the debrief of its mock asks for it again.",
            Some(Mode::Drill | Mode::Practice) => "The answer itself stays, and can be judged again: Go on.",
            None => "The answer itself stays.",
        })
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::config::Paths;
    use crate::exchange::ImportOptions;
    use crate::history::testing::{at, attempt, judgement, noon};

    #[test]
    fn what_was_done_last_is_what_an_undo_takes_back() {
        let home = tempfile::tempdir().expect("a folder");
        let paths = Paths::find(Some(home.path())).expect("below the folder");
        let mut engine = Engine::open(paths.clone(), noon()).expect("opened");
        assert_eq!(engine.undoable(), None);
        let list = home.path().join("list.md");
        std::fs::write(&list, "# Storage\n\n## What is a log?\n\n- A file\n").expect("written");
        let options = ImportOptions { into: Some("team".to_owned()), ..ImportOptions::default() };
        let plan = exchange::import(&list, &options, &engine.own_banks().expect("a disk")).expect("readable");
        engine.bring_in(&plan).expect("brought in");
        assert_eq!(engine.undoable(), Some(Undoable::Import));
        engine.save(vec![attempt("a", "b/q", 0), judgement("j", "a", "b/q", 1, 3)], noon()).expect("saved");
        let journal = paths.banks().join(".imported/.last.json");
        let brought_in_at = |hours: u64| {
            let then = SystemTime::from(at(0)) + Duration::from_secs(3_600 * hours);
            File::options().write(true).open(&journal).and_then(|file| file.set_modified(then)).expect("set");
        };
        brought_in_at(9);
        assert_eq!(engine.undoable(), Some(Undoable::Import), "after the rating");
        brought_in_at(0);
        let Some(Undoable::Record(record)) = engine.undoable() else { panic!("the rating came after it") };
        assert_eq!(record.id.as_str(), "j");
        assert!(engine.after_undo(&record).is_some_and(|words| words.contains("Go on")));
        engine.undo_import().expect("taken back");
        assert!(matches!(engine.undoable(), Some(Undoable::Record(_))));
    }
}
