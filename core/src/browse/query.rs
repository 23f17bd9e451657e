//! Matches a search against texts: in short texts words may have gaps, in long ones they may not.

use std::ops::Range;

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::bank::Entry;

/// Words of a search beyond this number are ignored: they would not narrow it down.
const MOST_WORDS: usize = 8;

/// Letters that a word needs to be matched with gaps: two letters occur, some way apart, in every sentence.
const SHORTEST_WITH_GAPS: u16 = 3;

/// Added to the score of a word that is found without gaps.
const WHOLE: u16 = 64;

/// The least score per letter, on the scale of the matcher, for a match with gaps to count. A word that is found whole,
/// even within another one, reaches this; letters strewn over a sentence do not.
const LETTER: u16 = 18;

/// The words of a search, all of which have to be found.
#[derive(Clone, Debug, Default)]
pub struct Query {
    words: Vec<Word>,
}

#[derive(Clone, Debug)]
struct Word {
    whole: Atom,
    /// `None` if the word is too short to be matched with gaps.
    gaps: Option<Atom>,
    /// The least score that counts as a match with gaps.
    least: u16,
    /// The longest stretch, in letters, that a match with gaps may cover.
    most: u32,
    /// The word in lower case, for texts that are too many for the matcher.
    folded: String,
}

impl Query {
    /// Splits what was typed into words.
    pub fn new(text: &str) -> Self {
        let word = |word: &str| {
            let atom = |kind| Atom::new(word, CaseMatching::Ignore, Normalization::Smart, kind, false);
            let letters = u16::try_from(word.graphemes(true).count()).unwrap_or(u16::MAX);
            Word {
                whole: atom(AtomKind::Substring),
                gaps: (letters >= SHORTEST_WITH_GAPS).then(|| atom(AtomKind::Fuzzy)),
                least: LETTER.saturating_mul(letters),
                most: 2 * u32::from(letters),
                folded: word.to_lowercase(),
            }
        };
        Self { words: text.split_whitespace().take(MOST_WORDS).map(word).collect() }
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// The words in lower case.
    pub(super) fn folded(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.folded.as_str())
    }

    /// A bit for each word: what [`Finder::entry`] returns if all words are found.
    pub fn words(&self) -> u8 {
        u8::try_from((1_u32 << self.words.len()) - 1).unwrap_or(u8::MAX)
    }
}

/// Matches words against texts; keeps the matcher and its scratch memory.
#[derive(Debug)]
pub struct Finder {
    matcher: Matcher,
    letters: Vec<char>,
    places: Vec<u32>,
}

impl Default for Finder {
    fn default() -> Self {
        Self { matcher: Matcher::new(Config::DEFAULT), letters: Vec::new(), places: Vec::new() }
    }
}

/// A text as the matcher wants it: one character per grapheme.
fn prepared<'a>(text: &'a str, letters: &'a mut Vec<char>) -> Utf32Str<'a> {
    if text.is_ascii() {
        return Utf32Str::Ascii(text.as_bytes());
    }
    letters.clear();
    letters.extend(text.graphemes(true).filter_map(|grapheme| grapheme.chars().next()));
    // The matcher misses a whole word at the very end of a text that is not ASCII.
    letters.push(' ');
    Utf32Str::Unicode(letters)
}

impl Finder {
    /// Which words of a query are in the index entry of a question, as bits, and the sum of their scores. `topic` is
    /// the title of the topic.
    pub fn entry(&mut self, query: &Query, entry: &Entry, topic: &str) -> (u8, u32) {
        let (mut bits, mut sum) = (0, 0);
        for (n, word) in query.words.iter().enumerate() {
            // A match in the prompt means more than one in a label, so labels are looked at only if the prompt has
            // none.
            let prompt = self.score(word, &entry.prompt).map(|score| u32::from(score) * 2);
            if let Some(score) = prompt.or_else(|| self.label(word, entry, topic).map(u32::from)) {
                bits |= 1 << n;
                sum += score;
            }
        }
        (bits, sum)
    }

    /// The score of the first label that contains a word. Gaps are allowed only in the question's name, because the
    /// other labels are single words.
    fn label(&mut self, word: &Word, entry: &Entry, topic: &str) -> Option<u16> {
        let labels = [topic, entry.subtopic.as_deref().unwrap_or_default(), entry.kind.word()];
        let labels = labels.into_iter().chain(entry.tags.iter().chain(entry.tracks.iter()));
        for label in labels {
            let score = word.whole.score(prepared(label, &mut self.letters), &mut self.matcher);
            if score.is_some() {
                return score;
            }
        }
        self.score(word, entry.id.as_str())
    }

