//! Notes on a question that has none, written or pasted after the answer, one point per line. They can be ticked at
//! once.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::SittingScreen;
use crate::practice::Review;
use crate::session::Intent;
use crate::tui::editor::Editor;
use crate::tui::external::Of;
use crate::tui::keymap::Action;
use crate::tui::screen::{Cx, Effect, Look};
use crate::tui::screens::asked::header;
use crate::tui::screens::reveal::{BESIDE, margin};
use crate::tui::widgets::{below, shorten, two_halves};

/// The page of notes being written.
#[derive(Debug)]
pub(super) struct NotesPage {
    editor: Editor,
    open: bool,
}

impl Default for NotesPage {
    fn default() -> Self {
        Self { editor: Editor::new(""), open: false }
    }
}

impl NotesPage {
    /// Whether keys go to the notes.
    pub(super) fn are_open(&self) -> bool {
        self.open
    }

    /// Continues notes that were being written; they are open unless there are none.
    pub(super) fn of(jotted: &str) -> Self {
        Self { editor: Editor::new(jotted), open: !jotted.trim().is_empty() }
    }
}

impl SittingScreen {
    /// Opens the notes with what was written before, if the question has none of its own.
    pub(super) fn open_notes(&mut self) {
        self.notes.open = self.session.course().lacks_notes();
    }

    /// Opens the notes and pastes text into them.
    pub(super) fn paste_notes(&mut self, text: &str, cx: &mut Cx<'_>) {
        self.open_notes();
        if !self.notes.open {
            return;
        }
        if self.notes.editor.paste(text) {
            return self.jot(cx);
        }
        cx.say("That does not fit: the notes would be too long. Nothing was pasted.");
    }

    /// Types a character into the notes.
    pub(super) fn type_note(&mut self, c: char, cx: &mut Cx<'_>) {
        if self.notes.editor.type_char(c) {
            return self.jot(cx);
        }
        cx.say("These notes are as long as notes can be.");
    }

    /// Replaces the notes by what another editor returned.
    pub(super) fn set_notes(&mut self, text: &str, cx: &mut Cx<'_>) {
        self.notes.editor.set_text(text);
        self.jot(cx);
    }

    /// Keeps the notes in progress, as answers are kept.
    fn jot(&mut self, cx: &mut Cx<'_>) {
        self.apply(Intent::Jot(self.notes.editor.text()), cx);
    }

    /// Saves the open notes. False if there are none.
    pub(super) fn keep_open_notes(&mut self, cx: &mut Cx<'_>) -> bool {
        let text = self.notes.editor.text();
        let some = self.notes.open && !text.trim().is_empty();
        if some {
            self.apply(Intent::KeepNotes(text), cx);
        }
        some
    }

    pub(super) fn key_notes(&mut self, action: Action, cx: &mut Cx<'_>) {
        match action {
            Action::Edit(edit) if self.notes.editor.apply(edit) => self.jot(cx),
            Action::External => {
                let of = self.any_answer().map(|answer| Of::Notes(answer.id().clone()));
                cx.effects.extend(of.map(|of| Effect::Edit(of, self.notes.editor.text())));
            }
            Action::Done if !self.keep_open_notes(cx) => cx.say("Nothing is written yet. Esc goes on without notes."),
            Action::Back => {
                self.notes.open = false;
                if !self.notes.editor.text().trim().is_empty() {
                    cx.say("Not saved yet: n goes on with these notes.");
                }
            }
            _ => {}
        }
    }
}

/// Draws the notes, with the answer beside them if there is room for both.
pub(super) fn view(screen: &SittingScreen, review: &Review, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
    let theme = look.theme;
    header(review.answer(), look, "your notes", frame, area);
    let body = below(area, 1);
    let mut notes = margin(body);
    if body.width >= BESIDE {
        let [left, right] = two_halves(frame, body, theme);
        screen.reveal.view_answer(review, &screen.page.code, theme, frame, margin(left));
        notes = margin(right);
    }
    let help = ["Notes, one point a line", "must: in front makes it a must"];
    let shown = if notes.height >= 10 { 2 } else { usize::from(notes.height >= 4) };
    for (n, (words, y)) in help.iter().take(shown).zip(notes.y..).enumerate() {
        let style = if n == 0 { theme.strong } else { theme.dim };
        let row = Rect { y, height: 1, ..notes };
        frame.render_widget(Line::styled(shorten(words, usize::from(row.width)), style), row);
    }
    let above = u16::try_from(shown).unwrap_or(0) + u16::from(shown == help.len());
    let text = below(notes, above);
    screen.notes.editor.draw(frame, text, true);
}
