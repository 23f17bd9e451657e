//! Answers to one question over time: in which words two of them differ, and which points were gained and lost in between.

mod difference;
mod points;

pub use difference::{Change, Difference, MOST_PAIRS, Marked};
pub use points::{ComparedPoint, compared_points, moved_words};
