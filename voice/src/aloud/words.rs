//! Turns a question into what is spoken: without characters that are only for the eye, and without anything that a
//! voice would take for a command.

use hotseat_bank::text::one_line;

/// Longest text that is read, in characters. A longer one is cut at a word.
const LONGEST: usize = 4_000;

/// The text for a voice, on one line.
pub(super) fn spoken(text: &str) -> String {
    let line = one_line(&without_links(text));
    let mut said = String::with_capacity(line.len());
    let mut signs = line.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            // Marks of code and emphasis are dropped; a lone asterisk between spaces is a word of its own and is left
            // to the voice.
            '`' => {}
            '*' | '_' if signs.peek() == Some(&sign) => {
                signs.next();
            }
            '*' if !(said.ends_with(' ') && signs.peek() == Some(&' ')) => {}
            // The voice of macOS takes commands in double square brackets.
            '_' | '[' | ']' | '{' | '}' | '<' | '>' | '|' | '\\' => said.push(' '),
            '#' if said.is_empty() || signs.peek() == Some(&'#') => {}
            sign => said.push(sign),
        }
    }
    let mut said = one_line(&said);
    if let Some((end, _)) = said.char_indices().nth(LONGEST) {
        said.truncate(end);
        if let Some(word) = said.rfind(' ') {
            said.truncate(word);
        }
    }
    said
}

/// Replaces Markdown links with their text.
fn without_links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(middle) = rest.find("](") {
        let Some(end) = rest[middle..].find(')') else { break };
        out.push_str(&rest[..middle]);
        out.push(' ');
        rest = &rest[middle + end + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn signs_for_eyes_are_not_said() {
        for (text, said) in [
            ("What does `SELECT ... FOR UPDATE` lock?", "What does SELECT ... FOR UPDATE lock?"),
            ("Why **not** a queue?\n\nName *two* reasons.", "Why not a queue? Name two reasons."),
            ("How is 2 * 3 computed?", "How is 2 * 3 computed?"),
            ("## Caches\nWhat is `max_age`?", "Caches What is max age?"),
            ("See [the paper](https://example.org/a(b)) first", "See the paper ) first"),
            ("Say this [[rate 900]] now", "Say this rate 900 now"),
            ("a\u{1b}[31mred\u{7}", "ared"),
            ("Vec<T> or {}?", "Vec T or ?"),
        ] {
            assert_eq!(spoken(text), said, "{text:?}");
        }
    }

    #[test]
    fn what_has_no_end_ends_at_a_word() {
        let long = spoken(&"word ".repeat(3_000));
        assert!(long.len() <= LONGEST && long.ends_with("word"));
    }

    proptest! {
        #[test]
        fn whatever_it_is_one_clean_line_comes_of_it(text in "\\PC{0,80}|[ -~\\n\\[\\]()`*_#]{0,80}") {
            let said = spoken(&text);
            prop_assert!(!said.contains("[[") && !said.chars().any(char::is_control));
        }
    }
}
