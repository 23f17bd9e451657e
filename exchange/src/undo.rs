//! Undoes the last import as one step. What it wrote is recorded question by question, so that anything edited since is
//! left alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use hotseat_bank::{QuestionId, Sources, Stamp};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::ImportError;
use super::change::Change;
use super::fields::{Fields, fingerprint};
use super::marks::Marks;
use super::store::{self, BankFile, MEMORY, OwnBank, Write, id_of};

/// The file that records what the last import wrote. The dot keeps it on this machine.
const NAME: &str = ".last.json";

/// What an import wrote, as it is recorded.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Journal {
    from: String,
    questions: Vec<Noted>,
    topics: Vec<NotedTopics>,
    /// Files that the import created.
    files: Vec<PathBuf>,
    /// The folder of a bank that was added as a whole.
    #[serde(default)]
    folder: Option<PathBuf>,
    /// What was remembered before, by bank and question.
    brought: BTreeMap<String, BTreeMap<String, Option<Marks>>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Noted {
    question: QuestionId,
    /// The question before the import; `None` if there was none.
    before: Option<Fields>,
    /// The hash of what was written.
    after: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct NotedTopics {
    file: PathBuf,
    before: Option<Box<RawValue>>,
    after: String,
}

impl Journal {
    pub(super) fn of(from: &str) -> Self {
        Self { from: from.to_owned(), ..Self::default() }
    }

    pub(super) fn brought(&mut self, bank: &str, id: &str, before: Option<Marks>) {
        self.brought.entry(bank.to_owned()).or_default().insert(id.to_owned(), before);
    }

    pub(super) fn question(&mut self, change: &Change) {
        let before = change.before.clone();
        self.questions.push(Noted { question: change.question.clone(), before, after: change.after.whole() });
    }

    pub(super) fn topics(&mut self, file: &BankFile, before: Option<Box<RawValue>>) {
        let after = file.head.get("topics").map(fingerprint).unwrap_or_default();
        self.topics.push(NotedTopics { file: file.path.clone(), before, after });
    }

    pub(super) fn new_files(&mut self, bank: &OwnBank) {
        let new = bank.files.iter().filter(|file| file.is_new());
        self.files.extend(new.map(|file| file.path.clone()));
    }

    /// Records a bank that was added as a whole, with all its questions.
    pub(super) fn added(&mut self, name: &str, folder: PathBuf, bank: &OwnBank) {
        for file in &bank.files {
            self.files.push(file.path.clone());
            for fields in &file.questions {
                let Some(id) = id_of(fields) else { continue };
                let question = QuestionId::new(name, &id);
                self.questions.push(Noted { question, before: None, after: fields.whole() });
            }
        }
        self.folder = Some(folder);
    }

    pub(super) fn write(&self, home: &Sources) -> Write {
        let path = path(home);
        let made_from = Stamp::of(&path);
        Write { path, text: serde_json::to_string(self).unwrap_or_default(), made_from }
    }

    fn read(home: &Sources) -> Option<Self> {
        // The import that wrote it had read files of this size.
        const MOST: u64 = 1 << 30;
        let bytes = hotseat_bank::files::read(&path(home), MOST).ok()?;
        serde_json::from_slice(&bytes).ok()
    }
}

fn path(home: &Sources) -> PathBuf {
    home.data_banks.join(MEMORY).join(NAME)
}

/// The import that can be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastImport {
    /// The file or folder that was imported, safe to print.
    pub from: String,
    /// How many questions were new.
    pub new: usize,
    /// How many questions were changed.
    pub changed: usize,
}

/// The import that can be undone, or `None`.
pub fn last_import(home: &Sources) -> Option<LastImport> {
    let journal = Journal::read(home)?;
    let new = journal.questions.iter().filter(|noted| noted.before.is_none()).count();
    Some(LastImport { from: hotseat_bank::text::one_line(&journal.from), new, changed: journal.questions.len() - new })
}

/// When the import that can be undone was made, or `None`. Only costs a look at one folder entry.
pub fn last_import_at(home: &Sources) -> Option<SystemTime> {
    fs::metadata(path(home)).and_then(|found| found.modified()).ok()
}

