//! An answer at a glance: a strip of cells over time.

use hotseat_log::Delivery;

use super::delivery::LONG_PAUSE_S;

/// The content of one cell of the strip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Before the first word or after the last.
    Outside,
    /// Speech, with its loudness from 0 (soft) to 7.
    Speech(u8),
    /// A pause.
    Pause,
    /// A pause longer than 2 s.
    LongPause,
}

/// The range of loudness, in decibels, that the bars of the strip cover.
const RANGE_DB: f64 = 30.0;

/// The answer as `width` cells of equal duration.
pub fn strip(delivery: &Delivery, width: usize) -> Vec<Cell> {
    let (Some(first), Some(last)) = (delivery.first_word_s, delivery.last_word_s) else {
        return vec![Cell::Outside; width];
    };
    let loudest = delivery.level_db.iter().copied().max().map_or(0.0, f64::from);
    let each = delivery.duration_s / width.max(1) as f64;
    let cell = |n: usize| {
        let (from, to) = (n as f64 * each, (n + 1) as f64 * each);
        if to <= first || from >= last {
            return Cell::Outside;
        }
        // A cell shows what fills most of it, but a long pause is shown however narrow the strip is.
        let silent = |start: f64, end: f64| (end.min(to) - start.max(from)).max(0.0);
        let middle = f64::midpoint(from, to);
        let long = delivery.pauses_over(LONG_PAUSE_S).any(|pause| {
            silent(pause.start_s, pause.end_s) > each / 2.0
                || (from..to).contains(&f64::midpoint(pause.start_s, pause.end_s))
        });
        let quiet: f64 = delivery.pauses.iter().map(|pause| silent(pause.start_s, pause.end_s)).sum();
        if long {
            return Cell::LongPause;
        }
        if quiet > each / 2.0 {
            return Cell::Pause;
        }
        let share = (middle / delivery.duration_s).clamp(0.0, 1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index, then 0 to 7")]
        let height = {
            let part = (share * delivery.level_db.len() as f64) as usize;
            let level = delivery.level_db.get(part).copied().map_or(loudest, f64::from);
            (((level - loudest + RANGE_DB) / RANGE_DB).clamp(0.0, 0.999) * 8.0) as u8
        };
        Cell::Speech(height)
    };
    (0..width).map(cell).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use hotseat_log::Stretch;

    /// Twenty seconds with a short pause and a long one.
    pub(crate) fn delivery() -> Delivery {
        Delivery {
            duration_s: 20.0,
            first_word_s: Some(2.0),
            last_word_s: Some(19.0),
            talk_s: 13.0,
            pauses: vec![Stretch { start_s: 6.0, end_s: 7.0 }, Stretch { start_s: 10.0, end_s: 13.0 }],
            longest_pause_s: 3.0,
            syllables_per_s: Some(4.2),
            rms: 0.05,
            clipped: 0,
            level_db: vec![-30; 10].into_iter().chain([-20; 10]).collect(),
        }
    }

    #[test]
    fn the_strip_shows_speech_pauses_and_what_is_outside() {
        let shown: String = strip(&delivery(), 20)
            .into_iter()
            .map(|cell| match cell {
                Cell::Outside => ' ',
                Cell::Speech(height) => char::from(b'0' + height),
                Cell::Pause => '.',
                Cell::LongPause => '_',
            })
            .collect();
        assert_eq!(shown, "  5555.555___777777 ");
        // The long pause appears even on a narrow strip.
        assert!(strip(&delivery(), 3).contains(&Cell::LongPause));
        assert!(strip(&delivery(), 0).is_empty());
        assert_eq!(strip(&Delivery::default(), 4), [Cell::Outside; 4]);
    }
}
