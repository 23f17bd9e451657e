//! The screen of a request to the coach: consent, progress, and the rows of the reply.
//!
//! What follows from a key is decided by the request ([`AsksCoach`]); here keys become intents, and its places become
//! pictures.

use std::fmt;
use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::moment::Moment;
use crate::session::{AsksCoach, CoachIntent, EARLIER, Heard, Order, RequestPlace, progress_words};
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Look, Route, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::{MEASURE, Prose, Scroll, below, head, moved, shorten};

/// What a key does that means something to one kind of request only.
#[derive(Debug)]
pub enum Does {
    /// Something for the request.
    Mean(CoachIntent),
    /// A remark.
    Say(&'static str),
    /// It leads elsewhere.
    Go(Route),
    /// Nothing but scrolling, if it scrolls.
    Scroll,
}

/// What is particular about the screen of one kind of request.
pub trait Page: AsksCoach + fmt::Debug {
    /// The title of the screen.
    const TITLE: &'static str;
    /// The keys that are there once the reply is, or has failed to come.
    const CONTEXT: Context;
    /// What is said below the reason for a failure.
    const UNCHANGED: &'static str;
    /// How many lines the page scrolls when the cursor moves to the next row.
    const LINES: usize;

    /// Whether a key is offered now. `through` says whether the reply is there, or has failed to come.
    fn offers(&self, action: Action, cursor: usize, through: bool) -> bool;

    /// What a key does once the reply is there.
    fn key(&self, action: Action, cursor: usize) -> Does {
        match action {
            Action::Accept => Does::Mean(CoachIntent::Keep),
            Action::Toggle => Does::Mean(CoachIntent::Take(cursor)),
            _ => Does::Scroll,
        }
    }

    /// Writes the reply.
    fn shown<'a>(&'a self, prose: Prose<'a>, cursor: usize, theme: &Theme) -> Prose<'a>;
}

/// A request to the coach, on the screen.
#[derive(Debug)]
pub struct CoachScreen<P> {
    page: P,
    cursor: usize,
    /// The part of the page that is in sight.
    scroll: Scroll,
    /// Since when the coach has been asked. None: it is not being asked.
    since: Option<Moment>,
}

impl<P: Page> CoachScreen<P> {
    /// Opens the screen of a request that has just begun; the orders are what follows from that.
    pub fn open((page, orders): (P, Vec<Order>), cx: &mut Cx<'_>) -> Self {
        let mut screen = Self { page, cursor: 0, scroll: Scroll::default(), since: None };
        cx.effects.extend(orders.into_iter().map(Effect::from));
        screen.note_time(cx);
        screen
    }

    fn apply(&mut self, intent: CoachIntent, cx: &mut Cx<'_>) {
        let orders = self.page.apply(intent, cx.engine, cx.now);
        cx.effects.extend(orders.into_iter().map(Effect::from));
        if let Some(word) = self.page.take_word() {
            cx.say(word);
        }
        self.cursor = self.cursor.min(self.page.row_count().saturating_sub(1));
        self.note_time(cx);
    }

    fn note_time(&mut self, cx: &Cx<'_>) {
        let asking = matches!(self.page.place(), RequestPlace::Asking(_));
        self.since = asking.then(|| self.since.unwrap_or(cx.now));
    }

    fn text<'a>(&'a self, look: &Look<'_>, width: u16) -> Prose<'a> {
        let theme = look.theme;
        let mut prose = Prose::new(width);
        match self.page.place() {
            RequestPlace::Consent(words) => {
                for (n, words) in words.iter().enumerate() {
                    prose = prose.paragraph(words, if n == 0 { theme.text } else { theme.dim }).gap();
                }
                prose
            }
            RequestPlace::Asking(progress) => {
                let waited = self.since.map_or(0, |since| look.now.monotonic.saturating_sub(since.monotonic).as_secs());
                prose.paragraph(format!("{} {waited} s", progress_words(*progress)), theme.text)
            }
            RequestPlace::Failed(why) => prose.paragraph(why, theme.warn).gap().paragraph(P::UNCHANGED, theme.dim),
            RequestPlace::Shown => {
                if let Some(why) = self.page.failed_again() {
                    prose = prose.paragraph(format!("{why} {EARLIER}"), theme.warn).gap();
                }
                self.page.shown(prose, self.cursor, theme)
            }
        }
    }

