//! Own banks on the disk: what they hold, and what comes of it when questions are brought in. History hangs on ids, so
//! a question is never removed here, and what somebody wrote into it by hand stays.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::card::{hash, short_slug};
use super::fields::{Fields, canonical};
use super::gather::{Gathered, Item};
use super::{ImportError, Imported, Skipped};
use crate::bank::cache::Stamp;
use crate::bank::discover::Found;
use crate::bank::index::BUILTIN;
use crate::bank::library::{Library, Sources};
use crate::bank::manifest::Topic;
use crate::bank::question::{Question, QuestionId};
use crate::bank::source::{self, MAX_BYTES};
use crate::files;

/// A bank file that is larger than this gets no more questions; the next one is begun.
const FULL: usize = 12 << 20;

/// Folder of what was brought in last, beside the banks. Its name begins with a dot, so that no bank is looked for in it.
const MEMORY: &str = ".imported";

/// Whether an own bank may have this name.
pub(super) fn check_bank(bank: &str) -> Result<(), ImportError> {
    let fine = !bank.is_empty()
        && bank != BUILTIN
        && bank.len() <= 64
        && !bank.starts_with(['.', '-'])
        && bank.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if fine { Ok(()) } else { Err(ImportError::BadBank(bank.to_owned())) }
}

/// A name for the bank of questions whose file names none: what the file or folder is called.
pub fn bank_name(path: &Path) -> String {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let name = short_slug(stem, 40);
    if check_bank(&name).is_ok() { name } else { "imported".to_owned() }
}

/// A bank file with its questions as they are written.
#[derive(Debug)]
struct BankFile {
    path: PathBuf,
    head: Fields,
    questions: Vec<Fields>,
    size: usize,
    touched: bool,
    /// Which content it was read with; none for a file that is begun.
    stamp: Option<Stamp>,
}

/// What of each question came from outside, by question and field, as hashes. It tells what was written by hand since.
type Brought = BTreeMap<String, BTreeMap<String, String>>;

/// One bank: its files, and where each question stands in them.
#[derive(Debug, Default)]
struct OwnBank {
    files: Vec<BankFile>,
    places: HashMap<String, (usize, usize)>,
    brought: Brought,
    brought_touched: bool,
    /// What goes to the top of a file that is begun.
    head: Fields,
}

/// What bringing in would do, worked out and not yet done.
#[derive(Debug)]
pub struct Plan {
    imported: Imported,
    fresh: Vec<QuestionId>,
    writes: Vec<Write>,
}

/// A file that is going to be replaced as a whole.
#[derive(Debug)]
struct Write {
    path: PathBuf,
    text: String,
    /// Which content the new one was made from; none: there was no file.
    made_from: Option<Stamp>,
}

impl Plan {
    /// The counts.
    pub fn imported(&self) -> &Imported {
        &self.imported
    }

    /// The questions that were not there and can be asked, in the order of their files.
    pub fn fresh(&self) -> &[QuestionId] {
        &self.fresh
    }

    /// Does it. Every file is replaced as a whole; when one of them changed since the plan was made, none is.
    pub fn write(&self) -> Result<(), ImportError> {
        if let Some(other) = self.writes.iter().find(|write| Stamp::of(&write.path) != write.made_from) {
            return Err(ImportError::Changed { path: other.path.clone() });
        }
        write(&self.writes)
    }
}

/// Replaces files as wholes. Nothing takes its place before everything is written.
fn write(all: &[Write]) -> Result<(), ImportError> {
    let mut staged = Vec::with_capacity(all.len());
    for one in all {
        let failed = |error| ImportError::Write { path: one.path.clone(), error };
        // A link to a file elsewhere stays a link.
        let path = fs::canonicalize(&one.path).unwrap_or_else(|_| one.path.clone());
        if let Some(folder) = path.parent() {
            files::create_private_dir(folder).map_err(failed)?;
        }
        staged.push((&one.path, files::stage(&path, one.text.as_bytes()).map_err(failed)?));
    }
    for (path, staged) in staged {
        staged.take_place().map_err(|error| ImportError::Write { path: path.clone(), error })?;
    }
    Ok(())
}

