//! What it adds up to.

mod mastery;

pub use mastery::{ENOUGH, Sample, TopicMastery, by_topic};
