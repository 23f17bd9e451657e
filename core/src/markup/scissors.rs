//! The line below which a page for an editor has what is only to be read.

/// Below this line everything is cut off; git cuts where the same line stands.
pub const SCISSORS: &str = "# ------------------------ >8 ------------------------";

/// A text with lines below it that are only to be read, behind a line at which they are cut off again.
pub fn with_help<L: AsRef<str>>(text: &str, lines: impl IntoIterator<Item = L>) -> String {
    let mut page =
        format!("{text}\n\n{SCISSORS}\n# Everything below this line is cut off: it is only to be read.\n#\n");
    for line in lines {
        // In front of each line, so that no line of it is one to cut at.
        page.push_str(format!("# {}", line.as_ref()).trim_end());
        page.push('\n');
    }
    page
}

/// The text of a page that came back: what stands above the last line to cut at.
pub fn above(page: &str) -> &str {
    let mut start = 0;
    let mut cut = None;
    for line in page.split_inclusive('\n') {
        if line.trim_end() == SCISSORS {
            cut = Some(start);
        }
        start += line.len();
    }
    cut.map_or(page, |cut| page[..cut].trim_end_matches(['\r', '\n']))
}
