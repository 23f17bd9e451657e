//! What became of everything in a file that may be a question: the sum is the whole file.

use serde::Serialize;

/// What became of a file: of everything in it that may be a question.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Its path, safe to print.
    pub file: String,
    /// What is counted: rows, notes, headings.
    pub of: &'static str,
    /// Became questions, new ones or ones that are there.
    pub questions: usize,
    /// Belong to a question.
    pub parts: usize,
    /// Name parts of the file, or columns.
    pub titles: usize,
    /// Ask nothing; [`Imported::passed`](crate::Imported::passed) says which.
    pub passed: usize,
    /// Left out; [`Imported::skipped`](crate::Imported::skipped) says why.
    pub skipped: usize,
}

impl Account {
    /// Everything that was counted.
    pub fn whole(&self) -> usize {
        self.questions + self.parts + self.titles + self.passed + self.skipped
    }

    /// All files together; none: there is one at most, which says it itself.
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

    /// What was counted and what became of it, in one line.
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
