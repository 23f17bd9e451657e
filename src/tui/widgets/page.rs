//! Where things stand on a page: its first line, what is below, rows with a cursor, two halves.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::prose::{PAGE, shorten};
use crate::tui::keymap::Action;
use crate::tui::theme::Theme;

/// Where the cursor of a list with this many rows is after an action; other actions leave it where it is.
pub fn moved(cursor: usize, rows: usize, action: Action) -> usize {
    let last = rows.saturating_sub(1);
    match action {
        Action::Up => cursor.saturating_sub(1),
        Action::Down => (cursor + 1).min(last),
        Action::PageUp => cursor.saturating_sub(PAGE),
        Action::PageDown => (cursor + PAGE).min(last),
        Action::Top => 0,
        Action::Bottom => last,
        _ => cursor,
    }
}

/// What is left of an area below its first `rows` rows.
pub fn below(area: Rect, rows: u16) -> Rect {
    Rect { y: area.y.saturating_add(rows).min(area.bottom()), height: area.height.saturating_sub(rows), ..area }
}

/// The area below the first `rows` rows, indented like the text of rows after their cursor mark.
pub fn text_below(area: Rect, rows: u16) -> Rect {
    let area = below(area, rows);
    Rect { x: area.x.saturating_add(3).min(area.right()), width: area.width.saturating_sub(5), ..area }
}

/// The first row of an area.
pub fn first_row(area: Rect) -> Rect {
    Rect { height: area.height.min(1), ..area }
}

/// The visible rows of a list: the index of each and its place. It is scrolled only as far as the cursor requires.
pub fn rows_in_sight(list: Rect, cursor: usize, rows: usize) -> impl Iterator<Item = (usize, Rect)> {
    let first = (cursor + 1).saturating_sub(usize::from(list.height).max(1));
    (first..rows).zip(list.y..list.bottom()).map(move |(index, y)| (index, Rect { y, height: 1, ..list }))
}

/// Draws arrows in the last column of a list of which [`rows_in_sight`] shows only a part.
pub fn list_ends(frame: &mut Frame<'_>, list: Rect, cursor: usize, rows: usize, theme: &Theme) {
    ends_from(frame, list, (cursor + 1).saturating_sub(usize::from(list.height)), rows, theme);
}

/// Draws arrows in the last column of a list that is shown from row `first` on: up where rows come before it, down where
/// some follow the last one in sight.
pub fn ends_from(frame: &mut Frame<'_>, list: Rect, first: usize, rows: usize, theme: &Theme) {
    if list.is_empty() {
        return;
    }
    let seen = usize::from(list.height);
    let ends = [(first > 0 && seen > 1, list.y, "↑"), (rows > first + seen, list.bottom() - 1, "↓")];
    for (_, y, arrow) in ends.into_iter().filter(|(more, ..)| *more) {
        frame.render_widget(Span::styled(arrow, theme.dim), Rect { x: list.right() - 1, y, width: 1, height: 1 });
    }
}

/// The mark before a row of a list: an arrow if the cursor is on it.
pub fn cursor_mark(selected: bool) -> &'static str {
    if selected { " ▸ " } else { "   " }
}

/// The style of the text of a row, with or without the cursor on it.
pub fn row_style(selected: bool, theme: &Theme) -> Style {
    if selected { theme.selected } else { theme.text }
}

/// Draws words at the right end of a row.
pub fn at_right(frame: &mut Frame<'_>, row: Rect, words: &str, style: Style) {
    frame.render_widget(Line::from(Span::styled(format!("{words} "), style)).right_aligned(), row);
}

/// Draws the first line of a screen: a title, cut to leave room for the words at the right.
pub fn head(frame: &mut Frame<'_>, area: Rect, (left, left_style): (&str, Style), (right, right_style): (&str, Style)) {
    let row = first_row(area);
    let room = usize::from(area.width).saturating_sub(Span::raw(right).width() + 3);
    frame.render_widget(Line::styled(format!(" {}", shorten(left, room)), left_style), row);
    at_right(frame, row, right, right_style);
}

/// Draws the first line of a screen: what it is, and a remark at the right.
pub fn title_row(frame: &mut Frame<'_>, area: Rect, theme: &Theme, left: &str, right: &str) {
    head(frame, area, (left, theme.strong), (right, theme.dim));
}

/// Splits an area into two halves with a line between them.
pub fn two_halves(frame: &mut Frame<'_>, area: Rect, theme: &Theme) -> [Rect; 2] {
    let [left, rule, right] =
        area.layout(&Layout::horizontal([Constraint::Fill(1), Constraint::Length(1), Constraint::Fill(1)]));
    upright(frame, rule, theme);
    [left, right]
}

/// Draws a line from top to bottom.
pub fn upright(frame: &mut Frame<'_>, column: Rect, theme: &Theme) {
    for y in column.y..column.bottom() {
        frame.render_widget(Span::styled("│", theme.dim), Rect { y, height: 1, ..column });
    }
}
