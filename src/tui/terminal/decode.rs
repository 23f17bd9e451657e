//! Decodes what a terminal sends into keys and pastes. Replies and reports that nobody asked for are complete sequences
//! too: they are read to their end and dropped, so that they neither become text nor hold up the keys after them.

use std::collections::VecDeque;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

const ESC: u8 = 0x1b;
const BELL: u8 = 0x07;

/// The sequence that ends a paste.
const PASTE_END: &[u8] = b"\x1b[201~";

/// The most bytes of a sequence. What is longer is not taken for one, and the rest of it is read like anything else.
const LONGEST: usize = 1 << 20;

/// Bytes of a paste after which it is handed on although it has not ended.
const LONGEST_PASTE: usize = 1 << 24;

/// Decodes bytes into events. What is incomplete waits for more.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    bytes: VecDeque<u8>,
    pasting: bool,
    paste: Vec<u8>,
}

/// What the bytes begin with.
enum Found {
    /// This many bytes form this event, or one that nobody needs.
    Event(usize, Option<Event>),
    /// A paste begins after this many bytes.
    Paste(usize),
    /// More bytes have to come.
    Unfinished,
}

impl Decoder {
    /// Takes more bytes, and adds the complete events to `out`.
    pub(super) fn feed(&mut self, bytes: &[u8], out: &mut VecDeque<Event>) {
        self.bytes.extend(bytes);
        self.go_on(false, out);
    }

    /// Whether something incomplete is waiting.
    pub(super) fn is_waiting(&self) -> bool {
        self.pasting || !self.bytes.is_empty()
    }

    /// Whether what is waiting may be a complete key: Esc, or Esc before one character.
    pub(super) fn may_be_a_key(&self) -> bool {
        !self.pasting && self.bytes.len() <= 2
    }

    /// No more bytes come: what is waiting becomes a key, or is dropped. An unfinished paste is handed on as far as it
    /// came.
    pub(super) fn finish(&mut self, out: &mut VecDeque<Event>) {
        if std::mem::take(&mut self.pasting) {
            self.paste.extend(self.bytes.drain(..));
            self.hand_on(out);
            return;
        }
        self.go_on(true, out);
        self.bytes.clear();
    }

    /// Drops what is waiting.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    fn hand_on(&mut self, out: &mut VecDeque<Event>) {
        let paste = std::mem::take(&mut self.paste);
        out.push_back(Event::Paste(String::from_utf8_lossy(&paste).into_owned()));
    }

    fn go_on(&mut self, last: bool, out: &mut VecDeque<Event>) {
        loop {
            if self.pasting {
                let bytes = self.bytes.make_contiguous();
                let end = bytes.windows(PASTE_END.len()).position(|part| part == PASTE_END);
                // A part of the end sequence may have arrived.
                let taken = end.unwrap_or_else(|| bytes.len().saturating_sub(PASTE_END.len() - 1));
                self.paste.extend(self.bytes.drain(..taken));
                if end.is_some() {
                    self.bytes.drain(..PASTE_END.len());
                    self.pasting = false;
                    self.hand_on(out);
                    continue;
                }
                if self.paste.len() > LONGEST_PASTE {
                    self.hand_on(out);
                }
                return;
            }
            let bytes = &*self.bytes.make_contiguous();
            if bytes.is_empty() {
                return;
            }
            match first(bytes, last) {
                Found::Event(taken, event) => {
                    self.bytes.drain(..taken);
                    out.extend(event);
                }
                Found::Paste(taken) => {
                    self.bytes.drain(..taken);
                    self.pasting = true;
                }
                Found::Unfinished if self.bytes.len() > LONGEST => {
                    self.bytes.pop_front();
                }
                Found::Unfinished => return,
            }
        }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "whatever is found is an event or none")]
fn key(code: KeyCode, modifiers: KeyModifiers) -> Option<Event> {
    Some(Event::Key(KeyEvent::new(code, modifiers)))
}

