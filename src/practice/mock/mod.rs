//! Mock interviews: what is going to be asked, drawn from a loop.

mod draw;
mod fill;
mod plan;

pub use draw::{Known, Request, Unfilled, plan};
pub use plan::{FOLLOW_UP_SECONDS, Plan, Planned, PlannedRound, follow_ups, length};
