//! What was gained and lost since a question was last judged.

use crate::assess::Ticks;
use crate::bank::Point;
use crate::history::Tick;

/// What changed since the question was last judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gains<'a> {
    /// Number of points hit last time.
    pub before: usize,
    /// Number of points that count.
    pub of: usize,
    /// Texts of the points hit now but not last time.
    pub gained: Vec<&'a str>,
    /// Texts of the points hit last time but not now.
    pub lost: Vec<&'a str>,
}

impl<'a> Gains<'a> {
    /// What changed among the points that count.
    pub(super) fn between(before: &Ticks, now: &Ticks, points: impl Iterator<Item = &'a Point>) -> Self {
        let hit = |ticks: &Ticks, id: &str| ticks.of(id) == Tick::Hit;
        let mut gains = Self::default();
        for point in points {
            match (hit(before, &point.id), hit(now, &point.id)) {
                (false, true) => gains.gained.push(&point.text),
                (true, false) => gains.lost.push(&point.text),
                _ => {}
            }
            gains.before += usize::from(hit(before, &point.id));
            gains.of += 1;
        }
        gains
    }
}