/// What the bytes begin with. `last`: no more bytes are coming, so a lone Esc is a key.
fn first(bytes: &[u8], last: bool) -> Found {
    if bytes[0] != ESC {
        return character(bytes, last, KeyModifiers::NONE, 0);
    }
    let Some(second) = bytes.get(1) else {
        return if last { Found::Event(1, key(KeyCode::Esc, KeyModifiers::NONE)) } else { Found::Unfinished };
    };
    // Alt with a character that could also begin a sequence, if nothing follows.
    let alone = bytes.len() == 2 && last;
    match second {
        _ if alone && *second != ESC => character(&bytes[1..], last, KeyModifiers::ALT, 1),
        // The first Esc is the key; what the second one begins is decoded next.
        &ESC => Found::Event(1, key(KeyCode::Esc, KeyModifiers::NONE)),
        b'[' => control_sequence(bytes),
        b'O' => bytes.get(2).map_or(Found::Unfinished, |last| Found::Event(3, from_keypad(*last))),
        b']' | b'P' | b'X' | b'^' | b'_' => string(bytes),
        _ => character(&bytes[1..], last, KeyModifiers::ALT, 1),
    }
}

/// One character, after `behind` bytes that belong to the same key.
fn character(bytes: &[u8], last: bool, held: KeyModifiers, behind: usize) -> Found {
    let control = |c: u8| key(KeyCode::Char(char::from(c)), held | KeyModifiers::CONTROL);
    let event = match bytes[0] {
        b'\r' => key(KeyCode::Enter, held),
        b'\t' => key(KeyCode::Tab, held),
        0x7f => key(KeyCode::Backspace, held),
        0 => control(b' '),
        c @ 0x01..=0x1a => control(c - 1 + b'a'),
        c @ 0x1c..=0x1f => control(c - 0x1c + b'4'),
        _ => return letter(bytes, last, held, behind),
    };
    Found::Event(behind + 1, event)
}

fn letter(bytes: &[u8], last: bool, held: KeyModifiers, behind: usize) -> Found {
    let length = match bytes[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    };
    if bytes.len() < length && !last && bytes[1..].iter().all(|byte| byte & 0xc0 == 0x80) {
        return Found::Unfinished;
    }
    let text = bytes.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let Some(c) = text.and_then(|text| text.chars().next()) else {
        // Bytes that are not a character.
        return Found::Event(behind + 1, None);
    };
    let shift = if c.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    Found::Event(behind + length, key(KeyCode::Char(c), held | shift))
}

/// Skips a string: a reply about colours, names or the clipboard. It ends with `ESC \` or with a bell, and is never a
/// key.
fn string(bytes: &[u8]) -> Found {
    for (at, byte) in bytes.iter().enumerate().skip(2) {
        match *byte {
            BELL => return Found::Event(at + 1, None),
            ESC => {
                return match bytes.get(at + 1) {
                    None => Found::Unfinished,
                    Some(b'\\') => Found::Event(at + 2, None),
                    // Another sequence begins, so this one was cut off.
                    Some(_) => Found::Event(at, None),
                };
            }
            _ => {}
        }
    }
    Found::Unfinished
}

/// Decodes `ESC [`, parameters, and a letter that says what it is.
fn control_sequence(bytes: &[u8]) -> Found {
    // The function keys of the Linux console.
    if bytes.get(2) == Some(&b'[') {
        return bytes.get(3).map_or(Found::Unfinished, |letter| {
            let number = letter.wrapping_sub(b'A');
            Found::Event(4, (number < 5).then(|| key(KeyCode::F(number + 1), KeyModifiers::NONE)).flatten())
        });
    }
    let end = bytes[2..].iter().position(|byte| !matches!(byte, 0x20..=0x3f)).map(|at| at + 2);
    let Some(end) = end else { return Found::Unfinished };
    match bytes[end] {
        b'~' if &bytes[2..end] == b"200" => Found::Paste(end + 1),
        // A mouse report in the old format: three more bytes.
        b'M' if end == 2 => {
            if bytes.len() < 6 {
                Found::Unfinished
            } else {
                Found::Event(6, None)
            }
        }
        letter @ 0x40..=0x7e => Found::Event(end + 1, from_sequence(&bytes[2..end], letter)),
        // No letter ends it, so it was cut off.
        _ => Found::Event(end, None),
    }
}

