//! My answer, improved: the edits that the coach proposes, taken one by one, and the resulting answer.
//!
//! What follows from a key is decided by [`Improving`]; here keys become intents, and its places become pictures.

use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::difference::as_one;
use crate::coach::asking;
use crate::coach::edits::Proposed;
use crate::history::RecordId;
use crate::moment::Moment;
use crate::session::{EARLIER, ImproveIntent, ImprovePlace, ImproveRow, Improving, progress_words};
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Look, Route, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::{MEASURE, Prose, Scroll, below, cursor_mark, head, moved, row_style, shorten};

/// The blanks before the details of a row.
const INDENT: &str = "       ";

/// The proposed edits of an answer, on the screen.
#[derive(Debug)]
pub struct ImproveScreen {
    improving: Improving,
    cursor: usize,
    /// The part of the list and the answer that is in sight.
    scroll: Scroll,
    /// Since when the coach has been asked. None: it is not being asked.
    since: Option<Moment>,
}

impl ImproveScreen {
    /// Opens the screen; the coach is asked at once if consent was given.
    pub fn open(attempt: RecordId, cx: &mut Cx<'_>) -> Self {
        let (improving, orders) = Improving::open(attempt, cx.engine);
        let mut screen = Self { improving, cursor: 0, scroll: Scroll::default(), since: None };
        cx.effects.extend(orders.into_iter().map(Effect::from));
        screen.note_time(cx);
        screen
    }

    fn apply(&mut self, intent: ImproveIntent, cx: &mut Cx<'_>) {
        let orders = self.improving.apply(intent, cx.engine, cx.now);
        cx.effects.extend(orders.into_iter().map(Effect::from));
        if let Some(word) = self.improving.take_word() {
            cx.say(word);
        }
        self.note_time(cx);
    }

    fn note_time(&mut self, cx: &Cx<'_>) {
        let asking = matches!(self.improving.place(), ImprovePlace::Asking(_));
        self.since = asking.then(|| self.since.unwrap_or(cx.now));
    }

