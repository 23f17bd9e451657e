//! The target: level, archetype, tracks, the day, and how much per day.

use ratatui::Frame;
use ratatui::layout::Rect;
use serde::{Deserialize, Serialize};

use super::plan::{DAYS_TYPED, KEPT, minutes_words, with_typed};
use crate::bank::{Archetype, Level};
use crate::config::{Setting, Target, next_date, next_minutes, next_per_day};
use crate::engine::Engine;
use crate::history::Work;
use crate::moment::Moment;
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Form, Look, Route, Screen};
use crate::tui::widgets::{Field, Prose, Scroll, Typing, count, cycle, form, moved, text_below};

const ROWS: [&str; 6] = ["Level", "Archetype", "Tracks", "Interview", "Answers a day", "Minutes a day"];

/// The index of the row of the date.
const DATE: usize = 3;

/// The settings behind the rows that a value can be typed for.
const TYPED: [(usize, &str); 3] = [(DATE, "target.date"), (4, "target.per_day"), (5, "target.minutes_per_day")];

/// The setting behind a row. None: its values are stepped through.
fn setting(row: usize) -> Option<&'static Setting> {
    TYPED.iter().find(|(typed, _)| *typed == row).and_then(|(_, name)| Setting::named(name))
}

/// The target while it is being changed, as it is kept on the disk.
#[derive(Debug, Serialize, Deserialize)]
struct Changed {
    #[serde(flatten)]
    target: Target,
    /// A value that is still being typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    typed: Option<String>,
    /// The row of that value. Forms of earlier versions have none: only a date could be typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    row: Option<usize>,
}

/// The page on which the target is changed.
#[derive(Debug)]
pub struct TargetScreen {
    target: Target,
    /// All tracks that any question has, in order.
    tracks: Vec<String>,
    cursor: usize,
    /// The value of the row under the cursor, while it is being typed.
    field: Option<Field>,
    /// Whether it differs from what is in force.
    changed: bool,
}

impl TargetScreen {
    /// The target as it is in force, or as a lost program left it.
    pub fn new(engine: &Engine) -> Self {
        let as_it_is = || Changed { target: engine.config().target.clone(), typed: None, row: None };
        let Changed { target, typed, row } = engine.left_form(Work::Target).unwrap_or_else(as_it_is);
        let row = row.filter(|row| setting(*row).is_some()).unwrap_or(DATE);
        let cursor = if typed.is_some() { row } else { 0 };
        let changed = target != engine.config().target;
        let field = typed.map(|typed| Field::of(&typed));
        Self { target, tracks: engine.questions().tracks(), cursor, field, changed }
    }

    fn change(&mut self, forward: bool, now: Moment) {
        match self.cursor {
            0 => {
                let next = cycle(Level::ALL, Some(&self.target.level), forward);
                let around = if forward { Level::Junior } else { Level::Staff };
                self.target.level = next.unwrap_or(around);
            }
            1 => self.target.archetype = cycle(Archetype::ALL, self.target.archetype.as_ref(), forward),
            // Steps through the tracks one by one, then none. Several at once are set in the settings file.
            2 => self.target.tracks = cycle(&self.tracks, self.target.tracks.last(), forward).into_iter().collect(),
            DATE => self.target.date = next_date(self.target.date, forward, now.calendar_day()),
            5 => self.target.minutes_per_day = next_minutes(self.target.minutes_per_day, forward),
            _ => self.target.per_day = next_per_day(self.target.per_day, forward),
        }
    }

    fn key(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match Field::act(&mut self.field, action) {
            Typing::Closed => {}
            Typing::Done => return Route::Stay,
            Typing::Taken => {
                self.take(cx);
                return Route::Stay;
            }
        }
        match action {
            Action::TypeDate => (self.cursor, self.field) = (DATE, Some(Field::default())),
            Action::Left | Action::Right => self.change(action == Action::Right, cx.now),
            Action::Missed => match self.cursor {
                1 => self.target.archetype = None,
                2 => self.target.tracks.clear(),
                DATE => self.target.date = None,
                5 => self.target.minutes_per_day = None,
                _ => {}
            },
            Action::Accept | Action::Back => {
                if self.target != cx.engine.config().target {
                    cx.effects.push(Effect::SaveTarget(self.target.clone()));
                    cx.say(KEPT);
                }
                return Route::Home;
            }
            Action::Undo => self.target = cx.engine.config().target.clone(),
            _ => self.cursor = moved(self.cursor, ROWS.len(), action),
        }
        Route::Stay
    }

