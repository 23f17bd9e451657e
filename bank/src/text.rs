//! Makes text from outside safe to show.
//!
//! A bank, an import or a recruiter's e-mail may contain escape sequences, direction overrides or invisible tag
//! characters. They are removed when a bank is loaded, and once more wherever text is printed for people.

use std::borrow::Cow;

/// Most combining marks kept on one base character. Real scripts need about four; stacks of hundreds are used to break
/// layouts.
const MAX_COMBINING: usize = 8;

/// Whether a character must never reach a terminal: control characters other than newline and tab, bidirectional
/// overrides and isolates, line and paragraph separators, interlinear annotations, tag characters, and those for which
/// [`is_invisible`] holds.
pub fn is_unsafe(c: char) -> bool {
    is_harmful(c) || is_invisible(c)
}

/// Characters that change the terminal, or the order in which others are read.
fn is_harmful(c: char) -> bool {
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

/// Whether a character has neither shape nor width: soft hyphens, zero-width spaces, word joiners, invisible operators,
/// fillers. Two texts that differ only in such characters look the same. Joiners and variation selectors are not
/// included, because emoji and whole scripts need them.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}' | '\u{200B}'
        | '\u{2060}'..='\u{2065}' | '\u{206A}'..='\u{206F}' | '\u{3164}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0080}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}')
}

/// Whether a text can be part of an id to which history refers. Ids are checked less strictly than shown text, so that
/// one given in the past stays readable.
pub(crate) fn is_one_word(text: &str) -> bool {
    !text.chars().any(|c| c.is_whitespace() || is_harmful(c))
}

