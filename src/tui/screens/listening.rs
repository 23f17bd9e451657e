//! Playback of a spoken answer: where it was loud, where it stalled, and a way to jump to each of these places.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::speaking::glyph;
use crate::practice::Answer;
use crate::sound::{Playing, Sounded};
use crate::speech::play::Played;
use crate::speech::track::{Pause, Track};
use crate::tui::keymap::Action;
use crate::tui::screen::{Cx, Effect, Look};
use crate::tui::screens::asked::{header, inset};
use crate::tui::widgets::{Prose, Scroll, clock, shorten};

/// Seconds that an arrow key moves by.
const STEP: f64 = 5.0;

/// The speeds that the keys step through; 1 is normal.
const SPEEDS: [f64; 6] = [0.8, 0.9, 1.0, 1.15, 1.3, 1.5];

/// Seconds before a place at which playback starts, so that the words leading up to it are heard.
const BEFORE: f64 = 1.5;

/// A recording that can be played.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Recorded {
    name: String,
    /// What it is a recording of, for the header.
    title: String,
    /// Where points are made, and where fillers are.
    points: Vec<Place>,
    fillers: Vec<Place>,
}

/// A moment in a recording that one can jump to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    /// Seconds from the start of the recording.
    pub(super) at: f64,
    /// What is there, in words.
    pub(super) words: String,
}

/// What the keys jump by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Pauses,
    Points,
    Fillers,
}

impl Recorded {
    /// A recording with this name, without places.
    pub(super) fn new(name: &str, title: &str) -> Self {
        Self { name: name.to_owned(), title: title.to_owned(), points: Vec::new(), fillers: Vec::new() }
    }

    /// Whether both are the same recording.
    pub(super) fn is_of_the_same(&self, other: &Self) -> bool {
        self.name == other.name
    }

    /// Adds the places where points are made and where fillers are.
    pub(super) fn with_places(self, points: Vec<Place>, fillers: Vec<Place>) -> Self {
        Self { points, fillers, ..self }
    }
}

/// The player: an open recording, and the others that belong to it.
#[derive(Debug)]
pub(super) struct Listening {
    all: Vec<Recorded>,
    /// The index of the open one.
    open: usize,
    strip: Option<Arc<Track>>,
    pauses: Vec<Pause>,
    by: By,
    /// The index of the chosen place. None: none is chosen.
    chosen: Option<usize>,
    speed: f64,
    at: f64,
    playing: bool,
    problem: Option<String>,
}

impl Listening {
    /// Opens one of these recordings and plays it. None if the list has no recording at this index.
    pub(super) fn open((all, open): (Vec<Recorded>, usize), cx: &mut Cx<'_>) -> Option<Self> {
        let name = all.get(open)?.name.clone();
        cx.effects.push(Effect::Play(Playing::Open(name, Some(0.0))));
        let (pauses, by, chosen, speed, at) = (Vec::new(), By::Pauses, None, 1.0, 0.0);
        Some(Self { all, open, strip: None, pauses, by, chosen, speed, at, playing: false, problem: None })
    }

    /// Closes it and opens the next one, the first after the last.
    fn open_next(&mut self, cx: &mut Cx<'_>) {
        cx.effects.push(Effect::Play(Playing::Close));
        let all = std::mem::take(&mut self.all);
        let next = (self.open + 1) % all.len().max(1);
        if let Some(opened) = Self::open((all, next), cx) {
            *self = opened;
        }
    }

    /// Takes news about sound, if it is about this recording.
    pub(super) fn sounded(&mut self, news: Sounded) {
        match news {
            Sounded::Opened(name, strip) => self.opened(&name, strip),
            Sounded::Player(played) => self.played(played),
            Sounded::Recorder(..) | Sounded::NotRead(_) => {}
        }
    }

    /// The recording was read, or could not be.
    fn opened(&mut self, name: &str, strip: Result<Arc<Track>, String>) {
        match strip {
            Err(problem) => self.problem = Some(problem),
            Ok(strip) if self.all.get(self.open).is_some_and(|open| open.name == name) => {
                self.pauses = strip.pauses();
                self.strip = Some(strip);
                self.playing = true;
            }
            Ok(_) => {}
        }
    }

    /// Takes news from the player.
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

    /// Whether it has played to its end.
    fn is_over(&self) -> bool {
        !self.playing && self.at >= self.seconds()
    }

    /// Whether an action makes sense now.
    pub(super) fn offers(&self, action: Action) -> bool {
        match action {
            Action::Down | Action::Up => !self.places(self.by).is_empty(),
            Action::JumpBy => {
                self.all.get(self.open).is_some_and(|one| !one.points.is_empty() || !one.fillers.is_empty())
            }
            Action::OtherTake => self.all.len() > 1,
            _ => true,
        }
    }

