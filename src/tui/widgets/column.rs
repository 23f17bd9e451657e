//! The column in which running text stands.

use ratatui::layout::Rect;

/// The widest running text, in columns: longer rows are hard to read.
pub const MEASURE: u16 = 76;

/// The area from row `top` on, at most `widest` columns wide, with a margin at both sides that is smaller on narrow
/// screens.
pub fn column(area: Rect, top: u16, widest: u16) -> Rect {
    let margin = if area.width >= 60 { 3 } else { 1 };
    Rect {
        x: area.x.saturating_add(margin).min(area.right()),
        y: area.y.saturating_add(top).min(area.bottom()),
        width: area.width.saturating_sub(2 * margin).min(widest),
        height: area.height.saturating_sub(top),
    }
}
