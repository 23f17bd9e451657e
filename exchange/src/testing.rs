//! Common parts of the tests of formats: an empty home that foreign files are imported into.

use std::fs;
use std::path::{Path, PathBuf};

use hotseat_bank::{Entry, Library, Question, Sources};

use super::{ImportError, ImportOptions, ImportPlan, Imported, import};

/// A folder for foreign files and one for own banks, both temporary.
pub(super) struct Home {
    pub(super) folder: tempfile::TempDir,
}

impl Home {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("in")).expect("a folder");
        Self { folder }
    }

    pub(super) fn sources(&self) -> Sources {
        let path = |name: &str| self.folder.path().join(name);
        Sources { data_banks: path("banks"), extra: Vec::new(), cache: path("cache") }
    }

    /// Writes a foreign file.
    pub(super) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join("in").join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(&path, content).expect("written");
        path
    }

    /// Plans the import of a file, into the bank "x" if it names none.
    pub(super) fn plan(&self, path: &Path, bullets: bool) -> Result<ImportPlan, ImportError> {
        let options = ImportOptions { into: Some("x".to_owned()), bullets, ..ImportOptions::default() };
        import(path, &options, &self.sources())
    }

    /// Imports a file and returns the counts.
    pub(super) fn import(&self, path: &Path) -> Imported {
        let plan = self.plan(path, false).expect("readable");
        plan.write().expect("written");
        plan.imported().clone()
    }

    /// Writes a file and imports it.
    pub(super) fn bring(&self, name: &str, content: impl AsRef<[u8]>) -> Imported {
        self.import(&self.file(name, content))
    }

    /// All questions that can be asked now. Panics if the banks have any problem.
    pub(super) fn questions(&self) -> Vec<(Entry, Question)> {
        let library = Library::own(&self.sources());
        assert!(library.problems().is_empty(), "{:?}", library.problems());
        let read = |entry: &Entry| (entry.clone(), library.question(&entry.id).expect("readable"));
        library.entries().iter().map(read).collect()
    }

    /// The prompts of all questions, in order.
    pub(super) fn prompts(&self) -> Vec<String> {
        self.questions().into_iter().map(|(entry, _)| entry.prompt).collect()
    }

    /// The content of every file below the folder of banks.
    pub(super) fn bytes(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut out = Vec::new();
        let mut folders = vec![self.sources().data_banks];
        while let Some(folder) = folders.pop() {
            let Ok(entries) = fs::read_dir(&folder) else { continue };
            for path in entries.map(|entry| entry.expect("an entry").path()) {
                if path.is_dir() {
                    folders.push(path);
                } else {
                    out.push((path.clone(), fs::read(&path).expect("read")));
                }
            }
        }
        out.sort();
        out
    }
}

/// How many are new, changed, the same, without notes, and left out.
pub(super) fn counts(imported: &Imported) -> [usize; 5] {
    [imported.new, imported.changed, imported.same, imported.prompt_only, imported.skipped.len()]
}

/// The texts of a question's points.
pub(super) fn points(question: &Question) -> Vec<&str> {
    question.look_for.iter().map(|point| point.text.as_str()).collect()
}
