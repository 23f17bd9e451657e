//! Running text: wrapped to the width, scrolled, with marked stretches.

use std::cell::Cell;
use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::tui::keymap::Action;
use crate::wrap::wrap;

/// Rows that `PageUp` and `PageDown` move by.
pub(super) const PAGE: usize = 10;

/// Cuts a text to a width in columns, with an ellipsis if something was cut.
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

/// Columns by which a key scrolls sideways.
const SIDEWAYS: usize = 8;

/// How far a text is scrolled, down and to the side. Drawing finds out how far it can go, so that keys pressed at the
/// end do not pile up.
#[derive(Clone, Debug, Default)]
pub struct Scroll {
    at: usize,
    furthest: Cell<usize>,
    aside: usize,
    widest: Cell<usize>,
}

impl Scroll {
    /// Scrolls towards the end, as far as there are rows.
    pub fn down(&mut self, rows: usize) {
        self.at = self.at.saturating_add(rows).min(self.furthest.get());
    }

    /// Scrolls towards the start.
    pub fn up(&mut self, rows: usize) {
        self.at = self.at.saturating_sub(rows);
    }

    /// Whether the first row is in sight.
    pub fn is_at_start(&self) -> bool {
        self.at == 0
    }

    /// Whether there is more towards the end, according to the last frame.
    pub fn has_more(&self) -> bool {
        self.at < self.furthest.get()
    }

    /// Whether something is wider than its place, according to the last frame.
    pub fn is_wide(&self) -> bool {
        self.widest.get() > 0
    }

    /// Returns to the start.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// Scrolls if the action is one that scrolls.
    pub fn act(&mut self, action: Action) {
        match action {
            Action::Up => self.up(1),
            Action::Down => self.down(1),
            Action::PageUp => self.up(PAGE),
            Action::PageDown => self.down(PAGE),
            Action::ScrollLeft => self.aside = self.aside.saturating_sub(SIDEWAYS),
            Action::ScrollRight => self.aside = (self.aside + SIDEWAYS).min(self.widest.get()),
            Action::Top => self.reset(),
            Action::Bottom => self.down(usize::MAX),
            _ => {}
        }
    }
}

/// A text that may be longer than its place, wrapped to a width. Methods that take it and return it add to it.
#[derive(Clone, Debug)]
pub struct Prose<'a> {
    lines: Vec<Line<'a>>,
    /// Rows that may be wider than their place: the index of each, and the columns at its left that do not scroll.
    wide: Vec<(usize, u16)>,
    width: u16,
}

impl<'a> Prose<'a> {
    /// An empty text; what is added is wrapped to `width` columns.
    pub fn new(width: u16) -> Self {
        Self { lines: Vec::new(), wide: Vec::new(), width }
    }

    /// Its width in columns.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Adds a paragraph.
    pub fn paragraph(self, text: impl AsRef<str>, style: Style) -> Self {
        self.indented(text, style, 0)
    }

    /// Adds a paragraph, all of whose rows are indented by this many columns.
    pub fn indented(mut self, text: impl AsRef<str>, style: Style, indent: u16) -> Self {
        let (text, pad) = (text.as_ref(), " ".repeat(usize::from(indent)));
        for row in wrap(text, self.width.saturating_sub(indent)) {
            self.lines.push(Line::styled(format!("{pad}{}", &text[row]), style));
        }
        self
    }

    /// Adds a paragraph whose first row starts with `bullet`; the other rows align with its text.
    pub fn item(self, bullet: Span<'a>, text: impl AsRef<str>, style: Style) -> Self {
        self.marked_item(bullet, text, &[], style, style)
    }

    /// Adds a paragraph in which the byte ranges `marks` (in order, not overlapping) have the style `mark`.
    pub fn marked(self, text: impl AsRef<str>, marks: &[Range<usize>], style: Style, mark: Style) -> Self {
        self.marked_item(Span::default(), text, marks, style, mark)
    }

    /// Adds a paragraph with a bullet and with marks.
    fn marked_item(
        self,
        bullet: Span<'a>,
        text: impl AsRef<str>,
        marks: &[Range<usize>],
        style: Style,
        mark: Style,
    ) -> Self {
        let marks: Vec<_> = marks.iter().map(|range| (range.clone(), mark)).collect();
        self.painted_item(bullet, text, &marks, style)
    }