/// Holds what was gathered against the banks that there are.
pub(super) fn plan(gathered: Gathered, home: &Sources) -> Result<Plan, ImportError> {
    let Gathered { items, mut topics, mut heads, skipped, remarks, .. } = gathered;
    let mut imported = Imported { skipped, remarks, ..Imported::default() };
    let mut by_bank: BTreeMap<String, Vec<Item>> = BTreeMap::new();
    for item in items {
        by_bank.entry(item.bank.clone()).or_default().push(item);
    }
    let mut banks = read_banks(home);
    let (mut writes, mut fresh) = (Vec::new(), Vec::new());
    for (name, items) in by_bank {
        if name == BUILTIN {
            built_in(items, &mut imported);
            continue;
        }
        check_bank(&name)?;
        imported.banks.push(name.clone());
        let mut bank = banks.remove(&name).unwrap_or_default();
        bank.brought = read_brought(home, &name);
        bank.head = heads.remove(&name).unwrap_or_default();
        let titles = topics.remove(&name).unwrap_or_default();
        for item in items {
            let id = item.id.clone();
            let asked = item.fields.get("extends").is_none() && item.fields.get("retired").is_none();
            if bank.take(&name, item, home, &mut imported) && asked {
                fresh.push(QuestionId::new(&name, &id));
            }
        }
        bank.add_topics(titles);
        writes.extend(bank.writes(home, &name)?);
    }
    Ok(Plan { imported, fresh, writes })
}

/// Questions of the built-in bank, from an export of everything: they are here already.
fn built_in(items: Vec<Item>, imported: &mut Imported) {
    let library = Library::builtin();
    for item in items {
        let known = library.raw(&QuestionId::new(BUILTIN, &item.id)).ok().and_then(|value| value.as_object().cloned());
        let differs = known.as_ref().is_none_or(|known| {
            known.iter().any(|(name, value)| {
                item.fields
                    .get(name)
                    .is_none_or(|raw| serde_json::from_str::<serde_json::Value>(raw.get()).ok().as_ref() != Some(value))
            })
        });
        if differs {
            let reason = match known {
                Some(_) => {
                    "differs from the question of the built-in bank, which stays as it is; add to it with \"extends\""
                }
                None => "the built-in bank has no such question; give the bank another name",
            };
            imported.skipped.push(Skipped { file: item.place.0, line: item.place.1, reason: reason.to_owned() });
        } else {
            imported.same += 1;
        }
    }
}

/// All own banks by name. What cannot be read is left alone; `bank check` says why.
fn read_banks(home: &Sources) -> HashMap<String, OwnBank> {
    #[derive(Deserialize)]
    struct Named {
        bank: Option<String>,
    }
    let mut found = Found::default();
    if !home.data_banks.as_os_str().is_empty() {
        found.add_home(&home.data_banks);
    }
    for path in &home.extra {
        found.add_named(path);
    }
    let mut banks: HashMap<String, OwnBank> = HashMap::new();
    for candidate in found.files {
        let stamp = Stamp::of(&candidate.path);
        let Ok(source) = source::read(&candidate.path, "") else { continue };
        let Ok(mut head) = serde_json::from_str::<Fields>(&source.text) else { continue };
        let Some(questions) = head.get("questions").and_then(|raw| serde_json::from_str::<Vec<Fields>>(raw.get()).ok())
        else {
            continue;
        };
        head.remove("questions");
        let named = serde_json::from_str::<Named>(&source.text).ok().and_then(|named| named.bank);
        let stem = || candidate.path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned);
        let Some(name) = candidate.bank.clone().or(named).or_else(stem) else { continue };
        banks.entry(name).or_default().add_file(BankFile {
            path: candidate.path,
            head,
            questions,
            size: source.text.len(),
            touched: false,
            stamp,
        });
    }
    banks
}

fn memory(home: &Sources, bank: &str) -> PathBuf {
    home.data_banks.join(MEMORY).join(format!("{bank}.json"))
}

fn read_brought(home: &Sources, bank: &str) -> Brought {
    // Lost or broken, it only means that nothing counts as written by hand.
    source::read(&memory(home, bank), "")
        .ok()
        .and_then(|source| serde_json::from_str(&source.text).ok())
        .unwrap_or_default()
}

