//! A story from an answer, or a target from a posting: what the coach points to in the text, taken row by row, and what
//! becomes of it.

use ratatui::text::{Line, Span};

use super::screen::Page;
use crate::session::{ExtractRow, Extracting};
use crate::tui::keymap::{Action, Context};
use crate::tui::theme::Theme;
use crate::tui::widgets::{Prose, cursor_mark, row_style};

impl Page for Extracting {
    const TITLE: &'static str = "In your words";
    const CONTEXT: Context = Context::Extract;
    const UNCHANGED: &'static str = "Nothing was changed.";
    const LINES: usize = 2;

    fn offers(&self, action: Action, _cursor: usize, through: bool) -> bool {
        match action {
            Action::Toggle => !self.rows().is_empty(),
            Action::Accept if through => self.is_open() && self.has_taken(),
            Action::Retry => self.kept().is_none(),
            _ => true,
        }
    }

    fn shown<'a>(&'a self, mut prose: Prose<'a>, cursor: usize, theme: &Theme) -> Prose<'a> {
        if let Some(said) = self.kept() {
            return prose.paragraph(said, theme.text);
        }
        prose = prose.paragraph(self.title(), theme.strong).gap();
        let rows = self.rows();
        if rows.is_empty() {
            prose = prose.paragraph(Self::NOTHING, theme.text);
        }
        for (index, row) in rows.iter().enumerate() {
            prose = write_row(prose, row, index == cursor, theme);
        }
        let left_out = self.left_out();
        if !left_out.is_empty() {
            prose = prose.gap().line(Line::styled("Left out", theme.strong));
            prose = left_out.iter().fold(prose, |prose, one| prose.item(Span::raw("  "), one, theme.dim));
        }
        let preview = self.preview();
        if !preview.is_empty() {
            prose = prose.gap().line(Line::styled("What becomes of it", theme.strong));
            prose = preview.iter().fold(prose, |prose, line| prose.paragraph(line, theme.text));
        }
        prose
    }
}

fn write_row<'a>(prose: Prose<'a>, row: &ExtractRow, selected: bool, theme: &Theme) -> Prose<'a> {
    let (mark, style) = if row.taken { ("[x] ", theme.good) } else { ("[ ] ", theme.dim) };
    let lead = Span::styled(format!("{}{mark}", cursor_mark(selected)), style);
    let prose = prose.item(lead, &row.title, row_style(selected, theme));
    prose.indented(format!("\u{201c}{}\u{201d}", row.quote), theme.touched, 7)
}
