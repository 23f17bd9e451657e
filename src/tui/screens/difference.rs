//! A difference between two texts on the screen: what is gone is dim, what was added is underlined.

use std::ops::Range;

use ratatui::style::{Modifier, Style};
use ratatui::text::Span;

use crate::answers::{Change, Marked};
use crate::tui::theme::Theme;
use crate::tui::widgets::Prose;

/// The style of a change. A text that contains both sides also marks them without style.
pub(super) fn style(change: Change, theme: &Theme) -> Style {
    match change {
        Change::Same => theme.text,
        Change::Gone => theme.dim,
        Change::Added => theme.good.add_modifier(Modifier::UNDERLINED),
    }
}

/// Pairs the places of one kind of change with its style.
pub(super) fn painted(places: &[Range<usize>], change: Change, theme: &Theme) -> Vec<(Range<usize>, Style)> {
    places.iter().map(|place| (place.clone(), style(change, theme))).collect()
}

/// Adds both texts merged into one, after `lead`.
pub(super) fn as_one<'a>(prose: Prose<'a>, lead: Span<'a>, marked: &Marked, theme: &Theme) -> Prose<'a> {
    let marks: Vec<_> = marked.marks.iter().map(|(change, place)| (place.clone(), style(*change, theme))).collect();
    prose.painted_item(lead, &marked.text, &marks, theme.text)
}

/// A text as it is compared and drawn: safe to show, and with a blank for each tab, so that columns and bytes agree.
pub(super) fn shown(text: &str) -> String {
    crate::text::clean(text.trim()).replace('\t', " ")
}