fn id_of(fields: &Fields) -> Option<String> {
    serde_json::from_str(fields.get("id")?.get()).ok()
}

fn fingerprint(raw: &RawValue) -> String {
    hash(&canonical(raw), 12)
}

impl OwnBank {
    fn add_file(&mut self, file: BankFile) {
        let number = self.files.len();
        for (i, fields) in file.questions.iter().enumerate() {
            if let Some(id) = id_of(fields) {
                // The first of two equal ids is the one that is asked.
                self.places.entry(id).or_insert((number, i));
            }
        }
        self.files.push(file);
    }

    /// The file that new questions go to: the last one in the data folder that has room.
    fn open_file(&mut self, name: &str, home: &Sources, more: usize) -> usize {
        let fits = |file: &BankFile| file.path.starts_with(&home.data_banks) && file.size + more < FULL;
        if let Some(i) = self.files.iter().rposition(fits) {
            return i;
        }
        let free = |path: &PathBuf| !path.exists() && !self.files.iter().any(|file| file.path == *path);
        let mut path = home.data_banks.join(format!("{name}.json"));
        let mut n = 1;
        while !free(&path) {
            n += 1;
            path = home.data_banks.join(format!("{name}-{n}.json"));
        }
        let mut head = Fields::default();
        head.put("bank", name);
        if self.files.is_empty() {
            for (name, raw) in self.head.iter() {
                head.set(name, raw.to_owned());
            }
        }
        self.files.push(BankFile { path, head, questions: Vec::new(), size: 0, touched: true, stamp: None });
        self.files.len() - 1
    }

    /// Takes a question in. Answers whether it was not there.
    fn take(&mut self, name: &str, mut item: Item, home: &Sources, imported: &mut Imported) -> bool {
        imported.prompt_only += usize::from(!item.has_notes);
        let place = self.places.get(&item.id).copied();
        // A file that was renamed says nothing new.
        let known = place.and_then(|(file, i)| self.files[file].questions[i].get("source"));
        if let Some(known) = known.filter(|_| item.source_guessed) {
            item.fields.set("source", known.to_owned());
        }
        let marks: BTreeMap<String, String> = item
            .fields
            .iter()
            .filter(|(name, _)| *name != "id")
            .map(|(name, raw)| (name.to_owned(), fingerprint(raw)))
            .collect();
        if let Some((file, i)) = place {
            let base = self.brought.get(&item.id);
            let fields = &mut self.files[file].questions[i];
            let (changed, kept) = merge(fields, &item.fields, &marks, base);
            self.files[file].touched |= changed;
            if changed {
                imported.changed += 1;
            } else {
                imported.same += 1;
            }
            if !kept.is_empty() {
                let reason = format!("{name}/{}: {} was edited here and stays", item.id, kept.join(", "));
                imported.remarks.push(Skipped { file: item.place.0, line: item.place.1, reason });
            }
        } else {
            imported.new += 1;
            let size: usize = item.fields.iter().map(|(name, raw)| name.len() + raw.get().len() + 16).sum();
            let file = self.open_file(name, home, size);
            self.places.insert(item.id.clone(), (file, self.files[file].questions.len()));
            let file = &mut self.files[file];
            file.questions.push(item.fields);
            file.size += size;
            file.touched = true;
        }
        if self.brought.get(&item.id) != Some(&marks) {
            self.brought.insert(item.id, marks);
            self.brought_touched = true;
        }
        place.is_none()
    }

    /// Titles of topics, into the first file that new questions went to.
    fn add_topics(&mut self, titles: Vec<Topic>) {
        let Some(target) = self.files.iter().position(|file| file.touched) else { return };
        let read = |file: &BankFile| -> Vec<Topic> {
            file.head.get("topics").and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default()
        };
        let known: HashSet<String> = self.files.iter().flat_map(read).map(|topic| topic.id).collect();
        let new: Vec<Topic> = titles.into_iter().filter(|topic| !known.contains(&topic.id)).collect();
        if !new.is_empty() {
            let mut topics = read(&self.files[target]);
            topics.extend(new);
            self.files[target].head.put("topics", &topics);
        }
    }

