//! The questions that are no longer asked, and the way to ask each of them again.

use chrono::NaiveDate;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::bank::QuestionId;
use crate::engine::Engine;
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Confirm, Cx, Effect, Look, Route, Screen};
use crate::tui::widgets::{
    at_right, below, cursor_mark, first_row, list_ends, moved, row_style, rows_in_sight, shorten,
};

/// Columns of a prompt; enough to recognise it by.
const LONGEST: usize = 160;

/// Asks whether a question should no longer be asked.
pub(super) fn retire(engine: &Engine, question: &QuestionId) -> Route {
    Route::Confirm(Box::new(Confirm {
        title: "Stop asking this question?".to_owned(),
        text: vec![
            shorten(&crate::text::one_line(engine.questions().prompt(question)), LONGEST),
            "Its history stays. X in the list of questions brings it back.".to_owned(),
        ],
        effect: Effect::Retire(question.clone(), true),
    }))
}

/// The retired questions, most recently retired first.
#[derive(Debug)]
pub struct RetiredScreen {
    retired: Vec<(NaiveDate, QuestionId)>,
    cursor: usize,
}

impl RetiredScreen {
    /// Reads all banks.
    pub fn new(engine: &Engine) -> Self {
        Self { retired: retired(engine), cursor: 0 }
    }
}

fn retired(engine: &Engine) -> Vec<(NaiveDate, QuestionId)> {
    let entries = engine.library().entries().iter();
    let mut all: Vec<_> = entries.filter_map(|entry| Some((entry.retired?, entry.id.clone()))).collect();
    all.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    all
}

impl Screen for RetiredScreen {
    fn context(&self) -> Context {
        Context::Retired
    }

    fn offers(&self, action: Action) -> bool {
        action != Action::Accept || !self.retired.is_empty()
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match action {
            Action::Accept => {
                if let Some((_, question)) = self.retired.get(self.cursor) {
                    cx.effects.push(Effect::Retire(question.clone(), false));
                }
            }
            Action::Back => return Route::Back,
            _ => self.cursor = moved(self.cursor, self.retired.len(), action),
        }
        Route::Stay
    }

    fn bank_changed(&mut self, _done: bool, cx: &mut Cx<'_>) {
        self.retired = retired(cx.engine);
        self.cursor = self.cursor.min(self.retired.len().saturating_sub(1));
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        frame.render_widget(Line::styled(" No longer asked", theme.strong), first_row(area));
        let list = below(area, 2);
        if self.retired.is_empty() {
            frame.render_widget(Line::styled("   Every question is asked.", theme.dim), list);
            return;
        }
        for (index, row) in rows_in_sight(list, self.cursor, self.retired.len()) {
            let ((day, question), selected) = (&self.retired[index], index == self.cursor);
            let since = if list.width >= 60 { format!("since {}", day.format("%-d %b %Y")) } else { String::new() };
            let room = usize::from(list.width).saturating_sub(since.len() + if since.is_empty() { 5 } else { 6 });
            let prompt = shorten(&crate::text::one_line(look.engine.questions().prompt(question)), room);
            let line = vec![
                Span::styled(cursor_mark(selected), theme.selected),
                Span::styled(prompt, row_style(selected, theme)),
            ];
            frame.render_widget(Line::from(line), row);
            if !since.is_empty() {
                at_right(frame, row, &since, theme.dim);
            }
        }
        list_ends(frame, list, self.cursor, self.retired.len(), theme);
    }
}
