//! Phrases that come again.

use std::collections::HashMap;

use super::tokens::Token;

/// Words that make no phrase on their own.
const SMALL: [&str; 46] = [
    "a", "an", "the", "and", "or", "but", "of", "to", "in", "on", "at", "for", "with", "is", "are", "was", "were",
    "be", "it", "its", "this", "that", "these", "those", "i", "we", "you", "they", "he", "she", "so", "then", "there",
    "have", "has", "had", "do", "did", "not", "will", "would", "can", "could", "if", "as", "by",
];

/// How often a phrase has to come to be mentioned.
const OFTEN: usize = 3;

/// Phrases of five to three words that come at least three times, longest first, each phrase once.
pub(super) fn repeated(tokens: &[Token]) -> Vec<(String, usize)> {
    let mut found: Vec<(String, usize)> = Vec::new();
    for length in [5, 4, 3] {
        let mut counts: HashMap<Vec<&str>, (usize, usize)> = HashMap::new();
        for at in 0..tokens.len().saturating_sub(length - 1) {
            let run = &tokens[at..at + length];
            if run.windows(2).any(|two| two[1].sentence != two[0].sentence) {
                continue;
            }
            let phrase: Vec<&str> = run.iter().map(|token| token.word.as_str()).collect();
            // A phrase does not overlap itself.
            let entry = counts.entry(phrase).or_insert((0, 0));
            if entry.0 == 0 || at >= entry.1 {
                *entry = (entry.0 + 1, at + length);
            }
        }
        let often = counts.into_iter().filter(|(_, (count, _))| *count >= OFTEN);
        let mut often: Vec<(String, usize)> = often
            .filter(|(phrase, _)| phrase.iter().filter(|word| !SMALL.contains(word)).count() >= 2)
            .map(|(phrase, (count, _))| (phrase.join(" "), count))
            .collect();
        often.sort();
        for (phrase, count) in often {
            // Part of a longer one that is just as frequent.
            if !found.iter().any(|(longer, times)| *times >= count && longer.contains(&phrase)) {
                found.push((phrase, count));
            }
        }
    }
    found.sort_by(|(phrase, count), (other, times)| times.cmp(count).then_with(|| phrase.cmp(other)));
    found
}
