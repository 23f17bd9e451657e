//! Figures and names: which ones a text contains, and which of them are new.

use std::collections::HashSet;
use std::ops::Range;

use hotseat_bank::cues::is_number;
use unicode_segmentation::UnicodeSegmentation as _;

/// Words for figures that are no numbers.
const FIGURES: [&str; 20] = [
    "hundreds",
    "thousands",
    "billions",
    "dozen",
    "dozens",
    "half",
    "third",
    "quarter",
    "double",
    "doubled",
    "doubling",
    "twice",
    "triple",
    "tripled",
    "thrice",
    "halved",
    "halving",
    "tenfold",
    "percent",
    "percentage",
];

/// Words that may be capitalised at the start of a sentence without being a name.
const OPENERS: [&str; 119] = [
    "a",
    "about",
    "above",
    "after",
    "afterwards",
    "again",
    "all",
    "also",
    "although",
    "an",
    "and",
    "another",
    "any",
    "as",
    "at",
    "because",
    "before",
    "behind",
    "below",
    "besides",
    "between",
    "both",
    "but",
    "by",
    "callers",
    "clients",
    "each",
    "either",
    "else",
    "even",
    "every",
    "everything",
    "finally",
    "first",
    "for",
    "from",
    "given",
    "hence",
    "here",
    "how",
    "however",
    "i",
    "i'd",
    "i'll",
    "i'm",
    "i've",
    "if",
    "in",
    "instead",
    "it",
    "it's",
    "its",
    "last",
    "later",
    "let",
    "lets",
    "meanwhile",
    "more",
    "most",
    "my",
    "neither",
    "never",
    "next",
    "no",
    "nobody",
    "nor",
    "not",
    "nothing",
    "now",
    "of",
    "on",
    "once",
    "one",
    "only",
    "or",
    "otherwise",
    "our",
    "over",
    "readers",
    "second",
    "since",
    "so",
    "some",
    "still",
    "such",
    "that",
    "that's",
    "the",
    "their",
    "then",
    "there",
    "therefore",
    "these",
    "they",
    "this",
    "those",
    "though",
    "through",
    "to",
    "under",
    "unless",
    "until",
    "users",
    "we",
    "we'd",
    "we'll",
    "we're",
    "we've",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "with",
    "without",
    "writers",
    "yes",
];

/// What kind of fact a word states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Figure,
    Name,
}

/// The words of everything that was said, against which new facts are recognised.
#[derive(Debug)]
pub(super) struct Facts(HashSet<String>);

/// A word in the form in which words are compared.
fn alike(word: &str) -> String {
    word.to_lowercase().replace('\u{2019}', "'")
}

/// The words of a text with their places. A figure is one whole word: "p99", "99.9".
fn words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    text.unicode_word_indices().map(|(at, word)| (at..at + word.len(), word))
}

/// The kind of fact that a word states, if it states one.
fn sort(word: &str) -> Option<Sort> {
    let lower = alike(word);
    // "One" mostly counts nothing.
    let counts = FIGURES.contains(&lower.as_str()) || (lower != "one" && is_number(&lower));
    if counts || word.chars().any(char::is_numeric) {
        return Some(Sort::Figure);
    }
    let named = word.chars().any(|c| c.is_uppercase() || is_titlecase(c));
    (named && !OPENERS.contains(&lower.as_str())).then_some(Sort::Name)
}

/// Whether a lower-case word may be capitalised at the start of a sentence without being a name.
#[cfg(test)]
pub(super) fn is_ordinary(word: &str) -> bool {
    OPENERS.contains(&alike(word).as_str())
}

/// Whether a letter is neither upper nor lower case but still counts as a capital.
fn is_titlecase(c: char) -> bool {
    matches!(c, '\u{01C5}' | '\u{01C8}' | '\u{01CB}' | '\u{01F2}')
}

impl Facts {
    /// All words of these texts, and "%" if one of them contains it.
    pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a String>) -> Self {
        let mut known = HashSet::new();
        for text in texts {
            known.extend(words(text).map(|(_, word)| alike(word)));
            known.extend(text.contains('%').then(|| "%".to_owned()));
        }
        Self(known)
    }

    /// The figures and names of a text that are not known, in order. "%" counts as a figure.
    pub(super) fn new_in(&self, text: &str) -> Vec<(Range<usize>, Sort)> {
        let percent = text.match_indices('%').map(|(at, sign)| (at..at + 1, sign));
        let mut found: Vec<(Range<usize>, Sort)> = words(text)
            .chain(percent)
            .filter(|(_, word)| !self.0.contains(&alike(word)))
            .filter_map(|(place, word)| {
                let sort = if word == "%" { Some(Sort::Figure) } else { sort(word) };
                sort.map(|sort| (place, sort))
            })
            .collect();
        found.sort_by_key(|(place, _)| place.start);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new(known: &str, text: &str) -> Vec<String> {
        Facts::of([&known.to_owned()]).new_in(text).into_iter().map(|(place, _)| text[place].to_owned()).collect()
    }

    #[test]
    fn figures_and_names_are_seen_however_they_are_written() {
        let known = "At Acme we ran Postgres, p99 was 300 ms.";
        assert_eq!(new(known, "We ran postgres at Acme; P99 was 300."), [""; 0]);
        assert_eq!(
            new(known, "It fell to 120 ms, by 40 %, twice, for two million users."),
            ["120", "40", "%", "twice", "two", "million"]
        );
        assert_eq!(
            new(known, "Then Globex and gRPC with iPhones, at ex-Initech"),
            ["Globex", "gRPC", "iPhones", "Initech"]
        );
        assert_eq!(new(known, "However, I'd say so. Callers wait."), [""; 0]);
    }
}
