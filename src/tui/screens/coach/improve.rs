//! My answer, improved: the edits that the coach proposes, taken one by one, and the resulting answer.

use ratatui::text::{Line, Span};

use super::screen::Page;
use crate::session::{ImproveRow, Improving};
use crate::tui::keymap::{Action, Context};
use crate::tui::screens::difference::as_one;
use crate::tui::theme::Theme;
use crate::tui::widgets::{Prose, cursor_mark, row_style};

/// The blanks before the details of a row.
const INDENT: &str = "       ";

impl Page for Improving {
    const TITLE: &'static str = "My answer, better";
    const CONTEXT: Context = Context::Improve;
    const UNCHANGED: &'static str = "Your answer stays as it is.";
    const LINES: usize = 4;

    fn offers(&self, action: Action, _cursor: usize, through: bool) -> bool {
        match action {
            Action::Toggle => !self.rows().is_empty(),
            Action::Accept if through => self.has_taken(),
            _ => true,
        }
    }

    fn shown<'a>(&'a self, mut prose: Prose<'a>, cursor: usize, theme: &Theme) -> Prose<'a> {
        let rows = self.rows();
        if rows.is_empty() {
            prose = prose.paragraph(Self::NOTHING, theme.text);
        }
        for (index, row) in rows.iter().enumerate() {
            prose = write_row(prose, row, index == cursor, theme);
        }
        let refused = &self.proposed().refused;
        if !refused.is_empty() {
            prose = prose.gap().line(Line::styled("Left out", theme.strong));
            prose = refused.iter().fold(prose, |prose, one| prose.item(Span::raw("  "), one.words(), theme.dim));
        }
        if self.has_taken() {
            prose = prose.gap().line(Line::styled("What becomes of it", theme.strong));
            prose = as_one(prose, Span::default(), &self.compared(), theme);
        }
        prose
    }
}

fn write_row<'a>(prose: Prose<'a>, row: &ImproveRow, selected: bool, theme: &Theme) -> Prose<'a> {
    let (mark, style) = if row.taken { ("[x] ", theme.good) } else { ("[ ] ", theme.dim) };
    let lead = Span::styled(format!("{}{mark}", cursor_mark(selected)), style);
    let prose = prose.item(lead, &row.title, row_style(selected, theme));
    let prose = as_one(prose, Span::raw(INDENT), &row.marked, theme);
    if row.note.is_empty() { prose } else { prose.item(Span::raw(INDENT), &row.note, theme.warn) }
}
