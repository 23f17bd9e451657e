//! Home: what to do tonight, and why.

use chrono::NaiveDate;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::lost;
use crate::engine::{Engine, Kept, MockRow, Tonight};
use crate::moment::Moment;
use crate::practice::Only;
use crate::practice::words::ago;
use crate::tui::keymap::{self, Action, Context};
use crate::tui::screen::{Cx, Effect, Look, Route, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::{
    at_right, below, count, cursor_mark, minutes, moved, percent, row_style, rows_in_sight, shorten,
};

/// What a row of the menu leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    Resume,
    Start,
    Weak,
    Mock,
    Browse,
    Progress,
    Plan,
    Filters,
    Target,
}

/// The first screen.
#[derive(Debug)]
pub struct HomeScreen {
    tonight: Tonight,
    kept: Vec<Kept>,
    /// The mock that changed last.
    mock: Option<MockRow>,
    /// Whether something is missing in the history.
    lost: bool,
    cursor: usize,
}

impl HomeScreen {
    /// Looks at what there is to do. `kept` are answers that wait for somebody to go on.
    pub fn new(engine: &Engine, kept: Vec<Kept>, now: Moment) -> Self {
        Self {
            tonight: engine.figures().tonight(now),
            kept,
            mock: engine.mocks().last(),
            lost: engine.loss().is_some(),
            cursor: 0,
        }
    }

    fn items(&self) -> Vec<Item> {
        let mut items = Vec::new();
        if !self.kept.is_empty() {
            items.push(Item::Resume);
        }
        items.push(Item::Start);
        if !self.tonight.weakest.is_empty() {
            items.push(Item::Weak);
        }
        items.extend([Item::Mock, Item::Browse]);
        if self.tonight.seen > 0 {
            items.push(Item::Progress);
        }
        items.extend([Item::Plan, Item::Filters, Item::Target]);
        items
    }

    fn open(&self, item: Item) -> Route {
        match item {
            Item::Resume => self.kept.first().map_or(Route::Stay, |kept| Route::Resume(Box::new(kept.clone()))),
            Item::Start if self.tonight.picks.is_empty() => Route::Draw(Only::Anything),
            Item::Start => Route::Drill(self.tonight.picks.clone()),
            Item::Weak => Route::WeakTopics,
            Item::Mock => Route::Mocks(false),
            Item::Browse => Route::Browse(crate::bank::Filter { any_track: true, ..Default::default() }),
            Item::Progress => Route::Progress,
            Item::Plan => Route::Plan,
            Item::Filters => Route::Filters(crate::bank::Filter::default()),
            Item::Target => Route::Target,
        }
    }

    fn row(&self, item: Item, look: &Look<'_>) -> (&'static str, String, Option<String>) {
        let tonight = &self.tonight;
        let key = |action| keymap::key_for(Context::Home, action);
        match item {
            Item::Resume => {
                let prompt = self.kept.first().map_or("", |kept| look.engine.questions().prompt(kept.question()));
                ("Go on", crate::text::one_line(prompt), None)
            }
            Item::Start if tonight.picks.is_empty() => ("More", "all done for today; extra questions".into(), None),
            Item::Start => ("Start", String::new(), None),
            Item::Weak => {
                let weakest = tonight.weakest.iter().take(3);
                let words = weakest.map(|topic| format!("{} {}", topic.title.to_lowercase(), percent(topic.mastery)));
                ("Weak topics", words.collect::<Vec<_>>().join(", "), key(Action::Weak))
            }
            Item::Mock => ("Mock", mock_words(self.mock.as_ref(), look.now.day()), key(Action::Mock)),
            Item::Browse => {
                let text = format!("{}, {} seen", count(tonight.questions, "question"), tonight.seen);
                ("Browse", text, key(Action::Browse))
            }
            Item::Progress => ("Progress", "recall, misses, time, calibration".into(), key(Action::Progress)),
            Item::Plan => {
                let date = look.engine.config().target.date;
                let words = match date.map(|date| (date, (date - look.now.day()).num_days())) {
                    None => "up to a date: each day, and how ready you will be".to_owned(),
                    Some((date, days)) if days < 0 => format!("{} is past", date.format("%a %-d %b")),
                    Some((date, _)) => format!("each day up to {}", date.format("%a %-d %b")),
                };
                ("Plan", words, key(Action::Plan))
            }
            Item::Filters => ("Choose", "by topic, kind, level, difficulty".into(), key(Action::Filters)),
            Item::Target => ("Target", look.engine.target_words(), key(Action::Target)),
        }
    }
}

