//! The plan: every day up to the interview, how ready, whether it is enough; date and pace are tried here and then kept.

use chrono::{Days, NaiveDate};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use serde::{Deserialize, Serialize};

use crate::config::Target;
use crate::day::Day;
use crate::engine::{Engine, PlanWords};
use crate::history::Work;
use crate::memory::Plan;
use crate::memory::plan::PlanDay;
use crate::moment::Moment;
use crate::tui::keymap::{Action, Context, key_for};
use crate::tui::screen::{Cx, Effect, Field, Form, Look, Route, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::{Prose, Scroll, below, cursor_mark, first_row, row_style, shorten, text_below};

/// The most answers a day that can be set.
const MOST_A_DAY: u32 = 200;

/// A first date is set so many days ahead.
const FIRST_DATE: u64 = 21;

/// Columns of a day's name and its three counts.
const COUNTS: u16 = 29;

/// What a new, a due and an answer of the window look like, without colour too.
const BLOCKS: [char; 3] = ['█', '▒', '░'];

/// What is tried, as it is kept while it is.
#[derive(Debug, Serialize, Deserialize)]
struct Tried {
    date: Option<NaiveDate>,
    per_day: u32,
    /// A date that is being typed.
    typed: Option<String>,
}

/// Date and pace being tried, and the plan that they would give.
#[derive(Debug)]
pub struct PlanScreen {
    date: Option<NaiveDate>,
    per_day: u32,
    plan: Plan,
    later: Option<NaiveDate>,
    /// 0: the date, 1: the answers a day.
    cursor: usize,
    scroll: Scroll,
    /// A date being typed.
    field: Option<Field>,
}

impl PlanScreen {
    /// The plan as it is, or as a lost program left it.
    pub fn new(engine: &Engine, now: Moment) -> Self {
        let target = &engine.config().target;
        let as_it_is = || Tried { date: target.date, per_day: target.per_day, typed: None };
        let tried: Tried = engine.left_form(Work::Plan).unwrap_or_else(as_it_is);
        let field = tried.typed.map(|typed| {
            let mut field = Field::default();
            field.paste(&typed);
            field
        });
        let mut screen = Self {
            date: tried.date,
            per_day: tried.per_day.min(MOST_A_DAY),
            plan: engine.figures().plan(now),
            later: None,
            cursor: 0,
            scroll: Scroll::default(),
            field,
        };
        screen.work_out(engine, now);
        screen
    }

    fn work_out(&mut self, engine: &Engine, now: Moment) {
        self.plan = engine.figures().plan_for(self.date, self.per_day, now);
        let short = self.date.filter(|_| !self.plan.enough && !self.plan.days.is_empty() && self.per_day > 0);
        self.later = short.and_then(|date| engine.figures().date_enough(date, self.per_day, now));
        self.scroll.reset();
    }

    fn is_kept(&self, target: &Target) -> bool {
        (self.date, self.per_day) == (target.date, target.per_day)
    }

    fn change(&mut self, forward: bool, now: Moment) {
        if self.cursor == 1 {
            let step = if forward { self.per_day.saturating_add(1) } else { self.per_day.saturating_sub(1) };
            self.per_day = step.min(MOST_A_DAY);
            return;
        }
        let today = now.day();
        self.date = match (self.date, forward) {
            (None, true) => today.checked_add_days(Days::new(FIRST_DATE)),
            (None, false) => None,
            (Some(date), true) if date < today => today.checked_add_days(Days::new(1)),
            (Some(date), true) => date.checked_add_days(Days::new(1)),
            (Some(date), false) => date.checked_sub_days(Days::new(1)).map(|date| date.max(today)),
        };
    }

    /// Takes the typed date, or says why not.
    fn take_date(&mut self, cx: &mut Cx<'_>) {
        let Some(field) = &self.field else { return };
        let today = cx.now.day();
        match read_day(field.text(), today) {
            Ok(date) if date < today => cx.say(format!("{date} is past; type a day from today ({today}) on.")),
            Ok(date) => {
                self.date = Some(date);
                self.field = None;
                self.work_out(cx.engine, cx.now);
            }
            Err(problem) => cx.say(problem),
        }
    }

    fn values(&self, today: NaiveDate, wide: bool) -> [(&'static str, String); 2] {
        let date = self.date.map_or("no date".to_owned(), |date| {
            let when = PlanWords::of(&self.plan, today, None).when.unwrap_or_default();
            format!("{}, {when}", date.format(if wide { "%a %-d %b %Y" } else { "%-d %b" }))
        });
        [("Interview", date), ("Answers a day", self.per_day.to_string())]
    }

    /// What the plan says and each of its days.
    fn prose(&self, look: &Look<'_>, width: u16) -> Prose<'static> {
        let (theme, plan) = (look.theme, &self.plan);
        let words = PlanWords::of(plan, look.now.day(), self.later);
        let mut prose = Prose::new(width);
        let Some(date) = plan.date else {
            let said = "Without a date questions simply come back when they are due. With one, the days before it are \
                        planned: new questions at an even pace, then whatever gains most by the day.";
            return prose
                .paragraph(&words.readiness, theme.text)
                .gap()
                .paragraph(said, theme.dim)
                .paragraph(&words.meaning, theme.dim);
        };
        prose = prose.paragraph(&words.readiness, theme.text);
        if plan.days.is_empty() {
            let said = if date < look.now.day() {
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
        let [new, due, window] = BLOCKS;
        prose = prose.gap().line(Line::from(vec![
            Span::styled(format!("{:<11}{:>5}{:>5}{:>7} ", "Day", "new", "due", "window"), theme.strong),
            Span::styled(shorten(&format!("{new} new {due} due {window} window"), room(width)), theme.dim),
        ]));
        let most = plan.days.iter().map(total).max().unwrap_or(0);
        for day in &plan.days {
            prose = prose.line(row(day, most, room(width), theme));
        }
        prose
    }
}

fn room(width: u16) -> usize {
    usize::from(width.saturating_sub(COUNTS))
}

fn total(day: &PlanDay) -> u32 {
    day.new + day.review + day.window
}

/// A day: its counts, and a block for each answer as long as the fullest day fits.
fn row(day: &PlanDay, most: u32, room: usize, theme: &Theme) -> Line<'static> {
    let number = |count: u32| if count == 0 { "·".to_owned() } else { count.to_string() };
    let (new, review, window) = (number(day.new), number(day.review), number(day.window));
    let name = day.date.format("%a %-d %b").to_string();
    let share = (room as f64 / f64::from(most.max(1))).min(1.0);
    let mut bar = String::new();
    let mut upto = 0;
    for (count, block) in [day.new, day.review, day.window].into_iter().zip(BLOCKS) {
        upto += count;
        while bar.chars().count() < cells(f64::from(upto) * share) {
            bar.push(block);
        }
    }
    Line::from(vec![
        Span::styled(format!("{name:<11}{new:>5}{review:>5}{window:>7} "), theme.text),
        Span::styled(bar, theme.accent),
    ])
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "cells of a row")]
fn cells(wide: f64) -> usize {
    wide.round() as usize
}

/// A day as people type it: a date, "tomorrow", or the days until then.
fn read_day(text: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    let text = text.trim();
    let days = text.strip_prefix('+').unwrap_or(text);
    if let Ok(days) = days.parse::<u16>() {
        return today.checked_add_days(Days::new(u64::from(days))).ok_or_else(|| format!("{days} days are too many"));
    }
    text.parse::<Day>()
        .map(|day| day.date(today))
        .map_err(|_| format!("{text:?} is no date; type 2026-12-14, tomorrow, or the days until then such as 21."))
}

impl Screen for PlanScreen {
    fn context(&self) -> Context {
        if self.field.is_some() { Context::Date } else { Context::Plan }
    }

    fn offers(&self, action: Action) -> bool {
        action != Action::Missed || self.date.is_some()
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        if let Some(field) = &mut self.field {
            match action {
                Action::Edit(edit) => field.apply(edit),
                Action::Accept => self.take_date(cx),
                _ => self.field = None,
            }
            return Route::Stay;
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
            Action::Down if self.cursor == 0 => self.cursor = 1,
            Action::Up if self.cursor == 1 && self.scroll.is_at_start() => self.cursor = 0,
            Action::Accept if self.is_kept(&cx.engine.config().target) => return Route::Home,
            Action::Accept => {
                let target = Target { date: self.date, per_day: self.per_day, ..cx.engine.config().target.clone() };
                cx.effects.push(Effect::SaveTarget(target));
                cx.say("Kept. What you are asked from now on follows it.");
            }
            Action::Back => {
                if !self.is_kept(&cx.engine.config().target) {
                    cx.say("The plan stays as it was.");
                }
                return Route::Home;
            }
            _ => self.scroll.act(action),
        }
        Route::Stay
    }

    fn type_char(&mut self, c: char, _cx: &mut Cx<'_>) {
        if let Some(field) = &mut self.field {
            field.type_char(c);
        }
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
        let tried = Tried { date: self.date, per_day: self.per_day, typed };
        Form::new(Work::Plan, &tried).filter(|_| !nothing)
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        frame.render_widget(Line::styled(" Plan", theme.strong), first_row(area));
        if !self.is_kept(&look.engine.config().target) {
            let tried = Line::styled("tried, not kept yet ", theme.warn).right_aligned();
            frame.render_widget(tried, first_row(area));
        }
        let top = below(area, if area.height >= 16 { 2 } else { 1 });
        let wide = usize::from(area.width).saturating_sub(24);
        for (index, (label, value)) in self.values(look.now.day(), area.width >= 60).into_iter().enumerate() {
            let selected = index == self.cursor;
            let value = match &self.field {
                Some(field) if index == 0 => format!("{}█", field.text()),
                _ if selected => format!("‹ {} ›", shorten(&value, wide)),
                _ => format!("  {}", shorten(&value, wide)),
            };
            let words = format!("{}{label:<15}{value}", cursor_mark(selected));
            frame.render_widget(
                Span::styled(words, row_style(selected, theme)),
                first_row(below(top, u16::from(index > 0))),
            );
        }
        if self.field.is_some() {
            let keep = key_for(Context::Date, Action::Accept).unwrap_or_default();
            let words = format!("   2026-12-14, tomorrow, or days such as 21; {keep}");
            frame.render_widget(Line::styled(words, theme.dim), first_row(below(top, 2)));
        }
        let body = text_below(top, 3);
        self.prose(look, body.width).draw(frame, body, &self.scroll, theme.dim);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_typed_as_dates_or_counted() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid");
        let read = |text: &str| read_day(text, today).map(|day| day.to_string());
        assert_eq!(read("2026-12-14").as_deref(), Ok("2026-12-14"));
        assert_eq!(read(" tomorrow ").as_deref(), Ok("2026-11-23"));
        assert_eq!((read("21"), read("+9")), (Ok("2026-12-13".into()), Ok("2026-12-01".into())));
        for wrong in ["", "soon", "2026-02-30", "-3", "99999999"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_full_day_fits_its_row() {
        let day =
            PlanDay { date: NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid"), new: 40, review: 40, window: 0 };
        let theme = Theme::mono();
        assert_eq!(row(&day, 80, 10, &theme).spans[1].content, "█████▒▒▒▒▒");
        assert_eq!(row(&day, 80, 0, &theme).spans[1].content, "");
        let small = PlanDay { new: 2, review: 1, window: 1, ..day };
        assert_eq!(row(&small, 80, 200, &theme).spans[1].content, "██▒░");
    }
}
