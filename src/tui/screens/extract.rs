//! A story from an answer, or a target from a posting: what the coach points to in the text, taken row by row, and what
//! becomes of it.
//!
//! What follows from a key is decided by [`Extracting`]; here keys become intents, and its places become pictures.

use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::coach::asking;
use crate::coach::extract::Extracted;
use crate::engine::ExtractOf;
use crate::moment::Moment;
use crate::session::{EARLIER, ExtractIntent, ExtractPlace, ExtractRow, Extracting, progress_words};
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Look, Route, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::{MEASURE, Prose, Scroll, below, cursor_mark, head, moved, row_style, shorten};

/// What the coach extracted from a text, on the screen.
#[derive(Debug)]
pub struct ExtractScreen {
    extracting: Extracting,
    cursor: usize,
    /// The part of the list and the page that is in sight.
    scroll: Scroll,
    /// Since when the coach has been asked. None: it is not being asked.
    since: Option<Moment>,
}

impl ExtractScreen {
    /// Opens the screen; the coach is asked at once if consent was given and nothing is stored.
    pub fn open(of: ExtractOf, cx: &mut Cx<'_>) -> Self {
        let (extracting, orders) = Extracting::open(of, cx.engine, cx.now);
        let mut screen = Self { extracting, cursor: 0, scroll: Scroll::default(), since: None };
        cx.effects.extend(orders.into_iter().map(Effect::from));
        screen.note_time(cx);
        screen
    }

    fn apply(&mut self, intent: ExtractIntent, cx: &mut Cx<'_>) {
        let orders = self.extracting.apply(intent, cx.engine, cx.now);
        cx.effects.extend(orders.into_iter().map(Effect::from));
        if let Some(word) = self.extracting.take_word() {
            cx.say(word);
        }
        self.note_time(cx);
    }

    fn note_time(&mut self, cx: &Cx<'_>) {
        let asking = matches!(self.extracting.place(), ExtractPlace::Asking(_));
        self.since = asking.then(|| self.since.unwrap_or(cx.now));
    }

