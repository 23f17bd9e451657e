//! What is checked: every question of a bank, parsed, with its location.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use serde_json::value::RawValue;

use crate::builtin;
use crate::discover::{self, Found, Sources};
use crate::index::{self, BUILTIN, Home};
use crate::library::Library;
use crate::manifest::Manifest;
use crate::place::Place;
use crate::problem::{Problem, Rule, Severity};
use crate::question::{Question, QuestionId};
use crate::read;
use crate::source::{self, Source};

/// A question with its location.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) file: String,
    pub(super) id: QuestionId,
    pub(super) topic: String,
    pub(super) place: Place,
    pub(super) question: Question,
    /// Paths of fields that this version does not know.
    pub(super) unknown: Vec<String>,
}

impl Item {
    /// A problem with this question. `path` is relative to it, and empty for the question as a whole.
    pub(super) fn problem(&self, severity: Severity, rule: Rule, path: &str, found: &str, remedy: &str) -> Problem {
        let problem = match severity {
            Severity::Error => Problem::error(rule, &self.file, found, remedy),
            Severity::Warning => Problem::warning(rule, &self.file, found, remedy),
        };
        let dot = if path.is_empty() || path.starts_with('[') { "" } else { "." };
        problem.at_line(self.place.line as usize).at_path(format!("{}{dot}{path}", self.place.path())).about(&self.id)
    }
}

/// Everything that is checked together.
#[derive(Debug, Default)]
pub(super) struct Material {
    pub(super) manifest: Option<Manifest>,
    /// The file of the manifest, for reports.
    pub(super) manifest_file: String,
    /// The files, in order.
    pub(super) files: Vec<String>,
    pub(super) items: Vec<Item>,
    /// Ids that may be referred to: those of the items, and those in banks that are not being checked.
    pub(super) known: HashSet<QuestionId>,
    pub(super) problems: Vec<Problem>,
}

/// The fields that are allowed at the top of a bank file.
const TOP: &[&str] = &["$schema", "bank", "topic", "name", "version", "licence", "topics", "concepts", "questions"];

impl Material {
    pub(super) fn builtin() -> Self {
        let mut material = Self {
            manifest: Some(builtin::manifest().clone()),
            manifest_file: format!("{BUILTIN}/bank.json"),
            ..Self::default()
        };
        material.problems = discover::loop_problems(&builtin::manifest().loops, &material.manifest_file);
        for topic in builtin::TOPICS {
            let name = topic.name;
            let stem = name.rsplit('/').next().and_then(|file| file.strip_suffix(".json")).unwrap_or(name);
            let home = Home { name, bank: Some(BUILTIN), stem, builtin: true };
            material.add(&Source { text: topic.text(), offset: 0 }, home);
        }
        material.finish()
    }

    pub(super) fn own(sources: &Sources) -> Self {
        let found = Found::of(sources);
        let mut material = Self::read(found, false);
        material.manifest = None;
        material
    }

    pub(super) fn at(path: &Path) -> Self {
        let mut found = Found::with_builtin();
        found.add_named(path);
        Self::read(found, true)
    }

    fn read(found: Found, builtin: bool) -> Self {
        let mut material = Self { problems: found.problems, ..Self::default() };
        if let [only] = found.banks.as_slice()
            && let Some(folder) = found.files.iter().find(|file| file.bank.as_ref() == Some(&only.bank))
        {
            let path = folder.path.with_file_name(discover::MANIFEST);
            material.manifest_file = path.display().to_string();
            material.manifest = discover::read_manifest(&path, &material.manifest_file).ok();
        }
        if material.manifest.as_ref().is_none_or(|manifest| manifest.bank != BUILTIN) {
            material.known.extend(Library::builtin().entries().iter().map(|entry| entry.id.clone()));
        }
        for file in &found.files {
            let name = file.path.display().to_string();
            match source::read(&file.path, &name) {
                Ok(source) => {
                    let stem = file.path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
                    material.add(&source, Home { name: &name, bank: file.bank.as_deref(), stem, builtin });
                }
                Err(problem) => {
                    material.files.push(name);
                    material.problems.push(*problem);
                }
            }
        }
        material.finish()
    }

    fn add(&mut self, source: &Source, home: Home<'_>) {
        self.files.push(home.name.to_owned());
        let index = index::index(source, home);
        self.problems.extend(index.problems);
        self.unknown_at_the_top(&source.text, home.name);
        let entries = index.entries.into_iter().map(|entry| (entry.id, entry.topic.into(), entry.place));
        let extensions = index.extensions.into_iter().map(|extension| (extension.id, String::new(), extension.place));
        for (id, topic, place) in entries.chain(extensions) {
            let range = place.start as usize - source.offset..place.end as usize - source.offset;
            let raw = &source.text[range];
            let Ok(read::Parsed { question, unknown: ignored, .. }) = read::question(raw) else { continue };
            let mut unknown: Vec<String> = question.other.keys().cloned().collect();
            for (i, point) in question.look_for.iter().enumerate() {
                unknown.extend(point.other.keys().map(|key| format!("look_for[{i}].{key}")));
            }
            unknown.extend(ignored.iter().map(|path| brackets(path)));
            self.items.push(Item { file: home.name.to_owned(), id, topic, place, question, unknown });
        }
    }

    fn unknown_at_the_top(&mut self, text: &str, name: &str) {
        let Ok(top) = serde_json::from_str::<BTreeMap<String, &RawValue>>(text) else { return };
        for field in top.keys().filter(|field| !TOP.contains(&field.as_str())) {
            let found = format!("the field {field:?} is not known");
            let problem = Problem::warning(Rule::Unknown, name, found, "check its spelling, or remove it");
            self.problems.push(problem.at_path(field));
        }
    }

    fn finish(mut self) -> Self {
        let mut first: HashMap<QuestionId, (String, Place)> = HashMap::new();
        for item in &self.items {
            if let Some((file, place)) = first.get(&item.id) {
                self.problems.push(item.problem(
                    Severity::Error,
                    Rule::Identity,
                    "id",
                    &format!("the id is taken by {file}:{}", place.line),
                    "give one of them another id",
                ));
            } else {
                first.insert(item.id.clone(), (item.file.clone(), item.place));
            }
        }
        self.known.extend(first.into_keys());
        self
    }
}

/// Turns `look_for.0.cue` into `look_for[0].cue`.
fn brackets(path: &str) -> String {
    let mut out = String::new();
    for part in path.split('.').filter(|part| *part != "?") {
        if part.bytes().all(|byte| byte.is_ascii_digit()) {
            out.push('[');
            out.push_str(part);
            out.push(']');
        } else {
            if !out.is_empty() {
                out.push('.');
            }
            out.push_str(part);
        }
    }
    out
}
