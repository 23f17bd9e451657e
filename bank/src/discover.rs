//! Finds the files that hold the user's own banks.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::clean::clean;
use super::index::BUILTIN;
use super::json;
use super::limits::{MAX_MANIFEST_VALUES, has_more_values};
use super::loops::Loop;
use super::manifest::{BankInfo, Manifest};
use super::problem::{Problem, Rule};
use super::source;

/// Folders nested more deeply than this are not read.
const MAX_DEPTH: usize = 8;

/// The most files that are read.
const MAX_FILES: usize = 10_000;

/// The file that describes a bank, beside its files of questions.
pub const MANIFEST: &str = "bank.json";

/// Where the user's own banks are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// The folder of the user's own banks; it need not exist.
    pub data_banks: PathBuf,
    /// Further files and folders, from the settings.
    pub extra: Vec<PathBuf>,
    /// The folder in which the index of these banks is cached between starts.
    pub cache: PathBuf,
}

impl Sources {
    /// All files that should hold questions.
    pub fn files(&self) -> Vec<Candidate> {
        Found::of(self).files
    }
}

/// A file that should hold questions.
#[derive(Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Path of the file.
    pub path: PathBuf,
    /// The bank that the folder's `bank.json` names. None if there is none.
    pub bank: Option<String>,
}

/// The files and manifests that were found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) files: Vec<Candidate>,
    /// The content of each `bank.json`.
    pub(super) banks: Vec<BankInfo>,
    pub(super) problems: Vec<Problem>,
    /// Canonical paths, so that links neither loop nor add a file twice.
    seen: HashSet<PathBuf>,
    full: bool,
    /// Whether a bank may have the name of the built-in one.
    builtin: bool,
}

impl Found {
    /// Finds everything that the sources name.
    pub(super) fn of(sources: &Sources) -> Self {
        let mut found = Self::default();
        found.add_home(&sources.data_banks);
        sources.extra.iter().for_each(|path| found.add_named(path));
        found
    }

    /// Starts empty, for checking a bank that may be the source of the built-in one.
    pub(super) fn with_builtin() -> Self {
        Self { builtin: true, ..Self::default() }
    }

    /// Adds everything in the folder of the user's own banks. A missing folder counts as empty.
    fn add_home(&mut self, folder: &Path) {
        match fs::metadata(folder) {
            Ok(meta) if meta.is_dir() => self.folder(folder, 0),
            Ok(_) => self.problems.push(Problem::error(
                Rule::Unreadable,
                &folder.display().to_string(),
                "a file where the folder of banks should be",
                "move it away and create a folder",
            )),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => self.unreadable(folder, &error),
        }
    }

    /// Adds a file or folder that was named explicitly.
    pub(super) fn add_named(&mut self, path: &Path) {
        match fs::metadata(path) {
            Ok(meta) if meta.is_dir() => self.folder(path, 0),
            Ok(_) => self.file(path.to_owned(), None),
            Err(error) => self.unreadable(path, &error),
        }
    }

    fn unreadable(&mut self, path: &Path, error: &std::io::Error) {
        self.problems.push(Problem::error(
            Rule::Unreadable,
            &path.display().to_string(),
            format!("cannot be read: {error}"),
            "check that it exists and may be read, or take it out of the settings",
        ));
    }

    fn first_time(&mut self, path: &Path) -> bool {
        // A path that cannot be resolved is reported when it is read.
        fs::canonicalize(path).map_or(true, |real| self.seen.insert(real))
    }

    fn file(&mut self, path: PathBuf, bank: Option<&str>) {
        if !self.first_time(&path) {
            return;
        }
        if self.files.len() == MAX_FILES {
            if !self.full {
                self.full = true;
                self.problems.push(Problem::error(
                    Rule::Unreadable,
                    &path.display().to_string(),
                    format!("more than {MAX_FILES} bank files; this one and all after it were left out"),
                    "point to a folder that holds banks only",
                ));
            }
            return;
        }
        self.files.push(Candidate { path, bank: bank.map(str::to_owned) });
    }

