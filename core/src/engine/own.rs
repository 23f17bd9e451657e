//! The user's own questions: writing, correcting, adding notes, retiring and importing them. Whatever changes a bank
//! file reads the banks again.

use std::sync::Arc;

use chrono::NaiveDate;

use super::{Engine, library, sources};
use crate::bank::{QuestionId, Sources};
use crate::config::Paths;
use crate::exchange::{self, EditError, ImportPlan, LastImport, Undone};
use crate::practice::words::count;

/// Name of the own bank for additions to built-in questions.
pub(super) const MINE: &str = "mine";

impl Engine {
    /// The page of a question: of an own one everything, of a built-in one what the user added to it.
    pub fn question_page(&self, id: &QuestionId) -> Result<String, String> {
        exchange::page(&self.library, Some(id), MINE).map_err(|error| error.to_string())
    }

    /// Saves an edited page. Returns a sentence for the user. A page that cannot be understood is kept in a file, and
    /// the error says where.
    pub fn keep_question_page(&mut self, id: &QuestionId, page: &str) -> Result<String, String> {
        let home = self.own_banks()?;
        match exchange::keep(&self.library, Some(id), page, MINE, &home) {
            Ok(Some(saved)) => {
                self.read_banks();
                Ok(format!("Saved {saved}."))
            }
            Ok(None) => Ok("The page asks nothing, so nothing was changed.".to_owned()),
            Err(error) => Err(self.not_saved(&error, page)),
        }
    }

    /// Keeps a page that could not become a question in a file, so that a slip loses nothing. Returns a sentence that
    /// says where.
    pub(super) fn not_saved(&self, error: &dyn std::fmt::Display, page: &str) -> String {
        let kept = self.paths.as_ref().map(Paths::unsaved_page).unwrap_or_default();
        match crate::files::replace(&kept, page.as_bytes()) {
            Ok(()) => format!("Not saved: {error}; your page is kept in {}.", kept.display()),
            Err(lost) => format!("Not saved: {error}; your page could not be kept: {lost}."),
        }
    }

    /// Gives a question without notes its points, one on each line. Returns a sentence for the user.
    pub fn keep_notes(&mut self, id: &QuestionId, notes: &str) -> Result<String, String> {
        let home = self.own_banks()?;
        let added = exchange::add_notes(&self.library, id, notes, MINE, &home);
        let points = added.map_err(|error| format!("Not saved: {}.", sentence(&error)))?;
        self.read_banks();
        Ok(format!("{} saved. Tick what you said.", count(points, "point")))
    }

    /// Retires a question from a day on, or asks it again (`None`). Returns a sentence for the user.
    pub fn retire(&mut self, id: &QuestionId, from: Option<NaiveDate>) -> Result<String, String> {
        let home = self.own_banks()?;
        let done = exchange::retire(&self.library, id, from, MINE, &home);
        done.map_err(|error| format!("Nothing was changed: {}.", sentence(&error)))?;
        self.read_banks();
        Ok(match from {
            Some(_) => "No longer asked; its history stays. X in the list of questions brings it back.".to_owned(),
            None => "It is asked again.".to_owned(),
        })
    }

    /// Whether a question is retired, and so no longer asked.
    pub fn is_retired(&self, id: &QuestionId) -> bool {
        self.library.entry(id).is_some_and(|entry| entry.retired.is_some())
    }

    /// Carries out an import that was planned.
    pub fn bring_in(&mut self, plan: &ImportPlan) -> Result<(), String> {
        plan.write().map_err(|error| error.to_string())?;
        // If the copy fails now, it is made with the next copy of the history.
        if let Some(paths) = &self.paths {
            let _ = super::copy_new_banks(paths);
        }
        self.read_banks();
        Ok(())
    }

    /// The import that can be undone. None if there is none.
    pub fn last_import(&self) -> Option<LastImport> {
        exchange::last_import(&self.own_banks().ok()?)
    }

    /// Undoes the last import. Returns a sentence for the user.
    pub fn undo_import(&mut self) -> Result<String, String> {
        let done = exchange::undo(&self.own_banks()?).map_err(|error| format!("Nothing was changed: {error}."))?;
        self.read_banks();
        Ok(taken_back(&done))
    }

