//! Home: what to do tonight, and why.

use chrono::NaiveDate;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use super::lost;
use crate::config::next_minutes;
use crate::engine::{Engine, Kept, MockRow, Tonight, Undoable};
use crate::moment::Moment;
use crate::practice::Only;
use crate::practice::words::ago;
use crate::session::Order;
use crate::tui::keymap::{self, Action, Context};
use crate::tui::screen::{Confirm, Cx, Effect, Look, Route, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::{
    at_right, below, count, cursor_mark, list_ends, minutes, moved, percent, row_style, rows_in_sight, shorten, wrap,
};

/// The label before the words about the evening.
const TONIGHT: &str = "Tonight   ";

/// Columns before the text of a row.
const INDENT: usize = 3;

/// How many of the questions that would be dropped are named.
const NAMED: usize = 5;

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
    Stories,
    Jobs,
    Day,
    Filters,
    Target,
    Settings,
}

/// Width below which a row says less.
const WIDE: u16 = 60;

/// The screen of Home.
#[derive(Debug)]
pub struct HomeScreen {
    tonight: Tonight,
    kept: Vec<Kept>,
    /// The position of the first kept answer in its drill, and how many questions the drill has. None: it is not from a
    /// drill.
    place: Option<(usize, usize)>,
    /// The mock that changed last, if there was one.
    mock: Option<MockRow>,
    /// The name of the job that is practised for, if any.
    job: Option<String>,
    /// Whether records are missing from the history.
    lost: bool,
    cursor: usize,
}

impl HomeScreen {
    /// Looks up what there is to do. `kept` are the answers that can be resumed.
    pub fn new(engine: &Engine, kept: Vec<Kept>, now: Moment) -> Self {
        Self {
            tonight: engine.figures().tonight(now),
            place: kept.first().and_then(|kept| engine.drill_of(kept)).map(|drill| drill.place()),
            kept,
            mock: engine.mocks().last(),
            job: engine.jobs().current_title(),
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
        if self.tonight.account.seen > 0 {
            items.push(Item::Progress);
        }
        items.extend([Item::Plan, Item::Filters, Item::Target]);
        items.extend([Item::Stories, Item::Jobs, Item::Day, Item::Settings]);
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
            Item::Stories => Route::Stories,
            Item::Jobs => Route::Jobs,
            Item::Day => Route::Day(None),
            Item::Filters => Route::Filters(crate::bank::Filter::default()),
            Item::Target => Route::Target,
            Item::Settings => Route::Settings,
        }
    }

