//! Own banks on the disk: what they contain, and how they are written. The history refers to questions by id, so none
//! is ever removed.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use chrono::NaiveDate;
use hotseat_bank::{BUILTIN, MAX_BYTES, Question, QuestionId, Sources, Stamp, files};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use super::ImportError;
use super::fields::Fields;
use super::marks::Marks;
use super::names::short_slug;

/// A bank file larger than this, in bytes, gets no new questions; they go to a new file.
const FULL: usize = 12 << 20;

/// The folder beside the banks that remembers what was last imported. The dot keeps it from being taken for a bank.
pub(super) const MEMORY: &str = ".imported";

/// Checks that an own bank may have this name.
pub(super) fn check_bank(bank: &str) -> Result<(), ImportError> {
    let fine = !bank.is_empty()
        && bank != BUILTIN
        && bank.len() <= 64
        && !bank.starts_with(['.', '-'])
        && bank.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if fine { Ok(()) } else { Err(ImportError::BadBank(bank.to_owned())) }
}

/// The bank for questions whose file names none: named after the file or folder.
pub fn bank_name(path: &Path) -> String {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let name = short_slug(stem, 40);
    if check_bank(&name).is_ok() { name } else { "imported".to_owned() }
}

/// A bank file with its questions as they are written.
#[derive(Debug)]
pub(super) struct BankFile {
    pub(super) path: PathBuf,
    pub(super) head: Fields,
    pub(super) questions: Vec<Fields>,
    pub(super) size: usize,
    pub(super) touched: bool,
    /// The state of the file when it was read; `None` for a new file.
    stamp: Option<Stamp>,
}

/// The fields as last imported, by question: whatever differs from them was edited by hand.
type Brought = BTreeMap<String, Marks>;

/// One bank: its files, and the place of each question in them.
#[derive(Debug, Default)]
pub(super) struct OwnBank {
    pub(super) files: Vec<BankFile>,
    pub(super) places: HashMap<String, (usize, usize)>,
    pub(super) brought: Brought,
    pub(super) brought_touched: bool,
    /// The last source that a question came from, with its hash: mostly they all come from one.
    pub(super) last_source: Option<(Rc<str>, String)>,
    /// The fields that go to the top of a new file.
    pub(super) head: Fields,
    /// What the folder's `bank.json` says about all questions.
    pub(super) says: Fields,
}

/// A file that is going to be replaced as a whole.
#[derive(Debug)]
pub(super) struct Write {
    pub(super) path: PathBuf,
    pub(super) text: String,
    /// The state of the file that the new content was made from; `None` if there was no file.
    pub(super) made_from: Option<Stamp>,
}

