//! How many a day, or which later date, would be enough to ask everything. Each search is told by `is_enough` whether a
//! plan on given terms would do.

use chrono::{NaiveDate, TimeDelta};

use super::terms::{Card, Terms, open};

/// The minutes in a day: the upper limit when searching for how many a day are enough.
const DAY_MINUTES: i64 = 24 * 60;

/// The lowest number up to `most` that is enough. `short` is known not to be; the search starts at `first`. None if
/// even `most` is not enough.
fn lowest_enough(short: i64, first: i64, most: i64, enough: impl Fn(i64) -> bool) -> Option<i64> {
    let (mut low, mut high) = (short, first);
    while !enough(high) {
        if high >= most {
            return None;
        }
        (low, high) = (high, high.saturating_mul(2).min(most));
    }
    while high - low > 1 {
        let middle = low.midpoint(high);
        if enough(middle) { high = middle } else { low = middle }
    }
    Some(high)
}

/// The fewest answers a day, or minutes if they are what counts, that are enough; more than those of the terms. None if
/// nothing would do because no day is left.
pub(super) fn fewest_a_day(cards: &[Card], terms: &Terms, is_enough: impl Fn(&Terms) -> bool) -> Option<u32> {
    let a_day = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    let (now, all) = match terms.minutes {
        None => {
            let all = i64::try_from(2 * cards.len()).unwrap_or(i64::MAX);
            (terms.per_day, all.saturating_add(terms.done_today.into()))
        }
        Some(minutes) => (minutes, DAY_MINUTES),
    };
    let enough = |number| is_enough(&terms.with_pace(a_day(number), cards));
    lowest_enough(i64::from(now), i64::from(now).max(1), all, enough).map(a_day)
}

/// The first date after that of the terms, and not after `last`, that is enough. None if there is no such date.
pub(super) fn first_date(
    cards: &[Card],
    terms: &Terms,
    last: NaiveDate,
    is_enough: impl Fn(&Terms) -> bool,
) -> Option<NaiveDate> {
    let after = |days: i64| terms.date.checked_add_signed(TimeDelta::days(days)).filter(|date| *date <= last);
    let enough = |days| after(days).is_some_and(|date| is_enough(&Terms { date, ..*terms }));
    let most = (last - terms.date).num_days();
    // No plan can ask more new questions than there are places until then.
    let (_, unseen) = open(cards);
    let places = i64::try_from(unseen.div_ceil(terms.per_day.max(1) as usize)).unwrap_or(i64::MAX);
    let needed = places.saturating_sub((terms.date - terms.today).num_days()).max(1);
    if terms.per_day == 0 || needed > most {
        return None;
    }
    lowest_enough(needed - 1, needed, most, enough).and_then(after)
}
