//! An answer over time in two rows: bars for speech, dots and lines for pauses, and the times below.

use ratatui::text::{Line, Span};

use crate::history::Delivery;
use crate::practice::words::clock;
use crate::speech::delivery::LONG_PAUSE_S;
use crate::speech::strip::{Cell, strip as cells};
use crate::tui::theme::Theme;

const BARS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// Both rows, `width` columns wide: the strip, and below it the clock with the lengths of long pauses.
pub fn strip(delivery: &Delivery, theme: &Theme, width: u16) -> Vec<Line<'static>> {
    let width = usize::from(width);
    let span = |cell| match cell {
        Cell::Outside => Span::raw(" "),
        Cell::Speech(height) => Span::styled(BARS[usize::from(height.min(7))], theme.accent),
        Cell::Pause => Span::styled("·", theme.dim),
        Cell::LongPause => Span::styled("_", theme.warn),
    };
    let bars = Line::from(cells(delivery, width).into_iter().map(span).collect::<Vec<_>>());
    vec![bars, Line::styled(times(delivery, width), theme.dim)]
}

/// `0:00`, the length of each long pause below its middle, and the end. Whatever would overlap is left out.
fn times(delivery: &Delivery, width: usize) -> String {
    let end = clock(delivery.duration_s);
    let mut row = vec![' '; width];
    let mut put = |at: usize, text: &str| {
        let place = at..at + text.chars().count();
        let around = place.start.saturating_sub(1)..(place.end + 1).min(width);
        if place.end <= width && row[around].iter().all(|c| *c == ' ') {
            row[place].iter_mut().zip(text.chars()).for_each(|(cell, c)| *cell = c);
        }
    };
    put(0, "0:00");
    put(width.saturating_sub(end.len()), &end);
    for pause in delivery.pauses_over(LONG_PAUSE_S) {
        let text = format!("{:.1}s", pause.seconds());
        let middle = f64::midpoint(pause.start_s, pause.end_s) / delivery.duration_s.max(0.001);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a column")]
        let column = (middle.clamp(0.0, 1.0) * width as f64) as usize;
        put(column.saturating_sub(text.len() / 2), &text);
    }
    row.into_iter().collect::<String>().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Stretch;

    fn delivery() -> Delivery {
        Delivery {
            duration_s: 40.0,
            first_word_s: Some(2.0),
            last_word_s: Some(38.0),
            pauses: vec![Stretch { start_s: 10.0, end_s: 11.0 }, Stretch { start_s: 20.0, end_s: 24.0 }],
            level_db: vec![-20; 40],
            ..Delivery::default()
        }
    }

    #[test]
    fn speech_pauses_and_times_are_told_without_colour() {
        let theme = Theme::mono();
        let rows: Vec<String> = strip(&delivery(), &theme, 40).iter().map(ToString::to_string).collect();
        assert_eq!(rows[0], "  ████████·█████████____██████████████  ");
        assert_eq!(rows[1], "0:00                4.0s            0:40");
    }

    #[test]
    fn every_width_is_fine() {
        let theme = Theme::dark();
        for width in 0..60 {
            for row in strip(&delivery(), &theme, width) {
                assert!(row.width() <= usize::from(width), "{width}: {row}");
            }
        }
    }
}