    /// Scrolls to keep the row under the cursor in sight.
    fn follow_cursor(&mut self, action: Action) {
        match action {
            Action::Down => self.scroll.down(P::LINES),
            Action::Up => self.scroll.up(P::LINES),
            action => self.scroll.act(action),
        }
    }

    fn key(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match self.page.key(action, self.cursor) {
            Does::Mean(intent) => self.apply(intent, cx),
            Does::Say(words) => cx.say(words),
            Does::Go(route) => return route,
            Does::Scroll => self.scroll.act(action),
        }
        Route::Stay
    }
}

impl<P: Page> Screen for CoachScreen<P> {
    fn context(&self) -> Context {
        match self.page.place() {
            RequestPlace::Consent(_) => Context::CoachConsent,
            RequestPlace::Asking(_) => Context::CoachAsking,
            RequestPlace::Shown | RequestPlace::Failed(_) => P::CONTEXT,
        }
    }

    fn offers(&self, action: Action) -> bool {
        self.page.offers(action, self.cursor, self.context() == P::CONTEXT)
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match (action, self.context()) {
            (Action::Back, Context::CoachAsking) => {
                self.apply(CoachIntent::Stop, cx);
                return Route::Back;
            }
            (Action::Back, _) => return Route::Back,
            (Action::Accept, Context::CoachConsent) => self.apply(CoachIntent::Agree, cx),
            (action, Context::CoachConsent | Context::CoachAsking) => self.scroll.act(action),
            (Action::Retry, _) => {
                self.cursor = 0;
                self.scroll.reset();
                self.apply(CoachIntent::Again, cx);
            }
            (action, _) if action.moves() => {
                self.cursor = moved(self.cursor, self.page.row_count(), action);
                self.follow_cursor(action);
            }
            (action, _) => return self.key(action, cx),
        }
        Route::Stay
    }

    fn coached(&mut self, heard: Heard, cx: &mut Cx<'_>) {
        self.apply(CoachIntent::Heard(heard), cx);
    }

    fn saved(&mut self, result: Result<(), &str>, cx: &mut Cx<'_>) {
        self.apply(CoachIntent::Settled(result.map(|()| String::new()).map_err(str::to_owned)), cx);
    }

    fn filled_in(&mut self, result: Result<String, String>, cx: &mut Cx<'_>) {
        self.scroll.reset();
        self.apply(CoachIntent::Settled(result), cx);
    }

    fn leaving(&mut self, cx: &mut Cx<'_>) {
        self.apply(CoachIntent::Stop, cx);
    }

    fn wake_in(&self, _now: Moment) -> Option<Duration> {
        self.since.map(|_| Duration::from_secs(1))
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        let from = self.page.from();
        // How far the coach can be trusted must not be cut off.
        let room = usize::from(area.width).saturating_sub(self.page.trust().len() + 4);
        let title = if from.is_empty() { String::new() } else { format!(" \u{b7} {from}") };
        let title = shorten(&format!("{}{title}", P::TITLE), room);
        head(frame, area, (&title, theme.dim), (self.page.trust(), theme.dim));
        let body = below(area, 2);
        let side = if body.width >= 50 { 3 } else { 1 };
        let width = body.width.saturating_sub(2 * side).min(MEASURE);
        let body = Rect { x: body.x + side, width, ..body };
        self.text(look, width).draw(frame, body, &self.scroll, theme.dim);
    }
}
