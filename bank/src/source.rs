//! Turns the bytes of a bank file into text: size, encoding, byte order mark.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use super::problem::{Problem, Rule};

/// Largest file accepted, in bytes: a larger bank is a mistake or an attack.
pub const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// The byte order mark of UTF-8.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// The text of a bank file, and its offset in the file.
#[derive(Debug)]
pub struct Source {
    /// The text, without a byte order mark.
    pub text: String,
    /// Number of bytes before the text.
    pub offset: usize,
}

/// Reads a bank file. `name` is what problems call it.
pub fn read(path: &Path, name: &str) -> Result<Source, Box<Problem>> {
    let unreadable = |found: String, remedy: &str| Box::new(Problem::error(Rule::Unreadable, name, found, remedy));
    let meta = fs::metadata(path)
        .map_err(|error| unreadable(format!("cannot be read: {error}"), "check that it exists and may be read"))?;
    if meta.is_dir() {
        return Err(unreadable("a folder where a file should be".to_owned(), "move it away or rename it"));
    }
    // A pipe would block, and a device may never end.
    if !meta.is_file() {
        return Err(unreadable("neither a file nor a folder".to_owned(), "a bank is a plain file"));
    }
    let too_large = |size: u64| {
        unreadable(
            format!("{} MiB; a bank file may have {} MiB", size / (1024 * 1024), MAX_BYTES / (1024 * 1024)),
            "split it into files of one topic each",
        )
    };
    if meta.len() > MAX_BYTES {
        return Err(too_large(meta.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0));
    // The file may have grown since it was measured.
    let read = File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes));
    match read {
        Err(error) => return Err(unreadable(format!("cannot be read: {error}"), "check that it may be read")),
        Ok(size) if size as u64 > MAX_BYTES => return Err(too_large(size as u64)),
        Ok(_) => {}
    }
    decode(bytes, name)
}

/// Decodes the bytes of a bank file, which must be UTF-8.
pub(super) fn decode(bytes: Vec<u8>, name: &str) -> Result<Source, Box<Problem>> {
    let encoding = |found: String, line: Option<usize>| {
        let problem = Problem::error(Rule::Encoding, name, found, "save the file as UTF-8; every editor can do that");
        Box::new(Problem { line, ..problem })
    };
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(encoding(format!("UTF-16 (bytes {:02X} {:02X} at the start)", bytes[0], bytes[1]), None));
    }
    // JSON contains no NUL bytes; UTF-16 without a byte order mark has one beside every ASCII character.
    if let Some(at) = bytes.iter().take(4).position(|&byte| byte == 0) {
        return Err(encoding(format!("UTF-16 or UTF-32 (byte 00 at offset {at})"), None));
    }
    let offset = if bytes.starts_with(BOM) { BOM.len() } else { 0 };
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            text.drain(..offset);
            Ok(Source { text, offset })
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.as_bytes();
            let line = line_of(bytes, at);
            let found = format!(
                "byte {:02X} at offset {at} is not UTF-8; the file looks like Latin-1 or Windows-1252",
                bytes[at]
            );
            Err(encoding(found, Some(line)))
        }
    }
}

/// The line, from 1, that contains a byte.
fn line_of(bytes: &[u8], at: usize) -> usize {
    bytes[..at.min(bytes.len())].split(|&byte| byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> String {
        decode(bytes.to_vec(), "own.json").expect_err("not UTF-8").to_string()
    }

    #[test]
    fn a_byte_order_mark_is_not_content() {
        let source = decode(b"\xef\xbb\xbf{}".to_vec(), "own.json").expect("UTF-8");
        assert_eq!((source.text.as_str(), source.offset), ("{}", 3));
    }

    #[test]
    fn other_encodings_are_named() {
        assert!(refused(b"\xff\xfe{\0}\0").contains("UTF-16 (bytes FF FE at the start)"));
        assert!(refused(b"{\0}\0").contains("byte 00 at offset 1"));
        let latin = refused(b"{\n\"a\": \"caf\xe9\"}");
        assert!(latin.contains("own.json:2") && latin.contains("byte E9 at offset 11"), "{latin}");
        assert!(latin.contains("save the file as UTF-8"));
    }

    #[test]
    fn folders_and_giants_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let found = read(folder.path(), "own.json").expect_err("a folder");
        assert!(found.to_string().contains("a folder where a file should be"));
        let path = folder.path().join("big.json");
        File::create(&path).and_then(|file| file.set_len(50 * 1024 * 1024)).expect("a sparse file");
        let found = read(&path, "big.json").expect_err("50 MiB");
        assert!(found.to_string().contains("50 MiB; a bank file may have 16 MiB; split it"), "{found}");
    }
}
