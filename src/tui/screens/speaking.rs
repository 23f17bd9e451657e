//! A spoken answer: the question, the sound along the clock, and what is wrong with the sound.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::session::Intent;
use crate::speech::record::{Heard, elsewhere, muted, not_recorded};
use crate::speech::track::{Advice, Column, Track};
use crate::text::one_line;
use crate::tui::screen::Cx;
use crate::tui::theme::Theme;
use crate::tui::widgets::{ClockBar, Prose, Scroll};

/// The eight heights of a column of sound.
const HEIGHTS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// Seconds of silence from which it is mentioned.
const SILENCE: f64 = 3.0;

/// Whether the answer is being recorded.
#[derive(Clone, Debug, Default, PartialEq)]
enum Ear {
    /// Nothing is known yet.
    #[default]
    Deaf,
    /// Nothing is recorded; a sentence that says why.
    Silent(String),
    /// The microphone is open.
    Listening,
    /// The microphone was open and something went wrong; a sentence.
    Trouble(String),
    /// The recording is complete.
    Ended,
}

/// What the microphone hears of a spoken answer.
#[derive(Clone, Debug, Default)]
pub(super) struct Speaking {
    ear: Ear,
    /// The name of the microphone, as people know it.
    device: String,
    /// The sentence for a device that the system reports as muted.
    muted: Option<String>,
    /// The sentence for the case that another device hears something.
    elsewhere: Option<String>,
    strip: Track,
    /// Seconds of the answer before the first sound: an answer that is resumed began earlier.
    offset: f64,
}

impl Speaking {
    /// Starts over for a new recording, which begins at this many seconds of the clock.
    pub(super) fn begin(&mut self, answer: f64) {
        *self = Self { offset: answer, ..Self::default() };
    }

    /// The sound so far.
    pub(super) fn track(&self) -> &Track {
        &self.strip
    }

    /// Takes news from the recorder of this name if `own`, the recording on the screen, is the same: while a recorder
    /// writes its last second, the next question may be on the screen already.
    pub(super) fn take(&mut self, name: &str, heard: Heard, own: Option<String>, cx: &mut Cx<'_>) -> Option<Intent> {
        if own.is_none_or(|own| own != name) {
            return None;
        }
        let begins = matches!(heard, Heard::Listening(_));
        if let Some(said) = self.hear(heard) {
            cx.say(said);
        }
        begins.then(|| Intent::Recording(name.to_owned()))
    }

    /// Takes news from the recorder, and returns a sentence if something has to be said.
    fn hear(&mut self, heard: Heard) -> Option<String> {
        match heard {
            Heard::Listening(device) => {
                self.ear = Ear::Listening;
                self.device = one_line(&device);
            }
            Heard::Muted(device) => self.muted = Some(muted(&one_line(&device))),
            Heard::Elsewhere(other) => self.elsewhere = Some(elsewhere(&self.device, &one_line(&other))),
            Heard::Sound(reading, _) => self.strip.push(reading),
            Heard::Deaf(why) => self.ear = Ear::Silent(not_recorded(&why)),
            Heard::Lost(why) => {
                self.ear = Ear::Trouble(format!("Not recording: {why}. p twice looks for it again."));
                return Some("What you said so far is kept, and the clock goes on.".into());
            }
            Heard::NotKept(why) => {
                self.ear = Ear::Trouble(format!("Not recording: {why}."));
                return Some("What was written so far is kept, and the clock goes on.".into());
            }
            Heard::Full => {
                self.ear = Ear::Trouble("Not recording: three hours are as long as a recording gets.".into());
            }
            Heard::Ended(_) if self.ear == Ear::Listening => self.ear = Ear::Ended,
            Heard::Ended(_) => {}
        }
        None
    }

    /// What to say about the sound: a warning, or how long it has been silent.
    fn words(&self, paused: bool) -> (Option<String>, String) {
        match &self.ear {
            Ear::Trouble(sentence) | Ear::Silent(sentence) => (Some(sentence.clone()), String::new()),
            // The clock says itself that it is paused.
            Ear::Deaf | Ear::Ended => (None, String::new()),
            Ear::Listening if paused => (None, String::new()),
            Ear::Listening => {
                let silent = self.strip.silent_for();
                let muted = self.muted.clone().filter(|_| !self.strip.is_heard());
                let nothing = matches!(self.strip.advice(), Some(Advice::OnlyZeros | Advice::NothingHeard));
                let elsewhere = self.elsewhere.clone().filter(|_| nothing);
                let advice =
                    muted.or(elsewhere).or_else(|| self.strip.advice().map(|advice| advice.words(&self.device)));
                let advice = advice.or_else(|| self.strip.still_there("p", "Enter"));
                let state = match (self.strip.is_silent(), silent >= SILENCE) {
                    (true, _) => "listening".to_owned(),
                    (false, true) => format!("silent {silent:.0} s"),
                    (false, false) => "recording".to_owned(),
                };
                (advice, state)
            }
        }
    }
}

