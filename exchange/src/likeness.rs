//! How alike two wordings of a question are: high for a corrected typo, low for another question of the same form.

use std::collections::{HashMap, HashSet};

use super::asked::words;

/// Words that questions are built from, whatever they ask.
const FRAME: [&str; 36] = [
    "what",
    "which",
    "how",
    "why",
    "when",
    "where",
    "who",
    "is",
    "are",
    "was",
    "the",
    "a",
    "an",
    "of",
    "do",
    "does",
    "did",
    "in",
    "on",
    "to",
    "and",
    "or",
    "between",
    "difference",
    "explain",
    "describe",
    "you",
    "your",
    "can",
    "for",
    "with",
    "it",
    "would",
    "should",
    "mean",
    "about",
];

/// The weight of such a word, compared with 1 for any other.
const LITTLE: f64 = 0.2;

/// The weights of the words when wordings are compared: a word that many of them contain says little.
#[derive(Debug, Default)]
pub(super) struct Wordings {
    common: HashSet<String>,
}

impl Wordings {
    /// Finds the words that many of these texts contain.
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut counts: HashMap<String, usize> = HashMap::new();
        let mut all = 0;
        for text in texts {
            all += 1;
            for word in words(text).into_iter().collect::<HashSet<_>>() {
                *counts.entry(word).or_default() += 1;
            }
        }
        let many = (all / 5).max(3);
        Self { common: counts.into_iter().filter(|(_, count)| *count > many).map(|(word, _)| word).collect() }
    }

    fn weight(&self, word: &str) -> f64 {
        if FRAME.contains(&word) || self.common.contains(word) { LITTLE } else { 1.0 }
    }

    /// From 0, nothing in common, to 1, the same words.
    pub(super) fn likeness(&self, a: &str, b: &str) -> f64 {
        let (a, mut b) = (words(a), words(b));
        let total: f64 = a.iter().chain(&b).map(|word| self.weight(word)).sum();
        if total == 0.0 {
            return 0.0;
        }
        let mut shared = 0.0;
        for word in &a {
            let exact = b.iter().position(|other| other == word);
            if let Some(at) = exact.or_else(|| b.iter().position(|other| nearly(word, other))) {
                shared += self.weight(word) + self.weight(&b.swap_remove(at));
            }
        }
        shared / total
    }
}

/// Whether one word may be the other with a typo: the same first letter, and most pairs of letters in common.
fn nearly(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().min(b.len()) < 4 || a[0] != b[0] || a.len().abs_diff(b.len()) > 2 {
        return false;
    }
    let mut sorted = (a.clone(), b.clone());
    sorted.0.sort_unstable();
    sorted.1.sort_unstable();
    // Letters were swapped.
    if sorted.0 == sorted.1 {
        return true;
    }
    let pairs = |word: &[char]| word.windows(2).map(|pair| (pair[0], pair[1])).collect::<Vec<_>>();
    let (pairs_of_a, mut rest) = (pairs(&a), pairs(&b));
    let total = pairs_of_a.len() + rest.len();
    let mut shared = 0;
    for pair in pairs_of_a {
        if let Some(at) = rest.iter().position(|other| *other == pair) {
            rest.swap_remove(at);
            shared += 2;
        }
    }
    shared * 10 >= total * 6
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typos_are_alike_and_other_subjects_are_not() {
        let wordings = Wordings::default();
        for (a, b) in [
            ("What is a mutxe?", "What is a mutex?"),
            ("Waht is eventual consistency?", "What is eventual consistency?"),
            ("How does garbage colection work?", "How does garbage collection work in Go?"),
        ] {
            assert!(wordings.likeness(a, b) > 0.5, "{a} {b}: {}", wordings.likeness(a, b));
        }
        for (a, b) in [("What is TCP?", "What is UDP?"), ("What is a lock?", "What is a queue?"), ("", "Why?")] {
            assert!(wordings.likeness(a, b) < 0.4, "{a} {b}: {}", wordings.likeness(a, b));
        }
    }
}