    fn row(&self, item: Item, wide: bool, look: &Look<'_>) -> (&'static str, String, Option<String>) {
        let either = |long: &str, short: &str| if wide { long.to_owned() } else { short.to_owned() };
        let tonight = &self.tonight;
        let key = |action| keymap::key_for(Context::Home, action);
        match item {
            Item::Resume => {
                let prompt = self.kept.first().map_or("", |kept| look.engine.questions().prompt(kept.question()));
                let place = self.place.map_or(String::new(), |(at, of)| format!("{at} of {of}: "));
                ("Go on", format!("{place}{}", crate::text::one_line(prompt)), None)
            }
            Item::Start if tonight.picks.is_empty() => {
                ("More", either("all done for today; extra questions", "extra questions"), None)
            }
            Item::Start => ("Start", String::new(), None),
            Item::Weak => {
                let weakest = tonight.weakest.iter();
                let weakest = weakest.take(if wide { 3 } else { 1 });
                let words = weakest.map(|topic| format!("{} {}", topic.title.to_lowercase(), percent(topic.mastery)));
                ("Weak topics", words.collect::<Vec<_>>().join(", "), key(Action::Weak))
            }
            Item::Mock => ("Mock", mock_words(self.mock.as_ref(), wide, look.now.day()), key(Action::Mock)),
            Item::Browse => {
                let (account, seen) = (&tonight.account, tonight.account.seen);
                let long = format!("{}, {seen} seen", account.questions_words());
                ("Browse", either(&long, &format!("{seen} of {} seen", account.questions)), key(Action::Browse))
            }
            Item::Progress => {
                ("Progress", either("recall, misses, time, calibration", "misses, calibration"), key(Action::Progress))
            }
            Item::Plan => {
                let date = look.engine.config().target.date;
                let words = match date.map(|date| (date, (date - look.now.day()).num_days())) {
                    None => either("up to a date: each day, and how ready you will be", "up to a date"),
                    Some((date, days)) if days < 0 => format!("{} is past", date.format("%a %-d %b")),
                    Some((date, _)) => {
                        let date = date.format("%a %-d %b").to_string();
                        either(&format!("each day up to {date}"), &format!("up to {date}"))
                    }
                };
                ("Plan", words, key(Action::Plan))
            }
            Item::Stories => {
                ("Stories", either("what you did, ready to be told", "what you did"), key(Action::Stories))
            }
            Item::Jobs => {
                let words = self.job.clone();
                let words =
                    words.unwrap_or_else(|| either("a posting read: what to practise for it", "read a posting"));
                ("Jobs", words, key(Action::Jobs))
            }
            Item::Day => {
                ("The day", either("for the evening before and the morning", "the page for it"), key(Action::Day))
            }
            Item::Filters => {
                ("Choose", either("by topic, kind, level, difficulty", "by topic or kind"), key(Action::Filters))
            }
            Item::Target => ("Target", look.engine.target_words(), key(Action::Target)),
            Item::Settings => (
                "Settings",
                either("editor, voice, colours, a mock's clock", "editor and voice"),
                key(Action::Settings),
            ),
        }
    }
}

/// "last: distributed, lean yes, 4 days ago"; before the first mock, what a mock is.
fn mock_words(last: Option<&MockRow>, wide: bool, today: NaiveDate) -> String {
    let Some(last) = last else {
        return if wide {
            "a timed interview, the notes at the end".to_owned()
        } else {
            "a timed interview".to_owned()
        };
    };
    if !wide {
        return if last.is_open() { format!("{} waits", last.title()) } else { format!("last: {}", last.title()) };
    }
    if last.is_open() {
        return format!("{} waits to be gone on with", last.title());
    }
    let verdict = last.card.as_ref().and_then(|kept| kept.card.verdict());
    let result = verdict.unwrap_or_else(|| "not debriefed yet".to_owned());
    format!("last: {}, {result}, {}", last.title(), ago(last.day, today))
}

/// "Enter asks the first of 8 tonight, about 45 min.", with the minutes of the evening if one is counted in minutes.
fn first_evening(tonight: &Tonight) -> String {
    let of = tonight.minutes.map_or(String::new(), |minutes| format!(" of {minutes} min"));
    let time = minutes(f64::from(tonight.seconds));
    format!("Enter asks the first of {} tonight, about {time}{of}.", tonight.picks.len())
}

/// "5 due, 1 of them failed last time · 3 new".
fn parts(tonight: &Tonight) -> String {
    use crate::practice::Why;
    let count = |why| tonight.picks.iter().filter(|pick| pick.why == why).count();
    let (failed, due) = (count(Why::Failed), count(Why::Failed) + count(Why::Due));
    let of_them = match failed {
        0 => String::new(),
        failed if failed == due => ", failed last time".to_owned(),
        failed => format!(", {failed} of them failed last time"),
    };
    let named = [
        (due, format!("due{of_them}")),
        (count(Why::New), "new".to_owned()),
        (count(Why::Weak), "weak".to_owned()),
        (count(Why::Gain), "for the date".to_owned()),
    ];
    let parts = named.into_iter().filter(|(count, _)| *count > 0);
    let parts = parts.map(|(count, word)| format!("{count} {word}")).collect::<Vec<_>>().join(" · ");
    if tonight.window { format!("what gains most by the day: {parts}") } else { parts }
}

