//! Which words of an answer speak for points, as they are drawn.

use std::ops::Range;

use ratatui::style::Style;

use crate::assess::{Mention, StatedMistake, marks};
use crate::tui::theme::Theme;

/// Places in an answer, sorted and without overlaps; true if they say a point, false if they only touch it.
#[derive(Clone, Debug, Default)]
pub(super) struct Marks(Vec<(Range<usize>, bool)>);

impl Marks {
    /// The places of all points and of stated mistakes.
    pub(super) fn of(found: &[Mention], stated: &[StatedMistake]) -> Self {
        Self(marks(found, stated))
    }

    /// The places within a part of the answer, relative to its start, with their styles.
    pub(super) fn within(&self, part: &Range<usize>, theme: &Theme) -> Vec<(Range<usize>, Style)> {
        let inside = self.0.iter().filter(|(mark, _)| mark.start < part.end && mark.end > part.start);
        let place = |mark: &Range<usize>| mark.start.max(part.start) - part.start..mark.end.min(part.end) - part.start;
        inside.map(|(mark, said)| (place(mark), if *said { theme.mentioned } else { theme.touched })).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_has_its_own_places() {
        let theme = Theme::dark();
        let marks = Marks(vec![(2..8, true), (12..14, false)]);
        assert_eq!(marks.within(&(5..13), &theme), [(0..3, theme.mentioned), (7..8, theme.touched)]);
    }
}
