//! From the bytes of a foreign file to text. Foreign files come in whatever encoding an old spreadsheet wrote.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use hotseat_bank::MAX_BYTES;

use super::ImportError;

/// A text and whether its encoding had to be guessed.
pub(super) struct Text {
    pub(super) text: String,
    pub(super) guessed: bool,
}

/// A plain file that has at most `most` bytes.
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

/// All bytes of a plain file that has at most `most` of them.
fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, ImportError> {
    let file = open(path, most)?;
    let mut bytes = Vec::new();
    // It may have grown since it was measured.
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

/// The text of a file of at most 16 MiB: UTF-8 or UTF-16 by its mark, else what Windows-1252 makes of it.
pub(super) fn text(path: &Path) -> Result<Text, ImportError> {
    let mut read = decode(bytes(path, MAX_BYTES)?);
    // One sort of line ending, so that lines are counted alike everywhere.
    if read.text.contains('\r') {
        read.text = read.text.replace("\r\n", "\n").replace('\r', "\n");
    }
    Ok(read)
}

fn decode(bytes: Vec<u8>) -> Text {
    let wide = |little: bool| {
        let units = bytes[2..].chunks_exact(2).map(|pair| {
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
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
            Text { text, guessed: false }
        }
        Err(error) => Text { text: error.as_bytes().iter().map(|&byte| windows_1252(byte)).collect(), guessed: true },
    }
}

/// Latin-1, but for the 32 places that Windows gave to quotes and dashes.
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
    fn encodings_are_told_apart() {
        assert_eq!(decode(b"\xef\xbb\xbfa".to_vec()).text, "a");
        assert_eq!(decode(b"\xff\xfea\0\xe9\0".to_vec()).text, "aé");
        assert_eq!(decode(b"\xfe\xff\0a".to_vec()).text, "a");
        let latin = decode(b"caf\xe9 \x93x\x94".to_vec());
        assert_eq!((latin.text.as_str(), latin.guessed), ("café “x”", true));
    }
}