    fn folder(&mut self, folder: &Path, depth: usize) {
        if !self.first_time(folder) {
            return;
        }
        let mut paths = Vec::new();
        match fs::read_dir(folder) {
            Ok(entries) => paths.extend(entries.filter_map(|entry| Some(entry.ok()?.path()))),
            Err(error) => return self.unreadable(folder, &error),
        }
        // The order of directory entries is arbitrary; which of two equal ids wins must not be.
        paths.sort();
        paths.retain(|path| !path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".")));
        let Some(bank) = self.manifest(folder) else { return };
        for path in paths {
            let json = path.extension().is_some_and(|ext| ext.eq_ignore_ascii_case("json"));
            if path.is_dir() {
                if json {
                    self.problems.push(Problem::error(
                        Rule::Unreadable,
                        &path.display().to_string(),
                        "a folder where a file should be",
                        "rename the folder so that it does not end in .json",
                    ));
                } else if bank.is_none() {
                    self.subfolder(&path, depth + 1);
                }
            } else if json && path.file_name().is_none_or(|name| name != MANIFEST) {
                self.file(path, bank.as_deref());
            }
        }
    }

    fn subfolder(&mut self, folder: &Path, depth: usize) {
        if depth > MAX_DEPTH {
            self.problems.push(Problem::warning(
                Rule::Unreadable,
                &folder.display().to_string(),
                format!("nested more than {MAX_DEPTH} folders deep; it was not read"),
                "move the bank further up",
            ));
        } else {
            self.folder(folder, depth);
        }
    }

    /// The name in the folder's `bank.json`. `Some(None)` if there is none that can be read, so that each file stands
    /// for itself; `None` if the folder must be skipped.
    #[allow(clippy::option_option)]
    fn manifest(&mut self, folder: &Path) -> Option<Option<String>> {
        let path = folder.join(MANIFEST);
        if fs::symlink_metadata(&path).is_err() {
            return Some(None);
        }
        let name = path.display().to_string();
        let manifest = match read_manifest(&path, &name) {
            Ok(manifest) => manifest,
            Err(problem) => {
                // Topic files name their bank themselves.
                self.problems.push(*problem);
                return Some(None);
            }
        };
        if manifest.bank == BUILTIN && !self.builtin {
            self.problems.push(
                Problem::error(
                    Rule::Identity,
                    &name,
                    format!("{BUILTIN:?} is the name of the built-in bank"),
                    "give the bank another name; the folder was left out",
                )
                .at_path("bank"),
            );
            return None;
        }
        let (manifest, cleaned) = cleaned(manifest);
        self.problems.extend(cleaned.iter().map(|path| {
            let found = "control or direction characters that a terminal must not see; they were left out";
            Problem::warning(Rule::Control, &name, found, "remove them from the text").at_path(path)
        }));
        let mut info = BankInfo::from(&manifest);
        self.problems.extend(loop_problems(&info.loops, &name));
        info.loops.retain(|one| one.faults().is_empty());
        self.banks.push(info);
        Some(Some(manifest.bank))
    }
}

/// A manifest with every string safe to show, and the paths of those from which something was removed.
fn cleaned(manifest: Manifest) -> (Manifest, Vec<String>) {
    let mut paths = Vec::new();
    let Ok(mut value) = serde_json::to_value(&manifest) else { return (manifest, paths) };
    clean(&mut value, &mut String::new(), &mut paths);
    match json::of_value(&value) {
        Ok(safe) if !paths.is_empty() => (safe, paths),
        _ => (manifest, paths),
    }
}

/// What is wrong with the loops of a `bank.json`. A loop with a fault is left out; the others remain usable.
pub(super) fn loop_problems(loops: &[Loop], name: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (i, one) in loops.iter().enumerate() {
        for fault in one.faults() {
            let remedy = format!("{}; the loop was left out", fault.remedy);
            let problem = Problem::error(Rule::Shape, name, fault.found, remedy);
            problems.push(problem.at_path(format!("loops[{i}].{}", fault.path)));
        }
        if loops[..i].iter().any(|earlier| earlier.id == one.id) {
            let found = format!("the loop {:?} is there twice", one.id);
            let problem = Problem::error(Rule::Identity, name, found, "give one of them another id");
            problems.push(problem.at_path(format!("loops[{i}].id")));
        }
    }
    problems
}

/// Reads a `bank.json`. `name` is what problems call the file.
pub fn read_manifest(path: &Path, name: &str) -> Result<Manifest, Box<Problem>> {
    let source = source::read(path, name)?;
    if has_more_values(&source.text, MAX_MANIFEST_VALUES) {
        let found = format!("more than {MAX_MANIFEST_VALUES} values");
        return Err(Box::new(Problem::error(
            Rule::Shape,
            name,
            found,
            "a bank.json holds no questions; take them out",
        )));
    }
    json::read(&source.text).map_err(|misfit| {
        let rule = if misfit.is_data() { Rule::Shape } else { Rule::Syntax };
        let problem = Problem::error(rule, name, misfit.found(), "mend it; meanwhile each file stands for itself");
        Box::new(problem.at_line(misfit.line()).at_path(misfit.field().unwrap_or(".")))
    })
}
