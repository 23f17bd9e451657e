//! The answer's editor: `ratatui-textarea` behind a façade of our own.
//!
//! What the façade adds: movement and deletion by grapheme (the widget works by code point), undo by word (the widget's
//! is by character), pasted line ends made into newlines, and the terminal's own cursor in place of a drawn one, which is
//! what input methods and screen readers follow.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui_textarea::{CursorMove, TextArea, WrapMode};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::text;

/// Edits that can be undone. Far more than anybody types in one answer.
const UNDO_STEPS: usize = 100_000;

/// Characters of one line beyond which typing is refused: the widget lays out the whole text for each frame.
const MAX_CHARS: usize = 200_000;

/// What a key does in the editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edit {
    /// Moves.
    Left,
    /// Moves.
    Right,
    /// Moves.
    Up,
    /// Moves.
    Down,
    /// Moves to the start of the word.
    WordLeft,
    /// Moves behind the word.
    WordRight,
    /// Moves to the start of the line.
    LineStart,
    /// Moves to the end of the line.
    LineEnd,
    /// Moves to the start of the text.
    Top,
    /// Moves to the end of the text.
    Bottom,
    /// Moves by a screen.
    PageUp,
    /// Moves by a screen.
    PageDown,
    /// Deletes the grapheme before the cursor.
    Backspace,
    /// Deletes the grapheme behind the cursor.
    Delete,
    /// Deletes back to the start of the word.
    DeleteWord,
    /// Deletes to the end of the word.
    DeleteWordRight,
    /// Deletes to the start of the line.
    DeleteToStart,
    /// Deletes to the end of the line.
    DeleteToEnd,
    /// Starts a line.
    Newline,
    /// Takes the last word or deletion back.
    Undo,
    /// Does again what was taken back.
    Redo,
}

/// What the last change was: changes of one kind in a row are undone together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Run {
    Typing,
    Deleting,
    None,
}

/// A text being edited.
#[derive(Debug)]
pub struct Editor {
    area: TextArea<'static>,
    /// Sizes of the undo groups, in edits of the widget, oldest first.
    done: Vec<usize>,
    undone: Vec<usize>,
    run: Run,
    chars: usize,
    height: u16,
}

impl Editor {
    /// An editor with the cursor at the end of the text.
    pub fn new(text: &str) -> Self {
        let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        let mut area = TextArea::new(lines);
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        area.set_max_histories(UNDO_STEPS);
        area.set_cursor_line_style(Style::new());
        area.set_cursor_style(Style::new());
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self { area, done: Vec::new(), undone: Vec::new(), run: Run::None, chars: text.chars().count(), height: 10 }
    }

    /// The whole text, lines joined by newlines.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// How many words the text has.
    pub fn words(&self) -> usize {
        self.area.lines().iter().map(|line| line.split_whitespace().count()).sum()
    }

    /// Line and character of the cursor, both from 0.
    pub fn cursor(&self) -> (usize, usize) {
        let at = self.area.cursor();
        (at.0, at.1)
    }

    /// Types one character. False when the text is full.
    pub fn type_char(&mut self, c: char) -> bool {
        if text::is_unsafe(c) || self.chars >= MAX_CHARS {
            return false;
        }
        // A word and the blank behind it are undone together; the next word is a step of its own.
        let after_blank = self.before_cursor().ends_with(char::is_whitespace);
        if self.run != Run::Typing || (after_blank && !c.is_whitespace()) {
            self.open_group();
        }
        self.area.insert_char(c);
        self.count_edit(Run::Typing);
        self.chars += 1;
        true
    }

    /// Inserts pasted text: cleaned, with CRLF and CR as newlines, as one undo step. False when it does not fit.
    pub fn paste(&mut self, pasted: &str) -> bool {
        let pasted = text::clean(pasted);
        let length = pasted.chars().count();
        if self.chars + length > MAX_CHARS {
            return false;
        }
        self.open_group();
        if self.area.insert_str(&pasted) {
            self.count_edit(Run::None);
            self.chars += length;
        }
        true
    }

    /// Replaces the whole text, as after `$EDITOR`.
    pub fn set_text(&mut self, text: &str) {
        *self = Self { height: self.height, ..Self::new(&text::clean(text)) };
    }

