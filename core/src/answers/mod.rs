//! Answers to one question over time: the words in which two of them differ, and the points gained and lost between
//! them.

mod difference;
mod points;

pub use difference::{Change, Difference, MOST_PAIRS, Marked};
pub use points::{ComparedPoint, compared_points, moved_words};
