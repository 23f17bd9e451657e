//! A difference between two texts on the screen: what is gone is dim, what was added is underlined.

use std::ops::Range;

use ratatui::style::{Modifier, Style};
use ratatui::text::Span;

use crate::answers::{Change, Marked};
use crate::tui::theme::Theme;
use crate::tui::widgets::Prose;

/// How a change looks. In one text its marks say the same without any style.
pub(super) fn style(change: Change, theme: &Theme) -> Style {
    match change {
        Change::Same => theme.text,
        Change::Gone => theme.dim,
        Change::Added => theme.good.add_modifier(Modifier::UNDERLINED),
    }
}

/// Places of one change with their style.
pub(super) fn painted(places: &[Range<usize>], change: Change, theme: &Theme) -> Vec<(Range<usize>, Style)> {
    places.iter().map(|place| (place.clone(), style(change, theme))).collect()
}

/// Both texts in one, behind `lead`.
pub(super) fn as_one<'a>(prose: Prose<'a>, lead: Span<'a>, marked: &Marked, theme: &Theme) -> Prose<'a> {
    let marks: Vec<_> = marked.marks.iter().map(|(change, place)| (place.clone(), style(*change, theme))).collect();
    prose.painted_item(lead, &marked.text, &marks, theme.text)
}

/// A text as it is compared and drawn: safe to show, and a tab takes one column, as its byte does.
pub(super) fn shown(text: &str) -> String {
    crate::text::clean(text.trim()).replace('\t', " ")
}
