//! Questions from elsewhere, and questions taken elsewhere. One file a format; what they have in common is a `Card`
//! on the way in and a `Question` on the way out.

mod anki;
mod apkg;
#[cfg(test)]
mod apkg_tests;
mod card;
mod edit;
mod export;
mod fields;
mod gather;
mod html;
mod json;
mod markdown;
mod notes;
mod plan;
mod points;
mod reading;
mod split;
mod store;
mod table;
#[cfg(test)]
mod testing;
mod written;

use std::path::{Path, PathBuf};

use serde::Serialize;

pub use edit::{EditError, keep, page, retire};
pub use export::{ExportError, ExportFormat, export};
pub use notes::add_notes;
pub use plan::Plan;
pub use split::{keep_split, split_page};
pub use store::{bank_name, save};

use hotseat_bank::Sources;

/// How a file is brought in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// The bank for questions whose file names none.
    pub into: Option<String>,
    /// Whether the items of plain lists are questions, in Markdown that has no other.
    pub bullets: bool,
    /// Where the questions come from; none: the name of the file.
    pub source: Option<String>,
    /// Under which licence; none: what the file says, if it says anything.
    pub licence: Option<String>,
}

/// What keeps anything from being brought in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file or folder cannot be read.
    #[error("{file}: {found}; {remedy}")]
    Unreadable {
        /// The file.
        file: String,
        /// What was found.
        found: String,
        /// What to do.
        remedy: String,
    },
    /// Nothing says which bank the questions belong to.
    #[error("{file}: says no bank; name one with --into, for example --into company")]
    NoBank {
        /// The file.
        file: String,
    },
    /// A name that no own bank can have.
    #[error(
        "{0:?} cannot be the name of an own bank; use letters, digits and hyphens, and not the built-in bank's name"
    )]
    BadBank(String),
    /// A question that stands in no file that can be read.
    #[error("{0} stands in no bank file that can be read; `hotseat bank check` says what is wrong")]
    NotOwn(String),
    /// A bank file is another one than when the counts were made.
    #[error("{path}: changed since it was looked at; nothing was written, so look again")]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// A bank file cannot be written.
    #[error("{path}: cannot be written: {error}; nothing was changed in it")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
}

/// Something that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Skipped {
    /// The file.
    pub file: String,
    /// The line in it, from 1, where there are lines.
    pub line: Option<usize>,
    /// Why.
    pub reason: String,
}

/// What came in, or would come in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    /// Questions that were not there.
    pub new: usize,
    /// Questions that were there with other text.
    pub changed: usize,
    /// Questions that are there already, word for word.
    pub same: usize,
    /// How many of all these came without anything to hold an answer against.
    pub prompt_only: usize,
    /// What was left out.
    pub skipped: Vec<Skipped>,
    /// What was read all the same, and deserves a look.
    pub remarks: Vec<Skipped>,
    /// The banks that the questions went to.
    pub banks: Vec<String>,
}

/// Reads a file or folder and works out what bringing it in would do. Nothing is written before [`Plan::write`].
pub fn import(path: &Path, options: &ImportOptions, home: &Sources) -> Result<Plan, ImportError> {
    if let Some(bank) = &options.into {
        store::check_bank(bank)?;
    }
    let gathered = gather::gather(path, options)?;
    plan::plan(gathered, home)
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
