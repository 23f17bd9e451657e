//! The lines that a dialogue is going to print.

use crate::text::clean;

/// Text waiting to be printed. Everything in it is safe to show.
#[derive(Debug, Default)]
pub struct Says(String);

impl Says {
    /// Adds a line.
    pub(super) fn line(&mut self, text: impl AsRef<str>) {
        self.0.push_str(&clean(text.as_ref()));
        self.0.push('\n');
    }

    /// Adds an empty line, then a line.
    pub(super) fn gap(&mut self, text: impl AsRef<str>) {
        self.0.push('\n');
        self.line(text);
    }

    /// Answers a word that means nothing here with what there is; a request for help is no such word.
    pub(super) fn keys(&mut self, word: &str, keys: impl AsRef<str>) {
        let asked = matches!(word, "" | "?" | "help");
        self.line(format!("{}{}", if asked { "" } else { "Not understood. " }, keys.as_ref()));
    }

    /// Takes the text so far, leaving none.
    pub(super) fn take(&mut self) -> String {
        std::mem::take(&mut self.0)
    }
}
