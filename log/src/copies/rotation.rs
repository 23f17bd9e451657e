//! Which copies are kept. A pure rule: the list of copies goes in, the ones to keep come out.

use std::collections::BTreeSet;
use std::hash::Hash;

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};

/// How many of the newest copies are kept.
const NEWEST: usize = 10;

/// One copy a day is kept for this long.
const DAILY: TimeDelta = TimeDelta::days(14);

/// One copy a week is kept for this long.
const WEEKLY: TimeDelta = TimeDelta::days(92);

/// The facts about a copy that the rule needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    /// When it was made.
    pub(super) at: DateTime<Utc>,
    /// How many records it holds.
    pub(super) records: u64,
    /// Whether it holds records that the history no longer has.
    pub(super) held: bool,
}

/// Indices of the copies to keep: the newest ten, one a day for two weeks, one a week for three months, the fullest
/// one, and all that hold records the history has lost. Of a day or week the fullest is kept, so that a history which
/// shrank pushes nothing out. A copy dated in the future counts as made now.
pub(super) fn staying(copies: &[Kept], now: DateTime<Utc>) -> BTreeSet<usize> {
    let mut order: Vec<usize> = (0..copies.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse((copies[*index].at, copies[*index].records)));
    let age = |index: usize| (now - copies[index].at).max(TimeDelta::zero());
    let mut staying: BTreeSet<usize> = order.iter().copied().take(NEWEST).collect();
    staying.extend((0..copies.len()).filter(|index| copies[*index].held));
    staying.extend(fullest(copies, order.iter().copied()));
    let daily = order.iter().copied().filter(|index| age(*index) < DAILY);
    staying.extend(fullest_of_each(copies, daily, |copy| copy.at.date_naive()));
    let weekly = order.iter().copied().filter(|index| age(*index) < WEEKLY);
    staying.extend(fullest_of_each(copies, weekly, |copy| copy.at.iso_week()));
    staying
}

/// The fullest; if several are equal, the newest, which comes first.
fn fullest(copies: &[Kept], newest_first: impl Iterator<Item = usize>) -> Option<usize> {
    newest_first.reduce(|best, next| if copies[next].records > copies[best].records { next } else { best })
}

fn fullest_of_each<K: Eq + Hash + Ord>(
    copies: &[Kept],
    newest_first: impl Iterator<Item = usize>,
    period: impl Fn(&Kept) -> K,
) -> Vec<usize> {
    let mut best: std::collections::BTreeMap<K, Vec<usize>> = std::collections::BTreeMap::new();
    for index in newest_first {
        best.entry(period(&copies[index])).or_default().push(index);
    }
    best.into_values().filter_map(|of_one| fullest(copies, of_one.into_iter())).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn start() -> DateTime<Utc> {
        "2026-01-01T20:00:00Z".parse().expect("an instant")
    }

    /// The copies that remain after each of these was made in turn and the rule applied every time.
    fn live(made: impl IntoIterator<Item = Kept>, mut each: impl FnMut(&[Kept], DateTime<Utc>)) -> Vec<Kept> {
        let mut shelf: Vec<Kept> = Vec::new();
        for copy in made {
            shelf.push(copy);
            let staying = staying(&shelf, copy.at);
            shelf =
                shelf.iter().enumerate().filter(|(index, _)| staying.contains(index)).map(|(_, copy)| *copy).collect();
            each(&shelf, copy.at);
        }
        shelf
    }

    /// Four copies an evening for this many days, each fuller than the one before.
    fn evenings(days: i64) -> impl Iterator<Item = Kept> {
        (0..days * 4).map(|number| Kept {
            at: start() + TimeDelta::days(number / 4) + TimeDelta::minutes(30 * (number % 4)),
            records: number.unsigned_abs() + 1,
            held: false,
        })
    }

    #[test]
    fn a_year_of_evenings() {
        let shelf = live(evenings(365), |shelf, _| assert!(shelf.len() <= 10 + 14 + 14 + 1, "{}", shelf.len()));
        let now = shelf.last().expect("some").at;
        let days: BTreeSet<_> = shelf.iter().map(|copy| copy.at.date_naive()).collect();
        for back in 0..14 {
            assert!(days.contains(&(now - TimeDelta::days(back)).date_naive()), "{back} days ago");
        }
        let weeks: BTreeSet<_> = shelf.iter().map(|copy| copy.at.iso_week()).collect();
        for back in 0..13 {
            assert!(weeks.contains(&(now - TimeDelta::weeks(back)).iso_week()), "{back} weeks ago");
        }
        assert!(shelf.iter().all(|copy| now - copy.at < WEEKLY));
    }

    #[test]
    fn the_fullest_of_a_day_stays_and_not_its_first_or_last() {
        let copy = |minutes, records| Kept { at: start() + TimeDelta::minutes(minutes), records, held: false };
        // 2 records at the first quit, 42 at the second, then a fresh start; and many copies on the days after.
        let evening = [copy(0, 2), copy(60, 42), copy(120, 1)];
        let later = (0..40).map(|number| copy(60 * 24 + number * 60, 3));
        let shelf = live(evening.into_iter().chain(later), |_, _| {});
        assert!(
            shelf.contains(&evening[1]) && !shelf.contains(&evening[0]) && !shelf.contains(&evening[2]),
            "{shelf:?}"
        );
    }

    #[test]
    fn a_fresh_start_pushes_the_old_history_out_never() {
        // 600 records are lost and nobody notices: about a year of copies of the new history, which ends up fuller.
        let old = Kept { at: start(), records: 600, held: true };
        let after = (1..2000).map(|number| Kept {
            at: start() + TimeDelta::hours(number * 5),
            records: number.unsigned_abs(),
            held: false,
        });
        live(std::iter::once(old).chain(after), |shelf, _| assert!(shelf.contains(&old)));
    }

    proptest! {
        #[test]
        fn the_fullest_and_the_newest_are_always_there(
            steps in prop::collection::vec((0i64..20_000, 0u64..500), 1..300),
        ) {
            let mut at = start();
            let made: Vec<Kept> = steps
                .into_iter()
                .map(|(minutes, records)| {
                    at += TimeDelta::minutes(minutes);
                    Kept { at, records, held: false }
                })
                .collect();
            let mut most = 0;
            let mut count = 0;
            live(made.clone(), |shelf, now| {
                most = most.max(made[count].records);
                count += 1;
                assert!(shelf.iter().any(|copy| copy.records == most), "the fullest of all so far");
                assert!(shelf.iter().any(|copy| copy.at == now), "what was just made");
                assert!(shelf.len() >= count.min(NEWEST));
            });
        }

        #[test]
        fn a_clock_that_jumps_loses_nothing_of_the_newest_ten(
            minutes in prop::collection::vec(-500_000i64..500_000, 1..40),
        ) {
            let made: Vec<Kept> = minutes
                .into_iter()
                .map(|minutes| Kept { at: start() + TimeDelta::minutes(minutes), records: 5, held: false })
                .collect();
            let staying = staying(&made, start());
            prop_assert!(staying.len() >= made.len().min(NEWEST));
        }
    }
}
