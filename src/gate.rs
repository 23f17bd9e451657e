//! The one gate before the terminal. Frames and lines pass it on their way out, whatever they consist of: the texts of
//! banks are cleaned when they are read, but a file name, a setting, a system's message or a source that is added next
//! year may not be.

use std::io::{self, Write};

use ratatui::buffer::Buffer;

use crate::text::{clean, is_unsafe, terminal_safe_json};

/// A writer that lets no character through that a terminal must not see. Invalid UTF-8 becomes U+FFFD.
#[derive(Debug)]
pub struct Gate<W> {
    out: W,
    /// Whether what passes is JSON: then such characters are escaped, as only strings can have them.
    json: bool,
    /// The first bytes of a character whose remaining bytes have not come yet.
    begun: Vec<u8>,
}

impl<W: Write> Gate<W> {
    /// A gate in front of this writer.
    pub fn new(out: W) -> Self {
        Self { out, json: false, begun: Vec::new() }
    }

    /// Says whether what passes from now on is JSON, which loses nothing.
    pub(crate) fn expect_json(&mut self, json: bool) {
        self.json = json;
    }

    fn pass(&mut self, text: &str) -> io::Result<()> {
        let mut rest = text;
        while let Some((at, c)) = first_unsafe(rest) {
            self.out.write_all(&rest.as_bytes()[..at])?;
            if self.json {
                self.out.write_all(terminal_safe_json(c.encode_utf8(&mut [0; 4])).as_bytes())?;
            }
            rest = &rest[at + c.len_utf8()..];
        }
        if rest.is_empty() { Ok(()) } else { self.out.write_all(rest.as_bytes()) }
    }
}

impl<W: Write> Write for Gate<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let joined;
        let mut rest = bytes;
        if !self.begun.is_empty() {
            joined = [self.begun.as_slice(), bytes].concat();
            self.begun.clear();
            rest = &joined;
        }
        loop {
            match str::from_utf8(rest) {
                Ok(text) => {
                    self.pass(text)?;
                    return Ok(bytes.len());
                }
                Err(error) => {
                    let (good, bad) = rest.split_at(error.valid_up_to());
                    self.pass(str::from_utf8(good).unwrap_or_default())?;
                    let Some(length) = error.error_len() else {
                        self.begun = bad.to_vec();
                        return Ok(bytes.len());
                    };
                    self.pass("\u{fffd}")?;
                    rest = &bad[length..];
                }
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The first character that a terminal must not see, and its byte position. Nearly everything that is printed is plain,
/// and with many questions it is megabytes, so plain bytes are skipped without decoding them.
pub(crate) fn first_unsafe(text: &str) -> Option<(usize, char)> {
    let mut at = 0;
    loop {
        let rest = &text.as_bytes()[at..];
        let plain = plain(rest);
        if plain == rest.len() {
            return None;
        }
        at += plain;
        let c = text[at..].chars().next()?;
        if is_unsafe(c) {
            return Some((at, c));
        }
        at += c.len_utf8();
    }
}

/// How many bytes at the beginning are printable ASCII, line feeds or tabs.
fn plain(bytes: &[u8]) -> usize {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    let (words, _) = bytes.as_chunks::<8>();
    let whole = words.iter().take_while(|word| is_printable(**word) || word.iter().all(is_plain)).count() * 8;
    whole + bytes[whole..].iter().take_while(|byte| is_plain(byte)).count()
}

/// Whether eight bytes are all printable ASCII, tested at once: the highest bit of a byte is set if it is beyond ASCII,
/// by taking away a blank if it is less than that, and by adding one if it is U+007F.
fn is_printable(bytes: [u8; 8]) -> bool {
    const EACH: u64 = u64::from_ne_bytes([1; 8]);
    let word = u64::from_ne_bytes(bytes);
    let beyond = word | word.wrapping_sub(EACH * 0x20) | word.wrapping_add(EACH);
    beyond & (EACH * 0x80) == 0
}

/// Cleans every cell of a frame.
pub(crate) fn clean_frame(frame: &mut Buffer) {
    for cell in &mut frame.content {
        let symbol = cell.symbol();
        // A cell has no line breaks.
        if symbol.bytes().any(|byte| !(b' '..=b'~').contains(&byte))
            && (symbol.contains(['\n', '\t']) || clean(symbol) != symbol)
        {
            let safe = clean(symbol).replace(['\n', '\t'], " ");
            cell.set_symbol(if safe.is_empty() { " " } else { &safe });
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::layout::Rect;

    use super::*;

    fn through(pieces: &[&[u8]]) -> String {
        let mut gate = Gate::new(Vec::new());
        for piece in pieces {
            gate.write_all(piece).expect("written");
        }
        String::from_utf8(gate.out).expect("UTF-8")
    }

    #[test]
    fn every_character_passes_or_not_as_the_rule_says() {
        for c in '\0'..=char::MAX {
            let expected = if is_unsafe(c) { "ab".to_owned() } else { format!("a{c}b") };
            let mut bytes = [0; 4];
            let bytes = c.encode_utf8(&mut bytes).as_bytes();
            let mut pieces = vec![b"a".as_slice()];
            pieces.extend(bytes.chunks(1));
            pieces.push(b"b");
            assert_eq!(through(&pieces), expected, "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn every_character_in_a_cell_is_harmless_afterwards() {
        let mut frame = Buffer::empty(Rect::new(0, 0, 3, 1));
        for c in '\0'..=char::MAX {
            frame.content[1].set_symbol(&format!("x{c}"));
            clean_frame(&mut frame);
            let symbol = frame.content[1].symbol();
            assert!(!symbol.chars().any(|c| is_unsafe(c) || c.is_control()), "U+{:04X}: {symbol:?}", u32::from(c));
            assert!(symbol.starts_with('x'), "U+{:04X}", u32::from(c));
        }
        frame.content[1].set_symbol("\u{202e}");
        clean_frame(&mut frame);
        assert_eq!(frame.content[1].symbol(), " ");
    }

    #[test]
    fn json_keeps_every_character() {
        let text = ('\0'..=char::MAX).collect::<String>();
        let json = serde_json::to_string(&text).expect("a string");
        let mut gate = Gate::new(Vec::new());
        gate.expect_json(true);
        json.as_bytes().chunks(7).for_each(|piece| gate.write_all(piece).expect("written"));
        let safe = String::from_utf8(gate.out).expect("UTF-8");
        assert!(!safe.chars().any(is_unsafe));
        assert_eq!(serde_json::from_str::<String>(&safe).expect("still JSON"), text);
    }

    #[test]
    fn what_is_no_text_is_marked() {
        assert_eq!(through(&[b"a\xff\xfeb", b"\xe2\x82", b"c\xe2", b"\x82\xac"]), "a\u{fffd}\u{fffd}b\u{fffd}c€");
    }

    proptest! {
        #[test]
        fn eight_bytes_at_once_are_judged_like_one_by_one(bytes in prop::collection::vec(prop_oneof![8 => b' '..=b'~', 1 => any::<u8>(), 1 => Just(b'\n')], 0..60)) {
            let one_by_one = bytes.iter().take_while(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t')).count();
            prop_assert_eq!(plain(&bytes), one_by_one);
        }

        #[test]
        fn how_it_is_cut_changes_nothing(bytes in prop::collection::vec(any::<u8>(), 0..60), at in any::<prop::sample::Index>()) {
            let at = at.index(bytes.len() + 1);
            let whole = through(&[&bytes]);
            prop_assert_eq!(through(&[&bytes[..at], &bytes[at..]]), whole.clone());
            prop_assert!(!whole.chars().any(is_unsafe));
        }
    }
}
