//! Turns what somebody provides (a text, an HTML page, or neither) into the text of a posting.

use crate::exchange;
use crate::text::{clean, without_sequences};

/// The most bytes that are read from a file, a page or a pipe.
pub const MOST_RAW: u64 = 8 << 20;

/// The most bytes of text that a posting may have; the longest real ones have a tenth of it.
pub const MOST_TEXT: usize = 128 << 10;

/// Why something is not a posting.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum IncomingError {
    /// There is no letter and no digit in it.
    #[error("there is no text in it; paste the posting, or name a file that has it")]
    Empty,
    /// There are pictures in it, this many, but no text.
    #[error("there are {0} pictures in it and no text; pictures are not read, so copy the text of the posting")]
    OnlyPictures(usize),
    /// Its text is longer than [`MOST_TEXT`].
    #[error("it has {kb} kB of text, and a posting has {most} kB at most; keep what belongs to the posting", most = MOST_TEXT >> 10)]
    TooLong {
        /// Length of the text in units of 1,024 bytes.
        kb: usize,
    },
    /// It is a binary file.
    #[error(
        "it is no text; a PDF is read by the program that `pdf_text` in the settings names, anything else has to be saved as text first"
    )]
    NoText,
}

/// Whether these bytes are a PDF.
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"%PDF-")
}

/// Extracts the text of a posting, cleaned so that it is safe to show.
pub fn text_of(bytes: &[u8]) -> Result<String, IncomingError> {
    if bytes.contains(&0) && !bytes.starts_with(&[0xFF, 0xFE]) && !bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(IncomingError::NoText);
    }
    let raw = decoded(bytes);
    let (text, pictures) = if is_html(&raw) {
        // Front matter above a page (as in the sources of a site) is not HTML: its lines stay as they are.
        let page = raw.trim_start().strip_prefix("---\n").and_then(|rest| rest.find("\n---\n").map(|at| at + 9));
        let (matter, page) = page.map_or(("", raw.as_str()), |at| raw.trim_start().split_at(at));
        let text = format!("{matter}{}", exchange::page_text(page));
        let pictures = text.matches("[image").count();
        (text.lines().filter(|line| !line.trim_start().starts_with("[image")).collect::<Vec<_>>().join("\n"), pictures)
    } else {
        let pictures = raw.matches("![").count();
        (raw, pictures)
    };
    let text = clean(&without_sequences(&text)).trim().to_owned();
    let without_pictures =
        text.lines().filter(|line| !line.trim_start().starts_with("![")).collect::<Vec<_>>().join("\n");
    match (without_pictures.chars().any(char::is_alphanumeric), pictures) {
        (false, 0) => Err(IncomingError::Empty),
        (false, pictures) => Err(IncomingError::OnlyPictures(pictures)),
        (true, _) if text.len() > MOST_TEXT => Err(IncomingError::TooLong { kb: text.len() >> 10 }),
        (true, _) => Ok(text),
    }
}

/// Decodes UTF-8, or UTF-16 if it begins with a byte order mark. Anything else is read as UTF-8, with invalid bytes
/// replaced.
fn decoded(bytes: &[u8]) -> String {
    let wide = |little: bool| {
        let units = bytes[2..]
            .as_chunks::<2>()
            .0
            .iter()
            .map(|pair| if little { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) });
        char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
    };
    match bytes {
        [0xFF, 0xFE, ..] => wide(true),
        [0xFE, 0xFF, ..] => wide(false),
        _ => String::from_utf8_lossy(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).into_owned(),
    }
}

/// Whether a text is an HTML page or a fragment of one.
fn is_html(text: &str) -> bool {
    let start = text.trim_start();
    let lower = start[..start.floor_char_boundary(4_096)].to_lowercase();
    lower.starts_with("<!doctype")
        || lower.starts_with("<html")
        || ["</p>", "</li>", "</div>", "<br", "</h1>", "</h2>", "<script", "<img", "<head"]
            .iter()
            .any(|tag| lower.contains(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_left_out_of_a_page_whatever_its_size() {
        let page = format!(
            "<!doctype html><html><head><title>x</title><script>{}</script></head><body><h2>Engineer</h2><ul><li>Go</ul></body>",
            "steal('Java');".repeat(160_000)
        );
        let text = text_of(page.as_bytes()).expect("a posting");
        assert!(text.contains("Engineer") && text.contains("- Go") && !text.contains("steal"), "{text}");
    }

    #[test]
    fn what_is_no_posting_says_why() {
        assert_eq!(text_of(b" \n\t"), Err(IncomingError::Empty));
        assert_eq!(
            text_of(b"<html><body><img src=a.png><img src=b.png></body></html>"),
            Err(IncomingError::OnlyPictures(2))
        );
        assert_eq!(text_of(b"![](a.png)\n"), Err(IncomingError::OnlyPictures(1)));
        assert_eq!(text_of("word ".repeat(400_000).as_bytes()), Err(IncomingError::TooLong { kb: 1953 }));
        assert_eq!(text_of(b"PK\x03\x04\x00\x00"), Err(IncomingError::NoText));
        assert!(is_pdf(b"%PDF-1.7") && !is_pdf(b"PDF"));
    }

    #[test]
    fn nothing_that_a_terminal_obeys_comes_through() {
        let text = text_of(b"Engineer \x1b]52;c;aGk=\x07 and \x1b[31mred").expect("a posting");
        assert_eq!(text, "Engineer  and red");
    }
}
