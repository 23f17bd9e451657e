//! Pictures made of characters: bars, sparks, a plot of two marks, a calendar. They need no colour.

use chrono::{Datelike as _, Days, NaiveDate};

use crate::insight::{DayCount, Said};
use crate::tui::widgets::cells;

/// The length of a bar, in cells.
const BAR: usize = 10;

/// Weeks in the calendar and the trends; narrow screens show fewer.
pub(super) const WEEKS: usize = 26;

pub(super) fn bar(share: f64) -> String {
    let filled = cells(share, BAR);
    "▇".repeat(filled) + &"░".repeat(BAR - filled)
}

/// One block per value, in eighths; a dot for no value.
pub(crate) fn sparks(values: impl Iterator<Item = Option<f64>>) -> String {
    const EIGHTHS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    values.map(|share| share.map_or('·', |share| EIGHTHS[cells(share, 8).clamp(1, 8) - 1])).collect()
}

/// Where prediction (`│`) and evidence (`●`) lie between 1 and 4.
pub(super) fn plot(said: &Said) -> String {
    let cell = |value: f64| cells((value - 1.0) / 3.0, 18);
    let (told, shown) = (cell(said.said), cell(said.evidence));
    (0..=18)
        .map(|n| {
            if n == shown {
                '●'
            } else if n == told {
                '│'
            } else {
                '─'
            }
        })
        .collect()
}

/// A calendar with a column for each week, under the name of the month that begins in it, and a row for each weekday,
/// Monday first. The fullest day is a full block.
pub(super) fn calendar(days: &[DayCount], today: NaiveDate, width: u16) -> Vec<String> {
    const SHADES: [char; 4] = ['░', '▒', '▓', '█'];
    let weeks = WEEKS.min(usize::from(width.saturating_sub(10)) / 2).max(1);
    let monday = today.checked_sub_days(Days::new(u64::from(today.weekday().num_days_from_monday()))).unwrap_or(today);
    let back = Days::new(7 * (weeks as u64 - 1));
    let first = monday.checked_sub_days(back).unwrap_or(monday);
    let most = days.iter().filter(|day| day.day >= first).map(|day| day.count).max().unwrap_or(0).max(1);
    let shade = |day: NaiveDate| match days.binary_search_by_key(&day, |day| day.day) {
        _ if day > today => ' ',
        Ok(at) => SHADES[cells(f64::from(days[at].count) / f64::from(most), 4).clamp(1, 4) - 1],
        Err(_) => '·',
    };
    let week = |week: usize| first.checked_add_days(Days::new(7 * week as u64)).unwrap_or(first);
    let rows = (0..7).map(|weekday| {
        let on = |n: usize| week(n).checked_add_days(Days::new(weekday)).unwrap_or(first);
        let cells: String = (0..weeks).flat_map(|week| [shade(on(week)), ' ']).collect();
        format!("{}  {}", on(0).format("%a"), cells.trim_end())
    });
    std::iter::once(format!("     {}", months(weeks, week)).trim_end().to_owned()).chain(rows).collect()
}

/// The names of the months, each above the week that contains its first day; the first column shows its own month.
fn months(weeks: usize, monday: impl Fn(usize) -> NaiveDate) -> String {
    let mut line = String::new();
    let mut last = None;
    for week in 0..weeks {
        let sunday = monday(week).checked_add_days(Days::new(6)).unwrap_or_else(|| monday(week));
        // The month of the Sunday of the week, unless its name does not fit yet.
        let month = (sunday.year(), sunday.month());
        if last != Some(month) && line.chars().count() <= 2 * week && 2 * week + 3 <= 2 * weeks {
            line.push_str(&" ".repeat(2 * week - line.chars().count()));
            line.push_str(&format!("{} ", sunday.format("%b")));
            last = Some(month);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(offset: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid") + chrono::TimeDelta::days(offset)
    }

    #[test]
    fn the_calendar_ends_today_and_starts_on_mondays() {
        let days = [DayCount { day: day(-13), count: 1 }, DayCount { day: day(-2), count: 8 }];
        // Two days before that Sunday is a Friday.
        let rows = calendar(&days, day(0), 16);
        assert_eq!(rows.len(), 8);
        assert_eq!(rows[0], "     Nov");
        assert_eq!(rows[1], "Mon  · ░ ·");
        assert_eq!(rows[5], "Fri  · · █");
        let wednesday = calendar(&days, day(3), 80);
        assert!(wednesday[3].ends_with('·') && wednesday[3].chars().count() > wednesday[4].chars().count());
        assert_eq!(wednesday[0], "     Jun     Jul     Aug       Sep     Oct     Nov");
    }

    #[test]
    fn a_plot_shows_both_ends() {
        let said = |said, evidence| Said { prediction: Some(1), until: day(0), answers: 9, said, evidence };
        assert_eq!(plot(&said(4.0, 1.0)), format!("●{}│", "─".repeat(17)));
        assert_eq!(plot(&said(2.0, 2.0)).chars().filter(|c| *c != '─').count(), 1, "one mark where both agree");
    }
}
