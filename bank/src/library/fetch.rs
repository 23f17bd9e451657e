//! Reads a question from its file.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use serde_json::Value;

use super::{BankError, Library, Origin, home};
use crate::index::{self, Extension};
use crate::place::Place;
use crate::problem::{Problem, Rule};
use crate::question::{Question, QuestionId};
use crate::{merge, read, source};

impl Library {
    /// The whole question, with every string safe to show, including what other banks add to it.
    pub fn question(&self, id: &QuestionId) -> Result<Question, BankError> {
        let entry = self.entry(id).ok_or_else(|| BankError::Unknown(id.clone()))?;
        let (_, mut question) = self.read(entry.place, id)?;
        for extension in self.extensions.get(id).into_iter().flatten() {
            // An addition that has become unreadable must not make the question unavailable.
            if let Ok((_, addition)) = self.read(extension.place, &extension.id) {
                merge::question(&mut question, addition, extension.id.bank());
            }
        }
        Ok(question)
    }

    /// The question as in its file, including fields that this version does not know, and not cleaned.
    pub fn raw(&self, id: &QuestionId) -> Result<Value, BankError> {
        let entry = self.entry(id).ok_or_else(|| BankError::Unknown(id.clone()))?;
        let (raw, _) = self.read(entry.place, id)?;
        serde_json::from_str(&raw).map_err(|error| {
            let file = &self.files[entry.place.file as usize].name;
            let problem = Problem::error(Rule::Shape, file, error.to_string(), "mend it").at_path(entry.place.path());
            BankError::Broken(Box::new(problem))
        })
    }

    /// The question's JSON text as in its file.
    pub fn written(&self, id: &QuestionId) -> Result<String, BankError> {
        let entry = self.entry(id).ok_or_else(|| BankError::Unknown(id.clone()))?;
        Ok(self.read(entry.place, id)?.0)
    }

    /// What banks add to questions of others: the question extended, the id of the addition, and its JSON.
    pub fn additions(&self) -> Vec<(&QuestionId, &QuestionId, String)> {
        let mut all: Vec<(&QuestionId, &Extension)> = self
            .extensions
            .iter()
            .flat_map(|(target, list)| list.iter().map(move |addition| (target, addition)))
            .collect();
        all.sort_by_key(|(_, addition)| (addition.place.file, addition.place.position));
        let read = |(target, addition): (_, &'_ Extension)| {
            self.read(addition.place, &addition.id).ok().map(|(raw, _)| (target, raw))
        };
        all.into_iter()
            .filter_map(|(target, addition)| read((target, addition)).map(|(target, raw)| (target, &addition.id, raw)))
            .collect()
    }

    /// The JSON of a question, and the parsed question. If the file has changed since it was indexed, it is searched
    /// again.
    fn read(&self, place: Place, id: &QuestionId) -> Result<(String, Question), BankError> {
        let file = &self.files[place.file as usize];
        match &file.origin {
            Origin::Builtin(topic) => {
                let raw = topic.question(place);
                match read::question(&raw) {
                    Ok(parsed) => Ok((raw, parsed.question)),
                    Err(error) => Err(BankError::Broken(Box::new(error.problem(&file.name, place)))),
                }
            }
            Origin::Own { path, bank } => {
                if let Some(raw) = slice(path, place)
                    && let Ok(parsed) = read::question(&raw)
                    && parsed.question.id == id.slug()
                {
                    return Ok((raw, parsed.question));
                }
                find_again(path, bank.as_deref(), id, place)
            }
        }
    }
}

fn slice(path: &Path, place: Place) -> Option<String> {
    crate::files::refuse_special(path).ok()?;
    let mut file = File::open(path).ok()?;
    file.seek(SeekFrom::Start(place.start.into())).ok()?;
    let mut bytes = vec![0; place.range().len()];
    file.read_exact(&mut bytes).ok()?;
    String::from_utf8(bytes).ok()
}

fn find_again(path: &Path, bank: Option<&str>, id: &QuestionId, place: Place) -> Result<(String, Question), BankError> {
    let name = path.display().to_string();
    let source = source::read(path, &name).map_err(BankError::Broken)?;
    let index = index::index(&source, home(&name, path, bank));
    let places = index.entries.iter().map(|entry| (&entry.id, entry.place));
    let places = places.chain(index.extensions.iter().map(|extension| (&extension.id, extension.place)));
    for (_, place) in places.filter(|(found, _)| *found == id) {
        let range = place.start as usize - source.offset..place.end as usize - source.offset;
        let raw = source.text.get(range).unwrap_or_default();
        if let Ok(parsed) = read::question(raw) {
            return Ok((raw.to_owned(), parsed.question));
        }
    }
    let why = index
        .problems
        .into_iter()
        .find(|problem| problem.path.as_deref().is_some_and(|p| p.starts_with(&place.path())));
    Err(BankError::Broken(Box::new(why.unwrap_or_else(|| {
        let found = format!("the question {id} is no longer in this file");
        Problem::error(Rule::Reference, &name, found, "start again to read the file anew")
    }))))
}