    /// Where the own banks are. The error says that there is no disk.
    pub fn own_banks(&self) -> Result<Sources, String> {
        let paths = self.paths.as_ref().ok_or("There is no disk to save it to.")?;
        Ok(sources(paths, &self.config))
    }

    /// Reads the banks again. Questions that they rename keep their answers.
    pub(super) fn read_banks(&mut self) {
        let Some(paths) = &self.paths else { return };
        self.library = Arc::new(library(paths, &self.config));
        let day = self.asked.0;
        let settled = self.settle().and_then(|changed| if changed { self.reread(day) } else { Ok(()) });
        if let Err(error) = settled {
            self.words.push_back(error.to_string());
        }
    }
}

/// The outcome of undoing an import, in sentences.
pub fn taken_back(done: &Undone) -> String {
    let (removed, restored) = (count(done.removed, "question"), count(done.restored, "question"));
    let from = done.from.rsplit(['/', '\\']).next().unwrap_or_default();
    let mut said = format!("Taken back: {removed} gone again, {restored} as before ({from}).");
    if let stayed @ 1.. = done.stayed.len() {
        said.push_str(&format!(" {} changed since and left alone.", count(stayed, "question")));
    }
    said
}

/// The error without the full stop that some of its sentences end with.
fn sentence(error: &EditError) -> String {
    error.to_string().trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Paths;
    use crate::history::{Body, Bury, Judgement, Rating, Record, Tick};
    use crate::testing::{noon, rated, typed};

    struct Home {
        engine: Engine,
        _folder: tempfile::TempDir,
    }

    /// An engine on a disk with one own question that has no notes.
    fn home() -> Home {
        let folder = tempfile::tempdir().expect("a folder");
        let paths = Paths::find(Some(folder.path())).expect("folders");
        crate::files::create_private_dir(&paths.banks()).expect("made");
        let bank = r#"{"bank":"team","questions":[{"id":"bare","prompt":"Why us?","future":1}]}"#;
        std::fs::write(paths.banks().join("team.json"), bank).expect("written");
        Home { engine: Engine::open(paths, noon()).expect("opened"), _folder: folder }
    }

    fn id(text: &str) -> QuestionId {
        text.parse().expect("a name")
    }

    fn built_in(engine: &Engine) -> QuestionId {
        engine.library().entries()[0].id.clone()
    }

    #[test]
    fn notes_become_points_and_what_was_there_stays() {
        let mut home = home();
        let said = home.engine.keep_notes(&id("team/bare"), "- must: The people\nThe work").expect("kept");
        assert_eq!(said, "2 points saved. Tick what you said.");
        let question = home.engine.library().question(&id("team/bare")).expect("readable");
        assert_eq!(question.look_for.iter().map(|p| p.text.as_str()).collect::<Vec<_>>(), ["The people", "The work"]);
        assert_eq!(home.engine.library().raw(&id("team/bare")).expect("readable")["future"], 1);
        let again = home.engine.keep_notes(&id("team/bare"), "Else").expect_err("has some");
        assert!(again.contains("has notes by now"), "{again}");
    }

    /// Answers, ticks and holds follow to the new ids, and the records in the log stay as they were.
    #[test]
    fn history_follows_a_question_and_a_point_that_were_renamed() {
        let mut home = home();
        let folder = home.engine.paths().expect("a disk").banks().join("us");
        crate::files::create_private_dir(&folder).expect("made");
        let bank = |id: &str, point: &str, renamed: &str| {
            let manifest = format!(r#"{{"bank":"us","renamed":{{{renamed}}}}}"#);
            std::fs::write(folder.join("bank.json"), manifest).expect("written");
            let points = format!(r#"[{{"id":"{point}","text":"The people","tier":"must"}}]"#);
            let file = format!(r#"{{"questions":[{{"id":"{id}","prompt":"Why?","look_for":{points}}}]}}"#);
            std::fs::write(folder.join("one.json"), file).expect("written");
        };
        let answer = |engine: &mut Engine, question: &str, point: &str| {
            let attempt = Record::new(noon(), Body::Attempt(typed(id(question), "For the people.")));
            let judgement = Judgement {
                points: [(point.to_owned(), Tick::Hit)].into(),
                ..rated(attempt.id.clone(), id(question), Rating::Good)
            };
            let judged = Record::new(noon(), Body::Judgement(judgement));
            engine.save(vec![attempt.clone(), judged], noon()).expect("saved");
            attempt.id
        };
        bank("old", "a", "");
        home.engine.read_banks();
        let first = answer(&mut home.engine, "us/old", "a");
        let until = noon().day().succ_opt().expect("a day");
        let held = Record::new(noon(), Body::Bury(Bury { question: id("us/old"), until }));
        home.engine.save(vec![held], noon()).expect("saved");
        bank("new", "b", r#""old":"new","old/a":"new/b""#);
        home.engine.read_banks();
        let standing = |engine: &Engine| engine.standing(&id("us/new")).cloned().expect("its life");
        let moved = standing(&home.engine);
        assert_eq!((moved.attempts, moved.buried_until), (1, Some(until)));
        assert!(home.engine.standing(&id("us/old")).is_none());
        assert_eq!(home.engine.last_ticks(&id("us/new")).expect("ticked").of("b"), Tick::Hit);
        let written = home.engine.history().record(&first).expect("readable").expect("there");
        assert!(
            matches!(written.body, Body::Attempt(attempt) if attempt.question == id("us/old")),
            "as it was written"
        );
        let later = Engine::open(home.engine.paths().expect("a disk").clone(), noon()).expect("opened");
        assert_eq!(standing(&later), moved, "the next start finds it as it is");
        answer(&mut home.engine, "us/new", "b");
        assert_eq!(standing(&home.engine).attempts, 2);
    }

    #[test]
    fn own_and_built_in_questions_are_retired_and_asked_again() {
        let mut home = home();
        let built_in = built_in(&home.engine);
        let day = noon().day();
        for id in [id("team/bare"), built_in.clone()] {
            let admitted = |engine: &Engine| {
                let all = crate::bank::Filter { any_track: true, ..Default::default() };
                engine.library().entries().iter().any(|entry| entry.id == id && all.admits(entry))
            };
            home.engine.retire(&id, Some(day)).expect("retired");
            assert!(home.engine.is_retired(&id) && !admitted(&home.engine), "{id}");
            home.engine.retire(&id, None).expect("back");
            assert!(!home.engine.is_retired(&id) && admitted(&home.engine), "{id}");
        }
        assert!(home.engine.retire(&id("team/never"), Some(day)).is_err());
    }

    #[test]
    fn a_built_in_question_gets_other_times_for_list_and_clock() {
        let mut home = home();
        let built_in = built_in(&home.engine);
        let before = home.engine.library().question(&built_in).expect("readable");
        let times = before.times();
        let line = format!("seconds: {}, {}, {}", times.think, times.target, times.max);
        let page = home.engine.question_page(&built_in).expect("a page");
        assert!(page.contains(&line) && !page.contains("- kind:"), "{page}");
        home.engine.keep_question_page(&built_in, &page.replace(&line, "seconds: 7, 70, 77")).expect("kept");
        let other = crate::bank::Seconds { think: 7, target: 70, max: 77 };
        assert_eq!(home.engine.library().entry(&built_in).map(|entry| entry.seconds), Some(other));
        assert_eq!(home.engine.library().question(&built_in).expect("readable").times(), other);
        let page = home.engine.question_page(&built_in).expect("a page");
        assert!(page.contains("seconds: 7, 70, 77"), "{page}");
        home.engine.keep_question_page(&built_in, &page.replace("seconds: 7, 70, 77", "seconds:")).expect("kept");
        let after = home.engine.library().question(&built_in).expect("readable");
        assert_eq!(after, before, "as it was");
    }

    #[test]
    fn a_page_that_is_not_understood_is_not_lost() {
        let mut home = home();
        let page = home.engine.question_page(&id("team/bare")).expect("a page");
        let wrong = page.replace("# Hints", "# Hnts").replace("Why us?", "Why you?");
        let said = home.engine.keep_question_page(&id("team/bare"), &wrong).expect_err("wrong");
        let kept = home.engine.paths().expect("a disk").unsaved_page();
        assert!(said.contains(&kept.display().to_string()), "{said}");
        assert_eq!(std::fs::read_to_string(kept).expect("kept"), wrong);
        assert_eq!(home.engine.questions().prompt(&id("team/bare")), "Why us?");
    }
}
