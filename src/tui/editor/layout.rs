//! How a text is laid out in rows: where lines break between words, and in which column each character begins.
//!
//! Widths are those that the rows are drawn with, grapheme by grapheme, so the cursor is where the next character goes.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Columns between tab stops.
const TAB: usize = 4;

/// How many columns a grapheme takes that starts at column `before`.
fn columns(grapheme: &str, before: usize) -> usize {
    if grapheme == "\t" { TAB - before % TAB } else { grapheme.width() }
}

/// One drawn row: a line of the text, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The line that it belongs to, from 0.
    pub(super) line: usize,
    /// Its byte range within the line.
    pub(super) bytes: Range<usize>,
    /// Whether it is the last row of its line.
    pub(super) last: bool,
}

/// All rows of a text, at a width in columns. Blanks at a break stay at the end of the row before it, so that no row
/// begins with a blank that nobody typed there.
pub(super) fn rows<'a>(lines: impl Iterator<Item = &'a str>, width: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    for (line, text) in lines.enumerate() {
        let mut from = 0;
        for to in breaks(text, width.max(1)) {
            rows.push(Row { line, bytes: from..to, last: false });
            from = to;
        }
        rows.push(Row { line, bytes: from..text.len(), last: true });
    }
    rows
}

/// The bytes at which the rows of a line end, except for the last row.
fn breaks(text: &str, width: usize) -> Vec<usize> {
    let mut breaks = Vec::new();
    let (mut start, mut used) = (0, 0);
    // The byte after the last blank of this row, and the columns used up to there.
    let mut blank: Option<(usize, usize)> = None;
    for (at, grapheme) in text.grapheme_indices(true) {
        let wide = columns(grapheme, used);
        if grapheme.chars().all(char::is_whitespace) {
            used += wide;
            blank = Some((at + grapheme.len(), used));
            continue;
        }
        if used + wide > width
            && let Some((end, taken)) = blank.take()
        {
            breaks.push(end);
            (start, used) = (end, used - taken);
        }
        // A word longer than a row is broken where the row ends.
        if used + wide > width && at > start {
            breaks.push(at);
            (start, used) = (at, 0);
        }
        used += wide;
    }
    breaks
}

/// A row as it is drawn: tabs become blanks.
pub(super) fn drawn(row: &str) -> String {
    let mut out = String::with_capacity(row.len());
    let mut used = 0;
    for grapheme in row.graphemes(true) {
        let wide = columns(grapheme, used);
        if grapheme == "\t" {
            out.extend(std::iter::repeat_n(' ', wide));
        } else {
            out.push_str(grapheme);
        }
        used += wide;
    }
    out
}

/// The column at which a byte of a row is drawn.
pub(super) fn column_of(row: &str, byte: usize) -> usize {
    let before = row.grapheme_indices(true).take_while(|(at, _)| *at < byte);
    before.fold(0, |used, (_, grapheme)| used + columns(grapheme, used))
}

/// The byte of a row that is nearest to a column without passing it. If the line continues in the next row, the end of
/// this row is not returned, because that is the start of the next.
pub(super) fn byte_at(text: &str, row: &Row, column: usize) -> usize {
    let part = &text[row.bytes.clone()];
    let mut used = 0;
    let mut nearest = 0;
    for (at, grapheme) in part.grapheme_indices(true) {
        if used > column {
            return row.bytes.start + nearest;
        }
        nearest = at;
        used += columns(grapheme, used);
    }
    let end = row.last && used <= column;
    row.bytes.start + if end { part.len() } else { nearest }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str, width: usize) -> Vec<&str> {
        let lines: Vec<&str> = text.split('\n').collect();
        rows(lines.iter().copied(), width).into_iter().map(|row| &lines[row.line][row.bytes]).collect()
    }

    #[test]
    fn a_blank_at_a_break_stays_behind_the_row_that_it_ends() {
        assert_eq!(shown("one two three", 7), ["one two ", "three"]);
        assert_eq!(shown("one  two", 3), ["one  ", "two"]);
        assert_eq!(shown("incomprehensible x", 6), ["incomp", "rehens", "ible x"]);
        assert_eq!(shown("a incomprehensible", 6), ["a ", "incomp", "rehens", "ible"]);
        assert_eq!(shown("  indented\n\nx", 20), ["  indented", "", "x"]);
    }

    #[test]
    fn joined_and_wide_characters_take_the_columns_that_they_are_drawn_in() {
        for (text, columns) in [("👩‍👩‍👧‍👦", 2), ("👍🏽", 2), ("⚠️", 2), ("漢", 2), ("e\u{301}", 1), ("\t", 4), ("ab\t", 4)]
        {
            assert_eq!(column_of(text, text.len()), columns, "{text:?}");
        }
        assert_eq!(drawn("ab\tc"), "ab  c");
    }

    #[test]
    fn a_column_finds_its_place_in_a_row() {
        let row = |last| Row { line: 0, bytes: 0..6, last };
        assert_eq!([0, 1, 2, 3, 9].map(|column| byte_at("漢漢", &row(true), column)), [0, 0, 3, 3, 6]);
        assert_eq!(byte_at("漢漢", &row(false), 9), 3, "behind the last one the next row begins");
    }

    proptest! {
        #[test]
        fn rows_cover_the_line_and_fit_but_for_hanging_blanks(text in "[a-z 漢\t👩é]{0,120}", width in 2_usize..30) {
            let rows = rows(std::iter::once(text.as_str()), width);
            let mut at = 0;
            for row in &rows {
                prop_assert_eq!(row.bytes.start, at);
                at = row.bytes.end;
                let part = &text[row.bytes.clone()];
                prop_assert!(column_of(part, part.trim_end().len()) <= width.max(4), "{:?}", part);
                prop_assert!(row.bytes.start == 0 || !part.starts_with(char::is_whitespace), "{:?}", rows);
            }
            prop_assert_eq!(at, text.len());
            prop_assert!(rows.last().is_some_and(|row| row.last));
        }
    }
}