    fn writes(&self, home: &Sources, name: &str) -> Result<Vec<Write>, ImportError> {
        let mut out = Vec::new();
        for file in self.files.iter().filter(|file| file.touched) {
            let text = file.text();
            if text.len() as u64 > MAX_BYTES {
                let error =
                    std::io::Error::other(format!("it would be larger than {} MiB; split the bank", MAX_BYTES >> 20));
                return Err(ImportError::Write { path: file.path.clone(), error });
            }
            out.push(Write { path: file.path.clone(), text, made_from: file.stamp });
        }
        // Last: should the program end in between, the next import finds the same text and says so.
        if self.brought_touched {
            let path = memory(home, name);
            let made_from = Stamp::of(&path);
            let text = serde_json::to_string(&self.brought).unwrap_or_default();
            out.push(Write { path, text, made_from });
        }
        Ok(out)
    }
}

impl BankFile {
    fn text(&self) -> String {
        let mut out = String::with_capacity(self.size + self.size / 4);
        out.push_str("{\n");
        for (name, raw) in self.head.iter() {
            out.push_str(&format!("  {}: {},\n", serde_json::Value::from(name), raw.get()));
        }
        out.push_str("  \"questions\": [\n    ");
        let questions: Vec<String> = self.questions.iter().map(Fields::pretty).collect();
        out.push_str(&questions.join(",\n    "));
        out.push_str("\n  ]\n}\n");
        out
    }
}

/// Takes over what changed outside since it was last brought in. Answers whether anything changed, and which fields were
/// changed on both sides and stay.
fn merge(
    mine: &mut Fields,
    theirs: &Fields,
    marks: &BTreeMap<String, String>,
    base: Option<&BTreeMap<String, String>>,
) -> (bool, Vec<String>) {
    let mut changed = false;
    let mut kept = Vec::new();
    for (name, raw) in theirs.iter().filter(|(name, _)| *name != "id") {
        let mark = &marks[name];
        let before = base.and_then(|base| base.get(name));
        match mine.get(name).map(fingerprint) {
            Some(now) if now == *mark => {}
            // Untouched here since, or never known to come from there.
            Some(now) if before == Some(&now) || base.is_none() => {
                mine.set(name, raw.to_owned());
                changed = true;
            }
            // Nothing new from there: what was written here stays.
            _ if before == Some(mark) => {}
            None if before.is_none() => {
                mine.set(name, raw.to_owned());
                changed = true;
            }
            _ => kept.push(name.to_owned()),
        }
    }
    let gone: Vec<String> = mine
        .iter()
        .filter(|(name, raw)| {
            *name != "id"
                && theirs.get(name).is_none()
                && base.and_then(|base| base.get(*name)).is_some_and(|before| *before == fingerprint(raw))
        })
        .map(|(name, _)| name.to_owned())
        .collect();
    for name in gone {
        mine.remove(&name);
        changed = true;
    }
    (changed, kept)
}

/// Saves a question into an own bank: over the one of that id, or as a new one. Fields that this version does not know
/// stay. Answers whether it was new.
pub fn save(bank: &str, question: &Question, home: &Sources) -> Result<bool, ImportError> {
    check_bank(bank)?;
    let mut own = read_banks(home).remove(bank).unwrap_or_default();
    let fields = Fields::of(question);
    let new = if let Some(&(file, i)) = own.places.get(&question.id) {
        own.files[file].questions[i] = fields;
        own.files[file].touched = true;
        false
    } else {
        let file = own.open_file(bank, home, 4_096);
        own.files[file].questions.push(fields);
        own.files[file].touched = true;
        true
    };
    write(&own.writes(home, bank)?)?;
    Ok(new)
}

/// Retires a question of an own bank from a day on, or brings it back (`None`). Its history stays.
pub(super) fn retire(id: &QuestionId, from: Option<NaiveDate>, home: &Sources) -> Result<(), ImportError> {
    let mut own = read_banks(home).remove(id.bank()).unwrap_or_default();
    let Some(&(file, i)) = own.places.get(id.slug()) else { return Err(ImportError::NotOwn(id.to_string())) };
    match from {
        Some(day) => own.files[file].questions[i].put("retired", &day),
        None => own.files[file].questions[i].remove("retired"),
    }
    own.files[file].touched = true;
    write(&own.writes(home, id.bank())?)
}
