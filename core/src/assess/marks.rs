//! Which words of an answer to mark: those that say a point, and those that only touch one.

use std::ops::Range;

use super::{Mention, StatedMistake};

/// The byte ranges of all points and stated mistakes in an answer, sorted and not overlapping. The flag is true where
/// a point is said, and false where something is only touched. A range that says one point and touches another counts
/// as said.
pub fn marks(found: &[Mention], stated: &[StatedMistake]) -> Vec<(Range<usize>, bool)> {
    let said = merged(found.iter().flat_map(|point| point.evidence.iter().cloned()));
    let of_points = found.iter().flat_map(|point| &point.touches);
    let touched = merged(of_points.chain(stated.iter().flat_map(|mistake| &mistake.places)).cloned());
    let mut marks: Vec<_> =
        touched.into_iter().flat_map(|range| without(range, &said)).map(|range| (range, false)).collect();
    marks.extend(said.into_iter().map(|range| (range, true)));
    marks.sort_by_key(|(range, _)| range.start);
    marks
}

/// Merges overlapping ranges: those of different points may overlap, but what is drawn must not.
pub fn merged(places: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
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

/// What is left of a range after taking out the others, which are sorted.
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
        Mention { point: "p".to_owned(), mentioned, evidence, touched: true, touches, near: true }
    }

    #[test]
    fn what_is_said_covers_what_is_touched() {
        let found =
            [mention(false, &[(0, 4), (6, 20)]), mention(true, &[(8, 10), (9, 12)]), mention(false, &[(18, 24)])];
        let places = marks(&found, &[]);
        assert_eq!(places, [(0..4, false), (6..8, false), (8..12, true), (12..24, false)]);
        let stated = StatedMistake { mistake: "m".to_owned(), places: vec![10..14, 30..32] };
        assert_eq!(marks(&found, &[stated]).last(), Some(&(30..32, false)), "a mistake is touched");
    }
}
