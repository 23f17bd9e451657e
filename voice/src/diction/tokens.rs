//! Splits a text into words: in lower case, contractions written out, each with its place and its sentence.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

/// A word, or one of the two words of a contraction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// In lower case.
    pub(super) word: String,
    /// Its byte range; both words of a contraction have the range of the whole.
    pub(super) range: Range<usize>,
    /// Number of the sentence, from 0.
    pub(super) sentence: usize,
    /// False for the second part of a contraction.
    pub(super) first: bool,
}

/// The words of a text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let (mut sentence, mut before) = (0, 0);
    for (start, word) in text.unicode_word_indices() {
        sentence += usize::from(text[before..start].contains(['.', '!', '?', '\n', ';']));
        before = start + word.len();
        let word = word.to_lowercase().replace('’', "'");
        let (base, rest) = apart(&word);
        let range = start..before;
        out.push(Token { word: base, range: range.clone(), sentence, first: true });
        if let Some(rest) = rest {
            out.push(Token { word: rest.to_owned(), range, sentence, first: false });
        }
    }
    out
}

/// "don't" as "do" and "not", "I'm" as "i" and "am". A possessive is not split.
fn apart(word: &str) -> (String, Option<&'static str>) {
    if let Some(base) = word.strip_suffix("n't") {
        let base = if base == "wo" {
            "will"
        } else if base == "ca" {
            "can"
        } else {
            base
        };
        return (base.to_owned(), Some("not"));
    }
    for (end, whole) in [("'m", "am"), ("'re", "are"), ("'ve", "have"), ("'ll", "will"), ("'d", "would")] {
        if let Some(base) = word.strip_suffix(end) {
            return (base.to_owned(), Some(whole));
        }
    }
    match word.strip_suffix("'s") {
        Some(base) if ["it", "that", "there", "what", "he", "she"].contains(&base) => (base.to_owned(), Some("is")),
        _ => (word.to_owned(), None),
    }
}

/// Where a phrase (in lower case, contractions written out) occurs within one sentence.
pub(super) fn find(tokens: &[Token], phrase: &str) -> Vec<Range<usize>> {
    let wanted: Vec<&str> = phrase.split(' ').collect();
    let runs = tokens.windows(wanted.len());
    runs.filter(|run| {
        run.iter().zip(&wanted).all(|(token, word)| token.word == *word)
            && run[0].sentence == run[run.len() - 1].sentence
    })
    .map(|run| run[0].range.start..run[run.len() - 1].range.end)
    .collect()
}
