//! What is practised for: level, archetype, tracks, the day, and how much a day.

use chrono::Days;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::plan::{minutes_words, next_minutes};
use crate::bank::{Archetype, Level};
use crate::config::Target;
use crate::engine::Engine;
use crate::history::Work;
use crate::moment::Moment;
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Form, Look, Route, Screen};
use crate::tui::widgets::{cycle, form, moved};

const ROWS: [&str; 6] = ["Level", "Archetype", "Tracks", "Interview", "Answers a day", "Minutes a day"];

/// The most answers a day that can be set here.
const MOST_A_DAY: u32 = 60;

/// The target, being changed.
#[derive(Debug)]
pub struct TargetScreen {
    target: Target,
    /// All tracks that some question has, in order.
    tracks: Vec<String>,
    cursor: usize,
}

impl TargetScreen {
    /// The target as it is, or as a lost program left it.
    pub fn new(engine: &Engine) -> Self {
        let target = engine.left_form(Work::Target).unwrap_or_else(|| engine.config().target.clone());
        Self { target, tracks: engine.questions().tracks(), cursor: 0 }
    }

    fn change(&mut self, forward: bool, now: Moment) {
        match self.cursor {
            0 => {
                let next = cycle(Level::ALL, Some(&self.target.level), forward);
                let around = if forward { Level::Junior } else { Level::Staff };
                self.target.level = next.unwrap_or(around);
            }
            1 => self.target.archetype = cycle(Archetype::ALL, self.target.archetype.as_ref(), forward),
            // Goes through the tracks one by one, then none. Several at once are set in the settings file.
            2 => self.target.tracks = cycle(&self.tracks, self.target.tracks.last(), forward).into_iter().collect(),
            3 => self.move_date(forward, now),
            5 => self.target.minutes_per_day = next_minutes(self.target.minutes_per_day, forward),
            _ => {
                let step = if forward { self.target.per_day + 1 } else { self.target.per_day.saturating_sub(1) };
                self.target.per_day = step.clamp(1, MOST_A_DAY);
            }
        }
    }

    fn move_date(&mut self, forward: bool, now: Moment) {
        let today = now.calendar_day();
        let from = self.target.date.filter(|date| *date > today);
        self.target.date = match (from, forward) {
            (None, true) => today.checked_add_days(Days::new(21)),
            (None, false) => None,
            (Some(date), true) => date.checked_add_days(Days::new(1)),
            (Some(date), false) => date.checked_sub_days(Days::new(1)).filter(|date| *date > today),
        };
    }

    fn value(&self, row: usize, look: &Look<'_>) -> String {
        let target = &self.target;
        match row {
            0 => target.level.to_string(),
            1 => target.archetype.map_or("any".into(), |archetype| crate::engine::meaning(archetype.meaning())),
            2 if target.tracks.is_empty() => "none (language questions are left out)".into(),
            2 => target.tracks.join(", "),
            3 => target.date.map_or("no date".into(), |date| {
                let days = (date - look.now.calendar_day()).num_days();
                format!("{} ({days} days)", date.format("%a %-d %b %Y"))
            }),
            4 if target.minutes_per_day.is_some() => "as the minutes allow".into(),
            4 => target.per_day.to_string(),
            _ => minutes_words(target.minutes_per_day),
        }
    }
}

impl Screen for TargetScreen {
    fn context(&self) -> Context {
        Context::Form
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match action {
            Action::Left | Action::Right => self.change(action == Action::Right, cx.now),
            Action::Missed => match self.cursor {
                1 => self.target.archetype = None,
                2 => self.target.tracks.clear(),
                3 => self.target.date = None,
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
        Form::new(Work::Target, &self.target).filter(|_| self.target != engine.config().target)
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let fitting = look.engine.count_for(&self.target);
        let rows: Vec<(&str, String)> =
            ROWS.iter().enumerate().map(|(index, label)| (*label, self.value(index, look))).collect();
        form(frame, area, look.theme, ("What you practise for", fitting), &rows, self.cursor);
    }
}