/// One bar per day in eighths of the fullest day; a dot for a day without answers.
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
            Action::Progress | Action::Cram | Action::Memory => self.tonight.account.seen > 0,
            Action::Undo => self.tonight.undoable.is_some(),
            Action::Suspend => self.tonight.backlog.as_ref().is_some_and(|backlog| backlog.over.is_some()),
            Action::Restore => self.lost,
            _ => true,
        }
    }

    fn label(&self, action: Action) -> Option<&'static str> {
        let items = self.items();
        (action == Action::Accept).then(|| match items[self.cursor.min(items.len() - 1)] {
            Item::Resume => "go on",
            Item::Start if self.tonight.picks.is_empty() => "more",
            Item::Start => "start",
            _ => "open",
        })
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
            Action::Settings => return self.open(Item::Settings),
            Action::Memory => return Route::Memory,
            Action::Cram => return Route::Draw(Only::Cram),
            Action::Import => return Route::Import,
            Action::Jobs => return self.open(Item::Jobs),
            Action::Day => return self.open(Item::Day),
            Action::Stories => return self.open(Item::Stories),
            Action::Undo => return self.ask_undo(cx),
            Action::Suspend => return self.ask_drop(cx),
            Action::Left | Action::Right => self.choose_minutes(action == Action::Right, cx),
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
        // What was taken back can be judged again.
        cx.effects.push(Effect::Offer);
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        let items = self.items();
        // However much there is to say, some rows of the menu stay in sight.
        let menu = u16::try_from(items.len()).unwrap_or(u16::MAX).min(if area.height >= 9 { 3 } else { 2 });
        let end = area.bottom().saturating_sub(menu);
        let mut canvas = Canvas { frame, area, y: area.y, end, theme };
        let countdown = look.engine.countdown(look.now).unwrap_or_default();
        canvas.sides(" hotseat", theme.strong, &countdown, theme.dim);
        self.where_it_stands(look, &mut canvas);
        self.headline(&mut canvas);
        let days = look.engine.config().target.date.map(|date| (date - look.now.calendar_day()).num_days());
        if let Some(day) =
            [(0, "Today"), (1, "Tomorrow")].into_iter().find(|(n, _)| days == Some(*n)).map(|(_, day)| day)
        {
            canvas.words("", &format!("{day} is the interview: B opens the page for it."), theme.accent);
        }
        if area.height >= 14 {
            canvas.gap();
        }
        // On a low screen the menu scrolls with its cursor.
        canvas.end = area.bottom();
        let menu = below(area, canvas.y - area.y);
        for (index, row) in rows_in_sight(menu, self.cursor, items.len()) {
            self.menu_row(items[index], index == self.cursor, look, canvas.frame, row);
            canvas.gap();
        }
        list_ends(canvas.frame, menu, self.cursor, items.len(), theme);
        if area.height >= 18 && self.tonight.account.seen > 0 {
            canvas.gap();
            let week = &self.tonight.week;
            let names: Vec<String> = week.iter().map(|day| day.day.format("%a").to_string()[..1].to_owned()).collect();
            canvas.left(&format!("   {}", names.join(" ")), theme.dim);
            let answers: usize = week.iter().map(|day| day.answers).sum();
            let seconds: f64 = week.iter().map(|day| day.seconds).sum();
            let (answers, spent) = (count(answers, "answer"), minutes(seconds));
            let told = if area.width >= WIDE {
                format!("    7 days: {answers}, {spent}")
            } else {
                format!("{answers}, {spent}")
            };
            canvas.left(&format!("   {}  {told}", bars(week)), theme.accent);
        }
    }
}

