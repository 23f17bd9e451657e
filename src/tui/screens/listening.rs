//! A spoken answer heard again: where it was loud, where it stalled, and a way to any of these places.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::speaking::glyph;
use crate::practice::Answer;
use crate::speech::play::Played;
use crate::speech::track::{Pause, Track};
use crate::tui::keymap::Action;
use crate::tui::screen::{Cx, Effect, Look};
use crate::tui::screens::asked::{header, inset};
use crate::tui::voice::{Playing, Sounded};
use crate::tui::widgets::{Prose, Scroll, clock};

/// Seconds that the arrows go.
const STEP: f64 = 5.0;

/// Seconds before a pause from which it is played: the words that led into it.
const BEFORE: f64 = 1.5;

/// A recording that is open.
#[derive(Debug)]
pub(super) struct Listening {
    name: String,
    strip: Option<Arc<Track>>,
    pauses: Vec<Pause>,
    /// The pause under the cursor.
    chosen: Option<usize>,
    at: f64,
    playing: bool,
    problem: Option<String>,
}

impl Listening {
    /// Opens a recording and plays it.
    pub(super) fn open(name: String, cx: &mut Cx<'_>) -> Self {
        cx.effects.push(Effect::Play(Playing::Open(name.clone(), Some(0.0))));
        Self { name, strip: None, pauses: Vec::new(), chosen: None, at: 0.0, playing: false, problem: None }
    }

    /// Takes what there is to tell of sound, if it is about this.
    pub(super) fn sounded(&mut self, news: Sounded) {
        match news {
            Sounded::Opened(name, strip) => self.opened(&name, strip),
            Sounded::Player(played) => self.played(played),
            Sounded::Recorder(..) | Sounded::NoVoice => {}
        }
    }

    /// It was read, or it cannot be.
    fn opened(&mut self, name: &str, strip: Result<Arc<Track>, String>) {
        match strip {
            Err(problem) => self.problem = Some(problem),
            Ok(strip) if name == self.name => {
                self.pauses = strip.pauses();
                self.strip = Some(strip);
                self.playing = true;
            }
            Ok(_) => {}
        }
    }

    /// What the player tells.
    fn played(&mut self, played: Played) {
        match played {
            Played::At(at, playing) => (self.at, self.playing) = (at, playing),
            Played::Ended => {
                self.playing = false;
                self.at = self.seconds();
            }
            Played::Failed(why) => {
                self.playing = false;
                self.problem = Some(format!("It cannot be played: {why}."));
            }
        }
    }

    fn seconds(&self) -> f64 {
        self.strip.as_ref().map_or(0.0, |strip| strip.seconds())
    }

    /// Whether it was played to its end.
    fn is_over(&self) -> bool {
        !self.playing && self.at >= self.seconds()
    }

    /// Whether an action makes sense now.
    pub(super) fn offers(&self, action: Action) -> bool {
        match action {
            Action::Down | Action::Up => !self.pauses.is_empty(),
            _ => true,
        }
    }

    /// Does what a key asks for, but closing.
    pub(super) fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        if self.strip.is_none() {
            return;
        }
        let playing = match action {
            Action::Accept => self.play_from(0.0),
            Action::Pause if self.is_over() => self.play_from(0.0),
            Action::Pause => {
                self.playing = !self.playing;
                Playing::Pause(!self.playing)
            }
            Action::Left if self.is_over() => self.play_from(self.seconds() - STEP),
            Action::Left => Playing::Seek(-STEP),
            Action::Right if self.is_over() => return,
            Action::Right => Playing::Seek(STEP),
            Action::Down | Action::Up => {
                let Some(last) = self.pauses.len().checked_sub(1) else { return };
                let next = match (self.chosen, action) {
                    (None, _) => 0,
                    (Some(at), Action::Down) => (at + 1).min(last),
                    (Some(at), _) => at.saturating_sub(1),
                };
                self.chosen = Some(next);
                self.play_from(self.pauses[next].start - BEFORE)
            }
            _ => return,
        };
        cx.effects.push(Effect::Play(playing));
    }

    fn play_from(&mut self, at: f64) -> Playing {
        self.at = at.max(0.0);
        self.playing = true;
        self.problem = None;
        Playing::From(self.at)
    }

    pub(super) fn view(&self, answer: &Answer, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        let right = match answer.takes().len() {
            0 | 1 => "your answer".to_owned(),
            takes => format!("take {} of {takes}", answer.take() + 1),
        };
        header(answer, look, &right, frame, area);
        let body = inset(area);
        let Some(strip) = &self.strip else {
            let words = self.problem.as_deref().unwrap_or("Opening …");
            let style = if self.problem.is_some() { theme.warn } else { theme.dim };
            Prose::new(body.width).paragraph(words, style).draw(frame, body, &Scroll::default(), theme.dim);
            return;
        };
        let seconds = strip.seconds().max(0.1);
        let each = seconds / f64::from(body.width.max(1));
        let mut loud = Vec::new();
        let mut track = Vec::new();
        for at in 0..body.width {
            let (from, to) = (f64::from(at) * each, f64::from(at + 1) * each);
            let (glyph, style) = strip.column(from, to).map_or((" ", theme.dim), |column| glyph(column, theme));
            loud.push(Span::styled(glyph, style));
            let here = self.at >= from && (self.at < to || at + 1 == body.width);
            track.push(match (here, self.at >= to) {
                (true, _) => Span::styled("●", theme.accent),
                (false, true) => Span::styled("━", theme.accent),
                (false, false) => Span::styled("─", theme.dim),
            });
        }
        let state = match (self.playing, self.is_over()) {
            (true, _) => "playing",
            (false, true) => "at the end",
            (false, false) => "paused",
        };
        let place = format!("{} of {}", clock(self.at), clock(strip.seconds()));
        let mut prose = Prose::new(body.width)
            .line(Line::from(loud))
            .line(Line::from(track))
            .line(Line::from(vec![Span::styled(place, theme.strong), Span::styled(format!("   {state}"), theme.dim)]));
        if let Some(problem) = &self.problem {
            prose = prose.paragraph(problem, theme.warn);
        }
        prose = prose.gap();
        if self.pauses.is_empty() {
            prose = prose.paragraph("No pause of two seconds or more.", theme.dim);
        } else {
            prose = prose.line(Line::styled("Pauses of two seconds and more", theme.dim));
        }
        // The chosen pause stays in sight.
        let room = usize::from(body.height).saturating_sub(prose.height()).max(1);
        let first = self.chosen.map_or(0, |chosen| (chosen + 1).saturating_sub(room));
        for (at, pause) in self.pauses.iter().enumerate().skip(first).take(room) {
            let mark = if self.chosen == Some(at) { "▸" } else { " " };
            let style = if self.chosen == Some(at) { theme.strong } else { theme.text };
            let words = format!("{mark} {:>6}   {:.1} s", clock(pause.start), pause.end - pause.start);
            prose = prose.line(Line::styled(words, style));
        }
        prose.draw(frame, body, &Scroll::default(), theme.dim);
    }
}