fn is_combining(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// Joins its neighbours (as in a family emoji) or keeps them apart (as in Persian).
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Selects a variant of the character before it.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{180B}'..='\u{180D}' | '\u{180F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Decides, character by character, which ones are kept, depending on those kept before.
#[derive(Default)]
struct Sieve {
    combining: usize,
    last: Option<char>,
}

impl Sieve {
    fn keeps(&mut self, c: char) -> bool {
        if c.is_ascii_graphic() || c == ' ' {
            self.combining = 0;
            self.last = Some(c);
            return true;
        }
        let after = |sorts: fn(char) -> bool| self.last.is_some_and(sorts);
        // A second selector in a row has no meaning; hundreds of them can hide a message.
        let dropped = is_unsafe(c)
            || is_combining(c) && self.combining >= MAX_COMBINING
            || is_selector(c) && after(|last| is_selector(last) || is_joiner(last))
            || is_joiner(c) && after(is_joiner);
        if !dropped {
            self.combining = if is_combining(c) { self.combining + 1 } else { 0 };
            self.last = Some(c);
        }
        !dropped
    }
}

/// Line endings of other systems and of word processors. They become newlines, or the words on both sides would run
/// together.
fn ends_line(c: char) -> bool {
    matches!(c, '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The text without escape sequences and characters that must never reach a terminal, with all line endings as newlines,
/// and with at most eight combining marks and one joiner or variation selector in a row. Borrowed if nothing changes.
pub fn clean(text: &str) -> Cow<'_, str> {
    let mut sieve = Sieve::default();
    if text.chars().all(|c| sieve.keeps(c)) {
        return Cow::Borrowed(text);
    }
    let text = without_sequences(text);
    let mut out = String::with_capacity(text.len());
    let mut sieve = Sieve::default();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let c = match c {
            '\r' if chars.peek() != Some(&'\n') => '\n',
            c if ends_line(c) => '\n',
            c => c,
        };
        if sieve.keeps(c) {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// The characters that begin a sequence: escape, and the single ones that stand for it and a second one (CSI, OSC, DCS,
/// SOS, PM, APC).
const BEGIN: [char; 7] = ['\u{1b}', '\u{9b}', '\u{9d}', '\u{90}', '\u{98}', '\u{9e}', '\u{9f}'];

/// A text without terminal escape sequences. They are removed as a whole; otherwise the rest of a sequence would stay
/// in the text ("[31m") after its control character is removed. [`clean`] does this, too; alone it is for text that is
/// taken apart before it is cleaned. Borrowed if nothing changes.
pub fn without_sequences(text: &str) -> Cow<'_, str> {
    /// Longest control sequence in bytes that is removed; a text that only begins like one loses no more than that.
    const LONGEST: usize = 256;
    /// Longest string in bytes that is removed, such as the address of a link or a picture in a line.
    const LONGEST_STRING: usize = 8_192;
    if !text.contains(BEGIN) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(BEGIN) {
        out.push_str(&rest[..at]);
        let mut after = rest[at..].chars();
        let kind = match after.next() {
            Some('\u{1b}') => after.next(),
            Some('\u{9b}') => Some('['),
            Some('\u{9d}') => Some(']'),
            _ => Some('P'),
        };
        let behind = after.as_str();
        rest = match kind {
            // CSI: parameters, then one final character.
            Some('[') => {
                let length = behind.find(|c: char| !matches!(c, ' '..='?')).unwrap_or(behind.len());
                let end = behind[length..].chars().next().filter(|c| matches!(c, '@'..='~')).map_or(0, char::len_utf8);
                let is_cut = length == behind.len();
                if length <= LONGEST && (end > 0 || is_cut) { &behind[length + end..] } else { behind }
            }
            // OSC, DCS and the like: a string up to a bell or a string terminator.
            Some(']' | 'P' | 'X' | '^' | '_') => {
                let window = &behind[..behind.floor_char_boundary(LONGEST_STRING)];
                let end = window.find(['\u{7}', '\u{1b}', '\u{9c}', '\n']);
                match end {
                    Some(end) if behind[end..].starts_with("\u{1b}\\") => &behind[end + 2..],
                    Some(end) if !behind[end..].starts_with('\n') && !behind[end..].starts_with('\u{1b}') => {
                        &behind[end + behind[end..].chars().next().map_or(0, char::len_utf8)..]
                    }
                    _ => behind,
                }
            }
            // Two characters, such as a change of character set.
            Some('(' | ')' | '#' | '%') => behind.strip_prefix(|c: char| c.is_ascii_alphanumeric()).unwrap_or(behind),
            Some('=' | '>' | '7' | '8' | 'c' | 'D' | 'E' | 'H' | 'M' | '\\') => behind,
            // Not a sequence: only the control character is removed.
            Some(c) => &rest[rest.len() - behind.len() - c.len_utf8()..],
            None => "",
        };
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Text of bytes that may be in any encoding. A byte that is no UTF-8 and that terminals of old take for a control
/// character (0x80 to 0x9f, of which 0x9b begins a sequence) becomes that character, so that [`clean`] removes the whole
/// sequence; any other becomes U+FFFD.
pub fn decoded(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        match chunk.invalid() {
            [] => {}
            [byte @ 0x80..=0x9f] => out.push(char::from(*byte)),
            _ => out.push(char::REPLACEMENT_CHARACTER),
        }
    }
    out
}

/// Like [`clean`], for places with a single line: newlines and tabs become spaces, and runs of spaces are collapsed to
/// one.
pub fn one_line(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Makes JSON safe to print on a terminal without losing anything: characters that must not reach a terminal are
/// escaped as `\u` and four digits, which every JSON parser decodes.
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
        for (text, left) in [
            ("a\u{1b}]52;c;aGk=\u{7}b\u{9b}31m", "ab"),
            ("\u{1b}[31mred\u{1b}[0m and \u{1b}[38;2;1;2;3mblue\u{1b}[m", "red and blue"),
            ("\u{1b}[?25l\u{1b}[2Jgone", "gone"),
            ("\u{1b}]0;title\u{7}a\u{1b}]8;;http://x\u{1b}\\b\u{9d}2;t\u{9c}c", "abc"),
            ("a\u{1b}P$q\"p\u{1b}\\b\u{90}1;2|x\u{9c}c", "abc"),
            (
                "a\u{1b}_app\u{1b}\\b\u{9f}app\u{9c}c\u{1b}^pm\u{7}d\u{9e}pm\u{9c}e\u{1b}Xsos\u{9c}f\u{98}sos\u{7}g",
                "abcdefg",
            ),
            ("cut off \u{1b}[31", "cut off "),
            ("cut off \u{9b}", "cut off "),
            ("a\u{1b}(0b\u{1b}=c\u{1b}Md", "abcd"),
            ("an [31m of one's own", "an [31m of one's own"),
        ] {
            assert_eq!(clean(text), left, "{text:?}");
        }
        let link = format!("\u{1b}]8;;https://example.com/{}\u{7}here\u{1b}]8;;\u{7}", "x".repeat(2_000));
        assert_eq!(clean(&link), "here");
        assert_eq!(clean("\u{202e}evil\u{2066}\u{e0041}"), "evil");
        assert_eq!(clean("one\r\ntwo\rthree\tfour"), "one\ntwo\nthree\tfour");
        assert_eq!(clean("a\u{2028}b\u{2029}c\u{85}d\u{b}e\u{c}f"), "a\nb\nc\nd\ne\nf");
    }

    #[test]
    fn sequences_of_single_bytes_go_whole() {
        assert_eq!(one_line(&decoded(b"no \x9b31mmemory\x9b0m left")), "no memory left");
        assert_eq!(one_line(&decoded(b"a\x9d0;title\x9cb \xe4 \xc3\xa4")), "ab \u{fffd} \u{e4}");
        assert_eq!(decoded("plain \u{9b} text".as_bytes()), "plain \u{9b} text");
    }

    #[test]
    fn escape_sequences_go_whole_from_texts_of_ones_own() {
        for (text, left) in [
            ("A \u{1b}[31mred\u{1b}[0m \u{9b}1;2Htitle", "A red title"),
            ("a\u{1b}]52;c;aGk=\u{7}b\u{1b}]0;PWNED\u{1b}\\c", "abc"),
            ("a\u{1b}(Bb\u{1b}7c", "abc"),
            ("one\u{1b}]never ended\ntwo", "onenever ended\ntwo"),
            ("a\u{1b}[", "a"),
            ("a\u{1b}[31\nb", "a31\nb"),
            ("a\u{1b}Z b\u{1b}", "aZ b"),
            ("[31m is no sequence", "[31m is no sequence"),
        ] {
            assert_eq!(without_sequences(text), left, "{text:?}");
        }
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

    #[test]
    fn what_cannot_be_seen_goes_and_what_scripts_need_stays() {
        assert_eq!(clean("pay\u{200b}pal co\u{ad}op a\u{2060}b\u{3164}"), "paypal coop ab");
        for fine in ["❤\u{fe0f}\u{200d}🔥", "می\u{200c}خواهم", "葛\u{e0100}", "क्\u{200d}ष", "1\u{fe0f}\u{20e3}"]
        {
            assert!(matches!(clean(fine), Cow::Borrowed(_)), "{fine:?}");
        }
        let hidden = format!("a{}b", "\u{fe00}\u{e0101}\u{200d}\u{200c}".repeat(50));
        assert_eq!(clean(&hidden), "a\u{fe00}\u{200d}b");
    }

    #[test]
    fn marks_on_both_sides_of_what_goes_are_one_stack() {
        let stack = "\u{301}".repeat(MAX_COMBINING);
        let once = clean(&format!("e{stack}\u{1b}{stack}")).into_owned();
        assert_eq!((once.chars().count(), clean(&once)), (1 + MAX_COMBINING, Cow::Borrowed(once.as_str())));
    }

    proptest! {
        #[test]
        fn sequences_are_found_in_any_text(text in "(.|[\u{1b}\u{9b}\u{9d}\\[\\]0-9;m\u{7}\n]{1,9}){0,40}") {
            let left = without_sequences(&text).into_owned();
            prop_assert!(!left.contains(BEGIN));
            prop_assert!(left.len() <= text.len());
        }

        #[test]
        fn nothing_unsafe_survives(text in "(.|[\\r\u{1b}\u{301}\u{fe0f}\u{200d}\u{ad}\u{202e}]{1,9}){0,40}") {
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
