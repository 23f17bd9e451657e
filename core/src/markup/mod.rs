//! Puts text from outside on our own pages: escaped for HTML, escaped or fenced for Markdown; also the shell of an HTML
//! page.

pub mod page;
pub mod scissors;

use crate::text::{clean, one_line};

/// Lines in a fence are wrapped at this many columns, so that no reader has to scroll sideways.
const FENCE_COLUMNS: usize = 78;

/// Cleans a text and escapes it for HTML, for use in text and in attributes.
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in clean(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// Puts a text on one line and escapes everything that Markdown would interpret there, and nothing else: most signs
/// have a meaning only next to certain others.
pub fn markdown(text: &str) -> String {
    let text = one_line(text);
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len() + 16);
    for (i, c) in chars.iter().enumerate() {
        if is_markup(&chars, i) {
            out.push('\\');
        }
        out.push(*c);
    }
    out
}

/// Whether Markdown could interpret the character at `i` as markup.
fn is_markup(text: &[char], i: usize) -> bool {
    let before = i.checked_sub(1).map(|at| text[at]);
    let after = text.get(i + 1).copied();
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let of_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let several = || text.iter().filter(|c| **c == text[i]).count() > 1;
    match text[i] {
        '|' | '[' => true,
        // Before a letter, a backslash stands for itself. At the end it would escape whatever follows.
        '\\' => after.is_none_or(|c| c.is_ascii_punctuation()),
        // A single one begins nothing; nor does one between blanks or, for the underscore, inside a word.
        '`' | '$' | '~' | '^' => several(),
        '*' => i == 0 || (several() && !(blank(before) && blank(after))),
        '_' => several() && !(of_word(before) && of_word(after)) && !(blank(before) && blank(after)),
        '<' => after.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
        '&' => after.is_some_and(|c| c == '#' || c.is_ascii_alphabetic()) && text[i..].contains(&';'),
        '#' => blank(before) || before == Some('#'),
        '{' => text.last() == Some(&'}'),
        '>' | '-' | '+' | '=' | ':' => i == 0,
        // A number and a dot at the beginning would start a list.
        '.' | ')' => i > 0 && text[..i].iter().all(char::is_ascii_digit) && blank(after),
        _ => false,
    }
}

/// Puts a text in a code fence longer than any in the text, and wraps long lines. `info` is the language; it may be
/// empty.
pub fn fence(text: &str, info: &str) -> String {
    let text = clean(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let info: String = info.chars().filter(char::is_ascii_alphanumeric).collect();
    let lines: Vec<String> = text.trim_end().lines().flat_map(wrapped).collect();
    format!("{fence}{info}\n{}\n{fence}\n", lines.join("\n"))
}

/// Wraps a line that is too long; the new lines keep its indentation.
fn wrapped(line: &str) -> Vec<String> {
    if line.chars().count() <= FENCE_COLUMNS {
        return vec![line.to_owned()];
    }
    let indent: String = line.chars().take_while(|c| *c == ' ' || *c == '\t').take(FENCE_COLUMNS / 2).collect();
    let options = textwrap::Options::new(FENCE_COLUMNS).subsequent_indent(&indent);
    textwrap::wrap(line, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser};

    /// The text that a reader of this Markdown sees, and whether it has no markup at all.
    fn read(page: &str) -> (String, bool) {
        let mut text = String::new();
        let mut only_text = true;
        // Curly instead of straight quotes are a matter of taste.
        for event in Parser::new_ext(page, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
            match event {
                Event::Text(part) => text.push_str(&part),
                Event::SoftBreak | Event::HardBreak => text.push(' '),
                Event::Start(pulldown_cmark::Tag::Paragraph) | Event::End(pulldown_cmark::TagEnd::Paragraph) => {}
                _ => only_text = false,
            }
        }
        (text, only_text)
    }

    /// Texts with many characters that mean something to a browser or to Markdown.
    fn nasty() -> impl Strategy<Value = String> {
        prop_oneof![any::<String>(), r"[ -~\n]{0,40}", r"[<>&'*_`#|\[\]()!\\~$.:0-9+=\n -]{0,24}"]
    }

    #[test]
    fn known_tricks_stay_text() {
        assert_eq!(html("<b a=\"x\" b='y'>&\u{1b}[31m"), "&lt;b a=&quot;x&quot; b=&#39;y&#39;&gt;&amp;");
        for text in
            ["1. one", "- a", "# a", "a | b", "![x](y)", "<script>", "&lt;", "~~a~~", "* * *", "a\n===\n", "$x$"]
        {
            let (read, only_text) = read(&markdown(text));
            assert!(only_text, "{text:?}");
            assert_eq!(read, one_line(text));
        }
        assert_eq!(fence("a\n````\nb", "c++"), "`````c\na\n````\nb\n`````\n");
    }

    #[test]
    fn long_lines_of_a_fence_are_wrapped_and_keep_their_indentation() {
        let page = fence(&format!("    {}", "word ".repeat(30)), "");
        assert!(page.lines().all(|line| line.chars().count() <= FENCE_COLUMNS));
        assert!(page.lines().skip(1).take(2).all(|line| line.starts_with("    word")), "{page}");
    }

    proptest! {
        #[test]
        fn no_text_becomes_a_tag(text in nasty()) {
            let page = html(&text);
            prop_assert!(!page.contains(['<', '>', '"', '\'']));
            prop_assert!(!page.chars().any(crate::text::is_unsafe));
            let back = page.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
            prop_assert_eq!(back.replace("&amp;", "&"), clean(&text));
        }

        #[test]
        fn no_text_becomes_markdown(text in nasty()) {
            let (read, only_text) = read(&markdown(&text));
            prop_assert!(only_text, "{}", markdown(&text));
            // Markdown has no way to write some blanks at the ends of a line.
            let squeeze = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(squeeze(&read), squeeze(&one_line(&text)));
        }

        #[test]
        fn nothing_breaks_out_of_a_fence(text in nasty()) {
            let page = format!("{}\nafter\n", fence(&text, &text));
            let mut blocks = 0;
            let mut after = false;
            for event in Parser::new_ext(&page, Options::all()) {
                match event {
                    Event::Start(pulldown_cmark::Tag::CodeBlock(_)) => blocks += 1,
                    Event::Text(text) if &*text == "after" => after = true,
                    _ => {}
                }
            }
            prop_assert!(blocks == 1 && after, "{page}");
        }
    }
}
