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

use ratatui::layout::Rect;

use super::super::widgets::column;

/// The area below the first line, with a margin.
fn body_of(area: Rect) -> Rect {
    column(area, if area.height >= 14 { 2 } else { 1 }, u16::MAX)
}
