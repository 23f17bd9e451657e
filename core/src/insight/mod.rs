//! What the log adds up to: pure functions over its rows. Every figure comes with the number of answers behind it;
//! below five answers no figure is shown.

mod account;
mod calibration;
mod days;
mod habits;
mod mastery;
mod misses;
mod sum;
#[cfg(test)]
mod testing;
mod totals;

pub use account::Account;
pub use calibration::{Calibration, Direction, Kindness, Said, calibration};
pub use days::{DayCount, Retention, Streak, Week, forecast, heatmap, retention, streak, weeks};
pub use habits::{Allowed, TimeUse, time_use};
pub use mastery::{Sample, TopicMastery, by_topic};
pub use misses::{ConceptMiss, Misses, PointMiss, Repeated, Tally, TierTally, misses};
pub use sum::{Insight, Mastery};
pub use totals::{Sum, Totals, totals, totals_by_day, totals_by_question};

/// With fewer values than this, a figure says nothing.
pub const FEW: usize = 5;

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
