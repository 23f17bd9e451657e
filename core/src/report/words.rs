//! How figures, days and ticks are said in a report.

use chrono::NaiveDate;

use crate::bank::Tier;
use crate::history::Tick;
use crate::text::one_line;

/// 0.48 as `48 %`.
pub(super) fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

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

/// A shape for a tick, to be told without colour.
pub(super) const fn mark(tick: Tick) -> &'static str {
    match tick {
        Tick::Hit => "●",
        Tick::Partial => "◐",
        Tick::Missed => "○",
    }
}

/// What a tick says about a point.
pub(super) const fn there(tick: Tick) -> &'static str {
    match tick {
        Tick::Hit => "there",
        Tick::Partial => "partly",
        Tick::Missed => "missing",
    }
}

/// What a tick says about a reply.
pub(super) const fn held(tick: Tick) -> &'static str {
    match tick {
        Tick::Hit => "held",
        Tick::Partial => "held partly",
        Tick::Missed => "did not hold",
    }
}

/// The name of a class for a tick.
pub(super) const fn class(tick: Tick) -> &'static str {
    match tick {
        Tick::Hit => "hit",
        Tick::Partial => "partial",
        Tick::Missed => "missed",
    }
}

/// Tiers in the order in which they are shown.
pub(super) const TIERS: [Tier; 4] = [Tier::Must, Tier::Strong, Tier::Senior, Tier::Staff];

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