impl HomeScreen {
    /// Which evening it still is after midnight, and readiness: in one row if both fit.
    fn where_it_stands(&self, look: &Look<'_>, canvas: &mut Canvas<'_, '_>) {
        let (dim, tall) = (look.theme.dim, canvas.area.height >= 14);
        let late = look.now.small_hours().map_or(String::new(), |late| format!(" {late}"));
        // Somebody who has not begun sees the number of questions, not readiness.
        let planned = look.engine.config().target.date.is_some();
        let told = self.tonight.account.seen > 0 && (planned || tall);
        let readiness = self.tonight.readiness;
        let ready = [readiness.words(), readiness.short_words()].map(|words| if told { words } else { String::new() });
        let width = usize::from(canvas.area.width);
        let room = |beside: usize| width.saturating_sub(beside + 4);
        let fitting = |beside| ready.iter().find(|words| words.width() <= room(beside));
        match fitting(late.width()) {
            Some(words) if words.is_empty() && late.is_empty() && !tall => {}
            Some(words) => canvas.sides(&late, dim, words, dim),
            None => {
                if !late.is_empty() {
                    canvas.words("", late.trim(), dim);
                }
                canvas.sides("", dim, fitting(0).unwrap_or(&ready[1]), dim);
            }
        }
    }

    /// Makes tonight longer or shorter, this evening only.
    fn choose_minutes(&self, longer: bool, cx: &mut Cx<'_>) {
        let now = cx.engine.minutes(cx.now.day());
        // From an evening that is counted in answers, it starts at about the time those take.
        let from = now.or(Some(self.tonight.seconds / 60)).filter(|minutes| *minutes > 0);
        let next = next_minutes(from, longer);
        cx.effects.push(Effect::ChooseEvening(next));
        cx.say(match next {
            Some(minutes) => {
                format!("{minutes} minutes tonight; tomorrow {} again.", cx.engine.config().target.pace_words())
            }
            None => format!("Tonight as always: {}.", cx.engine.config().target.pace_words()),
        });
    }

    /// Says what would be undone, and undoes it after a yes.
    fn ask_undo(&self, cx: &mut Cx<'_>) -> Route {
        let (text, effect) = match (&self.tonight.undoable, cx.engine.last_import()) {
            (Some(Undoable::Record(record)), _) => {
                let what = cx.engine.undo_words(record, cx.now.day());
                let after = cx.engine.after_undo(record).map(str::to_owned);
                (std::iter::once(what).chain(after).collect(), Effect::UndoLast)
            }
            (Some(Undoable::Import), Some(import)) => {
                // The questions of a bank that was added as a whole are not counted.
                let parts = [(import.new, "new question"), (import.changed, "changed one")];
                let parts = parts.into_iter().filter(|(number, _)| *number > 0).map(|(number, of)| count(number, of));
                let parts = parts.collect::<Vec<_>>().join(", ");
                let counts = if parts.is_empty() { parts } else { format!(": {parts}") };
                let what = format!("{} was brought in{counts}.", import.from);
                let after =
                    "What was new goes, what was changed is as before; what you changed since stays.".to_owned();
                (vec![what, after], Effect::UndoImport)
            }
            (_, _) => {
                cx.say("There is nothing to take back.");
                return Route::Stay;
            }
        };
        Route::Confirm(Box::new(Confirm { title: "Take this back?".to_owned(), text, effect }))
    }

    /// Names what the days before the interview do not get to, and takes it out of the schedule after a yes.
    fn ask_drop(&self, cx: &mut Cx<'_>) -> Route {
        let backlog = self.tonight.backlog.as_ref();
        let Some((over, words)) = backlog.and_then(|backlog| Some((backlog.over.as_ref()?, backlog.over_words()?)))
        else {
            cx.say("Nothing is left over before the interview.");
            return Route::Stay;
        };
        let named = over
            .drop
            .iter()
            .take(NAMED)
            .map(|question| format!("- {}", crate::text::one_line(cx.engine.questions().prompt(question))));
        let more = over.drop.len().saturating_sub(NAMED);
        let more = (more > 0).then(|| format!("and {more} more"));
        let mut text = vec![format!("{words}. These gain least by then:")];
        text.extend(named.chain(more));
        text.push("They go out of the schedule; z in Browse puts each of them back.".to_owned());
        let records = cx.engine.figures().drop_over(over, cx.now);
        let title = format!("Drop {}?", count(over.drop.len(), "question"));
        Route::Confirm(Box::new(Confirm { title, text, effect: Effect::Order(Order::Append(records)) }))
    }

