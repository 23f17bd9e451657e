//! Where questions go while a file is read: each gets an id and a bank, and whatever is left out is reported with its
//! place.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::num::NonZeroU32;
use std::path::Path;
use std::rc::Rc;

use hotseat_bank::limits::{MAX_QUESTIONS, MAX_TOPICS};
use hotseat_bank::{Question, Topic, text};
use serde_json::value::RawValue;

use super::asked::asked;
use super::card::{Card, Identity, MAX_ANSWER};
use super::fields::{Fields, content};
use super::own::{Enclosed, Own, Parts};
use super::{Account, ImportError, ImportOptions, Skipped};

/// How many omissions are listed; any beyond that are only counted.
const MAX_TOLD: usize = 1_000;

/// How many different values that were not understood are told of a file.
const MAX_DOUBTS: usize = 50;

/// A question on its way into an own bank.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) bank: Rc<str>,
    pub(super) known: Known,
    /// A hash of its words, code and pictures.
    pub(super) asked: String,
    /// The source within which its words, or its row's name, are unique.
    pub(super) scope: Rc<str>,
    pub(super) fields: Fields,
    pub(super) has_notes: bool,
    /// Whether `source` is only the name of the file.
    pub(super) source_guessed: bool,
    pub(super) place: (Rc<str>, Option<usize>),
    /// Additional content, if it comes from one of the program's own exports.
    pub(super) own: Option<Box<FromExport>>,
}

/// How a question is recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// By its id: it was a question of an own bank before.
    Id(String),
    /// By the permanent name that another program gave it.
    Guid(String),
    /// By the name of its row in the source, and by what it asks.
    Row(String),
    /// By what it asks, within its source.
    Asked,
}

/// A question from one of the program's own exports.
#[derive(Debug)]
pub(super) enum FromExport {
    /// It encloses the question as it was exported.
    Whole(Box<Enclosed>),
    /// The enclosed question is gone; these are the parts that are shown.
    Shown(Parts),
}

/// A list of messages, and how many more there would be.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) list: Vec<Skipped>,
    pub(super) more: usize,
}

impl Told {
    pub(super) fn push(&mut self, one: Skipped) {
        if self.list.len() < MAX_TOLD {
            self.list.push(one);
        } else {
            self.more += 1;
        }
    }
}

/// The topics of a bank, each id once.
#[derive(Debug, Default)]
pub(super) struct Topics {
    pub(super) list: Vec<Topic>,
    known: HashSet<String>,
}

/// Where a question was found: the index of the file among those that were read, and the line.
type Found = (u32, Option<NonZeroU32>);

/// A hash of what a question is recognised by; there may be several hundred thousand of them.
type Key = [u64; 2];

/// Everything that was found in all files.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) items: Vec<Item>,
    /// The titles of topics, by bank.
    pub(super) topics: HashMap<String, Topics>,
    /// What a bank says about itself, by bank; it goes to the top of a new file.
    pub(super) heads: HashMap<String, Fields>,
    pub(super) skipped: Told,
    pub(super) remarks: Told,
    /// The account of each file.
    pub(super) accounts: Vec<Account>,
    /// Things that ask nothing.
    pub(super) passed: Told,
    /// The files that were read: their names in messages, and their names in `source`.
    files: Vec<(Rc<str>, Rc<str>)>,
    /// Where each question was found, by its hash.
    found: HashMap<Key, Found>,
}

/// Takes the questions of one file.
pub(super) struct Sink<'a> {
    pub(super) options: &'a ImportOptions,
    /// The name of the file in messages.
    pub(super) file: Rc<str>,
    /// The name of the file in `source`.
    source: Rc<str>,
    licence: Option<String>,
    gathered: &'a mut Gathered,
    /// The bank of the previous question, which is usually that of the next one too.
    last_bank: Rc<str>,
    /// Questions found so far, including those left out.
    found: usize,
    /// Omissions reported so far.
    left_out: usize,
    told_full: bool,
    /// What was not understood, each with the line where it was met first and how many times.
    doubts: BTreeMap<String, (Option<usize>, usize)>,
}

impl Gathered {
    /// Ends gathering: where each question was found is no longer needed, and takes much memory for a large file.
    pub(super) fn close(&mut self) {
        (self.found, self.files) = (HashMap::new(), Vec::new());
    }