    fn score(&mut self, word: &Word, text: &str) -> Option<u16> {
        self.places.clear();
        let text = prepared(text, &mut self.letters);
        if let Some(score) = word.whole.score(text, &mut self.matcher) {
            return Some(score.saturating_add(WHOLE));
        }
        // Letters strewn over a sentence score high where they begin words, so they must be close to each other too.
        let score = word.gaps.as_ref()?.indices(text, &mut self.matcher, &mut self.places)?;
        let reach = self.places.last()? - self.places.first()? + 1;
        (score >= word.least && reach <= word.most).then_some(score)
    }

    /// Where the words of a query are in a short text: byte ranges, in order, not overlapping.
    pub fn marks(&mut self, query: &Query, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for word in &query.words {
            if self.score(word, text).is_some() {
                if self.places.is_empty() {
                    word.whole.indices(prepared(text, &mut self.letters), &mut self.matcher, &mut self.places);
                }
                found.append(&mut self.places);
            }
        }
        found.sort_unstable();
        found.dedup();
        ranges(text, &found)
    }
}

/// The byte ranges of the graphemes at these indices, in order; neighbours are joined.
fn ranges(text: &str, places: &[u32]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut add = |range: Range<usize>| match ranges.last_mut() {
        Some(last) if last.end == range.start => last.end = range.end,
        _ => ranges.push(range),
    };
    if text.is_ascii() {
        places.iter().map(|&at| at as usize).filter(|&at| at < text.len()).for_each(|at| add(at..at + 1));
    } else {
        let mut places = places.iter().map(|&at| at as usize).peekable();
        for (n, (at, grapheme)) in text.grapheme_indices(true).enumerate() {
            if places.next_if_eq(&n).is_some() {
                add(at..at + grapheme.len());
            }
        }
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Library;
    use proptest::prelude::*;

    fn marked<'a>(query: &str, text: &'a str) -> Vec<&'a str> {
        let marks = Finder::default().marks(&Query::new(query), text);
        marks.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn words_are_found_whole_or_with_small_gaps() {
        let text = "How do you make a payment endpoint idempotent?";
        assert_eq!(marked("PAYMENT", text), ["payment"]);
        assert_eq!(marked("idmpotent", text), ["id", "mpotent"]);
        assert_eq!(marked("pay idem", text), ["pay", "idem"]);
        for strewn in ["oeamt", "hympt", "lock"] {
            let text = "How do you load a million rows, you make a climb, a payment key?";
            assert!(marked(strewn, text).is_empty(), "letters strewn over a sentence are no match");
        }
        assert!(marked("zz", text).is_empty());
    }

    #[test]
    fn marks_keep_to_the_letters_of_other_scripts() {
        assert_eq!(marked("naive", "Was naïve, 東京 too"), ["naïve"]);
        assert_eq!(marked("東京", "Was naïve, 東京 too"), ["東京"]);
        assert_eq!(marked("e\u{301}", "caf\u{65}\u{301} au lait").concat(), "e\u{301}");
    }

    #[test]
    fn every_word_is_told_of_and_the_prompt_counts_most() {
        let library = Library::builtin();
        let entry = library.entries().iter().find(|entry| entry.prompt.contains("slow query")).expect("in the bank");
        let topic = library.topic_title(&entry.topic);
        let mut finder = Finder::default();
        let both = Query::new("slow xylophone");
        assert_eq!((finder.entry(&both, entry, topic).0, both.words()), (0b01, 0b11));
        let prompt = finder.entry(&Query::new("query"), entry, "").1;
        let label = finder.entry(&Query::new("query"), &Entry { prompt: String::new(), ..entry.clone() }, "query").1;
        assert!(prompt > label);
        assert!(Query::new("  ").is_empty());
    }

    proptest! {
        #[test]
        fn nothing_that_is_typed_panics(query in any::<String>(), text in any::<String>()) {
            let query = Query::new(&query);
            let marks = Finder::default().marks(&query, &text);
            let mut end = 0;
            for mark in marks {
                prop_assert!(mark.start >= end && mark.end > mark.start);
                end = mark.end;
                prop_assert!(text.get(mark).is_some());
            }
        }

        #[test]
        fn what_stands_there_is_found(before in "[a-zé東 ]{0,20}", word in "[a-z]{1,12}", after in "[a-zé東 ]{0,20}") {
            let text = format!("{before}{word}{after}");
            let marks = Finder::default().marks(&Query::new(&word), &text);
            prop_assert!(!marks.is_empty());
            let entry = Entry { prompt: text, ..Library::builtin().entries()[0].clone() };
            prop_assert_eq!(Finder::default().entry(&Query::new(&word), &entry, "").0, 1);
        }
    }
}
