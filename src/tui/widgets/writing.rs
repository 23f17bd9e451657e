//! The page on which an answer is typed: the question above, the text, the row of the clock below.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::{Prose, Scroll, shorten};
use crate::tui::editor::Editor;
use crate::tui::theme::Theme;

/// Rows from which lines stand above and below the text.
const ROOM_FOR_RULES: u16 = 12;

/// What stands above the text.
#[derive(Debug)]
pub struct Writing<'a> {
    /// The question in one line, shown with the key that opens the whole of it.
    pub prompt: &'a str,
    /// The whole of it, with what helps.
    pub whole: Prose<'a>,
    /// Whether the whole is shown, as far as half of the screen.
    pub opened: bool,
    /// Whether even one row of it is the whole.
    pub short: bool,
    /// How far it is scrolled.
    pub scroll: &'a Scroll,
}

impl Writing<'_> {
    /// Draws question and text; the answer keeps at least half of the `rows` of the screen. Comes with the clock's row.
    pub fn draw(self, editor: &Editor, theme: &Theme, frame: &mut Frame<'_>, area: Rect, rows: u16) -> Rect {
        let text_width = area.width.saturating_sub(2);
        let wanted = if self.opened { u16::try_from(self.whole.height()).unwrap_or(u16::MAX) } else { 1 };
        let head = wanted.min(rows / 2).max(1);
        let rules = u16::from(rows >= ROOM_FOR_RULES);
        let [top, rule, text, rule_below, clock_row] = area.layout(&Layout::vertical([
            Constraint::Length(head),
            Constraint::Length(rules),
            Constraint::Min(1),
            Constraint::Length(rules),
            Constraint::Length(1),
        ]));
        if wanted == 1 && !self.short {
            let more = if area.width >= 60 { "F2 question " } else { "F2 " };
            let room = usize::from(text_width).saturating_sub(more.len() + 1);
            let prompt = shorten(&crate::text::one_line(self.prompt), room);
            frame.render_widget(Line::styled(format!(" {prompt}"), theme.strong), top);
            frame.render_widget(Line::from(Span::styled(more, theme.dim)).right_aligned(), top);
        } else {
            let inner = Rect { x: top.x + 1, width: text_width, ..top };
            self.whole.draw(frame, inner, self.scroll, theme.dim);
        }
        if rules > 0 {
            let line = "─".repeat(usize::from(area.width));
            frame.render_widget(Span::styled(line.as_str(), theme.dim), rule);
            frame.render_widget(Span::styled(line.as_str(), theme.dim), rule_below);
        }
        let text = Rect { x: text.x + 1, width: text.width.saturating_sub(2), ..text };
        editor.draw(frame, text, true);
        clock_row
    }
}
