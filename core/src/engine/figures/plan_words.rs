//! A plan in sentences, the same on screen and on the command line.

use chrono::NaiveDate;

use crate::engine::Readiness;
use crate::insight::Account;
use crate::memory::Plan;
use crate::memory::plan::READINESS;
use crate::moment::Moment;
use crate::practice::words::{count, percent};

/// With fewer answers, readiness is more an assumption than a measurement; from this number on it was off by no more
/// than 0.05 in simulations (`cargo bench --bench plan`).
const GUESS: u32 = 40;

/// What a plan says, in sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanWords {
    /// How far away the date is: "in 21 days", "tomorrow", "past". None without a date.
    pub when: Option<String>,
    /// The account of the target's questions.
    pub account: String,
    /// How ready the candidate is, or that there are no answers yet.
    pub readiness: String,
    /// What readiness means, and whether it is more than a guess yet.
    pub meaning: String,
    /// Whether the daily pace is enough, and if not, which one would be. Empty if there is nothing to plan.
    pub enough: String,
    /// When the window begins and what it is for. None if there is no window.
    pub window: Option<String>,
    /// Which evening it still is, in the small hours. None if the practice day is the day of the calendar.
    pub evening: Option<String>,
}

/// How far away a date is: "in 21 days", "tomorrow", "today", "past".
fn when(date: NaiveDate, today: NaiveDate) -> String {
    match (date - today).num_days() {
        i64::MIN..=-1 => "past".to_owned(),
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days => format!("in {days} days"),
    }
}

impl PlanWords {
    /// Puts a plan into words, with the account of its questions. `later` is a date that would be enough if the
    /// plan's own is not.
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

/// What readiness means, what it assumes for questions never asked, and whether it is more than a guess yet.
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

/// Makes a sentence, with a capital letter and a full stop.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map_or(String::new(), |first| first.to_uppercase().collect());
    format!("{first}{}.", letters.as_str())
}

/// The pace of the plan: "8 a day", "30 min a day".
pub fn pace_words(plan: &Plan) -> String {
    match plan.minutes_per_day {
        Some(minutes) => format!("{minutes} min a day"),
        None => format!("{} a day", plan.per_day),
    }
}

/// How many questions a plan does not get to: "57", or "57 (27 long)".
pub fn left_unseen(plan: &Plan) -> String {
    match plan.long_unseen_on_date {
        0 => plan.unseen_on_date.to_string(),
        long => format!("{} ({long} long)", plan.unseen_on_date),
    }
}

/// What a plan that is enough gets to: "all of them", or "all of them but 27 long ones".
pub fn gets_to(plan: &Plan) -> String {
    match plan.long_unseen_on_date {
        0 => "all of them".to_owned(),
        long => format!("all of them but {}", count(long, "long one")),
    }
}

/// The pace that would be enough: "11 a day", "45 min a day". None if no pace would.
pub fn enough_words(plan: &Plan) -> Option<String> {
    match plan.minutes_per_day {
        Some(_) => plan.enough_minutes.map(|minutes| format!("{minutes} min a day")),
        None => plan.enough_per_day.map(|answers| format!("{answers} a day")),
    }
}

fn enough(plan: &Plan, later: Option<NaiveDate>) -> String {
    let long = plan.long_unseen_on_date;
    if plan.enough {
        let but = match long {
            0 => String::new(),
            1 => " But 1 long one stays unseen: long ones come once a week, unless you ask for them.".to_owned(),
            _ => format!(" But {long} long ones stay unseen: they come once a week, unless you ask for them."),
        };
        return format!("That is enough to ask every question at least once.{but}");
    }
    let later = later.map(|date| format!("{} with {}", date.format("%a %Y-%m-%d"), pace_words(plan)));
    let left = plan.unseen_on_date;
    let (of_them, others) = match long {
        0 => (String::new(), ""),
        long => (format!(", {long} of them long, which come once a week"), " for the others"),
    };
    let short = format!("Not enough for every question: {left} would stay unseen{of_them}.");
    let remedy = match (enough_words(plan), later) {
        (Some(needed), Some(later)) => format!("{needed} would do{others}, or a later date: {later}."),
        (Some(needed), None) => format!("{needed} would do{others}, or a later date."),
        (None, Some(later)) => format!("A later date would do{others}: {later}."),
        (None, None) => format!("A later date would do{others}."),
    };
    format!("{short} {remedy}")
}