impl Speaking {
    /// Draws the sound and any warning above the last row, which is for the clock. Returns what is left of the area
    /// above.
    pub(super) fn draw(&self, bar: ClockBar, theme: &Theme, frame: &mut Frame<'_>, area: Rect) -> Rect {
        let (advice, state) = self.words(bar.paused);
        let strip = !matches!(self.ear, Ear::Deaf | Ear::Silent(_));
        let warning = advice.map(|words| Prose::new(area.width.saturating_sub(2)).paragraph(&words, theme.warn));
        let warned = warning.as_ref().map_or(0, |prose| u16::try_from(prose.height().min(3)).unwrap_or(3));
        let [above, advice_row, strip_row, _] = area.layout(&Layout::vertical([
            Constraint::Min(0),
            Constraint::Length(warned),
            Constraint::Length(u16::from(strip)),
            Constraint::Length(1),
        ]));
        if let Some(warning) = warning {
            let inner = Rect {
                x: (advice_row.x + 1).min(advice_row.right()),
                width: advice_row.width.saturating_sub(1),
                ..advice_row
            };
            warning.draw(frame, inner, &Scroll::default(), theme.dim);
        }
        if strip {
            draw_strip(self, bar, &state, theme, frame, strip_row);
        }
        above
    }
}

/// One column of sound: its height during speech, a dot in silence.
pub(super) fn glyph(column: Column, theme: &Theme) -> (&'static str, Style) {
    if !column.voice {
        return ("·", theme.dim);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 7")]
    let height = (column.level * 7.99) as usize;
    (HEIGHTS[height.min(7)], theme.accent)
}

/// The last moments of a track, one column per tenth of a second. Every sound shows, not only speech.
pub(super) fn level_line(track: &Track, width: u16, theme: &Theme) -> Line<'static> {
    let columns = (0..width).map(|at| {
        let end = track.seconds() - f64::from(width - 1 - at) / 10.0;
        let level = if end < 0.1 { None } else { track.column(end - 0.1, end) };
        let (glyph, style) = level.map_or((" ", theme.dim), |column| glyph(Column { voice: true, ..column }, theme));
        Span::styled(glyph, style)
    });
    Line::from(columns.collect::<Vec<_>>())
}

/// Draws the last moments above the time, the whole answer so far above the bar, and the state above the words.
fn draw_strip(speaking: &Speaking, bar: ClockBar, state: &str, theme: &Theme, frame: &mut Frame<'_>, row: Rect) {
    let Some((before, room)) = bar.track(row.width) else {
        frame.render_widget(Line::styled(format!(" {state}"), theme.dim), row);
        return;
    };
    let mut spans = vec![Span::raw(" ")];
    let live = before.saturating_sub(2);
    // A frozen level would look as if the microphone were open.
    let hears = speaking.ear == Ear::Listening && !bar.paused;
    for at in 0..live {
        let end = speaking.strip.seconds() - f64::from(live - 1 - at) / 10.0;
        let level = if end < 0.1 || !hears { None } else { speaking.strip.column(end - 0.1, end) };
        // Here every sound shows, not only speech: that is how one sees that the microphone works.
        let (glyph, style) = level.map_or((" ", theme.dim), |column| glyph(Column { voice: true, ..column }, theme));
        spans.push(Span::styled(glyph, style));
    }
    spans.push(Span::raw(" "));
    let each = f64::from(bar.maximum.max(1)) / f64::from(room);
    for at in 0..room {
        let (from, to) = (f64::from(at) * each - speaking.offset, f64::from(at + 1) * each - speaking.offset);
        let column = if to <= 0.0 { None } else { speaking.strip.column(from, to) };
        let (glyph, style) = column.map_or((" ", theme.dim), |column| glyph(column, theme));
        spans.push(Span::styled(glyph, style));
    }
    spans.push(Span::styled(format!(" {state}"), theme.dim));
    frame.render_widget(Line::from(spans), row);
}
