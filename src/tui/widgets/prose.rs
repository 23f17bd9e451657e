//! Running text: wrapped to the width, scrolled, with marked stretches.

use std::cell::Cell;
use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Wraps text to a width in columns: byte ranges of the rows, blanks at the break left out. At least one row.
pub fn wrap(text: &str, width: u16) -> Vec<Range<usize>> {
    let width = usize::from(width.max(1));
    let mut rows = Vec::new();
    let mut line_start = 0;
    for line in text.split('\n') {
        let mut from = 0;
        for row in textwrap::wrap(line, textwrap::Options::new(width).break_words(true)) {
            // Without indents and hyphens every row is a stretch of the line, in order.
            let row = row.as_ref();
            let at = line[from..].find(row).map_or(from, |found| from + found);
            rows.push(line_start + at..line_start + at + row.len());
            from = at + row.len();
        }
        line_start += line.len() + 1;
    }
    rows
}

/// Cuts a text to a width in columns, with an ellipsis where something was cut.
pub fn shorten(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    for grapheme in text.graphemes(true) {
        if out.width() + grapheme.width() + 1 > width {
            break;
        }
        out.push_str(grapheme);
    }
    if width > 0 {
        out.truncate(out.trim_end().len());
        out.push('…');
    }
    out
}

/// How far a text is scrolled. Drawing it finds out how far it can be, so that keys beyond the end do not pile up.
#[derive(Clone, Debug, Default)]
pub struct Scroll {
    at: usize,
    furthest: Cell<usize>,
}

impl Scroll {
    /// Towards the end.
    pub fn down(&mut self, rows: usize) {
        self.at = (self.at + rows).min(self.furthest.get());
    }

    /// Towards the start.
    pub fn up(&mut self, rows: usize) {
        self.at = self.at.saturating_sub(rows);
    }

    /// Back to the start.
    pub fn reset(&mut self) {
        *self = Self::default();
    }
}

/// A text that is longer than its place.
#[derive(Clone, Debug, Default)]
pub struct Prose<'a> {
    lines: Vec<Line<'a>>,
}

impl<'a> Prose<'a> {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a paragraph, wrapped to `width`, every row indented by `indent` columns.
    pub fn paragraph(mut self, text: &str, style: Style, width: u16, indent: u16) -> Self {
        let pad = " ".repeat(usize::from(indent));
        for row in wrap(text, width.saturating_sub(indent)) {
            self.lines.push(Line::styled(format!("{pad}{}", &text[row]), style));
        }
        self
    }

    /// Adds a paragraph whose first row starts with `bullet` and whose other rows hang below its text.
    pub fn item(mut self, bullet: Span<'a>, text: &str, style: Style, width: u16) -> Self {
        let hang = bullet.width();
        let room = width.saturating_sub(u16::try_from(hang).unwrap_or(u16::MAX));
        let mut bullet = Some(bullet);
        for row in wrap(text, room) {
            let lead = bullet.take().unwrap_or_else(|| Span::raw(" ".repeat(hang)));
            self.lines.push(Line::from(vec![lead, Span::styled(text[row].to_owned(), style)]));
        }
        self
    }

    /// Adds a paragraph in which the byte ranges `marks` (in order, not overlapping) have a style of their own.
    pub fn marked(self, text: &str, marks: &[Range<usize>], style: Style, mark: Style, width: u16) -> Self {
        self.marked_item(Span::default(), text, marks, style, mark, width)
    }

    /// Both: a hanging paragraph with marks.
    pub fn marked_item(
        mut self,
        bullet: Span<'a>,
        text: &str,
        marks: &[Range<usize>],
        style: Style,
        mark: Style,
        width: u16,
    ) -> Self {
        let hang = bullet.width();
        let room = width.saturating_sub(u16::try_from(hang).unwrap_or(u16::MAX));
        let mut bullet = (hang > 0).then_some(bullet);
        for row in wrap(text, room) {
            let lead = bullet.take().or_else(|| (hang > 0).then(|| Span::raw(" ".repeat(hang))));
            let mut spans: Vec<Span<'a>> = lead.into_iter().collect();
            let mut at = row.start;
            for range in marks.iter().filter(|range| range.start < row.end && range.end > row.start) {
                let (from, to) = (range.start.max(at), range.end.min(row.end));
                if from >= to {
                    continue;
                }
                spans.push(Span::styled(text[at..from].to_owned(), style));
                spans.push(Span::styled(text[from..to].to_owned(), mark));
                at = to;
            }
            spans.push(Span::styled(text[at..row.end].to_owned(), style));
            self.lines.push(Line::from(spans));
        }
        self
    }

    /// Adds a row as it is.
    pub fn line(mut self, line: impl Into<Line<'a>>) -> Self {
        self.lines.push(line.into());
        self
    }

    /// Adds an empty row.
    pub fn gap(self) -> Self {
        self.line("")
    }

    /// How many rows there are.
    pub fn height(&self) -> usize {
        self.lines.len()
    }

    /// Draws the rows from `scroll` on, no further than to the last screenful. Says at the right edge of the last row
    /// that there is more.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, scroll: &Scroll, more: Style) {
        if area.is_empty() {
            return;
        }
        let shown = usize::from(area.height);
        scroll.furthest.set(self.lines.len().saturating_sub(shown));
        let first = scroll.at.min(scroll.furthest.get());
        for (y, line) in (area.y..area.bottom()).zip(self.lines.iter().skip(first)) {
            frame.render_widget(line, Rect { y, height: 1, ..area });
        }
        if self.lines.len() > first + shown {
            let corner = Rect { x: area.right() - 1, y: area.bottom() - 1, width: 1, height: 1 };
            frame.render_widget(Span::styled("↓", more), corner);
        }
    }
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
    fn a_cut_says_that_it_is_one() {
        assert_eq!(shorten("transactions", 12), "transactions");
        assert_eq!(shorten("transactions", 6), "trans…");
        assert_eq!(shorten("東京タワー", 5), "東京…");
        assert_eq!(shorten("x y z", 0), "");
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
    }
}
