//! Which words of an answer stand for points: those that say them, and those that only touch them.

use std::ops::Range;

use ratatui::style::Style;

use crate::assess::{Mention, StatedMistake};
use crate::tui::theme::Theme;

/// Places in an answer, sorted and apart from each other, with whether they say a point or only touch it.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks(Vec<(Range<usize>, bool)>);

impl Marks {
    /// The places of all points and of stated mistakes. What says one point and touches another says it.
    pub(super) fn of(found: &[Mention], stated: &[StatedMistake]) -> Self {
        let said = merged(found.iter().flat_map(|point| point.evidence.iter().cloned()));
        let loose = found.iter().flat_map(|point| &point.touches);
        let touched = merged(loose.chain(stated.iter().flat_map(|mistake| &mistake.places)).cloned());
        let mut marks: Vec<_> =
            touched.into_iter().flat_map(|range| without(range, &said)).map(|range| (range, false)).collect();
        marks.extend(said.into_iter().map(|range| (range, true)));
        marks.sort_by_key(|(range, _)| range.start);
        Self(marks)
    }

    /// Those within a part of the answer, as places of that part, with their styles.
    pub(super) fn within(&self, part: &Range<usize>, theme: &Theme) -> Vec<(Range<usize>, Style)> {
        let inside = self.0.iter().filter(|(mark, _)| mark.start < part.end && mark.end > part.start);
        let place = |mark: &Range<usize>| mark.start.max(part.start) - part.start..mark.end.min(part.end) - part.start;
        inside.map(|(mark, said)| (place(mark), if *said { theme.mentioned } else { theme.touched })).collect()
    }
}

/// Places of different points may overlap; what is drawn must not.
pub(in crate::tui::screens) fn merged(places: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut places: Vec<Range<usize>> = places.collect();
    places.sort_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::new();
    for place in places {
        match merged.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => merged.push(place),
        }
    }
    merged
}

/// What is left of a range beside others, which are sorted.
fn without(range: Range<usize>, others: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut left = Vec::new();
    let mut from = range.start;
    for other in others.iter().filter(|other| other.start < range.end && other.end > range.start) {
        left.push(from..other.start.max(from));
        from = other.end.min(range.end);
    }
    left.push(from..range.end);
    left.retain(|range| !range.is_empty());
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mention(mentioned: bool, places: &[(usize, usize)]) -> Mention {
        let places: Vec<Range<usize>> = places.iter().map(|(from, to)| *from..*to).collect();
        let (evidence, touches) = if mentioned { (places, Vec::new()) } else { (Vec::new(), places) };
        Mention { point: "p".to_owned(), mentioned, evidence, touched: true, touches }
    }

    #[test]
    fn what_is_said_covers_what_is_touched() {
        let found =
            [mention(false, &[(0, 4), (6, 20)]), mention(true, &[(8, 10), (9, 12)]), mention(false, &[(18, 24)])];
        let marks = Marks::of(&found, &[]).0;
        assert_eq!(marks, [(0..4, false), (6..8, false), (8..12, true), (12..24, false)]);
        let stated = StatedMistake { mistake: "m".to_owned(), places: vec![10..14, 30..32] };
        let marks = Marks::of(&found, &[stated]).0;
        assert_eq!(marks.last(), Some(&(30..32, false)), "a mistake is touched");
    }

    #[test]
    fn a_part_has_its_own_places() {
        let theme = Theme::dark();
        let marks = Marks::of(&[mention(true, &[(2, 8)]), mention(false, &[(12, 14)])], &[]);
        assert_eq!(marks.within(&(5..13), &theme), [(0..3, theme.mentioned), (7..8, theme.touched)]);
    }
}
