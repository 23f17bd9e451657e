//! Where questions go while a file is read: each gets an id and a bank, and what was left out is told with its place.

use std::collections::HashMap;
use std::path::Path;

use hotseat_bank::{Question, Topic, text};

use super::card::{Card, Identity};
use super::fields::Fields;
use super::names::{id_of_guid, id_of_words, slug};
use super::{ImportError, ImportOptions, Skipped};

/// No import of honest files has more questions than this.
const MAX_QUESTIONS: usize = 100_000;

/// A question on its way into an own bank.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) bank: String,
    pub(super) id: String,
    pub(super) fields: Fields,
    pub(super) has_notes: bool,
    /// Whether `source` is only what the file happened to be called.
    pub(super) source_guessed: bool,
    pub(super) place: (String, Option<usize>),
}

/// Everything that was found in all files.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) items: Vec<Item>,
    /// Titles of topics, by bank.
    pub(super) topics: HashMap<String, Vec<Topic>>,
    /// What a bank says of itself, by bank: it goes to the top of a new file.
    pub(super) heads: HashMap<String, Fields>,
    pub(super) skipped: Vec<Skipped>,
    pub(super) remarks: Vec<Skipped>,
    /// Where each question was found: the file, what it is called in `source`, and the line.
    ids: HashMap<(String, String), (String, String, Option<usize>)>,
}

/// Takes the questions of one file.
pub(super) struct Sink<'a> {
    pub(super) options: &'a ImportOptions,
    /// What messages call the file.
    pub(super) file: String,
    /// What the file is called in `source`.
    source: String,
    licence: Option<String>,
    gathered: &'a mut Gathered,
    /// Questions so far, those left out included.
    found: usize,
}

impl Gathered {
    /// Takes what the file at `path` has. In `source` it is called as it stands below `root`.
    pub(super) fn sink<'a>(
        &'a mut self,
        path: &Path,
        root: &Path,
        licence: Option<String>,
        options: &'a ImportOptions,
    ) -> Sink<'a> {
        let source = path.strip_prefix(root).ok().filter(|rest| !rest.as_os_str().is_empty()).unwrap_or(path);
        Sink {
            options,
            file: text::one_line(&path.display().to_string()),
            source: text::one_line(&source.display().to_string()),
            licence,
            gathered: self,
            found: 0,
        }
    }
}

impl Sink<'_> {
    /// Tells what is left out, and why.
    pub(super) fn skip(&mut self, line: Option<usize>, reason: impl AsRef<str>) {
        let reason = text::one_line(reason.as_ref());
        self.gathered.skipped.push(Skipped { file: self.file.clone(), line, reason });
    }

    /// Tells what is imported and deserves a look.
    pub(super) fn remark(&mut self, line: Option<usize>, reason: impl AsRef<str>) {
        let reason = text::one_line(reason.as_ref());
        self.gathered.remarks.push(Skipped { file: self.file.clone(), line, reason });
    }

    /// Whether the file gave no question, and nothing says why.
    pub(super) fn is_silent(&self) -> bool {
        self.found == 0 && self.gathered.skipped.last().is_none_or(|skipped| skipped.file != self.file)
    }

    /// Takes a question of a foreign format. Fails if nothing says which bank it belongs to.
    pub(super) fn card(&mut self, mut card: Card) -> Result<(), ImportError> {
        self.found += 1;
        let Some(bank) = self.options.into.clone() else { return Err(ImportError::NoBank { file: self.file.clone() }) };
        let line = card.line;
        let source = self.options.source.clone().or(card.source.take());
        let source_guessed = source.is_none();
        card.source = source.or_else(|| Some(self.source.clone()));
        card.licence = self.options.licence.clone().or(card.licence.take()).or_else(|| self.licence.clone());
        let title = card.topic.clone();
        match card.question() {
            Err(reason) => self.skip(line, reason),
            Ok((mut question, identity)) => {
                let topic = question.topic.clone().unwrap_or_default();
                let (id, other) = match identity {
                    Identity::Given(id) => (slug(&id), None),
                    Identity::Guid(guid) => (id_of_guid(&guid), None),
                    // The same words under another heading are another question.
                    Identity::Prompt => {
                        (id_of_words(&question.prompt, ""), Some(id_of_words(&question.prompt, &topic)))
                    }
                };
                question.id = id;
                if let (Some(title), Some(id)) = (title, question.topic.as_ref()) {
                    self.topic(
                        &bank,
                        Topic { id: id.clone(), title: text::one_line(&title), subtopics: Vec::new(), questions: 0 },
                    );
                }
                self.add(bank, line, Fields::of(&question), &question, other, source_guessed);
            }
        }
        Ok(())
    }

    /// Takes a question of our own format.
    pub(super) fn question(&mut self, bank: String, line: usize, mut fields: Fields, question: &Question) {
        self.found += 1;
        for (name, given) in [("source", &self.options.source), ("licence", &self.options.licence)] {
            if let Some(given) = given {
                fields.put(name, given);
            }
        }
        self.add(bank, Some(line), fields, question, None, false);
    }

    /// Takes what a bank says of itself.
    pub(super) fn head(&mut self, bank: &str, fields: &Fields) {
        let head = self.gathered.heads.entry(bank.to_owned()).or_default();
        for name in ["name", "version", "concepts"] {
            if let (None, Some(raw)) = (head.get(name), fields.get(name)) {
                head.set(name, raw.to_owned());
            }
        }
    }

    /// Takes the title of a topic, unless the topic has one.
    pub(super) fn topic(&mut self, bank: &str, topic: Topic) {
        let topics = self.gathered.topics.entry(bank.to_owned()).or_default();
        if !topics.iter().any(|known| known.id == topic.id) {
            topics.push(topic);
        }
    }

    fn add(
        &mut self,
        bank: String,
        line: Option<usize>,
        mut fields: Fields,
        question: &Question,
        other: Option<String>,
        source_guessed: bool,
    ) {
        if self.gathered.items.len() >= MAX_QUESTIONS {
            return self.skip(line, format!("more than {MAX_QUESTIONS} questions at a time"));
        }
        let place = (self.file.clone(), self.source.clone(), line);
        let mut id = question.id.clone();
        if id.is_empty() || id.chars().any(|c| c == '/' || c.is_whitespace() || text::is_unsafe(c)) {
            return self.skip(line, format!("{id:?} cannot be the id of a question"));
        }
        if let Some(earlier) = self.gathered.ids.get(&(bank.clone(), id.clone())) {
            let free = other.clone().filter(|other| !self.gathered.ids.contains_key(&(bank.clone(), other.clone())));
            let Some(free) = free else {
                let reason = match earlier {
                    (file, _, Some(line)) if *file == self.file => format!("asked already in line {line}"),
                    (_, source, Some(line)) => format!("asked already at {source}:{line}"),
                    (_, source, None) => format!("asked already in {source}"),
                };
                return self.skip(line, reason);
            };
            fields.put("id", &free);
            id = free;
        }
        // Its id with the heading is taken too: the same words under the same heading are the same question.
        if let Some(other) = other {
            self.gathered.ids.entry((bank.clone(), other)).or_insert_with(|| place.clone());
        }
        self.gathered.ids.insert((bank.clone(), id.clone()), place);
        let has_notes = question.has_notes() || question.extends.is_some();
        self.gathered.items.push(Item {
            bank,
            id,
            fields,
            has_notes,
            source_guessed,
            place: (self.file.clone(), line),
        });
    }
}