    /// Does what a key asks for. True when the text changed.
    pub fn apply(&mut self, edit: Edit) -> bool {
        match edit {
            Edit::Undo => return self.step(true),
            Edit::Redo => return self.step(false),
            Edit::Newline => {
                self.open_group();
                self.area.insert_newline();
                self.count_edit(Run::None);
                self.chars += 1;
                return true;
            }
            Edit::Backspace => return self.delete_grapheme_left(),
            Edit::Delete => {
                return self.delete(Run::Deleting, |editor| {
                    let length = editor.after_cursor().graphemes(true).next().map_or(1, |g| g.chars().count());
                    editor.area.delete_str(length)
                });
            }
            Edit::DeleteWord => return self.delete(Run::None, |editor| editor.area.delete_word()),
            Edit::DeleteWordRight => return self.delete(Run::None, |editor| editor.area.delete_next_word()),
            Edit::DeleteToStart => return self.delete(Run::None, |editor| editor.area.delete_line_by_head()),
            Edit::DeleteToEnd => return self.delete(Run::None, |editor| editor.area.delete_line_by_end()),
            _ => {}
        }
        self.run = Run::None;
        match edit {
            Edit::Left => match self.before_cursor().graphemes(true).next_back().map(|g| g.chars().count()) {
                Some(length) => self.jump_by_chars(length, false),
                None => self.area.move_cursor(CursorMove::Back),
            },
            Edit::Right => match self.after_cursor().graphemes(true).next().map(|g| g.chars().count()) {
                Some(length) => self.jump_by_chars(length, true),
                None => self.area.move_cursor(CursorMove::Forward),
            },
            Edit::Up => self.area.move_cursor(CursorMove::Up),
            Edit::Down => self.area.move_cursor(CursorMove::Down),
            Edit::WordLeft => self.area.move_cursor(CursorMove::WordBack),
            Edit::WordRight => self.area.move_cursor(CursorMove::WordForward),
            Edit::LineStart => self.area.move_cursor(CursorMove::Head),
            Edit::LineEnd => self.area.move_cursor(CursorMove::End),
            Edit::Top => self.area.move_cursor(CursorMove::Top),
            Edit::Bottom => self.area.move_cursor(CursorMove::Bottom),
            Edit::PageUp => (1..self.height.max(2)).for_each(|_| self.area.move_cursor(CursorMove::Up)),
            Edit::PageDown => (1..self.height.max(2)).for_each(|_| self.area.move_cursor(CursorMove::Down)),
            _ => {}
        }
        false
    }

    fn before_cursor(&self) -> &str {
        let (row, column) = self.cursor();
        split_at_char(self.area.lines().get(row).map_or("", String::as_str), column).0
    }

    fn after_cursor(&self) -> &str {
        let (row, column) = self.cursor();
        split_at_char(self.area.lines().get(row).map_or("", String::as_str), column).1
    }

    fn jump_by_chars(&mut self, chars: usize, forward: bool) {
        let step = if forward { CursorMove::Forward } else { CursorMove::Back };
        (0..chars).for_each(|_| self.area.move_cursor(step));
    }

    fn delete_grapheme_left(&mut self) -> bool {
        self.delete(Run::Deleting, |editor| {
            match editor.before_cursor().graphemes(true).next_back().map(|g| g.chars().count()) {
                // The widget deletes strings forwards only: step back over the whole cluster first.
                Some(length) => {
                    editor.jump_by_chars(length, false);
                    editor.area.delete_str(length)
                }
                None => editor.area.delete_newline(),
            }
        })
    }

    fn delete(&mut self, run: Run, change: impl FnOnce(&mut Self) -> bool) -> bool {
        if run == Run::None || self.run != run {
            self.open_group();
        }
        if !change(self) {
            return false;
        }
        self.count_edit(run);
        self.chars = self.area.lines().iter().map(|line| line.chars().count() + 1).sum::<usize>() - 1;
        true
    }

    fn open_group(&mut self) {
        if self.done.last() != Some(&0) {
            self.done.push(0);
        }
    }

    fn count_edit(&mut self, run: Run) {
        self.run = run;
        self.undone.clear();
        if let Some(group) = self.done.last_mut() {
            *group += 1;
        }
    }

    fn step(&mut self, back: bool) -> bool {
        self.run = Run::None;
        self.done.retain(|&edits| edits > 0);
        let Some(edits) = (if back { self.done.pop() } else { self.undone.pop() }) else { return false };
        for _ in 0..edits {
            if back {
                self.area.undo()
            } else {
                self.area.redo()
            };
        }
        if back {
            self.undone.push(edits);
        } else {
            self.done.push(edits);
        }
        self.chars = self.text().chars().count();
        true
    }

    /// Draws the text and puts the terminal's cursor where it belongs. The text is one column narrower than the area,
    /// because the widget has no place for a cursor behind a row that is exactly full.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, active: bool) {
        if area.is_empty() {
            return;
        }
        let inner = Rect { width: area.width.saturating_sub(1).max(1), ..area };
        frame.render_widget(&self.area, inner);
        if !active {
            return;
        }
        let cursor = self.area.screen_cursor();
        let (top, left) = self.area.scroll_offset();
        let offset = |at: usize, from: u16| u16::try_from(at.saturating_sub(usize::from(from))).unwrap_or(u16::MAX);
        frame.set_cursor_position(Position {
            x: area.x.saturating_add(offset(cursor.col, left)).min(area.right() - 1),
            y: area.y.saturating_add(offset(cursor.row, top)).min(area.bottom() - 1),
        });
    }

    /// Tells how many rows are shown, for moving by a screen.
    pub fn set_height(&mut self, rows: u16) {
        self.height = rows;
    }
}

