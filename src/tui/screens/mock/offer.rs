//! Offers a mock that was left or interrupted before anything else.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::body_of;
use crate::engine::{LeftMock, MockRow};
use crate::history::{Medium, RecordId};
use crate::practice::mock::{MockProgress, Plan};
use crate::practice::words::{mock_place, mock_saved};
use crate::session::give_up_mock;
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Look, Route, Screen};
use crate::tui::widgets::{Prose, Scroll, title_row};

/// Asks whether to resume a mock.
#[derive(Debug)]
pub struct OfferScreen {
    id: RecordId,
    progress: Option<MockProgress>,
    when: String,
    torn: bool,
    /// The plan of the new mock that was about to begin, if any.
    another: Option<Box<Plan>>,
    medium: Medium,
    scroll: Scroll,
    sure: bool,
}

impl OfferScreen {
    /// For a mock that was left, when another one of the same loop is about to begin.
    pub fn new(row: MockRow, another: Option<Box<Plan>>, medium: Medium) -> Self {
        let when = row.changed_at.format("%a %-d %b at %H:%M").to_string();
        Self {
            id: row.id,
            progress: row.progress,
            when,
            torn: false,
            another,
            medium,
            scroll: Scroll::default(),
            sure: false,
        }
    }

    /// For a mock that was interrupted because an earlier run was lost.
    pub fn interrupted(left: LeftMock) -> Self {
        Self {
            when: left.saved_at.format("%a %-d %b at %H:%M").to_string(),
            id: left.id,
            progress: Some(left.progress),
            torn: true,
            another: None,
            medium: Medium::Typed,
            scroll: Scroll::default(),
            sure: false,
        }
    }
}

impl Screen for OfferScreen {
    fn context(&self) -> Context {
        Context::MockOffer
    }

    fn offers(&self, action: Action) -> bool {
        action != Action::Another || self.another.is_some()
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        let sure = std::mem::take(&mut self.sure);
        let id = self.id.clone();
        match action {
            Action::Accept => return Route::ResumeMock(id, self.medium),
            Action::Another => {
                if let Some(plan) = self.another.take() {
                    return Route::Mock(plan, self.medium);
                }
            }
            Action::Skip => return if self.torn { Route::Home } else { Route::Mocks(false) },
            Action::Discard if !sure => {
                self.sure = true;
                cx.say("Press d once more to give it up. What was answered can be debriefed.");
            }
            Action::Discard => match give_up_mock(&id, cx.engine, cx.now) {
                Ok(orders) => {
                    cx.effects.extend(orders.into_iter().map(Effect::from));
                    return Route::Mocks(true);
                }
                Err(error) => cx.say(error),
            },
            _ => self.scroll.act(action),
        }
        Route::Stay
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        let Some(progress) = &self.progress else { return };
        let title = if self.torn { "A mock interview was interrupted" } else { "A mock interview waits" };
        title_row(frame, area, theme, title, "");
        let body = body_of(area);
        let place = format!("{}; kept {}.", mock_place(progress), self.when);
        let mut prose = Prose::new(body.width).paragraph(&place, theme.strong);
        prose = prose.paragraph(mock_saved(progress), theme.dim);
        if self.another.is_some() {
            prose = prose.paragraph("n begins a new one; this one can still wait.", theme.dim);
        }
        let text = progress.text().trim();
        if !text.is_empty() {
            prose = prose.gap().line(Line::styled("Half an answer", theme.strong)).paragraph(text, theme.text);
        }
        prose.draw(frame, body, &self.scroll, theme.dim);
    }
}
