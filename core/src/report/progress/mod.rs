//! The report of all figures from the log: the same facts as the Progress screen and `stats`.

mod markdown;
mod page;
mod pictures;

use chrono::NaiveDate;
use serde::Serialize;

use crate::engine::{Readiness, gets_to, left_unseen, pace_words};
use crate::insight::{Direction, FEW, Insight, TimeUse};
use crate::memory::Plan;
use crate::memory::plan::READINESS;
use crate::practice::words::count;
use crate::report::words::{capital, day};

pub(super) use markdown::markdown;
pub(super) use page::html;

/// All figures from the log. Serialised, this is the JSON report; fields may be added and are never renamed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProgressReport {
    /// The day on which the report was written.
    pub written_on: NaiveDate,
    /// Only answers of this day or later count; `None` means all. Mastery and streak are always over all time.
    pub since: Option<NaiveDate>,
    /// The target in a few words.
    pub target: String,
    /// Number of answers behind the report.
    pub answers: u32,
    /// With fewer values than this, a figure is not shown.
    pub few: usize,
    /// The plan up to the interview; `None` if no date is set or it is past.
    pub plan: Option<Plan>,
    /// All figures.
    #[serde(flatten)]
    pub insight: Insight,
}

impl ProgressReport {
    /// Puts the report together.
    pub fn of(
        insight: Insight,
        plan: Option<Plan>,
        target: String,
        since: Option<NaiveDate>,
        written_on: NaiveDate,
    ) -> Self {
        let answers = insight.heatmap.iter().map(|day| day.count).sum();
        Self { written_on, since, target, answers, few: FEW, plan, insight }
    }
}

/// The most rows in each list.
const ROWS: usize = 10;

/// Shown in place of a figure from too few values.
const TOO_FEW: &str = "too few to tell";

/// The answers that a line about time is about: "all answers", or a kind of question.
fn whose(used: &TimeUse) -> String {
    used.kind.map_or_else(|| "all answers".to_owned(), |kind| kind.to_string())
}

/// "You say would pass, the answers come to shaky, 0.8 of a band lower (40 answers, the gap is closing)", or that there
/// are too few answers; followed by how kindly points are ticked.
fn calibration(report: &ProgressReport) -> String {
    let found = &report.insight.calibration;
    let direction = match found.direction {
        Some(Direction::Closing) => ", the gap is closing",
        Some(Direction::Widening) => ", the gap is widening",
        Some(Direction::Steady) => ", the gap is steady",
        None => "",
    };
    let answers = count(found.answers as usize, "answer");
    let said = match &found.all {
        Some(all) => {
            format!("{} ({answers}{direction}).", capital(&all.words()))
        }
        None => format!("{answers} with a prediction and points: {TOO_FEW}."),
    };
    match found.kindness.words() {
        Some(words) => format!("{said} {words}."),
        None => said,
    }
}

/// Sentences about the plan to the interview; `None` if no date is set.
fn plan(plan: &Plan) -> Option<String> {
    let date = plan.date?;
    let enough = if plan.enough {
        format!("{} get to {}", pace_words(plan), gets_to(plan))
    } else {
        format!("{} leave {} unseen", pace_words(plan), left_unseen(plan))
    };
    let ready = Readiness::of(plan).words();
    Some(format!(
        "Interview on {}: {ready}. {READINESS} {} of {} questions are unseen; {enough}.",
        day(date),
        plan.unseen,
        plan.questions
    ))
}