    /// Adds a paragraph with a bullet and with a style for each mark.
    pub fn painted_item(
        mut self,
        bullet: Span<'a>,
        text: impl AsRef<str>,
        marks: &[(Range<usize>, Style)],
        style: Style,
    ) -> Self {
        let (text, hang) = (text.as_ref(), bullet.width());
        let mut lead = bullet;
        for row in wrap(text, self.width.saturating_sub(u16::try_from(hang).unwrap_or(u16::MAX))) {
            let mut spans = vec![std::mem::replace(&mut lead, Span::raw(" ".repeat(hang)))];
            let mut at = row.start;
            for (range, mark) in marks {
                let (from, to) = (range.start.max(at), range.end.min(row.end));
                if from < to {
                    spans.push(Span::styled(text[at..from].to_owned(), style));
                    spans.push(Span::styled(text[from..to].to_owned(), *mark));
                    at = to;
                }
            }
            spans.push(Span::styled(text[at..row.end].to_owned(), style));
            self.lines.push(Line::from(spans));
        }
        self
    }

    /// Adds a line of code, broken at the width wherever that falls, each further row after `goes_on`.
    pub fn broken<'t>(
        mut self,
        lead: Span<'a>,
        goes_on: &Span<'a>,
        spans: impl IntoIterator<Item = (Style, &'t str)>,
    ) -> Self {
        let room = usize::from(self.width).saturating_sub(lead.width()).max(1);
        let (mut row, mut used) = (vec![lead], 0);
        for (style, text) in spans {
            let mut piece = String::new();
            for grapheme in text.graphemes(true) {
                let wide = grapheme.width();
                if used + wide > room && used > 0 {
                    row.push(Span::styled(std::mem::take(&mut piece), style));
                    self.lines.push(Line::from(std::mem::replace(&mut row, vec![goes_on.clone()])));
                    used = 0;
                }
                piece.push_str(grapheme);
                used += wide;
            }
            row.push(Span::styled(piece, style));
        }
        self.lines.push(Line::from(row));
        self
    }

    /// Adds a row that keeps its columns, however wide it is. It scrolls sideways after `lead`, which stays.
    pub fn unbroken<'t>(mut self, lead: Span<'a>, spans: impl IntoIterator<Item = (Style, &'t str)>) -> Self {
        self.wide.push((self.lines.len(), u16::try_from(lead.width()).unwrap_or(u16::MAX)));
        let spans = spans.into_iter().map(|(style, text)| Span::styled(text.to_owned(), style));
        self.lines.push(std::iter::once(lead).chain(spans).collect::<Line<'_>>());
        self
    }

    /// Adds a row as it is, without wrapping.
    pub fn line(mut self, line: impl Into<Line<'a>>) -> Self {
        self.lines.push(line.into());
        self
    }

    /// Adds an empty row.
    pub fn gap(self) -> Self {
        self.line("")
    }

    /// The rows so far.
    pub fn into_lines(self) -> Vec<Line<'a>> {
        self.lines
    }

    /// How many rows there are so far.
    pub fn height(&self) -> usize {
        self.lines.len()
    }

    /// Draws the rows from `scroll` on, but not beyond the last screenful. The last row says at its right edge if there
    /// is more.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, scroll: &Scroll, more: Style) {
        if area.is_empty() {
            return;
        }
        let shown = usize::from(area.height);
        scroll.furthest.set(self.lines.len().saturating_sub(shown));
        let first = scroll.at.min(scroll.furthest.get());
        let beyond = |(row, lead): &(usize, u16)| {
            let rest = self.lines[*row].width().saturating_sub(usize::from(*lead));
            rest.saturating_sub(usize::from(area.width.saturating_sub(*lead)))
        };
        scroll.widest.set(self.wide.iter().map(beyond).max().unwrap_or(0));
        let aside = scroll.aside.min(scroll.widest.get());
        for ((index, line), y) in self.lines.iter().enumerate().skip(first).zip(area.y..area.bottom()) {
            let row = Rect { y, height: 1, ..area };
            match self.wide.binary_search_by_key(&index, |(row, _)| *row) {
                Ok(at) => wide_row(line, self.wide[at].1, aside, frame, row, more),
                Err(_) if line.width() > usize::from(row.width) => cut_row(line, frame, row, more),
                Err(_) => frame.render_widget(line, row),
            }
        }
        if self.lines.len() > first + shown {
            let corner = Rect { x: area.right() - 1, y: area.bottom() - 1, width: 1, height: 1 };
            frame.render_widget(Span::styled("↓", more), corner);
        }
    }
}

