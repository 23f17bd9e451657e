//! Counts the words that a recogniser got wrong.

use crate::diction::is_sound;

/// Numbers that recognisers write as digits or as words.
const NUMBERS: [(&str, &str); 16] = [
    ("zero", "0"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("twelve", "12"),
    ("twenty", "20"),
    ("thirty", "30"),
    ("fifty", "50"),
    ("hundred", "100"),
];

/// How the words of a transcript differ from what was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordErrors {
    /// Number of words omitted, inserted or replaced.
    pub wrong: usize,
    /// Number of words that were said.
    pub said: usize,
}

impl WordErrors {
    /// Compares what was said with the transcript. Sounds such as "um", punctuation, capitals and the spelling of
    /// numbers are ignored.
    pub fn between(said: &str, heard: &str) -> Self {
        let (said, heard) = (words(said), words(heard));
        // The types are given explicitly, because on macOS the compiler finds too many candidates to infer them.
        let wrong = strsim::generic_levenshtein::<Vec<String>, Vec<String>, &String, &String>(&said, &heard);
        Self { wrong, said: said.len() }
    }

    /// The word error rate: 0.1 is one word in ten; it exceeds 1 if more words were inserted than were said.
    pub fn rate(self) -> f64 {
        self.wrong as f64 / self.said.max(1) as f64
    }
}

fn words(text: &str) -> Vec<String> {
    let plain = |word: &str| {
        let word: String = word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        NUMBERS.iter().find(|(name, _)| *name == word).map_or(word, |(_, digits)| (*digits).to_owned())
    };
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '/'));
    words.map(plain).filter(|word| !word.is_empty() && !is_sound(word)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_as_ears_hear_them() {
        let wrong = |heard| WordErrors::between("Um, we moved it to a read-replica in ten minutes.", heard).wrong;
        assert_eq!(wrong("we moved it to a read replica in 10 minutes"), 0);
        assert_eq!(wrong("We moved it to read replicas in 10 minutes, so."), 3, "left out, replaced, put in");
        let nothing = WordErrors::between("one two", "");
        assert_eq!((nothing.wrong, nothing.said), (2, 2));
        assert!((nothing.rate() - 1.0).abs() < 1e-9);
    }
}
