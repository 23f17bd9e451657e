//! The editor for answers: `ratatui-textarea` behind a façade of our own.
//!
//! The widget keeps the text, its cursor and its history. The façade adds movement and deletion by grapheme (the widget
//! works by code point), undo by word (the widget's is by character), conversion of pasted line ends to newlines, rows
//! that break between words (`layout.rs`), and the terminal's own cursor in place of a drawn one, because that is what
//! input methods and screen readers follow.

mod layout;

use std::cell::Cell;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui_textarea::{CursorMove, TextArea};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::text;
use layout::Row;

/// How many edits can be undone; far more than anybody makes in one answer.
const UNDO_STEPS: usize = 100_000;

/// Characters of the whole text beyond which typing is refused: the widget lays out all of it for each frame.
const MAX_CHARS: usize = 200_000;

/// What a key does in the editor. Movement is by grapheme and by drawn row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edit {
    /// Moves one grapheme to the left.
    Left,
    /// Moves one grapheme to the right.
    Right,
    /// Moves one drawn row up.
    Up,
    /// Moves one drawn row down.
    Down,
    /// Moves to the start of the word.
    WordLeft,
    /// Moves past the end of the word.
    WordRight,
    /// Moves to the start of the line.
    LineStart,
    /// Moves to the end of the line.
    LineEnd,
    /// Moves to the start of the text.
    Top,
    /// Moves to the end of the text.
    Bottom,
    /// Moves up by a screen less one row.
    PageUp,
    /// Moves down by a screen less one row.
    PageDown,
    /// Deletes the grapheme before the cursor.
    Backspace,
    /// Deletes the grapheme after the cursor.
    Delete,
    /// Deletes back to the start of the word.
    DeleteWord,
    /// Deletes to the end of the word.
    DeleteWordRight,
    /// Deletes to the start of the line.
    DeleteToStart,
    /// Deletes to the end of the line.
    DeleteToEnd,
    /// Starts a new line.
    Newline,
    /// Takes the last word, paste or deletion back.
    Undo,
    /// Repeats what was taken back.
    Redo,
}

/// The kind of the last change: changes of one kind in a row are undone together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Run {
    Typing,
    Deleting,
    None,
}

/// A text being edited, with its cursor and its undo history.
#[derive(Debug)]
pub struct Editor {
    area: TextArea<'static>,
    /// Sizes of the undo groups, in edits of the widget, oldest first.
    done: Vec<usize>,
    undone: Vec<usize>,
    run: Run,
    chars: usize,
    /// Columns and rows in which the text was last drawn, for moving by rows.
    seen: Cell<(u16, u16)>,
    /// The first row that was drawn, from 0.
    top: Cell<usize>,
    /// The column that moving up and down returns to after shorter rows. None after any other move or edit.
    goal: Option<usize>,
}

impl Editor {
    /// An editor with the cursor at the end of the text.
    pub fn new(text: &str) -> Self {
        let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        let mut area = TextArea::new(lines);
        area.set_max_histories(UNDO_STEPS);
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self {
            area,
            done: Vec::new(),
            undone: Vec::new(),
            run: Run::None,
            chars: text.chars().count(),
            seen: Cell::new((80, 10)),
            top: Cell::new(0),
            goal: None,
        }
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
        // A word and the blank after it are undone together; the next word is a step of its own.
        let after_blank = self.before_cursor().ends_with(char::is_whitespace);
        if self.run != Run::Typing || (after_blank && !c.is_whitespace()) {
            self.open_group();
        }
        self.area.insert_char(c);
        self.goal = None;
        self.count_edit(Run::Typing);
        self.chars += 1;
        true
    }

    /// Inserts pasted text as one undo step, cleaned and with CRLF and CR turned into newlines. False when it does not
    /// fit.
    pub fn paste(&mut self, pasted: &str) -> bool {
        let pasted = text::clean(pasted);
        let length = pasted.chars().count();
        if self.chars + length > MAX_CHARS {
            return false;
        }
        self.open_group();
        self.goal = None;
        if self.area.insert_str(&pasted) {
            self.count_edit(Run::None);
            self.chars += length;
        }
        true
    }

    /// Replaces the whole text, as after `$EDITOR`. The undo history is cleared.
    pub fn set_text(&mut self, text: &str) {
        *self = Self { seen: self.seen.clone(), ..Self::new(&text::clean(text)) };
    }

