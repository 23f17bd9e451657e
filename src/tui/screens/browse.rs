//! Every question with its state: to search, to filter, to sort, to look at, and to drill from.

mod facts;
mod list;
mod preview;
mod rows;
#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::collections::HashMap;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::retired::retire;
use crate::bank::Filter;
use crate::browse::{Ask, Catalogue, Counts, Finder, Findings, Query, State, Via, View};
use crate::engine::{Account, Engine};
use crate::history::Work;
use crate::practice::Pick;
use crate::tui::editor::Edit;
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Form, Look, Route, Screen};
use crate::tui::widgets::{Field, count, cycle};

use preview::Preview;
use rows::Rows;

pub(super) use facts::{day_words, facts, hold, labels};

/// The list with its search field.
#[derive(Debug)]
pub struct BrowseScreen {
    view: View,
    field: Field,
    searching: bool,
    all: Catalogue,
    /// The account of the target, shown when everything is listed.
    account: Account,
    day: chrono::NaiveDate,
    finder: Finder,
    query: Query,
    /// The number of the current search; results with another number are out of date.
    ticket: u64,
    seeking: bool,
    /// Where the background search found something in points and answers, by row of the catalogue.
    hits: HashMap<usize, Via>,
    /// Rows of the catalogue that filter and search admit, in any state.
    matched: Vec<usize>,
    counts: Counts,
    /// Those of them that are listed: in the chosen state, or in all that are shown without asking.
    shown: Vec<usize>,
    cursor: usize,
    /// What is drawn is prepared when something changes: the rows around the cursor, and the preview of the one under
    /// it.
    rows: Rows,
    preview: Preview,
    /// Whether the last frame was so wide that the preview opens by itself.
    wide: Cell<bool>,
    /// What to say once records are saved.
    to_say: Option<String>,
}

impl BrowseScreen {
    /// The list in the state that a view describes.
    pub fn new(view: View, cx: &mut Cx<'_>) -> Self {
        let (all, error) = cx.engine.catalogue(cx.now);
        if let Some(error) = error {
            cx.say(error.to_string());
        }
        let mut field = Field::default();
        field.paste(&view.text);
        let at = view.at.clone();
        let mut screen = Self {
            view,
            field,
            searching: false,
            all,
            account: Account::default(),
            day: cx.now.day(),
            finder: Finder::default(),
            query: Query::default(),
            ticket: cx.engine.seed(cx.now),
            seeking: false,
            hits: HashMap::new(),
            matched: Vec::new(),
            counts: Counts::default(),
            shown: Vec::new(),
            cursor: 0,
            rows: Rows::default(),
            preview: Preview::default(),
            wide: Cell::new(false),
            to_say: None,
        };
        screen.search(cx);
        let row = at.and_then(|at| screen.all.find(&at));
        screen.move_to(row, cx);
        screen
    }

    /// All questions, with the search field open.
    pub fn search_all(cx: &mut Cx<'_>) -> Self {
        let filter = Filter { any_track: true, ..Filter::default() };
        let mut screen = Self::new(View { filter, ..View::default() }, cx);
        screen.open_field(cx);
        screen
    }

    fn open_field(&mut self, cx: &mut Cx<'_>) {
        self.searching = true;
        // Reading the points begins while the first letter is still being typed.
        cx.effects.push(Effect::Seek(Ask::new(self.ticket, self.field.text(), &self.all)));
    }

    /// Reads banks and log again, and keeps the cursor on its question.
    fn reload(&mut self, cx: &mut Cx<'_>) {
        let at = self.current().map(|row| self.all.id(row).clone());
        let (all, error) = cx.engine.catalogue(cx.now);
        if let Some(error) = error {
            cx.say(error.to_string());
        }
        (self.all, self.day) = (all, cx.now.day());
        self.search(cx);
        let row = at.and_then(|at| self.all.find(&at));
        self.move_to(row, cx);
    }

    /// Searches the index at once, and starts the search of points and answers in the background.
    fn search(&mut self, cx: &mut Cx<'_>) {
        self.query = Query::new(self.field.text());
        self.account = cx.engine.figures().account(cx.now);
        self.hits.clear();
        self.ticket = self.ticket.wrapping_add(1);
        let admitted = (0..self.all.rows().len()).filter(|row| self.admits(*row));
        if self.query.is_empty() {
            self.matched = admitted.collect();
            self.seeking = false;
        } else {
            let all_words = self.query.words();
            let mut scored: Vec<(u32, usize)> = Vec::new();
            for row in admitted.collect::<Vec<_>>() {
                let Some(entry) = self.all.entry(row) else { continue };
                let (words, score) = self.finder.entry(&self.query, entry, self.all.topic(row));
                if words == all_words {
                    scored.push((score, row));
                }
            }
            scored.sort_by_key(|(score, row)| (std::cmp::Reverse(*score), *row));
            self.matched = scored.into_iter().map(|(_, row)| row).collect();
            self.seeking = true;
            cx.effects.push(Effect::Seek(Ask::new(self.ticket, self.field.text(), &self.all)));
        }
        self.arrange(cx);
    }

