//! A second opinion: consent, progress, and the verdicts beside one's own ticks.
//!
//! What follows from a key is decided by [`Opinion`]; here keys become intents, and its places become pictures.

use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::asked::ticked;
use crate::assess::merged;
use crate::coach::asking;
use crate::history::RecordId;
use crate::moment::Moment;
use crate::practice::Row;
use crate::session::{EARLIER, Opinion, OpinionIntent, OpinionPlace, progress_words};
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Look, Route, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::{MEASURE, Prose, Scroll, below, cursor_mark, head, moved, row_style, shorten};

/// A second opinion on the screen.
#[derive(Debug)]
pub struct CoachScreen {
    opinion: Opinion,
    cursor: usize,
    /// The part of the list and the answer that is in sight.
    scroll: Scroll,
    /// Since when the coach has been asked. None: it is not being asked.
    since: Option<Moment>,
}

impl CoachScreen {
    /// Opens the screen; the coach is asked at once if consent was given and no opinion is stored.
    pub fn open(attempt: RecordId, cx: &mut Cx<'_>) -> Self {
        let (opinion, orders) = Opinion::open(attempt, cx.engine);
        let mut screen = Self { opinion, cursor: 0, scroll: Scroll::default(), since: None };
        cx.effects.extend(orders.into_iter().map(Effect::from));
        screen.note_time(cx);
        screen
    }

    fn apply(&mut self, intent: OpinionIntent, cx: &mut Cx<'_>) {
        let orders = self.opinion.apply(intent, cx.engine, cx.now);
        cx.effects.extend(orders.into_iter().map(Effect::from));
        if let Some(word) = self.opinion.take_word() {
            cx.say(word);
        }
        self.note_time(cx);
    }

    fn note_time(&mut self, cx: &Cx<'_>) {
        let asking = matches!(self.opinion.place(), OpinionPlace::Asking(_));
        self.since = asking.then(|| self.since.unwrap_or(cx.now));
    }

    fn rows(&self) -> &[Row] {
        match self.opinion.place() {
            OpinionPlace::Shown(rows) => rows,
            _ => &[],
        }
    }

    fn text<'a>(&'a self, look: &Look<'_>, width: u16) -> Prose<'a> {
        let theme = look.theme;
        let mut prose = Prose::new(width);
        match self.opinion.place() {
            OpinionPlace::Consent(words) => {
                for (n, words) in words.iter().enumerate() {
                    prose = prose.paragraph(words, if n == 0 { theme.text } else { theme.dim }).gap();
                }
                prose
            }
            OpinionPlace::Asking(progress) => {
                let waited = self.since.map_or(0, |since| look.now.monotonic.saturating_sub(since.monotonic).as_secs());
                prose.paragraph(format!("{} {waited} s", progress_words(*progress)), theme.text)
            }
            OpinionPlace::Failed(why) => {
                prose.paragraph(why, theme.warn).gap().paragraph("Nothing was judged. The drill goes on.", theme.dim)
            }
            OpinionPlace::Shown(rows) => {
                if let Some(why) = self.opinion.failed_again() {
                    prose = prose.paragraph(format!("{why} {EARLIER}"), theme.warn).gap();
                }
                for (index, row) in rows.iter().enumerate() {
                    prose = self.row(prose, index, row, theme);
                }
                let quotes = merged(rows.iter().filter_map(|row| row.quote.clone()));
                let answer = self.opinion.answer();
                let quotes: Vec<_> = quotes.into_iter().filter(|quote| answer.get(quote.clone()).is_some()).collect();
                prose = prose.gap().paragraph("Your answer, with what it quotes", theme.strong);
                prose.marked(answer, &quotes, theme.text, theme.touched)
            }
        }
    }