    /// Performs an edit. True when the text changed.
    pub fn apply(&mut self, edit: Edit) -> bool {
        let by_rows = match edit {
            Edit::Up => Some(-1),
            Edit::Down => Some(1),
            Edit::PageUp => Some(1 - self.page()),
            Edit::PageDown => Some(self.page() - 1),
            _ => None,
        };
        if let Some(rows) = by_rows {
            self.run = Run::None;
            self.move_by_rows(rows);
            return false;
        }
        self.goal = None;
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
            Edit::WordLeft => self.area.move_cursor(CursorMove::WordBack),
            Edit::WordRight => self.area.move_cursor(CursorMove::WordForward),
            Edit::LineStart => self.area.move_cursor(CursorMove::Head),
            Edit::LineEnd => self.area.move_cursor(CursorMove::End),
            Edit::Top => self.area.move_cursor(CursorMove::Top),
            Edit::Bottom => self.area.move_cursor(CursorMove::Bottom),
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

    /// Rows of a screen. Paging moves by one less, so that a row stays in sight.
    fn page(&self) -> isize {
        isize::from(i16::try_from(self.seen.get().1.max(2)).unwrap_or(i16::MAX))
    }

    fn rows(&self, width: u16) -> Vec<Row> {
        layout::rows(self.area.lines().iter().map(String::as_str), usize::from(width))
    }

    /// The index of the row that the cursor is in, and its column there.
    fn place(&self, rows: &[Row]) -> (usize, usize) {
        let (line, _) = self.cursor();
        let byte = self.before_cursor().len();
        // Where one row ends and the next begins, the cursor belongs to the next.
        let at = rows.partition_point(|row| (row.line, row.bytes.start) <= (line, byte)).saturating_sub(1);
        let column = rows.get(at).map_or(0, |row| {
            let text = &self.area.lines()[row.line][row.bytes.clone()];
            layout::column_of(text, byte - row.bytes.start)
        });
        (at, column)
    }

    fn move_by_rows(&mut self, by: isize) {
        let rows = self.rows(self.seen.get().0);
        let (at, column) = self.place(&rows);
        let goal = *self.goal.get_or_insert(column);
        let to = at.saturating_add_signed(by).min(rows.len().saturating_sub(1));
        let Some(row) = rows.get(to).filter(|_| to != at) else { return };
        let text = &self.area.lines()[row.line];
        let byte = layout::byte_at(text, row, goal);
        let there = (row.line, text[..byte].chars().count());
        self.go(there);
    }

    /// Moves to a line and a character in it. Widget and terminal count in sixteen bits while lines may be longer, so
    /// the cursor goes there in steps.
    fn go(&mut self, (line, column): (usize, usize)) {
        let (now, _) = self.cursor();
        let lines = self.area.lines();
        let forward = (line, column) > self.cursor();
        let steps = if now == line {
            column.abs_diff(self.cursor().1)
        } else {
            let (from, to) = if forward { (self.cursor(), (line, column)) } else { ((line, column), self.cursor()) };
            let whole: usize = (from.0..to.0).map(|line| lines[line].chars().count() + 1).sum();
            whole + to.1 - from.1
        };
        self.jump_by_chars(steps, forward);
    }

    /// Draws the text and places the terminal's cursor. The text is one column narrower than the area, to leave room
    /// for the cursor after a row that is exactly full.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, active: bool) {
        if area.is_empty() {
            return;
        }
        let width = area.width.saturating_sub(1).max(1);
        self.seen.set((width, area.height));
        let rows = self.rows(width);
        let (at, column) = self.place(&rows);
        let height = usize::from(area.height);
        let top = self.top.get().clamp((at + 1).saturating_sub(height), at).min(rows.len().saturating_sub(height));
        self.top.set(top);
        for (row, y) in rows.iter().skip(top).zip(area.y..area.bottom()) {
            let text = &self.area.lines()[row.line][row.bytes.clone()];
            frame.render_widget(Line::raw(layout::drawn(text)), Rect { y, height: 1, ..area });
        }
        if active {
            let offset = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
            frame.set_cursor_position(Position {
                x: area.x.saturating_add(offset(column)).min(area.right() - 1),
                y: area.y.saturating_add(offset(at - top)).min(area.bottom() - 1),
            });
        }
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
        assert_eq!(editor.text(), "see: one\ntwo\nthree");
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

    /// The column of the cursor, and the column in which the next character is drawn.
    fn caret_and_next(text: &str) -> (u16, u16) {
        let mut terminal = Terminal::new(TestBackend::new(30, 3)).expect("a terminal");
        let mut editor = typed(text);
        terminal.draw(|frame| editor.draw(frame, frame.area(), true)).expect("drawn");
        let caret = terminal.get_cursor_position().expect("a cursor").x;
        editor.type_char('x');
        terminal.draw(|frame| editor.draw(frame, frame.area(), true)).expect("drawn");
        let buffer = terminal.backend().buffer();
        let next = (0..30).find(|x| buffer[(*x, 0)].symbol() == "x").expect("it is drawn");
        (caret, next)
    }

    #[test]
    fn the_cursor_stands_where_the_next_character_goes() {
        for text in ["", "words ", "👩‍👩‍👧‍👦", "👍🏽", "⚠️", "漢字", "e\u{301}", "🇫🇷", "\t", "a\tb", "한글 👩‍🚀 "]
        {
            let (caret, next) = caret_and_next(text);
            assert_eq!(caret, next, "{text:?}");
        }
    }

    #[test]
    fn up_and_down_go_by_rows_and_keep_to_their_column() {
        let mut editor = typed("one two three\nx\nfour five");
        let mut terminal = Terminal::new(TestBackend::new(9, 9)).expect("a terminal");
        terminal.draw(|frame| editor.draw(frame, frame.area(), true)).expect("drawn");
        // The rows are: one two, three, x, four, five.
        let mut went = Vec::new();
        for _ in 0..4 {
            editor.apply(Edit::Up);
            went.push(editor.cursor());
        }
        assert_eq!(went, [(2, 4), (1, 1), (0, 12), (0, 4)]);
        editor.apply(Edit::PageDown);
        assert_eq!(editor.cursor(), (2, 9), "the end, at the column that it came from");
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