    /// Takes the typed value, or says what is wrong with it.
    fn take(&mut self, cx: &mut Cx<'_>) {
        let (Some(field), Some(setting)) = (&self.field, setting(self.cursor)) else { return };
        match with_typed(setting, field, &self.target, cx) {
            Ok(target) => (self.target, self.field) = (target, None),
            Err(problem) => cx.say(problem),
        }
    }

    fn value(&self, row: usize, look: &Look<'_>) -> String {
        let target = &self.target;
        if let Some(field) = self.field.as_ref().filter(|_| row == self.cursor) {
            return format!("{}█", field.text());
        }
        match row {
            0 => target.level.to_string(),
            1 => target.archetype.map_or("any".into(), |archetype| crate::engine::meaning(archetype.meaning())),
            2 if target.tracks.is_empty() => "none (language questions are left out)".into(),
            2 => target.tracks.join(", "),
            DATE => target.date.map_or("no date".into(), |date| {
                let days = (date - look.now.calendar_day()).num_days();
                let days = count(usize::try_from(days).unwrap_or(0), "day");
                format!("{} ({days})", date.format("%a %-d %b %Y"))
            }),
            4 if target.minutes_per_day.is_some() => "as the minutes allow".into(),
            4 => target.per_day.to_string(),
            _ => minutes_words(target.minutes_per_day),
        }
    }
}

impl Screen for TargetScreen {
    fn context(&self) -> Context {
        if self.field.is_some() { Context::Value } else { Context::Form }
    }

    fn is_page(&self) -> bool {
        true
    }

    fn offers(&self, action: Action) -> bool {
        match action {
            Action::Missed => matches!(self.cursor, 1 | 2 | DATE | 5),
            Action::Undo => self.changed,
            _ => true,
        }
    }

    fn label(&self, action: Action) -> Option<&'static str> {
        match action {
            _ if self.field.is_some() => None,
            Action::Accept | Action::Back if self.changed => Some("keep"),
            Action::Accept => Some("home"),
            _ => None,
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        let route = self.key(action, cx);
        self.changed = self.target != cx.engine.config().target;
        route
    }

    fn form(&self, engine: &Engine) -> Option<Form> {
        let typed = self.field.as_ref().map(|field| field.text().to_owned()).filter(|typed| !typed.is_empty());
        let nothing = typed.is_none() && self.target == engine.config().target;
        let row = typed.as_ref().map(|_| self.cursor);
        Form::new(Work::Target, &Changed { target: self.target.clone(), typed, row }).filter(|_| !nothing)
    }

    fn type_char(&mut self, c: char, _cx: &mut Cx<'_>) {
        if self.field.is_some() || setting(self.cursor).is_some() {
            self.field.get_or_insert_default().type_char(c);
        }
    }

    fn paste(&mut self, text: &str, _cx: &mut Cx<'_>) {
        if let Some(field) = &mut self.field {
            field.paste(text);
        }
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let fitting = look.engine.count_for(&self.target);
        let rows: Vec<(&str, String)> =
            ROWS.iter().enumerate().map(|(index, label)| (*label, self.value(index, look))).collect();
        form(frame, area, look.theme, ("What you practise for", &count(fitting, "question")), &rows, self.cursor);
        if let Some(setting) = setting(self.cursor).filter(|_| self.field.is_some()) {
            let takes = if self.cursor == DATE { DAYS_TYPED.to_owned() } else { setting.takes() };
            let below = text_below(area, u16::try_from(ROWS.len() + 2).unwrap_or(u16::MAX));
            Prose::new(below.width).paragraph(takes, look.theme.dim).draw(
                frame,
                below,
                &Scroll::default(),
                look.theme.dim,
            );
        }
    }
}