/// "last: distributed, lean yes, 4 days ago", or what a mock is.
fn mock_words(last: Option<&MockRow>, today: NaiveDate) -> String {
    let Some(last) = last else { return "a timed interview, the notes at the end".to_owned() };
    if last.is_open() {
        return format!("{} waits to be gone on with", last.title());
    }
    let card = last.card.as_ref().and_then(|kept| kept.card.band);
    let result = card.map_or("not debriefed yet", crate::assess::Recommendation::word);
    format!("last: {}, {result}, {}", last.title(), ago(last.day, today))
}

/// "5 due · 3 new · 1 failed last time".
fn parts(tonight: &Tonight) -> String {
    use crate::practice::Why;
    let count = |why| tonight.picks.iter().filter(|pick| pick.why == why).count();
    let named = [
        (Why::Due, "due"),
        (Why::New, "new"),
        (Why::Failed, "failed last time"),
        (Why::Weak, "weak"),
        (Why::Gain, "for the date"),
    ];
    let parts = named.into_iter().map(|(why, word)| (count(why), word)).filter(|(count, _)| *count > 0);
    parts.map(|(count, word)| format!("{count} {word}")).collect::<Vec<_>>().join(" · ")
}

/// One bar a day: blank for nothing, eighths of the fullest day otherwise.
fn bars(week: &[crate::engine::DayTotal]) -> String {
    const EIGHTHS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
    let most = week.iter().map(|day| day.answers).max().unwrap_or(0).max(1);
    let bar = |answers: usize| if answers == 0 { "·" } else { EIGHTHS[(answers * 8).div_ceil(most).clamp(1, 8) - 1] };
    week.iter().map(|day| bar(day.answers)).collect::<Vec<_>>().join(" ")
}

impl Screen for HomeScreen {
    fn context(&self) -> Context {
        Context::Home
    }

    fn offers(&self, action: Action) -> bool {
        match action {
            Action::Weak => !self.tonight.weakest.is_empty(),
            Action::Progress | Action::Cram | Action::Memory => self.tonight.seen > 0,
            Action::Undo => self.tonight.can_undo,
            Action::Restore => self.lost,
            _ => true,
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        let items = self.items();
        match action {
            Action::Accept => return self.open(items[self.cursor.min(items.len() - 1)]),
            Action::Weak if self.tonight.weakest.is_empty() => {
                cx.say("Too few answers to tell which topics are weak. Answer some first.");
            }
            Action::Weak => return self.open(Item::Weak),
            Action::Mock => return self.open(Item::Mock),
            Action::Browse => return self.open(Item::Browse),
            Action::Progress => return self.open(Item::Progress),
            Action::Plan => return self.open(Item::Plan),
            Action::Filters => return self.open(Item::Filters),
            Action::Target => return self.open(Item::Target),
            Action::Memory => return Route::Memory,
            Action::Cram => return Route::Draw(Only::Cram),
            Action::Import => return Route::Import,
            Action::Undo => cx.effects.push(Effect::UndoLast),
            Action::Restore => return lost::route(cx),
            _ => self.cursor = moved(self.cursor, items.len(), action),
        }
        Route::Stay
    }

    fn tick(&mut self, cx: &mut Cx<'_>) {
        self.tonight = cx.engine.figures().tonight(cx.now);
    }

    fn changed(&mut self, cx: &mut Cx<'_>) {
        self.tonight = cx.engine.figures().tonight(cx.now);
    }

    fn saved(&mut self, result: Result<(), &str>, cx: &mut Cx<'_>) {
        if let Err(error) = result {
            cx.say(format!("Not saved: {error}"));
        }
        self.mock = cx.engine.mocks().last();
        self.tonight = cx.engine.figures().tonight(cx.now);
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        let mut canvas = Canvas { frame, area, y: area.y, theme };
        let countdown = look.engine.countdown(look.now.day()).unwrap_or_default();
        canvas.sides(" hotseat", theme.strong, &countdown, theme.dim);
        let readiness = self.tonight.readiness.map(|share| format!("readiness {}", percent(share)));
        if readiness.is_some() || area.height >= 14 {
            canvas.sides("", theme.text, &readiness.unwrap_or_default(), theme.dim);
        }
        self.headline(&mut canvas);
        if area.height >= 14 {
            canvas.gap();
        }
        // On a low screen the menu scrolls under its cursor.
        let items = self.items();
        let menu = below(area, canvas.y - area.y);
        for (index, row) in rows_in_sight(menu, self.cursor, items.len()) {
            self.menu_row(items[index], index == self.cursor, look, canvas.frame, row);
            canvas.gap();
        }
        if area.height >= 18 && self.tonight.seen > 0 {
            canvas.gap();
            let week = &self.tonight.week;
            let names: Vec<String> = week.iter().map(|day| day.day.format("%a").to_string()[..1].to_owned()).collect();
            canvas.left(&format!("   {}", names.join(" ")), theme.dim);
            let answers: usize = week.iter().map(|day| day.answers).sum();
            let seconds: f64 = week.iter().map(|day| day.seconds).sum();
            let spent = format!("   {}      7 days: {}, {}", bars(week), count(answers, "answer"), minutes(seconds));
            canvas.left(&spent, theme.accent);
        }
    }
}

impl HomeScreen {
    fn menu_row(&self, item: Item, selected: bool, look: &Look<'_>, frame: &mut Frame<'_>, row: Rect) {
        let theme = look.theme;
        let (name, words, key) = self.row(item, look);
        let key = if selected { "Enter".to_owned() } else { key.unwrap_or_default() };
        let name = format!("{}{name:<13}", cursor_mark(selected));
        let room = usize::from(row.width).saturating_sub(name.len() + key.len() + 4);
        let line = vec![
            Span::styled(name, row_style(selected, theme)),
            Span::styled(format!(" {}", shorten(&words, room)), theme.dim),
        ];
        frame.render_widget(Line::from(line), row);
        at_right(frame, row, &key, theme.accent);
    }

