//! How figures, days and ticks are said in a report.

use chrono::NaiveDate;

use crate::history::Tick;
use crate::text::one_line;

/// A day with its weekday.
pub(super) fn day(day: NaiveDate) -> String {
    day.format("%a %-d %b %Y").to_string()
}

/// A day as short as it goes.
pub(super) fn short_day(day: NaiveDate) -> String {
    day.format("%-d %b").to_string()
}

/// Days one after the other, at most three of them named.
pub(super) fn days(days: &[NaiveDate]) -> String {
    match days {
        [] => String::new(),
        [one] => day(*one),
        [first, .., last] => format!("{} to {}", short_day(*first), day(*last)),
    }
}

/// How a tick is told.
pub(super) struct TickWords {
    /// A shape, to be told without colour.
    pub mark: &'static str,
    /// The name of its class.
    pub class: &'static str,
    /// What it says about a point.
    pub point: &'static str,
    /// What it says about a reply.
    pub reply: &'static str,
}

/// How a tick is told.
pub(super) const fn told(tick: Tick) -> TickWords {
    match tick {
        Tick::Hit => TickWords { mark: "●", class: "hit", point: "there", reply: "held" },
        Tick::Partial => TickWords { mark: "◐", class: "partial", point: "partly", reply: "held partly" },
        Tick::Missed => TickWords { mark: "○", class: "missed", point: "missing", reply: "did not hold" },
    }
}

/// At most so many characters, the last of them an ellipsis where something was cut.
pub(super) fn shorten(text: &str, most: usize) -> String {
    let text = one_line(text);
    if text.chars().count() <= most {
        return text;
    }
    let cut: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

/// The first letter as a capital.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + chars.as_str())
}
