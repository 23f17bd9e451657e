//! What an import does to one question, part by part. Both faces show the same.

use std::sync::Arc;

use hotseat_bank::{Question, QuestionId};
use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::fields::{Fields, fingerprint};
use super::own::Part;

/// What an import does to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It was not there before.
    New,
    /// It was there with other text.
    Changed,
    /// It was there in other words, and was recognised by how alike they are and by its place.
    Mended,
}

impl How {
    /// The word for it in lists and in JSON.
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Mended => "mended",
        }
    }
}

/// What becomes of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It is in both versions.
    Kept,
    /// It is only in the old version.
    Gone,
    /// It is only in the new version.
    Added,
}

impl Mark {
    /// The character that precedes such a line.
    pub const fn sign(self) -> char {
        match self {
            Self::Kept => ' ',
            Self::Gone => '-',
            Self::Added => '+',
        }
    }
}

/// A part of a question that changes, with all of its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The title of the part.
    pub title: &'static str,
    /// Its lines, old and new, in order.
    pub lines: Vec<(Mark, String)>,
}

/// What an import does to one question, field by field.
#[derive(Debug)]
pub struct Change {
    /// The question's id.
    pub question: QuestionId,
    /// Whether it is new, changed or mended.
    pub how: How,
    /// The file that it comes from, safe to print.
    pub file: Arc<str>,
    /// Its line in that file, from 1; `None` in formats without lines.
    pub line: Option<usize>,
    pub(super) before: Option<Fields>,
    pub(super) after: Fields,
}

impl Change {
    /// The new prompt in one line. A question that only adds to another has none and says that instead.
    pub fn prompt(&self) -> String {
        let prompt = self.after.text("prompt").unwrap_or_default();
        match self.after.text("extends") {
            Some(other) if prompt.trim().is_empty() => format!("adds to {}", hotseat_bank::text::one_line(&other)),
            _ => hotseat_bank::text::one_line(&prompt),
        }
    }

    /// The parts that change; for a new question, all the parts it has.
    pub fn differences(&self) -> Vec<Difference> {
        let read = |fields: &Fields| -> Option<Question> {
            hotseat_bank::read_question(&serde_json::to_string(fields).ok()?).ok().map(|parsed| parsed.question)
        };
        let Some(after) = read(&self.after) else { return Vec::new() };
        let before = self.before.as_ref().and_then(read);
        let usual = Question::bare(String::new(), String::new(), after.kind, after.times());
        let mut out = Vec::new();
        for part in Part::ALL {
            let new = part.lines(&after);
            let old = before.as_ref().map(|before| part.lines(before)).unwrap_or_default();
            if new.is_empty() && old.is_empty() {
                continue;
            }
            // Of a new question, the source and any part that has its usual value go without saying.
            let said = before.is_some()
                || part == Part::Question
                || (part != Part::Source && !part.says_the_same(&new, &part.lines(&usual)));
            if said && !part.says_the_same(&old, &new) {
                out.push(Difference { title: part.title(), lines: lines(&old, &new) });
            }
        }
        let others = self.others();
        if !others.is_empty() {
            out.push(Difference { title: "Also", lines: others });
        }
        out
    }

    /// Changes to fields that no part shows, by name.
    fn others(&self) -> Vec<(Mark, String)> {
        let shown = |name: &str| name == "id" || Part::ALL.iter().any(|part| part.field() == name);
        let said = |fields: Option<&Fields>, name: &str| fields.and_then(|fields| fields.get(name)).map(fingerprint);
        let mut out = Vec::new();
        for (name, _) in self.after.iter().filter(|(name, _)| !shown(name)) {
            if said(self.before.as_ref(), name) != said(Some(&self.after), name) {
                out.push((Mark::Added, name.to_owned()));
            }
        }
        for (name, _) in self.before.iter().flat_map(Fields::iter).filter(|(name, _)| !shown(name)) {
            if self.after.get(name).is_none() {
                out.push((Mark::Gone, name.to_owned()));
            }
        }
        out
    }
}

fn lines(old: &[String], new: &[String]) -> Vec<(Mark, String)> {
    let mut out = Vec::new();
    for step in capture_diff_slices(Algorithm::Myers, old, new) {
        let (gone, added) = (&old[step.old_range()], &new[step.new_range()]);
        if step.tag() == DiffTag::Equal {
            out.extend(added.iter().map(|line| (Mark::Kept, line.clone())));
        } else {
            out.extend(gone.iter().map(|line| (Mark::Gone, line.clone())));
            out.extend(added.iter().map(|line| (Mark::Added, line.clone())));
        }
    }
    out
}
