//! Running text: wrapped to the width, scrolled, with marked stretches.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use textwrap::WordSplitter;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::tui::keymap::Action;

/// Rows that `PageUp` and `PageDown` move by.
pub(super) const PAGE: usize = 10;

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
                Err(_) => frame.render_widget(line, row),
            }
        }
        if self.lines.len() > first + shown {
            let corner = Rect { x: area.right() - 1, y: area.bottom() - 1, width: 1, height: 1 };
            frame.render_widget(Span::styled("↓", more), corner);
        }
    }
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
