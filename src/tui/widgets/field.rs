//! One line of text being typed.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::tui::editor::Edit;
use crate::tui::keymap::Action;

/// The longest text of a field, in bytes; paths are the longest.
const MAX_FIELD: usize = 1_000;

/// One line of text being typed: a search, a command or a path.
#[derive(Clone, Debug, Default)]
pub struct Field {
    text: String,
    /// Whether the whole text is selected, so that typing replaces it.
    selected: bool,
}

/// What a key did to a field that may be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typing {
    /// No field is open: the key is for the screen.
    Closed,
    /// It was for the field.
    Done,
    /// It takes what was typed.
    Taken,
}

impl Field {
    /// Gives an action to the field that is open, if one is. Any key that neither edits nor takes closes it.
    pub fn act(open: &mut Option<Self>, action: Action) -> Typing {
        let Some(field) = open else { return Typing::Closed };
        match action {
            Action::Edit(edit) => field.apply(edit),
            Action::Accept => return Typing::Taken,
            _ => *open = None,
        }
        Typing::Done
    }

    /// A field that contains a text.
    pub fn of(text: &str) -> Self {
        let mut field = Self::default();
        field.paste(text);
        field
    }

    /// A field that contains a text which typing replaces.
    pub fn selected(text: &str) -> Self {
        let field = Self::of(text);
        Self { selected: !field.text.is_empty(), ..field }
    }

    /// Whether typing replaces the whole text.
    pub fn is_selected(&self) -> bool {
        self.selected
    }

    /// What was typed so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Types a character at the end. Characters that a field cannot hold, and those beyond its length, are ignored.
    pub fn type_char(&mut self, c: char) {
        if crate::text::is_unsafe(c) || c == '\n' {
            return;
        }
        if std::mem::take(&mut self.selected) {
            self.text.clear();
        }
        if self.text.len() < MAX_FIELD {
            self.text.push(c);
        }
    }

    /// Pastes text at the end, as one line.
    pub fn paste(&mut self, text: &str) {
        crate::text::one_line(text).chars().for_each(|c| self.type_char(c));
    }

    /// What is drawn of it in this many columns: its end, if it is longer. The last column is the cursor's.
    pub fn shown(&self, columns: u16) -> String {
        use unicode_segmentation::UnicodeSegmentation as _;
        use unicode_width::UnicodeWidthStr as _;
        let room = usize::from(columns).saturating_sub(1);
        if self.text.width() <= room {
            return self.text.clone();
        }
        let mut used = 1;
        let cut = |(_, grapheme): &(usize, &str)| {
            used += grapheme.width();
            used <= room
        };
        let from = self.text.grapheme_indices(true).rev().take_while(cut).last().map_or(self.text.len(), |(at, _)| at);
        format!("…{}", &self.text[from..])
    }

    /// Draws it in a row after `lead`, and puts the terminal's own cursor behind it, because that is what input methods
    /// and screen readers follow.
    pub fn draw(&self, lead: Span<'_>, style: Style, frame: &mut Frame<'_>, row: Rect) {
        if row.is_empty() {
            return;
        }
        let taken = u16::try_from(lead.width()).unwrap_or(u16::MAX).min(row.width);
        let text = Span::styled(self.shown(row.width - taken), style);
        let x = row.x.saturating_add(taken).saturating_add(u16::try_from(text.width()).unwrap_or(u16::MAX));
        frame.render_widget(Line::from_iter([lead, text]), row);
        frame.set_cursor_position((x.min(row.right() - 1), row.y));
    }

    /// Performs an edit at the end of the text.
    pub fn apply(&mut self, edit: Edit) {
        use unicode_segmentation::UnicodeSegmentation as _;
        let selected = std::mem::take(&mut self.selected);
        match edit {
            Edit::Backspace | Edit::DeleteWord if selected => self.text.clear(),
            Edit::Backspace => {
                let end = self.text.grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
                self.text.truncate(end);
            }
            Edit::DeleteWord => {
                let kept = self.text.trim_end();
                let end = kept.rfind(char::is_whitespace).map_or(0, |at| at + 1);
                self.text.truncate(end);
            }
            Edit::DeleteToStart => self.text.clear(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::{Terminal, backend::TestBackend};
    use unicode_width::UnicodeWidthStr as _;

    #[test]
    fn what_is_typed_takes_the_place_of_what_is_selected() {
        let typed = |edits: &[Edit]| {
            let mut field = Field::selected("old");
            for edit in edits {
                field.apply(*edit);
            }
            "new".chars().for_each(|c| field.type_char(c));
            assert!(!field.is_selected());
            field.text
        };
        assert_eq!(typed(&[]), "new");
        assert_eq!(typed(&[Edit::LineEnd]), "oldnew");
        assert_eq!(typed(&[Edit::Backspace]), "new");
        assert_eq!(typed(&[Edit::LineEnd, Edit::Backspace]), "olnew");
        let mut field = Field::selected("old");
        field.paste("pasted");
        assert_eq!(field.text(), "pasted");
    }

    #[test]
    fn the_cursor_stands_behind_what_is_typed() {
        let cursor = |text: &str, columns: u16| {
            let mut field = Field::default();
            field.paste(text);
            let mut terminal = Terminal::new(TestBackend::new(columns, 1)).expect("a terminal");
            let draw = |frame: &mut Frame<'_>| field.draw(Span::raw(": "), Style::default(), frame, frame.area());
            terminal.draw(draw).expect("drawn");
            terminal.get_cursor_position().expect("a cursor").x
        };
        assert_eq!([cursor("", 20), cursor("kana", 20), cursor("漢字", 20), cursor("👩‍👩‍👧‍👦", 20)], [2, 6, 6, 4]);
        assert_eq!(cursor("longer than its place", 10), 9);
    }

    proptest! {
        #[test]
        fn the_end_of_what_is_typed_stays_visible(text in "\\PC{0,60}", columns in 1_u16..50) {
            let mut field = Field::default();
            field.paste(&text);
            prop_assert!(field.shown(columns).width() <= usize::from(columns));
        }
    }
}
