//! How figures, days and ticks are worded in a report.

use chrono::NaiveDate;

use crate::history::Tick;
use crate::text::one_line;

/// A day with weekday and year: "Sun 22 Nov 2026".
pub(super) fn day(day: NaiveDate) -> String {
    day.format("%a %-d %b %Y").to_string()
}

/// A day in its shortest form: "22 Nov".
pub(super) fn short_day(day: NaiveDate) -> String {
    day.format("%-d %b").to_string()
}

/// A list of days: the only one, or "first to last"; empty without days.
pub(super) fn days(days: &[NaiveDate]) -> String {
    match days {
        [] => String::new(),
        [one] => day(*one),
        [first, .., last] => format!("{} to {}", short_day(*first), day(*last)),
    }
}

/// How a tick is shown.
pub(super) struct TickWords {
    /// A symbol that differs in shape, not only in colour.
    pub mark: &'static str,
    /// Its CSS class.
    pub class: &'static str,
    /// The tick of a point in words.
    pub point: &'static str,
    /// The tick of a reply in words.
    pub reply: &'static str,
}

/// Symbol, class and words for a tick.
pub(super) const fn told(tick: Tick) -> TickWords {
    match tick {
        Tick::Hit => TickWords { mark: "●", class: "hit", point: "there", reply: "held" },
        Tick::Partial => TickWords { mark: "◐", class: "partial", point: "partly", reply: "held partly" },
        Tick::Missed => TickWords { mark: "○", class: "missed", point: "missing", reply: "did not hold" },
    }
}

/// Shortens a text to at most `most` characters, on one line; if something was cut, it ends in an ellipsis.
pub(super) fn shorten(text: &str, most: usize) -> String {
    let text = one_line(text);
    if text.chars().count() <= most {
        return text;
    }
    let cut: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

/// Capitalises the first letter.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().collect::<String>() + chars.as_str())
}
