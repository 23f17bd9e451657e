//! A second opinion: the verdicts beside one's own ticks.

use ratatui::text::Span;

use super::screen::{Does, Page};
use crate::assess::merged;
use crate::practice::Row;
use crate::session::{CoachIntent, Opinion};
use crate::text::one_line;
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::Route;
use crate::tui::screens::asked::ticked;
use crate::tui::theme::Theme;
use crate::tui::widgets::{Prose, cursor_mark, row_style};

impl Page for Opinion {
    const TITLE: &'static str = "Second opinion";
    const CONTEXT: Context = Context::Coach;
    const UNCHANGED: &'static str = "Nothing was judged. The drill goes on.";
    const LINES: usize = 3;

    fn offers(&self, action: Action, cursor: usize, through: bool) -> bool {
        match action {
            Action::Accept if through => self.rows().get(cursor).is_some_and(Row::differs),
            Action::Improve => !self.rows().is_empty(),
            _ => true,
        }
    }

    fn key(&self, action: Action, cursor: usize) -> Does {
        match action {
            Action::Improve => Does::Go(Route::Improve(self.attempt().clone())),
            Action::Accept if self.offers(action, cursor, true) => Does::Mean(CoachIntent::Take(cursor)),
            Action::Accept if !self.rows().is_empty() => {
                Does::Say("You and the coach agree here; there is nothing to take over.")
            }
            _ => Does::Scroll,
        }
    }

    fn shown<'a>(&'a self, mut prose: Prose<'a>, cursor: usize, theme: &Theme) -> Prose<'a> {
        let (rows, answer) = (self.rows(), self.answer());
        for (index, row) in rows.iter().enumerate() {
            prose = write_row(prose, row, answer, index == cursor, theme);
        }
        let quotes = merged(rows.iter().filter_map(|row| row.quote.clone()));
        let quotes: Vec<_> = quotes.into_iter().filter(|quote| answer.get(quote.clone()).is_some()).collect();
        prose = prose.gap().paragraph("Your answer, with what it quotes", theme.strong);
        prose.marked(answer, &quotes, theme.text, theme.touched)
    }
}

fn write_row<'a>(prose: Prose<'a>, row: &Row, answer: &str, selected: bool, theme: &Theme) -> Prose<'a> {
    let (mark, style) = row.own.map_or(("[ ] ", theme.dim), |own| ticked(own, theme));
    let lead = Span::styled(format!("{}{mark}", cursor_mark(selected)), style);
    let prose = prose.item(lead, one_line(&row.text), row_style(selected, theme));
    let words = if row.differs() { theme.warn } else { theme.dim };
    let prose = prose.indented(row.words(), words, 7);
    match row.quote.clone().and_then(|quote| answer.get(quote)) {
        Some(quote) => prose.indented(format!("\u{201c}{}\u{201d}", one_line(quote)), theme.touched, 7),
        None => prose,
    }
}
