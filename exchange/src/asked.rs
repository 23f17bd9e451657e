//! What a question asks: its words, its code and its pictures. Case, whitespace, quotation marks and the punctuation
//! between words do not count; the symbols of a programming language do.

use super::names::hash;

/// Punctuation that may surround a word without changing it.
const AROUND: [char; 19] =
    ['.', ',', ';', ':', '!', '?', '…', '"', '\'', '`', '“', '”', '‘', '’', '«', '»', '„', '*', '_'];

/// A hash of what is asked. Pictures are in the prompt by their names.
pub(super) fn asked(prompt: &str, code: Option<&str>) -> String {
    let code = code.map_or(String::new(), |code| code.lines().map(str::trim_end).collect::<Vec<_>>().join("\n"));
    hash(&format!("{}\n{}", words(prompt).join(" "), code.trim_end()), 16)
}

/// The words of a text, as far as they distinguish questions.
pub(super) fn words(text: &str) -> Vec<String> {
    let bare = |word: &str| {
        let inside = word.trim_matches(AROUND);
        // A word of symbols only is kept, because it may be what is asked about, unless it only ends a sentence.
        let plain = |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '…' | '-' | '–' | '—');
        if inside.is_empty() && !word.chars().all(plain) { word.to_lowercase() } else { inside.to_lowercase() }
    };
    text.split_whitespace()
        .map(bare)
        .filter(|word| !word.is_empty() && !matches!(word.as_str(), "-" | "–" | "—"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_code_tell_questions_apart_and_punctuation_does_not() {
        let same = [("What is a lock?", "what is  a `lock`"), ("Why – so?", "Why so"), ("Say \"why\".", "Say “why”!")];
        for (a, b) in same {
            assert_eq!(asked(a, None), asked(b, None), "{a} {b}");
        }
        let others = [
            ("What is == for?", "What is === for?"),
            ("What is C?", "What is C++?"),
            ("What does * do?", "What does ** do?"),
        ];
        for (a, b) in others {
            assert_ne!(asked(a, None), asked(b, None), "{a} {b}");
        }
        assert_ne!(asked("What is printed?", Some("a")), asked("What is printed?", Some("b")));
        assert_eq!(asked("What is printed?", Some("a \n")), asked("What is printed?", Some("a")));
    }
}
