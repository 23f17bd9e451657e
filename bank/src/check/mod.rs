//! Checks whether a bank is fit to ask from. Every bank: its structure, ids and characters. The built-in bank, and
//! others on request: the gate that each question has to pass, and what must hold between them.

mod across;
mod answers;
mod balance;
mod dated;
mod diagram;
mod findings;
mod gate;
mod material;
mod presumes;
mod renamed;
mod samples;
mod sentences;
mod session;
mod shape;
mod table;
mod turns;

use std::path::Path;

use chrono::NaiveDate;
use serde::Serialize;
use serde::ser::SerializeStruct as _;

use super::cues::Matcher;
use super::discover::Sources;
use super::index::BUILTIN;
use super::problem::{Problem, Severity};
use material::Material;

/// How much is checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Whether a bank other than the built-in one also has to pass the gate, and what must hold between questions.
    pub gate: bool,
    /// With the gate: compare every sample with the points of all other topics too.
    pub full: bool,
}

/// The result of a check.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// How many questions were checked.
    pub questions: usize,
    /// The problems, errors and warnings mixed, in the order of the files.
    pub problems: Vec<Problem>,
    /// Share of points that strong samples of other topics mention, 0 to 1. None if that was not measured.
    pub chance_mentions: Option<f64>,
}

impl Report {
    /// How many problems are errors.
    pub fn errors(&self) -> usize {
        self.problems.iter().filter(|problem| problem.severity == Severity::Error).count()
    }

    /// How many problems are warnings.
    pub fn warnings(&self) -> usize {
        self.problems.len() - self.errors()
    }
}

/// Serialises as `{questions, errors, warnings, chance_mentions, problems: […]}`.
impl Serialize for Report {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Report", 5)?;
        out.serialize_field("questions", &self.questions)?;
        out.serialize_field("errors", &self.errors())?;
        out.serialize_field("warnings", &self.warnings())?;
        out.serialize_field("chance_mentions", &self.chance_mentions)?;
        out.serialize_field("problems", &self.problems)?;
        out.end()
    }
}

/// Checks the built-in bank, including the gate. `today` decides what is out of date.
pub fn builtin(full: bool, today: NaiveDate) -> Report {
    check(Material::builtin(), Rules { gate: true, full }, today)
}

/// Checks the user's own banks. `today` decides what is out of date.
pub fn own(sources: &Sources, today: NaiveDate) -> Report {
    check(Material::own(sources), Rules::default(), today)
}

/// Checks a bank file or a folder of banks. The source of the built-in bank has to pass the gate even if that was not
/// asked for. `today` decides what is out of date.
pub fn path(path: &Path, rules: Rules, today: NaiveDate) -> Report {
    let material = Material::at(path);
    let builtin = material.manifest.as_ref().is_some_and(|manifest| manifest.bank == BUILTIN);
    check(material, Rules { gate: rules.gate || builtin, ..rules }, today)
}

fn check(mut material: Material, rules: Rules, today: NaiveDate) -> Report {
    let mut problems = std::mem::take(&mut material.problems);
    let mut chance_mentions = None;
    for item in &material.items {
        shape::check(item, &material, rules.gate, &mut problems);
        dated::versions(item, today, &mut problems);
    }
    renamed::check(&material, &mut problems);
    if rules.gate {
        let mut matcher = Matcher::new();
        for item in &material.items {
            gate::check(item, &material, &mut matcher, &mut problems);
            dated::standards(item, &mut problems);
        }
        presumes::prompts(&material, &mut problems);
        turns::check(&material, &mut problems);
        balance::check(&material, &mut problems);
        across::check(&material, &mut matcher, &mut problems);
        table::check(&material, &mut problems);
        chance_mentions = samples::check(&material, rules.full, &mut matcher, &mut problems);
    }
    // By file and line; problems with a whole file or bank come first. Problems at the same place keep the order of the
    // rules.
    let rank = |problem: &Problem| material.files.iter().position(|file| *file == problem.file).unwrap_or(0);
    problems.sort_by_cached_key(|problem| (rank(problem), problem.line));
    Report { questions: material.items.len(), problems, chance_mentions }
}

#[cfg(test)]
mod tests;
