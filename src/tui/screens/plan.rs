//! The plan: every day up to the interview, readiness, whether the time is enough. Date and pace are tried here before
//! they are saved.

use chrono::NaiveDate;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use serde::{Deserialize, Serialize};
use unicode_width::UnicodeWidthStr as _;

use crate::config::{Change, Config, MOST_ANSWERS, Setting, Target, next_date, next_minutes, next_per_day};
use crate::engine::{Account, Engine, PlanWords};
use crate::history::Work;
use crate::memory::Plan;
use crate::memory::plan::PlanDay;
use crate::moment::Moment;
use crate::tui::keymap::{Action, Context, key_for};
use crate::tui::screen::{Cx, Effect, Form, Look, Route, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::{
    Field, Prose, Scroll, Typing, below, cells, cursor_mark, curve, first_row, minutes, percent, row_style, shorten,
    text_below,
};

/// Columns of the name of a day, its three counts and its time.
const COUNTS: u16 = 42;

/// Height of the curve of readiness, in rows.
const CURVE: usize = 4;

/// The blocks for new, due and window answers in a bar; they differ without colour too.
const BLOCKS: [char; 3] = ['█', '▒', '░'];

/// What is being tried, as it is kept on the disk.
#[derive(Debug, Serialize, Deserialize)]
struct Tried {
    date: Option<NaiveDate>,
    per_day: u32,
    /// None in forms of earlier versions, which did not know minutes; then those of the target apply.
    #[serde(default)]
    pace: Option<Pace>,
    /// A value that is still being typed.
    typed: Option<String>,
    /// The row of that value. Forms of earlier versions have none: only a date could be typed.
    #[serde(default)]
    row: usize,
}

/// The minutes per day being tried; without any, answers are counted. A type of its own, to tell "no limit" from "not
/// stored".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Pace {
    minutes_per_day: Option<u32>,
}

/// The settings behind the three rows.
const SET: [&str; 3] = ["target.date", "target.per_day", "target.minutes_per_day"];

/// Said when a changed target is kept.
pub(super) const KEPT: &str = "Kept. What you are asked from now on follows it.";

/// Date and pace being tried, and the plan that they would give.
#[derive(Debug)]
pub struct PlanScreen {
    date: Option<NaiveDate>,
    per_day: u32,
    minutes: Option<u32>,
    plan: Plan,
    account: Account,
    later: Option<NaiveDate>,
    /// The row under the cursor: 0 the date, 1 the answers per day, 2 the minutes per day.
    cursor: usize,
    scroll: Scroll,
    /// The value of the row under the cursor, while it is being typed.
    field: Option<Field>,
    /// Whether what is tried differs from what is in force.
    changed: bool,
}

impl PlanScreen {
    /// The plan as it is in force, or as a lost program left it.
    pub fn new(engine: &Engine, now: Moment) -> Self {
        let target = &engine.config().target;
        let as_it_is = || Tried { date: target.date, per_day: target.per_day, pace: None, typed: None, row: 0 };
        let tried: Tried = engine.left_form(Work::Plan).unwrap_or_else(as_it_is);
        let field = tried.typed.map(|typed| Field::of(&typed));
        let mut screen = Self {
            date: tried.date,
            per_day: tried.per_day.min(MOST_ANSWERS),
            minutes: tried.pace.map_or(target.minutes_per_day, |pace| pace.minutes_per_day),
            plan: engine.figures().plan(now),
            account: engine.figures().account(now),
            later: None,
            cursor: if field.is_some() { tried.row.min(SET.len() - 1) } else { 0 },
            scroll: Scroll::default(),
            field,
            changed: false,
        };
        screen.work_out(engine, now);
        screen
    }

    fn work_out(&mut self, engine: &Engine, now: Moment) {
        let tried = self.tried(&engine.config().target);
        self.plan = engine.figures().plan_for(&tried, now);
        self.account = engine.figures().account(now);
        let short = !self.plan.enough && !self.plan.days.is_empty() && (self.per_day > 0 || self.minutes.is_some());
        self.later = short.then(|| engine.figures().date_enough(&tried, now)).flatten();
        self.scroll.reset();
        self.changed = !self.is_kept(&engine.config().target);
    }

    /// Goes back to what is in force.
    fn take_back(&mut self, target: &Target) {
        (self.date, self.per_day, self.minutes) = (target.date, target.per_day, target.minutes_per_day);
    }

