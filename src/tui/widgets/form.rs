//! Rows of choices: each a label and a value, with keys that change it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::page::{self, below, cursor_mark, list_ends, rows_in_sight};
use super::prose::shorten;
use crate::tui::theme::Theme;

/// Draws a title with a word about what the choices leave, and the rows below it. On a very narrow screen labels are
/// cut before values are.
pub fn form(
    frame: &mut Frame<'_>,
    area: Rect,
    theme: &Theme,
    (title, about): (&str, &str),
    rows: &[(&str, String)],
    cursor: usize,
) {
    page::title_row(frame, area, theme, title, about);
    let list = below(area, 2);
    let width = usize::from(area.width);
    let label_width = rows.iter().map(|(label, _)| label.len()).max().unwrap_or(0) + 2;
    let label_width = label_width.min(width.saturating_sub(7) / 2);
    for (index, row) in rows_in_sight(list, cursor, rows.len()) {
        let ((label, value), selected) = (&rows[index], index == cursor);
        let value = shorten(value, width.saturating_sub(label_width + if width < 30 { 7 } else { 9 }));
        let label = shorten(label, label_width.saturating_sub(1));
        let label = format!("{}{label:<label_width$}", cursor_mark(selected));
        let spans = if selected {
            vec![
                Span::styled(label, theme.selected),
                Span::styled("‹ ", theme.accent),
                Span::styled(value, theme.selected),
                Span::styled(" ›", theme.accent),
            ]
        } else {
            vec![Span::styled(label, theme.dim), Span::styled(format!("  {value}"), theme.text)]
        };
        frame.render_widget(Line::from(spans), row);
    }
    list_ends(frame, list, cursor, rows.len(), theme);
}

/// The choice after or before `current`, around the end; `None` ("any") comes before the first.
pub fn cycle<T: Clone + PartialEq>(all: &[T], current: Option<&T>, forward: bool) -> Option<T> {
    let at = current.and_then(|current| all.iter().position(|choice| choice == current));
    let next = match (at, forward) {
        (None, true) => all.first(),
        (None, false) => all.last(),
        (Some(at), true) => all.get(at + 1),
        (Some(at), false) => at.checked_sub(1).and_then(|at| all.get(at)),
    };
    next.cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_go_around_through_any() {
        let all = [1, 2];
        let forward: Vec<_> =
            std::iter::successors(Some(None), |now| Some(cycle(&all, now.as_ref(), true))).take(4).collect();
        assert_eq!(forward, [None, Some(1), Some(2), None]);
        assert_eq!(cycle(&all, None, false), Some(2));
        assert_eq!(cycle(&all, Some(&1), false), None);
    }
}
