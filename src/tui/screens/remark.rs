//! What somebody writes down beside an answer, for themselves: to be searched, and in the report.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::bank::QuestionId;
use crate::engine::UnkeptRemark;
use crate::history::{RecordId, Work};
use crate::tui::editor::Editor;
use crate::tui::keymap::Action;
use crate::tui::screen::{Cx, Effect, Form};
use crate::tui::theme::Theme;
use crate::tui::widgets::{MEASURE, below, column, first_row, shorten};

/// A remark being written.
#[derive(Debug)]
pub(super) struct RemarkPage {
    attempt: RecordId,
    question: QuestionId,
    editor: Editor,
    /// As the log has it.
    kept: String,
    /// Whether it was said that it is not kept yet.
    warned: bool,
}

impl RemarkPage {
    /// What is written beside an answer already, to be gone on with. None: it cannot be read, which is said.
    pub(super) fn open(attempt: &RecordId, question: &QuestionId, cx: &mut Cx<'_>) -> Option<Self> {
        match cx.engine.remark_on(attempt) {
            Ok(kept) => {
                let kept = kept.unwrap_or_default();
                let editor = Editor::new(&crate::text::clean(&kept));
                Some(Self { attempt: attempt.clone(), question: question.clone(), editor, kept, warned: false })
            }
            Err(error) => {
                cx.say(error.to_string());
                None
            }
        }
    }

    /// Does what a key asks for. False: it is done with.
    pub(super) fn key(&mut self, action: Action, cx: &mut Cx<'_>) -> bool {
        match action {
            Action::Edit(edit) => {
                self.editor.apply(edit);
                self.warned = false;
            }
            Action::Done => {
                self.save(cx);
                return false;
            }
            Action::Back if self.is_kept() || self.warned => return false,
            Action::Back => {
                self.warned = true;
                cx.say("Not kept yet: Ctrl-D keeps it, Esc once more throws it away.");
            }
            _ => {}
        }
        true
    }

    /// Takes a typed character.
    pub(super) fn type_char(&mut self, c: char, cx: &mut Cx<'_>) {
        self.warned = false;
        if !self.editor.type_char(c) {
            cx.say("This note is as long as one can be.");
        }
    }

    /// Takes a pasted text.
    pub(super) fn paste(&mut self, text: &str, cx: &mut Cx<'_>) {
        self.warned = false;
        if !self.editor.paste(text) {
            cx.say("That does not fit: the note would be too long. Nothing was pasted.");
        }
    }

    /// Has it kept, if it is not what is kept already.
    pub(super) fn save(&mut self, cx: &mut Cx<'_>) {
        if self.is_kept() {
            return;
        }
        let text = self.editor.text();
        cx.effects.push(Effect::save(cx.engine.remark(&self.attempt, &self.question, &text, cx.now)));
        cx.say(if text.trim().is_empty() { "The note is gone." } else { "The note is kept: / finds it." });
        self.kept = text;
    }

    /// What is written and not kept yet, in case the program is lost.
    pub(super) fn form(&self) -> Option<Form> {
        let (attempt, question) = (self.attempt.clone(), self.question.clone());
        let unkept = UnkeptRemark { attempt, question, text: self.editor.text() };
        Form::new(Work::Remark, &unkept).filter(|_| !self.is_kept())
    }

    fn is_kept(&self) -> bool {
        self.editor.text().trim() == self.kept.trim()
    }

    /// Draws it below what it is about.
    pub(super) fn view(&self, prompt: &str, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
        frame.render_widget(Line::styled(" Your note on this answer", theme.strong), first_row(area));
        let body = column(area, 1, MEASURE);
        let prompt = shorten(&crate::text::one_line(prompt), usize::from(body.width));
        frame.render_widget(Line::styled(prompt, theme.dim), first_row(body));
        self.editor.draw(frame, below(body, if area.height >= 8 { 2 } else { 1 }), true);
    }
}
