//! What was asked in a real interview: written down one question per line, then compared with what was practised.

use ratatui::Frame;
use ratatui::layout::Rect;
use serde::{Deserialize, Serialize};

use crate::engine::{Comparison, Engine};
use crate::history::{RecordId, Work};
use crate::job::read_asked;
use crate::tui::editor::Editor;
use crate::tui::job_order::JobOrder;
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Form, Look, Route, Screen};
use crate::tui::widgets::{MEASURE, Prose, Scroll, below, column, title_row};

/// The note in progress, as it is kept on the disk.
#[derive(Debug, Serialize, Deserialize)]
struct Written {
    job: Option<RecordId>,
    text: String,
}

/// The screen for writing down what was asked.
#[derive(Debug)]
pub struct AskedScreen {
    job: Option<RecordId>,
    editor: Editor,
    /// How it compares with what was practised. None: it is still being written.
    compared: Option<Comparison>,
    scroll: Scroll,
    /// Whether somebody was warned that it is not saved yet.
    warned: bool,
}

impl AskedScreen {
    /// An empty note for a job, or the one that a lost program left.
    pub fn new(job: Option<RecordId>, engine: &Engine) -> Self {
        let left = engine.left_form::<Written>(Work::Asked);
        let left = left.filter(|left| job.is_none() || left.job == job);
        let (job, text) = left.map_or((job, String::new()), |left| (left.job, left.text));
        Self {
            job,
            editor: Editor::new(&crate::text::clean(&text)),
            compared: None,
            scroll: Scroll::default(),
            warned: false,
        }
    }

    fn keep(&mut self, cx: &mut Cx<'_>) {
        let asked = read_asked(&self.editor.text());
        if asked.is_empty() {
            cx.say("Nothing is written yet: one question a line, with + ~ or - at its end for how it went.");
            return;
        }
        let job = self.job.as_ref().and_then(|id| cx.engine.jobs().find(Some(id.as_str()), cx.now).ok());
        let today = cx.now.calendar_day();
        self.compared = Some(cx.engine.compare_interview(job.as_ref(), today, &asked));
        cx.effects.push(Effect::Job(JobOrder::Interview(self.job.clone(), today, asked)));
    }
}

impl Screen for AskedScreen {
    fn context(&self) -> Context {
        if self.compared.is_some() { Context::Reader } else { Context::Asked }
    }

    fn offers(&self, action: Action) -> bool {
        match action {
            Action::PageDown => self.scroll.has_more(),
            Action::ScrollLeft | Action::ScrollRight => self.scroll.is_wide(),
            _ => true,
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        if self.compared.is_some() {
            if action == Action::Back {
                return Route::Back;
            }
            self.scroll.act(action);
            return Route::Stay;
        }
        match action {
            Action::Edit(edit) => {
                self.editor.apply(edit);
                self.warned = false;
            }
            Action::Done => self.keep(cx),
            Action::Back if self.warned || self.editor.text().trim().is_empty() => return Route::Back,
            Action::Back => {
                self.warned = true;
                cx.say("Not kept yet: Ctrl-D keeps it, Esc once more throws it away.");
            }
            _ => {}
        }
        Route::Stay
    }

    fn type_char(&mut self, c: char, cx: &mut Cx<'_>) {
        self.warned = false;
        if !self.editor.type_char(c) {
            cx.say("This note is as long as one can be.");
        }
    }

    fn paste(&mut self, text: &str, cx: &mut Cx<'_>) {
        self.warned = false;
        if self.compared.is_none() && !self.editor.paste(text) {
            cx.say("That does not fit: the note would be too long. Nothing was pasted.");
        }
    }

    fn form(&self, _engine: &Engine) -> Option<Form> {
        let text = self.editor.text();
        let written = self.compared.is_none() && !text.trim().is_empty();
        Form::new(Work::Asked, &Written { job: self.job.clone(), text }).filter(|_| written)
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        title_row(frame, area, theme, "What was asked", "");
        let body = column(below(area, 1), 1, MEASURE);
        if let Some(compared) = &self.compared {
            let lines = compared.lines();
            let prose = lines.iter().fold(Prose::new(body.width), |prose, line| match line.strip_prefix("    ") {
                Some(about) => prose.indented(about, theme.dim, 2),
                None => prose.paragraph(line, theme.text),
            });
            prose.draw(frame, body, &self.scroll, theme.dim);
            return;
        }
        let words = "One question a line; + ~ or - at its end says how it went.";
        let head = Prose::new(body.width).paragraph(words, theme.dim);
        let rows = u16::try_from(head.height()).unwrap_or(1);
        head.draw(frame, body, &Scroll::default(), theme.dim);
        self.editor.draw(frame, below(body, rows + u16::from(area.height >= 8)), true);
    }
}
