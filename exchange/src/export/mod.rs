//! Exports questions: everything as JSON, a study sheet as Markdown, a table, or a deck for Anki.

mod deck;
mod json;
mod sheet;
mod table;

pub(super) use deck::{back, code, front};
pub(super) use sheet::{TITLE, plain, unescaped};
pub(super) use table::harmless;

use hotseat_bank::Filter;
use hotseat_bank::{BankError, Library};
use hotseat_bank::{Entry, Question};

hotseat_bank::vocabulary! {
    /// What is written.
    #[derive(Default)]
    ExportFormat {
        /// Bank files, complete: what `bank import` reads back
        #[default]
        Json = "json",
        /// A study sheet in Markdown
        Md = "md",
        /// A table
        Csv = "csv",
        /// A deck for Anki
        Apkg = "apkg",
    }
}

/// Why an export failed.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A question cannot be read.
    #[error(transparent)]
    Bank(#[from] BankError),
    /// The filter admits no question.
    #[error("no question is like that; `hotseat bank list` with the same filters shows what there is")]
    Nothing,
    /// The export could not be written to a temporary file.
    #[error("the export cannot be put together: {0}; is there room for temporary files?")]
    Failed(String),
}

/// Exports the questions that the filter admits; JSON includes retired ones. `now` is in Unix seconds: a deck needs it
/// so that Anki can tell which of two exports is newer.
pub fn export(library: &Library, filter: &Filter, format: ExportFormat, now: i64) -> Result<Vec<u8>, ExportError> {
    if format == ExportFormat::Json {
        return json::write(library, filter);
    }
    let mut chosen: Vec<(&Entry, Question)> = Vec::new();
    for entry in library.entries().iter().filter(|entry| filter.admits(entry)) {
        chosen.push((entry, library.question(&entry.id)?));
    }
    if chosen.is_empty() {
        return Err(ExportError::Nothing);
    }
    match format {
        ExportFormat::Md => Ok(sheet::write(library, &chosen).into_bytes()),
        ExportFormat::Csv => table::write(library, &chosen),
        ExportFormat::Apkg | ExportFormat::Json => deck::write(library, &chosen, now),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::Home;
    use crate::{ExportError, ExportFormat, export};
    use hotseat_bank::{Filter, Library};

    #[test]
    fn tables_and_sheets_can_be_read_back() {
        let library = Library::builtin();
        let filter = Filter { topics: vec![library.entries()[0].topic.to_string()], ..Filter::default() };
        let wanted = library.entries().iter().filter(|entry| filter.admits(entry)).count();
        for (format, name) in [(ExportFormat::Csv, "a.csv"), (ExportFormat::Md, "a.md")] {
            let home = Home::new();
            let bytes = export(&library, &filter, format, 0).expect("exported");
            let imported = home.bring(name, bytes);
            assert_eq!((imported.new, imported.skipped.len()), (wanted, 0), "{name}: {:?}", imported.skipped);
            let prompts = home.prompts();
            let same = library
                .entries()
                .iter()
                .filter(|entry| filter.admits(entry) && prompts.contains(&entry.prompt))
                .count();
            assert_eq!(same, wanted, "{name}");
        }
        let none = Filter { bank: Some("none".to_owned()), ..Filter::default() };
        assert!(matches!(export(&library, &none, ExportFormat::Csv, 0), Err(ExportError::Nothing)));
    }
}
