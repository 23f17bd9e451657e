//! Mock interviews: which questions are drawn for a loop, the sitting in which they are asked, and its debrief.

mod claim;
mod debrief;
mod draw;
mod fill;
mod filled;
mod follow;
mod heard;
mod own;
mod plan;
mod react;
mod result;
mod sitting;
mod suits;

pub use debrief::{AnswerDifferences, Debrief, DebriefNotes, DebriefProgress, Debriefed, Difference};
pub use draw::{Known, Offer, Request, Unfilled, plan};
pub use filled::{Against, Before, FilledAnswer, FilledSheet, HeldMock, SheetError, is_for};
pub use follow::Situation;
pub use own::loop_of;
pub use plan::{FOLLOW_UP_SECONDS, Plan, Planned, PlannedRound, follow_ups, length};
pub use react::{REACTION_S, Unasked};
pub use result::{ResultRow, band_in_short, band_words, expected_words, level_words, result_rows, verdicts_words};
pub use sitting::{
    Given, LeftOut, Mock, MockProgress, MockStage, Questions, Reminder, ResumeError, RoundClock, left_out, progress_of,
    stand_in,
};
