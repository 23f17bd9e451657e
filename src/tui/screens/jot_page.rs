//! A text of one's own: a note beside an answer, or the answer that is kept.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::bank::QuestionId;
use crate::engine::UnkeptRemark;
use crate::history::{MyAnswer, RecordId, Work};
use crate::tui::editor::Editor;
use crate::tui::keymap::Action;
use crate::tui::screen::{Cx, Effect, Form};
use crate::tui::theme::Theme;
use crate::tui::widgets::{MEASURE, below, column, first_row, shorten};

/// What kind of text is being written.
#[derive(Debug)]
enum Sort {
    /// A note beside this attempt: it can be searched for and appears in the report.
    Remark(RecordId),
    /// The kept answer, with the attempt that it came from.
    MyAnswer(Option<RecordId>),
}

impl Sort {
    fn title(&self) -> &'static str {
        match self {
            Self::Remark(_) => " Your note on this answer",
            Self::MyAnswer(_) => " My answer",
        }
    }

    fn is_full(&self) -> &'static str {
        match self {
            Self::Remark(_) => "This note is as long as one can be.",
            Self::MyAnswer(_) => "This answer is as long as one can be.",
        }
    }

    fn kept(&self, is_empty: bool) -> &'static str {
        match (self, is_empty) {
            (Self::Remark(_), true) => "The note is gone.",
            (Self::Remark(_), false) => "The note is kept: / finds it.",
            (Self::MyAnswer(_), true) => "No answer is kept any more.",
            (Self::MyAnswer(_), false) => "Kept as my answer: it stands here, and behind the notes (h).",
        }
    }
}

/// The page of a text being written.
#[derive(Debug)]
pub(super) struct JotPage {
    sort: Sort,
    question: QuestionId,
    editor: Editor,
    /// The text as the log has it.
    kept: String,
    /// Whether somebody was warned that it is not saved yet.
    warned: bool,
}

impl JotPage {
    /// Continues the note beside an answer. None if it cannot be read, which is then said.
    pub(super) fn remark(attempt: &RecordId, question: &QuestionId, cx: &mut Cx<'_>) -> Option<Self> {
        match cx.engine.remark_on(attempt) {
            Ok(kept) => {
                let kept = kept.unwrap_or_default();
                let editor = Editor::new(&crate::text::clean(&kept));
                Some(Self {
                    sort: Sort::Remark(attempt.clone()),
                    question: question.clone(),
                    editor,
                    kept,
                    warned: false,
                })
            }
            Err(error) => {
                cx.say(error.to_string());
                None
            }
        }
    }

    /// Continues the kept answer; if there is none, starts from `begin`.
    pub(super) fn my_answer(kept: Option<&MyAnswer>, begin: MyAnswer) -> Self {
        let kept = kept.cloned();
        let text = kept.as_ref().map(|kept| kept.text.clone()).unwrap_or_default();
        let begin = kept.unwrap_or(begin);
        let editor = Editor::new(&crate::text::clean(&begin.text));
        Self { sort: Sort::MyAnswer(begin.attempt), question: begin.question, editor, kept: text, warned: false }
    }

    /// Performs an action. False: the page is done with.
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

    /// Types a character, or says that the text is full.
    pub(super) fn type_char(&mut self, c: char, cx: &mut Cx<'_>) {
        self.warned = false;
        if !self.editor.type_char(c) {
            cx.say(self.sort.is_full());
        }
    }

    /// Pastes a text, or says that it does not fit.
    pub(super) fn paste(&mut self, text: &str, cx: &mut Cx<'_>) {
        self.warned = false;
        if !self.editor.paste(text) {
            cx.say("That does not fit: the text would be too long. Nothing was pasted.");
        }
    }

    /// Has the text saved, unless it is saved already.
    pub(super) fn save(&mut self, cx: &mut Cx<'_>) {
        if self.is_kept() {
            return;
        }
        let text = self.editor.text();
        let record = match &self.sort {
            Sort::Remark(attempt) => cx.engine.remark(attempt, &self.question, &text, cx.now),
            Sort::MyAnswer(attempt) => {
                let answer = MyAnswer::of(self.question.clone(), attempt.clone(), text.clone());
                let kept = cx.engine.keep_answer(answer, cx.now);
                kept.unwrap_or_else(|| cx.engine.let_answer_go(&self.question, cx.now))
            }
        };
        cx.effects.push(Effect::save(record));
        cx.say(self.sort.kept(text.trim().is_empty()));
        self.kept = text;
    }

    /// The text that is not saved yet, as a form, in case the program is lost.
    pub(super) fn form(&self) -> Option<Form> {
        let (question, text) = (self.question.clone(), self.editor.text());
        let form = match &self.sort {
            Sort::Remark(attempt) => {
                Form::new(Work::Remark, &UnkeptRemark { attempt: attempt.clone(), question, text })
            }
            Sort::MyAnswer(attempt) => Form::new(Work::MyAnswer, &MyAnswer::of(question, attempt.clone(), text)),
        };
        form.filter(|_| !self.is_kept())
    }

    fn is_kept(&self) -> bool {
        self.editor.text().trim() == self.kept.trim()
    }

    /// Draws the page: a title, the prompt in a line, and the editor.
    pub(super) fn view(&self, prompt: &str, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
        frame.render_widget(Line::styled(self.sort.title(), theme.strong), first_row(area));
        let body = column(area, 1, MEASURE);
        let prompt = shorten(&crate::text::one_line(prompt), usize::from(body.width));
        frame.render_widget(Line::styled(prompt, theme.dim), first_row(body));
        self.editor.draw(frame, below(body, if area.height >= 8 { 2 } else { 1 }), true);
    }
}
