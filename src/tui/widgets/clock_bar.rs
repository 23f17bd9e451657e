//! The bar under an answer: time used, target, maximum. It never ends the answer; it only tells.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::theme::Theme;

/// Seconds as a clock: `2:41`, `1:02:03`.
pub fn clock(seconds: f64) -> String {
    let whole = whole_seconds(seconds);
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

/// A number of things: `1 answer`, `3 answers`.
pub fn count(number: usize, thing: &str) -> String {
    if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") }
}

/// Seconds as people say them: `40 s`, `28 min`, `1 h 52 min`.
pub fn minutes(seconds: f64) -> String {
    let whole = whole_seconds(seconds);
    match (whole + 30) / 60 {
        _ if whole < 60 => format!("{whole} s"),
        minutes if minutes < 60 => format!("{minutes} min"),
        minutes if minutes % 60 == 0 => format!("{} h", minutes / 60),
        minutes => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a day's worth and more")]
fn whole_seconds(seconds: f64) -> u64 {
    seconds.clamp(0.0, 1e9) as u64
}

/// What the bar shows.
#[derive(Clone, Copy, Debug)]
pub struct ClockBar {
    /// Answering time in seconds.
    pub answer: f64,
    /// Target in seconds.
    pub target: u32,
    /// Maximum in seconds.
    pub maximum: u32,
    /// Whether the clock stands still.
    pub paused: bool,
}

impl ClockBar {
    /// The words beside the bar.
    fn words(self) -> String {
        let over = |limit: u32| clock(self.answer - f64::from(limit));
        if self.paused {
            "paused".into()
        } else if self.answer >= f64::from(self.maximum) {
            format!("+{} over the maximum {}", over(self.maximum), clock(f64::from(self.maximum)))
        } else if self.answer >= f64::from(self.target) {
            format!("+{} over {}", over(self.target), clock(f64::from(self.target)))
        } else {
            format!("target {}", clock(f64::from(self.target)))
        }
    }

    /// Draws `2:41 ━━━━━────│── target 10:00` into one row.
    pub fn draw(self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let time = clock(self.answer);
        let words = self.words();
        let used = Span::raw(&time).width() + Span::raw(&words).width() + 4;
        let room = usize::from(area.width).saturating_sub(used);
        let limit = f64::from(self.maximum.max(1));
        let style = if self.answer >= limit {
            theme.bad
        } else if self.answer >= f64::from(self.target) {
            theme.warn
        } else {
            theme.accent
        };
        let mut spans = vec![Span::raw(" "), Span::styled(time, style), Span::raw(" ")];
        if room >= 8 {
            let filled = cell(self.answer / limit, room);
            let mark = cell(f64::from(self.target) / limit, room).min(room - 1);
            for at in 0..room {
                let glyph = if at == mark {
                    "│"
                } else if at < filled {
                    "━"
                } else {
                    "─"
                };
                spans.push(Span::styled(glyph, if at < filled { style } else { theme.dim }));
            }
            spans.push(Span::raw(" "));
        }
        spans.push(Span::styled(words, if self.answer >= f64::from(self.target) { style } else { theme.dim }));
        frame.render_widget(Line::from(spans), area);
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the width of a row")]
fn cell(share: f64, width: usize) -> usize {
    (share.clamp(0.0, 1.0) * width as f64).floor() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_people_say_them() {
        assert_eq!([0.0, 14.9, 161.0, 3723.0].map(clock), ["0:00", "0:14", "2:41", "1:02:03"]);
        assert_eq!(
            [40.0, 100.0, 1690.0, 6720.0, 7200.0].map(minutes),
            ["40 s", "2 min", "28 min", "1 h 52 min", "2 h"]
        );
        assert_eq!(clock(-5.0), "0:00");
    }

    #[test]
    fn overtime_is_told() {
        let at = |answer| ClockBar { answer, target: 600, maximum: 900, paused: false }.words();
        assert_eq!(at(161.0), "target 10:00");
        assert_eq!(at(680.0), "+1:20 over 10:00");
        assert_eq!(at(980.0), "+1:20 over the maximum 15:00");
    }
}