/// The result of undoing an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Undone {
    /// The file or folder that had been imported, safe to print.
    pub from: String,
    /// How many questions were removed again; their history stays.
    pub removed: usize,
    /// How many questions are as they were before.
    pub restored: usize,
    /// Questions that were edited since and therefore stay as they are.
    pub stayed: Vec<QuestionId>,
}

/// Undoes the last import: new questions are removed, changed ones restored. Anything edited since stays.
pub fn undo(home: &Sources) -> Result<Undone, ImportError> {
    let journal = Journal::read(home).ok_or(ImportError::NothingToUndo)?;
    let mut done = Undone { from: hotseat_bank::text::one_line(&journal.from), ..Undone::default() };
    let mut banks = store::read_banks(home);
    let mut noted: BTreeMap<String, Vec<Noted>> = BTreeMap::new();
    for one in journal.questions {
        noted.entry(one.question.bank().to_owned()).or_default().push(one);
    }
    let (mut writes, mut empty) = (Vec::new(), Vec::new());
    for (name, all) in noted {
        let Some(bank) = banks.get_mut(&name) else {
            done.stayed.extend(all.into_iter().map(|one| one.question));
            continue;
        };
        bank.brought = store::read_brought(home, &name);
        let stayed = done.stayed.len();
        for one in all {
            take_back(bank, one, &mut done);
        }
        for file in &mut bank.files {
            file.questions.retain(|fields| !fields.is_empty());
            if let Some(topics) = journal.topics.iter().find(|topics| topics.file == file.path) {
                put_topics_back(file, topics);
            }
        }
        for (id, before) in journal.brought.get(&name).into_iter().flatten() {
            let stays = done.stayed[stayed..].iter().any(|other| other.slug() == id);
            match before {
                _ if stays => {}
                Some(before) => drop(bank.brought.insert(id.clone(), before.clone())),
                None => drop(bank.brought.remove(id)),
            }
            bank.brought_touched = true;
        }
        for file in bank.files.iter_mut().filter(|file| file.questions.is_empty() && journal.files.contains(&file.path))
        {
            file.touched = false;
            empty.push(file.path.clone());
        }
        writes.extend(bank.writes(home, &name)?);
    }
    store::write(&writes)?;
    let remove = |path: &Path| match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(ImportError::Write { path: path.to_owned(), error })
        }
        _ => Ok(()),
    };
    empty.iter().try_for_each(|path| remove(path))?;
    if let Some(folder) = journal.folder.filter(|_| done.stayed.is_empty()) {
        remove(&folder.join(hotseat_bank::MANIFEST))?;
        // Fails if somebody put something else into the folder; then it stays.
        let _ = fs::remove_dir(&folder);
    }
    remove(&path(home))?;
    Ok(done)
}

/// Puts one question back as it was. A removed one leaves an empty place, so that the places of the others stay valid.
fn take_back(bank: &mut OwnBank, noted: Noted, done: &mut Undone) {
    let place = bank.places.get(noted.question.slug()).copied();
    let Some((file, i)) = place.filter(|&(file, i)| bank.files[file].questions[i].whole() == noted.after) else {
        done.stayed.push(noted.question);
        return;
    };
    match noted.before {
        Some(before) if id_of(&before).as_deref() == Some(noted.question.slug()) => {
            bank.files[file].questions[i] = before;
            done.restored += 1;
        }
        Some(_) => return done.stayed.push(noted.question),
        None => {
            bank.files[file].questions[i] = Fields::default();
            done.removed += 1;
        }
    }
    bank.files[file].touched = true;
}

fn put_topics_back(file: &mut BankFile, topics: &NotedTopics) {
    let now = file.head.get("topics").map(fingerprint);
    if now.as_ref() != Some(&topics.after) {
        return;
    }
    match &topics.before {
        Some(before) => file.head.set("topics", before.clone()),
        None => file.head.remove("topics"),
    }
    file.touched = true;
}
