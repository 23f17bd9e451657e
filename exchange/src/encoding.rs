//! Finds out in which encoding a text is: UTF-8, UTF-16 with or without a mark, or one of the old ones of spreadsheets.

/// How many bytes are looked at to find the encoding.
const SHOWN: usize = 64 << 10;

/// A text, and what is worth saying about how it was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) remark: Option<String>,
}

/// Whether a text without a byte order mark is UTF-16; if so, whether it is little-endian. Characters that every
/// language uses, such as blanks and line breaks, have a zero in one of their two bytes, always the same one.
pub(super) fn wide_without_mark(bytes: &[u8]) -> Option<bool> {
    let shown = &bytes[..bytes.len().min(SHOWN) & !1];
    let zeros = |from: usize| shown.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let enough = |many: usize, few: usize| many * 20 >= shown.len() && few * 50 <= many;
    if shown.len() < 4 || has_mark(bytes) {
        None
    } else if enough(second, first) {
        Some(true)
    } else {
        enough(first, second).then_some(false)
    }
}

/// Whether a text begins with a byte order mark of UTF-16.
pub(super) fn has_mark(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff")
}

/// The text of bytes; the error says what they are instead.
pub(super) fn decode(bytes: Vec<u8>) -> Result<Text, String> {
    let little = match bytes.get(..2) {
        Some(b"\xff\xfe") => Some(true),
        Some(b"\xfe\xff") => Some(false),
        _ => wide_without_mark(&bytes),
    };
    let read = match little {
        Some(little) => Text { text: wide(&bytes[usize::from(has_mark(&bytes)) * 2..], little), remark: None },
        None => narrow(bytes)?,
    };
    match noise(&read.text) {
        Some(line) => Err(format!("no text, line {line} has characters that no text has")),
        None => Ok(read),
    }
}

fn wide(bytes: &[u8], little: bool) -> String {
    let units = bytes.chunks_exact(2).map(|pair| {
        let pair = [pair[0], pair[1]];
        if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
    });
    char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
}

fn narrow(bytes: Vec<u8>) -> Result<Text, String> {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
            return Ok(Text { text, remark: None });
        }
        Err(error) => error.into_bytes(),
    };
    if let Some(text) = nearly_utf8(&bytes) {
        return Ok(text);
    }
    let (name, read): (_, fn(u8) -> char) = match Old::of(&bytes) {
        Old::Western => ("Windows-1252", windows_1252),
        Old::Cyrillic => ("Windows-1251", windows_1251),
        Old::Other => {
            let line = line_of(&bytes, bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or_default());
            return Err(format!("in an old encoding that is not known, see line {line}"));
        }
    };
    let remark = format!("not UTF-8; it was read as {name}, so look at its accents");
    Ok(Text { text: bytes.iter().map(|&byte| read(byte)).collect(), remark: Some(remark) })
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    bytes[..at].split(|byte| *byte == b'\n').count()
}

/// UTF-8 with a few damaged characters among many whole ones.
fn nearly_utf8(bytes: &[u8]) -> Option<Text> {
    let (mut whole, mut damaged, mut first, mut at) = (0_usize, 0_usize, 0, 0);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            if damaged == 0 {
                first = at;
            }
            damaged += 1;
        }
        at += chunk.invalid().len();
    }
    (whole >= 4 * damaged).then(|| Text {
        text: String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').to_owned(),
        remark: Some(format!("UTF-8 with {damaged} damaged characters, the first in line {}", line_of(bytes, first))),
    })
}

/// An encoding in which each character is a byte, or unknown.
#[derive(Debug, PartialEq, Eq)]
enum Old {
    Western,
    Cyrillic,
    Other,
}

impl Old {
    /// In western languages letters beyond ASCII stand alone among others. Where they stand together, another alphabet
    /// is meant; Cyrillic is known by its most frequent letters.
    fn of(bytes: &[u8]) -> Self {
        let shown = &bytes[..bytes.len().min(SHOWN)];
        let high = shown.iter().filter(|byte| !byte.is_ascii()).count();
        // No western text has these; in Japanese and Chinese encodings they begin every other character.
        let strange = shown.iter().filter(|byte| matches!(byte, 0x81 | 0x83 | 0x8d | 0x8f | 0x90 | 0x9d)).count();
        if strange * 10 > high {
            return Self::Other;
        }
        let paired = shown.windows(2).filter(|pair| !pair[0].is_ascii() && !pair[1].is_ascii()).count();
        if paired * 2 <= high {
            return Self::Western;
        }
        let letters = shown.iter().filter(|byte| matches!(byte, 0xc0..=0xff | 0xa8 | 0xb8)).count();
        let frequent = shown.iter().filter(|byte| matches!(byte, 0xe0 | 0xe5 | 0xe8 | 0xed | 0xee | 0xf2)).count();
        if letters * 10 >= high * 9 && frequent * 100 >= letters * 35 { Self::Cyrillic } else { Self::Other }
    }
}