    fn text(&self, look: &Look<'_>, width: u16) -> Prose<'static> {
        let theme = look.theme;
        let mut prose = Prose::new(width);
        match self.extracting.place() {
            ExtractPlace::Consent(words) => {
                for (n, words) in words.iter().enumerate() {
                    prose = prose.paragraph(words, if n == 0 { theme.text } else { theme.dim }).gap();
                }
                prose
            }
            ExtractPlace::Asking(progress) => {
                let waited = self.since.map_or(0, |since| look.now.monotonic.saturating_sub(since.monotonic).as_secs());
                prose.paragraph(format!("{} {waited} s", progress_words(*progress)), theme.text)
            }
            ExtractPlace::Failed(why) => prose.paragraph(why, theme.warn).gap().paragraph(UNCHANGED, theme.dim),
            ExtractPlace::Kept(said) => prose.paragraph(said, theme.text),
            ExtractPlace::Shown => self.shown(prose, theme),
        }
    }

    fn shown(&self, mut prose: Prose<'static>, theme: &Theme) -> Prose<'static> {
        if let Some(why) = self.extracting.failed_again() {
            prose = prose.paragraph(format!("{why} {EARLIER}"), theme.warn).gap();
        }
        prose = prose.paragraph(self.extracting.title(), theme.strong).gap();
        let rows = self.extracting.rows();
        if rows.is_empty() {
            prose = prose.paragraph(NOTHING, theme.text);
        }
        for (index, row) in rows.iter().enumerate() {
            prose = write_row(prose, row, index == self.cursor, theme);
        }
        let left_out = self.extracting.left_out();
        if !left_out.is_empty() {
            prose = prose.gap().line(Line::styled("Left out", theme.strong));
            prose = left_out.iter().fold(prose, |prose, one| prose.item(Span::raw("  "), one, theme.dim));
        }
        let preview = self.extracting.preview();
        if !preview.is_empty() {
            prose = prose.gap().line(Line::styled("What becomes of it", theme.strong));
            prose = preview.iter().fold(prose, |prose, line| prose.paragraph(line, theme.text));
        }
        prose
    }

    /// Scrolls to keep the row under the cursor in sight.
    fn follow_cursor(&mut self, action: Action) {
        match action {
            Action::Down => self.scroll.down(2),
            Action::Up => self.scroll.up(2),
            action => self.scroll.act(action),
        }
    }
}

/// Said when the screen is left without taking anything.
const UNCHANGED: &str = "Nothing was changed.";

/// Said when the coach found nothing to take.
pub(crate) const NOTHING: &str = "It points to nothing that would change anything.";

fn write_row(prose: Prose<'static>, row: &ExtractRow, selected: bool, theme: &Theme) -> Prose<'static> {
    let (mark, style) = if row.taken { ("[x] ", theme.good) } else { ("[ ] ", theme.dim) };
    let lead = Span::styled(format!("{}{mark}", cursor_mark(selected)), style);
    let prose = prose.item(lead, &row.title, row_style(selected, theme));
    prose.indented(format!("\u{201c}{}\u{201d}", row.quote), theme.touched, 7)
}

impl Screen for ExtractScreen {
    fn context(&self) -> Context {
        match self.extracting.place() {
            ExtractPlace::Consent(_) => Context::CoachConsent,
            ExtractPlace::Asking(_) => Context::CoachAsking,
            ExtractPlace::Shown | ExtractPlace::Kept(_) | ExtractPlace::Failed(_) => Context::Extract,
        }
    }

    fn offers(&self, action: Action) -> bool {
        match action {
            Action::Toggle => !self.extracting.rows().is_empty(),
            Action::Accept if self.context() == Context::Extract => {
                *self.extracting.place() == ExtractPlace::Shown && self.extracting.has_taken()
            }
            Action::Retry => !matches!(self.extracting.place(), ExtractPlace::Kept(_)),
            _ => true,
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match (action, self.context()) {
            (Action::Back, Context::CoachAsking) => {
                self.apply(ExtractIntent::Stop, cx);
                return Route::Back;
            }
            (Action::Back, _) => return Route::Back,
            (Action::Accept, Context::CoachConsent) => self.apply(ExtractIntent::Agree, cx),
            (Action::Accept, Context::Extract) => self.apply(ExtractIntent::Keep, cx),
            (Action::Toggle, Context::Extract) => self.apply(ExtractIntent::Toggle(self.cursor), cx),
            (Action::Retry, Context::Extract) => {
                self.cursor = 0;
                self.scroll.reset();
                self.apply(ExtractIntent::Again, cx);
            }
            (action, Context::Extract) if action.moves() => {
                self.cursor = moved(self.cursor, self.extracting.rows().len(), action);
                self.follow_cursor(action);
            }
            (action, _) => self.scroll.act(action),
        }
        Route::Stay
    }

    fn extracted(&mut self, news: asking::News<Extracted>, cx: &mut Cx<'_>) {
        self.apply(ExtractIntent::Heard(news), cx);
    }

    fn filled_in(&mut self, result: Result<String, String>, cx: &mut Cx<'_>) {
        self.scroll.reset();
        self.apply(ExtractIntent::Settled(result), cx);
    }

    fn leaving(&mut self, cx: &mut Cx<'_>) {
        self.apply(ExtractIntent::Stop, cx);
    }

    fn wake_in(&self, _now: Moment) -> Option<Duration> {
        self.since.map(|_| Duration::from_secs(1))
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        let from = self.extracting.from();
        // How far it can be trusted must not be cut off.
        let room = usize::from(area.width).saturating_sub(self.extracting.trust().len() + 4);
        let title = if from.is_empty() { String::new() } else { format!(" \u{b7} {from}") };
        let title = shorten(&format!("In your words{title}"), room);
        head(frame, area, (&title, theme.dim), (self.extracting.trust(), theme.dim));
        let body = below(area, 2);
        let side = if body.width >= 50 { 3 } else { 1 };
        let width = body.width.saturating_sub(2 * side).min(MEASURE);
        let body = Rect { x: body.x + side, width, ..body };
        self.text(look, width).draw(frame, body, &self.scroll, theme.dim);
    }
}
