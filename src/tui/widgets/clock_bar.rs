//! The bar below an answer: time used, target, maximum. It never ends the answer; it only informs.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::practice::words::clock;
use crate::tui::theme::Theme;

/// The clock of an answer, as the bar shows it.
#[derive(Clone, Copy, Debug)]
pub struct ClockBar {
    /// Time spent answering, in seconds.
    pub answer: f64,
    /// The target, in seconds; from here on the bar is in the colour of a warning.
    pub target: u32,
    /// The maximum, in seconds; from here on the bar is in the colour of something bad.
    pub maximum: u32,
    /// Whether the clock is paused.
    pub paused: bool,
    /// Whether the answer is practice, which moves no schedule.
    pub practice: bool,
}

impl ClockBar {
    fn words(self) -> String {
        let words = self.about_time();
        if self.practice { format!("practice · {words}") } else { words }
    }

    fn about_time(self) -> String {
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

    /// Where the bar lies in a row of this width: the columns before it, and its own. None: there is no room for it.
    pub fn track(self, width: u16) -> Option<(u16, u16)> {
        let (before, room) = self.room(width);
        (room >= 8).then(|| (u16::try_from(before).unwrap_or(0), u16::try_from(room).unwrap_or(0)))
    }

    fn room(self, width: u16) -> (usize, usize) {
        let time = Span::raw(clock(self.answer)).width();
        let used = time + Span::raw(self.words()).width() + 4;
        (time + 2, usize::from(width).saturating_sub(used))
    }

    /// Draws `2:41 ━━━━━────│── target 10:00` into one row.
    pub fn draw(self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let time = clock(self.answer);
        let words = self.words();
        let (_, room) = self.room(area.width);
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
    fn overtime_is_told() {
        let at = |answer| ClockBar { answer, target: 600, maximum: 900, paused: false, practice: false }.words();
        assert_eq!(at(161.0), "target 10:00");
        assert_eq!(at(680.0), "+1:20 over 10:00");
        assert_eq!(at(980.0), "+1:20 over the maximum 15:00");
    }
}