    /// Performs an action, except for closing.
    pub(super) fn act(&mut self, action: Action, cx: &mut Cx<'_>) {
        if action == Action::OtherTake && self.all.len() > 1 {
            return self.open_next(cx);
        }
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
            Action::JumpBy => return self.go_by_the_next(),
            Action::Slower | Action::Faster => {
                self.speed = next_speed(self.speed, action == Action::Faster);
                Playing::Speed(self.speed)
            }
            Action::Down | Action::Up => {
                let places = self.places(self.by);
                let Some(last) = places.len().checked_sub(1) else { return };
                let next = match (self.chosen, action) {
                    (None, _) => 0,
                    (Some(at), Action::Down) => (at + 1).min(last),
                    (Some(at), _) => at.saturating_sub(1),
                };
                self.chosen = Some(next);
                self.play_from(places[next].at - BEFORE)
            }
            _ => return,
        };
        cx.effects.push(Effect::Play(playing));
    }

    /// The places of this kind, in order.
    fn places(&self, by: By) -> Vec<Place> {
        let open = self.all.get(self.open);
        match by {
            By::Pauses => {
                let words = |pause: &Pause| format!("{:.1} s", pause.end - pause.start);
                self.pauses.iter().map(|pause| Place { at: pause.start, words: words(pause) }).collect()
            }
            By::Points => open.map_or_else(Vec::new, |open| open.points.clone()),
            By::Fillers => open.map_or_else(Vec::new, |open| open.fillers.clone()),
        }
    }

    fn go_by_the_next(&mut self) {
        let order = [By::Pauses, By::Points, By::Fillers];
        let now = order.iter().position(|by| *by == self.by).unwrap_or(0);
        let later = (1..=order.len()).map(|step| order[(now + step) % order.len()]);
        let mut there = later.filter(|by| *by == By::Pauses || !self.places(*by).is_empty());
        self.by = there.next().unwrap_or(By::Pauses);
        self.chosen = None;
    }

    fn play_from(&mut self, at: f64) -> Playing {
        self.at = at.max(0.0);
        self.playing = true;
        self.problem = None;
        Playing::From(self.at)
    }

    pub(super) fn view(&self, answer: &Answer, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let right = match (answer.takes().len(), self.all.get(self.open)) {
            (0 | 1, Some(open)) => open.title.clone(),
            (0 | 1, None) => String::new(),
            (takes, _) => format!("take {} of {takes}", answer.take() + 1),
        };
        header(answer, look, &right, frame, area);
        self.view_in(look, frame, inset(area));
    }

    /// What the open recording is of.
    pub(super) fn title(&self) -> &str {
        self.all.get(self.open).map_or("", |open| &open.title)
    }

    /// Draws it in `body`, without the header.
    pub(super) fn view_in(&self, look: &Look<'_>, frame: &mut Frame<'_>, body: Rect) {
        let theme = look.theme;
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
        let state = if (self.speed - 1.0).abs() < 1e-3 {
            state.to_owned()
        } else {
            format!("{state}, {:.2} times as fast", self.speed)
        };
        let mut prose = Prose::new(body.width)
            .line(Line::from(loud))
            .line(Line::from(track))
            .line(Line::from(vec![Span::styled(place, theme.strong), Span::styled(format!("   {state}"), theme.dim)]));
        if let Some(problem) = &self.problem {
            prose = prose.paragraph(problem, theme.warn);
        }
        prose = prose.gap();
        let places = self.places(self.by);
        prose = match self.by {
            By::Pauses if places.is_empty() => prose.paragraph("No pause of two seconds or more.", theme.dim),
            By::Pauses => prose.line(Line::styled("Pauses of two seconds and more", theme.dim)),
            By::Points => prose.line(Line::styled("Points, where they are said", theme.dim)),
            By::Fillers => prose.line(Line::styled("Fillers, as far as they were written down", theme.dim)),
        };
        // Scroll so that the chosen place is in sight.
        let room = usize::from(body.height).saturating_sub(prose.height()).max(1);
        let first = self.chosen.map_or(0, |chosen| (chosen + 1).saturating_sub(room));
        for (at, place) in places.iter().enumerate().skip(first).take(room) {
            let mark = if self.chosen == Some(at) { "▸" } else { " " };
            let style = if self.chosen == Some(at) { theme.strong } else { theme.text };
            let words = format!("{mark} {:>6}   {}", clock(place.at), place.words);
            let words = shorten(&words, usize::from(body.width));
            prose = prose.line(Line::styled(words, style));
        }
        prose.draw(frame, body, &Scroll::default(), theme.dim);
    }
}

/// The next faster or slower speed; the same at the end of the range.
fn next_speed(now: f64, faster: bool) -> f64 {
    let next = if faster {
        SPEEDS.into_iter().find(|speed| *speed > now + 1e-3)
    } else {
        SPEEDS.into_iter().rev().find(|speed| *speed < now - 1e-3)
    };
    next.unwrap_or(now)
}
