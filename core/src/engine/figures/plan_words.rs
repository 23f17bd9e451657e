//! A plan in sentences, the same on the screen and on the command line.

use chrono::NaiveDate;

use crate::memory::Plan;
use crate::memory::plan::READINESS;
use crate::practice::words::{count, percent};

/// With fewer answers readiness is more of an assumption than a measurement; from there on it was off by no more than 0.05 in
/// simulations (`cargo bench --bench plan`).
const GUESS: u32 = 40;

/// What a plan says, sentence by sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanWords {
    /// When it is: "in 21 days", "tomorrow", "past". None: there is no date.
    pub when: Option<String>,
    /// How ready, with the questions that were never asked.
    pub readiness: String,
    /// What that means, and whether it rests on anything yet.
    pub meaning: String,
    /// Whether the answers a day suffice, and what would make them. Empty where there is nothing to plan.
    pub enough: String,
    /// What the days before the date are for. None: there is no such window.
    pub window: Option<String>,
}

/// "in 21 days".
fn when(date: NaiveDate, today: NaiveDate) -> String {
    match (date - today).num_days() {
        i64::MIN..=-1 => "past".to_owned(),
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days => format!("in {days} days"),
    }
}

impl PlanWords {
    /// Says a plan. `later` is a date that would do where this one does not.
    pub fn of(plan: &Plan, today: NaiveDate, later: Option<NaiveDate>) -> Self {
        let seen = format!("{} of {} never asked yet", plan.unseen, count(plan.questions, "question"));
        let readiness = if plan.days.is_empty() {
            format!("Readiness today {}, {seen}.", percent(plan.readiness_now))
        } else {
            format!(
                "Readiness on the day {} if the plan is kept, {} if you stop now; today {}, {seen}.",
                percent(plan.readiness),
                percent(plan.readiness_if_stopped),
                percent(plan.readiness_now)
            )
        };
        let guess = match plan.answers {
            GUESS.. => String::new(),
            few => format!(" So far, with {}, it is a guess.", count(few as usize, "answer")),
        };
        let window = plan.window_from.filter(|_| !plan.days.is_empty());
        Self {
            when: plan.date.map(|date| when(date, today)),
            readiness,
            meaning: format!("{READINESS}{guess}"),
            enough: if plan.days.is_empty() { String::new() } else { enough(plan, later) },
            window: window.map(|from| {
                format!("From {} on: whatever gains most by the day, new or not.", from.format("%a %Y-%m-%d"))
            }),
        }
    }
}

fn enough(plan: &Plan, later: Option<NaiveDate>) -> String {
    if plan.enough {
        return "That is enough to ask every question at least once.".to_owned();
    }
    let later = later.map(|date| format!("{} with {} a day", date.format("%a %Y-%m-%d"), plan.per_day));
    let short = format!("Not enough for every question: {} would stay unasked.", plan.unseen_on_date);
    match (plan.enough_per_day, later) {
        (Some(needed), Some(later)) => format!("{short} {needed} a day would do, or a later date: {later}."),
        (Some(needed), None) => format!("{short} {needed} a day would do, or a later date."),
        (None, Some(later)) => format!("{short} A later date would do: {later}."),
        (None, None) => format!("{short} A later date would do."),
    }
}
