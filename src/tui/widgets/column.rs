//! The column that running text stands in.

use ratatui::layout::Rect;

/// Widest running text: longer rows are hard to read.
pub const MEASURE: u16 = 76;

/// `top` rows down, with a margin on both sides that is smaller where there is little room, and `widest` cells at the most.
pub fn column(area: Rect, top: u16, widest: u16) -> Rect {
    let margin = if area.width >= 60 { 3 } else { 1 };
    Rect {
        x: area.x.saturating_add(margin).min(area.right()),
        y: area.y.saturating_add(top).min(area.bottom()),
        width: area.width.saturating_sub(2 * margin).min(widest),
        height: area.height.saturating_sub(top),
    }
}
