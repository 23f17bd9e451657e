//! Finding phrases that are repeated.

use std::collections::HashMap;

use super::tokens::Token;

/// Words too common to make up a phrase by themselves.
const SMALL: [&str; 46] = [
    "a", "an", "the", "and", "or", "but", "of", "to", "in", "on", "at", "for", "with", "is", "are", "was", "were",
    "be", "it", "its", "this", "that", "these", "those", "i", "we", "you", "they", "he", "she", "so", "then", "there",
    "have", "has", "had", "do", "did", "not", "will", "would", "can", "could", "if", "as", "by",
];

/// How often a phrase must occur to be mentioned.
const OFTEN: usize = 3;

/// Phrases of three to five words that occur at least three times, each once, with their counts, most frequent first.
/// Part of a longer phrase that is just as frequent is left out.
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
            // Overlapping occurrences count once.
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
            // Skips part of a longer phrase that is just as frequent.
            if !found.iter().any(|(longer, times)| *times >= count && longer.contains(&phrase)) {
                found.push((phrase, count));
            }
        }
    }
    found.sort_by(|(phrase, count), (other, times)| times.cmp(count).then_with(|| phrase.cmp(other)));
    found
}