    fn admits(&self, row: usize) -> bool {
        match self.all.entry(row) {
            Some(entry) => self.view.filter.describes(entry),
            // Of a question that is in no bank any more, only the name is known.
            None => self.view.filter == Filter { any_track: true, ..Filter::default() },
        }
    }

    /// Sorts what was found and counts it by state.
    fn arrange(&mut self, cx: &mut Cx<'_>) {
        let (all, sort) = (&self.all, self.view.sort);
        self.matched.sort_by(|one, other| sort.compare(all, *one, *other));
        self.counts = Counts::default();
        for row in &self.matched {
            self.counts[place(all.rows()[*row].state)] += 1;
        }
        let wanted = |state: State| self.view.state.map_or(!state.on_request(), |wanted| wanted == state);
        self.shown = self.matched.iter().copied().filter(|row| wanted(all.rows()[*row].state)).collect();
        self.cursor = self.cursor.min(self.shown.len().saturating_sub(1));
        self.prepare(cx);
    }

    fn prepare(&mut self, cx: &mut Cx<'_>) {
        self.rows = Rows::around(
            self.cursor,
            &self.shown,
            &self.all,
            &self.hits,
            |text| {
                if self.query.is_empty() { Vec::new() } else { self.finder.marks(&self.query, text) }
            },
            self.day,
        );
        self.preview = match self.current() {
            Some(row) => {
                let via = self.hits.get(&row).copied();
                Preview::of(row, &self.all, via, cx, &self.query, &mut self.finder)
            }
            None => Preview::default(),
        };
    }

    fn move_to(&mut self, row: Option<usize>, cx: &mut Cx<'_>) {
        if let Some(at) = row.and_then(|row| self.shown.iter().position(|shown| *shown == row)) {
            self.cursor = at;
            self.prepare(cx);
        }
    }

    fn step(&mut self, by: isize, cx: &mut Cx<'_>) {
        let last = self.shown.len().saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
        self.prepare(cx);
    }

    /// The row of the catalogue under the cursor. None: the list is empty.
    fn current(&self) -> Option<usize> {
        self.shown.get(self.cursor).copied()
    }

    /// This list with its cursor, to return to.
    fn here(&self) -> Box<View> {
        let at = self.current().map(|row| self.all.id(row).clone());
        Box::new(View { text: self.field.text().to_owned(), at, ..self.view.clone() })
    }

    fn change_state(&mut self, forward: bool, cx: &mut Cx<'_>) {
        // Steps only through states that have questions, and through "all".
        let there: Vec<State> = State::ALL.iter().copied().filter(|state| self.counts[place(*state)] > 0).collect();
        self.view.state = cycle(&there, self.view.state.as_ref(), forward);
        self.cursor = 0;
        self.arrange(cx);
    }

    fn drill_all(&self, cx: &mut Cx<'_>) -> Route {
        let can = |row: &&usize| !self.all.rows()[**row].state.on_request();
        let picks: Vec<Pick> =
            self.shown.iter().filter(can).map(|row| cx.engine.questions().pick(self.all.id(*row), cx.now)).collect();
        let left = self.shown.len() - picks.len();
        if picks.is_empty() {
            cx.say("Nothing here can be asked.");
            return Route::Stay;
        }
        let left = if left > 0 { format!(" {left} that are no longer asked are left out.") } else { String::new() };
        if picks.len() > 1 {
            cx.say(format!("A drill of {}; it can be left at any time.{left}", count(picks.len(), "question")));
        }
        Route::Drill(picks)
    }

    /// Performs an action on the question under the cursor.
    fn act_on(&mut self, action: Action, row: usize, cx: &mut Cx<'_>) -> Route {
        let (id, state) = (self.all.id(row).clone(), self.all.rows()[row].state);
        match action {
            Action::Open => return Route::Question(id),
            _ if state == State::Gone => cx.say("No bank has this question any more: its answers can be read (→)."),
            Action::Accept => return Route::Drill(vec![cx.engine.questions().pick(&id, cx.now)]),
            Action::EditQuestion => cx.effects.push(Effect::EditQuestion(id)),
            Action::Retire if state != State::Retired => return retire(cx.engine, &id),
            _ => self.to_say = facts::hold(action, &id, state, cx),
        }
        Route::Stay
    }

