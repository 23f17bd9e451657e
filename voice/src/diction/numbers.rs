//! Finding the numbers that are mentioned.

use std::ops::Range;

use super::tokens::Token;

const NUMBER_WORDS: &str = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen \
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand \
    million billion dozen";

/// Words after which "one" counts as a number.
const SCALES: &str = "hundred thousand million billion dozen";

/// Units that belong to a number, and after which "one" and "half" count as numbers.
const UNITS: &str = "percent per cent second seconds minute minutes hour hours day days week weeks month \
    months year years millisecond milliseconds ms mb gb tb kb megabytes gigabytes terabytes requests users times \
    rows messages nodes servers qps rps";

/// Whether a space-separated list contains this word.
fn listed(list: &str, word: &str) -> bool {
    list.split(' ').any(|known| known == word)
}

/// Numbers with their units: "three hundred requests", "40 %", "half a second".
pub(super) fn numbers(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) || listed(NUMBER_WORDS, word);
    let mut at = 0;
    while at < tokens.len() {
        let word = tokens[at].word.as_str();
        let next = |n: usize| tokens.get(at + n).map_or("", |token| token.word.as_str());
        let one = word == "one" && (listed(UNITS, next(1)) || listed(SCALES, next(1)));
        let half = word == "half" && ["a", "an"].contains(&next(1)) && listed(UNITS, next(2));
        if !(is_number(word) || one || half) {
            at += 1;
            continue;
        }
        let start = tokens[at].range.start;
        at += if half { 2 } else { 1 };
        while tokens.get(at).is_some_and(|token| {
            is_number(&token.word) || (token.word == "and" && tokens.get(at + 1).is_some_and(|t| is_number(&t.word)))
        }) {
            at += 1;
        }
        while tokens.get(at).is_some_and(|token| listed(UNITS, &token.word)) {
            at += 1;
        }
        found.push(start..tokens[at - 1].range.end);
    }
    found
}
