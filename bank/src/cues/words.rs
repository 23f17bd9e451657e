//! From text to words in the form in which cues compare them: folded, in one spelling, stemmed, with abbreviations
//! written out.

use std::collections::{HashMap, HashSet};

use frostem::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::rarity::mark;
use super::vocabulary::{
    ABBREVIATIONS, AMBIGUOUS, BARE, GRAMMAR, LIGHT, NEGATION, NEGATIONS, PERCENT, PLAIN_NEGATIONS, SPELLINGS, STROKES,
};

/// Longer words are kept as they are: they are not natural language, for which stemming is made.
const MAX_STEMMED: usize = 40;

/// An ending in `SPELLINGS` is replaced only if at least this many bytes precede it: "raise", "hour" and "four" stay as
/// they are.
const LEAST_STEM: usize = 4;

/// Numbers the stems of words so that they can be compared. Made once for several texts, so that each word is stemmed
/// once.
pub(super) struct Lexicon {
    stemmer: Stemmer,
    grammar: HashSet<&'static str>,
    light: HashSet<&'static str>,
    negations: HashSet<&'static str>,
    abbreviations: HashMap<&'static str, &'static str>,
    stems: HashMap<String, u32>,
    /// The mark of each stem, by its number.
    marks: Vec<u32>,
    /// The stem number of each folded word seen so far; most words occur often.
    known: HashMap<String, u32>,
    negation: u32,
}

/// What a word means to a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Grammar,
    Light,
    Negation,
    Content,
}

impl Sort {
    /// Whether it counts towards gaps.
    pub(super) fn counts(self) -> bool {
        matches!(self, Self::Negation | Self::Content)
    }
}

impl Lexicon {
    pub(super) fn new() -> Self {
        let mut lexicon = Self {
            stemmer: Stemmer::new(Algorithm::English),
            grammar: GRAMMAR.iter().copied().collect(),
            light: LIGHT.iter().copied().collect(),
            negations: NEGATIONS.iter().copied().collect(),
            abbreviations: ABBREVIATIONS.iter().copied().collect(),
            stems: HashMap::new(),
            marks: Vec::new(),
            known: HashMap::new(),
            negation: 0,
        };
        lexicon.negation = lexicon.number(NEGATION.to_owned());
        lexicon
    }

    pub(super) fn sort(&self, folded: &str) -> Sort {
        if self.negations.contains(folded) {
            Sort::Negation
        } else if self.grammar.contains(folded) {
            Sort::Grammar
        } else if self.light.contains(folded) {
            Sort::Light
        } else {
            Sort::Content
        }
    }

    /// The stem numbers of a folded word: several if it is ambiguous.
    pub(super) fn numbers(&mut self, folded: &str) -> Vec<u32> {
        let mut numbers = vec![self.stem(folded)];
        if let Some((_, meanings)) = AMBIGUOUS.iter().find(|(short, _)| *short == folded) {
            numbers.extend(meanings.iter().map(|meaning| self.stem(meaning)));
        }
        numbers
    }

    /// The stem number of a folded word.
    pub(super) fn stem(&mut self, folded: &str) -> u32 {
        if let Some(&number) = self.known.get(folded) {
            return number;
        }
        let number = if PLAIN_NEGATIONS.contains(&folded) {
            self.negation
        } else {
            let stem = self.stem_of(folded);
            self.number(stem)
        };
        self.known.insert(folded.to_owned(), number);
        number
    }

    fn number(&mut self, stem: String) -> u32 {
        let next = u32::try_from(self.stems.len()).unwrap_or(u32::MAX);
        let mark = mark(&stem);
        let number = *self.stems.entry(stem).or_insert(next);
        if number == next {
            self.marks.push(mark);
        }
        number
    }

    /// The mark of a stem, given its number.
    pub(super) fn mark(&self, number: u32) -> u32 {
        self.marks.get(number as usize).copied().unwrap_or_default()
    }

    fn stem_of(&self, folded: &str) -> String {
        let word = self.abbreviations.get(folded).copied().unwrap_or(folded);
        if word.len() > MAX_STEMMED || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return word.to_owned();
        }
        let spelt = american(word);
        let stem = self.stemmer.stem(&spelt);
        // Unites "cancelled" and "canceled".
        stem.strip_suffix("ll").map_or_else(|| stem.to_string(), |short| format!("{short}l"))
    }
}

fn american(word: &str) -> String {
    for (british, american) in SPELLINGS {
        if let Some(stem) = word.strip_suffix(british)
            && stem.len() >= LEAST_STEM
        {
            return format!("{stem}{american}");
        }
    }
    word.to_owned()
}

/// A part of a compound word, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part<'a> {
    /// Byte offset of its start in the word.
    pub(super) start: usize,
    pub(super) text: &'a str,
}

