//! Imports and exports questions. There is one file per format; common to all are a `Card` on the way in and a
//! `Question` on the way out.

mod account;
mod added_notes;
mod address;
mod anki;
mod apkg;
#[cfg(test)]
mod apkg_tests;
mod asked;
mod before;
mod card;
mod change;
mod choices;
mod column;
mod edit;
mod encoding;
mod export;
#[cfg(test)]
mod fault_tests;
mod fields;
mod gather;
mod grade;
mod html;
mod identity;
mod import_plan;
mod json;
mod kind;
#[cfg(test)]
mod kinds_tests;
mod latex;
mod layouts;
mod licence;
mod likeness;
#[cfg(test)]
mod limits_tests;
mod markdown;
mod marks;
mod names;
mod own;
mod pack;
mod page;
mod parts;
mod points;
mod reading;
#[cfg(test)]
mod round_trip_tests;
#[cfg(test)]
mod shapes_tests;
mod sink;
mod split;
mod store;
mod table;
mod take;
#[cfg(test)]
mod testing;
mod undo;
mod written;
mod yaml;

use std::path::{Path, PathBuf};

use hotseat_bank::{QuestionId, Sources};
use serde::Serialize;

pub use account::Account;
pub use added_notes::add_notes;
pub use change::{Change, Difference, How, Mark};
pub use edit::{EditError, keep, page, retire};
pub use export::{ExportError, ExportFormat, export};
pub use html::page_text;
pub use import_plan::ImportPlan;
pub use pack::{AddedPack, add_pack};
pub use parts::{BankFolder, BankParts, may_be_shared, path_of};
pub use split::{keep_split, split_page};
pub use store::{bank_name, save};
pub use undo::{LastImport, Undone, last_import, last_import_at, undo};

/// Options of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// The bank for questions whose file names none, and for those of an exported table, sheet or deck.
    pub into: Option<String>,
    /// The bank for questions whose file names none, if `into` is not set. If another own bank already has questions of
    /// the same source, that bank is used instead.
    pub otherwise: Option<String>,
    /// Own questions that keep their words: an incoming one that looks like them is another question.
    pub apart: Vec<QuestionId>,
    /// Whether items of plain lists are questions, in Markdown that has no other questions.
    pub bullets: bool,
    /// The source recorded with the questions; `None` for the name of the file.
    pub source: Option<String>,
    /// The licence of the questions; `None` for what the file says, if anything.
    pub licence: Option<String>,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file or folder cannot be read.
    #[error("{file}: {found}; {remedy}")]
    Unreadable {
        /// Its path, safe to print.
        file: String,
        /// What is wrong with it.
        found: String,
        /// What the user can do about it.
        remedy: String,
    },
    /// Neither the file nor the user says which bank the questions belong to.
    #[error("{file}: says no bank; name one with --into, for example --into company")]
    NoBank {
        /// The path of the file, safe to print.
        file: String,
    },
    /// The name is not allowed for an own bank.
    #[error(
        "{0:?} cannot be the name of an own bank; use letters, digits and hyphens, and not the built-in bank's name"
    )]
    BadBank(String),
    /// No import is left to be undone.
    #[error("there is no import to take back; only the last one can be, and only once")]
    NothingToUndo,
    /// The question is in no bank file that can be read.
    #[error("{0} stands in no bank file that can be read; `hotseat bank check` says what is wrong")]
    NotOwn(String),
    /// A bank file changed after the import was worked out.
    #[error("{path}: changed since it was looked at; nothing was written, so look again")]
    Changed {
        /// The path of the bank file.
        path: PathBuf,
    },
    /// A bank file cannot be written.
    #[error("{path}: cannot be written: {error}; nothing was changed in it")]
    Write {
        /// The path of the bank file.
        path: PathBuf,
        /// The error from the system.
        error: std::io::Error,
    },
}

/// Something that an import left out or remarked on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// The path of its file, safe to print.
    pub file: String,
    /// Its line in that file, from 1; `None` in formats without lines.
    pub line: Option<usize>,
    /// The reason, in words.
    pub reason: String,
}

/// What an import changed, or would change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// How many questions were not there before.
    pub new: usize,
    /// How many were there with other text.
    pub changed: usize,
    /// How many of the changed ones are reworded, and were recognised by their likeness and place.
    pub mended: usize,
    /// How many were there already, word for word.
    pub same: usize,
    /// Questions that once came from the same source and are no longer in it. They stay, with their history.
    pub gone: Vec<QuestionId>,
    /// How many of all these have no notes to compare an answer with.
    pub prompt_only: usize,
    /// What was left out; at most a thousand are listed.
    pub skipped: Vec<Skipped>,
    /// How many more were left out than are listed.
    pub skipped_unlisted: usize,
    /// What was imported but deserves a look; at most a thousand are listed.
    pub remarks: Vec<Skipped>,
    /// How many more remarks there are than are listed.
    pub remarks_unlisted: usize,
    /// The banks that received questions.
    pub banks: Vec<String>,
    /// The account of each file.
    pub files: Vec<Account>,
    /// What asks nothing, and files that are not lists of questions; at most a thousand are listed.
    pub passed: Vec<Skipped>,
    /// How many more of these there are than are listed.
    pub passed_unlisted: usize,
}

impl Imported {
    /// How many were left out in all, listed or not.
    pub fn left_out(&self) -> usize {
        self.skipped.len() + self.skipped_unlisted
    }
}

/// Reads a file or folder and works out what importing it would do. Nothing is written until [`ImportPlan::write`].
pub fn import(path: &Path, options: &ImportOptions, home: &Sources) -> Result<ImportPlan, ImportError> {
    for bank in [&options.into, &options.otherwise].into_iter().flatten() {
        store::check_bank(bank)?;
    }
    let gathered = gather::gather(path, options)?;
    match before::bank_of(&gathered, options, home) {
        Some(bank) => {
            let options = ImportOptions { otherwise: Some(bank), ..options.clone() };
            import_plan::plan(gather::gather(path, &options)?, path, &options, home)
        }
        None => import_plan::plan(gathered, path, options, home),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::Home;
    use crate::{ImportError, ImportOptions, import};

    #[test]
    fn what_has_no_bank_or_a_bad_one_is_refused() {
        let home = Home::new();
        let path = home.file("a.csv", "q,a\nWhy?,x\n");
        let none = import(&path, &ImportOptions::default(), &home.sources()).expect_err("no bank").to_string();
        assert!(none.contains("--into"), "{none}");
        for bank in ["backend", "", "a/b", "..", "a b"] {
            let options = ImportOptions { into: Some(bank.to_owned()), ..ImportOptions::default() };
            assert!(matches!(import(&path, &options, &home.sources()), Err(ImportError::BadBank(_))), "{bank:?}");
        }
        assert!(home.plan(&home.folder.path().join("in/none.csv"), false).is_err());
    }
}
