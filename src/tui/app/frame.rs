//! A frame: the screen or what lies over it, a notice, and the keys.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::App;
use crate::moment::Moment;
use crate::session::Keeping;
use crate::tui::guide;
use crate::tui::keymap::Context;
use crate::tui::screen::Look;
use crate::tui::widgets::{footer, shorten, wrap};

/// Columns and rows below which a screen says that it is too small instead of drawing something unreadable.
pub(in crate::tui) const SMALLEST: (u16, u16) = (20, 5);

/// Rows from which a notice has lines of its own.
const ROOM_FOR_NOTICES: u16 = 12;

impl App {
    /// Draws one frame.
    ///
    /// # Panics
    /// In debug builds, when a test asks for it.
    pub fn view(&self, now: Moment, frame: &mut Frame<'_>) {
        assert!(!self.crashing, "asked to crash while drawing");
        let area = frame.area();
        if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            let words = shorten("too small", usize::from(area.width));
            if !area.is_empty() {
                frame.render_widget(Line::styled(words, self.theme.warn), area);
            }
            return;
        }
        // On a low screen a notice replaces the keys; otherwise it stands above them and takes as many rows as it
        // needs.
        let told = self.notice.as_deref().map(crate::text::one_line).filter(|told| !told.is_empty());
        let guide = guide::words(self.context()).filter(|_| self.guided).map(Into::into);
        // On the summary the tour's words come before a notice about the last rating, which no longer helps.
        let told = if self.context() == Context::Summary { guide.or(told) } else { told.or(guide) };
        let has_keys = told.is_none() || area.height >= ROOM_FOR_NOTICES;
        let rows = told.as_deref().map_or_else(Vec::new, |told| notice_rows(told, area));
        let taken = u16::from(has_keys) + u16::try_from(rows.len()).unwrap_or(0);
        let body = Rect { height: area.height.saturating_sub(taken), ..area };
        let keys = Rect { y: area.bottom() - 1, height: 1, ..area };
        let look = Look { engine: &self.engine, theme: &self.theme, now };
        match &self.overlay {
            Some(overlay) => overlay.view(&self.theme, frame, body),
            None => self.screen.view(&look, frame, body),
        }
        for (words, y) in rows.iter().zip(body.bottom()..) {
            let line = Rect { y, height: 1, ..area };
            frame.render_widget(Line::styled(format!(" {words}"), self.theme.warn), line);
        }
        if !has_keys {
            return;
        }
        if let Some(overlay) = &self.overlay {
            let offered = |action| overlay.offers(action);
            footer(frame, keys, &self.theme, overlay.context(), Keeping::Nothing, offered, |_| None);
        } else {
            let screen = &self.screen;
            let (offered, named) = (|action| screen.offers(action), |action| screen.label(action));
            footer(frame, keys, &self.theme, screen.context(), screen.keeping(), offered, named);
        }
    }
}

/// Wraps a notice into rows. One that would take more than half of the screen is cut short.
fn notice_rows(told: &str, area: Rect) -> Vec<String> {
    let width = area.width.saturating_sub(2);
    let mut rows: Vec<String> = wrap(told, width).into_iter().map(|row| told[row].to_owned()).collect();
    let most = usize::from(area.height / 2).max(1);
    if rows.len() > most {
        rows.truncate(most);
        if let Some(last) = rows.last_mut() {
            *last = shorten(&format!("{last} …"), usize::from(width));
        }
    }
    rows
}