/// Draws a row that is wider than its place, with a sign where it is cut.
fn cut_row(line: &Line<'_>, frame: &mut Frame<'_>, row: Rect, more: Style) {
    frame.render_widget(line, Rect { width: row.width - 1, ..row });
    frame.render_widget(Span::styled("…", more), Rect { x: row.right() - 1, width: 1, ..row });
}

/// Draws a row that may be wider than its place: its lead, then the rest from column `aside` on, with a sign at each
/// end where there is more.
fn wide_row(line: &Line<'_>, lead: u16, aside: usize, frame: &mut Frame<'_>, row: Rect, more: Style) {
    let Some((first, rest)) = line.spans.split_first() else { return };
    frame.render_widget(first, row);
    let lead = lead.min(row.width);
    let place = Rect { x: row.x + lead, width: row.width - lead, ..row };
    let rest = Line::from(rest.to_vec());
    let beyond = rest.width() > aside + usize::from(place.width);
    let behind = aside > 0 && rest.width() > 0;
    let shift = u16::try_from(aside).unwrap_or(u16::MAX);
    frame.render_widget(Paragraph::new(rest).scroll((0, shift)), place);
    if beyond && !place.is_empty() {
        frame.render_widget(Span::styled("›", more), Rect { x: place.right() - 1, width: 1, ..place });
    }
    if behind && lead > 0 {
        frame.render_widget(Span::styled("‹", more), Rect { x: place.x - 1, width: 1, ..place });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cut_says_that_it_is_one() {
        assert_eq!(shorten("transactions", 12), "transactions");
        assert_eq!(shorten("transactions", 6), "trans…");
        assert_eq!(shorten("東京タワー", 5), "東京…");
        assert_eq!(shorten("x y z", 0), "");
    }

    #[test]
    fn a_row_that_is_too_wide_keeps_its_columns_and_says_that_there_is_more() {
        use ratatui::{Terminal, backend::TestBackend};
        let style = Style::default();
        let prose = Prose::new(10)
            .unbroken(Span::raw("1 "), [(style, "name"), (style, "        rows        cost")])
            .unbroken(Span::raw("2 "), [(style, "a")]);
        let mut terminal = Terminal::new(TestBackend::new(10, 2)).expect("a terminal");
        let mut shown = |scroll: &Scroll| {
            terminal.draw(|frame| prose.draw(frame, frame.area(), scroll, style)).expect("drawn");
            let cells = terminal.backend().buffer().content();
            cells.chunks(10).map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect()).collect::<Vec<String>>()
        };
        let mut scroll = Scroll::default();
        assert_eq!(shown(&scroll), ["1 name   ›", "2 a       "]);
        assert!(scroll.is_wide());
        scroll.act(Action::ScrollRight);
        assert_eq!(shown(&scroll)[0], "1‹    row›");
        (0..9).for_each(|_| scroll.act(Action::ScrollRight));
        assert_eq!(shown(&scroll)[0], "1‹    cost");
        (0..3).for_each(|_| scroll.act(Action::ScrollLeft));
        assert_eq!(shown(&scroll)[0], "1 name   ›");
        assert!(!Scroll::default().is_wide());
    }

    #[test]
    fn no_row_is_cut_without_a_sign() {
        use ratatui::{Terminal, backend::TestBackend};
        let prose =
            Prose::new(8).line("wants to have heard").line("all of it").line("whole").paragraph("a b", Style::new());
        let mut terminal = Terminal::new(TestBackend::new(9, 3)).expect("a terminal");
        terminal.draw(|frame| prose.draw(frame, frame.area(), &Scroll::default(), Style::default())).expect("drawn");
        let cells = terminal.backend().buffer().content();
        let rows: Vec<String> =
            cells.chunks(9).map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect()).collect();
        assert_eq!(rows, ["wants to…", "all of it", "whole   ↓"]);
    }

    proptest! {
        #[test]
        fn code_is_broken_and_nothing_of_it_is_lost(text in "[a-z东 (]{0,120}", width in 8_u16..40) {
            let style = Style::default();
            let (half, _) = text.char_indices().nth(text.chars().count() / 2).unwrap_or((0, ' '));
            let spans = [(style, &text[..half]), (style, &text[half..])];
            let prose = Prose::new(width).broken(Span::raw("1  "), &Span::raw("+  "), spans);
            let rows: Vec<String> = prose.lines.iter().map(ToString::to_string).collect();
            for row in &rows {
                prop_assert!(row.width() <= usize::from(width), "{:?}", rows);
            }
            let kept: String = rows.iter().map(|row| &row[3..]).collect();
            prop_assert_eq!(kept, text);
        }
    }
}