    fn headline(&self, canvas: &mut Canvas<'_, '_>) {
        let theme = canvas.theme;
        let tonight = &self.tonight;
        if tonight.questions == 0 {
            canvas.left("   There are no questions for this target: change it with t.", theme.warn);
        } else if tonight.seen == 0 && self.kept.is_empty() {
            canvas.left(&format!("   {} backend questions, none seen yet.", tonight.questions), theme.strong);
            canvas.left("   Enter asks you the first one.", theme.text);
        } else if tonight.picks.is_empty() {
            canvas.left("   Tonight   nothing more: you are done for today", theme.strong);
        } else {
            let questions = count(tonight.picks.len(), "question");
            canvas.left(&format!("   Tonight   {questions} · about {}", minutes(tonight.seconds)), theme.strong);
            canvas.left(&format!("             {}", parts(tonight)), theme.dim);
        }
        if let Some(backlog) = &tonight.backlog {
            canvas.left(&format!("   {}", backlog.words()), theme.warn);
            if canvas.area.height >= 18 {
                canvas.left("   What gains most comes first; the rest waits for its day, nothing is lost.", theme.dim);
            }
        }
        if tonight.offers_fit && canvas.area.height >= 14 {
            canvas.left("   You have answered enough to fit the memory model to you: M.", theme.good);
        }
    }
}

/// Draws row after row and stops at the end of the screen.
struct Canvas<'a, 'b> {
    frame: &'a mut Frame<'b>,
    area: Rect,
    y: u16,
    theme: &'a Theme,
}

impl Canvas<'_, '_> {
    fn row(&mut self) -> Option<Rect> {
        let row = (self.y < self.area.bottom()).then_some(Rect { y: self.y, height: 1, ..self.area });
        self.y = self.y.saturating_add(1);
        row
    }

    fn gap(&mut self) {
        self.row();
    }

    fn left(&mut self, text: &str, style: Style) {
        if let Some(row) = self.row() {
            self.frame.render_widget(Line::styled(shorten(text, usize::from(row.width)), style), row);
        }
    }

    fn sides(&mut self, left: &str, left_style: Style, right: &str, right_style: Style) {
        if let Some(row) = self.row() {
            self.frame.render_widget(Line::styled(left.to_owned(), left_style), row);
            at_right(self.frame, row, right, right_style);
        }
    }
}
