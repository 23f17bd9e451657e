//! Counting sentences.

/// Words whose full stop does not end a sentence.
const ABBREVIATIONS: &[&str] =
    &["e.g.", "i.e.", "etc.", "vs.", "approx.", "cf.", "incl.", "no.", "max.", "min.", "ca."];

/// The number of sentences in a text. Text after the last full stop counts as one too.
pub(super) fn sentences(text: &str) -> usize {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.iter().enumerate().filter(|(i, word)| ends(word, words.get(i + 1).copied())).count()
}

/// Whether a word ends a sentence.
fn ends(word: &str, next: Option<&str>) -> bool {
    let Some(next) = next else { return true };
    let bare = word.trim_end_matches(['"', '\'', '\u{201d}', '\u{2019}', ')', ']']);
    let goes_on =
        next.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().next().is_some_and(char::is_lowercase);
    match bare.chars().next_back() {
        // A quoted sentence may stand inside another one; a lower-case name may begin the next.
        Some('.') if bare.len() == word.len() => {
            !ABBREVIATIONS.contains(&bare.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase().as_str())
        }
        Some('.' | '!' | '?' | '\u{2026}') => !goes_on,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_stops_end_sentences() {
        let table = [
            ("", 0),
            ("One", 1),
            ("One. Two!", 2),
            ("Is it? Yes.", 2),
            ("Write first. p99 comes later.", 2),
            ("It takes 1.5 s at v1.2, e.g. on a laptop, vs. 3 s before.", 1),
            ("I ask \"what if it fails?\" before I ship.", 1),
            ("They said \"it is fine.\" I looked.", 2),
            ("Wait \u{2026} what? Fine (really).", 2),
            ("First the lock, the index, etc.", 1),
        ];
        for (text, count) in table {
            assert_eq!(sentences(text), count, "{text}");
        }
    }
}
