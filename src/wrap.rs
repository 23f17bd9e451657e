//! Wrapping text to a number of columns, for the screen and for lines that are printed.

use std::borrow::Cow;
use std::ops::Range;

use textwrap::WordSplitter;
use unicode_width::UnicodeWidthStr as _;

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Units that stay in one row with the number before them.
const UNITS: [&str; 28] = [
    "%", "ns", "µs", "ms", "s", "min", "h", "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days",
    "week", "weeks", "month", "months", "year", "years", "kB", "KB", "MB", "GB", "KiB", "MiB", "GiB",
];

/// Whether two words are parts of a date, or a number and its unit, and so stay in one row.
fn belong_together(first: &str, second: &str) -> bool {
    let is_number = |word: &str| {
        let word = word.trim_start_matches(['(', '~', '+', '-']);
        let inside = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ':' | '½');
        word.chars().all(inside) && word.ends_with(|c: char| c.is_ascii_digit() || c == '½')
    };
    let second = second.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '%');
    if is_number(first) {
        return UNITS.contains(&second) || MONTHS.contains(&second);
    }
    let first = first.trim_start_matches('(');
    is_number(second) && (WEEKDAYS.contains(&first) || (MONTHS.contains(&first) && second.len() == 4))
}

/// The line with an underscore in place of each blank at which no row may end. Byte positions do not change.
fn glued(line: &str) -> Cow<'_, str> {
    if !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return line.into();
    }
    let inside = line.match_indices(' ').map(|(at, _)| at).filter(|at| {
        let (first, second) = (line[..*at].rsplit(' ').next(), line[at + 1..].split(' ').next());
        first.zip(second).is_some_and(|(first, second)| belong_together(first, second))
    });
    let mut out: Option<String> = None;
    for at in inside {
        out.get_or_insert_with(|| line.to_owned()).replace_range(at..=at, "_");
    }
    out.map_or(Cow::Borrowed(line), Cow::Owned)
}

/// Where a word may be broken: after hyphens between letters, not after those of a date or a range of numbers.
fn hyphens(word: &str) -> Vec<usize> {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let between = |at: usize| letter(word[..at].chars().next_back()) && letter(word[at + 1..].chars().next());
    word.match_indices('-').map(|(at, _)| at).filter(|at| between(*at)).map(|at| at + 1).collect()
}

/// Wraps text to a width in columns. Returns the byte ranges of the rows, at least one, without the blanks at breaks. A
/// date stays whole and a number stays with its unit, wherever they fit.
pub fn wrap(text: &str, width: u16) -> Vec<Range<usize>> {
    let width = usize::from(width.max(1));
    let options = textwrap::Options::new(width).break_words(true).word_splitter(WordSplitter::Custom(hyphens));
    let mut rows = Vec::new();
    let mut line_start = 0;
    for line in text.split('\n') {
        let line = glued(line);
        let mut from = 0;
        for row in textwrap::wrap(&line, &options) {
            // Without indents and inserted hyphens, each row is a stretch of the line, in order.
            let row = row.as_ref();
            let at = line[from..].find(row).map_or(from, |found| from + found);
            let end = at + row.len();
            // If two words that belong together did not fit, the row would begin with the blank between them.
            let begin = if from > 0 && text[line_start + at..].starts_with(' ') { at + 1 } else { at };
            rows.push(line_start + begin..line_start + end);
            from = end;
        }
        line_start += line.len() + 1;
    }
    rows
}

/// A printed text with its lines wrapped between words, so that the terminal breaks none of them. Further rows of a line
/// are indented like its first. A word that is longer than a row stays whole: it may be a path that somebody copies.
pub(crate) fn for_terminal(text: &str, columns: u16) -> Cow<'_, str> {
    let width = usize::from(columns.max(1));
    if text.split('\n').all(|line| line.width() <= width) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let indent = &line[..line.len() - line.trim_start_matches(' ').len()];
        // An indent that leaves no room for words would only push them further down.
        let indent = if indent.len() * 2 < width { indent } else { "" };
        let line = &line[indent.len()..];
        let glued = glued(line);
        let options = textwrap::Options::new(width - indent.len())
            .break_words(false)
            .word_splitter(WordSplitter::Custom(hyphens));
        let mut from = 0;
        for (number, row) in textwrap::wrap(&glued, options).into_iter().enumerate() {
            // Each row is a stretch of the line, in order.
            let at = glued[from..].find(row.as_ref()).map_or(from, |found| from + found);
            from = at + row.len();
            out.push_str(if number > 0 { "\n" } else { "" });
            out.push_str(indent);
            out.push_str(&line[at..from]);
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str, width: u16) -> Vec<&str> {
        wrap(text, width).into_iter().map(|row| &text[row]).collect()
    }

    #[test]
    fn text_wraps_at_blanks_and_keeps_its_lines() {
        assert_eq!(rows("one two three\n\nfour", 8), ["one two", "three", "", "four"]);
        assert_eq!(rows("", 5), [""]);
        assert_eq!(rows("incomprehensible", 6), ["incomp", "rehens", "ible"]);
    }

    #[test]
    fn dates_stay_whole_and_numbers_with_their_units() {
        assert_eq!(rows("was held back until Mon 30 Nov 2026.", 24), ["was held back until", "Mon 30 Nov 2026."]);
        assert_eq!(rows("until 2026-12-01 again", 12), ["until", "2026-12-01", "again"]);
        assert_eq!(
            rows("It comes back in 15 days, then (30 min).", 20),
            ["It comes back in", "15 days, then", "(30 min)."]
        );
        assert_eq!(rows("well-known words", 6), ["well-", "known", "words"]);
        assert_eq!(rows("2 of 8 questions", 6), ["2 of 8", "questi", "ons"]);
        assert_eq!(rows("30 Nov 2026", 6), ["30 Nov", "2026"], "where it does not fit it is broken");
    }

    #[test]
    fn what_is_printed_breaks_between_words_and_keeps_its_indent() {
        assert_eq!(for_terminal("one two three\nfour", 9), "one two\nthree\nfour");
        assert_eq!(for_terminal("  1  some code here", 14), "  1  some code\n  here");
        assert_eq!(for_terminal("at /a/long/path/to/it", 8), "at\n/a/long/path/to/it");
        assert_eq!(for_terminal("fits\n\n", 4), "fits\n\n");
        assert_eq!(for_terminal("due in about 15 min", 16), "due in about\n15 min");
        assert!(matches!(for_terminal("as it is", 80), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn every_row_fits_and_no_letter_is_lost(text in "[a-zé東 \n👩]{0,200}", width in 2_u16..40) {
            let rows = wrap(&text, width);
            for row in &rows {
                prop_assert!(text[row.clone()].width() <= usize::from(width));
            }
            let kept: String = rows.iter().map(|row| &text[row.clone()]).collect();
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&kept), letters(&text));
        }

        #[test]
        fn nothing_is_lost_on_the_way_to_the_terminal(text in "[a-zé東 \n👩-]{0,200}", width in 1_u16..40) {
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&for_terminal(&text, width)), letters(&text));
        }
    }
}