/// Splits a compound name as programmers write it: `CatchPanicLayer`, `HTTPServer`. Any other word is a single part.
pub(super) fn parts(raw: &str) -> Vec<Part<'_>> {
    let whole = vec![Part { start: 0, text: raw }];
    let bytes = raw.as_bytes();
    if bytes.len() > MAX_STEMMED || !bytes.iter().all(u8::is_ascii_alphanumeric) {
        return whole;
    }
    let kind = |at: usize| bytes.get(at).copied().unwrap_or(b'0');
    let (upper, lower) = (|at| kind(at).is_ascii_uppercase(), |at| kind(at).is_ascii_lowercase());
    let cut = |at: &usize| {
        let at = *at;
        upper(at) && (lower(at - 1) || upper(at - 1) && lower(at + 1) && lower(at + 2))
    };
    let mut cuts: Vec<usize> = (1..bytes.len()).filter(cut).collect();
    cuts.push(bytes.len());
    let mut start = 0;
    let mut parts = Vec::with_capacity(cuts.len());
    for end in cuts {
        parts.push(Part { start, text: &raw[start..end] });
        start = end;
    }
    // "gRPC" and "vCPU" stay whole.
    if parts.iter().any(|part| part.text.len() < 2) { whole } else { parts }
}

/// The words that a run of letters stands for, folded (compatibility forms, case and accents removed), with
/// contractions split. Usually one.
pub(super) fn fold(raw: &str) -> Vec<String> {
    let folded: String = if raw.is_ascii() {
        raw.to_ascii_lowercase()
    } else {
        let plain: String = raw.nfkd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase).collect();
        if plain.is_ascii() { plain } else { raw.nfkc().flat_map(char::to_lowercase).collect() }
    };
    let folded = folded.replace(['\u{2019}', '\u{2bc}'], "'");
    if let Some((_, word)) = STROKES.iter().find(|(short, _)| *short == folded) {
        return vec![(*word).to_owned()];
    }
    if folded == "%" {
        return vec![PERCENT.to_owned()];
    }
    let mut words = Vec::with_capacity(1);
    for part in folded
        .split(|c: char| !(c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '\'' | '+' | '#' | '.' | ',')))
    {
        take_apart(part, &mut words);
    }
    words
}

fn take_apart(word: &str, words: &mut Vec<String>) {
    let word = word.trim_matches(['\'', '.', ',']);
    let mut push = |word: &str| {
        let word: String = word.chars().filter(|c| !matches!(c, '\'' | ',')).collect();
        if !word.is_empty() {
            words.push(word);
        }
    };
    match word {
        "cannot" | "can't" => {
            push("can");
            return push("not");
        }
        "won't" => {
            push("will");
            return push("not");
        }
        "shan't" => return push("not"),
        _ => {}
    }
    if let Some((_, apart)) = BARE.iter().find(|(bare, _)| *bare == word) {
        for word in *apart {
            push(word);
        }
        return;
    }
    if let Some(verb) = word.strip_suffix("n't") {
        push(verb);
        return push("not");
    }
    for (ending, verb) in [("'s", ""), ("'re", ""), ("'ve", ""), ("'m", ""), ("'ll", "will"), ("'d", "would")] {
        if let Some(base) = word.strip_suffix(ending) {
            push(base);
            return push(verb);
        }
    }
    push(word);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) -> bool {
        let mut lexicon = Lexicon::new();
        let numbers = |lexicon: &mut Lexicon, word: &str| {
            fold(word).iter().flat_map(|word| lexicon.numbers(word)).collect::<Vec<_>>()
        };
        let left = numbers(&mut lexicon, a);
        let right = numbers(&mut lexicon, b);
        left.iter().any(|number| right.contains(number))
    }

    #[test]
    fn forms_of_one_word_are_one() {
        for (a, b) in [
            ("retries", "retry"),
            ("caching", "caches"),
            ("idempotency", "idempotent"),
            ("serialise", "serialization"),
            ("behaviour", "behaviors"),
            ("cancelled", "canceling"),
            ("Database's", "DB"),
            ("txns", "transactional"),
            ("auth", "authorisation"),
            ("authentication", "auth"),
            ("indices", "indexes"),
            ("wrote", "writing"),
            ("na\u{ef}ve", "naive"),
            ("\u{ff43}\u{ff41}\u{ff43}\u{ff48}\u{ff45}", "cache"),
            ("k8s", "Kubernetes"),
            ("without", "no"),
            ("10,000", "10000"),
            ("I/O", "io"),
        ] {
            assert!(same(a, b), "{a} and {b}");
        }
    }

    #[test]
    fn different_words_stay_apart() {
        for (a, b) in [
            ("authentication", "authorisation"),
            ("hour", "hor"),
            ("raise", "raze"),
            ("cash", "cache"),
            ("queue", "query"),
            ("policy", "police"),
            ("c++", "c"),
        ] {
            assert!(!same(a, b), "{a} and {b}");
        }
    }

    #[test]
    fn contractions_are_taken_apart() {
        assert_eq!(fold("don\u{2019}t"), ["do", "not"]);
        assert_eq!(fold("can't"), ["can", "not"]);
        assert_eq!(fold("we'd"), ["we", "would"]);
        assert_eq!(fold("it's"), ["it"]);
        assert_eq!(fold("services'"), ["services"]);
        assert_eq!(fold("'''"), Vec::<String>::new());
    }
}
