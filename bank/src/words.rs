//! A short list of short words, such as the tags of a question.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// Separates the words. Strings of banks cannot contain it, because they are cleaned of all control characters.
const BETWEEN: char = '\u{1f}';

/// Words in a single string: ten thousand questions have several such lists each, most with one word or none, and
/// separate lists would have to be allocated at every start.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words(CompactString);

impl Words {
    /// The words, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split(BETWEEN).filter(|word| !word.is_empty())
    }

    /// Whether there are no words.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: AsRef<str>> FromIterator<T> for Words {
    fn from_iter<I: IntoIterator<Item = T>>(words: I) -> Self {
        let mut joined = CompactString::default();
        for word in words {
            if !joined.is_empty() && !word.as_ref().is_empty() {
                joined.push(BETWEEN);
            }
            joined.push_str(word.as_ref());
        }
        Self(joined)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_come_out_as_they_went_in(words in proptest::collection::vec("[a-zé ]{0,12}", 0..6)) {
            let joined: Words = words.iter().collect();
            let there: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
            prop_assert_eq!(joined.iter().collect::<Vec<_>>(), there.clone());
            prop_assert_eq!(joined.is_empty(), there.is_empty());
        }
    }
}