/// Replaces files as a whole, and none of them before all have been written: either the disk has room for all, or all
/// stay as they were.
pub(super) fn write(all: &[Write]) -> Result<(), ImportError> {
    let mut staged = Vec::with_capacity(all.len());
    for one in all {
        let failed = |error| ImportError::Write { path: one.path.clone(), error };
        // A link to a file elsewhere has to stay a link.
        let path = files::behind_links(&one.path).map_err(failed)?;
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

/// A bank file: its questions, and what else it says. The text of the questions is read once and never held beside them,
/// because it may be most of the memory that an import takes.
struct Read {
    head: Fields,
    questions: Option<Vec<Fields>>,
}

impl<'de> Deserialize<'de> for Read {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Read;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Read, A::Error> {
                let mut read = Read { head: Fields::default(), questions: None };
                while let Some(name) = map.next_key::<String>()? {
                    if name == "questions" {
                        read.questions = Some(map.next_value()?);
                    } else {
                        read.head.set(&name, map.next_value()?);
                    }
                }
                Ok(read)
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// All own banks by name. Unreadable files are left alone; `bank check` says what is wrong with them.
pub(super) fn read_banks(home: &Sources) -> HashMap<String, OwnBank> {
    let mut banks: HashMap<String, OwnBank> = HashMap::new();
    for candidate in home.files() {
        let stamp = Stamp::of(&candidate.path);
        let Ok(source) = hotseat_bank::read_source(&candidate.path, "") else { continue };
        let Ok(Read { head, questions: Some(questions) }) = serde_json::from_str(&source.text) else { continue };
        let named = head.text("bank");
        let stem = || candidate.path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned);
        let Some(name) = candidate.bank.clone().or(named).or_else(stem) else { continue };
        let bank = banks.entry(name).or_default();
        if candidate.bank.is_some() && bank.says.is_empty() {
            bank.says = manifest_above(&candidate.path).unwrap_or_default();
        }
        bank.add_file(BankFile {
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

/// The content of the nearest `bank.json` in or above the folder of a file.
fn manifest_above(file: &Path) -> Option<Fields> {
    let path =
        file.ancestors().skip(1).map(|folder| folder.join(hotseat_bank::MANIFEST)).find(|path| path.is_file())?;
    serde_json::from_str(&hotseat_bank::read_source(&path, "").ok()?.text).ok()
}

fn memory(home: &Sources, bank: &str) -> PathBuf {
    home.data_banks.join(MEMORY).join(format!("{bank}.json"))
}

/// What was last imported into this bank.
pub(super) fn read_brought(home: &Sources, bank: &str) -> Brought {
    // If it is lost or broken, nothing counts as edited by hand.
    hotseat_bank::read_source(&memory(home, bank), "")
        .ok()
        .and_then(|source| serde_json::from_str(&source.text).ok())
        .unwrap_or_default()
}

pub(super) fn id_of(fields: &Fields) -> Option<String> {
    serde_json::from_str(fields.get("id")?.get()).ok()
}

impl OwnBank {
    /// What a file says about all its questions: its topic, or the licence of the bank.
    pub(super) fn says_of_all(&self, file: usize, field: &str) -> Option<String> {
        let of_bank = |field: &str| {
            let others = || self.files.iter().find_map(|file| file.head.text(field));
            (field == "licence").then(|| self.says.text(field).or_else(others)).flatten()
        };
        self.files[file].head.text(field).or_else(|| of_bank(field))
    }

    fn add_file(&mut self, file: BankFile) {
        let number = self.files.len();
        for (i, fields) in file.questions.iter().enumerate() {
            if let Some(id) = id_of(fields) {
                // If two questions have the same id, only the first is asked.
                self.places.entry(id).or_insert((number, i));
            }
        }
        self.files.push(file);
    }

    /// The file that new questions go to: the last one in the data folder that has room, or a new one.
    pub(super) fn open_file(&mut self, name: &str, home: &Sources, more: usize) -> usize {
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

    /// The writes for everything that was changed. What was remembered of earlier imports is let go.
    pub(super) fn writes(&mut self, home: &Sources, name: &str) -> Result<Vec<Write>, ImportError> {
        let memory = self.brought_touched.then(|| {
            let path = memory(home, name);
            let made_from = Stamp::of(&path);
            Write { path, text: serde_json::to_string(&self.brought).unwrap_or_default(), made_from }
        });
        // With many questions it takes too much memory beside their text.
        (self.brought, self.places) = Default::default();
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
        // Written last: if the program ends before this, the next import finds the same text and counts it as
        // unchanged.
        out.extend(memory);
        Ok(out)
    }
}

impl BankFile {
    /// Whether it is not on the disk yet.
    pub(super) fn is_new(&self) -> bool {
        self.stamp.is_none()
    }

    fn text(&self) -> String {
        render(&self.head, Some(&self.questions))
    }
}

/// A bank file laid out for people. The list of questions is left out if there is none.
pub(super) fn render(head: &Fields, questions: Option<&[Fields]>) -> String {
    let mut out = String::from("{");
    let mut before = "\n  ";
    for (name, raw) in head.iter() {
        out.push_str(&format!("{before}{}: {}", serde_json::Value::from(name), raw.get()));
        before = ",\n  ";
    }
    if let Some(questions) = questions {
        out.push_str(before);
        out.push_str("\"questions\": [");
        for (i, question) in questions.iter().enumerate() {
            out.push_str(if i == 0 { "\n    " } else { ",\n    " });
            out.push_str(&question.pretty());
        }
        out.push_str("\n  ]");
    }
    out.push_str("\n}\n");
    out
}

/// Saves a question into an own bank, replacing the one with that id or as a new one. Fields that this version does not
/// know are kept. Returns whether it was new.
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
