//! The target: level, archetype, tracks, the day, and how much per day.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use serde::{Deserialize, Serialize};

use super::plan::{DAYS_TYPED, minutes_words, typed_date};
use crate::bank::{Archetype, Level};
use crate::config::{Target, next_date, next_minutes, next_per_day};
use crate::engine::Engine;
use crate::history::Work;
use crate::moment::Moment;
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Form, Look, Route, Screen};
use crate::tui::widgets::{Field, below, count, cycle, first_row, form, moved};

const ROWS: [&str; 6] = ["Level", "Archetype", "Tracks", "Interview", "Answers a day", "Minutes a day"];

/// The index of the row of the date.
const DATE: usize = 3;

/// The target while it is being changed, as it is kept on the disk.
#[derive(Debug, Serialize, Deserialize)]
struct Changed {
    #[serde(flatten)]
    target: Target,
    /// A date that is still being typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    typed: Option<String>,
}

/// The page on which the target is changed.
#[derive(Debug)]
pub struct TargetScreen {
    target: Target,
    /// All tracks that any question has, in order.
    tracks: Vec<String>,
    cursor: usize,
    /// The date, while it is being typed.
    field: Option<Field>,
}

impl TargetScreen {
    /// The target as it is in force, or as a lost program left it.
    pub fn new(engine: &Engine) -> Self {
        let as_it_is = || Changed { target: engine.config().target.clone(), typed: None };
        let Changed { target, typed } = engine.left_form(Work::Target).unwrap_or_else(as_it_is);
        let cursor = if typed.is_some() { DATE } else { 0 };
        Self { target, tracks: engine.questions().tracks(), cursor, field: typed.map(|typed| Field::of(&typed)) }
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

    fn value(&self, row: usize, look: &Look<'_>) -> String {
        let target = &self.target;
        if let Some(field) = self.field.as_ref().filter(|_| row == DATE) {
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

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        if let Some(field) = &mut self.field {
            match action {
                Action::Edit(edit) => field.apply(edit),
                Action::Accept => match typed_date(field, cx.now) {
                    Ok(date) => (self.target.date, self.field) = (Some(date), None),
                    Err(problem) => cx.say(problem),
                },
                _ => self.field = None,
            }
            return Route::Stay;
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
                }
                return Route::Home;
            }
            _ => self.cursor = moved(self.cursor, ROWS.len(), action),
        }
        Route::Stay
    }

    fn form(&self, engine: &Engine) -> Option<Form> {
        let typed = self.field.as_ref().map(|field| field.text().to_owned()).filter(|typed| !typed.is_empty());
        let nothing = typed.is_none() && self.target == engine.config().target;
        Form::new(Work::Target, &Changed { target: self.target.clone(), typed }).filter(|_| !nothing)
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

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let fitting = look.engine.count_for(&self.target);
        let rows: Vec<(&str, String)> =
            ROWS.iter().enumerate().map(|(index, label)| (*label, self.value(index, look))).collect();
        form(frame, area, look.theme, ("What you practise for", &count(fitting, "question")), &rows, self.cursor);
        if self.field.is_some() {
            let row = first_row(below(area, u16::try_from(ROWS.len() + 2).unwrap_or(u16::MAX)));
            frame.render_widget(Line::styled(format!("   {DAYS_TYPED}"), look.theme.dim), row);
        }
    }
}
