//! Parses flags that take one of a few words.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

/// Accepts the words of a vocabulary; help and completions list them, each with its meaning.
pub(super) fn choice<T>(
    all: &'static [T],
    word: fn(T) -> &'static str,
    meaning: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync,
{
    let words = all.iter().map(move |&one| PossibleValue::new(word(one)).help(meaning(one)));
    PossibleValuesParser::new(words).try_map(move |text| {
        // The parser before this one only lets these words pass.
        all.iter().copied().find(|&one| word(one) == text).ok_or("none of the words")
    })
}