    fn is_kept(&self, target: &Target) -> bool {
        (self.date, self.per_day, self.minutes) == (target.date, target.per_day, target.minutes_per_day)
    }

    /// The target with what is being tried.
    fn tried(&self, target: &Target) -> Target {
        Target { date: self.date, per_day: self.per_day, minutes_per_day: self.minutes, ..target.clone() }
    }

    fn change(&mut self, forward: bool, now: Moment) {
        if self.cursor == 1 {
            self.per_day = next_per_day(self.per_day, forward);
            return;
        }
        if self.cursor == 2 {
            self.minutes = next_minutes(self.minutes, forward);
            return;
        }
        self.date = next_date(self.date, forward, now.calendar_day());
    }

    /// Takes the typed value, or says why it cannot.
    fn take(&mut self, cx: &mut Cx<'_>) {
        let (Some(field), Some(setting)) = (&self.field, Setting::named(SET[self.cursor])) else { return };
        match with_typed(setting, field, &self.tried(&cx.engine.config().target), cx) {
            Ok(target) => {
                self.take_back(&target);
                self.field = None;
                self.work_out(cx.engine, cx.now);
            }
            Err(problem) => cx.say(problem),
        }
    }

    fn values(&self, now: Moment, wide: bool) -> [(&'static str, String); 3] {
        let date = self.date.map_or("no date".to_owned(), |date| {
            let when = PlanWords::of(&self.plan, self.account, now, None).when.unwrap_or_default();
            format!("{}, {when}", date.format(if wide { "%a %-d %b %Y" } else { "%-d %b" }))
        });
        let answers = match self.minutes {
            None => self.per_day.to_string(),
            Some(_) => format!("about {}, as the minutes allow", self.plan.per_day),
        };
        [("Interview", date), ("Answers a day", answers), ("Minutes a day", minutes_words(self.minutes))]
    }

    /// What the plan says, then each of its days.
    fn prose(&self, look: &Look<'_>, width: u16) -> Prose<'static> {
        let (theme, plan) = (look.theme, &self.plan);
        let words = PlanWords::of(plan, self.account, look.now, self.later);
        let mut prose = Prose::new(width);
        if let Some(evening) = &words.evening {
            prose = prose.paragraph(evening, theme.dim);
        }
        let Some(date) = plan.date else {
            let said = "Without a date questions simply come back when they are due. With one, the days before it are \
                        planned: new questions at an even pace, then whatever gains most by the day.";
            return prose
                .paragraph(&words.account, theme.text)
                .paragraph(&words.readiness, theme.text)
                .gap()
                .paragraph(said, theme.dim)
                .paragraph(&words.meaning, theme.dim);
        };
        prose = prose.paragraph(&words.account, theme.text).paragraph(&words.readiness, theme.text);
        if plan.days.is_empty() {
            let said = if date < look.now.calendar_day() {
                "The interview is past: questions come back when they are due, as without a date."
            } else {
                "The interview is today: no day is left to plan. Good luck."
            };
            return prose.gap().paragraph(said, theme.text).paragraph(&words.meaning, theme.dim);
        }
        let style = if plan.enough { theme.good } else { theme.warn };
        prose = prose.paragraph(&words.enough, style);
        if let Some(window) = &words.window {
            prose = prose.paragraph(window, theme.dim);
        }
        prose = prose.paragraph(&words.meaning, theme.dim);
        prose = self.readiness_curve(prose, width, theme);
        let [new, due, window] = BLOCKS;
        prose = prose.gap().line(Line::from(vec![
            Span::styled(format!("{:<11}{:>5}{:>5}{:>7}{:>12} ", "Day", "new", "due", "window", "time"), theme.strong),
            Span::styled(shorten(&format!("{new} new {due} due {window} window"), room(width)), theme.dim),
        ]));
        let most = plan.days.iter().map(|day| day.seconds).max().unwrap_or(0);
        for day in &plan.days {
            prose = prose.line(row(day, most, room(width), theme));
        }
        prose
    }
}

impl PlanScreen {
    /// The curve of readiness on the day, if the plan is followed up to each of its days. Nothing before the first
    /// answer.
    fn readiness_curve(&self, prose: Prose<'static>, width: u16, theme: &Theme) -> Prose<'static> {
        let (plan, mut prose) = (&self.plan, prose);
        if plan.answers == 0 {
            return prose;
        }
        let rows = curve(&plan.curve, plan.readiness_if_stopped, usize::from(width), CURVE);
        if !rows.is_empty() {
            prose = prose.gap();
        }
        for row in rows {
            prose = prose.line(Line::styled(row, theme.accent));
        }
        let (stopped, kept) = (percent(plan.readiness_if_stopped), percent(plan.readiness));
        prose.paragraph(
            format!("Ready on the day, kept up to each day: {stopped} (stopped, ┄) to {kept} (kept)."),
            theme.dim,
        )
    }
}

/// The minutes per day in words; None: there is no limit.
pub(super) fn minutes_words(minutes: Option<u32>) -> String {
    minutes.map_or_else(|| "any: answers are counted".to_owned(), |minutes| minutes.to_string())
}

fn room(width: u16) -> usize {
    usize::from(width.saturating_sub(COUNTS))
}

fn total(day: &PlanDay) -> u32 {
    day.new + day.review + day.window
}

/// One day: its counts, its time, and a bar in proportion to the time of the longest day.
fn row(day: &PlanDay, most: u32, room: usize, theme: &Theme) -> Line<'static> {
    let number = |count: u32| if count == 0 { "·".to_owned() } else { count.to_string() };
    let (new, review, window) = (number(day.new), number(day.review), number(day.window));
    let name = day.date.format("%a %-d %b").to_string();
    let time = if day.seconds == 0 { "·".to_owned() } else { minutes(f64::from(day.seconds)) };
    let share = f64::from(day.seconds) / f64::from(most.max(1)) / f64::from(total(day).max(1));
    let mut bar = String::new();
    let mut upto = 0;
    for (count, block) in [day.new, day.review, day.window].into_iter().zip(BLOCKS) {
        upto += count;
        while bar.chars().count() < cells(f64::from(upto) * share, room) {
            bar.push(block);
        }
    }
    Line::from(vec![
        Span::styled(format!("{name:<11}{new:>5}{review:>5}{window:>7}{time:>12} "), theme.text),
        Span::styled(bar, theme.accent),
    ])
}

/// Examples of what can be typed as a date, shown beside the field.
pub(super) const DAYS_TYPED: &str = "14 dec, friday, in 3 weeks, 21";

/// A target with what was typed for one of its settings, or what is wrong with that.
pub(super) fn with_typed(
    setting: &'static Setting,
    field: &Field,
    target: &Target,
    cx: &Cx<'_>,
) -> Result<Target, String> {
    let config = Config { target: target.clone(), ..cx.engine.config().clone() };
    let change = Change::typed(setting, field.text(), cx.now.calendar_day())?;
    Ok(config.with(&change)?.target)
}

impl Screen for PlanScreen {
    fn context(&self) -> Context {
        if self.field.is_some() { Context::Value } else { Context::Plan }
    }

    fn offers(&self, action: Action) -> bool {
        match action {
            Action::Missed => self.date.is_some(),
            Action::Undo => self.changed,
            _ => true,
        }
    }

    fn label(&self, action: Action) -> Option<&'static str> {
        match action {
            _ if self.field.is_some() => None,
            Action::Accept if !self.changed => Some("back"),
            Action::Back if self.changed => Some("keep"),
            _ => None,
        }
    }

    fn is_page(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match Field::act(&mut self.field, action) {
            Typing::Closed => {}
            Typing::Done => return Route::Stay,
            Typing::Taken => {
                self.take(cx);
                return Route::Stay;
            }
        }
        match action {
            Action::Left | Action::Right => {
                self.change(action == Action::Right, cx.now);
                self.work_out(cx.engine, cx.now);
            }
            Action::Missed => {
                self.date = None;
                self.work_out(cx.engine, cx.now);
            }
            Action::TypeDate => {
                self.cursor = 0;
                self.field = Some(Field::default());
            }
            Action::Down if self.cursor < 2 => self.cursor += 1,
            Action::Up if self.cursor > 0 && self.scroll.is_at_start() => self.cursor -= 1,
            Action::Accept if self.is_kept(&cx.engine.config().target) => return Route::Back,
            Action::Accept => {
                let target = self.tried(&cx.engine.config().target);
                cx.effects.push(Effect::SaveTarget(target));
                self.changed = false;
                cx.say(KEPT);
            }
            Action::Undo => {
                self.take_back(&cx.engine.config().target);
                self.work_out(cx.engine, cx.now);
            }
            Action::Back => {
                if !self.is_kept(&cx.engine.config().target) {
                    cx.effects.push(Effect::SaveTarget(self.tried(&cx.engine.config().target)));
                    cx.say(KEPT);
                }
                return Route::Back;
            }
            _ => self.scroll.act(action),
        }
        Route::Stay
    }

    fn type_char(&mut self, c: char, _cx: &mut Cx<'_>) {
        self.field.get_or_insert_default().type_char(c);
    }

    fn paste(&mut self, text: &str, _cx: &mut Cx<'_>) {
        if let Some(field) = &mut self.field {
            field.paste(text);
        }
    }

    fn tick(&mut self, cx: &mut Cx<'_>) {
        self.work_out(cx.engine, cx.now);
    }

    fn form(&self, engine: &Engine) -> Option<Form> {
        let typed = self.field.as_ref().map(|field| field.text().to_owned()).filter(|typed| !typed.is_empty());
        let nothing = typed.is_none() && self.is_kept(&engine.config().target);
        let tried = Tried {
            date: self.date,
            per_day: self.per_day,
            pace: Some(Pace { minutes_per_day: self.minutes }),
            typed,
            row: self.cursor,
        };
        Form::new(Work::Plan, &tried).filter(|_| !nothing)
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        frame.render_widget(Line::styled(" Plan", theme.strong), first_row(area));
        if !self.is_kept(&look.engine.config().target) {
            let tried = Line::styled("tried, kept when you leave ", theme.warn).right_aligned();
            frame.render_widget(tried, first_row(area));
        }
        let top = below(area, if area.height >= 16 { 2 } else { 1 });
        // On a very narrow screen labels are cut before values are.
        let column = if area.width < 34 { 8 } else { 15 };
        let wide = usize::from(area.width).saturating_sub(column + 9);
        for (index, (label, value)) in self.values(look.now, area.width >= 60).into_iter().enumerate() {
            let selected = index == self.cursor;
            let label = shorten(label, column - 1);
            let value = match &self.field {
                Some(field) if selected => {
                    let lead = format!("{}{label:<column$}", cursor_mark(selected));
                    field.draw(Span::styled(lead, row_style(selected, theme)), theme.text, frame, first_row(top));
                    continue;
                }
                _ if selected => format!("‹ {} ›", shorten(&value, wide)),
                _ => format!("  {}", shorten(&value, wide)),
            };
            let words = format!("{}{label:<column$}{value}", cursor_mark(selected));
            frame.render_widget(
                Span::styled(words, row_style(selected, theme)),
                first_row(below(top, u16::try_from(index).unwrap_or(0))),
            );
        }
        if self.field.is_some() {
            let keep = key_for(Context::Value, Action::Accept).unwrap_or_default();
            let takes = Setting::named(SET[self.cursor]).map_or_else(String::new, Setting::takes);
            let takes = if self.cursor == 0 { DAYS_TYPED.to_owned() } else { takes };
            let room = usize::from(top.width).saturating_sub(1);
            let whole = format!("   {takes}; {keep}");
            let words = if whole.width() <= room { whole } else { shorten(&format!("   {takes}"), room) };
            frame.render_widget(Line::styled(words, theme.dim), first_row(below(top, 3)));
        }
        let body = text_below(top, 4);
        self.prose(look, body.width).draw(frame, body, &self.scroll, theme.dim);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_day_fits_its_row() {
        let day = PlanDay {
            date: NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid"),
            new: 40,
            review: 40,
            window: 0,
            seconds: 3_600,
        };
        let theme = Theme::mono();
        assert_eq!(row(&day, 3_600, 10, &theme).spans[1].content, "█████▒▒▒▒▒");
        assert_eq!(row(&day, 3_600, 0, &theme).spans[1].content, "");
        let small = PlanDay { new: 2, review: 1, window: 1, seconds: 1_800, ..day };
        assert_eq!(row(&small, 3_600, 8, &theme).spans[1].content, "██▒░", "half as long as the longest day");
    }

    #[test]
    fn what_is_tried_is_kept_whole_and_what_was_kept_before_opens() {
        let kept = |minutes| {
            let tried =
                Tried { date: None, per_day: 8, pace: Some(Pace { minutes_per_day: minutes }), typed: None, row: 0 };
            let text = serde_json::to_string(&tried).expect("JSON");
            serde_json::from_str::<Tried>(&text).expect("as it was kept").pace.map(|pace| pace.minutes_per_day)
        };
        assert_eq!((kept(None), kept(Some(45))), (Some(None), Some(Some(45))));
        let earlier: Tried = serde_json::from_str(r#"{"date":null,"per_day":8,"typed":null}"#).expect("opens");
        assert_eq!(earlier.pace, None);
    }
}