fn split_at_char(line: &str, column: usize) -> (&str, &str) {
    let at = line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
    line.split_at(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    fn typed(text: &str) -> Editor {
        let mut editor = Editor::new("");
        for c in text.chars() {
            if c == '\n' {
                editor.apply(Edit::Newline);
            } else {
                editor.type_char(c);
            }
        }
        editor
    }

    #[test]
    fn backspace_takes_a_whole_grapheme_and_undo_brings_it_back() {
        let mut editor = typed("a👩‍👩‍👧‍👦e\u{301}");
        editor.apply(Edit::Backspace);
        assert_eq!(editor.text(), "a👩‍👩‍👧‍👦");
        editor.apply(Edit::Backspace);
        assert_eq!(editor.text(), "a");
        editor.apply(Edit::Undo);
        assert_eq!(editor.text(), "a👩‍👩‍👧‍👦e\u{301}");
    }

    #[test]
    fn moving_goes_by_grapheme_and_over_line_ends() {
        let mut editor = typed("x\n👩‍👩‍👧‍👦");
        editor.apply(Edit::Left);
        assert_eq!(editor.cursor(), (1, 0));
        editor.apply(Edit::Left);
        assert_eq!(editor.cursor(), (0, 1));
        editor.apply(Edit::Right);
        editor.apply(Edit::Delete);
        assert_eq!(editor.text(), "x\n");
        editor.apply(Edit::Backspace);
        assert_eq!(editor.text(), "x");
    }

    #[test]
    fn undo_and_redo_go_by_word() {
        let mut editor = typed("shed load first");
        for expected in ["shed load ", "shed ", ""] {
            assert!(editor.apply(Edit::Undo));
            assert_eq!(editor.text(), expected);
        }
        assert!(!editor.apply(Edit::Undo));
        assert!(editor.apply(Edit::Redo) && editor.apply(Edit::Redo));
        assert_eq!(editor.text(), "shed load ");
        editor.type_char('x');
        assert!(!editor.apply(Edit::Redo), "typing ends the redo");
    }

    #[test]
    fn a_paste_is_cleaned_and_undone_at_once() {
        let mut editor = typed("see: ");
        editor.paste("one\rtwo\r\nthree\u{1b}[31m");
        assert_eq!(editor.text(), "see: one\ntwo\nthree[31m");
        editor.apply(Edit::Undo);
        assert_eq!(editor.text(), "see: ");
    }

    #[test]
    fn a_text_has_a_limit_and_says_so() {
        let mut editor = Editor::new("");
        assert!(editor.paste(&"x".repeat(MAX_CHARS)));
        assert!(!editor.type_char('y') && !editor.paste("z"));
        editor.apply(Edit::Backspace);
        assert!(editor.type_char('y'));
    }

    #[test]
    fn the_cursor_is_visible_behind_a_full_row() {
        let editor = typed("123456789");
        let mut terminal = Terminal::new(TestBackend::new(10, 3)).expect("a terminal");
        terminal.draw(|frame| editor.draw(frame, frame.area(), true)).expect("drawn");
        assert_eq!(terminal.get_cursor_position().expect("a cursor"), Position { x: 9, y: 0 });
    }

    proptest! {
        #[test]
        fn nothing_panics_and_undo_goes_back_to_the_start(
            edits in proptest::collection::vec((0_usize..24, any::<char>()), 0..80),
            width in 1_u16..30, height in 1_u16..6,
        ) {
            const ALL: [Edit; 21] = [Edit::Left, Edit::Right, Edit::Up, Edit::Down, Edit::WordLeft, Edit::WordRight,
                Edit::LineStart, Edit::LineEnd, Edit::Top, Edit::Bottom, Edit::PageUp, Edit::PageDown,
                Edit::Backspace, Edit::Delete, Edit::DeleteWord, Edit::DeleteWordRight, Edit::DeleteToStart,
                Edit::DeleteToEnd, Edit::Newline, Edit::Undo, Edit::Redo];
            let mut editor = Editor::new("начало 東京");
            let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal");
            for (which, c) in edits {
                match ALL.get(which) {
                    Some(&edit) => { editor.apply(edit); }
                    None => { editor.type_char(c); }
                }
                terminal.draw(|frame| editor.draw(frame, frame.area(), true)).expect("drawn");
                prop_assert_eq!(editor.chars, editor.text().chars().count());
            }
            while editor.apply(Edit::Undo) {}
            prop_assert_eq!(editor.text(), "начало 東京");
        }
    }
}