/// The key of a sequence. None: it is a report.
fn from_sequence(parameters: &[u8], letter: u8) -> Option<Event> {
    // Private parameters begin with a sign, and other sequences have blanks and the like before their letter: all of
    // those are reports.
    let plain = parameters.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b';' | b':'));
    let parameters = std::str::from_utf8(parameters).ok().filter(|_| plain)?;
    let mut parts = parameters.split(';');
    let number = |part: Option<&str>| part.and_then(|part| part.split(':').next()?.parse::<u32>().ok());
    let code = number(parts.next());
    let second = parts.next();
    let held = modifiers(number(second).unwrap_or(1));
    let kind = match second.and_then(|second| second.split(':').nth(1)) {
        Some("2") => KeyEventKind::Repeat,
        Some("3") => KeyEventKind::Release,
        _ => KeyEventKind::Press,
    };
    let code = match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'Z' => return key(KeyCode::BackTab, held | KeyModifiers::SHIFT),
        b'P' => KeyCode::F(1),
        b'Q' => KeyCode::F(2),
        b'S' => KeyCode::F(4),
        // With parameters it is a report of the cursor's position.
        b'R' if code.is_none() => KeyCode::F(3),
        b'~' if code == Some(27) => return from_code_point(number(parts.next())?, held, kind),
        b'~' => numbered(code?)?,
        b'u' => return from_code_point(code?, held, kind),
        _ => return None,
    };
    Some(Event::Key(KeyEvent::new_with_kind(code, held, kind)))
}

/// The key with this number, for sequences that end in `~`.
fn numbered(number: u32) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => KeyCode::F(function(number - 10)),
        17..=21 => KeyCode::F(function(number - 11)),
        23..=26 => KeyCode::F(function(number - 12)),
        28 | 29 => KeyCode::F(function(number - 13)),
        31..=34 => KeyCode::F(function(number - 14)),
        _ => return None,
    })
}

fn function(number: u32) -> u8 {
    u8::try_from(number).unwrap_or(0)
}

/// The key with this character code, from terminals that can report every combination.
fn from_code_point(code: u32, held: KeyModifiers, kind: KeyEventKind) -> Option<Event> {
    let code = match char::from_u32(code)? {
        '\r' => KeyCode::Enter,
        '\u{1b}' => KeyCode::Esc,
        '\t' if held.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        '\t' => KeyCode::Tab,
        '\u{7f}' | '\u{8}' => KeyCode::Backspace,
        // Keys without a character have codes in the private use area.
        c if c.is_control() || ('\u{e000}'..='\u{f8ff}').contains(&c) => return None,
        c => KeyCode::Char(c),
    };
    Some(Event::Key(KeyEvent::new_with_kind(code, held, kind)))
}

/// The modifiers that are held: terminals send the sum of their bits plus one.
fn modifiers(number: u32) -> KeyModifiers {
    let bits = number.saturating_sub(1);
    let all = [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL), (8, KeyModifiers::SUPER)];
    all.into_iter().filter(|(bit, _)| bits & bit != 0).fold(KeyModifiers::NONE, |held, (_, one)| held | one)
}