    fn text(&self, look: &Look<'_>, width: u16) -> Prose<'static> {
        let theme = look.theme;
        let mut prose = Prose::new(width);
        match self.improving.place() {
            ImprovePlace::Consent(words) => {
                for (n, words) in words.iter().enumerate() {
                    prose = prose.paragraph(words, if n == 0 { theme.text } else { theme.dim }).gap();
                }
                prose
            }
            ImprovePlace::Asking(progress) => {
                let waited = self.since.map_or(0, |since| look.now.monotonic.saturating_sub(since.monotonic).as_secs());
                prose.paragraph(format!("{} {waited} s", progress_words(*progress)), theme.text)
            }
            ImprovePlace::Failed(why) => prose.paragraph(why, theme.warn).gap().paragraph(UNCHANGED, theme.dim),
            ImprovePlace::Shown => self.shown(prose, theme),
        }
    }

    fn shown(&self, mut prose: Prose<'static>, theme: &Theme) -> Prose<'static> {
        if let Some(why) = self.improving.failed_again() {
            prose = prose.paragraph(format!("{why} {EARLIER}"), theme.warn).gap();
        }
        let rows = self.improving.rows();
        if rows.is_empty() {
            prose = prose.paragraph("It proposes nothing that can be used.", theme.text);
        }
        for (index, row) in rows.iter().enumerate() {
            prose = write_row(prose, row, index == self.cursor, theme);
        }
        let refused = &self.improving.proposed().refused;
        if !refused.is_empty() {
            prose = prose.gap().line(Line::styled("Left out", theme.strong));
            prose = refused.iter().fold(prose, |prose, one| prose.item(Span::raw("  "), one.words(), theme.dim));
        }
        if self.improving.has_taken() {
            prose = prose.gap().line(Line::styled("What becomes of it", theme.strong));
            prose = as_one(prose, Span::default(), &self.improving.compared(), theme);
        }
        prose
    }

    /// Scrolls to keep the row under the cursor in sight.
    fn follow_cursor(&mut self, action: Action) {
        match action {
            Action::Down => self.scroll.down(4),
            Action::Up => self.scroll.up(4),
            action => self.scroll.act(action),
        }
    }
}

/// Said when the screen is left without taking anything.
const UNCHANGED: &str = "Your answer stays as it is.";

fn write_row(prose: Prose<'static>, row: &ImproveRow, selected: bool, theme: &Theme) -> Prose<'static> {
    let (mark, style) = if row.taken { ("[x] ", theme.good) } else { ("[ ] ", theme.dim) };
    let lead = Span::styled(format!("{}{mark}", cursor_mark(selected)), style);
    let prose = prose.item(lead, &row.title, row_style(selected, theme));
    let prose = as_one(prose, Span::raw(INDENT), &row.marked, theme);
    if row.note.is_empty() { prose } else { prose.item(Span::raw(INDENT), &row.note, theme.warn) }
}

impl Screen for ImproveScreen {
    fn context(&self) -> Context {
        match self.improving.place() {
            ImprovePlace::Consent(_) => Context::CoachConsent,
            ImprovePlace::Asking(_) => Context::CoachAsking,
            ImprovePlace::Shown | ImprovePlace::Failed(_) => Context::Improve,
        }
    }

    fn offers(&self, action: Action) -> bool {
        match action {
            Action::Toggle => !self.improving.rows().is_empty(),
            Action::Accept if self.context() == Context::Improve => self.improving.has_taken(),
            _ => true,
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match (action, self.context()) {
            (Action::Back, Context::CoachAsking) => {
                self.apply(ImproveIntent::Stop, cx);
                return Route::Back;
            }
            (Action::Back, _) => return Route::Back,
            (Action::Accept, Context::CoachConsent) => self.apply(ImproveIntent::Agree, cx),
            (Action::Accept, Context::Improve) => self.apply(ImproveIntent::Keep, cx),
            (Action::Toggle, Context::Improve) => self.apply(ImproveIntent::Toggle(self.cursor), cx),
            (Action::Retry, Context::Improve) => {
                self.cursor = 0;
                self.scroll.reset();
                self.apply(ImproveIntent::Again, cx);
            }
            (action, Context::Improve) if action.moves() => {
                self.cursor = moved(self.cursor, self.improving.rows().len(), action);
                self.follow_cursor(action);
            }
            (action, _) => self.scroll.act(action),
        }
        Route::Stay
    }

    fn improved(&mut self, news: asking::News<Proposed>, cx: &mut Cx<'_>) {
        self.apply(ImproveIntent::Heard(news), cx);
    }

    fn saved(&mut self, result: Result<(), &str>, cx: &mut Cx<'_>) {
        self.apply(ImproveIntent::Settled(result.map_err(str::to_owned)), cx);
    }

    fn leaving(&mut self, cx: &mut Cx<'_>) {
        self.apply(ImproveIntent::Stop, cx);
    }

    fn wake_in(&self, _now: Moment) -> Option<Duration> {
        self.since.map(|_| Duration::from_secs(1))
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        let from = self.improving.from();
        // How far the edits can be trusted must not be cut off.
        let room = usize::from(area.width).saturating_sub(self.improving.trust().len() + 4);
        let title = if from.is_empty() { String::new() } else { format!(" \u{b7} {from}") };
        let title = shorten(&format!("My answer, better{title}"), room);
        head(frame, area, (&title, theme.dim), (self.improving.trust(), theme.dim));
        let body = below(area, 2);
        let side = if body.width >= 50 { 3 } else { 1 };
        let width = body.width.saturating_sub(2 * side).min(MEASURE);
        let body = Rect { x: body.x + side, width, ..body };
        self.text(look, width).draw(frame, body, &self.scroll, theme.dim);
    }
}