    fn menu_row(&self, item: Item, selected: bool, look: &Look<'_>, frame: &mut Frame<'_>, row: Rect) {
        let theme = look.theme;
        let wide = row.width >= WIDE;
        let (name, words, key) = self.row(item, wide, look);
        let key = if selected { "Enter".to_owned() } else { key.unwrap_or_default() };
        let column = if wide { 13 } else { 11 };
        let name = format!("{}{name:<column$}", cursor_mark(selected));
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
        if tonight.account.questions == 0 {
            canvas.words("", "There are no questions for this target: change it with t.", theme.warn);
        } else if tonight.account.seen == 0 && self.kept.is_empty() {
            let questions = tonight.account.questions_words();
            canvas.words("", &format!("Questions: {questions}, none seen yet."), theme.strong);
            canvas.words("", &first_evening(tonight), theme.text);
        } else if tonight.picks.is_empty() {
            canvas.words(TONIGHT, "nothing more: you are done for today", theme.strong);
        } else {
            let questions = count(tonight.picks.len(), "question");
            let of = tonight.minutes.map_or(String::new(), |minutes| format!(" of {minutes} min"));
            let time = minutes(f64::from(tonight.seconds));
            canvas.words(TONIGHT, &format!("{questions} · about {time}{of}"), theme.strong);
            canvas.words(&" ".repeat(TONIGHT.len()), &parts(tonight), theme.dim);
        }
        if let Some(backlog) = &tonight.backlog {
            canvas.words("", &backlog.words(), theme.warn);
            if let Some(over) = backlog.over_words() {
                canvas.words("", &format!("{over}; z drops what gains least"), theme.warn);
            } else if canvas.area.height >= 18 {
                let words = "What gains most comes first; the rest waits for its day, nothing is lost.";
                canvas.words("", words, theme.dim);
            }
        }
        if tonight.offers_fit && canvas.area.height >= 14 {
            canvas.words("", "You have answered enough to fit the memory model to you: M.", theme.good);
        }
    }
}

/// Draws one row after another and stops at its end.
struct Canvas<'a, 'b> {
    frame: &'a mut Frame<'b>,
    area: Rect,
    y: u16,
    /// The row at which it ends.
    end: u16,
    theme: &'a Theme,
}

impl Canvas<'_, '_> {
    fn row(&mut self) -> Option<Rect> {
        let row = (self.y < self.end).then_some(Rect { y: self.y, height: 1, ..self.area });
        self.y += u16::from(row.is_some());
        row
    }

    fn gap(&mut self) {
        self.row();
    }

    /// Draws a label and a text after it, wrapped under itself.
    fn words(&mut self, about: &str, text: &str, style: Style) {
        // One column stays free at the right, as everywhere.
        let room = self.area.width.saturating_sub(u16::try_from(about.len() + INDENT + 1).unwrap_or(u16::MAX));
        for (n, range) in wrap(text, room).into_iter().enumerate() {
            let before = if n == 0 { about.to_owned() } else { " ".repeat(about.len()) };
            self.left(&format!("{:INDENT$}{before}{}", "", &text[range]), style);
        }
    }

    fn left(&mut self, text: &str, style: Style) {
        if let Some(row) = self.row() {
            self.frame.render_widget(Line::styled(shorten(text, usize::from(row.width)), style), row);
        }
    }

    fn sides(&mut self, left: &str, left_style: Style, right: &str, right_style: Style) {
        if let Some(row) = self.row() {
            let beside = if right.is_empty() { 0 } else { right.width() + 2 };
            let left = shorten(left, usize::from(row.width).saturating_sub(beside));
            self.frame.render_widget(Line::styled(left, left_style), row);
            at_right(self.frame, row, right, right_style);
        }
    }
}
