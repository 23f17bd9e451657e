//! Text from outside, made safe to show.
//!
//! A bank, an import or a recruiter's e-mail may carry escape sequences, direction overrides or invisible tag
//! characters. They are removed when a bank is loaded and once more wherever text is printed for people.

use std::borrow::Cow;

/// Combining marks kept on one base character. Real scripts need up to four or so; stacks of hundreds are used to
/// break layouts.
const MAX_COMBINING: usize = 8;

/// Whether a character must never reach a terminal: control characters other than newline and tab, bidirectional
/// overrides and isolates, line and paragraph separators, interlinear annotations and tag characters.
pub fn is_unsafe(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{061C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{2066}'..='\u{2069}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{FEFF}'
        | '\u{E0000}'..='\u{E007F}' => true,
        _ => c.is_control(),
    }
}

fn is_combining(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// The text without characters that must never reach a terminal, with CRLF and CR as newlines and at most eight
/// combining marks in a row. Borrowed when there was nothing to do.
pub fn clean(text: &str) -> Cow<'_, str> {
    let mut run = 0;
    let dirty = text.chars().any(|c| {
        run = if is_combining(c) { run + 1 } else { 0 };
        is_unsafe(c) || run > MAX_COMBINING
    });
    if !dirty {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut run = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        run = if is_combining(c) { run + 1 } else { 0 };
        if c == '\r' {
            if chars.peek() != Some(&'\n') {
                out.push('\n');
            }
        } else if !is_unsafe(c) && run <= MAX_COMBINING {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Like [`clean`], for a place that has one line: newlines and tabs become blanks, runs of blanks one.
pub fn one_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writes JSON so that it can be printed on a terminal and still loses nothing: characters that a terminal must not
/// see are escaped as `\u` and four digits, which every JSON reader decodes back.
pub fn terminal_safe_json(json: &str) -> Cow<'_, str> {
    if !json.chars().any(is_unsafe) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if is_unsafe(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                use std::fmt::Write as _;
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escape_sequences_and_overrides_go() {
        assert_eq!(clean("a\u{1b}]52;c;aGk=\u{7}b\u{9b}31m"), "a]52;c;aGk=b31m");
        assert_eq!(clean("\u{202e}evil\u{2066}\u{e0041}"), "evil");
        assert_eq!(clean("one\r\ntwo\rthree\tfour"), "one\ntwo\nthree\tfour");
    }

    #[test]
    fn stacked_accents_are_capped() {
        let tower = format!("e{}", "\u{0301}".repeat(200));
        assert_eq!(clean(&tower).chars().count(), 1 + MAX_COMBINING);
    }

    #[test]
    fn clean_text_is_borrowed() {
        assert!(matches!(clean("naïve 👩‍👩‍👧‍👦 東京\n"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn nothing_unsafe_survives(text in any::<String>()) {
            prop_assert!(!clean(&text).chars().any(is_unsafe));
            let once = clean(&text).into_owned();
            prop_assert_eq!(clean(&once), once.as_str());
        }

        #[test]
        fn json_keeps_every_character(text in any::<String>()) {
            let json = serde_json::to_string(&text).expect("a string");
            let safe = terminal_safe_json(&json);
            prop_assert!(!safe.chars().any(is_unsafe));
            let back: String = serde_json::from_str(&safe).expect("still JSON");
            prop_assert_eq!(back, text);
        }
    }
}