    fn act_search(&mut self, action: Action, cx: &mut Cx<'_>) {
        match action {
            Action::Edit(edit) => {
                self.field.apply(edit);
                self.cursor = 0;
                self.search(cx);
            }
            Action::Back => {
                self.field.apply(Edit::DeleteToStart);
                self.searching = false;
                self.search(cx);
            }
            Action::Accept => self.searching = false,
            _ => {}
        }
    }
}

/// The search text and choices of a list, as a form. None if nothing is searched or chosen.
pub(super) fn list_form(view: &View) -> Option<Form> {
    let all = Filter { any_track: true, ..Filter::default() };
    let nothing = view.text.is_empty() && view.state.is_none() && view.filter == all;
    Form::new(Work::List, &View { at: None, ..view.clone() }).filter(|_| !nothing)
}

/// The index of a state in [`State::ALL`].
fn place(state: State) -> usize {
    State::ALL.iter().position(|other| *other == state).unwrap_or(0)
}

impl Screen for BrowseScreen {
    fn context(&self) -> Context {
        if self.searching { Context::Search } else { Context::Browse }
    }

    fn is_page(&self) -> bool {
        true
    }

    fn came_back(&mut self, cx: &mut Cx<'_>) {
        self.reload(cx);
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        if self.searching {
            self.act_search(action, cx);
            return Route::Stay;
        }
        match action {
            Action::Search => self.open_field(cx),
            Action::Filters => return Route::FilterList(self.here()),
            Action::DrillAll => return self.drill_all(cx),
            Action::Sort => {
                self.view.sort = self.view.sort.next();
                let row = self.current();
                self.search(cx);
                self.move_to(row, cx);
                cx.say(format!("Sorted: {}.", self.view.sort.words(!self.query.is_empty())));
            }
            Action::NextState => self.change_state(true, cx),
            Action::PreviousState => self.change_state(false, cx),
            Action::Preview => self.view.preview = Some(!self.view.preview.unwrap_or(self.wide.get())),
            Action::Retired => return Route::Retired,
            Action::Import => return Route::Import,
            Action::Back if !self.field.text().is_empty() || self.view.state.is_some() => {
                let row = self.current();
                (self.field, self.view.state) = (Field::default(), None);
                self.search(cx);
                self.move_to(row, cx);
            }
            Action::Back => return Route::Back,
            Action::Up => self.step(-1, cx),
            Action::Down => self.step(1, cx),
            Action::PageUp => self.step(-10, cx),
            Action::PageDown => self.step(10, cx),
            Action::Top => self.step(isize::MIN, cx),
            Action::Bottom => self.step(isize::MAX, cx),
            _ => {
                if let Some(row) = self.current() {
                    return self.act_on(action, row, cx);
                }
            }
        }
        Route::Stay
    }

    fn type_char(&mut self, c: char, cx: &mut Cx<'_>) {
        self.field.type_char(c);
        self.cursor = 0;
        self.search(cx);
    }

    fn paste(&mut self, text: &str, cx: &mut Cx<'_>) {
        if self.searching {
            self.field.paste(text);
            self.cursor = 0;
            self.search(cx);
        }
    }

    fn found(&mut self, findings: Findings, cx: &mut Cx<'_>) {
        if findings.ticket != self.ticket || self.query.is_empty() {
            return;
        }
        let row = self.current().filter(|_| self.cursor > 0);
        self.seeking = !findings.done;
        if let Some(trouble) = findings.trouble {
            cx.say(trouble);
        }
        for hit in findings.hits {
            let row = hit.row as usize;
            if row < self.all.rows().len() && self.admits(row) && self.hits.insert(row, hit.via).is_none() {
                self.matched.push(row);
            }
        }
        self.arrange(cx);
        self.move_to(row, cx);
    }

    fn tick(&mut self, cx: &mut Cx<'_>) {
        let same = std::sync::Arc::ptr_eq(cx.engine.shared_library(), self.all.library());
        if !same || self.day != cx.now.day() {
            self.reload(cx);
        }
    }

    fn saved(&mut self, result: Result<(), &str>, cx: &mut Cx<'_>) {
        let said = self.to_say.take();
        match result {
            Ok(()) => {
                self.reload(cx);
                if let Some(said) = said {
                    cx.say(said);
                }
            }
            Err(error) => cx.say(format!("Not saved: {error}")),
        }
    }

    fn form(&self, _engine: &Engine) -> Option<Form> {
        list_form(&View { text: self.field.text().to_owned(), ..self.view.clone() })
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        list::view(self, look, frame, area);
    }

    fn offers(&self, action: Action) -> bool {
        let needs_one = matches!(
            action,
            Action::Accept
                | Action::EditQuestion
                | Action::Retire
                | Action::Open
                | Action::DrillAll
                | Action::Bury
                | Action::Suspend
        );
        self.searching || !needs_one || !self.shown.is_empty()
    }
}
