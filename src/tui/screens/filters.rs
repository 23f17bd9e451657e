//! Choosing what to drill: topic, kind, level, difficulty, archetype, track.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::browse::list_form;
use crate::bank::{Archetype, Difficulty, Filter, Kind, Level};
use crate::browse::View;
use crate::engine::{Engine, LONG_ASKED};
use crate::history::Work;
use crate::moment::Moment;
use crate::practice::{Long, Only, Wish};
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Form, Look, Route, Screen};
use crate::tui::widgets::{below, count, cycle, first_row, form, minutes, moved};

const ROWS: [&str; 7] = ["Topic", "Kind", "Level", "Difficulty", "Archetype", "Track", "Show"];

/// Width from which there is room to say how many of the questions the target admits.
const WIDE: u16 = 60;

/// A filter that is being chosen.
#[derive(Debug)]
pub struct FiltersScreen {
    /// The list that it filters. None: it is for a drill.
    list: Option<Box<View>>,
    filter: Filter,
    topics: Vec<String>,
    tracks: Vec<String>,
    cursor: usize,
}

impl FiltersScreen {
    /// Starts from a filter, for a drill.
    pub fn new(engine: &Engine, filter: Filter) -> Self {
        Self { list: None, filter, topics: engine.questions().topics(), tracks: engine.questions().tracks(), cursor: 0 }
    }

    /// Starts from what a list shows, and returns to that list.
    pub fn for_list(engine: &Engine, view: View) -> Self {
        Self { list: Some(Box::new(view.clone())), ..Self::new(engine, view.filter) }
    }

    /// The rows. For a list, the last one is missing: it would lead to the list.
    fn rows(&self) -> &'static [&'static str] {
        if self.list.is_some() { &ROWS[..ROWS.len() - 1] } else { &ROWS }
    }

    fn change(&mut self, forward: bool) {
        let filter = &mut self.filter;
        match self.cursor {
            0 => filter.topics = one_of(&self.topics, &filter.topics, forward),
            1 => filter.kinds = one_of(Kind::ALL, &filter.kinds, forward),
            2 => filter.level = cycle(Level::ALL, filter.level.as_ref(), forward),
            3 => filter.difficulties = one_of(Difficulty::ALL, &filter.difficulties, forward),
            4 => filter.archetype = cycle(Archetype::ALL, filter.archetype.as_ref(), forward),
            5 => {
                filter.tracks = one_of(&self.tracks, &filter.tracks, forward);
                // A list shows all tracks until one is chosen.
                filter.any_track = self.list.is_some() && filter.tracks.is_empty();
            }
            _ => {}
        }
    }

    fn clear(&mut self) {
        match self.cursor {
            0 => self.filter.topics.clear(),
            1 => self.filter.kinds.clear(),
            2 => self.filter.level = None,
            3 => self.filter.difficulties.clear(),
            4 => self.filter.archetype = None,
            5 => {
                self.filter.tracks.clear();
                self.filter.any_track = self.list.is_some();
            }
            _ => {}
        }
    }

    /// What to draw: as much as an evening takes, and if kinds are chosen, a few of the long questions too.
    fn wish(&self, engine: &Engine, now: Moment) -> Wish {
        let long = if self.filter.kinds.is_empty() { Long::Weekly } else { Long::Asked(LONG_ASKED) };
        Wish { filter: self.filter.clone(), only: Only::Anything, long, ..engine.wish(now) }
    }

    /// How many questions match, and how many of those the target admits if that differs: Home counts only those.
    fn fitting_words(&self, engine: &Engine, wide: bool) -> String {
        let target = engine.target_filter();
        let entries = engine.library().entries().iter().filter(|entry| self.filter.admits(entry));
        let (all, of_target) =
            entries.fold((0, 0), |(all, of_target), entry| (all + 1, of_target + usize::from(target.admits(entry))));
        match (all == of_target, wide) {
            (true, _) => count(all, "question"),
            (false, true) => format!("{}, {of_target} of them of your target", count(all, "question")),
            (false, false) => format!("{all}, target {of_target}"),
        }
    }

    fn value(&self, row: usize, engine: &Engine) -> String {
        let filter = &self.filter;
        let any = || "any".to_owned();
        match row {
            0 => filter.topics.first().map_or_else(any, |topic| engine.library().topic_title(topic).to_owned()),
            1 => filter.kinds.first().map_or_else(any, ToString::to_string),
            2 => filter.level.map_or_else(any, |level| level.to_string()),
            3 => filter.difficulties.first().map_or_else(any, ToString::to_string),
            4 => filter.archetype.map_or_else(any, |archetype| crate::engine::meaning(archetype.meaning())),
            5 if filter.any_track && filter.tracks.is_empty() => any(),
            5 => filter.tracks.first().cloned().unwrap_or_else(|| "none".into()),
            _ => "the list of these questions".into(),
        }
    }
}

/// The choice after or before the current one; after the last one comes none.
fn one_of<T: Clone + PartialEq>(all: &[T], chosen: &[T], forward: bool) -> Vec<T> {
    cycle(all, chosen.first(), forward).into_iter().collect()
}

impl Screen for FiltersScreen {
    fn context(&self) -> Context {
        Context::Form
    }

    fn is_page(&self) -> bool {
        self.list.is_none()
    }

    fn offers(&self, action: Action) -> bool {
        !matches!(action, Action::TypeDate | Action::Undo)
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        if let Some(view) = &self.list {
            match action {
                Action::Accept => {
                    return Route::List(Box::new(View { filter: self.filter.clone(), ..(**view).clone() }));
                }
                Action::Back => return Route::Back,
                _ => {}
            }
        }
        match action {
            Action::Left | Action::Right | Action::Accept if self.cursor + 1 == ROWS.len() => {
                return Route::Browse(self.filter.clone());
            }
            Action::Left | Action::Right => self.change(action == Action::Right),
            Action::Missed => self.clear(),
            Action::Accept => {
                let picks = cx.engine.draw(&self.wish(cx.engine, cx.now), cx.now);
                if picks.is_empty() {
                    cx.say("No question fits, or all that fit were asked today. Widen a row.");
                } else {
                    return Route::Drill(picks);
                }
            }
            Action::Back => return Route::Back,
            _ => self.cursor = moved(self.cursor, self.rows().len(), action),
        }
        Route::Stay
    }

    fn form(&self, _engine: &Engine) -> Option<Form> {
        match &self.list {
            Some(view) => list_form(&View { filter: self.filter.clone(), ..(**view).clone() }),
            None => Form::new(Work::Filters, &self.filter).filter(|_| self.filter != Filter::default()),
        }
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let fitting = self.fitting_words(look.engine, area.width >= WIDE);
        let rows: Vec<(&str, String)> =
            self.rows().iter().enumerate().map(|(index, label)| (*label, self.value(index, look.engine))).collect();
        let title = if self.list.is_some() { "List just these" } else { "Drill just these" };
        form(frame, area, look.theme, (title, &fitting), &rows, self.cursor);
        if self.list.is_none() {
            let picks = look.engine.draw(&self.wish(look.engine, look.now), look.now);
            let time = minutes(f64::from(look.engine.figures().seconds_of(&picks)));
            let words = format!("   Enter asks {}, about {time}.", count(picks.len(), "question"));
            let row = u16::try_from(rows.len() + 3).unwrap_or(u16::MAX);
            frame.render_widget(Line::styled(words, look.theme.dim), first_row(below(area, row)));
        }
    }
}