    fn row<'a>(&'a self, mut prose: Prose<'a>, index: usize, row: &Row, theme: &Theme) -> Prose<'a> {
        let selected = index == self.cursor;
        let (mark, style) = row.own.map_or(("[ ] ", theme.dim), |own| ticked(own, theme));
        let lead = Span::styled(format!("{}{mark}", cursor_mark(selected)), style);
        prose = prose.item(lead, crate::text::one_line(&row.text), row_style(selected, theme));
        let words = if row.differs() { theme.warn } else { theme.dim };
        prose = prose.indented(row.words(), words, 7);
        match row.quote.clone().and_then(|quote| self.opinion.answer().get(quote)) {
            Some(quote) => {
                let quote = crate::text::one_line(quote);
                prose.indented(format!("\u{201c}{quote}\u{201d}"), theme.touched, 7)
            }
            None => prose,
        }
    }

    /// Scrolls to keep the row under the cursor in sight.
    fn follow_cursor(&mut self, action: Action) {
        match action {
            Action::Down => self.scroll.down(3),
            Action::Up => self.scroll.up(3),
            action => self.scroll.act(action),
        }
    }
}

impl Screen for CoachScreen {
    fn context(&self) -> Context {
        match self.opinion.place() {
            OpinionPlace::Consent(_) => Context::CoachConsent,
            OpinionPlace::Asking(_) => Context::CoachAsking,
            OpinionPlace::Shown(_) | OpinionPlace::Failed(_) => Context::Coach,
        }
    }

    fn offers(&self, action: Action) -> bool {
        match action {
            Action::Accept if self.context() == Context::Coach => {
                self.rows().get(self.cursor).is_some_and(Row::differs)
            }
            Action::Improve => !self.rows().is_empty(),
            _ => true,
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match (action, self.context()) {
            (Action::Back, Context::CoachAsking) => {
                self.apply(OpinionIntent::Stop, cx);
                return Route::Back;
            }
            (Action::Improve, Context::Coach) => return Route::Improve(self.opinion.attempt().clone()),
            (Action::Back, _) => return Route::Back,
            (Action::Accept, Context::CoachConsent) => self.apply(OpinionIntent::Agree, cx),
            (Action::Accept, Context::Coach) if self.offers(action) => {
                self.apply(OpinionIntent::TakeOver(self.cursor), cx);
            }
            (Action::Accept, Context::Coach) if !self.rows().is_empty() => {
                cx.say("You and the coach agree here; there is nothing to take over.");
            }
            (Action::Retry, Context::Coach) => {
                self.cursor = 0;
                self.scroll.reset();
                self.apply(OpinionIntent::Again, cx);
            }
            (action, Context::Coach) if action.moves() => {
                self.cursor = moved(self.cursor, self.rows().len(), action);
                self.follow_cursor(action);
            }
            (action, _) => self.scroll.act(action),
        }
        Route::Stay
    }

    fn coached(&mut self, news: asking::News, cx: &mut Cx<'_>) {
        self.apply(OpinionIntent::Heard(news), cx);
    }

    fn saved(&mut self, result: Result<(), &str>, cx: &mut Cx<'_>) {
        self.apply(OpinionIntent::Settled(result.map_err(str::to_owned)), cx);
        self.cursor = self.cursor.min(self.rows().len().saturating_sub(1));
    }

    fn leaving(&mut self, cx: &mut Cx<'_>) {
        self.apply(OpinionIntent::Stop, cx);
    }

    fn wake_in(&self, _now: Moment) -> Option<Duration> {
        self.since.map(|_| Duration::from_secs(1))
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        let from = self.opinion.from();
        // How far the opinion can be trusted must not be cut off.
        let room = usize::from(area.width).saturating_sub(self.opinion.trust().len() + 4);
        let title = if from.is_empty() { String::new() } else { format!(" \u{b7} {from}") };
        let title = shorten(&format!("Second opinion{title}"), room);
        head(frame, area, (&title, theme.dim), (self.opinion.trust(), theme.dim));
        let body = below(area, 2);
        let side = if body.width >= 50 { 3 } else { 1 };
        let width = body.width.saturating_sub(2 * side).min(MEASURE);
        let body = Rect { x: body.x + side, width, ..body };
        self.text(look, width).draw(frame, body, &self.scroll, theme.dim);
    }
}
