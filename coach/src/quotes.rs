//! Whether words that a model quotes really occur in the answer, and where. Anything else was made up.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

/// The fewest words of a quote. Fewer show nothing: "a cache" is in every answer.
pub const LEAST_WORDS: usize = 4;

/// What people say while they think, and models leave out when they quote.
const FILLERS: [&str; 8] = ["um", "umm", "uh", "uhm", "er", "erm", "hmm", "ah"];

/// A text as words to compare, each with its place in the text.
#[derive(Clone, Debug)]
pub struct Words {
    words: Vec<(Range<usize>, String)>,
}

impl Words {
    /// The words of a text, in lower case, without punctuation or fillers.
    pub fn of(text: &str) -> Self {
        let words = text.unicode_word_indices().map(|(at, word)| (at..at + word.len(), plain(word)));
        Self { words: words.filter(|(_, word)| !FILLERS.contains(&word.as_str())).collect() }
    }

    /// How many words there are, without fillers.
    pub fn count(&self) -> usize {
        self.words.len()
    }

    /// The first place where a quote occurs: a range of bytes of the text, from its first word to its last. `None` if
    /// it does not occur word for word or has fewer than `least` words.
    pub fn find(&self, quote: &str, least: usize) -> Option<Range<usize>> {
        self.places(quote, least).into_iter().next()
    }

    /// The same for a quote that may have been cut off in the middle of its last word, as happens when the schema
    /// limits its length. The range then ends with the last whole word, and the word that follows it in the text has to
    /// begin with the cut one.
    pub fn find_cut(&self, quote: &str, least: usize) -> Option<Range<usize>> {
        let sought = Self::of(quote);
        self.find(quote, least).or_else(|| {
            let (cut, whole) = sought.words.split_last()?;
            if whole.len() < least.max(1) || sought.count() > self.count() {
                return None;
            }
            let begins = |place: &&[(Range<usize>, String)]| {
                let (same, next) = place.split_at(whole.len());
                same.iter().zip(whole).all(|(a, b)| a.1 == b.1) && next[0].1.starts_with(&cut.1)
            };
            let place = self.words.windows(sought.count()).find(begins)?;
            Some(place[0].0.start..place[whole.len() - 1].0.end)
        })
    }

    /// All places where a quote occurs, in order.
    pub fn places(&self, quote: &str, least: usize) -> Vec<Range<usize>> {
        let sought = Self::of(quote);
        if sought.count() < least.max(1) || sought.count() > self.count() {
            return Vec::new();
        }
        let same = |place: &&[(Range<usize>, String)]| place.iter().zip(&sought.words).all(|(a, b)| a.1 == b.1);
        let places = self.words.windows(sought.count()).filter(same);
        places.map(|place| place[0].0.start..place[place.len() - 1].0.end).collect()
    }

    /// Whether both consist of the same words.
    pub fn is_alike(&self, other: &Self) -> bool {
        self.words.iter().map(|(_, word)| word).eq(other.words.iter().map(|(_, word)| word))
    }
}

/// A word in the form in which words are compared: in lower case, with plain apostrophes for typographic ones.
fn plain(word: &str) -> String {
    word.to_lowercase().replace('\u{2019}', "'")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found<'a>(answer: &'a str, quote: &str) -> Option<&'a str> {
        Words::of(answer).find(quote, LEAST_WORDS).map(|range| &answer[range])
    }

    #[test]
    fn words_count_and_marks_do_not() {
        let answer = "So, um, I'd put the writes into an Outbox \u{2014} in the same transaction. Then relay.";
        assert_eq!(found(answer, "i\u{2019}d put the writes"), Some("I'd put the writes"));
        assert_eq!(
            found(answer, "...\"writes into an outbox, in the same transaction\""),
            Some("writes into an Outbox \u{2014} in the same transaction")
        );
        assert_eq!(found(answer, "So I'd put the writes"), Some("So, um, I'd put the writes"));
    }

    #[test]
    fn what_was_not_said_is_not_found() {
        let answer = "We write to the outbox in the same transaction.";
        for quote in
            ["", "the outbox", "same transaction", "We write to the outbox and relay it", "outbox the to write we"]
        {
            assert_eq!(found(answer, quote), None, "{quote}");
        }
        assert_eq!(found("", "one two three four"), None);
    }

    #[test]
    fn a_quote_that_was_cut_in_the_middle_of_a_word_ends_with_the_last_whole_one() {
        let answer = "We write to the outbox in the same transaction, and a cross-region relay publishes it.";
        let found = |quote: &str| Words::of(answer).find_cut(quote, LEAST_WORDS).map(|range| &answer[range]);
        assert_eq!(found("to the outbox in the same transac"), Some("to the outbox in the same"));
        assert_eq!(found("same transaction, and a cross-reg"), Some("same transaction, and a cross"));
        assert_eq!(found("to the outbox in the same"), Some("to the outbox in the same"));
        for quote in ["to the outbox i", "to the outbox in the same database", "", "x"] {
            assert_eq!(found(quote).filter(|found| found.contains("same")), None, "{quote}");
        }
        assert_eq!(found("the outbox in t"), None, "three whole words are too few");
    }

    proptest! {
        #[test]
        fn a_stretch_cut_anywhere_is_found_by_its_whole_words(answer in "([a-z]{1,9}[ ,.]{1,2}){5,20}", cut in 0..200usize) {
            let quote = &answer[..cut.min(answer.len())];
            let found = Words::of(&answer).find_cut(quote, LEAST_WORDS);
            let whole = Words::of(quote).count();
            prop_assert_eq!(found.is_some() || whole <= LEAST_WORDS, true, "{}", quote);
            if let Some(found) = found {
                prop_assert!(found.start < found.end && quote.starts_with(answer[found].trim_end_matches(['.', ','])));
            }
        }

        #[test]
        fn what_is_found_has_the_words_of_the_quote(answer in "\\PC{0,120}", quote in "\\PC{0,40}") {
            if let Some(range) = Words::of(&answer).find(&quote, 1) {
                let words = |text: &str| Words::of(text).words.into_iter().map(|(_, word)| word).collect::<Vec<_>>();
                prop_assert_eq!(words(&answer[range]), words(&quote));
            }
        }

        #[test]
        fn each_stretch_of_an_answer_is_found(answer in "([a-z]{1,6}[ ,.]{1,2}){5,20}", from in 0..5usize, more in 0..5usize) {
            let words = Words::of(&answer);
            prop_assume!(words.count() >= 4);
            let last = (from + 3 + more).min(words.count() - 1);
            let from = from.min(last - 3);
            let quote = &answer[words.words[from].0.start..words.words[last].0.end];
            prop_assert!(words.find(quote, LEAST_WORDS).is_some(), "{}", quote);
        }
    }
}
