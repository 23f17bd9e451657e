//! Accounts for everything in a file that may be a question: the counts add up to the whole file.

use serde::Serialize;

/// What became of a file, or rather of everything in it that may be a question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Account {
    /// The path of the file, safe to print.
    pub file: String,
    /// What is counted: rows, notes, headings.
    pub of: &'static str,
    /// Things that became questions, whether new or already there.
    pub questions: usize,
    /// Things that are part of another question.
    pub parts: usize,
    /// Names of sections of the file, or of columns.
    pub titles: usize,
    /// Things that ask nothing; [`Imported::passed`](crate::Imported::passed) lists them.
    pub passed: usize,
    /// Things that were left out; [`Imported::skipped`](crate::Imported::skipped) says why.
    pub skipped: usize,
}

impl Account {
    /// The number of all things that were counted.
    pub fn whole(&self) -> usize {
        self.questions + self.parts + self.titles + self.passed + self.skipped
    }

    /// The sum over all files; `None` for fewer than two, since a single file needs no sum.
    pub fn sum(files: &[Self]) -> Option<Self> {
        let [first, _, ..] = files else { return None };
        let of = if files.iter().all(|file| file.of == first.of) { first.of } else { "places" };
        let mut sum = Self { file: format!("all {} files", files.len()), of, ..Self::default() };
        for file in files {
            sum.questions += file.questions;
            sum.parts += file.parts;
            sum.titles += file.titles;
            sum.passed += file.passed;
            sum.skipped += file.skipped;
        }
        Some(sum)
    }

    /// The counts in one line.
    pub fn words(&self) -> String {
        let many = |number: usize, one: &str, more: &str| format!("{number} {}", if number == 1 { one } else { more });
        let counts = [
            (self.questions, many(self.questions, "question", "questions")),
            (self.parts, many(self.parts, "part of an answer", "parts of answers")),
            (self.titles, many(self.titles, "title", "titles")),
            (self.passed, many(self.passed, "asks nothing", "ask nothing")),
            (self.skipped, format!("{} skipped", self.skipped)),
        ];
        let told: Vec<String> = counts.into_iter().filter(|(number, _)| *number > 0).map(|(_, words)| words).collect();
        let told = if told.is_empty() { "nothing in it".to_owned() } else { told.join(", ") };
        format!("{} {}: {told}", self.whole(), self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_add_up_to_the_whole() {
        let one = Account { of: "rows", questions: 2, titles: 1, skipped: 1, ..Account::default() };
        assert_eq!(one.words(), "4 rows: 2 questions, 1 title, 1 skipped");
        let other = Account { of: "notes", passed: 1, parts: 3, ..Account::default() };
        assert_eq!(other.words(), "4 notes: 3 parts of answers, 1 asks nothing");
        let sum = Account::sum(&[one.clone(), other]).expect("several");
        assert_eq!((sum.whole(), sum.of, Account::sum(&[one])), (8, "places", None));
        assert_eq!(Account { of: "rows", ..Account::default() }.words(), "0 rows: nothing in it");
    }
}
