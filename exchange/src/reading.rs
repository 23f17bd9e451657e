//! Reads the bytes of a foreign file as text, in whatever encoding an old spreadsheet wrote it.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use hotseat_bank::MAX_BYTES;

use super::ImportError;

/// A text, and whether its encoding had to be guessed.
pub(super) struct Text {
    pub(super) text: String,
    pub(super) guessed: bool,
}

/// Opens a regular file of at most `most` bytes.
pub(super) fn open(path: &Path, most: u64) -> Result<File, ImportError> {
    let meta = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    // A pipe or a device would block or never end.
    if !meta.is_file() {
        return Err(failed(path, "neither a file nor a folder".to_owned(), "save it as a plain file first"));
    }
    if meta.len() > most {
        return Err(too_large(path, meta.len(), most));
    }
    File::open(path).map_err(|error| unreadable(path, &error))
}

/// The content of a regular file of at most `most` bytes.
fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, ImportError> {
    let file = open(path, most)?;
    let mut bytes = Vec::new();
    // It may have grown since its size was checked.
    file.take(most + 1).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > most { Err(too_large(path, most + 1, most)) } else { Ok(bytes) }
}

fn failed(path: &Path, found: String, remedy: &str) -> ImportError {
    let file = hotseat_bank::text::one_line(&path.display().to_string());
    ImportError::Unreadable { file, found, remedy: remedy.to_owned() }
}

fn unreadable(path: &Path, error: &std::io::Error) -> ImportError {
    failed(path, format!("cannot be read: {error}"), "check that it exists and may be read")
}

fn too_large(path: &Path, size: u64, most: u64) -> ImportError {
    failed(path, format!("{} MiB; a file may have {} MiB", size.div_ceil(1 << 20), most >> 20), "split it")
}

/// The text of a file of at most 16 MiB. It may be UTF-8, or UTF-16 with or without a byte order mark; anything else is
/// read as Windows-1252.
pub(super) fn text(path: &Path) -> Result<Text, ImportError> {
    let bytes = bytes(path, MAX_BYTES)?;
    if let Some((found, remedy)) = no_text(&bytes) {
        return Err(failed(path, found, remedy));
    }
    let mut read = decode(bytes);
    // A single kind of line ending, so that lines are counted alike everywhere.
    if read.text.contains('\r') {
        read.text = read.text.replace("\r\n", "\n").replace('\r', "\n");
    }
    Ok(read)
}

/// What kind of file this is and what the user can do, if it is not text.
fn no_text(bytes: &[u8]) -> Option<(String, &'static str)> {
    const SHEET: &str = "open it where it comes from and save it as CSV (UTF-8) or Markdown";
    const KNOWN: [(&[u8], &str, &str); 9] = [
        (b"PK\x03\x04", "a packed file, such as a workbook or a document", SHEET),
        (b"\xd0\xcf\x11\xe0", "an old workbook or document", SHEET),
        (b"%PDF-", "a PDF", "copy its text into a Markdown file"),
        (b"SQLite format 3\0", "a database", "export a deck from Anki as .apkg"),
        (b"\x1f\x8b", "a packed file", "unpack it first"),
        (b"\x89PNG", "a picture", "write its questions into a text file"),
        (b"\xff\xd8\xff", "a picture", "write its questions into a text file"),
        (b"GIF8", "a picture", "write its questions into a text file"),
        (b"\x7fELF", "a program", "choose the file with the questions"),
    ];
    if let Some((_, found, remedy)) = KNOWN.iter().find(|(mark, _, _)| bytes.starts_with(mark)) {
        return Some(((*found).to_owned(), remedy));
    }
    if wide_without_mark(bytes).is_some() || bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return None;
    }
    let zero = bytes.iter().take(SHOWN).position(|byte| *byte == 0)?;
    let line = bytes[..zero].split(|byte| *byte == b'\n').count();
    Some((format!("no text, there is a zero byte in line {line}"), "save it as text in UTF-8"))
}

/// How many bytes are looked at to find the encoding.
const SHOWN: usize = 64 << 10;

/// Whether a text without a byte order mark is UTF-16; if so, whether it is little-endian. Characters that every
/// language uses, such as blanks and line breaks, have a zero in one of their two bytes, always the same one.
fn wide_without_mark(bytes: &[u8]) -> Option<bool> {
    let shown = &bytes[..bytes.len().min(SHOWN) & !1];
    let zeros = |from: usize| shown.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let enough = |many: usize, few: usize| many * 20 >= shown.len() && few * 50 <= many;
    if shown.len() < 4 || bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        None
    } else if enough(second, first) {
        Some(true)
    } else {
        enough(first, second).then_some(false)
    }
}

fn decode(bytes: Vec<u8>) -> Text {
    let marked = usize::from(bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff")) * 2;
    let wide = |little: bool| {
        let units = bytes[marked..].chunks_exact(2).map(|pair| {
            let pair = [pair[0], pair[1]];
            if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
        });
        Text { text: char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect(), guessed: false }
    };
    if bytes.starts_with(b"\xff\xfe") {
        return wide(true);
    }
    if bytes.starts_with(b"\xfe\xff") {
        return wide(false);
    }
    if let Some(little) = wide_without_mark(&bytes) {
        return wide(little);
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
            Text { text, guessed: false }
        }
        Err(error) => Text { text: error.as_bytes().iter().map(|&byte| windows_1252(byte)).collect(), guessed: true },
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_is_named_with_a_remedy() {
        for (bytes, found) in
            [(&b"PK\x03\x04rest"[..], "workbook"), (b"%PDF-1.7", "PDF"), (b"a\0\0\0b\0c\0\0\0\0d", "no text")]
        {
            assert!(no_text(bytes).is_some_and(|(said, _)| said.contains(found)), "{found}");
        }
        assert!(no_text(b"").is_none() && no_text(b"What is it?").is_none());
    }

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(decode(b"\xef\xbb\xbfa".to_vec()).text, "a");
        assert_eq!(decode(b"\xff\xfea\0\xe9\0".to_vec()).text, "aé");
        assert_eq!(decode(b"\xfe\xff\0a".to_vec()).text, "a");
        let bare: Vec<u8> = "What is it?\tA lock\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(bare).text, "What is it?\tA lock\n");
        let bare: Vec<u8> = "何ですか？ 鍵\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(bare).text, "何ですか？ 鍵\n");
        let latin = decode(b"caf\xe9 \x93x\x94".to_vec());
        assert_eq!((latin.text.as_str(), latin.guessed), ("café “x”", true));
    }
}