    /// A sink for the file at `path`. Its name in `source` is its path below `root`.
    pub(super) fn sink<'a>(
        &'a mut self,
        path: &Path,
        root: &Path,
        licence: Option<String>,
        options: &'a ImportOptions,
    ) -> Sink<'a> {
        let file: Rc<str> = text::one_line(&path.display().to_string()).into();
        self.accounts.push(Account { file: file.to_string(), of: "questions", ..Account::default() });
        let source = path.strip_prefix(root).ok().filter(|rest| !rest.as_os_str().is_empty()).unwrap_or(path);
        let source: Rc<str> = text::one_line(&source.display().to_string()).into();
        self.files.push((Rc::clone(&file), Rc::clone(&source)));
        Sink {
            options,
            file,
            source,
            licence,
            gathered: self,
            last_bank: Rc::default(),
            found: 0,
            left_out: 0,
            told_full: false,
            doubts: BTreeMap::new(),
        }
    }
}

impl Sink<'_> {
    /// Sets what is counted in this file: rows, notes, headings. The counts of the account add up to the whole file.
    pub(super) fn counts(&mut self, of: &'static str) {
        self.account().of = of;
    }

    fn account(&mut self) -> &mut Account {
        if self.gathered.accounts.is_empty() {
            self.gathered.accounts.push(Account::default());
        }
        let last = self.gathered.accounts.len() - 1;
        &mut self.gathered.accounts[last]
    }

    /// Counts something that belongs to a question.
    pub(super) fn part(&mut self) {
        self.account().parts += 1;
    }

    /// Counts something that names other things: the heading of a section, the first row of a table.
    pub(super) fn title(&mut self) {
        self.account().titles += 1;
    }

    /// Reports something that asks nothing.
    pub(super) fn pass(&mut self, line: Option<usize>, reason: impl AsRef<str>) {
        self.account().passed += 1;
        let reason = text::one_line(reason.as_ref());
        self.gathered.passed.push(Skipped { file: self.file.to_string(), line, reason });
    }

    /// Reports something that is counted but left out, and why.
    pub(super) fn skip(&mut self, line: Option<usize>, reason: impl AsRef<str>) {
        self.account().skipped += 1;
        self.refuse(line, reason);
    }

    /// Reports what is wrong with the file, or that the rest of it is not read.
    pub(super) fn refuse(&mut self, line: Option<usize>, reason: impl AsRef<str>) {
        let reason = text::one_line(reason.as_ref());
        self.left_out += 1;
        self.gathered.skipped.push(Skipped { file: self.file.to_string(), line, reason });
    }

    /// Reports something that is imported but deserves a look.
    pub(super) fn remark(&mut self, line: Option<usize>, reason: impl AsRef<str>) {
        let reason = text::one_line(reason.as_ref());
        self.gathered.remarks.push(Skipped { file: self.file.to_string(), line, reason });
    }

    /// Remembers something that was not understood or had to be guessed; it is told once a file.
    pub(super) fn doubt(&mut self, line: Option<usize>, said: String) {
        if self.doubts.len() < MAX_DOUBTS || self.doubts.contains_key(&said) {
            self.doubts.entry(said).or_insert((line, 0)).1 += 1;
        }
    }

    /// Reports what was not understood in the file, at its end.
    pub(super) fn tell(&mut self) {
        for (said, (line, times)) in std::mem::take(&mut self.doubts) {
            let times = if times > 1 { format!(" ({times} times)") } else { String::new() };
            self.remark(line, format!("{said}{times}"));
        }
    }

    /// Whether no more questions are taken; this is reported once per file. Readers ask before they read on.
    pub(super) fn is_full(&mut self, line: Option<usize>) -> bool {
        let full = self.found.max(self.left_out) >= MAX_QUESTIONS || self.gathered.items.len() >= MAX_QUESTIONS;
        if full && !self.told_full {
            self.told_full = true;
            self.refuse(line, format!("more than {MAX_QUESTIONS} questions; the rest was not read"));
        }
        full
    }

    /// Whether the file had no question and no message says why.
    pub(super) fn is_silent(&self) -> bool {
        self.found == 0 && self.gathered.skipped.list.last().is_none_or(|skipped| *skipped.file != *self.file)
    }

    /// Takes a question of a foreign format. Fails if nothing says which bank it belongs to.
    pub(super) fn card(&mut self, mut card: Card) -> Result<(), ImportError> {
        if self.is_full(card.line) {
            return Ok(());
        }
        self.found += 1;
        let bank = self.bank(None)?;
        let line = card.line;
        let source = self.options.source.clone().or(card.source.take());
        let source_guessed = source.is_none();
        card.source = source.or_else(|| Some(self.source.to_string()));
        card.licence = self.options.licence.clone().or(card.licence.take()).or_else(|| self.licence.clone());
        let title = card.topic.clone();
        if card.answer.len() > MAX_ANSWER && card.answer.chars().nth(MAX_ANSWER).is_some() {
            self.remark(line, format!("of its answer the first {MAX_ANSWER} characters are kept; split it"));
        }
        for said in std::mem::take(&mut card.doubts) {
            self.doubt(line, said);
        }
        match card.question() {
            Err(reason) => self.skip(line, reason),
            Ok((question, identity)) => {
                let known = match identity {
                    Identity::Given(row) => Known::Row(row.trim().to_owned()),
                    Identity::Guid(guid) => Known::Guid(guid),
                    Identity::Prompt => Known::Asked,
                };
                if let (Some(title), Some(id)) = (title, question.topic.as_ref()) {
                    self.topic(
                        &bank,
                        Topic { id: id.clone(), title: text::one_line(&title), subtopics: Vec::new(), questions: 0 },
                    );
                }
                self.add(bank, line, Fields::of(&question), &question, (known, source_guessed), None);
            }
        }
        Ok(())
    }

    /// Takes a question of our own format.
    pub(super) fn question(&mut self, bank: String, line: usize, mut fields: Fields, question: &Question) {
        if self.is_full(Some(line)) {
            return;
        }
        self.found += 1;
        for (name, given) in [("source", &self.options.source), ("licence", &self.options.licence)] {
            if let Some(given) = given {
                fields.put(name, given);
            }
        }
        self.add(bank, Some(line), fields, question, (Known::Id(question.id.clone()), false), None);
    }

    /// Takes a question from one of the program's own exports.
    pub(super) fn own(&mut self, own: Own) -> Result<(), ImportError> {
        if self.is_full(own.line) {
            return Ok(());
        }
        self.found += 1;
        let Own { line, enclosed, id, parts } = own;
        let bank = match &self.options.into {
            Some(into) => into.clone(),
            None => self.bank(enclosed.as_ref().map(|enclosed| enclosed.bank.clone()))?,
        };
        let (mut question, problems) = match &enclosed {
            Some(enclosed) => enclosed.with(&parts),
            None => match parts.alone() {
                Ok(read) => read,
                Err(reason) => {
                    self.skip(line, reason);
                    return Ok(());
                }
            },
        };
        for problem in problems {
            self.remark(line, format!("{problem}; that part stays as it was"));
        }
        for (field, given) in
            [(&mut question.source, &self.options.source), (&mut question.licence, &self.options.licence)]
        {
            if given.is_some() {
                field.clone_from(given);
            }
        }
        let known = match (&enclosed, id) {
            (Some(enclosed), _) => Known::Id(enclosed.question.id.clone()),
            (None, Some(id)) => Known::Id(id),
            (None, None) => Known::Asked,
        };
        if let Some(Enclosed { title: Some(title), .. }) = &enclosed
            && let Some(id) = enclosed.as_ref().and_then(|enclosed| enclosed.shown().topic)
        {
            self.topic(&bank, Topic { id, title: title.clone(), subtopics: Vec::new(), questions: 0 });
        }
        let from = match enclosed {
            Some(enclosed) if enclosed.whole => FromExport::Whole(Box::new(enclosed)),
            _ => FromExport::Shown(parts),
        };
        self.add(bank, line, Fields::of(&question), &question, (known, false), Some(Box::new(from)));
        Ok(())
    }

    /// The bank for questions: the one that the file names, or else the one from the options.
    pub(super) fn bank(&self, named: Option<String>) -> Result<String, ImportError> {
        let said = || self.options.into.clone().or_else(|| self.options.otherwise.clone());
        named.or_else(said).ok_or_else(|| ImportError::NoBank { file: self.file.to_string() })
    }

    /// Takes a field that a bank has about itself, unless it was given before.
    pub(super) fn head(&mut self, bank: &str, name: &str, raw: &RawValue) {
        let head = self.gathered.heads.entry(bank.to_owned()).or_default();
        if head.get(name).is_none() {
            head.set(name, raw.to_owned());
        }
    }

    /// Reports that the file has more questions than are read.
    pub(super) fn rest(&mut self, more: usize) {
        if more > 0 {
            self.account().skipped += more;
            self.refuse(None, format!("more than {MAX_QUESTIONS} questions; {more} were not read"));
        }
    }

    /// Takes the title of a topic, unless the topic already has one.
    pub(super) fn topic(&mut self, bank: &str, topic: Topic) {
        let topics = self.gathered.topics.entry(bank.to_owned()).or_default();
        if !topics.known.contains(&topic.id) && topics.list.len() < MAX_TOPICS {
            topics.known.insert(topic.id.clone());
            topics.list.push(topic);
        }
    }

    fn add(
        &mut self,
        bank: String,
        line: Option<usize>,
        fields: Fields,
        question: &Question,
        (mut known, source_guessed): (Known, bool),
        own: Option<Box<FromExport>>,
    ) {
        let scope = self.options.source.as_deref().map_or_else(|| self.source.clone(), Rc::from);
        let asked = asked(&question.prompt, question.snippet.as_ref().map(|snippet| snippet.code.as_str()));
        let topic = question.topic.as_deref().unwrap_or_default();
        // The same words under another heading are another question, and so are those of another source if their answer
        // differs.
        let in_source = format!("{asked} {topic} in {scope}");
        let key = match &known {
            Known::Id(id)
                if id.is_empty() || id.chars().any(|c| c == '/' || c.is_whitespace() || text::is_unsafe(c)) =>
            {
                return self.skip(line, format!("{id:?} cannot be the id of a question"));
            }
            Known::Id(id) => format!("id {id}"),
            Known::Guid(guid) => format!("guid {guid}"),
            Known::Row(_) | Known::Asked => in_source,
        };
        let says = content(&fields);
        let mut keys = vec![key];
        if matches!(known, Known::Row(_) | Known::Asked) {
            let anywhere = format!("{asked} {topic} says {says}");
            keys.push(anywhere);
        }
        let here = u32::try_from(self.gathered.files.len().saturating_sub(1)).unwrap_or(u32::MAX);
        for key in &keys {
            if let Some(&(file, earlier)) = self.gathered.found.get(&short(&bank, key)) {
                let source = self.gathered.files.get(file as usize).map_or("", |(_, source)| source);
                let reason = match earlier {
                    Some(earlier) if file == here => format!("asked already in line {earlier}"),
                    Some(earlier) => format!("asked already at {source}:{earlier}"),
                    None => format!("asked already in {source}"),
                };
                return self.skip(line, reason);
            }
        }
        if let Known::Row(row) = &known {
            // If two rows have the same number, the second is recognised by what it asks.
            let key = format!("row {row} in {scope}");
            if self.gathered.found.contains_key(&short(&bank, &key)) {
                known = Known::Asked;
            }
            keys.push(key);
        }
        let line_here = line.and_then(|line| NonZeroU32::new(u32::try_from(line).ok()?));
        for key in keys {
            self.gathered.found.entry(short(&bank, &key)).or_insert((here, line_here));
        }
        if *self.last_bank != *bank {
            self.last_bank = bank.into();
        }
        let bank = Rc::clone(&self.last_bank);
        self.account().questions += 1;
        let has_notes = question.has_notes() || question.extends.is_some();
        let place = (self.file.clone(), line);
        self.gathered.items.push(Item { bank, known, asked, scope, fields, has_notes, source_guessed, place, own });
    }
}

/// A compact hash of a key within a bank.
fn short(bank: &str, key: &str) -> Key {
    // Twice as many bits as one has make it as good as certain that different keys stay different.
    [0_u8, 1].map(|half| {
        let mut sum = DefaultHasher::new();
        (half, bank, key).hash(&mut sum);
        sum.finish()
    })
}