/// A key of the keypad or an arrow, in application mode.
fn from_keypad(letter: u8) -> Option<Event> {
    let code = match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'M' => KeyCode::Enter,
        b'P'..=b'S' => KeyCode::F(letter - b'P' + 1),
        _ => return None,
    };
    key(code, KeyModifiers::NONE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decoded(bytes: &[u8]) -> Vec<Event> {
        let (mut decoder, mut out) = (Decoder::default(), VecDeque::new());
        decoder.feed(bytes, &mut out);
        if decoder.is_waiting() {
            decoder.finish(&mut out);
        }
        assert!(!decoder.is_waiting());
        out.into()
    }

    fn typed(events: &[Event]) -> String {
        let c = |event: &Event| match event {
            Event::Key(KeyEvent { code: KeyCode::Char(c), modifiers, .. })
                if (*modifiers - KeyModifiers::SHIFT).is_empty() =>
            {
                *c
            }
            other => panic!("no plain character: {other:?}"),
        };
        events.iter().map(c).collect()
    }

    /// Replies and reports as terminals send them.
    const REPORTS: &[&[u8]] = &[
        b"\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
        b"\x1b]10;rgb:ffff/ffff/ffff\x07",
        b"\x1b]52;c;aGVsbG8=\x1b\\",
        b"\x1b]4;1;rgb:aa/00/00\x07",
        b"\x1b[>1;4000;19c",
        b"\x1b[?62;22c",
        b"\x1b[=1;2c",
        b"\x1bP>|WezTerm 2024\x1b\\",
        b"\x1bP1$r0m\x1b\\",
        b"\x1bP1+r544e\x1b\\",
        b"\x1b_Gi=31;OK\x1b\\",
        b"\x1b^private\x1b\\",
        b"\x1b[?2026;2$y",
        b"\x1b[?997;1n",
        b"\x1b[0n",
        b"\x1b[12;40R",
        b"\x1b[?1u",
        b"\x1b[8;24;80t",
        b"\x1b[<35;10;4M",
        b"\x1b[M !!",
        b"\x1b[I",
        b"\x1b[O",
        b"\x1b[201~",
        b"\x1b[1;2;3;4x",
    ];

    #[test]
    fn no_report_becomes_text_or_swallows_a_key() {
        for report in REPORTS {
            let bytes = [b"left ", *report, b"right"].concat();
            assert_eq!(typed(&decoded(&bytes)), "left right", "{}", String::from_utf8_lossy(report));
        }
    }

    #[test]
    fn keys_are_those_that_were_pressed() {
        let none = KeyModifiers::NONE;
        for (bytes, code, held) in [
            (&b"\x1b"[..], KeyCode::Esc, none),
            (b"\x1b[A", KeyCode::Up, none),
            (b"\x1bOB", KeyCode::Down, none),
            (b"\x1b[1;5C", KeyCode::Right, KeyModifiers::CONTROL),
            (b"\x1b[1;7A", KeyCode::Up, KeyModifiers::CONTROL | KeyModifiers::ALT),
            (b"\x1b[Z", KeyCode::BackTab, KeyModifiers::SHIFT),
            (b"\x1b[3~", KeyCode::Delete, none),
            (b"\x1b[5~", KeyCode::PageUp, none),
            (b"\x1b[24~", KeyCode::F(12), none),
            (b"\x1bOQ", KeyCode::F(2), none),
            (b"\x1b[[B", KeyCode::F(2), none),
            (b"\x1b[12~", KeyCode::F(2), none),
            (b"\x04", KeyCode::Char('d'), KeyModifiers::CONTROL),
            (b"\x1f", KeyCode::Char('7'), KeyModifiers::CONTROL),
            (b"\x7f", KeyCode::Backspace, none),
            (b"\x1b\x7f", KeyCode::Backspace, KeyModifiers::ALT),
            (b"\x1bb", KeyCode::Char('b'), KeyModifiers::ALT),
            (b"\x1b]", KeyCode::Char(']'), KeyModifiers::ALT),
            (b"\x1b[", KeyCode::Char('['), KeyModifiers::ALT),
            (b"\x1b[100;5u", KeyCode::Char('d'), KeyModifiers::CONTROL),
            (b"\x1b[27;5;13~", KeyCode::Enter, KeyModifiers::CONTROL),
            ("é".as_bytes(), KeyCode::Char('é'), none),
            ("漢".as_bytes(), KeyCode::Char('漢'), none),
        ] {
            let events = decoded(bytes);
            assert_eq!(events, [Event::Key(KeyEvent::new(code, held))], "{bytes:?}");
        }
        assert_eq!(decoded(b"\x1b\x1b[A").len(), 2, "Esc, then an arrow");
    }

    #[test]
    fn a_paste_is_whole_whatever_is_in_it() {
        let pasted = "one\rtwo \x1b[31m\x1b]0;title\x07 \u{1f469}";
        let bytes = format!("a\x1b[200~{pasted}\x1b[201~b");
        let events = decoded(bytes.as_bytes());
        assert_eq!(events[1], Event::Paste(pasted.to_owned()));
        assert_eq!(events.len(), 3);
        let unfinished = decoded(b"\x1b[200~begun");
        assert_eq!(unfinished, [Event::Paste("begun".to_owned())]);
    }

    #[test]
    fn what_was_broken_off_takes_nothing_with_it() {
        for begun in [&b"\x1b[?20"[..], b"\x1b]11;rgb:", b"\x1bP+q", b"\x1b[1;"] {
            let bytes = [begun, b"\x1b[A"].concat();
            let events = decoded(&bytes);
            assert_eq!(events, [Event::Key(KeyEvent::from(KeyCode::Up))], "{}", String::from_utf8_lossy(begun));
        }
    }

    proptest! {
        #[test]
        fn it_makes_no_difference_how_bytes_are_cut(
            parts in proptest::collection::vec(0..REPORTS.len(), 1..6),
            cut in 1_usize..9,
        ) {
            let mut bytes = Vec::new();
            for part in parts {
                bytes.extend_from_slice(REPORTS[part]);
                bytes.extend_from_slice("é漢x".as_bytes());
                bytes.extend_from_slice(b"\x1b[200~pasted\x1b[201~");
            }
            let (mut decoder, mut out) = (Decoder::default(), VecDeque::new());
            bytes.chunks(cut).for_each(|chunk| decoder.feed(chunk, &mut out));
            prop_assert_eq!(Vec::from(out), decoded(&bytes));
        }

        #[test]
        fn nothing_panics_and_everything_ends(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            decoded(&bytes);
        }
    }
}
