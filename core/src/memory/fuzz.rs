//! Shifting a due day a little, so that questions learned on one evening do not all come back on the same one.

/// How far an interval may be shifted: one day, plus the given share (third number) of its days within each band
/// (from, to). The bands are Anki's.
const BANDS: [(f64, f64, f64); 3] = [(2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, f64::INFINITY, 0.05)];

/// The longest interval in days: a hundred years.
pub const MAX_INTERVAL: u32 = 36_500;

/// The first and last day, counted from the answer, to which an interval may be shifted. Intervals below 2.5 days are
/// not shifted.
pub fn range(interval: f64) -> (u32, u32) {
    let interval = if interval.is_finite() { interval } else { 1.0 };
    if interval < BANDS[0].0 {
        let days = whole(interval);
        return (days, days);
    }
    let reach: f64 = BANDS.iter().map(|&(from, to, part)| part * (interval.min(to) - from).max(0.0)).sum();
    let first = whole(interval - 1.0 - reach).max(2);
    (first, whole(interval + 1.0 + reach).max(first))
}

/// The day within [`range`] at `position`, 0 (first) up to but not including 1 (last).
pub fn pick(interval: f64, position: f64) -> u32 {
    let (first, last) = range(interval);
    let days = f64::from(last - first + 1);
    first + floor((position.clamp(0.0, 1.0) * days).min(days - 1.0))
}

/// Rounds an interval to whole days, at least 1.
pub fn whole(interval: f64) -> u32 {
    floor(interval.round().clamp(1.0, f64::from(MAX_INTERVAL)))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "callers pass 0 to 36,500")]
fn floor(days: f64) -> u32 {
    days.floor() as u32
}

/// A number from 0 up to, but not including, 1 that depends on nothing but the text: FNV-1a, finished by splitmix64's
/// mixer. It is the same on every machine and in every version, because due days must be the same wherever a log is
/// replayed.
pub fn position(text: &str) -> f64 {
    chance(0, text)
}

/// Like [`position`], but with a seed.
pub fn chance(seed: u64, text: &str) -> f64 {
    let mut hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64 ^ seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^= hash >> 31;
    (hash >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Anki's published figures: an interval, and the days at positions 0, 0.5 and 0.99.
    #[test]
    fn shifts_like_anki() {
        for (interval, days) in
            [(2.5, [2, 3, 4]), (7.0, [5, 7, 9]), (17.0, [14, 17, 20]), (37.0, [33, 37, 41]), (2.4, [2, 2, 2])]
        {
            assert_eq!([0.0, 0.5, 0.99].map(|position| pick(interval, position)), days, "interval {interval}");
        }
    }

    proptest! {
        #[test]
        fn a_shifted_interval_stays_in_its_range(interval in -10.0..60_000.0_f64, seed in ".{0,20}") {
            let (first, last) = range(interval);
            let days = pick(interval, position(&seed));
            prop_assert!(first >= 1 && first <= days && days <= last && last <= MAX_INTERVAL);
        }
    }
}