/// Latin-1, except for the 32 values that Windows uses for quotation marks and dashes.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// The letters of Russian, Ukrainian, Belarusian, Bulgarian, Serbian and Macedonian.
fn windows_1251(byte: u8) -> char {
    const HIGH: [char; 64] = [
        'Ђ', 'Ѓ', '‚', 'ѓ', '„', '…', '†', '‡', '€', '‰', 'Љ', '‹', 'Њ', 'Ќ', 'Ћ', 'Џ', 'ђ', '‘', '’', '“', '”', '•',
        '–', '—', '\u{98}', '™', 'љ', '›', 'њ', 'ќ', 'ћ', 'џ', '\u{a0}', 'Ў', 'ў', 'Ј', '¤', 'Ґ', '¦', '§', 'Ё', '©',
        'Є', '«', '¬', '\u{ad}', '®', 'Ї', '°', '±', 'І', 'і', 'ґ', 'µ', '¶', '·', 'ё', '№', 'є', '»', 'ј', 'Ѕ', 'ѕ',
        'ї',
    ];
    match byte {
        0x80..=0xbf => HIGH[usize::from(byte - 0x80)],
        0xc0..=0xff => char::from_u32(u32::from(byte) - 0xc0 + 0x410).unwrap_or(char::REPLACEMENT_CHARACTER),
        _ => char::from(byte),
    }
}

/// The first line with a control character, if there are more of them than a text has by mistake.
fn noise(text: &str) -> Option<usize> {
    let odd = |c: char| matches!(c, '\0'..='\u{8}' | '\u{e}'..='\u{19}' | '\u{1c}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffd}');
    let shown = &text[..text.floor_char_boundary(SHOWN)];
    let count = shown.chars().filter(|&c| odd(c)).count();
    let first = shown.find(odd)?;
    (count > 1 && count * 25 > shown.chars().count()).then(|| line_of(shown.as_bytes(), first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: impl Into<Vec<u8>>) -> (String, bool) {
        let read = decode(bytes.into()).expect("a text");
        (read.text, read.remark.is_some())
    }

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(text(*b"\xef\xbb\xbfa").0, "a");
        assert_eq!(text(*b"\xff\xfea\0\xe9\0").0, "aé");
        assert_eq!(text(*b"\xfe\xff\0a").0, "a");
        let bare: Vec<u8> = "What is it?\tA lock\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(bare).0, "What is it?\tA lock\n");
        let bare: Vec<u8> = "何ですか？ 鍵\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(text(bare).0, "何ですか？ 鍵\n");
        assert_eq!(text(*b"caf\xe9 \x93x\x94"), ("café “x”".to_owned(), true));
        let russian = b"\xc2\xee\xef\xf0\xee\xf1;\xce\xf2\xe2\xe5\xf2\n\xd7\xf2\xee \xf2\xe0\xea\xee\xe5 \xe7\xe0\xec\xee\xea?;\xce\xe4\xe8\xed\n";
        assert_eq!(text(*russian), ("Вопрос;Ответ\nЧто такое замок?;Один\n".to_owned(), true));
        let mut damaged = "Was heißt „für“, „süß“ und „übrig“?".as_bytes().to_vec();
        damaged.push(0xff);
        assert_eq!(text(damaged), ("Was heißt „für“, „süß“ und „übrig“?\u{fffd}".to_owned(), true));
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_line() {
        let mixed: Vec<u8> = (0..500_u32).map(|i| i.wrapping_mul(2_654_435_761).to_be_bytes()[0] | 1).collect();
        assert!(decode(mixed).is_err());
        let late = decode(b"question,answer\nWhat?,\x01\x02\x03\x04\x05".to_vec()).expect_err("no text");
        assert!(late.contains("line 2"), "{late}");
        assert!(decode(b"a\x07 single bell, and a \x0c page\x1a".to_vec()).is_ok());
        let chinese =
            b"\xce\xca\xcc\xe2,\xb4\xf0\xb0\xb8\n\xca\xb2\xc3\xb4\xca\xc7\xcb\xf8,\xbb\xa5\xb3\xe2\n".to_vec();
        assert!(decode(chinese).expect_err("not known").contains("old encoding"));
        // Shift-JIS, in which every second byte may be a letter.
        let japanese = b"question,answer\n\x83f\x81[\x83^\x83x\x81[\x83X,\x95\x5c\n".to_vec();
        assert!(decode(japanese).expect_err("not known").contains("line 2"));
    }
}
