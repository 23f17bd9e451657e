//! Reads foreign files as text, and says what they are if they are none.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use hotseat_bank::MAX_BYTES;

use super::ImportError;
use super::encoding::{self, Text, has_mark, wide_without_mark};

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

/// The text of a file of at most 16 MiB, in whatever encoding.
pub(super) fn text(path: &Path) -> Result<Text, ImportError> {
    let bytes = bytes(path, MAX_BYTES)?;
    if let Some((found, remedy)) = no_text(&bytes) {
        return Err(failed(path, found, remedy));
    }
    let mut read = encoding::decode(bytes)
        .map_err(|found| failed(path, found, "choose the file with the questions, or save it as text in UTF-8"))?;
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
    if wide_without_mark(bytes).is_some() || has_mark(bytes) {
        return None;
    }
    let zero = bytes.iter().position(|byte| *byte == 0)?;
    let line = bytes[..zero].split(|byte| *byte == b'\n').count();
    Some((format!("no text, there is a zero byte in line {line}"), "save it as text in UTF-8"))
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
}
