//! A plan in sentences, the same on the screen and on the command line.

use chrono::NaiveDate;

use crate::engine::Readiness;
use crate::insight::Account;
use crate::memory::Plan;
use crate::memory::plan::READINESS;
use crate::moment::Moment;
use crate::practice::words::{count, percent};

/// With fewer answers readiness is more of an assumption than a measurement; from there on it was off by no more than 0.05 in
/// simulations (`cargo bench --bench plan`).
const GUESS: u32 = 40;

/// What a plan says, sentence by sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanWords {
    /// When it is: "in 21 days", "tomorrow", "past". None: there is no date.
    pub when: Option<String>,
    /// The questions of the target.
    pub account: String,
    /// How ready; or that nothing can be said yet.
    pub readiness: String,
    /// What that means, and whether it rests on anything yet.
    pub meaning: String,
    /// Whether the answers a day suffice, and what would make them. Empty where there is nothing to plan.
    pub enough: String,
    /// What the days before the date are for. None: there is no such window.
    pub window: Option<String>,
    /// Which evening it still is. None: the day of the calendar is today's.
    pub evening: Option<String>,
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
    /// Says a plan over the questions of an account. `later` is a date that would do where this one does not.
    pub fn of(plan: &Plan, account: Account, now: Moment, later: Option<NaiveDate>) -> Self {
        let window = plan.window_from.filter(|_| !plan.days.is_empty());
        Self {
            when: plan.date.map(|date| when(date, now.calendar_day())),
            account: format!("{}.", account.words()),
            readiness: sentence(&Readiness::of(plan).words()),
            meaning: meaning(plan),
            enough: if plan.days.is_empty() { String::new() } else { enough(plan, later) },
            evening: now.small_hours().map(|words| format!("It is {words}.")),
            window: window.map(|from| {
                format!("From {} on: whatever gains most by the day, new or not.", from.format("%a %Y-%m-%d"))
            }),
        }
    }
}

/// What readiness means, what it takes of questions of which nothing is known, and whether it rests on anything yet.
fn meaning(plan: &Plan) -> String {
    let unseen = if plan.unseen > 0 {
        let pass = percent(plan.unseen_pass);
        format!(" An unseen question counts with {pass}: your first answers so far, beside the setting unseen_prior.")
    } else {
        String::new()
    };
    let weighed = if plan.weighed > 0 { " Those of the job's topics count twice." } else { "" };
    let unseen = format!("{weighed}{unseen}");
    match plan.answers {
        0 => format!("{READINESS} It is told from your first answer on."),
        few @ 1..GUESS => format!("{READINESS}{unseen} So far, with {}, it is a guess.", count(few as usize, "answer")),
        GUESS.. => format!("{READINESS}{unseen}"),
    }
}

/// With a capital and a full stop.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map_or(String::new(), |first| first.to_uppercase().collect());
    format!("{first}{}.", letters.as_str())
}

/// "8 a day", "30 min a day".
pub fn pace_words(plan: &Plan) -> String {
    match plan.minutes_per_day {
        Some(minutes) => format!("{minutes} min a day"),
        None => format!("{} a day", plan.per_day),
    }
}

/// Questions that a plan does not get to, the long ones aside.
pub fn left_unseen(plan: &Plan) -> usize {
    plan.unseen_on_date.saturating_sub(plan.long_unseen_on_date)
}

/// The pace that would do: "11 a day", "45 min a day".
pub fn enough_words(plan: &Plan) -> Option<String> {
    match plan.minutes_per_day {
        Some(_) => plan.enough_minutes.map(|minutes| format!("{minutes} min a day")),
        None => plan.enough_per_day.map(|answers| format!("{answers} a day")),
    }
}

fn enough(plan: &Plan, later: Option<NaiveDate>) -> String {
    let long = match plan.long_unseen_on_date {
        0 => String::new(),
        long => format!(" But {} come once a week and stay unseen unless you ask for them.", count(long, "long one")),
    };
    if plan.enough {
        return format!("That is enough to ask every question at least once.{long}");
    }
    let later = later.map(|date| format!("{} with {}", date.format("%a %Y-%m-%d"), pace_words(plan)));
    let left = left_unseen(plan);
    let short = format!("Not enough for every question: {left} would stay unseen.");
    let remedy = match (enough_words(plan), later) {
        (Some(needed), Some(later)) => format!("{needed} would do, or a later date: {later}."),
        (Some(needed), None) => format!("{needed} would do, or a later date."),
        (None, Some(later)) => format!("A later date would do: {later}."),
        (None, None) => "A later date would do.".to_owned(),
    };
    format!("{short} {remedy}{long}")
}
