//! The line that separates the editable part of a page from help text below it.

/// Everything from this line on is cut off. It is the same line that git uses.
pub const SCISSORS: &str = "# ------------------------ >8 ------------------------";

/// Appends help lines to a text, below a line at which they are cut off again.
pub fn with_help<L: AsRef<str>>(text: &str, lines: impl IntoIterator<Item = L>) -> String {
    let mut page =
        format!("{text}\n\n{SCISSORS}\n# Everything below this line is cut off: it is only to be read.\n#\n");
    for line in lines {
        // Prefix each line, so that none of them can be a line to cut at.
        page.push_str(format!("# {}", line.as_ref()).trim_end());
        page.push('\n');
    }
    page
}

/// The text of an edited page: everything above the last scissors line.
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
