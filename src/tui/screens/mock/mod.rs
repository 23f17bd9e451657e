//! Mock interviews: the list, the sitting with its silent interviewer, the debrief, the scorecard.

mod card;
mod compare;
mod debrief;
mod list;
mod offer;
mod sitting;

pub use card::CardScreen;
pub use debrief::DebriefScreen;
pub use list::MocksScreen;
pub use offer::OfferScreen;
pub use sitting::MockScreen;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::super::theme::Theme;
use super::super::widgets::{column, shorten};

/// The first line of a screen: a title on the left, `right` on the right.
fn head(left: &str, right: &str, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
    let row = Rect { height: area.height.min(1), ..area };
    let right = Line::from(Span::styled(format!("{right} "), theme.dim)).right_aligned();
    let room = usize::from(area.width).saturating_sub(right.width() + 2);
    frame.render_widget(Line::styled(format!(" {}", shorten(left, room)), theme.strong), row);
    frame.render_widget(right, row);
}

/// What stands below the first line, with a margin.
fn below(area: Rect) -> Rect {
    column(area, if area.height >= 14 { 2 } else { 1 }, u16::MAX)
}
