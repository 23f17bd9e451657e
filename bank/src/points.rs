//! The points of all questions, for searching. Those of the built-in bank are stored together in the program: reading
//! them from its questions would bring all of its pages into memory, ten times as many.

use std::collections::HashSet;

use super::builtin;
use super::index::BUILTIN;
use super::library::Library;
use super::question::QuestionId;

/// The texts of the points of a library's questions.
#[derive(Debug)]
pub struct Points<'a> {
    library: &'a Library,
    /// By index; the built-in questions come first in a library that has them.
    builtin: Vec<Vec<&'static str>>,
    /// Questions that other banks extend.
    extended: HashSet<&'a QuestionId>,
}

impl<'a> Points<'a> {
    /// Prepares to read them.
    pub fn of(library: &'a Library) -> Self {
        let extended = library.additions().into_iter().map(|(target, ..)| target).collect();
        Self { library, builtin: builtin::points(), extended }
    }

    /// Calls `each` with every point of a question, given its index in [`Library::entries`]. Does nothing if there is
    /// no such question or its file is gone; the latter is reported when it is asked.
    pub fn each(&self, position: usize, mut each: impl FnMut(&str)) {
        let Some(entry) = self.library.entries().get(position) else { return };
        let builtin = self.builtin.get(position).filter(|_| entry.id.bank() == BUILTIN);
        if let Some(points) = builtin.filter(|_| !self.extended.contains(&entry.id)) {
            for point in points {
                each(point);
            }
        } else if let Ok(question) = self.library.question(&entry.id) {
            for point in &question.look_for {
                each(&point.text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Sources;

    #[test]
    fn they_are_those_of_the_questions_with_what_own_banks_add() {
        let folder = tempfile::tempdir().expect("a folder");
        let extended = Library::builtin().entries()[3].id.clone();
        let text = format!(
            r#"{{"bank":"mine","questions":[
                {{"id":"more","prompt":"","extends":"{extended}","look_for":[{{"id":"added","text":"Says one thing more"}}]}},
                {{"id":"own","prompt":"Why?","look_for":[{{"id":"a","text":"Because"}}]}}]}}"#
        );
        let file = folder.path().join("mine.json");
        std::fs::write(&file, text).expect("written");
        let sources = Sources { extra: vec![file], ..Sources::default() };
        for library in [Library::open(&sources), Library::own(&sources), Library::builtin()] {
            let points = Points::of(&library);
            for (position, entry) in library.entries().iter().enumerate() {
                let mut found = Vec::new();
                points.each(position, |point| found.push(point.to_owned()));
                let question = library.question(&entry.id).expect("readable");
                let expected: Vec<String> = question.look_for.into_iter().map(|point| point.text).collect();
                assert_eq!(found, expected, "{}", entry.id);
                assert_eq!(
                    found.iter().any(|point| point == "Says one thing more"),
                    entry.id == extended && library.banks().len() > 1
                );
            }
            points.each(library.entries().len(), |point| panic!("{point}"));
        }
    }
}
