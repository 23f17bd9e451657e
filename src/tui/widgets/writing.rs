//! The page on which an answer is typed: the question above, the text, the row of the clock below.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use super::{Prose, Scroll, shorten};
use crate::tui::editor::Editor;
use crate::tui::theme::Theme;

/// Rows of the screen from which there are lines above and below the text.
const ROOM_FOR_RULES: u16 = 12;

/// Rows of the screen from which a short question is shown whole above the text: 24 without the footer and a notice.
const ROOM_FOR_PROMPT: u16 = 21;

/// The most rows of a question that counts as short.
const PROMPT_ROWS: usize = 4;

/// What stands above the text, and how.
#[derive(Debug)]
pub struct Writing<'a> {
    /// The question alone: shown whole if it is short and there is room, else in one line with the key that folds out
    /// the rest.
    pub prompt: &'a str,
    /// The whole question, with hints, clarifications and snippet.
    pub whole: Prose<'a>,
    /// Whether the whole question is shown, in at most half of the screen.
    pub opened: bool,
    /// How far the whole question is scrolled.
    pub scroll: &'a Scroll,
}

impl Writing<'_> {
    /// Draws question and text; the text keeps at least half of the `rows` of the screen. Returns the row of the clock.
    pub fn draw(self, editor: &Editor, theme: &Theme, frame: &mut Frame<'_>, area: Rect, rows: u16) -> Rect {
        let text_width = area.width.saturating_sub(2);
        let prompt = Prose::new(text_width).paragraph(self.prompt, theme.strong);
        let fits = prompt.height() == 1 || rows >= ROOM_FOR_PROMPT && prompt.height() <= PROMPT_ROWS;
        let whole = if !self.opened && fits { Some(&prompt) } else { Some(&self.whole).filter(|_| self.opened) };
        let wanted = whole.map_or(1, |whole| u16::try_from(whole.height()).unwrap_or(u16::MAX));
        let head = wanted.min(rows / 2).max(1);
        let rules = u16::from(rows >= ROOM_FOR_RULES);
        let [top, rule, text, rule_below, clock_row] = area.layout(&Layout::vertical([
            Constraint::Length(head),
            Constraint::Length(rules),
            Constraint::Min(1),
            Constraint::Length(rules),
            Constraint::Length(1),
        ]));
        let more = if area.width >= 60 { "F2 question " } else { "F2 " };
        let room = usize::from(text_width).saturating_sub(more.len() + 1);
        let line = crate::text::one_line(self.prompt);
        // A question of one row that has no room beside the key stands there without it.
        if let Some(whole) = whole.filter(|whole| self.opened || whole.height() > 1 || line.width() > room) {
            let inner = Rect { x: top.x + 1, width: text_width, ..top };
            whole.draw(frame, inner, self.scroll, theme.dim);
        } else {
            let prompt = shorten(&line, room);
            frame.render_widget(Line::styled(format!(" {prompt}"), theme.strong), top);
            frame.render_widget(Line::from(Span::styled(more, theme.dim)).right_aligned(), top);
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

#[cfg(test)]
mod tests {
    use ratatui::{Terminal, backend::TestBackend};

    use super::*;

    fn drawn(prompt: &str, rows: u16) -> String {
        let theme = Theme::mono();
        let mut terminal = Terminal::new(TestBackend::new(80, rows)).expect("a terminal");
        terminal
            .draw(|frame| {
                let whole = Prose::new(78).paragraph(prompt, theme.strong);
                let page = Writing { prompt, whole, opened: false, scroll: &Scroll::default() };
                let area = frame.area();
                page.draw(&Editor::new(""), &theme, frame, area, rows);
            })
            .expect("drawn");
        terminal.backend().to_string()
    }

    #[test]
    fn a_question_that_fits_is_not_cut() {
        let prompt = "What does a cache buy you, and when would adding one be a bad idea?";
        for rows in [8, 22, 23] {
            let screen = drawn(prompt, rows);
            assert!(screen.contains(prompt), "{rows}: {screen}");
        }
        let two = format!("{prompt} Say it in two rows, please.");
        assert!(drawn(&two, 22).contains("two rows, please."), "also below a notice: {}", drawn(&two, 22));
        assert!(drawn(&two, 8).contains("F2 question"), "{}", drawn(&two, 8));
    }
}
