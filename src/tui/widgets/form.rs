//! Rows of choices: a label, a value, and keys that change it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::prose::shorten;
use crate::practice::words::count;
use crate::tui::theme::Theme;

/// Draws a title with the number of questions that the choices leave, and below it the rows.
pub fn form(
    frame: &mut Frame<'_>,
    area: Rect,
    theme: &Theme,
    (title, fitting): (&str, usize),
    rows: &[(&str, String)],
    cursor: usize,
) {
    let head = Rect { height: area.height.min(1), ..area };
    frame.render_widget(Line::styled(format!(" {title}"), theme.strong), head);
    let fitting = Span::styled(format!("{} ", count(fitting, "question")), theme.dim);
    frame.render_widget(Line::from(fitting).right_aligned(), head);
    let body = Rect { y: (area.y + 2).min(area.bottom()), height: area.height.saturating_sub(2), ..area };
    choices(frame, body, theme, rows, cursor);
}

/// Draws rows of label and value, the one under the cursor marked, scrolled so that it is visible.
fn choices(frame: &mut Frame<'_>, area: Rect, theme: &Theme, rows: &[(&str, String)], cursor: usize) {
    let height = usize::from(area.height);
    let first = (cursor + 1).saturating_sub(height);
    let label_width = rows.iter().map(|(label, _)| label.len()).max().unwrap_or(0) + 2;
    for (y, (index, (label, value))) in (area.y..area.bottom()).zip(rows.iter().enumerate().skip(first)) {
        let selected = index == cursor;
        let room = usize::from(area.width).saturating_sub(label_width + 9);
        let value = shorten(value, room);
        let spans = if selected {
            vec![
                Span::styled(format!(" ▸ {label:<label_width$}"), theme.selected),
                Span::styled("‹ ", theme.accent),
                Span::styled(value, theme.selected),
                Span::styled(" ›", theme.accent),
            ]
        } else {
            vec![
                Span::styled(format!("   {label:<label_width$}"), theme.dim),
                Span::styled(format!("  {value}"), theme.text),
            ]
        };
        frame.render_widget(Line::from(spans), Rect { y, height: 1, ..area });
    }
}

/// The choice after `current` (or before it), around the end; `None` ("any") stands before the first.
pub fn cycle<T: Copy + PartialEq>(all: &[T], current: Option<T>, forward: bool) -> Option<T> {
    let at = current.and_then(|current| all.iter().position(|choice| *choice == current));
    match (at, forward) {
        (None, true) => all.first().copied(),
        (None, false) => all.last().copied(),
        (Some(at), true) => all.get(at + 1).copied(),
        (Some(at), false) => at.checked_sub(1).and_then(|at| all.get(at).copied()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_go_around_through_any() {
        let all = [1, 2];
        let forward: Vec<_> = std::iter::successors(Some(None), |now| Some(cycle(&all, *now, true))).take(4).collect();
        assert_eq!(forward, [None, Some(1), Some(2), None]);
        assert_eq!(cycle(&all, None, false), Some(2));
        assert_eq!(cycle(&all, Some(1), false), None);
    }
}
